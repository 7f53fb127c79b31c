/*
 * step_rewards.h - rewards of steps made of a process reward model's scores, so that repeating a right step gains nothing.
 *
 * The sum of scores grows with every step that a policy adds, right or idle. Each rewriting bounds it.
 */
#ifndef ASSAY_METRICS_STEP_REWARDS_H
#define ASSAY_METRICS_STEP_REWARDS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Clip: no step gains.
 *
 *   r_k = min(s_k - eta, 0),    sum <= 0
 *
 *   score  (n,) finite; may be out
 *   out    (n,)
 *
 * Source: Gao et al. 2024, On Designing Effective RL Reward at Training Time for LLM Reasoning, arXiv:2410.15115, section 4.
 *         Checked in tests/golden, prm_clip.
 */
void assay_step_rewards_clip(const double *score, size_t n, double eta, double *out);

/*
 * Delta: what a step's score has over the next one's, so that the sum telescopes.
 *
 *   answer   r_k = s_k - s_(k+1) for k < n - 1,  r_(n-1) = s_(n-1),  r_n = 0: the last step is the answer, of which the
 *            outcome says enough; the sum is s_1, and of one step 0
 *   own      r_k = s_k - s_(k+1) for k < n,  r_n = s_n; the sum is s_1
 *
 *   score  (n,) finite; may be out
 *   out    (n,)
 *
 * Source: as above. Checked in tests/golden, prm_delta (answer).
 */
void assay_step_rewards_delta(const double *score, size_t n, bool own, double *out);

/*
 * A step's score calibrated by the outcome: r_k = s_k + outcome - 1. With scores in [0, 1] and an outcome of 0 or 1 it is in
 * [-1, 1], no step of a wrong response is above 0, and the order of steps stays.
 *
 *   score  (n,) finite; may be out
 *   out    (n,)
 *
 * Source: candidate for ReNorm of Xu et al. 2025, Hybrid Reward Normalization, arXiv:2509.25598, whose equation was not seen.
 *         Checked in tests/cases/signals.steps.yaml.
 */
void assay_step_rewards_calibrate(const double *score, size_t n, double outcome,
                                  double *out);

#endif
