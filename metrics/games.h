/* games.h - several verdicts on one item become one: votes of an order, orders of an item. */
#ifndef ASSAY_METRICS_GAMES_H
#define ASSAY_METRICS_GAMES_H

#include <stddef.h>

enum {
    ASSAY_GAMES_NONE =
        -1, /* a verdict without a class, or verdicts that settle nothing */
    ASSAY_GAMES_UNDECIDED = -2 /* a tie, where no class means one */
};

/* How the verdicts of several presentation orders become one. */
enum assay_games {
    ASSAY_GAMES_AVERAGE, /* each order is an equal part of the item (LLMBar) */
    ASSAY_GAMES_SUM, /* +1 right, -1 wrong, 0 for a tie; right if the sum is above 0 (JudgeBench) */
    ASSAY_GAMES_BOTH,  /* all orders must be right (ContextualJudgeBench, Auto-J) */
    ASSAY_GAMES_FIRST, /* the first order alone */
};

/*
 * The verdict that most of n votes gave; of those that got as many, the one seen first. Votes
 * without a class (NONE) do not count unless there is no other.
 *
 *   vote  (n,) classes >= 0, UNDECIDED or NONE; n = 0 gives NONE
 */
int assay_games_plurality(const int *vote, size_t n);

/*
 * The verdict of several orders, told in the item's own terms.
 *
 *   SUM    the class said more often than all other classes together, tie and NONE apart; else
 *          tie
 *   BOTH   what all of them said; NONE where they differ
 *   FIRST, and AVERAGE, under which orders are not put together: said[0]
 *
 *   said  (n,) as above; n = 0 gives NONE
 *   tie   the class that means a tie, or UNDECIDED
 *
 * Source: ScalerLab/JudgeBench utils/metrics.py compute_final_metrics (SUM),
 *         SalesforceAIResearch/ContextualJudgeBench utils/utils.py compute_acc (BOTH). Checked in
 *         test_games.c.
 */
int assay_games_decide(const int *said, size_t n, enum assay_games games, int tie);

#endif
