/* training_tell.c - a run by its checkpoints: a table, a figure, and lists for programs. */
#include "reports/diagnostics/training.h"

#include <math.h>

static void put_lists(const struct assay_courses *courses, struct assay_diagnosis *out)
{
    const struct assay_training_axis *axis = courses->training->axis;
    struct assay_node *names = assay_node_list(out->arena);
    struct assay_node *steps = assay_node_list(out->arena);

    for (size_t i = 0; i < courses->count; i++) {
        (void)assay_node_push(out->arena, names, assay_node_of_text(courses->label[i]));
        (void)assay_node_push(out->arena, steps, assay_node_of_real(courses->x[i]));
    }
    if (axis)
        assay_node_put(out->arena, out->values, axis->key, *steps);
    else
        assay_node_put(out->arena, out->values, "checkpoints", *names);
    if (courses->by_step && !axis)
        assay_node_put(out->arena, out->values, "steps", *steps);
    for (size_t k = 0; k < courses->tracks; k++) {
        struct assay_node *list = assay_node_list(out->arena);

        for (size_t i = 0; i < courses->count; i++)
            (void)assay_node_push(out->arena, list,
                                  assay_node_of_real(courses->track[k].value[i]));
        if (courses->track[k].any)
            assay_node_put(out->arena, out->values, courses->about[k].key, *list);
    }
}

static struct assay_cell cell_of(const struct assay_course *course, size_t i,
                                 const char *unit)
{
    const struct assay_cell cell =
        assay_cell_number(course->value[i], assay_str_of(unit));

    return course->banded[i] ? assay_cell_between(cell, course->lo[i], course->hi[i])
                             : cell;
}

static bool any_band(const struct assay_course *course, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (course->banded[i])
            return true;
    return false;
}

static void put_columns(const struct assay_courses *courses,
                        const struct assay_diagnosis *out, struct assay_page_table *table)
{
    const struct assay_training_axis *axis = courses->training->axis;
    struct assay_page_table *head = table;

    if (axis)
        (void)assay_table_number(head, "at", assay_str_of(axis->name));
    else
        (void)assay_table_text(head, "checkpoint", ASSAY_STR("checkpoint"));
    if (courses->by_step && !axis)
        (void)assay_table_number(head, "step", ASSAY_STR("step"));
    for (size_t k = 0; k < courses->tracks; k++) {
        struct assay_column *column;

        if (!courses->track[k].any)
            continue;
        column = assay_table_number(head, courses->about[k].key,
                                    assay_str_of(courses->about[k].header));
        if (any_band(&courses->track[k], courses->count))
            column->interval = assay_str_of(
                assay_arena_printf(out->arena, "%g %% interval", 100.0 * out->level));
    }
}

static void put_table(const struct assay_courses *courses, struct assay_diagnosis *out)
{
    const struct assay_training_axis *axis = courses->training->axis;
    struct assay_page_table *table = assay_page_table(
        out->page, axis ? axis->key : "checkpoints",
        axis ? assay_str_of(assay_arena_printf(out->arena, "By %s", axis->name))
             : ASSAY_STR("By checkpoint"));

    put_columns(courses, out, table);
    table->intervals = ASSAY_STR("bootstrap over prompts");
    for (size_t i = 0; i < courses->count; i++) {
        struct assay_row *row = assay_table_row(table);
        size_t c = 0;

        if (axis)
            row->cell[c++] = assay_cell_number(courses->x[i], ASSAY_STR(""));
        else
            row->cell[c++] = assay_cell_text(courses->label[i]);
        if (courses->by_step && !axis)
            row->cell[c++] = assay_cell_number(courses->x[i], ASSAY_STR("count"));
        for (size_t k = 0; k < courses->tracks; k++)
            if (courses->track[k].any)
                row->cell[c++] = cell_of(&courses->track[k], i, courses->about[k].unit);
    }
}

/* Values of a track as points; a share is drawn as percent. */
static size_t points_of(const struct assay_courses *courses, size_t track,
                        struct assay_point *point)
{
    const struct assay_course *course = &courses->track[track];
    const double scale =
        assay_str_equal(assay_str_of(courses->about[track].unit), ASSAY_STR("percent"))
            ? 100.0
            : 1.0;
    size_t n = 0;

