/*
 * mdp_solve.h - values of policies and of the best one, with how sure they are.
 *
 * Small processes are solved with a matrix of states x states (mdp_dense.c), large ones by iterating over the
 * entries of tau alone (mdp_sparse.c); both say a width, an upper bound of the error of every value. The outcome
 * is the same, bit for bit, for any number of jobs.
 */
#ifndef ASSAY_METRICS_MDP_SOLVE_H
#define ASSAY_METRICS_MDP_SOLVE_H

#include "metrics/mdp.h"

enum assay_mdp_method {
    ASSAY_MDP_AUTO, /* dense up to ASSAY_MDP_DENSE_STATES states */
    ASSAY_MDP_DENSE,
    ASSAY_MDP_SPARSE
};

enum {
    ASSAY_MDP_DENSE_STATES = 2000
};

struct assay_mdp_how {
    enum assay_mdp_method method;
    double tolerance; /* of a width, relative to max |r| / (1 - gamma); 0: 1e-12 */
    size_t jobs;      /* threads, 1 .. ASSAY_PARALLEL_JOBS_MAX; 0: 1 */
    size_t
        solutions; /* that one policy's system will be asked for, about; 0: many. Of what is dense, few take less
                         without factorising */
};

/* True where the method is, or AUTO means, the dense one. */
bool assay_mdp_is_dense(const struct assay_mdp *mdp, const struct assay_mdp_how *how);

/*
 * I - gamma P_pi of one policy, prepared once for any number of reward functions; P_pi(s, s') =
 * sum_a pi(a | s) tau(s, a, s').
 */
struct assay_policy_system;

/*
 *   policy  (states, actions), rows sum to 1; NULL: uniform. Borrowed, as mdp is
 *   out     release with assay_policy_system_free
 *
 * Errors: ASSAY_EDOMAIN if the method is DENSE and the process has more than 20,000 states.
 */
ASSAY_MUST_USE
enum assay_code assay_policy_system_new(const struct assay_mdp *mdp, const double *policy,
                                        const struct assay_mdp_how *how,
                                        struct assay_policy_system **out,
                                        struct assay_error *err);

/*
 * V that solves (I - gamma P_pi) V = r_pi.
 *
 *   r      (states,) r_pi(s) = sum_a pi(a | s) r(s, a)
 *   v      (states,)
 *   width  of |v - V| at every state: max |r_pi + gamma P_pi v - v| / (1 - gamma)
 *
 * Errors: ASSAY_EDOMAIN if iterating does not reach the tolerance.
 */
ASSAY_MUST_USE
enum assay_code assay_policy_system_value(const struct assay_policy_system *system,
                                          const double *r, double *v, double *width,
                                          struct assay_error *err);

/*
 * The same of so many reward functions, each with the bits that it has alone, in less time where the system's matrix
 * is read once for two.
 *
 * Errors: as assay_policy_system_value.
 */
struct assay_policy_value {
    const double *r; /* (states,) */
    double *v;       /* (states,) */
    double width;
};
ASSAY_MUST_USE
enum assay_code assay_policy_system_values(const struct assay_policy_system *system,
                                           struct assay_policy_value *of, size_t count,
                                           struct assay_error *err);

/*
 * Discounted visits: d that solves (I - gamma P_pi)' d = mu0, whose sum is 1 / (1 - gamma).
 *
 *   out  (states,)
 *
 * Errors: as assay_policy_system_value.
 */
ASSAY_MUST_USE
enum assay_code assay_policy_system_visits(const struct assay_policy_system *system,
                                           double *out, struct assay_error *err);

void assay_policy_system_free(struct assay_policy_system *system);

/* The best policy for a reward function. */
struct assay_optimum {
    double *v; /* (states,) V*; given by the caller */
    uint32_t *
        action; /* (states,) one that is best within rounding; given by the caller. What it holds
                         is where the search starts, so set it to 0 or to the best policy of
                         something similar */
    double *
        visits; /* (states,) discounted visits from mu0 under the policy found; given by the
                       caller, NULL: not wanted */
    bool
        guessed; /* v holds a guess of V* at first: the dense search starts with what is best if it is
                     right, and does not read action */
    double width;  /* of |v - V*| at every state */
    size_t rounds; /* improvements of the policy */
};

/*
 * V*(s) = max_a r(s, a) + gamma (P V*)(s, a), over the actions allowed.
 *
 * Dense: Howard's policy iteration, an LU factorisation a round. Sparse: modified policy iteration that
 * stops by MacQueen's bounds: with u = T v, V* lies in [u + g/(1-g) min(u - v), u + g/(1-g) max(u - v)].
 *
 *   r        (states, actions) level reward, finite
 *   allowed  (states, actions), at least one a state; NULL: all
 *
 * Errors: ASSAY_EDOMAIN if the tolerance is not reached.
 * Source: Puterman (1994), "Markov Decision Processes", sections 6.4 (policy iteration), 6.5 (modified)
 *         and 6.6.3 (bounds of MacQueen and Porteus).
 */
ASSAY_MUST_USE
enum assay_code assay_mdp_optimum(const struct assay_mdp *mdp, const double *r,
                                  const bool *allowed, const struct assay_mdp_how *how,
                                  struct assay_optimum *out, struct assay_error *err);

#endif
