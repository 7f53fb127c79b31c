/*
 * fusion.c - several critics of a response in one score: a value function, a process and an outcome reward model.
 *
 *   s_k  a number of the response, or scores of its steps, aggregated
 *   r = sum_k w_k s_k,  w given, or those of a grid that pick the right response most often over all of the log
 *
 * What each critic picks, and where they disagree, is a diagnostic: critics.
 *
 * Source: Tian et al. 2024, AlphaLLM, arXiv:2404.12253, section 4.4; YeTianJHU/AlphaLLM search/mcts.py@7a815a3 (the
 *         critics' servers).
 */
#include "adapters/signals/signal.h"
#include "harness/core/word_list.h"
#include "metrics/aggregate.h"
#include "metrics/critic_fusion.h"

#include <math.h>

enum {
    FIT_NONE,
    FIT_GRID
};

struct fusion {
    const char *critics, *weights;
    unsigned aggregate, fit;
    size_t parts, count;
    const char *path[ASSAY_CRITICS_MAX];
    double weight[ASSAY_CRITICS_MAX];
    struct assay_critic_grid *grid;
    struct assay_arena arena;
};

static const char *const fits[] = {"none", "grid", NULL};
static const char *const aggregates[] = {
    "prod", "geomean", "min", "mean",
    "last", "max",     "sum", NULL}; /* enum assay_aggregate */

static const struct assay_option options[] = {
    {.name = "critics",
     .help = "paths of the response by comma; scores of steps are aggregated",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct fusion, critics),
     .initial = "steps.score.v,steps.score.prm,reward.orm",
     .value = "PATHS"},
    {.name = "weights",
     .help = "numbers by comma, one a critic; not given: one n-th each",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct fusion, weights),
     .value = "NUMBERS",
     .optional = true},
    {.name = "aggregate",
     .help = "how scores of steps become one",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct fusion, aggregate),
     .initial = "last",
     .choices = aggregates},
    {.name = "fit",
     .help = "grid: the weights that pick the right response most often, by correct",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct fusion, fit),
     .initial = "none",
     .choices = fits},
    {.name = "parts",
     .help = "of the grid: weights are multiples of one over this",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct fusion, parts),
     .initial = "10",
     .lo = 1,
     .hi = ASSAY_CRITIC_PARTS,
     .value = "N"},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "alphallm",
     .row = 65,
     .quirk = "the weights are not told: equal ones unless weights or fit=grid says "
              "otherwise; "
              "fitted ones are of the log that they are then used on"},
    {0},
};

static enum assay_code read_weights(struct fusion *fusion, struct assay_error *err)
{
    struct assay_str word;

    for (size_t k = 0; k < fusion->count; k++) {
        fusion->weight[k] = 1.0 / (double)fusion->count;
        if (fusion->weights && (!assay_word_at(fusion->weights, k, &word) ||
                                !assay_str_number(word, &fusion->weight[k])))
            return assay_fail(err, ASSAY_EUSAGE,
                              "weights: \"%s\" has no number for each of %zu critics",
                              fusion->weights, fusion->count);
    }
    if (fusion->weights && assay_word_at(fusion->weights, fusion->count, &word))
        return assay_fail(err, ASSAY_EUSAGE, "weights: \"%s\" has more than %zu numbers",
                          fusion->weights, fusion->count);
    return ASSAY_OK;
}

static enum assay_code begin(void *state, struct assay_error *err)
{
    struct fusion *fusion = state;
    struct assay_str word;

    while (fusion->count < ASSAY_CRITICS_MAX &&
           assay_word_at(fusion->critics, fusion->count, &word))
        fusion->path[fusion->count++] = assay_arena_copy(&fusion->arena, word).ptr;
    if (fusion->count == 0 || assay_word_at(fusion->critics, fusion->count, &word))
        return assay_fail(err, ASSAY_EUSAGE, "critics: from one to %d paths, not \"%s\"",
                          ASSAY_CRITICS_MAX, fusion->critics);
    if (fusion->fit == FIT_GRID)
        fusion->grid = assay_critic_grid_new(fusion->count, fusion->parts);
    return read_weights(fusion, err);
}

