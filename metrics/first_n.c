#include "metrics/first_n.h"

#include "harness/core/memory.h"
#include "metrics/voting.h"

#include <stdbool.h>
#include <stdlib.h>

static size_t first_highest(const double *x, size_t n)
{
    size_t best = 0;

    for (size_t i = 1; i < n; i++)
        if (x[i] > x[best])
            best = i;
    return best;
}

static double majority_of(const struct assay_first_samples *samples, size_t n)
{
    double *votes = assay_memory_new(n, sizeof(*votes));
    struct assay_error none;
    size_t winner = 0;
    const bool voted = assay_voting_weighted(samples->answer, NULL, n, votes, &winner,
                                             &none) == ASSAY_OK;

    free(votes);
    return voted ? samples->value[winner] : 0.0;
}

enum assay_code assay_first_n(const struct assay_first_samples *samples, size_t n,
                              struct assay_first *out, struct assay_error *err)
{
    if (n < 1 || n > samples->count)
        return assay_fail(err, ASSAY_EDOMAIN, "the first %zu of %zu samples", n,
                          samples->count);
    *out = (struct assay_first){0};
    if (samples->proxy)
        out->best = samples->value[first_highest(samples->proxy, n)];
    if (samples->answer)
        out->majority = majority_of(samples, n);
    out->pass = samples->value[first_highest(samples->value, n)];
    for (size_t i = 0; i < n; i++)
        out->mean += samples->value[i];
    out->mean /= (double)n;
    return ASSAY_OK;
}
