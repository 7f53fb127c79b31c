/*
 * row_loops.h - loops over rows of numbers, as wide as the machine has.
 *
 * Sums run in eight or sixteen lanes and then in a fixed order: the same bits on every machine that computes in doubles, for any
 * number of threads.
 */
#ifndef ASSAY_METRICS_ROW_LOOPS_H
#define ASSAY_METRICS_ROW_LOOPS_H

#include <stddef.h>

double assay_row_sum(const double *x, size_t n);

/* sum x y */
double assay_row_dot(const double *x, const double *y, size_t n);

/* out[k] = sum x y of each of so many rows x, one behind the other. */
void assay_rows_dot(const double *x, size_t rows, const double *y, size_t n, double *out);

/* The same of two y, x being read once: the bits of each alone. */
void assay_rows_dot_two(const double *x, size_t rows, const double *const y[2], size_t n,
                        double *const out[2]);

/* out[k] = sum w x of row k of both; gives the sum of |x| over all rows. */
double assay_rows_weigh(const double *w, const double *x, size_t rows, size_t n,
                        double *out);

/* out[k] = sum x of row k; gives the sum of |x| over all rows. */
double assay_rows_sums(const double *x, size_t rows, size_t n, double *out);

/* sum |x| */
double assay_row_size(const double *x, size_t n);

/* out = |c x - d y|; y NULL: |c x| */
struct assay_row_apart {
    double c, d;
    const double *x, *y;
};
void assay_row_apart(const struct assay_row_apart *apart, double *out, size_t n);

/* max |x| */
double assay_row_largest(const double *x, size_t n);

/* out = c */
void assay_row_fill(double c, double *out, size_t n);

/* out = c x */
void assay_row_times(double c, const double *x, double *out, size_t n);

/* out += c x */
void assay_row_add(double c, const double *x, double *out, size_t n);

/* The sum of so many rows x, one behind the other, and out (n,) += c times each. */
double assay_rows_sum_add(double c, const double *x, size_t rows, double *out, size_t n);

/* A row of R + gamma Phi(s') - Phi(s) - ...: x + after - less - pair. */
struct assay_row_shape {
    const double *after; /* (n,) */
    const double *pair;  /* (n,); NULL: 0 */
    double less;
};

void assay_row_shaped(const struct assay_row_shape *shape, const double *x, double *out,
                      size_t n);

/* max of the absolute numbers of so many rows, one behind the other, without writing them. */
double assay_rows_shaped_largest(const struct assay_row_shape *shape, const double *x,
                                 size_t rows, size_t n);

/* Two rows x + after - less, of one s. */
struct assay_row_pair {
    const double *x[2], *after[2];
    double less[2];
};

/* sum w e0 e0, sum w e0 e1, sum w e1 e1 of the two rows e. */
void assay_row_products(const struct assay_row_pair *pair, const double *w, size_t n,
                        double out[3]);

/* sum w (c0 e0 + c1 e1)^2 */
double assay_row_mixed_square(const struct assay_row_pair *pair, const double c[2],
                              const double *w, size_t n);

/* A sum over j of c[j] times row index[j] of x, whose rows are `apart` numbers behind one another. */
struct assay_row_mix {
    const double *c;
    const unsigned *index;
    size_t count;
    const double *x;
    size_t apart;
};

/* out = share times start + scale times such a sum; start (n,) may be out. */
struct assay_row_start {
    const double *start;
    double share, scale;
};
void assay_row_mixed(const struct assay_row_mix *mix, const struct assay_row_start *start,
                     double *out, size_t n);

/* out (n, n) = x (n, n) turned, whose rows are `apart` numbers behind one another. */
void assay_rows_turn(const double *x, size_t n, size_t apart, double *out);

/* out[i] = x[index[i]] */
void assay_row_gather(const double *x, const unsigned *index, double *out, size_t n);

#endif
