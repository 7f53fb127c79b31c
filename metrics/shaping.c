#include "metrics/shaping.h"

#include "harness/core/sum.h"

#include <math.h>

static double sigmoid(double x)
{
    return x >= 0.0 ? 1.0 / (1.0 + exp(-x)) : exp(x) / (1.0 + exp(x));
}

enum assay_code assay_shaping_par(double reward, const double *reference, size_t m,
                                  double k, double *out, struct assay_error *err)
{
    double sum = 0.0;

    if (m == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "no reference rewards");
    for (size_t i = 0; i < m; i++)
        sum += sigmoid(k * (reward - reference[i]));
    *out = sum / (double)m;
    return ASSAY_OK;
}

enum assay_code assay_shaping_self_certainty(const double *logp, size_t tokens,
                                             size_t vocabulary, double *out,
                                             struct assay_error *err)
{
    double sum = 0.0;

    if (tokens == 0 || vocabulary == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "no %s",
                          tokens == 0 ? "tokens" : "vocabulary");
    for (size_t t = 0; t < tokens; t++)
        sum +=
            -assay_sum_neumaier(logp + t * vocabulary, vocabulary) / (double)vocabulary -
            log((double)vocabulary);
    *out = sum / (double)tokens;
    return ASSAY_OK;
}
