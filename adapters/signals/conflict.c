/*
 * conflict.c - advantages of tokens that a group does not push both ways.
 *
 *   A   = (r - mean) / (sd + epsilon) of the group
 *   A'  = A - scale H, 0 where the mean entropy H of the response's tokens is above `most`
 *   A_t = A' w_t, w_t 1, and in conflict (metrics/conflict_tokens.h) `raised` where A > 0 and 0 where A < 0
 *
 * The reward of a response is A', those of its tokens A_t.
 *
 * Source: Simoni et al. 2025, GTPO, arXiv:2508.03772; winstonsmith1897/GTPO gtpo/gtpo_training.py@5d33811.
 */
#include "adapters/signals/signal.h"
#include "metrics/conflict_tokens.h"
#include "metrics/group_advantage.h"

#include <math.h>

static const char *const filters[] = {"on", "off", NULL};

struct conflict {
    const char *reward;
    double epsilon, raised, scale, most;
    unsigned filter;
    bool multiply;
};

static const struct assay_option options[] = {
    {.name = "reward",
     .help = "field of a response whose advantage is taken",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct conflict, reward),
     .initial = "correct",
     .value = "FIELD"},
    {.name = "epsilon",
     .help = "added to the standard deviation of the group",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct conflict, epsilon),
     .initial = "0",
     .lo = 0.0,
     .hi = 1.0},
    {.name = "raised",
     .help = "weight of a token in conflict where the advantage is above 0",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct conflict, raised),
     .initial = "2",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "multiply",
     .help = "a token in conflict from the start and from the end is raised twice",
     .type = ASSAY_OPTION_FLAG,
     .offset = offsetof(struct conflict, multiply),
     .initial = "false"},
    {.name = "entropy",
     .help = "filter by entropy and take some of it off; needs tok.H",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct conflict, filter),
     .initial = "on",
     .choices = filters},
    {.name = "most",
     .help = "mean entropy above which a response counts for nothing",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct conflict, most),
     .initial = "0.7",
     .lo = 0.0,
     .hi = 1e6},
    {.name = "scale",
     .help = "of the entropy that is taken off",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct conflict, scale),
     .initial = "0.1",
     .lo = 0.0,
     .hi = 1e6},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "gtpo",
     .row = 71,
     .quirk = "the release multiplies the weights of both directions, so that a token in "
              "both runs has 4: multiply=true"},
    {0},
};

/* The responses of a group that have an advantage. */
struct group {
    size_t *place; /* (n,) in the group */
    double *advantage;
    struct assay_conflict_completion *tokens; /* of no tokens where ids are missing */
    size_t n;
};

static enum assay_code read_group(const struct conflict *self,
                                  const struct assay_rollout_view *view,
                                  struct assay_signal_value *out, struct group *group,
                                  struct assay_error *err)
{
    const size_t room = view->count + 1;
    double *reward = assay_arena_new(view->arena, room, sizeof(*reward));
    enum assay_code code = ASSAY_OK;

    *group =
        (struct group){assay_arena_new(view->arena, room, sizeof(size_t)),
                       assay_arena_new(view->arena, room, sizeof(double)),
                       assay_arena_new(view->arena, room, sizeof(*group->tokens)), 0};
    for (size_t i = 0; i < view->count; i++)
        if (assay_signal_number(view, i, self->reward, &out[i], &reward[group->n]))
            group->place[group->n++] = i;
    if (group->n < 2)
        return ASSAY_OK;
    assay_group_advantage(ASSAY_GROUP_GRPO, reward, group->n, self->epsilon,
                          group->advantage);
    for (size_t k = 0; !code && k < group->n; k++) {
        struct assay_conflict_completion *one = &group->tokens[k];
        struct assay_signal_track ids = {NULL, 0};
        const size_t i = group->place[k];

        code = assay_signal_array(view, i, "tok.ids", &out[i], &ids, err);
        one->ids = ids.at;
        one->n = ids.at ? ids.n : 0;
        one->sign = (group->advantage[k] > 0.0) - (group->advantage[k] < 0.0);
        one->flag = assay_arena_new(view->arena, one->n + 1, 1);
    }
    return code;
}

/* The advantage less its entropy, 0 where that is too high; value lacks tok.H where it is missing. */
static enum assay_code filtered(const struct conflict *self,
                                const struct assay_rollout_view *view, size_t i,
                                double advantage, struct assay_signal_value *value,
                                struct assay_error *err)
{
    struct assay_signal_track entropy = {NULL, 0};
    double sum = 0.0;
    enum assay_code code;

    value->reward = advantage;
    if (self->filter == 1)
        return ASSAY_OK;
    code = assay_signal_array(view, i, "tok.H", value, &entropy, err);
    for (size_t t = 0; !code && entropy.at && t < entropy.n; t++)
        sum += entropy.at[t];
    sum = entropy.n > 0 ? sum / (double)entropy.n : 0.0;
    if (!code && entropy.at)
        value->reward = sum > self->most ? 0.0 : advantage - self->scale * sum;
    else
        value->reward = (double)NAN;
    return code;
}

static void weigh(const struct conflict *self, const struct assay_rollout_view *view,
                  const struct assay_conflict_completion *tokens,
                  struct assay_signal_value *value)
{
    double *made = assay_arena_new(view->arena, tokens->n + 1, sizeof(*made));

    for (size_t t = 0; t < tokens->n; t++)
        made[t] = value->reward * assay_conflict_weight(tokens->flag[t], tokens->sign,
                                                        self->raised, self->multiply);
    value->tokens = made;
    value->token_count = tokens->n;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct conflict *self = state;
    struct group group;
    enum assay_code code = read_group(self, view, out, &group, err);

    if (code)
        return code;
    if (group.n < 2) {
        for (size_t k = 0; k < group.n; k++)
            assay_signal_lack(&out[group.place[k]], "another response with a reward");
        return ASSAY_OK;
    }
    assay_conflict_tokens(group.tokens, group.n);
    for (size_t k = 0; !code && k < group.n; k++) {
        struct assay_signal_value *value = &out[group.place[k]];

        if (!group.tokens[k].ids)
            continue;
        code = filtered(self, view, group.place[k], group.advantage[k], value, err);
        if (!code)
            weigh(self, view, &group.tokens[k], value);
    }
    return code;
}

const struct assay_signal assay_signal_conflict = {
    .name = "conflict",
    .summary = "advantages of tokens that the group does not push both ways",
    .formula =
        "A_t = (A - scale H) w_t, w_t raised or 0 in conflict, else 1; 0 where H > "
        "most",
    .needs = "correct tok.ids tok.H",
    .source = "Simoni et al. 2025, arXiv:2508.03772; winstonsmith1897/GTPO "
              "gtpo/gtpo_training.py@5d33811",
    .options = options,
    .state_size = sizeof(struct conflict),
    .presets = presets,
    .take = take,
};
