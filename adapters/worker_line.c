#include "adapters/worker_line.h"

#include "adapters/dialogue.h"
#include "adapters/identity.h"
#include "harness/core/jsonl.h"

#include <math.h>

static struct assay_node of_size(size_t n)
{
    return assay_node_of_int((int64_t)n);
}

/* A seed of 2^63 or more is a text: other readers of JSON would round it. */
static struct assay_node of_seed(uint64_t seed, struct assay_arena *arena)
{
    if (seed <= INT64_MAX)
        return assay_node_of_int((int64_t)seed);
    return assay_node_of_string(
        assay_arena_printf(arena, "%llu", (unsigned long long)seed));
}

static const char *wish(const struct assay_setting *setting)
{
    if (setting->sampling)
        return assay_want_name(ASSAY_WANT_TEXTS);
    return assay_want_name(setting->vectors ? ASSAY_WANT_VECTORS : ASSAY_WANT_SCORES);
}

void assay_worker_greet(const struct assay_setting *setting, struct assay_buf *out)
{
    struct assay_arena arena = {0};
    struct assay_node *map = assay_node_map(&arena);

    assay_node_put(&arena, map, "assay", of_size(ASSAY_WORKER_VERSION));
    assay_node_put(&arena, map, "suite", assay_node_of_string(setting->suite));
    assay_node_put(&arena, map, "want", assay_node_of_string(wish(setting)));
    assay_node_put(&arena, map, "orders", of_size(setting->orders));
    assay_node_put(&arena, map, "votes", of_size(setting->votes));
    assay_node_put(&arena, map, "max_length", of_size(setting->max_length));
    assay_node_put(&arena, map, "seed", of_seed(setting->seed, &arena));
    assay_jsonl_write(map, out);
    assay_arena_release(&arena);
}

/* A whole number within [lo, hi] under a key; initial where it is not there. */
static enum assay_code read_size(const struct assay_node *line, const char *key,
                                 size_t bounds[2], size_t *value, struct assay_error *err)
{
    const struct assay_node *node = assay_node_get(line, key);

    if (!node)
        return ASSAY_OK;
    if (!assay_node_is(node, ASSAY_NODE_INT) || node->as.integer < (int64_t)bounds[0] ||
        node->as.integer > (int64_t)bounds[1])
        return assay_fail(err, ASSAY_EMODEL, "%s: not a whole number from %zu to %zu",
                          key, bounds[0], bounds[1]);
    *value = (size_t)node->as.integer;
    return ASSAY_OK;
}

static enum assay_code read_gives(const struct assay_node *line, enum assay_want *gives,
                                  struct assay_error *err)
{
    const struct assay_str said = assay_node_text(assay_node_get(line, "gives"));

    for (unsigned want = 0; want < ASSAY_WANTS; want++)
        if (assay_str_equal(said, assay_str_of(assay_want_name((enum assay_want)want)))) {
            *gives = (enum assay_want)want;
            return ASSAY_OK;
        }
    return assay_fail(
        err, ASSAY_EMODEL,
        "gives: \"%.*s\" is none of scores, preferences, verdicts, vectors, texts",
        ASSAY_STR_ARG(said));
}

enum assay_code assay_worker_read_hello(const struct assay_node *line,
                                        struct assay_arena *arena,
                                        struct assay_worker_hello *out,
                                        struct assay_error *err)
{
    const struct assay_node *version = assay_node_get(line, "assay");
    size_t flights[] = {1, ASSAY_WORKER_IN_FLIGHT}, widths[] = {1, 1 << 20};
    enum assay_code code;

    *out = (struct assay_worker_hello){.in_flight = 1};
    if (!assay_node_is(version, ASSAY_NODE_INT) ||
        version->as.integer != ASSAY_WORKER_VERSION)
        return assay_fail(err, ASSAY_EMODEL,
                          "its first line is not {\"assay\":%d,...}: docs/WORKER.md",
                          ASSAY_WORKER_VERSION);
    out->name = assay_arena_copy(arena, assay_node_text(assay_node_get(line, "name")));
    out->version =
        assay_arena_copy(arena, assay_node_text(assay_node_get(line, "version")));
    out->revision =
        assay_arena_copy(arena, assay_node_text(assay_node_get(line, "revision")));
    if (out->revision.len > 0 && !assay_identity_is_revision(out->revision))
        return assay_fail(err, ASSAY_EMODEL,
                          "revision: \"%.*s\" is no commit or digest in hexadecimal, %d "
                          "digits or more",
                          ASSAY_STR_ARG(out->revision), ASSAY_REVISION_LEAST);
    code = read_gives(line, &out->gives, err);
    if (!code)
        code = read_size(line, "in_flight", flights, &out->in_flight, err);
    if (!code)
        code = read_size(line, "batch", flights, &out->batch, err);
    if (!code && out->batch > out->in_flight)
        out->in_flight = out->batch;
    if (!code)
        code = read_size(line, "width", widths, &out->width, err);
    if (!code && out->gives == ASSAY_WANT_VECTORS && out->width == 0)
        code = assay_fail(err, ASSAY_EMODEL, "width: missing, and it gives vectors");
    return code;
}

/* ---- asking ---- */

static struct assay_node texts_of(const struct assay_str *texts, size_t n,
                                  struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < n; i++)
        assay_node_push(arena, list, assay_node_of_text(texts[i]));
    return *list;
}

