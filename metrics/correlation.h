/*
 * correlation.h - do two lists of numbers rise together?
 *
 * The three rank measures do not change under increasing maps of either list.
 */
#ifndef ASSAY_METRICS_CORRELATION_H
#define ASSAY_METRICS_CORRELATION_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Pearson's r = sum (x - mean x)(y - mean y) / (|x - mean x| |y - mean y|), in [-1, 1].
 *
 *   x, y  (n,) finite
 *
 * Errors: ASSAY_EDOMAIN if n < 2 or one of them is constant.
 * Checked in test_correlation.c and tests/golden, correlations (scipy.stats.pearsonr).
 */
ASSAY_MUST_USE
enum assay_code assay_correlation_pearson(const double *x, const double *y, size_t n,
                                          double *out, struct assay_error *err);

/* Ranks from 1, equal values share the mean of theirs: scipy.stats.rankdata. (n,) each. */
void assay_correlation_ranks(const double *x, size_t n, double *rank);

/* Spearman's rho: Pearson's r of the ranks. Arguments and errors as for Pearson's r. */
ASSAY_MUST_USE
enum assay_code assay_correlation_spearman(const double *x, const double *y, size_t n,
                                           double *out, struct assay_error *err);

/*
 * Kendall's tau-b = (C - D) / sqrt(n0 - n1) / sqrt(n0 - n2), in that order of division,
 * clamped to [-1, 1]: n0 pairs, n1 tied in x, n2 tied in y, C concordant, D discordant.
 * O(n log n): D is counted by merging.
 *
 *   x, y  (n,) finite, n below 2^31
 *
 * Errors: ASSAY_EDOMAIN if n < 2 or one of them is constant.
 * Source: Knight (1966), JASA 61:436-439; scipy.stats.kendalltau. Checked in
 *         test_correlation.c against counting pairs, and in tests/golden, correlations.
 */
ASSAY_MUST_USE
enum assay_code assay_correlation_kendall(const double *x, const double *y, size_t n,
                                          double *out, struct assay_error *err);

/*
 * Area under the ROC curve: the chance that a positive scores above a negative, a tie
 * counting one half:
 *
 *   (R_1 - n_1 (n_1 + 1) / 2) / (n_1 n_0),    R_1 the sum of the positives' ranks
 *
 *   positive  (n,)
 *
 * Errors: ASSAY_EDOMAIN unless there are positives and negatives.
 * Source: Hanley and McNeil (1982), Radiology 143:29. Checked in test_correlation.c and
 *         tests/golden, auc.
 */
ASSAY_MUST_USE
enum assay_code assay_correlation_auc(const double *score, const bool *positive, size_t n,
                                      double *out, struct assay_error *err);

#endif
