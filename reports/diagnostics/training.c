/* training.c - collecting the numbers of a run, and putting its checkpoints in order. */
#include "reports/diagnostics/training.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- collecting ---- */

static const char *checkpoint_name(struct assay_training *t, struct assay_str name,
                                   bool has_step, double step)
{
    if (name.len > 0)
        return assay_arena_copy(&t->arena, name).ptr;
    return has_step ? assay_arena_printf(&t->arena, "step %.0f", step) : "all";
}

static uint32_t new_checkpoint(struct assay_training *t, const struct assay_node *record)
{
    struct assay_training_checkpoint *at;

    if (t->count == t->room) {
        t->room = assay_memory_grow(t->room, t->count + 1);
        t->at = assay_memory_resize(t->at, t->room, sizeof(*t->at));
    }
    at = &t->at[t->count];
    *at = (struct assay_training_checkpoint){0};
    at->has_step = assay_rollout_number(record, "step", &at->step);
    at->name =
        checkpoint_name(t, assay_rollout_text(record, "ckpt"), at->has_step, at->step);
    return (uint32_t)t->count++;
}

/* The number of a key, whose checkpoint is not known where it is new: UINT32_MAX. */
static uint32_t key_of(struct assay_training *t, char kind, struct assay_str word)
{
    const size_t before = t->keys.count;
    struct assay_buf text = {0};
    uint32_t key;

    assay_buf_add(&text, (struct assay_str){&kind, 1});
    assay_buf_add(&text, word);
    key = assay_names_add(&t->keys, assay_buf_view(&text));
    assay_buf_release(&text);
    if (t->keys.count > before) {
        t->of = assay_memory_resize(t->of, t->keys.count, sizeof(*t->of));
        t->of[key] = UINT32_MAX;
    }
    return key;
}

/* The checkpoint of a record, known by its name, by its step, or new; both keys lead to it from then on. */
static uint32_t checkpoint_of(struct assay_training *t, const struct assay_node *record)
{
    const struct assay_str name = assay_rollout_text(record, "ckpt");
    uint32_t key[2], at = UINT32_MAX;
    char digits[32];
    size_t keys = 0;
    double step;

    if (name.len > 0)
        key[keys++] = key_of(t, 'c', name);
    if (assay_rollout_number(record, "step", &step)) {
        (void)snprintf(digits, sizeof(digits), "%.0f", step);
        key[keys++] = key_of(t, 's', assay_str_of(digits));
    }
    if (keys == 0)
        key[keys++] = key_of(t, 'a', (struct assay_str){"", 0});
    for (size_t i = keys; i-- > 0;)
        at = t->of[key[i]] != UINT32_MAX ? t->of[key[i]] : at;
    if (at == UINT32_MAX)
        at = new_checkpoint(t, record);
    for (size_t i = 0; i < keys; i++)
        t->of[key[i]] = at;
    return at;
}

bool assay_training_takes(struct assay_training *t, const struct assay_node *record,
                          uint32_t *checkpoint)
{
    const struct assay_str run = assay_rollout_text(record, "run");
    struct assay_training_checkpoint *at;

    if (t->run && !assay_str_equal(run, assay_str_of(t->run)))
        return false;
    (void)assay_names_add(&t->runs, run);
    *checkpoint = checkpoint_of(t, record);
    at = &t->at[*checkpoint];
    at->has_step = at->has_step || assay_rollout_number(record, "step", &at->step);
    at->has_epoch = at->has_epoch || assay_rollout_number(record, "epoch", &at->epoch);
    return true;
}

uint32_t assay_training_at(struct assay_training *t, double x)
{
    struct assay_training_checkpoint *at;

    for (size_t i = 0; i < t->count; i++)
        if (t->at[i].step == x)
            return (uint32_t)i;
    if (t->count == t->room) {
        t->room = assay_memory_grow(t->room, t->count + 1);
        t->at = assay_memory_resize(t->at, t->room, sizeof(*t->at));
    }
    at = &t->at[t->count];
    *at = (struct assay_training_checkpoint){
        .name = assay_arena_printf(&t->arena, "%g", x), .step = x, .has_step = true};
    return (uint32_t)t->count++;
}

uint32_t assay_training_prompt(struct assay_training *t, const struct assay_node *group)
{
    const struct assay_str suite = assay_rollout_text(group, "suite");
    const struct assay_str id = assay_rollout_text(group, "id");
    struct assay_buf text = {0};
    uint32_t prompt;

    assay_buf_add(&text, suite);
    assay_buf_add(&text, (struct assay_str){"", 1});
    assay_buf_add(&text, id);
    prompt = assay_names_add(&t->prompts, assay_buf_view(&text));
    assay_buf_release(&text);
    return prompt;
}

