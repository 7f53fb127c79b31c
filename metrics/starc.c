#include "metrics/starc.h"

#include "harness/core/memory.h"
#include "metrics/row_loops.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    EVALUATIONS_MAX = 200 /* of f, which takes some five */
};

static const double tight = 1e-13; /* of f, whose values are of order 1 */

/* (V - V^pi) / range: values of unit. */
static double *values_of_unit(const struct assay_starc_reward *of, const double *v,
                              const double *before, double sign,
                              struct assay_arena *arena, size_t states)
{
    double *out = assay_arena_new(arena, states, sizeof(*out));

    for (size_t s = 0; s < states; s++)
        out[s] = sign * (v[s] - before[s]) / of->range.range;
    return out;
}

enum assay_code assay_starc_reward(const struct assay_process *process,
                                   const double *level, const struct assay_canonical *val,
                                   struct assay_arena *arena,
                                   struct assay_starc_reward *out,
                                   struct assay_error *err)
{
    const struct assay_mdp *mdp = process->mdp;
    const size_t rows = mdp->states * mdp->actions;
    struct assay_return_search *search = &out->search;
    enum assay_code code;

    *out = (struct assay_starc_reward){.level = level};
    out->unit = assay_arena_new(arena, rows, sizeof(*out->unit));
    out->optimal = assay_arena_new(arena, rows, sizeof(*out->optimal));
    assay_return_search_init(search, mdp->states, arena);
    memcpy(search->v_best, val->before, mdp->states * sizeof(double)); /* a guess */
    memcpy(search->v_worst, val->before, mdp->states * sizeof(double));
    for (size_t i = 0; i < 2 && assay_mdp_is_dense(mdp, process->how); i++)
        search->visits[i] = assay_arena_new(arena, mdp->states, sizeof(double));
    code = assay_return_range(process, level, search, &out->range, err);
    if (code)
        return code;
    out->gap =
        assay_optimal_actions(mdp, level, search->v_best,
                              assay_optimal_tie(mdp, level, val->level), out->optimal);
    if (out->range.trivial)
        return ASSAY_OK;
    assay_row_times(1.0 / out->range.range, val->level, out->unit, rows);
    out->v[0] = values_of_unit(out, search->v_best, val->before, 1.0, arena, mdp->states);
    out->v[1] =
        values_of_unit(out, search->v_worst, val->before, -1.0, arena, mdp->states);
    return ASSAY_OK;
}

/* f at lambda: the best of x - lambda y and of its opposite. */
struct support {
    double lambda, value;
    double earned[2][2]; /* of x and of y by the two best policies */
    double *v[2];        /* (states,) their values */
};

/* Supports under way at once, each with values of its own. */
enum slot {
    SLOT_LEFT,
    SLOT_RIGHT,
    SLOT_BETWEEN,
    SLOT_ONE, /* at lambda = 1, where f is d_J */
    SLOTS
};

/* What the search keeps: x - lambda y, and policies to start the next optimum from. */
struct search {
    const struct assay_process *process;
    const struct assay_starc_reward *x, *y;
    double *z, *visits, *values; /* values: (SLOTS, 2, states) */
    uint32_t *action[2];
};

static void search_init(struct search *search, const struct assay_process *process,
                        const struct assay_starc_reward *x,
                        const struct assay_starc_reward *y)
{
    const size_t states = process->mdp->states;

    *search = (struct search){.process = process, .x = x, .y = y};
    search->z = assay_memory_new(states * process->mdp->actions, sizeof(*search->z));
    search->visits = assay_memory_new(states, sizeof(*search->visits));
    search->values =
        assay_memory_new((size_t)SLOTS * 2 * states, sizeof(*search->values));
    for (size_t i = 0; i < 2; i++) {
        search->action[i] = assay_memory_new(states, sizeof(uint32_t));
        memcpy(search->action[i], i ? x->search.worst : x->search.best,
               states * sizeof(uint32_t));
    }
}

