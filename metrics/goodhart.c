#include "metrics/goodhart.h"

#include "metrics/correlation.h"

#include <gsl/gsl_statistics.h>

#include <math.h>

enum assay_code assay_goodhart_base_of(const double *proxy, const double *gold, size_t n,
                                       struct assay_goodhart_base *out,
                                       struct assay_error *err)
{
    const enum assay_code code =
        assay_correlation_pearson(proxy, gold, n, &out->correlation, err);

    if (code)
        return code;
    out->proxy_sd = gsl_stats_sd(proxy, 1, n);
    out->gold_sd = gsl_stats_sd(gold, 1, n);
    return ASSAY_OK;
}

static enum assay_code gap_check(const struct assay_goodhart_curve *curve,
                                 const struct assay_goodhart_base *base,
                                 struct assay_error *err)
{
    if (!(base->proxy_sd > 0.0 && isfinite(base->proxy_sd)) ||
        !(base->gold_sd > 0.0 && isfinite(base->gold_sd)))
        return assay_fail(err, ASSAY_EDOMAIN,
                          "spread of the proxy %g, of gold %g: both must be above 0",
                          base->proxy_sd, base->gold_sd);
    if (!(fabs(base->correlation) <= 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "correlation %g not in [-1, 1]",
                          base->correlation);
    for (size_t i = 0; i < curve->points; i++) {
        if (!isfinite(curve->proxy[i]) || !isfinite(curve->gold[i]))
            return assay_fail(err, ASSAY_EDOMAIN, "point %zu: proxy %g, gold %g", i,
                              curve->proxy[i], curve->gold[i]);
    }
    return ASSAY_OK;
}

enum assay_code assay_goodhart_gap(const struct assay_goodhart_curve *curve,
                                   const struct assay_goodhart_base *base, double *gap,
                                   double *line, struct assay_error *err)
{
    const enum assay_code code = gap_check(curve, base, err);
    const double slope = base->correlation * base->gold_sd / base->proxy_sd;

    if (code)
        return code;
    for (size_t i = 0; i < curve->points; i++) {
        const double proxy = curve->proxy[i] - curve->proxy[0];
        const double gold = curve->gold[i] - curve->gold[0];

        if (gap)
            gap[i] = proxy / base->proxy_sd - gold / base->gold_sd;
        if (line)
            line[i] = curve->gold[0] + slope * proxy;
    }
    return ASSAY_OK;
}
