#include "metrics/direct_alignment.h"
#include "tests/unit/unit.h"

#include <math.h>

START_TEST(a_win_rate_that_falls_back_peaked_inside)
{
    const double step[] = {0, 100, 200, 400}, win[] = {0.5, 0.62, 0.6, 0.51};
    const double accuracy[] = {0.5, 0.6, 0.7, 0.8};
    struct assay_direct_summary got;
    struct assay_error err;

    ck_assert_int_eq(assay_direct_summary_of(
                         &(struct assay_direct_run){step, win, accuracy, 4}, &got, &err),
                     ASSAY_OK);
    ck_assert_uint_eq(got.peak, 1);
    ck_assert(got.inside && got.has_implicit && got.has_correlation);
    ck_assert_double_eq(got.share, 0.25);
    ck_assert_double_eq_tol(got.lost, 0.11, 1e-15);
    ck_assert_double_eq_tol(got.implicit_gain, 0.2, 1e-15);
    /* ranks 1 4 3 2 against 1 2 3 4: 1 - 6 (0 + 4 + 0 + 4) / 60 */
    ck_assert_double_eq_tol(got.correlation, 0.2, 1e-15);
}
END_TEST

START_TEST(a_win_rate_that_rises_peaks_at_the_end)
{
    const double step[] = {1, 2, 3}, win[] = {0.5, 0.6, 0.7}, flat[] = {1, 1, 1};
    const double same[] = {0.7, 0.6, 0.7};
    struct assay_direct_summary got;
    struct assay_error err;

    ck_assert_int_eq(assay_direct_summary_of(
                         &(struct assay_direct_run){step, win, flat, 3}, &got, &err),
                     ASSAY_OK);
    ck_assert(got.peak == 2 && !got.inside && !got.has_correlation);
    ck_assert_double_eq(got.share, 1.0);
    ck_assert_double_eq(got.lost, 0.0);
    /* of equal ones the first */
    ck_assert_int_eq(assay_direct_summary_of(
                         &(struct assay_direct_run){step, same, NULL, 3}, &got, &err),
                     ASSAY_OK);
    ck_assert(got.peak == 0 && got.inside && !got.has_implicit);
}
END_TEST

START_TEST(checkpoints_that_are_no_run_are_refused)
{
    const double step[] = {1, 1, 3}, win[] = {0.5, 0.6, (double)NAN};
    double centred[2];
    struct assay_direct_summary got;
    struct assay_error err;

    ck_assert_int_eq(assay_direct_summary_of(
                         &(struct assay_direct_run){step, win, NULL, 1}, &got, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_direct_summary_of(
                         &(struct assay_direct_run){step, win, NULL, 2}, &got, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(
        assay_direct_summary_of(&(struct assay_direct_run){step + 1, win + 1, NULL, 2},
                                &got, &err),
        ASSAY_EDOMAIN);
    assay_direct_centred(win, 2, 0.5, centred);
    ck_assert_double_eq_tol(centred[1], 0.1, 1e-15);
}
END_TEST

Suite *unit_direct_alignment(void)
{
    Suite *suite = suite_create("direct_alignment");
    TCase *tests = tcase_create("win rates of a run");

    tcase_add_test(tests, a_win_rate_that_falls_back_peaked_inside);
    tcase_add_test(tests, a_win_rate_that_rises_peaks_at_the_end);
    tcase_add_test(tests, checkpoints_that_are_no_run_are_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
