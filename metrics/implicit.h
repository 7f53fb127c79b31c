/* implicit.h - the reward that a policy's log-probabilities of a completion imply. */
#ifndef ASSAY_METRICS_IMPLICIT_H
#define ASSAY_METRICS_IMPLICIT_H

#include <stddef.h>

enum assay_implicit {
    ASSAY_IMPLICIT_AVERAGE, /* sum_t log p_t / n */
    ASSAY_IMPLICIT_SUM,     /* sum_t log p_t */
    ASSAY_IMPLICIT_NORM,    /* -sqrt(sum_t log p_t^2) */
};

/*
 * The reward of a policy without a reference.
 *
 *   log_p  (n,) of the completion's tokens, nats, n >= 1
 *
 * Sums go left to right.
 * Source: allenai/reward-bench rewardbench/dpo.py, DPOInference, ref_free_type. Checked in
 *         tests/golden, implicit_reward.
 */
double assay_implicit_free(const double *log_p, size_t n, enum assay_implicit how);

/*
 * The reward of a policy against its reference:
 *
 *   beta (sum_t log pi(t) - sum_t log ref(t))
 *
 * It leaves out beta log Z(prompt), so that it orders completions of one prompt only.
 *
 *   policy, reference  sums over the same completion, nats
 *
 * Source: Rafailov et al. 2023, arXiv:2305.18290, equation 5. Checked in tests/golden,
 *         implicit_reward.
 */
double assay_implicit_ratio(double policy, double reference, double beta);

#endif
