#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/gao_interval.h"
#include "metrics/quantile.h"
#include "tests/unit/unit.h"

#include <gsl/gsl_cdf.h>

#include <math.h>
#include <stdlib.h>

enum {
    SEEDS = 4,
    MORE = 6, /* enough for a bootstrap */
    EACH = 3,
    SETS = 200,
    POINTS = 25,
    CURVES = 5
};

struct curves {
    double d[MORE * EACH], r[MORE * EACH];
    uint32_t unit[MORE * EACH];
    size_t n;
};

/* Points at d = 1, 2, 3 on one curve a seed, so that a seed's own fit is its (alpha, beta). */
static struct curves curves_of(enum assay_gao_form form, const double (*seed)[2],
                               size_t seeds)
{
    struct curves out = {.n = seeds * EACH};

    for (size_t i = 0; i < out.n; i++) {
        const size_t at = 1 + i / seeds; /* seeds alternate */

        out.d[i] = (double)at;
        out.unit[i] = (uint32_t)(i % seeds);
        out.r[i] =
            assay_gao_value(form, seed[i % seeds][0], seed[i % seeds][1], out.d[i]);
    }
    return out;
}

static struct assay_gao_intervals intervals_of(enum assay_gao_form form,
                                               const double (*seed)[2], size_t seeds,
                                               size_t replicates)
{
    const struct curves curves = curves_of(form, seed, seeds);
    const struct assay_gao_sampling sampling = {curves.unit, seeds, replicates, 1, 0.95};
    struct assay_gao_intervals out;
    struct assay_error err;

    ck_assert_int_eq(assay_gao_intervals(
                         &(struct assay_gao_points){curves.d, curves.r, NULL, curves.n},
                         form, &sampling, &out, &err),
                     ASSAY_OK);
    return out;
}

static void check_range(const struct assay_range *range, double lo, double hi)
{
    ck_assert(range->has_lo && range->has_hi && !range->why);
    ck_assert_double_eq_tol(range->lo, lo, 1e-9);
    ck_assert_double_eq_tol(range->hi, hi, 1e-9);
}

/*
 * Of equal designs the seeds' own alpha and beta are a sample, whose means have t intervals; ends
 * of d* and R* are the roots, by scipy.optimize.brentq, of |mean(alpha - rho beta)| - t s / sqrt(n).
 */
START_TEST(four_bon_curves_have_student_s_and_fieller_s_intervals)
{
    static const double seed[SEEDS][2] = {
        {1, 0.2}, {1.2, 0.25}, {0.9, 0.17}, {1.1, 0.22}};
    const struct assay_gao_intervals got = intervals_of(ASSAY_GAO_BON, seed, SEEDS, 100);

    ck_assert(!got.bootstrapped && got.range.turns);
    ck_assert_uint_eq(got.units, 4);
    ck_assert_double_eq_tol(got.fit.alpha, 1.05, 1e-12);
    ck_assert_double_eq_tol(got.fit.beta, 0.21, 1e-12);
    ck_assert_double_eq_tol(got.estimate.variance[0], 0.00416666666667, 1e-12);
    ck_assert_double_eq_tol(got.estimate.variance[1], 0.00108333333333, 1e-12);
    ck_assert_double_eq_tol(got.estimate.variance[2], 0.000283333333333, 1e-12);
    check_range(&got.range.alpha, 0.844573974324, 1.25542602568);
    check_range(&got.range.beta, 0.156431446373, 0.263568553627);
    check_range(&got.range.d_peak, 2.37582253791, 2.70605848527);
    check_range(&got.range.r_peak, 1.07022667346, 1.4580513679);
}
END_TEST

START_TEST(four_rl_curves_have_student_s_and_fieller_s_intervals)
{
    static const double seed[SEEDS][2] = {
        {1, 0.5}, {1.2, 0.55}, {0.9, 0.47}, {1.1, 0.52}};
    const struct assay_gao_intervals got = intervals_of(ASSAY_GAO_RL, seed, SEEDS, 100);

    check_range(&got.range.alpha, 0.844573974324, 1.25542602568);
    check_range(&got.range.beta, 0.456431446373, 0.563568553627);
    check_range(&got.range.d_peak, 2.33766803623, 3.41822041588);
    check_range(&got.range.r_peak, 1.06116118237, 1.91536772914);
}
END_TEST

