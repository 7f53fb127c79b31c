#include "metrics/quantile.h"

#include <assert.h>
#include <stdlib.h>

double assay_quantile(const double *sorted, size_t n, double q)
{
    assert(n > 0 && q >= 0.0 && q <= 1.0);

    const double h = q * (double)(n - 1);
    const size_t i = (size_t)h;
    const double t = h - (double)i;

    if (i + 1 >= n)
        return sorted[n - 1];

    const double d = sorted[i + 1] - sorted[i];

    return t < 0.5 ? sorted[i] + d * t : sorted[i + 1] - d * (1.0 - t);
}

static int value_order(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;

    return (a > b) - (a < b);
}

void assay_quantile_sort(double *x, size_t n)
{
    qsort(x, n, sizeof(*x), value_order);
}
