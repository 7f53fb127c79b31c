/* curve_product.h - counts of resampled clusters times what the clusters add to a curve. */
#ifndef ASSAY_METRICS_CURVE_PRODUCT_H
#define ASSAY_METRICS_CURVE_PRODUCT_H

#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_CURVE_PANEL = 8, /* columns side by side */
    ASSAY_CURVE_BLOCK = 32 /* replicates that are drawn and multiplied together */
};

/*
 * sums of a block of replicates:
 *
 *   out_rj = sum_c times_rc add_cj,   c ascending, one addition after the other
 *
 * Each element has an accumulator of its own, so its bits depend neither on the block nor on the
 * vectors of the machine. A product of matrices by BLAS would add in an order of its own.
 *
 *   times   (ASSAY_CURVE_BLOCK, clusters) row-major
 *   add     (panels, clusters, ASSAY_CURVE_PANEL), each times 255 without rounding
 *   out     (panels, ASSAY_CURVE_BLOCK, ASSAY_CURVE_PANEL)
 */
void assay_curve_product(const uint8_t *times, const double *add, size_t clusters,
                         size_t panels, double *out);

#endif
