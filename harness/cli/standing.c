#include "harness/cli/standing.h"

#include "harness/core/memory.h"
#include "harness/run/shared.h"
#include "metrics/mean.h"

#include <stdlib.h>
#include <string.h>

const struct assay_figure *assay_standing_value(const struct assay_standing *s,
                                                size_t column, size_t model)
{
    const struct assay_result *result =
        assay_board_cell(&s->board, column, model)->result;

    if (!result || !result->overall.value.defined ||
        (result->missing_count > 0 && s->board.column[column].mixed))
        return NULL;
    return &result->overall.value;
}

struct assay_str assay_standing_unit(const struct assay_standing *s, size_t column)
{
    size_t m = 0;

    while (!assay_board_cell(&s->board, column, m)->result)
        m++;
    return assay_board_cell(&s->board, column, m)->result->unit;
}

bool assay_standing_is_common(const struct assay_standing *s, size_t column)
{
    for (size_t m = 0; m < s->board.models; m++)
        if (!assay_standing_value(s, column, m))
            return false;
    return true;
}

static bool is_in(const struct assay_standing *s, size_t column, struct assay_str unit)
{
    return assay_standing_is_common(s, column) &&
           assay_str_equal(assay_standing_unit(s, column), unit);
}

static void choose_columns(struct assay_standing *s)
{
    const size_t n = s->board.columns;
    size_t first = 0;

    s->in_mean = assay_arena_new(s->arena, n, sizeof(*s->in_mean));
    while (first < n && !is_in(s, first, ASSAY_STR("percent")))
        first++;
    if (first == n)
        for (first = 0; first < n && !assay_standing_is_common(s, first);)
            first++;
    s->unit = first < n ? assay_standing_unit(s, first) : ASSAY_STR("percent");
    for (size_t c = 0; c < n; c++) {
        s->in_mean[c] = is_in(s, c, s->unit);
        s->common += s->in_mean[c];
    }
}

static struct assay_figure mean_of(struct assay_standing *s, size_t model)
{
    double *value = assay_arena_new(s->arena, s->board.columns, sizeof(*value));
    size_t n = 0;

    for (size_t c = 0; c < s->board.columns; c++) {
        const struct assay_figure *figure = assay_standing_value(s, c, model);

        if (!figure)
            continue;
        s->whole[model] +=
            assay_board_cell(&s->board, c, model)->result->missing_count == 0;
        if (s->in_mean[c])
            value[n++] = figure->value;
    }
    if (n == 0)
        return (struct assay_figure){.why = ASSAY_STR("no suite that all models have")};
    return (struct assay_figure){.defined = true,
                                 .value = assay_mean_plain(value, n).value};
}

static bool is_better(const struct assay_standing *s, size_t a, size_t b)
{
    if (s->mean[a].value != s->mean[b].value)
        return s->mean[a].value > s->mean[b].value;
    return s->whole[a] > s->whole[b];
}

void assay_standing_rank(struct assay_standing *s)
{
    const size_t n = s->board.models;

    choose_columns(s);
    s->mean = assay_arena_new(s->arena, n, sizeof(*s->mean));
    s->whole = assay_arena_new(s->arena, n, sizeof(*s->whole));
    s->order = assay_arena_new(s->arena, n, sizeof(*s->order));
    for (size_t m = 0; m < n; m++) {
        size_t at = m;

        s->mean[m] = mean_of(s, m);
        for (; at > 0 && is_better(s, m, s->order[at - 1]); at--)
            s->order[at] = s->order[at - 1];
        s->order[at] = m;
    }
}

static void correlate(const struct assay_standing *s, struct assay_standing_pair *pair)
{
    double *x = assay_memory_new(2 * s->board.models, sizeof(*x));
    double *y = x + s->board.models;

    for (size_t m = 0; m < s->board.models; m++) {
        const struct assay_figure *left = assay_standing_value(s, pair->a, m);
        const struct assay_figure *right = assay_standing_value(s, pair->b, m);

        if (!left || !right)
            continue;
        x[pair->models] = left->value;
        y[pair->models++] = right->value;
    }
    assay_standings_correlate(x, y, pair->models, &s->draws, &pair->of);
    free(x);
}

void assay_standing_correlate(struct assay_standing *s)
{
    const size_t n = s->board.columns;

    s->pair = assay_arena_new(s->arena, n * (n - 1) / 2, sizeof(*s->pair));
    for (size_t a = 0; a < n; a++)
        for (size_t b = a + 1; b < n; b++) {
            struct assay_standing_pair *pair = &s->pair[s->pairs++];

            *pair = (struct assay_standing_pair){.a = a, .b = b};
            correlate(s, pair);
        }
}

/* Items of all suites under one another. */
struct pool {
    struct assay_standings_items items;
    double *earned;
    uint32_t *cell, *cluster;
};

static void pool_add(struct pool *pool, const struct assay_shared *shared,
                     uint32_t column)
{
    const size_t have = pool->items.items, more = shared->items, n = shared->models;

    pool->earned =
        assay_memory_resize(pool->earned, (have + more) * n + 1, sizeof(*pool->earned));
    pool->cell = assay_memory_resize(pool->cell, have + more + 1, sizeof(*pool->cell));
    pool->cluster =
        assay_memory_resize(pool->cluster, have + more + 1, sizeof(*pool->cluster));
    for (size_t i = 0; i < more; i++) {
        memcpy(pool->earned + (have + i) * n, shared->earned + i * n,
               n * sizeof(*pool->earned));
        pool->cell[have + i] = column;
        pool->cluster[have + i] = (uint32_t)pool->items.clusters + shared->cluster[i];
    }
    pool->items.items += more;
    pool->items.clusters += shared->clusters;
}

void assay_standing_compare(struct assay_standing *s, const struct assay_places *places)
{
    struct pool pool = {.items = {.models = s->board.models, .cells = s->board.columns}};

    for (size_t c = 0; c < s->board.columns; c++) {
        struct assay_shared shared;

        if (s->board.column[c].models < 2)
            continue;
        assay_shared_read(&s->board, c, places, s->arena, &shared);
        for (size_t i = 0; i < shared.absents; i++)
            assay_node_push(s->arena, s->notes, assay_node_of_text(shared.absent[i]));
        s->items += shared.common;
        pool_add(&pool, &shared, (uint32_t)c);
        assay_shared_release(&shared);
    }
    pool.items.earned = pool.earned;
    pool.items.cell = pool.cell;
    pool.items.cluster = pool.cluster;
    s->model = assay_arena_new(s->arena, s->board.models, sizeof(*s->model));
    assay_standings_strengths(&pool.items, &s->draws, s->model, &s->used);
    free(pool.earned);
    free(pool.cell);
    free(pool.cluster);
}
