/*
 * turnover.h - has gold turned, or does its curve only look so?
 *
 * The highest point of a noisy curve is somewhere before the end more often than not: of a flat
 * curve of 40 points almost always. The point is chosen from the same data that then say how much
 * higher it is, so an interval made as for a point named in advance excludes 0 far too
 * often (docs/METRICS.md has how often). Here all points are compared with the last at once, and
 * the interval holds whichever of them is chosen.
 */
#ifndef ASSAY_METRICS_TURNOVER_H
#define ASSAY_METRICS_TURNOVER_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "metrics/range.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A curve of gold over n, d or steps, and replicates of the whole of it. */
struct assay_turnover_curve {
    const double *gold; /* (points,) finite, in the order of optimisation */
    const double
        *replicate;    /* (replicates, points) row-major, finite: paired, one resample of
                                prompts a row */
    size_t points;     /* >= 2 */
    size_t replicates; /* >= 2 */
};

struct assay_turnover {
    size_t top;                    /* first point of the highest gold */
    double drop;                   /* gold[top] - gold[last], >= 0 */
    bool detected;                 /* drop_range lies above 0 */
    struct assay_range drop_range; /* simultaneous; none where top is the last point */
    double critical;               /* its half width in standard errors */
    size_t first,
        last;    /* the highest point of the true curve lies in [first, last] ... */
    size_t held; /* ... among which so many are not told from the highest */
};

/*
 * With D_i = gold_i - gold_last, D*_i the same of a replicate and se_i the standard deviation of
 * D*_i over replicates,
 *
 *   c      the level-quantile over replicates of max_i |D*_i - D_i| / se_i
 *   drop   D_top -+ c se_top
 *
 * Turnover is detected if that interval lies above 0. If the true curve never falls, no interval
 * of the family lies above 0 but by chance, so a false alarm has a chance of at most about
 * (1 - level) / 2, least favourable where the curve is flat.
 *
 * [first, last] has the points of the set {i: no j has gold_j - gold_i > c_i se_ij}, c_i the
 * level-quantile of max_j (E*_ij - E_ij) / se_ij over E_ij = gold_j - gold_i: the highest point of
 * the true curve is in it with at least that level, because then no true E_ij is above 0.
 *
 * Differences without spread (points that all replicates have alike) take no part unless they are
 * not 0, when they decide. Replicates of fewer than 30 or so clusters are too narrow: for a
 * few seeds take assay_turnover_of_units.
 *
 * Errors: ASSAY_EDOMAIN if a size is outside its range, a value not finite, or the level is
 *         outside (0, 1).
 * Source: Hsu (1981), Annals of Statistics 9:1026-1034 (comparisons with the best); Montiel Olea
 *         and Plagborg-Moller (2019), J. Appl. Econometrics 34:1-17 (sup-t). Checked in
 *         test_turnover.c, and by tests/bench/turn_alarms.c over flat and rising curves.
 */
ASSAY_MUST_USE
enum assay_code assay_turnover_of(const struct assay_turnover_curve *curve, double level,
                                  struct assay_turnover *out, struct assay_error *err);

/* Whole curves of independent units, such as seeds. */
struct assay_turnover_units {
    const double *gold; /* (units, points) row-major, finite */
    size_t units;       /* >= 3 */
    size_t points;      /* >= 2 */
};

/*
 * The same for few units: the curve is their mean, standard errors are those of the mean, s / sqrt(G),
 * and the quantiles c come from a wild bootstrap, in which every deviation from the mean curve is
 * multiplied by its unit's assay_wild_draw and standard errors are worked out anew.
 *
 *   replicates  >= 2, of the bootstrap, SplitMix64 seeded with seed
 */
ASSAY_MUST_USE
enum assay_code assay_turnover_of_units(const struct assay_turnover_units *units,
                                        size_t replicates, uint64_t seed, double level,
                                        struct assay_turnover *out,
                                        struct assay_error *err);

#endif
