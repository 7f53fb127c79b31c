/* bandit_regret.h - what is lost by choosing with one reward model what another one would choose. */
#ifndef ASSAY_METRICS_BANDIT_REGRET_H
#define ASSAY_METRICS_BANDIT_REGRET_H

#include "metrics/bandit.h"

struct assay_bandit_range {
    double lo, hi;
};

/*
 * Regret of best-of-K selection, as a share of what the best selection earns more than the worst:
 *
 *   Reg(a|b) = sum_i w_i (max_k u_a,ik - u_a,i pick) / Range_J(u_a),  pick one of b's highest
 *
 * from lo to hi over all ways to pick among b's equals, which are those within 1e-9 of max|val_b| of the highest.
 * A trivial a has regret 0, a trivial b [0, 1].
 *
 *   out  (models, models) row-major: row a, column b; the diagonal [0, 0] but for ties within 1e-9
 *
 * Source: Skalse et al. 2024, arXiv:2309.15257 (regret over the range of J); the interval over ties was
 * derived for assay. Checked in test_bandit_regret.c by going through all picks.
 */
void assay_bandit_regrets(const struct assay_bandit *bandit, size_t jobs,
                          struct assay_bandit_range *out);

/* What a prompt adds to it, lo and hi: Reg is the sum. (blocks * LANES,) each, weights included. */
void assay_bandit_regret_parts(const struct assay_bandit *bandit, size_t a, size_t b,
                               double *lo, double *hi);

/* The search of one worst-case regret. */
struct assay_bandit_worst {
    double value;  /* in [0, 1] */
    double lower;  /* it is certain to be no lower than this, value - lower <= 1e-12 */
    double lambda; /* where the minimum is: the price of b's reward in a's */
    size_t iterations; /* sizes worked out */
};

/*
 * The most that any two policies, mixed ones included, can differ under a's reward where b's prefers the worse
 * or is indifferent:
 *
 *   WR(a|b) = sup { J_a(p) - J_a(q): J_b(q) >= J_b(p) } / Range_J(u_a)
 *           = min over lambda >= 0 of f(lambda) = Range_J(x - lambda y), x and y the units of a and b
 *
 * f is convex and piecewise linear, f(0) = 1, f(1) = d_J and f(lambda) >= lambda - 1: the least is in [0, 2].
 * Each size worked out gives a line below f; two lines of opposite slope meet below the minimum, until f is
 * there what they say. Prompts whose slope is the same at both ends are lines in between and are not looked at
 * again, so that all of it takes the time of few sizes. For every two models
 *
 *   Reg(a|b) <= WR(a|b) <= d_J(a, b), and d_J(a, b) <= 2 WR(a|b) where a is not trivial
 *
 * A trivial a has 0, else a trivial b has 1.
 *
 *   out  (models, models) row-major: row a, column b; the diagonal 0
 *
 * Source: derived for assay (docs/METRICS.md has the proof). Checked in test_bandit_regret.c against all breakpoints of
 * f, and against the linear programme over pairs of mixed policies, whose optimum mixes two vertices: all of them.
 */
void assay_bandit_worsts(const struct assay_bandit *bandit, size_t jobs,
                         struct assay_bandit_worst *out);

#endif
