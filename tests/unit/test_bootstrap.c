#include "harness/core/memory.h"
#include "metrics/bootstrap.h"
#include "metrics/quantile.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    REPLICATES = 4000
};

struct moments {
    double mean, variance;
};

/* Of sum / count in one cell over all replicates. */
static struct moments moments_of(const struct assay_sample *sample, bool one_by_one,
                                 size_t cell)
{
    const struct assay_resampling how = {REPLICATES, 2026, one_by_one};
    double *sum = assay_memory_new(REPLICATES * sample->cells, sizeof(*sum));
    double *count = assay_memory_new(REPLICATES * sample->cells, sizeof(*count));
    struct moments got = {0, 0};
    struct assay_error err;

    ck_assert_int_eq(assay_bootstrap_draw(sample, &how, sum, count, &err), ASSAY_OK);
    for (size_t r = 0; r < REPLICATES; r++) {
        const double ratio =
            sum[r * sample->cells + cell] / count[r * sample->cells + cell];

        got.mean += ratio / REPLICATES;
        got.variance += ratio * ratio / REPLICATES;
    }
    got.variance -= got.mean * got.mean;
    free(sum);
    free(count);
    return got;
}

/* The relative standard error of a variance over B replicates is about sqrt(2/B) = 2.2 %. */
static void check_moments(struct moments got, double mean, double variance)
{
    ck_assert_double_eq_tol(got.mean, mean, 5 * sqrt(variance / REPLICATES));
    ck_assert_double_eq_tol(got.variance / variance, 1.0, 0.12);
}

START_TEST(single_items_vary_as_a_binomial)
{
    double credit[200];
    const struct assay_sample sample = {.credit = credit, .n = 200, .cells = 1};

    for (size_t i = 0; i < 200; i++)
        credit[i] = i % 10 < 7 ? 1.0 : 0.0;
    check_moments(moments_of(&sample, _i, 0), 0.7, 0.7 * 0.3 / 200);
}
END_TEST

START_TEST(fractional_credit_varies_as_a_multinomial)
{
    double credit[240];
    const struct assay_sample sample = {.credit = credit, .n = 240, .cells = 1};
    const double value[] = {1.0, 0.5, 0.25, 0.0}; /* mean 0.4375, mean square 0.328125 */

    for (size_t i = 0; i < 240; i++)
        credit[i] = value[i % 4];
    check_moments(moments_of(&sample, _i, 0), 0.4375, (0.328125 - 0.4375 * 0.4375) / 240);
}
END_TEST

START_TEST(clusters_of_equal_items_vary_more)
{
    double credit[300];
    uint32_t cluster[300];
    const struct assay_sample sample = {credit, NULL, cluster, 300, 1};

    for (size_t i = 0; i < 300; i++) {
        cluster[i] = (uint32_t)(i % 100); /* three equal items a cluster: 100 draws */
        credit[i] = cluster[i] % 5 == 0 ? 1.0 : 0.0;
    }
    check_moments(moments_of(&sample, _i, 0), 0.2, 0.2 * 0.8 / 100);
}
END_TEST

START_TEST(cells_without_common_clusters_are_independent)
{
    double credit[300];
    uint32_t cell[300];
    const struct assay_sample sample = {credit, cell, NULL, 300, 3};

    for (size_t i = 0; i < 300; i++) {
        cell[i] = i < 100 ? 0 : 2; /* cell 1 is empty */
        credit[i] = i % 2 == 0 ? 1.0 : 0.0;
    }
    check_moments(moments_of(&sample, _i, 0), 0.5, 0.25 / 100);
    check_moments(moments_of(&sample, _i, 2), 0.5, 0.25 / 200);
}
END_TEST

/* A problem in two languages is one cluster of two cells: what is drawn for one is drawn for
   the other, so the counts of both cells agree in every replicate. */
START_TEST(cells_with_common_clusters_are_drawn_together)
{
    const struct assay_resampling how = {50, 3, _i};
    double credit[80];
    uint32_t cell[80];
    uint32_t cluster[80];
    const struct assay_sample sample = {credit, cell, cluster, 80, 3};
    double sum[150];
    double count[150];
    struct assay_error err;

    for (size_t i = 0; i < 80; i++) {
        cell[i] = i < 60 ? (uint32_t)(i % 2) : 2;
        cluster[i] = i < 60 ? (uint32_t)(i / 2) : (uint32_t)i;
        credit[i] = i / 2 % 3 == 0 ? 1.0 : 0.0;
    }
    ck_assert_int_eq(assay_bootstrap_draw(&sample, &how, sum, count, &err), ASSAY_OK);
    for (size_t r = 0; r < 50; r++) {
        ck_assert_double_eq(count[3 * r], 30.0);
        ck_assert_double_eq(count[3 * r + 1], 30.0);
        ck_assert_double_eq(sum[3 * r], sum[3 * r + 1]);
        ck_assert_double_eq(count[3 * r + 2], 20.0);
    }
}
END_TEST

