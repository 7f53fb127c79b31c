/*
 * contrast.c - the reward between two models that were taught opposite preferences, weighted by how far apart they are.
 *
 *   r_t = beta (log p(y_t) - log q(y_t)),    w_t = beta2 sum_v |p_t(v) - q_t(v)| + least
 *
 * The sum over the vocabulary is of tok.top.NAME: over the tokens that both models list, and all others as one; so it is
 * exact where the whole vocabulary is listed, at most what it is elsewhere, and 0 of equal distributions.
 *
 * Source: Zhang et al. 2025, AlignDistil, arXiv:2503.02832; songmzhang/AlignDistil
 *         OpenRLHF/openrlhf/trainer/aligndistil_offpolicy_trainer.py@0c7e5c5.
 */
#include "adapters/signals/signal.h"
#include "metrics/span_sum.h"

#include <math.h>

enum {
    REWARD,
    WEIGHTED,
    WEIGHT
};

struct contrast {
    const char *plus, *minus;
    double beta, beta2, least;
    unsigned what;
    bool halved;
};

static const char *const what_words[] = {"reward", "weighted", "weight", NULL};

static const struct assay_option options[] = {
    {.name = "plus",
     .help = "track of the model that was taught the preferences, tok.lp.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct contrast, plus),
     .initial = "dpo",
     .value = "NAME"},
    {.name = "minus",
     .help = "track of the one that was taught the opposite",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct contrast, minus),
     .initial = "rdpo",
     .value = "NAME"},
    {.name = "beta",
     .help = "weight of the log-ratio",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct contrast, beta),
     .initial = "0.1",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "beta2",
     .help = "weight of the distance of the distributions",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct contrast, beta2),
     .initial = "1",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "least",
     .help = "weight of a token of which both say the same",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct contrast, least),
     .initial = "1e-3",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "halved",
     .help = "the distance is the total variation, half the sum",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct contrast, halved)},
    {.name = "what",
     .help = "a token's reward, its reward times its weight, or its weight",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct contrast, what),
     .initial = "reward",
     .choices = what_words},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "aligndistil",
     .row = 25,
     .quirk =
         "the released total variation lacks the half (halved) and adds 1e-3 (least); "
         "what=weighted and what=weight read tok.top.dpo and tok.top.rdpo"},
    {.name = "aligndistil-weighted",
     .row = 25,
     .needs = "tok.lp.dpo tok.lp.rdpo tok.top.dpo tok.top.rdpo",
     .formula =
         "sum_t (beta2 * sum_v |p - q| + least) * beta * (log dpo(t) - log rdpo(t))",
     .settings = {"what=weighted"}},
    {0},
};

static const struct assay_node *find_token(const struct assay_node *list, int64_t token)
{
    for (size_t k = 0; k < assay_node_count(list); k++) {
        const struct assay_node *pair = assay_node_at(list, k);

        if (assay_node_at(pair, 0)->as.integer == token)
            return assay_node_at(pair, 1);
    }
    return NULL;
}

/* sum_v |p(v) - q(v)| over tokens of both lists, and what is left of both. */
static double distance(const struct assay_node *p, const struct assay_node *q)
{
    double sum = 0.0, left_p = 1.0, left_q = 1.0;

    for (size_t k = 0; k < assay_node_count(p); k++) {
        const struct assay_node *pair = assay_node_at(p, k);
        const struct assay_node *other =
            find_token(q, assay_node_at(pair, 0)->as.integer);
        double log_p, log_q;

        if (!assay_node_number(other, &log_q) ||
            !assay_node_number(assay_node_at(pair, 1), &log_p))
            continue;
        sum += fabs(exp(log_p) - exp(log_q));
        left_p -= exp(log_p);
        left_q -= exp(log_q);
    }
    return sum + fabs(left_p - left_q);
}

static const struct assay_node *top_of(const struct assay_rollout_view *view, size_t i,
                                       const char *name, struct assay_signal_value *value)
{
    const char *path = assay_signal_path(view, "tok.top", name);
    const struct assay_node *top =
        assay_rollout_value(assay_rollout_view_response(view, i), assay_str_of(path));

    if (!top)
        assay_signal_lack(value, path);
    return top;
}

/* Rewards in, what is asked for out. */
static void weigh(const struct contrast *self, const struct assay_rollout_view *view,
                  size_t i, struct assay_signal_value *value, double *tokens, size_t n)
{
    const struct assay_node *p = top_of(view, i, self->plus, value);
    const struct assay_node *q = top_of(view, i, self->minus, value);

    for (size_t t = 0; !value->lacks && t < n; t++) {
        const struct assay_node *at = assay_node_at(p, t), *other = assay_node_at(q, t);
        const double scale = self->halved ? 0.5 : 1.0;
        double weight;

        if (assay_node_count(at) == 0 || assay_node_count(other) == 0) {
            assay_signal_lack(value, "tok.top of every token");
            return;
        }
        weight = self->beta2 * scale * distance(at, other) + self->least;
        tokens[t] = self->what == WEIGHT ? weight : tokens[t] * weight;
    }
}

static enum assay_code take_one(void *state, const struct assay_rollout_view *view,
                                size_t i, struct assay_signal_value *value,
                                struct assay_error *err)
{
    const struct contrast *self = state;
    const struct assay_span_shape shape = {.beta = self->beta};
    struct assay_signal_track plus, minus;
    double *tokens;
    size_t n;
    enum assay_code code = assay_signal_array(
        view, i, assay_signal_path(view, "tok.lp", self->plus), value, &plus, err);

    if (!code)
        code = assay_signal_array(view, i, assay_signal_path(view, "tok.lp", self->minus),
                                  value, &minus, err);
    if (!code && minus.n == 0)
        assay_signal_lack(value, "a token");
    if (code || value->lacks)
        return code;
    n = minus.n;
    tokens = assay_arena_new(view->arena, n, sizeof(*tokens));
    assay_span_tokens((struct assay_span_term[]){{plus.at, 1.0}, {minus.at, -1.0}}, 2, n,
                      &shape, tokens);
    if (self->what != REWARD)
        weigh(self, view, i, value, tokens, n);
    if (value->lacks)
        return ASSAY_OK;
    value->reward = assay_span_pool(tokens, n, self->what == WEIGHT);
    value->tokens = tokens;
    value->token_count = n;
    return ASSAY_OK;
}

const struct assay_signal assay_signal_contrast = {
    .name = "contrast",
    .summary = "between models taught opposite preferences, weighted by their distance",
    .formula =
        "sum_t beta * (log dpo(t) - log rdpo(t)); weight of a token beta2 * sum_v |p "
        "- q| + least",
    .needs = "tok.lp.dpo tok.lp.rdpo",
    .source = "Zhang et al. 2025, AlignDistil, arXiv:2503.02832; songmzhang/AlignDistil "
              "OpenRLHF/openrlhf/trainer/aligndistil_offpolicy_trainer.py@0c7e5c5",
    .options = options,
    .state_size = sizeof(struct contrast),
    .presets = presets,
    .each = take_one,
};
