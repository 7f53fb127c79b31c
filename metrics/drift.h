/*
 * drift.h - does a column of a training log rise or fall along the run, and by how much?
 *
 * Length, repetition and format of what a policy writes are the cheap ways to please a proxy. Their
 * drift is told as a slope that single wild steps do not bend, and in words: "length grows 12 %
 * from start to end".
 */
#ifndef ASSAY_METRICS_DRIFT_H
#define ASSAY_METRICS_DRIFT_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "metrics/range.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_DRIFT_POINTS = 2000 /* of one unit; longer ones are averaged down */
};

struct assay_drift_series {
    const double *step, *value; /* (n,) finite */
    const uint32_t *unit;       /* (n,) below units, a run or seed; NULL: one run */
    size_t n;                   /* >= 3 */
    size_t units;               /* ignored where unit is NULL */
};

struct assay_drift {
    size_t units;
    double slope; /* per step: mean over units of each one's Theil-Sen slope */
    double start,
        end;       /* of the lines at the unit's first and last step, mean over units */
    double change; /* end - start */
    bool
        has_relative; /* false where a unit starts at 0 or units start on both sides of it */
    double relative; /* mean over units of (end - start) / |start| */
    struct assay_range slope_range, change_range, relative_range;
};

/*
 * Theil-Sen line of each unit: the median of (y_j - y_i) / (t_j - t_i) over pairs of different t, and
 * through it the median of y_i - slope t_i.
 *
 * Two units or more: intervals by Student's t over units, G - 1 degrees of freedom, whatever
 * depends on what inside a run. One unit: Sen's interval, order statistics (M -+ C) / 2 of the M slopes
 * with C = z sqrt(variance of Kendall's S, ties in y taken into account), which takes the steps
 * for independent and is too narrow where neighbours resemble each other; change and relative have
 * the same interval times the length of the run, the start being taken as known.
 *
 * A unit of more than ASSAY_DRIFT_POINTS points is first averaged over runs of neighbours.
 *
 * Errors: ASSAY_EDOMAIN if a value is not finite, a unit not below units, or a unit has fewer than
 *         three different steps.
 * Source: Theil (1950), Proc. KNAW 53:386-392; Sen (1968), JASA 63:1379-1389. Checked in
 *         test_drift.c against scipy.stats.theilslopes.
 */
ASSAY_MUST_USE
enum assay_code assay_drift_of(const struct assay_drift_series *series, double level,
                               struct assay_drift *out, struct assay_error *err);

#endif
