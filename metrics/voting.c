#include "metrics/voting.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

/* A number with its place. */
struct placed {
    double x;
    size_t place;
};

/* Downward, equal ones in their order. */
static int compare(const void *left, const void *right)
{
    const struct placed *a = left;
    const struct placed *b = right;

    if (a->x != b->x)
        return a->x > b->x ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

/* The places of (n,) from the largest down; the caller frees them. */
static struct placed *sorted(const double *x, size_t n)
{
    struct placed *order = assay_memory_new(n + 1, sizeof(*order));

    for (size_t i = 0; i < n; i++)
        order[i] = (struct placed){x[i], i};
    qsort(order, n, sizeof(*order), compare);
    return order;
}

static size_t first_place(const long *answer, size_t i)
{
    size_t k = 0;

    while (answer[k] != answer[i])
        k++;
    return k;
}

static size_t first_most(const double *x, size_t n)
{
    size_t best = 0;

    for (size_t i = 1; i < n; i++)
        if (x[i] > x[best])
            best = i;
    return best;
}

enum assay_code assay_voting_borda(const struct assay_voting_answers *answers,
                                   double power, double *votes, size_t *winner,
                                   struct assay_error *err)
{
    const size_t n = answers->n;
    struct placed *order = sorted(answers->confidence, n);
    size_t voting = 0;

    for (size_t i = 0; i < n; i++)
        votes[i] = 0.0;
    for (size_t rank = 0; rank < n; rank++) {
        const size_t i = order[rank].place;

        if (answers->answer[i] == ASSAY_VOTING_NO_ANSWER)
            continue;
        votes[first_place(answers->answer, i)] += pow((double)(n - rank), power);
        voting++;
    }
    free(order);
    if (voting == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "none of %zu samples has an answer", n);
    *winner = first_most(votes, n);
    return ASSAY_OK;
}

/* The first place with the most votes among those that hold an answer. */
static bool first_voted(const long *answer, const double *votes, size_t n, size_t *winner)
{
    bool any = false;

    for (size_t i = 0; i < n; i++) {
        if (answer[i] == ASSAY_VOTING_NO_ANSWER || first_place(answer, i) != i)
            continue;
        if (!any || votes[i] > votes[*winner])
            *winner = i;
        any = true;
    }
    return any;
}

enum assay_code assay_voting_weighted(const long *answer, const double *weight, size_t n,
                                      double *votes, size_t *winner,
                                      struct assay_error *err)
{
    for (size_t i = 0; i < n; i++)
        votes[i] = 0.0;
    for (size_t i = 0; i < n; i++)
        if (answer[i] != ASSAY_VOTING_NO_ANSWER)
            votes[first_place(answer, i)] += weight ? weight[i] : 1.0;
    if (!first_voted(answer, votes, n, winner))
        return assay_fail(err, ASSAY_EDOMAIN, "none of %zu samples has an answer", n);
    return ASSAY_OK;
}

/* (samples,) true where a sample counts; the caller frees it. */
static bool *which_count(const struct assay_voting_samples *samples)
{
    bool *counts = assay_memory_new(samples->samples, sizeof(*counts));
    struct placed *order;

    for (size_t s = 0; s < samples->samples; s++)
        counts[s] = samples->meta == NULL;
    if (!samples->meta)
        return counts;
    order = sorted(samples->meta, samples->samples);
    for (size_t rank = 0; rank < samples->samples && rank < samples->best; rank++)
        counts[order[rank].place] = true;
    free(order);
    return counts;
}

enum assay_code assay_voting_sum(const struct assay_voting_samples *samples,
                                 double *total, size_t *winner, struct assay_error *err)
{
    bool *counts;

    if (samples->samples == 0 || samples->responses == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "no %s to vote on",
                          samples->samples == 0 ? "samples" : "responses");
    counts = which_count(samples);
    for (size_t r = 0; r < samples->responses; r++)
        total[r] = 0.0;
    for (size_t s = 0; s < samples->samples; s++)
        for (size_t r = 0; counts[s] && r < samples->responses; r++)
            total[r] += samples->score[s * samples->responses + r];
    free(counts);
    *winner = first_most(total, samples->responses);
    return ASSAY_OK;
}
