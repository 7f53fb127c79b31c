/*
 * bandit_block.h - eight prompts of two models at once: sizes of x - lambda y and their slopes.
 *
 * The inner loops of bandit_distance.c, bandit_regret.c and bandit_table.c. Lanes do not meet, so that vectors of any
 * width give the same bits.
 */
#ifndef ASSAY_METRICS_BANDIT_BLOCK_H
#define ASSAY_METRICS_BANDIT_BLOCK_H

#include "metrics/bandit.h"

/* What the size of z, the completions of one prompt, is. */
enum assay_bandit_size {
    ASSAY_BANDIT_RANGE,  /* max z - min z */
    ASSAY_BANDIT_ABS,    /* sum |z| */
    ASSAY_BANDIT_PEAK,   /* max |z| */
    ASSAY_BANDIT_SQUARE, /* sum z^2 */
};

/* Of a lane: its size, and what it grows by where lambda grows (a subgradient). */
struct assay_bandit_lanes {
    double size[ASSAY_BANDIT_LANES], slope[ASSAY_BANDIT_LANES];
};

/*
 * Size and slope of x - lambda y, each lane by itself.
 *
 *   x, y   units of two models at a block; (depth, ASSAY_BANDIT_LANES)
 *   depth  >= 1
 */
void assay_bandit_block(enum assay_bandit_size what, const double *x, const double *y,
                        size_t depth, double lambda, struct assay_bandit_lanes *out);

/* Sizes alone, without slopes: half the work. out (ASSAY_BANDIT_LANES,) */
void assay_bandit_block_size(enum assay_bandit_size what, const double *x,
                             const double *y, size_t depth, double lambda, double *out);

#endif