/* Of 30 clusters, ten lie in both cells, ten in cell 0 and ten in cell 1 only: one stratum, so
   a cell counts how many of 30 draws hit its 20 clusters. */
START_TEST(cells_that_share_some_clusters_are_one_stratum)
{
    const struct assay_resampling how = {REPLICATES, 9, _i};
    double credit[40] = {0};
    uint32_t cell[40];
    uint32_t cluster[40];
    const struct assay_sample sample = {credit, cell, cluster, 40, 2};
    double *sum = assay_memory_new(2 * (size_t)REPLICATES, sizeof(*sum));
    double *count = assay_memory_new(2 * (size_t)REPLICATES, sizeof(*count));
    struct assay_error err;

    for (size_t i = 0; i < 40; i++) {
        cell[i] = i < 20 ? 0 : 1;
        cluster[i] = (uint32_t)(i < 20 ? i : i - 10);
    }
    ck_assert_int_eq(assay_bootstrap_draw(&sample, &how, sum, count, &err), ASSAY_OK);
    for (size_t k = 0; k < 2; k++) {
        double mean = 0;
        double square = 0;

        for (size_t r = 0; r < REPLICATES; r++) {
            mean += count[2 * r + k] / REPLICATES;
            square += count[2 * r + k] * count[2 * r + k] / REPLICATES;
        }
        check_moments((struct moments){mean, square - mean * mean}, 20.0,
                      30 * (2.0 / 3) * (1.0 / 3));
    }
    free(sum);
    free(count);
}
END_TEST

START_TEST(the_same_seed_gives_the_same_replicates)
{
    const struct assay_resampling how = {100, 11, _i};
    const struct assay_resampling other = {100, 12, _i};
    const struct assay_resampling method = {100, 11, !_i};
    double credit[64];
    const struct assay_sample sample = {.credit = credit, .n = 64, .cells = 1};
    double sum[4][100];
    double count[100];
    struct assay_error err;

    for (size_t i = 0; i < 64; i++)
        credit[i] = (double)(i % 2);
    ck_assert_int_eq(assay_bootstrap_draw(&sample, &how, sum[0], count, &err), ASSAY_OK);
    ck_assert_int_eq(assay_bootstrap_draw(&sample, &how, sum[1], count, &err), ASSAY_OK);
    ck_assert_int_eq(assay_bootstrap_draw(&sample, &other, sum[2], count, &err),
                     ASSAY_OK);
    ck_assert_int_eq(assay_bootstrap_draw(&sample, &method, sum[3], count, &err),
                     ASSAY_OK);
    ck_assert_mem_ne(sum[0], sum[3], sizeof(sum[0])); /* counts are drawn otherwise */
    ck_assert_mem_eq(sum[0], sum[1], sizeof(sum[0]));
    ck_assert_mem_ne(sum[0], sum[2], sizeof(sum[0]));
}
END_TEST

/* 15 to 17 kinds of clusters, each 40 times, in rising order and shuffled. */
START_TEST(counts_do_not_depend_on_the_order_of_clusters)
{
    const struct assay_resampling how = {100, 3, false};
    const size_t kinds = (size_t)_i;
    const size_t n = 40 * kinds;
    double *credit = assay_memory_new(n, sizeof(*credit));
    const struct assay_sample sample = {.credit = credit, .n = n, .cells = 1};
    double sum[2][100] = {{0}};
    double count[2][100] = {{0}};
    struct assay_error err;

    for (size_t i = 0; i < n; i++) {
        const size_t kind = i / 40;

        credit[i] = 1.0 / (double)(1 + kind);
    }
    ck_assert_int_eq(assay_bootstrap_draw(&sample, &how, sum[0], count[0], &err),
                     ASSAY_OK);
    for (size_t i = 0; i < n; i++)
        credit[i] = 1.0 / (double)(1 + i * 7 % kinds);
    ck_assert_int_eq(assay_bootstrap_draw(&sample, &how, sum[1], count[1], &err),
                     ASSAY_OK);
    ck_assert_mem_eq(sum[0], sum[1], sizeof(sum[0]));
    ck_assert_double_eq(count[1][0], (double)n);
    free(credit);
}
END_TEST

