/* preference_matrix.h - preferences between all pairs of n responses: who wins, and is there an order at all? */
#ifndef ASSAY_METRICS_PREFERENCE_MATRIX_H
#define ASSAY_METRICS_PREFERENCE_MATRIX_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * The minimax winner, or von Neumann winner: the mix m of responses that no response beats more often than not,
 *
 *   max_m min_j sum_i m_i (P_ij - 1/2),   which is 0, since the game is symmetric
 *
 * found by a linear programme: max sum_i m_i where sum_i m_i A_ij = s_j >= 0, m >= 0, sum_i m_i <= 1, with A the part
 * (P_ij - P_ji) / 2 of P that is skew. Where several mixes do, it is one of them, a vertex.
 *
 *   p    (n, n) row-major, P_ij the share of games that i won against j; the diagonal is not read
 *   mix  (n,) >= 0, sums to 1
 *
 * Errors: ASSAY_EDOMAIN if n is 0 or p is not finite; ASSAY_EIO where GLPK is not installed.
 * Source: Swamy et al. 2024, A Minimaximalist Approach to Reinforcement Learning from Human Feedback, arXiv:2401.04056,
 *         section 3; Dudik et al. 2015, Contextual Dueling Bandits. Checked in test_preference_matrix.c and
 *         tests/cases/signals.votes.yaml, row 37.
 */
ASSAY_MUST_USE
enum assay_code assay_preference_minimax(const double *p, size_t n, double *mix,
                                         struct assay_error *err);

/* The response that wins more often than not against every other, in *winner; false: there is none. n >= 1; p as above. */
bool assay_preference_condorcet(const double *p, size_t n, size_t *winner);

/* How much of preferences is a difference of two numbers. */
struct assay_preference_order {
    double square; /* sum_{i<j} L_ij^2 */
    double
        residual; /* sum_{i<j} (L_ij - (theta_i - theta_j))^2; R^2 is 1 - residual / square */
    size_t pairs;
};

/*
 * Least squares in logit space, the gradient part of a Hodge decomposition: theta minimises
 *
 *   sum_{i<j} (L_ij - (theta_i - theta_j))^2,   L_ij = log(q / (1 - q)),  q = P_ij held to [least, 1 - least]
 *
 * over the pairs that were compared. Preferences of a Bradley-Terry model have no residual; what goes round in a circle
 * is all residual.
 *
 *   p      (n, n) row-major; NaN: not compared. Both sides of a pair are read: q is that of (P_ij + 1 - P_ji) / 2
 *   least  in (0, 1/2)
 *   theta  (n,) mean 0 in each part of the comparisons that hangs together
 *
 * Errors: ASSAY_EDOMAIN if no pair was compared, or n is above 32768.
 * Source: Jiang, Lim, Yao and Ye (2011), Statistical ranking and combinatorial Hodge theory, Math. Programming
 *         127:203-244, section 4. Checked in test_preference_matrix.c.
 */
ASSAY_MUST_USE
enum assay_code assay_preference_order(const double *p, size_t n, double least,
                                       double *theta, struct assay_preference_order *out,
                                       struct assay_error *err);

#endif
