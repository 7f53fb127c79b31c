/* arena_hard.h - a model's win rate against a baseline from verdicts with degrees, as Arena-Hard counts. */
#ifndef ASSAY_METRICS_ARENA_HARD_H
#define ASSAY_METRICS_ARENA_HARD_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>
#include <stdint.h>

/* What one game says: so many battles, each worth so much of a win. */
struct assay_arena_hard_game {
    double battles, share;
};

/*
 * A game whose verdict is a degree: 2 and -2 where the model's or the baseline's answer is much
 * better (`strong` battles), 1 and -1 where it is better, 0 for a tie (one battle, half a win).
 *
 * Source: lmarena/arena-hard-auto show_result.py load_judgments, label_to_score (weight=3).
 */
struct assay_arena_hard_game assay_arena_hard_game_of(double degree, double strong);

/* Percentiles of the win rate over resamples of battles. */
struct assay_arena_hard_interval {
    double lo, hi;
};

struct assay_arena_hard_resampling {
    size_t replicates;
    double lower, upper; /* percentiles in [0, 100] */
    uint64_t seed;
};

/*
 * Draws n battles of n with replacement, `replicates` times, and takes the lower and upper
 * percentile of their means, times 100. A strong verdict is several battles there, so that the
 * interval is narrower than one over prompts.
 *
 *   share   (n,) of a win, n >= 1
 *
 * Errors: ASSAY_EDOMAIN if n or replicates is 0.
 * Source: lmarena/arena-hard-auto show_result.py print_leaderboard (100 resamples, 5 and 95, no
 *         seed); before 2025-04, lm-sys/arena-hard-auto show_result.py (2.5 and 97.5 of ratings, which
 *         are increasing in the win rate). Checked in test_arena_hard.c.
 */
ASSAY_MUST_USE
enum assay_code assay_arena_hard_bootstrap(const double *share, size_t n,
                                           struct assay_arena_hard_resampling how,
                                           struct assay_arena_hard_interval *out,
                                           struct assay_error *err);

#endif
