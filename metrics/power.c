#include "metrics/power.h"

#include "metrics/paired.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

#include <assert.h>
#include <math.h>

static enum assay_code design_check(const struct assay_power_design *design,
                                    struct assay_error *err)
{
    if (!(design->pairs >= 1.0 && design->pairs <= ASSAY_POWER_PAIRS))
        return assay_fail(err, ASSAY_EDOMAIN, "power of %g pairs", design->pairs);
    if (!(design->discordance > 0.0 && design->discordance <= 1.0))
        return assay_fail(err, ASSAY_EDOMAIN,
                          "share of discordant pairs %g not in (0, 1]",
                          design->discordance);
    if (!(design->design_effect > 0.0 && isfinite(design->design_effect)))
        return assay_fail(err, ASSAY_EDOMAIN, "design effect %g", design->design_effect);
    if (!(design->alpha > 0.0 && design->alpha < 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "alpha %g not in (0, 1)", design->alpha);
    return ASSAY_OK;
}

static enum assay_code delta_check(const struct assay_power_design *design, double delta,
                                   struct assay_error *err)
{
    if (!(fabs(delta) <= design->discordance))
        return assay_fail(err, ASSAY_EDOMAIN,
                          "difference %g is more than %g discordant pairs allow", delta,
                          design->discordance);
    return ASSAY_OK;
}

static bool rejected(const struct assay_power_design *design, unsigned int few,
                     unsigned int m)
{
    const struct assay_mcnemar p = assay_paired_mcnemar(few, m - few);

    return (design->midp ? p.midp : p.exact) <= design->alpha;
}

/* How many counts 0, 1, ... of the rarer side reject, of m discordant pairs. */
static unsigned int region_found(const struct assay_power_design *design, unsigned int m)
{
    unsigned int lo = 0;         /* so many reject */
    unsigned int hi = m / 2 + 1; /* so many do not */

    if (m == 0 || !rejected(design, 0, m))
        return 0;
    lo = 1;
    while (hi - lo > 1) {
        const unsigned int middle = lo + (hi - lo) / 2;

        if (rejected(design, middle - 1, m))
            lo = middle;
        else
            hi = middle;
    }
    return lo;
}

/* Power with n independent pairs: over the number of discordant ones. */
static double power_exact(const struct assay_power_design *design, double delta, double n)
{
    const double psi = design->discordance;
    const double q = 0.5 + delta / (2.0 * psi); /* a discordant pair is won */
    const double spread = 9.0 * sqrt(n * psi * (1.0 - psi));
    const unsigned int from = (unsigned int)fmax(0.0, floor(n * psi - spread - 9.0));
    const unsigned int to = (unsigned int)fmin(n, ceil(n * psi + spread + 30.0));
    unsigned int region = region_found(design, from);
    double power = 0.0;

    for (unsigned int m = from; m <= to; m++) {
        if (m > 0 && region <= (m - 1) / 2 && rejected(design, region, m))
            region++; /* it grows by one at most */
        if (region > 0)
            power += gsl_ran_binomial_pdf(m, psi, (unsigned int)n) *
                     (gsl_cdf_binomial_P(region - 1, q, m) +
                      gsl_cdf_binomial_Q(m - region, q, m));
    }
    return fmin(power, 1.0);
}

static double power_normal(const struct assay_power_design *design, double delta,
                           double n)
{
    const double z = gsl_cdf_ugaussian_Qinv(design->alpha / 2.0);
    const double away = fabs(delta) * sqrt(n) - z * sqrt(design->discordance);
    const double sd = sqrt(design->discordance - delta * delta);

    if (!(sd > 0.0))
        return away >= 0.0 ? 1.0 : 0.0;
    return gsl_cdf_ugaussian_P(away / sd);
}

static double power_of(const struct assay_power_design *design, double delta, double n)
{
    if (n * design->discordance <= ASSAY_POWER_EXACT)
        return power_exact(design, delta, n);
    return power_normal(design, delta, n);
}

/* Independent pairs that are as good. */
static double effective(const struct assay_power_design *design)
{
    const double n = floor(design->pairs / design->design_effect + 0.5);

    return fmin(fmax(n, 1.0), ASSAY_POWER_PAIRS);
}

enum assay_code assay_power_mcnemar(const struct assay_power_design *design, double delta,
                                    double *out, struct assay_error *err)
{
    enum assay_code code = design_check(design, err);

    if (!code)
        code = delta_check(design, delta, err);
    if (!code)
        *out = power_of(design, delta, effective(design));
    return code;
}

enum assay_code assay_power_connor(const struct assay_power_design *design, double delta,
                                   double *out, struct assay_error *err)
{
    enum assay_code code = design_check(design, err);

    if (!code)
        code = delta_check(design, delta, err);
    if (!code)
        *out = power_normal(design, delta, design->pairs / design->design_effect);
    return code;
}

static enum assay_code power_check(const struct assay_power_design *design, double power,
                                   struct assay_error *err)
{
    if (!(power > design->alpha && power < 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "power %g not in (%g, 1)", power,
                          design->alpha);
    return ASSAY_OK;
}

enum assay_code assay_power_detectable(const struct assay_power_design *design,
                                       double power, struct assay_power_effect *out,
                                       struct assay_error *err)
{
    enum assay_code code = design_check(design, err);
    double lo = 0.0;
    double hi = design->discordance;

