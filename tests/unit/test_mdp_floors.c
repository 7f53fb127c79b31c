/* test_mdp_floors.c - rows that are one number but for a few, against the rows as they are. */
#include "metrics/canonical.h"
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
static void sized(uint64_t seed, size_t states, struct made_world *out)
{
    double *chance, *start;
    size_t *row;
    uint32_t *next;

    made_world(seed, 2, 2, out);
    start = made_doubles(out, states);
    chance = made_doubles(out, states * states * ACTIONS);
    row = assay_arena_new(&out->arena, states * ACTIONS + 1, sizeof(*row));
    next = assay_arena_new(&out->arena, states * states * ACTIONS, sizeof(*next));
    start[0] = 1.0;
    for (size_t k = 0; k < states * ACTIONS; k++) {
        double *to = chance + k * states, sum = 0.0;

        row[k + 1] = (k + 1) * states;
        for (size_t t = 0; t < states; t++) {
            next[k * states + t] = (uint32_t)t;
            to[t] = 0.01 * (double)(1 + seed % 3);
        }
        for (size_t i = 0; i < seed % 8; i++)
            to[assay_rng_index(&out->rng, states)] += made_uniform(out);
        for (size_t t = 0; t < states; t++)
            sum += to[t];
        for (size_t t = 0; t < states; t++)
            to[t] /= sum;
    }
    out->mdp = (struct assay_mdp){.states = states,
                                  .actions = ACTIONS,
                                  .gamma = out->mdp.gamma,
                                  .start = start,
                                  .row = row,
                                  .next = next,
                                  .chance = chance};
}

static void floored(uint64_t seed, struct made_world *out)
{
    sized(seed, STATES, out);
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
        double *v, *got, *want, most, size = 0.0;

        floored(seed, &world);
        v = normals(&world, STATES);
        reward = (struct assay_reward){.value = normals(&world, rows * STATES)};
        got = made_doubles(&world, rows);
        want = made_level(&world, reward.value);
        world.mdp.floors = assay_mdp_floors_find(&world.mdp, &world.arena);
        MADE_HOLDS(world.mdp.floors, &world);
        MADE_HOLDS(world.mdp.floors->row[rows] <= rows * 8, &world);
        most = assay_reward_level(&world.mdp, &reward, got);
        for (size_t i = 0; i < rows * STATES; i++)
            size += fabs(reward.value[i]);
        MADE_NEAR(most, size, 1e-12, &world);
        for (size_t k = 0; k < rows; k++) {
            MADE_NEAR(got[k], want[k], 1e-14, &world);
            MADE_NEAR(assay_mdp_largest_chance(&world.mdp, k),
                      made_largest(world.mdp.chance + k * STATES, STATES), 1e-15, &world);
        }
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
        double *r, *level, *v[2], *visits[2], *best[2];

        floored(seed, &world);
        r = normals(&world, STATES);
        level = normals(&world, (size_t)STATES * ACTIONS);
        for (size_t i = 0; i < 2; i++) {
            struct assay_policy_value value = {.r = r};
            struct assay_optimum optimum = {
                .v = made_doubles(&world, STATES),
                .action = assay_arena_new(&world.arena, STATES, sizeof(uint32_t)),
                .guessed = true};

            if (i)
                world.mdp.floors = assay_mdp_floors_find(&world.mdp, &world.arena);
            v[i] = made_doubles(&world, STATES);
            value.v = v[i];
            visits[i] = made_doubles(&world, STATES);
            best[i] = optimum.v;
            ck_assert(!assay_mdp_dense_new(&world.mdp, NULL, i, &system, &err));
            ck_assert(!assay_mdp_dense_values(system, &value, 1, &err));
            ck_assert(!assay_mdp_dense_visits(system, visits[i], &err));
            MADE_HOLDS(value.width <= 1e-10, &world);
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

/* All forms of one reward. */
static void forms(struct made_world *world, const struct assay_reward *reward,
                  struct assay_canonical out[ASSAY_CANONICAL_FORMS])
{
    const struct assay_canonical_choice choice = {
        .action_share = world->action_share, .forms = (1U << ASSAY_CANONICAL_FORMS) - 1};
    double *level = made_doubles(world, made_rows(world));
    const struct assay_canonical_subject subject = {
        .reward = reward,
        .level = level,
        .bound = assay_reward_level(&world->mdp, reward, level)};
    struct assay_canonicaliser *canonicaliser;
    struct assay_error err;

    ck_assert(!assay_canonicaliser_new(&world->mdp, &choice, &canonicaliser, &err));
    for (unsigned f = 0; f < ASSAY_CANONICAL_FORMS; f++)
        ck_assert(!assay_canonicalise(canonicaliser, (enum assay_canonical_form)f,
                                      &subject, &world->arena, &out[f], &err));
    assay_canonicaliser_free(canonicaliser);
}

static void forms_are_same(struct made_world *world,
                           const struct assay_canonical one[ASSAY_CANONICAL_FORMS],
                           const struct assay_canonical two[ASSAY_CANONICAL_FORMS])
{
    double a[STATES], b[STATES];

    for (unsigned f = 0; f < ASSAY_CANONICAL_FORMS; f++) {
        double apart = 0.0;

        MADE_NEAR(two[f].largest, one[f].largest, 1e-12, world);
        for (size_t k = 0; k < made_rows(world); k++) {
            assay_canonical_row(&one[f], k, a);
            assay_canonical_row(&two[f], k, b);
            for (size_t t = 0; t < world->mdp.states; t++)
                apart = fmax(apart, fabs(b[t] - a[t]));
        }
        MADE_HOLDS(apart <= 1e-11 * fmax(1.0, one[f].largest), world);
    }
}

START_TEST(forms_are_those_without_them)
{
    for (uint64_t seed = 0; seed < 24; seed++) {
        struct assay_canonical plain[ASSAY_CANONICAL_FORMS], by[ASSAY_CANONICAL_FORMS];
        struct made_world world;
        struct assay_reward reward;
        double share[ACTIONS] = {0.5, 0.2, 0.3};

        sized(seed, seed % 2 ? STATES : STATES / 2, &world);
        world.action_share = seed % 3 ? share : NULL;
        reward = (struct assay_reward){
            seed % 4 ? ASSAY_REWARD_DENSE : ASSAY_REWARD_LEVEL,
            normals(&world, made_rows(&world) * world.mdp.states), NULL, NULL};
        forms(&world, &reward, plain);
        world.mdp.floors = assay_mdp_floors_find(&world.mdp, &world.arena);
        MADE_HOLDS(world.mdp.floors, &world);
        forms(&world, &reward, by);
        forms_are_same(&world, plain, by);
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
    tcase_add_test(tests, forms_are_those_without_them);
    tcase_add_test(tests, rows_without_a_floor_have_none);
    suite_add_tcase(suite, tests);
    return suite;
}
