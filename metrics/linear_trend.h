/* linear_trend.h - does a nightly number drift, and how fast? */
#ifndef ASSAY_METRICS_LINEAR_TREND_H
#define ASSAY_METRICS_LINEAR_TREND_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

struct assay_linear_values {
    const double *time;  /* (n,) finite, three different ones at least */
    const double *value; /* (n,) finite */
    const double *se;    /* (n,) > 0, from night to night; NULL: all alike, not known */
    size_t n;            /* >= 3 */
};

struct assay_linear_trend {
    double centre;          /* weighted mean of time */
    double level, level_se; /* of the line there */
    double slope, slope_se; /* per unit of time */
    double lo, hi;          /* interval of the slope */
    double p;               /* of slope 0, two-sided */
    double scale; /* sqrt(chi^2 / (n - 2)), scatter about the line in standard errors */
    size_t df;    /* of Student's t: n - 2; 0: normal */
    double sen;   /* Theil and Sen's slope, which single wild nights do not bend */
    double sen_lo, sen_hi; /* Sen's interval */
};

/*
 * Weighted least squares of value over time, w = 1 / se^2:
 *
 *   slope = sum w (t - centre) x / sum w (t - centre)^2,   se = 1 / sqrt(sum w (t - centre)^2)
 *
 * Standard errors are taken as they are, unless values scatter more than they say: where scale > 1, se is
 * multiplied by it and Student's t with n - 2 degrees of freedom is used; where se is NULL, always, and
 * scale is in the unit of the values.
 *
 * level is of both intervals. Theil-Sen without weights, as drift.h.
 *
 * Errors: ASSAY_EDOMAIN if an argument is outside its range, or fewer than three times differ.
 * Source: Draper and Smith (1998), "Applied Regression Analysis", section 9.2; Sen (1968), JASA
 *         63:1379-1389. Checked in test_linear_trend.c against numpy.polyfit, scipy.stats.linregress and
 *         theilslopes.
 */
ASSAY_MUST_USE
enum assay_code assay_linear_trend_of(const struct assay_linear_values *values,
                                      double level, struct assay_linear_trend *out,
                                      struct assay_error *err);

/* Value of the line at a time, and its standard error. */
struct assay_linear_trend_value {
    double value, se;
};

struct assay_linear_trend_value assay_linear_trend_at(
    const struct assay_linear_trend *line, double time);

#endif
