/* bandit_draws.c - how often each prompt is in a replicate, and sums over them. */
#include "metrics/bandit_counts.h"

#include "harness/core/memory.h"
#include "harness/core/wide.h"
#include "metrics/resample.h"

#include <stdlib.h>

enum {
    LANES = ASSAY_BANDIT_LANES
};

static enum assay_code check(const struct assay_bandit *bandit,
                             const struct assay_bandit_drawing *how,
                             struct assay_error *err)
{
    const size_t lanes = bandit->blocks * LANES;

    if (how->replicates < 2)
        return assay_fail(err, ASSAY_EDOMAIN, "%zu replicates, at least 2",
                          how->replicates);
    if (!(how->level > 0.0 && how->level < 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "level %g is not between 0 and 1",
                          how->level);
    if (how->replicates > ASSAY_BANDIT_COUNTS_MAX / lanes)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "%zu replicates of %zu prompts are too many: at most %llu",
                          how->replicates, bandit->prompts,
                          (unsigned long long)(ASSAY_BANDIT_COUNTS_MAX / lanes));
    return ASSAY_OK;
}

static void draw(struct assay_bandit_draws *out)
{
    const struct assay_bandit *bandit = out->bandit;
    const struct assay_resample_items items = {out->how.cell, out->how.cluster,
                                               bandit->prompts, out->how.cells,
                                               out->how.clusters};
    struct assay_resample *resample = assay_resample_new(&items, out->how.seed);
    uint32_t *times = assay_memory_new(out->how.clusters, sizeof(*times));

    for (size_t r = 0; r < out->how.replicates; r++) {
        uint8_t *count = out->count + r * out->lanes;

        assay_resample_next(resample, times);
        for (size_t j = 0; j < bandit->prompts; j++) {
            const uint32_t n = times[out->how.cluster[bandit->prompt[j]]];

            count[j] = (uint8_t)(n < UINT8_MAX ? n : UINT8_MAX); /* 1 / 256! */
            out->all[r] += (double)count[j] * bandit->weight[j];
        }
    }
    free(times);
    assay_resample_free(resample);
}

enum assay_code assay_bandit_draws_new(const struct assay_bandit *bandit,
                                       const struct assay_bandit_drawing *how,
                                       struct assay_bandit_draws **out,
                                       struct assay_error *err)
{
    struct assay_bandit_draws *draws;
    const enum assay_code code = check(bandit, how, err);

    *out = NULL;
    if (code)
        return code;
    draws = assay_memory_new(1, sizeof(*draws));
    *draws = (struct assay_bandit_draws){
        .bandit = bandit, .how = *how, .lanes = bandit->blocks * LANES};
    draws->count = assay_memory_new(how->replicates * draws->lanes, sizeof(uint8_t));
    draws->all = assay_memory_new(how->replicates, sizeof(double));
    draw(draws);
    *out = draws;
    return ASSAY_OK;
}

void assay_bandit_draws_free(struct assay_bandit_draws *draws)
{
    if (!draws)
        return;
    free(draws->count);
    free(draws->all);
    free(draws);
}

ASSAY_CLONES
void assay_bandit_counts_sum(const struct assay_bandit_draws *draws,
                             const double *restrict lane, bool average,
                             double *restrict out)
{
    for (size_t r = 0; r < draws->how.replicates; r++) {
        const uint8_t *count = draws->count + r * draws->lanes;
        double sum[LANES] = {0.0}, all = 0.0;

        for (size_t j = 0; j < draws->lanes; j += LANES)
            for (size_t l = 0; l < LANES; l++)
                sum[l] += (double)count[j + l] * lane[j + l];
        for (size_t l = 0; l < LANES; l++)
            all += sum[l];
        out[r] = average ? all / draws->all[r] : all;
    }
}

void assay_bandit_counts_peak(const struct assay_bandit_draws *draws, const double *lane,
                              bool average, double *out)
{
    for (size_t r = 0; r < draws->how.replicates; r++) {
        const uint8_t *count = draws->count + r * draws->lanes;
        double most = 0.0;

        for (size_t j = 0; j < draws->lanes; j++)
            most = count[j] > 0 && lane[j] > most ? lane[j] : most;
        out[r] = average ? most / draws->all[r] : most;
    }
}
