/* mdp_least_squares.c - conjugate gradients for potentials, a pass over rows of tau a product. */
#include "metrics/mdp_least_squares.h"

#include "harness/core/memory.h"
#include "harness/core/parallel.h"
#include "metrics/mdp_chain.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = ASSAY_CHAIN_BLOCK,
    GROUPS = ASSAY_CHAIN_GROUPS,
    TURNS = 4,   /* times that residuals are computed anew */
    WINDOW = 16, /* steps whose gains are looked at together, and more by gamma */
    WINDOW_MOST = 4096,
    STEPS_MOST = 1 << 20
};

static const double tolerance_default = 1e-12;

/* Of a gradient, relative to the root of F(0). */
static const double rounding = 4.0 * DBL_EPSILON;

struct fitting {
    const struct assay_mdp *mdp;
    const double *r, *weight;
    size_t blocks, jobs;
    double *phi;
    double *residual, *product; /* (states, actions) r - B Phi, B direction */
    double *inverse;            /* (states,) 1 over the length of B's column */
    double *direction;          /* (states,) of Phi */
    double *gradient;           /* (states,) scaled, -1/2 of F's */
    double *spread;             /* (GROUPS, states) */
    double *sum;                /* (blocks,) */
    double alpha, beta;
    bool lengths; /* what is spread are squares of columns */
};

static size_t end_of(const struct assay_mdp *mdp, size_t b)
{
    return (b + 1) * BLOCK < mdp->states ? (b + 1) * BLOCK : mdp->states;
}

static double weight_of(const struct fitting *fitting, size_t k)
{
    return fitting->weight ? fitting->weight[k] : 1.0;
}

/* Runs over all blocks; the sum of what they say. */
static double run(struct fitting *fitting,
                  void (*work)(void *state, size_t worker, size_t b))
{
    double sum = 0.0;

    assay_parallel(fitting->jobs, fitting->blocks, work, fitting);
    for (size_t b = 0; b < fitting->blocks; b++)
        sum += fitting->sum[b];
    return sum;
}

/* Entry i of row k of B, where that is state s's own 1 - gamma tau(s, a, s), without cancellation. */
static double own_entry(const struct assay_mdp *mdp, size_t i)
{
    return 1.0 - mdp->gamma * mdp->chance[i];
}

/* (B x) of row k. */
static double row_of(const struct assay_mdp *mdp, size_t k, const double *x)
{
    const size_t s = k / mdp->actions;
    double next = 0.0, own = x[s];

    for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++) {
        if (mdp->next[i] == s)
            own = own_entry(mdp, i) * x[s];
        else
            next += mdp->chance[i] * x[mdp->next[i]];
    }
    return own - mdp->gamma * next;
}

/* out += part times row k of B, or of its entries' squares. */
static void row_spread(const struct assay_mdp *mdp, size_t k, bool squares, double part,
                       double *out)
{
    const size_t s = k / mdp->actions;
    double own = 1.0;

    for (size_t i = mdp->row[k]; i < mdp->row[k + 1]; i++) {
        const double entry = -mdp->gamma * mdp->chance[i];

        if (mdp->next[i] == s)
            own = own_entry(mdp, i);
        else
            out[mdp->next[i]] += part * (squares ? entry * entry : entry);
    }
    out[s] += part * (squares ? own * own : own);
}

/* r - B Phi, and sum w r^2. */
static void left(void *state, size_t worker, size_t b)
{
    const struct fitting *fitting = state;
    const struct assay_mdp *mdp = fitting->mdp;
    double sum = 0.0;

    (void)worker;
    for (size_t k = b * BLOCK * mdp->actions; k < end_of(mdp, b) * mdp->actions; k++) {
        fitting->residual[k] = fitting->r[k] - row_of(mdp, k, fitting->phi);
        sum += weight_of(fitting, k) * fitting->r[k] * fitting->r[k];
    }
    fitting->sum[b] = sum;
}

/* B direction, and sum w (B direction)^2. */
static void multiplied(void *state, size_t worker, size_t b)
{
    const struct fitting *fitting = state;
    const struct assay_mdp *mdp = fitting->mdp;
    double sum = 0.0;

    (void)worker;
    for (size_t k = b * BLOCK * mdp->actions; k < end_of(mdp, b) * mdp->actions; k++) {
        const double product = row_of(mdp, k, fitting->direction);

        fitting->product[k] = product;
        sum += weight_of(fitting, k) * product * product;
    }
    fitting->sum[b] = sum;
}

/* Phi and the residual, alpha of the direction on. */
static void moved(void *state, size_t worker, size_t b)
{
    const struct fitting *fitting = state;
    const struct assay_mdp *mdp = fitting->mdp;

    (void)worker;
    for (size_t s = b * BLOCK; s < end_of(mdp, b); s++)
        fitting->phi[s] += fitting->alpha * fitting->direction[s];
    for (size_t k = b * BLOCK * mdp->actions; k < end_of(mdp, b) * mdp->actions; k++)
        fitting->residual[k] -= fitting->alpha * fitting->product[k];
}

/* B' W residual of the rows of one group of blocks; or the squares of the lengths of B's columns. */
static void spread(void *state, size_t worker, size_t g)
{
    const struct fitting *fitting = state;
    const struct assay_mdp *mdp = fitting->mdp;
    const size_t last = fitting->blocks * (g + 1) / GROUPS;
    double *out = fitting->spread + g * mdp->states;

    (void)worker;
    memset(out, 0, mdp->states * sizeof(*out));
    for (size_t b = fitting->blocks * g / GROUPS; b < last; b++) {
        for (size_t k = b * BLOCK * mdp->actions; k < end_of(mdp, b) * mdp->actions; k++)
            row_spread(mdp, k, fitting->lengths,
                       weight_of(fitting, k) *
                           (fitting->lengths ? 1.0 : fitting->residual[k]),
                       out);
    }
}

