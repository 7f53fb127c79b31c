/* agreement_draws.h - agreement of raters with intervals over resampled prompts. */
#ifndef ASSAY_METRICS_AGREEMENT_DRAWS_H
#define ASSAY_METRICS_AGREEMENT_DRAWS_H

#include "harness/core/arena.h"
#include "metrics/standings.h"

/* What raters chose on items. */
struct assay_agreement_items {
    size_t items, raters, clusters;
    const int *choice;       /* (items, raters) row-major; below 0: none */
    const uint32_t *cluster; /* (items,) below clusters: items of one prompt */
};

/* Two raters on the items that both chose on. */
struct assay_agreement_two {
    size_t items, same; /* chosen by both; alike */
    struct assay_figure raw, kappa;
};

/*
 * How often raters a and b choose alike, same / items, and Cohen's kappa (agreement.h), with percentile
 * intervals over resampled clusters of those items (resample.h): an item counts as often as its
 * cluster is drawn. A replicate in which kappa is undefined has none; where half of the replicates or
 * more have none, the interval is left out too, and so where all items are of one cluster.
 *
 * Undefined, with the reason, where no item has both, and as assay_agreement_kappa.
 * Source: Efron and Tibshirani (1993), chapter 13. Checked in test_agreement.c.
 */
void assay_agreement_of_two(const struct assay_agreement_items *items, size_t a, size_t b,
                            const struct assay_standings_draws *how,
                            struct assay_arena *arena, struct assay_agreement_two *out);

/* Krippendorff's nominal alpha of all raters (agreement.h), with an interval of the same kind over
   clusters of items that two or more chose on. */
void assay_agreement_of_all(const struct assay_agreement_items *items,
                            const struct assay_standings_draws *how,
                            struct assay_arena *arena, struct assay_figure *out);

#endif
