/* group_advantage.h - how much better a response is than the others to its prompt. */
#ifndef ASSAY_METRICS_GROUP_ADVANTAGE_H
#define ASSAY_METRICS_GROUP_ADVANTAGE_H

#include <stddef.h>

enum assay_group_advantage {
    ASSAY_GROUP_GRPO, /* (r_i - mean) / (s + epsilon), s with n - 1 in the denominator */
    ASSAY_GROUP_RLOO, /* r_i - mean of the others = n / (n - 1) (r_i - mean) */
    ASSAY_GROUP_CENTRED, /* r_i - mean */
    ASSAY_GROUP_RANK, /* (2 rank_i - n - 1) / (n - 1), in [-1, 1]; equal rewards share the mean of their ranks */
    ASSAY_GROUP_ADVANTAGES
};

/*
 * Advantages of one group; they sum to 0, and all are 0 where all rewards are equal.
 *
 *   reward   (n,) finite, n >= 2 (assert)
 *   epsilon  GRPO alone, >= 0
 *   out      (n,)
 *
 * Source: GRPO: Shao et al. 2024, DeepSeekMath, arXiv:2402.03300, section 4.1, which does not say which standard
 *         deviation; torch.std in trl and verl has n - 1. RLOO: Kool, van Hoof and Welling 2019, Buy 4 REINFORCE
 *         Samples; Ahmadian et al. 2024, arXiv:2402.14740. Centred: Liu et al. 2025, Dr. GRPO, arXiv:2503.20783.
 *         Checked in test_group_advantage.c.
 */
void assay_group_advantage(enum assay_group_advantage how, const double *reward, size_t n,
                           double epsilon, double *out);

#endif
