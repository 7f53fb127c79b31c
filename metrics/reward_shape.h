/*
 * reward_shape.h - a reward made harder to hack: bounded, centred on rewards of reference responses, or normalised by what
 * the run has seen so far.
 */
#ifndef ASSAY_METRICS_REWARD_SHAPE_H
#define ASSAY_METRICS_REWARD_SHAPE_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

enum assay_reward_map {
    ASSAY_REWARD_CENTRED, /* x */
    ASSAY_REWARD_SIGMOID, /* 1 / (1 + exp(-k x)), in (0, 1) */
    ASSAY_REWARD_TANH,    /* tanh(k x), in (-1, 1) */
    ASSAY_REWARD_ARCTAN,  /* arctan(k x), in (-pi/2, pi/2) */
    ASSAY_REWARD_MAPS
};

double assay_reward_map(enum assay_reward_map map, double x, double k);

/*
 * How a reward stands among those of reference responses,
 *
 *   1/m sum_i f(r - r_i)
 *
 * which with the sigmoid is assay_shaping_par.
 *
 *   reference  (m,) finite, m >= 1 (assert)
 *
 * Source: Fu et al. 2025, arXiv:2502.18770; PorUna-byte/PAR trainers/reward_shaper.py@b8caf40, calculate_relative_*,
 *         calculate_centered (which have k = 1 but for the sigmoid).
 */
double assay_reward_relative(enum assay_reward_map map, double reward,
                             const double *reference, size_t m, double k);

/*
 * Log-sigmoid, centred at a quantile of the normal distribution that references are taken to have:
 *
 *   log sigma(r - c),   c = mean + (s + 1e-5) Phi^-1(q)
 *
 * s the standard deviation with m - 1 in the denominator, 0 of one reference; below 0, and c is where it is log 1/2.
 *
 *   reference  (m,) finite
 *   q          in (0, 1)
 *
 * Errors: ASSAY_EDOMAIN without references or for q outside (0, 1).
 * Source: Wang et al. 2024, Transforming and Combining Rewards for Aligning Large Language Models, arXiv:2402.00742;
 *         PorUna-byte/PAR trainers/reward_shaper.py@b8caf40, reward_lsc (q = 0.85).
 */
ASSAY_MUST_USE
enum assay_code assay_reward_log_sigmoid(double reward, const double *reference, size_t m,
                                         double q, double *out, struct assay_error *err);

/* What a run has seen so far; zero at first. */
struct assay_reward_running {
    size_t n;
    double mean, m2; /* m2: sum of squared distances from the mean */
    double lo, hi;
};

/* Adds a reward (Welford). */
void assay_reward_running_add(struct assay_reward_running *running, double reward);

/* Adds all that another has seen (Chan, Golub and LeVeque). */
void assay_reward_running_join(struct assay_reward_running *running,
                               const struct assay_reward_running *other);

/* sqrt(m2 / n), 0 where nothing was seen. */
double assay_reward_running_sd(const struct assay_reward_running *running);

enum assay_reward_normalise {
    ASSAY_REWARD_MEANSTD, /* (r - mean) / sd, sd 1 where it is 0 */
    ASSAY_REWARD_CLIP,    /* r within mean +- sd */
    ASSAY_REWARD_MINMAX,  /* (r - lo) / (hi - lo) */
    ASSAY_REWARD_NORMALISERS
};

/*
 * A reward by what the run has seen, itself included.
 *
 * Errors: ASSAY_EDOMAIN for MINMAX where all rewards so far are equal, which the release divides by 0 for.
 * Source: PorUna-byte/PAR trainers/reward_shaper.py@b8caf40, RunningStats. Checked in tests/cases/signals.shaping.yaml,
 *         row 9, and test_reward_shape.c.
 */
ASSAY_MUST_USE
enum assay_code assay_reward_normalise(enum assay_reward_normalise how,
                                       const struct assay_reward_running *running,
                                       double reward, double *out,
                                       struct assay_error *err);

#endif
