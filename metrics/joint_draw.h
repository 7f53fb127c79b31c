/*
 * joint_draw.h - replicates of a clustered, stratified bootstrap in which several columns share every draw.
 *
 * What bootstrap.h and paired_difference.h are made of: their headers say what cells, clusters and strata are, and how
 * clusters that are alike are drawn as counts.
 */
#ifndef ASSAY_METRICS_JOINT_DRAW_H
#define ASSAY_METRICS_JOINT_DRAW_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct assay_joint_sample {
    const double *credit;    /* (n, columns) row-major, finite */
    const uint32_t *cell;    /* (n,) below cells; NULL: all in cell 0 */
    const uint32_t *cluster; /* (n,) below n; NULL: every item is its own cluster */
    size_t n;                /* >= 1, below 2^32 */
    size_t cells, columns;   /* >= 1 */
};

/* Errors: ASSAY_EDOMAIN if n, cells or columns is outside its range or a credit is not finite. */
ASSAY_MUST_USE
enum assay_code assay_joint_check(const struct assay_joint_sample *sample,
                                  struct assay_error *err);

struct assay_joint;

/* Makes ready to draw from a checked sample, whose arrays are not needed afterwards. */
struct assay_joint *assay_joint_new(const struct assay_joint_sample *sample,
                                    uint64_t seed, bool one_by_one);

/* What the sample itself comes to: sum (cells, columns), count (cells,). */
void assay_joint_total(const struct assay_joint *joint, double *sum, double *count);

/*
 * The next replicates; so many at a time or one by one, they are the same.
 *
 *   sum    (replicates, cells, columns)
 *   count  (replicates, cells)
 */
void assay_joint_next(struct assay_joint *joint, size_t replicates, double *sum,
                      double *count);

void assay_joint_free(struct assay_joint *joint); /* NULL is allowed */

#endif
