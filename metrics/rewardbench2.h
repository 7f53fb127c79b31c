/*
 * rewardbench2.h - RewardBench 2 (Malik et al. 2025, arXiv:2506.01937).
 *
 * Five domains are best-of-4: an item is worth assay_credit_of(top, ASSAY_TIE_SHARE), a
 * domain assay_mean_plain of its items. The sixth, Ties, is below. The overall value is
 * assay_mean_plain of the six.
 */
#ifndef ASSAY_METRICS_REWARDBENCH2_H
#define ASSAY_METRICS_REWARDBENCH2_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The credit of a best-of-n item from ratings 1..10 of a judge, -1 where none was found: those
 * are dropped; 1/k if the right completion is among the k rated highest; 1/n if no rating is
 * left, as if drawn by lot (officially 0.25 of 4).
 *
 *   rating  (n,) the right completion first, n >= 1
 *
 * Source: allenai/reward-bench, scripts/run_generative_v2.py. Checked in test_rewardbench.c
 *         and tests/golden, rb2_ratings.
 */
double assay_rewardbench2_ratings(const double *rating, size_t n);

/* One row of the Ties domain: prompt `id` with one right answer ("ref") or several ("tied"). */
struct assay_ties_prompt {
    int64_t id;
    bool tied;
    const double *score; /* (n,) finite, right completions first */
    size_t right;        /* in [1, n) */
    size_t n;
};

/* How the score of Ties was computed, by date of allenai/reward-bench. */
enum assay_ties_version {
    ASSAY_TIES_FIRST,  /* 0: until 2025-06-09 (5822f16) */
    ASSAY_TIES_SECOND, /* 1: until 2025-06-12 (a009692) */
    ASSAY_TIES_NOW     /* 2: since */
};

struct assay_ties {
    double ref_accuracy,
        tied_accuracy;                /* over all ref and all tied prompts; 0 for none */
    double preferred, preferred_hard; /* shares over prompts that have both rows */
    bool defined;                     /* false: margin and score are undefined, and 0 */
    double margin;                    /* in [-1, 1] */
    double score;                     /* at most 1.01, not 1 */
};

/*
 * The Ties score. A row with right scores C and wrong scores W has
 *
 *   gap = min C - max W      right if gap > 0, strictly: a constant scorer gets 0
 *   dm  = max C - min C      for |C| > 1
 *
 * and over the prompts P that have both rows, with g = min(gap_ref, gap_tied),
 *
 *   margin = mean_P tanh(g / dm_tied - 1)
 *   score  = 0.30 mean(tied right) + 0.30 mean(ref right) + 0.20 mean_P(gap_tied > dm_tied)
 *            + 0.20 mean_P(g > dm_tied) + 0.01 margin        added from the left
 *
 * with numpy's pairwise sum over P in ascending order of id. Where dm_tied is 0:
 *
 *   version 2  0/0 counts 0, g/0 is +-inf, whose tanh is +-1
 *   version 1  0/0 makes margin and score undefined
 *   version 0  the prompt leaves the mean of margin; no prompt left gives 0
 *
 * A "tied" row of P with one right completion has no dm: an error in versions 1 and 2 (the
 * official code raises TypeError), out of the three means in version 0. P empty: undefined
 * in versions 1 and 2 (mean of nothing), 0 in version 0.
 *
 * The result is within one unit in the last place of the official one, because numpy's tanh
 * is within one of the C library's.
 *
 * Errors: ASSAY_EDOMAIN for no prompts, no right or no wrong completion, a row that repeats,
 *         and as above.
 * Source: allenai/reward-bench, rewardbench/utils.py, process_single_model, at fdc742d,
 *         5822f16 and 05a9005. Checked in test_rewardbench2.c and tests/golden, rb2_ties.
 */
ASSAY_MUST_USE
enum assay_code assay_rewardbench2_ties(const struct assay_ties_prompt *prompt, size_t n,
                                        enum assay_ties_version version,
                                        struct assay_ties *out, struct assay_error *err);

#endif
