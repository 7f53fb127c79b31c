/*
 * dense_cholesky.h - systems of linear equations whose matrix is symmetric and positive definite, at half of what others
 * take (dense_lu.h).
 *
 * LAPACK's factorisation where the program is linked with it, else GSL's. Checked in test_dense_cholesky.c.
 */
#ifndef ASSAY_METRICS_DENSE_CHOLESKY_H
#define ASSAY_METRICS_DENSE_CHOLESKY_H

#include <stdbool.h>
#include <stddef.h>

/* One factorisation, of which any number of threads may solve at once. */
struct assay_dense_cholesky;

/* Room for an n x n matrix, n in 1 .. 32768; release with assay_dense_cholesky_free. */
struct assay_dense_cholesky *assay_dense_cholesky_new(size_t n);

/* The matrix (n, n), row by row, of which column j >= row i is to be filled before it is factorised in its place. */
double *assay_dense_cholesky_matrix(struct assay_dense_cholesky *cholesky);

/* False where it is not positive definite within rounding, or holds what is no number; the matrix is then spent. */
bool assay_dense_cholesky_factorise(struct assay_dense_cholesky *cholesky);

/* x of A x = b in the place of b (n,). */
void assay_dense_cholesky_solve(const struct assay_dense_cholesky *cholesky, double *b);

void assay_dense_cholesky_free(struct assay_dense_cholesky *cholesky);

#endif
