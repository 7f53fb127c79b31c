/*
 * macro_actions.c - credit of macro actions: tokens in runs, each with one value.
 *
 *   ngram    runs of n tokens, the last one shorter
 *   random   runs of lengths drawn without replacement of 1, 2, 3, 5, 10, each `repeat` times over; what is left is one run
 *   rise     a new run where exp(-log p) rises: cut=before, one token before the rise, or cut=at, at the token that rose
 *   steps    the runs are the steps (steps.end)
 *
 *   pooled x of a run: equal its mean, unit its last value, position sum_i x_i w_i / sum_i w_i with w_i = 1 / (i + 1),
 *   sum its sum
 *   r = sum of the pooled values
 *
 * Source: Chai et al. 2024, MA-RLHF, arXiv:2410.02743, section 3; ernie-research/MA-RLHF applications/DeepSpeed-Chat/dschat/
 *         rlhf/ppo_trainer.py@04b6f73, fixed_ngram_selection, randomized_ngram_selection, ppl_selection,
 *         modeling_macro_action.
 */
#include "adapters/signals/signal.h"
#include "harness/core/rng.h"
#include "metrics/macro_action.h"

enum segment {
    SEGMENT_NGRAM,
    SEGMENT_RANDOM,
    SEGMENT_RISE,
    SEGMENT_STEPS
};

struct macro_actions {
    const char *track, *perplexity;
    unsigned segment, pool, cut;
    size_t n, repeat;
    uint64_t seed;
};

static const char *const segments[] = {"ngram", "random", "rise", "steps", NULL};
static const char *const pools[] = {"equal", "unit", "position", "sum", NULL};
static const char *const cuts[] = {"before", "at", NULL};

static const struct assay_option options[] = {
    {.name = "track",
     .help = "what is pooled, a path under tok: value, value.NAME, lp.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct macro_actions, track),
     .initial = "value",
     .value = "PATH"},
    {.name = "segment",
     .help = "what a run is",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct macro_actions, segment),
     .initial = "ngram",
     .choices = segments},
    {.name = "n",
     .help = "of ngram: tokens of a run",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct macro_actions, n),
     .initial = "5",
     .lo = 1,
     .hi = 1e6},
    {.name = "repeat",
     .help = "of random: how often each length is there",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct macro_actions, repeat),
     .initial = "3",
     .lo = 1,
     .hi = 1000},
    {.name = "seed",
     .help = "of random",
     .type = ASSAY_OPTION_SEED,
     .offset = offsetof(struct macro_actions, seed),
     .initial = "0",
     .value = "N"},
    {.name = "perplexity",
     .help = "of rise: whose, a track tok.lp.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct macro_actions, perplexity),
     .initial = "policy",
     .value = "NAME"},
    {.name = "cut",
     .help = "of rise: a run begins one token before the rise, or at it",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct macro_actions, cut),
     .initial = "before",
     .choices = cuts},
    {.name = "pool",
     .help = "how a run's values become one",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct macro_actions, pool),
     .initial = "equal",
     .choices = pools},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "ma-rlhf",
     .row = 55,
     .quirk = "the release begins a run one token before perplexity rises, and takes the "
              "reference "
              "model's: cut=at begins it at the rise, perplexity=ref takes the "
              "reference's; spans of "
              "a parser are steps.end with segment=steps; how often a random length is "
              "there is not "
              "told: repeat"},
    {0},
};

/* Ends of runs in the view's arena; NULL where a field is missing. */
static enum assay_code segment(const struct macro_actions *how,
                               const struct assay_rollout_view *view, size_t i,
                               struct assay_signal_value *value, size_t *end,
                               struct assay_error *err)
{
    const size_t n = value->token_count;
    struct assay_signal_track track;
    struct assay_rng rng;
    uint64_t key[2];
    enum assay_code code = ASSAY_OK;

    if (how->segment == SEGMENT_NGRAM) {
        value->step_count = assay_macro_ngrams(n, how->n, end);
    } else if (how->segment == SEGMENT_RANDOM) {
        assay_rollout_key(&view->record, key);
        rng = assay_rng_stream(how->seed ^ key[0], key[1] + i);
        value->step_count = assay_macro_random(n, how->repeat, &rng, end);
    } else if (how->segment == SEGMENT_RISE) {
        code = assay_signal_array(view, i,
                                  assay_signal_path(view, "tok.lp", how->perplexity),
                                  value, &track, err);
        if (!code && track.at)
            value->step_count = assay_macro_rises(track.at, n, how->cut == 1, end);
    } else {
        code = assay_signal_array(view, i, "steps.end", value, &track, err);
        value->step_count = !code && track.at ? track.n : 0;
        for (size_t k = 0; k < value->step_count; k++)
            end[k] = (size_t)track.at[k];
    }
    return code;
}

static enum assay_code take_one(void *state, const struct assay_rollout_view *view,
                                size_t i, struct assay_signal_value *value,
                                struct assay_error *err)
{
    const struct macro_actions *how = state;
    struct assay_signal_track x;
    double *token, sum = 0.0;
    size_t *end, lo = 0;
    enum assay_code code = assay_signal_array(
        view, i, assay_signal_path(view, "tok", how->track), value, &x, err);

    if (code || !x.at)
        return code;
    value->token_count = x.n;
    end = assay_arena_new(view->arena, x.n + 1, sizeof(*end));
    token = assay_arena_new(view->arena, x.n + 1, sizeof(*token));
    code = segment(how, view, i, value, end, err);
    if (code || value->step_count == 0) {
        if (x.n == 0)
            assay_signal_lack(value, "a token");
        return code;
    }
    for (size_t k = 0; k < value->step_count; k++) {
        const double pooled =
            assay_macro_pool(x.at + lo, end[k] - lo, (enum assay_macro_pool)how->pool);

        sum += pooled;
        for (; lo < end[k]; lo++)
            token[lo] = pooled;
    }
    value->reward = sum;
    value->tokens = token;
    return ASSAY_OK;
}

const struct assay_signal assay_signal_macro_actions = {
    .name = "macro-actions",
    .summary = "credit of macro actions: runs of tokens, each with one value",
    .formula =
        "sum over runs of the pooled values of their tokens; of a token that of its run",
    .needs = "tok.value",
    .source = "Chai et al. 2024, arXiv:2410.02743, section 3; ernie-research/MA-RLHF "
              "ppo_trainer.py@04b6f73",
    .options = options,
    .state_size = sizeof(struct macro_actions),
    .presets = presets,
    .each = take_one,
};