static void search_release(struct search *search)
{
    free(search->z);
    free(search->visits);
    free(search->values);
    free(search->action[0]);
    free(search->action[1]);
}

/* An empty one, whose values lie in a slot. */
static struct support support_new(const struct search *search, enum slot slot,
                                  double lambda)
{
    const size_t states = search->process->mdp->states;
    double *first = search->values + 2 * (size_t)slot * states;

    return (struct support){.lambda = lambda, .v = {first, first + states}};
}

/* J of a unit reward under a policy whose visits are known. */
static double earned(const struct assay_mdp *mdp, const double *visits,
                     const struct assay_starc_reward *r, const uint32_t *action)
{
    double sum = 0.0;

    for (size_t s = 0; s < mdp->states; s++)
        sum += visits[s] * r->unit[s * mdp->actions + action[s]];
    return sum;
}

static void put_earned(const struct search *search, size_t i, const double *visits,
                       const uint32_t *action, struct support *out)
{
    out->earned[i][0] = earned(search->process->mdp, visits, search->x, action);
    out->earned[i][1] = earned(search->process->mdp, visits, search->y, action);
}

/* d f / d lambda by the policies of a support. */
static double slope(const struct support *of)
{
    return of->earned[1][1] - of->earned[0][1];
}

/* f at out->lambda, whose values hold guesses. */
static enum assay_code support_find(const struct search *search, struct support *out,
                                    struct assay_error *err)
{
    const struct assay_mdp *mdp = search->process->mdp;
    const size_t rows = mdp->states * mdp->actions;
    enum assay_code code = ASSAY_OK;

    out->value = 0.0;
    for (size_t i = 0; !code && i < 2; i++) {
        struct assay_optimum best = {.v = out->v[i],
                                     .action = search->action[i],
                                     .visits = search->visits,
                                     .guessed = true};
        const double sign = i ? -1.0 : 1.0;

        assay_row_times(sign, search->x->unit, search->z, rows);
        assay_row_add(-sign * out->lambda, search->y->unit, search->z, rows);
        code = assay_mdp_optimum(mdp, search->z, NULL, search->process->how, &best, err);
        out->value += assay_mdp_return(mdp, out->v[i]);
        put_earned(search, i, search->visits, best.action, out);
    }
    return code;
}

/* Values of x and of -y side by side: more than what there is, and a guess of it. */
static void guess_beside(const struct search *search, struct support *out)
{
    const size_t states = search->process->mdp->states;

    for (size_t i = 0; i < 2; i++) {
        memcpy(out->v[i], search->x->v[i], states * sizeof(double));
        assay_row_add(out->lambda, search->y->v[1 - i], out->v[i], states);
    }
}

/* On the chord of two supports. */
static void guess_between(const struct search *search, const struct support *left,
                          const struct support *right, struct support *out)
{
    const size_t states = search->process->mdp->states;
    const double share = (out->lambda - left->lambda) / (right->lambda - left->lambda);

    for (size_t i = 0; i < 2; i++) {
        assay_row_times(1.0 - share, left->v[i], out->v[i], states);
        assay_row_add(share, right->v[i], out->v[i], states);
    }
}

/* f(0) = 1, by the best and the worst policy of x, which are known; of a dense process their visits too. */
static enum assay_code support_zero(const struct search *search, struct support *out,
                                    struct assay_error *err)
{
    const struct assay_return_search *known = &search->x->search;

    guess_beside(search, out);
    if (!known->visits[0])
        return support_find(search, out, err);
    out->value = 1.0;
    put_earned(search, 0, known->visits[0], known->best, out);
    put_earned(search, 1, known->visits[1], known->worst, out);
    return ASSAY_OK;
}

static enum assay_code support_one(const struct search *search, struct support *out,
                                   struct assay_error *err)
{
    guess_beside(search, out);
    return support_find(search, out, err);
}

/* What a support at 1 is where x and y change places. */
static void turn(const struct support *one, const struct search *search,
                 struct support *out)
{
    const size_t states = search->process->mdp->states;

