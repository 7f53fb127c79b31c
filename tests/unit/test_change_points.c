#include "harness/core/rng.h"
#include "metrics/change_points.h"
#include "tests/unit/unit.h"

#include <math.h>

enum {
    MOST = 400
};

struct found {
    struct assay_change_segment segment[MOST];
    struct assay_change_point change[MOST];
    size_t segments;
};

static void find(const struct assay_history_values *history, double penalty,
                 size_t shortest, struct found *out)
{
    const struct assay_change_points_how how = {penalty, shortest, 0.95};
    struct assay_error err;

    ck_assert_int_eq(assay_change_points_find(history, &how, out->segment, &out->segments,
                                              out->change, &err),
                     ASSAY_OK);
}

/* Uniform sums: near normal, mean 0 and variance 1. */
static double noise(struct assay_rng *rng)
{
    double sum = -6.0;

    for (int i = 0; i < 12; i++)
        sum += assay_rng_uniform(rng);
    return sum;
}

/* sum w (x - mean)^2 of values from, ..., to - 1 */
static double scatter(const struct assay_history_values *h, size_t from, size_t to)
{
    double weight = 0;
    double mean = 0;
    double cost = 0;

    for (size_t i = from; i < to; i++)
        weight += 1 / (h->se[i] * h->se[i]);
    for (size_t i = from; i < to; i++)
        mean += h->value[i] / (h->se[i] * h->se[i]) / weight;
    for (size_t i = from; i < to; i++)
        cost += (h->value[i] - mean) * (h->value[i] - mean) / (h->se[i] * h->se[i]);
    return cost;
}

/* Bit i of cuts set: a stretch begins with value i + 1. HUGE_VAL where one is too short. */
static double cost_of(const struct assay_history_values *h, unsigned int cuts,
                      double penalty, size_t shortest)
{
    double cost = 0;
    size_t from = 0;

    for (size_t i = 1; i <= h->n; i++) {
        if (i < h->n && !(cuts >> (i - 1) & 1))
            continue;
        if (i - from < shortest)
            return HUGE_VAL;
        cost += scatter(h, from, i) + (i < h->n ? penalty : 0);
        from = i;
    }
    return cost;
}

static unsigned int cuts_of(const struct found *found)
{
    unsigned int cuts = 0;

    for (size_t k = 1; k < found->segments; k++)
        cuts |= 1U << ((found->segment[k].first - 1) & 31);
    return cuts;
}

START_TEST(short_histories_are_cut_as_the_best_of_all_partitions)
{
    struct assay_rng rng = {(uint64_t)_i};
    double value[11];
    double se[11];
    const size_t n = 1 + (size_t)_i % 11;
    const struct assay_history_values history = {value, se, NULL, n};
    struct found found;

    for (size_t round = 0; round < 10; round++) {
        const double penalty = 6.0 * assay_rng_uniform(&rng);
        const size_t shortest = 1 + assay_rng_index(&rng, n < 3 ? n : 3);
        double best = HUGE_VAL;

        for (size_t i = 0; i < n; i++) {
            se[i] = 0.5 + assay_rng_uniform(&rng);
            value[i] = 100 + noise(&rng) + (i > n / 2 ? 3 : 0);
        }
        for (unsigned int cuts = 0; cuts < 1U << ((n - 1) & 15); cuts++)
            best = fmin(best, cost_of(&history, cuts, penalty, shortest));
        find(&history, penalty, shortest, &found);
        ck_assert_double_eq_tol(cost_of(&history, cuts_of(&found), penalty, shortest),
                                best, 1e-9);
    }
}
END_TEST

/* Two stretches of 3 with standard errors 1 and 2: means, sizes and their interval by hand. */
START_TEST(a_change_has_its_size)
{
    const double value[] = {10, 11, 12, 30, 32, 31};
    const double se[] = {1, 1, 1, 2, 2, 2};
    const struct assay_history_values history = {value, se, NULL, 6};
    const double half = 1.959963984540054 * sqrt(1.0 / 3 + 4.0 / 3);
    struct found found;

    find(&history, 10.0, 0, &found);
    ck_assert_uint_eq(found.segments, 2);
    ck_assert_uint_eq(found.segment[1].first, 3);
    ck_assert_uint_eq(found.segment[1].count, 3);
    ck_assert_double_eq_tol(found.segment[0].mean, 11, 1e-12);
    ck_assert_double_eq_tol(found.segment[1].se, 2 / sqrt(3), 1e-12);
    ck_assert_uint_eq(found.change[0].at, 3);
    ck_assert_double_eq_tol(found.change[0].before, 11, 1e-12);
    ck_assert_double_eq_tol(found.change[0].size, 20, 1e-12);
    ck_assert_double_eq_tol(found.change[0].lo, 20 - half, 1e-9);
    ck_assert_double_eq_tol(found.change[0].hi, 20 + half, 1e-9);
}
END_TEST

