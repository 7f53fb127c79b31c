/* gao_fall.h - how far the forms of gao_fit.h fall from their peak to a given d, and how sure that is. */
#ifndef ASSAY_METRICS_GAO_FALL_H
#define ASSAY_METRICS_GAO_FALL_H

#include "metrics/gao_interval.h"
#include "metrics/range.h"

struct assay_gao_fall {
    bool exists;              /* the peak is there, at a d below the end */
    double value;             /* R(d*) - R(d) >= 0 */
    struct assay_range range; /* Student's t, units - 1 degrees of freedom */
};

/*
 * With x the features of d* less those of d, R(d*) - R(d) = x'(alpha, beta), and its variance is x'Vx to first
 * order: R is flat at d*, so that d* being estimated adds nothing to it.
 *
 *   end  d >= 0, the last of the points as a rule
 *
 * Source: the envelope theorem; V as in gao_interval.h. Checked in test_gao_fall.c.
 */
struct assay_gao_fall assay_gao_fall_to(const struct assay_gao_intervals *intervals,
                                        double end);

#endif
