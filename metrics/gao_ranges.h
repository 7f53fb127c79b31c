/*
 * gao_ranges.h - intervals of alpha, beta and the peak from estimates and their covariance.
 *
 * Each of them is a ratio rho = a / b of estimates, and its interval the rho with
 *
 *   |a - rho b| <= q sqrt(V_aa - 2 rho V_ab + rho^2 V_bb)
 *
 *   alpha, beta       a = alpha or beta, b = 1:  estimate +- q se
 *   bon  d*           a = alpha, b = 2 beta
 *        R*           a = alpha^2, b = 4 beta
 *   rl   1 + log d*   a = alpha, b = beta
 *        log R*       a = alpha - beta + beta log beta, b = beta
 *
 * with V of alpha^2 and of alpha - beta + beta log beta linearised. Where b is not told from 0 the
 * set has no upper end: nothing is divided by beta before that is known, as the delta method does.
 *
 * Source: Fieller (1954), "Some problems in interval estimation", JRSS B 16:175-185; von Luxburg
 *         and Franz (2009), Statistica Sinica 19:1095-1117, arXiv:0711.0198 (the three shapes of the
 *         set). Checked in test_gao_interval.c.
 */
#ifndef ASSAY_METRICS_GAO_RANGES_H
#define ASSAY_METRICS_GAO_RANGES_H

#include "metrics/gao_fit.h"
#include "metrics/range.h"

#include <stdbool.h>

enum assay_gao_quantity {
    ASSAY_GAO_ALPHA,
    ASSAY_GAO_BETA,
    ASSAY_GAO_D_PEAK,
    ASSAY_GAO_R_PEAK,
    ASSAY_GAO_QUANTITIES
};

struct assay_gao_estimate {
    enum assay_gao_form form;
    double alpha, beta;
    double variance[3]; /* of alpha, covariance, of beta */
};

struct assay_gao_ranges {
    bool turns; /* beta's interval lies above 0 */
    struct assay_range alpha, beta;
    struct assay_range
        d_peak; /* no upper end unless turns; none where beta lies below 0 */
    struct assay_range r_peak; /* none unless turns */
};

/* The four intervals at half widths of q[] standard errors, as of Student's t. */
struct assay_gao_ranges assay_gao_ranges_of(const struct assay_gao_estimate *estimate,
                                            const double q[ASSAY_GAO_QUANTITIES]);

/* The ratio that stands for a quantity; NAN where it is none: R* of beta <= 0. */
double assay_gao_ratio(const struct assay_gao_estimate *estimate,
                       enum assay_gao_quantity which);

/*
 * How many standard errors the estimate is from a ratio: |a - rho b| / sqrt(...), above. Never
 * NaN: 1e100 without a spread, or where the ratio is none.
 */
double assay_gao_pivot(const struct assay_gao_estimate *estimate,
                       enum assay_gao_quantity which, double rho);

#endif
