#include "metrics/bootstrap.h"

#include "harness/core/memory.h"
#include "harness/core/sum.h"
#include "metrics/joint_draw.h"
#include "metrics/quantile.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

enum assay_code assay_bootstrap_draw(const struct assay_sample *sample,
                                     const struct assay_resampling *how, double *sum,
                                     double *count, struct assay_error *err)
{
    const struct assay_joint_sample alone = {
        sample->credit, sample->cell, sample->cluster, sample->n, sample->cells, 1};
    const enum assay_code code = assay_joint_check(&alone, err);
    struct assay_joint *joint;

    if (code)
        return code;
    if (how->replicates < 1)
        return assay_fail(err, ASSAY_EDOMAIN, "bootstrap without replicates");
    joint = assay_joint_new(&alone, how->seed, how->one_by_one);
    assay_joint_next(joint, how->replicates, sum, count);
    assay_joint_free(joint);
    return ASSAY_OK;
}

enum assay_code assay_bootstrap_percentile(double *value, size_t n, double level,
                                           struct assay_percentile *out,
                                           struct assay_error *err)
{
    double square = 0.0;
    double mean;

    if (n < 2 || !(level > 0.0 && level < 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "interval of level %g from %zu replicates",
                          level, n);
    mean = assay_sum_sequential(value, n) / (double)n;
    for (size_t i = 0; i < n; i++)
        square += (value[i] - mean) * (value[i] - mean);
    assay_quantile_sort(value, n);
    out->lo = assay_quantile(value, n, (1.0 - level) / 2.0);
    out->hi = assay_quantile(value, n, (1.0 + level) / 2.0);
    out->se = sqrt(square / (double)(n - 1));
    return ASSAY_OK;
}

enum assay_code assay_bootstrap_mean(const struct assay_sample *sample,
                                     const struct assay_resampling *how, double level,
                                     struct assay_percentile *out,
                                     struct assay_error *err)
{
    double *mean = assay_memory_new(2 * how->replicates + 1, sizeof(*mean));
    double *count = mean + how->replicates;
    enum assay_code code;

    assert(sample->cells == 1);
    code = assay_bootstrap_draw(sample, how, mean, count, err);
    for (size_t r = 0; !code && r < how->replicates; r++)
        mean[r] /= count[r];
    if (!code)
        code = assay_bootstrap_percentile(mean, how->replicates, level, out, err);
    free(mean);
    return code;
}
