#include "harness/core/rng.h"

#include "harness/core/wide.h"

#include <stdbool.h>

#ifdef ASSAY_AVX512
#include <immintrin.h>
#endif

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

/* One after the other; what is passed over is written over by the next. */
static size_t indices(uint64_t state, uint32_t n, uint32_t *out, size_t words)
{
    const uint32_t least = -n % n;
    size_t count = 0;

    for (size_t i = 0; i < words; i++) {
        const uint64_t word = mixed(state += golden_gamma);
        const uint64_t low = (uint32_t)word * (uint64_t)n, high = (word >> 32) * n;

        out[count] = (uint32_t)(low >> 32);
        count += (uint32_t)low >= least;
        out[count] = (uint32_t)(high >> 32);
        count += (uint32_t)high >= least;
    }
    return count;
}

#ifdef ASSAY_AVX512
typedef uint64_t words_of __attribute__((vector_size(64)));

/* Eight words at a time, of which word i is mixed from the state and i gammas. False: one is to be passed over. */
ASSAY_AVX512
static bool indices_wide(uint64_t state, uint32_t n, uint32_t *out, size_t words)
{
    const words_of ordinal = {1, 2, 3, 4, 5, 6, 7, 8};
    const __m512i factor = _mm512_set1_epi64(n), least = _mm512_set1_epi32((int)(-n % n));
    words_of at = ordinal * golden_gamma + state;
    __mmask16 passed = 0;

    for (size_t i = 0; i < words; i += 8, at += 8 * golden_gamma) {
        words_of z = at;
        __m512i low, high;

        z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
        z ^= z >> 31;
        low = _mm512_mul_epu32((__m512i)z, factor);
        high = _mm512_mul_epu32((__m512i)(z >> 32), factor);
        _mm512_storeu_si512(out + 2 * i, _mm512_mask_blend_epi32(
                                             0xAAAA, _mm512_srli_epi64(low, 32), high));
        passed |= _mm512_cmplt_epu32_mask(
            _mm512_mask_blend_epi32(0xAAAA, low, _mm512_slli_epi64(high, 32)), least);
    }
    return passed == 0;
}
#endif

size_t assay_rng_indices(struct assay_rng *rng, uint32_t n, uint32_t *out, size_t words)
{
    const uint64_t state = rng->state;

    rng->state += words * golden_gamma;
#ifdef ASSAY_AVX512
    if (words % 8 == 0 && ASSAY_HAS_AVX512 && indices_wide(state, n, out, words))
        return 2 * words;
#endif
    return indices(state, n, out, words);
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
