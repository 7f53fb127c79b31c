/* plain_lp.h - small linear programmes as they stand in a book, solved by GLPK itself: what metrics are held against. */
#ifndef ASSAY_TESTS_UNIT_PLAIN_LP_H
#define ASSAY_TESTS_UNIT_PLAIN_LP_H

#include <stdbool.h>
#include <stddef.h>

enum {
    PLAIN_LP_MAX = 128 /* rows, and columns */
};

/* max gain . x with row . x of each kind; x >= 0 where it is not free. Zeroed at first. */
struct plain_lp {
    size_t columns, rows;
    double gain[PLAIN_LP_MAX];
    bool unbounded[PLAIN_LP_MAX];
    double row[PLAIN_LP_MAX][PLAIN_LP_MAX];
    double right[PLAIN_LP_MAX];
    char kind[PLAIN_LP_MAX]; /* '=', '<' or '>' */
};

/* A new row, of zeros. */
double *plain_lp_row(struct plain_lp *lp, char kind, double right);

/* The greatest value; ends the test where there is none. */
double plain_lp_most(const struct plain_lp *lp);

#endif
