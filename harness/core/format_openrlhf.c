/*
 * format_openrlhf.c - responses of an OpenRLHF reward server, one a line or one a file.
 *
 * A response has the rewards of the texts that were asked about together, in their order: those
 * are the completions of one item, which is named by the number of its response, from 0.
 *
 * Source: OpenRLHF/OpenRLHF, openrlhf/cli/serve_rm.py (get_reward).
 */
#include "harness/core/format_record.h"

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
    struct assay_format_record made;
    enum assay_code code = ASSAY_OK;

    (void)reading;
    if (!assay_node_is(rewards, ASSAY_NODE_LIST) || assay_node_count(rewards) == 0)
        return assay_format_fail(err, source, "rewards", "expected a list of numbers");
    assay_format_begin(&made, source, arena,
                       assay_str_of(assay_arena_printf(arena, "%zu", source->row)));
    for (size_t i = 0; !code && i < assay_node_count(rewards); i++)
        code = assay_format_add_node(&made, "rewards", assay_node_at(rewards, i), err);
    if (!code)
        *out = assay_format_end(&made, "scores");
    return code;
}

const struct assay_format assay_format_openrlhf = {
    .name = "openrlhf",
    .summary = "responses of an OpenRLHF reward server, one a line",
    .lost = "ids (responses are numbered from 0), texts, the separate scores and "
            "extra_logs",
    .layout = ASSAY_LAYOUT_AUTO,
    .is = is_openrlhf,
    .read = read_openrlhf,
};
