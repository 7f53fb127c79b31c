/* test_step_credit.c - rewards of steps, values of prefixes, macro actions, least squares and fusions: what holds of all of them. */
#include "metrics/critic_fusion.h"
#include "metrics/macro_action.h"
#include "metrics/prefix_tree.h"
#include "metrics/ridge.h"
#include "metrics/step_rewards.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    STEPS = 40,
    SEQUENCES = 30
};

static struct assay_rng rng;

static void seed(void)
{
    rng = (struct assay_rng){20241};
}

static double sum(const double *x, size_t n)
{
    double total = 0.0;

    for (size_t i = 0; i < n; i++)
        total += x[i];
    return total;
}

START_TEST(repeated_right_steps_do_not_raise_a_bounded_return)
{
    double score[STEPS] = {0}, copied[STEPS], out[STEPS];

    for (int turn = 0; turn < 200; turn++) {
        const size_t n = 2 + assay_rng_index(&rng, 6), at = assay_rng_index(&rng, n - 1);
        const size_t copies = 1 + assay_rng_index(&rng, 20);
        size_t count = 0;
        double clip, delta;

        for (size_t k = 0; k < n; k++)
            score[k] = assay_rng_uniform(&rng);
        assay_step_rewards_clip(score, n, 0.5, out);
        clip = sum(out, n);
        assay_step_rewards_delta(score, n, turn % 2 == 0, out);
        delta = sum(out, n);
        for (size_t k = 0; k < n; k++)
            for (size_t c = 0; c < (k == at ? copies : 1); c++)
                copied[count++] = score[k];
        assay_step_rewards_clip(copied, count, 0.5, out);
        ck_assert(sum(out, count) <= clip + 1e-12);
        for (size_t k = 0; k < count; k++)
            ck_assert(out[k] <= 0.0);
        assay_step_rewards_delta(copied, count, turn % 2 == 0, out);
        ck_assert_double_eq_tol(sum(out, count), delta, 1e-12);
        ck_assert_double_eq_tol(delta, score[0], 1e-12);
    }
}
END_TEST

/* Sequences over three tokens, some the beginnings of others. */
static size_t draw_sequences(struct assay_prefix_sequence *sequence, double token[][8],
                             double value[][8], double **values)
{
    const size_t n = 1 + assay_rng_index(&rng, SEQUENCES);

    for (size_t i = 0; i < n; i++) {
        const size_t length = 1 + assay_rng_index(&rng, 7);

        for (size_t t = 0; t < length; t++)
            token[i][t] = (double)assay_rng_index(&rng, 3);
        sequence[i] = (struct assay_prefix_sequence){token[i], length,
                                                     (double)assay_rng_index(&rng, 2)};
        values[i] = value[i];
    }
    return n;
}

/* The mean outcome of the sequences that begin with the first t tokens of one, by looking at all. */
static double value_of(const struct assay_prefix_sequence *all, size_t n,
                       const struct assay_prefix_sequence *one, size_t t, size_t *support)
{
    double total = 0.0;

    *support = 0;
    for (size_t i = 0; i < n; i++) {
        bool alike = all[i].length >= t;

        for (size_t k = 0; alike && k < t; k++)
            alike = !(fabs(all[i].token[k] - one->token[k]) > 0.0);
        total += alike ? all[i].outcome : 0.0;
        *support += alike;
    }
    return total / (double)*support;
}

/* A sequence's values and how many sequences each has are those of counting. */
static void check_counts(const struct assay_prefix_sequence *all, size_t n, size_t i,
                         const double *value, const size_t *support)
{
    size_t want;

    for (size_t t = 0; t < all[i].length; t++) {
        ck_assert_double_eq_tol(value[t], value_of(all, n, &all[i], t + 1, &want), 1e-15);
        ck_assert_uint_eq(support[t], want);
    }
}

/* Differences add up to what the last value is above the root, 0 where no sequence leaves. */
static void check_differences(const double *value, const size_t *support, size_t length,
                              double root)
{
    double td[8];

    assay_prefix_tree_differences(value, length, root, td);
    ck_assert_double_eq_tol(sum(td, length), value[length - 1] - root, 1e-12);
    for (size_t t = 1; t < length; t++)
        if (support[t] == support[t - 1])
            ck_assert_double_eq(td[t], 0.0);
}

START_TEST(values_of_prefixes_are_those_of_counting)
{
    static double token[SEQUENCES][8], value[SEQUENCES][8];
    static size_t support[SEQUENCES][8];
    struct assay_prefix_sequence sequence[SEQUENCES];
    double *values[SEQUENCES];
    size_t *supports[SEQUENCES];

    for (size_t i = 0; i < SEQUENCES; i++)
        supports[i] = support[i];
    for (int turn = 0; turn < 300; turn++) {
        const size_t n = draw_sequences(sequence, token, value, values);
        const double root = assay_prefix_tree_values(sequence, n, values, supports);
        size_t want;

        ck_assert_double_eq_tol(root, value_of(sequence, n, sequence, 0, &want), 1e-15);
        for (size_t i = 0; i < n; i++) {
            check_counts(sequence, n, i, value[i], support[i]);
            check_differences(value[i], support[i], sequence[i].length, root);
        }
    }
}
END_TEST

