/*
 * certainty.c - how far the distributions that a response was drawn from are from uniform.
 *
 *   c_t = -1/V sum_v log p_t(v) - log V = KL(uniform || p_t) >= 0,    r = 1/T sum_t c_t
 *
 * tok.slp has sum_v log p_t(v) of the distribution that gave token t. The official code starts one position later: it
 * leaves out the distribution of the first token and takes in the one behind the last, which a log does not have.
 *
 * Source: Kang et al. 2025, Scalable Best-of-N Selection for Large Language Models via Self-Certainty,
 *         arXiv:2502.18581, equation 6; backprop07/Self-Certainty src/confidence_list.py (positions) and
 *         src/self_certainty_from_list.py (without an answer -1e9), @b17d021.
 */
#include "adapters/signals/certainty.h"

#include "harness/core/sum.h"

#include <math.h>

static const double lowest = -1e9; /* of the official code */

static const char *const unanswered_words[] = {"kept", "lowest", NULL};

static const char *const per_words[] = {"response", "token", NULL};

static const struct assay_option options[] = {
    CERTAINTY_OPTIONS(0),
    {.name = "per",
     .help = "what has a reward of its own beside",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct certainty, per),
     .initial = "token",
     .choices = per_words},
    {.name = "unanswered",
     .help = "a response without an answer: its own value, or -1e9 as in the official "
             "code",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct certainty, unanswered),
     .initial = "kept",
     .choices = unanswered_words},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "self-certainty", .row = 13},
    {.name = "self-certainty-code",
     .row = 13,
     .needs = "tok.slp meta.vocab answer",
     .settings = {"late=true", "unanswered=lowest"},
     .quirk = "the official code takes distributions one position late (late): without "
              "the first, and with one behind the last, which no log has; a response "
              "without an answer gets -1e9 (unanswered)"},
    {0},
};

/* 0: it is not known. */
static double vocabulary_of(const struct certainty *how,
                            const struct assay_rollout_view *view)
{
    double n = (double)how->vocabulary;

    if (how->vocabulary == 0 && !assay_rollout_number(view->meta, "vocab", &n))
        return 0.0;
    return n;
}

enum assay_code assay_signal_certainty_of(const struct certainty *how,
                                          const struct assay_rollout_view *view, size_t i,
                                          struct assay_signal_value *value, double *mean,
                                          struct assay_error *err)
{
    const double vocabulary = vocabulary_of(how, view);
    const double uniform = log(vocabulary);
    const size_t first = how->late ? 1 : 0;
    struct assay_signal_track sums;
    double *tokens;
    size_t n;
    enum assay_code code = assay_signal_array(view, i, "tok.slp", value, &sums, err);

    if (code || !sums.at)
        return code;
    n = sums.n;
    if (vocabulary < 1.0)
        assay_signal_lack(value, "meta.vocab");
    if (n <= first)
        assay_signal_lack(value, "tokens that count");
    if (value->lacks)
        return ASSAY_OK;
    tokens = assay_arena_new(view->arena, n, sizeof(*tokens));
    for (size_t t = 0; t < n; t++)
        tokens[t] = t < first ? 0.0 : -sums.at[t] / vocabulary - uniform;
    *mean = assay_sum_neumaier(tokens + first, n - first) / (double)(n - first);
    value->tokens = tokens;
    value->token_count = n;
    return ASSAY_OK;
}

static bool has_answer(const struct assay_rollout_view *view, size_t i)
{
    return assay_rollout_text(assay_rollout_view_response(view, i), "answer").len > 0;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct certainty *how = state;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < view->count; i++) {
        double mean = NAN;

        code = assay_signal_certainty_of(how, view, i, &out[i], &mean, err);
        if (how->unanswered == UNANSWERED_LOWEST && !has_answer(view, i))
            mean = lowest;
        out[i].reward = mean;
        if (how->per == PER_RESPONSE)
            out[i].tokens = NULL;
    }
    return code;
}

const struct assay_signal assay_signal_certainty = {
    .name = "certainty",
    .summary = "how far the distributions of a response's tokens are from uniform",
    .formula = "mean_t (-slp(t) / V - log V), slp(t) the sum of log p_t over the "
               "vocabulary of V",
    .needs = "tok.slp meta.vocab",
    .source = "Kang et al. 2025, arXiv:2502.18581, equation 6; backprop07/Self-Certainty "
              "src/confidence_list.py@b17d021",
    .options = options,
    .state_size = sizeof(struct certainty),
    .presets = presets,
    .take = take,
};
