#include "metrics/dense_lu.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

#ifdef ASSAY_LAPACK

/* LAPACK's, whose matrices go column by column: what it factorises is the transpose of ours. */
/* NOLINTBEGIN(readability-identifier-naming) */
extern void dgetrf_(const int *m, const int *n, double *a, const int *lda, int *pivot,
                    int *info);
extern void dgetrs_(const char *trans, const int *n, const int *columns, const double *a,
                    const int *lda, const int *pivot, double *b, const int *ldb,
                    int *info, size_t trans_length);
/* NOLINTEND(readability-identifier-naming) */

struct assay_dense_lu {
    int n;
    double *a;
    int *pivot;
};

struct assay_dense_lu *assay_dense_lu_new(size_t n)
{
    struct assay_dense_lu *lu = assay_memory_new(1, sizeof(*lu));

    lu->n = (int)n;
    lu->a = assay_memory_resize(NULL, n * n, sizeof(*lu->a)); /* not zeroed */
    lu->pivot = assay_memory_new(n, sizeof(*lu->pivot));
    return lu;
}

double *assay_dense_lu_matrix(struct assay_dense_lu *lu)
{
    return lu->a;
}

enum assay_code assay_dense_lu_factorise(struct assay_dense_lu *lu,
                                         struct assay_error *err)
{
    int info = 0;

    dgetrf_(&lu->n, &lu->n, lu->a, &lu->n, lu->pivot, &info);
    for (size_t i = 0; info == 0 && i < (size_t)lu->n; i++)
        if (!isfinite(lu->a[i * (size_t)lu->n + i]))
            info = 1;
    return info ? assay_fail(err, ASSAY_EDOMAIN, "a singular matrix") : ASSAY_OK;
}

static void solve(const struct assay_dense_lu *lu, const char *trans, double *b)
{
    const int one = 1;
    int info = 0;

    dgetrs_(trans, &lu->n, &one, lu->a, &lu->n, lu->pivot, b, &lu->n, &info, 1);
}

void assay_dense_lu_solve(const struct assay_dense_lu *lu, double *b)
{
    solve(lu, "T", b);
}

void assay_dense_lu_solve_transposed(const struct assay_dense_lu *lu, double *b)
{
    solve(lu, "N", b);
}

void assay_dense_lu_free(struct assay_dense_lu *lu)
{
    if (!lu)
        return;
    free(lu->a);
    free(lu->pivot);
    free(lu);
}

#else

#include <gsl/gsl_linalg.h>
#include <gsl/gsl_permute_vector.h>

struct assay_dense_lu {
    size_t n;
    double *a;
    gsl_permutation *order; /* NULL where memory ran out: then it is singular */
};

struct assay_dense_lu *assay_dense_lu_new(size_t n)
{
    struct assay_dense_lu *lu = assay_memory_new(1, sizeof(*lu));

    lu->n = n;
    lu->a = assay_memory_new(n * n, sizeof(*lu->a));
    lu->order = gsl_permutation_calloc(n);
    return lu;
}

double *assay_dense_lu_matrix(struct assay_dense_lu *lu)
{
    return lu->a;
}

enum assay_code assay_dense_lu_factorise(struct assay_dense_lu *lu,
                                         struct assay_error *err)
{
    gsl_matrix_view a = gsl_matrix_view_array(lu->a, lu->n, lu->n);
    int sign, bad = !lu->order || gsl_linalg_LU_decomp(&a.matrix, lu->order, &sign);

    for (size_t i = 0; !bad && i < lu->n; i++)
        bad = !isfinite(lu->a[i * lu->n + i]) || lu->a[i * lu->n + i] == 0.0;
    return bad ? assay_fail(err, ASSAY_EDOMAIN, "a singular matrix") : ASSAY_OK;
}

void assay_dense_lu_solve(const struct assay_dense_lu *lu, double *b)
{
    const gsl_matrix_const_view a = gsl_matrix_const_view_array(lu->a, lu->n, lu->n);
    gsl_vector_view x = gsl_vector_view_array(b, lu->n);

    (void)gsl_linalg_LU_svx(&a.matrix, lu->order, &x.vector);
}

/* P A = L U, so A' x = b is U' y = b, L' z = y, x = P' z. */
void assay_dense_lu_solve_transposed(const struct assay_dense_lu *lu, double *b)
{
    const gsl_matrix_const_view a = gsl_matrix_const_view_array(lu->a, lu->n, lu->n);
    gsl_vector_view x = gsl_vector_view_array(b, lu->n);

    (void)gsl_blas_dtrsv(CblasUpper, CblasTrans, CblasNonUnit, &a.matrix, &x.vector);
    (void)gsl_blas_dtrsv(CblasLower, CblasTrans, CblasUnit, &a.matrix, &x.vector);
    (void)gsl_permute_vector_inverse(lu->order, &x.vector);
}

void assay_dense_lu_free(struct assay_dense_lu *lu)
{
    if (!lu)
        return;
    free(lu->a);
    gsl_permutation_free(lu->order);
    free(lu);
}

#endif
