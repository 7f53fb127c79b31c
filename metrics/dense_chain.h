/*
 * dense_chain.h - values and visits of a chain whose matrix is stored: by sums where it mixes fast (mixing.h), else by
 * factorising I - gamma P (dense_lu.h).
 *
 * Which of the two it is goes by the chain, the right-hand side and how many were announced, never by what other threads
 * do, so that outcomes are the same bits for any number of them.
 */
#ifndef ASSAY_METRICS_DENSE_CHAIN_H
#define ASSAY_METRICS_DENSE_CHAIN_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "metrics/mixing.h"

struct assay_dense_chain;

/* Room for a chain of 1 .. 32768 states; release with assay_dense_chain_free. */
struct assay_dense_chain *assay_dense_chain_new(size_t states, double gamma);
void assay_dense_chain_free(struct assay_dense_chain *chain);

/* G = gamma P (states, states), row by row, to be filled, and anew for another chain. */
double *assay_dense_chain_matrix(struct assay_dense_chain *chain);

/*
 * Takes the matrix as it is filled.
 *
 *   solutions  how many will be asked for, about; 0: many. It is factorised at once unless they are so few, and the states
 *              so many, that sums take less
 *
 * Errors: ASSAY_EDOMAIN where I - G is singular or holds what is no number.
 */
ASSAY_MUST_USE
enum assay_code assay_dense_chain_set(struct assay_dense_chain *chain, size_t solutions,
                                      struct assay_error *err);

/*
 * x of so many problems, whose guesses are finite; left is not of a transposed one. What sums do not solve, the
 * factorisation does; each has the bits that it has alone. Any number of threads may ask at once.
 *
 * Errors: as assay_dense_chain_set.
 */
ASSAY_MUST_USE
enum assay_code assay_dense_chain_solve(struct assay_dense_chain *chain,
                                        struct assay_mixing_problem *problem,
                                        size_t count, struct assay_error *err);

#endif
