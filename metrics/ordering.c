#include "metrics/ordering.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

struct assay_ordering assay_ordering_pairs(const double *score, const double *gold,
                                           size_t n, double least)
{
    struct assay_ordering out = {0};

    for (size_t i = 0; i < n; i++) {
        for (size_t j = i + 1; j < n; j++) {
            const double better = gold[i] - gold[j];

            if (better == 0.0 || fabs(better) < least)
                continue;
            out.pairs++;
            out.tied += score[i] == score[j];
            out.right += better > 0.0 ? score[i] > score[j] : score[i] < score[j];
        }
    }
    return out;
}

struct placed {
    double by, gain;
};

static int descending(const void *left, const void *right)
{
    const struct placed *a = left;
    const struct placed *b = right;

    return (a->by < b->by) - (a->by > b->by);
}

/* Sorts by `by`, downward, and adds discounted gains; equal ones share their mean gain. */
static double gain_of(struct placed *placed, size_t n)
{
    double total = 0.0;

    qsort(placed, n, sizeof(*placed), descending);
    for (size_t at = 0, run; at < n; at += run) {
        double gain = 0.0, discount = 0.0;

        for (run = 0; at + run < n && placed[at + run].by == placed[at].by; run++) {
            gain += placed[at + run].gain;
            discount += 1.0 / log2((double)(at + run) + 2.0);
        }
        total += gain / (double)run * discount;
    }
    return total;
}

enum assay_code assay_ordering_ndcg(const double *score, const double *gold, size_t n,
                                    double *out, struct assay_error *err)
{
    struct placed *placed = assay_memory_new(n + 1, sizeof(*placed));
    double least = HUGE_VAL, best, got;

    for (size_t i = 0; i < n; i++)
        least = fmin(least, gold[i]);
    for (size_t i = 0; i < n; i++)
        placed[i] = (struct placed){gold[i], gold[i] - least};
    best = gain_of(placed, n);
    for (size_t i = 0; i < n; i++)
        placed[i] = (struct placed){score[i], gold[i] - least};
    got = gain_of(placed, n);
    free(placed);
    *out = 0.0;
    if (!(best > 0.0 && isfinite(best)))
        return assay_fail(err, ASSAY_EDOMAIN, "NDCG of equal gold");
    *out = fmin(1.0, got / best);
    return ASSAY_OK;
}

bool assay_ordering_top(const double *score, const double *gold, size_t n)
{
    double score_most = -HUGE_VAL, gold_most = -HUGE_VAL;

    for (size_t i = 0; i < n; i++) {
        score_most = fmax(score_most, score[i]);
        gold_most = fmax(gold_most, gold[i]);
    }
    for (size_t i = 0; i < n; i++)
        if (score[i] == score_most && gold[i] < gold_most)
            return false;
    return true;
}
