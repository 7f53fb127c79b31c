/*
 * curve_fit.h - do the forms of Gao et al. describe these points, or does something plainer?
 *
 * Beside the two forms stand a quadratic that need not go through the origin (one that does is
 * the form bon) and the best curve that never falls: a form that turns is believed where it
 * predicts points that it has not seen better than one that does not.
 */
#ifndef ASSAY_METRICS_CURVE_FIT_H
#define ASSAY_METRICS_CURVE_FIT_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "metrics/fit_quality.h"
#include "metrics/gao_fit.h"

#include <stdbool.h>
#include <stddef.h>

enum assay_curve {
    ASSAY_CURVE_BON,       /* d (alpha - beta d) */
    ASSAY_CURVE_RL,        /* d (alpha - beta log d) */
    ASSAY_CURVE_QUADRATIC, /* c0 + c1 d + c2 d^2 */
    ASSAY_CURVE_MONOTONE,  /* non-decreasing, else free */
    ASSAY_CURVES
};

/* "bon", "rl", "quadratic", "monotone". */
const char *assay_curve_name(enum assay_curve curve);

struct assay_curve_fit {
    bool fitted;
    const char *why;       /* why not; static */
    double coefficient[3]; /* alpha, beta; c0, c1, c2; none for monotone */
    size_t parameters;     /* 2, 2, 3; levels of the monotone curve */
    struct assay_fit_quality quality;
    struct assay_gao_peak peak; /* none for monotone */
};

/*
 * Fits all four, each by weighted least squares.
 *
 * Monotone: pool adjacent violators over d ascending, points of one d pooled first. Left out,
 * a point is predicted by the line between its neighbours in d among those kept, and by the
 * nearest of them outside; its leave-one-out error is from fitting anew, O(n^2).
 * Quadratic: peak at -c1 / (2 c2) where c2 < 0 and that is > 0.
 *
 *   value     (ASSAY_CURVES, n) row-major, each curve at the points' d; rows of what is not
 *             fitted are 0. NULL: not wanted
 *   left_out  the same of leave-one-out errors; rows without has_loo are 0. NULL: not wanted
 *
 * Errors: those of assay_gao_check. A single curve that the points do not tell is not fitted.
 * Source: Barlow et al. (1972), "Statistical Inference under Order Restrictions", section 1.2;
 *         Gao et al. 2022, arXiv:2210.10760; Rafailov et al. 2024, arXiv:2406.02900 (quadratic
 *         beside rl). Checked in test_curve_fit.c against numpy and brute force.
 */
ASSAY_MUST_USE
enum assay_code assay_curve_fit_all(const struct assay_gao_points *points, double *value,
                                    double *left_out,
                                    struct assay_curve_fit out[ASSAY_CURVES],
                                    struct assay_error *err);

struct assay_curve_choice {
    bool made;               /* false: no curve has a leave-one-out error */
    enum assay_curve best;   /* least leave-one-out error */
    enum assay_curve chosen; /* the plainest that is not worse than it */
    bool as_good
        [ASSAY_CURVES]; /* not worse than the best by more than one standard error */
};

/*
 * Chooses by leave-one-out error. With u_i = w_i (e_i^2 of a curve - e_i^2 of the best), a curve
 * is as good as the best where
 *
 *   mean u <= sd(u) / sqrt(n),    n - 1 in the denominator of sd
 *
 * Of those the one with the fewest parameters is chosen, of equal ones that with the smaller
 * error: the rule of one standard error, on paired differences, because errors at one point
 * resemble each other whatever the curve.
 *
 *   left_out  (ASSAY_CURVES, n) of assay_curve_fit_all
 *
 * Source: Breiman et al. (1984), "Classification and Regression Trees", section 3.4.3; Hastie,
 *         Tibshirani and Friedman (2009), section 7.10. Checked in test_curve_fit.c.
 */
struct assay_curve_choice assay_curve_choose(
    const struct assay_gao_points *points, const struct assay_curve_fit fit[ASSAY_CURVES],
    const double *left_out);

#endif