START_TEST(one_cluster_repeats_itself)
{
    const double credit[] = {1, 0, 0.5};
    const uint32_t cluster[] = {2, 2, 2};
    const struct assay_sample sample = {credit, NULL, cluster, 3, 1};
    const struct assay_resampling how = {10, 1, _i};
    double sum[10];
    double count[10];
    struct assay_percentile got;
    struct assay_error err;

    ck_assert_int_eq(assay_bootstrap_draw(&sample, &how, sum, count, &err), ASSAY_OK);
    for (size_t r = 0; r < 10; r++)
        sum[r] /= count[r];
    ck_assert_int_eq(assay_bootstrap_percentile(sum, 10, 0.95, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got.lo, 0.5);
    ck_assert_double_eq(got.hi, 0.5);
    ck_assert_double_eq(got.se, 0.0);
}
END_TEST

START_TEST(nonsense_is_refused)
{
    const double credit[] = {1, HUGE_VAL};
    double sum[4];
    double count[4];
    struct assay_percentile got;
    struct assay_sample sample = {.credit = credit, .n = 2, .cells = 1};
    struct assay_resampling how = {2, 1, false};
    struct assay_error err;

    ck_assert_int_eq(assay_bootstrap_draw(&sample, &how, sum, count, &err),
                     ASSAY_EDOMAIN);
    sample.n = 1;
    ck_assert_int_eq(assay_bootstrap_draw(&sample, &how, sum, count, &err), ASSAY_OK);
    sample.cells = 0;
    ck_assert_int_eq(assay_bootstrap_draw(&sample, &how, sum, count, &err),
                     ASSAY_EDOMAIN);
    sample = (struct assay_sample){.credit = credit, .n = 1, .cells = 1};
    how.replicates = 0;
    ck_assert_int_eq(assay_bootstrap_draw(&sample, &how, sum, count, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_bootstrap_percentile(sum, 1, 0.95, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_bootstrap_percentile(sum, 2, 1.0, &got, &err), ASSAY_EDOMAIN);
}
END_TEST

/* numpy.quantile(x, q), numpy 1.24 */
START_TEST(quantiles_are_those_of_numpy)
{
    const double x[] = {1, 2, 4, 8};
    const double upper[] = {0.0, 1.2, 1.5};
    const double lower[] = {1.3, 1.7, 2.0};

    ck_assert_double_eq(assay_quantile(x, 4, 0.0), 1.0);
    ck_assert_double_eq(assay_quantile(x, 4, 0.25), 1.75);
    ck_assert_double_eq(assay_quantile(x, 4, 0.5), 3.0);
    ck_assert_double_eq(assay_quantile(x, 4, 0.9), 6.800000000000001);
    ck_assert_double_eq(assay_quantile(x, 4, 1.0), 8.0);
    ck_assert_double_eq(assay_quantile(x, 1, 0.3), 1.0);
    /* both branches, where a + d t and b - d (1 - t) differ in the last bit */
    ck_assert_double_eq(assay_quantile(upper, 3, 0.35), 0.8399999999999999);
    ck_assert_double_eq(assay_quantile(lower, 3, 0.1), 1.3800000000000001);
}
END_TEST

Suite *unit_bootstrap(void)
{
    Suite *suite = suite_create("bootstrap");
    TCase *tcase = tcase_create("resampling");

    /* _i: by counts, and one by one */
    tcase_add_loop_test(tcase, single_items_vary_as_a_binomial, 0, 2);
    tcase_add_loop_test(tcase, fractional_credit_varies_as_a_multinomial, 0, 2);
    tcase_add_loop_test(tcase, clusters_of_equal_items_vary_more, 0, 2);
    tcase_add_loop_test(tcase, cells_without_common_clusters_are_independent, 0, 2);
    tcase_add_loop_test(tcase, cells_with_common_clusters_are_drawn_together, 0, 2);
    tcase_add_loop_test(tcase, cells_that_share_some_clusters_are_one_stratum, 0, 2);
    tcase_add_loop_test(tcase, the_same_seed_gives_the_same_replicates, 0, 2);
    tcase_add_loop_test(tcase, counts_do_not_depend_on_the_order_of_clusters, 15, 18);
    tcase_add_loop_test(tcase, one_cluster_repeats_itself, 0, 2);
    tcase_add_test(tcase, nonsense_is_refused);
    tcase_add_test(tcase, quantiles_are_those_of_numpy);
    suite_add_tcase(suite, tcase);
    return suite;
}
