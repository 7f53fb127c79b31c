/* vote_drawn.c - voting among random subsets, where no closed form is at hand. */
#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/vote_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What one random order is voted on with. */
struct ballot {
    const struct assay_votes *votes;
    const struct assay_vote_rule *rule;
    uint32_t *order;       /* (count,) samples */
    double *total;         /* (groups,) votes of each answer */
    unsigned char *voted;  /* (groups,) */
    uint32_t *ranked;      /* (count,) BORDA: samples from the highest proxy down */
    uint32_t *rank;        /* (count,) BORDA: the inverse of ranked */
    unsigned char *member; /* (count,) BORDA: by rank */
    double *points;        /* (count + 1,) BORDA: k^power */
};

/* The mean value of the answers with the most votes. */
static double winners(const struct ballot *ballot)
{
    double most = -HUGE_VAL, sum = 0.0, count = 0.0;

    for (size_t g = 0; g < ballot->votes->groups; g++) {
        if (!ballot->voted[g] || ballot->total[g] < most)
            continue;
        if (ballot->total[g] > most)
            sum = count = 0.0;
        most = ballot->total[g];
        sum += ballot->votes->group[g].value;
        count += 1.0;
    }
    return count > 0.0 ? sum / count : ballot->rule->none;
}

static void ballot_empty(struct ballot *ballot)
{
    memset(ballot->total, 0, ballot->votes->groups * sizeof(*ballot->total));
    memset(ballot->voted, 0, ballot->votes->groups * sizeof(*ballot->voted));
}

static void vote(struct ballot *ballot, size_t sample, double votes)
{
    const uint32_t group = ballot->votes->of[sample];

    if (group == ballot->votes->groups)
        return;
    ballot->total[group] += votes;
    ballot->voted[group] = 1;
}

/* The samples order[from] ... order[to - 1] join; what the first `to` are worth together. */
static double extended(struct ballot *ballot, size_t from, size_t to)
{
    size_t left = to;

    for (size_t i = from; i < to; i++) {
        const uint32_t sample = ballot->order[i];

        if (ballot->rule->how == ASSAY_VOTE_BORDA)
            ballot->member[ballot->rank[sample]] = 1;
        else
            vote(ballot, sample,
                 ballot->rule->how == ASSAY_VOTE_MAJORITY ? 1.0
                                                          : ballot->votes->proxy[sample]);
    }
    if (ballot->rule->how != ASSAY_VOTE_BORDA)
        return winners(ballot);
    ballot_empty(ballot);
    for (size_t r = 0; left > 0; r++)
        if (ballot->member[r])
            vote(ballot, ballot->ranked[r], ballot->points[left--]);
    return winners(ballot);
}

struct placed {
    double proxy;
    uint32_t sample;
};

/* Downward, equal ones in their order. */
static int by_proxy(const void *left, const void *right)
{
    const struct placed *a = left, *b = right;

    if (a->proxy != b->proxy)
        return a->proxy > b->proxy ? -1 : 1;
    return a->sample < b->sample ? -1 : a->sample > b->sample;
}

static void borda_ranked(struct ballot *ballot)
{
    const size_t count = ballot->votes->count;
    struct placed *placed = assay_memory_new(count, sizeof(*placed));

    for (size_t i = 0; i < count; i++)
        placed[i] = (struct placed){ballot->votes->proxy[i], (uint32_t)i};
    qsort(placed, count, sizeof(*placed), by_proxy);
    for (size_t r = 0; r < count; r++) {
        ballot->ranked[r] = placed[r].sample;
        ballot->rank[placed[r].sample] = (uint32_t)r;
        ballot->points[r + 1] = pow((double)(r + 1), ballot->rule->power);
    }
    free(placed);
}

static struct ballot ballot_made(const struct assay_votes *votes,
                                 const struct assay_vote_rule *rule)
{
    const size_t count = votes->count, groups = votes->groups + 1;
    const struct ballot ballot = {.votes = votes,
                                  .rule = rule,
                                  .order = assay_memory_new(count, sizeof(uint32_t)),
                                  .total = assay_memory_new(groups, sizeof(double)),
                                  .voted = assay_memory_new(groups, 1),
                                  .ranked = assay_memory_new(count, sizeof(uint32_t)),
                                  .rank = assay_memory_new(count, sizeof(uint32_t)),
                                  .member = assay_memory_new(count, 1),
                                  .points = assay_memory_new(count + 1, sizeof(double))};

    return ballot;
}

static void ballot_release(struct ballot *ballot)
{
    free(ballot->order);
    free(ballot->total);
    free(ballot->voted);
    free(ballot->ranked);
    free(ballot->rank);
    free(ballot->member);
    free(ballot->points);
}

/* One random order on top of the last one, to the largest size; values of every size. */
static void order_drawn(struct ballot *ballot, struct assay_rng *rng, const size_t *n,
                        size_t ns, double *value)
{
    size_t done = 0;

    ballot_empty(ballot);
    memset(ballot->member, 0, ballot->votes->count);
    for (size_t k = 0; k < ns; k++) {
        for (size_t i = done; i < n[k]; i++) {
            const size_t j = i + assay_rng_index(rng, ballot->votes->count - i);
            const uint32_t swap = ballot->order[i];

            ballot->order[i] = ballot->order[j];
            ballot->order[j] = swap;
        }
        value[k] = extended(ballot, done, n[k]);
        done = n[k];
    }
}

/* All samples, in their order; there is one such subset. */
static double all_voted(struct ballot *ballot)
{
    for (size_t i = 0; i < ballot->votes->count; i++)
        ballot->order[i] = (uint32_t)i;
    ballot_empty(ballot);
    memset(ballot->member, 0, ballot->votes->count);
    return extended(ballot, 0, ballot->votes->count);
}

/* A single sample wins if it votes at all. */
static double one_voted(const struct assay_votes *votes, double none)
{
    double sum = none * (double)votes->silent;

    for (size_t g = 0; g < votes->groups; g++)
        sum += votes->group[g].value * (double)votes->group[g].size;
    return sum / (double)votes->count;
}

void assay_vote_drawn(const struct assay_votes *votes, const struct assay_vote_rule *rule,
                      const size_t *n, size_t ns, struct assay_vote_point *out)
{
    struct ballot ballot = ballot_made(votes, rule);
    struct assay_rng rng = {rule->seed};
    double *value = assay_memory_new(ns, sizeof(*value));
    const double draws = (double)rule->draws;
    double all;

    if (rule->how == ASSAY_VOTE_BORDA)
        borda_ranked(&ballot);
    all = all_voted(&ballot);
    memset(out, 0, ns * sizeof(*out));
    /* running means and sums of squares, as Welford adds */
    for (size_t r = 0; r < rule->draws; r++) {
        order_drawn(&ballot, &rng, n, ns, value);
        for (size_t k = 0; k < ns; k++) {
            const double far = value[k] - out[k].value;

            out[k].value += far / (double)(r + 1);
            out[k].se += far * (value[k] - out[k].value);
        }
    }
    for (size_t k = 0; k < ns; k++) {
        out[k].se = sqrt(out[k].se / (draws - 1.0) / draws);
        if (n[k] == 1)
            out[k] = (struct assay_vote_point){one_voted(votes, rule->none), 0.0};
        if (n[k] == votes->count)
            out[k] = (struct assay_vote_point){all, 0.0};
    }
    free(value);
    ballot_release(&ballot);
}
