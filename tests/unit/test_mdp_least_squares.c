#include "harness/core/memory.h"
#include "metrics/canonical.h"
#include "metrics/mdp_least_squares.h"
#include "tests/unit/mdp_worlds.h"
#include "tests/unit/unit.h"

#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    STATES_MOST = 120,
    STATES_SLOW = 225, /* of a grid, which takes many steps */
    ACTIONS_MOST = 4,
    ROWS_MOST = STATES_MOST * ACTIONS_MOST,
    SEEDS = 20,
    PARALLEL_STATES = 17000
};

static const double gammas[] = {0.0, 0.5, 0.95, 0.99, 0.9999};

static void small_drawn(struct mdp_world *world, int kind, uint64_t seed)
{
    static const size_t states[] = {1, 2, 7, 50, STATES_MOST};

    mdp_world_drawn(world, (enum mdp_world_kind)kind, states[seed % 5],
                    1 + seed / 5 % ACTIONS_MOST, gammas[seed / 3 % 5], seed);
}

static void weight_drawn(const struct mdp_world *world, uint64_t seed, double *weight)
{
    struct assay_rng rng = {seed + 77};

    for (size_t k = 0; k < world->mdp.states * world->mdp.actions; k++)
        weight[k] = 0.05 + assay_rng_uniform(&rng);
}

/* r - B phi. */
static void residual_of(const struct mdp_world *world, const double *phi, double *out)
{
    const struct assay_mdp *mdp = &world->mdp;

    for (size_t k = 0; k < mdp->states * mdp->actions; k++)
        out[k] = world->r[k] - phi[k / mdp->actions] +
                 mdp->gamma * assay_mdp_expect(mdp, k, phi);
}

/* phi by QR of the root of W B, all of it. */
static void solved_by_qr(const struct mdp_world *world, const double *weight, double *phi)
{
    const struct assay_mdp *mdp = &world->mdp;
    const size_t n = mdp->states, rows = n * mdp->actions;
    gsl_matrix *matrix = gsl_matrix_calloc(rows, n);
    gsl_vector *tau = gsl_vector_alloc(n), *b = gsl_vector_alloc(rows);
    gsl_vector *x = gsl_vector_alloc(n), *left = gsl_vector_alloc(rows);

    for (size_t k = 0; k < rows; k++) {
        const double root = weight ? sqrt(weight[k]) : 1.0;

        *gsl_matrix_ptr(matrix, k, k / mdp->actions) += root;
        for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++)
            *gsl_matrix_ptr(matrix, k, mdp->next[i]) -=
                root * mdp->gamma * mdp->chance[i];
        gsl_vector_set(b, k, root * world->r[k]);
    }
    (void)gsl_linalg_QR_decomp(matrix, tau);
    (void)gsl_linalg_QR_lssolve(matrix, tau, b, x, left);
    for (size_t s = 0; s < n; s++)
        phi[s] = gsl_vector_get(x, s);
    gsl_matrix_free(matrix);
    gsl_vector_free(tau);
    gsl_vector_free(b);
    gsl_vector_free(x);
    gsl_vector_free(left);
}

static void fitted(const struct mdp_world *world, const double *weight, size_t jobs,
                   double *phi)
{
    const struct assay_mdp_how how = {.jobs = jobs};
    struct assay_error err;

    ck_assert_msg(assay_mdp_least_squares(&world->mdp, world->r, weight, &how, phi,
                                          &err) == ASSAY_OK,
                  "%s", err.text);
}

START_TEST(what_is_left_is_what_qr_leaves)
{
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        double phi[STATES_MOST], weight[ROWS_MOST], got[ROWS_MOST], want[ROWS_MOST];
        struct mdp_world world;

        small_drawn(&world, _i, seed);
        weight_drawn(&world, seed, weight);
        for (int turn = 0; turn < 2; turn++) {
            const double *which = turn ? weight : NULL;

            solved_by_qr(&world, which, phi);
            residual_of(&world, phi, want);
            fitted(&world, which, 1, phi);
            residual_of(&world, phi, got);
            for (size_t k = 0; k < world.mdp.states * world.mdp.actions; k++)
                ck_assert_msg(fabs(got[k] - want[k]) <= 1e-9,
                              "seed %llu, row %zu: %.17g, not %.17g",
                              (unsigned long long)seed, k, got[k], want[k]);
        }
        assay_arena_release(&world.arena);
    }
}
END_TEST

/* A potential that takes more steps than are looked at together. */
START_TEST(many_steps_are_made)
{
    const size_t rows = (size_t)STATES_SLOW * 2;
    double *phi = assay_memory_new(STATES_SLOW, sizeof(*phi));
    double *want = assay_memory_new(rows, sizeof(*want));
    double *got = assay_memory_new(rows, sizeof(*got));
    struct mdp_world world;

    mdp_world_drawn(&world, MDP_WORLD_GRID, STATES_SLOW, 2, gammas[_i], 5);
    solved_by_qr(&world, NULL, phi);
    residual_of(&world, phi, want);
    fitted(&world, NULL, 1, phi);
    residual_of(&world, phi, got);
    for (size_t k = 0; k < rows; k++)
        ck_assert_double_le(fabs(got[k] - want[k]), 1e-9);
    free(phi);
    free(want);
    free(got);
    assay_arena_release(&world.arena);
}
END_TEST

