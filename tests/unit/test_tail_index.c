#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/tail_index.h"
#include "tests/unit/unit.h"

#include <gsl/gsl_cdf.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MANY = 20000,
    FEW = 40
};

/* (i^2 mod 37) 0.35 + i / 10 - 3 */
static void some_errors(double *x)
{
    for (size_t i = 0; i < FEW; i++)
        x[i] = (double)(i * i % 37) * 0.35 + 0.1 * (double)i - 3.0;
}

/* By numpy, from the formulas. */
START_TEST(the_estimates_are_those_of_the_formulas)
{
    double x[FEW];
    struct assay_tail_sample sample = {
        .error = x, .n = FEW, .k = 10, .replicates = 50, .seed = 1, .level = 0.95};
    struct assay_tail got;
    struct assay_error err;

    some_errors(x);
    ck_assert_int_eq(assay_tail_index(&sample, &got, &err), ASSAY_OK);
    ck_assert_uint_eq(got.k, 10);
    ck_assert_double_eq_tol(got.threshold, 8.8, 1e-12);
    ck_assert_double_eq_tol(got.hill, 0.144296590009737, 1e-12);
    ck_assert_double_eq_tol(got.index, 6.93017069864588, 1e-11);
    ck_assert_double_eq_tol(got.xi, -0.363601111971429, 1e-11);
    /* xi -+ 0.66: neither above 0 nor below 1/4 */
    ck_assert_int_eq(got.kind, ASSAY_TAIL_UNDECIDED);
    ck_assert_double_lt(got.xi_range.lo, 0.0);
    /* 1 -+ 1.959963984540054 / sqrt(10) */
    ck_assert_double_eq_tol(got.index_asymptotic.lo / got.index, 0.380204967, 1e-8);
    ck_assert_double_eq_tol(got.index_asymptotic.hi / got.index, 1.619795033, 1e-8);
}
END_TEST

static double *errors_drawn(enum assay_tail_kind kind)
{
    double *x = assay_memory_new(MANY, sizeof(*x));
    struct assay_rng rng = {4};

    for (size_t i = 0; i < MANY; i++) {
        const double u = assay_rng_uniform(&rng) + 0x1p-54;

        x[i] = kind == ASSAY_TAIL_HEAVY ? gsl_cdf_tdist_Pinv(u, 2.0)
                                        : gsl_cdf_ugaussian_Pinv(u);
    }
    return x;
}

START_TEST(a_heavy_tail_is_told_from_a_light_one)
{
    const enum assay_tail_kind kind = _i ? ASSAY_TAIL_HEAVY : ASSAY_TAIL_NOT_HEAVY;
    double *x = errors_drawn(kind);
    struct assay_tail_sample sample = {
        .error = x, .n = MANY, .replicates = 100, .seed = 1, .level = 0.95};
    struct assay_tail got;
    struct assay_error err;

    ck_assert_int_eq(assay_tail_index(&sample, &got, &err), ASSAY_OK);
    ck_assert_int_eq(got.kind, kind);
    ck_assert_uint_eq(got.k, 321); /* 20000^(2/3) / log log 20000 = 321.4 */
    ck_assert_ptr_nonnull(assay_tail_words(got.kind));
    if (kind ==
        ASSAY_TAIL_HEAVY) { /* Student's t with 2 degrees of freedom has index 2 */
        ck_assert(!assay_range_excludes(&got.index_asymptotic, 2.0));
        ck_assert(!assay_range_excludes(&got.index_bootstrap, 2.0));
    }
    /* both intervals measure the same */
    ck_assert_double_eq_tol((got.index_bootstrap.hi - got.index_bootstrap.lo) /
                                (got.index_asymptotic.hi - got.index_asymptotic.lo),
                            1.0, 0.35);
    free(x);
}
END_TEST

