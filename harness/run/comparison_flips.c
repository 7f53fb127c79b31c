/* comparison_flips.c - which items one run earned more on than the other, and how far choices agree. */
#include "harness/run/comparison_parts.h"

#include "harness/core/memory.h"
#include "metrics/agreement_draws.h"

#include <math.h>
#include <stdlib.h>

/* A flip on its way into a list. */
struct ranked {
    struct assay_comparison_flip flip;
    double moved; /* what it is sorted by, descending */
    size_t place; /* among the common items */
};

/* Divided by it, margins of models of different scale count alike. */
double assay_comparison_scale(const struct assay_comparison_match *match, unsigned side)
{
    const struct assay_outcomes *outcomes = &match->side[side]->outcomes;
    double sum = 0.0;
    size_t n = 0;

    for (size_t k = 0; k < match->items; k++) {
        const size_t i = match->item[side][k];

        if (!outcomes->has_margin[i])
            continue;
        sum += outcomes->margin[i] * outcomes->margin[i];
        n++;
    }
    return sum > 0.0 ? sqrt(sum / (double)n) : 1.0;
}

static struct assay_comparison_flip flip_at(const struct assay_comparison_match *match,
                                            size_t k)
{
    const struct assay_comparison_side *first = match->side[0], *second = match->side[1];
    const size_t i = match->item[0][k], j = match->item[1][k];
    struct assay_comparison_flip out = {
        .id = assay_arena_copy(match->arena, first->table.id[i]),
        .subset = first->table.subset_name[match->subset[k]],
        .line = first->table.line[i],
        .earned = {first->outcomes.earned[i], second->outcomes.earned[j]},
        .has_margin = first->outcomes.has_margin[i] && second->outcomes.has_margin[j],
    };

    if (out.has_margin) {
        out.margin[0] = first->outcomes.margin[i];
        out.margin[1] = second->outcomes.margin[j];
    }
    return out;
}

static int by_moved(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->moved != y->moved)
        return x->moved > y->moved ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static enum assay_comparison_worth worth_of(double earned)
{
    if (earned >= 1.0)
        return ASSAY_WORTH_RIGHT;
    return earned > 0.0 ? ASSAY_WORTH_PART : ASSAY_WORTH_WRONG;
}

static void sort_into(const struct assay_comparison_match *match, struct ranked *ranked,
                      size_t n, const struct assay_comparison_flip **out, size_t *count)
{
    struct assay_comparison_flip *flips =
        assay_arena_new(match->arena, n, sizeof(*flips));

    qsort(ranked, n, sizeof(*ranked), by_moved);
    for (size_t k = 0; k < n; k++)
        flips[k] = ranked[k].flip;
    *out = flips;
    *count = n;
}

void assay_comparison_flips(const struct assay_comparison_match *match,
                            struct assay_comparison_pair *pair)
{
    const double scale[2] = {assay_comparison_scale(match, 0),
                             assay_comparison_scale(match, 1)};
    struct ranked *lost = assay_memory_new(match->items + 1, sizeof(*lost));
    struct ranked *gained = assay_memory_new(match->items + 1, sizeof(*gained));
    size_t losses = 0, gains = 0;

    for (size_t k = 0; k < match->items; k++) {
        const double first = match->side[0]->outcomes.earned[match->item[0][k]];
        const double second = match->side[1]->outcomes.earned[match->item[1][k]];
        struct ranked *to = second < first ? &lost[losses] : &gained[gains];

        pair->became[worth_of(first)][worth_of(second)]++;
        if (!(second < first || second > first))
            continue;
        *to = (struct ranked){.flip = flip_at(match, k), .place = k};
        to->moved = fabs(second - first);
        if (to->flip.has_margin)
            to->moved =
                fabs(to->flip.margin[1] / scale[1] - to->flip.margin[0] / scale[0]);
        losses += second < first;
        gains += second > first;
    }
    sort_into(match, lost, losses, &pair->lost, &pair->lost_count);
    sort_into(match, gained, gains, &pair->gained, &pair->gained_count);
    free(lost);
    free(gained);
}

void assay_comparison_agreement(const struct assay_comparison_match *match,
                                struct assay_comparison_pair *pair)
{
    /* without intervals: assay agree has them, and each of their replicates is a pass over all items */
    const struct assay_standings_draws draws = {0, match->how->seed,
                                                1.0 - match->how->alpha};
    int *choice = assay_memory_new(2 * match->items + 1, sizeof(*choice));
    const struct assay_agreement_items items = {match->items, 2, match->clusters, choice,
                                                match->cluster};
    struct assay_agreement_two alike;

    for (size_t k = 0; k < match->items; k++) {
        choice[2 * k] = match->side[0]->outcomes.choice[match->item[0][k]];
        choice[2 * k + 1] = match->side[1]->outcomes.choice[match->item[1][k]];
    }
    assay_agreement_of_two(&items, 0, 1, &draws, match->arena, &alike);
    pair->agreement = alike.raw;
    pair->kappa = alike.kappa;
    free(choice);
}
