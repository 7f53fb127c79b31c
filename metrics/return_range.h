/*
 * return_range.h - what can be earned under a reward function, at most and at least, and by which actions.
 *
 * Checked in tests/distance, test_starc.c by enumeration of policies and by linear programmes.
 */
#ifndef ASSAY_METRICS_RETURN_RANGE_H
#define ASSAY_METRICS_RETURN_RANGE_H

#include "metrics/mdp_solve.h"

/* What is solved, and how. */
struct assay_process {
    const struct assay_mdp *mdp;
    const struct assay_mdp_how *how;
};

/* J under the best and the worst policy. */
struct assay_return_range {
    double most, least; /* max and min over policies of J */
    double range;       /* their difference, 0 where trivial */
    bool
        trivial; /* all policies earn the same: range <= 1e-10 of 2 max |r| / (1 - gamma) */
    double width; /* how far most and least may each be off */
};

/* Where the searches start and what they ended with, so that the next one, of something similar, is
   shorter. Zeroed at first; (states,) each. */
struct assay_return_search {
    uint32_t *best, *worst;   /* actions */
    double *v_best, *v_worst; /* V* and the least V */
    double *visits
        [2]; /* (states,) discounted visits under the best and the worst; NULL: not wanted */
};

/* Room for one of states states, in arena. */
void assay_return_search_init(struct assay_return_search *search, size_t states,
                              struct assay_arena *arena);

/*
 * Range_J(r): the least is the best of -r, negated.
 *
 *   r       (states, actions) level reward
 *   search  kept by the caller
 *
 * Errors: as assay_mdp_optimum.
 */
ASSAY_MUST_USE
enum assay_code assay_return_range(const struct assay_process *process, const double *r,
                                   struct assay_return_search *search,
                                   struct assay_return_range *out,
                                   struct assay_error *err);

/*
 * Actions that are best in some best policy: Q*(s, a) >= max_a Q* - tie.
 *
 *   v    (states,) V*
 *   tie  >= 0, as assay_optimal_tie says
 *   out  (states, actions)
 *
 * Gives the least gap to an action that is not best, in units of max |r| / (1 - gamma); NAN where all
 * are best.
 */
double assay_optimal_actions(const struct assay_mdp *mdp, const double *r,
                             const double *v, double tie, bool *out);

/*
 * What counts as a tie: 1e-9 max |A| / (1 - gamma) where A are the advantages, which no constant that all
 * rewards have in common makes larger, but not less than rounding of r may feign: 1e-13 max |r| / (1 - gamma).
 */
double assay_optimal_tie(const struct assay_mdp *mdp, const double *r,
                         const double *advantage);

/* mu0 . v */
double assay_mdp_return(const struct assay_mdp *mdp, const double *v);

#endif
