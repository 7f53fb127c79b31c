#include "metrics/ridge.h"

#include "harness/core/memory.h"
#include "metrics/dense_cholesky.h"

#include <math.h>
#include <stdlib.h>

struct assay_ridge {
    size_t width, rows;
    double *product; /* (width, width) X'X, of which columns j >= i are kept */
    double *moment;  /* (width,) X'y */
};

struct assay_ridge *assay_ridge_new(size_t width)
{
    struct assay_ridge *ridge = assay_memory_new(1, sizeof(*ridge));

    ridge->width = width;
    ridge->product = assay_memory_new(width * width, sizeof(double));
    ridge->moment = assay_memory_new(width, sizeof(double));
    return ridge;
}

void assay_ridge_free(struct assay_ridge *ridge)
{
    if (!ridge)
        return;
    free(ridge->product);
    free(ridge->moment);
    free(ridge);
}

void assay_ridge_add(struct assay_ridge *ridge, const double *x, double y)
{
    const size_t n = ridge->width;

    for (size_t i = 0; i < n; i++) {
        for (size_t j = i; j < n; j++)
            ridge->product[i * n + j] += x[i] * x[j];
        ridge->moment[i] += x[i] * y;
    }
    ridge->rows++;
}

size_t assay_ridge_width(const struct assay_ridge *ridge)
{
    return ridge->width;
}

/* X'X + lambda I at (i, j), whichever is the smaller. */
static double entry(const struct assay_ridge *ridge, double lambda, size_t i, size_t j)
{
    const size_t n = ridge->width;

    return ridge->product[i < j ? i * n + j : j * n + i] + (i == j ? lambda : 0.0);
}

/* What w leaves of X'y, scaled. */
static void residual(const struct assay_ridge *ridge, double lambda, const double *scale,
                     const double *w, double *out)
{
    for (size_t i = 0; i < ridge->width; i++) {
        double sum = ridge->moment[i];

        for (size_t j = 0; j < ridge->width; j++)
            sum -= entry(ridge, lambda, i, j) * w[j];
        out[i] = sum * scale[i];
    }
}

static bool solve(const struct assay_ridge *ridge, double lambda,
                  struct assay_dense_cholesky *cholesky, double *scale, double *w)
{
    enum {
        TURNS = 2 /* the solution, and its correction */
    };
    const size_t n = ridge->width;
    double *matrix = assay_dense_cholesky_matrix(cholesky), *step = scale + n;

    for (size_t i = 0; i < n; i++) {
        const double length = entry(ridge, lambda, i, i);

        if (!(length > 0.0))
            return false;
        scale[i] = 1.0 / sqrt(length);
        w[i] = 0.0;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = i; j < n; j++)
            matrix[i * n + j] = entry(ridge, lambda, i, j) * scale[i] * scale[j];
    if (!assay_dense_cholesky_factorise(cholesky))
        return false;
    for (size_t turn = 0; turn < TURNS; turn++) {
        residual(ridge, lambda, scale, w, step);
        assay_dense_cholesky_solve(cholesky, step);
        for (size_t i = 0; i < n; i++)
            w[i] += step[i] * scale[i];
    }
    return true;
}

enum assay_code assay_ridge_solve(const struct assay_ridge *ridge, double lambda,
                                  double *w, struct assay_error *err)
{
    struct assay_dense_cholesky *cholesky = assay_dense_cholesky_new(ridge->width);
    double *scale = assay_memory_new(2 * ridge->width, sizeof(*scale));
    const bool solved = solve(ridge, lambda, cholesky, scale, w);

    free(scale);
    assay_dense_cholesky_free(cholesky);
    if (!solved)
        return assay_fail(
            err, ASSAY_EDOMAIN,
            "%zu rows do not settle the weights of %zu columns: some depend "
            "on one another",
            ridge->rows, ridge->width);
    for (size_t i = 0; i < ridge->width; i++)
        if (!isfinite(w[i]))
            return assay_fail(err, ASSAY_EDOMAIN, "weights are too large for numbers");
    return ASSAY_OK;
}
