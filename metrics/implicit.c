#include "metrics/implicit.h"

#include <assert.h>
#include <math.h>

double assay_implicit_free(const double *log_p, size_t n, enum assay_implicit how)
{
    double sum = 0.0, squares = 0.0;

    assert(n >= 1);
    for (size_t i = 0; i < n; i++) {
        sum += log_p[i];
        squares += log_p[i] * log_p[i];
    }
    if (how == ASSAY_IMPLICIT_NORM)
        return -sqrt(squares);
    return how == ASSAY_IMPLICIT_SUM ? sum : sum / (double)n;
}

double assay_implicit_ratio(double policy, double reference, double beta)
{
    return beta * (policy - reference);
}
