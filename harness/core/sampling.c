#include "harness/core/sampling.h"

#include "harness/core/rng.h"

uint64_t assay_sampling_seed(const struct assay_sampling *sampling, struct assay_str id,
                             size_t i)
{
    struct assay_rng rng = {sampling->seed};

    for (size_t k = 0; k < id.len; k++) {
        rng.state ^= (unsigned char)id.ptr[k];
        (void)assay_rng_next(&rng);
        rng.state = assay_rng_next(&rng);
    }
    rng = assay_rng_stream(rng.state, i);
    return assay_rng_next(&rng) >> 1;
}
