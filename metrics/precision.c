#include "metrics/precision.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct format {
    int digits; /* bits of significand, the hidden one included */
    int low;    /* exponent of the smallest normal number, as in 1.f * 2^low */
};

static const struct format bf16 = {8, -126};
static const struct format fp16 = {11, -14};
static const struct format fp32 = {24, -126};

const char *assay_precision_name(enum assay_precision_type type)
{
    static const char *const names[] = {"unknown", "bf16", "fp16", "fp32", "fp64"};

    return names[type];
}

/* For non-integers: they are below 2^53, and below the largest value of a type they fit. */
static bool fits(double x, const struct format *format)
{
    int exponent;
    double scaled;

    (void)frexp(x, &exponent); /* x = f * 2^exponent, f in [1/2, 1) */
    if (exponent - 1 < format->low)
        exponent = format->low + 1; /* subnormal: fewer digits */
    scaled = ldexp(x, format->digits - exponent);
    return scaled == nearbyint(scaled);
}

static int value_order(const void *left, const void *right)
{
    const double a = *(const double *)left;
    const double b = *(const double *)right;

    return (a > b) - (a < b);
}

static enum assay_precision_type verdict(const struct assay_precision *seen)
{
    if (seen->distinct < ASSAY_PRECISION_LEAST)
        return ASSAY_PRECISION_UNKNOWN;
    if (seen->bf16 == seen->distinct)
        return ASSAY_PRECISION_BF16;
    if (seen->fp16 == seen->distinct)
        return ASSAY_PRECISION_FP16;
    if (seen->fp32 == seen->distinct)
        return ASSAY_PRECISION_FP32;
    return ASSAY_PRECISION_FP64;
}

struct assay_precision assay_precision_of(const double *x, size_t n)
{
    struct assay_precision seen = {0};
    double *sorted = assay_memory_new(n + 1, sizeof(*sorted));

    if (n > 0)
        memcpy(sorted, x, n * sizeof(*sorted));
    qsort(sorted, n, sizeof(*sorted), value_order);
    for (size_t i = 0; i < n; i++) {
        if (sorted[i] == trunc(sorted[i]) || (i > 0 && sorted[i] == sorted[i - 1]))
            continue;
        seen.distinct++;
        seen.bf16 += fits(sorted[i], &bf16);
        seen.fp16 += fits(sorted[i], &fp16);
        seen.fp32 += fits(sorted[i], &fp32);
    }
    free(sorted);
    seen.type = verdict(&seen);
    return seen;
}

bool assay_precision_is_half(const double *x, size_t n)
{
    bool in_bf16 = true, in_fp16 = true;

    for (size_t i = 0; i < n && (in_bf16 || in_fp16); i++) {
        if (x[i] == trunc(x[i]))
            continue;
        in_bf16 = in_bf16 && fits(x[i], &bf16);
        in_fp16 = in_fp16 && fits(x[i], &fp16);
    }
    return in_bf16 || in_fp16;
}
