/* agreement.h - do raters agree more than chance would have it? */
#ifndef ASSAY_METRICS_AGREEMENT_H
#define ASSAY_METRICS_AGREEMENT_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>

enum {
    ASSAY_KAPPA_CLASSES = 64 /* most distinct classes of a kappa */
};

/*
 * Cohen's kappa of two raters, unweighted:
 *
 *   kappa = 1 - sum_{i != j} O_ij / sum_{i != j} (row_i col_j / n)
 *
 * over the union of their classes in ascending order; both sums as numpy adds the flattened
 * matrix (pairwise), so printed kappas come out to the last bit.
 *
 *   a, b  (n,) classes, any integers
 *   out   <= 1
 *
 * Errors: ASSAY_EDOMAIN if n is 0, if chance alone would agree always (both raters use one
 *         class: 0/0), or for more than ASSAY_KAPPA_CLASSES classes.
 * Source: Cohen (1960), Educ. Psychol. Meas. 20:37-46; sklearn.metrics.cohen_kappa_score.
 * Checked in test_agreement.c and tests/golden, cohen_kappa.
 */
ASSAY_MUST_USE
enum assay_code assay_agreement_kappa(const int *a, const int *b, size_t n, double *out,
                                      struct assay_error *err);

enum assay_scale {
    ASSAY_SCALE_NOMINAL, /* classes: differing is 1 */
    ASSAY_SCALE_INTERVAL /* numbers: the squared difference */
};

/*
 * Krippendorff's alpha over units rated by any number of raters:
 *
 *   alpha = 1 - D_o / D_e
 *   D_o = 1/N sum_u 1/(m_u - 1) sum_{i != j in u} d(v_i, v_j)
 *   D_e = 1/(N (N - 1)) sum_{i != j} d(v_i, v_j) over all N ratings
 *
 * A unit with fewer than two ratings is dropped.
 *
 *   value  ratings of all units, one unit after the other, finite; missing ones left out
 *   size   (units,) ratings of each unit
 *
 * Errors: ASSAY_EDOMAIN if no unit has two ratings or if all ratings are equal (D_e = 0).
 * Source: Krippendorff (2011), "Computing Krippendorff's alpha-reliability". Checked in
 *         test_agreement.c against its worked examples and in tests/golden, kripp_alpha.
 */
ASSAY_MUST_USE
enum assay_code assay_agreement_alpha(const double *value, const size_t *size,
                                      size_t units, enum assay_scale scale, double *out,
                                      struct assay_error *err);

/*
 * Fleiss' kappa of items that equally many raters put into classes:
 *
 *   kappa = (P - Pe) / (1 - Pe)
 *   P = 1/N sum_i sum_j n_ij (n_ij - 1) / (n (n - 1)),  Pe = sum_j p_j^2
 *   p_j = share of all ratings that are j
 *
 *   count  (items, classes) row-major: n_ij, raters who put item i into class j; every row sums
 *          to the same n >= 2
 *   out    <= 1
 *
 * Errors: ASSAY_EDOMAIN without items, for rows of different or too few ratings, and where chance
 *         alone would agree always (one class only: 0/0).
 * Source: Fleiss (1971), Psychol. Bull. 76:378-382; statsmodels.stats.inter_rater.fleiss_kappa.
 * Checked in test_games.c against Fleiss's example as statsmodels documents it.
 */
ASSAY_MUST_USE
enum assay_code assay_agreement_fleiss(const size_t *count, size_t items, size_t classes,
                                       double *out, struct assay_error *err);

#endif
