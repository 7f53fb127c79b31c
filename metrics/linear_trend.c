#include "metrics/linear_trend.h"

#include "metrics/drift.h"
#include "metrics/interval.h"

#include <gsl/gsl_cdf.h>

#include <math.h>

static enum assay_code values_check(const struct assay_linear_values *values,
                                    double level, struct assay_error *err)
{
    if (values->n < 3)
        return assay_fail(err, ASSAY_EDOMAIN, "trend of %zu values", values->n);
    if (!(level > 0.0 && level < 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "confidence level %g not in (0, 1)", level);
    for (size_t i = 0; values->se && i < values->n; i++) {
        if (!(values->se[i] > 0.0 && isfinite(values->se[i])))
            return assay_fail(err, ASSAY_EDOMAIN, "standard error %zu of a trend is %g",
                              i, values->se[i]);
    }
    return ASSAY_OK;
}

static double weight_of(const struct assay_linear_values *values, size_t i)
{
    return values->se ? 1.0 / (values->se[i] * values->se[i]) : 1.0;
}

/* The line, with the standard errors that the weights say. */
static void line_fitted(const struct assay_linear_values *values,
                        struct assay_linear_trend *out)
{
    double weights = 0.0;
    double time = 0.0;
    double value = 0.0;
    double square = 0.0;
    double product = 0.0;

    for (size_t i = 0; i < values->n; i++) {
        weights += weight_of(values, i);
        time += weight_of(values, i) * values->time[i];
        value += weight_of(values, i) * values->value[i];
    }
    out->centre = time / weights;
    out->level = value / weights;
    for (size_t i = 0; i < values->n; i++) {
        const double t = values->time[i] - out->centre;

        square += weight_of(values, i) * t * t;
        product += weight_of(values, i) * t * (values->value[i] - out->level);
    }
    out->slope = product / square;
    out->slope_se = 1.0 / sqrt(square);
    out->level_se = 1.0 / sqrt(weights);
}

static double scatter_of(const struct assay_linear_values *values,
                         const struct assay_linear_trend *line)
{
    double chi = 0.0;

    for (size_t i = 0; i < values->n; i++) {
        const double rest = values->value[i] - line->level -
                            line->slope * (values->time[i] - line->centre);

        chi += weight_of(values, i) * rest * rest;
    }
    return sqrt(chi / (double)(values->n - 2));
}

static double two_sided_p(const struct assay_linear_trend *line)
{
    const double away = fabs(line->slope) / line->slope_se;

    if (!(line->slope_se > 0.0))
        return line->slope == 0.0 ? 1.0 : 0.0;
    return fmin(1.0, 2.0 * (line->df > 0 ? gsl_cdf_tdist_Q(away, (double)line->df)
                                         : gsl_cdf_ugaussian_Q(away)));
}

enum assay_code assay_linear_trend_of(const struct assay_linear_values *values,
                                      double level, struct assay_linear_trend *out,
                                      struct assay_error *err)
{
    const struct assay_drift_series series = {values->time, values->value, NULL,
                                              values->n, 1};
    struct assay_drift drift;
    enum assay_code code = values_check(values, level, err);
    double half;

    if (!code)
        code = assay_drift_of(&series, level, &drift, err);
    if (code)
        return code;
    line_fitted(values, out);
    out->scale = scatter_of(values, out);
    out->df = 0;
    if (!values->se || out->scale > 1.0) {
        out->df = values->n - 2;
        out->slope_se *= out->scale;
        out->level_se *= out->scale;
    }
    half = assay_interval_half(out->slope_se, out->df, level);
    out->lo = out->slope - half;
    out->hi = out->slope + half;
    out->p = two_sided_p(out);
    out->sen = drift.slope;
    out->sen_lo = drift.slope_range.lo;
    out->sen_hi = drift.slope_range.hi;
    return ASSAY_OK;
}

struct assay_linear_trend_value assay_linear_trend_at(
    const struct assay_linear_trend *line, double time)
{
    const double away = time - line->centre;

    return (struct assay_linear_trend_value){
        line->level + line->slope * away, hypot(line->level_se, line->slope_se * away)};
}
