/* mdp_sparse.c - values and visits of a policy: residuals in double, corrections in single precision. */
#include "metrics/mdp_sparse.h"

#include "harness/core/memory.h"
#include "harness/core/parallel.h"
#include "metrics/mdp_chain_solve.h"
#include "metrics/mdp_expect.h"
#include "metrics/row_loops.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = ASSAY_CHAIN_BLOCK,
    PRODUCTS = 4000, /* of one correction, at most */
    PLAIN_FIRST =
        64, /* plain sweeps where corrections do not help, twice as many each time */
    PLAIN_MOST = 1 << 20
};

static const double tolerance_default = 1e-12;

/* What a correction in single precision leaves at best. */
static const double least_factor = 1e-5;

/* What a correction has to leave at most, or it is not worth it. */
static const double worth = 0.5;

/* Rows of tau sum to 1 within this (mdp.h). */
static const double sum_tolerance = 1e-9;

struct assay_mdp_sparse {
    const struct assay_mdp *mdp;
    const double *policy;
    double tolerance;
    struct assay_chain chain;
};

/* What a residual is like. */
struct found {
    double lo, hi,
        sum;       /* least, greatest; sum of what counts: values, or absolute ones */
    double v_most; /* greatest |v| */
};

/* One solution under way. */
struct solving {
    const struct assay_mdp_sparse *system;
    struct assay_chain_solver solver;
    const double *r; /* r_pi, or mu0 */
    double *v;
    double scale;        /* b is the residual over scale */
    double sign;         /* of the correction that is being added */
    struct found *block; /* (blocks,) */
};

enum assay_code assay_mdp_sparse_new(const struct assay_mdp *mdp, const double *policy,
                                     const struct assay_mdp_how *how,
                                     struct assay_mdp_sparse **out,
                                     struct assay_error *err)
{
    struct assay_mdp_sparse *system = assay_memory_new(1, sizeof(*system));

    (void)err;
    system->mdp = mdp;
    system->policy = policy;
    system->tolerance = how->tolerance > 0.0 ? how->tolerance : tolerance_default;
    assay_chain_init(&system->chain, mdp, policy, how->jobs);
    *out = system;
    return ASSAY_OK;
}

void assay_mdp_sparse_free(struct assay_mdp_sparse *system)
{
    if (!system)
        return;
    assay_chain_release(&system->chain);
    free(system);
}

static void solving_begun(struct solving *solving, const struct assay_mdp_sparse *system,
                          bool transposed)
{
    assay_chain_solver_init(&solving->solver, &system->chain, transposed);
    solving->system = system;
    solving->block = assay_memory_new(system->chain.blocks, sizeof(*solving->block));
}

static void solving_ended(struct solving *solving)
{
    assay_chain_solver_release(&solving->solver);
    free(solving->block);
}

static size_t end_of(const struct assay_mdp *mdp, size_t b)
{
    return (b + 1) * BLOCK < mdp->states ? (b + 1) * BLOCK : mdp->states;
}

static void take_in(struct found *found, double residual, double counts, double v)
{
    if (!(residual >= found->lo))
        found->lo = residual;
    if (!(residual <= found->hi))
        found->hi = residual;
    if (!(fabs(v) <= found->v_most))
        found->v_most = fabs(v);
    found->sum += counts;
}

static struct found found_nothing(void)
{
    return (struct found){(double)INFINITY, -(double)INFINITY, 0.0, 0.0};
}

static struct found join(const struct solving *solving)
{
    struct found all = found_nothing();

    for (size_t b = 0; b < solving->system->chain.blocks; b++) {
        const struct found *found = &solving->block[b];

        take_in(&all, found->lo, 0.0, 0.0);
        take_in(&all, found->hi, found->sum, found->v_most);
    }
    return all;
}

/* r + gamma P v - v of block b. */
static void value_residual(void *state, size_t worker, size_t b)
{
    const struct solving *solving = state;
    const struct assay_mdp *mdp = solving->system->mdp;
    struct found found = found_nothing();

    (void)worker;
    for (size_t s = b * BLOCK; s < end_of(mdp, b); s++) {
        const double next =
            assay_expect_policy(mdp, solving->system->policy, s, solving->v);
        const double residual = solving->r[s] + mdp->gamma * next - solving->v[s];

        solving->solver.b[s] = (float)(residual / solving->scale);
        take_in(&found, residual, residual, solving->v[s]);
    }
    solving->block[b] = found;
}