/* r = B phi: nothing is left. */
START_TEST(shaping_is_found)
{
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        double phi[STATES_MOST], drawn[STATES_MOST], left[ROWS_MOST];
        struct assay_rng rng = {seed};
        struct mdp_world world;

        small_drawn(&world, _i, seed);
        for (size_t s = 0; s < world.mdp.states; s++)
            drawn[s] = assay_rng_uniform(&rng) - 0.5;
        residual_of(&world, drawn, left);
        for (size_t k = 0; k < world.mdp.states * world.mdp.actions; k++)
            world.r[k] -= left[k];
        fitted(&world, NULL, 1, phi);
        residual_of(&world, phi, left);
        for (size_t k = 0; k < world.mdp.states * world.mdp.actions; k++)
            ck_assert_msg(fabs(left[k]) <= 1e-10, "seed %llu, row %zu: %g is left",
                          (unsigned long long)seed, k, left[k]);
        assay_arena_release(&world.arena);
    }
}
END_TEST

START_TEST(threads_change_no_bit)
{
    double *one = assay_memory_new(PARALLEL_STATES, sizeof(*one));
    double *got = assay_memory_new(PARALLEL_STATES, sizeof(*got));
    struct mdp_world world;

    mdp_world_drawn(&world, MDP_WORLD_GRID, PARALLEL_STATES, 3, 0.9, 2);
    fitted(&world, NULL, 1, one);
    for (size_t jobs = 2; jobs < 8; jobs += 5) {
        fitted(&world, NULL, jobs, got);
        ck_assert_mem_eq(got, one, PARALLEL_STATES * sizeof(*one));
    }
    free(one);
    free(got);
    assay_arena_release(&world.arena);
}
END_TEST

static void level_of(const struct mdp_world *world, enum assay_canonical_form form,
                     enum assay_mdp_method method, double *out)
{
    const struct assay_canonical_choice choice = {
        .policy = world->policy, .forms = 1U << form, .how = {.method = method}};
    const struct assay_reward reward = {.shape = ASSAY_REWARD_LEVEL, .value = world->r};
    const struct assay_canonical_subject subject = {.reward = &reward, .level = world->r};
    struct assay_canonicaliser *canonicaliser;
    struct assay_arena arena = {0};
    struct assay_canonical canonical;
    struct assay_error err;

    ck_assert_int_eq(assay_canonicaliser_new(&world->mdp, &choice, &canonicaliser, &err),
                     ASSAY_OK);
    ck_assert_msg(assay_canonicalise(canonicaliser, form, &subject, &arena, &canonical,
                                     &err) == ASSAY_OK,
                  "%s", err.text);
    assay_canonical_level(&canonical, out);
    assay_arena_release(&arena);
    assay_canonicaliser_free(canonicaliser);
}

/* Dense and sparse give the same forms, to 1e-9 of what values are. */
START_TEST(forms_are_the_same_by_iterating)
{
    static const enum assay_canonical_form forms[] = {
        ASSAY_CANONICAL_VAL, ASSAY_CANONICAL_MIN_L2, ASSAY_CANONICAL_MIN_W2};

    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        double dense[ROWS_MOST], sparse[ROWS_MOST];
        struct mdp_world world;

        small_drawn(&world, _i, seed);
        for (size_t f = 0; f < 3; f++) {
            const double most =
                forms[f] == ASSAY_CANONICAL_VAL ? 1.0 / (1.0 - world.mdp.gamma) : 1.0;

            level_of(&world, forms[f], ASSAY_MDP_DENSE, dense);
            level_of(&world, forms[f], ASSAY_MDP_SPARSE, sparse);
            for (size_t k = 0; k < world.mdp.states * world.mdp.actions; k++)
                ck_assert_msg(fabs(dense[k] - sparse[k]) <= 1e-9 * most,
                              "seed %llu, %s, row %zu: %.17g and %.17g",
                              (unsigned long long)seed, assay_canonical_name[forms[f]], k,
                              dense[k], sparse[k]);
        }
        assay_arena_release(&world.arena);
    }
}
END_TEST

Suite *unit_mdp_least_squares(void)
{
    Suite *suite = suite_create("mdp_least_squares");
    TCase *all = tcase_create("mdp_least_squares");

    tcase_set_timeout(all, 120);
    tcase_add_loop_test(all, what_is_left_is_what_qr_leaves, 0, MDP_WORLD_KINDS);
    tcase_add_loop_test(all, many_steps_are_made, 2, 5);
    tcase_add_loop_test(all, shaping_is_found, 0, MDP_WORLD_KINDS);
    tcase_add_test(all, threads_change_no_bit);
    tcase_add_loop_test(all, forms_are_the_same_by_iterating, 0, MDP_WORLD_KINDS);
    suite_add_tcase(suite, all);
    return suite;
}
