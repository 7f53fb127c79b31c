/*
 * goodhart.h - what the proxy gained and gold did not.
 *
 * Proxy and gold are put into units of their own spread over single draws (n = 1, or the
 * initial policy), so that one unit of either is what chance alone moves a sample.
 */
#ifndef ASSAY_METRICS_GOODHART_H
#define ASSAY_METRICS_GOODHART_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>

/* Of single draws, before anything is optimised. */
struct assay_goodhart_base {
    double proxy_sd, gold_sd; /* > 0 */
    double correlation;       /* Pearson's, in [-1, 1] */
};

/*
 * Spreads (n - 1 in the denominator) and correlation of draws.
 *
 *   proxy, gold  (n,) finite
 *
 * Errors: ASSAY_EDOMAIN if n < 2 or one of them is constant.
 */
ASSAY_MUST_USE
enum assay_code assay_goodhart_base_of(const double *proxy, const double *gold, size_t n,
                                       struct assay_goodhart_base *out,
                                       struct assay_error *err);

/* Means along optimisation; the first point is the base. */
struct assay_goodhart_curve {
    const double *proxy, *gold; /* (points,) finite */
    size_t points;              /* >= 1 */
};

/*
 * The gap along a curve whose first point is the base, in spreads:
 *
 *   gap_i = (proxy_i - proxy_0) / proxy_sd - (gold_i - gold_0) / gold_sd,    gap_0 = 0
 *
 * It is linear in both curves: replicates of them give replicates of it. It grows also where
 * nothing is wrong, because gold regresses; line_i says by how much it should:
 *
 *   line_i = gold_0 + correlation gold_sd / proxy_sd (proxy_i - proxy_0)
 *
 * the gold to be expected, in gold's units, where proxy and gold of single draws are jointly
 * normal. With proxy = gold + independent noise the slope is correlation^2. Gold below the line
 * says that the proxy's tail is wrong in a way its bulk is not.
 *
 *   gap, line  (points,); NULL: not wanted
 *
 * Errors: ASSAY_EDOMAIN if base is outside its range or a value not finite.
 * Source: Manheim and Garrabrant (2018), "Categorizing Variants of Goodhart's Law",
 *         arXiv:1803.04585, section 2.1 (regressional); Gao, Schulman and Hilton 2022,
 *         arXiv:2210.10760, section 4.4. Checked in test_goodhart.c.
 */
ASSAY_MUST_USE
enum assay_code assay_goodhart_gap(const struct assay_goodhart_curve *curve,
                                   const struct assay_goodhart_base *base, double *gap,
                                   double *line, struct assay_error *err);

#endif
