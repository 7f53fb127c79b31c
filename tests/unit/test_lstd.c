/* test_lstd.c - values from transitions, against hand work, exact worlds and what must not change them. */
#include "harness/core/arena.h"
#include "metrics/lstd.h"
#include "tests/unit/sampled_world.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdlib.h>

#define ROWS     ((size_t)240)
#define FEATURES ((size_t)5)
#define REWARDS  ((size_t)3)
#define CLUSTERS ((size_t)12)

static struct assay_lstd *made(const struct assay_transitions *set, double ridge)
{
    struct assay_lstd *lstd = NULL;
    struct assay_error err;

    ck_assert_msg(!assay_lstd_new(set, ridge, &lstd, &err), "%s", err.text);
    return lstd;
}

/* State 0 to 1 for 1, 1 to the end for 2; gamma 1/2. V = (1 + V1/2, 2 + end/2), end = absorbing / (1/2). */
START_TEST(a_chain_has_the_values_of_hand_work)
{
    static const uint32_t state[] = {0, 1, 0, 1}, next[] = {1, 7, 1, 9};
    static const unsigned char done[] = {0, 1, 0, 1};
    static const double reward[] = {1, 2, 1, 2};
    static const size_t first[] = {0, 2, 4};
    static const double absorbing[] = {3};
    struct assay_transitions set = {.rows = 4,
                                    .features = 2,
                                    .rewards = 1,
                                    .gamma = 0.5,
                                    .state = state,
                                    .next = {{next, NULL, done, reward}},
                                    .samples = 1,
                                    .first = first,
                                    .clusters = 2};
    struct assay_lstd *lstd = made(&set, 0.0);

    ck_assert_double_eq_tol(assay_lstd_weights(lstd)[0], 2.0, 1e-14);
    ck_assert_double_eq_tol(assay_lstd_weights(lstd)[1], 2.0, 1e-14);
    assay_lstd_free(lstd);
    set.absorbing = absorbing; /* for ever: worth 6 */
    lstd = made(&set, 0.0);
    ck_assert_double_eq_tol(assay_lstd_weights(lstd)[0], 3.5, 1e-14);
    ck_assert_double_eq_tol(assay_lstd_weights(lstd)[1], 5.0, 1e-14);
    assay_lstd_free(lstd);
}
END_TEST

/* ---- rows of features ---- */

struct made_rows {
    double phi[ROWS * FEATURES], next[2][ROWS * FEATURES], reward[2][ROWS * REWARDS];
    unsigned char done[2][ROWS];
    size_t first[CLUSTERS + 1];
    struct assay_transitions set;
};

static void make_rows(uint64_t seed, size_t samples, struct made_rows *out)
{
    struct assay_rng rng = {seed};

    for (size_t i = 0; i < ROWS * FEATURES; i++)
        out->phi[i] = assay_random_normal(&rng) * (i % FEATURES ? 1.0 : 1000.0);
    for (size_t j = 0; j < 2; j++) {
        for (size_t i = 0; i < ROWS * FEATURES; i++)
            out->next[j][i] = 0.7 * out->phi[i] + 0.5 * assay_random_normal(&rng);
        for (size_t i = 0; i < ROWS * REWARDS; i++)
            out->reward[j][i] = assay_random_normal(&rng);
        for (size_t i = 0; i < ROWS; i++)
            out->done[j][i] = assay_rng_uniform(&rng) < 0.1;
    }
    for (size_t c = 0; c <= CLUSTERS; c++)
        out->first[c] = c * (ROWS / CLUSTERS);
    out->set = (struct assay_transitions){
        .rows = ROWS,
        .features = FEATURES,
        .rewards = REWARDS,
        .gamma = 0.9,
        .phi = out->phi,
        .next = {{NULL, out->next[0], out->done[0], out->reward[0]},
                 {NULL, out->next[1], out->done[1], out->reward[1]}},
        .samples = samples,
        .first = out->first,
        .clusters = CLUSTERS};
}

