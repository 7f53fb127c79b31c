/* mdp_sparse_optimum.c - the best policy of a large process by modified policy iteration. */
#include "harness/core/memory.h"
#include "harness/core/parallel.h"
#include "metrics/mdp_chain_solve.h"
#include "metrics/mdp_expect.h"
#include "metrics/mdp_sparse.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = ASSAY_CHAIN_BLOCK,
    ROUNDS_MOST = 1 << 20,
    PRODUCTS = 400, /* of one evaluation, at most */
    LENIENT = 10,   /* rounds without closer bounds before evaluations are stricter */
    PATIENCE = 20,  /* before they are as good as can be: Howard's, which do not fail */
    LAST_PATIENCE = 2000 /* before there are none, lest they cannot be had */
};

static const double tolerance_default = 1e-12;

/*
 * Of what is left, how much an evaluation leaves: of a policy to start from; while the policy changes, while it
 * does in a small part of the states, and in hardly any; and at least.
 */
static const double warm_factor = 1e-3, changing_factor = 0.1, settling_factor = 0.03,
                    settled_factor = 0.01, least_factor = 1e-5;
static const double settling_part = 0.01, settled_part = 1e-4;

/* By this, each round, where bounds do not come closer. */
static const double stricter = 0.3;

/* Bounds that have come closer are at most this part of the best. */
static const double nearer = 0.7;

/* Rows of tau sum to 1 within this (mdp.h). */
static const double sum_tolerance = 1e-9;

/* What a sweep u = T v found: bounds of u - v, greatest |v|, states whose action changed. */
struct found {
    double lo, hi, v_most;
    size_t changes;
};

struct search {
    const struct assay_mdp *mdp;
    const double *r;
    const bool *allowed;
    struct assay_optimum *out;
    struct assay_chain chain;
    struct assay_chain_solver solver;
    double *u;
    double scale;
    bool greedy; /* false: of the policy as it is */
    bool blank;  /* v is 0 in every state */
    bool stored; /* the chain is that of the policy */
    double shift;
    size_t late; /* rounds since bounds came closer */
    struct found *block;
};

static size_t end_of(const struct assay_mdp *mdp, size_t b)
{
    return (b + 1) * BLOCK < mdp->states ? (b + 1) * BLOCK : mdp->states;
}

static void run(struct search *search, void (*work)(void *state, size_t worker, size_t b))
{
    assay_parallel(search->chain.jobs, search->chain.blocks, work, search);
}

static bool is_allowed(const struct search *search, size_t k)
{
    return !search->allowed || search->allowed[k];
}

/* The best action of a state and what it is worth; the action it has, where another is better by rounding alone. */
static double improve(const struct search *search, size_t s, uint32_t *action)
{
    const struct assay_mdp *mdp = search->mdp;
    const size_t first = s * mdp->actions;
    double best = -(double)INFINITY, same = 0.0;
    size_t choice = 0;

    for (size_t a = 0; a < mdp->actions; a++) {
        double worth;

        if (!is_allowed(search, first + a) || !(search->greedy || a == *action))
            continue;
        worth = search->r[first + a];
        if (!search->blank)
            worth += mdp->gamma * assay_expect(mdp, first + a, search->out->v);
        if (a == *action)
            same = worth;
        if (worth > best) {
            best = worth;
            choice = a;
        }
    }
    if (best - same > 4.0 * DBL_EPSILON * (fabs(best) + fabs(same)))
        *action = (uint32_t)choice;
    return best;
}

static void swept(void *state, size_t worker, size_t b)
{
    const struct search *search = state;
    struct found found = {(double)INFINITY, -(double)INFINITY, 0.0, 0};

    (void)worker;
    for (size_t s = b * BLOCK; s < end_of(search->mdp, b); s++) {
        const double v = search->out->v[s];
        uint32_t action = search->out->action[s];
        const double u = improve(search, s, &action);

        search->u[s] = u;
        search->solver.b[s] = (float)((u - v) / search->scale);
        found.lo = fmin(found.lo, u - v);
        found.hi = fmax(found.hi, u - v);
        found.v_most = fmax(found.v_most, fabs(v));
        found.changes += action != search->out->action[s];
        search->out->action[s] = action;
    }
    search->block[b] = found;
}

static struct found sweep(struct search *search, bool greedy)
{
    struct found all = {(double)INFINITY, -(double)INFINITY, 0.0, 0};

    search->greedy = greedy;
    run(search, swept);
    for (size_t b = 0; b < search->chain.blocks; b++) {
        const struct found *found = &search->block[b];

        all.lo = fmin(all.lo, found->lo);
        all.hi = fmax(all.hi, found->hi);
        all.v_most = fmax(all.v_most, found->v_most);
        all.changes += found->changes;
    }
    search->stored = search->stored && all.changes == 0;
    return all;
}

/* v and the correction, within what any value is. */
static void corrected(void *state, size_t worker, size_t b)
{
    const struct search *search = state;
    const double most = search->scale / (1.0 - search->mdp->gamma);

    (void)worker;
    for (size_t s = b * BLOCK; s < end_of(search->mdp, b); s++) {
        const double v =
            search->out->v[s] +
            search->scale * ((double)search->solver.x[s] + search->solver.shift);

        search->out->v[s] = fmax(-most, fmin(most, v));
    }
}

static void moved(void *state, size_t worker, size_t b)
{
    const struct search *search = state;

    (void)worker;
    for (size_t s = b * BLOCK; s < end_of(search->mdp, b); s++)
        search->out->v[s] = search->u[s] + search->shift;
}

/* v from u = T v, moved by a constant. */
static void move(struct search *search, double by)
{
    search->shift = by;
    search->blank = false;
    run(search, moved);
}

