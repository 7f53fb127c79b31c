#include "reports/figures_leaderboard.h"

#include "reports/number.h"

#include <stdlib.h>

enum {
    COLUMNS = 2
};

/* Best first, names after that; what is undefined last. */
static int compare(const void *a, const void *b)
{
    const struct assay_leader *x = a, *y = b;

    if (x->defined != y->defined)
        return x->defined ? -1 : 1;
    if (x->defined && x->value != y->value)
        return x->value > y->value ? -1 : 1;
    return assay_str_compare(x->name, y->name);
}

/* A leaderboard being made. */
struct draft {
    const struct assay_leaderboard *board;
    struct assay_arena *arena;
    struct assay_leader *model; /* (count,) sorted */
    double scale;
    bool intervals;
};

static struct assay_series dots_of(const struct draft *draft)
{
    struct assay_point *points =
        assay_arena_new(draft->arena, draft->board->count, sizeof(*points));
    struct assay_series series = {.look = ASSAY_LOOK_POINTS, .points = points};

    for (size_t i = 0; i < draft->board->count; i++) {
        const struct assay_leader *model = &draft->model[i];

        if (model->defined)
            points[series.count++] =
                (struct assay_point){.x = (double)i,
                                     .y = model->value * draft->scale,
                                     .has_band = model->has_interval,
                                     .lo = model->lo * draft->scale,
                                     .hi = model->hi * draft->scale};
    }
    return series;
}

static void put_series(const struct draft *draft, struct assay_figure_spec *out)
{
    const struct assay_leaderboard *board = draft->board;
    struct assay_series *series =
        assay_arena_new(draft->arena, board->null_count + 1, sizeof(*series));
    size_t n = 0;

    series[n] = dots_of(draft);
    n += series[n].count > 0;
    for (size_t i = 0; i < board->null_count; i++) {
        struct assay_point *point = assay_arena_new(draft->arena, 1, sizeof(*point));

        if (!board->null[i].defined)
            continue;
        *point = (struct assay_point){.y = board->null[i].value * draft->scale};
        series[n++] = (struct assay_series){.name = board->null[i].name,
                                            .look = ASSAY_LOOK_REFERENCE,
                                            .points = point,
                                            .count = 1};
    }
    out->series = series;
    out->series_count = n;
}

static struct assay_str value_text(const struct draft *draft, size_t i)
{
    const struct assay_leader *model = &draft->model[i];

    return model->defined
               ? assay_number_text(draft->arena, model->value, draft->board->unit)
               : ASSAY_STR("\u2013");
}

static struct assay_str interval_text(const struct draft *draft, size_t i)
{
    const struct assay_leader *model = &draft->model[i];
    const struct assay_str unit = draft->board->unit;

    if (!model->defined || !model->has_interval)
        return ASSAY_STR("");
    return assay_str_of(assay_arena_printf(
        draft->arena, "[%s, %s]", assay_number_text(draft->arena, model->lo, unit).ptr,
        assay_number_text(draft->arena, model->hi, unit).ptr));
}

static void put_columns(const struct draft *draft, struct assay_figure_spec *out)
{
    const size_t count = draft->board->count;
    struct assay_figure_column *column =
        assay_arena_new(draft->arena, COLUMNS, sizeof(*column));
    struct assay_str *value = assay_arena_new(draft->arena, count, sizeof(*value));
    struct assay_str *interval = assay_arena_new(draft->arena, count, sizeof(*interval));

    for (size_t i = 0; i < count; i++) {
        value[i] = value_text(draft, i);
        interval[i] = interval_text(draft, i);
    }
    column[0] = (struct assay_figure_column){draft->board->what, value};
    column[1] = (struct assay_figure_column){
        assay_str_of(assay_arena_printf(draft->arena, "%g %% interval",
                                        100.0 * draft->board->level)),
        interval};
    out->column = column;
    out->column_count = draft->intervals ? 2 : 1;
}

static struct assay_str describe(const struct draft *draft)
{
    const struct assay_leaderboard *board = draft->board;

    return assay_str_of(assay_arena_printf(
        draft->arena, "Dots are values, best first.%s%s",
        !draft->intervals ? ""
        : board->level > 0.0
            ? assay_arena_printf(draft->arena, " Lines are their %g %% intervals.",
                                 100.0 * board->level)
            : " Lines are their intervals.",
        board->null_count
            ? " Dashed lines are null baselines: what is to be had without reading."
            : ""));
}

/* Shares have an axis that does not go beyond all of them. */
static void limit(const struct draft *draft, struct assay_figure_spec *out)
{
    out->hi = draft->scale;
    out->limited = true;
    for (size_t s = 0; s < out->series_count; s++)
        for (size_t i = 0; i < out->series[s].count; i++) {
            const struct assay_point *point = &out->series[s].points[i];

            out->limited = out->limited && point->y >= 0.0 && point->y <= out->hi;
        }
}

void assay_figures_leaderboard(const struct assay_leaderboard *board,
                               struct assay_arena *arena, struct assay_figure_spec *out)
{
    const bool percent = assay_str_equal(board->unit, ASSAY_STR("percent"));
    struct draft draft = {board, arena, NULL, percent ? 100.0 : 1.0, false};
    struct assay_str *name = assay_arena_new(arena, board->count, sizeof(*name));

    draft.model = assay_arena_new(arena, board->count, sizeof(*draft.model));
    for (size_t i = 0; i < board->count; i++) {
        draft.model[i] = board->model[i];
        draft.intervals = draft.intervals || board->model[i].has_interval;
    }
    qsort(draft.model, board->count, sizeof(*draft.model), compare);
    for (size_t i = 0; i < board->count; i++)
        name[i] = draft.model[i].name;
    *out = (struct assay_figure_spec){
        .kind = "forest",
        .name = board->name,
        .title = board->title,
        .description = describe(&draft),
        .x_label = assay_str_of(assay_arena_printf(
            arena, "%.*s%s", ASSAY_STR_ARG(board->what), percent ? ", %" : "")),
        .category = name,
        .category_count = board->count,
        .level = draft.intervals ? board->level : 0.0,
    };
    put_series(&draft, out);
    put_columns(&draft, out);
    limit(&draft, out);
}
