#include "harness/core/rng.h"

static const uint64_t golden_gamma = UINT64_C(0x9E3779B97F4A7C15);

uint64_t assay_rng_next(struct assay_rng *rng)
{
    uint64_t z = rng->state += golden_gamma;

    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* High 64 bits of a * b, from four 32-bit products. */
static uint64_t product_high(uint64_t a, uint64_t b)
{
    const uint64_t a_lo = (uint32_t)a, a_hi = a >> 32;
    const uint64_t b_lo = (uint32_t)b, b_hi = b >> 32;
    const uint64_t low = a_lo * b_lo;
    const uint64_t cross = a_hi * b_lo + (low >> 32);
    const uint64_t other = a_lo * b_hi + (uint32_t)cross;

    return a_hi * b_hi + (cross >> 32) + (other >> 32);
}

uint64_t assay_rng_index(struct assay_rng *rng, uint64_t n)
{
    return product_high(assay_rng_next(rng), n);
}

double assay_rng_uniform(struct assay_rng *rng)
{
    return (double)(assay_rng_next(rng) >> 11) * 0x1p-53;
}

struct assay_rng assay_rng_stream(uint64_t seed, uint64_t i)
{
    struct assay_rng rng = {seed};
    const uint64_t base = assay_rng_next(&rng);

    rng.state = base ^ (i * UINT64_C(0xD1342543DE82EF95) + 1);
    return (struct assay_rng){assay_rng_next(&rng)};
}
