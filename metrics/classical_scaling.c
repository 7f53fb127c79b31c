#include "metrics/classical_scaling.h"

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <math.h>

static const double rounding = 1e-12; /* of the largest eigenvalue */

/* -1/2 J D2 J. */
static void centre(const double *d, size_t n, gsl_matrix *b)
{
    double all = 0.0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            all += d[i * n + j] * d[i * n + j] / (double)(n * n);
    for (size_t i = 0; i < n; i++) {
        double row = 0.0;

        for (size_t j = 0; j < n; j++)
            row += d[i * n + j] * d[i * n + j] / (double)n;
        for (size_t j = 0; j < n; j++) {
            *gsl_matrix_ptr(b, i, j) -= 0.5 * (d[i * n + j] * d[i * n + j] - row);
            *gsl_matrix_ptr(b, j, i) += 0.5 * row;
        }
    }
    gsl_matrix_add_constant(b, -0.5 * all);
}

/* An axis, its sign settled. */
static void put_axis(const gsl_vector *vector, double value, size_t axis, double *place)
{
    const size_t n = vector->size;
    const double root = value > 0.0 ? sqrt(value) : 0.0;
    double largest = 0.0;

    for (size_t i = 0; i < n; i++)
        if (fabs(gsl_vector_get(vector, i)) > fabs(largest) * (1.0 + rounding))
            largest = gsl_vector_get(vector, i);
    for (size_t i = 0; i < n; i++)
        place[2 * i + axis] =
            root * gsl_vector_get(vector, i) * (largest < 0.0 ? -1.0 : 1.0);
}

static void judge(const gsl_vector *value, struct assay_classical_scaling *out)
{
    const double largest = fmax(gsl_vector_max(value), -gsl_vector_min(value));
    double positive = 0.0, negative = 0.0, two = 0.0;

    *out = (struct assay_classical_scaling){.share = 1.0};
    for (size_t k = 0; k < value->size; k++) {
        const double lambda = gsl_vector_get(value, k);

        if (fabs(lambda) <= rounding * largest)
            continue;
        positive += fmax(lambda, 0.0);
        negative += fmax(-lambda, 0.0);
        two += k < 2 ? fmax(lambda, 0.0) : 0.0;
        out->negatives += lambda < 0.0;
    }
    if (positive > 0.0)
        out->share = two / positive;
    if (negative > 0.0)
        out->negative = negative / (positive + negative);
}

enum assay_code assay_classical_scaling(const double *d, size_t n, double *place,
                                        struct assay_classical_scaling *out,
                                        struct assay_error *err)
{
    gsl_matrix *b = gsl_matrix_calloc(n, n), *vectors = gsl_matrix_alloc(n, n);
    gsl_vector *value = gsl_vector_alloc(n);
    gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc(n);
    enum assay_code code = ASSAY_OK;

    centre(d, n, b);
    if (gsl_eigen_symmv(b, value, vectors, work) != GSL_SUCCESS)
        code = assay_fail(err, ASSAY_EDOMAIN, "no eigenvalues of %zu distances", n);
    if (!code) {
        (void)gsl_eigen_symmv_sort(value, vectors, GSL_EIGEN_SORT_VAL_DESC);
        judge(value, out);
        for (size_t k = 0; k < 2; k++) {
            const gsl_vector_const_view axis =
                gsl_matrix_const_column(vectors, k < n ? k : 0);

            put_axis(&axis.vector, k < n ? gsl_vector_get(value, k) : 0.0, k, place);
        }
    }
    gsl_eigen_symmv_free(work);
    gsl_vector_free(value);
    gsl_matrix_free(vectors);
    gsl_matrix_free(b);
    return code;
}
