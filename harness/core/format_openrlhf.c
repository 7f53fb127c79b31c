/*
 * format_openrlhf.c - responses of an OpenRLHF reward server, one a line or one a file.
 *
 * A response has the rewards of the texts that were asked about together, in their order: those
 * are the completions of one item, which is named by the number of its response, from 0. What assay writes has
 * the item's key and its answers under extra_logs.
 *
 * Source: OpenRLHF/OpenRLHF, openrlhf/cli/serve_rm.py (get_reward).
 */
#include "harness/core/format_record.h"
#include "harness/core/format_write.h"
#include "harness/core/jsonl.h"

static bool is_openrlhf(const struct assay_node *record)
{
    return assay_node_is(assay_node_get(record, "rewards"), ASSAY_NODE_LIST) &&
           assay_node_get(record, "scores") && assay_node_get(record, "extra_logs");
}

static enum assay_code read_openrlhf(struct assay_format_reading *reading,
                                     const struct assay_field_source *source,
                                     struct assay_arena *arena,
                                     const struct assay_node **out,
                                     struct assay_error *err)
{
    const struct assay_node *rewards = assay_node_get(source->record, "rewards");
    const struct assay_node *carried =
        assay_format_carried(assay_node_get(source->record, "extra_logs"));
    struct assay_format_record made;
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(rewards, ASSAY_NODE_LIST) || assay_node_count(rewards) == 0)
        return assay_field_fail(err, source, "rewards", "expected a list of numbers");
    assay_format_begin(&made, source, arena,
                       assay_str_of(assay_arena_printf(arena, "%zu", source->row)));
    if (carried) {
        *out = assay_format_end_carried(reading, &made, carried);
        return ASSAY_OK;
    }
    for (size_t i = 0; !code && i < assay_node_count(rewards); i++)
        code = assay_format_add_node(&made, "rewards", assay_node_at(rewards, i), err);
    if (!code)
        *out = assay_format_end(&made, "scores");
    return code;
}

/* Every item has its line, since lines are all that names items; null is no answer. */
static enum assay_code write_openrlhf(const struct assay_format_run *run,
                                      struct assay_buf *out, struct assay_error *err)
{
    if (run->want != ASSAY_WANT_SCORES)
        return assay_format_unfit(run, "openrlhf", "scores", err);
    for (size_t i = 0; i < run->rows; i++) {
        struct assay_node *map = assay_node_map(run->arena);
        struct assay_node *list = assay_node_list(run->arena);
        struct assay_node *logs = assay_node_map(run->arena);

        for (size_t k = 0; k < run->row[i].count; k++) {
            const struct assay_answer *answer = &run->row[i].answers[k];

            (void)assay_node_push(run->arena, list,
                                  answer->state == ASSAY_STATE_SCORED
                                      ? assay_node_of_real(answer->value)
                                      : assay_node_null());
        }
        (void)assay_node_put(run->arena, map, "rewards", *list);
        (void)assay_node_put(run->arena, map, "scores", *list);
        (void)assay_node_put(run->arena, logs, "assay",
                             assay_format_carry(run, &run->row[i]));
        (void)assay_node_put(run->arena, map, "extra_logs", *logs);
        assay_jsonl_write(map, out);
    }
    return ASSAY_OK;
}

static const char *const reads[] = {"rewards", "extra_logs.assay", NULL};

const struct assay_format assay_format_openrlhf = {
    .name = "openrlhf",
    .summary = "responses of an OpenRLHF reward server, one a line",
    .lost = "ids (responses of others are numbered from 0), texts, the separate scores, "
            "extra_logs, and why something has no score: null is unparsable",
    .reads = reads,
    .leaves = "texts",
    .layout = ASSAY_LAYOUT_AUTO,
    .is = is_openrlhf,
    .read = read_openrlhf,
    .write = write_openrlhf,
};
