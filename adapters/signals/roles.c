/*
 * roles.c - rewards of agents that argue: who solved, who criticised, and who scored the two.
 *
 * A response is what one agent said; the role of its last turn is solver, critic or scorer. A scorer's verdict s in {1, 2, 3} is
 * logged as a point judgement of the solution and of the critique.
 *
 *   solver (s - 1) / 2,  critic (3 - s) / 2,  scorer 0 where its verdict could be read
 *
 * so that solver and critic share 1. Where it could not be read, solver and critic have 0 and the scorer -1.
 *
 * Source: Xue et al. 2025, CoMAS, arXiv:2510.08529; official code marti/verifiers/comas_reward.py, CoMASReward.run,
 *         wt-2048/comas@4092f80.
 */
#include "adapters/signals/signal.h"
#include "harness/core/rollout_judged.h"

enum role {
    SOLVER,
    CRITIC,
    SCORER,
    NOBODY
};

struct roles {
    double lo, hi, penalty;
    const char *name[NOBODY];
    unsigned parse;
};

static const struct assay_option options[] = {
    {.name = "solver",
     .help = "role of turns that solve, turns[].role",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct roles, name[SOLVER]),
     .initial = "solver",
     .value = "ROLE"},
    {.name = "critic",
     .help = "role of turns that criticise",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct roles, name[CRITIC]),
     .initial = "critic",
     .value = "ROLE"},
    {.name = "scorer",
     .help = "role of turns that score",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct roles, name[SCORER]),
     .initial = "scorer",
     .value = "ROLE"},
    {.name = "lo",
     .help = "least score",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct roles, lo),
     .initial = "1"},
    {.name = "hi",
     .help = "greatest score",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct roles, hi),
     .initial = "3"},
    {.name = "penalty",
     .help = "what a scorer has whose verdict cannot be read",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct roles, penalty),
     .initial = "-1"},
    {.name = "parse",
     .help = "where the score is: logged, or how the judge's text says it",
     .type = ASSAY_OPTION_CHOICE,
     .offset = offsetof(struct roles, parse),
     .initial = "logged",
     .choices = assay_rollout_parse_words},
    {0},
};

static const struct assay_signal_preset presets[] = {
    {.name = "comas", .row = 17},
    {0},
};

static enum assay_code begin(void *state, struct assay_error *err)
{
    const struct roles *self = state;

    return self->lo < self->hi ? ASSAY_OK
                               : assay_fail(err, ASSAY_EUSAGE, "lo=%g is not below hi=%g",
                                            self->lo, self->hi);
}

static enum role role_of(const struct roles *self, const struct assay_node *response)
{
    const struct assay_node *turns = assay_node_get(response, "turns");
    const size_t n = assay_node_count(turns);
    const struct assay_str said =
        n > 0 ? assay_rollout_text(assay_node_at(turns, n - 1), "role")
              : (struct assay_str){0};

    for (unsigned r = 0; r < NOBODY; r++)
        if (assay_str_equal(said, assay_str_of(self->name[r])))
            return r;
    return NOBODY;
}

static double reward_of(const struct roles *self, enum role role,
                        const struct assay_rollout_point *point)
{
    const double share = (point->score - self->lo) / (self->hi - self->lo);

    if (!point->parsed)
        return role == SCORER ? self->penalty : 0.0;
    return role == SCORER ? 0.0 : role == SOLVER ? share : 1.0 - share;
}

static void take_one(const struct roles *self, const struct assay_rollout_view *view,
                     const struct assay_rollout_points *points, size_t i,
                     struct assay_signal_value *value)
{
    const enum role role = role_of(self, assay_rollout_view_response(view, i));
    const struct assay_rollout_point *point;
    size_t n;
    double sum = 0.0;

    if (role == NOBODY) {
        assay_signal_lack(value, "turns[].role of a solver, critic or scorer");
        return;
    }
    n = assay_rollout_points_of(points, i, &point);
    if (n == 0) {
        assay_signal_lack(value, "judges[kind=point]");
        return;
    }
    for (size_t k = 0; k < n; k++)
        sum += reward_of(self, role, &point[k]);
    value->reward = sum / (double)n;
}

static enum assay_code take(void *state, const struct assay_rollout_view *view,
                            struct assay_signal_value *out, struct assay_error *err)
{
    const struct roles *self = state;
    const struct assay_rollout_reading reading = {
        .parse = self->parse, .lo = self->lo, .hi = self->hi, .kind = "point"};
    struct assay_rollout_points points;

    (void)err;
    assay_rollout_points(view, &reading, &points);
    for (size_t i = 0; i < view->count; i++)
        take_one(self, view, &points, i, &out[i]);
    return ASSAY_OK;
}

const struct assay_signal assay_signal_roles = {
    .name = "roles",
    .summary = "what agents that argue earn: solver and critic share a point",
    .formula = "solver (s - 1) / 2, critic (3 - s) / 2, scorer 0, or -1 where s cannot "
               "be read",
    .needs = "turns[].role judges[].score",
    .source = "Xue et al. 2025, CoMAS, arXiv:2510.08529; marti/verifiers/comas_reward.py",
    .options = options,
    .state_size = sizeof(struct roles),
    .presets = presets,
    .begin = begin,
    .take = take,
};
