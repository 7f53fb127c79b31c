/*
 * token_hidden_reward.h - how much raising a token's probability raises those of the right responses of its group.
 *
 * With h the hidden state that a token was chosen from, g = e - pi (e 1 at the token chosen, pi the policy's distribution, both on
 * the group's vocabulary), and y_i+ the right responses, the hidden reward of token k' of response j is
 *
 *   THR_{j,k'} = (2 r_j - 1) sum_i 1 / |y_i+| sum_k <g_{i,k}, g_{j,k'}> <h_{i,k}, h_{j,k'}>
 *              = (2 r_j - 1) g' M h,   M = sum_i 1 / |y_i+| sum_k g_{i,k} h_{i,k}'
 *
 * Source: "Token Hidden Reward: Steering Exploration-Exploitation in Group Relative Deep Reinforcement Learning", by notes of others
 *         on it and on the method that it builds on; no official code was seen.
 */
#ifndef ASSAY_METRICS_TOKEN_HIDDEN_REWARD_H
#define ASSAY_METRICS_TOKEN_HIDDEN_REWARD_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

/* The tokens of a group, response behind response. */
struct assay_hidden_tokens {
    const double *hidden;   /* (tokens, width) h */
    const double *residual; /* (tokens, vocabulary) g */
    const size_t *begin;    /* (responses + 1,) from 0; tokens is the last one */
    const bool *right;      /* (responses,) r */
    size_t responses, width, vocabulary;
};

/*
 *   out  (tokens,)
 *
 * Errors: ASSAY_EDOMAIN where all responses are right or all are wrong: a group of which nothing is learnt.
 * Checked in test_token_hidden_reward.c against the double sum.
 */
ASSAY_MUST_USE
enum assay_code assay_token_hidden_reward(const struct assay_hidden_tokens *tokens,
                                          double *out, struct assay_error *err);

/* What a token's advantage is multiplied by: 1 + p sign(thr) where |thr| > tau, else 1. */
double assay_token_hidden_weight(double thr, double tau, double p);

/*
 * Share of sum |x| that the ceil(share n) largest |x| have; 0 where the sum is 0 or n is 0.
 *
 *   x  (n,) finite; sorted by |x|, largest first, on return
 */
double assay_token_mass(double *x, size_t n, double share);

#endif
