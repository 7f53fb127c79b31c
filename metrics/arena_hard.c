#include "metrics/arena_hard.h"

#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/quantile.h"

#include <math.h>
#include <stdlib.h>

struct assay_arena_hard_game assay_arena_hard_game_of(double degree, double strong)
{
    return (struct assay_arena_hard_game){
        .battles = fabs(degree) >= 2.0 ? strong : 1.0,
        .share = degree > 0.0   ? 1.0
                 : degree < 0.0 ? 0.0
                                : 0.5,
    };
}

enum assay_code assay_arena_hard_bootstrap(const double *share, size_t n,
                                           struct assay_arena_hard_resampling how,
                                           struct assay_arena_hard_interval *out,
                                           struct assay_error *err)
{
    struct assay_rng rng = assay_rng_stream(how.seed, 0);
    double *mean;

    if (n == 0 || how.replicates == 0)
        return assay_fail(err, ASSAY_EDOMAIN, "no battles to resample");
    mean = assay_memory_new(how.replicates, sizeof(*mean));
    for (size_t r = 0; r < how.replicates; r++) {
        double sum = 0.0;

        for (size_t i = 0; i < n; i++)
            sum += share[assay_rng_index(&rng, n)];
        mean[r] = sum / (double)n * 100.0;
    }
    assay_quantile_sort(mean, how.replicates);
    out->lo = assay_quantile(mean, how.replicates, how.lower / 100.0);
    out->hi = assay_quantile(mean, how.replicates, how.upper / 100.0);
    free(mean);
    return ASSAY_OK;
}
