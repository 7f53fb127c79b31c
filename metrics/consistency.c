#include "metrics/consistency.h"

#include "metrics/correlation.h"

/* Ranks from 1 upward, equal values in their order: rankdata(method="ordinal"). */
static void ordinal(const double *x, size_t n, double *rank)
{
    for (size_t i = 0; i < n; i++) {
        size_t before = 0;

        for (size_t k = 0; k < n; k++)
            before += k < i ? x[k] <= x[i] : x[k] < x[i];
        rank[i] = (double)(before + 1);
    }
}

enum assay_code assay_consistency_cream(const double *a, const double *b, size_t n,
                                        double *scratch, double *out,
                                        struct assay_error *err)
{
    double tau;
    enum assay_code code;

    ordinal(a, n, scratch);
    ordinal(b, n, scratch + n);
    code = assay_correlation_kendall(scratch, scratch + n, n, &tau, err);
    if (!code)
        *out = (tau + 1.0) / 2.0;
    return code;
}
