/*
 * format_rm_bench.c - scored files of RM-Bench: three styles of a right and a wrong answer.
 *
 * Source: THU-KEG/RM-Bench, scripts/run_rm.py (score_chosen, score_rejected).
 */
#include "harness/core/format_record.h"

static bool is_list(const struct assay_node *record, const char *key)
{
    return assay_node_is(assay_node_get(record, key), ASSAY_NODE_LIST);
}

static bool is_rm_bench(const struct assay_node *record)
{
    return is_list(record, "chosen") && is_list(record, "rejected") &&
           is_list(record, "score_chosen") && is_list(record, "score_rejected");
}

/* The scores of one side, with null where there is none. */
static enum assay_code put_side(struct assay_format_record *made, const char *name,
                                struct assay_error *err)
{
    const struct assay_node *side = assay_node_get(made->source->record, name);
    const size_t from = made->values->as.list.count;
    struct assay_node *list = assay_node_list(made->arena);
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(side, ASSAY_NODE_LIST))
        return assay_format_fail(err, made->source, name, "expected a list");
    for (size_t i = 0; !code && i < assay_node_count(side); i++)
        code = assay_format_add_node(made, name, assay_node_at(side, i), err);
    for (size_t i = from; !code && i < made->values->as.list.count; i++)
        (void)assay_node_push(made->arena, list, *assay_node_at(made->values, i));
    (void)assay_node_put(made->arena, made->map, name, *list);
    return code;
}

static enum assay_code read_rm_bench(struct assay_format_reading *reading,
                                     const struct assay_field_source *source,
                                     struct assay_arena *arena,
                                     const struct assay_node **out,
                                     struct assay_error *err)
{
    static const char *const kept[] = {"domain", "prompt", "chosen", "rejected"};
    struct assay_format_record made;
    struct assay_str id;
    enum assay_code code;

    (void)reading;
    code = assay_format_need_text(source, "id", arena, &id, err);
    if (code)
        return code;
    assay_format_begin(&made, source, arena, id);
    assay_format_keep(&made, kept, sizeof(kept) / sizeof(kept[0]));
    code = put_side(&made, "score_chosen", err);
    if (!code)
        code = put_side(&made, "score_rejected", err);
    if (!code && made.unanswered)
        (void)assay_node_put(arena, made.map, "states", *made.states);
    *out = made.map;
    return code;
}

const struct assay_format assay_format_rm_bench = {
    .name = "rm-bench",
    .summary = "scored files of RM-Bench: three scores a side",
    .lost = "why an item has no score: such items are left out; other fields",
    .layout = ASSAY_LAYOUT_AUTO,
    .is = is_rm_bench,
    .read = read_rm_bench,
};