    out->value = one->value;
    for (size_t i = 0; i < 2; i++) {
        memcpy(out->v[i], one->v[1 - i], states * sizeof(double));
        for (size_t j = 0; j < 2; j++)
            out->earned[i][j] = one->earned[1 - i][1 - j];
    }
}

/* Where two lines meet. */
static double meeting(const struct support *left, const struct support *right)
{
    return (left->value - right->value - slope(left) * left->lambda +
            slope(right) * right->lambda) /
           (slope(right) - slope(left));
}

static double line_at(const struct support *line, double lambda)
{
    return line->value + slope(line) * (lambda - line->lambda);
}

/* The least value of f between two supports, the left one falling, the right one rising; at has room for the next. */
static enum assay_code least(const struct search *search, struct support left,
                             struct support right, struct support at,
                             struct assay_worst_case *out, struct assay_error *err)
{
    while (out->evaluations < EVALUATIONS_MAX) {
        struct support spare;
        enum assay_code code;

        at.lambda = meeting(&left, &right);
        guess_between(search, &left, &right, &at);
        code = support_find(search, &at, err);
        if (code)
            return code;
        out->evaluations++;
        out->regret = at.value < out->regret ? at.value : out->regret;
        if (at.value - line_at(&left, at.lambda) <= tight || slope(&at) == 0.0)
            return ASSAY_OK;
        spare = slope(&at) < 0.0 ? left : right;
        *(slope(&at) < 0.0 ? &left : &right) = at;
        at = spare;
    }
    return assay_fail(err, ASSAY_EDOMAIN, "worst-case regret: no end after %d steps",
                      EVALUATIONS_MAX);
}

/* WR; one: the support at 1, whose value is negative where it is not known yet. */
static enum assay_code worst_from(const struct search *search, struct support *one,
                                  struct assay_worst_case *out, struct assay_error *err)
{
    struct support left = support_new(search, SLOT_LEFT, 0.0);
    struct support right = support_new(search, SLOT_RIGHT, 2.0);
    const struct support spare = support_new(search, SLOT_BETWEEN, 0.0);
    enum assay_code code = support_zero(search, &left, err);

    *out = (struct assay_worst_case){.regret = 1.0, .evaluations = 1};
    if (!code && slope(&left) < 0.0 && one->value < 0.0)
        code = support_one(search, one, err);
    if (code || slope(&left) >= 0.0)
        return code;
    out->evaluations++;
    out->regret = one->value < 1.0 ? one->value : 1.0;
    if (slope(one) >= 0.0)
        return slope(one) == 0.0 ? ASSAY_OK : least(search, left, *one, spare, out, err);
    guess_beside(search, &right);
    code = support_find(search, &right, err);
    out->evaluations++;
    out->regret = right.value < out->regret ? right.value : out->regret;
    return code || slope(&right) <= 0.0 ? code
                                        : least(search, *one, right, spare, out, err);
}

static double share(double x)
{
    return fmin(fmax(x, 0.0), 1.0);
}

/* d_J, of which rounding makes no more than 2. */
static double apart(double x)
{
    return fmin(fmax(x, 0.0), 2.0);
}

/* What is known of a pair of which one is trivial. */
static struct assay_starc_pair trivial_pair(const struct assay_starc_reward *x,
                                            const struct assay_starc_reward *y)
{
    struct assay_starc_pair out = {0};

    out.starc_j = x->range.trivial && y->range.trivial ? 0.0 : 1.0;
    out.x_by_y.regret = x->range.trivial ? 0.0 : 1.0;
    out.y_by_x.regret = y->range.trivial ? 0.0 : 1.0;
    return out;
}

/* The other way round, in a search of its own. */
static enum assay_code worst_turned(const struct search *search,
                                    const struct support *one,
                                    struct assay_worst_case *out, struct assay_error *err)
{
    struct search turned;
    struct support of;
    enum assay_code code;

