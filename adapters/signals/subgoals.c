/*
 * subgoals.c - bonuses for transitions in which judges see a subgoal completed.
 *
 *   share_t = mean of the votes on transition t,  done_t = [share_t > quorum],  r_t = bonus done_t,  r = sum_t r_t (+ o)
 *
 * How far votes agree with people's labels is a diagnostic: step-votes.
 *
 * Source: Pignatelli et al. 2024, Assessing the Zero-Shot Capabilities of LLMs for Action Evaluation in RL (CALM),
 *         arXiv:2409.12798, section 4.
 */
#include "adapters/signals/signal.h"

#include <math.h>

struct subgoals {
    double bonus, quorum, outcome;
};

static const struct assay_option options[] = {
    {.name = "bonus",
     .help = "of a completed subgoal",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct subgoals, bonus),
     .initial = "1",
     .lo = -1e6,
     .hi = 1e6},
    {.name = "quorum",
     .help = "share of votes that must be exceeded",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct subgoals, quorum),
     .initial = "0.5",
     .lo = 0.0,
     .hi = 1.0},
    {.name = "outcome",
     .help = "weight of reward.outcome, which is added where it is not 0",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct subgoals, outcome),
     .initial = "0",
     .lo = -1e6,
     .hi = 1e6},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "calm",
     .row = 24,
     .quirk = "the size of the bonus is not verified: 1 unless bonus says otherwise"},
    {0},
};

static void take_one(const struct subgoals *subgoals,
                     const struct assay_rollout_view *view, size_t i,
                     struct assay_signal_value *value)
{
    size_t n;
    const double *share = assay_rollout_means(assay_rollout_view_response(view, i),
                                              "steps.votes", view->arena, &n);
    double *step, sum = 0.0, outcome = 0.0;

    if (!share) {
        assay_signal_lack(value, "steps.votes");
        return;
    }
    step = assay_arena_new(view->arena, n + 1, sizeof(*step));
    for (size_t t = 0; t < n; t++) {
        if (isnan(share[t])) {
            assay_signal_lack(value, "a vote on each step");
            return;
        }
        step[t] = share[t] > subgoals->quorum ? subgoals->bonus : 0.0;
        sum += step[t];
    }
    value->steps = step;
    value->step_count = n;
    if (fabs(subgoals->outcome) > 0.0 &&
        !assay_signal_number(view, i, "reward.outcome", value, &outcome))
        return;
    value->reward = sum + subgoals->outcome * outcome;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    (void)err;
    for (size_t i = 0; i < view->count; i++)
        take_one(state, view, i, &out[i]);
    return ASSAY_OK;
}

const struct assay_signal assay_signal_subgoals = {
    .name = "subgoals",
    .summary = "bonuses for transitions in which judges see a subgoal completed",
    .formula = "sum_t bonus [mean of the votes on t > quorum]",
    .needs = "steps.votes",
    .source = "Pignatelli et al. 2024, arXiv:2409.12798, section 4",
    .options = options,
    .state_size = sizeof(struct subgoals),
    .presets = presets,
    .take = take,
};
