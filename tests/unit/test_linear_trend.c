#include "harness/core/rng.h"
#include "metrics/linear_trend.h"
#include "tests/unit/unit.h"

#include <math.h>

static const double time_of[] = {1, 2, 4, 5, 7, 8, 10};
static const double value_of[] = {70.1, 70.4, 70.2, 70.9, 71.3, 70.8, 71.6};
static const double se_of[] = {0.5, 0.3, 0.4, 0.6, 0.5, 0.4, 0.3};

static struct assay_linear_trend trend_of(const double *value, const double *se)
{
    const struct assay_linear_values values = {time_of, value, se, 7};
    struct assay_linear_trend out;
    struct assay_error err;

    ck_assert_int_eq(assay_linear_trend_of(&values, 0.95, &out, &err), ASSAY_OK);
    return out;
}

/* scipy 1.10: stats.linregress(t, x); slope -+ stats.t.ppf(.975, 5) stderr; stats.theilslopes(x, t, .95). */
START_TEST(without_standard_errors_scatter_tells_them)
{
    const struct assay_linear_trend got = trend_of(value_of, NULL);

    ck_assert_double_eq_tol(got.slope, 0.15270270270270206, 1e-12);
    ck_assert_double_eq_tol(got.slope_se, 0.03630921232194367, 1e-12);
    ck_assert_double_eq_tol(got.p, 0.008443752764888936, 1e-11);
    ck_assert_double_eq_tol(got.lo, 0.05936690100612557, 1e-9);
    ck_assert_double_eq_tol(got.hi, 0.24603850439927855, 1e-9);
    ck_assert_double_eq_tol(got.level, 70.75714285714287, 1e-12);
    ck_assert_double_eq_tol(got.centre, 5.285714285714286, 1e-12);
    ck_assert_double_eq_tol(got.scale, 0.2891740334497927, 1e-12);
    ck_assert_uint_eq(got.df, 5);
    ck_assert_double_eq_tol(got.sen, 0.16666666666666666, 1e-11);
    ck_assert_double_eq_tol(got.sen_lo, 0.03333333333333618, 1e-11);
    ck_assert_double_eq_tol(got.sen_hi, 0.30000000000001137, 1e-11);
}
END_TEST

/* numpy 1.24: polyfit(t, x, 1, w=1 / se, cov="unscaled"); slope -+ norm.ppf(.975) se; at time 12 sqrt(v cov v). */
START_TEST(known_standard_errors_are_weights)
{
    const struct assay_linear_trend got = trend_of(value_of, se_of);
    const struct assay_linear_trend_value at = assay_linear_trend_at(&got, 12.0);

    ck_assert_double_eq_tol(got.slope, 0.15186106907049102, 1e-12);
    ck_assert_double_eq_tol(got.slope_se, 0.04451776571138554, 1e-12);
    ck_assert_double_eq_tol(got.scale, 0.7056079116654487, 1e-12);
    ck_assert_double_eq_tol(got.p, 0.0006466661937918879, 1e-12);
    ck_assert_double_eq_tol(got.lo, 0.06460785160398322, 1e-9);
    ck_assert_double_eq_tol(got.hi, 0.23911428653699882, 1e-9);
    ck_assert_uint_eq(got.df, 0);
    ck_assert_double_eq_tol(at.value, 71.77762434036413, 1e-10);
    ck_assert_double_eq_tol(at.se, 0.3216772988064986, 1e-12);
}
END_TEST

/* The same with a quarter of the standard errors: polyfit(..., cov=True), Student's t with 5. */
START_TEST(standard_errors_that_are_too_small_are_scaled)
{
    double se[7];
    struct assay_linear_trend got;

    for (size_t i = 0; i < 7; i++)
        se[i] = se_of[i] / 4;
    got = trend_of(value_of, se);
    ck_assert_double_eq_tol(got.slope, 0.15186106907049102, 1e-12);
    ck_assert_double_eq_tol(got.scale, 2.8224316466617947, 1e-11);
    ck_assert_double_eq_tol(got.slope_se, 0.031412087695621836, 1e-12);
    ck_assert_double_eq_tol(got.p, 0.0047378264571677105, 1e-11);
    ck_assert_uint_eq(got.df, 5);
}
END_TEST

