/*
 * ridge.h - linear least squares out of sums over rows, so that rows need not be kept.
 *
 * Rows x_i (width,) and targets y_i are added one by one:
 *
 *   min_w  sum_i (w.x_i - y_i)^2 + lambda |w|^2,    (X'X + lambda I) w = X'y
 *
 * Columns are scaled to one length before the system is solved by Cholesky; w is corrected once by its residual.
 *
 * Source: Hoerl and Kennard (1970), Technometrics 12:55; Golub and Van Loan (2013), Matrix Computations, section 5.3. Checked
 *         in tests/cases/signals.steps.yaml, row 12, and test_step_credit.c.
 */
#ifndef ASSAY_METRICS_RIDGE_H
#define ASSAY_METRICS_RIDGE_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>

enum {
    ASSAY_RIDGE_WIDTH = 4096 /* most columns */
};

struct assay_ridge;

struct assay_ridge *assay_ridge_new(size_t width); /* 1 .. ASSAY_RIDGE_WIDTH */
void assay_ridge_free(struct assay_ridge *ridge);  /* NULL is allowed */

/* A row (width,), finite. */
void assay_ridge_add(struct assay_ridge *ridge, const double *x, double y);

size_t assay_ridge_width(const struct assay_ridge *ridge);

/*
 * The weights (width,).
 *
 *   lambda  >= 0
 *
 * Errors: ASSAY_EDOMAIN where columns depend on one another (fewer rows than columns, a column of 0) and lambda does not
 *         settle it.
 */
ASSAY_MUST_USE
enum assay_code assay_ridge_solve(const struct assay_ridge *ridge, double lambda,
                                  double *w, struct assay_error *err);

#endif
