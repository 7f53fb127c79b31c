/*
 * mdp_expect.h - what is expected of a value over successors, in double precision and with a bound of what
 * rounding does, for the sparse solvers.
 */
#ifndef ASSAY_METRICS_MDP_EXPECT_H
#define ASSAY_METRICS_MDP_EXPECT_H

#include "metrics/mdp.h"

enum {
    ASSAY_EXPECT_PART = 64 /* entries that are added at once */
};

/* E of v(S') over n entries, in two sums side by side. */
static inline double assay_expect_part(const double *chance, const uint32_t *next,
                                       size_t n, const double *v)
{
    double even = 0.0, odd = 0.0;
    size_t i = 0;

    for (; i + 2 <= n; i += 2) {
        even += chance[i] * v[next[i]];
        odd += chance[i + 1] * v[next[i + 1]];
    }
    if (i < n)
        even += chance[i] * v[next[i]];
    return even + odd;
}

/* E of v(S') over tau of row k; in parts, so that rounding grows slowly. */
static inline double assay_expect(const struct assay_mdp *mdp, size_t k, const double *v)
{
    size_t i = mdp->row[k];
    double sum = 0.0;

    for (; i + ASSAY_EXPECT_PART < mdp->row[k + 1]; i += ASSAY_EXPECT_PART)
        sum += assay_expect_part(mdp->chance + i, mdp->next + i, ASSAY_EXPECT_PART, v);
    return sum +
           assay_expect_part(mdp->chance + i, mdp->next + i, mdp->row[k + 1] - i, v);
}

/* E of v(S') over P_pi of state s; policy NULL: uniform. */
static inline double assay_expect_policy(const struct assay_mdp *mdp,
                                         const double *policy, size_t s, const double *v)
{
    const double uniform = 1.0 / (double)mdp->actions;
    double sum = 0.0;

    for (size_t k = s * mdp->actions; k < (s + 1) * mdp->actions; k++) {
        const double weight = policy ? policy[k] : uniform;

        if (weight != 0.0)
            sum += weight * assay_expect(mdp, k, v);
    }
    return sum;
}

/*
 * How far r + gamma P v - v of any state and policy may be off by rounding, where |r| <= r_most and |v| <=
 * v_most: as many roundings as terms are added one behind the other.
 */
double assay_expect_rounding(const struct assay_mdp *mdp, double r_most, double v_most);

#endif
