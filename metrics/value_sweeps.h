/* value_sweeps.h - how soon value iteration knows what to do: what a designed reward saves. */
#ifndef ASSAY_METRICS_VALUE_SWEEPS_H
#define ASSAY_METRICS_VALUE_SWEEPS_H

#include "metrics/mdp.h"

/*
 * Sweeps of value iteration from V_0 = 0,
 *
 *   V_{k+1}(s) = max_a r(s, a) + gamma (P V_k)(s, a)
 *
 * until every action that is greedy for V_k, within tie, is a best one, and stays so: the last k for which some is not, plus 1. Looked at
 * up to the first k with |V_k - V*| so small that no later one can be wrong, 2 gamma |V_k - V*| < gap, or `most` sweeps.
 *
 *   r        (states, actions) level reward
 *   v        (states,) V*
 *   optimal  (states, actions) actions that are best, at least one a state
 *   tie      >= 0, of values of actions
 *   most     sweeps at most
 *   known    false where after `most` sweeps a greedy action may still be wrong
 *
 * Potential-based shaping with a good potential (Ng, Harada and Russell 1999) needs fewer than the reward itself.
 * Checked in test_value_sweeps.c.
 */
struct assay_value_sweeps {
    size_t sweeps;
    bool known;
};

struct assay_value_sweeps assay_value_sweeps_of(const struct assay_mdp *mdp,
                                                const double *r, const double *v,
                                                const bool *optimal, double tie,
                                                size_t most);

/* Numbers of a reward function that are not 0, where tau is above 0. */
size_t assay_reward_nonzero(const struct assay_mdp *mdp,
                            const struct assay_reward *reward);

#endif
