/* curve_product.h - counts of resampled clusters times what the clusters add to a curve, exactly. */
#ifndef ASSAY_METRICS_CURVE_PRODUCT_H
#define ASSAY_METRICS_CURVE_PRODUCT_H

#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_CURVE_PANEL = 8,  /* columns side by side */
    ASSAY_CURVE_BLOCK = 64, /* replicates that are drawn and multiplied together */
    ASSAY_CURVE_BITS = 30   /* of whole numbers, beside the sign */
};

/* What clusters add to columns. */
struct assay_curve_factor {
    size_t clusters;
    size_t columns; /* a multiple of ASSAY_CURVE_PANEL */
    const double *
        whole; /* (clusters, columns), whole numbers within -2^30 .. 2^30; the caller's */
    int8_t *
        digit; /* their digits to the base 256, where the machine multiplies bytes; else NULL */
};

/* Makes the digits of whole; none are made where they are of no use. */
void assay_curve_factor_set(struct assay_curve_factor *factor);

void assay_curve_factor_release(struct assay_curve_factor *factor);

/* Bytes from the counts of one replicate to those of the next: clusters, or up to three more. */
size_t assay_curve_stride(size_t clusters);

/*
 * Sums of a block of replicates:
 *
 *   out_rj = sum_c times_rc whole_cj
 *
 * As long as sums of |times whole| are within 2^53, each is a whole number that a double holds, so that it depends
 * neither on the order of additions nor on the machine. With digits, sums of bytes are added up by one
 * instruction for 64 products (AVX-512 VNNI); without, it is a product of matrices by BLAS.
 *
 *   times   (ASSAY_CURVE_BLOCK, assay_curve_stride) row-major; what is behind the last cluster counts nothing
 *   out     (ASSAY_CURVE_BLOCK, columns) row-major
 *
 * Checked in test_curve_product.c, both ways, against sums of 64-bit integers.
 */
void assay_curve_product(const struct assay_curve_factor *factor, const uint8_t *times,
                         double *out);

#endif
