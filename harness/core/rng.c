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

/* High 64 bits of word * n, of which n has 32. */
static void indices(uint64_t state, uint32_t n, uint32_t *out, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const uint64_t word = mixed(state += golden_gamma);

        out[i] =
            (uint32_t)(((word >> 32) * n + ((uint32_t)word * (uint64_t)n >> 32)) >> 32);
    }
}

/* One after the other; what is passed over is written over by the next. */
static size_t halves(uint64_t state, uint32_t n, uint32_t *out, size_t words)
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
typedef uint64_t eight __attribute__((vector_size(64)));

/* Products of n and the low halves of eight words, and of n and the high halves. */
struct products {
    __m512i low, high;
};

/* Eight states: word i is mixed from the state and i gammas. */
ASSAY_AVX512
static inline eight eight_from(uint64_t state)
{
    const eight ordinal = {1, 2, 3, 4, 5, 6, 7, 8};

    return ordinal * golden_gamma + state;
}

ASSAY_AVX512
static inline struct products products_of(eight z, __m512i n)
{
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    z ^= z >> 31;
    return (struct products){_mm512_mul_epu32((__m512i)z, n),
                             _mm512_mul_epu32((__m512i)(z >> 32), n)};
}

ASSAY_AVX512
static void indices_wide(uint64_t state, uint32_t n, uint32_t *out, size_t count)
{
    const __m512i factor = _mm512_set1_epi64(n);
    eight at = eight_from(state);

    for (size_t i = 0; i < count; i += 8, at += 8 * golden_gamma) {
        const struct products p = products_of(at, factor);
        const __m512i sum = _mm512_add_epi64(p.high, _mm512_srli_epi64(p.low, 32));

        _mm256_storeu_si256((void *)(out + i),
                            _mm512_cvtepi64_epi32(_mm512_srli_epi64(sum, 32)));
    }
}

/* False: one is to be passed over. */
ASSAY_AVX512
static bool halves_wide(uint64_t state, uint32_t n, uint32_t *out, size_t words)
{
    const __m512i factor = _mm512_set1_epi64(n), least = _mm512_set1_epi32((int)(-n % n));
    eight at = eight_from(state);
    __mmask16 passed = 0;

    for (size_t i = 0; i < words; i += 8, at += 8 * golden_gamma) {
        const struct products p = products_of(at, factor);
        const __m512i index =
            _mm512_mask_blend_epi32(0xAAAA, _mm512_srli_epi64(p.low, 32), p.high);
        const __m512i rest =
            _mm512_mask_blend_epi32(0xAAAA, p.low, _mm512_slli_epi64(p.high, 32));

        _mm512_storeu_si512(out + 2 * i, index);
        passed |= _mm512_cmplt_epu32_mask(rest, least);
    }
    return passed == 0;
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
    rng->state += count * golden_gamma;
}

size_t assay_rng_halves(struct assay_rng *rng, uint32_t n, uint32_t *out, size_t words)
{
    const uint64_t state = rng->state;

    rng->state += words * golden_gamma;
#ifdef ASSAY_AVX512
    if (words % 8 == 0 && ASSAY_HAS_AVX512 && halves_wide(state, n, out, words))
        return 2 * words;
#endif
    return halves(state, n, out, words);
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
