#include "metrics/balance_score.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

/* A sample on its way to its place: equal ones are told apart by where they were. */
struct placed {
    struct assay_balance_sample sample;
    size_t at;
};

static int compare(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;

    if (x->sample.prompt != y->sample.prompt)
        return x->sample.prompt < y->sample.prompt ? -1 : 1;
    if (x->sample.score > y->sample.score || x->sample.score < y->sample.score)
        return x->sample.score > y->sample.score ? -1 : 1;
    return x->at < y->at ? -1 : x->at > y->at;
}

void assay_balance_sort(struct assay_balance_sample *sample, size_t n)
{
    struct placed *placed = assay_memory_new(n + 1, sizeof(*placed));

    for (size_t i = 0; i < n; i++)
        placed[i] = (struct placed){sample[i], i};
    qsort(placed, n, sizeof(*placed), compare);
    for (size_t i = 0; i < n; i++)
        sample[i] = placed[i].sample;
    free(placed);
}

double assay_balance_of(const struct assay_balance_sample *sample, size_t n,
                        const struct assay_balance_how *how, size_t *selected)
{
    const size_t most = how->most && how->most < n ? how->most : n;
    size_t right = 0;

    *selected = 0;
    for (size_t i = 0; i < most && sample[i].score > how->threshold; i++) {
        if (sample[i].again)
            continue;
        (*selected)++;
        right += sample[i].right;
    }
    if (*selected == 0)
        return 0.0;
    return fmin((double)right / how->enough, 1.0) * (double)right / (double)*selected;
}

/* Samples of the prompt that begins at i. */
static size_t length_at(const struct assay_balance_sample *sample, size_t n, size_t i)
{
    size_t end = i;

    while (end < n && sample[end].prompt == sample[i].prompt)
        end++;
    return end - i;
}

void assay_balance_mean(const struct assay_balance_sample *sample, size_t n,
                        const struct assay_balance_how *how, struct assay_balance *out)
{
    double sum = 0.0;

    *out = (struct assay_balance){0};
    for (size_t i = 0; i < n;) {
        const size_t length = length_at(sample, n, i);
        size_t selected;

        sum += assay_balance_of(sample + i, length, how, &selected);
        out->prompts += selected > 0;
        out->selected += selected;
        i += length;
    }
    if (out->prompts > 0)
        out->score = sum / (double)out->prompts;
}

size_t assay_balance_places(const struct assay_balance_sample *sample, size_t n,
                            double threshold, size_t target, size_t limit)
{
    struct assay_balance_how how = {.threshold = threshold, .most = 1, .enough = 1.0};
    struct assay_balance got;

    for (; how.most < limit; how.most++) {
        assay_balance_mean(sample, n, &how, &got);
        if (got.selected >= target)
            break;
    }
    return how.most;
}
