#include "harness/cli/catalogue_serve.h"

#include "adapters/signals/signal.h"
#include "harness/core/memory.h"
#include "reports/diagnostics/diagnostic.h"

#include <stdlib.h>
#include <string.h>

enum {
    REASONS = 8 /* that are told apart of one signal */
};

struct reason {
    const char *what; /* in the arena */
    size_t count;
};

/* An entry at work. */
struct serving {
    struct assay_signal_run *signal;
    const struct assay_diagnostic *diagnostic;
    void *state;
    struct reason reason[REASONS];
};

struct serve {
    const struct assay_catalogue *catalogue;
    struct serving *at; /* (catalogue->count,) */
    struct assay_catalogue_served *served;
    struct assay_arena *arena;
};

static void count_reason(struct serve *serve, struct serving *one, const char *what)
{
    for (size_t i = 0; i < REASONS; i++) {
        if (!one->reason[i].what)
            one->reason[i].what = assay_arena_printf(serve->arena, "%s", what);
        if (strcmp(one->reason[i].what, what) != 0)
            continue;
        one->reason[i].count++;
        return;
    }
}

static const char *main_reason(const struct serving *one)
{
    size_t best = 0;

    for (size_t i = 1; i < REASONS && one->reason[i].what; i++)
        if (one->reason[i].count > one->reason[best].count)
            best = i;
    return one->reason[best].what;
}

static void stop_diagnostic(struct serving *one)
{
    if (one->state && one->diagnostic->end)
        one->diagnostic->end(one->state);
    free(one->state);
    one->state = NULL;
}

static enum assay_code start_diagnostic(struct serving *one, const char *name,
                                        struct assay_error *err)
{
    enum assay_code code = assay_diagnostic_find(name, &one->diagnostic, err);

    if (code)
        return code;
    one->state = assay_memory_new(
        1, one->diagnostic->state_size ? one->diagnostic->state_size : 1);
    code = assay_options_parse(one->diagnostic->options, NULL, 0, one->state, err);
    if (!code && one->diagnostic->begin)
        code = one->diagnostic->begin(one->state, err);
    return code;
}

/* What this log is no data for says why, and is not run any more; what stops all stays as it is. */
static enum assay_code drop(struct serve *serve, size_t i, enum assay_code code,
                            const struct assay_error *err)
{
    struct serving *one = &serve->at[i];

    if (code != ASSAY_EDATA && code != ASSAY_EDOMAIN)
        return code;
    serve->served[i].lacks = assay_arena_printf(serve->arena, "%s", err->text);
    serve->served[i].served = 0;
    assay_signal_close(one->signal);
    one->signal = NULL;
    stop_diagnostic(one);
    return ASSAY_OK;
}

/* A signal that needs an option that nobody gave says so, and is not run. */
static enum assay_code start(struct serve *serve, size_t i, const char *path,
                             struct assay_error *err)
{
    const struct assay_catalogue_entry *entry = &serve->catalogue->entry[i];
    enum assay_code code;

    serve->served[i].asked = entry->kind != ASSAY_CATALOGUE_COMMAND;
    if (entry->kind == ASSAY_CATALOGUE_DIAGNOSTIC)
        return start_diagnostic(&serve->at[i], entry->name, err);
    if (entry->kind == ASSAY_CATALOGUE_COMMAND)
        return ASSAY_OK;
    code = assay_signal_open(entry->name, NULL, 0, &serve->at[i].signal, err);
    if (code == ASSAY_EUSAGE) {
        serve->served[i].lacks = assay_arena_printf(serve->arena, "%s", err->text);
        return ASSAY_OK;
    }
    if (!code)
        code = assay_signal_look(serve->at[i].signal, path, err);
    return drop(serve, i, code, err);
}

static enum assay_code take_signal(struct serve *serve, size_t i,
                                   const struct assay_rollout_view *view,
                                   struct assay_error *err)
{
    const struct assay_signal_value *values;
    enum assay_code code;

    if (view->record.kind != ASSAY_ROLLOUT_GROUP)
        return ASSAY_OK;
    code = assay_signal_take(serve->at[i].signal, view, &values, err);
    for (size_t k = 0; !code && k < view->count; k++) {
        serve->served[i].of++;
        if (!values[k].lacks)
            serve->served[i].served++;
        else
            count_reason(serve, &serve->at[i], values[k].lacks);
    }
    return code;
}

static enum assay_code take_all(struct serve *serve, const char *path,
                                struct assay_error *err)
{
    struct assay_rollout_walk *walk;
    struct assay_rollout_view view;
    enum assay_code code = assay_rollout_walk_open(path, &walk, err);

    while (!code) {
        code = assay_rollout_walk_next(walk, &view, err);
        if (code || !view.record.node)
            break;
        for (size_t i = 0; !code && i < serve->catalogue->count; i++) {
            if (serve->at[i].signal)
                code = take_signal(serve, i, &view, err);
            else if (serve->at[i].state)
                code = serve->at[i].diagnostic->take(serve->at[i].state, &view, err);
            code = drop(serve, i, code, err);
        }
    }
    assay_rollout_walk_close(walk);
    return code;
}

/* On a page that nobody sees: whether it has something to tell. */
static enum assay_code finish_diagnostic(struct serve *serve, size_t i,
                                         struct assay_error *err)
{
    struct assay_page page;
    struct assay_diagnosis out = {.arena = serve->arena,
                                  .level = 0.95,
                                  .values = assay_node_map(serve->arena),
                                  .page = &page};
    enum assay_code code;

    assay_page_begin(&page, serve->arena, ASSAY_STR(""));
    code = serve->at[i].diagnostic->tell(serve->at[i].state, &out, err);
    serve->served[i].of = 1;
    serve->served[i].served = !out.lacks;
    serve->served[i].lacks = out.lacks;
    return drop(serve, i, code, err);
}

static enum assay_code finish(struct serve *serve, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < serve->catalogue->count; i++) {
        if (serve->at[i].signal)
            serve->served[i].lacks = main_reason(&serve->at[i]);
        else if (serve->at[i].state)
            code = finish_diagnostic(serve, i, err);
    }
    return code;
}

static void release(struct serve *serve)
{
    for (size_t i = 0; i < serve->catalogue->count; i++) {
        struct serving *one = &serve->at[i];

        assay_signal_close(one->signal);
        stop_diagnostic(one);
    }
    free(serve->at);
}

enum assay_code assay_catalogue_serve(const struct assay_catalogue *catalogue,
                                      const char *path, struct assay_arena *arena,
                                      struct assay_catalogue_served **out,
                                      struct assay_error *err)
{
    struct serve serve = {
        .catalogue = catalogue,
        .at = assay_memory_new(catalogue->count + 1, sizeof(*serve.at)),
        .served = assay_arena_new(arena, catalogue->count + 1, sizeof(*serve.served)),
        .arena = arena};
    enum assay_code code = ASSAY_OK;

    *out = serve.served;
    for (size_t i = 0; !code && i < catalogue->count; i++)
        code = start(&serve, i, path, err);
    if (!code)
        code = take_all(&serve, path, err);
    if (!code)
        code = finish(&serve, err);
    release(&serve);
    return code;
}
