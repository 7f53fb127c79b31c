#include "harness/run/history_course.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    const struct assay_course_wish *wish;
    struct assay_arena *arena;
    struct assay_courses *out;
};

/* SECTION:MEASURE of a measure of a section. */
static bool is_measure(const struct assay_history_value *value, struct assay_str word)
{
    const size_t n = value->section.len;

    return n > 0 && word.len == n + 1 + value->name.len && word.ptr[n] == ':' &&
           assay_str_starts(word, value->section) &&
           assay_str_equal((struct assay_str){word.ptr + n + 1, value->name.len},
                           value->name);
}

/* The number that is asked for; NULL: the result has none. */
static const struct assay_history_value *value_of(
    const struct assay_history_result *result, const char *section)
{
    const struct assay_str word = assay_str_of(section);

    assert(result);
    if (!section)
        return &result->overall;
    for (size_t i = 0; i < result->values; i++)
        if ((result->value[i].section.len == 0 &&
             assay_str_equal(result->value[i].name, word)) ||
            is_measure(&result->value[i], word))
            return &result->value[i];
    return NULL;
}

/* What the course of a label is called. */
static struct assay_str name_of(const struct reading *r, struct assay_str label)
{
    const struct assay_option_list *patterns = r->wish->filter->label;

    for (size_t i = 0; patterns && i < patterns->count; i++) {
        const struct assay_option_list one = {{patterns->at[i]}, 1};

        if (assay_history_is_like(&one, label))
            return assay_str_of(patterns->at[i]);
    }
    return label;
}

static void *grown(void *old, size_t count, size_t *room, size_t size,
                   struct assay_arena *arena)
{
    void *more;

    if (count < *room)
        return old;
    *room = *room ? 2 * *room : 16;
    more = assay_arena_new(arena, *room, size);
    if (count > 0)
        memcpy(more, old, count * size);
    return more;
}

static enum assay_code course_of(const struct reading *r,
                                 const struct assay_history_result *result,
                                 const struct assay_history_value *value,
                                 struct assay_course **course, struct assay_error *err)
{
    const struct assay_str suite = assay_history_suite(result, r->arena);
    const struct assay_str name = name_of(r, result->label);
    struct assay_courses *out = r->out;

    for (size_t i = 0; i < out->count; i++) {
        *course = &out->at[i];
        if (assay_str_equal((*course)->suite, suite) &&
            assay_str_equal((*course)->name, name) &&
            assay_str_equal((*course)->basis, result->basis) &&
            assay_str_equal((*course)->unit, value->unit))
            return ASSAY_OK;
    }
    if (out->count == ASSAY_COURSES_MAX)
        return assay_fail(err, ASSAY_EDATA,
                          "more than %d lines; --suite and --label choose some",
                          ASSAY_COURSES_MAX);
    out->at = grown(out->at, out->count, &out->room, sizeof(*out->at), r->arena);
    *course = &out->at[out->count++];
    **course = (struct assay_course){.suite = assay_arena_copy(r->arena, suite),
                                     .name = assay_arena_copy(r->arena, name),
                                     .basis = assay_arena_copy(r->arena, result->basis),
                                     .unit = assay_arena_copy(r->arena, value->unit),
                                     .level = result->level};
    return ASSAY_OK;
}

static enum assay_code add(const struct reading *r, const struct assay_history_run *run,
                           const struct assay_history_result *result,
                           const struct assay_history_value *value,
                           struct assay_error *err)
{
    const double seconds = assay_history_seconds(run->started);
    struct assay_course *course;
    enum assay_code code = ASSAY_OK;

    if (result->missing > 0 || !value->figure.defined || seconds < 0.0) {
        r->out->partial += result->missing > 0;
        r->out->undefined += result->missing == 0;
        return ASSAY_OK;
    }
    code = course_of(r, result, value, &course, err);
    if (code)
        return code;
    course->point = grown(course->point, course->count, &course->room,
                          sizeof(*course->point), r->arena);
    course->point[course->count++] = (struct assay_course_point){
        .run = assay_arena_copy(r->arena, run->name),
        .label = assay_arena_copy(r->arena, result->label),
        .started = assay_arena_copy(r->arena, run->started),
        .seconds = seconds,
        .figure = value->figure,
        .counted = value->counted,
        .items = result->overall.items,
        .answered = assay_history_answered(result),
    };
    course->point[course->count - 1].figure.why = ASSAY_STR("");
    return ASSAY_OK;
}

