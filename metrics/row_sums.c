/* row_sums.c - the sums of row_loops.h that go through most numbers, wider where the machine is: the same bits. */
#include "metrics/row_lanes.h"
#include "metrics/row_loops.h"

ASSAY_CLONES
static double sums_by_four(const double *x, size_t rows, size_t n, double *out)
{
    assay_lanes even = {0.0}, odd = {0.0};
    double rest = 0.0;

    for (size_t k = 0; k < rows; k++, x += n) {
        assay_lanes a = {0.0}, b = {0.0};
        size_t i = 0;

        for (; i + WIDE <= n; i += WIDE) {
            const assay_lanes one = AT(x + i), two = AT(x + i + ASSAY_LANES);
            const assay_lanes three = AT(x + i + TWO), four = AT(x + i + THREE);

            AHEAD(x + i);
            a += one + three;
            b += two + four;
            add_size(&even, &one, &three);
            add_size(&odd, &two, &four);
        }
        a += b;
        out[k] = lanes_sum(&a);
        for (; i < n; i++) {
            out[k] += x[i];
            rest += absolute(x[i]);
        }
    }
    even += odd;
    return lanes_sum(&even) + rest;
}

ASSAY_CLONES
static double size_by_four(const double *x, size_t n)
{
    assay_lanes even = {0.0}, odd = {0.0};
    size_t i = 0;
    double out;

    for (; i + WIDE <= n; i += WIDE) {
        const assay_lanes one = AT(x + i), two = AT(x + i + ASSAY_LANES);
        const assay_lanes three = AT(x + i + TWO), four = AT(x + i + THREE);

        AHEAD(x + i);
        add_size(&even, &one, &three);
        add_size(&odd, &two, &four);
    }
    even += odd;
    out = lanes_sum(&even);
    for (; i < n; i++)
        out += absolute(x[i]);
    return out;
}

#ifdef ASSAY_AVX512

typedef double wide __attribute__((vector_size(2 * sizeof(assay_lanes))));
typedef double wide_at __attribute__((vector_size(2 * sizeof(assay_lanes)),
                                      aligned(sizeof(double)), may_alias));
typedef int64_t wide_mask __attribute__((vector_size(2 * sizeof(assay_lanes))));

/* Even and odd lanes side by side, added as those of four are. */
ASSAY_AVX512
static double wide_sum(const wide *x)
{
    double half[ASSAY_LANES];

    for (int i = 0; i < ASSAY_LANES; i++)
        half[i] = (*x)[i] + (*x)[i + ASSAY_LANES];
    return (half[0] + half[1]) + (half[2] + half[3]);
}

/* The same bits. */
ASSAY_AVX512
static double sums_by_eight(const double *x, size_t rows, size_t n, double *out)
{
    const wide_mask sign = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX,
                            INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX};
    wide sizes = {0.0};
    double rest = 0.0;

    for (size_t k = 0; k < rows; k++, x += n) {
        wide sum = {0.0};
        size_t i = 0;

        for (; i + WIDE <= n; i += WIDE) {
            const wide one = *(const wide_at *)(x + i);
            const wide two = *(const wide_at *)(x + i + TWO);

            AHEAD(x + i);
            sum += one + two;
            sizes += (wide)((wide_mask)one & sign) + (wide)((wide_mask)two & sign);
        }
        out[k] = wide_sum(&sum);
        for (; i < n; i++) {
            out[k] += x[i];
            rest += absolute(x[i]);
        }
    }
    return wide_sum(&sizes) + rest;
}

ASSAY_AVX512
static double size_by_eight(const double *x, size_t n)
{
    const wide_mask sign = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX,
                            INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX};
    wide sizes = {0.0};
    size_t i = 0;
    double out;

    for (; i + WIDE <= n; i += WIDE) {
        const wide one = *(const wide_at *)(x + i);
        const wide two = *(const wide_at *)(x + i + TWO);

        AHEAD(x + i);
        sizes += (wide)((wide_mask)one & sign) + (wide)((wide_mask)two & sign);
    }
    out = wide_sum(&sizes);
    for (; i < n; i++)
        out += absolute(x[i]);
    return out;
}

#endif

double assay_rows_sums(const double *x, size_t rows, size_t n, double *out)
{
#ifdef ASSAY_AVX512
    if (ASSAY_HAS_AVX512)
        return sums_by_eight(x, rows, n, out);
#endif
    return sums_by_four(x, rows, n, out);
}

double assay_row_size(const double *x, size_t n)
{
#ifdef ASSAY_AVX512
    if (ASSAY_HAS_AVX512)
        return size_by_eight(x, n);
#endif
    return size_by_four(x, n);
}
