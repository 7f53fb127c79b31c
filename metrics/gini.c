#include "metrics/gini.h"

#include "harness/core/sum.h"

enum assay_code assay_gini(const double *sorted, size_t n, double *out,
                           struct assay_error *err)
{
    const double sum = assay_sum_neumaier(sorted, n);
    double weighted = 0.0;

    if (n == 0 || sorted[0] < 0.0 || !(sum > 0.0))
        return assay_fail(err, ASSAY_EDOMAIN, "no inequality of %s",
                          n == 0            ? "nothing"
                          : sorted[0] < 0.0 ? "a number below 0"
                                            : "zeros");
    for (size_t i = 0; i < n; i++)
        weighted += (2.0 * (double)i + 1.0 - (double)n) * sorted[i];
    *out = weighted / ((double)n * sum);
    return ASSAY_OK;
}

enum assay_code assay_gini_tenths(const double *x, size_t n, double share[10],
                                  struct assay_error *err)
{
    const double sum = assay_sum_neumaier(x, n);

    if (!(sum > 0.0))
        return assay_fail(err, ASSAY_EDOMAIN, "no shares of nothing");
    for (size_t k = 0; k < 10; k++) {
        const size_t from = (k * n + 9) / 10, to = ((k + 1) * n + 9) / 10;

        share[k] = assay_sum_neumaier(x + from, to - from) / sum;
    }
    return ASSAY_OK;
}
