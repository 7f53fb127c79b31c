/*
 * trend.c - kind trend, and a trend once it is read: its columns by role and name, its rows by what tells them
 * apart.
 */
#include "suites/trend.h"

#include "harness/core/memory.h"
#include "suites/kind.h"
#include "suites/suite_schema.h"
#include "suites/trend_map.h"

#include <math.h>
#include <stdlib.h>

const char *const assay_trend_role_names[] = {
    "other",     "step",       "kl",     "d",        "n",         "proxy",
    "gold",      "win_rate",   "margin", "accuracy", "length",    "repetition",
    "format",    "run",        "seed",   "rm_size",  "data_size", "beta",
    "algorithm", "checkpoint", "prompt", "split",    NULL};
const char *const assay_trend_unit_names[] = {"unstated", "sequence", "token", NULL};
const char *const assay_trend_estimator_names[] = {"unstated", "k1",    "k2",
                                                   "k3",       "exact", NULL};
const char *const assay_trend_repeats_names[] = {"error", "last", NULL};

const struct assay_trend_column *assay_trend_column(const struct assay_trend *trend,
                                                    enum assay_trend_role role, size_t k)
{
    for (size_t i = 0; i < trend->columns; i++)
        if (trend->column[i].role == role && k-- == 0)
            return &trend->column[i];
    return NULL;
}

const struct assay_trend_column *assay_trend_named(const struct assay_trend *trend,
                                                   struct assay_str name)
{
    for (size_t i = 0; i < trend->columns; i++)
        if (assay_str_equal(trend->column[i].name, name))
            return &trend->column[i];
    return NULL;
}

bool assay_trend_splits(enum assay_trend_role role)
{
    return role >= ASSAY_TREND_RUN;
}

struct assay_spot assay_trend_spot(const struct assay_trend *trend, size_t row)
{
    const struct assay_trend_place *place = &trend->place[row];

    return (struct assay_spot){trend->source[place->source].path, place->line,
                               place->record};
}

/* A row with what it is ordered by. */
struct ranked {
    size_t group;
    double step; /* infinity: none */
    uint32_t id; /* of the column by which groups are parted */
    uint32_t row;
};

static int compare_ids(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->id != y->id)
        return x->id < y->id ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    if (x->step < y->step || x->step > y->step)
        return x->step < y->step ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

/* Groups parted by a further column, each numbered by its first row. */
static void refine(const struct assay_trend_column *column, struct ranked *at,
                   size_t rows)
{
    size_t first = 0, group = 0;

    for (size_t i = 0; i < rows; i++)
        at[i].id = column->id[at[i].row];
    qsort(at, rows, sizeof(*at), compare_ids);
    for (size_t i = 0; i < rows; i++) {
        if (i == 0 || at[i].group != group || at[i].id != at[i - 1].id)
            first = at[i].row;
        group = at[i].group;
        at[i].group = first;
    }
}

size_t assay_trend_group(const struct assay_trend *trend,
                         const struct assay_trend_column *const *by, size_t count,
                         struct assay_arena *arena, const struct assay_trend_group **out)
{
    const struct assay_trend_column *step =
        assay_trend_column(trend, ASSAY_TREND_STEP, 0);
    struct ranked *at = assay_memory_new(trend->rows + 1, sizeof(*at));
    uint32_t *row = assay_arena_new(arena, trend->rows, sizeof(*row));
    struct assay_trend_group *group;
    size_t groups = 0;

    for (size_t i = 0; i < trend->rows; i++)
        at[i] = (struct ranked){
            0, step && !isnan(step->number[i]) ? step->number[i] : (double)INFINITY, 0,
            (uint32_t)i};
    for (size_t i = 0; i < count; i++)
        refine(by[i], at, trend->rows);
    qsort(at, trend->rows, sizeof(*at), compare_ranked);
    for (size_t i = 0; i < trend->rows; i++)
        groups += i == 0 || at[i].group != at[i - 1].group;
    group = assay_arena_new(arena, groups, sizeof(*group));
    groups = 0;
    for (size_t i = 0; i < trend->rows; i++) {
        row[i] = at[i].row;
        if (i == 0 || at[i].group != at[i - 1].group)
            group[groups++].row = &row[i];
        group[groups - 1].count++;
    }
    free(at);
    *out = group;
    return groups;
}

size_t assay_trend_curves(const struct assay_trend *trend, struct assay_arena *arena,
                          const struct assay_trend_group **out)
{
    const struct assay_trend_column **by = assay_arena_new(
        arena, trend->columns + 1, sizeof(const struct assay_trend_column *));
    size_t n = 0;

    for (size_t i = 0; i < trend->columns; i++)
        if (assay_trend_splits(trend->column[i].role) &&
            trend->column[i].role != ASSAY_TREND_CHECKPOINT &&
            trend->column[i].role != ASSAY_TREND_PROMPT)
            by[n++] = &trend->column[i];
    return assay_trend_group(trend, by, n, arena, out);
}

static enum assay_code reads_fields(const struct assay_suite *suite,
                                    const struct assay_node *over,
                                    struct assay_error *err)
{
    const struct assay_trend_setting setting = {.suite = suite};
    struct assay_arena arena = {0};
    struct assay_trend_map *map = assay_arena_new(&arena, 1, sizeof(*map));
    const enum assay_code code =
        assay_trend_map_compile(&setting, over, &arena, map, err);

    assay_arena_release(&arena);
    return code;
}

const struct assay_kind assay_kind_trend = {
    .name = "trend",
    .summary = "what a training run logged: step, KL, proxy, gold",
    .command = "assay overopt",
    .keys = &assay_trend_schema,
    .reads_fields = reads_fields,
};
