/* anytime.h - what a thought is worth that may be cut at any of several budgets. */
#ifndef ASSAY_METRICS_ANYTIME_H
#define ASSAY_METRICS_ANYTIME_H

#include <stddef.h>

enum assay_anytime_prior {
    ASSAY_ANYTIME_UNIFORM, /* 1 / S */
    ASSAY_ANYTIME_LINEAR,  /* b_s / sum b */
    ASSAY_ANYTIME_BASE,    /* the last budget alone */
    ASSAY_ANYTIME_PRIORS
};

/*
 * How likely each budget is.
 *
 *   budget  (n,) > 0, ascending, n >= 1
 *   p       (n,) sum to 1
 *
 * Source: Qi et al. 2025, Optimizing Anytime Reasoning via Budget Relative Policy Optimization, arXiv:2505.13438, section
 *         3; sail-sg/AnytimeReasoner verl/verl/trainer/ppo/brpo.py@7e3f5bb, set_training_split_plan.
 */
void assay_anytime_prior(enum assay_anytime_prior prior, const double *budget, size_t n,
                         double *p);

/* The reward at any time: sum_s p_s acc_s, which for the uniform prior is the area under accuracy by budget. */
double assay_anytime_value(const double *accuracy, const double *p, size_t n);

/* Responses to one prompt, cut at the same budgets. */
struct assay_anytime_group {
    const double *accuracy; /* (responses, budgets) */
    const double *p;        /* (budgets,) sum to 1 */
    size_t responses, budgets;
};

/*
 * Budget relative advantages of the stretches of thought before each budget, s from 0:
 *
 *   R_s  = sum_(j >= s) p_j acc_j
 *   V1_s = (sum_(j < s) 2^j acc_j / sum_(j < s) 2^j) sum_(j >= s) p_j,    0 for s = 0
 *   V2_s = mean over the group of R_s,                                    0 for a group of one
 *   A_s  = R_s - (s V1_s + (S - s) V2_s) / S
 *
 *   out  (responses, budgets)
 *
 * Source: as above, section 3.3; brpo.py, compute_cot_advantage (VARIANCE_REDUCTION "brpo"). Checked in
 *         tests/cases/signals.shaping.yaml, row 75.
 */
void assay_anytime_advantages(const struct assay_anytime_group *group, double *out);

#endif
