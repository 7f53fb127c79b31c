/*
 * flow.c - penalty for tokens whose hidden states leave a field of flow, from logged deviations.
 *
 *   x_t = (d_t - min d) / (max d - min d) over the response, bilateral: 2 x_t - 1
 *   x_t becomes 0 where it is no larger than the threshold (bilateral: |x_t|)
 *   where at least k are left, only the k largest stay (bilateral: the k/2 largest and the k/2 smallest)
 *   r_t = -coef x_t,    r = sum_t r_t
 *
 * d_t is what the flow's model gave, tok.aux.flow: sum over its times tau of tau / (1 - tau) |v(x_tau) - (x_1 - x_0)|^2.
 *
 * The official code takes the second-smallest distinct number of a row as its least. Rows are padded with 0, so that it
 * is the least deviation of every response but the longest ones of a batch, where the least one falls below 0.
 *
 * Source: RLFR: Extending Reinforcement Learning for LLMs with Flow Environment; Jinghaoleven/RLFR
 *         openrlhf/openrlhf/models/utils.py (normalize_flow_score, postprocess_flow_score, compute_reward)@1589879.
 */
#include "adapters/signals/signal.h"

#include "harness/core/sum.h"

#include <math.h>

enum minimum {
    MINIMUM_LEAST,
    MINIMUM_SECOND,
};

struct flow {
    const char *track;
    double coefficient, threshold;
    size_t top;
    bool bilateral;
    unsigned minimum; /* enum minimum */
};

static const char *const minimum_words[] = {"least", "second", NULL};

static const struct assay_option options[] = {
    {.name = "track",
     .help = "track of the deviations, tok.aux.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct flow, track),
     .initial = "flow",
     .value = "NAME"},
    {.name = "coef",
     .help = "weight of the penalty",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct flow, coefficient),
     .initial = "1",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "threshold",
     .help = "normalised deviations up to here count nothing; 0: all count",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct flow, threshold),
     .initial = "0",
     .lo = 0.0,
     .hi = 1.0},
    {.name = "top",
     .help = "only so many tokens count, where so many are left; 0: all",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct flow, top),
     .initial = "0",
     .lo = 0,
     .hi = 1e9,
     .value = "K"},
    {.name = "bilateral",
     .help = "small deviations are rewarded as large ones are penalised",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct flow, bilateral)},
    {.name = "minimum",
     .help = "the least deviation, or the second-smallest distinct one",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct flow, minimum),
     .initial = "least",
     .choices = minimum_words},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "rlfr", .row = 14, .settings = {"coef=0.01", "threshold=0.6", "top=15"}},
    {.name = "rlfr-code",
     .row = 14,
     .settings = {"coef=0.01", "threshold=0.6", "top=15", "minimum=second"},
     .quirk = "the official code takes the second-smallest distinct number of a padded "
              "row as its least (minimum); in rows with padding that is the least "
              "deviation"},
    {0},
};

/* The least number, or the least of those above it; infinite where there is none. */
static double least_of(const double *x, size_t n, bool second)
{
    double least = INFINITY, above = INFINITY;

    for (size_t t = 0; t < n; t++)
        if (x[t] < least)
            least = x[t];
    for (size_t t = 0; t < n; t++)
        if (x[t] > least && x[t] < above)
            above = x[t];
    return second ? above : least;
}

/* False where deviations do not differ. */
static bool normalise(const struct flow *flow, const double *d, size_t n, double *x)
{
    const double least = least_of(d, n, flow->minimum == MINIMUM_SECOND);
    double most = -INFINITY;

    for (size_t t = 0; t < n; t++)
        if (d[t] > most)
            most = d[t];
    if (!(most > least))
        return false;
    for (size_t t = 0; t < n; t++) {
        x[t] = (d[t] - least) / (most - least);
        if (flow->bilateral)
            x[t] = 2.0 * x[t] - 1.0;
    }
    return true;
}

static void cut(const struct flow *flow, double *x, size_t n)
{
    for (size_t t = 0; flow->threshold > 0.0 && t < n; t++) {
        const double size = flow->bilateral ? fabs(x[t]) : x[t];

        if (!(size > flow->threshold))
            x[t] = 0.0;
    }
}

/* Marks the first of the largest numbers, times sign, that is not marked. */
static void mark_largest(const double *x, size_t n, double sign, size_t k, bool *kept)
{
    bool *taken = kept + n;

    for (size_t t = 0; t < n; t++)
        taken[t] = false;
    for (size_t turn = 0; turn < k; turn++) {
        size_t best = n;

        for (size_t t = 0; t < n; t++)
            if (!taken[t] && (best == n || sign * x[t] > sign * x[best]))
                best = t;
        taken[best] = kept[best] = true;
    }
}

static void keep_top(const struct flow *flow, double *x, size_t n,
                     struct assay_arena *arena)
{
    size_t left = 0;
    bool *kept;

    for (size_t t = 0; t < n; t++)
        left += x[t] != 0.0;
    if (flow->top == 0 || left < flow->top)
        return;
    kept = assay_arena_new(arena, 2 * n, sizeof(*kept));
    if (flow->bilateral) {
        mark_largest(x, n, 1.0, flow->top / 2, kept);
        mark_largest(x, n, -1.0, flow->top / 2, kept);
    } else {
        mark_largest(x, n, 1.0, flow->top, kept);
    }
    for (size_t t = 0; t < n; t++)
        if (!kept[t])
            x[t] = 0.0;
}

static enum assay_code take_one(void *state, const struct assay_rollout_view *view,
                                size_t i, struct assay_signal_value *value,
                                struct assay_error *err)
{
    const struct flow *flow = state;
    struct assay_signal_track d;
    double *x;
    size_t n;
    const enum assay_code code = assay_signal_array(
        view, i, assay_signal_path(view, "tok.aux", flow->track), value, &d, err);

    if (code || !d.at)
        return code;
    n = d.n;
    x = assay_arena_new(view->arena, n ? n : 1, sizeof(*x));
    if (!normalise(flow, d.at, n, x)) {
        assay_signal_lack(value, "deviations that differ");
        return ASSAY_OK;
    }
    cut(flow, x, n);
    keep_top(flow, x, n, view->arena);
    for (size_t t = 0; t < n; t++)
        x[t] = x[t] == 0.0 ? 0.0 : -flow->coefficient * x[t];
    value->reward = assay_sum_neumaier(x, n);
    value->tokens = x;
    value->token_count = n;
    return ASSAY_OK;
}

const struct assay_signal assay_signal_flow = {
    .name = "flow",
    .summary = "penalty for tokens whose hidden states leave a field of flow",
    .formula = "- coef * sum_t x(t), x the deviations d between 0 and 1 over the "
               "response, small ones cut off",
    .needs = "tok.aux.flow",
    .source = "RLFR; Jinghaoleven/RLFR openrlhf/openrlhf/models/utils.py@1589879",
    .options = options,
    .state_size = sizeof(struct flow),
    .presets = presets,
    .each = take_one,
};
