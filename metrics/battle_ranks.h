/* battle_ranks.h - do the games that a proxy decides rank models as people do? */
#ifndef ASSAY_METRICS_BATTLE_RANKS_H
#define ASSAY_METRICS_BATTLE_RANKS_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Games between models, each told by people and by the proxy. */
struct assay_battle_games {
    const uint32_t *a, *b; /* (count,) models, below models, different */
    const double *human;   /* (count,) of a: 1, 1/2 or 0 */
    const double *proxy;   /* (count,) of a: 1, 1/2 or 0 */
    size_t count, models;
};

struct assay_battle_ranks {
    double spearman, kendall; /* of Bradley-Terry strengths, people's and the proxy's */
};

/*
 * Fits Bradley-Terry strengths (metrics/ranking.h) to the games as people and as the proxy told them,
 * draws half a win for both, and correlates the two lists.
 *
 * Errors: ASSAY_EDOMAIN where strengths are not determined or all equal.
 * Source: Frick et al. 2024, arXiv:2410.14872, section 3. Checked in test_battles.c.
 */
ASSAY_MUST_USE
enum assay_code assay_battle_ranks(const struct assay_battle_games *games,
                                   struct assay_battle_ranks *out,
                                   struct assay_error *err);

/*
 * Mean over models of Pearson's r between its win rates as people and as the proxy tell them, over
 * the opponents it met; models with fewer than two of them, or with equal rates, are left out.
 *
 * Errors: ASSAY_EDOMAIN where no model is left.
 */
ASSAY_MUST_USE
enum assay_code assay_battle_rows(const struct assay_battle_games *games, double *out,
                                  struct assay_error *err);

struct assay_battle_trust {
    double separability; /* share of pairs of models whose intervals do not overlap */
    double
        agreement; /* of pairs that people separate: 1 same order, -1 the other, else 0 */
    double brier;  /* (share of replicates with i above j - people's order)^2 */
    bool agrees;   /* false: people separate no pair, and agreement is undefined */
};

struct assay_battle_draws {
    size_t replicates; /* >= 2 */
    uint64_t seed;
    double level; /* of intervals, in (0, 1) */
};

/*
 * The three measures from bootstrap replicates: games are drawn with replacement, the same ones for
 * people and proxy, and strengths fitted anew. Replicates whose strengths are not determined are
 * drawn again, at most as often as there are replicates.
 *
 * Errors: ASSAY_EDOMAIN where strengths are not determined.
 * Source: the paper's words; the weights of the official code are unverified. Agreement as in Li et
 *         al. 2024, From Crowdsourced Data to High-Quality Benchmarks, arXiv:2406.11939, section 3.
 */
ASSAY_MUST_USE
enum assay_code assay_battle_trust(const struct assay_battle_games *games,
                                   const struct assay_battle_draws *draws,
                                   struct assay_battle_trust *out,
                                   struct assay_error *err);

#endif
