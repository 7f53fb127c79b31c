/*
 * mdp_chain_solve.h - corrections to the values or visits of a chain, in single precision.
 *
 * Solves A x = b of mdp_chain.h, or A' x = b, as far as single precision goes: by sweeps x += b, b = N b
 * where each takes a good part of what is left, as in chains that mix fast, else by BiCGSTAB. Whoever
 * calls computes what is left in double precision and comes again.
 */
#ifndef ASSAY_METRICS_MDP_CHAIN_SOLVE_H
#define ASSAY_METRICS_MDP_CHAIN_SOLVE_H

#include "metrics/mdp_chain.h"

enum {
    ASSAY_CHAIN_SUMS = 4
};

struct assay_chain_solver {
    const struct assay_chain *chain;
    bool transposed;
    bool smooth;     /* BiCGSTAB is preconditioned by assay_chain_smooth */
    float *b;        /* (width,) what is to be solved; overwritten */
    float *x;        /* (width,) the solution, less shift */
    size_t products; /* with the chain, so far */
    double shift;    /* belongs to every x */
    float *shadow, *p, *v, *t, *kept, *q;
    float *memory;  /* of these eight */
    double *sum;    /* (blocks, ASSAY_CHAIN_SUMS) */
    double *spread; /* (ASSAY_CHAIN_GROUPS, states), where transposed */
};

/*
 * Room to solve with a chain, which is borrowed and may be set anew between solutions; release with
 * assay_chain_solver_release.
 */
void assay_chain_solver_init(struct assay_chain_solver *solver,
                             const struct assay_chain *chain, bool transposed);
void assay_chain_solver_release(struct assay_chain_solver *solver);

/*
 * Solves for b until what is left of it, in the second norm, is at most factor of what there was, most
 * products are made, or it is of no more use.
 *
 * Source: van der Vorst (1992), "Bi-CGSTAB: a fast and smoothly converging variant of Bi-CG", SIAM J.
 *         Sci. Stat. Comput. 13(2).
 */
void assay_chain_solve(struct assay_chain_solver *solver, double factor, size_t most);

#endif
