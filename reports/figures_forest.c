#include "reports/figures_forest.h"

#include "reports/number.h"

#include <float.h>
#include <string.h>

enum {
    SERIES = ASSAY_FOREST_VERDICTS + 2, /* dots, zero and the band of no change */
    COLUMNS = 3
};

/* A forest being made. */
struct draft {
    const struct assay_forest *forest;
    struct assay_arena *arena;
    double scale; /* of what is told in its unit */
};

static double bounded(double value, double scale)
{
    return value <= -DBL_MAX || value >= DBL_MAX ? value : value * scale;
}

static struct assay_point point_of(const struct draft *draft, size_t i)
{
    const struct assay_forest_row *row = &draft->forest->row[i];
    struct assay_point point = {.x = (double)i, .y = row->difference * draft->scale};

    if (row->has_interval) {
        point.has_band = true;
        point.lo = bounded(row->lo, draft->scale);
        point.hi = bounded(row->hi, draft->scale);
    }
    return point;
}

static struct assay_series dots_of(const struct draft *draft,
                                   enum assay_forest_verdict verdict)
{
    static const char *const names[ASSAY_FOREST_VERDICTS] = {
        [ASSAY_FOREST_UNJUDGED] = "",           [ASSAY_FOREST_BETTER] = "better",
        [ASSAY_FOREST_WORSE] = "worse",         [ASSAY_FOREST_SAME] = "same",
        [ASSAY_FOREST_UNDECIDED] = "undecided",
    };
    struct assay_point *points =
        assay_arena_new(draft->arena, draft->forest->count, sizeof(*points));
    struct assay_series series = {.name = assay_str_of(names[verdict]),
                                  .look = ASSAY_LOOK_POINTS,
                                  .points = points};

    for (size_t i = 0; i < draft->forest->count; i++)
        if (draft->forest->row[i].defined && draft->forest->row[i].verdict == verdict)
            points[series.count++] = point_of(draft, i);
    return series;
}

/* An upright line at zero; the band of no change about it. */
static struct assay_series against(const struct draft *draft, enum assay_series_look look)
{
    struct assay_point *point = assay_arena_new(draft->arena, 1, sizeof(*point));
    const double margin = draft->forest->margin * draft->scale;

    *point = (struct assay_point){0};
    if (look == ASSAY_LOOK_AREA)
        *point = (struct assay_point){.has_band = true, .lo = -margin, .hi = margin};
    return (struct assay_series){
        .name =
            look == ASSAY_LOOK_AREA ? ASSAY_STR("no change that matters") : ASSAY_STR(""),
        .look = look,
        .points = point,
        .count = 1,
    };
}

static void put_series(const struct draft *draft, struct assay_figure_spec *out)
{
    struct assay_series *series = assay_arena_new(draft->arena, SERIES, sizeof(*series));
    size_t n = 0;

    for (int v = 0; v < ASSAY_FOREST_VERDICTS; v++) {
        series[n] = dots_of(draft, (enum assay_forest_verdict)v);
        n += series[n].count > 0;
    }
    series[n++] = against(draft, ASSAY_LOOK_REFERENCE);
    if (draft->forest->has_margin)
        series[n++] = against(draft, ASSAY_LOOK_AREA);
    out->series = series;
    out->series_count = n;
}

/* A minus sign for its hyphen. */
static struct assay_str minus(const struct draft *draft, struct assay_str number)
{
    if (number.len == 0 || number.ptr[0] != '-')
        return number;
    return assay_str_of(assay_arena_printf(draft->arena, "\u2212%.*s",
                                           (int)number.len - 1, number.ptr + 1));
}

static struct assay_str end_text(const struct draft *draft, double end)
{
    if (end <= -DBL_MAX)
        return ASSAY_STR("\u2212\u221E");
    if (end >= DBL_MAX)
        return ASSAY_STR("\u221E");
    return minus(draft, assay_number_text(draft->arena, end, draft->forest->unit));
}

