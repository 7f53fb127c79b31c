/* standings.h - models over several benchmarks: do benchmarks agree, and who is stronger? */
#ifndef ASSAY_METRICS_STANDINGS_H
#define ASSAY_METRICS_STANDINGS_H

#include "harness/core/result.h"

#include <stddef.h>
#include <stdint.h>

/* How intervals are found. */
struct assay_standings_draws {
    size_t replicates; /* 0 or 1: no intervals */
    uint64_t seed;
    double level; /* in (0, 1) */
};

/* The percentile interval of replicates (n,), sorted on return, in a figure; none for n < 2. */
void assay_standings_interval(double *values, size_t n, double level,
                              struct assay_figure *figure);

enum {
    ASSAY_STANDINGS_FEWEST = 3 /* models that a correlation needs */
};

/* Two benchmarks over the models that have both. */
struct assay_standings_pair {
    struct assay_figure spearman, kendall; /* kendall: tau-b */
    size_t used;                           /* replicates behind the intervals */
};

/*
 * Spearman's rho and Kendall's tau-b with percentile intervals over resampled models: replicate r
 * draws n models with replacement, assay_rng_index after assay_rng_index. A replicate in which a
 * side is constant has no correlation and is left out; the others are `used`.
 *
 *   x, y  (n,) finite
 *
 * Undefined, with the reason, for n < ASSAY_STANDINGS_FEWEST and where a side is constant.
 * Source: correlation.h; Efron and Tibshirani (1993), chapter 13. Checked in test_standings.c.
 */
void assay_standings_correlate(const double *x, const double *y, size_t n,
                               const struct assay_standings_draws *how,
                               struct assay_standings_pair *out);

/* What models earned on items. */
struct assay_standings_items {
    size_t items, models, cells, clusters;
    const double *earned;    /* (items, models) row-major; below 0: has no answer to it */
    const uint32_t *cell;    /* (items,) below cells: the benchmark */
    const uint32_t *cluster; /* (items,) below clusters: items of one prompt */
};

struct assay_standings_model {
    struct assay_figure strength; /* log odds, mean 0 over those that have one */
    double won, lost;             /* comparisons; an equal one is half of each */
};

/*
 * Bradley-Terry strengths of models from the items that two of them share: who earned more wins,
 * as much is half a win for each.
 *
 * Strengths exist only among models each of which reaches each other along wins (Ford 1957). Of such
 * sets the largest has strengths, from the comparisons inside it; every other model is undefined,
 * with the reason: not compared, only wins, only losses, or not connected to the others both ways.
 * Where two sets are as large, neither has, for their strengths have no common origin.
 *
 * Intervals: prompts are resampled inside their cells (resample.h); a replicate in which the set is
 * not connected is left out; the others are `used`.
 *
 *   out  (models,)
 *
 * Source: ranking.h (Hunter 2004). Checked in test_standings.c.
 */
void assay_standings_strengths(const struct assay_standings_items *items,
                               const struct assay_standings_draws *how,
                               struct assay_standings_model *out, size_t *used);

#endif
