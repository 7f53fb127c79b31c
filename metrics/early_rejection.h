/* early_rejection.h - what is saved, and lost, by dropping responses for the score of their beginnings. */
#ifndef ASSAY_METRICS_EARLY_REJECTION_H
#define ASSAY_METRICS_EARLY_REJECTION_H

#include <stdbool.h>
#include <stddef.h>

/* Responses to one prompt. */
struct assay_early_group {
    const double *partial; /* (n,) scores of their first tokens, finite */
    const double *final;   /* (n,) of all of them, finite */
    const double *length;  /* (n,) tokens, > 0 */
    const double *right;   /* (n,) 0 or 1; NULL: not known */
    size_t n;              /* >= 1 */
};

struct assay_early_outcome {
    double written,
        saved; /* tokens of all responses; of these, those behind tau of dropped ones */
    bool dropped;  /* every response of the highest final score was dropped */
    double regret; /* highest final score of all, less that of the kept */
    double
        right_regret; /* whether the best of all by final score is right, less that of the best kept one; equal best
                            ones share; 0 where it is not known */
};

/*
 * Keeps the `keep` responses of the highest partial scores when tau tokens are written, and goes on with these alone; a
 * response that is shorter than tau is whole by then. Of equal partial scores earlier ones are kept, so that the caller
 * brings them into an order of its own. Of n responses of length L, (1 - keep / n) (1 - tau / L) of the tokens are saved.
 *
 *   keep  1 .. n (assert)
 *
 * Source: "Accelerating LLM Reasoning via Early Rejection with Partial Reward Modeling", arXiv:2508.01969. Checked in
 *         tests/cases/signals.shaping.yaml, row 66, and test_early_rejection.c.
 */
void assay_early_reject(const struct assay_early_group *group, size_t keep, double tau,
                        struct assay_early_outcome *out);

#endif
