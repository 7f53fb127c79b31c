#include "metrics/gao_ranges.h"

#include <math.h>
#include <stddef.h>

static const double far = 1e100; /* a pivot without a spread */

/* A quantity as a ratio of estimates, with their covariance. */
struct ratio {
    bool defined;
    double a, b;
    double aa, ab, bb;
};

static struct ratio peak_gold(const struct assay_gao_estimate *e)
{
    const double *v = e->variance;
    const double l = log(e->beta);

    if (!(e->beta > 0.0))
        return (struct ratio){0};
    if (e->form == ASSAY_GAO_BON)
        return (struct ratio){true,
                              e->alpha * e->alpha,
                              4.0 * e->beta,
                              4.0 * e->alpha * e->alpha * v[0],
                              8.0 * e->alpha * v[1],
                              16.0 * v[2]};
    /* the gradient of alpha - beta + beta log beta is (1, log beta) */
    return (struct ratio){true,
                          e->alpha - e->beta + e->beta * l,
                          e->beta,
                          v[0] + l * (2.0 * v[1] + l * v[2]),
                          v[1] + l * v[2],
                          v[2]};
}

static struct ratio ratio_of(const struct assay_gao_estimate *e,
                             enum assay_gao_quantity which)
{
    const double *v = e->variance;

    if (which == ASSAY_GAO_ALPHA)
        return (struct ratio){true, e->alpha, 1.0, v[0], 0.0, 0.0};
    if (which == ASSAY_GAO_BETA)
        return (struct ratio){true, e->beta, 1.0, v[2], 0.0, 0.0};
    if (which == ASSAY_GAO_R_PEAK)
        return peak_gold(e);
    if (e->form == ASSAY_GAO_BON)
        return (struct ratio){true, e->alpha,   2.0 * e->beta,
                              v[0], 2.0 * v[1], 4.0 * v[2]};
    return (struct ratio){true, e->alpha, e->beta, v[0], v[1], v[2]};
}

double assay_gao_ratio(const struct assay_gao_estimate *estimate,
                       enum assay_gao_quantity which)
{
    const struct ratio ratio = ratio_of(estimate, which);

    return ratio.defined ? ratio.a / ratio.b : (double)NAN;
}

double assay_gao_pivot(const struct assay_gao_estimate *estimate,
                       enum assay_gao_quantity which, double rho)
{
    const struct ratio ratio = ratio_of(estimate, which);
    const double variance = ratio.aa - rho * (2.0 * ratio.ab - rho * ratio.bb);
    const double t = fabs(ratio.a - rho * ratio.b) / sqrt(variance);

    return ratio.defined && t < far ? t : far;
}

/* Where the quadratic A rho^2 - 2 B rho + C is not above 0. */
struct set {
    double a;      /* A; not above 0: b is not told from 0 */
    bool real;     /* it has roots */
    double lo, hi; /* them */
};

static struct set set_of(const struct ratio *r, double q)
{
    const double a = r->b * r->b - q * q * r->bb;
    const double b = r->a * r->b - q * q * r->ab;
    /* (B^2 - A C) / q^2, multiplied out: the difference would cancel */
    const double under = r->a * (r->a * r->bb - 2.0 * r->b * r->ab) +
                         r->b * r->b * r->aa - q * q * (r->aa * r->bb - r->ab * r->ab);
    const double root = q * sqrt(fmax(under, 0.0));
    const double one = (b - root) / a, other = (b + root) / a;

    return (struct set){a, (a > 0.0 || under >= 0.0) && isfinite(one) && isfinite(other),
                        fmin(one, other), fmax(one, other)};
}

/* d* of the ratio that stands for it. */
static double peak_at(enum assay_gao_form form, double rho)
{
    return form == ASSAY_GAO_BON ? fmax(rho, 0.0) : exp(rho - 1.0);
}

static struct assay_range d_range(const struct assay_gao_estimate *e,
                                  const struct assay_gao_ranges *out, double q)
{
    const struct ratio ratio = ratio_of(e, ASSAY_GAO_D_PEAK);
    const struct set set = set_of(&ratio, q);
    const double hi = peak_at(e->form, set.hi);

    if (out->beta.hi < 0.0)
        return assay_range_none("beta's interval lies below 0: gold does not turn");
    if (out->turns && set.real && set.a > 0.0 && isfinite(hi))
        return assay_range_closed(peak_at(e->form, set.lo), hi);
    if (!set.real || !(e->alpha > 0.0))
        return assay_range_none(
            "alpha and beta are not told from 0: nothing is known of a peak");
    return assay_range_from(peak_at(e->form, set.a > 0.0 ? set.lo : set.hi),
                            "beta's interval is not above 0: the peak has no upper end, "
                            "and need not exist");
}

static struct assay_range r_range(const struct assay_gao_estimate *e,
                                  const struct assay_gao_ranges *out, double q)
{
    const struct ratio ratio = ratio_of(e, ASSAY_GAO_R_PEAK);
    const struct set set = set_of(&ratio, q);
    const double lo = e->form == ASSAY_GAO_RL ? exp(set.lo) : set.lo;
    const double hi = e->form == ASSAY_GAO_RL ? exp(set.hi) : set.hi;

    if (!out->turns || (e->form == ASSAY_GAO_BON && !(e->alpha > 0.0)))
        return assay_range_none("no peak is told from none: there is no gold at it");
    if (!set.real || !(set.a > 0.0) || !isfinite(hi))
        return assay_range_none(
            "beta is hardly told from 0: gold at the peak has no bounds");
    return assay_range_closed(lo, hi);
}

struct assay_gao_ranges assay_gao_ranges_of(const struct assay_gao_estimate *estimate,
                                            const double q[ASSAY_GAO_QUANTITIES])
{
    const struct ratio alpha = ratio_of(estimate, ASSAY_GAO_ALPHA);
    const struct ratio beta = ratio_of(estimate, ASSAY_GAO_BETA);
    const struct set of_alpha = set_of(&alpha, q[ASSAY_GAO_ALPHA]);
    const struct set of_beta = set_of(&beta, q[ASSAY_GAO_BETA]);
    struct assay_gao_ranges out = {
        .turns = of_beta.lo > 0.0,
        .alpha = assay_range_closed(of_alpha.lo, of_alpha.hi),
        .beta = assay_range_closed(of_beta.lo, of_beta.hi),
    };

    out.d_peak = d_range(estimate, &out, q[ASSAY_GAO_D_PEAK]);
    out.r_peak = r_range(estimate, &out, q[ASSAY_GAO_R_PEAK]);
    return out;
}
