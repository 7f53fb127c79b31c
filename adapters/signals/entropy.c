/*
 * entropy.c - how undecided a policy was while it wrote: a reward of its tokens' entropies.
 *
 *   mean  -1/T sum_t H_t        sum  -sum_t H_t        max  -max_t H_t        last  -H_T
 *   perplexity  -exp(1/T sum_t H_t)
 *
 * with + in place of - where exploration is what is rewarded.
 *
 * Source: mean and its sign: Agarwal et al. 2025, The Unreasonable Effectiveness of Entropy Minimization in LLM Reasoning,
 *         arXiv:2505.15134, section 4 (token-level entropy as a reward).
 */
#include "adapters/signals/signal.h"

#include "harness/core/sum.h"

#include <math.h>

enum reading {
    READING_MEAN,
    READING_SUM,
    READING_MAX,
    READING_LAST,
    READING_PERPLEXITY,
};

enum sign {
    SIGN_MINUS,
    SIGN_PLUS,
};

enum per {
    PER_RESPONSE,
    PER_TOKEN,
};

struct entropy {
    unsigned reading; /* enum reading */
    unsigned sign;    /* enum sign */
    unsigned per;     /* enum per */
};

static const char *const reading_words[] = {"mean", "sum",        "max",
                                            "last", "perplexity", NULL};
static const char *const sign_words[] = {"minus", "plus", NULL};
static const char *const per_words[] = {"response", "token", NULL};

static const struct assay_option options[] = {
    {.name = "reading",
     .help = "what of the entropies of tokens counts",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct entropy, reading),
     .initial = "mean",
     .choices = reading_words},
    {.name = "sign",
     .help = "minus rewards a policy that is sure, plus one that explores",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct entropy, sign),
     .initial = "minus",
     .choices = sign_words},
    {.name = "per",
     .help = "what has a reward of its own beside",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct entropy, per),
     .initial = "token",
     .choices = per_words},
    {0},
};

static double read_all(const struct entropy *entropy, const double *h, size_t n)
{
    const double sum = assay_sum_neumaier(h, n);
    double most = h[0];

    for (size_t t = 1; t < n; t++)
        if (h[t] > most)
            most = h[t];
    switch ((enum reading)entropy->reading) {
    case READING_SUM:
        return sum;
    case READING_MAX:
        return most;
    case READING_LAST:
        return h[n - 1];
    case READING_PERPLEXITY:
        return exp(sum / (double)n);
    case READING_MEAN:
        break;
    }
    return sum / (double)n;
}

static enum assay_code take_one(void *state, const struct assay_rollout_view *view,
                                size_t i, struct assay_signal_value *value,
                                struct assay_error *err)
{
    const struct entropy *entropy = state;
    const double sign = entropy->sign == SIGN_PLUS ? 1.0 : -1.0;
    struct assay_signal_track h;
    double *tokens;
    const enum assay_code code = assay_signal_array(view, i, "tok.H", value, &h, err);

    if (code || !h.at)
        return code;
    if (h.n == 0) {
        assay_signal_lack(value, "tokens");
        return ASSAY_OK;
    }
    value->reward = sign * read_all(entropy, h.at, h.n);
    if (entropy->per == PER_RESPONSE)
        return ASSAY_OK;
    tokens = assay_arena_new(view->arena, h.n, sizeof(*tokens));
    for (size_t t = 0; t < h.n; t++)
        tokens[t] = sign * h.at[t];
    value->tokens = tokens;
    value->token_count = h.n;
    return ASSAY_OK;
}

const struct assay_signal assay_signal_entropy = {
    .name = "entropy",
    .summary = "how sure the policy was of its tokens",
    .formula =
        "- mean_t H(t), or another reading of the entropies, exp of it as perplexity",
    .needs = "tok.H",
    .source = "Agarwal et al. 2025, arXiv:2505.15134, section 4",
    .options = options,
    .state_size = sizeof(struct entropy),
    .each = take_one,
};
