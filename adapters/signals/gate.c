/*
 * gate.c - a second score that counts only where the outcome is right.
 *
 *   right  1 + weight * (c - centre)
 *   wrong  0
 *
 * so that what is wrong gains nothing from being concise, and of what is right the more concise is worth more.
 *
 * Source: Wang et al. 2025, Efficient Reasoning via Reward Model, arXiv:2511.09158: an explicit dependency of the
 *         conciseness score on the outcome. Its exact form was not seen.
 */
#include "adapters/signals/signal_judge.h"

struct gate {
    const char *score, *judge;
    double weight, centre, wrong;
};

static const struct assay_option options[] = {
    {.name = "score",
     .help = "the second score, reward.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct gate, score),
     .initial = "concise",
     .value = "NAME"},
    {.name = "judge",
     .help = "take the mean score of this judge in place of it (judges[].j, kind point)",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct gate, judge),
     .optional = true,
     .value = "NAME"},
    {.name = "weight",
     .help = "of the second score",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct gate, weight),
     .initial = "1",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "centre",
     .help = "second score that changes nothing",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct gate, centre),
     .initial = "0",
     .lo = -1e6,
     .hi = 1e6},
    {.name = "wrong",
     .help = "reward of what is wrong",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct gate, wrong),
     .initial = "0",
     .lo = -1e6,
     .hi = 1e6},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "crf",
     .row = 16,
     .quirk = "the paper's form was not seen: weight, centre and wrong are open"},
    {0},
};

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct gate *self = state;

    (void)err;
    for (size_t i = 0; i < view->count; i++) {
        double right, score;

        if (!assay_signal_number(view, i, "correct", &out[i], &right))
            continue;
        if (right < 0.5)
            out[i].reward = self->wrong;
        else if (assay_signal_scored(view, i, self->score, self->judge, &out[i], &score))
            out[i].reward = 1.0 + self->weight * (score - self->centre);
    }
    return ASSAY_OK;
}

const struct assay_signal assay_signal_gate = {
    .name = "gate",
    .summary = "a second score that counts only where the outcome is right",
    .formula = "1 + weight (c - centre) if right, else wrong",
    .needs = "correct reward.concise",
    .source = "Wang et al. 2025, arXiv:2511.09158",
    .options = options,
    .state_size = sizeof(struct gate),
    .presets = presets,
    .take = take,
};
