/* ranking.h - from games between models to an order of models. */
#ifndef ASSAY_METRICS_RANKING_H
#define ASSAY_METRICS_RANKING_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>

/*
 * Maximum-likelihood Bradley-Terry strengths: P(i beats j) = sigma(theta_i - theta_j), found
 * by minorise-maximise steps and finished by Newton's method.
 *
 *   wins   (n, n) row-major, wins_ij >= 0 times i beat j; a draw is half a win for both; the
 *          diagonal is not read
 *   theta  (n,) natural-log scale, mean 0
 *
 * Errors: ASSAY_EDOMAIN if n < 2, or if the models fall into two sets of which one never lost
 *         to the other: then no finite maximum exists (a model with only wins diverges).
 * Source: Hunter (2004), Ann. Stat. 32:384-406; Ford (1957), Am. Math. Mon. 64:28 (when it
 *         exists). Checked in test_ranking.c and tests/golden, bt_fit.
 */
ASSAY_MUST_USE
enum assay_code assay_ranking_bradley_terry(const double *wins, size_t n, double *theta,
                                            struct assay_error *err);

struct assay_game {
    size_t a, b;  /* players, below n, different */
    double score; /* of a: 1, 1/2 or 0 */
};

/*
 * Online Elo: everybody starts at 1000; a game moves both by K = 4,
 *
 *   R_a += K (score - 1 / (1 + 10^((R_b - R_a) / 400)))
 *
 * and b likewise with 1 - score, both from the ratings before it. The order of games matters.
 *
 *   game    (count,)
 *   rating  (n,)
 *
 * No games: all 1000.
 * Source: lm-sys/FastChat, fastchat/serve/monitor/rating_systems.py, compute_elo. Checked in
 *         test_ranking.c and tests/golden, elo.
 */
void assay_ranking_elo(const struct assay_game *game, size_t count, size_t n,
                       double *rating);

/*
 * Share of triples {i, j, k} whose strict majorities go round in a circle. Triples with an
 * even edge (P = 1/2 exactly) are skipped.
 *
 *   p    (n, n) row-major, P_ij the share of games that i won against j, P_ji = 1 - P_ij
 *   out  in [0, 1]
 *
 * Errors: ASSAY_EDOMAIN if no triple is left.
 * Source: Kendall and Babington Smith (1940), Biometrika 31:324. Checked in test_ranking.c and
 *         tests/golden, cycle_rate.
 */
ASSAY_MUST_USE
enum assay_code assay_ranking_cycle_rate(const double *p, size_t n, double *out,
                                         struct assay_error *err);

#endif
