#include "metrics/gao_fit.h"
#include "tests/unit/unit.h"

#include <math.h>

enum {
    POINTS = 25,
    FEW = 6
};

static const double some_d[FEW] = {0.5, 1, 1.5, 2, 3, 4};
static const double some_r[FEW] = {0.41, 0.83, 1.02, 1.31, 1.38, 1.22};
static const double some_weight[FEW] = {1, 2, 1, 4, 1, 0.5};

static const struct {
    enum assay_gao_form form;
    double alpha, beta, d, r;
} planted[] = {
    {ASSAY_GAO_BON, 1.0, 0.15, 1.0 / 0.3, 1.0 / 0.6},
    {ASSAY_GAO_BON, 2.5, 0.4, 3.125, 3.90625},
    {ASSAY_GAO_RL, 1.0, 0.5, 2.718281828459045, 1.3591409142295225}, /* e, e / 2 */
    {ASSAY_GAO_RL, 0.6, 0.6, 1.0, 0.6},
};

START_TEST(planted_parameters_come_back)
{
    double d[POINTS], r[POINTS], left_out[POINTS];
    struct assay_gao_fit fit;
    struct assay_error err;

    for (size_t i = 0; i < POINTS; i++) {
        d[i] = 0.2 * (double)(i + 1);
        r[i] =
            assay_gao_value(planted[_i].form, planted[_i].alpha, planted[_i].beta, d[i]);
    }
    ck_assert_int_eq(assay_gao_fit(&(struct assay_gao_points){d, r, NULL, POINTS},
                                   planted[_i].form, left_out, &fit, &err),
                     ASSAY_OK);
    ck_assert_double_eq_tol(fit.alpha, planted[_i].alpha, 1e-12);
    ck_assert_double_eq_tol(fit.beta, planted[_i].beta, 1e-12);
    ck_assert(fit.peak.exists && !fit.ill && fit.quality.has_loo);
    ck_assert_double_eq_tol(fit.peak.d, planted[_i].d, 1e-10);
    ck_assert_double_eq_tol(fit.peak.r, planted[_i].r, 1e-10);
    ck_assert_double_lt(fit.quality.loo, 1e-12);
    ck_assert_double_eq_tol(fit.quality.r2, 1.0, 1e-12);
}
END_TEST

/* numpy.linalg.lstsq on rows times sqrt(weight), and again without each of them. */
static const struct {
    enum assay_gao_form form;
    const double *weight;
    double alpha, beta, sse, r2, r2_zero, loo;
    double left_out[FEW];
} regressed[] = {
    {ASSAY_GAO_BON,
     NULL,
     0.958180337481269,
     0.163631506938563,
     0.00728842269854713,
     0.988981698659255,
     0.998959732997653,
     0.0495997029052482,
     {-0.0302623478383, 0.0438999596612, -0.0687242385555, 0.0701347120767,
      -0.0306691653716, 0.0365413533835}},
    {ASSAY_GAO_BON,
     some_weight,
     0.985710467005609,
     0.171079197022905,
     0.0111027988888307,
     0.987504180282564,
     0.999082360228374,
     0.0529426651139021,
     {-0.0417758234555, 0.0194301239149, -0.0857762989193, 0.0561261724271,
      -0.0528157135459, 0.0525329261309}},
    {ASSAY_GAO_RL,
     NULL,
     0.856567353162395,
     0.38317898851147,
     0.0529391148157515,
     0.91996908743115,
     0.992444069649351,
     0.178465359406862,
     {-0.180994268716, -0.0362483452163, -0.0441707406289, 0.170817141167, 0.101228562907,
      -0.340073032183}},
    {ASSAY_GAO_RL,
     some_weight,
     0.885755151621829,
     0.388963596043366,
     0.0775067274452265,
     0.912768833990291,
     0.993594114746702,
     0.158643105796533,
     {-0.189313920343, -0.0821493971113, -0.0844636495693, 0.161604389179,
      0.00689317481274, -0.395247231406}},
};

