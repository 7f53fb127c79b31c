#include "harness/core/rng.h"
#include "metrics/curve_fit.h"
#include "metrics/isotonic.h"
#include "tests/unit/unit.h"

#include <gsl/gsl_cdf.h>

#include <math.h>

enum {
    FEW = 6,
    STEPS = 8,
    POINTS = 25
};

static const double some_d[FEW] = {0.5, 1, 1.5, 2, 3, 4};
static const double some_r[FEW] = {0.41, 0.83, 1.02, 1.31, 1.38, 1.22};
static const double some_weight[FEW] = {1, 2, 1, 4, 1, 0.5};

/* numpy.linalg.lstsq on (1, d, d^2), and again without each point. */
static const struct {
    const double *weight;
    double c[3], loo, d, r;
    double left_out[FEW];
} quadratic[] = {
    {NULL,
     {-0.0219211267605635, 0.979791549295774, -0.167876056338028},
     0.0675203786882907,
     2.918199208000536,
     1.40769233481971,
     {-0.0605756929638, 0.0560126207849, -0.0704440919905, 0.0727459686843,
      -0.0433555504482, 0.0917231222386}},
    {some_weight,
     {-0.0381633881046042, 1.02230363341819, -0.178576255496413},
     0.0662931640057535,
     2.8623728014017153,
     1.4249436694305835,
     {-0.0474817299629, 0.0413066270245, -0.0856133067342, 0.0626750040604,
      -0.0604381772902, 0.137028599127}},
};

START_TEST(the_quadratic_is_that_of_least_squares)
{
    const struct assay_gao_points points = {some_d, some_r, quadratic[_i].weight, FEW};
    struct assay_curve_fit fit[ASSAY_CURVES];
    double value[ASSAY_CURVES * FEW], left_out[ASSAY_CURVES * FEW];
    const struct assay_curve_fit *got = &fit[ASSAY_CURVE_QUADRATIC];
    struct assay_error err;

    ck_assert_int_eq(assay_curve_fit_all(&points, value, left_out, fit, &err), ASSAY_OK);
    ck_assert(got->fitted && got->peak.exists && got->quality.has_loo);
    for (size_t k = 0; k < 3; k++)
        ck_assert_double_eq_tol(got->coefficient[k], quadratic[_i].c[k], 1e-12);
    ck_assert_double_eq_tol(got->quality.loo, quadratic[_i].loo, 1e-12);
    ck_assert_double_eq_tol(got->peak.d, quadratic[_i].d, 1e-11);
    ck_assert_double_eq_tol(got->peak.r, quadratic[_i].r, 1e-11);
    for (size_t i = 0; i < FEW; i++)
        ck_assert_double_eq_tol(left_out[(size_t)ASSAY_CURVE_QUADRATIC * FEW + i],
                                quadratic[_i].left_out[i], 1e-10);
    ck_assert_double_eq_tol(value[(size_t)ASSAY_CURVE_QUADRATIC * FEW + 1],
                            quadratic[_i].c[0] + quadratic[_i].c[1] + quadratic[_i].c[2],
                            1e-12);
}
END_TEST

static const double step_x[STEPS] = {1, 2, 2, 3, 4, 5, 6, 7};
static const double step_y[STEPS] = {1, 3, 2, 2.2, 6, 5, 4.5, 8};
static const double step_weight[STEPS] = {1, 1, 2, 1, 1, 1, 3, 1};

/* By max over a <= i of min over b >= i of the mean of a .. b, in Python. */
START_TEST(the_monotone_curve_is_that_of_max_and_min)
{
    static const double want[STEPS] = {1, 2.3, 2.3, 2.3, 4.9, 4.9, 4.9, 8};
    static const double without[STEPS] = {-1.3,   1,     -0.6,  -1.41666666667,
                                          2.5375, 0.125, -2.25, 3.1};
    const size_t order[STEPS] = {3, 1, 7, 0, 5, 2, 6, 4};
    double x[STEPS], y[STEPS], w[STEPS], value[STEPS], left_out[STEPS];
    const struct assay_isotonic_points points = {x, y, w, STEPS};

    for (size_t i = 0; i < STEPS; i++) {
        x[i] = step_x[order[i]];
        y[i] = step_y[order[i]];
        w[i] = step_weight[order[i]];
    }
    ck_assert_uint_eq(assay_isotonic_fit(&points, value), 4);
    assay_isotonic_leave_out(&points, left_out);
    for (size_t i = 0; i < STEPS; i++) {
        ck_assert_double_eq_tol(value[i], want[order[i]], 1e-14);
        ck_assert_double_eq_tol(left_out[i], without[order[i]], 1e-10);
    }
}
END_TEST