    search_init(&turned, search->process, search->y, search->x);
    of = support_new(&turned, SLOT_ONE, 1.0);
    turn(one, &turned, &of);
    code = worst_from(&turned, &of, out, err);
    search_release(&turned);
    return code;
}

enum assay_code assay_starc_pair(const struct assay_process *process,
                                 const struct assay_starc_reward *x,
                                 const struct assay_starc_reward *y,
                                 struct assay_starc_pair *out, struct assay_error *err)
{
    struct search search;
    struct support one;
    enum assay_code code;

    *out = trivial_pair(x, y);
    if (x == y)
        *out = (struct assay_starc_pair){0};
    if (x == y || x->range.trivial || y->range.trivial)
        return ASSAY_OK;
    search_init(&search, process, x, y);
    one = support_new(&search, SLOT_ONE, 1.0);
    code = support_one(&search, &one, err);
    out->starc_j = apart(one.value);
    if (!code)
        code = worst_turned(&search, &one, &out->y_by_x, err);
    if (!code)
        code = worst_from(&search, &one, &out->x_by_y, err);
    out->x_by_y.regret = share(out->x_by_y.regret);
    out->y_by_x.regret = share(out->y_by_x.regret);
    search_release(&search);
    return code;
}

enum assay_code assay_starc_j(const struct assay_process *process,
                              const struct assay_starc_reward *x,
                              const struct assay_starc_reward *y, double *out,
                              struct assay_error *err)
{
    struct search search;
    struct support one;
    enum assay_code code;

    *out = trivial_pair(x, y).starc_j;
    if (x->range.trivial || y->range.trivial)
        return ASSAY_OK;
    search_init(&search, process, x, y);
    one = support_new(&search, SLOT_ONE, 1.0);
    code = support_one(&search, &one, err);
    *out = apart(one.value);
    search_release(&search);
    return code;
}

enum assay_code assay_worst_case_regret(const struct assay_process *process,
                                        const struct assay_starc_reward *x,
                                        const struct assay_starc_reward *y,
                                        struct assay_worst_case *out,
                                        struct assay_error *err)
{
    struct search search;
    struct support one;
    enum assay_code code;

    *out = trivial_pair(x, y).x_by_y;
    if (x->range.trivial || y->range.trivial)
        return ASSAY_OK;
    search_init(&search, process, x, y);
    one = support_new(&search, SLOT_ONE, 1.0);
    one.value = -1.0;
    code = worst_from(&search, &one, out, err);
    out->regret = share(out->regret);
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

/* J of x by the best policy of y, where it is the only one and its visits are known. */
static bool only_policy(const struct assay_mdp *mdp, const struct assay_starc_reward *x,
                        const struct assay_starc_reward *y, double *out)
{
    const double *visits = y->search.visits[0];
    size_t best = 0;

    for (size_t k = 0; k < mdp->states * mdp->actions; k++)
        best += y->optimal[k];
    if (!visits || best > mdp->states)
        return false;
    *out = 0.0;
    for (size_t s = 0; s < mdp->states; s++)
        *out += visits[s] * x->level[s * mdp->actions + y->search.best[s]];
    return true;
}

enum assay_code assay_regret(const struct assay_process *process,
                             const struct assay_starc_reward *x,
                             const struct assay_starc_reward *y,
                             struct assay_regret_span *out, struct assay_error *err)
{
    double most = 0.0, least_earned;
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_regret_span){0.0, x->range.trivial ? 0.0 : 1.0};
    if (x->range.trivial || y->range.trivial)
        return ASSAY_OK;
    if (only_policy(process->mdp, x, y, &most)) {
        least_earned = most;
    } else {
        code = restricted(process, x->level, 1.0, y, &most, err);
        if (!code)
            code = restricted(process, x->level, -1.0, y, &least_earned, err);
    }
    if (code)
        return code;
    out->lo = share((x->range.most - most) / x->range.range);
    out->hi = share((x->range.most - least_earned) / x->range.range);
    return ASSAY_OK;
}
