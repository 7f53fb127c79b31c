/*
 * divergence.c - where the responses of a group differ most: weights of tokens by the divergence of their distributions.
 *
 *   l(v) = mean_i log p_i(v),    d_i(v) = l(v) - log p_i(v), cut to [-11, 11]
 *   k_t = mean_i sum_v (exp(d_i(v)) - d_i(v) - 1),    the same for all responses at place t
 *   w_t = 1 + (alpha - 1) (k_t - min k) / (max k - min k + 1e-8)
 *
 * over the vocabulary, at every place up to the end of the longest response; behind the end of a shorter one its
 * distribution is uniform. The reward of a response is the mean weight of its tokens.
 *
 * tok.topk has the likeliest tokens alone: what they leave of the probability (at least 1e-12) is spread evenly over the
 * rest of the vocabulary, so that with the whole vocabulary in it nothing is approximated.
 *
 * Source: TW-GRPO, arXiv:2505.24718; longmalongma/TW-GRPO src/open_r1/trainer/grpo_trainer.py
 *         (compute_token_importance_kl_logs_uniform)@aa529ff.
 */
#include "adapters/signals/signal.h"

#include <math.h>
#include <stdlib.h>

static const double steepest = 11.0;    /* of the official code */
static const double least_rest = 1e-12; /* probability that the likeliest leave */

struct divergence {
    double alpha;
    size_t vocabulary;
};

static const struct assay_option options[] = {
    {.name = "alpha",
     .help = "weight of the place where responses differ most; 1: all alike",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct divergence, alpha),
     .initial = "1.4",
     .lo = 1.0,
     .hi = 1e6},
    {.name = "vocabulary",
     .help = "tokens of the vocabulary; 0: as the meta record says",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct divergence, vocabulary),
     .initial = "0",
     .lo = 0,
     .hi = 1e9,
     .value = "N"},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "tw-grpo-weights",
     .row = 38,
     .settings = {"alpha=1.4"},
     .quirk = "the official code sums exp(d) - d - 1 over log-probabilities, which is no "
              "KL divergence; so does this"},
    {0},
};

/* A token that one of the responses has among its likeliest. */
struct candidate {
    int64_t token;
    size_t who;
    double lp;
};

/* Responses that take part, and one place of all of them. */
struct group {
    const struct assay_node **topk; /* (n,) */
    size_t *length;                 /* (n,) */
    size_t n, longest;
    double vocabulary;
    struct candidate *candidate;
    size_t candidates;
    double *rest; /* (n,) log-probability of a token that is not listed */
    double *lp;   /* (n,) of one token */
};

static int by_token(const void *left, const void *right)
{
    const struct candidate *a = left, *b = right;

    if (a->token != b->token)
        return a->token < b->token ? -1 : 1;
    return a->who < b->who ? -1 : a->who > b->who;
}

/* How much one token adds, over the responses' log-probabilities of it. */
static double spread(const double *lp, size_t n)
{
    double mean = 0.0, sum = 0.0;

    for (size_t i = 0; i < n; i++)
        mean += lp[i] / (double)n;
    for (size_t i = 0; i < n; i++) {
        const double d = fmin(fmax(mean - lp[i], -steepest), steepest);

        sum += expm1(d) - d;
    }
    return sum / (double)n;
}

/* The likeliest tokens of one response at a place; behind its end none, and all tokens are alike. */
static void list_candidates(struct group *group, size_t i, size_t t)
{
    const struct assay_node *list =
        t < group->length[i] ? assay_node_at(group->topk[i], t) : NULL;
    const size_t k = assay_node_count(list);
    double left = 1.0;

    for (size_t j = 0; j < k; j++) {
        const struct assay_node *pair = assay_node_at(list, j);
        struct candidate *to = &group->candidate[group->candidates++];

        to->token = assay_node_at(pair, 0)->as.integer;
        to->who = i;
        (void)assay_node_number(assay_node_at(pair, 1), &to->lp);
        left -= exp(to->lp);
    }
    group->rest[i] = 0.0;
    if (group->vocabulary > (double)k)
        group->rest[i] = log(fmax(left, least_rest) / (group->vocabulary - (double)k));
}

