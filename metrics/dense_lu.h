/*
 * dense_lu.h - systems of linear equations with a dense matrix.
 *
 * LAPACK's factorisation with partial pivoting where the program is linked with it, else GSL's.
 */
#ifndef ASSAY_METRICS_DENSE_LU_H
#define ASSAY_METRICS_DENSE_LU_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>

/* One factorisation, of which any number of threads may solve at once. */
struct assay_dense_lu;

/* Room for an n x n matrix, n in 1 .. 32768; release with assay_dense_lu_free. */
struct assay_dense_lu *assay_dense_lu_new(size_t n);

/* The matrix (n, n), row by row, to be filled before it is factorised in its place. */
double *assay_dense_lu_matrix(struct assay_dense_lu *lu);

/* Errors: ASSAY_EDOMAIN where the matrix is singular or holds what is no number. */
ASSAY_MUST_USE
enum assay_code assay_dense_lu_factorise(struct assay_dense_lu *lu,
                                         struct assay_error *err);

/* x of A x = b in the place of b (n,). */
void assay_dense_lu_solve(const struct assay_dense_lu *lu, double *b);

/* x of A' x = b in the place of b (n,). */
void assay_dense_lu_solve_transposed(const struct assay_dense_lu *lu, double *b);

void assay_dense_lu_free(struct assay_dense_lu *lu);

#endif
