/*
 * mdp.h - a finite Markov decision process and reward functions on it.
 *
 * States s, s' are 0 .. states - 1, actions a 0 .. actions - 1; row (s, a) is s * actions + a.
 * tau(s, a, s') = P(s' | s, a) lies in compressed rows, so that a world of a million states with five
 * successors each takes what its entries take. R(s, a, s') lies as the user gave it.
 *
 * In formulas: S states, A actions, mu0 start, r(s, a) = sum_s' tau(s, a, s') R(s, a, s') the level
 * reward, J_R(pi) = mu0 . V^pi the discounted return (not multiplied by 1 - gamma).
 */
#ifndef ASSAY_METRICS_MDP_H
#define ASSAY_METRICS_MDP_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_MDP_STATES_MAX = 1 << 24, /* states that a parser takes */
    ASSAY_MDP_ACTIONS_MAX = 1 << 16,
    ASSAY_MDP_ENTRIES_MAX = 1 << 28 /* entries of tau, or of one reward function */
};

struct assay_mdp_floors;

struct assay_mdp {
    size_t states, actions; /* both at least 1 */
    double gamma;           /* in [0, 1) */
    const double *start;    /* (states,) mu0 */
    const size_t
        *row; /* (states * actions + 1,) row k is entries row[k] .. row[k + 1] - 1 */
    const uint32_t *next; /* (row[states * actions],) s', ascending in a row */
    const double *chance; /* likewise, tau > 0 */
    const struct assay_mdp_floors
        *floors; /* the same tau in fewer numbers (mdp_floors.h); NULL: not known */
};

/* How R lies in memory. */
enum assay_reward_shape {
    ASSAY_REWARD_DENSE, /* value (states, actions, states) */
    ASSAY_REWARD_LEVEL, /* value (states, actions): the same for every s' */
    ASSAY_REWARD_SPARSE, /* value (row[states * actions],) in compressed rows, 0 where none is */
};

struct assay_reward {
    enum assay_reward_shape shape;
    const double *value;
    const size_t *row; /* of SPARSE alone, as those of the process */
    const uint32_t *next;
};

/* Entries of tau. */
size_t assay_mdp_entries(const struct assay_mdp *mdp);

/*
 * Every row of tau and mu0 sums to 1 within 1e-9, none is renormalised; no probability is negative or no
 * number; gamma in [0, 1); successors ascend and are states.
 *
 *   where  stands before the message, as a path; not empty
 *
 * Errors: ASSAY_EDATA "WHERE: tau[3][1]: sums to 0.9, not to 1".
 */
ASSAY_MUST_USE
enum assay_code assay_mdp_check(const struct assay_mdp *mdp, const char *where,
                                struct assay_error *err);

/*
 * Every number of a reward function is finite, its rows are well formed.
 *
 *   where  as above, with the reward's name
 *
 * Errors: ASSAY_EDATA "WHERE: [3][1][0]: not a finite number".
 */
ASSAY_MUST_USE
enum assay_code assay_reward_check(const struct assay_mdp *mdp,
                                   const struct assay_reward *reward, const char *where,
                                   struct assay_error *err);

/* Which states (states,) some policy reaches from mu0; returns how many. */
size_t assay_mdp_reachable(const struct assay_mdp *mdp, bool *out);

/*
 * The process on the states that are kept, which keep their order. What is kept must be closed under
 * tau and hold all of mu0, as what is reachable does.
 */
void assay_mdp_restrict(const struct assay_mdp *mdp, const bool *keep,
                        struct assay_arena *arena, struct assay_mdp *out);

/* The reward function on them. */
void assay_reward_restrict(const struct assay_mdp *mdp, const struct assay_reward *reward,
                           const bool *keep, struct assay_arena *arena,
                           struct assay_reward *out);

/* R(s, a, .) of row k = s * actions + a, every s', into out (states,). */
void assay_reward_row(const struct assay_mdp *mdp, const struct assay_reward *reward,
                      size_t k, double *out);

/* The same where it lies, or in scratch (states,). */
const double *assay_reward_row_at(const struct assay_mdp *mdp,
                                  const struct assay_reward *reward, size_t k,
                                  double *scratch);

/* r (states, actions), the level reward: E of R(s, a, S') over S' ~ tau(s, a); gives the sum of |R|, no less than its greatest. */
double assay_reward_level(const struct assay_mdp *mdp, const struct assay_reward *reward,
                          double *out);

/* max |R|, over entries off the support of tau too. */
double assay_reward_largest(const struct assay_mdp *mdp,
                            const struct assay_reward *reward);

/* tau(s, a, .) of row k, zeros too, into out (states,). */
void assay_mdp_row(const struct assay_mdp *mdp, size_t k, double *out);

/* A row that has an entry for every state: its successors are 0, 1, ... */
bool assay_mdp_row_is_full(const struct assay_mdp *mdp, size_t k);

/* out (states,) += c tau(s, a, .) of row k. */
void assay_mdp_row_add(const struct assay_mdp *mdp, size_t k, double c, double *out);

/* max_s' tau(s, a, s') of row k. */
double assay_mdp_largest_chance(const struct assay_mdp *mdp, size_t k);

/* E of v(S') over S' ~ tau of row k. */
double assay_mdp_expect(const struct assay_mdp *mdp, size_t k, const double *v);

/* The same of rows first .. first + count - 1 into out (count,). */
void assay_mdp_expects(const struct assay_mdp *mdp, size_t first, size_t count,
                       const double *v, double *out);

/* sum_a pi(a | s) x(s, a) into out (states,); policy (states, actions), NULL: uniform. */
void assay_mdp_average(const struct assay_mdp *mdp, const double *policy, const double *x,
                       double *out);

#endif
