/*
 * format_rollout.c - rollout logs (docs/LOGS.md) as samples with their logged rewards, streamed.
 *
 * A group is a record: its responses are completions, one reward is their scores (the one named as metric, else the first
 * that the first response with rewards has), all rewards are proxies, what is right (correct, else the roles chosen and rejected) is gold. An item is called
 * by the group's id and, where the log says one, the checkpoint: ID@CKPT; groups with one id are one cluster. A reward that is
 * missing is a score that nobody gave (skipped), never 0. The rules of logs are held here as everywhere.
 */
#include "harness/core/format_record.h"
#include "harness/core/rollout.h"

#include <string.h>

static bool is_rollout(const struct assay_node *record)
{
    const struct assay_str kind = assay_node_text(assay_node_get(record, "k"));

    return (assay_str_equal(kind, ASSAY_STR("meta")) && assay_node_get(record, "v")) ||
           (assay_str_equal(kind, ASSAY_STR("group")) && assay_node_get(record, "id")) ||
           (assay_str_equal(kind, ASSAY_STR("ckpt")) && assay_node_get(record, "step")) ||
           (assay_str_equal(kind, ASSAY_STR("mdp")) && assay_node_get(record, "nS"));
}

/* What responses have under a path, as a list; NULL where none has it. */
static const struct assay_node *column(const struct assay_node *responses,
                                       const char *path, struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);
    bool some = false;

    for (size_t i = 0; i < assay_node_count(responses); i++) {
        const struct assay_node *value =
            assay_rollout_value(assay_node_at(responses, i), assay_str_of(path));

        some = some || value;
        (void)assay_node_push(arena, list, value ? *value : assay_node_null());
    }
    return some ? list : NULL;
}

/* 1 or 0 where a response says whether it is correct, or by its role is chosen or rejected; NULL where none does. */
static const struct assay_node *truths(const struct assay_node *responses,
                                       struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);
    bool some = false;

    for (size_t i = 0; i < assay_node_count(responses); i++) {
        double correct;
        const bool told = assay_rollout_correct(assay_node_at(responses, i), &correct);

        some = some || told;
        (void)assay_node_push(
            arena, list, told ? assay_node_of_int((int64_t)correct) : assay_node_null());
    }
    return some ? list : NULL;
}

/* The same where every response has it, which is a text. */
static const struct assay_node *texts(const struct assay_node *responses,
                                      const char *path, struct assay_arena *arena)
{
    const struct assay_node *list = column(responses, path, arena);

    for (size_t i = 0; i < assay_node_count(list); i++)
        if (!assay_node_is(assay_node_at(list, i), ASSAY_NODE_TEXT))
            return NULL;
    return list;
}

/* A column a reward, in order of first sight. */
static const struct assay_node *rewards(const struct assay_node *responses,
                                        struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    for (size_t i = 0; i < assay_node_count(responses); i++) {
        const struct assay_node *own =
            assay_node_get(assay_node_at(responses, i), "reward");

        for (size_t k = 0; k < assay_node_count(own); k++) {
            const struct assay_str name = own->as.map.at[k].key;
            const struct assay_node *list = column(
                responses,
                assay_arena_printf(arena, "reward.%s", assay_arena_copy(arena, name).ptr),
                arena);

            if (list && !assay_node_find(map, name))
                (void)assay_node_put_view(arena, map, name, *list);
        }
    }
    return assay_node_count(map) > 0 ? map : NULL;
}

static void add_scores(const struct assay_format_reading *reading,
                       struct assay_format_record *made,
                       const struct assay_node *responses, const struct assay_node *all)
{
    const struct assay_node *one = reading->metric ? assay_node_get(all, reading->metric)
                                   : all           ? &all->as.map.at[0].value
                                                   : NULL;
    double x;

    for (size_t i = 0; i < assay_node_count(responses); i++) {
        const bool there = assay_node_number(assay_node_at(one, i), &x);

        assay_format_add(made, there ? x : 0.0,
                         there ? ASSAY_STATE_SCORED : ASSAY_STATE_SKIPPED);
    }
}

static enum assay_code read_rollout(struct assay_format_reading *reading,
                                    const struct assay_field_source *source,
                                    struct assay_arena *arena,
                                    const struct assay_node **out,
                                    struct assay_error *err)
{
    struct assay_rollout_record record = {.node = source->record, .line = source->line};
    const struct assay_node *responses = assay_node_get(source->record, "responses");
    const struct assay_node *all;
    struct assay_format_record made;
    enum assay_code code;

    *out = NULL;
    if (!reading->rollout)
        reading->rollout = assay_rollout_checker_new(source->path);
    code = assay_rollout_checker_take(reading->rollout, &record, err);
    if (code || record.kind != ASSAY_ROLLOUT_GROUP)
        return code;
    if (assay_node_count(responses) == 0) {
        reading->left_out++;
        reading->why = "groups without responses";
        return ASSAY_OK;
    }
    all = rewards(responses, arena);
    assay_format_begin(&made, source, arena, assay_rollout_item(source->record, arena));
    assay_format_put(&made, "cluster", assay_node_get(source->record, "id"));
    assay_format_put(&made, "subset", assay_node_get(source->record, "subset"));
    assay_format_put(&made, "prompt", assay_node_get(source->record, "prompt"));
    assay_format_put(&made, "principle", assay_node_get(source->record, "principle"));
    assay_format_put(&made, "completions", texts(responses, "text", arena));
    assay_format_put(&made, "gold", truths(responses, arena));
    assay_format_put(&made, "proxies", all);
    assay_format_put(&made, "answers", column(responses, "answer", arena));
    assay_format_put(&made, "tokens", column(responses, "n_tok", arena));
    assay_format_put(&made, "difficulty", assay_node_get(source->record, "diff"));
    add_scores(reading, &made, responses, all);
    *out = assay_format_end(&made, "scores");
    return ASSAY_OK;
}

const struct assay_format assay_format_rollout = {
    .name = "rollout",
    .summary = "rollout logs: responses with their logged rewards",
    .lost =
        "records that are no groups, arrays of tokens and steps, judges, preferences, "
        "labels, and gold other than whether a response is right",
    .layout = ASSAY_LAYOUT_JSONL,
    .is = is_rollout,
    .read = read_rollout,
};

struct assay_str assay_rollout_item(const struct assay_node *group,
                                    struct assay_arena *arena)
{
    const struct assay_str id = assay_node_text(assay_node_get(group, "id"));
    const struct assay_str ckpt = assay_node_text(assay_node_get(group, "ckpt"));

    if (ckpt.len == 0)
        return id;
    return assay_str_of(assay_arena_printf(arena, "%s@%s",
                                           assay_arena_copy(arena, id).ptr,
                                           assay_arena_copy(arena, ckpt).ptr));
}

bool assay_rollout_correct(const struct assay_node *response, double *out)
{
    const struct assay_node *correct = assay_node_get(response, "correct");
    const struct assay_str role = assay_node_text(assay_node_get(response, "role"));
    const bool chosen = assay_str_equal(role, ASSAY_STR("chosen"));

    if (assay_node_is(correct, ASSAY_NODE_BOOL))
        *out = correct->as.truth;
    else if (!assay_node_number(correct, out)) {
        *out = chosen;
        return chosen || assay_str_equal(role, ASSAY_STR("rejected"));
    }
    return true;
}

bool assay_rollout_is(const char *path)
{
    const struct assay_format *format;
    struct assay_error ignored;

    return !assay_format_detect(path, &format, &ignored) &&
           format == &assay_format_rollout;
}
