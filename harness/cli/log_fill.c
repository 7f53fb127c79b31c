/* log_fill.c - assay log fill: what models and signals say of the responses of a log, written beside what is there. */
#include "harness/cli/log_fill.h"
#include "adapters/signals/signal.h"
#include "harness/cli/command.h"
#include "harness/core/rollout_write.h"

struct fill {
    const char *path;
    const struct assay_log_options *options;
    struct assay_signal_run *run[ASSAY_OPTION_LIST_MAX];
    struct assay_log_output output;
    struct assay_rollout_writer *writer;
    struct assay_log_models *models; /* NULL: none are named */
    struct assay_names runs;         /* that got a meta record here */
    struct assay_tally lacks;
};

/* What is written of a response under the three places that signals may write to. */
static enum assay_code put_value(const struct assay_signal_run *run,
                                 const struct assay_signal_value *value, bool brief,
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
    if (!code && value->tokens && !brief) {
        signal.under = "tok.value";
        code = assay_rollout_put_signal(
            *response, &signal,
            assay_rollout_list(value->tokens, value->token_count, arena), arena, response,
            err);
    }
    if (!code && value->steps && !brief) {
        signal.under = "steps.reward";
        code = assay_rollout_put_signal(
            *response, &signal,
            assay_rollout_list(value->steps, value->step_count, arena), arena, response,
            err);
    }
    return code;
}

static bool is_one_of(struct assay_str key, const char *const *words)
{
    while (*words && !assay_str_equal(key, assay_str_of(*words)))
        words++;
    return *words != NULL;
}

/* What of a map is among the words, or all of it where there are none, with other responses where they are given. */
static const struct assay_node *members_of(const struct assay_node *map,
                                           const char *const *words,
                                           const struct assay_node *responses,
                                           struct assay_arena *arena)
{
    struct assay_node *out = assay_node_map(arena);

    for (size_t i = 0; i < assay_node_count(map); i++) {
        const struct assay_member *member = &map->as.map.at[i];
        const bool theirs =
            responses && assay_str_equal(member->key, ASSAY_STR("responses"));

        if (theirs || !words || is_one_of(member->key, words))
            (void)assay_node_put_view(arena, out, member->key,
                                      theirs ? *responses : member->value);
    }
    return assay_node_keep(arena, *out, map->line);
}

/* By what a join knows a record and its response, and what arrays are held against. */
static const char *const key_of_group[] = {"k",    "run",  "suite", "id",
                                           "ckpt", "step", NULL};
static const char *const key_of_response[] = {"id", "n_tok", NULL};
static const char *const key_of_meta[] = {"k", "v", "run", NULL};

static const struct assay_node *group_of(const struct assay_rollout_view *view,
                                         const char *const *words,
                                         const struct assay_node *const *response)
{
    struct assay_node *list = assay_node_list(view->arena);

    for (size_t i = 0; i < view->count; i++)
        (void)assay_node_push(view->arena, list, *response[i]);
    return members_of(view->record.node, words, list, view->arena);
}

static enum assay_code take_signals(struct fill *fill,
                                    const struct assay_rollout_view *view,
                                    const struct assay_node **response,
                                    struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t s = 0; !code && s < fill->options->signal.count; s++) {
        const struct assay_signal_value *values;

        code = assay_signal_take(fill->run[s], view, &values, err);
        for (size_t i = 0; !code && i < view->count; i++) {
            if (values[i].lacks)
                assay_log_lack(&fill->lacks, "%s: no %s",
                               assay_signal_chosen(fill->run[s])->name, values[i].lacks);
            code = put_value(fill->run[s], &values[i], fill->options->brief, view->arena,
                             &response[i], err);
        }
    }
    return code;
}

/* What models say, and behind that the signals, which see it. */
static enum assay_code fill_group(struct fill *fill, struct assay_rollout_view *view,
                                  const struct assay_node **out, struct assay_error *err)
{
    const struct assay_node **response =
        assay_arena_new(view->arena, view->count + 1, sizeof(const void *));
    const struct assay_log_filling filling = {view, response, &fill->lacks};
    struct assay_rollout_view filled = *view;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; i < view->count; i++)
        response[i] = assay_rollout_view_response(view, i);
    if (fill->models) {
        code = assay_log_models_fill(fill->models, &filling, err);
        filled.record.node = group_of(view, NULL, response);
        filled.responses = assay_node_get(filled.record.node, "responses");
    }
    for (size_t i = 0; fill->options->alone && i < view->count; i++)
        response[i] = members_of(response[i], key_of_response, NULL, view->arena);
    if (!code)
        code = take_signals(fill, &filled, response, err);
    *out = group_of(view, fill->options->alone ? key_of_group : NULL, response);
    return code;
}

/* ---- the vocabulary, which meta records say ---- */

/* A meta record with the models' vocabulary. Errors: ASSAY_EMODEL where it says another one. */
static enum assay_code with_vocabulary(const struct fill *fill,
                                       const struct assay_node *meta,
                                       struct assay_arena *arena,
                                       const struct assay_node **out,
                                       struct assay_error *err)
{
    const size_t own = assay_log_models_vocabulary(fill->models);
    struct assay_node *map;
    double logged;

