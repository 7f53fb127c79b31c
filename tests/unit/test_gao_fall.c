#include "metrics/gao_fall.h"
#include "tests/unit/unit.h"

#include <gsl/gsl_cdf.h>

#include <math.h>

enum {
    POINTS = 24,
    UNITS = 6
};

/* Each unit has noise of its own, so that the jackknife has something to see. */
static void fitted(enum assay_gao_form form, double beta, struct assay_gao_intervals *out)
{
    double d[POINTS], r[POINTS];
    uint32_t unit[POINTS];
    const struct assay_gao_points points = {.d = d, .r = r, .n = POINTS};
    const struct assay_gao_sampling sampling = {
        .unit = unit, .units = UNITS, .level = 0.9};
    struct assay_error err;

    for (size_t i = 0; i < POINTS; i++) {
        unit[i] = (uint32_t)(i % UNITS);
        d[i] = 0.25 * (double)(i + 1);
        r[i] = assay_gao_value(form, 1.0, beta, d[i]) +
               0.02 * sin(7.0 * (double)unit[i]) * d[i];
    }
    ck_assert_int_eq(assay_gao_intervals(&points, form, &sampling, out, &err), ASSAY_OK);
}

/* R at the peak less R at the end, of any alpha and beta. */
static double fall_of(enum assay_gao_form form, double alpha, double beta, double end)
{
    return assay_gao_peak_of(form, alpha, beta).r -
           assay_gao_value(form, alpha, beta, end);
}

/* The interval by a gradient in finite differences, in which d* moves with alpha and beta. */
START_TEST(the_interval_is_that_of_the_whole_function)
{
    const enum assay_gao_form form = _i ? ASSAY_GAO_RL : ASSAY_GAO_BON;
    const double end = 6.0, step = 1e-5;
    struct assay_gao_intervals intervals;
    struct assay_gao_fall fall;
    const double *v;
    double a, b, half, x, y;

    fitted(form, _i ? 0.6 : 0.2, &intervals);
    v = intervals.estimate.variance;
    a = intervals.fit.alpha;
    b = intervals.fit.beta;
    fall = assay_gao_fall_to(&intervals, end);
    ck_assert(fall.exists);
    ck_assert_double_eq_tol(fall.value, fall_of(form, a, b, end), 1e-12);
    x = (fall_of(form, a + step, b, end) - fall_of(form, a - step, b, end)) /
        (2.0 * step);
    y = (fall_of(form, a, b + step, end) - fall_of(form, a, b - step, end)) /
        (2.0 * step);
    half = gsl_cdf_tdist_Pinv(0.95, UNITS - 1) *
           sqrt(x * x * v[0] + 2.0 * x * y * v[1] + y * y * v[2]);
    ck_assert_double_gt(half, 1e-3);
    ck_assert_double_eq_tol(fall.range.hi - fall.value, half, 1e-6);
    ck_assert_double_eq_tol(fall.value - fall.range.lo, half, 1e-6);
}
END_TEST

START_TEST(a_form_that_peaks_later_or_never_has_not_fallen)
{
    struct assay_gao_intervals intervals;

    fitted(ASSAY_GAO_BON, 0.2, &intervals);
    ck_assert(!assay_gao_fall_to(&intervals, 2.0).exists);
    ck_assert_ptr_nonnull(assay_gao_fall_to(&intervals, 2.0).range.why);
    fitted(ASSAY_GAO_BON, -0.2, &intervals);
    ck_assert(!assay_gao_fall_to(&intervals, 6.0).exists);
}
END_TEST

Suite *unit_gao_fall(void)
{
    Suite *suite = suite_create("gao_fall");
    TCase *tcase = tcase_create("gao_fall");

    tcase_add_loop_test(tcase, the_interval_is_that_of_the_whole_function, 0, 2);
    tcase_add_test(tcase, a_form_that_peaks_later_or_never_has_not_fallen);
    suite_add_tcase(suite, tcase);
    return suite;
}
