#include "metrics/agreement_draws.h"

#include "harness/core/memory.h"
#include "metrics/agreement.h"
#include "metrics/resample.h"

#include <stdbool.h>
#include <stdlib.h>

/* Items that take part, once or as often as their cluster was drawn. */
struct part {
    const struct assay_agreement_items *items;
    size_t *item; /* (count,) */
    size_t count;
    uint32_t *cluster, *cell; /* (count,) */
};

static struct part part_new(const struct assay_agreement_items *items)
{
    return (struct part){
        .items = items,
        .item = assay_memory_new(items->items + 1, sizeof(size_t)),
        .cluster = assay_memory_new(items->items + 1, sizeof(uint32_t)),
        .cell = assay_memory_new(items->items + 1, sizeof(uint32_t)),
    };
}

static void part_add(struct part *part, size_t item)
{
    part->cluster[part->count] = part->items->cluster[item];
    part->item[part->count++] = item;
}

static void part_release(struct part *part)
{
    free(part->item);
    free(part->cluster);
    free(part->cell);
}

static bool one_cluster(const struct part *part)
{
    for (size_t k = 1; k < part->count; k++)
        if (part->cluster[k] != part->cluster[0])
            return false;
    return true;
}

/* A statistic of items, each as often as its cluster is drawn; times NULL: once. */
struct statistic {
    bool (*of)(const struct statistic *self, const uint32_t *times, double *out,
               struct assay_error *err);
    const struct part *part;
    size_t a, b; /* of two raters */
};

static void add_interval(const struct statistic *statistic,
                         const struct assay_standings_draws *how,
                         struct assay_figure *figure)
{
    const struct part *part = statistic->part;
    const struct assay_resample_items labels = {part->cell, part->cluster, part->count, 1,
                                                part->items->clusters};
    struct assay_resample *draws;
    uint32_t *times;
    double *value;
    size_t used = 0;

    if (!figure->defined || how->replicates < 2 || one_cluster(part))
        return;
    draws = assay_resample_new(&labels, how->seed);
    times = assay_memory_new(part->items->clusters, sizeof(*times));
    value = assay_memory_new(how->replicates, sizeof(*value));
    for (size_t r = 0; r < how->replicates; r++) {
        struct assay_error ignored;

        assay_resample_next(draws, times);
        used += statistic->of(statistic, times, &value[used], &ignored);
    }
    if (2 * used > how->replicates)
        assay_standings_interval(value, used, how->level, figure);
    assay_resample_free(draws);
    free(times);
    free(value);
}

static size_t times_of(const struct part *part, const uint32_t *times, size_t k)
{
    return times ? times[part->cluster[k]] : 1;
}

/* Items under these times, all together. */
static size_t total_of(const struct part *part, const uint32_t *times)
{
    size_t n = 0;

    for (size_t k = 0; k < part->count; k++)
        n += times_of(part, times, k);
    return n;
}

static int choice_of(const struct part *part, size_t k, size_t rater)
{
    return part->items->choice[part->item[k] * part->items->raters + rater];
}

static bool raw_of(const struct statistic *self, const uint32_t *times, double *out,
                   struct assay_error *err)
{
    const struct part *part = self->part;
    const size_t n = total_of(part, times);
    size_t same = 0;

    for (size_t k = 0; k < part->count; k++)
        if (choice_of(part, k, self->a) == choice_of(part, k, self->b))
            same += times_of(part, times, k);
    if (n == 0)
        return !assay_fail(err, ASSAY_EDOMAIN, "no item that both decided");
    *out = (double)same / (double)n;
    return true;
}

static bool kappa_of(const struct statistic *self, const uint32_t *times, double *out,
                     struct assay_error *err)
{
    const struct part *part = self->part;
    const size_t n = total_of(part, times);
    int *x = assay_memory_new(2 * n + 1, sizeof(*x));
    size_t at = 0;
    bool defined;

    for (size_t k = 0; k < part->count; k++)
        for (size_t t = times_of(part, times, k); t > 0; t--) {
            x[at] = choice_of(part, k, self->a);
            x[n + at++] = choice_of(part, k, self->b);
        }
    defined = !assay_agreement_kappa(x, x + n, n, out, err);
    free(x);
    return defined;
}

static bool alpha_of(const struct statistic *self, const uint32_t *times, double *out,
                     struct assay_error *err)
{
    const struct part *part = self->part;
    const size_t units = total_of(part, times);
    double *value = assay_memory_new(units * part->items->raters + 1, sizeof(*value));
    size_t *size = assay_memory_new(units + 1, sizeof(*size));
    size_t n = 0, unit = 0;
    bool defined;

    for (size_t k = 0; k < part->count; k++)
        for (size_t t = times_of(part, times, k); t > 0; t--, unit++)
            for (size_t r = 0; r < part->items->raters; r++)
                if (choice_of(part, k, r) >= 0) {
                    value[n++] = choice_of(part, k, r);
                    size[unit]++;
                }
    defined = !assay_agreement_alpha(value, size, units, ASSAY_SCALE_NOMINAL, out, err);
    free(value);
    free(size);
    return defined;
}

static struct assay_figure figure_of(const struct statistic *statistic,
                                     const struct assay_standings_draws *how,
                                     struct assay_arena *arena)
{
    struct assay_figure out = {.why = ASSAY_STR("")};
    struct assay_error err;

    out.defined = statistic->of(statistic, NULL, &out.value, &err);
    if (!out.defined)
        out.why = assay_arena_copy(arena, assay_str_of(err.text));
    add_interval(statistic, how, &out);
    return out;
}

void assay_agreement_of_two(const struct assay_agreement_items *items, size_t a, size_t b,
                            const struct assay_standings_draws *how,
                            struct assay_arena *arena, struct assay_agreement_two *out)
{
    struct part part = part_new(items);
    const struct statistic raw = {raw_of, &part, a, b};
    const struct statistic kappa = {kappa_of, &part, a, b};

    *out = (struct assay_agreement_two){0};
    for (size_t i = 0; i < items->items; i++) {
        const int *choice = items->choice + i * items->raters;

        if (choice[a] < 0 || choice[b] < 0)
            continue;
        part_add(&part, i);
        out->same += choice[a] == choice[b];
    }
    out->items = part.count;
    out->raw = figure_of(&raw, how, arena);
    out->kappa = figure_of(&kappa, how, arena);
    part_release(&part);
}

void assay_agreement_of_all(const struct assay_agreement_items *items,
                            const struct assay_standings_draws *how,
                            struct assay_arena *arena, struct assay_figure *out)
{
    struct part part = part_new(items);
    const struct statistic alpha = {alpha_of, &part, 0, 0};

    for (size_t i = 0; i < items->items; i++) {
        size_t rated = 0;

        for (size_t r = 0; r < items->raters; r++)
            rated += items->choice[i * items->raters + r] >= 0;
        if (rated > 1)
            part_add(&part, i);
    }
    *out = figure_of(&alpha, how, arena);
    part_release(&part);
}
