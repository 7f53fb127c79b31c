/*
 * span_sum.h - rewards that are sums of log-probabilities over a span of tokens.
 *
 *   x_t = sum_m c_m track_m(t) - offset
 *   r_t = clip(beta g(x_t), -c, c)
 *   r   = sum or mean of r_t over the response, a step, or any other span
 *
 * The sum over steps is the sum over the sequence; equal tracks with opposite weights give 0, bit for bit; such tracks
 * swapped turn the sign. Sums go left to right.
 */
#ifndef ASSAY_METRICS_SPAN_SUM_H
#define ASSAY_METRICS_SPAN_SUM_H

#include <stdbool.h>
#include <stddef.h>

/* g: bounded and odd, but for none. */
enum assay_squash {
    ASSAY_SQUASH_NONE,    /* x */
    ASSAY_SQUASH_SIGMOID, /* 1 / (1 + exp(-x)) - 1/2 */
    ASSAY_SQUASH_TANH
};

struct assay_span_term {
    const double *track; /* (n,) log-probabilities, nats */
    double weight;
};

struct assay_span_shape {
    double offset, beta;
    double clip; /* c >= 0; 0: not clipped */
    enum assay_squash squash;
};

/*
 * r_t.
 *
 *   term  (terms,) of (n,) each; terms >= 1
 *   out   (n,)
 *
 * Source: of log-ratios Rafailov et al. 2024, arXiv:2404.12358, equation 7; sigmoid T-REG, arXiv:2412.02685; clip RTO,
 *         zkshan2002/RTO openrlhf/trainer/ppo_utils/experience_maker.py; offset LaSeR, RUCBM/LaSeR
 *         src/calculate_self_rewarding_scores.py. Checked in tests/golden, laser and rto.
 */
void assay_span_tokens(const struct assay_span_term *term, size_t terms, size_t n,
                       const struct assay_span_shape *shape, double *out);

/* The sum, or the mean, of which there has to be one. */
double assay_span_pool(const double *x, size_t n, bool mean);

/*
 * The same of each step.
 *
 *   end  (steps,) the token behind each step's last one: rising, whole, the last at most the tokens of x
 *   out  (steps,)
 */
void assay_span_steps(const double *x, const double *end, size_t steps, bool mean,
                      double *out);

/* exp(-mean log-probability). */
double assay_span_perplexity(double mean);

/*
 * By how much a condition lowers the perplexity, as a share of it:
 *
 *   max((P(without) - P(with)) / (P(without) + epsilon), floor),  P = exp(-mean)
 *
 *   with, without  mean log-probabilities, nats
 *   epsilon        1e-9 in the released code
 *   floor          -1 there; -INFINITY: none
 *
 * At most 1. Source: amazon-science/Self-Aligned-Reward-Towards_Effective_and_Efficient_Reasoners
 * verl/utils/reward_score/efficiency_reward.py, compute_ppl_qa_log. Checked in tests/golden, sar.
 */
double assay_span_drop(double with, double without, double epsilon, double floor);

#endif
