#include "metrics/mean.h"

#include "harness/core/sum.h"

struct assay_mean assay_mean_plain(const double *x, size_t n)
{
    if (n == 0)
        return (struct assay_mean){0};
    return (struct assay_mean){assay_sum_sequential(x, n) / (double)n, n};
}

struct assay_mean assay_mean_weighted(const double *x, const double *w,
                                      const bool *present, size_t n)
{
    double sum = 0.0;
    double weight = 0.0;
    size_t used = 0;

    for (size_t i = 0; i < n; i++) {
        if (present && !present[i])
            continue;
        sum += x[i] * w[i];
        weight += w[i];
        used++;
    }
    if (!(weight > 0.0))
        return (struct assay_mean){0};
    return (struct assay_mean){sum / weight, used};
}
