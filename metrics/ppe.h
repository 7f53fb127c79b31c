/* ppe.h - best-of-K selection as Preference Proxy Evaluations measures it. */
#ifndef ASSAY_METRICS_PPE_H
#define ASSAY_METRICS_PPE_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/rng.h"

#include <stddef.h>

/* Prompts with the same number of responses each. */
struct assay_ppe_prompts {
    const double *const *score; /* (prompts,) of (responses,) a model's scores, not NaN */
    const double *const *right; /* (prompts,) of (responses,) 1 or 0 */
    size_t prompts, responses;
};

struct assay_ppe {
    double loss;     /* mean over k of (oracle(k) - curve(k))^2 */
    double gap;      /* mean over k of oracle(k) - curve(k) */
    double max, end; /* highest value of the curve, and its last one */
    size_t max_k;    /* the first k of the highest value; of random orders 0 */
};

/*
 * Exact expectation over all orders of the responses: curve(k), the mean over prompts of the
 * expected correctness of the highest-scored of k, ties taken at random, and oracle(k), the mean of
 * pass@k.
 *
 *   curve, oracle  (responses,) out
 *
 * The largest value of this expected curve is at most the expectation of the resampled one, and
 * so is the loss: they are told under names of their own.
 * Errors: ASSAY_EDOMAIN without prompts or responses.
 * Source: Frick et al. 2024, How to Evaluate Reward Models for RLHF, arXiv:2410.14872, section 4.
 *         Checked in test_best_of_n.c and tests/golden, ppe_bok.
 */
ASSAY_MUST_USE
enum assay_code assay_ppe_exact(const struct assay_ppe_prompts *prompts, double *curve,
                                double *oracle, struct assay_ppe *out,
                                struct assay_error *err);

/*
 * The same from random orders, one for all prompts at a time: of the first k responses the first
 * one with the highest score is taken; loss, max and end are worked out of each order's curves and
 * averaged over the orders. The official code draws its 100 orders without a seed.
 *
 *   rng     orders are Fisher-Yates shuffles drawn from it
 *   orders  >= 1
 *   se      standard errors of these means, from the orders' own values with orders - 1 in the
 *           denominator; max_k is 0, and all of it of a single order. NULL: not wanted
 */
ASSAY_MUST_USE
enum assay_code assay_ppe_resampled(const struct assay_ppe_prompts *prompts,
                                    struct assay_rng *rng, size_t orders,
                                    struct assay_ppe *out, struct assay_ppe *se,
                                    struct assay_error *err);

#endif
