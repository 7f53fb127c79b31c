#include "metrics/macro_action.h"

#include "harness/core/memory.h"

#include <stdlib.h>

size_t assay_macro_ngrams(size_t n, size_t length, size_t *end)
{
    size_t count = 0;

    for (size_t at = 0; at < n;) {
        at = length < n - at ? at + length : n;
        end[count++] = at;
    }
    return count;
}

size_t assay_macro_random(size_t n, size_t repeat, struct assay_rng *rng, size_t *end)
{
    static const size_t lengths[] = {1, 2, 3, 5, 10};
    enum {
        LENGTHS = sizeof(lengths) / sizeof(lengths[0])
    };
    size_t *bag = assay_memory_new(LENGTHS * repeat, sizeof(*bag));
    size_t left = LENGTHS * repeat, count = 0, at = 0;

    for (size_t i = 0; i < left; i++)
        bag[i] = lengths[i % LENGTHS];
    while (at < n) {
        size_t length = n - at, drawn;

        if (left > 0) {
            drawn = (size_t)assay_rng_index(rng, left);
            if (bag[drawn] < length)
                length = bag[drawn];
            bag[drawn] = bag[--left];
        }
        at += length;
        end[count++] = at;
    }
    free(bag);
    return count;
}

size_t assay_macro_rises(const double *lp, size_t n, bool at, size_t *end)
{
    size_t count = 0;

    for (size_t t = 0; t + 1 < n; t++) {
        const size_t begin = at ? t + 1 : t;

        if (lp[t + 1] < lp[t] && begin > 0)
            end[count++] = begin;
    }
    if (n > 0)
        end[count++] = n;
    return count;
}

static double by_position(const double *x, size_t n)
{
    double sum = 0.0, weights = 0.0;

    for (size_t i = 0; i < n; i++) {
        sum += x[i] / (double)(i + 1);
        weights += 1.0 / (double)(i + 1);
    }
    return sum / weights;
}

double assay_macro_pool(const double *x, size_t n, enum assay_macro_pool how)
{
    double sum = 0.0;

    if (how == ASSAY_MACRO_UNIT)
        return x[n - 1];
    if (how == ASSAY_MACRO_POSITION)
        return by_position(x, n);
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return how == ASSAY_MACRO_SUM ? sum : sum / (double)n;
}
