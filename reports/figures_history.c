#include "reports/figures_history.h"

#include <float.h>

enum {
    HALF_DAY = 43200,
    LOOKS = 4 /* series of a line: gate, values, levels, changes */
};

/* A history being made. */
struct draft {
    const struct assay_history_figure *history;
    struct assay_arena *arena;
    struct assay_series *series; /* (room,) */
    size_t count;
    double scale; /* of what is told in its unit */
    bool many;    /* lines have names of their own */
};

static double bounded(double value, double scale)
{
    return value <= -DBL_MAX || value >= DBL_MAX ? value : value * scale;
}

/* Another series of a line; its points are the caller's. */
static struct assay_series *add(struct draft *draft,
                                const struct assay_history_line *line,
                                enum assay_series_look look, size_t count)
{
    struct assay_series *series = &draft->series[draft->count++];

    *series = (struct assay_series){.look = look,
                                    .x_scale = ASSAY_SCALE_DATE,
                                    .panel = line->panel,
                                    .of = line->name,
                                    .count = count};
    return series;
}

/* The band of the gate, a little longer than from the first to the last value. */
static void put_gate(struct draft *draft, const struct assay_history_line *line)
{
    struct assay_point point = {.has_band = true,
                                .lo = bounded(line->gate_lo, draft->scale),
                                .hi = bounded(line->gate_hi, draft->scale)};
    struct assay_series *series = add(draft, line, ASSAY_LOOK_AREA, 2);
    struct assay_point *points = assay_arena_new(draft->arena, 2, sizeof(*points));

    points[0] = points[1] = point;
    points[0].x = (double)line->point[0].at - HALF_DAY;
    points[1].x = (double)line->point[line->count - 1].at + HALF_DAY;
    series->points = points;
    series->name = ASSAY_STR("what the gate lets pass");
    series->of = ASSAY_STR("");
}

static void put_values(struct draft *draft, const struct assay_history_line *line)
{
    struct assay_series *series =
        add(draft, line, line->level_count ? ASSAY_LOOK_POINTS : ASSAY_LOOK_CURVE,
            line->count);
    struct assay_point *points =
        assay_arena_new(draft->arena, line->count, sizeof(*points));

    for (size_t i = 0; i < line->count; i++) {
        const struct assay_history_point *point = &line->point[i];

        points[i] = (struct assay_point){.x = (double)point->at,
                                         .y = point->value * draft->scale,
                                         .has_band = point->has_interval,
                                         .lo = bounded(point->lo, draft->scale),
                                         .hi = bounded(point->hi, draft->scale),
                                         .n = point->n};
    }
    series->points = points;
    series->name = line->name;
}

/* Where level k begins: half-way between the points that it divides. */
static double begin_of(const struct assay_history_line *line, size_t k)
{
    const size_t first = line->level[k].first;

    if (k == 0 || first == 0)
        return (double)line->point[first].at;
    return ((double)line->point[first - 1].at + (double)line->point[first].at) / 2.0;
}

/* Steps from level to level. */
static void put_levels(struct draft *draft, const struct assay_history_line *line)
{
    struct assay_series *series = add(draft, line, ASSAY_LOOK_FIT, 2 * line->level_count);
    struct assay_point *points =
        assay_arena_new(draft->arena, series->count, sizeof(*points));

    for (size_t k = 0; k < line->level_count; k++) {
        struct assay_point *level = &points[2 * k];

        level[0] = (struct assay_point){.x = begin_of(line, k),
                                        .y = line->level[k].value * draft->scale};
        level[1] = level[0];
        level[1].x = k + 1 < line->level_count
                         ? begin_of(line, k + 1)
                         : (double)line->point[line->level[k].last].at;
    }
    series->points = points;
    series->name = draft->many ? ASSAY_STR("") : ASSAY_STR("level");
    series->of = draft->many ? line->name : ASSAY_STR("level");
}

static void put_changes(struct draft *draft, const struct assay_history_line *line)
{
    struct assay_series *series =
        add(draft, line, ASSAY_LOOK_CHANGE, line->level_count - 1);
    struct assay_point *points =
        assay_arena_new(draft->arena, series->count, sizeof(*points));

    for (size_t k = 1; k < line->level_count; k++)
        points[k - 1] = (struct assay_point){.x = begin_of(line, k)};
    series->points = points;
    series->name = ASSAY_STR("change point");
    series->of = draft->many ? line->name : ASSAY_STR("");
}

static void put_line(struct draft *draft, const struct assay_history_line *line)
{
    if (line->has_gate)
        put_gate(draft, line);
    put_values(draft, line);
    if (line->level_count > 0)
        put_levels(draft, line);
    if (line->level_count > 1)
        put_changes(draft, line);
}

/* Lines of one name in panels of their own need no legend of names, and no colours. */
static bool are_many(const struct assay_history_figure *history)
{
    for (size_t i = 1; i < history->count; i++)
        if (!assay_str_equal(history->line[i].name, history->line[0].name))
            return true;
    return false;
}

/* Shares have an axis that does not go beyond all of them. */
static bool are_shares(const struct draft *draft)
{
    for (size_t i = 0; i < draft->history->count; i++)
        for (size_t k = 0; k < draft->history->line[i].count; k++) {
            const double value = draft->history->line[i].point[k].value;

            if (value < 0.0 || value > 1.0)
                return false;
        }
    return draft->scale > 1.0;
}

/* Of what is drawn alone. */
static struct assay_str describe(const struct assay_history_figure *history)
{
    size_t levels = 0;

    for (size_t i = 0; i < history->count; i++)
        if (history->line[i].level_count > levels)
            levels = history->line[i].level_count;
    if (levels > 1)
        return ASSAY_STR("Values by the date of their run, with their intervals. Level "
                         "lines are means between change points, dashed upright lines.");
    return levels == 1
               ? ASSAY_STR("Values by the date of their run, with their intervals. Level "
                           "lines are means: there is no change point.")
               : ASSAY_STR("Values by the date of their run, with their intervals.");
}

void assay_figures_history(const struct assay_history_figure *history,
                           struct assay_arena *arena, struct assay_figure_spec *out)
{
    const bool percent = assay_str_equal(history->unit, ASSAY_STR("percent"));
    struct draft draft = {.history = history,
                          .arena = arena,
                          .scale = percent ? 100.0 : 1.0,
                          .many = are_many(history)};

    draft.series = assay_arena_new(arena, LOOKS * history->count, sizeof(*draft.series));
    for (size_t i = 0; i < history->count; i++)
        if (history->line[i].count)
            put_line(&draft, &history->line[i]);
    *out = (struct assay_figure_spec){
        .kind = "curves",
        .name = history->name,
        .title = history->title,
        .description = describe(history),
        .y_label = assay_str_of(assay_arena_printf(
            arena, "%.*s%s", ASSAY_STR_ARG(history->what), percent ? ", %" : "")),
        .series = draft.series,
        .series_count = draft.count,
        .limited = are_shares(&draft),
        .hi = draft.scale,
        .level = history->level,
    };
}
