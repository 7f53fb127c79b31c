/*
 * power.h - how small a difference could the suite at hand have shown?
 *
 * Of n pairs that both models answered, a share is discordant: right for one model alone. A difference in
 * accuracy of delta means that of the discordant ones (1 + delta / discordance) / 2 are won by the better
 * one.
 */
#ifndef ASSAY_METRICS_POWER_H
#define ASSAY_METRICS_POWER_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    ASSAY_POWER_PAIRS = 100000000, /* of a design, and most that are told as needed */
    ASSAY_POWER_EXACT =
        100000 /* discordant pairs expected, above which Connor's is told */
};

/*
 * A paired test at hand, two-sided. The design effect is the variance of the clustered difference by that
 * of as many independent pairs.
 */
struct assay_power_design {
    double pairs;       /* n, >= 1 */
    double discordance; /* share of discordant pairs, in (0, 1] */
    double
        design_effect; /* > 0, of clusters: n / design_effect pairs are as good; 1: none */
    double alpha;      /* in (0, 1) */
    bool midp;         /* McNemar's mid-p test; false: the exact one */
};

/*
 * Power of McNemar's test against a difference delta, exact: with m ~ Binomial(n, discordance) discordant
 * pairs and b ~ Binomial(m, (1 + delta / discordance) / 2),
 *
 *   sum_m P(m) P(p(b, m - b) <= alpha)
 *
 * with n / design_effect in place of n, rounded to the nearest. Rejections on either side count. Numbers m
 * that are nine standard deviations and more away are left out.
 *
 *   delta  in [-discordance, discordance]
 *
 * Errors: ASSAY_EDOMAIN if an argument is outside its range.
 * Source: Miettinen (1968), Biometrics 24:339-352 (power over the number of discordant pairs); Fagerland,
 *         Lydersen and Laake (2013), BMC Med. Res. Methodol. 13:91. Checked in test_power.c by
 *         enumeration and by simulation.
 */
ASSAY_MUST_USE
enum assay_code assay_power_mcnemar(const struct assay_power_design *design, double delta,
                                    double *out, struct assay_error *err);

/*
 * Connor's approximation, with psi the discordance and z of alpha / 2 (one side alone):
 *
 *   power = Phi((|delta| sqrt(n) - z_(1-alpha/2) sqrt(psi)) / sqrt(psi - delta^2))
 *
 * Source: Connor (1987), Biometrics 43:207-211. Errors and checks as above.
 */
ASSAY_MUST_USE
enum assay_code assay_power_connor(const struct assay_power_design *design, double delta,
                                   double *out, struct assay_error *err);

/*
 * The least difference that is found with at least this power, by bisection of the exact power to 1e-6;
 * psi itself where even that is not found: `out->found` is false then.
 */
struct assay_power_effect {
    bool found;
    double delta; /* > 0 */
};

ASSAY_MUST_USE
enum assay_code assay_power_detectable(const struct assay_power_design *design,
                                       double power, struct assay_power_effect *out,
                                       struct assay_error *err);

/*
 * The least number of pairs (of this design effect) with which delta is found with this power: bisection
 * of the exact power, which falls here and there by a little as n grows, so that one pair less has not
 * that power, and a few numbers above may just miss it. design->pairs is not used. 0: more than
 * ASSAY_POWER_PAIRS.
 *
 *   delta  non-zero, in [-discordance, discordance]
 *
 * Errors: ASSAY_EDOMAIN if an argument is outside its range.
 */
ASSAY_MUST_USE
enum assay_code assay_power_needed(const struct assay_power_design *design, double delta,
                                   double power, double *out, struct assay_error *err);

/* Any estimate that is about normal (a bootstrap's), with its standard error at `units` independent units. */
struct assay_power_estimate {
    double se;    /* > 0 */
    double units; /* >= 1 */
    double alpha; /* in (0, 1), two-sided */
};

/* Phi(|delta| / se - z_(1-alpha/2)) + Phi(-|delta| / se - z_(1-alpha/2)). */
double assay_power_of_estimate(const struct assay_power_estimate *estimate, double delta);

/* (z_(1-alpha/2) + z_power) se; power in (alpha, 1) (assert). */
double assay_power_detectable_of(const struct assay_power_estimate *estimate,
                                 double power);

/* units ((z_(1-alpha/2) + z_power) se / delta)^2, rounded up; delta non-zero (assert). */
double assay_power_needed_of(const struct assay_power_estimate *estimate, double delta,
                             double power);

/*
 * Units that would settle an undecided comparison with this power, if the truth is its estimate d: the
 * fewer of those that tell it from 0, and, where |d| < margin, of those that hold it within +-margin by two
 * one-sided tests:
 *
 *   units ((z_(1-alpha/2) + z_power) se / |d|)^2
 *   units ((z_(1-alpha) + z_((1+power)/2)) se / (margin - |d|))^2
 *
 * The latter is exact at d = 0, where both tests may fail, and else a few too many. Source: Chow, Shao, Wang
 * and Lokhnygina (2017), Sample Size Calculations in Clinical Research, 3.2 (equality and equivalence).
 *
 * Rounded up, at least `units`; 0: no number would (d is 0 and there is no margin), or more than
 * ASSAY_POWER_PAIRS.
 *
 *   margin  >= 0; 0: none (assert)
 *   power   in (alpha, 1) (assert)
 */
double assay_power_settling(const struct assay_power_estimate *estimate, double d,
                            double margin, double power);

#endif