void assay_training_add(struct assay_training *t, size_t track, uint32_t checkpoint,
                        uint32_t prompt, double value)
{
    if (isnan(value))
        return;
    if (t->numbers == t->numbers_room) {
        t->numbers_room = assay_memory_grow(t->numbers_room, t->numbers + 1);
        t->number = assay_memory_resize(t->number, t->numbers_room, sizeof(*t->number));
    }
    t->number[t->numbers++] = (struct assay_training_number){.track = (uint32_t)track,
                                                             .checkpoint = checkpoint,
                                                             .prompt = prompt,
                                                             .value = value};
}

void assay_training_add_whole(struct assay_training *t, size_t track, uint32_t checkpoint,
                              const struct assay_node *record, const char *path)
{
    double value;

    if (assay_rollout_number(record, path, &value))
        assay_training_add(t, track, checkpoint, ASSAY_TRAINING_WHOLE, value);
}

double assay_training_mean(const struct assay_rollout_view *view, const char *path)
{
    double sum = 0.0, value;
    size_t n = 0;

    for (size_t i = 0; i < view->count; i++) {
        if (!assay_rollout_number(assay_rollout_view_response(view, i), path, &value))
            continue;
        sum += value;
        n++;
    }
    return n > 0 ? sum / (double)n : (double)NAN;
}

enum assay_code assay_training_mean_tokens(const struct assay_rollout_view *view,
                                           const char *path, double *out,
                                           struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;
    double sum = 0.0;
    size_t n = 0;

    for (size_t i = 0; !code && i < view->count; i++) {
        const double *track;
        size_t tokens;
        double own = 0.0;

        code = assay_rollout_array(view, assay_rollout_view_response(view, i), path,
                                   &track, &tokens, err);
        if (code || !track || tokens == 0)
            continue;
        for (size_t t = 0; t < tokens; t++)
            own += track[t];
        sum += own / (double)tokens;
        n++;
    }
    *out = n > 0 ? sum / (double)n : (double)NAN;
    return code;
}

void assay_training_release(struct assay_training *t)
{
    assay_arena_release(&t->arena);
    assay_names_release(&t->runs);
    assay_names_release(&t->keys);
    assay_names_release(&t->prompts);
    free(t->of);
    free(t->at);
    free(t->number);
}

/* ---- order ---- */

static bool all_have_steps(const struct assay_training *t)
{
    for (size_t i = 0; i < t->count; i++)
        if (!t->at[i].has_step)
            return false;
    return t->count > 0;
}

static void order_checkpoints(const struct assay_training *t, struct assay_arena *arena,
                              struct assay_courses *courses)
{
    uint32_t *order = assay_arena_new(arena, t->count + 1, sizeof(*order));
    struct assay_str *label = assay_arena_new(arena, t->count + 1, sizeof(*label));
    double *x = assay_arena_new(arena, t->count + 1, sizeof(*x));

    courses->by_step = all_have_steps(t);
    for (size_t i = 0; i < t->count; i++) {
        size_t k = i;

        for (; k > 0 && courses->by_step && t->at[order[k - 1]].step > t->at[i].step; k--)
            order[k] = order[k - 1];
        order[k] = (uint32_t)i;
    }
    for (size_t i = 0; i < t->count; i++) {
        x[i] = courses->by_step ? t->at[order[i]].step : (double)i;
        label[i] = assay_str_of(assay_arena_printf(arena, "%s", t->at[order[i]].name));
    }
    courses->count = t->count;
    courses->order = order;
    courses->x = x;
    courses->label = label;
}

/* "one run of the log's: a, b (--set run=a)", where it has several. */
static const char *several_runs(const struct assay_training *t, struct assay_arena *arena)
{
    const char *text = NULL;

    for (size_t i = 0; t->runs.count > 1 && i < t->runs.count && i < 8; i++)
        text = assay_arena_printf(arena, "%s%s%.*s", text ? text : "one run of ",
                                  i ? ", " : "", ASSAY_STR_ARG(t->runs.at[i]));
    return text ? assay_arena_printf(arena, "%s to look at (--set run=%.*s)", text,
                                     ASSAY_STR_ARG(t->runs.at[0]))
                : NULL;
}

/* ---- settling ---- */

