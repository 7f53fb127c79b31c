#include "metrics/gao_fit.h"

#include "harness/core/memory.h"
#include "harness/core/sum.h"

#include <math.h>
#include <stdlib.h>

static const double ill_below = 1e-10;  /* det / (s11 s22) */
static const double alone_below = 1e-9; /* 1 - leverage: nobody else tells a parameter */

/* Normal equations of two columns. */
struct normal {
    double s11, s12, s22, b1, b2, det;
};

const char *assay_gao_form_name(enum assay_gao_form form)
{
    return form == ASSAY_GAO_BON ? "bon" : "rl";
}

void assay_gao_features(enum assay_gao_form form, double d, double out[2])
{
    out[0] = d;
    if (form == ASSAY_GAO_BON)
        out[1] = -d * d;
    else
        out[1] = d > 0.0 ? -d * log(d) : 0.0;
}

double assay_gao_value(enum assay_gao_form form, double alpha, double beta, double d)
{
    double x[2];

    assay_gao_features(form, d, x);
    return alpha * x[0] + beta * x[1];
}

static struct assay_gao_peak no_peak(const char *why)
{
    return (struct assay_gao_peak){.why = why};
}

struct assay_gao_peak assay_gao_peak_of(enum assay_gao_form form, double alpha,
                                        double beta)
{
    struct assay_gao_peak peak = {.exists = true};

    if (!(beta > 0.0))
        return no_peak("beta is not above 0: gold does not turn");
    if (form == ASSAY_GAO_BON && !(alpha > 0.0))
        return no_peak("alpha is not above 0: gold falls from the start");
    peak.d = form == ASSAY_GAO_BON ? alpha / (2.0 * beta) : exp(alpha / beta - 1.0);
    peak.r = form == ASSAY_GAO_BON ? alpha * alpha / (4.0 * beta) : beta * peak.d;
    if (!isfinite(peak.d) || !isfinite(peak.r))
        return no_peak("beta is so small that the peak is beyond all numbers");
    return peak;
}

enum assay_code assay_gao_check(const struct assay_gao_points *points,
                                struct assay_error *err)
{
    double first = 0.0;
    bool two = false;

    for (size_t i = 0; i < points->n; i++) {
        const double d = points->d[i];

        if (!(isfinite(d) && d >= 0.0) || !isfinite(points->r[i]))
            return assay_fail(err, ASSAY_EDOMAIN, "point %zu: d %g, gold %g", i, d,
                              points->r[i]);
        if (points->weight && !(isfinite(points->weight[i]) && points->weight[i] > 0.0))
            return assay_fail(err, ASSAY_EDOMAIN, "point %zu: weight %g", i,
                              points->weight[i]);
        two = two || (first > 0.0 && d > 0.0 && d != first);
        if (!(first > 0.0))
            first = d;
    }
    if (!two)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "fewer than two different d above 0 among %zu points",
                          points->n);
    return ASSAY_OK;
}

static double weight_of(const struct assay_gao_points *points, size_t i)
{
    return points->weight ? points->weight[i] : 1.0;
}

/* sum_i w_i a_i b_i, compensated; term is scratch */
static double product(const struct assay_gao_points *points, const double *a,
                      const double *b, double *term)
{
    for (size_t i = 0; i < points->n; i++)
        term[i] = weight_of(points, i) * a[i] * b[i];
    return assay_sum_neumaier(term, points->n);
}

static struct normal normal_of(const struct assay_gao_points *points, const double *x1,
                               const double *x2, double *term)
{
    struct normal s = {
        .s11 = product(points, x1, x1, term),
        .s12 = product(points, x1, x2, term),
        .s22 = product(points, x2, x2, term),
        .b1 = product(points, x1, points->r, term),
        .b2 = product(points, x2, points->r, term),
    };

    s.det = s.s11 * s.s22 - s.s12 * s.s12;
    return s;
}

/* Residuals into left_out, divided by what leaving the point out adds; false where one cannot. */
static bool leave_out(const struct assay_gao_points *points, const struct normal *s,
                      const double *x[2], const double *fitted, double *left_out)
{
    bool all = true;

    for (size_t i = 0; i < points->n; i++) {
        const double a = x[0][i], b = x[1][i];
        const double h = weight_of(points, i) *
                         (a * a * s->s22 - 2.0 * a * b * s->s12 + b * b * s->s11) /
                         s->det;

        all = all && 1.0 - h > alone_below;
        left_out[i] = (points->r[i] - fitted[i]) / (1.0 - h);
    }
    for (size_t i = 0; i < points->n && !all; i++)
        left_out[i] = 0.0;
    return all;
}

static enum assay_code fit_columns(const struct assay_gao_points *points,
                                   double *column[4], double *left_out,
                                   struct assay_gao_fit *out, struct assay_error *err)
{
    const double *x[2] = {column[0], column[1]};
    const struct normal s = normal_of(points, column[0], column[1], column[2]);
    double *fitted = column[2];

    if (!(s.det > 0.0))
        return assay_fail(err, ASSAY_EDOMAIN,
                          "alpha and beta cannot be told apart from %zu points",
                          points->n);
    out->condition = s.det / (s.s11 * s.s22);
    out->ill = out->condition < ill_below;
    out->alpha = (s.b1 * s.s22 - s.b2 * s.s12) / s.det;
    out->beta = (s.s11 * s.b2 - s.s12 * s.b1) / s.det;
    for (size_t i = 0; i < points->n; i++)
        fitted[i] = out->alpha * x[0][i] + out->beta * x[1][i];
    out->quality = assay_fit_quality_of(
        points->r, fitted, leave_out(points, &s, x, fitted, left_out) ? left_out : NULL,
        points->weight, points->n);
    out->peak = assay_gao_peak_of(out->form, out->alpha, out->beta);
    return ASSAY_OK;
}

enum assay_code assay_gao_fit(const struct assay_gao_points *points,
                              enum assay_gao_form form, double *left_out,
                              struct assay_gao_fit *out, struct assay_error *err)
{
    const size_t n = points->n;
    enum assay_code code = assay_gao_check(points, err);
    double *column[4];
    double *block;

    if (code)
        return code;
    *out = (struct assay_gao_fit){.form = form};
    block = assay_memory_new(4 * n, sizeof(*block));
    for (size_t k = 0; k < 4; k++)
        column[k] = block + k * n;
    for (size_t i = 0; i < n; i++) {
        double x[2];

        assay_gao_features(form, points->d[i], x);
        column[0][i] = x[0];
        column[1][i] = x[1];
    }
    code = fit_columns(points, column, left_out ? left_out : column[3], out, err);
    free(block);
    return code;
}