static double gathered(const struct fitting *fitting, size_t s)
{
    const double *room = fitting->spread + s;
    const size_t states = fitting->mdp->states;

    return (room[0] + room[states]) + (room[2 * states] + room[3 * states]);
}

static void scaled(void *state, size_t worker, size_t b)
{
    const struct fitting *fitting = state;

    (void)worker;
    for (size_t s = b * BLOCK; s < end_of(fitting->mdp, b); s++)
        fitting->inverse[s] = 1.0 / sqrt(gathered(fitting, s));
    fitting->sum[b] = 0.0;
}

static void descended(void *state, size_t worker, size_t b)
{
    const struct fitting *fitting = state;
    double sum = 0.0;

    (void)worker;
    for (size_t s = b * BLOCK; s < end_of(fitting->mdp, b); s++) {
        const double gradient = fitting->inverse[s] * gathered(fitting, s);

        fitting->gradient[s] = gradient;
        sum += gradient * gradient;
    }
    fitting->sum[b] = sum;
}

/* The next direction: the gradient and beta of the last. */
static void turned(void *state, size_t worker, size_t b)
{
    const struct fitting *fitting = state;

    (void)worker;
    for (size_t s = b * BLOCK; s < end_of(fitting->mdp, b); s++)
        fitting->direction[s] = fitting->inverse[s] * fitting->gradient[s] +
                                fitting->beta * fitting->direction[s];
}

/* |gradient|^2. */
static double descend(struct fitting *fitting)
{
    assay_parallel(fitting->jobs, GROUPS, spread, fitting);
    return run(fitting, descended);
}

struct stopping {
    double enough; /* of F, in a window */
    double
        least; /* of the gradient's square: what may still be gained is enough, or it is rounding */
    size_t window; /* steps */
};

/*
 * Steps until a window of them has gained at most enough, or the gradient says that no more can be gained;
 * returns how many, 0 if neither happens.
 */
static size_t turn(struct fitting *fitting, const struct stopping *stopping)
{
    double square = descend(fitting), gained = 0.0, before = (double)INFINITY;

    fitting->beta = 0.0;
    memset(fitting->direction, 0, fitting->mdp->states * sizeof(*fitting->direction));
    for (size_t step = 1; step < STEPS_MOST; step++) {
        double length, next;

        (void)run(fitting, turned);
        length = run(fitting, multiplied);
        if (!(length > 0.0) || !(square > stopping->least))
            return step;
        fitting->alpha = square / length;
        (void)run(fitting, moved);
        gained += fitting->alpha * square;
        if (step % stopping->window == 0) {
            if (!(gained > stopping->enough) ||
                (gained > 0.5 * before && gained < 1e4 * stopping->enough))
                return step;
            before = gained;
            gained = 0.0;
        }
        next = descend(fitting);
        fitting->beta = next / square;
        square = next;
    }
    return 0;
}

static void fitting_begun(struct fitting *fitting, const struct assay_mdp_how *how)
{
    const size_t states = fitting->mdp->states, rows = states * fitting->mdp->actions;

    fitting->blocks = assay_chain_blocks(fitting->mdp);
    fitting->jobs = assay_chain_jobs(fitting->mdp, how->jobs);
    fitting->residual = assay_memory_new(rows, sizeof(double));
    fitting->product = assay_memory_new(rows, sizeof(double));
    fitting->inverse = assay_memory_new(states, sizeof(double));
    fitting->direction = assay_memory_new(states, sizeof(double));
    fitting->gradient = assay_memory_new(states, sizeof(double));
    fitting->spread = assay_memory_new(GROUPS * states, sizeof(double));
    fitting->sum = assay_memory_new(fitting->blocks, sizeof(double));
    fitting->lengths = true;
    assay_parallel(fitting->jobs, GROUPS, spread, fitting);
    (void)run(fitting, scaled);
    fitting->lengths = false;
}

static void fitting_ended(struct fitting *fitting)
{
    free(fitting->residual);
    free(fitting->product);
    free(fitting->inverse);
    free(fitting->direction);
    free(fitting->gradient);
    free(fitting->spread);
    free(fitting->sum);
}

enum assay_code assay_mdp_least_squares(const struct assay_mdp *mdp, const double *r,
                                        const double *weight,
                                        const struct assay_mdp_how *how, double *phi,
                                        struct assay_error *err)
{
    struct fitting fitting = {.mdp = mdp, .r = r, .weight = weight, .phi = phi};
    const double tolerance = how->tolerance > 0.0 ? how->tolerance : tolerance_default;
    const double gap = 1.0 - mdp->gamma;
    struct stopping stopping = {.window = (size_t)fmin(WINDOW_MOST, WINDOW + 1.0 / gap)};
    size_t steps = 1;

    memset(phi, 0, mdp->states * sizeof(*phi));
    fitting_begun(&fitting, how);
    for (size_t i = 0; i < TURNS && steps > 0; i++) {
        const double all = run(&fitting, left);

        stopping.enough = all * tolerance * tolerance;
        stopping.least = all * pow(fmax(tolerance * gap / (2.0 - gap), rounding), 2.0);
        steps = turn(&fitting, &stopping);
        if (steps <= stopping.window)
            break;
    }
    fitting_ended(&fitting);
    if (steps == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "no convergence in %d steps", STEPS_MOST);
    return ASSAY_OK;
}
