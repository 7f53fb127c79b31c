/* interval.h - confidence intervals shared by the metrics. */
#ifndef ASSAY_METRICS_INTERVAL_H
#define ASSAY_METRICS_INTERVAL_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/result.h"

#include <stddef.h>

/*
 * Wilson score interval for a proportion p = hits / n.
 *
 *   centre = (p + z^2 / 2n) / (1 + z^2 / n)
 *   half   = z / (1 + z^2 / n) * sqrt(p (1 - p) / n + z^2 / 4n^2)
 *
 *   hits   in [0, n]; fractional where ties share credit
 *   n      independent trials, >= 1
 *   level  two-sided confidence level in (0, 1)
 *   out    value = p, 0 <= lo <= p <= hi <= 1
 *
 * Errors: ASSAY_EDOMAIN if an argument is outside its range.
 * Source: Wilson (1927), JASA 22:209-212. Checked in test_interval.c against
 *         Newcombe (1998), Stat. Med. 17:857-872, Table I, method 3.
 */
ASSAY_MUST_USE
enum assay_code assay_interval_wilson(double hits, size_t n, double level,
                                      struct assay_estimate *out,
                                      struct assay_error *err);

/*
 * Half width of the interval of a mean with standard error se: Student's t with df degrees of freedom, the normal
 * quantile where df is 0: se is known.
 *
 *   level  two-sided, in (0, 1) (assert)
 */
double assay_interval_half(double se, size_t df, double level);

#endif
