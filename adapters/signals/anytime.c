/*
 * anytime.c - what a thought is worth that may be cut at any of several budgets (trunc).
 *
 *   reward  sum_b p_b acc_b, or A_0, the advantage of the first stretch
 *   tokens  A_s of metrics/anytime.h for the tokens from budget s - 1 up to budget s; those behind the last have its A_s
 *
 * Several answers of one budget are averaged. A group's budgets are those of its first response that has any; a response
 * with others has no value.
 *
 * Source: Qi et al. 2025, arXiv:2505.13438; sail-sg/AnytimeReasoner verl/verl/trainer/ppo/brpo.py@7e3f5bb.
 */
#include "metrics/anytime.h"
#include "adapters/signals/signal.h"

#include <stdlib.h>

static const char *const priors[] = {"uniform", "linear", "base", NULL};

struct anytime {
    unsigned prior;
    bool relative;
};

static const struct assay_option options[] = {
    {.name = "prior",
     .help = "how likely a budget is: all alike, in proportion to it, the last alone",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct anytime, prior),
     .initial = "uniform",
     .choices = priors},
    {.name = "relative",
     .help = "relative to earlier budgets and to the group, for each stretch of tokens",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct anytime, relative),
     .initial = "false"},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "anytime-reward", .row = 75, .formula = "sum_b p_b acc_b"},
    {.name = "brpo",
     .row = 75,
     .formula = "A_s = R_s - (s V1_s + (S - s) V2_s) / S, of a response A_0",
     .needs = "trunc[].budget trunc[].correct n_tok",
     .settings = {"relative=true"}},
    {0},
};

/* An answer after a cut thought. */
struct cut {
    double budget, right, count;
};

static int compare(const void *a, const void *b)
{
    const struct cut *x = a, *y = b;

    return (x->budget > y->budget) - (x->budget < y->budget);
}

/* The cuts of a response by budget, (n,) in the view's arena. */
static size_t cuts_of(const struct assay_rollout_view *view, size_t i, struct cut **out)
{
    const struct assay_node *list =
        assay_node_get(assay_rollout_view_response(view, i), "trunc");
    struct cut *cut =
        assay_arena_new(view->arena, assay_node_count(list) + 1, sizeof(*cut));
    size_t n = 0, kept = 0;

    for (size_t k = 0; k < assay_node_count(list); k++)
        if (assay_rollout_number(assay_node_at(list, k), "budget", &cut[n].budget) &&
            assay_rollout_number(assay_node_at(list, k), "correct", &cut[n].right))
            cut[n++].count = 1.0;
    qsort(cut, n, sizeof(*cut), compare);
    for (size_t k = 0; k < n; k++) {
        if (kept > 0 && cut[kept - 1].budget == cut[k].budget) {
            cut[kept - 1].right += cut[k].right;
            cut[kept - 1].count += 1.0;
        } else {
            cut[kept++] = cut[k];
        }
    }
    *out = cut;
    return kept;
}

/* Responses of a group that were cut at the same budgets. */
struct group {
    size_t *place; /* (responses,) in the group */
    double *budget, *accuracy, *p;
    size_t responses, budgets;
};

static bool same_budgets(const struct group *group, const struct cut *cut, size_t n)
{
    for (size_t s = 0; s < n && n == group->budgets; s++)
        if (cut[s].budget != group->budget[s])
            return false;
    return n == group->budgets;
}

static void first_budgets(const struct assay_rollout_view *view, const struct cut *cut,
                          size_t n, struct group *group)
{
    group->budgets = n;
    group->budget = assay_arena_new(view->arena, n, sizeof(double));
    group->p = assay_arena_new(view->arena, n, sizeof(double));
    group->accuracy = assay_arena_new(view->arena, n * view->count, sizeof(double));
    for (size_t s = 0; s < n; s++)
        group->budget[s] = cut[s].budget;
}

static void read_group(const struct assay_rollout_view *view,
                       struct assay_signal_value *out, struct group *group)
{
    *group = (struct group){
        .place = assay_arena_new(view->arena, view->count + 1, sizeof(size_t))};
    for (size_t i = 0; i < view->count; i++) {
        struct cut *cut;
        const size_t n = cuts_of(view, i, &cut);

        if (n == 0) {
            assay_signal_lack(&out[i], "trunc[].budget with trunc[].correct");
            continue;
        }
        if (group->budgets == 0)
            first_budgets(view, cut, n, group);
        if (!same_budgets(group, cut, n)) {
            assay_signal_lack(&out[i], "the budgets of its group in trunc[]");
            continue;
        }
        for (size_t s = 0; s < n; s++)
            group->accuracy[group->responses * n + s] = cut[s].right / cut[s].count;
        group->place[group->responses++] = i;
    }
}

/* The advantage of the stretch that each token is in. */
static void put_tokens(const struct assay_rollout_view *view, size_t i,
                       const struct group *group, const double *advantage,
                       struct assay_signal_value *value)
{
    double length, *made;
    size_t n, s = 0;

    if (!assay_rollout_number(assay_rollout_view_response(view, i), "n_tok", &length))
        return;
    n = (size_t)length;
    made = assay_arena_new(view->arena, n + 1, sizeof(*made));
    for (size_t t = 0; t < n; t++) {
        while (s + 1 < group->budgets && (double)t >= group->budget[s])
            s++;
        made[t] = advantage[s];
    }
    value->tokens = made;
    value->token_count = n;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct anytime *self = state;
    struct group group;
    double *advantage;

    (void)err;
    read_group(view, out, &group);
    if (group.budgets == 0)
        return ASSAY_OK;
    assay_anytime_prior((enum assay_anytime_prior)self->prior, group.budget,
                        group.budgets, group.p);
    advantage =
        assay_arena_new(view->arena, group.responses * group.budgets, sizeof(*advantage));
    assay_anytime_advantages(
        &(const struct assay_anytime_group){.accuracy = group.accuracy,
                                            .p = group.p,
                                            .responses = group.responses,
                                            .budgets = group.budgets},
        advantage);
    for (size_t k = 0; k < group.responses; k++) {
        struct assay_signal_value *value = &out[group.place[k]];
        const size_t from = k * group.budgets;

        value->reward = self->relative ? advantage[from]
                                       : assay_anytime_value(group.accuracy + from,
                                                             group.p, group.budgets);
        if (self->relative)
            put_tokens(view, group.place[k], &group, advantage + from, value);
    }
    return ASSAY_OK;
}

const struct assay_signal assay_signal_anytime = {
    .name = "anytime",
    .summary = "what a thought is worth that may be cut at any of several budgets",
    .formula = "sum_b p_b acc_b",
    .needs = "trunc[].budget trunc[].correct",
    .source = "Qi et al. 2025, arXiv:2505.13438; sail-sg/AnytimeReasoner "
              "verl/verl/trainer/ppo/brpo.py@7e3f5bb",
    .options = options,
    .state_size = sizeof(struct anytime),
    .presets = presets,
    .take = take,
};