/* Adds gamma Phi(s') - Phi(s), Phi = phi . u, to reward 0, times by. */
static void shape(struct made_rows *rows, const double *u, double by)
{
    for (size_t j = 0; j < 2; j++)
        for (size_t i = 0; i < ROWS; i++)
            for (size_t f = 0; f < FEATURES; f++)
                rows->reward[j][i * REWARDS] +=
                    by * u[f] *
                    (rows->set.gamma *
                         (rows->done[j][i] ? 0.0 : rows->next[j][i * FEATURES + f]) -
                     rows->phi[i * FEATURES + f]);
}

START_TEST(shaping_in_the_span_of_the_features_changes_no_advantage)
{
    static const double u[FEATURES] = {0.02, -1, 3, 0.5, 2};
    const size_t span[] = {0, ROWS}, samples = (size_t)_i + 1;
    uint32_t times[CLUSTERS] = {0, 2, 1, 0, 3, 1, 1, 0, 0, 2, 1, 1};
    double w[FEATURES * REWARDS], one[ROWS * REWARDS], two[ROWS * REWARDS];
    static struct made_rows rows;
    struct assay_error err;

    for (size_t j = 0; j < samples; j++)
        for (int chosen = 0; chosen < 2; chosen++) {
            struct assay_lstd *lstd;

            make_rows(5, samples, &rows);
            lstd = made(&rows.set, 0.0);
            ck_assert(!assay_lstd_fit(lstd, chosen ? times : NULL, w, &err));
            assay_lstd_advantage(lstd, w, j, span, one);
            assay_lstd_free(lstd);
            shape(&rows, u, 10.0);
            lstd = made(&rows.set, 0.0);
            ck_assert(!assay_lstd_fit(lstd, chosen ? times : NULL, w, &err));
            assay_lstd_advantage(lstd, w, j, span, two);
            assay_lstd_free(lstd);
            for (size_t i = 0; i < ROWS * REWARDS; i++)
                ck_assert_double_eq_tol(one[i], two[i], 1e-9);
        }
}
END_TEST

START_TEST(values_are_linear_in_the_rewards)
{
    const size_t span[] = {0, ROWS};
    double c[ROWS * REWARDS];
    static struct made_rows rows;
    struct assay_lstd *lstd;

    make_rows(6, 2, &rows);
    for (size_t j = 0; j < 2; j++)
        for (size_t i = 0; i < ROWS; i++)
            rows.reward[j][i * REWARDS + 2] =
                3.0 * rows.reward[j][i * REWARDS] - 0.5 * rows.reward[j][i * REWARDS + 1];
    lstd = made(&rows.set, 0.1);
    for (size_t j = 0; j < 2; j++) {
        assay_lstd_advantage(lstd, assay_lstd_weights(lstd), j, span, c);
        for (size_t i = 0; i < ROWS; i++)
            ck_assert_double_eq_tol(c[i * REWARDS + 2],
                                    3.0 * c[i * REWARDS] - 0.5 * c[i * REWARDS + 1],
                                    1e-10);
    }
    assay_lstd_free(lstd);
}
END_TEST

/* sum phi (r + gamma phi' w - phi w) = ridge sum phi^2 w: its definition, by plain loops. */
START_TEST(the_fit_is_the_fixed_point_that_it_is_said_to_be)
{
    static const double ridges[] = {0.0, 0.3};
    const double ridge = ridges[_i];
    const size_t span[] = {0, ROWS};
    double c[2][ROWS * REWARDS];
    static struct made_rows rows;
    struct assay_lstd *lstd;

    make_rows(8, 2, &rows);
    lstd = made(&rows.set, ridge);
    for (size_t j = 0; j < 2; j++)
        assay_lstd_advantage(lstd, assay_lstd_weights(lstd), j, span, c[j]);
    for (size_t f = 0; f < FEATURES; f++)
        for (size_t k = 0; k < REWARDS; k++) {
            double left = 0.0, squares = 0.0;

            for (size_t i = 0; i < ROWS; i++) {
                const double x = rows.phi[i * FEATURES + f];

                left += x * 0.5 * (c[0][i * REWARDS + k] + c[1][i * REWARDS + k]);
                squares += x * x;
            }
            ck_assert_double_eq_tol(
                left / sqrt(squares),
                ridge * sqrt(squares) * assay_lstd_weights(lstd)[f * REWARDS + k], 1e-9);
        }
    for (size_t i = 0; i < ROWS; i++)
        for (size_t k = 0; k < REWARDS; k++) {
            double want = rows.reward[0][i * REWARDS + k];

            for (size_t f = 0; f < FEATURES; f++)
                want += assay_lstd_weights(lstd)[f * REWARDS + k] *
                        ((rows.done[0][i] ? 0.0 : 0.9 * rows.next[0][i * FEATURES + f]) -
                         rows.phi[i * FEATURES + f]);
            ck_assert_double_eq_tol(c[0][i * REWARDS + k], want, 1e-9);
        }
    assay_lstd_free(lstd);
}
END_TEST

