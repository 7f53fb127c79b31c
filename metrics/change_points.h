/*
 * change_points.h - when did a nightly number change, and by how much?
 *
 * A history of values with known standard errors is cut into stretches of one level. More cuts always fit
 * better, so each costs a penalty, which is chosen so that a year in which nothing changes has no more
 * false changes than are put up with.
 */
#ifndef ASSAY_METRICS_CHANGE_POINTS_H
#define ASSAY_METRICS_CHANGE_POINTS_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_CHANGE_POINTS_MAX = 20000,   /* values of one history */
    ASSAY_CHANGE_POINTS_NIGHTS = 3000, /* most nights of a year */
    ASSAY_CHANGE_POINTS_YEARS = 10000  /* simulated at most */
};

struct assay_history_values {
    const double *value; /* (n,) finite */
    const double *
        se; /* (n,) > 0: from night to night, not of the suite's items, which are the same every night */
    const double
        *time; /* (n,) ascending; equal ones are repeats of one night; NULL: all differ */
    size_t n;  /* 1 .. ASSAY_CHANGE_POINTS_MAX */
};

struct assay_change_points_how {
    double
        penalty; /* >= 0, of a change, in units of squared standard errors: assay_change_points_penalty */
    size_t shortest; /* nights of a stretch at least; 0: 1 */
    double level;    /* of intervals, in (0, 1) */
};

struct assay_change_point {
    size_t at;            /* the first value of the new stretch */
    double before, after; /* levels */
    double size;          /* after - before */
    double lo, hi;        /* its interval, the place of the change taken as known */
};

struct assay_change_segment {
    size_t first, count; /* values */
    double mean, se;     /* sum w x / sum w, 1 / sqrt(sum w), w = 1 / se^2 */
};

/*
 * Optimal partitioning: the cuts that minimise
 *
 *   sum over stretches of sum_i w_i (x_i - mean)^2 + penalty * cuts,   w_i = 1 / se_i^2
 *
 * found by dynamic programming, exactly, in n^2 / 2 steps. Of equal minima the one whose last stretch starts
 * earliest. Values of equal time are one night, their weighted mean: no cut falls between them, and the same
 * value with the same standard error again in a night, a rerun answered from the cache, counts once.
 *
 *   segment  (n,) the first *segments of them are written
 *   change   (n,) the first *segments - 1 are written; NULL: not wanted
 *
 * Errors: ASSAY_EDOMAIN if n, a value, a standard error, a time or level is outside its range.
 * Source: Jackson et al. (2005), IEEE Signal Process. Lett. 12:105-108; Killick, Fearnhead and Eckley
 *         (2012), JASA 107:1590-1598,
 *         algorithm 2. Checked in test_change_points.c against all partitions of short histories.
 */
ASSAY_MUST_USE
enum assay_code assay_change_points_find(const struct assay_history_values *history,
                                         const struct assay_change_points_how *how,
                                         struct assay_change_segment *segment,
                                         size_t *segments,
                                         struct assay_change_point *change,
                                         struct assay_error *err);

/* How often one is willing to be fooled. */
struct assay_change_points_budget {
    double per_year; /* false changes expected in a year without any, > 0 */
    size_t nights;   /* a year, 2 .. ASSAY_CHANGE_POINTS_NIGHTS */
    size_t shortest; /* as above */
    size_t
        years; /* simulated, at most ASSAY_CHANGE_POINTS_YEARS; 0: 400, fewer of more than 400 nights */
    uint64_t seed;
    bool
        estimated; /* standard errors come from the values themselves (assay_change_points_noise), which a
                       short history tells badly: the penalty makes up for it. Nights are then those of the
                       history that is asked about, 3 at least, and per_year is for it */
};

/*
 * The least penalty with which simulated years of independent normal values, nothing changing, have on
 * average at most per_year changes, by bisection to 0.01 over the same years: the number of changes never
 * rises with the penalty. The average is itself of so many years, and off by about sqrt(2 per_year / years).
 *
 * Errors: ASSAY_EDOMAIN if an argument is outside its range.
 * Checked in test_change_points.c with other seeds.
 */
ASSAY_MUST_USE
enum assay_code assay_change_points_penalty(
    const struct assay_change_points_budget *budget, double *out,
    struct assay_error *err);

/*
 * How much more values differ from night to night than their standard errors say: the median of
 * |x_(i+1) - x_i| / sqrt(se_i^2 + se_(i+1)^2), by 0.6745. A few changes hardly move it. 1 for fewer than 3
 * nights; may be 0 where most nights repeat the one before. Multiply se by it where they are not known to
 * be right.
 *
 * Source: median absolute deviation of first differences, as Fryzlewicz (2014), Ann. Stat. 42:2243-2281,
 *         section 4.
 */
ASSAY_MUST_USE
enum assay_code assay_change_points_noise(const struct assay_history_values *history,
                                          double *out, struct assay_error *err);

#endif
