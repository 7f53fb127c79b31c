/* Figures of sections: what they are worth, with intervals, beside the null baselines. */
#include "reports/figures_sink.h"

#include "reports/number.h"
#include "reports/panel.h"

#include <stdio.h>
#include <string.h>

static double scale_of(const struct assay_result *result)
{
    return assay_str_equal(result->unit, ASSAY_STR("percent")) ? 100.0 : 1.0;
}

static struct assay_point point_of(const struct assay_section *section, double x,
                                   double scale)
{
    struct assay_point point = {.x = x, .n = section->counted};

    point.y = section->value.value * scale;
    point.has_band = assay_number_interval(&section->value, &point.lo, &point.hi);
    point.lo *= scale;
    point.hi *= scale;
    return point;
}

/* Where the sections of a figure come from. */
struct rows {
    const struct assay_str *name; /* (count,) */
    size_t count;
    bool subsets;
};

static const struct assay_section *find_row(const struct assay_result *result,
                                            const struct rows *rows, size_t i)
{
    if (!rows->subsets)
        return assay_group_section(result, rows->name[i]);
    for (size_t s = 0; s < result->subset_count; s++)
        if (assay_str_equal(result->subset[s].name, rows->name[i]))
            return &result->subset[s];
    return NULL;
}

static struct assay_series model_series(const struct assay_figures_sink *sink, size_t m,
                                        const struct rows *rows)
{
    const struct assay_result *result = sink->group->run[m]->result;
    struct assay_point *points =
        assay_arena_new(sink->arena, rows->count, sizeof(*points));
    struct assay_series series = {.name = sink->group->name[m], .points = points};

    for (size_t i = 0; i < rows->count; i++) {
        const struct assay_section *section = find_row(result, rows, i);

        if (section && section->value.defined)
            points[series.count++] = point_of(section, (double)i, scale_of(result));
    }
    return series;
}

/* The best null baseline of each section. */
static struct assay_series null_series(const struct assay_figures_sink *sink,
                                       const struct assay_result *result)
{
    struct assay_point *points =
        assay_arena_new(sink->arena, result->section_count + 1, sizeof(*points));
    struct assay_series series = {.name = ASSAY_STR("best null baseline"),
                                  .points = points};
    struct assay_figure value;

    for (size_t i = 0; i <= result->section_count; i++)
        if (assay_panel_best_null(result, i, &value))
            points[series.count++] =
                (struct assay_point){.x = (double)i, .y = value.value * scale_of(result)};
    return series;
}

static struct assay_str axis_label(const struct assay_figures_sink *sink,
                                   const struct assay_result *result)
{
    return assay_str_of(
        assay_arena_printf(sink->arena, "value%s  (bars: %.4g %% interval)",
                           scale_of(result) > 1.0 ? ", %" : "", result->level * 100.0));
}

/* True if all values lie between 0 and hi: an axis that shows all of that compares. Gains and correlations do not. */
static bool are_shares(const struct assay_series *series, size_t count, double hi)
{
    for (size_t m = 0; m < count; m++)
        for (size_t k = 0; k < series[m].count; k++)
            if (series[m].points[k].y < 0.0 || series[m].points[k].y > hi)
                return false;
    return true;
}

/* Values of the first models, then the best null baseline; false if there is nothing. */
static bool find_series(const struct assay_figures_sink *sink, const struct rows *rows,
                        struct assay_figure_spec *spec, struct assay_series *series)
{
    const struct assay_group *group = sink->group;
    const struct assay_result *first = group->run[0]->result;
    const size_t models =
        group->count < ASSAY_FIGURES_MODELS ? group->count : ASSAY_FIGURES_MODELS;
    size_t points = 0;

    for (size_t m = 0; m < models; m++) {
        series[m] = model_series(sink, m, rows);
        points += series[m].count;
    }
    spec->series = series;
    spec->series_count = models;
    spec->hi = scale_of(first);
    spec->limited = are_shares(series, models, spec->hi);
    if (points && !rows->subsets && first->null_count) {
        series[spec->series_count++] = null_series(sink, first);
        spec->references = 1;
    }
    return points > 0;
}

static void put_rows(const struct assay_figures_sink *sink, const struct rows *rows)
{
    const struct assay_group *group = sink->group;
    const struct assay_result *first = group->run[0]->result;
    struct assay_series series[ASSAY_FIGURE_SERIES];
    struct assay_figure_spec spec = {
        .kind = "sections",
        .name = assay_figures_name(sink, rows->subsets ? "subsets" : "sections", 0),
        .title = assay_str_of(assay_arena_printf(sink->arena, "%.*s by %s",
                                                 ASSAY_STR_ARG(group->title),
                                                 rows->subsets ? "subset" : "section")),
        .x_label = axis_label(sink, first),
        .category = rows->name,
        .category_count = rows->count,
        .apart = rows->subsets ? 0 : 1,
    };

    spec.description = assay_str_of(assay_arena_printf(
        sink->arena, "Dots are values, bars their %.4g %% intervals.%s%s",
        first->level * 100.0,
        !rows->subsets && first->null_count
            ? " Diamonds are the best null baseline: what is to be had without reading."
            : "",
        group->count > ASSAY_FIGURES_MODELS ? " Only the first models are drawn." : ""));
    if (find_series(sink, rows, &spec, series))
        assay_figures_add(sink, &spec);
}

/* A single value stands in words above; it is no figure where the result has pictures of its own. */
static bool is_lone(const struct assay_group *group)
{
    const struct assay_result *first = group->run[0]->result;

    if (group->count > 1 || first->section_count > 0)
        return false;
    for (size_t i = 0; i < first->series_count; i++)
        if (first->series[i].look >= ASSAY_LOOK_CELLS)
            return true;
    return false;
}

void assay_figures_of_sections(const struct assay_group *group, struct assay_arena *arena,
                               struct assay_figures *figures)
{
    const struct assay_figures_sink sink = {arena, group, figures};
    const struct assay_result *first = group->run[0]->result;
    const size_t sections = first->section_count, subsets = first->subset_count;
    struct assay_str *name =
        assay_arena_new(arena, sections + subsets + 1, sizeof(*name));
    struct rows rows = {name, sections + 1, false};

    for (size_t i = 0; i < sections; i++)
        name[i] = first->section[i].name;
    name[sections] = first->overall.name;
    if (!is_lone(group))
        put_rows(&sink, &rows);
    if (subsets == 0)
        return;
    for (size_t i = 0; i < subsets; i++)
        name[sections + 1 + i] = first->subset[i].name;
    rows = (struct rows){name + sections + 1, subsets, true};
    put_rows(&sink, &rows);
}
