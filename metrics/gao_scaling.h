/*
 * gao_scaling.h - how alpha and beta change with the reward model's size or data, and where the
 * peak of a size that was not trained would be.
 *
 *   alpha(N) = a0 + a1 log N,    beta(N) = b0 + b1 log N
 *
 * Source: Gao, Schulman and Hilton 2022, "Scaling Laws for Reward Model Overoptimization",
 *         arXiv:2210.10760, section 3.2 and figure 3, where both are about linear in log N.
 */
#ifndef ASSAY_METRICS_GAO_SCALING_H
#define ASSAY_METRICS_GAO_SCALING_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "metrics/gao_ranges.h"
#include "metrics/range.h"

#include <stddef.h>

/* One fit of gao_fit.h a size. */
struct assay_gao_sizes {
    enum assay_gao_form form;
    const double *size;         /* (n,) > 0: parameters, or comparisons trained on */
    const double *alpha, *beta; /* (n,) finite */
    const double *weight;       /* (n,) > 0, as 1 / variance or seeds; NULL: 1 each */
    size_t n;                   /* >= 3 */
};

/* One of the two lines: value = intercept + slope log N. */
struct assay_gao_scaling_line {
    double intercept, slope;
    struct assay_range intercept_range, slope_range;
};

struct assay_gao_scaling {
    struct assay_gao_scaling_line alpha, beta;
    enum assay_gao_form form;
    size_t n;
    double level;
    double scatter[3]; /* about the lines at weight 1: of alpha, covariance,
                                            of beta; n - 2 in the denominator */
    double total, middle,
        square;         /* sum w, weighted mean of log N, sum w (log N - middle)^2 */
    double least, most; /* of the sizes */
};

/*
 * Weighted least squares of both on (1, log N), with the same weights, so that their errors at a
 * size have one covariance. Intervals by Student's t with n - 2 degrees of freedom from the
 * scatter about the lines, which holds both the noise of the single fits and what is not linear.
 *
 * Errors: ASSAY_EDOMAIN if n < 3, fewer than two sizes differ, the level is outside (0, 1) or a
 *         value outside its range.
 * Source: Draper and Smith (1998), "Applied Regression Analysis", sections 1.3 and 9.2. Checked in
 *         test_gao_scaling.c against numpy.
 */
ASSAY_MUST_USE
enum assay_code assay_gao_scaling_fit(const struct assay_gao_sizes *sizes, double level,
                                      struct assay_gao_scaling *out,
                                      struct assay_error *err);

struct assay_gao_prediction {
    struct assay_gao_estimate estimate; /* its variance is that of a further fit */
    struct assay_gao_peak peak;
    struct assay_gao_ranges range;
    bool outside; /* beyond the sizes fitted */
};

/*
 * What a fit at another size would find: the lines there, with the variance
 *
 *   scatter (n / total + 1 / total + (log N - middle)^2 / square)
 *
 * of a further fit of average weight, and the intervals of gao_ranges.h at Student's t.
 *
 *   size  > 0
 *
 * Errors: ASSAY_EDOMAIN unless size is finite and > 0.
 * Source: Draper and Smith (1998), section 3.2 (prediction of one further observation).
 */
ASSAY_MUST_USE
enum assay_code assay_gao_scaling_predict(const struct assay_gao_scaling *scaling,
                                          double size, struct assay_gao_prediction *out,
                                          struct assay_error *err);

#endif