/* A response of a view, and what is said of it. */
struct scored {
    const struct assay_rollout_view *view;
    size_t i;
    struct assay_signal_value *value;
};

/* One critic's score; NaN, and the value lacks it, where it is missing. */
static enum assay_code score_of(const struct fusion *fusion, size_t k,
                                const struct scored *of, double *out,
                                struct assay_error *err)
{
    const char *path = fusion->path[k];
    struct assay_signal_track step;
    struct assay_error why;
    enum assay_code code;

    *out = (double)NAN;
    if (!assay_str_starts(assay_str_of(path), ASSAY_STR("steps."))) {
        (void)assay_signal_number(of->view, of->i, path, of->value, out);
        return ASSAY_OK;
    }
    code = assay_signal_array(of->view, of->i, path, of->value, &step, err);
    if (!code && step.at &&
        assay_aggregate_steps(step.at, step.n, (enum assay_aggregate)fusion->aggregate,
                              out, &why)) {
        *out = (double)NAN;
        assay_signal_lack(of->value, "a finite aggregate of its steps");
    }
    return code;
}

/* All critics' (count,) of a response; false where one is missing. */
static enum assay_code scores_of(const struct fusion *fusion,
                                 const struct assay_rollout_view *view, size_t i,
                                 struct assay_signal_value *value, double *out,
                                 struct assay_error *err)
{
    const struct scored of = {view, i, value};
    enum assay_code code = ASSAY_OK;

    for (size_t k = 0; !code && k < fusion->count; k++)
        code = score_of(fusion, k, &of, &out[k], err);
    return code;
}

static bool looks(const void *state)
{
    return ((const struct fusion *)state)->fit == FIT_GRID;
}

static enum assay_code look(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct fusion *fusion = state;
    double *score =
        assay_arena_new(view->arena, (view->count + 1) * fusion->count, sizeof(*score));
    bool *right = assay_arena_new(view->arena, view->count + 1, sizeof(*right));
    size_t n = 0;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < view->count; i++) {
        struct assay_signal_value value = {0};
        double correct;

        if (!assay_rollout_number(assay_rollout_view_response(view, i), "correct",
                                  &correct))
            continue;
        code = scores_of(fusion, view, i, &value, score + n * fusion->count, err);
        if (!value.lacks)
            right[n++] = correct > 0.5;
    }
    if (!code)
        assay_critic_grid_add(fusion->grid, score, right, n);
    return code;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    struct fusion *fusion = state;
    double accuracy;
    enum assay_code code = ASSAY_OK;

    if (fusion->grid && !assay_critic_grid_best(fusion->grid, fusion->weight, &accuracy))
        return assay_fail(err, ASSAY_EDATA,
                          "fit=grid: no group has right and wrong responses with every "
                          "critic's score");
    for (size_t i = 0; !code && i < view->count; i++) {
        double score[ASSAY_CRITICS_MAX];

        code = scores_of(fusion, view, i, &out[i], score, err);
        if (!out[i].lacks)
            out[i].reward = assay_critic_fuse(score, fusion->weight, fusion->count);
    }
    return code;
}

static void end(void *state)
{
    struct fusion *fusion = state;

    assay_critic_grid_free(fusion->grid);
    assay_arena_release(&fusion->arena);
}

const struct assay_signal assay_signal_fusion = {
    .name = "fusion",
    .summary = "several critics of a response in one score",
    .formula = "sum_k w_k s_k",
    .needs = "steps.score.v steps.score.prm reward.orm",
    .source = "Tian et al. 2024, arXiv:2404.12253, section 4.4",
    .options = options,
    .state_size = sizeof(struct fusion),
    .presets = presets,
    .begin = begin,
    .looks = looks,
    .look = look,
    .take = take,
    .end = end,
};
