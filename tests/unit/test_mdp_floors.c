/* test_mdp_floors.c - rows that are one number but for a few, against the rows as they are. */
#include "metrics/mdp_dense.h"
#include "metrics/mdp_floors.h"
#include "tests/unit/unit.h"
#include "tests/unit/world_made.h"

#include <string.h>

enum {
    STATES = 70,
    ACTIONS = 3
};

/* A full process: floors of 1e-3 or so, and up to a few entries above. */
static void floored(uint64_t seed, struct made_world *out)
{
    double *chance, *start;
    size_t *row;
    uint32_t *next;

    made_world(seed, 2, 2, out);
    start = made_doubles(out, STATES);
    chance = made_doubles(out, (size_t)STATES * STATES * ACTIONS);
    row = assay_arena_new(&out->arena, (size_t)STATES * ACTIONS + 1, sizeof(*row));
    next = assay_arena_new(&out->arena, (size_t)STATES * STATES * ACTIONS, sizeof(*next));
    start[0] = 1.0;
    for (size_t k = 0; k < (size_t)STATES * ACTIONS; k++) {
        double *to = chance + k * STATES, sum = 0.0;

        row[k + 1] = (k + 1) * STATES;
        for (size_t t = 0; t < STATES; t++) {
            next[k * STATES + t] = (uint32_t)t;
            to[t] = 0.01 * (double)(1 + seed % 3);
        }
        for (size_t i = 0; i < seed % 12; i++)
            to[assay_rng_index(&out->rng, STATES)] += made_uniform(out);
        for (size_t t = 0; t < STATES; t++)
            sum += to[t];
        for (size_t t = 0; t < STATES; t++)
            to[t] /= sum;
    }
    out->mdp = (struct assay_mdp){.states = STATES,
                                  .actions = ACTIONS,
                                  .gamma = out->mdp.gamma,
                                  .start = start,
                                  .row = row,
                                  .next = next,
                                  .chance = chance};
}

static double *normals(struct made_world *world, size_t n)
{
    double *out = made_doubles(world, n);

    for (size_t i = 0; i < n; i++)
        out[i] = made_normal(world);
    return out;
}

START_TEST(rows_and_levels_are_those_of_tau)
{
    const size_t rows = (size_t)STATES * ACTIONS;

    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_reward reward;
        double *v, *got, *want, most, largest = 0.0;

        floored(seed, &world);
        v = normals(&world, STATES);
        reward = (struct assay_reward){.value = normals(&world, rows * STATES)};
        got = made_doubles(&world, rows);
        want = made_level(&world, reward.value);
        world.mdp.floors = assay_mdp_floors_find(&world.mdp, &world.arena);
        MADE_HOLDS(world.mdp.floors, &world);
        MADE_HOLDS(world.mdp.floors->row[rows] <= rows * 12, &world);
        most = assay_reward_level(&world.mdp, &reward, got);
        for (size_t i = 0; i < rows * STATES; i++)
            largest = fmax(largest, fabs(reward.value[i]));
        MADE_HOLDS(most == largest, &world);
        for (size_t k = 0; k < rows; k++)
            MADE_NEAR(got[k], want[k], 1e-14, &world);
        assay_mdp_expects(&world.mdp, 2, rows - 2, v, got);
        for (size_t k = 2; k < rows; k++) {
            double sum = 0.0;

            for (size_t t = 0; t < STATES; t++)
                sum += world.mdp.chance[k * STATES + t] * v[t];
            MADE_NEAR(got[k - 2], sum, 1e-14, &world);
        }
        made_release(&world);
    }
}
END_TEST

/* Values, visits and optima with floors and without. */
START_TEST(solutions_are_those_without_them)
{
    for (uint64_t seed = 0; seed < 40; seed++) {
        struct made_world world;
        struct assay_mdp_dense *system;
        struct assay_error err;
        double *r, *level, *v[2], *visits[2], *best[2], width;

        floored(seed, &world);
        r = normals(&world, STATES);
        level = normals(&world, (size_t)STATES * ACTIONS);
        for (size_t i = 0; i < 2; i++) {
            struct assay_optimum optimum = {
                .v = made_doubles(&world, STATES),
                .action = assay_arena_new(&world.arena, STATES, sizeof(uint32_t)),
                .guessed = true};

            if (i)
                world.mdp.floors = assay_mdp_floors_find(&world.mdp, &world.arena);
            v[i] = made_doubles(&world, STATES);
            visits[i] = made_doubles(&world, STATES);
            best[i] = optimum.v;
            ck_assert(!assay_mdp_dense_new(&world.mdp, NULL, i, &system, &err));
            ck_assert(!assay_mdp_dense_value(system, r, v[i], &width, &err));
            ck_assert(!assay_mdp_dense_visits(system, visits[i], &err));
            MADE_HOLDS(width <= 1e-10, &world);
            assay_mdp_dense_free(system);
            ck_assert(!assay_mdp_dense_optimum(&world.mdp, level, NULL, &optimum, &err));
        }
        for (size_t s = 0; s < STATES; s++) {
            MADE_NEAR(v[1][s], v[0][s], 1e-12, &world);
            MADE_NEAR(visits[1][s], visits[0][s], 1e-12, &world);
            MADE_NEAR(best[1][s], best[0][s], 1e-12, &world);
        }
        made_release(&world);
    }
}
END_TEST

START_TEST(rows_without_a_floor_have_none)
{
    struct made_world world;
    struct assay_mdp_floors floors;
    double *chance;

    floored(5, &world);
    chance = made_doubles(&world, (size_t)STATES * STATES * ACTIONS);
    MADE_HOLDS(!assay_mdp_is_short(&world.mdp, &floors), &world);
    for (size_t i = 0; i < (size_t)STATES * STATES * ACTIONS; i++)
        chance[i] = world.mdp.chance[i] + 1e-5 * made_uniform(&world);
    world.mdp.chance = chance;
    MADE_HOLDS(!assay_mdp_floors_find(&world.mdp, &world.arena), &world);
    made_release(&world);
}
END_TEST

Suite *unit_mdp_floors(void)
{
    Suite *suite = suite_create("mdp_floors");
    TCase *tests = tcase_create("mdp_floors");

    tcase_add_test(tests, rows_and_levels_are_those_of_tau);
    tcase_add_test(tests, solutions_are_those_without_them);
    tcase_add_test(tests, rows_without_a_floor_have_none);
    suite_add_tcase(suite, tests);
    return suite;
}
