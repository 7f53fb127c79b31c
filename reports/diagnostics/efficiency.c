/*
 * efficiency.c - what do right answers cost: accuracy against tokens by run and checkpoint, and how much of it is redundant.
 *
 * By run and checkpoint, means over prompts:
 *
 *   accuracy, tokens, reward, seconds   of all responses that say so
 *   redundancy      1 - min / mean of the lengths of right answers, of prompts with two of them or more
 *   shortest        min, and spread max - min, of the same
 *
 * One is on the front where no other is as accurate with as few tokens, and better in one of both; without `correct` the
 * reward stands in place of accuracy. Drift is each one less the first over the prompts that both have: a log with a run that
 * leaves layers out, or stops early, and one that does not, says what that costs.
 *
 * Source: "Exploring and Exploiting the Inherent Efficiency within Large Reasoning Models" (redundancy of right answers); Del
 *         Corro et al. 2023, SkipDecode, arXiv:2307.02628 (quality against speed).
 */
#include "reports/diagnostics/training.h"

#include <math.h>
#include <stdlib.h>

enum track {
    ACCURACY,
    TOKENS,
    REWARD,
    SECONDS,
    REDUNDANCY,
    SHORTEST,
    SPREAD,
    TRACKS
};

static const struct assay_track tracks[TRACKS] = {
    [ACCURACY] = {"accuracy", "right", "percent", NULL},
    [TOKENS] = {"tokens", "tokens", "", NULL},
    [REWARD] = {"reward", "reward", "", NULL},
    [SECONDS] = {"seconds", "seconds", "", NULL},
    [REDUNDANCY] = {"redundancy", "redundancy", "percent", NULL},
    [SHORTEST] = {"shortest", "shortest right", "", NULL},
    [SPREAD] = {"spread", "spread of right lengths", "", NULL},
};

enum {
    DRAWN = 11 /* runs and checkpoints of a figure, beside the front */
};

struct efficiency {
    struct assay_training training; /* a checkpoint is RUN@CKPT */
    const char *reward;
};

static const struct assay_option options[] = {
    {.name = "reward",
     .help = "a reward beside accuracy, reward.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct efficiency, reward),
     .initial = "rm",
     .value = "NAME"},
    {0},
};

/* RUN@CKPT, or what there is of it: the step where there is no name. */
static const char *name_of(const struct assay_rollout_view *view)
{
    const struct assay_node *node = view->record.node;
    const struct assay_str run = assay_rollout_text(node, "run");
    struct assay_str ckpt = assay_rollout_text(node, "ckpt");
    double step;

    if (ckpt.len == 0 && assay_rollout_number(node, "step", &step))
        ckpt = assay_str_of(assay_arena_printf(view->arena, "step %.0f", step));
    if (run.len == 0 && ckpt.len == 0)
        return "all";
    return assay_arena_printf(
        view->arena, "%s%s%s", assay_arena_copy(view->arena, run).ptr,
        run.len > 0 && ckpt.len > 0 ? "@" : "", assay_arena_copy(view->arena, ckpt).ptr);
}

static void add_right_lengths(struct efficiency *self,
                              const struct assay_rollout_view *view, uint32_t at,
                              uint32_t prompt)
{
    double sum = 0.0, lo = INFINITY, hi = 0.0, right, length;
    size_t n = 0;

    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);

        if (!assay_rollout_number(response, "correct", &right) || right < 0.5 ||
            !assay_rollout_number(response, "n_tok", &length))
            continue;
        sum += length;
        lo = fmin(lo, length);
        hi = fmax(hi, length);
        n++;
    }
    if (n < 2 || !(sum > 0.0))
        return;
    assay_training_add(&self->training, REDUNDANCY, at, prompt,
                       1.0 - lo * (double)n / sum);
    assay_training_add(&self->training, SHORTEST, at, prompt, lo);
    assay_training_add(&self->training, SPREAD, at, prompt, hi - lo);
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct efficiency *self = state;
    struct assay_node *place;
    uint32_t at, prompt;

    (void)err;
    if (view->record.kind != ASSAY_ROLLOUT_GROUP)
        return ASSAY_OK;
    place = assay_node_map(view->arena);
    assay_node_put(view->arena, place, "ckpt", assay_node_of_string(name_of(view)));
    if (!assay_training_takes(&self->training, place, &at))
        return ASSAY_OK;
    prompt = assay_training_prompt(&self->training, view->record.node);
    assay_training_add(&self->training, ACCURACY, at, prompt,
                       assay_training_mean(view, "correct"));
    assay_training_add(&self->training, TOKENS, at, prompt,
                       assay_training_mean(view, "n_tok"));
    assay_training_add(&self->training, SECONDS, at, prompt,
                       assay_training_mean(view, "time"));
    assay_training_add(
        &self->training, REWARD, at, prompt,
        assay_training_mean(view,
                            assay_arena_printf(view->arena, "reward.%s", self->reward)));
    add_right_lengths(self, view, at, prompt);
    return ASSAY_OK;
}

