#include "metrics/allowed_drop.h"

#include <assert.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

double assay_drop_p(const struct assay_drop *drop)
{
    const double beyond = drop->drop - drop->limit;

    assert(drop->se >= 0.0 && drop->limit >= 0.0);
    if (drop->limit == 0.0 && drop->exact)
        return beyond > 0.0   ? drop->two_sided / 2.0
               : beyond < 0.0 ? 1.0 - drop->two_sided / 2.0
                              : 1.0;
    if (drop->se == 0.0)
        return beyond > 0.0 ? 0.0 : 1.0;
    return gsl_cdf_ugaussian_Q(beyond / drop->se);
}

bool assay_drop_exceeds(const struct assay_drop *drop, double adjusted_p)
{
    return drop->lo > drop->limit && adjusted_p <= drop->alpha;
}

bool assay_drop_within(const struct assay_drop *drop, double adjusted_p)
{
    if (drop->limit == 0.0)
        return !assay_drop_exceeds(drop, adjusted_p);
    return drop->hi <= drop->limit;
}

double assay_drop_reach(double alpha, double se)
{
    return gsl_cdf_ugaussian_Qinv(alpha) * se;
}

double assay_drop_more_items(const struct assay_drop *drop, double power)
{
    const double away = drop->limit - drop->drop;
    const double z = gsl_cdf_ugaussian_Qinv(drop->alpha) + gsl_cdf_ugaussian_Pinv(power);
    const double ratio = z * drop->se / away;

    return away == 0.0 ? 0.0 : ratio * ratio;
}
