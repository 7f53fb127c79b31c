/* multiplicity.h - p-values of many comparisons, adjusted for there being many. */
#ifndef ASSAY_METRICS_MULTIPLICITY_H
#define ASSAY_METRICS_MULTIPLICITY_H

#include <stddef.h>

/*
 * Holm's adjustment (family-wise error): over p in ascending order, r = 0, 1, ...,
 *
 *   adjusted_(r) = max(adjusted_(r-1), min(1, (m - r) p_(r)))
 *
 *   p         (m,) in [0, 1]; m may be 0
 *   adjusted  (m,) in the order of p; p itself is allowed
 *
 * Source: Holm (1979), Scand. J. Stat. 6:65-70. Checked in test_multiplicity.c and
 *         tests/golden, multiple.
 */
void assay_multiplicity_holm(const double *p, size_t m, double *adjusted);

/*
 * Benjamini and Hochberg's adjustment (false discovery rate): from the largest p down,
 *
 *   adjusted_(r) = min(adjusted_(r+1), p_(r) m / (r + 1)),   at most 1
 *
 * Source: Benjamini and Hochberg (1995), JRSS B 57:289-300. Checked as above.
 */
void assay_multiplicity_bh(const double *p, size_t m, double *adjusted);

#endif