static struct assay_str text_of(const struct draft *draft, size_t i, size_t column)
{
    const struct assay_forest_row *row = &draft->forest->row[i];

    if (column == 0)
        return row->defined
                   ? minus(draft, assay_number_signed(draft->arena, row->difference,
                                                      draft->forest->unit))
                   : ASSAY_STR("\u2013");
    if (column == 1)
        return row->defined && row->has_interval
                   ? assay_str_of(
                         assay_arena_printf(draft->arena, "[%.*s, %.*s]",
                                            ASSAY_STR_ARG(end_text(draft, row->lo)),
                                            ASSAY_STR_ARG(end_text(draft, row->hi))))
                   : ASSAY_STR("");
    if (!row->has_p)
        return ASSAY_STR("");
    return assay_number_text(draft->arena, row->p, ASSAY_STR("p"));
}

static bool any_text(const struct assay_forest *forest, size_t column)
{
    for (size_t i = 0; i < forest->count; i++)
        if (column == 0 || (column == 1 && forest->row[i].has_interval) ||
            (column == 2 && forest->row[i].has_p))
            return true;
    return false;
}

static void put_columns(const struct draft *draft, struct assay_figure_spec *out)
{
    struct assay_figure_column *columns =
        assay_arena_new(draft->arena, COLUMNS, sizeof(*columns));
    const char *heads[COLUMNS] = {
        "difference",
        assay_arena_printf(draft->arena, "%g %% interval", 100.0 * draft->forest->level),
        draft->forest->adjusted ? "adjusted p" : "p"};

    for (size_t c = 0; c < COLUMNS; c++) {
        struct assay_str *text =
            assay_arena_new(draft->arena, draft->forest->count, sizeof(*text));

        if (!any_text(draft->forest, c))
            continue;
        for (size_t i = 0; i < draft->forest->count; i++)
            text[i] = text_of(draft, i, c);
        columns[out->column_count++] =
            (struct assay_figure_column){assay_str_of(heads[c]), text};
    }
    out->column = columns;
}

static struct assay_str describe(const struct draft *draft)
{
    const struct assay_forest *forest = draft->forest;
    struct assay_buf text = {0};
    struct assay_str out;

    assay_buf_printf(
        &text,
        "Differences are %.*s minus %.*s: to the right of zero the former is "
        "higher.",
        ASSAY_STR_ARG(forest->second), ASSAY_STR_ARG(forest->first));
    if (any_text(forest, 1) && forest->level > 0.0)
        assay_buf_printf(&text, " Lines are intervals of %g %%.", 100.0 * forest->level);
    if (forest->has_margin)
        assay_buf_puts(&text, " Within the band a difference is no change that matters.");
    out = assay_arena_copy(draft->arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

void assay_figures_forest(const struct assay_forest *forest, struct assay_arena *arena,
                          struct assay_figure_spec *out)
{
    const bool percent = assay_str_equal(forest->unit, ASSAY_STR("percent"));
    const struct draft draft = {forest, arena, percent ? 100.0 : 1.0};
    struct assay_str *name = assay_arena_new(arena, forest->count, sizeof(*name));

    for (size_t i = 0; i < forest->count; i++)
        name[i] = forest->row[i].name;
    *out = (struct assay_figure_spec){
        .kind = "forest",
        .name = forest->name,
        .title = forest->title,
        .description = describe(&draft),
        .category = name,
        .category_count = forest->count,
        .apart = forest->totals,
        .level = forest->level,
    };
    if (out->title.len == 0)
        out->title = assay_str_of(assay_arena_printf(arena, "%.*s minus %.*s",
                                                     ASSAY_STR_ARG(forest->second),
                                                     ASSAY_STR_ARG(forest->first)));
    out->x_label = assay_str_of(assay_arena_printf(arena, "difference in %.*s%s",
                                                   ASSAY_STR_ARG(forest->what),
                                                   percent ? ", percentage points" : ""));
    put_series(&draft, out);
    put_columns(&draft, out);
}
