/* isotonic.h - the non-decreasing curve nearest to points, in the least squares sense. */
#ifndef ASSAY_METRICS_ISOTONIC_H
#define ASSAY_METRICS_ISOTONIC_H

#include <stddef.h>

struct assay_isotonic_points {
    const double *x;      /* (n,) finite, in any order */
    const double *y;      /* (n,) finite */
    const double *weight; /* (n,) > 0; NULL: 1 each */
    size_t n;             /* >= 1 */
};

/*
 * min sum_i w_i (y_i - f(x_i))^2 over non-decreasing f, by pooling adjacent violators.
 * Points of one x are pooled first: they have one value.
 *
 *   value  (n,) f at the points, in their order
 *
 * Returns how many different values there are.
 *
 * Source: Barlow et al. (1972), "Statistical Inference under Order Restrictions", section 1.2.
 * Checked in test_curve_fit.c against the max-min formula and sklearn's example.
 */
size_t assay_isotonic_fit(const struct assay_isotonic_points *points, double *value);

/*
 * out_i = y_i - f_(i)(x_i), where f_(i) is the fit to the others: between two of their x
 * the line between their values, outside the nearest value. O(n^2).
 *
 *   out  (n,); n >= 2
 */
void assay_isotonic_leave_out(const struct assay_isotonic_points *points, double *out);

#endif
