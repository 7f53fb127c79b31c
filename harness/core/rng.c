#include "harness/core/rng.h"

#include "harness/core/wide.h"

static const uint64_t golden_gamma = UINT64_C(0x9E3779B97F4A7C15);

static uint64_t mixed(uint64_t z)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

uint64_t assay_rng_next(struct assay_rng *rng)
{
    return mixed(rng->state += golden_gamma);
}

void assay_rng_skip(struct assay_rng *rng, uint64_t count)
{
    rng->state += count * golden_gamma;
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

/* High 64 bits of word * n, of which n has 32. */
static void indices(uint64_t state, uint32_t n, uint32_t *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const uint64_t word = mixed(state += golden_gamma);

        out[i] =
            (uint32_t)(((word >> 32) * n + ((uint32_t)word * (uint64_t)n >> 32)) >> 32);
    }
}

#ifdef ASSAY_AVX512
typedef uint64_t words __attribute__((vector_size(64)));
typedef uint32_t halves_at __attribute__((vector_size(32), aligned(4)));

/* Eight at a time: word i is mixed from the state and i gammas. */
ASSAY_AVX512
static void indices_wide(uint64_t state, uint32_t n, uint32_t *out, size_t count)
{
    const words ordinal = {1, 2, 3, 4, 5, 6, 7, 8};
    words at = ordinal * golden_gamma + state;

    for (size_t i = 0; i < count; i += 8) {
        words z = at;

        z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
        z ^= z >> 31;
        z = ((z >> 32) * n + ((z & UINT32_MAX) * n >> 32)) >> 32;
        *(halves_at *)(out + i) = __builtin_convertvector(z, halves_at);
        at += 8 * golden_gamma;
    }
}
#endif

void assay_rng_indices(struct assay_rng *rng, uint32_t n, uint32_t *out, size_t count)
{
    size_t done = 0;

#ifdef ASSAY_AVX512
    if (ASSAY_HAS_AVX512) {
        done = count - count % 8;
        indices_wide(rng->state, n, out, done);
    }
#endif
    indices(rng->state + done * golden_gamma, n, out + done, count - done);
    assay_rng_skip(rng, count);
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