/* The same roots: with beta in [-0.13, 0.15] the peak is beyond the larger of them. */
START_TEST(a_beta_that_may_be_none_leaves_the_peak_without_upper_end)
{
    static const double seed[SEEDS][2] = {{1, 0.1}, {1.1, -0.1}, {0.9, 0.05}, {1, -0.02}};
    const enum assay_gao_form form = _i ? ASSAY_GAO_RL : ASSAY_GAO_BON;
    const struct assay_gao_intervals got = intervals_of(form, seed, SEEDS, 0);

    check_range(&got.range.beta, -0.130838833642, 0.145838833642);
    ck_assert(!got.range.turns && got.range.d_peak.has_lo && !got.range.d_peak.has_hi &&
              got.range.d_peak.why);
    ck_assert_double_eq_tol(got.range.d_peak.lo, _i ? 181.042120182 : 3.09936485619,
                            1e-6);
    ck_assert(!got.range.r_peak.has_lo && !got.range.r_peak.has_hi &&
              got.range.r_peak.why);
}
END_TEST

START_TEST(a_beta_below_none_has_no_peak)
{
    static const double seed[SEEDS][2] = {
        {1, -0.2}, {1.2, -0.25}, {0.9, -0.17}, {1.1, -0.22}};
    const struct assay_gao_intervals got = intervals_of(ASSAY_GAO_BON, seed, SEEDS, 0);

    ck_assert(!got.range.turns && !got.fit.peak.exists);
    ck_assert(!got.range.d_peak.has_lo && !got.range.d_peak.has_hi &&
              got.range.d_peak.why);
    ck_assert(!got.range.r_peak.has_lo && got.range.r_peak.why);
}
END_TEST

START_TEST(where_nothing_is_told_from_none_nothing_is_said)
{
    static const double seed[SEEDS][2] = {{1, 0.1}, {-1, -0.1}, {0.9, -0.3}, {-0.8, 0.2}};
    const struct assay_gao_intervals got = intervals_of(ASSAY_GAO_RL, seed, SEEDS, 0);

    ck_assert(!got.range.d_peak.has_lo && !got.range.d_peak.has_hi &&
              got.range.d_peak.why);
}
END_TEST

START_TEST(without_noise_the_intervals_are_the_truth)
{
    static const double seed[MORE][2] = {{1, 0.3}, {1, 0.3}, {1, 0.3},
                                         {1, 0.3}, {1, 0.3}, {1, 0.3}};
    const struct assay_gao_intervals got =
        intervals_of(ASSAY_GAO_RL, seed, MORE, _i ? 50 : 0);

    ck_assert_double_eq_tol(got.range.alpha.lo, 1.0, 1e-6);
    ck_assert_double_eq_tol(got.range.alpha.hi, 1.0, 1e-6);
    ck_assert_double_eq_tol(got.range.d_peak.lo, exp(1 / 0.3 - 1), 1e-6);
    ck_assert_double_eq_tol(got.range.d_peak.hi, exp(1 / 0.3 - 1), 1e-6);
    ck_assert_double_eq_tol(got.range.r_peak.lo, 0.3 * exp(1 / 0.3 - 1), 1e-6);
}
END_TEST

/* As the header describes the draws, but with whole curves made anew, fitted, and fitted without. */
static double pivot_by_refitting(const struct curves *base, const double *fitted,
                                 struct assay_rng *rng, double alpha)
{
    static const double weight[6] = {-1.2247448713915890, -1.0, -0.7071067811865476,
                                     1.2247448713915890,  1.0,  0.7071067811865476};
    double v[MORE], r[MORE * EACH], d[MORE * EACH], kept[MORE * EACH], sum = 0.0;
    struct assay_gao_fit fit, rest;
    struct assay_error err;

