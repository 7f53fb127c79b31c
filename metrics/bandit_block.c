/* bandit_block.c - the inner loops over eight prompts of two models. */
#include "metrics/bandit_block.h"

#include "harness/core/wide.h"

#include <math.h>

enum {
    LANES = ASSAY_BANDIT_LANES
};

ASSAY_CLONES
static void range_slope(const double *restrict x, const double *restrict y, size_t depth,
                        double lambda, struct assay_bandit_lanes *restrict out)
{
    double most[LANES], least[LANES], high[LANES], low[LANES];

    for (size_t l = 0; l < LANES; l++) {
        most[l] = least[l] = x[l] - lambda * y[l];
        high[l] = low[l] = y[l];
    }
    for (size_t k = 1; k < depth; k++) {
        const double *a = x + k * LANES, *b = y + k * LANES;

        for (size_t l = 0; l < LANES; l++) {
            const double z = a[l] - lambda * b[l], at = b[l];

            high[l] = z > most[l] ? at : high[l];
            low[l] = z < least[l] ? at : low[l];
            most[l] = z > most[l] ? z : most[l];
            least[l] = z < least[l] ? z : least[l];
        }
    }
    for (size_t l = 0; l < LANES; l++) {
        out->size[l] = most[l] - least[l];
        out->slope[l] = low[l] - high[l];
    }
}

ASSAY_CLONES
static void range_size(const double *restrict x, const double *restrict y, size_t depth,
                       double lambda, double *restrict out)
{
    double most[LANES], least[LANES];

    for (size_t l = 0; l < LANES; l++)
        most[l] = least[l] = x[l] - lambda * y[l];
    for (size_t k = 1; k < depth; k++) {
        const double *a = x + k * LANES, *b = y + k * LANES;

        for (size_t l = 0; l < LANES; l++) {
            const double z = a[l] - lambda * b[l];

            most[l] = z > most[l] ? z : most[l];
            least[l] = z < least[l] ? z : least[l];
        }
    }
    for (size_t l = 0; l < LANES; l++)
        out[l] = most[l] - least[l];
}

ASSAY_CLONES
static void abs_slope(const double *restrict x, const double *restrict y, size_t depth,
                      double lambda, struct assay_bandit_lanes *restrict out)
{
    double sum[LANES] = {0.0}, slope[LANES] = {0.0};

    for (size_t k = 0; k < depth; k++) {
        const double *a = x + k * LANES, *b = y + k * LANES;

        for (size_t l = 0; l < LANES; l++) {
            const double z = a[l] - lambda * b[l], at = b[l];

            sum[l] += fabs(z);
            slope[l] += z < 0.0 ? at : -at;
        }
    }
    for (size_t l = 0; l < LANES; l++) {
        out->size[l] = sum[l];
        out->slope[l] = slope[l];
    }
}

ASSAY_CLONES
static void peak_slope(const double *restrict x, const double *restrict y, size_t depth,
                       double lambda, struct assay_bandit_lanes *restrict out)
{
    double most[LANES] = {0.0}, slope[LANES] = {0.0};

    for (size_t k = 0; k < depth; k++) {
        const double *a = x + k * LANES, *b = y + k * LANES;

        for (size_t l = 0; l < LANES; l++) {
            const double z = a[l] - lambda * b[l], at = z < 0.0 ? b[l] : -b[l];
            const double size = fabs(z);

            slope[l] = size > most[l] ? at : slope[l];
            most[l] = size > most[l] ? size : most[l];
        }
    }
    for (size_t l = 0; l < LANES; l++) {
        out->size[l] = most[l];
        out->slope[l] = slope[l];
    }
}

ASSAY_CLONES
static void square_slope(const double *restrict x, const double *restrict y, size_t depth,
                         double lambda, struct assay_bandit_lanes *restrict out)
{
    double sum[LANES] = {0.0}, slope[LANES] = {0.0};

    for (size_t k = 0; k < depth; k++) {
        const double *a = x + k * LANES, *b = y + k * LANES;

        for (size_t l = 0; l < LANES; l++) {
            const double z = a[l] - lambda * b[l];

            sum[l] += z * z;
            slope[l] -= 2.0 * z * b[l];
        }
    }
    for (size_t l = 0; l < LANES; l++) {
        out->size[l] = sum[l];
        out->slope[l] = slope[l];
    }
}

void assay_bandit_block(enum assay_bandit_size what, const double *x, const double *y,
                        size_t depth, double lambda, struct assay_bandit_lanes *out)
{
    switch (what) {
    case ASSAY_BANDIT_RANGE:
        range_slope(x, y, depth, lambda, out);
        return;
    case ASSAY_BANDIT_ABS:
        abs_slope(x, y, depth, lambda, out);
        return;
    case ASSAY_BANDIT_PEAK:
        peak_slope(x, y, depth, lambda, out);
        return;
    case ASSAY_BANDIT_SQUARE:
        square_slope(x, y, depth, lambda, out);
        return;
    }
}

void assay_bandit_block_size(enum assay_bandit_size what, const double *x,
                             const double *y, size_t depth, double lambda, double *out)
{
    struct assay_bandit_lanes lanes;

    if (what == ASSAY_BANDIT_RANGE) {
        range_size(x, y, depth, lambda, out);
        return;
    }
    assay_bandit_block(what, x, y, depth, lambda, &lanes);
    for (size_t l = 0; l < LANES; l++)
        out[l] = lanes.size[l];
}
