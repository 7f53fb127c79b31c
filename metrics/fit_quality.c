#include "metrics/fit_quality.h"

#include "harness/core/memory.h"
#include "harness/core/sum.h"

#include <math.h>
#include <stdlib.h>

/* sum_i w_i (x_i - y_i)^2; y NULL: the same number, level, for all */
static double squares(const double *x, const double *y, double level,
                      const double *weight, size_t n)
{
    double *term = assay_memory_new(n, sizeof(*term));
    double sum;

    for (size_t i = 0; i < n; i++) {
        const double off = x[i] - (y ? y[i] : level);

        term[i] = (weight ? weight[i] : 1.0) * off * off;
    }
    sum = assay_sum_neumaier(term, n);
    free(term);
    return sum;
}

static double mean_of(const double *x, const double *weight, size_t n)
{
    double *term = assay_memory_new(n, sizeof(*term));
    double sum;

    for (size_t i = 0; i < n; i++)
        term[i] = (weight ? weight[i] : 1.0) * x[i];
    sum = assay_sum_neumaier(term, n);
    free(term);
    return sum / (weight ? assay_sum_neumaier(weight, n) : (double)n);
}

struct assay_fit_quality assay_fit_quality_of(const double *r, const double *fitted,
                                              const double *left_out,
                                              const double *weight, size_t n)
{
    const double about_mean = squares(r, NULL, mean_of(r, weight, n), weight, n);
    const double about_zero = squares(r, NULL, 0.0, weight, n);
    struct assay_fit_quality out = {.sse = squares(r, fitted, 0.0, weight, n)};

    out.has_r2 = about_mean > 0.0;
    out.r2 = out.has_r2 ? 1.0 - out.sse / about_mean : 0.0;
    out.has_r2_zero = about_zero > 0.0;
    out.r2_zero = out.has_r2_zero ? 1.0 - out.sse / about_zero : 0.0;
    out.has_loo = left_out != NULL;
    if (left_out)
        out.loo = sqrt(squares(left_out, NULL, 0.0, weight, n) /
                       (weight ? assay_sum_neumaier(weight, n) : (double)n));
    return out;
}
