/*
 * wins.c - how often a response wins against the others of its group.
 *
 *   P_ij      share that i won of its games against j
 *   win-rate  mean_j P_ij over the j that i was compared with
 *   borda     sum_j P_ij
 *   copeland  number of j with P_ij > 1/2, and half of those with P_ij = 1/2
 *   minimax   weight of i in the mix of responses that none beats more often than not
 *
 * Unlike a Bradley-Terry score none of them assumes that preferences are transitive.
 *
 * Source: Swamy et al. 2024, A Minimaximalist Approach to Reinforcement Learning from Human Feedback, arXiv:2401.04056,
 *         algorithm 1 (SPO); Rosset et al. 2024, Direct Nash Optimization, arXiv:2404.03715, equation 5.
 */
#include "adapters/signals/signal.h"
#include "harness/core/rollout_judged.h"
#include "metrics/preference_matrix.h"

#include <math.h>

enum how {
    WIN_RATE,
    BORDA,
    COPELAND,
    MINIMAX
};

struct wins {
    unsigned of, aggregate, unparsable, ties;
    bool balanced;
    struct assay_rollout_pairing pairing;
};

static const char *const sources[] = {"all", "judges", "people", NULL};
static const char *const aggregates[] = {"win-rate", "borda", "copeland", "minimax",
                                         NULL};

static const struct assay_option options[] = {
    {.name = "of",
     .help = "whose preferences: judges[kind=pair], people's prefs, or all",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct wins, of),
     .initial = "all",
     .choices = sources},
    {.name = "judge",
     .help = "only what this judge said",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct wins, pairing.judge),
     .value = "NAME",
     .optional = true},
    {.name = "aggregate",
     .help = "what a row of shares becomes",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct wins, aggregate),
     .initial = "win-rate",
     .choices = aggregates},
    {.name = "balanced",
     .help = "only pairs that were shown in both orders, which count alike",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct wins, balanced)},
    {.name = "unparsable",
     .help = "what an output without a verdict counts as; loss: for both",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct wins, unparsable),
     .initial = "exclude",
     .choices = assay_rollout_unparsable_words},
    {.name = "ties",
     .help = "what a tie counts as; strict: both have lost",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct wins, ties),
     .initial = "half",
     .choices = assay_rollout_tie_words},
    {.name = "seed",
     .help = "of coins for outputs without a verdict",
     .type = ASSAY_OPTION_SEED,
     .offset = offsetof(struct wins, pairing.seed),
     .initial = "0"},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "spo", .row = 37, .settings = {"aggregate=win-rate"}},
    {.name = "minimax-winner",
     .row = 37,
     .formula = "weight in argmax_m min_j sum_i m_i (P_ij - 1/2)",
     .settings = {"aggregate=minimax"}},
    {.name = "dno",
     .row = 52,
     .formula = "E over the group's other responses y' of P(y beats y')",
     .settings = {"aggregate=win-rate"}},
    {0},
};

static enum assay_code begin(void *state, struct assay_error *err)
{
    struct wins *self = state;

    (void)err;
    self->pairing.judges = self->of != 2;
    self->pairing.people = self->of != 1;
    self->pairing.unparsable = self->unparsable;
    self->pairing.ties = self->ties;
    return ASSAY_OK;
}

static double worth(enum how how, double share)
{
    if (how == COPELAND)
        return share > 0.5 ? 1.0 : share == 0.5 ? 0.5 : 0.0;
    return share;
}

static void row_of(const struct wins *self, const struct assay_rollout_pairs *pairs,
                   size_t i, struct assay_signal_value *value)
{
    double sum = 0.0, share;
    size_t met = 0;

    for (size_t j = 0; j < pairs->n; j++) {
        if (i == j || !assay_rollout_share(pairs, i, j, self->balanced, &share))
            continue;
        sum += worth(self->aggregate, share);
        met++;
    }
    if (met == 0)
        assay_signal_lack(value, "prefs or judges[kind=pair]");
    else
        value->reward = self->aggregate == WIN_RATE ? sum / (double)met : sum;
}

/* All pairs must have been compared, else the mix depends on what was not. */
static enum assay_code mix_of(const struct wins *self,
                              const struct assay_rollout_view *view,
                              const struct assay_rollout_pairs *pairs,
                              struct assay_signal_value *out, struct assay_error *err)
{
    const size_t n = pairs->n;
    double *p = assay_arena_new(view->arena, n * n + 1, sizeof(*p));
    double *mix = assay_arena_new(view->arena, n + 1, sizeof(*mix));
    bool whole = n > 1;
    enum assay_code code;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            whole = (i == j ||
                     assay_rollout_share(pairs, i, j, self->balanced, &p[i * n + j])) &&
                    whole;
    if (!whole) {
        for (size_t i = 0; i < n; i++)
            assay_signal_lack(&out[i], "preference between all pairs of the group");
        return ASSAY_OK;
    }
    code = assay_preference_minimax(p, n, mix, err);
    for (size_t i = 0; !code && i < n; i++)
        out[i].reward = mix[i];
    return code;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct wins *self = state;
    struct assay_rollout_pairs pairs;

    assay_rollout_pairs(view, &self->pairing, &pairs);
    if (pairs.n == 0)
        for (size_t i = 0; i < view->count; i++)
            assay_signal_lack(&out[i], "group of at most 1024 responses");
    if (self->aggregate == MINIMAX && pairs.n > 0)
        return mix_of(self, view, &pairs, out, err);
    for (size_t i = 0; i < pairs.n; i++)
        row_of(self, &pairs, i, &out[i]);
    return ASSAY_OK;
}

const struct assay_signal assay_signal_wins = {
    .name = "wins",
    .summary = "how often a response wins against the others of its group",
    .formula = "mean_j P(i beats j); or Borda, Copeland, minimax",
    .needs = "judges[].vote prefs[].wins",
    .source = "Swamy et al. 2024, arXiv:2401.04056, algorithm 1; Rosset et al. 2024, "
              "arXiv:2404.03715, equation 5",
    .options = options,
    .state_size = sizeof(struct wins),
    .presets = presets,
    .begin = begin,
    .take = take,
};