/* Adds the correction, or takes it back. */
static void corrected(void *state, size_t worker, size_t b)
{
    const struct solving *solving = state;
    const struct assay_chain_solver *solver = &solving->solver;

    (void)worker;
    for (size_t s = b * BLOCK; s < end_of(solving->system->mdp, b); s++)
        solving->v[s] +=
            solving->sign * solving->scale * ((double)solver->x[s] + solver->shift);
}

static void run(struct solving *solving,
                void (*work)(void *state, size_t worker, size_t b))
{
    assay_parallel(solving->system->chain.jobs, solving->system->chain.blocks, work,
                   solving);
}

static void correct(struct solving *solving, double sign)
{
    solving->sign = sign;
    run(solving, corrected);
}

/* Takes a correction back that left more than there was before; begins at 0 where that is no number. */
static void taken_back(struct solving *solving, double left, double before)
{
    if (!isfinite(left))
        memset(solving->v, 0, solving->system->mdp->states * sizeof(*solving->v));
    else if (left > before)
        correct(solving, -1.0);
}

static void solve(struct solving *solving, double factor)
{
    assay_chain_solve(&solving->solver, fmax(factor, least_factor), PRODUCTS);
    correct(solving, 1.0);
}

/*
 * v(s) from the values of its successors, the newest there are; without a residual, whose rounding a state
 * that hardly leaves itself would make 1 / (1 - gamma) times as large.
 */
static void settle(const struct solving *solving, size_t s)
{
    const struct assay_mdp *mdp = solving->system->mdp;
    const double *policy = solving->system->policy;
    double self = 0.0, next = 0.0;

    for (size_t k = s * mdp->actions; k < (s + 1) * mdp->actions; k++) {
        const double weight = policy ? policy[k] : 1.0 / (double)mdp->actions;

        for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++) {
            if (mdp->next[i] == s)
                self += weight * mdp->chance[i];
            else
                next += weight * mdp->chance[i] * solving->v[mdp->next[i]];
        }
    }
    solving->v[s] = (solving->r[s] + mdp->gamma * next) / (1.0 - mdp->gamma * self);
}

/* Gauss and Seidel's sweeps, to and fro; each takes at least as much as gamma leaves. */
static void gauss_seidel(const struct solving *solving, size_t sweeps)
{
    const size_t states = solving->system->mdp->states;

    for (size_t i = 0; i < sweeps; i++)
        for (size_t j = 0; j < states; j++)
            settle(solving, i % 2 == 0 ? states - 1 - j : j);
}

static double width_of(const struct assay_mdp *mdp, double residual)
{
    return residual / (1.0 - mdp->gamma * (1.0 + sum_tolerance));
}

/* A residual that a constant takes away nearly whole. */
static bool constant_left(const struct found *found, double aim)
{
    return 0.5 * (found->hi - found->lo) < 0.5 * aim;
}

static enum assay_code value_found(struct solving *solving, double r_most, double *width,
                                   struct assay_error *err)
{
    const struct assay_mdp *mdp = solving->system->mdp;
    const double rounding = assay_expect_rounding(mdp, 1.0, 0.0);
    double last = (double)INFINITY;
    size_t plain = 0;

    while (plain < PLAIN_MOST) {
        struct found found;
        double most, noise, aim;

        run(solving, value_residual);
        found = join(solving);
        most = fmax(-found.lo, found.hi);
        noise = rounding * (r_most + 2.0 * found.v_most);
        aim = fmax(solving->system->tolerance * r_most, 4.0 * DBL_EPSILON * found.v_most);
        if (most <= aim || (most > worth * last && most <= noise)) {
            *width = width_of(mdp, most + noise);
            return ASSAY_OK;
        }
        if (plain == 0 && !(most <= worth * last)) {
            taken_back(solving, most, last);
            plain = PLAIN_FIRST;
        }
        if (plain > 0) {
            gauss_seidel(solving, plain);
            plain *= 2;
        } else if (constant_left(&found, aim)) {
            memset(solving->solver.x, 0, assay_chain_width(mdp) * sizeof(float));
            solving->solver.shift =
                0.5 * (found.lo + found.hi) / (1.0 - mdp->gamma) / solving->scale;
            correct(solving, 1.0);
        } else {
            solve(solving, 0.3 * aim / most);
        }
        last = most;
    }
    return assay_fail(err, ASSAY_EDOMAIN, "no convergence in %d sweeps", 2 * PLAIN_MOST);
}

