#include "metrics/bootstrap.h"
#include "metrics/resample.h"
#include "tests/unit/unit.h"

#include <stdlib.h>

enum {
    ITEMS = 9,
    CELLS = 3,
    CLUSTERS = 7,
    REPLICATES = 50
};

/* Clusters 0 to 2 are in cells 0 and 2, which is one stratum, 4 to 6 in cell 1; 3 has no item. */
static const uint32_t cell[ITEMS] = {2, 0, 0, 2, 0, 1, 1, 1, 1};
static const uint32_t cluster[ITEMS] = {0, 0, 1, 2, 2, 4, 5, 6, 6};
static const double credit[ITEMS] = {0.5, 1.0, 0.25, 1.0, 0.0, 0.75, 0.5, 1.0, 0.125};

static const struct assay_resample_items items = {cell, cluster, ITEMS, CELLS, CLUSTERS};

/* What bootstrap.h sums, from how often each cluster was drawn. */
START_TEST(draws_are_those_of_the_bootstrap_of_sums)
{
    const struct assay_sample sample = {credit, cell, cluster, ITEMS, CELLS};
    const struct assay_resampling how = {
        .replicates = REPLICATES, .seed = 7, .one_by_one = true};
    double sum[REPLICATES * CELLS], count[REPLICATES * CELLS];
    struct assay_resample *resample = assay_resample_new(&items, 7);
    uint32_t times[CLUSTERS];
    struct assay_error err;

    ck_assert_int_eq(assay_bootstrap_draw(&sample, &how, sum, count, &err), ASSAY_OK);
    for (size_t r = 0; r < REPLICATES; r++) {
        double mine[CELLS] = {0}, n[CELLS] = {0};

        assay_resample_next(resample, times);
        for (size_t i = 0; i < ITEMS; i++) {
            mine[cell[i]] += times[cluster[i]] * credit[i];
            n[cell[i]] += times[cluster[i]];
        }
        for (size_t c = 0; c < CELLS; c++) {
            ck_assert_double_eq(n[c], count[r * CELLS + c]);
            ck_assert_double_eq_tol(mine[c], sum[r * CELLS + c], 1e-12);
        }
    }
    assay_resample_free(resample);
}
END_TEST

START_TEST(a_stratum_draws_as_many_clusters_as_it_has)
{
    struct assay_resample *resample = assay_resample_new(&items, 3);
    uint32_t times[CLUSTERS];

    for (size_t r = 0; r < REPLICATES; r++) {
        assay_resample_next(resample, times);
        ck_assert_uint_eq(times[0] + times[1] + times[2], 3);
        ck_assert_uint_eq(times[4] + times[5] + times[6], 3);
        ck_assert_uint_eq(times[3], 0);
    }
    assay_resample_free(resample);
}
END_TEST

Suite *unit_resample(void)
{
    Suite *suite = suite_create("resample");
    TCase *all = tcase_create("resample");

    tcase_add_test(all, draws_are_those_of_the_bootstrap_of_sums);
    tcase_add_test(all, a_stratum_draws_as_many_clusters_as_it_has);
    suite_add_tcase(suite, all);
    return suite;
}
