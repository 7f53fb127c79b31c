/*
 * starc.h - d_J, worst-case regret and regret between two reward functions on a process.
 *
 * With x = R1 / Range_J(R1) and y = R2 / Range_J(R2), and N = Range_J:
 *
 *   d_J(R1, R2) = N(x - y)                                      in [0, 2], symmetric
 *   WR(1|2)     = sup { J1(p1) - J1(p2) : J2(p2) >= J2(p1) } / Range_J(R1)
 *               = min over lambda >= 0 of N(x - lambda y)       in [0, 1]
 *   Reg(1|2)    = (max J1 - J1(pi2*)) / Range_J(R1), pi2* best for R2
 *
 * For every pair Reg(1|2) <= WR(1|2) <= d_J <= 2 WR(1|2): d_J is a STARC metric with U = 1, L = 1/2
 * that needs neither a canonical form nor a policy to be chosen. A reward function under which all
 * policies earn the same is trivial and stands as 0: d_J is then 1 against another, 0 against itself.
 *
 * Source: Skalse et al. 2023, arXiv:2309.15257, definitions 2 to 5 (STARC metrics, soundness,
 *         completeness). n = m = Range_J, the equality of WR and its minimum (duality of linear
 *         programmes over occupancies) and the chain are derived for assay: with j_i = J_i / Range_i,
 *         J2(p2) >= J2(p1) gives j1(p1) - j1(p2) <= (j1 - j2)(p1) - (j1 - j2)(p2) <= d_J; and
 *         N(x - y) <= N(x - lambda y) + |lambda - 1|, |lambda - 1| = |N(lambda y) - N(x)| <=
 *         N(x - lambda y). Checked in tests/distance and, by linear programmes, in test_starc.c.
 */
#ifndef ASSAY_METRICS_STARC_H
#define ASSAY_METRICS_STARC_H

#include "metrics/canonical.h"
#include "metrics/return_range.h"

/* One reward function, measured once for all pairs that it is in. In an arena. */
struct assay_starc_reward {
    const double *level; /* (states, actions) r; borrowed */
    double *unit;        /* (states, actions) its advantage under pi over the range: the
                                        same order of policies, without potentials that would cancel */
    double *
        v[2]; /* (states,) the greatest value of unit, and of -unit; NULL where trivial */
    struct assay_return_range range; /* of level */
    struct assay_return_search
        search; /* the best and the worst policy, and their values; visits of a dense process alone */
    bool *optimal; /* (states, actions) actions that are best */
    double gap;    /* of assay_optimal_actions */
};

/*
 *   val  the form val of the same reward function
 *
 * Errors: as assay_mdp_optimum.
 */
ASSAY_MUST_USE
enum assay_code assay_starc_reward(const struct assay_process *process,
                                   const double *level, const struct assay_canonical *val,
                                   struct assay_arena *arena,
                                   struct assay_starc_reward *out,
                                   struct assay_error *err);

/* Errors: as assay_mdp_optimum. */
ASSAY_MUST_USE
enum assay_code assay_starc_j(const struct assay_process *process,
                              const struct assay_starc_reward *x,
                              const struct assay_starc_reward *y, double *out,
                              struct assay_error *err);

struct assay_worst_case {
    double regret;      /* WR, in [0, 1] */
    size_t evaluations; /* of f that it took */
};

/*
 * WR(x|y), exactly: f(lambda) = N(x - lambda y) is convex and piecewise linear, f(0) = 1 and
 * f(lambda) >= lambda - 1, so its least value is at a lambda in [0, 2]. The policies that attain
 * f(lambda) are a line that supports f; lines are intersected until the one at their intersection
 * gives nothing lower.
 *
 * Errors: as assay_mdp_optimum.
 */
ASSAY_MUST_USE
enum assay_code assay_worst_case_regret(const struct assay_process *process,
                                        const struct assay_starc_reward *x,
                                        const struct assay_starc_reward *y,
                                        struct assay_worst_case *out,
                                        struct assay_error *err);

/* d_J and both worst cases of a pair, which share the evaluation at lambda = 1. */
struct assay_starc_pair {
    double starc_j;
    struct assay_worst_case x_by_y, y_by_x; /* WR(x|y), WR(y|x) */
};

/* Errors: as assay_mdp_optimum. */
ASSAY_MUST_USE
enum assay_code assay_starc_pair(const struct assay_process *process,
                                 const struct assay_starc_reward *x,
                                 const struct assay_starc_reward *y,
                                 struct assay_starc_pair *out, struct assay_error *err);

/* Between which the regret of a best policy lies; one number where it has no ties. */
struct assay_regret_span {
    double lo, hi;
};

/*
 * Reg(x|y), an interval over all policies that are best for y, as optimal says: 0 where x is trivial,
 * [0, 1] where y is.
 *
 * Errors: as assay_mdp_optimum.
 */
ASSAY_MUST_USE
enum assay_code assay_regret(const struct assay_process *process,
                             const struct assay_starc_reward *x,
                             const struct assay_starc_reward *y,
                             struct assay_regret_span *out, struct assay_error *err);

#endif
