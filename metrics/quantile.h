/* quantile.h - quantiles as numpy computes them. */
#ifndef ASSAY_METRICS_QUANTILE_H
#define ASSAY_METRICS_QUANTILE_H

#include <stddef.h>

/*
 * The q-quantile by linear interpolation: h = q (n - 1), i = floor(h), t = h - i, a = x_i,
 * b = x_(i+1), d = b - a:
 *
 *   t < 1/2 ? a + d t : b - d (1 - t)
 *
 *   sorted  (n,) finite, ascending, n >= 1 (assert); one value is all its quantiles
 *   q       in [0, 1]
 *
 * Source: numpy.quantile, method "linear" (Hyndman and Fan 1996, type 7). Checked in
 *         test_quantile.c.
 */
double assay_quantile(const double *sorted, size_t n, double q);

/* Sorts (n,) finite values in place, ascending. */
void assay_quantile_sort(double *x, size_t n);

#endif