    for (size_t g = 0; g < MORE; g++)
        v[g] = weight[assay_rng_index(rng, 6)];
    for (size_t i = 0; i < base->n; i++)
        r[i] = fitted[i] + v[base->unit[i]] * (base->r[i] - fitted[i]);
    ck_assert_int_eq(assay_gao_fit(&(struct assay_gao_points){base->d, r, NULL, base->n},
                                   ASSAY_GAO_BON, NULL, &fit, &err),
                     ASSAY_OK);
    for (size_t g = 0; g < MORE; g++) {
        size_t n = 0;

        for (size_t i = 0; i < base->n; i++) {
            if (base->unit[i] == g)
                continue;
            d[n] = base->d[i];
            kept[n++] = r[i];
        }
        ck_assert_int_eq(assay_gao_fit(&(struct assay_gao_points){d, kept, NULL, n},
                                       ASSAY_GAO_BON, NULL, &rest, &err),
                         ASSAY_OK);
        sum += (rest.alpha - fit.alpha) * (rest.alpha - fit.alpha);
    }
    return fabs(fit.alpha - alpha) / sqrt(sum * (MORE - 1) / MORE);
}

START_TEST(the_wild_bootstrap_is_that_of_curves_made_anew)
{
    static const double seed[MORE][2] = {{1, 0.2},   {1.2, 0.25}, {0.9, 0.17},
                                         {1.1, 0.2}, {1.4, 0.3},  {0.8, 0.22}};
    const struct curves base = curves_of(ASSAY_GAO_BON, seed, MORE);
    const struct assay_gao_intervals got = intervals_of(ASSAY_GAO_BON, seed, MORE, 99);
    struct assay_rng rng = {1};
    double fitted[MORE * EACH], pivot[99], half;

    for (size_t i = 0; i < base.n; i++)
        fitted[i] =
            assay_gao_value(ASSAY_GAO_BON, got.fit.alpha, got.fit.beta, base.d[i]);
    for (size_t r = 0; r < 99; r++)
        pivot[r] = pivot_by_refitting(&base, fitted, &rng, got.fit.alpha);
    assay_quantile_sort(pivot, 99);
    half = assay_quantile(pivot, 99, 0.95) * sqrt(got.estimate.variance[0]);
    ck_assert(got.bootstrapped);
    check_range(&got.range.alpha, got.fit.alpha - half, got.fit.alpha + half);
}
END_TEST

START_TEST(the_band_is_the_interval_of_a_sum)
{
    static const double seed[SEEDS][2] = {
        {1, 0.2}, {1.2, 0.25}, {0.9, 0.17}, {1.1, 0.22}};
    const struct assay_gao_intervals got = intervals_of(ASSAY_GAO_BON, seed, SEEDS, 0);
    const struct assay_range at = assay_gao_band(&got, 2.0);
    /* 2 alpha - 4 beta of the seeds: 1.2, 1.4, 1.12, 1.32; t_3 = 3.182446305284263 */
    const double half = 3.182446305284263 * sqrt(0.0464 / 3 / 4);

    check_range(&at, 1.26 - half, 1.26 + half);
    ck_assert_double_eq(assay_gao_band(&got, 0.0).hi, 0.0);
}
END_TEST

static const struct {
    enum assay_gao_form form;
    double alpha, beta, noise;
} planted[] = {
    {ASSAY_GAO_BON, 1.0, 0.15, 0.05},
    {ASSAY_GAO_BON, 1.0, 0.15, 0.2},
    {ASSAY_GAO_RL, 1.0, 0.5, 0.05},
    {ASSAY_GAO_RL, 1.0, 0.5, 0.2},
};

