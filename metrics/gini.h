/* gini.h - how unequally something is spread. */
#ifndef ASSAY_METRICS_GINI_H
#define ASSAY_METRICS_GINI_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>

/*
 * Gini's coefficient: 0 where all have the same, towards 1 where one has all.
 *
 *   G = sum_i (2 i - n - 1) x_i / (n sum_i x_i),    x_i ascending, i from 1
 *     = sum_ij |x_i - x_j| / (2 n sum_i x_i)
 *
 *   sorted  (n,) finite, ascending, none below 0
 *
 * Errors: ASSAY_EDOMAIN where there are none, one is below 0, or all are 0.
 * Source: Gini (1912), Variabilita e mutabilita; the second form is Sen (1973), On Economic Inequality, section 2.
 *         Checked in test_gini.c against the second form.
 */
ASSAY_MUST_USE
enum assay_code assay_gini(const double *sorted, size_t n, double *out,
                           struct assay_error *err);

/*
 * Shares of a whole by tenths of what it is ordered by: element i, from 0, of n is in tenth floor(10 i / n).
 *
 *   x      (n,) finite, in the order of what the tenths are of, not below 0
 *   share  (10,) they sum to 1
 *
 * Errors: ASSAY_EDOMAIN where the sum of x is not above 0.
 * Checked in tests/cases/signals.distributions.yaml, row 58.
 */
ASSAY_MUST_USE
enum assay_code assay_gini_tenths(const double *x, size_t n, double share[10],
                                  struct assay_error *err);

#endif
