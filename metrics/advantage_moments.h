/*
 * advantage_moments.h - inner products of advantages from transitions, with and without the noise of next states.
 *
 * A row's c_k = r_k + gamma V_k(s') - V_k(s) (lstd.h) is the advantage A_k(s, a) and noise from s', of mean 0. Wanted
 * is M_kl = E_D[A_k A_l] under D, the data's own shares of states and actions. With weights t of rows:
 *
 *   plain   sum t c_k c_l / sum t: of the noise, too. E = M_kl + E_D[Cov(c_k, c_l | s, a)], never below M_kk
 *   double  of two independent next states: sum t (c'_k c''_l + c'_l c''_k) / 2 / sum t
 *   pairs   products of two rows of the same state and action, all of them, one such pair p after the other with the
 *           share of its rows: sum_p T_p/T (S_pk S_pl - P_pkl) / (T_p^2 - Q_p), T_p = sum t, Q_p = sum t^2,
 *           S_pk = sum t c_k, P_pkl = sum t^2 c_k c_l over its rows, T the sum of T_p. A row is never multiplied
 *           by itself, however often its trajectory was drawn. States and actions that one row alone is of are left out
 *
 * For V as it is, double and pairs have no bias: given (s, a), the factors are independent with means A_k and A_l.
 * (Of pairs, rows of one trajectory are so by the strong Markov property, but for how many there are.) V is fitted to
 * the same rows, which adds a bias of the order features / rows.
 *
 * Source: two samples for the square of an expectation: Baird (1995), "Residual Algorithms", ICML, section 3;
 *         pairs: Hoeffding (1948), U-statistics, Ann. Math. Stat. 19, 293-325. Checked in
 *         test_sampled_starc.c by enumeration and against exact worlds.
 */
#ifndef ASSAY_METRICS_ADVANTAGE_MOMENTS_H
#define ASSAY_METRICS_ADVANTAGE_MOMENTS_H

#include "metrics/lstd.h"

enum assay_moments_by {
    ASSAY_MOMENTS_DOUBLE, /* set->samples is 2 (assert) */
    ASSAY_MOMENTS_PAIRS,  /* set->pair is there (assert) */
    ASSAY_MOMENTS_PLAIN
};

/* "double", "pairs", "plain". */
extern const char *const assay_moments_name[];

struct assay_moments_of {
    const struct assay_transitions *set;
    const struct assay_lstd *lstd;
    const double *scale; /* (rewards,) above 0, by which c_k is divided */
};

/*
 *   weights  (features, rewards) of lstd
 *   times    (clusters,) of trajectories; NULL: once each
 *   out      (rewards, rewards) symmetric
 *
 * Returns how many rows it is of, counted as often as their trajectories are; 0, with out 0, where it can be of none.
 */
size_t assay_moments(const struct assay_moments_of *of, enum assay_moments_by by,
                     const double *weights, const uint32_t *times, double *out);

/* max |c_k| over rows and next states into out (rewards,). scale is not read. */
void assay_moments_largest(const struct assay_moments_of *of, const double *weights,
                           double *out);

#endif
