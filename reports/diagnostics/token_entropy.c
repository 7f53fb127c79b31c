/*
 * token_entropy.c - are a few tokens undecided and most of them not, what do longer thoughts buy, and does training go from
 * easy to hard?
 *
 *   histogram, Gini's coefficient and deciles of the entropies of all tokens
 *   shares of entropy and of loss (minus log-probability) by tenths of tokens, in ascending order of entropy
 *   budget    accuracy where responses of more than b tokens count as wrong, and the mean of min(tokens, b), for b the
 *             deciles of the lengths
 *   order     Kendall's tau of step and difficulty over groups; difficulty is diff, else the share of wrong responses
 *
 * Tokens beyond `tokens` are thinned: whenever so many are kept, every second one goes, and from there on half as many are
 * kept.
 *
 * Source: Reinforcement Mid-Training, abstract (token-entropy imbalance, dynamic token budget, curriculum); no formulas are
 *         known from there, these are standard ones.
 */
#include "reports/diagnostics/token_entropy.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

static const struct assay_option options[] = {
    {.name = "loss",
     .help = "track of the log-probabilities whose loss is shared out, tok.lp.NAME",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct token_entropy, track),
     .initial = "policy",
     .value = "NAME"},
    {.name = "bins",
     .help = "bars of the histogram",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct token_entropy, bins),
     .initial = "20",
     .lo = 1,
     .hi = 200,
     .value = "N"},
    {.name = "tokens",
     .help = "most tokens that are kept in memory",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct token_entropy, most),
     .initial = "2097152",
     .lo = 2,
     .hi = 1e9,
     .value = "N"},
    {0},
};

static void thin(struct token_entropy *all)
{
    size_t kept = 0;

    for (size_t i = 0; i < all->tokens; i += 2)
        all->token[kept++] = all->token[i];
    all->tokens = kept;
    all->stride *= 2;
}

static void keep_token(struct token_entropy *all, double entropy, double loss)
{
    if (all->stride == 0)
        all->stride = 1;
    if (all->seen++ % all->stride != 0)
        return;
    if (all->tokens == all->most)
        thin(all);
    if ((all->seen - 1) % all->stride != 0)
        return;
    if (all->tokens == all->token_room) {
        all->token_room = all->token_room ? 2 * all->token_room : 4096;
        all->token =
            assay_memory_resize(all->token, all->token_room, sizeof(*all->token));
    }
    all->token[all->tokens++] = (struct entropy_token){entropy, loss};
}

static enum assay_code take_tokens(struct token_entropy *all,
                                   const struct assay_rollout_view *view,
                                   const struct assay_node *response,
                                   struct assay_error *err)
{
    const double *h, *lp = NULL;
    size_t n, same;
    const char *path = assay_arena_printf(view->arena, "tok.lp.%s", all->track);
    enum assay_code code = assay_rollout_gappy(view, response, "tok.H", &h, &n, err);

    if (!code && h)
        code = assay_rollout_gappy(view, response, path, &lp, &same, err);
    for (size_t t = 0; !code && h && t < n; t++)
        if (!isnan(h[t]))
            keep_token(all, h[t], lp ? -lp[t] : (double)NAN);
    return code;
}

/* Adds what is known of a response's length and outcome; true, with the outcome, if that is known. */
static bool take_outcome(struct token_entropy *all, const struct assay_node *response,
                         double *right)
{
    double tokens;

    if (!assay_rollout_number(response, "correct", right))
        return false;
    if (!assay_rollout_number(response, "n_tok", &tokens))
        return true;
    if (all->responses == all->response_room) {
        all->response_room = all->response_room ? 2 * all->response_room : 1024;
        all->response = assay_memory_resize(all->response, all->response_room,
                                            sizeof(*all->response));
    }
    all->response[all->responses++] =
        (struct entropy_response){(float)tokens, (float)*right};
    return true;
}

static void take_group(struct token_entropy *all, const struct assay_node *group,
                       double wrong, size_t judged)
{
    struct entropy_group one;

    if (!assay_rollout_number(group, "step", &one.step))
        return;
    if (!assay_rollout_number(group, "diff", &one.difficulty)) {
        if (judged == 0)
            return;
        one.difficulty = wrong / (double)judged;
    }
    if (all->groups == all->group_room) {
        all->group_room = all->group_room ? 2 * all->group_room : 256;
        all->group =
            assay_memory_resize(all->group, all->group_room, sizeof(*all->group));
    }
    all->group[all->groups++] = one;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_error *err)
{
    struct token_entropy *all = state;
    double wrong = 0.0, right;
    size_t judged = 0;
    enum assay_code code = ASSAY_OK;

    if (view->record.kind != ASSAY_ROLLOUT_GROUP)
        return ASSAY_OK;
    for (size_t i = 0; !code && i < view->count; i++) {
        const struct assay_node *response = assay_rollout_view_response(view, i);

        code = take_tokens(all, view, response, err);
        if (take_outcome(all, response, &right)) {
            wrong += 1.0 - right;
            judged++;
        }
    }
    if (!code)
        take_group(all, view->record.node, wrong, judged);
    return code;
}

static enum assay_code tell(void *state, struct assay_diagnosis *out,
                            struct assay_error *err)
{
    struct token_entropy *all = state;
    enum assay_code code;

    if (all->tokens == 0) {
        out->lacks = "tok.H";
        return ASSAY_OK;
    }
    code = assay_token_entropy_tell_tokens(all, out, err);
    if (!code && all->responses > 0)
        code = assay_token_entropy_tell_budget(all, out, err);
    if (!code && all->groups > 1)
        code = assay_token_entropy_tell_order(all, out, err);
    return code;
}

static void end(void *state)
{
    struct token_entropy *all = state;

    free(all->token);
    free(all->response);
    free(all->group);
}

const struct assay_diagnostic assay_diagnostic_token_entropy = {
    .name = "token-entropy",
    .summary =
        "how unequal tokens' entropies are, what budgets buy, whether training goes "
        "from easy to hard",
    .formula = "Gini and deciles of H(t), shares of loss by tenths of tokens, accuracy "
               "within b tokens, tau of step and difficulty",
    .needs = "tok.H tok.lp.policy n_tok correct step diff",
    .source = "Reinforcement Mid-Training, abstract",
    .rows = {58},
    .quirk = "the paper's own formulas are not known; these are standard ones",
    .options = options,
    .state_size = sizeof(struct token_entropy),
    .take = take,
    .tell = tell,
    .end = end,
};
