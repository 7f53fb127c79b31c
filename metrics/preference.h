/* preference.h - preferences of a model over a baseline, as AlpacaEval counts them. */
#ifndef ASSAY_METRICS_PREFERENCE_H
#define ASSAY_METRICS_PREFERENCE_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

/* True for a preference: from 1, the baseline is better, to 2, the model is; 0 is a draw as 1.5 is. */
bool assay_preference_is(double preference);

/* A preference as a share of a win in [0, 1]. */
double assay_preference_share(double preference);

struct assay_preferences {
    double win_rate; /* 100 * mean(p - 1), a draw one half */
    double
        standard_error; /* 100 * s / sqrt(n), s with n - 1; 0 where n is 1, which says nothing */
    double discrete;               /* 100 * (wins + draws / 2) / n */
    size_t wins, wins_base, draws; /* p above 1.5, below it, at it */
    size_t n;
};

/*
 * Scores n preferences; those that an annotator did not give are left out by the caller.
 *
 *   preference  (n,) 0, or in [1, 2]
 *
 * Sums are pairwise, as pandas adds.
 * Errors: ASSAY_EDOMAIN if n is 0 or a number is no preference.
 * Source: tatsu-lab/alpaca_eval src/alpaca_eval/metrics/helpers.py, AbsoluteScoringRule and
 *         ZeroOneScoringRule, describe_head2head. Checked in test_preference.c.
 */
ASSAY_MUST_USE
enum assay_code assay_preference_score(const double *preference, size_t n,
                                       struct assay_preferences *out,
                                       struct assay_error *err);

/*
 * Standard error of a mean: s / sqrt(n), s with n - 1 in the denominator; 0 for n below 2.
 *
 *   x  (n,) finite
 */
double assay_preference_sem(const double *x, size_t n);

#endif