/* 0.95 of 200 sets is 190, its standard deviation 3.1; seeds are fixed. The whole study is in bench. */
START_TEST(intervals_hold_the_planted_peak_as_often_as_they_say)
{
    enum {
        ALL = POINTS * CURVES
    };
    const struct assay_gao_peak peak =
        assay_gao_peak_of(planted[_i].form, planted[_i].alpha, planted[_i].beta);
    static double d[ALL], r[ALL];
    static uint32_t unit[ALL];
    size_t held = 0, by_points = 0;

    for (size_t set = 0; set < SETS; set++) {
        struct assay_rng rng = assay_rng_stream(5, set);
        struct assay_gao_sampling how = {unit, CURVES, 299, set, 0.95};
        const struct assay_gao_points points = {d, r, NULL, ALL};
        struct assay_gao_intervals got;
        struct assay_error err;

        for (size_t i = 0; i < ALL; i++) {
            d[i] = 0.2 * (double)(i % POINTS + 1);
            unit[i] = (uint32_t)(i / POINTS);
            r[i] = assay_gao_value(planted[_i].form, planted[_i].alpha, planted[_i].beta,
                                   d[i]) +
                   planted[_i].noise *
                       gsl_cdf_ugaussian_Pinv(assay_rng_uniform(&rng) + 0x1p-54);
        }
        ck_assert(assay_gao_intervals(&points, planted[_i].form, &how, &got, &err) ==
                  ASSAY_OK);
        ck_assert(got.range.turns && got.range.d_peak.has_hi);
        held += !assay_range_excludes(&got.range.d_peak, peak.d);
        how.unit = NULL;
        how.replicates = 0;
        ck_assert(assay_gao_intervals(&points, planted[_i].form, &how, &got, &err) ==
                  ASSAY_OK);
        by_points += !assay_range_excludes(&got.range.d_peak, peak.d);
    }
    ck_assert_uint_ge(held, 184);
    ck_assert_uint_le(held, 196);
    ck_assert_uint_ge(by_points, 184);
    ck_assert_uint_le(by_points, 196);
}
END_TEST

START_TEST(what_cannot_be_known_is_refused)
{
    const double d[] = {1, 2, 1, 2}, r[] = {1, 1.5, 1.1, 1.4};
    const uint32_t two[] = {0, 0, 1, 1}, one[] = {2, 2, 2, 2}, alone[] = {0, 1, 0, 2};
    const struct assay_gao_points points = {d, r, NULL, 4};
    struct assay_gao_sampling how = {two, 2, 0, 1, 0.95};
    struct assay_gao_intervals got;
    struct assay_error err;

    ck_assert_int_eq(assay_gao_intervals(&points, ASSAY_GAO_BON, &how, &got, &err),
                     ASSAY_OK);
    how.level = 1.0;
    ck_assert_int_eq(assay_gao_intervals(&points, ASSAY_GAO_BON, &how, &got, &err),
                     ASSAY_EDOMAIN);
    how = (struct assay_gao_sampling){one, 2, 0, 1, 0.95};
    ck_assert_int_eq(assay_gao_intervals(&points, ASSAY_GAO_BON, &how, &got, &err),
                     ASSAY_EDOMAIN);
    how.units = 3; /* of which one has points */
    ck_assert_int_eq(assay_gao_intervals(&points, ASSAY_GAO_BON, &how, &got, &err),
                     ASSAY_EDOMAIN);
    how.unit = alone; /* without unit 0 there is d = 2 alone */
    ck_assert_int_eq(assay_gao_intervals(&points, ASSAY_GAO_BON, &how, &got, &err),
                     ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "without unit 0 alpha and beta cannot be told apart");
}
END_TEST

Suite *unit_gao_interval(void)
{
    Suite *suite = suite_create("gao_interval");
    TCase *tests = tcase_create("intervals of the peak");

    tcase_add_test(tests, four_bon_curves_have_student_s_and_fieller_s_intervals);
    tcase_add_test(tests, four_rl_curves_have_student_s_and_fieller_s_intervals);
    tcase_add_loop_test(tests, a_beta_that_may_be_none_leaves_the_peak_without_upper_end,
                        0, 2);
    tcase_add_test(tests, a_beta_below_none_has_no_peak);
    tcase_add_test(tests, where_nothing_is_told_from_none_nothing_is_said);
    tcase_add_loop_test(tests, without_noise_the_intervals_are_the_truth, 0, 2);
    tcase_add_test(tests, the_wild_bootstrap_is_that_of_curves_made_anew);
    tcase_add_test(tests, the_band_is_the_interval_of_a_sum);
    tcase_add_loop_test(tests, intervals_hold_the_planted_peak_as_often_as_they_say, 0,
                        4);
    tcase_add_test(tests, what_cannot_be_known_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
