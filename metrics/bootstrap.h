/*
 * bootstrap.h - intervals by resampling whole prompts, in milliseconds.
 *
 * Items of one prompt (or problem, or row) are not independent, so clusters are resampled,
 * not items. A composite (a mean of sections with fixed weights) keeps its weights if items
 * are resampled inside their subset. Both follow from two labels per item, its cluster and
 * its cell:
 *
 *   cell     where credit is summed: a subset, or any finer share that a statistic needs
 *   cluster  what is drawn together
 *   stratum  cells that share a cluster, directly or through others; found, not given. Each
 *            stratum is resampled by itself: as many clusters as it has, with replacement.
 *
 * The caller gets sum and count of every cell in every replicate and computes from them
 * whatever the point estimate is computed from: accuracy = sum / count, sections, overall.
 */
#ifndef ASSAY_METRICS_BOOTSTRAP_H
#define ASSAY_METRICS_BOOTSTRAP_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct assay_sample {
    const double *credit;    /* (n,) finite; for a paired comparison the difference */
    const uint32_t *cell;    /* (n,) below cells; NULL: all in cell 0 */
    const uint32_t *cluster; /* (n,) below n; NULL: every item is its own cluster */
    size_t n;                /* >= 1, below 2^32 */
    size_t cells;            /* >= 1 */
};

struct assay_resampling {
    size_t replicates; /* >= 1 */
    uint64_t seed;
    bool
        one_by_one; /* draw every cluster, the reference; false: draw counts where faster */
};

/*
 * Resamples.
 *
 * Drawing counts: clusters of a stratum that contribute the same (sum, count) to the same
 * cells are interchangeable. Of K clusters in g such groups, the numbers drawn from each are
 * multinomial(K; m_1/K, ..., m_g/K), drawn exactly as g - 1 conditional binomials: a few
 * draws in place of K. A stratum with too many groups for that, and every stratum where
 * one_by_one is set, draws K clusters: index assay_rng_index(K) into the clusters of the
 * stratum in ascending order of their number, replicate after replicate.
 *
 * Strata are numbered by their lowest cell. The first draws from SplitMix64 seeded with seed,
 * stratum i > 0 from assay_rng_stream(seed, i), so results depend on seed and sample alone.
 *
 *   sum, count  (replicates, cells). A cell that no drawn cluster touches has count 0: the
 *               caller treats it as it treats a subset without rows. A cell without items has
 *               0 in all. A stratum of one cluster repeats itself: its spread is 0, which
 *               says nothing, and the caller says so.
 *
 * Errors: ASSAY_EDOMAIN if n, cells or replicates is outside its range or a credit is not
 *         finite.
 * Source: Efron and Tibshirani (1993), "An Introduction to the Bootstrap", chapter 8; Davison
 *         and Hinkley (1997), section 3.2 (strata). Checked in test_bootstrap.c against
 *         Var = p (1 - p) / n, and in tests/golden, bootstrap.
 */
ASSAY_MUST_USE
enum assay_code assay_bootstrap_draw(const struct assay_sample *sample,
                                     const struct assay_resampling *how, double *sum,
                                     double *count, struct assay_error *err);

struct assay_percentile {
    double lo, hi;
    double se; /* standard deviation of the replicates, B - 1 in the denominator */
};

/*
 * Percentile interval: the (1 - level)/2 and (1 + level)/2 quantiles of the replicates
 * (assay_quantile). It need not hold the point estimate.
 *
 *   value  (n,) finite, n >= 2; sorted on return
 *   level  in (0, 1)
 *
 * Errors: ASSAY_EDOMAIN if an argument is outside its range.
 * Source: Efron and Tibshirani (1993), chapter 13. Checked in tests/golden, bootstrap.
 */
ASSAY_MUST_USE
enum assay_code assay_bootstrap_percentile(double *value, size_t n, double level,
                                           struct assay_percentile *out,
                                           struct assay_error *err);

/*
 * The percentile interval of the mean of a sample's credits, all in one cell: draws, divides and takes the interval.
 *
 *   sample  cells is 1
 *
 * Errors: those of the two above.
 */
ASSAY_MUST_USE
enum assay_code assay_bootstrap_mean(const struct assay_sample *sample,
                                     const struct assay_resampling *how, double level,
                                     struct assay_percentile *out,
                                     struct assay_error *err);

#endif