/* Every error four times is one cluster: the bootstrap knows, its interval is about twice as wide. */
START_TEST(errors_of_one_cluster_are_one)
{
    double *x = errors_drawn(ASSAY_TAIL_HEAVY);
    uint32_t *cluster = assay_memory_new(MANY, sizeof(*cluster));
    struct assay_tail_sample sample = {
        .error = x, .n = MANY, .replicates = 200, .seed = 1, .level = 0.95};
    struct assay_tail single, grouped;
    struct assay_error err;

    for (size_t i = MANY; i-- > 0;) {
        x[i] = x[i / 4];
        cluster[i] = (uint32_t)(i / 4);
    }
    ck_assert_int_eq(assay_tail_index(&sample, &single, &err), ASSAY_OK);
    sample.cluster = cluster;
    sample.clusters = MANY / 4;
    ck_assert_int_eq(assay_tail_index(&sample, &grouped, &err), ASSAY_OK);
    ck_assert_double_eq(single.index, grouped.index);
    ck_assert_double_eq_tol((grouped.index_bootstrap.hi - grouped.index_bootstrap.lo) /
                                (single.index_bootstrap.hi - single.index_bootstrap.lo),
                            2.0, 0.5);
    free(cluster);
    free(x);
}
END_TEST

START_TEST(the_scale_of_the_errors_does_not_matter)
{
    double x[FEW];
    struct assay_tail_sample sample = {
        .error = x, .n = FEW, .k = 12, .replicates = 50, .seed = 1, .level = 0.9};
    struct assay_tail one, other;
    struct assay_error err;

    some_errors(x);
    ck_assert_int_eq(assay_tail_index(&sample, &one, &err), ASSAY_OK);
    for (size_t i = 0; i < FEW; i++)
        x[i] *= 8.0;
    ck_assert_int_eq(assay_tail_index(&sample, &other, &err), ASSAY_OK);
    ck_assert_double_eq_tol(one.index, other.index, 1e-12);
    ck_assert_double_eq_tol(one.xi, other.xi, 1e-12);
    ck_assert_double_eq_tol(one.index_bootstrap.lo, other.index_bootstrap.lo, 1e-12);
}
END_TEST

/* numpy.linalg.lstsq */
START_TEST(the_error_is_what_a_line_over_gold_leaves)
{
    const double gold[] = {1, 2, 3, 4, 5}, proxy[] = {1.2, 1.9, 3.5, 3.7, 5.4};
    const double want[] = {0.1, -0.22, 0.36, -0.46, 0.22};
    const double flat[5] = {0};
    double got[5];
    struct assay_error err;

    ck_assert_int_eq(assay_tail_residuals(proxy, gold, 5, got, &err), ASSAY_OK);
    for (size_t i = 0; i < 5; i++)
        ck_assert_double_eq_tol(got[i], want[i], 1e-12);
    ck_assert_int_eq(assay_tail_residuals(proxy, flat, 5, got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_tail_residuals(proxy, gold, 2, got, &err), ASSAY_EDOMAIN);
}
END_TEST

START_TEST(a_tail_of_nothing_is_refused)
{
    double x[FEW];
    struct assay_tail_sample sample = {
        .error = x, .n = FEW, .k = 10, .replicates = 50, .seed = 1, .level = 0.95};
    struct assay_tail got;
    struct assay_error err;

    some_errors(x);
    sample.k = 9; /* too few */
    ck_assert_int_eq(assay_tail_index(&sample, &got, &err), ASSAY_EDOMAIN);
    sample.k = FEW; /* nothing below */
    ck_assert_int_eq(assay_tail_index(&sample, &got, &err), ASSAY_EDOMAIN);
    sample.k = FEW - 1; /* the threshold is below 0 */
    ck_assert_int_eq(assay_tail_index(&sample, &got, &err), ASSAY_EDOMAIN);
    sample.k = 10;
    sample.level = 1.0;
    ck_assert_int_eq(assay_tail_index(&sample, &got, &err), ASSAY_EDOMAIN);
    sample.level = 0.95;
    for (size_t i = 0; i < FEW; i++)
        x[i] = 1.0;
    ck_assert_int_eq(assay_tail_index(&sample, &got, &err), ASSAY_EDOMAIN);
    x[3] = (double)NAN;
    ck_assert_int_eq(assay_tail_index(&sample, &got, &err), ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_tail_index(void)
{
    Suite *suite = suite_create("tail_index");
    TCase *tests = tcase_create("tail of the proxy's error");

    tcase_add_test(tests, the_estimates_are_those_of_the_formulas);
    tcase_add_loop_test(tests, a_heavy_tail_is_told_from_a_light_one, 0, 2);
    tcase_add_test(tests, errors_of_one_cluster_are_one);
    tcase_add_test(tests, the_scale_of_the_errors_does_not_matter);
    tcase_add_test(tests, the_error_is_what_a_line_over_gold_leaves);
    tcase_add_test(tests, a_tail_of_nothing_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
