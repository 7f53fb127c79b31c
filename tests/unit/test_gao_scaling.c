#include "metrics/gao_scaling.h"
#include "tests/unit/unit.h"

#include <math.h>

enum {
    SIZES = 5
};

static const double size[SIZES] = {3e6, 12e6, 25e6, 85e6, 300e6};
static const double alpha[SIZES] = {0.8, 0.93, 1.02, 1.1, 1.31};
static const double beta[SIZES] = {0.2, 0.171, 0.16, 0.142, 0.118};
static const double some_weight[SIZES] = {1, 2, 2, 3, 5};

/* numpy, from (X' W X)^-1; ends of d* at 1e9 by scipy.optimize.brentq. */
static const struct {
    const double *weight;
    double line[4]; /* intercept, slope of alpha; of beta */
    double scatter[3];
    double range[4][2];
    double predicted[2], variance[3], d, d_lo, d_hi;
} want[] = {
    {NULL,
     {-0.80458495581268, 0.10674544996513, 0.45645654564693, -0.017335179115653},
     {0.0010523708252035, -1.9740370838096e-05, 6.0780341404344e-06},
     {{-1.30789657711, -0.301273334512},
      {0.0776154615314, 0.135875438399},
      {0.418206309036, 0.494706782258},
      {-0.0195489745118, -0.0151213837195}},
     {1.4075293806991, 0.097215020502178},
     {0.0022997704840223, -4.313909233309e-05, 1.3282469622195e-05},
     7.2392587762074,
     6.049035318,
     8.685446644},
    {some_weight,
     {-0.90684745791007, 0.11258170548853, 0.45234858557026, -0.017108149328589},
     {0.0033078135640256, -9.3737388750973e-05, 1.1622706952438e-05},
     {{-1.5216196624, -0.292075253424},
      {0.0785377401626, 0.146625670814},
      {0.415906992372, 0.488790178768},
      {-0.0191261591316, -0.0150901395256}},
     {1.4262131533056, 0.097811859055735},
     {0.0023775260682578, -6.7374741959346e-05, 8.353943844862e-06},
     7.290594244267,
     6.109464172,
     8.673786044},
};

static void check_line(const struct assay_gao_scaling_line *got, const double line[2],
                       const double range[2][2])
{
    ck_assert_double_eq_tol(got->intercept, line[0], 1e-11);
    ck_assert_double_eq_tol(got->slope, line[1], 1e-12);
    ck_assert_double_eq_tol(got->intercept_range.lo, range[0][0], 1e-9);
    ck_assert_double_eq_tol(got->intercept_range.hi, range[0][1], 1e-9);
    ck_assert_double_eq_tol(got->slope_range.lo, range[1][0], 1e-10);
    ck_assert_double_eq_tol(got->slope_range.hi, range[1][1], 1e-10);
}

START_TEST(lines_and_predictions_are_those_of_least_squares)
{
    const struct assay_gao_sizes sizes = {ASSAY_GAO_BON,   size, alpha, beta,
                                          want[_i].weight, SIZES};
    struct assay_gao_scaling got;
    struct assay_gao_prediction at;
    struct assay_error err;

    ck_assert_int_eq(assay_gao_scaling_fit(&sizes, 0.95, &got, &err), ASSAY_OK);
    check_line(&got.alpha, want[_i].line, want[_i].range);
    check_line(&got.beta, want[_i].line + 2, want[_i].range + 2);
    ck_assert_int_eq(assay_gao_scaling_predict(&got, 1e9, &at, &err), ASSAY_OK);
    ck_assert_double_eq_tol(at.estimate.alpha, want[_i].predicted[0], 1e-11);
    ck_assert_double_eq_tol(at.estimate.beta, want[_i].predicted[1], 1e-12);
    for (size_t k = 0; k < 3; k++) {
        ck_assert_double_eq_tol(got.scatter[k], want[_i].scatter[k], 1e-14);
        ck_assert_double_eq_tol(at.estimate.variance[k], want[_i].variance[k], 1e-14);
    }
    ck_assert(at.outside && at.peak.exists && at.range.turns);
    ck_assert_double_eq_tol(at.peak.d, want[_i].d, 1e-9);
    ck_assert_double_eq_tol(at.range.d_peak.lo, want[_i].d_lo, 1e-7);
    ck_assert_double_eq_tol(at.range.d_peak.hi, want[_i].d_hi, 1e-7);
}
END_TEST

START_TEST(a_size_among_those_fitted_is_not_outside)
{
    const struct assay_gao_sizes sizes = {ASSAY_GAO_RL, size, alpha, beta, NULL, SIZES};
    struct assay_gao_scaling got;
    struct assay_gao_prediction at;
    struct assay_error err;

    ck_assert_int_eq(assay_gao_scaling_fit(&sizes, 0.95, &got, &err), ASSAY_OK);
    ck_assert_int_eq(assay_gao_scaling_predict(&got, 50e6, &at, &err), ASSAY_OK);
    ck_assert(!at.outside);
    ck_assert_double_eq_tol(at.peak.d, exp(at.estimate.alpha / at.estimate.beta - 1),
                            1e-6);
    ck_assert_int_eq(assay_gao_scaling_predict(&got, 0.0, &at, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_gao_scaling_predict(&got, (double)NAN, &at, &err),
                     ASSAY_EDOMAIN);
}
END_TEST

START_TEST(too_few_sizes_are_refused)
{
    const double same[SIZES] = {1e6, 1e6, 1e6, 1e6, 1e6};
    struct assay_gao_sizes sizes = {ASSAY_GAO_BON, size, alpha, beta, NULL, 2};
    struct assay_gao_scaling got;
    struct assay_error err;

    ck_assert_int_eq(assay_gao_scaling_fit(&sizes, 0.95, &got, &err), ASSAY_EDOMAIN);
    sizes.n = SIZES;
    sizes.size = same;
    ck_assert_int_eq(assay_gao_scaling_fit(&sizes, 0.95, &got, &err), ASSAY_EDOMAIN);
    sizes.size = size;
    ck_assert_int_eq(assay_gao_scaling_fit(&sizes, 0.0, &got, &err), ASSAY_EDOMAIN);
    sizes.weight = same;
    ck_assert_int_eq(assay_gao_scaling_fit(&sizes, 0.9, &got, &err), ASSAY_OK);
}
END_TEST

Suite *unit_gao_scaling(void)
{
    Suite *suite = suite_create("gao_scaling");
    TCase *tests = tcase_create("alpha and beta over sizes");

    tcase_add_loop_test(tests, lines_and_predictions_are_those_of_least_squares, 0, 2);
    tcase_add_test(tests, a_size_among_those_fitted_is_not_outside);
    tcase_add_test(tests, too_few_sizes_are_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
