/*
 * end_reward.c - what PPO is given of each token: an implicit reward, a penalty on leaving the reference, and the reward of
 * the response at its last token.
 *
 *   r_t = clip(beta (log dpo(t) - log ref(t))) - kl (log policy(t) - log ref(t)) + [t last] clamp(reward),    r = sum_t r_t
 *
 * Source: metrics/token_reward.h.
 */
#include "adapters/signals/signal.h"
#include "metrics/span_sum.h"
#include "metrics/token_reward.h"

struct end_reward {
    double beta, clip, kl, limit;
    const char *reward;
};

static const struct assay_option options[] = {
    {.name = "beta",
     .help = "weight of the implicit reward of tok.lp.dpo; 0: there is none",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct end_reward, beta),
     .initial = "0",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "clip",
     .help = "limit of a token's implicit reward; 0: none",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct end_reward, clip),
     .initial = "0",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "kl",
     .help = "weight of the penalty on leaving the reference model",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct end_reward, kl),
     .initial = "0.01",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "reward",
     .help = "reward.NAME that the last token gets; empty: none",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct end_reward, reward),
     .initial = "rm",
     .value = "NAME"},
    {.name = "limit",
     .help = "limit of that; 0: none",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct end_reward, limit),
     .initial = "10",
     .lo = 0.0,
     .hi = 1e6},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "rto",
     .row = 39,
     .needs = "tok.lp.dpo tok.lp.policy tok.lp.ref reward.rm",
     .settings = {"beta=0.05", "clip=0.05"},
     .quirk =
         "beta and clip are those of the released script; the reward model's is kept "
         "within 10 there"},
    {0},
};

struct tracks {
    struct assay_signal_track dpo, policy, reference; /* of one length */
};

static enum assay_code read_tracks(const struct end_reward *self,
                                   const struct assay_rollout_view *view, size_t i,
                                   struct assay_signal_value *value, struct tracks *out,
                                   struct assay_error *err)
{
    enum assay_code code =
        assay_signal_array(view, i, "tok.lp.policy", value, &out->policy, err);

    if (!code)
        code = assay_signal_array(view, i, "tok.lp.ref", value, &out->reference, err);
    if (!code && self->beta > 0.0)
        code = assay_signal_array(view, i, "tok.lp.dpo", value, &out->dpo, err);
    if (!code && !value->lacks && out->policy.n == 0)
        assay_signal_lack(value, "a last token");
    return code;
}

static enum assay_code take_one(void *state, const struct assay_rollout_view *view,
                                size_t i, struct assay_signal_value *value,
                                struct assay_error *err)
{
    const struct end_reward *self = state;
    struct assay_end_reward setting = {
        .beta = self->beta, .clip = self->clip, .kl = self->kl, .end_limit = self->limit};
    struct tracks tracks = {.dpo = {NULL, 0}};
    const enum assay_code code = read_tracks(self, view, i, value, &tracks, err);
    double *tokens;
    size_t n;

    if (!code && *self->reward)
        (void)assay_signal_number(view, i,
                                  assay_signal_path(view, "reward", self->reward), value,
                                  &setting.end);
    if (code || value->lacks)
        return code;
    n = tracks.policy.n;
    tokens = assay_arena_new(view->arena, n, sizeof(*tokens));
    assay_token_reward_end(tracks.dpo.at, tracks.policy.at, tracks.reference.at, n,
                           &setting, tokens);
    value->reward = assay_span_pool(tokens, n, false);
    value->tokens = tokens;
    value->token_count = n;
    return ASSAY_OK;
}

const struct assay_signal assay_signal_end_reward = {
    .name = "end-reward",
    .summary =
        "a reward at the last token, implicit rewards of tokens, less a KL penalty",
    .formula = "sum_t clip(beta * (log dpo(t) - log ref(t))) - kl * (log pi(t) - log "
               "ref(t)) + clamp(reward)",
    .needs = "tok.lp.policy tok.lp.ref reward.rm",
    .source = "Zhong et al. 2024, arXiv:2404.18922; zkshan2002/RTO "
              "openrlhf/models/utils.py@141d1d6, compute_reward; Ouyang et al. 2022, "
              "arXiv:2203.02155, equation 2",
    .options = options,
    .state_size = sizeof(struct end_reward),
    .presets = presets,
    .each = take_one,
};
