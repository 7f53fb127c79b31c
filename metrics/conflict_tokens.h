/*
 * conflict_tokens.h - tokens that one group both rewards and punishes.
 *
 * Responses to one prompt often begin and end alike. A token at the same place of a response that is better than its group
 * and of one that is worse is pushed both ways.
 */
#ifndef ASSAY_METRICS_CONFLICT_TOKENS_H
#define ASSAY_METRICS_CONFLICT_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

enum {
    ASSAY_CONFLICT_FORWARD = 1, /* in the run from the start */
    ASSAY_CONFLICT_BACKWARD = 2 /* in the run from the end */
};

struct assay_conflict_completion {
    const double *ids; /* (n,) tokens */
    size_t n;
    int sign;            /* of the advantage: -1, 0 or 1 */
    unsigned char *flag; /* (n,) written: the bits above */
};

/*
 * Marks the tokens in conflict. A token of a completion whose sign is not 0 is in conflict at place t from the start where
 * a completion of the other sign has the same token at t and all tokens before it are in conflict, too; likewise from
 * the end. A match behind the first token that is not in conflict counts for nothing.
 *
 * Source: Simoni et al. 2025, GTPO: Trajectory-Based Policy Optimization in Large Language Models, arXiv:2508.03772;
 *         winstonsmith1897/GTPO gtpo/gtpo_training.py@5d33811, build_conflict_mask. Checked in
 *         test_conflict_tokens.c against counting, and in tests/cases/signals.shaping.yaml, row 71.
 */
void assay_conflict_tokens(const struct assay_conflict_completion *at, size_t count);

/*
 * What the advantage of a token is multiplied by: 1, and in conflict `raised` where the sign is 1 and 0 where it is -1. A
 * token in both runs counts once, or, with multiply, for each: raised^2.
 */
double assay_conflict_weight(unsigned flag, int sign, double raised, bool multiply);

#endif