START_TEST(repeats_of_a_night_are_one_night)
{
    const double value[] = {0, 0, 5, 5, 5, 1, 9};
    const double se[] = {1, 1, 1, 1, 1, 1, 1};
    const double time[] = {1, 2, 3, 3, 3, 4, 4};
    struct assay_history_values history = {value, se, time, 7};
    struct found found;

    find(&history, 1.0, 0, &found);
    ck_assert_uint_eq(found.segments, 2);
    ck_assert_uint_eq(found.segment[1].first, 2);
    ck_assert_uint_eq(found.segment[1].count, 5);
    ck_assert_double_eq_tol(found.segment[1].mean, 5.0, 1e-12); /* of 5 once, 1 and 9 */
    ck_assert_double_eq_tol(found.segment[1].se, 1 / sqrt(3), 1e-12);
    history.time = NULL; /* as nights of their own they are cut apart */
    find(&history, 1.0, 0, &found);
    ck_assert_uint_gt(found.segments, 2);
}
END_TEST

START_TEST(constant_histories_are_one_stretch)
{
    double value[MOST];
    double se[MOST];
    const struct assay_history_values history = {value, se, NULL, MOST};
    struct found found;

    for (size_t i = 0; i < MOST; i++) {
        value[i] = 0.7;
        se[i] = 0.01;
    }
    find(&history, 0.0, 0, &found); /* of equal costs the longest last stretch */
    ck_assert_uint_eq(found.segments, 1);
    ck_assert_uint_eq(found.segment[0].count, MOST);
    ck_assert_double_eq_tol(found.segment[0].mean, 0.7, 1e-12);
}
END_TEST

static double penalty_of(double per_year, size_t nights, uint64_t seed)
{
    const struct assay_change_points_budget budget = {per_year, nights, 0,
                                                      200,      seed,   false};
    struct assay_error err;
    double penalty;

    ck_assert_int_eq(assay_change_points_penalty(&budget, &penalty, &err), ASSAY_OK);
    return penalty;
}

/* Other noise than that it was set by: 200 years of 100 nights. A year has 0 or more changes, in pairs at
   times: 5 standard errors are about 5 sqrt(2 / 200). */
START_TEST(a_year_without_changes_keeps_to_its_budget)
{
    const double budget[] = {0.2, 1.0};
    const double penalty = penalty_of(budget[_i], 100, 1);
    struct assay_rng rng = {777};
    double value[100];
    double se[100];
    const struct assay_history_values history = {value, se, NULL, 100};
    struct found found;
    size_t changes = 0;

    for (size_t year = 0; year < 200; year++) {
        for (size_t i = 0; i < 100; i++) {
            se[i] = 0.01 * (1 + (double)(i % 3));
            value[i] = 0.8 + se[i] * noise(&rng);
        }
        find(&history, penalty, 0, &found);
        changes += found.segments - 1;
    }
    ck_assert_double_eq_tol((double)changes / 200, budget[_i],
                            5 * sqrt(2 * budget[_i] / 200));
}
END_TEST

/* Histories of ten nights, each taken with the noise that it tells itself, which is often too small: with the
   penalty for known noise five times as many are cut. */
START_TEST(short_histories_that_tell_their_noise_keep_to_the_budget)
{
    const struct assay_change_points_budget budget = {
        .per_year = 0.05, .nights = 10, .years = 4000, .seed = 1, .estimated = true};
    struct assay_rng rng = {778};
    double value[10], se[10], penalty, noise_found;
    const struct assay_history_values history = {value, se, NULL, 10};
    struct assay_error err;
    struct found found;
    size_t changes = 0;

    ck_assert_int_eq(assay_change_points_penalty(&budget, &penalty, &err), ASSAY_OK);
    for (size_t k = 0; k < 4000; k++) {
        for (size_t i = 0; i < 10; i++) {
            se[i] = 1.0;
            value[i] = noise(&rng);
        }
        ck_assert_int_eq(assay_change_points_noise(&history, &noise_found, &err),
                         ASSAY_OK);
        for (size_t i = 0; i < 10; i++)
            se[i] = noise_found;
        find(&history, penalty, 0, &found);
        changes += found.segments - 1;
    }
    ck_assert_double_eq_tol((double)changes / 4000, 0.05, 5 * sqrt(2 * 0.05 / 4000));
}
END_TEST

