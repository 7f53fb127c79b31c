/*
 * resample.h - how often each cluster is drawn in a bootstrap replicate.
 *
 * For statistics that are no sums over items (correlations, means of groups), which are worked
 * out anew on every replicate from how often each item counts. bootstrap.h is for the others.
 */
#ifndef ASSAY_METRICS_RESAMPLE_H
#define ASSAY_METRICS_RESAMPLE_H

#include <stddef.h>
#include <stdint.h>

struct assay_resample;

/* Items by the labels of bootstrap.h: cell and cluster. */
struct assay_resample_items {
    const uint32_t *cell;    /* (n,) below cells */
    const uint32_t *cluster; /* (n,) below clusters */
    size_t n;                /* >= 1 */
    size_t cells, clusters;
};

/*
 * Strata and draws are those of assay_bootstrap_draw with one_by_one set: replicate r of a seed
 * takes the same clusters here and there, so that sum_c times_c sum_c equals its sums.
 * Source: as bootstrap.h. Checked in test_resample.c against assay_bootstrap_draw.
 */
struct assay_resample *assay_resample_new(const struct assay_resample_items *items,
                                          uint64_t seed);

/*
 * The next replicate: how often each cluster was drawn; a cluster without items 0 times.
 *
 *   times  (clusters,)
 */
void assay_resample_next(struct assay_resample *resample, uint32_t *times);

void assay_resample_free(struct assay_resample *resample); /* NULL is allowed */

#endif
