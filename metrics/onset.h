/*
 * onset.h - the first step at which gold stops following the proxy.
 *
 * While a policy improves, gold rises along a line over the proxy, less steeply than the proxy itself
 * (goodhart.h). Overoptimisation is a departure from that line downward. A training series is
 * noisy, so the departure is looked for with a chart whose chance of any false alarm in the whole run
 * is stated. Gold that merely saturates departs from a line, too, and still follows: what gold does
 * after the departure is told apart.
 */
#ifndef ASSAY_METRICS_ONSET_H
#define ASSAY_METRICS_ONSET_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_ONSET_WARM_LEAST = 5,
    ASSAY_ONSET_STRETCH_LEAST = 6 /* steps up to the end that a slope is taken over */
};

/* What gold does as the proxy rises further. */
enum assay_onset_kind {
    ASSAY_ONSET_FOLLOWS, /* keeps to the line of the start */
    ASSAY_ONSET_BENDS,   /* falls behind it, but surely still rises with the proxy */
    ASSAY_ONSET_STOPS, /* falls behind it; neither rises nor falls beyond chance from there on */
    ASSAY_ONSET_FALLS /* falls behind it, and surely falls up to the end */
};

/* Means over seeds, step by step. */
struct assay_onset_series {
    const double *proxy, *gold; /* (steps,) finite */
    size_t steps;               /* > warm */
};

struct assay_onset_chart {
    size_t warm; /* first steps, which are believed; >= ASSAY_ONSET_WARM_LEAST */
    double
        false_rate; /* chance of an alarm in the whole run if there is nothing; in (0, 1) */
    double slack;   /* what is let pass a step, in standard deviations; > 0, as 0.5 */
    size_t replicates; /* of the simulation that sets the threshold, >= 100 */
    uint64_t seed;
    bool dependent; /* noise may resemble that of the step before: simulated so */
};

struct assay_onset {
    bool detected;
    size_t onset;      /* step, from 0, since when gold has been falling behind */
    size_t alarm;      /* step at which that is told; >= onset */
    double threshold;  /* of the chart */
    double highest;    /* of the chart in this run */
    double slope;      /* of gold over the proxy in the warm steps */
    double dependence; /* lag-1 correlation of the noise, by differences, in [0, 0.95] */
    enum assay_onset_kind kind;
    size_t stop; /* STOPS: onset; FALLS: where the fall begins, not before onset */
    double
        after; /* slope of gold over the proxy from the alarm on; 0 where not detected */
    double
        rise; /* that slope in standard errors; 0 where fewer than STRETCH_LEAST steps are left */
    double fall; /* the surest fall of any stretch up to the end, in standard errors */
    double rise_least, fall_least; /* beyond which they are no chance */
};

/*
 * Page's chart over recursive residuals: from step t = warm on, with b_t and S_t from least
 * squares of gold on (1, proxy) over steps before t,
 *
 *   w_t = (gold_t - x_t' b_t) / sqrt(1 + x_t' S_t^-1 x_t)
 *   C_t = max(0, C_(t-1) - w_t / s_t - slack),   C_(warm-1) = 0
 *
 * s_t^2 the residual variance of the fit before t, t - 2 in the denominator. Alarm at the first C_t above
 * the threshold; onset is the step after C was last 0. The threshold is the (1 -
 * false_rate)-quantile of max_t C_t over simulated runs of the same proxy, gold being a line over
 * it plus normal noise. w and s do not depend on the line and the noise's size, so that for independent
 * noise the rate is exact but for simulation. Normal deviates are gsl_cdf_ugaussian_Pinv of
 * assay_rng_uniform + 2^-54, step after step, run after run.
 *
 * Noise of a training series often resembles that of the step before, and then a chart made
 * for independent noise cries wolf in a third of runs. With dependent set, simulated noise is of first
 * order, u_t = rho u_(t-1) + sqrt(1 - rho^2) e_t, with
 *
 *   rho = D_2 / D_1 - 1,    D_k = mean (r_t - r_(t-k))^2
 *
 * of the residuals r of one line through all steps, cut to [0, 0.95]: differences hardly see a
 * slow departure. The rate then is near what is asked, not exact: docs/METRICS.md, "Onset".
 *
 * What gold does after the departure is told by slopes: with b_k and se_k those of least squares of
 * gold on (1, proxy) over steps k, ..., the last one, STRETCH_LEAST of them or more,
 *
 *   rise = b_a / se_a,   fall = max_(k >= warm) -b_k / se_k
 *
 * a being the alarm, or the first of the last STRETCH_LEAST steps where that is before it: what was
 * needed to tell the departure does not say how it goes on. They are held against (1 - false_rate)-quantiles
 * of the same in runs of the same proxy whose gold is level but for noise: of all gold that does not fall,
 * that in which a fall is seen most often. Falls go before rises; a fall begins where gold is highest from
 * onset on.
 *
 * Assumed: noise of one size all along, which neither jumps nor remembers longer than that.
 *
 * Errors: ASSAY_EDOMAIN if a number is outside its range, a value not finite, or the proxy constant
 *         over the warm steps.
 * Source: Page (1954), Biometrika 41:100-115; Brown, Durbin and Evans (1975), JRSS B 37:149-192
 *         (recursive residuals); Hinkley (1971), Biometrika 58:509-523 (the last 0 as onset). Checked
 *         in test_onset.c, and by tests/bench/turn_alarms.c.
 */
ASSAY_MUST_USE
enum assay_code assay_onset_find(const struct assay_onset_series *series,
                                 const struct assay_onset_chart *chart,
                                 struct assay_onset *out, struct assay_error *err);

#endif
