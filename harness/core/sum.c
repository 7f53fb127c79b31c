#include "harness/core/sum.h"

#include <math.h>

double assay_sum_sequential(const double *x, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum;
}

static double block_sum(const double *x, size_t n)
{
    const size_t whole = n - n % 8;
    double r[8];
    double sum;

    for (size_t k = 0; k < 8; k++)
        r[k] = x[k];
    for (size_t i = 8; i < whole; i += 8) {
        for (size_t k = 0; k < 8; k++)
            r[k] += x[i + k];
    }
    sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    for (size_t i = whole; i < n; i++)
        sum += x[i];
    return sum;
}

double assay_sum_pairwise(const double *x, size_t n)
{
    size_t half;

    if (n < 8)
        return assay_sum_sequential(x, n);
    if (n <= 128)
        return block_sum(x, n);
    half = n / 2;
    half -= half % 8;
    return assay_sum_pairwise(x, half) + assay_sum_pairwise(x + half, n - half);
}

double assay_sum_neumaier(const double *x, size_t n)
{
    double sum = 0.0;
    double lost = 0.0;

    for (size_t i = 0; i < n; i++) {
        const double next = sum + x[i];

        if (fabs(sum) >= fabs(x[i]))
            lost += (sum - next) + x[i];
        else
            lost += (x[i] - next) + sum;
        sum = next;
    }
    return sum + lost;
}
