/*
 * lstd.h - values of any number of reward functions from transitions: one linear system for all.
 *
 *   A w_k = b_k,   A = sum_t phi_t (phi_t - gamma phi'_t)' + ridge diag(sum_t phi_t^2),
 *                  b_k = sum_t phi_t (r_kt + [done_t] gamma V_k(absorbing)),   phi'_t = 0 where t is done
 *
 * and V_k(s) = phi(s) . w_k. With two next states a row, phi'_t and r_kt are the means of both.
 *
 * w is linear in the rewards, since A has none in it. With ridge 0 it is also exact under shaping by a potential in
 * the span of the features that is 0 in the absorbing state: with Phi(s) = phi(s) . u, r + gamma Phi(s') - Phi(s)
 * adds -A u to b and so takes u off w. The same holds of sums over any choice of trajectories. A ridge gives that up,
 * by ridge A^-1 diag(sum phi^2) u.
 *
 * With one number a state, w is the value of the data's own policy, pi(a|s) = how often a was taken in s, as
 * of the process whose tau is how often s' followed (s, a): V^pi in the limit of many rows. With other
 * features it is the fixed point of the Bellman operator of pi, projected onto their span under the visits of the
 * data, and V^pi where that lies in the span.
 *
 * Source: Bradtke and Barto (1996), "Linear Least-Squares Algorithms for Temporal Difference Learning",
 *         Machine Learning 22, 33-57, section 5. Checked in test_lstd.c against exact values.
 */
#ifndef ASSAY_METRICS_LSTD_H
#define ASSAY_METRICS_LSTD_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "metrics/transition.h"

enum {
    ASSAY_LSTD_FEATURES_MAX = 4096,
    ASSAY_LSTD_SUMS_MAX =
        1 << 26 /* numbers of all trajectories' sums together that are kept */
};

/* Sums of every trajectory, from which any weighted choice of them is fitted; threads may share it. */
struct assay_lstd;

/*
 *   set    borrowed, rows of finite numbers, at most ASSAY_LSTD_FEATURES_MAX features (assert)
 *   ridge  at least 0
 *
 * Errors: ASSAY_EDOMAIN where A has no inverse within 1e-12: features that depend on each other linearly.
 */
ASSAY_MUST_USE
enum assay_code assay_lstd_new(const struct assay_transitions *set, double ridge,
                               struct assay_lstd **out, struct assay_error *err);

/* w of all trajectories, once each: (features, rewards). A feature that is 0 in every row has w = 0. */
const double *assay_lstd_weights(const struct assay_lstd *lstd);

/*
 * w where trajectory i counts times[i] times, into out (features, rewards). A feature that is 0 in all rows chosen,
 * as a state that none of them leaves, keeps its w of all trajectories: linearity and shaping stay exact.
 *
 * Errors: ASSAY_EDOMAIN as above; out then holds nothing.
 */
ASSAY_MUST_USE
enum assay_code assay_lstd_fit(const struct assay_lstd *lstd, const uint32_t *times,
                               double *out, struct assay_error *err);

/*
 * c_k = r_k + gamma V_k(s') - V_k(s) of rows span[0] .. span[1] - 1 with one of their next states, into out
 * (span[1] - span[0], rewards).
 */
void assay_lstd_advantage(const struct assay_lstd *lstd, const double *weights,
                          size_t sample, const size_t span[2], double *out);

/* V_k(s) of the same rows, likewise. */
void assay_lstd_value(const struct assay_lstd *lstd, const double *weights,
                      const size_t span[2], double *out);

void assay_lstd_free(struct assay_lstd *lstd);

#endif
