/*
 * bandit_draws.h - intervals of distances and regrets, by resampling whole clusters of prompts.
 *
 * A replicate counts prompt i as often as its cluster was drawn. Everything is worked out anew from these
 * counts: units are divided by the range that the replicate has, the worst case is searched again. Nothing is
 * held fixed or linearised; what makes it fast is bandit_table.h.
 */
#ifndef ASSAY_METRICS_BANDIT_DRAWS_H
#define ASSAY_METRICS_BANDIT_DRAWS_H

#include "metrics/bandit_distance.h"
#include "metrics/bandit_regret.h"

#include <stdint.h>

/* Counts of all replicates at most, of eight prompts side by side: 1 GiB. */
#define ASSAY_BANDIT_COUNTS_MAX (UINT64_C(1) << 30)

struct assay_bandit_drawing {
    size_t replicates; /* >= 2 */
    uint64_t seed;
    double level; /* in (0, 1) */
    size_t jobs;  /* threads; changes no bit */
    const uint32_t *
        cluster; /* (prompts,) below clusters, in the order of the scores; drawn together */
    const uint32_t *
        cell; /* (prompts,) below cells: sections; those that share no cluster are drawn each by
                             itself (resample.h) */
    size_t clusters, cells;
};

struct assay_bandit_draws;

/*
 * Draws (resample.h). Free in any case.
 *
 * Errors: ASSAY_EDOMAIN for fewer than 2 replicates, a level outside (0, 1), more than ASSAY_BANDIT_COUNTS_MAX
 * counts.
 */
ASSAY_MUST_USE
enum assay_code assay_bandit_draws_new(const struct assay_bandit *bandit,
                                       const struct assay_bandit_drawing *how,
                                       struct assay_bandit_draws **out,
                                       struct assay_error *err);
void assay_bandit_draws_free(struct assay_bandit_draws *draws); /* NULL is allowed */

/*
 * Percentile intervals of every pair's distance under a metric (bandit_distance.h). A model that is trivial in a
 * replicate is so there.
 *
 *   out  (models, models) row-major, symmetric, the diagonal [0, 0]
 *
 * Source: Efron and Tibshirani (1993), chapter 13. Checked in test_bandit_draws.c against every replicate
 * worked out from its prompts, repeated as often as they were drawn.
 */
void assay_bandit_draws_distances(const struct assay_bandit_draws *draws,
                                  const struct assay_bandit_metric *metric,
                                  struct assay_bandit_range *out);

/* The same of worst-case regret; worst: of the prompts themselves, where the search begins. */
void assay_bandit_draws_worsts(const struct assay_bandit_draws *draws,
                               const struct assay_bandit_worst *worst,
                               struct assay_bandit_range *out);

/* The same of regret, of its lower and its upper end. Equals are those of the prompts themselves. */
void assay_bandit_draws_regrets(const struct assay_bandit_draws *draws,
                                struct assay_bandit_range *lo,
                                struct assay_bandit_range *hi);

#endif