START_TEST(a_level_history_has_no_trend)
{
    const double level[] = {3, 3, 3, 3, 3, 3, 3};
    const double line[] = {1, 2, 4, 5, 7, 8, 10};
    const struct assay_linear_trend none = trend_of(level, NULL);
    const struct assay_linear_trend sure = trend_of(line, NULL);

    ck_assert_double_eq(none.slope, 0.0);
    ck_assert_double_eq(none.p, 1.0);
    ck_assert_double_eq(none.hi, 0.0);
    ck_assert_double_eq_tol(sure.slope, 1.0, 1e-12);
    ck_assert_double_lt(sure.p, 1e-12);
}
END_TEST

START_TEST(one_wild_night_does_not_bend_sens_slope)
{
    double wild[7];

    for (size_t i = 0; i < 7; i++)
        wild[i] = value_of[i];
    wild[6] = 40.0;
    ck_assert_double_lt(trend_of(wild, NULL).slope, -1.0);
    ck_assert_double_gt(trend_of(wild, NULL).sen, 0.0);
}
END_TEST

/* Uniform sums: near normal, mean 0 and variance 1. */
static double noise(struct assay_rng *rng)
{
    double sum = -6.0;

    for (int i = 0; i < 12; i++)
        sum += assay_rng_uniform(rng);
    return sum;
}

/* _i: standard errors known, not known, four times too small. */
START_TEST(intervals_hold_the_true_slope_as_often_as_they_say)
{
    const double factor[] = {1.0, 0.0, 0.25};
    struct assay_rng rng = {19};
    size_t held = 0;

    for (size_t round = 0; round < 4000; round++) {
        double value[7];
        double se[7];
        struct assay_linear_trend got;

        for (size_t i = 0; i < 7; i++) {
            value[i] = 50 + 0.3 * time_of[i] + 0.2 * noise(&rng);
            se[i] = 0.2 * factor[_i];
        }
        got = trend_of(value, factor[_i] > 0 ? se : NULL);
        held += got.lo <= 0.3 && 0.3 <= got.hi;
    }
    ck_assert_double_ge((double)held / 4000, 0.95 - 4 * 0.00345);
    ck_assert_double_le((double)held / 4000, _i == 0 ? 0.985 : 0.965);
}
END_TEST

START_TEST(nonsense_is_refused)
{
    const double same[] = {1, 1, 2, 2, 2, 2, 2};
    const double bad[] = {1, 1, NAN, 1, 1, 1, 1};
    const double zero[] = {1, 1, 0, 1, 1, 1, 1};
    const struct assay_linear_values values[] = {{time_of, value_of, NULL, 2},
                                                 {same, value_of, NULL, 7},
                                                 {time_of, bad, NULL, 7},
                                                 {bad, value_of, NULL, 7},
                                                 {time_of, value_of, zero, 7}};
    const struct assay_linear_values fine = {time_of, value_of, NULL, 7};
    struct assay_linear_trend out;
    struct assay_error err;

    for (size_t i = 0; i < 5; i++)
        ck_assert_int_eq(assay_linear_trend_of(&values[i], 0.95, &out, &err),
                         ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_linear_trend_of(&fine, 1.0, &out, &err), ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_linear_trend(void)
{
    Suite *suite = suite_create("linear_trend");
    TCase *tcase = tcase_create("trends");

    tcase_add_test(tcase, without_standard_errors_scatter_tells_them);
    tcase_add_test(tcase, known_standard_errors_are_weights);
    tcase_add_test(tcase, standard_errors_that_are_too_small_are_scaled);
    tcase_add_test(tcase, a_level_history_has_no_trend);
    tcase_add_test(tcase, one_wild_night_does_not_bend_sens_slope);
    tcase_add_loop_test(tcase, intervals_hold_the_true_slope_as_often_as_they_say, 0, 3);
    tcase_add_test(tcase, nonsense_is_refused);
    suite_add_tcase(suite, tcase);
    return suite;
}
