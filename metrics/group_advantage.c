#include "metrics/group_advantage.h"

#include "harness/core/sum.h"
#include "metrics/correlation.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

static bool are_equal(const double *x, size_t n)
{
    for (size_t i = 1; i < n; i++)
        if (x[i] != x[0])
            return false;
    return true;
}

/* What rewards less their mean are multiplied by. */
static double factor(enum assay_group_advantage how, const double *centred, size_t n,
                     double epsilon)
{
    double squares = 0.0;

    if (how == ASSAY_GROUP_RLOO)
        return (double)n / (double)(n - 1);
    if (how != ASSAY_GROUP_GRPO)
        return 1.0;
    for (size_t i = 0; i < n; i++)
        squares += centred[i] * centred[i];
    return 1.0 / (sqrt(squares / (double)(n - 1)) + epsilon);
}

void assay_group_advantage(enum assay_group_advantage how, const double *reward, size_t n,
                           double epsilon, double *out)
{
    const double mean = assay_sum_neumaier(reward, n) / (double)n;
    double by;

    assert(n >= 2);
    if (how == ASSAY_GROUP_RANK) {
        assay_correlation_ranks(reward, n, out);
        for (size_t i = 0; i < n; i++)
            out[i] = (2.0 * out[i] - (double)n - 1.0) / (double)(n - 1);
        return;
    }
    for (size_t i = 0; i < n; i++)
        out[i] = reward[i] - mean;
    if (are_equal(reward, n)) {
        memset(out, 0, n * sizeof(*out));
        return;
    }
    by = factor(how, out, n, epsilon);
    for (size_t i = 0; i < n; i++)
        out[i] *= by;
}
