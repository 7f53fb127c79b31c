/*
 * rollout_trl.c - completions that TRL's GRPO and RLOO trainers keep: completions_STEP.parquet, or its rows as JSON Lines.
 *
 * A row is a response, with a column of its own for each reward function.
 *
 * Source: huggingface/trl, trl/trainer/grpo_trainer.py (GRPOTrainer.log with log_completions: step, prompt, completion, the
 * rewards by their functions' names, advantage), trl/trainer/rloo_trainer.py (the same).
 */
#include "harness/core/rollout_source.h"

static bool is_trl(const struct assay_node *record)
{
    return assay_node_get(record, "prompt") && assay_node_get(record, "completion") &&
           assay_node_get(record, "step") && assay_node_get(record, "advantage");
}

static enum assay_code read_trl(struct assay_rollout_import *import,
                                const struct assay_field_source *source,
                                struct assay_arena *arena, const struct assay_node **out,
                                struct assay_error *err)
{
    static const char *const skip[] = {"step", "advantage", NULL};
    const struct assay_node *rows = assay_node_get(source->record, "@rows");
    struct rollout_made made;
    enum assay_code code;

    assay_rollout_made_begin(&made, import,
                             assay_node_get(assay_node_at(rows, 0), "prompt"),
                             (struct assay_str){NULL, 0}, arena);
    code = assay_rollout_made_step(&made, import, source, rows, err);
    for (size_t i = 0; i < assay_node_count(rows); i++) {
        const struct assay_node *row = assay_node_at(rows, i);
        struct assay_node *response = assay_rollout_made_response(&made);

        assay_rollout_made_put(arena, response, "text",
                               assay_node_get(row, "completion"));
        assay_rollout_made_rewards(&made, row, skip, response);
        assay_rollout_made_add(&made, response);
    }
    *out = assay_rollout_made_end(&made);
    return code;
}

const struct assay_rollout_source assay_rollout_source_trl = {
    .name = "trl",
    .summary = "TRL: completions_STEP.parquet of a trainer with log_completions",
    .lost = "advantages, and columns that are no numbers",
    .group_by = "prompt",
    .is = is_trl,
    .read = read_trl,
};
