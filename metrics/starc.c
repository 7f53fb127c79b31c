#include "metrics/starc.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    EVALUATIONS_MAX = 200 /* of f, which takes some five */
};

static const double tight = 1e-13; /* of f, whose values are of order 1 */

enum assay_code assay_starc_reward(const struct assay_process *process,
                                   const double *level, const double *advantage,
                                   struct assay_arena *arena,
                                   struct assay_starc_reward *out,
                                   struct assay_error *err)
{
    const struct assay_mdp *mdp = process->mdp;
    const size_t rows = mdp->states * mdp->actions;
    enum assay_code code;

    *out = (struct assay_starc_reward){.level = level};
    out->unit = assay_arena_new(arena, rows, sizeof(*out->unit));
    out->optimal = assay_arena_new(arena, rows, sizeof(*out->optimal));
    assay_return_search_init(&out->search, mdp->states, arena);
    code = assay_return_range(process, level, &out->search, &out->range, err);
    if (code)
        return code;
    out->gap =
        assay_optimal_actions(mdp, level, out->search.v_best,
                              assay_optimal_tie(mdp, level, advantage), out->optimal);
    for (size_t k = 0; !out->range.trivial && k < rows; k++)
        out->unit[k] = advantage[k] / out->range.range;
    return ASSAY_OK;
}

/* f at lambda: its value and the slope of a line that supports it there. */
struct support {
    double lambda, value, slope;
};

/* What the search keeps: x - lambda y, and policies to start the next optimum from. */
struct search {
    const struct assay_mdp *mdp;
    const struct assay_mdp_how *how;
    const double *x, *y; /* (states, actions) of unit range */
    double *z, *v, *visits;
    uint32_t *action[2];
};

static void search_init(struct search *search, const struct assay_starc_reward *x,
                        const struct assay_starc_reward *y)
{
    const size_t states = search->mdp->states;

    search->x = x->unit;
    search->y = y->unit;
    search->z = assay_memory_new(states * search->mdp->actions, sizeof(*search->z));
    search->v = assay_memory_new(states, sizeof(*search->v));
    search->visits = assay_memory_new(states, sizeof(*search->visits));
    for (size_t i = 0; i < 2; i++) {
        search->action[i] = assay_memory_new(states, sizeof(uint32_t));
        memcpy(search->action[i], i ? x->search.worst : x->search.best,
               states * sizeof(uint32_t));
    }
}

static void search_release(struct search *search)
{
    free(search->z);
    free(search->v);
    free(search->visits);
    free(search->action[0]);
    free(search->action[1]);
}

/* J of a level reward under the policy whose visits are known. */
static double earned(const struct search *search, const double *r, const uint32_t *action)
{
    double sum = 0.0;

    for (size_t s = 0; s < search->mdp->states; s++)
        sum += search->visits[s] * r[s * search->mdp->actions + action[s]];
    return sum;
}

/* f at one end: the best of sign (x - lambda y); adds what it earns of z and of -y. */
static enum assay_code support_half(const struct search *search, double sign,
                                    struct support *out, struct assay_error *err)
{
    const size_t rows = search->mdp->states * search->mdp->actions;
    struct assay_optimum best = {
        .v = search->v, .action = search->action[sign < 0.0], .visits = search->visits};
    enum assay_code code;

    for (size_t k = 0; k < rows; k++)
        search->z[k] = sign * (search->x[k] - out->lambda * search->y[k]);
    code = assay_mdp_optimum(search->mdp, search->z, NULL, search->how, &best, err);
    if (code)
        return code;
    out->value += assay_mdp_return(search->mdp, search->v);
    out->slope -= sign * earned(search, search->y, best.action);
    return ASSAY_OK;
}

static enum assay_code support_at(const struct search *search, double lambda,
                                  struct support *out, struct assay_error *err)
{
    enum assay_code code;

    *out = (struct support){.lambda = lambda};
    code = support_half(search, 1.0, out, err);
    return code ? code : support_half(search, -1.0, out, err);
}

enum assay_code assay_starc_j(const struct assay_process *process,
                              const struct assay_starc_reward *x,
                              const struct assay_starc_reward *y, double *out,
                              struct assay_error *err)
{
    const struct assay_mdp *mdp = process->mdp;
    const size_t rows = mdp->states * mdp->actions;
    struct assay_arena arena = {0};
    struct assay_return_search search;
    struct assay_return_range range;
    double *z = assay_arena_new(&arena, rows, sizeof(*z));
    enum assay_code code = ASSAY_OK;

