/* voting.h - several sampled answers or judgments become one. */
#ifndef ASSAY_METRICS_VOTING_H
#define ASSAY_METRICS_VOTING_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>

enum {
    ASSAY_VOTING_NO_ANSWER = -1
};

/* Answers sampled from one model for one prompt. */
struct assay_voting_answers {
    const double
        *confidence;    /* (n,) finite; higher first, equal ones in the order given */
    const long *answer; /* (n,) equal numbers are equal answers; ASSAY_VOTING_NO_ANSWER
                           does not vote, but holds its rank */
    size_t n;
};

/*
 * Borda voting by confidence: the answer ranked r-th of n, from 0, has (n - r)^p votes, credited
 * where its answer was seen first. p = 0 is the majority vote, large p the most confident answer.
 *
 *   power   p >= 0
 *   votes   (n,) out: what each answer got, at its first place, else 0
 *   winner  out: the first place with the most votes
 *
 * Ties of votes go to the answer seen first.
 * Errors: ASSAY_EDOMAIN where no answer votes or n is 0.
 * Source: Kang et al. 2025, Self-Certainty, arXiv:2502.18581; backprop07/Self-Certainty
 *         src/self_certainty_from_list.py and borda vote. Checked in tests/golden, borda.
 */
ASSAY_MUST_USE
enum assay_code assay_voting_borda(const struct assay_voting_answers *answers,
                                   double power, double *votes, size_t *winner,
                                   struct assay_error *err);

/*
 * Weighted voting: the votes of an answer are the sum of the weights of the samples that gave it, in
 * their order, credited where it was seen first.
 *
 *   answer   (n,) equal numbers are equal answers; ASSAY_VOTING_NO_ANSWER does not vote
 *   weight   (n,) finite where there is an answer; NULL: 1 each, the majority vote
 *   votes    (n,) out: what each answer got, at its first place, else 0
 *   winner   out: of the answers with the most votes the one seen first, which is its first place
 *
 * Errors: ASSAY_EDOMAIN where no answer votes or n is 0.
 * Source: Wang et al. 2023, Self-Consistency, arXiv:2203.11171, section 2; Li et al. 2023,
 *         DiVeRSe, arXiv:2206.02336, section 2 (weights are scores of a verifier). Checked in
 *         tests/golden, weighted_vote.
 */
ASSAY_MUST_USE
enum assay_code assay_voting_weighted(const long *answer, const double *weight, size_t n,
                                      double *votes, size_t *winner,
                                      struct assay_error *err);

/* Sampled pointwise judgments of the same responses. */
struct assay_voting_samples {
    const double *score; /* (samples, responses) row-major, finite */
    size_t samples, responses;
    const double
        *meta;   /* (samples,) a meta model's score of each sample; NULL: all count */
    size_t best; /* with meta: so many samples with the highest meta scores count, >= 1 */
};

/*
 * Sum of the scores of each response over the samples that count, in the order of the samples;
 * of equal meta scores the earlier sample counts.
 *
 *   total   (responses,) out
 *   winner  out: the first response with the highest total
 *
 * Errors: ASSAY_EDOMAIN without samples or responses.
 * Source: Liu et al. 2025, Inference-Time Scaling for Generalist Reward Modeling,
 *         arXiv:2504.02495, section 4 (no official code). Checked in tests/golden, grm_vote.
 */
ASSAY_MUST_USE
enum assay_code assay_voting_sum(const struct assay_voting_samples *samples,
                                 double *total, size_t *winner, struct assay_error *err);

#endif