    if (!code)
        code = power_check(design, power, err);
    if (code)
        return code;
    out->found = power_of(design, hi, effective(design)) >= power;
    while (out->found && hi - lo > 1e-6) {
        const double middle = lo + (hi - lo) / 2.0;

        if (power_of(design, middle, effective(design)) >= power)
            hi = middle;
        else
            lo = middle;
    }
    out->delta = hi;
    return ASSAY_OK;
}

/* Independent pairs by Connor's approximation. */
static double connor_needed(const struct assay_power_design *design, double delta,
                            double power)
{
    const double psi = design->discordance;
    const double z = gsl_cdf_ugaussian_Qinv(design->alpha / 2.0);
    const double root =
        z * sqrt(psi) + gsl_cdf_ugaussian_Pinv(power) * sqrt(psi - delta * delta);

    return fmax(1.0, ceil(root * root / (delta * delta)));
}

enum assay_code assay_power_needed(const struct assay_power_design *design, double delta,
                                   double power, double *out, struct assay_error *err)
{
    struct assay_power_design asked = *design;
    double lo = 0.0; /* too few */
    double hi;
    enum assay_code code;

    asked.pairs = 1.0;
    code = design_check(&asked, err);
    if (!code)
        code = delta_check(&asked, delta, err);
    if (!code)
        code = power_check(&asked, power, err);
    if (!code && !(fabs(delta) > 0.0))
        code = assay_fail(err, ASSAY_EDOMAIN, "pairs needed for no difference");
    if (code)
        return code;
    hi = connor_needed(&asked, delta, power);
    while (hi <= ASSAY_POWER_PAIRS && power_of(&asked, delta, hi) < power) {
        lo = hi;
        hi = ceil(hi * 1.1 + 1.0);
    }
    while (hi <= ASSAY_POWER_PAIRS && hi - lo > 1.0) {
        const double middle = floor(lo + (hi - lo) / 2.0);

        if (power_of(&asked, delta, middle) >= power)
            hi = middle;
        else
            lo = middle;
    }
    hi = ceil(hi * design->design_effect);
    *out = hi <= ASSAY_POWER_PAIRS ? hi : 0.0;
    return ASSAY_OK;
}

static void estimate_check(const struct assay_power_estimate *estimate)
{
    assert(estimate->se > 0.0 && isfinite(estimate->se) && estimate->units >= 1.0);
    assert(estimate->alpha > 0.0 && estimate->alpha < 1.0);
    (void)estimate;
}

double assay_power_of_estimate(const struct assay_power_estimate *estimate, double delta)
{
    const double away = fabs(delta) / estimate->se;
    const double z = gsl_cdf_ugaussian_Qinv(estimate->alpha / 2.0);

    estimate_check(estimate);
    return gsl_cdf_ugaussian_P(away - z) + gsl_cdf_ugaussian_P(-away - z);
}

/* z_(1-alpha/2) + z_power */
static double both_quantiles(const struct assay_power_estimate *estimate, double power)
{
    estimate_check(estimate);
    assert(power > estimate->alpha && power < 1.0);
    return gsl_cdf_ugaussian_Qinv(estimate->alpha / 2.0) + gsl_cdf_ugaussian_Pinv(power);
}

double assay_power_detectable_of(const struct assay_power_estimate *estimate,
                                 double power)
{
    return both_quantiles(estimate, power) * estimate->se;
}

double assay_power_needed_of(const struct assay_power_estimate *estimate, double delta,
                             double power)
{
    const double ratio = both_quantiles(estimate, power) * estimate->se / delta;

    assert(fabs(delta) > 0.0);
    return ceil(estimate->units * ratio * ratio);
}

double assay_power_settling(const struct assay_power_estimate *estimate, double d,
                            double margin, double power)
{
    const double apart = fabs(d) / both_quantiles(estimate, power);
    const double inside =
        (margin - fabs(d)) / (gsl_cdf_ugaussian_Qinv(estimate->alpha) +
                              gsl_cdf_ugaussian_Pinv((1.0 + power) / 2.0));
    const double ratio = estimate->se / fmax(apart, inside);
    double units;

    estimate_check(estimate);
    assert(margin >= 0.0 && isfinite(d));
    if (!(fmax(apart, inside) > 0.0))
        return 0.0;
    units = ceil(fmax(1.0, ratio * ratio) * estimate->units);
    return units <= ASSAY_POWER_PAIRS ? units : 0.0;
}
