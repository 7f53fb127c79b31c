/*
 * quorum.c - critiques mark steps as wrong; the tokens of a step that enough of them mark lose part of the reward.
 *
 *   wrong(step) = at least q of the K votes on it are marks
 *   r_t         = outcome - w 1[t is of a wrong step],    r = mean_t r_t
 *
 * Source: Xie et al. 2025, CAPO, arXiv:2508.02298, section 3 (votes: intersection, majority); no official code, the repository
 *         andyclsr/CAPO@95b8f34 has a README alone.
 */
#include "adapters/signals/signal.h"

struct quorum {
    const char *outcome;
    double weight, mark;
    size_t quorum;
};

static const struct assay_option options[] = {
    {.name = "outcome",
     .help = "what every token has: correct, or reward.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct quorum, outcome),
     .initial = "correct",
     .value = "FIELD"},
    {.name = "weight",
     .help = "what the tokens of a wrong step lose",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct quorum, weight),
     .initial = "1"},
    {.name = "quorum",
     .help = "votes that make a step wrong; 0: more than half of them",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct quorum, quorum),
     .initial = "0",
     .lo = 0,
     .hi = 1e6},
    {.name = "mark",
     .help = "the vote that marks a step as wrong",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct quorum, mark),
     .initial = "1"},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "capo",
     .row = 54,
     .quirk = "weights of outcome and penalty are not verified: `weight`; the paper has "
              "several rules of voting: `quorum`"},
    {0},
};

static bool is_wrong(const struct quorum *self, const struct assay_node *votes)
{
    const size_t n = assay_node_count(votes);
    const size_t q = self->quorum > 0 ? self->quorum : n / 2 + 1;
    size_t marks = 0;
    double vote;

    for (size_t k = 0; k < n; k++)
        marks += assay_node_number(assay_node_at(votes, k), &vote) && vote == self->mark;
    return marks >= q;
}

static void put_tokens(const struct quorum *self, const struct assay_rollout_view *view,
                       const double *end, struct assay_signal_value *value,
                       double outcome)
{
    const size_t n = value->step_count > 0 ? (size_t)end[value->step_count - 1] : 0;
    double *tokens = assay_arena_new(view->arena, n + 1, sizeof(*tokens)), wrong = 0.0;
    size_t t = 0;

    for (size_t s = 0; s < value->step_count; s++)
        for (; t < (size_t)end[s]; t++) {
            tokens[t] = value->steps[s];
            wrong += value->steps[s] != outcome;
        }
    value->tokens = tokens;
    value->token_count = n;
    value->reward = n > 0 ? outcome - self->weight * wrong / (double)n : outcome;
}

static enum assay_code take_one(void *state, const struct assay_rollout_view *view,
                                size_t i, struct assay_signal_value *value,
                                struct assay_error *err)
{
    const struct quorum *self = state;
    const struct assay_node *response = assay_rollout_view_response(view, i);
    const struct assay_node *votes =
        assay_rollout_value(response, ASSAY_STR("steps.votes"));
    struct assay_signal_track end;
    double outcome, *steps;
    enum assay_code code = assay_signal_array(view, i, "steps.end", value, &end, err);

    if (code || !end.at)
        return code;
    if (!votes) {
        assay_signal_lack(value, "steps.votes");
        return ASSAY_OK;
    }
    if (!assay_signal_number(view, i, self->outcome, value, &outcome))
        return ASSAY_OK;
    steps = assay_arena_new(view->arena, end.n + 1, sizeof(*steps));
    for (size_t s = 0; s < end.n; s++)
        steps[s] =
            outcome - (is_wrong(self, assay_node_at(votes, s)) ? self->weight : 0.0);
    value->steps = steps;
    value->step_count = end.n;
    put_tokens(self, view, end.at, value, outcome);
    return ASSAY_OK;
}

const struct assay_signal assay_signal_quorum = {
    .name = "quorum",
    .summary = "outcome less a penalty on the tokens of steps that critiques mark wrong",
    .formula = "mean_t (outcome - weight [at least q of K votes mark t's step])",
    .needs = "steps.votes steps.end correct",
    .source = "Xie et al. 2025, CAPO, arXiv:2508.02298, section 3",
    .options = options,
    .state_size = sizeof(struct quorum),
    .presets = presets,
    .each = take_one,
};
