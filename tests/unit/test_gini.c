#include "harness/core/rng.h"
#include "metrics/gini.h"
#include "metrics/quantile.h"
#include "tests/unit/unit.h"

#include <math.h>

enum {
    MOST = 40
};

/* The mean absolute difference over twice the mean. */
static double by_pairs(const double *x, size_t n)
{
    double apart = 0.0, sum = 0.0;

    for (size_t i = 0; i < n; i++) {
        sum += x[i];
        for (size_t j = 0; j < n; j++)
            apart += fabs(x[i] - x[j]);
    }
    return apart / (2.0 * (double)n * sum);
}

START_TEST(coefficient_is_that_of_pairs)
{
    struct assay_rng rng = assay_rng_stream(5, (uint64_t)_i);
    const size_t n = 1 + (size_t)_i % MOST;
    double x[MOST], shifted[MOST], got, again;
    struct assay_error err;

    for (size_t i = 0; i < n; i++)
        x[i] = assay_rng_uniform(&rng);
    assay_quantile_sort(x, n);
    for (size_t i = 0; i < n; i++)
        shifted[i] = 8.0 * x[i];
    ck_assert_int_eq(assay_gini(x, n, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, by_pairs(x, n), 1e-13);
    ck_assert_int_eq(assay_gini(shifted, n, &again, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, again, 1e-14); /* units do not matter */
}
END_TEST

START_TEST(one_that_has_all_is_unequal)
{
    const double x[] = {0, 0, 0, 5}, same[] = {2, 2, 2};
    struct assay_error err;
    double got;

    ck_assert_int_eq(assay_gini(x, 4, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, 0.75, 1e-15);
    ck_assert_int_eq(assay_gini(same, 3, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, 0.0, 1e-15);
}
END_TEST

START_TEST(tenths_share_all_of_it)
{
    const size_t n = (size_t)_i;
    double x[MOST], share[10], sum = 0.0;
    struct assay_error err;

    for (size_t i = 0; i < n; i++)
        x[i] = (double)i + 1.0;
    ck_assert_int_eq(assay_gini_tenths(x, n, share, &err), ASSAY_OK);
    for (size_t k = 0; k < 10; k++) {
        double want = 0.0;

        for (size_t i = 0; i < n; i++)
            if (10 * i / n == k)
                want += x[i];
        ck_assert_double_eq_tol(share[k], want / ((double)n * ((double)n + 1.0) / 2.0),
                                1e-14);
        sum += share[k];
    }
    ck_assert_double_eq_tol(sum, 1.0, 1e-14);
}
END_TEST

START_TEST(nothing_and_zeros_have_no_inequality)
{
    const double zero[] = {0, 0}, below[] = {-1, 2};
    struct assay_error err;
    double got, share[10];

    ck_assert_int_eq(assay_gini(zero, 0, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_gini(zero, 2, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_gini(below, 2, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_gini_tenths(zero, 2, share, &err), ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_gini(void)
{
    Suite *suite = suite_create("gini");
    TCase *tests = tcase_create("inequality");

    tcase_add_loop_test(tests, coefficient_is_that_of_pairs, 0, 80);
    tcase_add_test(tests, one_that_has_all_is_unequal);
    tcase_add_loop_test(tests, tenths_share_all_of_it, 1, MOST);
    tcase_add_test(tests, nothing_and_zeros_have_no_inequality);
    suite_add_tcase(suite, tests);
    return suite;
}