START_TEST(fits_are_those_of_least_squares)
{
    const struct assay_gao_points points = {some_d, some_r, regressed[_i].weight, FEW};
    double left_out[FEW];
    struct assay_gao_fit fit;
    struct assay_error err;

    ck_assert_int_eq(assay_gao_fit(&points, regressed[_i].form, left_out, &fit, &err),
                     ASSAY_OK);
    ck_assert_double_eq_tol(fit.alpha, regressed[_i].alpha, 1e-12);
    ck_assert_double_eq_tol(fit.beta, regressed[_i].beta, 1e-12);
    ck_assert_double_eq_tol(fit.quality.sse, regressed[_i].sse, 1e-13);
    ck_assert_double_eq_tol(fit.quality.r2, regressed[_i].r2, 1e-12);
    ck_assert_double_eq_tol(fit.quality.r2_zero, regressed[_i].r2_zero, 1e-12);
    ck_assert_double_eq_tol(fit.quality.loo, regressed[_i].loo, 1e-12);
    for (size_t i = 0; i < FEW; i++)
        ck_assert_double_eq_tol(left_out[i], regressed[_i].left_out[i], 1e-11);
}
END_TEST

START_TEST(a_weight_of_two_is_a_point_twice)
{
    const double d[] = {0.5, 1, 1, 2}, r[] = {0.4, 0.9, 0.9, 1.1};
    const double once_d[] = {0.5, 1, 2}, once_r[] = {0.4, 0.9, 1.1}, weight[] = {1, 2, 1};
    struct assay_gao_fit twice, weighted;
    struct assay_error err;

    ck_assert_int_eq(assay_gao_fit(&(struct assay_gao_points){d, r, NULL, 4},
                                   ASSAY_GAO_RL, NULL, &twice, &err),
                     ASSAY_OK);
    ck_assert_int_eq(assay_gao_fit(&(struct assay_gao_points){once_d, once_r, weight, 3},
                                   ASSAY_GAO_RL, NULL, &weighted, &err),
                     ASSAY_OK);
    ck_assert_double_eq_tol(twice.alpha, weighted.alpha, 1e-14);
    ck_assert_double_eq_tol(twice.beta, weighted.beta, 1e-14);
    ck_assert_double_eq_tol(twice.quality.sse, weighted.quality.sse, 1e-14);
    ck_assert_double_eq_tol(twice.quality.r2, weighted.quality.r2, 1e-13);
}
END_TEST

START_TEST(without_a_turn_there_is_no_peak)
{
    const struct assay_gao_peak rises = assay_gao_peak_of(ASSAY_GAO_BON, 1.0, 0.0);
    const struct assay_gao_peak bends_up = assay_gao_peak_of(ASSAY_GAO_RL, 1.0, -0.1);
    const struct assay_gao_peak falls = assay_gao_peak_of(ASSAY_GAO_BON, -0.1, 0.2);
    const struct assay_gao_peak far = assay_gao_peak_of(ASSAY_GAO_RL, 1.0, 1e-3);

    ck_assert(!rises.exists && !bends_up.exists && !falls.exists && !far.exists);
    ck_assert_ptr_nonnull(rises.why);
    ck_assert_ptr_nonnull(far.why);
    ck_assert(assay_gao_peak_of(ASSAY_GAO_RL, -0.1, 0.2).exists); /* exp(-1.5) */
}
END_TEST

/* A point at 0 has no features: it changes sse alone. */
START_TEST(a_point_at_the_origin_bears_on_nothing)
{
    const double d[] = {0, 0.5, 1, 2}, r[] = {0.25, 0.4, 0.9, 1.1};
    struct assay_gao_fit with, without;
    struct assay_error err;

    ck_assert_int_eq(assay_gao_fit(&(struct assay_gao_points){d, r, NULL, 4},
                                   ASSAY_GAO_RL, NULL, &with, &err),
                     ASSAY_OK);
    ck_assert_int_eq(assay_gao_fit(&(struct assay_gao_points){d + 1, r + 1, NULL, 3},
                                   ASSAY_GAO_RL, NULL, &without, &err),
                     ASSAY_OK);
    ck_assert_double_eq(with.alpha, without.alpha);
    ck_assert_double_eq(with.beta, without.beta);
    ck_assert_double_eq_tol(with.quality.sse, without.quality.sse + 0.0625, 1e-15);
}
END_TEST

