/*
 * sampled_starc.h - STARC distances between reward functions of which only transitions are known.
 *
 * The distance is val-l2-l2 under D, the data's own shares of states and actions:
 *
 *   d(k, l) = || A_k / ||A_k||_D - A_l / ||A_l||_D ||_D,   d^2 = 2 - 2 M_kl / sqrt(M_kk M_ll)      in [0, 2]
 *
 * A_k the advantage of the data's own policy pi under reward k, M_kl = E_D[A_k A_l] (advantage_moments.h), V by one
 * system for all (lstd.h).
 *
 * What it tends to, states known by number. Let trajectories be independent and rows n to infinity. Shares of states,
 * actions and next states tend to D(s,a) tau(s,a,s'), so A / n tends to diag(D_S)(I - gamma P_pi), pi(a|s) = D(s,a) /
 * D_S(s), b_k / n to diag(D_S) r_pi, and V to V^pi; c_k to r_k + gamma V^pi(s') - V^pi(s), whose mean given (s, a) is
 * A_k; products of independent next states to M_kl. So d tends to the distance above, exactly: val's distance in
 * canonical.h where the policy is pi and norms weigh states and actions by D in place of evenly; where D is even it
 * is val-w2-w2. (Plain products tend to M_kl + the covariance of the noise, and d to something else.) The absorbing
 * state has advantage 0 under every reward function: whatever share of D it had, it would scale all of M alike and
 * change no distance. With other features the same holds with V the projected fixed point in V^pi's place.
 *
 * Exact on any data with ridge 0: a positive factor of a reward, and shaping by Phi in the features' span with
 * Phi = 0 in the absorbing state, change no c but by that factor, and so no digit of d beyond rounding.
 * Redistribution over s' changes c by noise of mean 0 alone: d^2 of such a pair is an error around 0, of the order
 * 1 / sqrt(rows) by two next states a row and 1 / rows by pairs of rows.
 *
 * Noise. Trajectories are resampled, and V fitted anew every time. d^2 is corrected for the bias that resampling
 * shows: 2 d^2 - mean of replicates; its interval is the percentiles of the replicates, moved by twice that bias. The
 * distance is the root, 0 where d^2 is not above 0. Where ||A_k||^2 is not above 0 by z standard errors, z of the
 * level, its direction is noise and so is d: it is undefined. A reward function whose c is 0 within rounding in all
 * rows is trivial: it is 1 from any other, and two are 0 apart.
 *
 * Source: Skalse et al. 2023, arXiv:2309.15257, sections 2 and 4 and appendix (continuous environments, where V is
 *         fitted for each reward by itself and squares have their noise); bootstrap: Efron and Tibshirani
 *         (1993), chapters 10 (bias) and 13. Checked in test_sampled_starc.c and tests/bench/sampled_coverage.
 */
#ifndef ASSAY_METRICS_SAMPLED_STARC_H
#define ASSAY_METRICS_SAMPLED_STARC_H

#include "harness/core/arena.h"
#include "metrics/advantage_moments.h"

struct assay_sampled_how {
    enum assay_moments_by by;
    double ridge;      /* at least 0 */
    double level;      /* of intervals, in (0, 1) */
    size_t replicates; /* at least 2 */
    uint64_t seed;
    size_t jobs; /* threads, which change no bit */
};

/* Why there is no number; NONE: there is one. */
enum assay_sampled_why {
    ASSAY_SAMPLED_DEFINED,
    ASSAY_SAMPLED_NOISE,      /* a norm is not above its noise */
    ASSAY_SAMPLED_ALONE,      /* one trajectory: its noise cannot be told */
    ASSAY_SAMPLED_REPLICATES, /* more than one in ten replicates has no number */
    ASSAY_SAMPLED_NO_PAIRS    /* by pairs, and no state and action has two rows */
};

/* "its norm is not above noise", ...; "" for DEFINED. */
extern const char *const assay_sampled_why_text[];

/* One reward function. */
struct assay_sampled_reward {
    double norm;    /* || A_k ||, 0 where M_kk is not above 0 */
    double squared; /* M_kk, which may be below 0 */
    double se;      /* of it, by replicates; 0: one trajectory */
    double plain;   /* the same with the noise of next states */
    double signal;  /* M_kk over that, 0 where there is none; may be below 0 */
    double largest; /* max |c_k| */
    bool zero;      /* c = 0: largest <= 1e-10 max(max |r|, (1 + gamma) max |V|) */
    enum assay_sampled_why why;
};

/* One pair of them. */
struct assay_sampled_distance {
    enum assay_sampled_why why;
    double value, lo, hi; /* of DEFINED: the distance and its interval, in [0, 2] */
    double squared;       /* d^2 corrected for bias; may be below 0 */
    double squared_lo, squared_hi;
    double raw;   /* d^2 as it is; 0 of zeros */
    double se;    /* of d^2 */
    double plain; /* d by plain moments: what noise makes of it; 0 where it has none */
    bool exact;   /* of zeros: no interval is needed */
};

/* In an arena. */
struct assay_sampled_study {
    size_t rewards;
    size_t rows;                             /* that the moments are of */
    size_t missing;                          /* replicates without a fit */
    const double *weights;                   /* (features, rewards) w */
    struct assay_sampled_reward *reward;     /* (rewards,) */
    struct assay_sampled_distance *distance; /* (rewards, rewards) */
};

/*
 * Replicate r draws as many trajectories as there are from stream r of the seed.
 *
 * Errors: ASSAY_EDOMAIN as assay_lstd_new.
 */
ASSAY_MUST_USE
enum assay_code assay_sampled_starc(const struct assay_transitions *set,
                                    const struct assay_sampled_how *how,
                                    struct assay_arena *arena,
                                    struct assay_sampled_study *out,
                                    struct assay_error *err);

#endif
