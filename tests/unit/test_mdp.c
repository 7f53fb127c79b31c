/* test_mdp.c - decision processes in compressed rows: checks by hand, the rest against dense arrays. */
#include "harness/core/rng.h"
#include "metrics/mdp.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

enum {
    STATES = 7,
    ACTIONS = 3,
    ROWS = STATES * ACTIONS,
    DENSE = ROWS * STATES
};

static struct assay_arena arena;
static struct assay_error err;

static void drop(void)
{
    assay_arena_release(&arena);
}

/*
 * Three states, two actions, by hand:
 *
 *     tau(0, 0) = 1 at 1               tau(0, 1) = 0.5 at 0, 0.5 at 1
 *     tau(1, 0) = 1 at 0               tau(1, 1) = 0.25 at 0, 0.75 at 1
 *     tau(2, 0) = 0.5 at 0, 0.5 at 2   tau(2, 1) = 1 at 2
 *
 * All begin in state 0, so that 2 is never reached.
 */
static const double start[] = {1.0, 0.0, 0.0};
static const size_t row[] = {0, 1, 3, 4, 6, 8, 9};
static const uint32_t next[] = {1, 0, 1, 0, 0, 1, 0, 2, 2};
static const double chance[] = {1.0, 0.5, 0.5, 1.0, 0.25, 0.75, 0.5, 0.5, 1.0};
static const struct assay_mdp small = {.states = 3,
                                       .actions = 2,
                                       .gamma = 0.5,
                                       .start = start,
                                       .row = row,
                                       .next = next,
                                       .chance = chance};

START_TEST(a_sound_process_passes)
{
    ck_assert_int_eq(assay_mdp_check(&small, "w", &err), ASSAY_OK);
    ck_assert_uint_eq(assay_mdp_entries(&small), 9);
}
END_TEST

/* One number of the small process changed. */
static const struct {
    double gamma;
    size_t start, chance; /* which one, SIZE_MAX: none */
    double value;
    const char *what;
} faults[] = {
    {1.0, SIZE_MAX, SIZE_MAX, 0.0, "w: gamma: 1 is not in [0, 1)"},
    {-0.1, SIZE_MAX, SIZE_MAX, 0.0, "w: gamma: -0.1 is not in [0, 1)"},
    {(double)NAN, SIZE_MAX, SIZE_MAX, 0.0, "w: gamma: nan is not in [0, 1)"},
    {0.5, 1, SIZE_MAX, 0.5, "w: mu0: sums to 1.5, not to 1"},
    {0.5, 1, SIZE_MAX, 2e-9, "w: mu0: sums to 1.000000002, not to 1"},
    {0.5, 1, SIZE_MAX, 1e-10, NULL}, /* within 1e-9 */
    {0.5, 1, SIZE_MAX, -1.0, "w: mu0[1]: -1 is no probability"},
    {0.5, 2, SIZE_MAX, (double)NAN, "w: mu0[2]: nan is no probability"},
    {0.5, SIZE_MAX, 4, 0.15, "w: tau[1][1]: sums to 0.9, not to 1"},
    {0.5, SIZE_MAX, 4, 0.25 + 2e-9, "w: tau[1][1]: sums to 1.000000002, not to 1"},
    {0.5, SIZE_MAX, 4, 0.25 - 5e-10, NULL},
    {0.5, SIZE_MAX, 6, -0.5, "w: tau[2][0][0]: -0.5 is no probability"},
    {0.5, SIZE_MAX, 7, (double)INFINITY, "w: tau[2][0][2]: inf is no probability"},
    {0.5, SIZE_MAX, 0, (double)NAN, "w: tau[0][0][1]: nan is no probability"},
};

