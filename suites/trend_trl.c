/*
 * trend_trl.c - TRL: trainer_state.json, and what its trainers log, as JSON Lines or wherever.
 *
 * trainer_state.json of transformers' Trainer has every log under log_history, a map with the step; a checkpoint's has
 * those up to it. In wandb and event files names have "train/" in front.
 *
 * KL: PPO, online DPO and XPO log objective/kl, per-token log-ratios summed over a response, by k1 or as kl_estimator
 * says; GRPO (k3) and RLOO (k1) log kl, a mean over tokens. objective/rlhf_reward has the KL penalty taken off, so that
 * objective/scores is the proxy where both are there. policy/approxkl_avg is how far an update moved.
 *
 * Source: huggingface/trl 1.10.0.dev0 (f2cd577): trl/experimental/ppo/ppo_trainer.py (train),
 * trl/experimental/online_dpo/online_dpo_trainer.py (training_step), trl/trainer/grpo_trainer.py (_compute_loss),
 * trl/trainer/rloo_trainer.py (_generate_and_score_completions), trl/trainer/dpo_trainer.py (_compute_loss); 0.11
 * trl/trainer/ppo_trainer.py (record_step_stats); huggingface/transformers trainer_callback.py (TrainerState).
 */
#include "suites/trend_format.h"

static bool is_trl(const struct assay_node *record)
{
    return assay_node_is(assay_node_get(record, "log_history"), ASSAY_NODE_LIST) &&
           assay_node_get(record, "global_step");
}

static enum assay_code read_trl(const struct assay_field_source *source,
                                struct assay_arena *arena, const struct assay_node **out,
                                struct assay_error *err)
{
    const struct assay_node *history = assay_node_get(source->record, "log_history");

    (void)arena;
    (void)err;
    *out = history ? history : source->record;
    return ASSAY_OK;
}

static const struct assay_trend_name names[] = {
    {.role = ASSAY_TREND_STEP, .name = "step"},
    {.role = ASSAY_TREND_STEP, .name = "global_step"},
    {ASSAY_TREND_KL, "objective/kl", ASSAY_TREND_UNIT_SEQUENCE, 0},
    {ASSAY_TREND_KL, "kl", ASSAY_TREND_UNIT_TOKEN, 0},
    {.role = ASSAY_TREND_PROXY, .name = "objective/scores"},
    {.role = ASSAY_TREND_PROXY, .name = "objective/model_scores"},
    {.role = ASSAY_TREND_PROXY, .name = "ppo/mean_scores"},
    {.role = ASSAY_TREND_PROXY, .name = "env/reward_mean"},
    {.role = ASSAY_TREND_PROXY, .name = "reward"},
    {.role = ASSAY_TREND_PROXY, .name = "objective/rlhf_reward"},
    {.role = ASSAY_TREND_MARGIN, .name = "rewards/margins"},
    {.role = ASSAY_TREND_ACCURACY, .name = "rewards/accuracies"},
    {.role = ASSAY_TREND_LENGTH, .name = "completions/mean_length"},
    {.role = ASSAY_TREND_LENGTH, .name = "completion_length"},
    {.role = ASSAY_TREND_LENGTH, .name = "tokens/responses_len_mean"},
    {.role = ASSAY_TREND_FORMAT, .name = "rewards/format_reward/mean"},
    {.role = ASSAY_TREND_FORMAT, .name = "rewards/format_reward"},
    {.role = ASSAY_TREND_OTHER, .name = "objective/kl_coef"},
    {0}};

static const char *const marks[] = {"objective/kl",
                                    "objective/scores",
                                    "rewards/margins",
                                    "completions/mean_length",
                                    "completions/mean_terminated_length",
                                    "completion_length",
                                    "frac_reward_zero_std",
                                    "ppo/mean_scores",
                                    NULL};

const struct assay_trend_format assay_trend_format_trl = {
    .name = "trl",
    .summary =
        "TRL: trainer_state.json of a run or checkpoint, or its logs as JSON Lines",
    .names = names,
    .marks = marks,
    .layout = ASSAY_LAYOUT_DOCUMENT,
    .file = "trainer_state.json",
    .folder = true,
    .is = is_trl,
    .read = read_trl,
};
