#include "harness/run/history_list.h"

#include "harness/core/buf.h"

#include <stdlib.h>
#include <string.h>

struct gathering {
    const struct assay_history_filter *filter;
    struct assay_arena *arena;
    struct assay_history_list *out;
};

static void keep(struct assay_str *text, struct assay_arena *arena)
{
    *text = assay_arena_copy(arena, *text);
}

struct assay_history_result assay_history_copy(const struct assay_history_result *result,
                                               struct assay_arena *arena)
{
    struct assay_history_result out = *result;

    keep(&out.suite, arena);
    keep(&out.part, arena);
    keep(&out.version, arena);
    keep(&out.kind, arena);
    keep(&out.label, arena);
    keep(&out.model, arena);
    keep(&out.basis, arena);
    keep(&out.overall.name, arena);
    keep(&out.overall.unit, arena);
    keep(&out.overall.figure.why, arena);
    out.value = NULL;
    out.values = 0;
    return out;
}

static void keep_texts(struct assay_history_run *run, struct assay_arena *arena)
{
    keep(&run->name, arena);
    keep(&run->command, arena);
    keep(&run->status, arena);
    keep(&run->label, arena);
    keep(&run->model, arena);
    keep(&run->sha256, arena);
    keep(&run->asked, arena);
    keep(&run->started, arena);
    keep(&run->ended, arena);
    keep(&run->assay, arena);
    keep(&run->program, arena);
    keep(&run->why, arena);
}

static void add(struct gathering *g, const struct assay_history_run *run,
                struct assay_history_result *result, size_t results)
{
    struct assay_history_list *out = g->out;

    if (out->count == out->room) {
        const size_t room = out->room ? 2 * out->room : 64;
        struct assay_history_run *more = assay_arena_new(g->arena, room, sizeof(*more));

        if (out->count > 0)
            memcpy(more, out->run, out->count * sizeof(*more));
        out->run = more;
        out->room = room;
    }
    out->run[out->count] = *run;
    out->run[out->count].result = result;
    out->run[out->count].results = results;
    keep_texts(&out->run[out->count++], g->arena);
}

static enum assay_code visit(void *self, const struct assay_history_run *run,
                             struct assay_error *err)
{
    struct gathering *g = self;
    struct assay_history_result *result;
    size_t meant = 0, n = 0;

    (void)err;
    if (!assay_history_wants_run(g->filter, run))
        return ASSAY_OK;
    for (size_t i = 0; i < run->results; i++)
        meant += assay_history_wants_result(g->filter, &run->result[i]);
    if (meant == 0 && (run->results > 0 || !assay_history_wants_asked(g->filter, run)))
        return ASSAY_OK;
    result = assay_arena_new(g->arena, meant, sizeof(*result));
    for (size_t i = 0; i < run->results; i++)
        if (assay_history_wants_result(g->filter, &run->result[i]))
            result[n++] = assay_history_copy(&run->result[i], g->arena);
    add(g, run, result, n);
    return ASSAY_OK;
}

int assay_history_by_start(const void *a, const void *b)
{
    const struct assay_history_run *x = a, *y = b;
    const int order = assay_str_compare(x->started, y->started);

    return order ? order : assay_str_compare(x->name, y->name);
}

enum assay_code assay_history_gather(const struct assay_history_setting *setting,
                                     const struct assay_history_filter *filter,
                                     struct assay_arena *arena,
                                     struct assay_history_list *out,
                                     struct assay_history_told *told,
                                     struct assay_error *err)
{
    struct gathering g = {.filter = filter, .arena = arena, .out = out};
    const struct assay_history_visitor visitor = {.self = &g, .visit = visit};
    enum assay_code code;

    *out = (struct assay_history_list){0};
    code = assay_history_read(setting, &visitor, told, err);
    if (!code && out->count > 1)
        qsort(out->run, out->count, sizeof(*out->run), assay_history_by_start);
    return code;
}

struct assay_str assay_history_suite(const struct assay_history_result *result,
                                     struct assay_arena *arena)
{
    if (result->part.len == 0)
        return result->suite;
    return assay_str_of(assay_arena_printf(
        arena, "%.*s:%.*s", ASSAY_STR_ARG(result->suite), ASSAY_STR_ARG(result->part)));
}

size_t assay_history_answered(const struct assay_history_result *result)
{
    return result->count[ASSAY_STATE_SCORED] + result->count[ASSAY_STATE_TIED];
}

struct assay_str assay_history_clean(struct assay_str text, struct assay_arena *arena)
{
    struct assay_buf buf = {0};
    struct assay_str out;

    if (assay_str_is_utf8(text))
        return text;
    assay_buf_add_utf8(&buf, text);
    out = assay_arena_copy(arena, assay_buf_view(&buf));
    assay_buf_release(&buf);
    return out;
}
