#include "metrics/equivalence.h"

#include "metrics/quantile.h"

#include <gsl/gsl_cdf.h>

#include <math.h>

static enum assay_code asked_check(const struct assay_equivalence_margins *margins,
                                   double alpha, struct assay_error *err)
{
    if (!(isfinite(margins->low) && isfinite(margins->high) &&
          margins->low < margins->high))
        return assay_fail(err, ASSAY_EDOMAIN, "equivalence within [%g, %g]", margins->low,
                          margins->high);
    if (!(alpha > 0.0 && alpha < 0.5))
        return assay_fail(err, ASSAY_EDOMAIN, "alpha %g of equivalence not in (0, 1/2)",
                          alpha);
    return ASSAY_OK;
}

/* P(T >= t) */
static double upper_tail(double t, size_t df)
{
    return df > 0 ? gsl_cdf_tdist_Q(t, (double)df) : gsl_cdf_ugaussian_Q(t);
}

/* Of an estimate so far inside a margin; without spread it is inside or it is not. */
static double inside_p(double inside, double se, size_t df)
{
    if (se > 0.0)
        return upper_tail(inside / se, df);
    return inside > 0.0 ? 0.0 : 1.0;
}

enum assay_code assay_equivalence_of_estimate(
    const struct assay_equivalence_estimate *estimate,
    const struct assay_equivalence_margins *margins, double alpha,
    struct assay_equivalence *out, struct assay_error *err)
{
    const double d = estimate->d;
    const double se = estimate->se;
    const enum assay_code code = asked_check(margins, alpha, err);
    double half;

    if (code)
        return code;
    if (!(isfinite(d) && isfinite(se) && se >= 0.0))
        return assay_fail(err, ASSAY_EDOMAIN, "estimate %g with standard error %g", d,
                          se);
    half = se * (estimate->df > 0 ? gsl_cdf_tdist_Qinv(alpha, (double)estimate->df)
                                  : gsl_cdf_ugaussian_Qinv(alpha));
    out->p_low = inside_p(d - margins->low, se, estimate->df);
    out->p_high = inside_p(margins->high - d, se, estimate->df);
    out->p = fmax(out->p_low, out->p_high);
    out->lo = d - half;
    out->hi = d + half;
    out->same = out->p <= alpha;
    return ASSAY_OK;
}

enum assay_code assay_equivalence_of_draws(
    double *draw, size_t n, const struct assay_equivalence_margins *margins, double alpha,
    struct assay_equivalence *out, struct assay_error *err)
{
    const enum assay_code code = asked_check(margins, alpha, err);
    size_t below = 0;
    size_t above = 0;
    size_t k;

    if (code)
        return code;
    if (n == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "equivalence from no replicates");
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(draw[i]))
            return assay_fail(err, ASSAY_EDOMAIN, "replicate %zu is not finite", i);
        below += draw[i] <= margins->low;
        above += draw[i] >= margins->high;
    }
    assay_quantile_sort(draw, n);
    k = (size_t)floor(alpha * (1.0 + (double)n) * (1.0 + 1e-12)); /* 0.05 of 1000 is 50 */
    out->p_low = (1.0 + (double)below) / (1.0 + (double)n);
    out->p_high = (1.0 + (double)above) / (1.0 + (double)n);
    out->p = fmax(out->p_low, out->p_high);
    out->lo = draw[k > 0 ? k - 1 : 0];
    out->hi = draw[k > 0 ? n - k : n - 1];
    out->same = below + 1 <= k && above + 1 <= k;
    return ASSAY_OK;
}
