/*
 * macro_action.h - tokens in runs: macro actions, each of which is credited as one.
 *
 * Runs are told by where they end: end (count,) rises strictly to n. Every function that makes runs gives their number,
 * which is at most n, and 0 of no tokens.
 *
 * Source: Chai et al. 2024, MA-RLHF, arXiv:2410.02743, section 3; ernie-research/MA-RLHF ppo_trainer.py@04b6f73. Checked in
 *         tests/cases/signals.steps.yaml, row 55, and test_step_credit.c.
 */
#ifndef ASSAY_METRICS_MACRO_ACTION_H
#define ASSAY_METRICS_MACRO_ACTION_H

#include "harness/core/rng.h"

#include <stdbool.h>
#include <stddef.h>

/* Runs of `length` tokens >= 1, the last one shorter. */
size_t assay_macro_ngrams(size_t n, size_t length, size_t *end);

/* Runs of the lengths 1, 2, 3, 5, 10, each `repeat` times, in an order that is drawn; what is left behind them is one run. */
size_t assay_macro_random(size_t n, size_t repeat, struct assay_rng *rng, size_t *end);

/*
 * Runs that begin where perplexity exp(-lp) rises from a token to the next one.
 *
 *   lp  (n,) log-probabilities
 *   at  true: at the token that is less likely than the one before it; false: one token earlier, as the official code cuts
 */
size_t assay_macro_rises(const double *lp, size_t n, bool at, size_t *end);

enum assay_macro_pool {
    ASSAY_MACRO_EQUAL,    /* the mean */
    ASSAY_MACRO_UNIT,     /* the last one */
    ASSAY_MACRO_POSITION, /* weights 1 / (i + 1), i from 0, of sum 1 */
    ASSAY_MACRO_SUM
};

/* One value of a run; n >= 1. */
double assay_macro_pool(const double *x, size_t n, enum assay_macro_pool how);

#endif
