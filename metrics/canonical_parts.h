/* canonical_parts.h - the makers of canonical forms, a file a family. */
#ifndef ASSAY_METRICS_CANONICAL_PARTS_H
#define ASSAY_METRICS_CANONICAL_PARTS_H

#include "metrics/canonical.h"

struct assay_least_squares;

struct assay_canonicaliser {
    const struct assay_mdp *mdp;
    struct assay_canonical_choice choice;
    struct assay_policy_system *system;           /* val, valpot */
    struct assay_least_squares *plain, *weighted; /* min_l2, min_w2 */
};

/* What a maker is given: a reward function and what is known of it. */
struct assay_canonical_making {
    const struct assay_canonicaliser *of;
    const struct assay_canonical_subject *subject;
    struct assay_arena *arena;
    struct assay_canonical *out;
};

/* Takes p as the potential: before p, after gamma p; gives max |p|. */
double assay_canonical_shape_by(const struct assay_canonical_making *making,
                                const double *p);

/* epic, dard, minpot_l2 from R itself; each gives max |Phi| of its potential. */
double assay_canonical_epic(const struct assay_canonical_making *making);
double assay_canonical_dard(const struct assay_canonical_making *making);
double assay_canonical_minpot(const struct assay_canonical_making *making);

/*
 * min over Phi of sum_{s,a} w(s,a) (r - B Phi)^2(s,a), (B Phi)(s,a) = Phi(s) - gamma (P Phi)(s,a).
 * B has full column rank as gamma < 1. Normal equations, formed of what is above floors where that is
 * little (mdp_floors.h), factorised once (Cholesky; LU where rounding makes them indefinite), with a step of
 * refinement in which the residual is formed from B itself; by iterating (mdp_least_squares.h) where the process is large
 * or how says so.
 *
 *   weight  (states, actions) > 0, kept; NULL: 1
 */
ASSAY_MUST_USE
enum assay_code assay_least_squares_new(const struct assay_mdp *mdp, const double *weight,
                                        const struct assay_mdp_how *how,
                                        struct assay_least_squares **out,
                                        struct assay_error *err);

/* phi (states,); residual (states, actions) r - B Phi. */
ASSAY_MUST_USE
enum assay_code assay_least_squares_solve(const struct assay_least_squares *squares,
                                          const double *r, double *phi, double *residual,
                                          struct assay_error *err);

/* (states, actions) what rows count. */
const double *assay_least_squares_weight(const struct assay_least_squares *squares);

void assay_least_squares_free(struct assay_least_squares *squares);

/* q(s, a) = sum_s' tau(s, a, s')^2 into out (states, actions). */
void assay_mdp_squares(const struct assay_mdp *mdp, double *out);

#endif
