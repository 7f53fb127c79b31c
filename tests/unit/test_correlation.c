#include "harness/core/rng.h"
#include "metrics/correlation.h"
#include "tests/unit/unit.h"

#include <math.h>

enum {
    POINTS = 40
};

/* Points on a grid of 7 by 5 values, so that ties are common. */
static void grid(uint64_t seed, double *x, double *y)
{
    struct assay_rng rng = {seed};

    for (size_t i = 0; i < POINTS; i++) {
        x[i] = (double)assay_rng_index(&rng, 7);
        y[i] = (double)assay_rng_index(&rng, 5) + 0.3 * x[i];
    }
}

static double sign(double a)
{
    return (double)((a > 0) - (a < 0));
}

/* tau-b by looking at every pair: Kendall's definition. */
static double tau_by_pairs(const double *x, const double *y, size_t n)
{
    double both = 0;
    double in_x = 0;
    double in_y = 0;

    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            const double dx = sign(x[i] - x[j]);
            const double dy = sign(y[i] - y[j]);

            both += dx * dy;
            in_x += dx * dx;
            in_y += dy * dy;
        }
    }
    return both / sqrt(in_x) / sqrt(in_y);
}

START_TEST(kendall_is_what_counting_pairs_gives)
{
    double x[POINTS];
    double y[POINTS];
    struct assay_error err;
    double got;

    grid((uint64_t)_i, x, y);
    for (size_t n = 5; n <= POINTS; n++) {
        ck_assert_int_eq(assay_correlation_kendall(x, y, n, &got, &err), ASSAY_OK);
        ck_assert_double_eq(got, tau_by_pairs(x, y, n));
    }
}
END_TEST

START_TEST(rank_measures_ignore_increasing_maps)
{
    double x[POINTS];
    double y[POINTS];
    double mapped[POINTS];
    struct assay_error err;
    double plain;
    double got;

    grid((uint64_t)_i, x, y);
    for (size_t i = 0; i < POINTS; i++)
        mapped[i] = exp(x[i]) - 5;
    ck_assert_int_eq(assay_correlation_kendall(x, y, POINTS, &plain, &err), ASSAY_OK);
    ck_assert_int_eq(assay_correlation_kendall(mapped, y, POINTS, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got, plain);
    ck_assert_int_eq(assay_correlation_spearman(x, y, POINTS, &plain, &err), ASSAY_OK);
    ck_assert_int_eq(assay_correlation_spearman(mapped, y, POINTS, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got, plain);
    ck_assert_int_eq(assay_correlation_spearman(y, x, POINTS, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, plain, 1e-15);
}
END_TEST

START_TEST(turning_one_list_round_turns_the_sign)
{
    double x[POINTS];
    double y[POINTS];
    double minus[POINTS];
    struct assay_error err;
    double plain;
    double got;

    grid(3, x, y);
    for (size_t i = 0; i < POINTS; i++)
        minus[i] = -x[i];
    ck_assert_int_eq(assay_correlation_kendall(x, y, POINTS, &plain, &err), ASSAY_OK);
    ck_assert_int_eq(assay_correlation_kendall(minus, y, POINTS, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got, -plain);
    ck_assert_int_eq(assay_correlation_pearson(x, y, POINTS, &plain, &err), ASSAY_OK);
    ck_assert_int_eq(assay_correlation_pearson(minus, y, POINTS, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, -plain, 1e-15);
}
END_TEST

/* Anscombe (1973), Am. Stat. 27:17, first data set: r = 0.816. */
static const double anscombe_x[] = {10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5};
static const double anscombe_y[] = {8.04, 6.95, 7.58,  8.81, 8.33, 9.96,
                                    7.24, 4.26, 10.84, 4.82, 5.68};

START_TEST(pearson_is_that_of_anscombe)
{
    struct assay_error err;
    double got;

    ck_assert_int_eq(assay_correlation_pearson(anscombe_x, anscombe_y, 11, &got, &err),
                     ASSAY_OK);
    ck_assert_double_eq_tol(got, 0.81642, 5e-6);
    ck_assert_int_eq(assay_correlation_pearson(anscombe_x, anscombe_x, 11, &got, &err),
                     ASSAY_OK);
    ck_assert_double_eq(got, 1.0);
}
END_TEST

START_TEST(constants_do_not_correlate)
{
    const double x[] = {0.1, 0.1, 0.1};
    const double y[] = {1, 2, 3};
    const double huge[] = {1e200, -1e200, 0};
    struct assay_error err;
    double got;

    ck_assert_int_eq(assay_correlation_pearson(x, y, 3, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_correlation_spearman(y, x, 3, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_correlation_kendall(x, y, 3, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_correlation_kendall(y, y, 1, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_correlation_pearson(y, y, 0, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_correlation_pearson(huge, y, 3, &got, &err), ASSAY_EDOMAIN);
}
END_TEST

START_TEST(equal_values_share_a_rank)
{
    const double x[] = {3, 1, 3, 2, 3};
    double rank[5];

    assay_correlation_ranks(x, 5, rank);
    ck_assert_double_eq(rank[0], 4.0);
    ck_assert_double_eq(rank[1], 1.0);
    ck_assert_double_eq(rank[2], 4.0);
    ck_assert_double_eq(rank[3], 2.0);
}
END_TEST

START_TEST(auc_is_the_chance_to_rank_right)
{
    const double score[] = {0.1, 0.4, 0.35, 0.8}; /* scikit-learn's example: 0.75 */
    const bool positive[] = {false, false, true, true};
    const double tied[] = {1, 1, 1, 1};
    struct assay_error err;
    double got;

    ck_assert_int_eq(assay_correlation_auc(score, positive, 4, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got, 0.75);
    ck_assert_int_eq(assay_correlation_auc(tied, positive, 4, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got, 0.5);
    ck_assert_int_eq(assay_correlation_auc(score, positive, 2, &got, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_correlation_auc(score, positive, 0, &got, &err),
                     ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_correlation(void)
{
    Suite *suite = suite_create("correlation");
    TCase *tcase = tcase_create("correlation");

    tcase_add_loop_test(tcase, kendall_is_what_counting_pairs_gives, 0, 8);
    tcase_add_loop_test(tcase, rank_measures_ignore_increasing_maps, 0, 8);
    tcase_add_test(tcase, turning_one_list_round_turns_the_sign);
    tcase_add_test(tcase, pearson_is_that_of_anscombe);
    tcase_add_test(tcase, constants_do_not_correlate);
    tcase_add_test(tcase, equal_values_share_a_rank);
    tcase_add_test(tcase, auc_is_the_chance_to_rank_right);
    suite_add_tcase(suite, tcase);
    return suite;
}