START_TEST(a_number_that_is_off_is_told_with_its_place)
{
    double changed[3], other[9];
    struct assay_mdp mdp = small;

    memcpy(changed, start, sizeof(start));
    memcpy(other, chance, sizeof(chance));
    if (faults[_i].start != SIZE_MAX)
        changed[faults[_i].start] = faults[_i].value;
    if (faults[_i].chance != SIZE_MAX)
        other[faults[_i].chance] = faults[_i].value;
    mdp.gamma = faults[_i].gamma;
    mdp.start = changed;
    mdp.chance = other;
    if (!faults[_i].what) {
        ck_assert_int_eq(assay_mdp_check(&mdp, "w", &err), ASSAY_OK);
        return;
    }
    ck_assert_int_eq(assay_mdp_check(&mdp, "w", &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, faults[_i].what);
}
END_TEST

START_TEST(successors_ascend_and_are_states)
{
    static const uint32_t falling[] = {1, 1, 0, 0, 0, 1, 0, 2, 2},
                          twice[] = {1, 0, 0, 0, 0, 1, 0, 2, 2},
                          beyond[] = {1, 0, 1, 0, 0, 1, 0, 3, 2};
    struct assay_mdp mdp = small;

    mdp.next = falling;
    ck_assert_int_eq(assay_mdp_check(&mdp, "w", &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "w: tau[0][1]: successor 0 is out of order or range");
    mdp.next = twice;
    ck_assert_int_eq(assay_mdp_check(&mdp, "w", &err), ASSAY_EDATA);
    mdp.next = beyond;
    ck_assert_int_eq(assay_mdp_check(&mdp, "w", &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "w: tau[2][0]: successor 3 is out of order or range");
    mdp = (struct assay_mdp){.states = 0, .actions = 1};
    ck_assert_int_eq(assay_mdp_check(&mdp, "w", &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "w: no states");
    mdp = (struct assay_mdp){.states = 1, .actions = 0};
    ck_assert_int_eq(assay_mdp_check(&mdp, "w", &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "w: no actions");
}
END_TEST

START_TEST(a_reward_that_is_not_finite_is_told_with_its_place)
{
    double level[] = {0, 1, 2, (double)NAN, 4, 5}, dense[18] = {0},
           value[] = {1, (double)INFINITY};
    static const size_t at[] = {0, 0, 1, 1, 2, 2, 2};
    static const uint32_t to[] = {2, 1}, beyond[] = {2, 3};
    struct assay_reward reward = {ASSAY_REWARD_LEVEL, level, NULL, NULL};

    ck_assert_int_eq(assay_reward_check(&small, &reward, "w: R", &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "w: R: [1][1]: not a finite number");
    dense[16] = -(double)INFINITY;
    reward = (struct assay_reward){ASSAY_REWARD_DENSE, dense, NULL, NULL};
    ck_assert_int_eq(assay_reward_check(&small, &reward, "w: R", &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "w: R: [2][1][1]: not a finite number");
    reward = (struct assay_reward){ASSAY_REWARD_SPARSE, value, at, to};
    ck_assert_int_eq(assay_reward_check(&small, &reward, "w: R", &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "w: R: [1][1][1]: not a finite number");
    value[1] = 3.0;
    ck_assert_int_eq(assay_reward_check(&small, &reward, "w: R", &err), ASSAY_OK);
    ck_assert_double_eq(assay_reward_largest(&small, &reward), 3.0);
    reward.next = beyond;
    ck_assert_int_eq(assay_reward_check(&small, &reward, "w: R", &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "w: R: [1][1]: successor 3 is out of order or range");
}
END_TEST

START_TEST(what_nothing_leads_to_is_left_out)
{
    static const size_t want_row[] = {0, 1, 3, 4, 6};
    static const uint32_t want_next[] = {1, 0, 1, 0, 0, 1};
    bool reached[3];
    struct assay_mdp mdp;

    ck_assert_uint_eq(assay_mdp_reachable(&small, reached), 2);
    ck_assert(reached[0] && reached[1] && !reached[2]);
    assay_mdp_restrict(&small, reached, &arena, &mdp);
    ck_assert_uint_eq(mdp.states, 2);
    ck_assert_uint_eq(mdp.actions, 2);
    ck_assert_double_eq(mdp.gamma, 0.5);
    ck_assert_mem_eq(mdp.row, want_row, sizeof(want_row));
    ck_assert_mem_eq(mdp.next, want_next, sizeof(want_next));
    ck_assert_mem_eq(mdp.chance, chance, 6 * sizeof(double));
    ck_assert_double_eq(mdp.start[0], 1.0);
    ck_assert_double_eq(mdp.start[1], 0.0);
}
END_TEST

/* A successor of no chance is not reached, and states are numbered anew. */
START_TEST(states_that_are_kept_are_numbered_anew)
{
    static const double begin[] = {0.0, 1.0, 0.0}, p[] = {1.0, 0.0, 1.0, 1.0};
    static const size_t at[] = {0, 1, 3, 4};
    static const uint32_t to[] = {0, 0, 2, 1};
    const struct assay_mdp mdp = {.states = 3,
                                  .actions = 1,
                                  .gamma = 0.5,
                                  .start = begin,
                                  .row = at,
                                  .next = to,
                                  .chance = p};
    bool reached[3];
    struct assay_mdp out;

    ck_assert_uint_eq(assay_mdp_reachable(&mdp, reached), 2);
    ck_assert(!reached[0] && reached[1] && reached[2]);
    assay_mdp_restrict(&mdp, reached, &arena, &out);
    ck_assert_uint_eq(out.states, 2);
    ck_assert_uint_eq(assay_mdp_entries(&out), 2);
    ck_assert_uint_eq(out.next[0], 1); /* 1 to 2 is 0 to 1 */
    ck_assert_uint_eq(out.next[1], 0);
    ck_assert_double_eq(out.start[0], 1.0);
}
END_TEST

/* ---- against dense arrays ---- */

/* A process and a reward as arrays and as compressed rows; every third row is full. */
struct both {
    double tau[DENSE], reward[DENSE];
    double start[STATES];
    struct assay_mdp mdp;
    size_t row[ROWS + 1];
    uint32_t next[DENSE];
    double chance[DENSE];
};

/* Row k: drawn, and divided by its sum. */
static void draw_row(struct both *both, size_t k, struct assay_rng *rng)
{
    double *tau = both->tau + k * STATES, sum = 0.0;

    for (size_t s = 0; s < STATES; s++) {
        const bool there = k % 3 == 0 || assay_rng_uniform(rng) < 0.4;

        tau[s] = there ? 0.1 + assay_rng_uniform(rng) : 0.0;
        both->reward[k * STATES + s] = assay_rng_uniform(rng) - 0.5;
        sum += tau[s];
    }
    if (!(sum > 0.0))
        tau[0] = sum = 1.0;
    for (size_t s = 0; s < STATES; s++)
        tau[s] /= sum;
}

static void draw(struct both *both, uint64_t seed)
{
    struct assay_rng rng = {seed};
    size_t count = 0;

    memset(both, 0, sizeof(*both));
    for (size_t k = 0; k < ROWS; k++)
        draw_row(both, k, &rng);
    for (size_t i = 0; i < DENSE; i++) {
        if (both->tau[i] > 0.0) {
            both->next[count] = (uint32_t)(i % STATES);
            both->chance[count++] = both->tau[i];
        }
        both->row[i / STATES + 1] = count;
    }
    both->start[seed % STATES] = 1.0;
    both->mdp = (struct assay_mdp){.states = STATES,
                                   .actions = ACTIONS,
                                   .gamma = 0.9,
                                   .start = both->start,
                                   .row = both->row,
                                   .next = both->next,
                                   .chance = both->chance};
}

/* The reward in a shape; sparse ones hold what is above a cut, which is 0 elsewhere in the array too. */
static struct assay_reward shaped(struct both *both, enum assay_reward_shape shape)
{
    size_t *at = assay_arena_new(&arena, ROWS + 1, sizeof(*at));
    uint32_t *to = assay_arena_new(&arena, DENSE, sizeof(*to));
    double *value = assay_arena_new(&arena, DENSE, sizeof(*value));
    size_t count = 0;

    for (size_t i = 0; i < DENSE; i++) {
        if (shape == ASSAY_REWARD_LEVEL)
            both->reward[i] = both->reward[i / STATES * STATES];
        if (shape == ASSAY_REWARD_SPARSE && both->reward[i] < 0.2)
            both->reward[i] = 0.0;
        else if (shape == ASSAY_REWARD_SPARSE) {
            to[count] = (uint32_t)(i % STATES);
            value[count++] = both->reward[i];
        }
        at[i / STATES + 1] = count;
        if (shape == ASSAY_REWARD_DENSE)
            value[i] = both->reward[i];
        if (shape == ASSAY_REWARD_LEVEL)
            value[i / STATES] = both->reward[i];
    }
    return (struct assay_reward){shape, value, at, to};
}

/* Row k of process and reward, its level and the mean of v over it. */
static void row_is_right(const struct both *both, const struct assay_reward *reward,
                         size_t k, double level)
{
    const double *tau = both->tau + k * STATES, *gain = both->reward + k * STATES;
    double got[STATES], v[STATES], expected = 0.0, mean = 0.0;
    size_t wrong = 0;

    for (size_t s = 0; s < STATES; s++) {
        v[s] = sin((double)(s + k));
        expected += tau[s] * v[s];
        mean += tau[s] * gain[s];
    }
    assay_mdp_row(&both->mdp, k, got);
    for (size_t s = 0; s < STATES; s++)
        wrong += got[s] < tau[s] || got[s] > tau[s];
    assay_reward_row(&both->mdp, reward, k, got);
    for (size_t s = 0; s < STATES; s++)
        wrong += got[s] < gain[s] || got[s] > gain[s];
    ck_assert_uint_eq(wrong, 0);
    ck_assert_double_eq_tol(assay_mdp_expect(&both->mdp, k, v), expected, 1e-15);
    ck_assert_double_eq_tol(level, mean, 1e-15);
}

static double largest_of(const double *x, size_t n)
{
    double out = 0.0;

    for (size_t i = 0; i < n; i++)
        out = fmax(out, fabs(x[i]));
    return out;
}

START_TEST(rows_levels_and_means_are_those_of_the_arrays)
{
    struct both both;

    for (uint64_t seed = 0; seed < 50; seed++) {
        double level[ROWS], average[STATES];
        struct assay_reward reward;

        draw(&both, seed);
        reward = shaped(&both, (enum assay_reward_shape)_i);
        (void)assay_reward_level(&both.mdp, &reward, level);
        for (size_t k = 0; k < ROWS; k++)
            row_is_right(&both, &reward, k, level[k]);
        ck_assert_double_eq(assay_reward_largest(&both.mdp, &reward),
                            largest_of(both.reward, DENSE));
        assay_mdp_average(&both.mdp, NULL, level, average);
        ck_assert_double_eq_tol(average[2], (level[6] + level[7] + level[8]) / 3.0,
                                1e-15);
    }
}
END_TEST

START_TEST(an_average_weighs_by_the_policy)
{
    static const double policy[] = {0.25, 0.75, 1.0, 0.0, 0.0, 1.0},
                        x[] = {4.0, 8.0, 5.0, 6.0, 7.0, 9.0};
    double out[3];

    assay_mdp_average(&small, policy, x, out);
    ck_assert_double_eq(out[0], 7.0);
    ck_assert_double_eq(out[1], 5.0);
    ck_assert_double_eq(out[2], 9.0);
}
END_TEST

/* What some state is reached from in STATES steps or fewer, by trying all. */
static void reach(const struct both *both, bool *out)
{
    for (size_t s = 0; s < STATES; s++)
        out[s] = both->start[s] > 0.0;
    for (size_t step = 0; step < STATES; step++)
        for (size_t i = 0; i < DENSE; i++)
            if (out[i / STATES / ACTIONS] && both->tau[i] > 0.0)
                out[i % STATES] = true;
}

/* Full rows are taken out of the way, so that something is unreachable. */
static void thin(struct both *both)
{
    size_t count = 0;

    for (size_t k = 0; k < ROWS; k++) {
        const size_t to = (k * 5 + both->row[1]) % STATES;

        for (size_t s = 0; s < STATES; s++)
            both->tau[k * STATES + s] = s == to;
        both->next[count] = (uint32_t)to;
        both->chance[count++] = 1.0;
        both->row[k + 1] = count;
    }
    for (size_t a = 0; a < ACTIONS; a++) { /* two states keep to themselves */
        both->next[a] = 1;
        both->next[ACTIONS + a] = 0;
        for (size_t s = 0; s < STATES; s++) {
            both->tau[a * STATES + s] = s == 1;
            both->tau[(ACTIONS + a) * STATES + s] = s == 0;
        }
    }
}

/* Row k of what is left against that of the arrays whose states are kept (n,). */
static size_t wrong_in(const struct both *both, const struct assay_mdp *mdp,
                       const struct assay_reward *reward, size_t k, const size_t *kept)
{
    const size_t from = (kept[k / ACTIONS] * ACTIONS + k % ACTIONS) * STATES;
    double tau[STATES], r[STATES];
    size_t wrong = 0;

    assay_mdp_row(mdp, k, tau);
    assay_reward_row(mdp, reward, k, r);
    for (size_t s = 0; s < mdp->states; s++) {
        wrong += fabs(tau[s] - both->tau[from + kept[s]]) > 0.0;
        wrong += fabs(r[s] - both->reward[from + kept[s]]) > 0.0;
    }
    return wrong;
}

START_TEST(a_restriction_is_what_is_left_of_the_arrays)
{
    struct both both;

    for (uint64_t seed = 0; seed < 50; seed++) {
        bool want[STATES], keep[STATES];
        size_t kept[STATES], n = 0, wrong = 0;
        struct assay_reward reward, less;
        struct assay_mdp mdp;

        draw(&both, seed);
        reward = shaped(&both, (enum assay_reward_shape)_i);
        if (seed % 2)
            thin(&both);
        reach(&both, want);
        ck_assert_uint_le(assay_mdp_reachable(&both.mdp, keep), STATES);
        for (size_t s = 0; s < STATES; s++) {
            wrong += keep[s] != want[s];
            kept[n] = s;
            n += want[s];
        }
        assay_mdp_restrict(&both.mdp, keep, &arena, &mdp);
        assay_reward_restrict(&both.mdp, &reward, keep, &arena, &less);
        ck_assert_uint_eq(mdp.states, n);
        for (size_t k = 0; k < n * ACTIONS; k++)
            wrong += wrong_in(&both, &mdp, &less, k, kept);
        ck_assert_uint_eq(wrong, 0);
    }
}
END_TEST

Suite *unit_mdp(void)
{
    Suite *suite = suite_create("mdp");
    TCase *all = tcase_create("rows");

    tcase_add_checked_fixture(all, NULL, drop);
    tcase_add_test(all, a_sound_process_passes);
    tcase_add_loop_test(all, a_number_that_is_off_is_told_with_its_place, 0,
                        sizeof(faults) / sizeof(faults[0]));
    tcase_add_test(all, successors_ascend_and_are_states);
    tcase_add_test(all, a_reward_that_is_not_finite_is_told_with_its_place);
    tcase_add_test(all, what_nothing_leads_to_is_left_out);
    tcase_add_test(all, states_that_are_kept_are_numbered_anew);
    tcase_add_loop_test(all, rows_levels_and_means_are_those_of_the_arrays, 0, 3);
    tcase_add_test(all, an_average_weighs_by_the_policy);
    tcase_add_loop_test(all, a_restriction_is_what_is_left_of_the_arrays, 0, 3);
    suite_add_tcase(suite, all);
    return suite;
}
