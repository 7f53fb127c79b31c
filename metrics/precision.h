/* precision.h - in which floating-point type was a reward model run? Its scores may tell. */
#ifndef ASSAY_METRICS_PRECISION_H
#define ASSAY_METRICS_PRECISION_H

#include <stdbool.h>
#include <stddef.h>

enum assay_precision_type {
    ASSAY_PRECISION_UNKNOWN,
    ASSAY_PRECISION_BF16, /* 8 bits of significand */
    ASSAY_PRECISION_FP16, /* 11 bits */
    ASSAY_PRECISION_FP32, /* 24 bits */
    ASSAY_PRECISION_FP64
};

/* "unknown", "bf16", "fp16", "fp32", "fp64". */
const char *assay_precision_name(enum assay_precision_type type);

enum {
    ASSAY_PRECISION_LEAST = 20 /* distinct non-integers below which nothing is said */
};

struct assay_precision {
    size_t distinct;         /* distinct values that are not integers */
    size_t bf16, fp16, fp32; /* of them, how many that type holds exactly */
    enum assay_precision_type type;
};

/*
 * Looks at the bit patterns of scores. A value fits a type if some number of that type,
 * subnormals included, equals it. The verdict is the narrowest type that holds all distinct
 * non-integer values; FP64 if none does; UNKNOWN below ASSAY_PRECISION_LEAST of them, because
 * integers and halves (ratings) fit every type. Coarse scores tie often: that is why to ask.
 *
 *   x  (n,) finite; order and repetition do not matter
 *
 * Scores printed with fewer digits than they had look like fp64: the verdict is about what
 * is stored. Source: IEEE 754-2019, table 3.5; bfloat16 as in Kalamkar et al. (2019),
 * arXiv:1905.12322. Checked in test_precision.c.
 */
struct assay_precision assay_precision_of(const double *x, size_t n);

/* True if bf16 or fp16 holds every x (n,): one pass, to ask before sorting many scores. */
bool assay_precision_is_half(const double *x, size_t n);

#endif
