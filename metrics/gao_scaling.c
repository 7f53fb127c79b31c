#include "metrics/gao_scaling.h"

#include <gsl/gsl_cdf.h>

#include <math.h>

static double weight_at(const struct assay_gao_sizes *sizes, size_t i)
{
    return sizes->weight ? sizes->weight[i] : 1.0;
}

static enum assay_code sizes_check(const struct assay_gao_sizes *sizes, double level,
                                   struct assay_error *err)
{
    bool differ = false;

    if (!(level > 0.0 && level < 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "confidence level %g not in (0, 1)", level);
    for (size_t i = 0; i < sizes->n; i++) {
        if (!(sizes->size[i] > 0.0 && isfinite(sizes->size[i])) ||
            !isfinite(sizes->alpha[i]) || !isfinite(sizes->beta[i]) ||
            !(weight_at(sizes, i) > 0.0 && isfinite(weight_at(sizes, i))))
            return assay_fail(
                err, ASSAY_EDOMAIN, "fit %zu: size %g, alpha %g, beta %g, weight %g", i,
                sizes->size[i], sizes->alpha[i], sizes->beta[i], weight_at(sizes, i));
        differ = differ || sizes->size[i] != sizes->size[0];
    }
    if (sizes->n < 3 || !differ)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "%zu fits: a line over sizes needs 3, and two sizes", sizes->n);
    return ASSAY_OK;
}

/* Intercept and slope of y about the middle of log N; intervals come later. */
static struct assay_gao_scaling_line line_of(const struct assay_gao_sizes *sizes,
                                             const struct assay_gao_scaling *at,
                                             const double *y)
{
    struct assay_gao_scaling_line line = {0};
    double mean = 0.0;

    for (size_t i = 0; i < sizes->n; i++)
        mean += weight_at(sizes, i) * y[i] / at->total;
    for (size_t i = 0; i < sizes->n; i++)
        line.slope += weight_at(sizes, i) * (log(sizes->size[i]) - at->middle) *
                      (y[i] - mean) / at->square;
    line.intercept = mean - line.slope * at->middle;
    return line;
}

static void middle_found(const struct assay_gao_sizes *sizes,
                         struct assay_gao_scaling *out)
{
    out->least = out->most = sizes->size[0];
    for (size_t i = 0; i < sizes->n; i++) {
        out->total += weight_at(sizes, i);
        out->least = fmin(out->least, sizes->size[i]);
        out->most = fmax(out->most, sizes->size[i]);
    }
    for (size_t i = 0; i < sizes->n; i++)
        out->middle += weight_at(sizes, i) * log(sizes->size[i]) / out->total;
    for (size_t i = 0; i < sizes->n; i++) {
        const double off = log(sizes->size[i]) - out->middle;

        out->square += weight_at(sizes, i) * off * off;
    }
}

static void scatter_found(const struct assay_gao_sizes *sizes,
                          struct assay_gao_scaling *out)
{
    const double left = (double)(sizes->n - 2);

    for (size_t i = 0; i < sizes->n; i++) {
        const double x = log(sizes->size[i]);
        const double a = sizes->alpha[i] - out->alpha.intercept - out->alpha.slope * x;
        const double b = sizes->beta[i] - out->beta.intercept - out->beta.slope * x;

        out->scatter[0] += weight_at(sizes, i) * a * a / left;
        out->scatter[1] += weight_at(sizes, i) * a * b / left;
        out->scatter[2] += weight_at(sizes, i) * b * b / left;
    }
}

static double student(const struct assay_gao_scaling *scaling)
{
    return gsl_cdf_tdist_Pinv(0.5 + scaling->level / 2.0, (double)(scaling->n - 2));
}

static void line_ranged(const struct assay_gao_scaling *at, double scatter,
                        struct assay_gao_scaling_line *line)
{
    const double slope = student(at) * sqrt(scatter / at->square);
    const double intercept =
        student(at) *
        sqrt(scatter * (1.0 / at->total + at->middle * at->middle / at->square));

    line->slope_range = assay_range_closed(line->slope - slope, line->slope + slope);
    line->intercept_range =
        assay_range_closed(line->intercept - intercept, line->intercept + intercept);
}

enum assay_code assay_gao_scaling_fit(const struct assay_gao_sizes *sizes, double level,
                                      struct assay_gao_scaling *out,
                                      struct assay_error *err)
{
    const enum assay_code code = sizes_check(sizes, level, err);

    if (code)
        return code;
    *out = (struct assay_gao_scaling){.form = sizes->form, .n = sizes->n, .level = level};
    middle_found(sizes, out);
    out->alpha = line_of(sizes, out, sizes->alpha);
    out->beta = line_of(sizes, out, sizes->beta);
    scatter_found(sizes, out);
    line_ranged(out, out->scatter[0], &out->alpha);
    line_ranged(out, out->scatter[2], &out->beta);
    return ASSAY_OK;
}

enum assay_code assay_gao_scaling_predict(const struct assay_gao_scaling *scaling,
                                          double size, struct assay_gao_prediction *out,
                                          struct assay_error *err)
{
    const double x = log(size);
    const double off = x - scaling->middle;
    const double times =
        ((double)scaling->n + 1.0) / scaling->total + off * off / scaling->square;
    double q[ASSAY_GAO_QUANTITIES];

    if (!(size > 0.0 && isfinite(size)))
        return assay_fail(err, ASSAY_EDOMAIN, "size %g: must be above 0", size);
    *out = (struct assay_gao_prediction){
        .estimate = {.form = scaling->form,
                     .alpha = scaling->alpha.intercept + scaling->alpha.slope * x,
                     .beta = scaling->beta.intercept + scaling->beta.slope * x},
        .outside = size < scaling->least || size > scaling->most,
    };
    for (size_t k = 0; k < 3; k++)
        out->estimate.variance[k] = scaling->scatter[k] * times;
    for (size_t k = 0; k < ASSAY_GAO_QUANTITIES; k++)
        q[k] = student(scaling);
    out->peak = assay_gao_peak_of(scaling->form, out->estimate.alpha, out->estimate.beta);
    out->range = assay_gao_ranges_of(&out->estimate, q);
    return ASSAY_OK;
}
