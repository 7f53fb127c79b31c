/* equivalence.h - is a difference so small that it does not matter? Two one-sided tests. */
#ifndef ASSAY_METRICS_EQUIVALENCE_H
#define ASSAY_METRICS_EQUIVALENCE_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

/* What counts as no difference: low < d < high. */
struct assay_equivalence_margins {
    double low, high; /* finite, low < high; -m and m where both sides are alike */
};

struct assay_equivalence {
    double p_low;  /* of d <= low, in [0, 1] */
    double p_high; /* of d >= high */
    double p;      /* the larger: of a difference outside the margins */
    double lo, hi; /* interval of level 1 - 2 alpha */
    bool same;     /* p <= alpha, which is low < lo and hi < high */
};

/*
 * Two one-sided tests of an estimate d with standard error se:
 *
 *   p_low  = P(T >= (d - low) / se),   p_high = P(T <= (d - high) / se)
 *
 * T Student's t with df degrees of freedom, normal where df is 0. The interval is d -+ se t_(1-alpha).
 * Where se is 0, p is 0 strictly inside the margin and 1 elsewhere.
 *
 *   d      finite
 *   se     >= 0, finite
 *   alpha  in (0, 1/2)
 *
 * Errors: ASSAY_EDOMAIN if an argument is outside its range.
 * Source: Schuirmann (1987), J. Pharmacokinet. Biopharm. 15:657-680. Checked in test_equivalence.c against
 *         scipy 1.10.
 */
struct assay_equivalence_estimate {
    double d, se;
    size_t df;
};

ASSAY_MUST_USE
enum assay_code assay_equivalence_of_estimate(
    const struct assay_equivalence_estimate *estimate,
    const struct assay_equivalence_margins *margins, double alpha,
    struct assay_equivalence *out, struct assay_error *err);

/*
 * The same from bootstrap replicates of d:
 *
 *   p_low = (1 + #{d* <= low}) / (1 + B),   p_high = (1 + #{d* >= high}) / (1 + B)
 *
 * The interval is from the k-th smallest to the k-th largest replicate, k = floor(alpha (1 + B)), so that
 * both ways to decide are one for any data. Where k is 0, B is too small for alpha: `same` is never true,
 * and the interval is from the smallest to the largest.
 *
 *   draw  (B,) finite; sorted on return
 *
 * Errors: ASSAY_EDOMAIN if B is 0 or an argument is outside its range.
 * Source: Efron and Tibshirani (1993), "An Introduction to the Bootstrap", chapters 15, 25
 *         (bioequivalence). Checked as
 *         above.
 */
ASSAY_MUST_USE
enum assay_code assay_equivalence_of_draws(
    double *draw, size_t n, const struct assay_equivalence_margins *margins, double alpha,
    struct assay_equivalence *out, struct assay_error *err);

#endif
