/*
 * reward.h - the numbers that a model gives for a completion, as one score.
 */
#ifndef ASSAY_ADAPTERS_REWARD_H
#define ASSAY_ADAPTERS_REWARD_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>

/*
 * How much each of `labels` labels counts, in arena: "0.65,0.8,-0.4". Without words, all of the only
 * one.
 *
 * Errors: ASSAY_EUSAGE for another count of numbers, or several labels and no words.
 */
ASSAY_MUST_USE
enum assay_code assay_reward_weights(const char *words, size_t labels,
                                     struct assay_arena *arena, const double **out,
                                     struct assay_error *err);

/* sum of weight * value, (n,). */
double assay_reward_weighted(const double *weight, const double *value, size_t n);

/* What a policy's log-probabilities of a completion's tokens give. */
enum assay_reward_how {
    ASSAY_REWARD_AVERAGE,
    ASSAY_REWARD_SUM,
    ASSAY_REWARD_NORM,
};

/*
 * The implicit reward of a policy without a reference (reward-bench rewardbench/dpo.py,
 * DPOInference, ref_free_type): mean, sum, or minus the Euclidean norm of log p (n,), n >= 1.
 */
double assay_reward_implicit(const double *log_p, size_t n, enum assay_reward_how how);

#endif
