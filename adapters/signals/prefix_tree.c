/*
 * prefix_tree.c - credit of tokens out of where responses that begin alike lead (metrics/prefix_tree.h).
 *
 *   value      of a token V(s_t), the mean outcome of the group's responses that share the prefix; r = V(whole response)
 *   td         of a token V(s_t) - V(s_(t-1));  r = sum_t = V(whole response) - V(root)
 *   advantage  of a token (o - mean + TD_t) / sd over the group's outcomes o;  r = mean_t. Where no prefix is shared it is
 *              GRPO's advantage, since the parting at the prompt itself counts only with root=count
 *
 * All of it is made of outcomes: targets and advantages for training, no predictions of them.
 *
 * Sources: TEMPO, Exploiting Tree Structure for Credit Assignment in RL Training of LLMs, arXiv:2509.18314 (advantage); Lee
 *          et al. 2024, arXiv:2407.12863 (values as targets).
 */
#include "metrics/prefix_tree.h"
#include "adapters/signals/signal.h"

#include <math.h>

enum credit {
    CREDIT_VALUE,
    CREDIT_TD,
    CREDIT_ADVANTAGE
};

enum {
    SD_SAMPLE,
    SD_POPULATION
};

struct prefix_tree {
    unsigned credit, sd, root;
    const char *outcome;
};

static const char *const credits[] = {"value", "td", "advantage", NULL};
static const char *const sds[] = {"sample", "population", NULL};
static const char *const roots[] = {"skip", "count", NULL};

static const struct assay_option options[] = {
    {.name = "credit",
     .help = "what a token gets",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct prefix_tree, credit),
     .initial = "td",
     .choices = credits},
    {.name = "outcome",
     .help = "the outcome, a path of the response",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct prefix_tree, outcome),
     .initial = "correct",
     .value = "PATH"},
    {.name = "root",
     .help =
         "of advantage: whether parting at the prompt itself is a difference that counts",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct prefix_tree, root),
     .initial = "skip",
     .choices = roots},
    {.name = "sd",
     .help = "of advantage: the deviation of outcomes, with n - 1 or with n",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct prefix_tree, sd),
     .initial = "sample",
     .choices = sds},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "tvm",
     .row = 40,
     .formula = "V(s_t) = right / all of the group's responses that share the prefix",
     .settings = {"credit=value"},
     .quirk = "the paper's estimator is not verified; it is made of correct, so a target "
              "for values "
              "and not to be scored against correct"},
    {.name = "tempo",
     .row = 42,
     .formula = "(o - mean + V(s_t) - V(s_(t-1))) / sd",
     .settings = {"credit=advantage"},
     .quirk = "the normalisation is not verified: sd=population divides by n, root=count "
              "lets the "
              "parting at the prompt itself count, too"},
    {0},
};

/* The responses of a group that have tokens and an outcome. */
struct tree {
    struct assay_prefix_sequence *sequence; /* (n,) */
    size_t *at;                             /* (n,) which response */
    double **value;
    size_t n;
    double root, sd;
};

static enum assay_code gather(const struct prefix_tree *how,
                              const struct assay_rollout_view *view,
                              struct assay_signal_value *out, struct tree *tree,
                              struct assay_error *err)
{
    tree->sequence = assay_arena_new(view->arena, view->count, sizeof(*tree->sequence));
    tree->at = assay_arena_new(view->arena, view->count, sizeof(*tree->at));
    tree->value = assay_arena_new(view->arena, view->count, sizeof(*tree->value));
    for (size_t i = 0; i < view->count; i++) {
        struct assay_prefix_sequence *one = &tree->sequence[tree->n];
        struct assay_signal_track ids;
        const enum assay_code code =
            assay_signal_array(view, i, "tok.ids", &out[i], &ids, err);

        if (code)
            return code;
        one->token = ids.at;
        one->length = ids.n;
        if (!ids.at ||
            !assay_signal_number(view, i, how->outcome, &out[i], &one->outcome))
            continue;
        if (one->length == 0) {
            assay_signal_lack(&out[i], "a token");
            continue;
        }
        tree->value[tree->n] =
            assay_arena_new(view->arena, one->length, sizeof(**tree->value));
        tree->at[tree->n++] = i;
    }
    return ASSAY_OK;
}

/* Of outcomes; NaN of too few. */
static double deviation(const struct tree *tree, unsigned how)
{
    const size_t by = how == SD_SAMPLE ? tree->n - 1 : tree->n;
    double sum = 0.0;

    for (size_t i = 0; i < tree->n; i++) {
        const double d = tree->sequence[i].outcome - tree->root;

        sum += d * d;
    }
    return by > 0 ? sqrt(sum / (double)by) : (double)NAN;
}

static double mean(const double *x, size_t n)
{
    double sum = 0.0;

    for (size_t t = 0; t < n; t++)
        sum += x[t];
    return sum / (double)n;
}

static void credit_one(const struct prefix_tree *how, const struct tree *tree, size_t k,
                       double *token, struct assay_signal_value *out)
{
    const struct assay_prefix_sequence *one = &tree->sequence[k];
    const double whole = tree->value[k][one->length - 1];

    out->tokens = how->credit == CREDIT_VALUE ? tree->value[k] : token;
    out->token_count = one->length;
    if (how->credit == CREDIT_VALUE) {
        out->reward = whole;
        return;
    }
    assay_prefix_tree_differences(tree->value[k], one->length, tree->root, token);
    if (how->credit == CREDIT_TD) {
        out->reward = whole - tree->root;
        return;
    }
    if (!(tree->sd > 0.0)) {
        out->tokens = NULL;
        assay_signal_lack(out, "outcomes that differ in its group");
        return;
    }
    for (size_t t = 0; t < one->length; t++) {
        const double td = t == 0 && how->root == 0 ? 0.0 : token[t];

        token[t] = (one->outcome - tree->root + td) / tree->sd;
    }
    out->reward = mean(token, one->length);
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct prefix_tree *how = state;
    struct tree tree = {0};
    const enum assay_code code = gather(how, view, out, &tree, err);

    if (code || tree.n == 0)
        return code;
    tree.root = assay_prefix_tree_values(tree.sequence, tree.n, tree.value, NULL);
    tree.sd = deviation(&tree, how->sd);
    for (size_t k = 0; k < tree.n; k++)
        credit_one(how, &tree, k,
                   assay_arena_new(view->arena, tree.sequence[k].length, sizeof(double)),
                   &out[tree.at[k]]);
    return ASSAY_OK;
}

const struct assay_signal assay_signal_prefix_tree = {
    .name = "prefix-tree",
    .summary = "credit of tokens out of where responses that begin alike lead",
    .formula =
        "V(s_t) - V(s_(t-1)), V the mean outcome of the group's responses that share "
        "the prefix",
    .needs = "tok.ids correct",
    .source = "TEMPO, arXiv:2509.18314; Lee et al. 2024, arXiv:2407.12863",
    .options = options,
    .state_size = sizeof(struct prefix_tree),
    .presets = presets,
    .take = take,
};