static void evaluate(struct search *search, double factor)
{
    if (!search->stored)
        assay_chain_set_action(&search->chain, search->out->action);
    search->stored = true;
    search->blank = false;
    assay_chain_solve(&search->solver, fmax(factor, least_factor), PRODUCTS);
    run(search, corrected);
}

/* Half of what MacQueen's bounds leave open. */
static double half_width(const struct search *search, const struct found *found)
{
    const double gamma = search->mdp->gamma, gap = 1.0 - gamma;
    const double most = fmax(fabs(found->lo), fabs(found->hi));

    return gamma / gap *
           (0.5 * (found->hi - found->lo) + 2.0 * sum_tolerance * most / gap);
}

/*
 * How far the policy found is worth evaluating, where aim is left to do. Where bounds do not come closer,
 * the policies may be going round in a circle: exact evaluations do not.
 */
static double factor_of(const struct search *search, const struct found *found,
                        double aim)
{
    const double part = (double)found->changes / (double)search->mdp->states;
    const double factor = part > settling_part  ? changing_factor
                          : part > settled_part ? settling_factor
                                                : settled_factor;

    if (found->changes == 0)
        return 0.3 * aim;
    return factor * pow(stricter, fmax(0.0, (double)search->late - LENIENT));
}

/* Evaluates as exactly as refinement does. */
static void evaluate_well(struct search *search, double aim)
{
    double last = (double)INFINITY;

    for (;;) {
        const struct found found = sweep(search, false);
        const double most = fmax(-found.lo, found.hi);

        if (!(most > aim) || !(most < 0.5 * last))
            return;
        evaluate(search, 0.3 * aim / most);
        last = most;
    }
}

/* Whether the search starts from a policy that somebody found. */
static bool is_warm(const struct search *search)
{
    size_t s = 0;

    while (s < search->mdp->states && search->out->action[s] == 0)
        s++;
    return s < search->mdp->states;
}

/* The next v, where found is what is left and aim the residual that would do. */
static void improved(struct search *search, const struct found *found, double aim)
{
    const double gamma = search->mdp->gamma;
    const double left = 0.5 * (found->hi - found->lo);

    if (search->late > LAST_PATIENCE)
        move(search, gamma / (1.0 - gamma) * 0.5 * (found->lo + found->hi));
    else if (search->late > PATIENCE)
        evaluate_well(search, 0.3 * aim);
    else
        evaluate(search, factor_of(search, found, aim / left));
}

static enum assay_code searched(struct search *search, double tolerance, double r_most,
                                struct assay_error *err)
{
    const double gap = 1.0 - search->mdp->gamma;
    const double rounding = assay_expect_rounding(search->mdp, 1.0, 0.0);
    double best = (double)INFINITY;

    if (is_warm(search)) {
        (void)sweep(search, false);
        evaluate(search, warm_factor);
    }
    for (search->out->rounds = 1; search->out->rounds < ROUNDS_MOST;
         search->out->rounds++) {
        const struct found found = sweep(search, true);
        const double width = half_width(search, &found);
        const double noise = rounding * (r_most + 2.0 * found.v_most) / gap;
        const double aim =
            fmax(tolerance * r_most, 4.0 * DBL_EPSILON * found.v_most) / gap;

        search->late = width < nearer * best ? 0 : search->late + 1;
        best = fmin(best, width);
        if (width <= aim || (search->late > PATIENCE && width <= noise)) {
            move(search, search->mdp->gamma / gap * 0.5 * (found.lo + found.hi));
            search->out->width = width + noise;
            return ASSAY_OK;
        }
        improved(search, &found, aim * gap);
    }
    return assay_fail(err, ASSAY_EDOMAIN, "no convergence in %d sweeps", ROUNDS_MOST);
}

/* An action that is allowed in every state. */
static void actions_begun(const struct search *search)
{
    const size_t actions = search->mdp->actions;

    for (size_t s = 0; s < search->mdp->states; s++) {
        uint32_t *action = &search->out->action[s];

        if (*action >= actions)
            *action = 0;
        for (size_t a = 0; a < actions && !is_allowed(search, s * actions + *action); a++)
            *action = (uint32_t)a;
    }
}

static double largest(const struct search *search)
{
    double most = 0.0;

    for (size_t k = 0; k < search->mdp->states * search->mdp->actions; k++)
        if (is_allowed(search, k) && fabs(search->r[k]) > most)
            most = fabs(search->r[k]);
    return most;
}

enum assay_code assay_mdp_sparse_optimum(const struct assay_mdp *mdp, const double *r,
                                         const bool *allowed,
                                         const struct assay_mdp_how *how,
                                         struct assay_optimum *out,
                                         struct assay_error *err)
{
    struct search search = {.mdp = mdp, .r = r, .allowed = allowed, .out = out};
    const double tolerance = how->tolerance > 0.0 ? how->tolerance : tolerance_default;
    enum assay_code code = ASSAY_OK;

    out->width = 0.0;
    out->rounds = 0;
    memset(out->v, 0, mdp->states * sizeof(*out->v));
    actions_begun(&search);
    search.scale = largest(&search);
    search.blank = true;
    if (search.scale == 0.0)
        return ASSAY_OK;
    assay_chain_init_actions(&search.chain, mdp, how->jobs);
    assay_chain_solver_init(&search.solver, &search.chain, false);
    search.u = assay_memory_new(mdp->states, sizeof(*search.u));
    search.block = assay_memory_new(search.chain.blocks, sizeof(*search.block));
    code = searched(&search, tolerance, search.scale, err);
    free(search.u);
    free(search.block);
    assay_chain_solver_release(&search.solver);
    assay_chain_release(&search.chain);
    return code;
}
