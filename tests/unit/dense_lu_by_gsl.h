/* dense_lu_by_gsl.h - metrics/dense_lu.c a second time, as it is where no LAPACK is linked. */
#ifndef ASSAY_TESTS_UNIT_DENSE_LU_BY_GSL_H
#define ASSAY_TESTS_UNIT_DENSE_LU_BY_GSL_H

#include "harness/core/error.h"

#include <stddef.h>

/* The functions of dense_lu.h. */
struct dense_lu_way {
    void *(*make)(size_t n);
    double *(*matrix)(void *lu);
    enum assay_code (*factorise)(void *lu, struct assay_error *err);
    void (*solve)(const void *lu, double *b);
    void (*solve_transposed)(const void *lu, double *b);
    void (*release)(void *lu);
};

extern const struct dense_lu_way dense_lu_by_gsl;

#endif