    for (size_t i = 0; i < courses->count; i++) {
        if (isnan(course->value[i]))
            continue;
        point[n] = (struct assay_point){.x = courses->x[i],
                                        .y = scale * course->value[i],
                                        .has_band = course->banded[i],
                                        .lo = scale * course->lo[i],
                                        .hi = scale * course->hi[i],
                                        .n = course->prompts[i]};
        n++;
    }
    return n;
}

static bool series_of(const struct assay_courses *courses, size_t track,
                      struct assay_arena *arena, struct assay_series *series)
{
    const struct assay_track *about = &courses->about[track];
    struct assay_point *point =
        assay_arena_new(arena, courses->count + 1, sizeof(*point));
    const size_t n = points_of(courses, track, point);

    *series = (struct assay_series){.name = assay_str_of(about->header),
                                    .panel = assay_str_of(about->panel),
                                    .look = ASSAY_LOOK_CURVE,
                                    .points = point,
                                    .count = n};
    if (assay_str_equal(assay_str_of(about->unit), ASSAY_STR("percent")))
        series->y_label = ASSAY_STR("%");
    return n > 1;
}

static void put_figure(const struct assay_courses *courses, const char *name,
                       struct assay_diagnosis *out)
{
    const struct assay_training_axis *axis = courses->training->axis;
    struct assay_series *series =
        assay_arena_new(out->arena, ASSAY_TRACKS_MAX, sizeof(*series));
    struct assay_figure_spec spec = {
        .kind = "curves",
        .name = assay_str_of(name),
        .title = assay_str_of(assay_arena_printf(out->arena, "%s by %s", name,
                                                 axis ? axis->name : "checkpoint")),
        .description =
            ASSAY_STR("Means over prompts, with intervals where there are any."),
        .x_label = axis               ? assay_str_of(axis->name)
                   : courses->by_step ? ASSAY_STR("step")
                                      : ASSAY_STR("checkpoint"),
        .series = series,
        .level = out->replicates > 1 ? out->level : 0.0};

    for (size_t k = 0; k < courses->tracks && spec.series_count < ASSAY_TRACKS_MAX; k++)
        if (courses->about[k].panel && courses->track[k].any &&
            series_of(courses, k, out->arena, &series[spec.series_count]))
            spec.series_count++;
    if (!courses->by_step) {
        spec.category = courses->label;
        spec.category_count = courses->count;
    }
    for (size_t k = 0; k < spec.series_count; k++) {
        series[k].x_label = spec.x_label;
        series[k].x_scale =
            axis && axis->doubling ? ASSAY_SCALE_LOG2 : ASSAY_SCALE_LINEAR;
        series[k].category = spec.category;
        series[k].category_count = spec.category_count;
    }
    spec.y_label = series[0].y_label;
    if (spec.series_count > 0)
        (void)assay_page_figure(out->page, &spec);
}

void assay_training_tell(const struct assay_courses *courses, const char *name,
                         struct assay_diagnosis *out)
{
    put_lists(courses, out);
    put_table(courses, out);
    put_figure(courses, name, out);
}

const char *assay_training_place(const struct assay_courses *courses, size_t i,
                                 struct assay_arena *arena)
{
    const struct assay_training_checkpoint *at =
        &courses->training->at[courses->order[i]];

    return at->has_step && !courses->training->axis
               ? assay_arena_printf(arena, "step %.0f", at->step)
               : assay_arena_printf(arena, "%s", at->name);
}

void assay_training_flag(const struct assay_courses *courses, const char *key,
                         size_t place, struct assay_diagnosis *out)
{
    const struct assay_training_checkpoint *at;

    assay_node_put(out->arena, out->values, key, assay_node_of_bool(place != SIZE_MAX));
    if (place == SIZE_MAX)
        return;
    at = &courses->training->at[courses->order[place]];
    assay_node_put(out->arena, out->values, assay_arena_printf(out->arena, "%s_at", key),
                   at->has_step ? assay_node_of_real(at->step)
                                : assay_node_of_string(at->name));
}