/* A name near to the one that a result lacks, for whoever mistyped it. */
static void note_lacking(const struct reading *r,
                         const struct assay_history_result *result)
{
    struct assay_arena scratch = {0};
    const char **names;
    const char *near;

    if (r->out->lacking++ > 0)
        return;
    names = assay_arena_new(&scratch, result->values, sizeof(char *));
    for (size_t i = 0; i < result->values; i++)
        names[i] = assay_arena_copy(&scratch, result->value[i].name).ptr;
    near = assay_str_nearest(r->wish->section, names, result->values);
    if (near)
        r->out->like = assay_arena_copy(r->arena, assay_str_of(near));
    assay_arena_release(&scratch);
}

static enum assay_code visit(void *self, const struct assay_history_run *run,
                             struct assay_error *err)
{
    const struct reading *r = self;
    enum assay_code code = ASSAY_OK;

    if (!assay_history_wants_run(r->wish->filter, run))
        return ASSAY_OK;
    for (size_t i = 0; !code && i < run->results; i++) {
        const struct assay_history_result *result = &run->result[i];
        const struct assay_history_value *value = value_of(result, r->wish->section);

        if (!assay_history_wants_result(r->wish->filter, result))
            continue;
        if (value)
            code = add(r, run, result, value, err);
        else
            note_lacking(r, result);
    }
    return code;
}

static int by_time(const void *a, const void *b)
{
    const struct assay_course_point *x = a, *y = b;
    const int order = assay_str_compare(x->started, y->started);

    return order ? order : assay_str_compare(x->run, y->run);
}

/* The last start of all courses of a suite on a basis is what they are sorted by: kept with each. */
struct sorted {
    struct assay_course course;
    struct assay_str last;
};

static int by_suite(const void *a, const void *b)
{
    const struct sorted *x = a, *y = b;
    int order = assay_str_compare(x->course.suite, y->course.suite);

    if (!order)
        order = assay_str_compare(y->last, x->last);
    if (!order)
        order = assay_str_compare(x->course.basis, y->course.basis);
    if (!order)
        order = assay_str_compare(x->course.name, y->course.name);
    return order ? order : assay_str_compare(x->course.unit, y->course.unit);
}

static struct assay_str last_of(const struct assay_courses *all,
                                const struct assay_course *course)
{
    struct assay_str last = ASSAY_STR("");

    for (size_t i = 0; i < all->count; i++) {
        const struct assay_course *other = &all->at[i];

        if (assay_str_equal(other->suite, course->suite) &&
            assay_str_equal(other->basis, course->basis) &&
            assay_str_compare(other->point[other->count - 1].started, last) > 0)
            last = other->point[other->count - 1].started;
    }
    return last;
}

static void sort(struct assay_courses *all, struct assay_arena *arena)
{
    struct sorted *sorted = assay_arena_new(arena, all->count, sizeof(*sorted));

    for (size_t i = 0; i < all->count; i++)
        qsort(all->at[i].point, all->at[i].count, sizeof(*all->at[i].point), by_time);
    for (size_t i = 0; i < all->count; i++)
        sorted[i] = (struct sorted){all->at[i], last_of(all, &all->at[i])};
    if (all->count > 1)
        qsort(sorted, all->count, sizeof(*sorted), by_suite);
    for (size_t i = 0; i < all->count; i++)
        all->at[i] = sorted[i].course;
}

enum assay_code assay_courses_read(const struct assay_history_setting *setting,
                                   const struct assay_course_wish *wish,
                                   struct assay_arena *arena, struct assay_courses *out,
                                   struct assay_history_told *told,
                                   struct assay_error *err)
{
    struct reading r = {.wish = wish, .arena = arena, .out = out};
    const struct assay_history_visitor visitor = {.self = &r, .visit = visit};
    enum assay_code code;

    *out = (struct assay_courses){0};
    code = assay_history_read(setting, &visitor, told, err);
    if (!code)
        sort(out, arena);
    return code;
}
