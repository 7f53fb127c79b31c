/*
 * trend_openrlhf.c - OpenRLHF: what it prints, and what it logs to wandb and TensorBoard.
 *
 * It prints a Python dict a step, "Global step 12: {'policy_loss': .., 'kl': ..}", and one an evaluation,
 * "..., global_step 12, eval_metrics: {..}" or "Eval at step 12: {..}". wandb and TensorBoard have the same names behind
 * "train/" and "eval/".
 *
 * KL: kl is a mean over the tokens of a response, and over responses; by which estimator, algo.kl.estimator says, which
 * is not logged. ppo_kl is how far an update moved, vllm_kl how far the sampler is from the trainer. return has the KL
 * penalty taken off. An evaluation's eval_NAME_pass1 is worth what its reward says; --column gold=... makes it gold.
 *
 * Source: OpenRLHF/OpenRLHF 0.11.0 (3c3be62): openrlhf/trainer/ppo_trainer.py (fit, evaluate, _compute_rollout_stats),
 * openrlhf/trainer/ppo_trainer_async.py, openrlhf/trainer/ppo_utils/experience_maker.py (make_experience),
 * openrlhf/trainer/ray/ppo_actor.py (training_step), openrlhf/utils/logging_utils.py, openrlhf/trainer/dpo_trainer.py.
 */
#include "suites/trend_format.h"
#include "suites/trend_line.h"

/* How a line says its step, and what is between that and the dict. */
static const struct {
    const char *before, *after;
} lines[] = {
    {"lobal step ", ": {"},
    {"global_step ", ", eval_metrics: {"},
    {"Eval at step ", ": {"},
};

/* The step's digits and the dict of a line. */
static bool find_dict(struct assay_str line, struct assay_str *step,
                      struct assay_str *dict)
{
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        const struct assay_str before = assay_str_of(lines[i].before);
        const struct assay_str after = assay_str_of(lines[i].after);
        const size_t at = assay_str_find(line, before);
        struct assay_str rest;
        size_t n = 0;

        if (at == line.len)
            continue;
        rest = (struct assay_str){line.ptr + at + before.len, line.len - at - before.len};
        while (n < rest.len && rest.ptr[n] >= '0' && rest.ptr[n] <= '9')
            n++;
        *step = (struct assay_str){rest.ptr, n};
        rest = (struct assay_str){rest.ptr + n, rest.len - n};
        if (n > 0 && assay_str_starts(rest, after)) {
            *dict =
                (struct assay_str){rest.ptr + after.len - 1, rest.len - after.len + 1};
            return true;
        }
    }
    return false;
}

static bool is_line(struct assay_str line)
{
    struct assay_str step, dict;

    return find_dict(line, &step, &dict);
}

static enum assay_code read_openrlhf(const struct assay_field_source *source,
                                     struct assay_arena *arena,
                                     const struct assay_node **out,
                                     struct assay_error *err)
{
    struct assay_node *row = assay_node_map(arena);
    struct assay_str line, step, dict;

    (void)err;
    *out = source->record;
    if (!assay_trend_line_of(source->record, &line))
        return ASSAY_OK;
    *out = NULL;
    if (!find_dict(line, &step, &dict))
        return ASSAY_OK;
    assay_trend_line_put(row, ASSAY_STR("step"), step, arena);
    if (!assay_trend_line_dict(dict, row, arena))
        return assay_fail_at(err, assay_field_spot(source), "a dict that has no end");
    *out = row;
    return ASSAY_OK;
}

static const struct assay_trend_name names[] = {
    {.role = ASSAY_TREND_STEP, .name = "step"},
    {.role = ASSAY_TREND_STEP, .name = "global_step"},
    {.role = ASSAY_TREND_STEP, .name = "eval/global_step"},
    {ASSAY_TREND_KL, "kl", ASSAY_TREND_UNIT_TOKEN, 0},
    {.role = ASSAY_TREND_PROXY, .name = "rollout/reward_mean"},
    {.role = ASSAY_TREND_PROXY, .name = "reward"},
    {.role = ASSAY_TREND_LENGTH, .name = "rollout/response_length_mean"},
    {.role = ASSAY_TREND_LENGTH, .name = "response_length"},
    {0}};

static const char *const marks[] = {"rollout/reward_mean", "response_length",
                                    "logprobs_diff", "ppo_kl", NULL};

const struct assay_trend_format assay_trend_format_openrlhf = {
    .name = "openrlhf",
    .summary = "OpenRLHF: what it prints, a dict a step",
    .names = names,
    .marks = marks,
    .layout = ASSAY_LAYOUT_LINES,
    .is_line = is_line,
    .read = read_openrlhf,
};
