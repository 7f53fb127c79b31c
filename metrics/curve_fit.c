#include "metrics/curve_fit.h"

#include "harness/core/memory.h"
#include "harness/core/sum.h"
#include "metrics/isotonic.h"

#include <gsl/gsl_multifit.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    QUADRATIC = 3
};

static const double alone_below = 1e-9; /* 1 - leverage: nobody else tells a parameter */

const char *assay_curve_name(enum assay_curve curve)
{
    static const char *const name[ASSAY_CURVES] = {"bon", "rl", "quadratic", "monotone"};

    return name[curve];
}

static void gao_fitted(const struct assay_gao_points *points, enum assay_gao_form form,
                       double *value, double *left_out, struct assay_curve_fit *out)
{
    struct assay_gao_fit fit;
    struct assay_error err;

    if (assay_gao_fit(points, form, left_out, &fit, &err)) {
        out->why = "the points do not tell alpha and beta apart";
        return;
    }
    *out = (struct assay_curve_fit){
        .fitted = true,
        .coefficient = {fit.alpha, fit.beta},
        .parameters = 2,
        .quality = fit.quality,
        .peak = fit.peak,
    };
    for (size_t i = 0; i < points->n; i++)
        value[i] = assay_gao_value(form, fit.alpha, fit.beta, points->d[i]);
}

static struct assay_gao_peak vertex_of(const double c[QUADRATIC])
{
    const double d = -c[1] / (2.0 * c[2]);

    if (!(c[2] < 0.0))
        return (struct assay_gao_peak){.why = "the quadratic does not bend down"};
    if (!(d > 0.0) || !isfinite(d))
        return (struct assay_gao_peak){.why = "the quadratic falls from the start"};
    return (struct assay_gao_peak){true, d, c[0] + d * (c[1] + d * c[2]), NULL};
}

static size_t distinct_d(const struct assay_gao_points *points)
{
    double seen[QUADRATIC];
    size_t n = 0;

    for (size_t i = 0; i < points->n && n < QUADRATIC; i++) {
        size_t k = 0;

        while (k < n && seen[k] != points->d[i])
            k++;
        if (k == n)
            seen[n++] = points->d[i];
    }
    return n;
}

/* w_i x_i' cov x_i */
static double leverage(const double *x, double weight, const gsl_matrix *cov)
{
    double h = 0.0;

    for (size_t j = 0; j < QUADRATIC; j++)
        for (size_t k = 0; k < QUADRATIC; k++)
            h += x[j] * gsl_matrix_get(cov, j, k) * x[k];
    return weight * h;
}

/* Rows (1, d, d^2) and weights, solved by gsl: c and cov = (X' W X)^-1. */
static int quadratic_solved(const struct assay_gao_points *points, double *x,
                            double *weight, double c[QUADRATIC],
                            double cov[QUADRATIC * QUADRATIC])
{
    const size_t n = points->n;
    gsl_multifit_linear_workspace *work = gsl_multifit_linear_alloc(n, QUADRATIC);
    gsl_matrix_view rows = gsl_matrix_view_array(x, n, QUADRATIC);
    gsl_vector_const_view r = gsl_vector_const_view_array(points->r, n);
    gsl_vector_view w = gsl_vector_view_array(weight, n);
    gsl_vector_view to = gsl_vector_view_array(c, QUADRATIC);
    gsl_matrix_view spread = gsl_matrix_view_array(cov, QUADRATIC, QUADRATIC);
    double chisq;
    int status;

    for (size_t i = 0; i < n; i++) {
        x[QUADRATIC * i] = 1.0;
        x[QUADRATIC * i + 1] = points->d[i];
        x[QUADRATIC * i + 2] = points->d[i] * points->d[i];
        weight[i] = points->weight ? points->weight[i] : 1.0;
    }
    status = gsl_multifit_wlinear(&rows.matrix, &w.vector, &r.vector, &to.vector,
                                  &spread.matrix, &chisq, work);
    gsl_multifit_linear_free(work);
    return status;
}