/* ---- the front ---- */

static bool is_beaten(const double *quality, const double *tokens, size_t i, size_t j)
{
    return quality[j] >= quality[i] && tokens[j] <= tokens[i] &&
           (quality[j] > quality[i] || tokens[j] < tokens[i]);
}

/* Marks those on the front; one without both numbers is not. How many are. */
static size_t find_front(const struct assay_courses *courses, size_t quality, bool *front)
{
    const double *y = courses->track[quality].value, *x = courses->track[TOKENS].value;
    size_t n = 0;

    for (size_t i = 0; i < courses->count; i++) {
        front[i] = !isnan(x[i]) && !isnan(y[i]);
        for (size_t j = 0; front[i] && j < courses->count; j++)
            front[i] = !is_beaten(y, x, i, j);
        n += front[i];
    }
    return n;
}

static void put_front(const struct assay_courses *courses, const bool *front,
                      size_t on_front, struct assay_diagnosis *out)
{
    struct assay_node *list = assay_node_list(out->arena);
    const char *names = "";
    size_t told = 0;

    for (size_t i = 0; i < courses->count; i++) {
        if (!front[i])
            continue;
        (void)assay_node_push(out->arena, list, assay_node_of_text(courses->label[i]));
        if (told++ < DRAWN)
            names = assay_arena_printf(out->arena, "%s%s%.*s", names, *names ? ", " : "",
                                       ASSAY_STR_ARG(courses->label[i]));
    }
    assay_node_put(out->arena, out->values, "pareto", *list);
    if (courses->count > 1)
        (void)assay_page_text(
            out->page, assay_str_of(assay_arena_printf(
                           out->arena,
                           "On the front of quality against tokens stand %zu of %zu: %s.",
                           on_front, courses->count, names)));
}

static void put_redundancy(const struct assay_courses *courses,
                           struct assay_diagnosis *out)
{
    const struct assay_course *course = &courses->track[REDUNDANCY];
    size_t last = courses->count;

    while (last > 0 && isnan(course->value[last - 1]))
        last--;
    if (last > 0)
        (void)assay_page_text(
            out->page,
            assay_str_of(assay_arena_printf(
                out->arena,
                "Of the tokens of right answers %.1f %% would not be there if each were "
                "as short as its prompt's shortest (%.*s).",
                100.0 * course->value[last - 1],
                ASSAY_STR_ARG(courses->label[last - 1]))));
}

/* Points by tokens; the front is a line through its own. */
static int by_x(const void *a, const void *b)
{
    const struct assay_point *p = a, *q = b;

    return (p->x > q->x) - (p->x < q->x);
}

static struct assay_point point_at(const struct assay_courses *courses, size_t quality,
                                   size_t i)
{
    const struct assay_course *course = &courses->track[quality];
    const double scale = quality == ACCURACY ? 100.0 : 1.0;

    return (struct assay_point){.x = courses->track[TOKENS].value[i],
                                .y = scale * course->value[i],
                                .has_band = course->banded[i],
                                .lo = scale * course->lo[i],
                                .hi = scale * course->hi[i],
                                .n = course->prompts[i]};
}

static void put_figure(const struct assay_courses *courses, size_t quality,
                       const bool *front, struct assay_diagnosis *out)
{
    struct assay_series *series = assay_arena_new(out->arena, DRAWN + 1, sizeof(*series));
    struct assay_point *line =
        assay_arena_new(out->arena, courses->count + 1, sizeof(*line));
    size_t n = 0, on_line = 0;

    for (size_t i = 0; i < courses->count; i++) {
        struct assay_point *point = assay_arena_new(out->arena, 1, sizeof(*point));

        *point = point_at(courses, quality, i);
        if (isnan(point->x) || isnan(point->y))
            continue;
        if (front[i])
            line[on_line++] = (struct assay_point){.x = point->x, .y = point->y};
        if (n < DRAWN)
            series[n++] = (struct assay_series){.name = courses->label[i],
                                                .look = ASSAY_LOOK_POINTS,
                                                .points = point,
                                                .count = 1};
    }
    if (n < 2)
        return;
    qsort(line, on_line, sizeof(*line), by_x);
    if (on_line > 1)
        series[n++] = (struct assay_series){.name = ASSAY_STR("front"),
                                            .look = ASSAY_LOOK_REFERENCE,
                                            .points = line,
                                            .count = on_line};
    (void)assay_page_figure(
        out->page,
        &(const struct assay_figure_spec){
            .kind = "curves",
            .name = ASSAY_STR("efficiency"),
            .title = ASSAY_STR("Quality against tokens"),
            .description =
                ASSAY_STR("Each run and checkpoint by its tokens a response and its "
                          "accuracy, with intervals over prompts; the line joins those "
                          "that no other beats in both."),
            .x_label = ASSAY_STR("tokens of a response"),
            .y_label = quality == ACCURACY ? ASSAY_STR("right, %") : ASSAY_STR("reward"),
            .series = series,
            .series_count = n,
            .level = out->replicates > 1 ? out->level : 0.0});
}