    if (x->range.trivial || y->range.trivial) {
        *out = x->range.trivial && y->range.trivial ? 0.0 : 1.0;
    } else {
        assay_return_search_init(&search, mdp->states, &arena);
        memcpy(search.best, x->search.best, mdp->states * sizeof(*search.best));
        memcpy(search.worst, x->search.worst, mdp->states * sizeof(*search.worst));
        for (size_t k = 0; k < rows; k++)
            z[k] = x->unit[k] - y->unit[k];
        code = assay_return_range(process, z, &search, &range, err);
        *out = code ? 0.0 : range.most - range.least;
    }
    assay_arena_release(&arena);
    return code;
}

/* Where two lines meet. */
static double meeting(const struct support *left, const struct support *right)
{
    return (left->value - right->value - left->slope * left->lambda +
            right->slope * right->lambda) /
           (right->slope - left->slope);
}

static double line_at(const struct support *line, double lambda)
{
    return line->value + line->slope * (lambda - line->lambda);
}

/* The least value of f between two supports, the left one falling, the right one rising. */
static enum assay_code least(const struct search *search, struct support left,
                             struct support right, struct assay_worst_case *out,
                             struct assay_error *err)
{
    struct support at;

    out->regret = fmin(left.value, right.value);
    for (out->evaluations = 2; out->evaluations < EVALUATIONS_MAX;) {
        const double lambda = meeting(&left, &right);
        const enum assay_code code = support_at(search, lambda, &at, err);

        if (code)
            return code;
        out->evaluations++;
        out->regret = fmin(out->regret, at.value);
        if (at.value - line_at(&left, lambda) <= tight || at.slope == 0.0)
            return ASSAY_OK;
        if (at.slope < 0.0)
            left = at;
        else
            right = at;
    }
    return assay_fail(err, ASSAY_EDOMAIN, "worst-case regret: no end after %d steps",
                      EVALUATIONS_MAX);
}

enum assay_code assay_worst_case_regret(const struct assay_process *process,
                                        const struct assay_starc_reward *x,
                                        const struct assay_starc_reward *y,
                                        struct assay_worst_case *out,
                                        struct assay_error *err)
{
    struct search search = {.mdp = process->mdp, .how = process->how};
    struct support left, right;
    enum assay_code code;

    *out = (struct assay_worst_case){.regret = x->range.trivial ? 0.0 : 1.0};
    if (x->range.trivial || y->range.trivial)
        return ASSAY_OK;
    search_init(&search, x, y);
    out->evaluations = 1;
    code = support_at(&search, 0.0, &left, err);
    if (!code && left.slope < 0.0) {
        code = support_at(&search, 2.0, &right, err);
        if (!code)
            code = least(&search, left, right, out, err);
        out->regret = fmin(fmax(out->regret, 0.0), 1.0);
    }
    search_release(&search);
    return code;
}

/* J of the best or worst policy of x among those that are best for y. */
static enum assay_code restricted(const struct assay_process *process, const double *r,
                                  double sign, const struct assay_starc_reward *y,
                                  double *out, struct assay_error *err)
{
    const struct assay_mdp *mdp = process->mdp;
    const size_t rows = mdp->states * mdp->actions;
    struct assay_arena arena = {0};
    double *signed_r = assay_arena_new(&arena, rows, sizeof(*signed_r));
    struct assay_optimum best = {
        .v = assay_arena_new(&arena, mdp->states, sizeof(*best.v)),
        .action = assay_arena_new(&arena, mdp->states, sizeof(*best.action))};
    enum assay_code code;

    memcpy(best.action, y->search.best, mdp->states * sizeof(*best.action));
    for (size_t k = 0; k < rows; k++)
        signed_r[k] = sign * r[k];
    code = assay_mdp_optimum(mdp, signed_r, y->optimal, process->how, &best, err);
    *out = code ? 0.0 : sign * assay_mdp_return(mdp, best.v);
    assay_arena_release(&arena);
    return code;
}

static double share(double x)
{
    return fmin(fmax(x, 0.0), 1.0);
}

enum assay_code assay_regret(const struct assay_process *process,
                             const struct assay_starc_reward *x,
                             const struct assay_starc_reward *y,
                             struct assay_regret_span *out, struct assay_error *err)
{
    double most, least_earned;
    enum assay_code code;

    *out = (struct assay_regret_span){0.0, x->range.trivial ? 0.0 : 1.0};
    if (x->range.trivial || y->range.trivial)
        return ASSAY_OK;
    code = restricted(process, x->level, 1.0, y, &most, err);
    if (!code)
        code = restricted(process, x->level, -1.0, y, &least_earned, err);
    if (code)
        return code;
    out->lo = share((x->range.most - most) / x->range.range);
    out->hi = share((x->range.most - least_earned) / x->range.range);
    return ASSAY_OK;
}
