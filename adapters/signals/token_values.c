/*
 * token_values.c - one reward out of values of a response's tokens, and what each token counts for.
 *
 *   values of tokens s_t, P_t = sigma(mean of s_1 .. s_t)
 *   r = aggregate of the s_t, or of the P_t
 *   weights: of a right response of P_t, of a wrong one of 1 - P_t =: q_t
 *     threshold  clamp((q_t - tau) / (1 - tau), 0, 1)
 *     top        of the floor(rho n) highest q_t: (q_t - min) / (max - min) over them, 1 where they are alike; of others 0
 *
 * Source: Lyu et al. 2025, Exploring the Limit of Outcome Reward for Learning Mathematical Reasoning, arXiv:2502.06781,
 *         section 3.4; InternLM/OREAL train_oreal.py, threshold_rescale, topk_rescale. Lee et al. 2024, Token-Supervised Value
 *         Models, arXiv:2407.12863 (a response is worth its last token's value).
 */
#include "adapters/signals/signal.h"
#include "metrics/aggregate.h"
#include "metrics/calibration.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum weights {
    WEIGHTS_NONE,
    WEIGHTS_THRESHOLD,
    WEIGHTS_TOP
};

struct token_values {
    const char *track;
    unsigned cumulative, of, aggregate, weights;
    double threshold, ratio;
};

static const char *const ofs[] = {"values", "tokens", NULL};
static const char *const rewrites[] = {"none", "cumulative", NULL};
static const char *const weights[] = {"none", "threshold", "top", NULL};
static const char *const aggregates[] = {
    "prod", "geomean", "min", "mean",
    "last", "max",     "sum", NULL}; /* enum assay_aggregate */

static const struct assay_option options[] = {
    {.name = "track",
     .help = "values of tokens, tok.value.NAME; not given: tok.value itself",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct token_values, track),
     .value = "NAME",
     .optional = true},
    {.name = "rewrite",
     .help = "cumulative: tokens are the sigmoid of the mean up to them",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct token_values, cumulative),
     .initial = "none",
     .choices = rewrites},
    {.name = "of",
     .help = "what is aggregated: the values as logged, or what tokens became",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct token_values, of),
     .initial = "values",
     .choices = ofs},
    {.name = "aggregate",
     .help = "how tokens become one reward",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct token_values, aggregate),
     .initial = "last",
     .choices = aggregates},
    {.name = "weights",
     .help = "tokens are weights in a loss instead, by correct",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct token_values, weights),
     .initial = "none",
     .choices = weights},
    {.name = "threshold",
     .help = "of weights=threshold: below it a token has none",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct token_values, threshold),
     .initial = "0.5",
     .lo = 0.0,
     .hi = 0.999999},
    {.name = "ratio",
     .help = "of weights=top: share of tokens that have one",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct token_values, ratio),
     .initial = "0.5",
     .lo = 0.0,
     .hi = 1.0},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "oreal",
     .row = 57,
     .formula = "mean_t s_t; of tokens sigma(mean of s_1 .. s_t)",
     .settings = {"rewrite=cumulative", "aggregate=mean"},
     .quirk = "weights=threshold (official default 0.5) or weights=top gives the weights "
              "of tokens "
              "in the loss; the advantage of wrong responses is signal advantage"},
    {.name = "tvm-score",
     .row = 40,
     .formula = "the value of the last token",
     .settings = {"aggregate=last"},
     .quirk = "the estimator is not verified; values=prefix-tree gives the targets"},
    {0},
};

static void accumulate(const double *score, size_t n, double *out)
{
    double sum = 0.0;

    for (size_t t = 0; t < n; t++) {
        sum += score[t];
        out[t] = assay_calibration_sigmoid(sum / (double)(t + 1));
    }
}

static void by_threshold(double *p, size_t n, double threshold)
{
    for (size_t t = 0; t < n; t++)
        p[t] = fmin(fmax((p[t] - threshold) / (1.0 - threshold), 0.0), 1.0);
}

struct ranked {
    double p;
    size_t at;
};

/* Highest first, of equals the earlier. */
static int highest_first(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    if (x->p < y->p || x->p > y->p)
        return x->p < y->p ? 1 : -1;
    return x->at < y->at ? -1 : 1;
}

static void by_rank(double *p, size_t n, double ratio, struct assay_arena *arena)
{
    struct ranked *ranked = assay_arena_new(arena, n + 1, sizeof(*ranked));
    const size_t top = (size_t)((double)n * ratio);

    for (size_t t = 0; t < n; t++)
        ranked[t] = (struct ranked){p[t], t};
    qsort(ranked, n, sizeof(*ranked), highest_first);
    memset(p, 0, n * sizeof(*p));
    for (size_t k = 0; k < top; k++) {
        const double least = ranked[top - 1].p, span = ranked[0].p - least;

        p[ranked[k].at] = span > 0.0 ? (ranked[k].p - least) / span : 1.0;
    }
}

/* Weights of the tokens of a right response out of chances of being right, of a wrong one out of those of being wrong. */
static bool weigh(const struct token_values *values,
                  const struct assay_rollout_view *view, size_t i,
                  struct assay_signal_value *value, double *p)
{
    const size_t n = value->token_count;
    double correct;

    if (!assay_signal_number(view, i, "correct", value, &correct))
        return false;
    for (size_t t = 0; t < n && correct < 0.5; t++)
        p[t] = 1.0 - p[t];
    if (values->weights == WEIGHTS_THRESHOLD)
        by_threshold(p, n, values->threshold);
    else
        by_rank(p, n, values->ratio, view->arena);
    return true;
}

static enum assay_code take_one(void *state, const struct assay_rollout_view *view,
                                size_t i, struct assay_signal_value *value,
                                struct assay_error *err)
{
    const struct token_values *values = state;
    const char *path =
        values->track ? assay_signal_path(view, "tok.value", values->track) : "tok.value";
    struct assay_signal_track score;
    struct assay_error why;
    double *token;
    size_t n;
    const enum assay_code code = assay_signal_array(view, i, path, value, &score, err);

    if (code || !score.at)
        return code;
    n = score.n;
    token = assay_arena_new(view->arena, n + 1, sizeof(*token));
    if (values->cumulative || values->weights != WEIGHTS_NONE)
        accumulate(score.at, n, token);
    else
        memcpy(token, score.at, n * sizeof(*token));
    value->token_count = n;
    if (assay_aggregate_steps(values->of == 0 ? score.at : token, n,
                              (enum assay_aggregate)values->aggregate, &value->reward,
                              &why))
        assay_signal_lack(value, n == 0 ? "a token" : "a finite aggregate of its tokens");
    if (values->weights == WEIGHTS_NONE || weigh(values, view, i, value, token))
        value->tokens = token;
    else
        value->reward = (double)NAN;
    return ASSAY_OK;
}

const struct assay_signal assay_signal_token_values = {
    .name = "token-values",
    .summary = "one reward out of values of a response's tokens",
    .formula = "last, mean, min, ... of tok.value, or of sigma(mean of s_1 .. s_t)",
    .needs = "tok.value",
    .source = "Lyu et al. 2025, arXiv:2502.06781, section 3.4; InternLM/OREAL "
              "train_oreal.py",
    .options = options,
    .state_size = sizeof(struct token_values),
    .presets = presets,
    .each = take_one,
};
