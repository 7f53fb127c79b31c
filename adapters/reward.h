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

#endif
