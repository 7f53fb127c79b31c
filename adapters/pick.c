#include "adapters/pick.h"

#include <math.h>
#include <stdlib.h>

static size_t greatest(const float *logit, size_t n)
{
    size_t best = 0;

    for (size_t i = 1; i < n; i++)
        if (logit[i] > logit[best])
            best = i;
    return best;
}

/* Falling by weight, then rising by id. */
static int compare(const void *a, const void *b)
{
    const struct assay_pick *x = a, *y = b;

    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return (x->token > y->token) - (x->token < y->token);
}

static double sum_of(const struct assay_pick *picks, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += picks[i].weight;
    return sum;
}

/* How many of the likeliest are left: k of them, then the fewest that reach top_p. */
static size_t leave(const struct assay_pick *picks, size_t n,
                    const struct assay_sampling *sampling)
{
    const size_t k = sampling->top_k > 0 && sampling->top_k < n ? sampling->top_k : n;
    const double enough = sampling->top_p * sum_of(picks, k);
    double sum = 0.0;

    for (size_t i = 0; sampling->top_p < 1.0 && i < k; i++) {
        sum += picks[i].weight;
        if (sum >= enough)
            return i + 1;
    }
    return k;
}

int32_t assay_pick_token(const float *logit, size_t n,
                         const struct assay_sampling *sampling, struct assay_rng *rng,
                         struct assay_pick *scratch)
{
    const size_t best = greatest(logit, n);
    const double most = (double)logit[best];
    double draw;

    if (sampling->temperature == 0.0)
        return (int32_t)best;
    for (size_t i = 0; i < n; i++)
        scratch[i] = (struct assay_pick){
            exp(((double)logit[i] - most) / sampling->temperature), (int32_t)i};
    if (sampling->top_k > 0 || sampling->top_p < 1.0) {
        qsort(scratch, n, sizeof(*scratch), compare);
        n = leave(scratch, n, sampling);
    }
    draw = assay_rng_uniform(rng) * sum_of(scratch, n);
    for (size_t i = 0; i + 1 < n; i++) {
        draw -= scratch[i].weight;
        if (draw < 0.0)
            return scratch[i].token;
    }
    return scratch[n - 1].token;
}
