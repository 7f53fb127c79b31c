#include "harness/core/rng.h"
#include "metrics/goodhart.h"
#include "tests/unit/unit.h"

#include <gsl/gsl_cdf.h>

#include <math.h>

enum {
    DRAWS = 20000
};

START_TEST(the_gap_is_in_spreads_and_starts_at_none)
{
    const double proxy[] = {1, 3, 7}, gold[] = {10, 14, 12};
    const struct assay_goodhart_curve curve = {proxy, gold, 3};
    const struct assay_goodhart_base base = {2.0, 4.0, 0.5};
    double gap[3], line[3];
    struct assay_error err;

    ck_assert_int_eq(assay_goodhart_gap(&curve, &base, gap, line, &err), ASSAY_OK);
    ck_assert_double_eq(gap[0], 0.0);
    ck_assert_double_eq(gap[1], 0.0);
    ck_assert_double_eq(gap[2], 2.5);
    /* the slope is 0.5 * 4 / 2 */
    ck_assert_double_eq(line[0], 10.0);
    ck_assert_double_eq(line[1], 12.0);
    ck_assert_double_eq(line[2], 16.0);
}
END_TEST

/*
 * proxy = gold + noise of variance 1 + 3: the spread of the proxy is 2, the correlation 1/2 and the
 * slope in raw units 1/4. Of the draws with a proxy above 2 gold is a quarter of the proxy.
 */
START_TEST(gold_regresses_by_the_square_of_the_correlation)
{
    static double proxy[DRAWS], gold[DRAWS];
    struct assay_goodhart_base base;
    struct assay_rng rng = {8};
    struct assay_error err;
    double best[2] = {0}, points[2][2] = {{0}}, line[2];
    size_t n = 0;

    for (size_t i = 0; i < DRAWS; i++) {
        gold[i] = gsl_cdf_ugaussian_Pinv(assay_rng_uniform(&rng) + 0x1p-54);
        proxy[i] = gold[i] +
                   sqrt(3.0) * gsl_cdf_ugaussian_Pinv(assay_rng_uniform(&rng) + 0x1p-54);
        if (proxy[i] > 2.0) {
            best[0] += proxy[i];
            best[1] += gold[i];
            n++;
        }
    }
    ck_assert_int_eq(assay_goodhart_base_of(proxy, gold, DRAWS, &base, &err), ASSAY_OK);
    ck_assert_double_eq_tol(base.proxy_sd, 2.0, 0.04);
    ck_assert_double_eq_tol(base.gold_sd, 1.0, 0.02);
    ck_assert_double_eq_tol(base.correlation, 0.5, 0.02);
    points[0][1] = best[0] / (double)n;
    points[1][1] = best[1] / (double)n;
    ck_assert_int_eq(
        assay_goodhart_gap(&(struct assay_goodhart_curve){points[0], points[1], 2}, &base,
                           NULL, line, &err),
        ASSAY_OK);
    ck_assert_double_eq_tol(line[1], points[1][1], 0.06);
    ck_assert_double_eq_tol(line[1] / points[0][1], 0.25, 0.01);
}
END_TEST

START_TEST(without_a_spread_there_is_no_gap)
{
    const double proxy[] = {1, 3}, gold[] = {1, HUGE_VAL}, flat[] = {1, 1};
    struct assay_goodhart_base base = {1.0, 0.0, 0.5};
    double gap[2];
    struct assay_error err;

    ck_assert_int_eq(assay_goodhart_gap(&(struct assay_goodhart_curve){proxy, proxy, 2},
                                        &base, gap, NULL, &err),
                     ASSAY_EDOMAIN);
    base.gold_sd = 1.0;
    ck_assert_int_eq(assay_goodhart_gap(&(struct assay_goodhart_curve){proxy, gold, 2},
                                        &base, gap, NULL, &err),
                     ASSAY_EDOMAIN);
    base.correlation = 1.5;
    ck_assert_int_eq(assay_goodhart_gap(&(struct assay_goodhart_curve){proxy, proxy, 2},
                                        &base, gap, NULL, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_goodhart_base_of(proxy, flat, 2, &base, &err), ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_goodhart(void)
{
    Suite *suite = suite_create("goodhart");
    TCase *tests = tcase_create("gap of proxy and gold");

    tcase_add_test(tests, the_gap_is_in_spreads_and_starts_at_none);
    tcase_add_test(tests, gold_regresses_by_the_square_of_the_correlation);
    tcase_add_test(tests, without_a_spread_there_is_no_gap);
    suite_add_tcase(suite, tests);
    return suite;
}
