#include "metrics/dense_cholesky.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

struct assay_dense_cholesky {
    size_t n;
    double *a;
};

struct assay_dense_cholesky *assay_dense_cholesky_new(size_t n)
{
    struct assay_dense_cholesky *cholesky = assay_memory_new(1, sizeof(*cholesky));

    cholesky->n = n;
    cholesky->a = assay_memory_resize(NULL, n * n, sizeof(*cholesky->a)); /* not zeroed */
    return cholesky;
}

double *assay_dense_cholesky_matrix(struct assay_dense_cholesky *cholesky)
{
    return cholesky->a;
}

void assay_dense_cholesky_free(struct assay_dense_cholesky *cholesky)
{
    if (!cholesky)
        return;
    free(cholesky->a);
    free(cholesky);
}

static bool is_sound(const struct assay_dense_cholesky *cholesky)
{
    for (size_t i = 0; i < cholesky->n; i++)
        if (!isfinite(cholesky->a[i * cholesky->n + i]))
            return false;
    return true;
}

#ifdef ASSAY_LAPACK

/* LAPACK's, whose matrices go column by column: our upper half is its lower one. */
/* NOLINTBEGIN(readability-identifier-naming) */
extern void dpotrf_(const char *half, const int *n, double *a, const int *lda, int *info,
                    size_t half_length);
extern void dpotrs_(const char *half, const int *n, const int *columns, const double *a,
                    const int *lda, double *b, const int *ldb, int *info,
                    size_t half_length);
/* NOLINTEND(readability-identifier-naming) */

bool assay_dense_cholesky_factorise(struct assay_dense_cholesky *cholesky)
{
    const int n = (int)cholesky->n;
    int info = 0;

    dpotrf_("L", &n, cholesky->a, &n, &info, 1);
    return info == 0 && is_sound(cholesky);
}

void assay_dense_cholesky_solve(const struct assay_dense_cholesky *cholesky, double *b)
{
    const int n = (int)cholesky->n, one = 1;
    int info = 0;

    dpotrs_("L", &n, &one, cholesky->a, &n, b, &n, &info, 1);
}

#else

#include <gsl/gsl_linalg.h>

/* GSL's reads the lower half. */
bool assay_dense_cholesky_factorise(struct assay_dense_cholesky *cholesky)
{
    const size_t n = cholesky->n;
    gsl_matrix_view a = gsl_matrix_view_array(cholesky->a, n, n);

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            cholesky->a[i * n + j] = cholesky->a[j * n + i];
    return !gsl_linalg_cholesky_decomp1(&a.matrix) && is_sound(cholesky);
}

void assay_dense_cholesky_solve(const struct assay_dense_cholesky *cholesky, double *b)
{
    const gsl_matrix_const_view a =
        gsl_matrix_const_view_array(cholesky->a, cholesky->n, cholesky->n);
    gsl_vector_view x = gsl_vector_view_array(b, cholesky->n);

    (void)gsl_linalg_cholesky_svx(&a.matrix, &x.vector);
}

#endif
