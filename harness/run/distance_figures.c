/* distance_figures.c - pictures of distances between models. */
#include "harness/run/distance_figures.h"

/* Names in the order of the tree's leaves. */
static const struct assay_str *leaves_of(const struct assay_distance_models *found,
                                         struct assay_arena *arena)
{
    struct assay_str *name = assay_arena_new(arena, found->models, sizeof(*name));

    for (size_t i = 0; i < found->models; i++)
        name[i] = found->name[found->order[i]];
    return name;
}

/* A matrix of all pairs: rows a, columns b. */
static struct assay_series cells_of(const struct assay_distance_models *found,
                                    const struct assay_distance_value *value,
                                    struct assay_arena *arena)
{
    const size_t n = found->models;
    struct assay_point *point = assay_arena_new(arena, n * n, sizeof(*point));
    double *number = assay_arena_new(arena, n * n, sizeof(*number));

    for (size_t k = 0; k < n * n; k++) {
        const size_t row = k / n, column = k % n;
        const struct assay_distance_value *at =
            &value[found->order[row] * n + found->order[column]];

        point[k] = (struct assay_point){.x = (double)column,
                                        .y = (double)row,
                                        .has_band = at->has_band,
                                        .lo = at->lo,
                                        .hi = at->hi,
                                        .n = found->prompts};
        number[k] = at->value;
    }
    return (struct assay_series){.look = ASSAY_LOOK_CELLS,
                                 .category = leaves_of(found, arena),
                                 .category_count = n,
                                 .points = point,
                                 .count = n * n,
                                 .value = number};
}

static struct assay_series tree_of(const struct assay_distance_models *found,
                                   struct assay_arena *arena)
{
    const size_t n = found->models;
    double *place = assay_arena_new(arena, 2 * n, sizeof(*place));
    struct assay_point *point = assay_arena_new(arena, n, sizeof(*point));

    assay_linkage_places(found->merge, found->order, n, place);
    for (size_t k = 0; k + 1 < n; k++) {
        const double a = place[found->merge[k].a], b = place[found->merge[k].b];

        point[k] = (struct assay_point){.x = found->merge[k].height,
                                        .y = place[n + k],
                                        .has_band = true,
                                        .lo = a < b ? a : b,
                                        .hi = a < b ? b : a,
                                        .n = found->merge[k].size};
    }
    return (struct assay_series){.figure = ASSAY_STR("tree of models"),
                                 .x_label = ASSAY_STR("mean d_J of what is joined"),
                                 .look = ASSAY_LOOK_TREE,
                                 .category = leaves_of(found, arena),
                                 .category_count = n,
                                 .points = point,
                                 .count = n - 1};
}

/* Models from .. end - 1 as points of the plane. */
static struct assay_series map_of(const struct assay_distance_models *found, size_t from,
                                  size_t end, struct assay_arena *arena)
{
    struct assay_point *point = assay_arena_new(arena, end - from, sizeof(*point));

    for (size_t m = from; m < end; m++)
        point[m - from] = (struct assay_point){
            .x = found->place[2 * m], .y = found->place[2 * m + 1], .n = found->prompts};
    return (struct assay_series){.figure = ASSAY_STR("map of models"),
                                 .name = from == found->gold ? found->name[from]
                                                             : ASSAY_STR("models"),
                                 .x_label = ASSAY_STR("d_J, first axis"),
                                 .y_label = ASSAY_STR("second axis"),
                                 .look = ASSAY_LOOK_MAP,
                                 .category = found->name + from,
                                 .category_count = end - from,
                                 .points = point,
                                 .count = end - from};
}

/* Models by their d_J to gold, the nearest first. */
static size_t *nearest_first(const struct assay_distance_models *found,
                             struct assay_arena *arena)
{
    const struct assay_distance_value *row =
        found->headline + found->gold * found->models;
    size_t *out = assay_arena_new(arena, found->gold + 1, sizeof(*out));

    for (size_t m = 0; m < found->gold; m++) {
        size_t k = m;

        for (; k > 0 && row[out[k - 1]].value > row[m].value; k--)
            out[k] = out[k - 1];
        out[k] = m;
    }
    return out;
}

/* What picking with each model loses under the labels, one of the three numbers of the chain. */
static struct assay_series bars_of(const struct assay_distance_models *found,
                                   const struct assay_distance_value *value,
                                   const size_t *order, struct assay_arena *arena)
{
    struct assay_str *name = assay_arena_new(arena, found->gold, sizeof(*name));
    struct assay_point *point = assay_arena_new(arena, found->gold, sizeof(*point));

    for (size_t i = 0; i < found->gold; i++) {
        const struct assay_distance_value *at =
            &value[found->gold * found->models + order[i]];

        name[i] = found->name[order[i]];
        point[i] = (struct assay_point){.x = (double)i,
                                        .y = at->value,
                                        .has_band = at->has_band,
                                        .lo = at->lo,
                                        .hi = at->hi,
                                        .n = found->prompts};
    }
    return (struct assay_series){.figure = ASSAY_STR("distance to gold"),
                                 .y_label = ASSAY_STR("share of gold's range"),
                                 .look = ASSAY_LOOK_BARS,
                                 .category = name,
                                 .category_count = found->gold,
                                 .points = point,
                                 .count = found->gold};
}

/* The chain under the labels: regret of the pick, worst case, d_J. */
static size_t put_bars(const struct assay_distance_models *found,
                       struct assay_arena *arena, struct assay_series *series)
{
    const size_t *order = nearest_first(found, arena);

    series[0] = bars_of(found, found->hi, order, arena);
    series[0].name = ASSAY_STR("regret of the pick");
    series[1] = bars_of(found, found->worst, order, arena);
    series[1].name = ASSAY_STR("worst case");
    series[2] = bars_of(found, found->headline, order, arena);
    series[2].name = ASSAY_STR("d_J");
    return 3;
}

size_t assay_distance_series(const struct assay_distance_models *found,
                             struct assay_arena *arena, struct assay_series *series)
{
    const size_t models = found->gold < found->models ? found->gold : found->models;
    size_t n = 0;

    series[n] = cells_of(found, found->headline, arena);
    series[n].name = ASSAY_STR("d_J");
    series[n++].figure = ASSAY_STR("distances");
    if (found->models > 2) {
        series[n++] = tree_of(found, arena);
        series[n++] = map_of(found, 0, models, arena);
        if (found->gold < found->models)
            series[n++] = map_of(found, found->gold, found->models, arena);
    }
    if (found->gold < found->models)
        n += put_bars(found, arena, series + n);
    series[n] = cells_of(found, found->hi, arena);
    series[n].name = ASSAY_STR("regret, share of the row's range");
    series[n].x_label = ASSAY_STR("picks");
    series[n].y_label = ASSAY_STR("is the reward");
    series[n++].figure = ASSAY_STR("regret by pick");
    return n;
}

const char *assay_distance_map_words(const struct assay_distance_models *found,
                                     struct assay_arena *arena)
{
    const struct assay_classical_scaling *scaling = &found->scaling;

    if (scaling->negatives == 0)
        return assay_arena_printf(arena,
                                  "map: classical scaling of d_J; its two axes hold %.0f "
                                  "%% of what all axes do",
                                  100.0 * scaling->share);
    return assay_arena_printf(
        arena,
        "map: classical scaling of d_J; its two axes hold %.0f %% of what all axes with "
        "positive "
        "eigenvalues do; %zu negative ones, %.1f %% of all, are in no space",
        100.0 * scaling->share, scaling->negatives, 100.0 * scaling->negative);
}