static double divergence_at(struct group *group, size_t t)
{
    double sum = 0.0, listed = 0.0;

    group->candidates = 0;
    for (size_t i = 0; i < group->n; i++)
        list_candidates(group, i, t);
    qsort(group->candidate, group->candidates, sizeof(*group->candidate), by_token);
    for (size_t c = 0; c < group->candidates; listed += 1.0) {
        const int64_t token = group->candidate[c].token;

        for (size_t i = 0; i < group->n; i++)
            group->lp[i] = group->rest[i];
        for (; c < group->candidates && group->candidate[c].token == token; c++)
            group->lp[group->candidate[c].who] = group->candidate[c].lp;
        sum += spread(group->lp, group->n);
    }
    if (group->vocabulary > listed)
        sum += (group->vocabulary - listed) * spread(group->rest, group->n);
    return sum;
}

/* Whether every place of a response has its likeliest tokens. */
static bool is_whole(const struct assay_node *topk, size_t *most)
{
    for (size_t t = 0; t < assay_node_count(topk); t++) {
        const size_t n = assay_node_count(assay_node_at(topk, t));

        if (n == 0)
            return false;
        if (n > *most)
            *most = n;
    }
    return assay_node_count(topk) > 0;
}

static void gather(const struct assay_rollout_view *view, struct assay_signal_value *out,
                   struct group *group, size_t *place)
{
    size_t most = 1;

    group->topk = assay_arena_new(view->arena, view->count + 1, sizeof(const void *));
    group->length = assay_arena_new(view->arena, view->count + 1, sizeof(*group->length));
    for (size_t i = 0; i < view->count; i++) {
        const struct assay_node *topk = assay_rollout_value(
            assay_rollout_view_response(view, i), ASSAY_STR("tok.topk"));

        if (!is_whole(topk, &most)) {
            assay_signal_lack(&out[i], "tok.topk");
            continue;
        }
        place[group->n] = i;
        group->topk[group->n] = topk;
        group->length[group->n] = assay_node_count(topk);
        if (group->length[group->n] > group->longest)
            group->longest = group->length[group->n];
        group->n++;
    }
    group->rest = assay_arena_new(view->arena, 2 * (group->n + 1), sizeof(double));
    group->lp = group->rest + group->n;
    group->candidate =
        assay_arena_new(view->arena, group->n * most + 1, sizeof(*group->candidate));
}

/* Divergences become weights in place. */
static void weigh(double alpha, double *k, size_t n)
{
    double least = k[0], most = k[0];

    for (size_t t = 1; t < n; t++) {
        least = fmin(least, k[t]);
        most = fmax(most, k[t]);
    }
    for (size_t t = 0; t < n; t++)
        k[t] = 1.0 + (alpha - 1.0) * (k[t] - least) / (most - least + 1e-8);
}

static double mean_of(const double *x, size_t n)
{
    double sum = 0.0;

    for (size_t t = 0; t < n; t++)
        sum += x[t];
    return sum / (double)n;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct divergence *how = state;
    struct group group = {.vocabulary = (double)how->vocabulary};
    size_t *place = assay_arena_new(view->arena, view->count + 1, sizeof(*place));
    double *weight;

    (void)err;
    if (how->vocabulary == 0)
        (void)assay_rollout_number(view->meta, "vocab", &group.vocabulary);
    for (size_t i = 0; group.vocabulary < 1.0 && i < view->count; i++)
        assay_signal_lack(&out[i], "meta.vocab");
    if (group.vocabulary < 1.0)
        return ASSAY_OK;
    gather(view, out, &group, place);
    if (group.n == 0)
        return ASSAY_OK;
    weight = assay_arena_new(view->arena, group.longest, sizeof(*weight));
    for (size_t t = 0; t < group.longest; t++)
        weight[t] = divergence_at(&group, t);
    weigh(how->alpha, weight, group.longest);
    for (size_t i = 0; i < group.n; i++) {
        out[place[i]].reward = mean_of(weight, group.length[i]);
        out[place[i]].tokens = weight;
        out[place[i]].token_count = group.length[i];
    }
    return ASSAY_OK;
}

const struct assay_signal assay_signal_divergence = {
    .name = "divergence",
    .summary = "weights of tokens by how far the responses' distributions differ there",
    .formula = "mean_t 1 + (alpha - 1) * (k(t) - min k) / (max k - min k + 1e-8), k(t) "
               "the mean of sum_v exp(d) - d - 1",
    .needs = "tok.topk meta.vocab",
    .source = "arXiv:2505.24718; longmalongma/TW-GRPO "
              "src/open_r1/trainer/grpo_trainer.py@aa529ff",
    .options = options,
    .state_size = sizeof(struct divergence),
    .presets = presets,
    .take = take,
};
