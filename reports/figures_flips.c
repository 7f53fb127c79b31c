#include "reports/figures_flips.h"

#include "reports/figure_raster.h"

void assay_figures_flip_matrix(const struct assay_flip_matrix *flips,
                               struct assay_arena *arena, struct assay_figure_spec *out)
{
    const size_t n = flips->count;
    struct assay_series *series = assay_arena_new(arena, 1, sizeof(*series));
    struct assay_point *points = assay_arena_new(arena, n * n, sizeof(*points));
    double *value = assay_arena_new(arena, n * n, sizeof(*value));

    *series = (struct assay_series){.name = ASSAY_STR("items"),
                                    .look = ASSAY_LOOK_CELLS,
                                    .points = points,
                                    .count = n * n,
                                    .value = value};
    for (size_t row = 0; row < n; row++)
        for (size_t column = 0; column < n; column++) {
            const size_t cell = row * n + column;

            value[cell] = row == column ? 0.0 : (double)flips->items[cell];
            points[cell] = (struct assay_point){.x = (double)column, .y = (double)row};
        }
    *out = (struct assay_figure_spec){
        .kind = "cells",
        .name = flips->name,
        .title = flips->title,
        .description =
            ASSAY_STR("Items that the model of the row has right and the model "
                      "of the column has not."),
        .x_label = ASSAY_STR("not right"),
        .y_label = ASSAY_STR("right"),
        .series = series,
        .series_count = 1,
        .category = flips->model,
        .category_count = n,
    };
}

void assay_figures_flips(const struct assay_flips *flips, struct assay_arena *arena,
                         struct assay_figure_spec *out)
{
    static const struct assay_str states[ASSAY_FLIP_STATES] = {
        {"right", 5}, {"in part", 7}, {"wrong", 5}, {"not answered", 12}};
    const size_t cells = (size_t)ASSAY_FLIP_STATES * ASSAY_FLIP_STATES;
    struct assay_series *series = assay_arena_new(arena, 1, sizeof(*series));
    struct assay_point *points = assay_arena_new(arena, cells, sizeof(*points));
    double *value = assay_arena_new(arena, cells, sizeof(*value));

    *series = (struct assay_series){
        .name = ASSAY_STR("items"), .points = points, .count = cells, .value = value};
    for (size_t i = 0; i < cells; i++) {
        const size_t from = i / ASSAY_FLIP_STATES, to = i % ASSAY_FLIP_STATES;

        points[i] = (struct assay_point){.x = (double)to, .y = (double)from};
        value[i] = (double)flips->items[from][to];
    }
    *out = (struct assay_figure_spec){
        .kind = "flips",
        .name = flips->name,
        .title = flips->title,
        .description =
            ASSAY_STR("What each of two models made of the same items: ribbons "
                      "are as thick as they are many."),
        .x_label = flips->second,
        .y_label = flips->first,
        .series = series,
        .series_count = 1,
        .category = states,
        .category_count = ASSAY_FLIP_STATES,
    };
}
