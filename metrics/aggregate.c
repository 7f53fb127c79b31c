#include "metrics/aggregate.h"

#include "harness/core/sum.h"

#include <assert.h>
#include <math.h>

static const char *const names[ASSAY_AGGREGATES] = {
    [ASSAY_AGGREGATE_PROD] = "prod", [ASSAY_AGGREGATE_GEOMEAN] = "geomean",
    [ASSAY_AGGREGATE_MIN] = "min",   [ASSAY_AGGREGATE_MEAN] = "mean",
    [ASSAY_AGGREGATE_LAST] = "last", [ASSAY_AGGREGATE_MAX] = "max",
    [ASSAY_AGGREGATE_SUM] = "sum",
};

const char *assay_aggregate_name(enum assay_aggregate how)
{
    assert(how < ASSAY_AGGREGATES);
    return names[how];
}

static double product(const double *step, size_t n)
{
    double prod = 1.0;

    for (size_t i = 0; i < n; i++)
        prod *= step[i];
    return prod;
}

static double extreme(const double *step, size_t n, double (*pick)(double, double))
{
    double best = step[0];

    for (size_t i = 1; i < n; i++)
        best = pick(best, step[i]);
    return best;
}

static double aggregate(const double *step, size_t n, enum assay_aggregate how)
{
    switch (how) {
    case ASSAY_AGGREGATE_PROD:
        return product(step, n);
    case ASSAY_AGGREGATE_GEOMEAN:
        return pow(product(step, n), 1.0 / (double)n);
    case ASSAY_AGGREGATE_MIN:
        return extreme(step, n, fmin);
    case ASSAY_AGGREGATE_MEAN:
        return assay_sum_sequential(step, n) / (double)n;
    case ASSAY_AGGREGATE_MAX:
        return extreme(step, n, fmax);
    case ASSAY_AGGREGATE_SUM:
        return assay_sum_sequential(step, n);
    case ASSAY_AGGREGATE_LAST:
    case ASSAY_AGGREGATES:
        break;
    }
    return step[n - 1];
}

enum assay_code assay_aggregate_steps(const double *step, size_t n,
                                      enum assay_aggregate how, double *out,
                                      struct assay_error *err)
{
    if (n == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "%s of no steps",
                          assay_aggregate_name(how));
    if (how == ASSAY_AGGREGATE_GEOMEAN && product(step, n) < 0.0)
        return assay_fail(err, ASSAY_EDOMAIN, "geometric mean of a negative product");
    *out = aggregate(step, n, how);
    if (!isfinite(*out))
        return assay_fail(err, ASSAY_EDOMAIN, "%s of %zu steps is not finite",
                          assay_aggregate_name(how), n);
    return ASSAY_OK;
}
