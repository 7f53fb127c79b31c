#include "reports/diagnostics/prompt_mean.h"

#include "harness/core/memory.h"
#include "metrics/bootstrap.h"

#include <stdlib.h>

void assay_prompt_mean_add(struct assay_prompt_mean *mean, struct assay_str prompt,
                           double x)
{
    if (mean->n == mean->room) {
        mean->room = assay_memory_grow(mean->room, mean->n + 1);
        mean->x = assay_memory_resize(mean->x, mean->room, sizeof(*mean->x));
        mean->cluster =
            assay_memory_resize(mean->cluster, mean->room, sizeof(*mean->cluster));
    }
    mean->x[mean->n] = x;
    mean->cluster[mean->n++] = assay_names_add(&mean->prompts, prompt);
}

static enum assay_code interval(const struct assay_prompt_mean *mean,
                                const struct assay_diagnosis *how,
                                struct assay_figure *out, struct assay_error *err)
{
    const struct assay_sample sample = {mean->x, NULL, mean->cluster, mean->n, 1};
    const struct assay_resampling resampling = {how->replicates, how->seed, true};
    double *sum = assay_memory_new(2 * how->replicates, sizeof(*sum));
    double *count = sum + how->replicates;
    struct assay_percentile ends;
    enum assay_code code = assay_bootstrap_draw(&sample, &resampling, sum, count, err);

    for (size_t r = 0; !code && r < how->replicates; r++)
        sum[r] = count[r] > 0.0 ? sum[r] / count[r] : 0.0;
    if (!code)
        code = assay_bootstrap_percentile(sum, how->replicates, how->level, &ends, err);
    if (!code) {
        out->has_bootstrap = true;
        out->bootstrap_lo = ends.lo;
        out->bootstrap_hi = ends.hi;
    }
    free(sum);
    return code;
}

enum assay_code assay_prompt_mean_figure(const struct assay_prompt_mean *mean,
                                         const struct assay_diagnosis *how,
                                         const char *why, struct assay_figure *out,
                                         struct assay_error *err)
{
    double sum = 0.0;

    *out = (struct assay_figure){.why = assay_str_of(why)};
    if (mean->n == 0)
        return ASSAY_OK;
    for (size_t i = 0; i < mean->n; i++)
        sum += mean->x[i];
    *out = (struct assay_figure){.defined = true, .value = sum / (double)mean->n};
    return how->replicates >= 2 ? interval(mean, how, out, err) : ASSAY_OK;
}

void assay_diagnosis_put_figure(struct assay_diagnosis *out, struct assay_node *map,
                                const char *key, const struct assay_figure *figure)
{
    struct assay_node *value = assay_node_map(out->arena);

    if (!figure->defined) {
        assay_node_put(out->arena, map, key, assay_node_null());
        return;
    }
    assay_node_put_real(out->arena, value, "value", figure->value);
    if (figure->has_bootstrap) {
        assay_node_put_real(out->arena, value, "lo", figure->bootstrap_lo);
        assay_node_put_real(out->arena, value, "hi", figure->bootstrap_hi);
    }
    assay_node_put(out->arena, map, key, *value);
}

void assay_prompt_mean_release(struct assay_prompt_mean *mean)
{
    assay_names_release(&mean->prompts);
    free(mean->x);
    free(mean->cluster);
    *mean = (struct assay_prompt_mean){.n = 0};
}
