/* Least squares over potentials, for the forms of least norm. */
#include "harness/core/memory.h"
#include "metrics/canonical_parts.h"
#include "metrics/dense_lu.h"
#include "metrics/mdp_least_squares.h"
#include "metrics/row_loops.h"

#include <gsl/gsl_blas.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = 128, /* rows of B at a time */
    REFINEMENTS = 1
};

struct assay_least_squares {
    const struct assay_mdp *mdp;
    struct assay_mdp_how how;
    double *weight;            /* (states, actions) */
    struct assay_dense_lu *lu; /* of B' W B; NULL: iterated */
};

void assay_mdp_squares(const struct assay_mdp *mdp, double *out)
{
    for (size_t k = 0; k < mdp->states * mdp->actions; k++) {
        const double *chance = mdp->chance + mdp->row[k];

        out[k] = assay_row_dot(chance, chance, mdp->row[k + 1] - mdp->row[k]);
    }
}

/* Row k of B times the root of its weight. */
static void put_row(const struct assay_least_squares *squares, size_t k, double *out)
{
    const struct assay_mdp *mdp = squares->mdp;
    const double root = sqrt(squares->weight[k]);

    if (assay_mdp_row_is_full(mdp, k)) {
        assay_row_times(-root * mdp->gamma, mdp->chance + mdp->row[k], out, mdp->states);
    } else {
        memset(out, 0, mdp->states * sizeof(*out));
        assay_mdp_row_add(mdp, k, -root * mdp->gamma, out);
    }
    out[k / mdp->actions] += root;
}

/* B' W B, all of it. */
static void normal_matrix(const struct assay_least_squares *squares, double *out)
{
    const size_t n = squares->mdp->states, rows = n * squares->mdp->actions;
    double *block = assay_memory_resize(NULL, BLOCK * n, sizeof(*block));
    gsl_matrix_view to = gsl_matrix_view_array(out, n, n);

    memset(out, 0, n * n * sizeof(*out));
    for (size_t from = 0; from < rows; from += BLOCK) {
        const size_t count = rows - from < BLOCK ? rows - from : BLOCK;
        const gsl_matrix_const_view of = gsl_matrix_const_view_array(block, count, n);

        for (size_t i = 0; i < count; i++)
            put_row(squares, from + i, block + i * n);
        gsl_blas_dsyrk(CblasUpper, CblasTrans, 1.0, &of.matrix, 1.0, &to.matrix);
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            out[i * n + j] = out[j * n + i];
    free(block);
}

enum assay_code assay_least_squares_new(const struct assay_mdp *mdp, const double *weight,
                                        const struct assay_mdp_how *how,
                                        struct assay_least_squares **out,
                                        struct assay_error *err)
{
    const size_t rows = mdp->states * mdp->actions;
    struct assay_least_squares *made = assay_memory_new(1, sizeof(*made));
    enum assay_code code = ASSAY_OK;

    made->mdp = mdp;
    made->how = *how;
    made->weight = assay_memory_new(rows, sizeof(*made->weight));
    for (size_t k = 0; k < rows; k++)
        made->weight[k] = weight ? weight[k] : 1.0;
    if (assay_mdp_is_dense(mdp, how)) {
        made->lu = assay_dense_lu_new(mdp->states);
        normal_matrix(made, assay_dense_lu_matrix(made->lu));
        code = assay_dense_lu_factorise(made->lu, err);
    }
    if (code)
        assay_least_squares_free(made);
    *out = code ? NULL : made;
    return code;
}

/* residual = r - B phi. */
static void leave(const struct assay_mdp *mdp, const double *r, const double *phi,
                  double *residual)
{
    assay_mdp_expects(mdp, 0, mdp->states * mdp->actions, phi, residual);
    for (size_t k = 0; k < mdp->states * mdp->actions; k++)
        residual[k] = r[k] - phi[k / mdp->actions] + mdp->gamma * residual[k];
}

/* out = B' W x. */
static void project(const struct assay_least_squares *squares, const double *x,
                    double *out)
{
    const struct assay_mdp *mdp = squares->mdp;

    memset(out, 0, mdp->states * sizeof(*out));
    for (size_t k = 0; k < mdp->states * mdp->actions; k++) {
        const double weighed = squares->weight[k] * x[k];

        out[k / mdp->actions] += weighed;
        assay_mdp_row_add(mdp, k, -mdp->gamma * weighed, out);
    }
}

enum assay_code assay_least_squares_solve(const struct assay_least_squares *squares,
                                          const double *r, double *phi, double *residual,
                                          struct assay_error *err)
{
    const struct assay_mdp *mdp = squares->mdp;
    enum assay_code code;
    double *step;

    if (!squares->lu) {
        code = assay_mdp_least_squares(mdp, r, squares->weight, &squares->how, phi, err);
        leave(mdp, r, phi, residual);
        return code;
    }
    step = assay_memory_new(mdp->states, sizeof(*step));
    memset(phi, 0, mdp->states * sizeof(*phi));
    memcpy(residual, r, mdp->states * mdp->actions * sizeof(*residual));
    for (unsigned turn = 0; turn <= REFINEMENTS; turn++) {
        project(squares, residual, step);
        assay_dense_lu_solve(squares->lu, step);
        for (size_t s = 0; s < mdp->states; s++)
            phi[s] += step[s];
        leave(mdp, r, phi, residual);
    }
    free(step);
    return ASSAY_OK;
}

void assay_least_squares_free(struct assay_least_squares *squares)
{
    if (!squares)
        return;
    assay_dense_lu_free(squares->lu);
    free(squares->weight);
    free(squares);
}
