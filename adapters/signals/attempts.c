/*
 * attempts.c - the reward of a second attempt, with a bonus for what it mended and a malus for what it broke.
 *
 *   b = alpha (r_2 - r_1),    r = r_2 + b
 *
 * r_k whether attempt k is right: of several turns of one attempt the last one.
 *
 * Source: Kumar et al. 2024, Training Language Models to Self-Correct via Reinforcement Learning, arXiv:2409.12917,
 *         section 5.2.
 */
#include "adapters/signals/signal.h"

struct attempts {
    double alpha;
    bool outcome;
};

static const struct assay_option options[] = {
    {.name = "alpha",
     .help = "weight of what the second attempt changed",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct attempts, alpha),
     .initial = "1",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "outcome",
     .help = "add the second attempt's own reward",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct attempts, outcome),
     .initial = "false"},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "score-bonus",
     .row = 35,
     .settings = {"alpha=10"},
     .quirk = "alpha is not verified: the paper asks for one well above 1; outcome=true "
              "adds the reward of the second attempt"},
    {0},
};

/* Whether the first (1) or second (2) attempt of a response was right; false where it is not said. */
static bool is_right(const struct assay_node *turns, double which, double *right)
{
    double attempt, correct;
    bool seen = false;

    for (size_t k = 0; k < assay_node_count(turns); k++) {
        const struct assay_node *turn = assay_node_at(turns, k);

        if (!assay_rollout_number(turn, "attempt", &attempt) || attempt != which ||
            !assay_rollout_number(turn, "correct", &correct))
            continue;
        *right = correct;
        seen = true;
    }
    return seen;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct attempts *self = state;

    (void)err;
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *turns =
            assay_node_get(assay_rollout_view_response(view, i), "turns");
        double first, second;

        if (is_right(turns, 1.0, &first) && is_right(turns, 2.0, &second))
            out[i].reward =
                self->alpha * (second - first) + (self->outcome ? second : 0.0);
        else
            assay_signal_lack(&out[i], "turns[].attempt with turns[].correct, 1 and 2");
    }
    return ASSAY_OK;
}

const struct assay_signal assay_signal_attempts = {
    .name = "attempts",
    .summary = "what a second attempt mended or broke",
    .formula = "alpha (r2 - r1), with r2 where outcome is set",
    .needs = "turns[].attempt turns[].correct",
    .source = "Kumar et al. 2024, arXiv:2409.12917, section 5.2",
    .options = options,
    .state_size = sizeof(struct attempts),
    .presets = presets,
    .take = take,
};
