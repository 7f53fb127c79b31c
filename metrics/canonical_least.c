/* Least squares over potentials, for the forms of least norm. */
#include "harness/core/memory.h"
#include "metrics/canonical_parts.h"
#include "metrics/dense_cholesky.h"
#include "metrics/dense_lu.h"
#include "metrics/mdp_floors.h"
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
    double *weight;                        /* (states, actions) */
    struct assay_dense_cholesky *cholesky; /* of B' W B */
    struct assay_dense_lu
        *lu; /* of the same, where rounding has made it indefinite. Neither: iterated */
};

/* The same by floors: all but the entries above are the floor. */
static void squares_by_floors(const struct assay_mdp *mdp, double *out)
{
    const struct assay_mdp_floors *floors = mdp->floors;

    for (size_t k = 0; k < mdp->states * mdp->actions; k++) {
        const double floor = floors->floor[k];
        const size_t above = floors->row[k + 1] - floors->row[k];

        out[k] = (double)(mdp->states - above) * floor * floor;
        for (size_t i = floors->row[k]; i < floors->row[k + 1]; i++) {
            const double chance = floor + floors->above[i];

            out[k] += chance * chance;
        }
    }
}

void assay_mdp_squares(const struct assay_mdp *mdp, double *out)
{
    if (mdp->floors) {
        squares_by_floors(mdp, out);
        return;
    }
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

/* B' W B by products, column j >= row i. */
static void normal_products(const struct assay_least_squares *squares, double *out)
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
    free(block);
}

/* What row k of B adds to B' W B beside the floors: w (e - gamma b)(e - gamma b)', e that of its own state s. */
static void add_above(const struct assay_mdp_floors *floors, size_t k, size_t s,
                      const double part[2], double *out, size_t n)
{
    const uint32_t *next = floors->next;
    const double *above = floors->above, gamma = part[1];
    const size_t end = floors->row[k + 1];

    out[s * n + s] += part[0];
    for (size_t i = floors->row[k]; i < end; i++) {
        const double entry = part[0] * gamma * above[i];
        const size_t t = next[i];
        double *row = out + t * n;

        out[t < s ? t * n + s : s * n + t] -= t == s ? 2.0 * entry : entry;
        for (size_t j = i; j < end; j++)
            row[next[j]] += gamma * entry * above[j];
    }
}

/*
 * B' W B by what is above floors: with row k of tau f 1 + b, and e that of its state,
 *
 *   sum_k w (e - gamma b)(e - gamma b)' - gamma (u 1' + 1 u') + gamma^2 sum_k w f^2 1 1',  u = sum_k w f (e - gamma b)
 */
static void normal_short(const struct assay_least_squares *squares,
                         const struct assay_mdp_floors *floors, double *out)
{
    const struct assay_mdp *mdp = squares->mdp;
    const size_t n = mdp->states;
    double *u = assay_memory_new(n, sizeof(*u)), all = 0.0;

    memset(out, 0, n * n * sizeof(*out));
    for (size_t s = 0, k = 0; s < n; s++) {
        for (const size_t end = k + mdp->actions; k < end; k++) {
            const double part[2] = {squares->weight[k], mdp->gamma};
            const double floor = floors->floor ? floors->floor[k] : 0.0;

            add_above(floors, k, s, part, out, n);
            u[s] += part[0] * floor;
            (void)assay_floors_add(floors, k, -mdp->gamma * part[0] * floor, u);
            all += part[0] * floor * floor;
        }
    }
    for (size_t i = 0; floors->floor && i < n; i++)
        for (size_t j = i; j < n; j++)
            out[i * n + j] += mdp->gamma * (mdp->gamma * all - u[i] - u[j]);
    free(u);
}

static void normal_matrix(const struct assay_least_squares *squares, double *out)
{
    struct assay_mdp_floors floors;

    if (assay_mdp_is_short(squares->mdp, &floors))
        normal_short(squares, &floors, out);
    else
        normal_products(squares, out);
}

/* What is positive definite but for rounding, by exchanging rows. */
static enum assay_code factorise_indefinite(struct assay_least_squares *made,
                                            struct assay_error *err)
{
    const size_t n = made->mdp->states;
    double *a;

    assay_dense_cholesky_free(made->cholesky);
    made->cholesky = NULL;
    made->lu = assay_dense_lu_new(n);
    a = assay_dense_lu_matrix(made->lu);
    normal_matrix(made, a);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            a[i * n + j] = a[j * n + i];
    return assay_dense_lu_factorise(made->lu, err);
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
        made->cholesky = assay_dense_cholesky_new(mdp->states);
        normal_matrix(made, assay_dense_cholesky_matrix(made->cholesky));
        if (!assay_dense_cholesky_factorise(made->cholesky))
            code = factorise_indefinite(made, err);
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
    for (size_t s = 0, k = 0; s < mdp->states; s++)
        for (const size_t end = k + mdp->actions; k < end; k++)
            residual[k] = r[k] - phi[s] + mdp->gamma * residual[k];
}

/* out = B' W x. */
static void project(const struct assay_least_squares *squares, const double *x,
                    double *out)
{
    const struct assay_mdp *mdp = squares->mdp;
    double floor = 0.0;

    memset(out, 0, mdp->states * sizeof(*out));
    for (size_t s = 0, k = 0; s < mdp->states; s++) {
        for (const size_t end = k + mdp->actions; k < end; k++) {
            const double weighed = squares->weight[k] * x[k];

            out[s] += weighed;
            if (mdp->floors)
                floor += assay_floors_add(mdp->floors, k, -mdp->gamma * weighed, out);
            else
                assay_mdp_row_add(mdp, k, -mdp->gamma * weighed, out);
        }
    }
    for (size_t s = 0; s < mdp->states; s++)
        out[s] += floor;
}

static void solve(const struct assay_least_squares *squares, double *b)
{
    if (squares->cholesky)
        assay_dense_cholesky_solve(squares->cholesky, b);
    else
        assay_dense_lu_solve(squares->lu, b);
}

enum assay_code assay_least_squares_solve(const struct assay_least_squares *squares,
                                          const double *r, double *phi, double *residual,
                                          struct assay_error *err)
{
    const struct assay_mdp *mdp = squares->mdp;
    enum assay_code code;
    double *step;

    if (!squares->cholesky && !squares->lu) {
        code = assay_mdp_least_squares(mdp, r, squares->weight, &squares->how, phi, err);
        leave(mdp, r, phi, residual);
        return code;
    }
    step = assay_memory_new(mdp->states, sizeof(*step));
    memset(phi, 0, mdp->states * sizeof(*phi));
    memcpy(residual, r, mdp->states * mdp->actions * sizeof(*residual));
    for (unsigned turn = 0; turn <= REFINEMENTS; turn++) {
        project(squares, residual, step);
        solve(squares, step);
        for (size_t s = 0; s < mdp->states; s++)
            phi[s] += step[s];
        leave(mdp, r, phi, residual);
    }
    free(step);
    return ASSAY_OK;
}

const double *assay_least_squares_weight(const struct assay_least_squares *squares)
{
    return squares->weight;
}

void assay_least_squares_free(struct assay_least_squares *squares)
{
    if (!squares)
        return;
    assay_dense_cholesky_free(squares->cholesky);
    assay_dense_lu_free(squares->lu);
    free(squares->weight);
    free(squares);
}