/* ---- drift ---- */

static void put_change(const struct assay_training_change *change, size_t track,
                       struct assay_row *row, struct assay_arena *arena,
                       struct assay_node *map)
{
    struct assay_cell *cell = &row->cell[1 + track];

    if (!change->any)
        return;
    *cell = assay_cell_difference(change->value, assay_str_of(tracks[track].unit));
    if (change->banded)
        *cell = assay_cell_between(*cell, change->lo, change->hi);
    assay_node_put_real(arena, map, tracks[track].key, change->value);
}

static enum assay_code put_drift(const struct assay_courses *courses,
                                 struct assay_diagnosis *out, struct assay_error *err)
{
    struct assay_node *list = assay_node_list(out->arena);
    struct assay_page_table *table =
        assay_page_table(out->page, "drift",
                         assay_str_of(assay_arena_printf(
                             out->arena, "Less %.*s", ASSAY_STR_ARG(courses->label[0]))));
    enum assay_code code = ASSAY_OK;

    (void)assay_table_text(table, "run", ASSAY_STR("run"));
    for (size_t k = 0; k <= SECONDS; k++)
        assay_table_number(table, tracks[k].key, assay_str_of(tracks[k].header))
            ->interval = assay_str_of(
            assay_arena_printf(out->arena, "%g %% interval", 100.0 * out->level));
    table->intervals = ASSAY_STR("bootstrap over prompts that both have");
    for (size_t i = 1; !code && i < courses->count; i++) {
        struct assay_node *map = assay_node_map(out->arena);
        struct assay_row *row = assay_table_row(table);

        row->cell[0] = assay_cell_text(courses->label[i]);
        assay_node_put(out->arena, map, "run", assay_node_of_text(courses->label[i]));
        for (size_t k = 0; !code && k <= SECONDS; k++) {
            struct assay_training_change change;

            code = assay_training_change_of(
                courses, (struct assay_training_between){k, 0, i}, out, &change, err);
            if (!code)
                put_change(&change, k, row, out->arena, map);
        }
        (void)assay_node_push(out->arena, list, *map);
    }
    if (!code && courses->count > 1)
        assay_node_put(out->arena, out->values, "drift", *list);
    return code;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct efficiency *self = state;
    struct assay_courses courses;
    size_t quality;
    bool *front;
    enum assay_code code =
        assay_training_settle(&self->training, tracks, TRACKS, out, &courses, err);

    if (code || out->lacks)
        return code;
    quality = courses.count > 0 && courses.track[ACCURACY].any ? ACCURACY : REWARD;
    if (courses.count == 0 || !courses.track[TOKENS].any || !courses.track[quality].any) {
        out->lacks = "n_tok, and correct or a reward";
        return ASSAY_OK;
    }
    front = assay_arena_new(out->arena, courses.count, sizeof(*front));
    put_front(&courses, front, find_front(&courses, quality, front), out);
    put_redundancy(&courses, out);
    assay_training_tell(&courses, "efficiency", out);
    put_figure(&courses, quality, front, out);
    return put_drift(&courses, out, err);
}

static void end(void *state)
{
    assay_training_release(&((struct efficiency *)state)->training);
}

const struct assay_diagnostic assay_diagnostic_efficiency = {
    .name = "efficiency",
    .summary = "what do right answers cost, and how much of it is redundant?",
    .formula =
        "front of accuracy against tokens; redundancy 1 - min / mean of the lengths "
        "of right answers",
    .needs = "n_tok correct",
    .source = "Exploring and Exploiting the Inherent Efficiency within Large Reasoning "
              "Models; Del Corro et al. 2023, arXiv:2307.02628",
    .rows = {43, 72},
    .options = options,
    .state_size = sizeof(struct efficiency),
    .take = take,
    .tell = tell,
    .end = end,
};
