/*
 * spans.c - rewards that are sums of log-probabilities over a span: one engine for all that differ in tracks and span alone.
 *
 *   x_t = sum_m c_m log p_m(t) - offset,    r_t = clip(beta g(x_t)),    s = sum or mean of r_t over the span
 *   r   = factor f(s) + outcome correct
 *
 * The span is the response, the one token behind it, the answer, or the follow-ups of each dimension, averaged. f is s; or
 * minus the perplexity exp(-s); or the drop in perplexity that the tracks of `plus` have beside those of `minus`; or the
 * logistic function. What a response or a step is paid for is metrics/span_sum.h; papers are in spans_presets.c.
 *
 * Log-ratios leave out beta log Z(x), so that they order responses to one prompt only.
 *
 * Source: Rafailov et al. 2023, arXiv:2305.18290, equation 5; of tokens Rafailov et al. 2024, arXiv:2404.12358, equation 7;
 *         and those of the presets.
 */
#include "adapters/signals/spans.h"

#include <math.h>

static const char *const span_words[] = {"response", "last", "answer", "follow-ups",
                                         NULL};
static const char *const pool_words[] = {"sum", "mean", NULL};
static const char *const form_words[] = {"linear", "perplexity", "drop", "sigmoid", NULL};
static const char *const per_words[] = {"token", "step", "response", NULL};
static const char *const squash_words[] = {"none", "sigmoid", "tanh", NULL};
static const char *const unanswered_words[] = {"score", "zero", NULL};

#define CHOICE(key, field, words, first, text)                                           \
    {                                                                                    \
        .name = (key), .help = (text), .type = ASSAY_OPTION_CHOICE,                      \
        .offset = offsetof(struct spans, field), .initial = (first), .choices = (words)  \
    }
#define REAL(key, field, first, low, high, text)                                         \
    {                                                                                    \
        .name = (key), .help = (text), .type = ASSAY_OPTION_DOUBLE,                      \
        .offset = offsetof(struct spans, field), .initial = (first), .lo = (low),        \
        .hi = (high)                                                                     \
    }

static const struct assay_option options[] = {
    {.name = "plus",
     .help = "tracks that count for a response: NAME or 0.5*NAME, commas between",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct spans, plus),
     .initial = "policy",
     .value = "NAMES"},
    {.name = "minus",
     .help = "tracks that count against it; empty: none",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct spans, minus),
     .initial = "ref",
     .value = "NAMES"},
    CHOICE("span", span, span_words, "response",
           "what is summed over: tok.lp, tok.last, ans_lp or each fu"),
    CHOICE("pool", pool, pool_words, "sum", "sum or mean over the span"),
    REAL("beta", beta, "1", 0.0, 1e6, "weight of a token"),
    REAL("offset", offset, "0", -1e6, 1e6, "what is taken off each token before"),
    CHOICE("squash", squash, squash_words, "none",
           "bounded function of a token: 1/(1+exp(-x)) - 1/2, or tanh"),
    REAL("clip", clip, "0", 0.0, 1e6, "limit of a token's reward; 0: none"),
    CHOICE(
        "form", form, form_words, "linear",
        "function of the sum: itself, -exp(-s), the drop in perplexity, 1/(1+exp(-s))"),
    REAL("limit", limit, "0", 0.0, 1e6, "limit of that; 0: none"),
    REAL("epsilon", epsilon, "1e-9", 0.0, 1.0,
         "form=drop: added to the perplexity divided by"),
    REAL("factor", factor, "1", -1e6, 1e6, "weight of that in the reward"),
    REAL("outcome", outcome, "0", -1e6, 1e6, "weight of `correct` in the reward"),
    CHOICE("per", per, per_words, "token", "what has a reward of its own beside"),
    CHOICE("unanswered", unanswered, unanswered_words, "score",
           "what a response without `answer` gets"),
    {0},
};

static enum assay_code begin(void *state, struct assay_error *err)
{
    return assay_spans_begin(state, err);
}

static void end(void *state)
{
    struct spans *spans = state;

    assay_arena_release(&spans->arena);
}

/* Mean or sum of the tracks from the first to the one before last, at their weights' size. */
static double pooled(const struct spans *spans, const struct spans_tracks *tracks,
                     size_t from, size_t to, double *scratch)
{
    const struct assay_span_shape plain = {.beta = from > 0 ? -1.0 : 1.0};

    assay_span_tokens(tracks->term + from, to - from, tracks->n, &plain, scratch);
    return assay_span_pool(scratch, tracks->n, spans->pool == 1);
}

static double limited(const struct spans *spans, double x)
{
    return spans->limit > 0.0 ? fmin(fmax(x, -spans->limit), spans->limit) : x;
}

