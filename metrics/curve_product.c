#include "metrics/curve_product.h"

#include "harness/core/wide.h"

#include <assert.h>
#include <string.h>

#ifdef ASSAY_AVX512
#include <immintrin.h>
#endif

enum {
    ROWS = 8,   /* replicates whose sums are in registers at a time */
    DEPTH = 256 /* clusters for which factors stay near the processor */
};

static_assert(ASSAY_CURVE_PANEL == 2 * ASSAY_LANES && ASSAY_CURVE_BLOCK % ROWS == 0,
              "blocks are whole");

/* Of ROWS replicates, depth of all clusters at a time, to all panels. */
struct shape {
    size_t clusters, panels, depth;
};

typedef uint8_t counts_at
    __attribute__((vector_size(ASSAY_LANES * sizeof(uint8_t)), aligned(sizeof(uint8_t))));
typedef int32_t integers __attribute__((vector_size(ASSAY_LANES * sizeof(int32_t))));

/* Counts of ROWS replicates as doubles, (ROWS, DEPTH). */
ASSAY_CLONES
static void pack(const uint8_t *times, size_t clusters, size_t depth, double *packed)
{
    for (size_t r = 0; r < ROWS; r++, times += clusters, packed += DEPTH) {
        size_t c = 0;

        for (; c + ASSAY_LANES <= depth; c += ASSAY_LANES) {
            const integers whole =
                __builtin_convertvector(*(const counts_at *)(times + c), integers);

            *(assay_lanes_at *)(packed + c) = __builtin_convertvector(whole, assay_lanes);
        }
        for (; c < depth; c++)
            packed[c] = (double)times[c];
    }
}

/* The sums of two replicates, 2 x ASSAY_CURVE_PANEL, spelt out so that they stay in registers. */
struct pair {
    assay_lanes a0, a1, b0, b1;
};

static inline struct pair pair_at(const double *out)
{
    const assay_lanes_at *at = (const assay_lanes_at *)out;

    return (struct pair){at[0], at[1], at[2], at[3]};
}

static inline void pair_put(const struct pair *pair, double *out)
{
    assay_lanes_at *at = (assay_lanes_at *)out;

    at[0] = pair->a0;
    at[1] = pair->a1;
    at[2] = pair->b0;
    at[3] = pair->b1;
}

/* Adds depth clusters to half the ROWS x ASSAY_CURVE_PANEL sums: what 16 registers hold. */
ASSAY_CLONES
static void add_half(const double *packed, const double *add, size_t depth, double *out)
{
    const size_t d = DEPTH;
    struct pair one = pair_at(out), two = pair_at(out + 2 * (size_t)ASSAY_CURVE_PANEL);

    for (size_t c = 0; c < depth; c++) {
        const assay_lanes_at *row = (const assay_lanes_at *)(add + c * ASSAY_CURVE_PANEL);
        const double *t = packed + c;
        const assay_lanes left = row[0], right = row[1];

        one.a0 += t[0] * left;
        one.a1 += t[0] * right;
        one.b0 += t[d] * left;
        one.b1 += t[d] * right;
        two.a0 += t[2 * d] * left;
        two.a1 += t[2 * d] * right;
        two.b0 += t[3 * d] * left;
        two.b1 += t[3 * d] * right;
    }
    pair_put(&one, out);
    pair_put(&two, out + 2 * (size_t)ASSAY_CURVE_PANEL);
}

static void add_panel(const double *packed, const double *add, size_t depth, double *out)
{
    add_half(packed, add, depth, out);
    add_half(packed + ROWS / 2 * (size_t)DEPTH, add, depth,
             out + ROWS / 2 * (size_t)ASSAY_CURVE_PANEL);
}

#ifdef ASSAY_AVX512
/* ROWS sums of a panel, a register each. */
struct rows {
    __m512d s0, s1, s2, s3, s4, s5, s6, s7;
};

ASSAY_AVX512
static inline struct rows rows_at(const double *out)
{
    return (struct rows){_mm512_loadu_pd(out),      _mm512_loadu_pd(out + 8),
                         _mm512_loadu_pd(out + 16), _mm512_loadu_pd(out + 24),
                         _mm512_loadu_pd(out + 32), _mm512_loadu_pd(out + 40),
                         _mm512_loadu_pd(out + 48), _mm512_loadu_pd(out + 56)};
}

ASSAY_AVX512
static inline void rows_put(const struct rows *rows, double *out)
{
    _mm512_storeu_pd(out, rows->s0);
    _mm512_storeu_pd(out + 8, rows->s1);
    _mm512_storeu_pd(out + 16, rows->s2);
    _mm512_storeu_pd(out + 24, rows->s3);
    _mm512_storeu_pd(out + 32, rows->s4);
    _mm512_storeu_pd(out + 40, rows->s5);
    _mm512_storeu_pd(out + 48, rows->s6);
    _mm512_storeu_pd(out + 56, rows->s7);
}

