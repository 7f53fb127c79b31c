/*
 * credit.h - what one item is worth when a model ranks its completions, under each tie rule.
 *
 * A pair is the case of one right and one wrong completion. Scores are compared as doubles,
 * exactly: reward models that run in bfloat16 tie often, and benchmarks disagree on ties.
 */
#ifndef ASSAY_METRICS_CREDIT_H
#define ASSAY_METRICS_CREDIT_H

#include "harness/core/result.h"

#include <stdbool.h>
#include <stddef.h>

/* How many completions share the highest score; both > 0 is a tie at the top. */
struct assay_top {
    size_t right, wrong;
};

/*
 * Counts the top of an item: m = max_i s_i, then the right and wrong i with s_i == m.
 *
 *   score  (n,) finite, n >= 1
 *   right  (n,) true for completions that the benchmark calls right
 */
struct assay_top assay_credit_top(const double *score, const bool *right, size_t n);

/* The same where the first `right` completions are the right ones; right <= n. */
struct assay_top assay_credit_top_first(const double *score, size_t right, size_t n);

struct assay_credit {
    double value; /* in [0, 1] */
    bool counted; /* false: the item leaves numerator and denominator */
};

/*
 * The credit of an item: 1 if only right completions are on top, 0 if only wrong ones. With a
 * tie at the top:
 *
 *   loss   0
 *   half   1/2
 *   share  right / (right + wrong): 1/k for one right completion among k
 *   drop   not counted
 *
 * Source: strict s_c > s_r of RewardBench (Lambert et al. 2024, arXiv:2403.13787), 1/2 of its
 *         generative judges, 1/k of RewardBench 2 (Malik et al. 2025, arXiv:2506.01937).
 * Checked in test_credit.c and tests/golden, rb2_bo4.
 */
struct assay_credit assay_credit_of(struct assay_top top, enum assay_tie_rule rule);

#endif
