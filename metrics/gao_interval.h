/*
 * gao_interval.h - how sure are alpha, beta and the peak?
 *
 * What is independent of one another is named: the unit. A unit is a seed, a training run or a
 * prompt, whose points share their luck; or a single point, where nothing else is known. Points
 * of one unit may depend on one another in any way and differ in their noise; units may not
 * depend on one another. Five noisy curves are five units: 125 points as units would be sure of
 * more than the data say as soon as a whole curve lies high.
 */
#ifndef ASSAY_METRICS_GAO_INTERVAL_H
#define ASSAY_METRICS_GAO_INTERVAL_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "metrics/gao_fit.h"
#include "metrics/gao_ranges.h"
#include "metrics/range.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_GAO_UNITS_LEAST =
        5 /* units below which Student's t stands in for the bootstrap */
};

struct assay_gao_sampling {
    const uint32_t *unit; /* (n,) below units; NULL: every point is a unit */
    size_t units;         /* ignored where unit is NULL */
    size_t replicates;    /* of the bootstrap; 0: Student's t */
    uint64_t seed;
    double level; /* in (0, 1) */
};

struct assay_gao_intervals {
    struct assay_gao_fit fit;
    size_t units;      /* that have points */
    bool bootstrapped; /* else Student's t with units - 1 degrees of freedom */
    double level;
    struct assay_gao_estimate estimate; /* variance: the jackknife over units */
    struct assay_gao_ranges range;
};

/*
 * The intervals of gao_ranges.h with V the jackknife over the G units,
 *
 *   V = (G - 1) / G sum_g (theta_(g) - theta)(theta_(g) - theta)'
 *
 * and q the level-quantile of the pivot in a wild bootstrap over units: replicate r multiplies
 * what unit g deviates from the fit by v_g, assay_wild_draw of SplitMix64 seeded with seed,
 * unit after unit, replicate after replicate; the pivot is that of the refitted curve at the ratio estimated, with V anew.
 * Each quantity has a q of its own. Below ASSAY_GAO_UNITS_LEAST units, whose signs make too few
 * different replicates, q is the quantile of Student's t with G - 1 degrees of freedom, exact
 * for equal designs and normal noise.
 *
 * Assumed: units are independent, and so many or so alike that no single one decides. Not assumed:
 * anything about points of one unit.
 *
 * Resampling five seeds and taking percentiles covers in 83 to 85 % of sets what it should in 95:
 * docs/METRICS.md, "Gold against KL", has the study of this and other methods, by
 * tests/bench/fit_coverage.c.
 *
 * Errors: ASSAY_EDOMAIN as assay_gao_fit, if a unit is not below units, if fewer than two units
 *         have points, if a unit alone tells a parameter, or the level is outside (0, 1).
 * Source: Hwang (1995), Statistica Sinica 5:161-171 (bootstrap of Fieller's pivot); MacKinnon,
 *         Nielsen and Webb (2023), J. Appl. Econometrics 38:671-694, arXiv:2301.04527 (the jackknife
 *         CV3, the wild cluster bootstrap); Webb (2023), Canadian J. Economics 56:839-858 (weights
 *         of six points). Checked in test_gao_interval.c.
 */
ASSAY_MUST_USE
enum assay_code assay_gao_intervals(const struct assay_gao_points *points,
                                    enum assay_gao_form form,
                                    const struct assay_gao_sampling *sampling,
                                    struct assay_gao_intervals *out,
                                    struct assay_error *err);

/*
 * Interval of R(d) at one d >= 0: alpha x1 + beta x2 +- t sqrt(x' V x), Student's t with units - 1
 * degrees of freedom. For a band around a drawn curve; it holds at each d by itself.
 */
struct assay_range assay_gao_band(const struct assay_gao_intervals *intervals, double d);

#endif