/* Sums and counts by (prompt, place) of one track; the last row is of whole checkpoints. */
struct cells {
    double *sum;
    uint32_t *count;
    size_t prompts, places;
};

static void fill_cells(const struct assay_training *t, size_t track,
                       const uint32_t *place, struct cells *cells)
{
    for (size_t i = 0; i < t->numbers; i++) {
        const struct assay_training_number *number = &t->number[i];
        const size_t row =
            number->prompt == ASSAY_TRAINING_WHOLE ? cells->prompts : number->prompt;
        const size_t at = row * cells->places + place[number->checkpoint];

        if (number->track != track)
            continue;
        cells->sum[at] += number->value;
        cells->count[at]++;
    }
}

/* Means of the prompts at a checkpoint, else what was said of it as a whole. */
static void fill_values(const struct cells *cells, double *single,
                        struct assay_course *course)
{
    for (size_t c = 0; c < cells->places; c++) {
        const size_t whole = cells->prompts * cells->places + c;
        double sum = 0.0;

        for (size_t p = 0; p < cells->prompts; p++) {
            const size_t at = p * cells->places + c;

            single[at] = NAN;
            if (cells->count[at] == 0)
                continue;
            single[at] = cells->sum[at] / (double)cells->count[at];
            sum += single[at];
            course->prompts[c]++;
        }
        course->value[c] = NAN;
        if (course->prompts[c])
            course->value[c] = sum / (double)course->prompts[c];
        else if (cells->count[whole])
            course->value[c] = cells->sum[whole] / (double)cells->count[whole];
        course->any = course->any || !isnan(course->value[c]);
    }
}

static bool any_prompt(const struct cells *cells)
{
    for (size_t i = 0; i < cells->prompts * cells->places; i++)
        if (cells->count[i])
            return true;
    return false;
}

static enum assay_code settle_track(struct assay_courses *courses, size_t track,
                                    const uint32_t *place, struct assay_diagnosis *out,
                                    struct assay_error *err)
{
    struct assay_course *course = &courses->track[track];
    struct cells cells = {.prompts = courses->training->prompts.count,
                          .places = courses->count};
    const size_t n = (cells.prompts + 1) * cells.places;
    double *single = assay_arena_new(out->arena, n + 1, sizeof(*single));
    enum assay_code code = ASSAY_OK;

    cells.sum = assay_memory_new(n + 1, sizeof(*cells.sum));
    cells.count = assay_memory_new(n + 1, sizeof(*cells.count));
    course->value = assay_arena_new(out->arena, n + 1, sizeof(*course->value));
    course->lo = assay_arena_new(out->arena, cells.places + 1, sizeof(*course->lo));
    course->hi = assay_arena_new(out->arena, cells.places + 1, sizeof(*course->hi));
    course->banded =
        assay_arena_new(out->arena, cells.places + 1, sizeof(*course->banded));
    course->prompts =
        assay_arena_new(out->arena, cells.places + 1, sizeof(*course->prompts));
    fill_cells(courses->training, track, place, &cells);
    fill_values(&cells, single, course);
    if (any_prompt(&cells)) {
        course->single = single;
        code = assay_training_bands(courses, course, out, err);
    }
    free(cells.sum);
    free(cells.count);
    return code;
}

enum assay_code assay_training_settle(const struct assay_training *training,
                                      const struct assay_track *about, size_t tracks,
                                      struct assay_diagnosis *out,
                                      struct assay_courses *courses,
                                      struct assay_error *err)
{
    uint32_t *place = assay_arena_new(out->arena, training->count + 1, sizeof(*place));
    enum assay_code code = ASSAY_OK;

    *courses =
        (struct assay_courses){.training = training, .about = about, .tracks = tracks};
    out->lacks = several_runs(training, out->arena);
    if (out->lacks)
        return ASSAY_OK;
    order_checkpoints(training, out->arena, courses);
    for (size_t i = 0; i < courses->count; i++)
        place[courses->order[i]] = (uint32_t)i;
    courses->track = assay_arena_new(out->arena, tracks + 1, sizeof(*courses->track));
    for (size_t i = 0; !code && i < tracks; i++)
        code = settle_track(courses, i, place, out, err);
    return code;
}

bool assay_training_ends(const struct assay_course *course, size_t count, size_t *first,
                         size_t *last)
{
    *first = SIZE_MAX;
    *last = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        if (isnan(course->value[i]))
            continue;
        *first = *first == SIZE_MAX ? i : *first;
        *last = i;
    }
    return *last != *first;
}
