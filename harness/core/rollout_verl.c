/*
 * rollout_verl.c - generations that verl keeps: STEP.jsonl in trainer.rollout_data_dir or trainer.validation_data_dir.
 *
 * A row is a response with the score that it was trained on; what the reward function says beside it has columns of its
 * own: acc of 0 or 1 is whether the answer is right, pred the answer, other numbers are rewards.
 *
 * Source: volcengine/verl, verl/trainer/ppo/ray_trainer.py (_dump_generations: input, output, gts, score, step and
 * reward_extra_infos_dict), verl/utils/reward_score/math_dapo.py (compute_score: score, acc, pred).
 */
#include "harness/core/rollout_source.h"

static bool is_verl(const struct assay_node *record)
{
    return assay_node_get(record, "input") && assay_node_get(record, "output") &&
           assay_node_get(record, "score") && assay_node_get(record, "step");
}

static void put_gold(struct rollout_made *made, const struct assay_node *row)
{
    const struct assay_node *answer = assay_node_get(row, "gts");
    struct assay_node *gold = assay_node_map(made->arena);

    assay_rollout_made_put(made->arena, gold, "answer", answer);
    if (assay_node_count(gold) > 0)
        (void)assay_node_put(made->arena, made->group, "gold", *gold);
}

static enum assay_code read_verl(struct assay_rollout_import *import,
                                 const struct assay_field_source *source,
                                 struct assay_arena *arena, const struct assay_node **out,
                                 struct assay_error *err)
{
    static const char *const skip[] = {"step", "acc", "reward", NULL};
    const struct assay_node *rows = assay_node_get(source->record, "@rows");
    struct rollout_made made;
    enum assay_code code;

    assay_rollout_made_begin(&made, import,
                             assay_node_get(assay_node_at(rows, 0), "input"),
                             (struct assay_str){NULL, 0}, arena);
    code = assay_rollout_made_step(&made, import, source, rows, err);
    put_gold(&made, assay_node_at(rows, 0));
    for (size_t i = 0; i < assay_node_count(rows); i++) {
        const struct assay_node *row = assay_node_at(rows, i);
        const struct assay_node *answer = assay_node_get(row, "pred");
        struct assay_node *response = assay_rollout_made_response(&made);

        assay_rollout_made_put(arena, response, "text", assay_node_get(row, "output"));
        if (assay_node_is(answer, ASSAY_NODE_TEXT))
            assay_rollout_made_put(arena, response, "answer", answer);
        assay_rollout_made_flag(&made, response, "correct", assay_node_get(row, "acc"));
        assay_rollout_made_rewards(&made, row, skip, response);
        assay_rollout_made_add(&made, response);
    }
    *out = assay_rollout_made_end(&made);
    return code;
}

const struct assay_rollout_source assay_rollout_source_verl = {
    .name = "verl",
    .summary = "verl: STEP.jsonl of rollout_data_dir or validation_data_dir",
    .lost = "acc that is neither 0 nor 1, reward (score once more), and what else is no "
            "number",
    .group_by = "input",
    .is = is_verl,
    .read = read_verl,
};
