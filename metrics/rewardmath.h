/*
 * rewardmath.h - RewardMATH (Kim et al. 2024, arXiv:2410.01729): one right solution among many.
 */
#ifndef ASSAY_METRICS_REWARDMATH_H
#define ASSAY_METRICS_REWARDMATH_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

/* What one problem contributes. */
struct assay_rewardmath_item {
    bool win;        /* min C > max R */
    bool win_or_tie; /* min C >= max R */
    size_t rank;     /* of the first chosen, from 1; rejected ones come first on ties */
};

/*
 * Ranks a problem's solutions, C chosen and R rejected:
 *
 *   rank = 1 + #{r in R: r >= max C}
 *
 *   chosen, rejected  scores, finite; at least one of each (assert)
 *
 * Source: kimsh0507/RewardMATH_official, src/evaluation/eval.py, RewardMATHEvaluation,
 *         _calculate_MRR. Checked in tests/golden, rewardmath.
 */
struct assay_rewardmath_item assay_rewardmath_rank(const double *chosen,
                                                   size_t chosen_count,
                                                   const double *rejected,
                                                   size_t rejected_count);

/*
 * The same from a pairwise judge that preferred the chosen solution in `wins` of n games: a
 * lost game puts that rejected solution ahead, an unanswered one is lost.
 */
struct assay_rewardmath_item assay_rewardmath_games(size_t wins, size_t n);

struct assay_rewardmath {
    double accuracy;           /* 100 * wins / n */
    double accuracy_with_ties; /* 100 * (wins and ties) / n */
    double mrr;                /* 100 * sum(1 / rank) / n, added left to right */
};

/* Over problems. Errors: ASSAY_EDOMAIN if n is 0. */
ASSAY_MUST_USE
enum assay_code assay_rewardmath_score(const struct assay_rewardmath_item *item, size_t n,
                                       struct assay_rewardmath *out,
                                       struct assay_error *err);

#endif
