/*
 * sum.h - the three ways in which official code adds doubles.
 *
 * They differ in the last bits, so each metric names the one it uses. Sums of counts and of
 * 0/1 are exact in any of them. The sum of nothing is 0.
 */
#ifndef ASSAY_CORE_SUM_H
#define ASSAY_CORE_SUM_H

#include <stddef.h>

/* Left to right from 0.0: sum() of CPython up to 3.11. */
double assay_sum_sequential(const double *x, size_t n);

/*
 * numpy's sum over a contiguous axis: n < 8 left to right; n <= 128 eight accumulators over
 * blocks of 8, joined as ((r0+r1)+(r2+r3))+((r4+r5)+(r6+r7)), then the tail left to right;
 * above that the halves split at n/2 rounded down to a multiple of 8.
 *
 * Source: numpy, numpy/core/src/umath/loops_utils.h.src, pairwise sum.
 */
double assay_sum_pairwise(const double *x, size_t n);

/* Neumaier's compensated sum: sum() of CPython from 3.12. Finite values only. */
double assay_sum_neumaier(const double *x, size_t n);

#endif
