/*
 * roc.h - the ROC curve: what share of positives scores above a threshold, over the share of
 * negatives that does.
 */
#ifndef ASSAY_METRICS_ROC_H
#define ASSAY_METRICS_ROC_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

struct assay_roc_point {
    double x; /* false positive rate; on entry a score */
    double y; /* true positive rate; on entry 1 for a positive, 0 for a negative */
};

/*
 * The curve through (0, 0) and, for every score c that occurs, from the highest down,
 *
 *   ( #{negatives with score >= c} / n_0,  #{positives with score >= c} / n_1 )
 *
 * to (1, 1). Equal scores are one step aside and up at once, which is what mid-ranks are: the area
 * under the curve is that of assay_correlation_auc. Points between two others on one upright or
 * level line are left out.
 *
 *   point  (n + 1,) on entry point[1 .. n] are scores, in any order; on return point[0 .. count)
 *          is the curve, x and y ascending
 *   area   of the whole curve
 *
 * Errors: ASSAY_EDOMAIN unless there are positives and negatives and scores are finite.
 * Source: Fawcett (2006), Pattern Recognition Letters 27:861, algorithms 1 and 2. Checked in
 *         test_roc.c by counting over thresholds and against assay_correlation_auc.
 */
ASSAY_MUST_USE
enum assay_code assay_roc_curve(struct assay_roc_point *point, size_t n, size_t *count,
                                double *area, struct assay_error *err);

/* The area under a curve by trapezoids. */
double assay_roc_area(const struct assay_roc_point *point, size_t count);

/*
 * Leaves out points so that what lies between the old curve and the new one has an area of at most
 * `most`, and so the area under it changes by no more. The first and the last point stay. Each
 * straight piece may take as much of `most` as its share of the way, (dx + dy) / 2.
 *
 * Returns how many points there are then. Checked in test_roc.c by integrating between the curves.
 */
size_t assay_roc_thin(struct assay_roc_point *point, size_t count, double most);

#endif
