/*
 * mdp_sparse.h - values, visits and optima of large processes, by iterating over the entries of tau.
 *
 * What mdp_solve.h promises, for processes of which no matrix can be factorised. Beside the process,
 * 8 bytes an entry of P_pi (where it is stored: mdp_chain.h) and some 40 a state are taken. Everything is the
 * same, bit for bit, for any number of jobs.
 *
 * How sure: every answer is checked by one more sweep over tau in double precision, and its width holds
 * what rounding may have done to that sweep. A tolerance smaller than rounding allows (about 1e-15 over
 * 1 - gamma, relative) is met as far as rounding allows, and the width says how far.
 */
#ifndef ASSAY_METRICS_MDP_SPARSE_H
#define ASSAY_METRICS_MDP_SPARSE_H

#include "metrics/mdp_solve.h"

/* I - gamma P_pi of one policy, prepared; any number of threads may solve with it at once. */
struct assay_mdp_sparse;

/*
 *   policy  (states, actions), NULL: uniform. Borrowed, as mdp is
 *   how     tolerance and jobs count
 *   out     release with assay_mdp_sparse_free
 */
ASSAY_MUST_USE
enum assay_code assay_mdp_sparse_new(const struct assay_mdp *mdp, const double *policy,
                                     const struct assay_mdp_how *how,
                                     struct assay_mdp_sparse **out,
                                     struct assay_error *err);

/*
 * V that solves (I - gamma P_pi) V = r_pi: corrections by sweeps or BiCGSTAB in single precision (mdp_chain_solve.h)
 * to the residual r + gamma P v - v, which is computed in double.
 *
 *   r      (states,) r_pi, finite
 *   v      (states,)
 *   width  |v - V| <= width = (max |r + gamma P v - v| + rounding) / (1 - gamma) at every state
 *
 * Errors: ASSAY_EDOMAIN "no convergence in N sweeps" if the tolerance is not reached.
 * Source: van der Vorst (1992), "Bi-CGSTAB"; Higham (2002), "Accuracy and Stability of Numerical
 *         Algorithms", chapter 12 (iterative refinement).
 */
ASSAY_MUST_USE
enum assay_code assay_mdp_sparse_value(const struct assay_mdp_sparse *system,
                                       const double *r, double *v, double *width,
                                       struct assay_error *err);

/*
 * d that solves (I - gamma P_pi)' d = mu0, in the same way; |mu0 - d + gamma P' d|_1 is at most the
 * tolerance, so that |d - D|_1 is at most the tolerance over 1 - gamma.
 *
 *   out  (states,)
 *
 * Errors: as assay_mdp_sparse_value.
 */
ASSAY_MUST_USE
enum assay_code assay_mdp_sparse_visits(const struct assay_mdp_sparse *system,
                                        double *out, struct assay_error *err);

void assay_mdp_sparse_free(struct assay_mdp_sparse *system);

/*
 * The best policy by modified policy iteration: a sweep over all actions, then an evaluation of the policy
 * found as far as it pays. Stops by MacQueen's bounds of the last sweep u = T v, between which V* lies;
 * v is their middle, width half of what is between them and rounding.
 *
 * Arguments and errors: assay_mdp_optimum. Where out->action starts with an action that is not allowed,
 * the first that is takes its place.
 */
ASSAY_MUST_USE
enum assay_code assay_mdp_sparse_optimum(const struct assay_mdp *mdp, const double *r,
                                         const bool *allowed,
                                         const struct assay_mdp_how *how,
                                         struct assay_optimum *out,
                                         struct assay_error *err);

#endif