START_TEST(features_that_depend_on_each_other_are_refused_without_a_ridge)
{
    static struct made_rows rows;
    struct assay_lstd *lstd = NULL;
    struct assay_error err;

    make_rows(9, 1, &rows);
    for (size_t i = 0; i < ROWS; i++) {
        rows.phi[i * FEATURES + 4] =
            rows.phi[i * FEATURES] - 2.0 * rows.phi[i * FEATURES + 1];
        rows.next[0][i * FEATURES + 4] =
            rows.next[0][i * FEATURES] - 2.0 * rows.next[0][i * FEATURES + 1];
    }
    ck_assert_int_eq(assay_lstd_new(&rows.set, 0.0, &lstd, &err), ASSAY_EDOMAIN);
    ck_assert_ptr_null(lstd);
    assay_lstd_free(made(&rows.set, 1e-3));
}
END_TEST

/* ---- states by number ---- */

START_TEST(numbers_of_states_are_features_that_are_one_there_alone)
{
    const bool ends = _i;
    const size_t span[] = {0, 50};
    struct assay_arena arena = {0};
    struct assay_transitions numbered, spread;
    struct sampled_world world;
    struct assay_error err;
    double one[50 * SAMPLED_REWARDS], two[50 * SAMPLED_REWARDS];
    struct assay_lstd *a, *b;
    double *phi, *next[2];

    ck_assert(!sampled_world_make(&world, 4, 3, ends, &arena, &err));
    sampled_transitions(&world, 10, 1, &arena, &numbered);
    if (ends) /* nothing leaves the end, which no row's next state is either */
        numbered.features = 3;
    spread = numbered;
    phi = assay_arena_new(&arena, numbered.rows * numbered.features, sizeof(double));
    for (size_t i = 0; i < numbered.rows; i++)
        phi[i * numbered.features + numbered.state[i]] = 1.0;
    for (size_t j = 0; j < 2; j++) {
        next[j] =
            assay_arena_new(&arena, numbered.rows * numbered.features, sizeof(double));
        for (size_t i = 0; i < numbered.rows; i++)
            if (!numbered.next[j].done[i])
                next[j][i * numbered.features + numbered.next[j].state[i]] = 1.0;
        spread.next[j].phi = next[j];
        spread.next[j].state = NULL;
    }
    spread.phi = phi;
    spread.state = NULL;
    a = made(&numbered, 0.0);
    b = made(&spread, 0.0);
    for (size_t j = 0; j < 2; j++) {
        assay_lstd_advantage(a, assay_lstd_weights(a), j, span, one);
        assay_lstd_advantage(b, assay_lstd_weights(b), j, span, two);
        for (size_t i = 0; i < 50 * SAMPLED_REWARDS; i++)
            ck_assert_double_eq_tol(one[i], two[i], 1e-10);
    }
    assay_lstd_free(a);
    assay_lstd_free(b);
    assay_arena_release(&arena);
}
END_TEST

/* ---- rows exactly as often as they are likely ---- */

#define S ((size_t)3)
#define N (S * 2 * 4) /* four next states of every state and action, both actions alike */

static const uint32_t to[S * 2][4] = {{0, 0, 1, 2}, {1, 1, 1, 2}, {0, 2, 2, 2},
                                      {0, 0, 0, 1}, {2, 2, 1, 0}, {1, 1, 2, 2}};

