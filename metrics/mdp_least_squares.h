/*
 * mdp_least_squares.h - the potential that takes most out of a reward function, for large processes.
 *
 *     min over Phi of F(Phi) = sum_{s,a} w(s,a) (r - B Phi)^2(s,a),  (B Phi)(s,a) = Phi(s) - gamma (P Phi)(s,a)
 *
 * B has full column rank as gamma < 1, so that Phi is unique. Nothing but tau is stored of B; what small
 * processes factorise is in canonical_parts.h.
 */
#ifndef ASSAY_METRICS_MDP_LEAST_SQUARES_H
#define ASSAY_METRICS_MDP_LEAST_SQUARES_H

#include "metrics/mdp_solve.h"

/*
 * By conjugate gradients on B' W B (CGLS), columns scaled to length 1. What a step takes of F is known as it
 * is made: it stops where 16 + 1 / (1 - gamma) steps together take at most tolerance^2 F(0), or hardly more
 * and no less than as many before them, which is rounding; or where half the gradient of F, so scaled, is at
 * most (1 - gamma) / (1 + gamma) tolerance sqrt(F(0)), or rounding. It begins anew from the residual computed
 * from Phi until that is so at once, at most four times. The residual r - B Phi is then right within a few
 * times the tolerance of |r|, as far as rounding allows, which grows by 1 / (1 - gamma). The same, bit for
 * bit, for any number of jobs.
 *
 *   r       (states, actions) level reward, finite
 *   weight  (states, actions) > 0; NULL: 1
 *   how     tolerance (0: 1e-12) and jobs count
 *   phi     (states,)
 *
 * Errors: ASSAY_EDOMAIN "no convergence in N steps".
 * Source: Hestenes and Stiefel (1952), "Methods of conjugate gradients for solving linear systems", J. Res.
 *         Nat. Bur. Standards 49, section 10; Strakos and Tichy (2002), "On error estimation in the
 *         conjugate gradient method", ETNA 13, equation 3.7 (what steps have taken).
 */
ASSAY_MUST_USE
enum assay_code assay_mdp_least_squares(const struct assay_mdp *mdp, const double *r,
                                        const double *weight,
                                        const struct assay_mdp_how *how, double *phi,
                                        struct assay_error *err);

#endif
