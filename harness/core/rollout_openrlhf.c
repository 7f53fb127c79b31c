/*
 * rollout_openrlhf.c - what OpenRLHF's batch inference writes: a prompt with a response a row, and its reward where a reward
 * model was asked.
 *
 * Source: OpenRLHF/OpenRLHF 0551ff6, openrlhf/cli/batch_inference.py (batch_generate_vllm: input, output, the prompts
 * best_of_n times behind one another; batch_rm_inference: reward).
 */
#include "harness/core/rollout_source.h"

static bool is_openrlhf(const struct assay_node *record)
{
    return assay_node_get(record, "input") && assay_node_get(record, "output") &&
           !assay_node_get(record, "score");
}

static enum assay_code read_openrlhf(struct assay_rollout_import *import,
                                     const struct assay_field_source *source,
                                     struct assay_arena *arena,
                                     const struct assay_node **out,
                                     struct assay_error *err)
{
    const struct assay_node *rows = assay_node_get(source->record, "@rows");
    struct rollout_made made;

    (void)err;
    assay_rollout_made_begin(&made, import,
                             assay_node_get(assay_node_at(rows, 0), "input"),
                             (struct assay_str){NULL, 0}, arena);
    for (size_t i = 0; i < assay_node_count(rows); i++) {
        const struct assay_node *row = assay_node_at(rows, i);
        struct assay_node *rewards = assay_node_map(arena);
        struct assay_node *response = assay_rollout_made_response(&made);

        assay_rollout_made_put(arena, response, "text", assay_node_get(row, "output"));
        assay_rollout_made_put(arena, rewards, "rm", assay_node_get(row, "reward"));
        if (assay_node_count(rewards) > 0)
            (void)assay_node_put(arena, response, "reward", *rewards);
        assay_rollout_made_add(&made, response);
    }
    *out = assay_rollout_made_end(&made);
    return ASSAY_OK;
}

const struct assay_rollout_source assay_rollout_source_openrlhf = {
    .name = "openrlhf",
    .summary = "OpenRLHF: what batch inference writes, with rewards or without",
    .lost = "nothing of what it writes; steps and answers are not in it",
    .group_by = "input",
    .is = is_openrlhf,
    .read = read_openrlhf,
};