/* The world of those next states, a fourth each. */
static void make_proportional(struct sampled_world *world, bool ends,
                              struct assay_arena *arena)
{
    size_t *row = assay_arena_new(arena, S * 2 + 1, sizeof(*row)), entries = 0;
    uint32_t *next = assay_arena_new(arena, S * 2 * S, sizeof(*next));
    double *chance = assay_arena_new(arena, S * 2 * S, sizeof(*chance));
    struct assay_error err;

    ck_assert(!sampled_world_make(world, S, 11, false, arena, &err));
    for (size_t k = 0; k < S * 2; k++) {
        for (uint32_t n = 0; n < S; n++) {
            double p = 0.0;

            for (size_t i = 0; i < 4; i++)
                p += to[k][i] == n ? 0.25 : 0.0;
            next[entries] = n;
            chance[entries] = p;
            entries += p > 0.0;
        }
        row[k + 1] = entries;
        world->policy[k] = 0.5;
    }
    world->mdp.row = row;
    world->mdp.next = next;
    world->mdp.chance = chance;
    world->ends = ends;
    if (ends)
        sampled_end(world, arena);
    sampled_equivalents(world, 1);
    ck_assert(!sampled_exact(world, arena, &err));
}

struct proportional {
    uint32_t state[N], next[N];
    unsigned char done[N];
    double reward[N * SAMPLED_REWARDS];
    size_t first[2];
};

/* Its rows, each once; nothing leaves the end. */
static void make_proportional_rows(const struct sampled_world *world,
                                   struct proportional *rows,
                                   struct assay_transitions *out)
{
    for (size_t i = 0; i < N; i++) {
        rows->state[i] = (uint32_t)(i / 8);
        rows->next[i] = to[i / 4][i % 4];
        rows->done[i] = world->ends && rows->next[i] == S - 1;
        for (size_t r = 0; r < SAMPLED_REWARDS; r++)
            rows->reward[i * SAMPLED_REWARDS + r] =
                world->reward[r][i / 4 * S + rows->next[i]];
    }
    rows->first[0] = 0;
    rows->first[1] = world->ends ? N - 8 : N;
    *out =
        (struct assay_transitions){.rows = rows->first[1],
                                   .features = S,
                                   .rewards = SAMPLED_REWARDS,
                                   .gamma = world->mdp.gamma,
                                   .state = rows->state,
                                   .next = {{rows->next, NULL, rows->done, rows->reward}},
                                   .samples = 1,
                                   .first = rows->first,
                                   .clusters = 1};
}

