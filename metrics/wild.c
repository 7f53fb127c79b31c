#include "metrics/wild.h"

#include <math.h>
#include <stddef.h>

double assay_wild_draw(struct assay_rng *rng)
{
    static const double square_of[3] = {1.5, 1.0, 0.5};
    const size_t k = assay_rng_index(rng, 6);

    return (k < 3 ? -1.0 : 1.0) * sqrt(square_of[k % 3]);
}
