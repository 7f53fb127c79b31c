#include "metrics/gao_fall.h"

#include <gsl/gsl_cdf.h>

#include <math.h>

struct assay_gao_fall assay_gao_fall_to(const struct assay_gao_intervals *intervals,
                                        double end)
{
    const struct assay_gao_fit *fit = &intervals->fit;
    const double *v = intervals->estimate.variance;
    const double q =
        gsl_cdf_tdist_Pinv(0.5 + intervals->level / 2.0, (double)(intervals->units - 1));
    double top[2], at[2], x, y, half, value;

    if (!fit->peak.exists || !(fit->peak.d < end))
        return (struct assay_gao_fall){
            .range = assay_range_none("the form does not peak before the end")};
    assay_gao_features(fit->form, fit->peak.d, top);
    assay_gao_features(fit->form, end, at);
    x = top[0] - at[0];
    y = top[1] - at[1];
    value = fit->alpha * x + fit->beta * y;
    half = q * sqrt(fmax(x * x * v[0] + 2.0 * x * y * v[1] + y * y * v[2], 0.0));
    return (struct assay_gao_fall){
        .exists = true,
        .value = value,
        .range = assay_range_closed(value - half, value + half),
    };
}
