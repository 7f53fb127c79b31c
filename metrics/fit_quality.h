/* fit_quality.h - how well a fitted curve goes through its points, in numbers that compare curves. */
#ifndef ASSAY_METRICS_FIT_QUALITY_H
#define ASSAY_METRICS_FIT_QUALITY_H

#include <stdbool.h>
#include <stddef.h>

struct assay_fit_quality {
    double sse;  /* sum_i w_i (r_i - f_i)^2 */
    bool has_r2; /* false where the points do not vary */
    double
        r2; /* centred: 1 - sse / sum_i w_i (r_i - mean)^2, weighted mean; may be < 0 */
    bool has_r2_zero; /* false where all r are 0 */
    double
        r2_zero; /* uncentred: 1 - sse / sum_i w_i r_i^2, what regression through 0 reports */
    bool has_loo; /* false where a point is the only one that tells a parameter */
    double
        loo; /* sqrt( sum_i w_i e_i^2 / sum_i w_i ), e_i the error at i of a fit without i */
};

/*
 * R squared is centred: of two curves for the same points the one with the larger value has
 * the smaller sse, whether it goes through the origin or not.
 *
 *   r, fitted  (n,) finite
 *   left_out   (n,) r_i minus what the fit without i says there; NULL: has_loo is false
 *   weight     (n,) > 0; NULL: 1 each
 *   n          >= 1
 *
 * Sums are compensated. Source: Kvalseth (1985), "Cautionary note about R^2", The American
 * Statistician 39:279-285, R^2_1 and R^2_7; Allen (1974), Technometrics 16:125-127 (PRESS).
 * Checked in test_gao_fit.c.
 */
struct assay_fit_quality assay_fit_quality_of(const double *r, const double *fitted,
                                              const double *left_out,
                                              const double *weight, size_t n);

#endif
