/* ordering.h - do scores put completions into the order in which people put them? */
#ifndef ASSAY_METRICS_ORDERING_H
#define ASSAY_METRICS_ORDERING_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Pairs of completions that people order, and what the scores make of them. */
struct assay_ordering {
    size_t pairs; /* |gold_i - gold_j| > 0 and >= least */
    size_t right; /* strictly the same way round */
    size_t tied;  /* equal scores */
};

/*
 * Counts the pairs i < j, all n (n - 1) / 2 of them: equal gold is left out.
 *
 *   score, gold  (n,) finite, higher is better
 *   least        smallest difference of gold that counts, >= 0
 *
 * One completion or equal gold throughout: no pairs.
 * Source: THUDM/ImageReward test.py acc (right over pairs). Checked in test_ordering.c.
 */
struct assay_ordering assay_ordering_pairs(const double *score, const double *gold,
                                           size_t n, double least);

/*
 * Normalised discounted cumulative gain over all n places:
 *
 *   DCG = sum_p g(p) / log2(1 + p),  p = 1 .. n by descending score;   NDCG = DCG / max DCG
 *
 * The gain of a completion is gold_i - min gold, so that ranks (as -rank) have gains too; those of
 * equal scores share the mean of their gains, as if every order of them were as likely.
 *
 *   score, gold  (n,) finite
 *   out          in [0, 1]
 *
 * Errors: ASSAY_EDOMAIN if gold is all equal.
 * Source: Jaervelin and Kekaelaeinen (2002), ACM TOIS 20:422; ties: McSherry and Najork (2008),
 *         ECIR; scikit-learn sklearn/metrics/_ranking.py ndcg_score. Checked in test_ordering.c.
 */
ASSAY_MUST_USE
enum assay_code assay_ordering_ndcg(const double *score, const double *gold, size_t n,
                                    double *out, struct assay_error *err);

/* True if only completions with the highest gold have the highest score; n >= 1. */
bool assay_ordering_top(const double *score, const double *gold, size_t n);

#endif
