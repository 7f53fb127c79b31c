/* preferences.h - what the diagnostic of preferences collects: their order, and a reward held against it. */
#ifndef ASSAY_REPORTS_DIAGNOSTICS_PREFERENCES_H
#define ASSAY_REPORTS_DIAGNOSTICS_PREFERENCES_H

#include "harness/core/rollout_judged.h"
#include "reports/diagnostics/measured.h"

enum {
    ASSAY_PREFERRED_POINTS = 4096 /* pairs that are drawn: the first ones */
};

struct assay_preferred {
    const char *reward;
    double limit, margin, least;
    size_t groups;
    struct assay_measured cyclic, condorcet, noise;
    double square, residual; /* of log odds, and what strengths leave */

    /* A reward beside log odds, over pairs that have both. */
    double xx, xy, yy;
    size_t pairs, kept;
    struct assay_measured
        right; /* of pairs kept: 1 where the reward agrees, 1/2 for a tie */
    struct assay_point *point;

    /* Shares won against responses of role ref, and tokens that these have more. */
    double *share, *excess;
    size_t against, room;
};

/* Adds a pair: its share, log odds, and difference of rewards, NaN where there is none. */
void assay_preferred_pair(struct assay_preferred *self, double share, double odds,
                          double difference);

/* Rewards of a group's responses, (count,) NaN where one has none; NULL where none has. Errors: those of side files. */
ASSAY_MUST_USE
enum assay_code assay_preferred_rewards(const struct assay_preferred *self,
                                        const struct assay_rollout_view *view,
                                        const double **out, struct assay_error *err);

/* Adds shares of wins against responses of role ref, where lengths are logged. */
void assay_preferred_baseline(struct assay_preferred *self,
                              const struct assay_rollout_view *view,
                              const struct assay_rollout_pairs *pairs);

/* Slope, R^2, agreement on pairs kept, win rates against the baseline. Errors: ASSAY_EDOMAIN. */
ASSAY_MUST_USE
enum assay_code assay_preferred_tell(const struct assay_preferred *self,
                                     struct assay_diagnosis *out,
                                     struct assay_error *err);

void assay_preferred_release(struct assay_preferred *self);

#endif
