/* row_lanes.h - lanes that the loops of row_loops.h run in. */
#ifndef ASSAY_METRICS_ROW_LANES_H
#define ASSAY_METRICS_ROW_LANES_H

#include "harness/core/wide.h"

#include <stdint.h>

enum {
    TWO = 2 * ASSAY_LANES,
    THREE = 3 * ASSAY_LANES,
    WIDE = 4 * ASSAY_LANES,
    LINE = 8 /* doubles of a line of a cache */
};

typedef int64_t lanes_mask __attribute__((vector_size(ASSAY_LANES * sizeof(double))));

/* Four doubles of an array. */
#define AT(x) (*(const assay_lanes_at *)(x))

/* Vectors go by address: what is passed in registers differs by instruction set. */
static inline double lanes_sum(const assay_lanes *x)
{
    return ((*x)[0] + (*x)[1]) + ((*x)[2] + (*x)[3]);
}

static inline double absolute(double x)
{
    return x < 0.0 ? -x : x;
}

/* Asks for sixteen numbers some rows ahead: passes over many rows are longer than near caches. */
#define AHEAD(x) (__builtin_prefetch((x) + 512), __builtin_prefetch((x) + 520))

static inline void add_size(assay_lanes *of, const assay_lanes *x, const assay_lanes *y)
{
    const lanes_mask sign = {INT64_MAX, INT64_MAX, INT64_MAX, INT64_MAX};

    *of += (assay_lanes)((lanes_mask)*x & sign) + (assay_lanes)((lanes_mask)*y & sign);
}

#endif
