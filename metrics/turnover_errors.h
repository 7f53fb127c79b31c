/* turnover_errors.h - has gold turned, where only means and their standard errors are known? */
#ifndef ASSAY_METRICS_TURNOVER_ERRORS_H
#define ASSAY_METRICS_TURNOVER_ERRORS_H

#include "metrics/turnover.h"

/* Means of points, each with an error of its own. */
struct assay_turnover_errors {
    const double *gold, *se; /* (points,) finite; se >= 0 */
    size_t points;           /* >= 2 */
    size_t replicates;       /* >= 2 */
    uint64_t seed;
};

/*
 * assay_turnover_of with replicates gold_i + se_i z, z standard normal and independent, by
 * gsl_cdf_ugaussian_Pinv of assay_rng_uniform + 2^-54, point after point, replicate after replicate. Points that
 * share prompts have errors in common, which differences lose: then it is too careful.
 *
 * Errors: those of assay_turnover_of.
 * Source: as turnover.h. Checked in test_turnover_errors.c.
 */
ASSAY_MUST_USE
enum assay_code assay_turnover_of_errors(const struct assay_turnover_errors *errors,
                                         double level, struct assay_turnover *out,
                                         struct assay_error *err);

#endif
