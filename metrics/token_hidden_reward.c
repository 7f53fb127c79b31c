#include "metrics/token_hidden_reward.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

static bool is_mixed(const struct assay_hidden_tokens *tokens)
{
    size_t right = 0;

    for (size_t i = 0; i < tokens->responses; i++)
        right += tokens->right[i];
    return right > 0 && right < tokens->responses;
}

/* m (vocabulary, width) += c g h' */
static void add_outer(const struct assay_hidden_tokens *tokens, size_t token, double c,
                      double *m)
{
    const double *g = tokens->residual + token * tokens->vocabulary;
    const double *h = tokens->hidden + token * tokens->width;

    for (size_t v = 0; v < tokens->vocabulary; v++) {
        const double factor = c * g[v];

        if (!(factor < 0.0 || factor > 0.0))
            continue;
        for (size_t d = 0; d < tokens->width; d++)
            m[v * tokens->width + d] += factor * h[d];
    }
}

/* g' m h of one token. */
static double form_at(const struct assay_hidden_tokens *tokens, size_t token,
                      const double *m)
{
    const double *g = tokens->residual + token * tokens->vocabulary;
    const double *h = tokens->hidden + token * tokens->width;
    double sum = 0.0;

    for (size_t v = 0; v < tokens->vocabulary; v++) {
        double inner = 0.0;

        if (!(g[v] < 0.0 || g[v] > 0.0))
            continue;
        for (size_t d = 0; d < tokens->width; d++)
            inner += m[v * tokens->width + d] * h[d];
        sum += g[v] * inner;
    }
    return sum;
}

enum assay_code assay_token_hidden_reward(const struct assay_hidden_tokens *tokens,
                                          double *out, struct assay_error *err)
{
    double *m;

    if (!is_mixed(tokens))
        return assay_fail(err, ASSAY_EDOMAIN,
                          "hidden rewards: all responses are right, or all are wrong");
    m = assay_memory_new(tokens->vocabulary * tokens->width + 1, sizeof(*m));
    for (size_t i = 0; i < tokens->responses; i++) {
        const size_t length = tokens->begin[i + 1] - tokens->begin[i];

        for (size_t t = tokens->begin[i]; tokens->right[i] && t < tokens->begin[i + 1];
             t++)
            add_outer(tokens, t, 1.0 / (double)length, m);
    }
    for (size_t i = 0; i < tokens->responses; i++)
        for (size_t t = tokens->begin[i]; t < tokens->begin[i + 1]; t++)
            out[t] = (tokens->right[i] ? 1.0 : -1.0) * form_at(tokens, t, m);
    free(m);
    return ASSAY_OK;
}

double assay_token_hidden_weight(double thr, double tau, double p)
{
    if (!(fabs(thr) > tau))
        return 1.0;
    return thr > 0.0 ? 1.0 + p : 1.0 - p;
}

static int compare_magnitudes(const void *a, const void *b)
{
    const double x = fabs(*(const double *)a), y = fabs(*(const double *)b);

    return x > y ? -1 : x < y;
}

double assay_token_mass(double *x, size_t n, double share)
{
    const size_t most = (size_t)ceil(share * (double)n);
    double all = 0.0, top = 0.0;

    qsort(x, n, sizeof(*x), compare_magnitudes);
    for (size_t i = 0; i < n; i++) {
        all += fabs(x[i]);
        top += i < most ? fabs(x[i]) : 0.0;
    }
    return all > 0.0 ? top / all : 0.0;
}