/* V is then V^pi: c averages to the exact advantage. */
START_TEST(rows_in_exact_proportion_give_the_exact_values)
{
    struct assay_arena arena = {0};
    struct sampled_world world;
    double c[N * SAMPLED_REWARDS];
    static struct proportional rows;
    struct assay_transitions set;
    struct assay_lstd *lstd;

    make_proportional(&world, _i, &arena);
    make_proportional_rows(&world, &rows, &set);
    lstd = made(&set, 0.0);
    assay_lstd_advantage(lstd, assay_lstd_weights(lstd), 0, set.first, c);
    for (size_t k = 0; k < set.rows / 4; k++)
        for (size_t r = 0; r < SAMPLED_REWARDS; r++) {
            double mean = 0.0;

            for (size_t i = 0; i < 4; i++)
                mean += 0.25 * c[(k * 4 + i) * SAMPLED_REWARDS + r];
            ck_assert_double_eq_tol(mean, world.advantage[r][k], 1e-9);
        }
    assay_lstd_free(lstd);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(a_choice_of_trajectories_is_a_set_that_repeats_them)
{
    struct assay_arena arena = {0};
    struct assay_transitions set, twice;
    struct sampled_world world;
    struct assay_error err;
    uint32_t times[10] = {2, 0, 1, 1, 0, 0, 3, 1, 1, 1};
    uint32_t *state = NULL, *next = NULL;
    unsigned char *done = NULL;
    double *reward, w[4 * SAMPLED_REWARDS];
    size_t rows = 0, *first;
    struct assay_lstd *a, *b;

    ck_assert(!sampled_world_make(&world, 4, 4, false, &arena, &err));
    sampled_transitions(&world, 10, 2, &arena, &set);
    set.samples = 1;
    state = assay_arena_new(&arena, 2 * set.rows, sizeof(*state));
    next = assay_arena_new(&arena, 2 * set.rows, sizeof(*next));
    done = assay_arena_new(&arena, 2 * set.rows, 1);
    reward = assay_arena_new(&arena, 2 * set.rows * SAMPLED_REWARDS, sizeof(*reward));
    first = assay_arena_new(&arena, 2, sizeof(*first));
    for (size_t c = 0; c < 10; c++)
        for (size_t t = 0; t < times[c]; t++)
            for (size_t i = set.first[c]; i < set.first[c + 1]; i++, rows++) {
                state[rows] = set.state[i];
                next[rows] = set.next[0].state[i];
                memcpy(reward + rows * SAMPLED_REWARDS,
                       set.next[0].reward + i * SAMPLED_REWARDS,
                       SAMPLED_REWARDS * sizeof(*reward));
            }
    first[1] = rows;
    twice = set;
    twice.rows = rows;
    twice.state = state;
    twice.next[0] = (struct assay_transition_next){next, NULL, done, reward};
    twice.first = first;
    twice.clusters = 1;
    a = made(&set, 0.0);
    b = made(&twice, 0.0);
    ck_assert(!assay_lstd_fit(a, times, w, &err));
    for (size_t i = 0; i < 4 * SAMPLED_REWARDS; i++)
        ck_assert_double_eq_tol(w[i], assay_lstd_weights(b)[i], 1e-9);
    assay_lstd_free(a);
    assay_lstd_free(b);
    assay_arena_release(&arena);
}
END_TEST

/* State 1 is left by the second trajectory alone: of the first alone its value is that of both. */
START_TEST(a_state_that_no_chosen_trajectory_leaves_keeps_its_value)
{
    static const uint32_t state[] = {0, 0, 1}, next[] = {1, 1, 0}, times[] = {1, 0};
    static const unsigned char done[] = {0, 0, 1};
    static const double reward[] = {1, 1, 8};
    static const size_t first[] = {0, 1, 3};
    const struct assay_transitions set = {.rows = 3,
                                          .features = 2,
                                          .rewards = 1,
                                          .gamma = 0.5,
                                          .state = state,
                                          .next = {{next, NULL, done, reward}},
                                          .samples = 1,
                                          .first = first,
                                          .clusters = 2};
    struct assay_lstd *lstd = made(&set, 0.0);
    struct assay_error err;
    double w[2];

    ck_assert(!assay_lstd_fit(lstd, times, w, &err));
    ck_assert_double_eq_tol(w[1], 8.0, 1e-14);
    ck_assert_double_eq_tol(w[0], 5.0, 1e-14);
    assay_lstd_free(lstd);
}
END_TEST

Suite *unit_lstd(void)
{
    Suite *suite = suite_create("lstd");
    TCase *tests = tcase_create("values from transitions");

    tcase_add_test(tests, a_chain_has_the_values_of_hand_work);
    tcase_add_loop_test(tests, shaping_in_the_span_of_the_features_changes_no_advantage,
                        0, 2);
    tcase_add_test(tests, values_are_linear_in_the_rewards);
    tcase_add_loop_test(tests, the_fit_is_the_fixed_point_that_it_is_said_to_be, 0, 2);
    tcase_add_test(tests, features_that_depend_on_each_other_are_refused_without_a_ridge);
    tcase_add_loop_test(tests, numbers_of_states_are_features_that_are_one_there_alone, 0,
                        2);
    tcase_add_loop_test(tests, rows_in_exact_proportion_give_the_exact_values, 0, 2);
    tcase_add_test(tests, a_choice_of_trajectories_is_a_set_that_repeats_them);
    tcase_add_test(tests, a_state_that_no_chosen_trajectory_leaves_keeps_its_value);
    suite_add_tcase(suite, tests);
    return suite;
}