/* f of the sum; x are the tokens' rewards. */
static double form_of(const struct spans *spans, const struct spans_tracks *tracks,
                      double *x)
{
    const double s = assay_span_pool(x, tracks->n, spans->pool == 1);

    switch ((enum spans_form)spans->form) {
    case SPANS_PERPLEXITY:
        return limited(spans, -assay_span_perplexity(s));
    case SPANS_SIGMOID:
        return limited(spans, 1.0 / (1.0 + exp(-s)));
    case SPANS_DROP: {
        const double with = pooled(spans, tracks, 0, spans->added, x);
        const double without = pooled(spans, tracks, spans->added, spans->names, x);
        const double floor = spans->limit > 0.0 ? -spans->limit : -HUGE_VAL;

        return assay_span_drop(with, without, spans->epsilon, floor);
    }
    case SPANS_LINEAR:
        break;
    }
    return limited(spans, s);
}

/* steps.reward; without steps.end there is none, and no reward. */
static enum assay_code pay_steps(const struct spans *spans,
                                 const struct assay_rollout_view *view, size_t i,
                                 const double *x, struct assay_signal_value *value,
                                 struct assay_error *err)
{
    struct assay_signal_track ends;
    double *steps;
    const enum assay_code code =
        assay_signal_array(view, i, "steps.end", value, &ends, err);

    if (code || !ends.at)
        return code;
    steps = assay_arena_new(view->arena, ends.n ? ends.n : 1, sizeof(*steps));
    assay_span_steps(x, ends.at, ends.n, spans->pool == 1, steps);
    value->steps = steps;
    value->step_count = ends.n;
    return ASSAY_OK;
}

static enum assay_code pay_tokens(const struct spans *spans,
                                  const struct assay_rollout_view *view, size_t i,
                                  struct assay_signal_value *value, double *out,
                                  struct assay_error *err)
{
    const struct assay_span_shape shape = {spans->offset, spans->beta, spans->clip,
                                           (enum assay_squash)spans->squash};
    struct spans_tracks tracks;
    enum assay_code code = assay_spans_read(spans, view, i, value, &tracks, err);
    double *x;

    if (code || !tracks.there)
        return code;
    if (tracks.n == 0 && spans->pool == 1) {
        assay_signal_lack(value, "a token to take a mean of");
        return ASSAY_OK;
    }
    x = assay_arena_new(view->arena, tracks.n ? tracks.n : 1, sizeof(*x));
    assay_span_tokens(tracks.term, spans->names, tracks.n, &shape, x);
    if (spans->per == SPANS_PER_STEP)
        code = pay_steps(spans, view, i, x, value, err);
    if (code || value->lacks)
        return code;
    *out = form_of(spans, &tracks, x);
    if (spans->per == SPANS_PER_TOKEN && spans->span == SPANS_RESPONSE &&
        spans->form == SPANS_LINEAR) {
        value->tokens = x;
        value->token_count = tracks.n;
    }
    return ASSAY_OK;
}

/* A released program gives a response without an answer 0, whatever its tokens. */
static bool counts_nothing(const struct spans *spans,
                           const struct assay_rollout_view *view, size_t i)
{
    return spans->unanswered == 1 &&
           assay_rollout_text(assay_rollout_view_response(view, i), "answer").len == 0;
}

static enum assay_code take_one(void *state, const struct assay_rollout_view *view,
                                size_t i, struct assay_signal_value *value,
                                struct assay_error *err)
{
    const struct spans *spans = state;
    double f = NAN, correct = 0.0;
    enum assay_code code;

    if (counts_nothing(spans, view, i)) {
        value->reward = 0.0;
        return ASSAY_OK;
    }
    if (spans->span == SPANS_FOLLOW)
        code = assay_spans_follow(spans, view, i, value, &f, err);
    else
        code = pay_tokens(spans, view, i, value, &f, err);
    if (code || value->lacks)
        return code;
    if ((spans->outcome < 0.0 || spans->outcome > 0.0) &&
        !assay_signal_number(view, i, "correct", value, &correct))
        return ASSAY_OK;
    value->reward = spans->factor * f + spans->outcome * correct;
    return ASSAY_OK;
}

const struct assay_signal assay_signal_spans = {
    .name = "spans",
    .summary = "a combination of log-probability tracks, summed over a span",
    .formula =
        "factor * f(sum or mean_t clip(beta * g(sum_m c_m log p_m(t) - offset))) + "
        "outcome * correct",
    .needs = "tok.lp.policy tok.lp.ref",
    .source = "Rafailov et al. 2023, arXiv:2305.18290, equation 5",
    .options = options,
    .state_size = sizeof(struct spans),
    .presets = assay_spans_presets,
    .begin = begin,
    .each = take_one,
    .end = end,
};
