/* aggregate.h - one score for a solution out of the scores of its steps. */
#ifndef ASSAY_METRICS_AGGREGATE_H
#define ASSAY_METRICS_AGGREGATE_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>

enum assay_aggregate {
    ASSAY_AGGREGATE_PROD,
    ASSAY_AGGREGATE_GEOMEAN,
    ASSAY_AGGREGATE_MIN,
    ASSAY_AGGREGATE_MEAN,
    ASSAY_AGGREGATE_LAST,
    ASSAY_AGGREGATE_MAX,
    ASSAY_AGGREGATE_SUM,
    ASSAY_AGGREGATES
};

/* "prod", "geomean", "min", "mean", "last", "max", "sum". */
const char *assay_aggregate_name(enum assay_aggregate how);

/*
 * The aggregate of step scores:
 *
 *   prod     s_1 s_2 ... s_K, from the left (underflows for K near 1000, as officially)
 *   geomean  prod^(1/K)
 *   mean     sum / K, added left to right
 *   min, max, last
 *   sum      added left to right
 *
 *   step  (n,) finite, n >= 1; one step is its own aggregate
 *
 * Errors: ASSAY_EDOMAIN if n is 0 (official code gives 0.5, or 1: both would be invented), for
 *         the geometric mean of a negative product, or if a product or sum overflows.
 * Source: kimsh0507/RewardMATH_official, src/evaluation/eval.py, _calculate_final_reward.
 * Checked in tests/golden, prm_aggregate.
 */
ASSAY_MUST_USE
enum assay_code assay_aggregate_steps(const double *step, size_t n,
                                      enum assay_aggregate how, double *out,
                                      struct assay_error *err);

#endif
