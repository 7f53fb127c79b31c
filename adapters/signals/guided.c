/*
 * guided.c - what a response adds to a preference margin that is guided by a reward of tokens.
 *
 *   chosen     sum_t beta (1 + alpha beta rho_t) l_t
 *   rejected   sum_t beta (1 - alpha beta rho_t) l_t
 *
 * with l_t = log pi(t) - log ref(t) and rho_t = log rm(t) - log ref(t), so that the difference of the two is the margin.
 * Whoever is neither chosen nor rejected has no reward.
 *
 * Source: metrics/token_reward.h.
 */
#include "adapters/signals/signal.h"
#include "metrics/span_sum.h"
#include "metrics/token_reward.h"

#include <math.h>

struct guided {
    double alpha, beta;
    const char *guide;
};

static const struct assay_option options[] = {
    {.name = "alpha",
     .help = "weight of the guidance; 0: DPO's margin",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct guided, alpha),
     .initial = "0.5",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "beta",
     .help = "weight of the log-ratio",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct guided, beta),
     .initial = "0.1",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "guide",
     .help = "track of the model that gives rewards of tokens, tok.lp.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct guided, guide),
     .initial = "rm",
     .value = "NAME"},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "tgdpo",
     .row = 20,
     .quirk = "alpha differs by guiding model in the paper; 0.5 is ours"},
    {0},
};

/* 1, -1, or 0 for a response of another role. */
static double side_of(const struct assay_rollout_view *view, size_t i)
{
    const struct assay_str role =
        assay_rollout_text(assay_rollout_view_response(view, i), "role");

    if (assay_str_equal(role, ASSAY_STR("chosen")))
        return 1.0;
    return assay_str_equal(role, ASSAY_STR("rejected")) ? -1.0 : 0.0;
}

static enum assay_code take_one(void *state, const struct assay_rollout_view *view,
                                size_t i, struct assay_signal_value *value,
                                struct assay_error *err)
{
    const struct guided *self = state;
    const char *paths[] = {"tok.lp.policy", "tok.lp.ref",
                           assay_signal_path(view, "tok.lp", self->guide)};
    const struct assay_guidance setting = {self->alpha, self->beta, side_of(view, i)};
    struct assay_signal_track track[3];
    double *tokens;
    size_t n;

    if (fabs(setting.side) < 1.0) {
        assay_signal_lack(value, "role chosen or rejected");
        return ASSAY_OK;
    }
    for (size_t m = 0; m < 3; m++) {
        const enum assay_code code =
            assay_signal_array(view, i, paths[m], value, &track[m], err);

        if (code || !track[m].at)
            return code;
    }
    n = track[2].n;
    tokens = assay_arena_new(view->arena, n ? n : 1, sizeof(*tokens));
    assay_token_reward_guided(track[0].at, track[1].at, track[2].at, n, &setting, tokens);
    value->reward = assay_span_pool(tokens, n, false);
    value->tokens = tokens;
    value->token_count = n;
    return ASSAY_OK;
}

const struct assay_signal assay_signal_guided = {
    .name = "guided",
    .summary = "what a response adds to a margin guided by rewards of tokens",
    .formula =
        "sum_t beta * (1 +- alpha * beta * (log rm(t) - log ref(t))) * (log pi(t) - "
        "log ref(t)), + chosen, - rejected",
    .needs = "role tok.lp.policy tok.lp.ref tok.lp.rm",
    .source = "Zhu et al. 2025, TGDPO, arXiv:2506.14574; dvlab-research/TGDPO "
              "src/llamafactory/train/tgdpo/trainer.py@dd88982",
    .options = options,
    .state_size = sizeof(struct guided),
    .presets = presets,
    .each = take_one,
};
