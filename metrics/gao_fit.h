/*
 * gao_fit.h - how gold grows and turns as a policy is optimised against a proxy.
 *
 * d = sqrt(KL(policy || initial policy)), nats. Gold above that of the initial policy is
 *
 *   bon  R(d) = d (alpha - beta d)        best of n
 *   rl   R(d) = d (alpha - beta log d)    reinforcement learning, direct alignment
 *
 * alpha says how much gold the first steps buy, beta how soon it turns.
 */
#ifndef ASSAY_METRICS_GAO_FIT_H
#define ASSAY_METRICS_GAO_FIT_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "metrics/fit_quality.h"

#include <stdbool.h>
#include <stddef.h>

enum assay_gao_form {
    ASSAY_GAO_BON,
    ASSAY_GAO_RL
};

/* "bon", "rl". */
const char *assay_gao_form_name(enum assay_gao_form form);

struct assay_gao_points {
    const double *d; /* (n,) finite, >= 0 */
    const double *r; /* (n,) finite; the initial policy's gold is subtracted already */
    const double *weight; /* (n,) finite, > 0, as 1 / variance; NULL: 1 each */
    size_t n;
};

/* R of the form at d >= 0, where d log d is 0 at 0. */
double assay_gao_value(enum assay_gao_form form, double alpha, double beta, double d);

/* What alpha and beta multiply at d: (d, -d^2) or (d, -d log d). */
void assay_gao_features(enum assay_gao_form form, double d, double out[2]);

/* Where R is greatest. */
struct assay_gao_peak {
    bool exists;
    double d, r;
    const char *why; /* why there is none; static */
};

/*
 *   bon  d* = alpha / (2 beta),          R* = alpha^2 / (4 beta)
 *   rl   d* = exp(alpha / beta - 1),     R* = beta d*
 *
 * None where beta <= 0, where bon has alpha <= 0, or where d* or R* is no finite double. It may
 * lie far outside the points: the caller compares it with the greatest d.
 *
 * Source: Gao, Schulman and Hilton 2022, "Scaling Laws for Reward Model Overoptimization",
 *         arXiv:2210.10760, section 3.1, derivatives set to 0. Checked in test_gao_fit.c and
 *         tests/golden, gao_fit.
 */
struct assay_gao_peak assay_gao_peak_of(enum assay_gao_form form, double alpha,
                                        double beta);

struct assay_gao_fit {
    enum assay_gao_form form;
    double alpha, beta;
    double condition; /* det / (s11 s22) of the normal equations, in (0, 1] */
    bool ill;         /* condition < 1e-10: alpha and beta are not told apart */
    struct assay_fit_quality quality;
    struct assay_gao_peak peak;
};

/*
 * Least squares of r on (x1, x2) = assay_gao_features, no intercept: with s_jk = sum w x_j x_k
 * and b_j = sum w x_j r, compensated sums,
 *
 *   det = s11 s22 - s12^2,  alpha = (b1 s22 - b2 s12) / det,  beta = (s11 b2 - s12 b1) / det
 *
 * The leave-one-out error at i is e_i / (1 - h_i) with the leverage h_i = w_i x_i' S^-1 x_i: the
 * same as fitting anew without i.
 *
 * The rl form has infinite slope at d = 0 and is not meant to be fitted near it; a point at 0
 * itself bears on neither parameter.
 *
 *   left_out  (n,) r_i minus what the fit without i says; NULL: not wanted. Where has_loo is
 *             false it holds 0
 *
 * Errors: ASSAY_EDOMAIN if a value is outside its range or fewer than two different d > 0
 *         are there.
 * Source: Gao et al. 2022, equations of section 3.1; Cook and Weisberg (1982), "Residuals and
 *         Influence in Regression", equation 2.2.8 (leaving out). Checked in test_gao_fit.c and
 *         tests/golden, gao_fit.
 */
ASSAY_MUST_USE
enum assay_code assay_gao_fit(const struct assay_gao_points *points,
                              enum assay_gao_form form, double *left_out,
                              struct assay_gao_fit *out, struct assay_error *err);

/* The checks of assay_gao_fit alone. */
ASSAY_MUST_USE
enum assay_code assay_gao_check(const struct assay_gao_points *points,
                                struct assay_error *err);

#endif
