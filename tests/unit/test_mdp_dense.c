/* test_mdp_dense.c - values, visits and optima of small processes by what defines them. */
#include "harness/core/memory.h"
#include "metrics/mdp_dense.h"
#include "tests/unit/unit.h"
#include "tests/unit/world_made.h"

#include <stdlib.h>
#include <string.h>

static double *random_level(struct made_world *world)
{
    double *out = made_doubles(world, made_rows(world));

    for (size_t k = 0; k < made_rows(world); k++)
        out[k] = made_normal(world);
    return out;
}

/* sum over a of pi x, and P x of one row, by loops. */
static double backed_up(const struct made_world *world, const double *r, const double *v,
                        size_t k)
{
    double sum = 0.0;

    for (size_t i = world->mdp.row[k]; i < world->mdp.row[k + 1]; i++)
        sum += world->mdp.chance[i] * v[world->mdp.next[i]];
    return r[k] + world->mdp.gamma * sum;
}

START_TEST(values_and_visits_meet_their_equations)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_mdp_dense *system;
        struct assay_policy_value value;
        struct assay_error err;
        double *r, *level, *v, *visits, earned = 0.0, returned = 0.0, all = 0.0;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        level = random_level(&world);
        r = made_doubles(&world, world.mdp.states);
        v = made_doubles(&world, world.mdp.states);
        visits = made_doubles(&world, world.mdp.states);
        for (size_t k = 0; k < made_rows(&world); k++)
            r[k / world.mdp.actions] += world.policy[k] * level[k];
        ck_assert_int_eq(assay_mdp_dense_new(&world.mdp, world.policy, 1, &system, &err),
                         ASSAY_OK);
        value = (struct assay_policy_value){.r = r, .v = v};
        ck_assert(!assay_mdp_dense_values(system, &value, 1, &err));
        ck_assert(!assay_mdp_dense_visits(system, visits, &err));
        for (size_t s = 0; s < world.mdp.states; s++) {
            double want = 0.0;

            for (size_t k = s * world.mdp.actions; k < (s + 1) * world.mdp.actions; k++)
                want += world.policy[k] * backed_up(&world, level, v, k);
            MADE_NEAR(v[s], want, 1e-12, &world);
            MADE_HOLDS(visits[s] >= -1e-12, &world);
            earned += visits[s] * r[s];
            returned += world.mdp.start[s] * v[s];
            all += visits[s];
        }
        MADE_HOLDS(value.width >= 0.0 && value.width <= 1e-10, &world);
        MADE_NEAR(earned, returned, 1e-11, &world);
        MADE_NEAR(all, 1.0 / (1.0 - world.mdp.gamma), 1e-12, &world);
        assay_mdp_dense_free(system);
        made_release(&world);
    }
}
END_TEST

/* Each state has at least one action that is allowed. */
static bool *random_allowed(struct made_world *world)
{
    bool *out = assay_arena_new(&world->arena, made_rows(world), sizeof(*out));

    for (size_t k = 0; k < made_rows(world); k++)
        out[k] = made_uniform(world) < 0.6;
    for (size_t s = 0; s < world->mdp.states; s++)
        out[s * world->mdp.actions + assay_rng_index(&world->rng, world->mdp.actions)] =
            true;
    return out;
}

