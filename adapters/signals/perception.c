/*
 * perception.c - a right answer, its form, and whether the description alone would have been enough for it.
 *
 *   r = (1 - w) correct + w format + v alt.correct
 *
 * alt is the answer that the model gives to its own description in place of the picture.
 *
 * Source: Vision-SR1: Self-Rewarding Vision-Language Model via Reasoning Decomposition, arXiv:2508.19652;
 *         zli12321/Vision-SR1 train_examples/reward_function/see_think_selfReward.py (compute_score)@4480e08.
 */
#include "adapters/signals/signal.h"

struct perception {
    double format, description;
};

static const struct assay_option options[] = {
    {.name = "format",
     .help = "weight w of the form; the answer has 1 - w",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct perception, format),
     .initial = "0.1",
     .lo = 0.0,
     .hi = 1.0},
    {.name = "description",
     .help = "weight v of the answer from the description",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct perception, description),
     .initial = "1",
     .lo = 0.0,
     .hi = 1e6},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "vision-sr1", .row = 26, .settings = {"format=0.1", "description=1"}},
    {0},
};

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct perception *how = state;

    (void)err;
    for (size_t i = 0; i < view->count; i++) {
        double correct, format, description;

        if (assay_signal_number(view, i, "correct", &out[i], &correct) &&
            assay_signal_number(view, i, "format", &out[i], &format) &&
            assay_signal_number(view, i, "alt.correct", &out[i], &description))
            out[i].reward = (1.0 - how->format) * correct + how->format * format +
                            how->description * description;
    }
    return ASSAY_OK;
}

const struct assay_signal assay_signal_perception = {
    .name = "perception",
    .summary = "right answer, its form, and whether the description alone gives it",
    .formula = "(1 - w) * correct + w * format + v * alt.correct",
    .needs = "correct format alt.correct",
    .source = "Vision-SR1, arXiv:2508.19652; zli12321/Vision-SR1 "
              "train_examples/reward_function/see_think_selfReward.py@4480e08",
    .options = options,
    .state_size = sizeof(struct perception),
    .presets = presets,
    .take = take,
};
