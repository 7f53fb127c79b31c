/* signal_run.c - a signal at work on a log, and what computations ask of it. */
#include "adapters/signals/signal.h"
#include "harness/core/jsonl.h"
#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

struct assay_signal_run {
    struct assay_signal_choice choice;
    void *state;
    bool owned; /* the state */
    struct assay_arena arena;
    const char *parameters;
};

static const char *spell(struct assay_signal_run *run)
{
    struct assay_arena *arena = &run->arena;
    const struct assay_node options =
        assay_options_node(run->choice.options, run->state, arena);
    struct assay_buf text = {0};
    const char *out;

    assay_buf_printf(&text, "%s ", run->choice.signal->name);
    assay_jsonl_write(&options, &text);
    while (text.len > 0 && text.data[text.len - 1] == '\n')
        text.data[--text.len] = '\0';
    out = assay_arena_copy(arena, assay_buf_view(&text)).ptr;
    assay_buf_release(&text);
    return out;
}

static enum assay_code begin(struct assay_signal_run *run, struct assay_error *err)
{
    run->parameters = spell(run);
    return run->choice.signal->begin ? run->choice.signal->begin(run->state, err)
                                     : ASSAY_OK;
}

enum assay_code assay_signal_open_state(const struct assay_signal_choice *choice,
                                        void *state, struct assay_signal_run **out,
                                        struct assay_error *err)
{
    struct assay_signal_run *run = assay_memory_new(1, sizeof(*run));
    enum assay_code code;

    run->choice = *choice;
    run->state = state;
    code = begin(run, err);
    if (code) {
        assay_signal_close(run);
        run = NULL;
    }
    *out = run;
    return code;
}

enum assay_code assay_signal_open(const char *name, const char *const *words, size_t n,
                                  struct assay_signal_run **out, struct assay_error *err)
{
    struct assay_signal_run *run = assay_memory_new(1, sizeof(*run));
    enum assay_code code = assay_signal_choose(name, &run->arena, &run->choice, err);

    *out = NULL;
    if (!code) {
        const size_t size = run->choice.signal->state_size;

        run->state = assay_memory_new(1, size ? size : 1);
        run->owned = true;
        code = assay_options_parse(run->choice.options, words, n, run->state, err);
        if (code) { /* it never began */
            free(run->state);
            run->state = NULL;
        }
    }
    if (!code)
        code = begin(run, err);
    if (code)
        assay_signal_close(run);
    else
        *out = run;
    return code;
}

void assay_signal_close(struct assay_signal_run *run)
{
    if (!run)
        return;
    if (run->state && run->choice.signal->end)
        run->choice.signal->end(run->state);
    if (run->owned)
        free(run->state);
    assay_arena_release(&run->arena);
    free(run);
}

const struct assay_signal_choice *assay_signal_chosen(const struct assay_signal_run *run)
{
    return &run->choice;
}

const char *assay_signal_parameters(const struct assay_signal_run *run)
{
    return run->parameters;
}

bool assay_signal_looks(const struct assay_signal_run *run)
{
    const struct assay_signal *signal = run->choice.signal;

    return signal->look && (!signal->looks || signal->looks(run->state));
}

enum assay_code assay_signal_look_group(struct assay_signal_run *run,
                                        const struct assay_rollout_view *view,
                                        struct assay_error *err)
{
    return run->choice.signal->look(run->state, view, err);
}

static enum assay_code look(void *self, struct assay_rollout_view *view,
                            struct assay_error *err)
{
    return view->record.kind == ASSAY_ROLLOUT_GROUP
               ? assay_signal_look_group(self, view, err)
               : ASSAY_OK;
}

enum assay_code assay_signal_look(struct assay_signal_run *run, const char *path,
                                  struct assay_error *err)
{
    return assay_signal_looks(run) ? assay_rollout_walk(path, look, run, err) : ASSAY_OK;
}

static bool all_finite(const double *x, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!isfinite(x[i]))
            return false;
    return true;
}

/* Arrays with a number that is none are none. */
static void settle(struct assay_signal_value *value)
{
    if (!isfinite(value->reward)) {
        value->reward = (double)NAN;
        assay_signal_lack(value, "a finite value");
    } else {
        value->lacks = NULL;
    }
    if (value->tokens && !all_finite(value->tokens, value->token_count))
        value->tokens = NULL;
    if (value->steps && !all_finite(value->steps, value->step_count))
        value->steps = NULL;
}

static enum assay_code take(struct assay_signal_run *run,
                            const struct assay_rollout_view *view,
                            struct assay_signal_value *values, struct assay_error *err)
{
    const struct assay_signal *signal = run->choice.signal;
    enum assay_code code = ASSAY_OK;

    if (signal->take)
        return signal->take(run->state, view, values, err);
    for (size_t i = 0; !code && i < view->count; i++)
        code = signal->each(run->state, view, i, &values[i], err);
    return code;
}

enum assay_code assay_signal_take(struct assay_signal_run *run,
                                  const struct assay_rollout_view *view,
                                  const struct assay_signal_value **out,
                                  struct assay_error *err)
{
    struct assay_signal_value *values =
        assay_arena_new(view->arena, view->count ? view->count : 1, sizeof(*values));
    enum assay_code code;

    for (size_t i = 0; i < view->count; i++)
        values[i].reward = (double)NAN;
    *out = values;
    code = take(run, view, values, err);
    for (size_t i = 0; !code && i < view->count; i++)
        settle(&values[i]);
    return code;
}

void assay_signal_lack(struct assay_signal_value *value, const char *what)
{
    if (!value->lacks)
        value->lacks = what;
}

enum assay_code assay_signal_array(const struct assay_rollout_view *view, size_t i,
                                   const char *path, struct assay_signal_value *value,
                                   struct assay_signal_track *out,
                                   struct assay_error *err)
{
    const enum assay_code code = assay_rollout_array(
        view, assay_rollout_view_response(view, i), path, &out->at, &out->n, err);

    if (!code && !out->at)
        assay_signal_lack(value, path);
    return code;
}

bool assay_signal_number(const struct assay_rollout_view *view, size_t i,
                         const char *path, struct assay_signal_value *value, double *out)
{
    const bool there =
        assay_rollout_number(assay_rollout_view_response(view, i), path, out);

    if (!there)
        assay_signal_lack(value, path);
    return there;
}

const char *assay_signal_path(const struct assay_rollout_view *view, const char *prefix,
                              const char *name)
{
    return assay_arena_printf(view->arena, "%s.%s", prefix, name);
}
