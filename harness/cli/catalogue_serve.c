#include "harness/cli/catalogue_serve.h"

#include "adapters/signals/signal_set.h"
#include "harness/core/memory.h"
#include "reports/diagnostics/diagnostic.h"

#include <stdlib.h>

/* An entry at work: a signal of the set, or a diagnostic. */
struct serving {
    size_t member;
    const struct assay_diagnostic *diagnostic;
    void *state; /* NULL: it is none, or was stopped */
};

struct serve {
    const struct assay_catalogue *catalogue;
    struct assay_signal_set set;
    struct serving *at; /* (catalogue->count,) */
    struct assay_catalogue_served *served;
    struct assay_arena *arena;
};

static void stop(struct serving *one)
{
    assay_diagnostic_end(one->diagnostic, one->state);
    one->state = NULL;
}

/* A diagnostic that this log is no data for says why, and is not run any more; what stops all stays as it is. */
static enum assay_code drop(struct serve *serve, size_t i, enum assay_code code,
                            const struct assay_error *err)
{
    if (code != ASSAY_EDATA && code != ASSAY_EDOMAIN)
        return code;
    serve->served[i].lacks = assay_arena_printf(serve->arena, "%s", err->text);
    serve->served[i].served = 0;
    stop(&serve->at[i]);
    return ASSAY_OK;
}

static enum assay_code start(struct serve *serve, size_t i, struct assay_error *err)
{
    const struct assay_catalogue_entry *entry = &serve->catalogue->entry[i];
    struct serving *one = &serve->at[i];
    enum assay_code code;

    serve->served[i].asked = entry->kind != ASSAY_CATALOGUE_COMMAND;
    if (entry->kind == ASSAY_CATALOGUE_COMMAND)
        return ASSAY_OK;
    if (entry->kind == ASSAY_CATALOGUE_SIGNAL) {
        one->member = serve->set.count;
        return assay_signal_set_add(&serve->set, entry->name, err);
    }
    code = assay_diagnostic_find(entry->name, &one->diagnostic, err);
    return code ? code
                : assay_diagnostic_start(one->diagnostic, NULL, 0, &one->state, err);
}

static enum assay_code take(void *self, struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct serve *serve = self;
    const struct assay_signal_value *ignored;
    enum assay_code code = ASSAY_OK;

    for (size_t s = 0;
         !code && view->record.kind == ASSAY_ROLLOUT_GROUP && s < serve->set.count; s++)
        code = assay_signal_set_take(&serve->set, s, view, &ignored, err);
    for (size_t i = 0; !code && i < serve->catalogue->count; i++)
        if (serve->at[i].state)
            code =
                drop(serve, i,
                     serve->at[i].diagnostic->take(serve->at[i].state, view, err), err);
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

static void finish_signal(struct serve *serve, size_t i)
{
    const size_t member = serve->at[i].member;
    const struct assay_str lacks = assay_signal_set_lacks(&serve->set, member);

    serve->served[i].served = serve->set.at[member].served;
    serve->served[i].of = serve->set.at[member].of;
    if (lacks.len > 0)
        serve->served[i].lacks = assay_arena_copy(serve->arena, lacks).ptr;
}

static enum assay_code finish(struct serve *serve, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < serve->catalogue->count; i++) {
        if (serve->catalogue->entry[i].kind == ASSAY_CATALOGUE_SIGNAL)
            finish_signal(serve, i);
        else if (serve->at[i].state)
            code = finish_diagnostic(serve, i, err);
    }
    return code;
}

static void release(struct serve *serve)
{
    for (size_t i = 0; i < serve->catalogue->count; i++)
        stop(&serve->at[i]);
    free(serve->at);
    assay_signal_set_release(&serve->set);
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
        code = start(&serve, i, err);
    if (!code)
        code = assay_signal_set_look(&serve.set, path, err);
    if (!code)
        code = assay_rollout_walk(path, take, &serve, err);
    if (!code)
        code = finish(&serve, err);
    release(&serve);
    return code;
}