static void quadratic_fitted(const struct assay_gao_points *points, double *value,
                             double *left_out, struct assay_curve_fit *out)
{
    const size_t n = points->n;
    double cov[QUADRATIC * QUADRATIC] = {0};
    const gsl_matrix_const_view spread =
        gsl_matrix_const_view_array(cov, QUADRATIC, QUADRATIC);
    double *x, *weight;
    bool all = true;

    if (distinct_d(points) < QUADRATIC) {
        out->why = "a quadratic needs three different d";
        return;
    }
    x = assay_memory_new((QUADRATIC + 1) * n, sizeof(*x));
    weight = x + QUADRATIC * n;
    out->fitted = quadratic_solved(points, x, weight, out->coefficient, cov) == 0;
    for (size_t i = 0; i < n && out->fitted; i++) {
        const double *c = out->coefficient;
        const double rest = 1.0 - leverage(&x[QUADRATIC * i], weight[i], &spread.matrix);

        value[i] = c[0] + points->d[i] * (c[1] + points->d[i] * c[2]);
        all = all && rest > alone_below;
        left_out[i] = (points->r[i] - value[i]) / rest;
    }
    free(x);
    if (!out->fitted) {
        out->why = "the points do not tell a quadratic's coefficients apart";
        return;
    }
    out->parameters = QUADRATIC;
    out->peak = vertex_of(out->coefficient);
    if (!all)
        memset(left_out, 0, n * sizeof(*left_out));
    out->quality =
        assay_fit_quality_of(points->r, value, all ? left_out : NULL, points->weight, n);
}

static void monotone_fitted(const struct assay_gao_points *points, double *value,
                            double *left_out, struct assay_curve_fit *out)
{
    const struct assay_isotonic_points all = {points->d, points->r, points->weight,
                                              points->n};

    *out = (struct assay_curve_fit){
        .fitted = true,
        .parameters = assay_isotonic_fit(&all, value),
        .peak = {.why = "a monotone curve does not turn"},
    };
    assay_isotonic_leave_out(&all, left_out);
    out->quality =
        assay_fit_quality_of(points->r, value, left_out, points->weight, points->n);
}

enum assay_code assay_curve_fit_all(const struct assay_gao_points *points, double *value,
                                    double *left_out,
                                    struct assay_curve_fit out[ASSAY_CURVES],
                                    struct assay_error *err)
{
    const enum assay_code code = assay_gao_check(points, err);
    const size_t n = points->n;
    const size_t size = ASSAY_CURVES * n;
    double *block, *v, *e;

    if (code)
        return code;
    block = assay_memory_new(2 * size, sizeof(*block));
    v = block;
    e = block + size;
    memset(out, 0, ASSAY_CURVES * sizeof(*out));
    gao_fitted(points, ASSAY_GAO_BON, v, e, &out[ASSAY_CURVE_BON]);
    gao_fitted(points, ASSAY_GAO_RL, v + n, e + n, &out[ASSAY_CURVE_RL]);
    quadratic_fitted(points, v + 2 * n, e + 2 * n, &out[ASSAY_CURVE_QUADRATIC]);
    monotone_fitted(points, v + 3 * n, e + 3 * n, &out[ASSAY_CURVE_MONOTONE]);
    if (value)
        memcpy(value, v, size * sizeof(*value));
    if (left_out)
        memcpy(left_out, e, size * sizeof(*left_out));
    free(block);
    return ASSAY_OK;
}

/* mean u <= sd(u) / sqrt(n) of the weighted differences of squares; u is scratch */
static bool is_as_good(const struct assay_gao_points *points, const double *error,
                       const double *best, double *u)
{
    const size_t n = points->n;
    double mean, variance;

    for (size_t i = 0; i < n; i++)
        u[i] = (points->weight ? points->weight[i] : 1.0) *
               (error[i] * error[i] - best[i] * best[i]);
    mean = assay_sum_neumaier(u, n) / (double)n;
    for (size_t i = 0; i < n; i++)
        u[i] = (u[i] - mean) * (u[i] - mean);
    variance = assay_sum_neumaier(u, n) / (double)(n - 1);
    return mean <= sqrt(variance / (double)n);
}

static bool is_plainer(const struct assay_curve_fit *a, const struct assay_curve_fit *b)
{
    if (a->parameters != b->parameters)
        return a->parameters < b->parameters;
    return a->quality.loo < b->quality.loo;
}

struct assay_curve_choice assay_curve_choose(
    const struct assay_gao_points *points, const struct assay_curve_fit fit[ASSAY_CURVES],
    const double *left_out)
{
    struct assay_curve_choice out = {0};
    const size_t n = points->n;
    double *u = assay_memory_new(n, sizeof(*u));

    for (size_t c = 0; c < ASSAY_CURVES; c++) {
        if (!fit[c].fitted || !fit[c].quality.has_loo)
            continue;
        if (!out.made || fit[c].quality.loo < fit[out.best].quality.loo)
            out.best = (enum assay_curve)c;
        out.made = true;
    }
    out.chosen = out.best;
    for (size_t c = 0; c < ASSAY_CURVES && out.made; c++) {
        if (!fit[c].fitted || !fit[c].quality.has_loo)
            continue;
        out.as_good[c] = c == out.best ||
                         is_as_good(points, left_out + c * n, left_out + out.best * n, u);
        if (out.as_good[c] && is_plainer(&fit[c], &fit[out.chosen]))
            out.chosen = (enum assay_curve)c;
    }
    free(u);
    return out;
}
