/*
 * judgebench.h - JudgeBench (Tan et al. 2024, arXiv:2410.12784): pairs judged in both orders.
 */
#ifndef ASSAY_METRICS_JUDGEBENCH_H
#define ASSAY_METRICS_JUDGEBENCH_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

/* What a judge said of a pair, always told in the order of the item, not of the game. */
enum assay_verdict {
    ASSAY_VERDICT_SECOND = -1, /* "B>A" */
    ASSAY_VERDICT_TIE = 0,     /* "A=B" */
    ASSAY_VERDICT_FIRST = 1,   /* "A>B" */
    ASSAY_VERDICT_NONE = 2     /* nothing usable; not the same as a tie */
};

/* One pair; label is FIRST or SECOND. */
struct assay_judged_pair {
    enum assay_verdict label;
    enum assay_verdict game[2]; /* the second with answers swapped, flipped back */
};

/*
 * A scalar reward model's decision: FIRST iff first > second, else SECOND, so a tie is right
 * when the label is SECOND (official rule).
 */
enum assay_verdict assay_judgebench_decision(double first, double second);

/*
 * True if the pair counts as right. Two games: +1 for each that says label, -1 for each that
 * says the opposite, right iff the sum is > 0; so right and tie is right, right and wrong is
 * not. One game (games == 1): game[0] == label.
 */
bool assay_judgebench_right(const struct assay_judged_pair *pair, size_t games);

struct assay_judgebench {
    double score; /* 100 * right / n */
    size_t right;
    size_t inconsistent; /* pairs whose two verdicts differ; 0 for one game */
    size_t n;
};

/*
 * The official score over pairs: 100 * right / n, no half credit.
 *
 *   pair   (n,)
 *   games  1 or 2
 *
 * Errors: ASSAY_EDOMAIN if n is 0.
 * Source: ScalerLab/JudgeBench, utils/metrics.py, compute_final_metrics. Checked in
 *         tests/golden, judgebench.
 */
ASSAY_MUST_USE
enum assay_code assay_judgebench_score(const struct assay_judged_pair *pair, size_t n,
                                       size_t games, struct assay_judgebench *out,
                                       struct assay_error *err);

#endif
