/*
 * pseudo_label.c - agreement with the answer that most samples gave, in place of the right one.
 *
 *   label = the answer given most often, of equals the one given first
 *   r     = 1 where the response's answer is the label and not empty, else 0
 *
 * of the group itself, or of the group that words the prompt otherwise (pair_id), whose label rewards this one and back.
 *
 * Source: Zhang et al. 2025, Co-Reward, arXiv:2508.00410; official code
 *         coreward/verl/workers/reward_manager/co_reward.py, tmlr-group/Co-Reward@3a1049c. Own majority: Zuo et al. 2025, TTRL,
 *         arXiv:2504.16084, section 2.
 */
#include "adapters/signals/signal.h"
#include "harness/core/rollout_label.h"

struct pseudo_label {
    unsigned of;
    struct assay_rollout_labels labels;
};

static const char *const groups[] = {"own", "pair", NULL};

static const struct assay_option options[] = {
    {.name = "of",
     .help = "whose majority: the group's own, or that of the group pair_id names",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct pseudo_label, of),
     .initial = "own",
     .choices = groups},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "co-reward",
     .row = 6,
     .formula =
         "1 where the answer is that of the paired group's majority, and not empty",
     .needs = "answer pair_id",
     .settings = {"of=pair"}},
    {0},
};

static enum assay_code look(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct pseudo_label *self = state;

    (void)err;
    if (self->of == 1)
        assay_rollout_labels_add(&self->labels, view);
    return ASSAY_OK;
}

/* False, and all lack what is not there. */
static bool label_of(const struct pseudo_label *self,
                     const struct assay_rollout_view *view, struct assay_str *out,
                     const char **lacks)
{
    struct assay_rollout_vote vote;

    if (self->of == 1)
        return assay_rollout_labels_find(&self->labels, view, out, lacks);
    *lacks = "answer";
    if (!assay_rollout_majority(view, &vote))
        return false;
    *out = vote.label;
    return true;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    struct assay_str label, answer;
    const char *lacks;
    const bool known = label_of(state, view, &label, &lacks);

    (void)err;
    for (size_t i = 0; i < view->count; i++) {
        if (!known)
            assay_signal_lack(&out[i], lacks);
        else if (!assay_rollout_answer(view, i, &answer))
            assay_signal_lack(&out[i], "answer");
        else
            out[i].reward = answer.len > 0 && assay_str_equal(answer, label) ? 1.0 : 0.0;
    }
    return ASSAY_OK;
}

static void end(void *state)
{
    struct pseudo_label *self = state;

    assay_rollout_labels_release(&self->labels);
}

const struct assay_signal assay_signal_pseudo_label = {
    .name = "pseudo-label",
    .summary = "agreement with the answer that most samples gave",
    .formula = "1 where the answer is that of the majority, and not empty",
    .needs = "answer",
    .source = "Zhang et al. 2025, Co-Reward, arXiv:2508.00410; Zuo et al. 2025, TTRL, "
              "arXiv:2504.16084",
    .options = options,
    .state_size = sizeof(struct pseudo_label),
    .presets = presets,
    .look = look,
    .take = take,
    .end = end,
};
