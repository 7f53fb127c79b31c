/*
 * calibration.h - is the margin of a reward model a probability?
 *
 * Bradley-Terry says P(chosen is better) = sigma(m), m = s_chosen - s_rejected.
 */
#ifndef ASSAY_METRICS_CALIBRATION_H
#define ASSAY_METRICS_CALIBRATION_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>

/* sigma(x) = 1 / (1 + exp(-x)), without overflow. */
double assay_calibration_sigmoid(double x);

/*
 * Mean Bradley-Terry loss, natural logarithm:
 *
 *   1/n sum_i log(1 + exp(-m_i))       as -m + log1p(exp(m)) for m < 0
 *
 *   margin  (n,) finite
 *   out     >= 0; log 2 for a constant scorer
 *
 * Errors: ASSAY_EDOMAIN if n is 0.
 * Source: Bradley and Terry (1952), Biometrika 39:324. Checked in tests/golden, bt_nll.
 */
ASSAY_MUST_USE
enum assay_code assay_calibration_nll(const double *margin, size_t n, double *out,
                                      struct assay_error *err);

/*
 * The temperature T > 0 that minimises the loss of m / T, by bisection of its derivative
 * sum_i -m_i sigma(-m_i s) in s = 1/T, s <= 1e12. Fit it on a split that is not reported.
 *
 *   margin  (n,) finite
 *   out     1e-12 if no margin is negative (separable: T tends to 0); HUGE_VAL if the mean
 *           margin is <= 0 (no scale beats indifference)
 *
 * Errors: ASSAY_EDOMAIN if n is 0 or all margins are 0.
 * Source: Guo et al. (2017), arXiv:1706.04599, section 4.2. Checked in tests/golden,
 *         temperature.
 */
ASSAY_MUST_USE
enum assay_code assay_calibration_temperature(const double *margin, size_t n, double *out,
                                              struct assay_error *err);

/*
 * Brier score: 1/n sum_i (p_i - y_i)^2.
 *
 *   p    (n,) in [0, 1]
 *   y    (n,) outcomes in [0, 1]; a tie between both is 1/2
 *
 * Errors: ASSAY_EDOMAIN if n is 0 or a value is outside its range.
 * Source: Brier (1950), Mon. Weather Rev. 78:1. Checked in tests/golden, brier.
 */
ASSAY_MUST_USE
enum assay_code assay_calibration_brier(const double *p, const double *y, size_t n,
                                        double *out, struct assay_error *err);

struct assay_calibration_bin {
    size_t count;
    double confidence; /* mean p; 0 if count is 0 */
    double accuracy;   /* mean y; 0 if count is 0 */
};

/*
 * Reliability curve over bins of equal width: p falls into bin min(floor(p B), B - 1), so bins
 * are open on the right and the last holds 1.0.
 *
 * For pairs do not put in p = sigma(m) with y = 1 always: that says nothing. Use confidence
 * max(p, 1 - p) = sigma(|m|) against whether the pair was right.
 *
 *   p, y  (n,) as for the Brier score
 *   bins  in [1, 10000]
 *   out   (bins,)
 *
 * Errors: ASSAY_EDOMAIN if n is 0, or bins or a value is outside its range.
 * Source: Guo et al. (2017), section 2. Checked in test_calibration.c and tests/golden, ece.
 */
ASSAY_MUST_USE
enum assay_code assay_calibration_curve(const double *p, const double *y, size_t n,
                                        size_t bins, struct assay_calibration_bin *out,
                                        struct assay_error *err);

/*
 * Expected calibration error of a curve: sum_b n_b / n |accuracy_b - confidence_b|, in [0, 1];
 * 0 for a curve that counts nothing.
 */
double assay_calibration_ece(const struct assay_calibration_bin *bin, size_t bins);

#endif
