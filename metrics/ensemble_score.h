/* ensemble_score.h - the scores of several reward models for one completion become one. */
#ifndef ASSAY_METRICS_ENSEMBLE_SCORE_H
#define ASSAY_METRICS_ENSEMBLE_SCORE_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

enum assay_ensemble {
    ASSAY_ENSEMBLE_MEAN,     /* sum_i s_i / n */
    ASSAY_ENSEMBLE_WORST,    /* min_i s_i */
    ASSAY_ENSEMBLE_VARIANCE, /* mean - lambda * var */
    ASSAY_ENSEMBLE_SPREAD,   /* mean - lambda * sqrt(var) */
};

/*
 * The score of an ensemble, var = sum_i (s_i - mean)^2 / (n - ddof).
 *
 *   s       (n,) finite, n >= 1, in one unit: standardise the members first
 *   lambda  >= 0; used by VARIANCE and SPREAD
 *   ddof    0 or 1; one member has var 0
 *
 * Sums are pairwise, as numpy adds.
 * Source: Coste et al. 2024, "Reward model ensembles help mitigate overoptimization",
 *         arXiv:2310.02743, section 3: mean, worst-case (WCO) and uncertainty-weighted (UWO)
 *         optimisation; tlc4418/llm_optimization src/bon/ensemble_rm.py has ddof 0, its PPO ddof 1.
 *         SPREAD with lambda 1, ddof 0: allenai/reward-bench analysis/run_ensemble_offline.py,
 *         "Uncertainty". Checked in tests/golden, ensemble.
 */
double assay_ensemble_score(const double *s, size_t n, enum assay_ensemble how,
                            double lambda, size_t ddof);

struct assay_ensemble_rule {
    enum assay_ensemble how;
    double lambda;     /* of VARIANCE and SPREAD, >= 0 */
    size_t ddof;       /* of var, 0 or 1 */
    bool as_they_are;  /* members are in one unit already */
    size_t scale_ddof; /* of the standard deviation that members are divided by, 0 or 1 */
};

/* Scores of the members for the same samples. */
struct assay_ensemble_members {
    const double *const
        *score; /* (members,) of (total,): all samples of all prompts; not NaN */
    size_t members, total;
};

/* What a member's scores are moved and divided by to be standardised. */
struct assay_ensemble_unit {
    double mean, sd; /* 0 of no scores */
    size_t n;        /* finite ones, which these are of */
};

/* That of scores s (total,): sd = sqrt(sum (s - mean)^2 / (n - ddof)). */
struct assay_ensemble_unit assay_ensemble_unit_of(const double *s, size_t total,
                                                  size_t ddof);

/*
 * The ensemble's score of every sample. Unless they are as_they_are, members are standardised over
 * all samples of all prompts first: (s - mean) / sd with ddof scale_ddof, of the finite ones.
 *
 *   out  (total,); -inf where a member has -inf (no score)
 *
 * Errors: ASSAY_EDOMAIN without members or samples, or where a member gives all samples the same
 *         score and has no unit.
 * Source: as assay_ensemble_score; allenai/reward-bench analysis/run_ensemble_offline.py
 *         standardises with ddof 0 over all scores. Checked in test_ensemble_score.c.
 */
ASSAY_MUST_USE
enum assay_code assay_ensemble_columns(const struct assay_ensemble_members *members,
                                       const struct assay_ensemble_rule *rule,
                                       double *out, struct assay_error *err);

#endif
