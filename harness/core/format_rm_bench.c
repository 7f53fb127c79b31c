/*
 * format_rm_bench.c - scored files of RM-Bench: three styles of a right and a wrong answer.
 *
 * Source: THU-KEG/RM-Bench, scripts/run_rm.py (score_chosen, score_rejected).
 */
#include "harness/core/format_record.h"
#include "harness/core/format_write.h"
#include "harness/core/json.h"

enum {
    STYLES = 3 /* a side */
};

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
        return assay_field_fail(err, made->source, name, "expected a list");
    for (size_t i = 0; !code && i < assay_node_count(side); i++)
        code = assay_format_add_node(made, name,
                                     assay_format_unwrapped(assay_node_at(side, i)), err);
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

/* Texts and scores of one side, the first n places or those behind them. */
static void put_places(const struct assay_format_run *run,
                       const struct assay_format_row *row, const size_t *place,
                       const char *const names[2], struct assay_node *map)
{
    struct assay_node *text = assay_node_list(run->arena);
    struct assay_node *score = assay_node_list(run->arena);

    for (size_t i = 0; i < STYLES; i++) {
        (void)assay_node_push(run->arena, text,
                              assay_node_of_text(row->item->completions[place[i]]));
        (void)assay_node_push(run->arena, score,
                              assay_node_of_real(row->answers[place[i]].value));
    }
    (void)assay_node_put(run->arena, map, names[0], *text);
    (void)assay_node_put(run->arena, map, names[1], *score);
}

static enum assay_code write_rm_bench(const struct assay_format_run *run,
                                      struct assay_buf *out, struct assay_error *err)
{
    static const char *const right_names[2] = {"chosen", "score_chosen"};
    static const char *const wrong_names[2] = {"rejected", "score_rejected"};
    struct assay_node *list = assay_node_list(run->arena);

    for (size_t i = 0; i < run->rows; i++) {
        const struct assay_format_row *row = &run->row[i];
        struct assay_node *map = assay_node_map(run->arena);
        size_t right;
        const size_t *place = assay_format_order(row->item, run->arena, &right);

        if (run->want != ASSAY_WANT_SCORES || right != STYLES ||
            row->item->completion_count != right + STYLES)
            return assay_format_unfit(run, "rm-bench",
                                      "three right and three wrong scores", err);
        if (!assay_format_answered(row))
            continue;
        (void)assay_node_put(run->arena, map, "id",
                             assay_node_of_text(assay_format_row_id(row)));
        (void)assay_node_put(run->arena, map, "prompt",
                             assay_format_prompt(row->item, run->arena));
        (void)assay_node_put(run->arena, map, "domain",
                             assay_node_of_text(row->item->subset));
        put_places(run, row, place, right_names, map);
        put_places(run, row, place + STYLES, wrong_names, map);
        (void)assay_node_push(run->arena, list, *map);
    }
    assay_json_write(list, true, out);
    return ASSAY_OK;
}

static const char *const reads[] = {"id", NULL};

const struct assay_format assay_format_rm_bench = {
    .name = "rm-bench",
    .summary = "scored files of RM-Bench: three scores a side",
    .lost = "why an item has no score: such items are left out; other fields",
    .reads = reads,
    .answered = true,
    .layout = ASSAY_LAYOUT_AUTO,
    .is = is_rm_bench,
    .read = read_rm_bench,
    .write = write_rm_bench,
};