START_TEST(what_rises_is_its_own_monotone_curve_and_what_falls_its_mean)
{
    const double x[] = {1, 2, 3, 4}, up[] = {1, 2, 2.5, 4}, down[] = {4, 2.5, 2, 1};
    double value[4];

    ck_assert_uint_eq(
        assay_isotonic_fit(&(struct assay_isotonic_points){x, up, NULL, 4}, value), 4);
    for (size_t i = 0; i < 4; i++)
        ck_assert_double_eq(value[i], up[i]);
    ck_assert_uint_eq(
        assay_isotonic_fit(&(struct assay_isotonic_points){x, down, NULL, 4}, value), 1);
    for (size_t i = 0; i < 4; i++)
        ck_assert_double_eq(value[i], 2.375);
}
END_TEST

/* Points on a curve of each kind, with a little noise of fixed seeds. */
static struct assay_curve_choice chosen_for(enum assay_curve truth, double noise)
{
    struct assay_rng rng = {11 + (uint64_t)truth};
    double d[POINTS], r[POINTS], left_out[ASSAY_CURVES * POINTS];
    struct assay_curve_fit fit[ASSAY_CURVES];
    const struct assay_gao_points points = {d, r, NULL, POINTS};
    struct assay_error err;

    for (size_t i = 0; i < POINTS; i++) {
        d[i] = 0.2 * (double)(i + 1);
        r[i] = noise * gsl_cdf_ugaussian_Pinv(assay_rng_uniform(&rng) + 0x1p-54);
        if (truth == ASSAY_CURVE_BON)
            r[i] += assay_gao_value(ASSAY_GAO_BON, 1.0, 0.15, d[i]);
        else if (truth == ASSAY_CURVE_RL)
            r[i] += assay_gao_value(ASSAY_GAO_RL, 1.0, 0.5, d[i]);
        else if (truth == ASSAY_CURVE_QUADRATIC)
            r[i] += 1.0 + d[i] - 0.15 * d[i] * d[i];
        else
            r[i] += d[i] < 1.5 ? 0.2 : 2.0; /* a step, which stays */
    }
    ck_assert_int_eq(assay_curve_fit_all(&points, NULL, left_out, fit, &err), ASSAY_OK);
    return assay_curve_choose(&points, fit, left_out);
}

START_TEST(each_kind_of_curve_is_chosen_where_it_is_the_truth)
{
    const struct assay_curve_choice got = chosen_for((enum assay_curve)_i, 0.02);

    ck_assert(got.made && got.as_good[got.chosen] && got.as_good[got.best]);
    ck_assert_str_eq(assay_curve_name(got.chosen),
                     assay_curve_name((enum assay_curve)_i));
}
END_TEST

/* A quadratic can be any bon curve, and with noise is at times nearer: bon has fewer parameters. */
START_TEST(of_curves_as_good_the_plainest_is_chosen)
{
    const struct assay_curve_choice got = chosen_for(ASSAY_CURVE_BON, 0.2);

    ck_assert(got.as_good[ASSAY_CURVE_BON] && got.as_good[ASSAY_CURVE_QUADRATIC]);
    ck_assert_int_ne(got.chosen, ASSAY_CURVE_QUADRATIC);
}
END_TEST

START_TEST(a_curve_that_two_points_do_not_tell_is_not_fitted)
{
    const double d[] = {1, 2, 1, 2}, r[] = {1, 1.5, 1.1, 1.4};
    const double one[] = {1, 1}, two[] = {1, 2};
    struct assay_curve_fit fit[ASSAY_CURVES];
    double value[ASSAY_CURVES * 4], left_out[ASSAY_CURVES * 4];
    struct assay_error err;

    ck_assert_int_eq(assay_curve_fit_all(&(struct assay_gao_points){d, r, NULL, 4}, value,
                                         left_out, fit, &err),
                     ASSAY_OK);
    ck_assert(fit[ASSAY_CURVE_BON].fitted && fit[ASSAY_CURVE_MONOTONE].fitted);
    ck_assert(!fit[ASSAY_CURVE_QUADRATIC].fitted && fit[ASSAY_CURVE_QUADRATIC].why);
    ck_assert_double_eq(value[(size_t)ASSAY_CURVE_QUADRATIC * 4], 0.0);
    ck_assert_double_eq_tol(value[(size_t)ASSAY_CURVE_MONOTONE * 4], 1.05, 1e-15);
    ck_assert_int_eq(assay_curve_fit_all(&(struct assay_gao_points){one, two, NULL, 2},
                                         NULL, NULL, fit, &err),
                     ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_curve_fit(void)
{
    Suite *suite = suite_create("curve_fit");
    TCase *tests = tcase_create("forms and baselines");

    tcase_add_loop_test(tests, the_quadratic_is_that_of_least_squares, 0, 2);
    tcase_add_test(tests, the_monotone_curve_is_that_of_max_and_min);
    tcase_add_test(tests, what_rises_is_its_own_monotone_curve_and_what_falls_its_mean);
    tcase_add_loop_test(tests, each_kind_of_curve_is_chosen_where_it_is_the_truth, 0,
                        ASSAY_CURVES);
    tcase_add_test(tests, of_curves_as_good_the_plainest_is_chosen);
    tcase_add_test(tests, a_curve_that_two_points_do_not_tell_is_not_fitted);
    suite_add_tcase(suite, tests);
    return suite;
}
