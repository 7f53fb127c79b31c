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
 * Half width of the interval of a mean with standard error se: Student's t with df degrees of freedom, the
 * normal quantile where df is 0: se is known.
 *
 *   level  two-sided, in (0, 1) (assert)
 */
double assay_interval_half(double se, size_t df, double level);

/* Two ends of an interval. */
struct assay_interval_ends {
    double lo, hi;
};

/*
 * Clopper and Pearson's exact interval of a share: lo the (1 - level)/2 quantile of Beta(hits, n - hits +
 * 1), 0 where hits is 0; hi the (1 + level)/2 quantile of Beta(hits + 1, n - hits), 1 where hits is n.
 * Shares of trials that were pooled may have hits and n that are no whole numbers.
 *
 *   n      >= 0, of 0 it is [0, 1]; hits in [0, n]; level in (0, 1) (assert)
 *
 * Source: Clopper and Pearson (1934), Biometrika 26:404-413. Checked in test_interval.c against
 *         Newcombe (1998), Table I, method 5, and scipy.
 */
struct assay_interval_ends assay_interval_clopper_pearson(double hits, double n,
                                                          double level);

#endif
