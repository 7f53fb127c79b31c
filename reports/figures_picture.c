#include "reports/figures_picture.h"

#include "reports/figure_layout.h"
#include "reports/figure_raster.h"

#include <string.h>

enum {
    RIDGES = 40,
    WORLDS = 48 /* series of a figure of worlds */
};

static const struct assay_figures_picture pictures[] = {
    {ASSAY_LOOK_CELLS, "cells", ASSAY_FIGURE_SERIES,
     "The stronger the blue, the larger the number; where there are both, numbers below "
     "zero are orange."},
    {ASSAY_LOOK_MAP, "map", ASSAY_FIGURE_SERIES,
     "As near to one another as two dimensions can show: a step is as long upwards as "
     "sideways."},
    {ASSAY_LOOK_TREE, "tree", 1,
     "The further to the right two branches meet, the further apart is what hangs on "
     "them."},
    {ASSAY_LOOK_WORLD, "world", WORLDS,
     "Reward is the mean over actions of the reference policy, value that of the best "
     "policy, advantage what the best first step is worth to the reference policy. Each "
     "picture has a scale of its own; where there are both signs, numbers below zero "
     "are orange. Cells in the ink of letters are walls; arrows are where to go, dots "
     "where to stay."},
    {ASSAY_LOOK_ARROWS, "world", WORLDS, ""},
    {ASSAY_LOOK_RIDGE, "ridgeline", RIDGES,
     "How margins lie: what is below zero is wrong. All ridges are as high as one "
     "another; "
     "the numbers on the right are items."},
    {ASSAY_LOOK_BARS, "sections", ASSAY_FIGURES_MODELS, "Dots are values."},
};

enum {
    PICTURES = sizeof(pictures) / sizeof(pictures[0])
};

const struct assay_figures_picture *assay_figures_picture(
    const struct assay_series *series)
{
    for (size_t i = 0; i < PICTURES; i++)
        if (pictures[i].look == series->look)
            return &pictures[i];
    return NULL;
}

bool assay_figures_belongs(const struct assay_series *series, const char *kind)
{
    const struct assay_figures_picture *picture = assay_figures_picture(series);
    bool pictured = false;

    for (size_t i = 0; i < PICTURES; i++)
        pictured = pictured || strcmp(pictures[i].kind, kind) == 0;
    return picture ? strcmp(picture->kind, kind) == 0 : !pictured;
}

/* The cells among the first most columns and rows. */
static void cut_cells(struct assay_arena *arena, size_t most, struct assay_series *series)
{
    struct assay_point *points = assay_arena_new(arena, series->count, sizeof(*points));
    double *value = assay_arena_new(arena, series->count, sizeof(*value));
    size_t count = 0;

    for (size_t i = 0; i < series->count; i++)
        if (series->points[i].x < (double)most && series->points[i].y < (double)most) {
            points[count] = series->points[i];
            value[count++] = series->value ? series->value[i] : 0.0;
        }
    series->points = points;
    series->value = series->value ? value : NULL;
    series->count = count;
}

static void cut_matrix(struct assay_arena *arena, struct assay_series *series,
                       struct assay_figure_spec *spec)
{
    if (spec->category_count <= ASSAY_FIGURE_CELLS)
        return;
    spec->category_count = ASSAY_FIGURE_CELLS;
    for (size_t s = 0; s < spec->series_count; s++)
        cut_cells(arena, ASSAY_FIGURE_CELLS, &series[s]);
}

static bool any_bands(const struct assay_figure_spec *spec)
{
    for (size_t s = 0; s < spec->series_count; s++)
        if (assay_figure_has_band(&spec->series[s]))
            return true;
    return false;
}

/* What is seen, what intervals there are, and what is not there. */
static struct assay_str caption(const struct assay_figures_sink *sink,
                                const struct assay_result *result,
                                const struct assay_figure_spec *spec, size_t names)
{
    const struct assay_figures_picture *picture = assay_figures_picture(spec->series);
    const enum assay_series_look look = spec->series[0].look;
    const double level = 100.0 * result->level;
    struct assay_buf text = {0};
    struct assay_str out;

    if (names > spec->category_count && spec->category_count)
        assay_buf_printf(&text, "The first %zu of %zu. ", spec->category_count, names);
    if (spec->left_out)
        assay_buf_printf(&text, "%zu more series are not drawn. ", spec->left_out);
    assay_buf_puts(&text, picture ? picture->text : "");
    if (look == ASSAY_LOOK_CELLS && any_bands(spec))
        assay_buf_printf(&text, " Small numbers are intervals of %g %%.", level);
    if (look == ASSAY_LOOK_BARS && any_bands(spec))
        assay_buf_printf(&text, " Lines are their intervals of %g %%.", level);
    out = assay_arena_copy(sink->arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

/* Values of bars run to the right. */
static void label_bars(const struct assay_figures_sink *sink,
                       const struct assay_result *result, struct assay_figure_spec *spec)
{
    const struct assay_str value = spec->y_label;

    spec->x_label = value;
    spec->y_label = ASSAY_STR("");
    if (any_bands(spec))
        spec->x_label = assay_str_of(
            assay_arena_printf(sink->arena, "%.*s  (lines: %.4g %% interval)",
                               ASSAY_STR_ARG(value), result->level * 100.0));
}

void assay_figures_finish_picture(const struct assay_figures_sink *sink,
                                  const struct assay_result *result,
                                  struct assay_series *series,
                                  struct assay_figure_spec *spec)
{
    const enum assay_series_look look = series[0].look;
    const size_t names = series[0].category_count;

    if (look != ASSAY_LOOK_MAP) {
        spec->category = series[0].category;
        spec->category_count = names;
    }
    if (look == ASSAY_LOOK_CELLS)
        cut_matrix(sink->arena, series, spec);
    if (look == ASSAY_LOOK_BARS)
        label_bars(sink, result, spec);
    spec->description = caption(sink, result, spec, names);
}
