#include "metrics/curve_product.h"

#include "harness/core/memory.h"
#include "harness/core/wide.h"

#include <assert.h>
#include <gsl/gsl_cblas.h>
#include <stdlib.h>
#include <string.h>

#ifdef ASSAY_VNNI
#include <immintrin.h>
#endif

enum {
    PANEL = ASSAY_CURVE_PANEL,
    BLOCK = ASSAY_CURVE_BLOCK,
    ROWS = 8,   /* replicates whose sums are in registers at a time */
    DIGITS = 4, /* of a whole number */
    FOUR = 4,   /* clusters whose products with counts are added at once */
    TILE = DIGITS * PANEL * FOUR, /* digits of four clusters in a panel */
    DEPTH = 1024, /* clusters whose digits in a panel stay near the processor */
    COUNTS = 128  /* clusters whose counts become doubles at a time */
};

static_assert(BLOCK % ROWS == 0 && DEPTH % FOUR == 0 && TILE == 128, "tiles are whole");
static_assert(DEPTH <= INT32_MAX / (UINT8_MAX * 128), "sums of products of bytes fit");

size_t assay_curve_stride(size_t clusters)
{
    return (clusters + FOUR - 1) / FOUR * FOUR;
}

#ifdef ASSAY_VNNI

/* The digits of a number lie PANEL * FOUR apart, from the lowest; each is within -128 .. 127. */
static void digits_put(double whole, int8_t *digit)
{
    const uint32_t half = UINT32_C(0x80808080);
    const uint32_t bits = ((uint32_t)(int32_t)whole + half) ^ half;

    for (size_t k = 0; k < DIGITS; k++)
        digit[k * PANEL * FOUR] = (int8_t)(uint8_t)(bits >> (8 * k));
}

/* (columns / PANEL, stride / FOUR, DIGITS, PANEL, FOUR) */
static void digits_made(struct assay_curve_factor *factor)
{
    const size_t stride = assay_curve_stride(factor->clusters);
    const double *whole = factor->whole;

    factor->digit = assay_memory_new(stride * factor->columns, DIGITS);
    for (size_t c = 0; c < factor->clusters; c++)
        for (size_t j = 0; j < factor->columns; j++)
            digits_put(*whole++,
                       factor->digit +
                           (j / PANEL * stride + c / FOUR * FOUR) * DIGITS * PANEL +
                           j % PANEL * FOUR + c % FOUR);
}

typedef int32_t digit_sums __attribute__((vector_size(PANEL * sizeof(int32_t))));
typedef double sums_at __attribute__((vector_size(PANEL * sizeof(double)),
                                      aligned(sizeof(double)), may_alias));

/* Sums of digits in ROWS rows, each a register. */
struct rows {
    __m512i r0, r1, r2, r3, r4, r5, r6, r7;
};

ASSAY_VNNI
static inline __m512i counts_at(const uint8_t *times)
{
    int32_t four;

    memcpy(&four, times, sizeof(four));
    return _mm512_set1_epi32(four);
}

/* Adds of each digit what four clusters add as often as they were drawn. */
ASSAY_VNNI
static inline void rows_add(struct rows *sum, const uint8_t *times, size_t stride,
                            __m512i digits)
{
    sum->r0 = _mm512_dpbusd_epi32(sum->r0, counts_at(times), digits);
    sum->r1 = _mm512_dpbusd_epi32(sum->r1, counts_at(times + stride), digits);
    sum->r2 = _mm512_dpbusd_epi32(sum->r2, counts_at(times + 2 * stride), digits);
    sum->r3 = _mm512_dpbusd_epi32(sum->r3, counts_at(times + 3 * stride), digits);
    sum->r4 = _mm512_dpbusd_epi32(sum->r4, counts_at(times + 4 * stride), digits);
    sum->r5 = _mm512_dpbusd_epi32(sum->r5, counts_at(times + 5 * stride), digits);
    sum->r6 = _mm512_dpbusd_epi32(sum->r6, counts_at(times + 6 * stride), digits);
    sum->r7 = _mm512_dpbusd_epi32(sum->r7, counts_at(times + 7 * stride), digits);
}

ASSAY_VNNI
static void add_tile(const uint8_t *times, size_t stride, const int8_t *digit,
                     size_t fours, size_t columns, double *out)
{
    struct rows low = {0}, high = {0};
    digit_sums sum[2][ROWS][2];

    for (size_t q = 0; q < fours; q++, digit += TILE, times += FOUR) {
        rows_add(&low, times, stride, _mm512_loadu_si512(digit));
        rows_add(&high, times, stride, _mm512_loadu_si512(digit + TILE / 2));
    }
    memcpy(sum[0], &low, sizeof(low));
    memcpy(sum[1], &high, sizeof(high));
    for (size_t r = 0; r < ROWS; r++) {
        sums_at *at = (sums_at *)(out + r * columns);

        *at += __builtin_convertvector(sum[0][r][0], sums_at) +
               __builtin_convertvector(sum[0][r][1], sums_at) * 0x1p8 +
               __builtin_convertvector(sum[1][r][0], sums_at) * 0x1p16 +
               __builtin_convertvector(sum[1][r][1], sums_at) * 0x1p24;
    }
}

static void by_bytes(const struct assay_curve_factor *factor, const uint8_t *times,
                     double *out)
{
    const size_t stride = assay_curve_stride(factor->clusters), columns = factor->columns;

    for (size_t from = 0; from < stride; from += DEPTH) {
        const size_t depth = stride - from < DEPTH ? stride - from : DEPTH;

        for (size_t j = 0; j < columns; j += PANEL) {
            const int8_t *digit = factor->digit + (j * stride + from * PANEL) * DIGITS;

            for (size_t r = 0; r < BLOCK; r += ROWS)
                add_tile(times + r * stride + from, stride, digit, depth / FOUR, columns,
                         out + r * columns + j);
        }
    }
}
#endif

static void by_blas(const struct assay_curve_factor *factor, const uint8_t *times,
                    double *out)
{
    const size_t stride = assay_curve_stride(factor->clusters);
    const int columns = (int)factor->columns;
    double counts[BLOCK * COUNTS];

    for (size_t from = 0; from < factor->clusters; from += COUNTS) {
        const size_t depth =
            factor->clusters - from < COUNTS ? factor->clusters - from : COUNTS;

        for (size_t r = 0; r < BLOCK; r++)
            for (size_t c = 0; c < depth; c++)
                counts[r * COUNTS + c] = times[r * stride + from + c];
        cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, BLOCK, columns, (int)depth,
                    1.0, counts, COUNTS, factor->whole + from * factor->columns, columns,
                    1.0, out, columns);
    }
}

void assay_curve_factor_set(struct assay_curve_factor *factor)
{
    factor->digit = NULL;
#ifdef ASSAY_VNNI
    if (ASSAY_HAS_VNNI)
        digits_made(factor);
#endif
}

void assay_curve_factor_release(struct assay_curve_factor *factor)
{
    free(factor->digit);
    *factor = (struct assay_curve_factor){0};
}

void assay_curve_product(const struct assay_curve_factor *factor, const uint8_t *times,
                         double *out)
{
    memset(out, 0, BLOCK * factor->columns * sizeof(*out));
#ifdef ASSAY_VNNI
    if (factor->digit) {
        by_bytes(factor, times, out);
        return;
    }
#endif
    by_blas(factor, times, out);
}