    *out = meta;
    if (own == 0)
        return ASSAY_OK;
    if (assay_rollout_number(meta, "vocab", &logged))
        return logged == (double)own
                   ? ASSAY_OK
                   : assay_fail(err, ASSAY_EMODEL,
                                "%s:%u: vocab: the log's tokens are of %.0f, and the "
                                "models have %zu: another vocabulary",
                                fill->path, meta->line, logged, own);
    map = assay_node_map(arena);
    for (size_t i = 0; i < assay_node_count(meta); i++)
        (void)assay_node_put_view(arena, map, meta->as.map.at[i].key,
                                  meta->as.map.at[i].value);
    assay_node_put_count(arena, map, "vocab", own);
    *out = assay_node_keep(arena, *map, meta->line);
    return ASSAY_OK;
}

/* The meta record of a group that has none; written before the run's first one. */
static enum assay_code make_meta(struct fill *fill, struct assay_rollout_view *view,
                                 struct assay_error *err)
{
    const struct assay_str run = assay_rollout_text(view->record.node, "run");
    struct assay_node *map = assay_node_map(view->arena);
    uint32_t known;

    (void)assay_node_put(view->arena, map, "k", assay_node_of_string("meta"));
    assay_node_put_count(view->arena, map, "v", ASSAY_ROLLOUT_VERSION);
    if (run.len > 0)
        assay_node_put_text(view->arena, map, "run", run);
    assay_node_put_count(view->arena, map, "vocab",
                         assay_log_models_vocabulary(fill->models));
    view->meta = assay_node_keep(view->arena, *map, view->record.line);
    if (assay_names_find(&fill->runs, run, &known))
        return ASSAY_OK;
    (void)assay_names_add(&fill->runs, run);
    return assay_rollout_write(fill->writer, view->meta, &fill->output.text, err);
}

static enum assay_code settle_meta(struct fill *fill, struct assay_rollout_view *view,
                                   struct assay_error *err)
{
    if (view->meta)
        return with_vocabulary(fill, view->meta, view->arena, &view->meta, err);
    return assay_log_models_vocabulary(fill->models) > 0 ? make_meta(fill, view, err)
                                                         : ASSAY_OK;
}

static enum assay_code pass(void *self, struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct fill *fill = self;
    const struct assay_node *node = view->record.node;
    const bool alone = fill->options->alone;
    enum assay_code code = ASSAY_OK;

    if (alone && view->record.kind == ASSAY_ROLLOUT_META)
        node = members_of(node, key_of_meta, NULL, view->arena);
    else if (view->record.kind == ASSAY_ROLLOUT_META)
        code = with_vocabulary(fill, node, view->arena, &node, err);
    else if (alone && view->record.kind != ASSAY_ROLLOUT_GROUP)
        return ASSAY_OK;
    if (view->record.kind == ASSAY_ROLLOUT_GROUP && view->count > 0) {
        code = settle_meta(fill, view, err);
        if (!code)
            code = fill_group(fill, view, &node, err);
    }
    if (!code && !alone)
        code = assay_rollout_inline(view->log, node, view->arena, &node, err);
    if (!code)
        code = assay_rollout_write(fill->writer, node, &fill->output.text, err);
    return code ? code : assay_log_output_flush(&fill->output, err);
}

/* Of those signals that see the log before they say anything of it. */
static enum assay_code look(void *self, struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct fill *fill = self;
    enum assay_code code = ASSAY_OK;

    if (view->record.kind != ASSAY_ROLLOUT_GROUP)
        return ASSAY_OK;
    for (size_t s = 0; !code && s < fill->options->signal.count; s++)
        if (assay_signal_looks(fill->run[s]))
            code = assay_signal_look_group(fill->run[s], view, err);
    return code;
}

static enum assay_code open_all(struct fill *fill, struct assay_error *err)
{
    const struct assay_log_options *options = fill->options;
    bool looks = false;
    enum assay_code code = assay_log_models_open(options, &fill->models, err);

    if (!code && !fill->models && options->signal.count == 0)
        code = assay_fail(err, ASSAY_EUSAGE,
                          "fill: nothing to fill in: --policy, --ref, --track or --prm "
                          "MODEL, or --signal NAME");
    for (size_t s = 0; !code && s < options->signal.count; s++) {
        code = assay_signal_open(options->signal.at[s], options->set.at,
                                 options->set.count, &fill->run[s], err);
        looks = looks || (!code && assay_signal_looks(fill->run[s]));
    }
    return !code && looks ? assay_rollout_walk(fill->path, look, fill, err) : code;
}

enum assay_code assay_log_fill(const struct assay_log_options *options,
                               const char *const *files, size_t n,
                               struct assay_error *err)
{
    struct fill fill = {
        .path = files[0], .options = options, .output.path = options->output};
    enum assay_code code = open_all(&fill, err);

    (void)n;
    if (!code)
        code = assay_log_output_open(&fill.output, err);
    fill.writer = assay_rollout_writer_new(options->output ? options->output : "output");
    if (!code)
        code = assay_rollout_walk(fill.path, pass, &fill, err);
    code = assay_log_output_close(&fill.output, code, err);
    if (!code)
        assay_log_lacks_tell(&fill.lacks);
    assay_rollout_writer_free(fill.writer);
    for (size_t s = 0; s < options->signal.count; s++)
        assay_signal_close(fill.run[s]);
    assay_log_models_close(fill.models);
    assay_names_release(&fill.runs);
    assay_tally_release(&fill.lacks);
    return code;
}
