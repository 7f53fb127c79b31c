/*
 * format_reward_bench_scores.c - scores an item of reward-bench: eval-set-scores/ORG/MODEL.json, an
 * object of columns, and the MODEL_outputs.jsonl of its command line, a row a pair.
 *
 * Pairs have scores_chosen and scores_rejected, best-of-n has scores; a score may stand in a list
 * of one. Files of judges have results alone: 1 is a preference for the chosen one, 0 for the
 * other, anything between is a tie. A row without an id has its number, from 0.
 *
 * Source: allenai/reward-bench, scripts/run_rm.py, run_generative.py and run_v2.py (scores_dict),
 * rewardbench/rewardbench.py (combined_data).
 */
#include "harness/core/format_record.h"

static const char *const kept[] = {"subset",        "prompt",  "text",  "text_chosen",
                                   "text_rejected", "results", "model", "num_correct"};

static bool has_list(const struct assay_node *record, const char *key)
{
    return assay_node_is(assay_node_get(record, key), ASSAY_NODE_LIST);
}

/* An object of columns. */
static bool is_scores(const struct assay_node *record)
{
    return has_list(record, "results") && has_list(record, "id") &&
           (has_list(record, "text_chosen") || has_list(record, "num_correct"));
}

/* A row. */
static bool is_outputs(const struct assay_node *record)
{
    return assay_node_get(record, "prompt") && assay_node_get(record, "results") &&
           assay_node_get(record, "scores_chosen") &&
           assay_node_get(record, "scores_rejected") &&
           assay_node_get(record, "text_chosen") && !has_list(record, "results");
}

/* A list of one number is that number. */
static const struct assay_node *unwrapped(const struct assay_node *node)
{
    return assay_node_is(node, ASSAY_NODE_LIST) && assay_node_count(node) == 1
               ? assay_node_at(node, 0)
               : node;
}

/* A score with its state; a list of step scores stays as it is. */
static enum assay_code add_score(struct assay_format_record *made, const char *field,
                                 const struct assay_node *node, struct assay_error *err)
{
    const struct assay_node *score = unwrapped(node);
    size_t last;

    if (!assay_node_is(score, ASSAY_NODE_LIST))
        return assay_format_add_node(made, field, score, err);
    assay_format_add(made, 0.0, ASSAY_STATE_SCORED);
    last = made->values->as.list.count - 1;
    made->values->as.list.at[last] = *score;
    return ASSAY_OK;
}

static void put_states(const struct assay_format_record *made)
{
    if (made->unanswered)
        (void)assay_node_put(made->arena, made->map, "states", *made->states);
}

static enum assay_code put_pair(struct assay_format_record *made, struct assay_error *err)
{
    static const char *const names[2] = {"scores_chosen", "scores_rejected"};
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < 2; i++) {
        code = add_score(made, names[i], assay_node_get(made->source->record, names[i]),
                         err);
        if (!code)
            (void)assay_node_put(made->arena, made->map, names[i],
                                 *assay_node_at(made->values, i));
    }
    put_states(made);
    return code;
}

static enum assay_code put_list(struct assay_format_record *made,
                                const struct assay_node *scores, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(scores, ASSAY_NODE_LIST))
        return assay_format_fail(err, made->source, "scores",
                                 "expected a list, found a %s",
                                 assay_node_type_name(scores));
    for (size_t i = 0; !code && i < assay_node_count(scores); i++)
        code = add_score(made, "scores", assay_node_at(scores, i), err);
    (void)assay_format_end(made, "scores");
    return code;
}

static enum assay_code put_result(struct assay_format_record *made,
                                  struct assay_error *err)
{
    struct assay_format_record whole = *made;
    double value;
    enum assay_code code = assay_format_add_node(
        made, "results", assay_node_get(made->source->record, "results"), err);

    if (code || !assay_node_number(assay_node_at(made->values, 0), &value)) {
        (void)assay_format_end(made, "preferences");
        return code;
    }
    whole.values = assay_node_list(made->arena);
    assay_format_add(&whole,
                     value >= 1.0   ? 1.0
                     : value <= 0.0 ? -1.0
                                    : 0.0,
                     ASSAY_STATE_SCORED);
    (void)assay_format_end(&whole, "preferences");
    return ASSAY_OK;
}

static enum assay_code read_scores(struct assay_format_reading *reading,
                                   const struct assay_field_source *source,
                                   struct assay_arena *arena,
                                   const struct assay_node **out, struct assay_error *err)
{
    const struct assay_node *scores = assay_node_get(source->record, "scores");
    struct assay_format_record made;
    struct assay_str id;
    enum assay_code code;

    (void)reading;
    if (!assay_format_text(assay_node_get(source->record, "id"), arena, &id))
        id = assay_str_of(assay_arena_printf(arena, "%zu", source->row));
    assay_format_begin(&made, source, arena, id);
    assay_format_keep(&made, kept, sizeof(kept) / sizeof(kept[0]));
    if (assay_node_get(source->record, "scores_chosen"))
        code = put_pair(&made, err);
    else if (scores)
        code = put_list(&made, scores, err);
    else
        code = put_result(&made, err);
    *out = made.map;
    return code;
}

const struct assay_format assay_format_reward_bench_scores = {
    .name = "reward-bench-scores",
    .summary =
        "eval-set-scores/ORG/MODEL.json of reward-bench, versions 1 and 2: columns",
    .lost = "why an item has no score: such items are left out; other columns",
    .layout = ASSAY_LAYOUT_COLUMNS,
    .is = is_scores,
    .read = read_scores,
};

const struct assay_format assay_format_reward_bench_outputs = {
    .name = "reward-bench-outputs",
    .summary = "MODEL_outputs.jsonl of the rewardbench command: a row a pair",
    .lost = "why an item has no score: such items are left out; other columns",
    .layout = ASSAY_LAYOUT_AUTO,
    .is = is_outputs,
    .read = read_scores,
};
