#include "metrics/ensemble_score.h"

#include "harness/core/sum.h"

#include <assert.h>
#include <math.h>

/* Pairwise in blocks, so that no copy of a long row is needed. */
static double variance(const double *s, size_t n, double mean, size_t ddof)
{
    double square[128], sum = 0.0;
    size_t done = 0;

    if (n <= ddof || n == 1)
        return 0.0;
    while (done < n) {
        const size_t count = n - done < 128 ? n - done : 128;

        for (size_t i = 0; i < count; i++)
            square[i] = (s[done + i] - mean) * (s[done + i] - mean);
        sum += assay_sum_pairwise(square, count);
        done += count;
    }
    return sum / (double)(n - ddof);
}

static double worst(const double *s, size_t n)
{
    double least = s[0];

    for (size_t i = 1; i < n; i++)
        if (s[i] < least)
            least = s[i];
    return least;
}

double assay_ensemble_score(const double *s, size_t n, enum assay_ensemble how,
                            double lambda, size_t ddof)
{
    double mean, var;

    assert(n >= 1);
    if (how == ASSAY_ENSEMBLE_WORST)
        return worst(s, n);
    mean = assay_sum_pairwise(s, n) / (double)n;
    if (how == ASSAY_ENSEMBLE_MEAN)
        return mean;
    var = variance(s, n, mean, ddof);
    return mean - lambda * (how == ASSAY_ENSEMBLE_SPREAD ? sqrt(var) : var);
}
