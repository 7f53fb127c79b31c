/*
 * pick.h - which token comes next: greedy, or drawn (harness/core/sampling.h).
 *
 * Temperature first, then the k likeliest, then the fewest of them whose probabilities reach top_p,
 * as transformers does (src/transformers/generation/logits_process.py, TemperatureLogitsWarper,
 * TopKLogitsWarper, TopPLogitsWarper). Of equal logits the lower id comes first, where
 * transformers keeps all that tie for the last place.
 */
#ifndef ASSAY_ADAPTERS_PICK_H
#define ASSAY_ADAPTERS_PICK_H

#include "harness/core/rng.h"
#include "harness/core/sampling.h"

struct assay_pick {
    double weight; /* exp of what the logit is below the greatest */
    int32_t token;
};

/*
 * A token of the vocabulary (n,), n >= 1. One number is drawn unless temperature is 0.
 *
 *   scratch  (n,)
 */
int32_t assay_pick_token(const float *logit, size_t n,
                         const struct assay_sampling *sampling, struct assay_rng *rng,
                         struct assay_pick *scratch);

#endif
