/*
 * kl_estimate.h - how far a policy has moved, from logged log-probabilities of its own tokens.
 *
 * With x drawn from the policy and r = log ref(x) - log policy(x),
 *
 *   k1 = -r             unbiased, may be negative, varies most
 *   k2 = r^2 / 2        biased, low variance near the reference
 *   k3 = expm1(r) - r   unbiased, never negative
 *
 * KL of a sequence is the sum over its response tokens; KL per token is another quantity, by about
 * the mean length smaller. The two are never mixed: d = sqrt(KL) of fits is of sequences.
 */
#ifndef ASSAY_METRICS_KL_ESTIMATE_H
#define ASSAY_METRICS_KL_ESTIMATE_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum assay_kl {
    ASSAY_KL_K1,
    ASSAY_KL_K2,
    ASSAY_KL_K3,
    ASSAY_KL_ESTIMATORS
};

/* "k1", "k2", "k3". */
const char *assay_kl_name(enum assay_kl kind);

/*
 * One token's estimate.
 *
 *   clamp  > 0: the estimate, not r, is cut to [-clamp, clamp], as OpenRLHF does with 10, which
 *          biases all three; 0: as it is
 *
 * Source: Schulman (2020), "Approximating KL Divergence", joschu.net/blog/kl-approx.html; OpenRLHF
 *         openrlhf/models/utils.py compute_approx_kl (clamp). Checked in test_kl_estimate.c and
 *         tests/golden, kl_estimators.
 */
double assay_kl_token(enum assay_kl kind, double log_policy, double log_reference,
                      double clamp);

struct assay_kl_tokens {
    const double *log_policy;    /* (n,) finite, nats, of tokens that the policy drew */
    const double *log_reference; /* (n,) finite, the same tokens under the reference */
    const uint32_t *sequence;    /* (n,) below sequences; NULL: one sequence a token */
    size_t n;                    /* >= 1 */
    size_t sequences;            /* ignored where sequence is NULL */
};

/* A mean over tokens or over sequences. */
struct assay_kl_level {
    double mean;
    size_t n;
    bool has_spread; /* false where n or the number of sequences is 1 */
    double variance; /* of single tokens or sequences, n - 1 in the denominator */
    double
        se; /* of the mean; whole sequences vary, of a token's mean as a ratio of sums */
};

struct assay_kl_estimate {
    struct assay_kl_level token;    /* mean of all tokens, each counting alike */
    struct assay_kl_level sequence; /* mean over sequences of the sum over their tokens */
};

/*
 * Means of one estimator.
 *
 *   token.se     sqrt( S / (S - 1) sum_s (K_s - mean L_s)^2 ) / n, K_s the sum and L_s the number
 *                of tokens of sequence s among S: tokens of one sequence are not independent
 *   sequence.se  sqrt(variance / S)
 *
 * Sequences without tokens are none. Sums are compensated.
 *
 * Errors: ASSAY_EDOMAIN without tokens, if a value is not finite, a sequence is not below
 *         sequences, or k3 overflows.
 * Source: as assay_kl_token; Cochran (1977), "Sampling Techniques", section 6.4 (ratio of sums).
 *         Checked in test_kl_estimate.c.
 */
ASSAY_MUST_USE
enum assay_code assay_kl_estimate(const struct assay_kl_tokens *tokens,
                                  enum assay_kl kind, double clamp,
                                  struct assay_kl_estimate *out, struct assay_error *err);

#endif
