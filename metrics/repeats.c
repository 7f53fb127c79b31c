#include "metrics/repeats.h"

#include <gsl/gsl_cdf.h>

#include <math.h>

enum assay_code assay_repeats_alarms(const bool *alarm, size_t m, double level,
                                     struct assay_repeats_alarms *out,
                                     struct assay_error *err)
{
    if (m < 2)
        return assay_fail(err, ASSAY_EDOMAIN, "rate of false alarms from %zu repeats", m);
    if (!(level > 0.0 && level < 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "confidence level %g not in (0, 1)", level);
    *out = (struct assay_repeats_alarms){.pairs = m * (m - 1), .independent = m / 2};
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++)
            out->alarms += i != j && alarm[i * m + j];
    out->rate = (double)out->alarms / (double)out->pairs;
    out->interval = assay_interval_clopper_pearson(out->rate * (double)out->independent,
                                                   (double)out->independent, level);
    return ASSAY_OK;
}

/* All but the threshold. */
static struct assay_repeats_section section_of(const double *value, size_t m,
                                               size_t sections)
{
    struct assay_repeats_section out = {0};
    double least = value[0];
    double most = value[0];
    double square = 0.0;

    for (size_t i = 0; i < m; i++) {
        out.mean += value[i * sections] / (double)m;
        least = fmin(least, value[i * sections]);
        most = fmax(most, value[i * sections]);
    }
    out.alike = least == most;
    if (out.alike) { /* no rounding of the mean becomes noise */
        out.mean = least;
        return out;
    }
    for (size_t i = 0; i < m; i++) {
        const double away = value[i * sections] - out.mean;

        square += away * away;
    }
    out.sd = sqrt(square / (double)(m - 1));
    out.largest_drop = most - least;
    return out;
}

enum assay_code assay_repeats_sections(const double *value, size_t m, size_t sections,
                                       double alpha, struct assay_repeats_section *out,
                                       struct assay_error *err)
{
    double quantile;

    if (m < 2 || sections < 1)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "thresholds of %zu sections from %zu repeats", sections, m);
    if (!(alpha > 0.0 && alpha < 0.5))
        return assay_fail(err, ASSAY_EDOMAIN, "alpha %g of a night not in (0, 1/2)",
                          alpha);
    for (size_t i = 0; i < m * sections; i++) {
        if (!isfinite(value[i]))
            return assay_fail(err, ASSAY_EDOMAIN, "value %zu of repeat %zu is not finite",
                              i % sections, i / sections);
    }
    quantile = gsl_cdf_tdist_Qinv(alpha / (double)sections, (double)(m - 1));
    for (size_t s = 0; s < sections; s++) {
        out[s] = section_of(value + s, m, sections);
        out[s].threshold = out[s].sd * sqrt(2.0) * quantile;
    }
    return ASSAY_OK;
}

double assay_repeats_chance(size_t m, size_t sections)
{
    return fmin(1.0, (double)sections / ((double)m + 1.0));
}

size_t assay_repeats_needed(double alpha, size_t sections)
{
    const double least = (double)sections / alpha - 1.0;

    return (size_t)fmax(1.0, ceil(least * (1.0 - 1e-12))); /* 1 / 0.05 - 1 is 19 */
}
