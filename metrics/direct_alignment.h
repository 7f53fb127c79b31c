/*
 * direct_alignment.h - overoptimisation without a reward model: DPO, IPO, SLiC and their like.
 *
 * There is no proxy; the reward that the policy itself implies stands in for it. Win rates against
 * reference responses, less a centre that is said (0.5, or the win rate of the policy before
 * training), follow the form rl of gao_fit.h over d = sqrt(KL). What is here is the rest: where in a run
 * the win rate peaks, and whether the implicit reward noticed.
 *
 * Source: Rafailov et al. 2024, "Scaling Laws for Reward Model Overoptimization in Direct Alignment
 *         Algorithms", arXiv:2406.02900.
 */
#ifndef ASSAY_METRICS_DIRECT_ALIGNMENT_H
#define ASSAY_METRICS_DIRECT_ALIGNMENT_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

/* Checkpoints of one run (one beta, one seed), in the order of training. */
struct assay_direct_run {
    const double *step; /* (n,) ascending: steps or epochs */
    const double *win;  /* (n,) win rates in [0, 1], or centred ones */
    const double
        *implicit; /* (n,) mean implicit-reward margin, or accuracy; NULL: not logged */
    size_t n;      /* >= 2 */
};

struct assay_direct_summary {
    size_t peak; /* first checkpoint of the highest win rate */
    bool inside; /* it is not the last */
    double
        share; /* of the run done by then: (step_peak - step_0) / (step_last - step_0) */
    double lost; /* win rate at the peak less that at the end, >= 0 */
    bool has_implicit;
    double
        implicit_gain; /* implicit at the end less that at the peak: > 0 while win was lost
                             means that it did not notice */
    bool has_correlation; /* false without implicit or where one of both is constant */
    double correlation;   /* Spearman's, of win rate and implicit over the checkpoints */
};

/*
 * Summary of one run. Whether the peak inside it is more than noise is a question for turnover.h.
 *
 * Errors: ASSAY_EDOMAIN if n < 2, steps do not ascend or a value is not finite.
 * Source: Rafailov et al. 2024, sections 3.2 and 3.3 (early peaks; implicit reward accuracy does not
 *         tell overoptimisation). Checked in test_direct_alignment.c.
 */
ASSAY_MUST_USE
enum assay_code assay_direct_summary_of(const struct assay_direct_run *run,
                                        struct assay_direct_summary *out,
                                        struct assay_error *err);

/* Gold of the rl form from win rates: out_i = win_i - centre, (n,). */
void assay_direct_centred(const double *win, size_t n, double centre, double *out);

#endif
