/*
 * episode_correlation.h - episode return correlation (ERC) distance: how the discounted returns of one
 * and the same trajectory go together under two reward functions.
 *
 *   G_i = sum_t gamma^t R_i(S_t, A_t, S_t+1), trajectories from mu0 under pi
 *   ERC = sqrt((1 - corr(G1, G2)) / 2)                       in [0, 1]
 *
 * Exact, no trajectory is drawn: with e_i = R_i(s,a,s') + gamma V_i(s') - V_i(s), c solves
 * (I - gamma^2 P_pi) c = E_{pi,tau}[e1 e2], and Cov(G1, G2) = mu0 . c + Cov_{mu0}(V1, V2). Neither
 * shaping (unless mu0 is one state) nor redistribution over s' leaves it as it was.
 *
 * Source: Gleave et al. 2020, arXiv:2006.13900, definition 5.3; the equation for Cov is Sobel (1982), "The
 *         variance of discounted Markov decision processes", J. Appl. Prob. 19, theorem 1, for two
 *         rewards. Checked in tests/distance and against simulated episodes in test_starc.c.
 */
#ifndef ASSAY_METRICS_EPISODE_CORRELATION_H
#define ASSAY_METRICS_EPISODE_CORRELATION_H

#include "metrics/mdp_solve.h"

struct assay_episode_correlation {
    double mean[2];
    double cov[2][2];
    double rho;      /* 0 where not defined */
    double distance; /* 0 where both returns are constant, 1/2 where one is */
    bool defined;    /* neither return is constant: sd > 1e-10 of what rewards allow */
};

/* Systems of one process and policy, for any number of pairs. */
struct assay_episodes;

/* Errors: as assay_policy_system_new. */
ASSAY_MUST_USE
enum assay_code assay_episodes_new(const struct assay_mdp *mdp, const double *policy,
                                   const struct assay_mdp_how *how,
                                   struct assay_episodes **out, struct assay_error *err);

void assay_episodes_free(struct assay_episodes *episodes);

/*
 *   reward  two of them
 *   level   (states, actions) of each, assay_reward_level
 *
 * Errors: as assay_policy_system_value.
 */
ASSAY_MUST_USE
enum assay_code assay_episode_correlation(const struct assay_episodes *episodes,
                                          const struct assay_reward *const reward[2],
                                          const double *const level[2],
                                          struct assay_episode_correlation *out,
                                          struct assay_error *err);

#endif
