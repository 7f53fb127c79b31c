/* log_fill.c - assay log fill: what signals say of the responses of a log, written beside what is there. */
#include "adapters/signals/signal.h"
#include "harness/cli/command.h"
#include "harness/cli/log_action.h"
#include "harness/core/memory.h"
#include "harness/core/names.h"
#include "harness/core/rollout_write.h"

#include <stdlib.h>
#include <string.h>

struct fill {
    const char *path;
    const struct assay_log_options *options;
    struct assay_signal_run *run[ASSAY_OPTION_LIST_MAX];
    struct assay_log_output output;
    struct assay_rollout_writer *writer;
    struct assay_names lacks;
    size_t *count; /* (lacks,) */
};

static void count_lack(struct fill *fill, const char *signal, const char *what,
                       struct assay_arena *arena)
{
    const size_t before = fill->lacks.count;
    const uint32_t at = assay_names_add(
        &fill->lacks, assay_str_of(assay_arena_printf(arena, "%s: no %s", signal, what)));

    if (fill->lacks.count > before) {
        fill->count =
            assay_memory_resize(fill->count, fill->lacks.count, sizeof(*fill->count));
        fill->count[at] = 0;
    }
    fill->count[at]++;
}

/* What is written of a response under the three places that signals may write to. */
static enum assay_code put_value(const struct assay_signal_run *run,
                                 const struct assay_signal_value *value,
                                 struct assay_arena *arena,
                                 const struct assay_node **response,
                                 struct assay_error *err)
{
    struct assay_rollout_signal signal = {assay_signal_chosen(run)->name,
                                          assay_signal_parameters(run), "reward"};
    enum assay_code code = ASSAY_OK;

    if (!value->lacks)
        code = assay_rollout_put_signal(
            *response, &signal, assay_node_of_real(value->reward), arena, response, err);
    if (!code && value->tokens) {
        signal.under = "tok.value";
        code = assay_rollout_put_signal(
            *response, &signal,
            assay_rollout_list(value->tokens, value->token_count, arena), arena, response,
            err);
    }
    if (!code && value->steps) {
        signal.under = "steps.reward";
        code = assay_rollout_put_signal(
            *response, &signal,
            assay_rollout_list(value->steps, value->step_count, arena), arena, response,
            err);
    }
    return code;
}

/* The group with other responses. */
static const struct assay_node *with_responses(const struct assay_node *group,
                                               const struct assay_node *responses,
                                               struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    for (size_t i = 0; i < assay_node_count(group); i++) {
        const struct assay_member *member = &group->as.map.at[i];
        const bool theirs = assay_str_equal(member->key, ASSAY_STR("responses"));

        (void)assay_node_put_view(arena, map, member->key,
                                  theirs ? *responses : member->value);
    }
    return assay_node_keep(arena, *map, group->line);
}

static enum assay_code fill_group(struct fill *fill,
                                  const struct assay_rollout_view *view,
                                  const struct assay_node **out, struct assay_error *err)
{
    struct assay_arena *arena = view->arena;
    const struct assay_node **response =
        assay_arena_new(arena, view->count + 1, sizeof(const void *));
    struct assay_node *list = assay_node_list(arena);
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; i < view->count; i++)
        response[i] = assay_rollout_view_response(view, i);
    for (size_t s = 0; !code && s < fill->options->signal.count; s++) {
        const struct assay_signal_value *values;

        code = assay_signal_take(fill->run[s], view, &values, err);
        for (size_t i = 0; !code && i < view->count; i++) {
            if (values[i].lacks)
                count_lack(fill, assay_signal_chosen(fill->run[s])->name, values[i].lacks,
                           arena);
            code = put_value(fill->run[s], &values[i], arena, &response[i], err);
        }
    }
    for (size_t i = 0; i < view->count; i++)
        (void)assay_node_push(arena, list, *response[i]);
    *out = with_responses(view->record.node, list, arena);
    return code;
}

static enum assay_code pass(struct fill *fill, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    const struct assay_node *node = view->record.node;
    enum assay_code code = ASSAY_OK;

    if (view->record.kind == ASSAY_ROLLOUT_GROUP && view->count > 0)
        code = fill_group(fill, view, &node, err);
    if (!code)
        code = assay_rollout_inline(view->log, node, view->arena, &node, err);
    if (!code)
        code = assay_rollout_write(fill->writer, node, &fill->output.text, err);
    return code ? code : assay_log_output_flush(&fill->output, err);
}

static enum assay_code open_signals(struct fill *fill, struct assay_error *err)
{
    const struct assay_log_options *options = fill->options;
    enum assay_code code =
        options->signal.count > 0
            ? ASSAY_OK
            : assay_fail(err, ASSAY_EUSAGE, "fill: nothing to fill in: --signal NAME");

    for (size_t s = 0; !code && s < options->signal.count; s++) {
        code = assay_signal_open(options->signal.at[s], options->set.at,
                                 options->set.count, &fill->run[s], err);
        if (!code)
            code = assay_signal_look(fill->run[s], fill->path, err);
    }
    return code;
}

static enum assay_code fill_all(struct fill *fill, struct assay_error *err)
{
    struct assay_rollout_walk *walk;
    struct assay_rollout_view view;
    enum assay_code code = assay_rollout_walk_open(fill->path, &walk, err);

    while (!code) {
        code = assay_rollout_walk_next(walk, &view, err);
        if (code || !view.record.node)
            break;
        code = pass(fill, &view, err);
    }
    assay_rollout_walk_close(walk);
    return code;
}

/* To stderr, since records may go to stdout: "dpo: no tok.lp.ref: 3 responses". */
static void tell(const struct fill *fill)
{
    for (size_t i = 0; i < fill->lacks.count; i++)
        (void)fprintf(stderr, "%.*s: %zu response%s without a value\n",
                      ASSAY_STR_ARG(fill->lacks.at[i]), fill->count[i],
                      fill->count[i] == 1 ? "" : "s");
}

enum assay_code assay_log_fill(const struct assay_log_options *options,
                               const char *const *files, size_t n,
                               struct assay_error *err)
{
    struct fill fill = {
        .path = files[0], .options = options, .output.path = options->output};
    enum assay_code code = open_signals(&fill, err);

    (void)n;
    if (!code)
        code = assay_log_output_open(&fill.output, err);
    fill.writer = assay_rollout_writer_new(options->output ? options->output : "output");
    if (!code)
        code = fill_all(&fill, err);
    code = assay_log_output_close(&fill.output, code, err);
    if (!code)
        tell(&fill);
    assay_rollout_writer_free(fill.writer);
    for (size_t s = 0; s < options->signal.count; s++)
        assay_signal_close(fill.run[s]);
    assay_names_release(&fill.lacks);
    free(fill.count);
    return code;
}
