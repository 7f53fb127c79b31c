/* linear_programme.h - the greatest value of a linear function under linear constraints, by GLPK's simplex. */
#ifndef ASSAY_METRICS_LINEAR_PROGRAMME_H
#define ASSAY_METRICS_LINEAR_PROGRAMME_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>
#include <stdint.h>

/* max c'y over lo <= y <= hi with A y = 0, or A y <= limit in the last row. */
struct assay_linear_programme {
    size_t columns, rows;
    const double *gain;  /* (columns,) c */
    const double *lo;    /* (columns,) finite */
    const double *hi;    /* (columns,) >= lo; +inf: no bound */
    const size_t *start; /* (columns + 1,) entries of A, column by column */
    const uint32_t *row; /* (start[columns],) below rows */
    const double *value; /* likewise */
    double
        limit; /* of the last row; NAN: that is an equation with 0, as the others are */
};

/*
 *   out  the greatest value
 *
 * Errors: ASSAY_EIO where GLPK is not installed; ASSAY_EDOMAIN where simplex comes to no optimum.
 */
ASSAY_MUST_USE
enum assay_code assay_linear_programme_solve(const struct assay_linear_programme *of,
                                             double *out, struct assay_error *err);

/* The same with where that is: y (columns,), a vertex. */
ASSAY_MUST_USE
enum assay_code assay_linear_programme_point(const struct assay_linear_programme *of,
                                             double *out, double *y,
                                             struct assay_error *err);

#endif
