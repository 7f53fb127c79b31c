/* bandit_counts.h - how often each prompt is in a replicate: what bandit_draws.c and bandit_bands.c share. */
#ifndef ASSAY_METRICS_BANDIT_COUNTS_H
#define ASSAY_METRICS_BANDIT_COUNTS_H

#include "metrics/bandit_draws.h"

struct assay_bandit_draws {
    const struct assay_bandit *bandit;
    struct assay_bandit_drawing how;
    size_t lanes;   /* blocks * LANES */
    uint8_t *count; /* (replicates, lanes) */
    double *all;    /* (replicates,) sum of weights of what was drawn */
};

/*
 * sum_i count_i x_i of every replicate; average: over the weight that was drawn.
 *
 *   lane  (lanes,)
 *   out   (replicates,)
 */
void assay_bandit_counts_sum(const struct assay_bandit_draws *draws, const double *lane,
                             bool average, double *out);

/* The greatest x_i >= 0 of the prompts that were drawn, likewise. */
void assay_bandit_counts_peak(const struct assay_bandit_draws *draws, const double *lane,
                              bool average, double *out);

#endif