START_TEST(random_macro_actions_cover_all_tokens_and_follow_the_seed)
{
    size_t end[STEPS * 5], again[STEPS * 5];

    for (size_t n = 1; n < (size_t)STEPS * 5; n++) {
        const size_t repeat = 1 + n % 4;
        struct assay_rng one = {n}, two = {n};
        const size_t count = assay_macro_random(n, repeat, &one, end);

        ck_assert_uint_eq(assay_macro_random(n, repeat, &two, again), count);
        ck_assert_mem_eq(end, again, count * sizeof(*end));
        ck_assert_uint_eq(end[count - 1], n);
        for (size_t k = 0; k < count; k++)
            ck_assert_uint_gt(end[k], k > 0 ? end[k - 1] : 0);
        /* Each length is there so often, and then one run is left. */
        ck_assert_uint_le(count, 5 * repeat + 1);
        if (n > 21 * repeat) {
            ck_assert_uint_eq(count, 5 * repeat + 1);
            ck_assert_uint_eq(end[count - 2], 21 * repeat);
        }
    }
    ck_assert_uint_eq(assay_macro_ngrams(0, 5, end), 0);
    ck_assert_uint_eq(assay_macro_rises(NULL, 0, true, end), 0);
}
END_TEST

START_TEST(least_squares_recover_planted_weights_and_shrink_with_the_penalty)
{
    static const double planted[] = {2.0, -0.5, 1000.0, 1e-3};
    struct assay_ridge *ridge = assay_ridge_new(4), *few = assay_ridge_new(4);
    struct assay_error err;
    double w[4], shrunk[4];

    for (int i = 0; i < 50; i++) {
        double x[4], y = 0.0;

        for (size_t k = 0; k < 4; k++) {
            x[k] = (assay_rng_uniform(&rng) - 0.3) * (k == 3 ? 1e4 : 1.0);
            y += planted[k] * x[k];
        }
        assay_ridge_add(ridge, x, y);
        if (i < 3)
            assay_ridge_add(few, x, y);
    }
    ck_assert_int_eq(assay_ridge_solve(ridge, 0.0, w, &err), ASSAY_OK);
    for (size_t k = 0; k < 4; k++)
        ck_assert_double_eq_tol(w[k], planted[k], 1e-6 * fabs(planted[k]));
    ck_assert_int_eq(assay_ridge_solve(ridge, 10.0, shrunk, &err), ASSAY_OK);
    ck_assert(fabs(shrunk[2]) < fabs(w[2]));
    ck_assert_int_eq(assay_ridge_solve(few, 0.0, w, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_ridge_solve(few, 1e-3, w, &err), ASSAY_OK);
    assay_ridge_free(ridge);
    assay_ridge_free(few);
}
END_TEST

START_TEST(the_grid_has_each_weights_once_and_finds_the_planted_ones)
{
    /* Right responses are (0.71, 0) and (0, 0.25), wrong ones (0, 0.3) and (0.58, 0). */
    static const double first[] = {0.71, 0.0, 0.0, 0.3},
                        second[] = {0.0, 0.25, 0.58, 0.0};
    static const bool right[] = {true, false};
    struct assay_critic_grid *grid = assay_critic_grid_new(2, 10);
    double weight[2], accuracy;

    ck_assert(!assay_critic_grid_best(grid, weight, &accuracy));
    assay_critic_grid_add(grid, first, (const bool[]){true, true}, 2); /* says nothing */
    ck_assert(!assay_critic_grid_best(grid, weight, &accuracy));
    assay_critic_grid_add(grid, first, right, 2);  /* 0.71 w > 0.3 (1 - w): w > 0.297 */
    assay_critic_grid_add(grid, second, right, 2); /* 0.25 (1 - w) > 0.58 w: w < 0.301 */
    ck_assert(assay_critic_grid_best(grid, weight, &accuracy));
    ck_assert_double_eq_tol(weight[0], 0.3, 1e-15);
    ck_assert_double_eq_tol(weight[1], 0.7, 1e-15);
    ck_assert_double_eq(accuracy, 1.0);
    assay_critic_grid_free(grid);
}
END_TEST

Suite *unit_step_credit(void)
{
    Suite *suite = suite_create("step_credit");
    TCase *all = tcase_create("properties");

    tcase_add_checked_fixture(all, seed, NULL);
    tcase_add_test(all, repeated_right_steps_do_not_raise_a_bounded_return);
    tcase_add_test(all, values_of_prefixes_are_those_of_counting);
    tcase_add_test(all, random_macro_actions_cover_all_tokens_and_follow_the_seed);
    tcase_add_test(all,
                   least_squares_recover_planted_weights_and_shrink_with_the_penalty);
    tcase_add_test(all, the_grid_has_each_weights_once_and_finds_the_planted_ones);
    suite_add_tcase(suite, all);
    return suite;
}