START_TEST(penalties_are_deterministic_and_fall_with_the_budget)
{
    ck_assert_double_eq(penalty_of(0.5, 60, 9), penalty_of(0.5, 60, 9));
    ck_assert_double_gt(penalty_of(0.1, 60, 9), penalty_of(0.5, 60, 9));
    ck_assert_double_gt(penalty_of(0.5, 120, 9), penalty_of(0.5, 30, 9));
    ck_assert(penalty_of(0.5, 60, 9) > 5 && penalty_of(0.5, 60, 9) < 30);
}
END_TEST

/* A drop by three standard errors half way through 100 nights, and back after 80. */
START_TEST(planted_changes_are_found_where_they_are)
{
    const double penalty = penalty_of(0.1, 100, 3);
    struct assay_rng rng = {5};
    double value[100];
    double se[100];
    const struct assay_history_values history = {value, se, NULL, 100};
    struct found found;
    size_t right = 0;
    size_t held = 0;

    for (size_t round = 0; round < 100; round++) {
        for (size_t i = 0; i < 100; i++) {
            se[i] = 0.5;
            value[i] = 70 + 0.5 * noise(&rng) - (i >= 50 && i < 80 ? 1.5 : 0.0);
        }
        find(&history, penalty, 0, &found);
        if (found.segments != 3)
            continue;
        right += found.change[0].at + 3 >= 50 && found.change[0].at <= 53 &&
                 found.change[1].at + 3 >= 80 && found.change[1].at <= 83;
        held += found.change[0].lo <= -1.5 && -1.5 <= found.change[0].hi;
    }
    ck_assert_uint_gt(right, 70);
    ck_assert_uint_gt(held, 70);
}
END_TEST

START_TEST(noise_is_told_in_spite_of_changes)
{
    struct assay_rng rng = {12};
    double value[MOST];
    double se[MOST];
    struct assay_history_values history = {value, se, NULL, MOST};
    struct assay_error err;
    double got;

    for (size_t i = 0; i < MOST; i++) {
        se[i] = 0.01;
        value[i] = 0.03 * noise(&rng) + (i < 100   ? 0
                                         : i < 250 ? 1
                                                   : 2); /* two jumps of 100 se */
    }
    ck_assert_int_eq(assay_change_points_noise(&history, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, 3.0, 0.75);
    history.n = 2;
    ck_assert_int_eq(assay_change_points_noise(&history, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got, 1.0);
}
END_TEST

START_TEST(nonsense_is_refused)
{
    const double value[] = {1, NAN};
    const double se[] = {1, 0};
    const double back[] = {2, 1};
    const double fine[] = {1, 1};
    const struct assay_history_values bad[] = {{value, fine, NULL, 2},
                                               {fine, se, NULL, 2},
                                               {fine, fine, back, 2},
                                               {fine, fine, NULL, 0}};
    const struct assay_history_values good = {fine, fine, NULL, 2};
    const struct assay_change_points_how how[] = {
        {1, 0, 0.95}, {-1, 0, 0.95}, {1, 0, 1.0}, {NAN, 0, 0.95}};
    const struct assay_change_points_budget budget[] = {{0, 10, 0, 10, 1, false},
                                                        {1, 1, 0, 10, 1, false},
                                                        {1, 10, 11, 10, 1, false},
                                                        {1, 4000, 0, 10, 1, false}};
    struct found found;
    struct assay_error err;
    double out;

    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(assay_change_points_find(&bad[i], &how[0], found.segment,
                                                  &found.segments, NULL, &err),
                         ASSAY_EDOMAIN);
        ck_assert_int_eq(assay_change_points_find(&good, &how[i], found.segment,
                                                  &found.segments, NULL, &err),
                         i == 0 ? ASSAY_OK : ASSAY_EDOMAIN);
        ck_assert_int_eq(assay_change_points_penalty(&budget[i], &out, &err),
                         ASSAY_EDOMAIN);
    }
}
END_TEST

Suite *unit_change_points(void)
{
    Suite *suite = suite_create("change_points");
    TCase *tcase = tcase_create("changes of a history");

    tcase_add_loop_test(tcase, short_histories_are_cut_as_the_best_of_all_partitions, 1,
                        34);
    tcase_add_test(tcase, a_change_has_its_size);
    tcase_add_test(tcase, repeats_of_a_night_are_one_night);
    tcase_add_test(tcase, constant_histories_are_one_stretch);
    tcase_add_loop_test(tcase, a_year_without_changes_keeps_to_its_budget, 0, 2);
    tcase_add_test(tcase, short_histories_that_tell_their_noise_keep_to_the_budget);
    tcase_add_test(tcase, penalties_are_deterministic_and_fall_with_the_budget);
    tcase_add_test(tcase, planted_changes_are_found_where_they_are);
    tcase_add_test(tcase, noise_is_told_in_spite_of_changes);
    tcase_add_test(tcase, nonsense_is_refused);
    suite_add_tcase(suite, tcase);
    return suite;
}
