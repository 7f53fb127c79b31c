/*
 * step_advantage.c - advantages of steps: that of the episode, and that of the step among the steps of the group.
 *
 *   R_s = sum over step s of beta (log rm(t) - log ref(t)),    A_s = RLOO(outcome) + weight RLOO(R)_s
 *
 * RLOO is n / (n - 1) (x - mean): of outcomes over the n responses of a group, of steps over all their steps. The reward of a
 * response is the mean of its steps' advantages.
 *
 * Source: iStar, Tongyi-ConvAI/Tongyi-Character istar/core_istar.py@e73c0ea, compute_istar_rloo_advantage: the text says
 *         that a step is held against all other steps of its group, the code takes n and mean of each trajectory's first
 *         step (baseline=first).
 */
#include "adapters/signals/signal.h"
#include "metrics/span_sum.h"

struct step_advantage {
    const char *plus, *minus, *outcome;
    double beta, weight;
    unsigned baseline;
};

static const char *const baseline_words[] = {"steps", "first", NULL};

static const struct assay_option options[] = {
    {.name = "plus",
     .help = "track of the model that gives rewards, tok.lp.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct step_advantage, plus),
     .initial = "rm",
     .value = "NAME"},
    {.name = "minus",
     .help = "track of its reference model",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct step_advantage, minus),
     .initial = "ref",
     .value = "NAME"},
    {.name = "outcome",
     .help = "field of the episode's reward",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct step_advantage, outcome),
     .initial = "reward.outcome",
     .value = "FIELD"},
    {.name = "beta",
     .help = "weight of the log-ratio",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct step_advantage, beta),
     .initial = "0.05",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "weight",
     .help = "of a step's advantage beside the episode's",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct step_advantage, weight),
     .initial = "1",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "baseline",
     .help = "a step is held against all steps of the group, or the first ones",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct step_advantage, baseline),
     .initial = "steps",
     .choices = baseline_words},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "oprl-advantage",
     .row = 31,
     .quirk = "the released code takes n and mean of each trajectory's first step: "
              "baseline=first"},
    {0},
};

/* What there is of a group. */
struct found {
    double *outcome; /* (responses,) of those that lack nothing */
    size_t responses, total;
};

static enum assay_code read_steps(const struct step_advantage *self,
                                  const struct assay_rollout_view *view, size_t i,
                                  struct assay_signal_value *value,
                                  struct assay_signal_track *out, struct assay_error *err)
{
    const struct assay_span_shape shape = {.beta = self->beta};
    struct assay_signal_track plus, minus, ends;
    double *tokens, *reward;
    size_t n;
    enum assay_code code = assay_signal_array(
        view, i, assay_signal_path(view, "tok.lp", self->plus), value, &plus, err);

    if (!code)
        code = assay_signal_array(view, i, assay_signal_path(view, "tok.lp", self->minus),
                                  value, &minus, err);
    if (!code)
        code = assay_signal_array(view, i, "steps.end", value, &ends, err);
    if (code || value->lacks)
        return code;
    n = minus.n;
    tokens = assay_arena_new(view->arena, n ? n : 1, sizeof(*tokens));
    reward = assay_arena_new(view->arena, ends.n ? ends.n : 1, sizeof(*reward));
    assay_span_tokens((struct assay_span_term[]){{plus.at, 1.0}, {minus.at, -1.0}}, 2, n,
                      &shape, tokens);
    assay_span_steps(tokens, ends.at, ends.n, false, reward);
    *out = (struct assay_signal_track){reward, ends.n};
    return ASSAY_OK;
}

static enum assay_code add_response(const struct step_advantage *self,
                                    const struct assay_rollout_view *view, size_t i,
                                    struct assay_signal_value *value, struct found *all,
                                    struct assay_error *err)
{
    struct assay_signal_track reward = {0};
    const enum assay_code code = read_steps(self, view, i, value, &reward, err);

    if (code || value->lacks)
        return code;
    if (reward.n == 0)
        assay_signal_lack(value, "a step");
    else if (assay_signal_number(view, i, self->outcome, value,
                                 &all->outcome[all->responses]))
        all->responses++;
    if (value->lacks)
        return ASSAY_OK;
    value->steps = reward.at;
    value->step_count = reward.n;
    all->total += reward.n;
    return ASSAY_OK;
}

/* n / (n - 1) (x_i - mean of the n base ones); x_i where there is one alone. */
static double left_out(double x, const double *base, size_t n)
{
    const double mean = n > 1 ? assay_span_pool(base, n, true) : 0.0;

    return n > 1 ? (double)n / (double)(n - 1) * (x - mean) : x;
}

/* What a step is held against: all of them, or the first of each response. */
static const double *base_of(const struct step_advantage *self,
                             const struct assay_rollout_view *view,
                             const struct assay_signal_value *out, size_t total,
                             size_t *n)
{
    double *base = assay_arena_new(view->arena, total ? total : 1, sizeof(*base));

    *n = 0;
    for (size_t i = 0; i < view->count; i++)
        for (size_t s = 0; !out[i].lacks && s < out[i].step_count; s++)
            if (s == 0 || self->baseline == 0)
                base[(*n)++] = out[i].steps[s];
    return base;
}

static void settle(const struct step_advantage *self,
                   const struct assay_rollout_view *view, const struct found *all,
                   struct assay_signal_value *out)
{
    size_t n, response = 0;
    const double *base = base_of(self, view, out, all->total, &n);

    for (size_t i = 0; i < view->count; i++) {
        struct assay_signal_value *value = &out[i];
        double *steps, episode;

        if (value->lacks)
            continue;
        episode = left_out(all->outcome[response++], all->outcome, all->responses);
        steps = assay_arena_new(view->arena, value->step_count, sizeof(*steps));
        for (size_t s = 0; s < value->step_count; s++)
            steps[s] = episode + self->weight * left_out(value->steps[s], base, n);
        value->steps = steps;
        value->reward = assay_span_pool(steps, value->step_count, true);
    }
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    struct found all = {.outcome = assay_arena_new(
                            view->arena, view->count ? view->count : 1, sizeof(double))};
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < view->count; i++)
        code = add_response(state, view, i, &out[i], &all, err);
    if (!code)
        settle(state, view, &all, out);
    return code;
}

const struct assay_signal assay_signal_step_advantage = {
    .name = "step-advantage",
    .summary = "advantages of steps by implicit rewards, beside that of the episode",
    .formula = "of a step: RLOO(outcome) + weight * RLOO(beta * sum_t (log rm(t) - log "
               "ref(t))); of the response their mean",
    .needs = "tok.lp.rm tok.lp.ref steps.end reward.outcome",
    .source = "Tongyi-ConvAI/Tongyi-Character istar/core_istar.py@e73c0ea",
    .options = options,
    .state_size = sizeof(struct step_advantage),
    .presets = presets,
    .take = take,
};