/* How texts are to be written, with a seed for each. */
static struct assay_node sampling_of(const struct assay_sampling *sampling,
                                     const struct assay_task *task,
                                     struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);
    struct assay_node *seeds = assay_node_list(arena);

    for (size_t i = 0; i < task->wanted; i++)
        assay_node_push(arena, seeds,
                        of_seed(assay_sampling_seed(sampling, task->item->id, i), arena));
    assay_node_put(arena, map, "temperature", assay_node_of_real(sampling->temperature));
    assay_node_put(arena, map, "top_p", assay_node_of_real(sampling->top_p));
    assay_node_put(arena, map, "top_k", of_size(sampling->top_k));
    assay_node_put(arena, map, "max_tokens", of_size(sampling->max_tokens));
    assay_node_put(arena, map, "stop",
                   texts_of(sampling->stop, sampling->stop_count, arena));
    assay_node_put(arena, map, "seeds", *seeds);
    return *map;
}

void assay_worker_ask(const struct assay_task *task, const struct assay_setting *setting,
                      size_t id, struct assay_arena *arena, struct assay_buf *out)
{
    const struct assay_item *item = task->item;
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "id", of_size(id));
    assay_node_put(arena, map, "messages",
                   assay_dialogue_messages(assay_dialogue_of(item, NULL, arena), arena));
    if (task->want != ASSAY_WANT_TEXTS)
        assay_node_put(arena, map, "completions",
                       texts_of(item->completions, item->completion_count, arena));
    if (item->media_count > 0)
        assay_node_put(arena, map, "media",
                       texts_of(item->media, item->media_count, arena));
    if (item->dimension_count > 0)
        assay_node_put(arena, map, "dimensions",
                       texts_of(item->dimension, item->dimension_count, arena));
    assay_node_put(arena, map, "wanted", of_size(task->wanted));
    if (task->want == ASSAY_WANT_TEXTS && setting->sampling)
        assay_node_put(arena, map, "sampling",
                       sampling_of(setting->sampling, task, arena));
    assay_jsonl_write(map, out);
}

/* ---- answers ---- */

enum assay_code assay_worker_read_progress(const struct assay_node *line,
                                           struct assay_worker_progress *out,
                                           struct assay_error *err)
{
    const struct assay_node *what = assay_node_get(line, "progress");
    size_t bounds[] = {0, 1 << 30};
    enum assay_code code;

    *out = (struct assay_worker_progress){.what = assay_node_text(what)};
    if (!assay_node_is(what, ASSAY_NODE_TEXT) || out->what.len == 0)
        return assay_fail(err, ASSAY_EMODEL, "progress: %s is no text",
                          out->what.len == 0 && assay_node_is(what, ASSAY_NODE_TEXT)
                              ? "\"\""
                              : assay_node_type_name(what));
    code = read_size(line, "total", bounds, &out->total, err);
    if (!code)
        code = read_size(line, "done", bounds, &out->done, err);
    if (!code && out->total > 0 && out->done > out->total)
        code = assay_fail(err, ASSAY_EMODEL, "done: %zu of %zu", out->done, out->total);
    return code;
}

bool assay_worker_answers(const struct assay_node *line, size_t *id)
{
    const struct assay_node *node = assay_node_get(line, "id");

    if (!assay_node_is(node, ASSAY_NODE_INT) || node->as.integer < 0)
        return false;
    *id = (size_t)node->as.integer;
    return true;
}

static enum assay_code read_state(const struct assay_node *line,
                                  const struct assay_task *task,
                                  struct assay_answer *answers, struct assay_error *err)
{
    const struct assay_str name = assay_node_text(assay_node_get(line, "state"));
    enum assay_state state;

    if (!assay_state_parse(name, &state) || state == ASSAY_STATE_SCORED ||
        state == ASSAY_STATE_TIED)
        return assay_fail(err, ASSAY_EMODEL,
                          "state: \"%.*s\" says not why there is no answer",
                          ASSAY_STR_ARG(name));
    for (size_t i = 0; i < task->wanted; i++)
        answers[i] = (struct assay_answer){
            .state = state, .note = assay_node_text(assay_node_get(line, "note"))};
    return ASSAY_OK;
}

static bool read_value(const struct assay_node *node, enum assay_want want,
                       struct assay_answer *answer)
{
    *answer = (struct assay_answer){.state = ASSAY_STATE_SCORED};
    if (want == ASSAY_WANT_TEXTS) {
        answer->text = assay_node_text(node);
        return assay_node_is(node, ASSAY_NODE_TEXT);
    }
    if (assay_node_is(node, ASSAY_NODE_NULL)) {
        answer->state = ASSAY_STATE_NAN;
        return true;
    }
    return assay_node_number(node, &answer->value);
}

enum assay_code assay_worker_read(const struct assay_node *line,
                                  const struct assay_task *task,
                                  struct assay_answer *answers, struct assay_error *err)
{
    const char *key = task->want == ASSAY_WANT_TEXTS ? "texts" : "values";
    const struct assay_node *list = assay_node_get(line, key);

    if (assay_node_get(line, "state"))
        return read_state(line, task, answers, err);
    if (!assay_node_is(list, ASSAY_NODE_LIST) || assay_node_count(list) != task->wanted)
        return assay_fail(err, ASSAY_EMODEL,
                          "%s: not a list of %zu, as many as were wanted", key,
                          task->wanted);
    for (size_t i = 0; i < task->wanted; i++)
        if (!read_value(assay_node_at(list, i), task->want, &answers[i]))
            return assay_fail(err, ASSAY_EMODEL, "%s[%zu]: %s is no %s", key, i,
                              assay_node_type_name(assay_node_at(list, i)),
                              task->want == ASSAY_WANT_TEXTS ? "text" : "number");
    return ASSAY_OK;
}
