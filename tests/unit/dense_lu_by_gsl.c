#include "tests/unit/dense_lu_by_gsl.h"

#undef ASSAY_LAPACK
/* NOLINTBEGIN(readability-identifier-naming): they stand for names of functions */
#define assay_dense_lu                  by_gsl
#define assay_dense_lu_new              by_gsl_new
#define assay_dense_lu_matrix           by_gsl_matrix
#define assay_dense_lu_factorise        by_gsl_factorise
#define assay_dense_lu_solve            by_gsl_solve
#define assay_dense_lu_solve_transposed by_gsl_solve_transposed
#define assay_dense_lu_free             by_gsl_free
/* NOLINTEND(readability-identifier-naming) */

#include "metrics/dense_lu.c" /* NOLINT(bugprone-suspicious-include): what is tested is this source, built otherwise */

static void *make(size_t n)
{
    return by_gsl_new(n);
}

static double *matrix(void *lu)
{
    return by_gsl_matrix(lu);
}

static enum assay_code factorise(void *lu, struct assay_error *err)
{
    return by_gsl_factorise(lu, err);
}

static void solve(const void *lu, double *b)
{
    by_gsl_solve(lu, b);
}

static void solve_transposed(const void *lu, double *b)
{
    by_gsl_solve_transposed(lu, b);
}

static void release(void *lu)
{
    by_gsl_free(lu);
}

const struct dense_lu_way dense_lu_by_gsl = {make,  matrix,           factorise,
                                             solve, solve_transposed, release};
