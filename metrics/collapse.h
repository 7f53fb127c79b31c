/* collapse.h - since when a number of a training run has been far below what it was. */
#ifndef ASSAY_METRICS_COLLAPSE_H
#define ASSAY_METRICS_COLLAPSE_H

#include <stdbool.h>
#include <stddef.h>

struct assay_collapse_how {
    double share;  /* of the start that is lost, in [0, 1): 0.5 is half of it */
    double points; /* lost beside that, >= 0, in the unit of the values */
    size_t warm;   /* first values whose mean is the start, >= 1 */
};

struct assay_collapse {
    bool found;
    size_t at;    /* of values, from 0 */
    double start; /* mean of the first values */
    double floor; /* start (1 - share) - points */
};

/*
 * The first value from which on all are at or below
 *
 *   floor = start (1 - share) - points,   start = mean of the first `warm` values
 *
 * A dip that the run recovers from is none. Values that are missing (NaN) are passed over, and not counted among
 * the first. Nothing is found where not more than `warm` values are there.
 *
 *   value  (n,) NaN: missing
 *
 * Checked in test_collapse.c.
 */
void assay_collapse_find(const double *value, size_t n,
                         const struct assay_collapse_how *how,
                         struct assay_collapse *out);

#endif
