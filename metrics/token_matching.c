#include "metrics/token_matching.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

static double dot(const double *a, const double *b, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

/* Lengths of (n,) vectors; the first one without direction, else n. */
static size_t lengths(const double *x, size_t n, size_t width, double *length)
{
    for (size_t i = 0; i < n; i++) {
        length[i] = sqrt(dot(x + i * width, x + i * width, width));
        if (!(length[i] > 0.0))
            return i;
    }
    return n;
}

static double mean_of(const double *x, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum / (double)n;
}

/* near (n + m,): the highest cosine of each vector of a, then of each of b. */
static void find_nearest(const struct assay_token_vectors *v, const double *length,
                         double *near)
{
    for (size_t i = 0; i < v->n + v->m; i++)
        near[i] = -1.0;
    for (size_t i = 0; i < v->n; i++)
        for (size_t j = 0; j < v->m; j++) {
            const double cosine =
                dot(v->a + i * v->width, v->b + j * v->width, v->width) /
                (length[i] * length[v->n + j]);

            near[i] = fmax(near[i], fmin(cosine, 1.0));
            near[v->n + j] = fmax(near[v->n + j], fmin(cosine, 1.0));
        }
}

enum assay_code assay_token_matching(const struct assay_token_vectors *vectors,
                                     double weight, double *out, struct assay_error *err)
{
    const size_t n = vectors->n, m = vectors->m;
    double *length, *near;
    enum assay_code code = ASSAY_OK;

    if (n == 0 || m == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "a text without tokens");
    length = assay_memory_new(2 * (n + m), sizeof(*length));
    near = length + n + m;
    if (lengths(vectors->a, n, vectors->width, length) < n ||
        lengths(vectors->b, m, vectors->width, length + n) < m)
        code = assay_fail(err, ASSAY_EDOMAIN, "a token's vector is of zeros");
    if (!code) {
        find_nearest(vectors, length, near);
        *out = weight * mean_of(near, n) + (1.0 - weight) * mean_of(near + n, m);
    }
    free(length);
    return code;
}
