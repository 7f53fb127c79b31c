#include "metrics/calibration.h"
#include "tests/unit/unit.h"

#include <math.h>

START_TEST(loss_is_stable_at_both_ends)
{
    const double margin[] = {0.0, 1000.0, -1000.0};
    struct assay_error err;
    double got;

    ck_assert_int_eq(assay_calibration_nll(margin, 1, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, 0.69314718055994531, 1e-16);
    ck_assert_int_eq(assay_calibration_nll(margin, 3, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, (0.69314718055994531 + 0.0 + 1000.0) / 3, 1e-12);
    ck_assert_int_eq(assay_calibration_nll(margin, 0, &got, &err), ASSAY_EDOMAIN);
    ck_assert_double_eq(assay_calibration_sigmoid(0.0), 0.5);
    ck_assert_double_eq(assay_calibration_sigmoid(1000.0), 1.0);
    ck_assert_double_eq(assay_calibration_sigmoid(-1000.0), 0.0);
    ck_assert_double_eq_tol(assay_calibration_sigmoid(-2.0), 0.11920292202211755, 1e-16);
}
END_TEST

/* Two margins of +1 to one of -1: the best sigma(1/T) is 2/3, so T = 1/log 2. */
START_TEST(temperature_solves_the_two_point_case)
{
    const double margin[] = {1, 1, -1};
    const double doubled[] = {2, 2, -2};
    struct assay_error err;
    double got;

    ck_assert_int_eq(assay_calibration_temperature(margin, 3, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, 1.4426950408889634, 1e-14);
    ck_assert_int_eq(assay_calibration_temperature(doubled, 3, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, 2.8853900817779268, 1e-14);
}
END_TEST

START_TEST(temperature_has_limits)
{
    const double separable[] = {1, 2, 0};
    const double wrong[] = {-1, -2, 0.5};
    const double nearly[] = {1e-15, 1e-15, -1e-15};
    const double none[] = {0, 0};
    struct assay_error err;
    double got;

    ck_assert_int_eq(assay_calibration_temperature(separable, 3, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got, 1e-12);
    ck_assert_int_eq(assay_calibration_temperature(wrong, 3, &got, &err), ASSAY_OK);
    ck_assert(isinf(got) && got > 0);
    ck_assert_int_eq(assay_calibration_temperature(nearly, 3, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, 1e-12, 1e-18);
    ck_assert_int_eq(assay_calibration_temperature(none, 2, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_calibration_temperature(none, 0, &got, &err), ASSAY_EDOMAIN);
}
END_TEST

START_TEST(brier_is_a_mean_square)
{
    const double p[] = {1.0, 0.5, 0.0, 0.8};
    const double y[] = {1.0, 0.5, 1.0, 1.0};
    const double bad[] = {1.5, nan("")};
    struct assay_error err;
    double got;

    ck_assert_int_eq(assay_calibration_brier(p, y, 4, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, 1.04 / 4, 1e-15);
    ck_assert_int_eq(assay_calibration_brier(bad, y, 1, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_calibration_brier(bad + 1, y, 1, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_calibration_brier(p, y, 0, &got, &err), ASSAY_EDOMAIN);
}
END_TEST

START_TEST(bins_are_open_on_the_right)
{
    const double p[] = {0.0, 0.1, 0.0999, 0.95, 1.0, 0.5};
    const double y[] = {0, 1, 0, 1, 0, 1};
    struct assay_calibration_bin bin[10];
    struct assay_error err;

    ck_assert_int_eq(assay_calibration_curve(p, y, 6, 10, bin, &err), ASSAY_OK);
    ck_assert_uint_eq(bin[0].count, 2);
    ck_assert_uint_eq(bin[1].count, 1);
    ck_assert_uint_eq(bin[5].count, 1);
    ck_assert_uint_eq(bin[9].count, 2);
    ck_assert_uint_eq(bin[2].count, 0);
    ck_assert_double_eq(bin[2].confidence, 0.0);
    ck_assert_double_eq_tol(bin[9].confidence, 0.975, 1e-15);
    ck_assert_double_eq(bin[9].accuracy, 0.5);
    ck_assert_double_eq_tol(assay_calibration_ece(bin, 10),
                            (0.0999 + 0.9 + 0.5 + 0.95) / 6, 1e-15);
    ck_assert_double_eq(assay_calibration_ece(bin + 2, 3), 0.0);
    ck_assert_int_eq(assay_calibration_curve(p, y, 6, 0, bin, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_calibration_curve(p, y, 0, 10, bin, &err), ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_calibration(void)
{
    Suite *suite = suite_create("calibration");
    TCase *tcase = tcase_create("calibration");

    tcase_add_test(tcase, loss_is_stable_at_both_ends);
    tcase_add_test(tcase, temperature_solves_the_two_point_case);
    tcase_add_test(tcase, temperature_has_limits);
    tcase_add_test(tcase, brier_is_a_mean_square);
    tcase_add_test(tcase, bins_are_open_on_the_right);
    suite_add_tcase(suite, tcase);
    return suite;
}