enum assay_code assay_mdp_sparse_value(const struct assay_mdp_sparse *system,
                                       const double *r, double *v, double *width,
                                       struct assay_error *err)
{
    const double r_most = assay_row_largest(r, system->mdp->states);
    struct solving solving = {.r = r, .v = v, .scale = r_most};
    enum assay_code code = ASSAY_OK;

    *width = 0.0;
    memset(v, 0, system->mdp->states * sizeof(*v));
    if (r_most == 0.0)
        return ASSAY_OK;
    solving_begun(&solving, system, false);
    code = value_found(&solving, r_most, width, err);
    solving_ended(&solving);
    return code;
}

/* gamma P' d of the states of one group, into its room. */
static void visits_spread(void *state, size_t worker, size_t g)
{
    const struct solving *solving = state;
    const struct assay_mdp *mdp = solving->system->mdp;
    const double *policy = solving->system->policy;
    const size_t blocks = solving->system->chain.blocks;
    const size_t to = end_of(mdp, blocks * (g + 1) / ASSAY_CHAIN_GROUPS - 1);
    double *out = solving->solver.spread + g * mdp->states;

    (void)worker;
    memset(out, 0, mdp->states * sizeof(*out));
    for (size_t s = blocks * g / ASSAY_CHAIN_GROUPS * BLOCK; s < to; s++) {
        for (size_t k = s * mdp->actions; k < (s + 1) * mdp->actions; k++) {
            const double part = mdp->gamma * solving->v[s] *
                                (policy ? policy[k] : 1.0 / (double)mdp->actions);

            for (size_t i = mdp->row[k]; part != 0.0 && i < mdp->row[k + 1]; i++)
                out[mdp->next[i]] += part * mdp->chance[i];
        }
    }
}

/* mu0 - d + gamma P' d of block b; with a sign, it is added to d. */
static void visits_residual(void *state, size_t worker, size_t b)
{
    const struct solving *solving = state;
    const struct assay_mdp *mdp = solving->system->mdp;
    struct found found = found_nothing();

    (void)worker;
    for (size_t s = b * BLOCK; s < end_of(mdp, b); s++) {
        double residual = solving->r[s] - solving->v[s];

        for (size_t g = 0; g < ASSAY_CHAIN_GROUPS; g++)
            residual += solving->solver.spread[g * mdp->states + s];
        solving->solver.b[s] = (float)residual;
        take_in(&found, residual, fabs(residual), solving->v[s]);
        solving->v[s] += solving->sign * residual;
    }
    solving->block[b] = found;
}

/* |residual|_1; with sign 1, a plain sweep, which leaves at most gamma of it. */
static double visits_left(struct solving *solving, double sign)
{
    solving->sign = sign;
    assay_parallel(solving->system->chain.jobs, ASSAY_CHAIN_GROUPS, visits_spread,
                   solving);
    run(solving, visits_residual);
    return join(solving).sum;
}

static enum assay_code visits_found(struct solving *solving, struct assay_error *err)
{
    const struct assay_mdp_sparse *system = solving->system;
    const double rounding = 16.0 * DBL_EPSILON / (1.0 - system->mdp->gamma);
    const double aim = fmax(system->tolerance, rounding);
    double last = (double)INFINITY;
    size_t plain = 0;

    while (plain < PLAIN_MOST) {
        const double left = visits_left(solving, plain > 0 ? 1.0 : 0.0);

        if (left <= aim)
            return ASSAY_OK;
        if (plain == 0 && !(left <= worth * last)) {
            taken_back(solving, left, last);
            plain = 1;
        }
        if (plain > 0)
            plain++;
        else
            solve(solving, 0.3 * aim / left);
        last = left;
    }
    return assay_fail(err, ASSAY_EDOMAIN, "no convergence in %d sweeps", PLAIN_MOST);
}

enum assay_code assay_mdp_sparse_visits(const struct assay_mdp_sparse *system,
                                        double *out, struct assay_error *err)
{
    struct solving solving = {.r = system->mdp->start, .v = out, .scale = 1.0};
    enum assay_code code = ASSAY_OK;

    memset(out, 0, system->mdp->states * sizeof(*out));
    solving_begun(&solving, system, true);
    code = visits_found(&solving, err);
    solving_ended(&solving);
    return code;
}