/* Two points determine both parameters: nothing is left over to leave out. */
START_TEST(a_point_that_alone_tells_a_parameter_has_no_leave_one_out)
{
    const double d[] = {1, 2, 2}, r[] = {1, 1.5, 1.25};
    double left_out[3];
    struct assay_gao_fit fit;
    struct assay_error err;

    ck_assert_int_eq(assay_gao_fit(&(struct assay_gao_points){d, r, NULL, 3},
                                   ASSAY_GAO_BON, left_out, &fit, &err),
                     ASSAY_OK);
    ck_assert(!fit.quality.has_loo);
    ck_assert_double_eq(left_out[1], 0.0);
    ck_assert_double_eq_tol(fit.quality.sse, 0.03125, 1e-15);
}
END_TEST

/* d of 1 and 1 + 1e-6: x1, x2 are (1, -1) and (1 + e, -(1 + 2 e)); det / (s11 s22) = e^2 / 4. */
START_TEST(points_too_close_are_told)
{
    const double d[] = {1, 1 + 1e-6}, r[] = {0.5, 0.5};
    const double apart[] = {1, 1 + 1e-3};
    struct assay_gao_fit fit;
    struct assay_error err;

    ck_assert_int_eq(assay_gao_fit(&(struct assay_gao_points){d, r, NULL, 2},
                                   ASSAY_GAO_BON, NULL, &fit, &err),
                     ASSAY_OK);
    ck_assert(fit.ill);
    ck_assert_double_eq_tol(fit.condition, 0.25e-12, 1e-15);
    ck_assert_int_eq(assay_gao_fit(&(struct assay_gao_points){apart, r, NULL, 2},
                                   ASSAY_GAO_BON, NULL, &fit, &err),
                     ASSAY_OK);
    ck_assert(!fit.ill);
}
END_TEST

static const struct {
    double d[3], r[3], weight[3];
} refused[] = {
    {{1, 1, 1}, {1, 2, 3}, {1, 1, 1}},           /* one d */
    {{0, 0, 2}, {1, 2, 3}, {1, 1, 1}},           /* one above 0 */
    {{-1, 1, 2}, {1, 2, 3}, {1, 1, 1}},          /* negative */
    {{(double)NAN, 1, 2}, {1, 2, 3}, {1, 1, 1}}, /* nan */
    {{0.5, 1, 2}, {1, HUGE_VAL, 3}, {1, 1, 1}},  /* infinite */
    {{0.5, 1, 2}, {1, 2, 3}, {1, 0, 1}},         /* weight 0 */
};

START_TEST(what_cannot_be_fitted_is_refused)
{
    const struct assay_gao_points points = {refused[_i].d, refused[_i].r,
                                            refused[_i].weight, 3};
    struct assay_gao_fit fit;
    struct assay_error err;

    ck_assert_int_eq(assay_gao_fit(&points, ASSAY_GAO_BON, NULL, &fit, &err),
                     ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_gao_fit(void)
{
    Suite *suite = suite_create("gao_fit");
    TCase *tests = tcase_create("forms of Gao et al.");

    tcase_add_loop_test(tests, planted_parameters_come_back, 0, 4);
    tcase_add_loop_test(tests, fits_are_those_of_least_squares, 0, 4);
    tcase_add_test(tests, a_weight_of_two_is_a_point_twice);
    tcase_add_test(tests, without_a_turn_there_is_no_peak);
    tcase_add_test(tests, a_point_at_the_origin_bears_on_nothing);
    tcase_add_test(tests, a_point_that_alone_tells_a_parameter_has_no_leave_one_out);
    tcase_add_test(tests, points_too_close_are_told);
    tcase_add_loop_test(tests, what_cannot_be_fitted_is_refused, 0, 6);
    suite_add_tcase(suite, tests);
    return suite;
}
