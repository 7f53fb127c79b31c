#include "metrics/span_sum.h"

#include <assert.h>
#include <math.h>

static double squashed(double x, enum assay_squash squash)
{
    switch (squash) {
    case ASSAY_SQUASH_SIGMOID:
        return 0.5 * tanh(0.5 * x); /* the same, odd bit for bit */
    case ASSAY_SQUASH_TANH:
        return tanh(x);
    case ASSAY_SQUASH_NONE:
        break;
    }
    return x;
}

void assay_span_tokens(const struct assay_span_term *term, size_t terms, size_t n,
                       const struct assay_span_shape *shape, double *out)
{
    const double clip = shape->clip;

    assert(terms > 0);
    for (size_t t = 0; t < n; t++)
        out[t] = term[0].weight * term[0].track[t];
    for (size_t m = 1; m < terms; m++)
        for (size_t t = 0; t < n; t++)
            out[t] += term[m].weight * term[m].track[t];
    for (size_t t = 0; t < n; t++)
        out[t] -= shape->offset;
    if (shape->squash)
        for (size_t t = 0; t < n; t++)
            out[t] = squashed(out[t], shape->squash);
    for (size_t t = 0; t < n; t++)
        out[t] *= shape->beta;
    for (size_t t = 0; clip > 0.0 && t < n; t++)
        out[t] = fmin(fmax(out[t], -clip), clip);
}

double assay_span_pool(const double *x, size_t n, bool mean)
{
    double sum = 0.0;

    assert(n > 0 || !mean);
    for (size_t t = 0; t < n; t++)
        sum += x[t];
    return mean ? sum / (double)n : sum;
}

void assay_span_steps(const double *x, const double *end, size_t steps, bool mean,
                      double *out)
{
    size_t from = 0;

    for (size_t k = 0; k < steps; k++) {
        const size_t to = (size_t)end[k];

        out[k] = assay_span_pool(x + from, to - from, mean);
        from = to;
    }
}

double assay_span_perplexity(double mean)
{
    return exp(-mean);
}

double assay_span_drop(double with, double without, double epsilon, double floor)
{
    const double before = assay_span_perplexity(without);

    return fmax((before - assay_span_perplexity(with)) / (before + epsilon), floor);
}
