/* token_matching.h - how far two texts mean the same, token by token, from vectors of their tokens. */
#ifndef ASSAY_METRICS_TOKEN_MATCHING_H
#define ASSAY_METRICS_TOKEN_MATCHING_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>

/* Vectors of the tokens of two texts. */
struct assay_token_vectors {
    const double *a, *b; /* (n, width), (m, width) row-major, finite */
    size_t n, m, width;
};

/*
 * Bidirectional max-average similarity: how near the nearest token of the other text is, cosine of their vectors, on average
 * from here to there and back.
 *
 *   weight * mean_i max_j cos(a_i, b_j) + (1 - weight) * mean_j max_i cos(a_i, b_j)
 *
 *   weight  1/2 gives both directions the same
 *   out     in [-1, 1]
 *
 * Errors: ASSAY_EDOMAIN without tokens, or for a vector of zeros, which has no direction.
 * Source: Xu et al. 2025, Mixed-R1, arXiv:2505.24164, abstract (BMAS; how both directions are joined is not known from there);
 *         as Zhang et al. 2020, BERTScore, arXiv:1904.09675, section 3, whose R and P these are. Checked in
 *         test_token_matching.c.
 */
ASSAY_MUST_USE
enum assay_code assay_token_matching(const struct assay_token_vectors *vectors,
                                     double weight, double *out, struct assay_error *err);

#endif
