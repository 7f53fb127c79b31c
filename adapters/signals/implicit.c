/*
 * implicit.c - the reward that a policy implies: how much likelier it finds a response than its reference does.
 *
 *   r_t = beta (log pi(y_t | x, y_<t) - log ref(y_t | x, y_<t)),    r = sum_t r_t
 *
 * It leaves out beta log Z(x), so that it orders responses to one prompt only.
 *
 * Source: Rafailov et al. 2023, arXiv:2305.18290, equation 5; of tokens Rafailov et al. 2024, From r to Q*,
 *         arXiv:2404.12358, equation 7.
 */
#include "adapters/signals/signal.h"

struct implicit {
    double beta;
    const char *policy, *reference;
};

static const struct assay_option options[] = {
    {.name = "beta",
     .help = "weight of the log-ratio",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct implicit, beta),
     .initial = "1",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "policy",
     .help = "track of the policy, tok.lp.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct implicit, policy),
     .initial = "policy",
     .value = "NAME"},
    {.name = "reference",
     .help = "track of the reference model, tok.lp.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct implicit, reference),
     .initial = "ref",
     .value = "NAME"},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "dpo", .row = 77, .settings = {"beta=0.1"}},
    {0},
};

static enum assay_code take_one(const struct implicit *implicit,
                                const struct assay_rollout_view *view, size_t i,
                                struct assay_signal_value *value, struct assay_error *err)
{
    const double *policy, *reference = NULL;
    size_t n;
    double sum = 0.0, *tokens;
    enum assay_code code =
        assay_signal_array(view, i, assay_signal_path(view, "tok.lp", implicit->policy),
                           value, &policy, &n, err);

    if (!code && policy)
        code = assay_signal_array(view, i,
                                  assay_signal_path(view, "tok.lp", implicit->reference),
                                  value, &reference, &n, err);
    if (code || !policy || !reference)
        return code;
    tokens = assay_arena_new(view->arena, n ? n : 1, sizeof(*tokens));
    for (size_t t = 0; t < n; t++) {
        tokens[t] = implicit->beta * (policy[t] - reference[t]);
        sum += tokens[t];
    }
    value->reward = sum;
    value->tokens = tokens;
    value->token_count = n;
    return ASSAY_OK;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < view->count; i++)
        code = take_one(state, view, i, &out[i], err);
    return code;
}

const struct assay_signal assay_signal_implicit = {
    .name = "implicit",
    .summary = "how much likelier a policy finds a response than its reference does",
    .formula = "beta * sum_t (log pi(t) - log ref(t))",
    .needs = "tok.lp.policy tok.lp.ref",
    .source = "Rafailov et al. 2023, arXiv:2305.18290, equation 5",
    .options = options,
    .state_size = sizeof(struct implicit),
    .presets = presets,
    .take = take,
};