START_TEST(optima_meet_bellmans_equation_over_what_is_allowed)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_optimum best;
        struct assay_error err;
        double *r, all = 0.0, earned = 0.0, returned = 0.0;
        const bool *allowed;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        r = random_level(&world);
        allowed = seed % 2 ? random_allowed(&world) : NULL;
        best = (struct assay_optimum){
            .v = made_doubles(&world, world.mdp.states),
            .visits = made_doubles(&world, world.mdp.states),
            .action = assay_arena_new(&world.arena, world.mdp.states, sizeof(uint32_t))};
        for (size_t s = 0; s < world.mdp.states; s++) /* any number is a start */
            best.action[s] = (uint32_t)assay_rng_index(&world.rng, 9);
        ck_assert_int_eq(assay_mdp_dense_optimum(&world.mdp, r, allowed, &best, &err),
                         ASSAY_OK);
        for (size_t s = 0; s < world.mdp.states; s++) {
            const size_t first = s * world.mdp.actions;
            double most = -(double)INFINITY;

            for (size_t k = first; k < first + world.mdp.actions; k++)
                if (!allowed || allowed[k])
                    most = fmax(most, backed_up(&world, r, best.v, k));
            MADE_NEAR(best.v[s], most, 1e-11, &world);
            MADE_HOLDS(!allowed || allowed[first + best.action[s]], &world);
            MADE_NEAR(backed_up(&world, r, best.v, first + best.action[s]), most, 1e-11,
                      &world);
            all += best.visits[s];
            earned += best.visits[s] * r[first + best.action[s]];
            returned += world.mdp.start[s] * best.v[s];
        }
        MADE_NEAR(all, 1.0 / (1.0 - world.mdp.gamma), 1e-12, &world);
        MADE_NEAR(earned, returned, 1e-11, &world);
        MADE_HOLDS(best.width <= 1e-10, &world);
        made_release(&world);
    }
}
END_TEST

/* A width bounds the error whatever the search started from, and a good start takes one round. */
START_TEST(a_search_that_starts_at_its_end_takes_one_round)
{
    for (uint64_t seed = 0; seed < MADE_WORLDS; seed++) {
        struct made_world world;
        struct assay_optimum best;
        struct assay_error err;
        double *r, *v;

        made_world(seed, MADE_STATES, MADE_ACTIONS, &world);
        r = random_level(&world);
        v = made_doubles(&world, world.mdp.states);
        best = (struct assay_optimum){
            .v = v,
            .action = assay_arena_new(&world.arena, world.mdp.states, sizeof(uint32_t))};
        ck_assert_int_eq(assay_mdp_dense_optimum(&world.mdp, r, NULL, &best, &err),
                         ASSAY_OK);
        best.v = made_doubles(&world, world.mdp.states);
        ck_assert_int_eq(assay_mdp_dense_optimum(&world.mdp, r, NULL, &best, &err),
                         ASSAY_OK);
        MADE_HOLDS(best.rounds == 1, &world);
        MADE_HOLDS(memcmp(v, best.v, world.mdp.states * sizeof(*v)) == 0, &world);
        made_release(&world);
    }
}
END_TEST

START_TEST(too_many_states_for_a_matrix_are_refused)
{
    enum {
        MANY = 20001
    };
    size_t *row = assay_memory_new(MANY + 1, sizeof(*row));
    const struct assay_mdp mdp = {.states = MANY, .actions = 1, .gamma = 0.5, .row = row};
    struct assay_mdp_dense *system;
    struct assay_optimum best = {0};
    struct assay_error err;
    double r = 0.0;

    ck_assert_int_eq(assay_mdp_dense_new(&mdp, NULL, 0, &system, &err), ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text,
                     "20001 states are too many for a dense matrix: at most 20000");
    ck_assert_ptr_null(system);
    {
        const struct assay_mdp tiny = {.states = MANY, .actions = 0, .row = row};

        ck_assert_int_eq(assay_mdp_dense_optimum(&tiny, &r, NULL, &best, &err),
                         ASSAY_EDOMAIN);
    }
    free(row);
}
END_TEST

Suite *unit_mdp_dense(void)
{
    Suite *suite = suite_create("mdp_dense");
    TCase *tests = tcase_create("mdp_dense");

    tcase_add_test(tests, values_and_visits_meet_their_equations);
    tcase_add_test(tests, optima_meet_bellmans_equation_over_what_is_allowed);
    tcase_add_test(tests, a_search_that_starts_at_its_end_takes_one_round);
    tcase_add_test(tests, too_many_states_for_a_matrix_are_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
