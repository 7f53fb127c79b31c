#include "metrics/dense_chain.h"

#include "harness/core/memory.h"
#include "metrics/dense_lu.h"
#include "metrics/row_loops.h"

#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum {
    STATES_LEAST = 64, /* below, a factorisation takes less */
    STATES_EACH = 64   /* a solution by sums takes what as many states of one do */
};

struct assay_dense_chain {
    size_t states;
    bool mixes;    /* sums are tried */
    bool factored; /* lu is that of the matrix */
    double *g;
    struct assay_mixing mixing; /* where states allow */
    struct assay_dense_lu *lu;  /* NULL: not needed yet */
    pthread_mutex_t lock;       /* of lu and factored, while threads solve */
};

struct assay_dense_chain *assay_dense_chain_new(size_t states, double gamma)
{
    struct assay_dense_chain *chain = assay_memory_new(1, sizeof(*chain));

    chain->states = states;
    chain->g = assay_memory_resize(NULL, states * states, sizeof(*chain->g));
    if (states >= STATES_LEAST)
        assay_mixing_init(&chain->mixing, states, gamma);
    (void)pthread_mutex_init(&chain->lock, NULL);
    return chain;
}

void assay_dense_chain_free(struct assay_dense_chain *chain)
{
    if (!chain)
        return;
    assay_mixing_release(&chain->mixing);
    assay_dense_lu_free(chain->lu);
    (void)pthread_mutex_destroy(&chain->lock);
    free(chain->g);
    free(chain);
}

double *assay_dense_chain_matrix(struct assay_dense_chain *chain)
{
    return chain->g;
}

/* I - G, factorised. */
static enum assay_code factorise(struct assay_dense_chain *chain, struct assay_error *err)
{
    const size_t n = chain->states;
    double *a;
    enum assay_code code;

    if (!chain->lu)
        chain->lu = assay_dense_lu_new(n);
    a = assay_dense_lu_matrix(chain->lu);
    assay_row_times(-1.0, chain->g, a, n * n);
    for (size_t i = 0; i < n; i++)
        a[i * n + i] += 1.0;
    code = assay_dense_lu_factorise(chain->lu, err);
    chain->factored = !code;
    return code;
}

enum assay_code assay_dense_chain_set(struct assay_dense_chain *chain, size_t solutions,
                                      struct assay_error *err)
{
    chain->factored = false;
    chain->mixes = chain->states >= STATES_LEAST && solutions > 0 &&
                   solutions <= chain->states / STATES_EACH;
    if (!chain->mixes)
        return factorise(chain, err);
    assay_mixing_set(&chain->mixing, chain->g);
    return ASSAY_OK;
}

/* By whoever needs it first. */
static enum assay_code factorise_once(struct assay_dense_chain *chain,
                                      struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    (void)pthread_mutex_lock(&chain->lock);
    if (!chain->factored)
        code = factorise(chain, err);
    (void)pthread_mutex_unlock(&chain->lock);
    return code;
}

/* max |b - x + G x| */
static double left_of(const struct assay_dense_chain *chain,
                      const struct assay_mixing_problem *problem)
{
    const size_t n = chain->states;
    double out = 0.0;

    for (size_t s = 0; s < n; s++) {
        const double left = problem->b[s] - problem->x[s] +
                            assay_row_dot(chain->g + s * n, problem->x, n);

        out = fabs(left) > out ? fabs(left) : out;
    }
    return out;
}

/* By the factorisation. */
static void solve_factored(const struct assay_dense_chain *chain,
                           struct assay_mixing_problem *problem)
{
    memcpy(problem->x, problem->b, chain->states * sizeof(*problem->x));
    if (problem->transposed)
        assay_dense_lu_solve_transposed(chain->lu, problem->x);
    else
        assay_dense_lu_solve(chain->lu, problem->x);
    problem->left = problem->transposed ? 0.0 : left_of(chain, problem);
    problem->solved = true;
}

enum assay_code assay_dense_chain_solve(struct assay_dense_chain *chain,
                                        struct assay_mixing_problem *problem,
                                        size_t count, struct assay_error *err)
{
    enum assay_code code;

    if (chain->mixes && assay_mixing_solve(&chain->mixing, problem, count))
        return ASSAY_OK;
    code = factorise_once(chain, err);
    for (size_t i = 0; !code && i < count; i++)
        if (!chain->mixes || !problem[i].solved)
            solve_factored(chain, &problem[i]);
    return code;
}
