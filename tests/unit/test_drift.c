#include "metrics/drift.h"
#include "tests/unit/unit.h"

#include <math.h>

/* scipy.stats.theilslopes: slope, low and high at 0.95; the second with ties in both. */
START_TEST(a_single_run_has_sen_s_slope_and_interval)
{
    static const double steps[2][10] = {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9},
                                        {0, 0, 1, 2, 2, 3, 4, 5, 6, 7}};
    static const double values[2][10] = {
        {100, 103, 101, 106, 104, 180, 109, 108, 112, 111},
        {1, 1, 2, 2, 2, 3, 3, 5, 5, 4}};
    static const double want[2][3] = {{1.33333333333333, 0.666666666666667, 2},
                                      {0.5, 0.4, 0.8}};
    const struct assay_drift_series series = {steps[_i], values[_i], NULL, 10, 0};
    struct assay_drift got;
    struct assay_error err;

    ck_assert_int_eq(assay_drift_of(&series, 0.95, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got.slope, want[_i][0], 1e-12);
    ck_assert_double_eq_tol(got.slope_range.lo, want[_i][1], 1e-12);
    ck_assert_double_eq_tol(got.slope_range.hi, want[_i][2], 1e-12);
    if (_i == 0) { /* numpy.median(y - slope t) = 100.5; nine steps of 4/3 */
        ck_assert_double_eq_tol(got.start, 100.5, 1e-12);
        ck_assert_double_eq_tol(got.change, 12.0, 1e-12);
        ck_assert_double_eq_tol(got.relative, 12.0 / 100.5, 1e-12);
        ck_assert_double_eq_tol(got.relative_range.hi, 18.0 / 100.5, 1e-12);
    }
}
END_TEST

/* scipy.stats.theilslopes; as if there were no ties the ends would be 0 and 0.375. */
START_TEST(ties_of_values_narrow_sen_s_interval)
{
    const double value[] = {1, 1, 2, 1, 1, 1, 1, 2, 2, 2, 3, 4, 4, 4};
    double step[14];
    const struct assay_drift_series series = {step, value, NULL, 14, 0};
    struct assay_drift got;
    struct assay_error err;

    for (size_t i = 0; i < 14; i++)
        step[i] = (double)i;
    ck_assert_int_eq(assay_drift_of(&series, 0.95, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got.slope, 0.25, 1e-15);
    ck_assert_double_eq_tol(got.slope_range.lo, 0.111111111111111, 1e-12);
    ck_assert_double_eq_tol(got.slope_range.hi, 0.333333333333333, 1e-12);
}
END_TEST

/* Lines 100 + t, 100 + 2 t, 200 + 6 t for t = 0 .. 3: slopes 1, 2, 6, changes 3, 6, 18. */
START_TEST(several_runs_have_the_interval_of_their_mean)
{
    static const double base[3] = {100, 100, 200}, slope[3] = {1, 2, 6};
    double step[12], value[12];
    uint32_t unit[12];
    const struct assay_drift_series series = {step, value, unit, 12, 3};
    struct assay_drift got;
    struct assay_error err;

    for (size_t i = 0; i < 12; i++) {
        const size_t at = i / 3;

        unit[i] = (uint32_t)(i % 3);
        step[i] = (double)at;
        value[i] = base[i % 3] + slope[i % 3] * step[i];
    }
    ck_assert_int_eq(assay_drift_of(&series, 0.95, &got, &err), ASSAY_OK);
    ck_assert_uint_eq(got.units, 3);
    ck_assert_double_eq_tol(got.slope, 3.0, 1e-12);
    /* sd sqrt(7), t_2 = 4.302652729749464 */
    ck_assert_double_eq_tol(got.slope_range.hi - 3.0, 4.302652729749464 * sqrt(7.0 / 3),
                            1e-9);
    ck_assert_double_eq_tol(got.change, 9.0, 1e-12);
    ck_assert_double_eq_tol(got.relative, (0.03 + 0.06 + 0.09) / 3, 1e-12);
    ck_assert_double_eq_tol(got.relative_range.lo,
                            0.06 - 4.302652729749464 * 0.03 / sqrt(3.0), 1e-10);
}
END_TEST

START_TEST(what_starts_at_none_has_no_relative_change)
{
    const double step[] = {0, 1, 2}, value[] = {0, 1, 2};
    struct assay_drift got;
    struct assay_error err;

    ck_assert_int_eq(assay_drift_of(&(struct assay_drift_series){step, value, NULL, 3, 0},
                                    0.95, &got, &err),
                     ASSAY_OK);
    ck_assert(!got.has_relative && !got.relative_range.has_lo && got.relative_range.why);
    ck_assert_double_eq(got.change, 2.0);
}
END_TEST

/* Neighbours are averaged: the slope of a straight line stays. */
START_TEST(a_long_run_is_averaged_down)
{
    enum {
        LONG = 2 * ASSAY_DRIFT_POINTS + 1
    };
    static double step[LONG], value[LONG];
    struct assay_drift got;
    struct assay_error err;

    for (size_t i = 0; i < LONG; i++) {
        step[i] = (double)i;
        value[i] = 5.0 + 0.25 * (double)i + (i % 2 ? 1.0 : -1.0);
    }
    ck_assert_int_eq(
        assay_drift_of(&(struct assay_drift_series){step, value, NULL, LONG, 0}, 0.95,
                       &got, &err),
        ASSAY_OK);
    ck_assert_double_eq_tol(got.slope, 0.25, 1e-3);
    /* threes: from the mean of 0, 1, 2 to that of 3999, 4000 */
    ck_assert_double_eq_tol(got.change, 0.25 * 3998.5, 0.1);
}
END_TEST

START_TEST(runs_of_too_few_steps_are_refused)
{
    const double step[] = {0, 1, 1, 0}, value[] = {1, 2, 3, (double)NAN};
    const uint32_t unit[] = {0, 0, 2, 0};
    struct assay_drift got;
    struct assay_error err;

    ck_assert_int_eq(assay_drift_of(&(struct assay_drift_series){step, value, NULL, 3, 0},
                                    0.95, &got, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_drift_of(&(struct assay_drift_series){step, value, NULL, 4, 0},
                                    0.95, &got, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_drift_of(&(struct assay_drift_series){step, value, unit, 3, 2},
                                    0.95, &got, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_drift_of(&(struct assay_drift_series){step, value, unit, 0, 0},
                                    0.95, &got, &err),
                     ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_drift(void)
{
    Suite *suite = suite_create("drift");
    TCase *tests = tcase_create("drift along a run");

    tcase_add_loop_test(tests, a_single_run_has_sen_s_slope_and_interval, 0, 2);
    tcase_add_test(tests, ties_of_values_narrow_sen_s_interval);
    tcase_add_test(tests, several_runs_have_the_interval_of_their_mean);
    tcase_add_test(tests, what_starts_at_none_has_no_relative_change);
    tcase_add_test(tests, a_long_run_is_averaged_down);
    tcase_add_test(tests, runs_of_too_few_steps_are_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
