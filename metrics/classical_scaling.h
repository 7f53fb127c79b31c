/* classical_scaling.h - things as points of a plane, from the distances between them. */
#ifndef ASSAY_METRICS_CLASSICAL_SCALING_H
#define ASSAY_METRICS_CLASSICAL_SCALING_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>

/* What a map of two dimensions leaves out. */
struct assay_classical_scaling {
    double
        share; /* of the two largest eigenvalues in the sum of the positive ones; 1 where there are none */
    double
        negative; /* sum of the absolute negative ones over that of all: what no space shows */
    size_t negatives; /* how many of them, beyond rounding */
};

/*
 * Classical scaling to two dimensions: with B = -1/2 J D2 J, D2 the squared distances and J = I - 1/n,
 *
 *   place_ik = sqrt(lambda_k) v_ik, lambda_1 >= lambda_2 the largest eigenvalues of B, v_k their eigenvectors;
 *   0 where lambda_k <= 0
 *
 * so that distances in the plane are at most and as near as can be those of a Euclidean d. A d that is not
 * Euclidean has negative eigenvalues. Each axis points to where its largest place, the first of equal ones,
 * is positive.
 *
 *   d      (n, n) symmetric distances, row-major, finite
 *   n      >= 1
 *   place  (n, 2)
 *
 * Errors: ASSAY_EDOMAIN where the eigenvalues are not found.
 * Source: Torgerson (1952), Psychometrika 17:401-419; Gower (1966), Biometrika 53:325-338. Checked in
 * test_linkage.c.
 */
ASSAY_MUST_USE
enum assay_code assay_classical_scaling(const double *d, size_t n, double *place,
                                        struct assay_classical_scaling *out,
                                        struct assay_error *err);

#endif
