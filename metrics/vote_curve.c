#include "metrics/vote_curve.h"

#include "harness/core/memory.h"
#include "metrics/vote_parts.h"
#include "metrics/voting.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double affordable = 2e8; /* multiplications */

struct answered {
    long answer;
    uint32_t sample;
};

static int by_answer(const void *left, const void *right)
{
    const struct answered *a = left, *b = right;

    if (a->answer != b->answer)
        return a->answer < b->answer ? -1 : 1;
    return a->sample < b->sample ? -1 : a->sample > b->sample;
}

static bool is_voting(const struct assay_vote_samples *samples, enum assay_vote how,
                      size_t i)
{
    return samples->answer[i] != ASSAY_VOTING_NO_ANSWER &&
           (how != ASSAY_VOTE_WEIGHTED || isfinite(samples->proxy[i]));
}

/* For each voting sample the first one with its answer. */
static void first_of(const struct assay_vote_samples *samples, enum assay_vote how,
                     uint32_t *first)
{
    struct answered *sorted = assay_memory_new(samples->count, sizeof(*sorted));
    size_t voting = 0;

    for (size_t i = 0; i < samples->count; i++)
        if (is_voting(samples, how, i))
            sorted[voting++] = (struct answered){samples->answer[i], (uint32_t)i};
    qsort(sorted, voting, sizeof(*sorted), by_answer);
    for (size_t i = 0, head = 0; i < voting; i++) {
        if (sorted[i].answer != sorted[head].answer)
            head = i;
        first[sorted[i].sample] = sorted[head].sample;
    }
    free(sorted);
}

static void votes_made(struct assay_votes *votes,
                       const struct assay_vote_samples *samples, enum assay_vote how)
{
    uint32_t *first = assay_memory_new(samples->count, sizeof(*first));

    *votes = (struct assay_votes){
        .count = samples->count,
        .group = assay_memory_new(samples->count, sizeof(*votes->group)),
        .of = assay_memory_new(samples->count, sizeof(*votes->of)),
        .proxy = samples->proxy};
    first_of(samples, how, first);
    for (size_t i = 0; i < samples->count; i++) {
        if (!is_voting(samples, how, i)) {
            votes->of[i] = UINT32_MAX;
            votes->silent++;
            continue;
        }
        votes->of[i] = first[i] == i ? (uint32_t)votes->groups++ : votes->of[first[i]];
        votes->group[votes->of[i]].size++;
        votes->group[votes->of[i]].value += samples->value[i];
    }
    for (size_t i = 0; i < samples->count; i++)
        if (votes->of[i] == UINT32_MAX)
            votes->of[i] = (uint32_t)votes->groups;
    for (size_t g = 0; g < votes->groups; g++)
        votes->group[g].value /= (double)votes->group[g].size;
    free(first);
}

static int by_size(const void *left, const void *right)
{
    const size_t a = *(const size_t *)left, b = *(const size_t *)right;

    return a < b ? -1 : a > b;
}

/* Sizes that there are, each once and ascending; gives how many. */
static size_t sizes_sorted(const size_t *n, size_t ns, size_t count, size_t *sorted)
{
    size_t kept = 0, once = 0;

    for (size_t k = 0; k < ns; k++)
        if (n[k] <= count)
            sorted[kept++] = n[k];
    qsort(sorted, kept, sizeof(*sorted), by_size);
    for (size_t k = 0; k < kept; k++)
        if (once == 0 || sorted[k] != sorted[once - 1])
            sorted[once++] = sorted[k];
    return once;
}

static void points_made(const struct assay_votes *votes,
                        const struct assay_vote_rule *rule, const size_t *n, size_t ns,
                        struct assay_vote_point *out)
{
    const size_t most = n[ns - 1];
    double *value;

    if (rule->how != ASSAY_VOTE_MAJORITY ||
        assay_vote_exact_cost(votes, most) > affordable) {
        assay_vote_drawn(votes, rule, n, ns, out);
        return;
    }
    value = assay_memory_new(most + 1, sizeof(*value));
    assay_vote_exact(votes, rule->none, most, value);
    for (size_t k = 0; k < ns; k++)
        out[k] = (struct assay_vote_point){value[n[k]], 0.0};
    free(value);
}

static enum assay_code rule_check(const struct assay_vote_samples *samples,
                                  const struct assay_vote_rule *rule, const size_t *n,
                                  size_t ns, struct assay_error *err)
{
    if (samples->count < 1 || samples->count >= UINT32_MAX)
        return assay_fail(err, ASSAY_EDOMAIN, "a vote of %zu samples", samples->count);
    if (rule->draws < 2 || !(rule->power >= 0.0))
        return assay_fail(err, ASSAY_EDOMAIN, "a vote by %zu draws, power %g",
                          rule->draws, rule->power);
    for (size_t k = 0; k < ns; k++)
        if (n[k] < 1)
            return assay_fail(err, ASSAY_EDOMAIN, "a vote of 0 samples");
    return ASSAY_OK;
}

enum assay_code assay_vote_curve(const struct assay_vote_samples *samples,
                                 const struct assay_vote_rule *rule, const size_t *n,
                                 size_t ns, struct assay_vote_point *out,
                                 struct assay_error *err)
{
    const enum assay_code code = rule_check(samples, rule, n, ns, err);
    struct assay_vote_point *point;
    struct assay_votes votes;
    size_t *sorted, sizes;

    if (code)
        return code;
    memset(out, 0, ns * sizeof(*out));
    sorted = assay_memory_new(ns + 1, sizeof(*sorted));
    point = assay_memory_new(ns + 1, sizeof(*point));
    sizes = sizes_sorted(n, ns, samples->count, sorted);
    votes_made(&votes, samples, rule->how);
    if (sizes > 0)
        points_made(&votes, rule, sorted, sizes, point);
    for (size_t k = 0; k < ns; k++)
        for (size_t s = 0; s < sizes; s++)
            if (sorted[s] == n[k])
                out[k] = point[s];
    free(votes.group);
    free(votes.of);
    free(point);
    free(sorted);
    return ASSAY_OK;
}