/* Products are exact, so that to add them at once is to add them one after the other. */
ASSAY_AVX512
static inline void rows_add(struct rows *rows, const double *t, const double *add)
{
    const size_t d = DEPTH;
    const __m512d row = _mm512_loadu_pd(add);

    rows->s0 = _mm512_fmadd_pd(_mm512_set1_pd(t[0]), row, rows->s0);
    rows->s1 = _mm512_fmadd_pd(_mm512_set1_pd(t[d]), row, rows->s1);
    rows->s2 = _mm512_fmadd_pd(_mm512_set1_pd(t[2 * d]), row, rows->s2);
    rows->s3 = _mm512_fmadd_pd(_mm512_set1_pd(t[3 * d]), row, rows->s3);
    rows->s4 = _mm512_fmadd_pd(_mm512_set1_pd(t[4 * d]), row, rows->s4);
    rows->s5 = _mm512_fmadd_pd(_mm512_set1_pd(t[5 * d]), row, rows->s5);
    rows->s6 = _mm512_fmadd_pd(_mm512_set1_pd(t[6 * d]), row, rows->s6);
    rows->s7 = _mm512_fmadd_pd(_mm512_set1_pd(t[7 * d]), row, rows->s7);
}

ASSAY_AVX512
static void add_panel_wide(const double *packed, const double *add, size_t depth,
                           double *out)
{
    struct rows rows = rows_at(out);

    for (size_t c = 0; c < depth; c++)
        rows_add(&rows, packed + c, add + c * ASSAY_CURVE_PANEL);
    rows_put(&rows, out);
}

/* Two panels, which share the counts; they are `apart` clusters apart. */
ASSAY_AVX512
static void add_two_wide(const double *packed, const double *add, size_t apart,
                         size_t depth, double *out)
{
    const size_t panel = (size_t)ASSAY_CURVE_BLOCK * ASSAY_CURVE_PANEL;
    const double *other = add + apart * ASSAY_CURVE_PANEL;
    struct rows one = rows_at(out), two = rows_at(out + panel);

    for (size_t c = 0; c < depth; c++) {
        rows_add(&one, packed + c, add + c * ASSAY_CURVE_PANEL);
        rows_add(&two, packed + c, other + c * ASSAY_CURVE_PANEL);
    }
    rows_put(&one, out);
    rows_put(&two, out + panel);
}

ASSAY_AVX512
static void pack_wide(const uint8_t *times, size_t clusters, size_t depth, double *packed)
{
    for (size_t r = 0; r < ROWS; r++, times += clusters, packed += DEPTH) {
        size_t c = 0;

        for (; c + ASSAY_CURVE_PANEL <= depth; c += ASSAY_CURVE_PANEL) {
            const __m128i bytes = _mm_loadl_epi64((const void *)(times + c));

            _mm512_storeu_pd(packed + c, _mm512_cvtepi32_pd(_mm256_cvtepu8_epi32(bytes)));
        }
        for (; c < depth; c++)
            packed[c] = (double)times[c];
    }
}

static void add_wide(const uint8_t *times, const double *add, struct shape shape,
                     double *out)
{
    const size_t panel = (size_t)ASSAY_CURVE_BLOCK * ASSAY_CURVE_PANEL;
    double packed[DEPTH * ROWS];
    size_t p = 0;

    pack_wide(times, shape.clusters, shape.depth, packed);
    for (; p + 2 <= shape.panels; p += 2)
        add_two_wide(packed, add + p * shape.clusters * ASSAY_CURVE_PANEL, shape.clusters,
                     shape.depth, out + p * panel);
    if (p < shape.panels)
        add_panel_wide(packed, add + p * shape.clusters * ASSAY_CURVE_PANEL, shape.depth,
                       out + p * panel);
}
#endif

static void add_plain(const uint8_t *times, const double *add, struct shape shape,
                      double *out)
{
    const size_t panel = (size_t)ASSAY_CURVE_BLOCK * ASSAY_CURVE_PANEL;
    double packed[DEPTH * ROWS];

    pack(times, shape.clusters, shape.depth, packed);
    for (size_t p = 0; p < shape.panels; p++)
        add_panel(packed, add + p * shape.clusters * ASSAY_CURVE_PANEL, shape.depth,
                  out + p * panel);
}

typedef void add_fn(const uint8_t *times, const double *add, struct shape shape,
                    double *out);

static add_fn *widest(void)
{
#ifdef ASSAY_AVX512
    if (ASSAY_HAS_AVX512)
        return add_wide;
#endif
    return add_plain;
}

void assay_curve_product(const uint8_t *times, const double *add, size_t clusters,
                         size_t panels, double *out)
{
    add_fn *const add_rows = widest();

    memset(out, 0, panels * ASSAY_CURVE_BLOCK * ASSAY_CURVE_PANEL * sizeof(*out));
    for (size_t from = 0; from < clusters; from += DEPTH) {
        const size_t depth = clusters - from < DEPTH ? clusters - from : DEPTH;
        const struct shape shape = {clusters, panels, depth};

        for (size_t r = 0; r < ASSAY_CURVE_BLOCK; r += ROWS)
            add_rows(times + r * clusters + from, add + from * ASSAY_CURVE_PANEL, shape,
                     out + r * ASSAY_CURVE_PANEL);
    }
}
