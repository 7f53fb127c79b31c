#include "metrics/turnover_errors.h"

#include "harness/core/memory.h"
#include "harness/core/rng.h"

#include <gsl/gsl_cdf.h>

#include <stdlib.h>

enum assay_code assay_turnover_of_errors(const struct assay_turnover_errors *errors,
                                         double level, struct assay_turnover *out,
                                         struct assay_error *err)
{
    const size_t n = errors->points, all = errors->replicates * n;
    double *replicate = assay_memory_new(all, sizeof(*replicate));
    struct assay_rng rng = {errors->seed};
    const struct assay_turnover_curve curve = {.gold = errors->gold,
                                               .replicate = replicate,
                                               .points = n,
                                               .replicates = errors->replicates};
    enum assay_code code;

    for (size_t i = 0; i < all; i++) {
        const double z = gsl_cdf_ugaussian_Pinv(assay_rng_uniform(&rng) + 0x1p-54);

        replicate[i] = errors->gold[i % n] + errors->se[i % n] * z;
    }
    code = assay_turnover_of(&curve, level, out, err);
    free(replicate);
    return code;
}
