#include "metrics/linear_programme.h"

#include "harness/core/memory.h"
#include "metrics/glpk_library.h"

#include <math.h>
#include <stdlib.h>

/* max |c|, or 1 where all of c is 0: GLPK's tolerances are absolute, so c goes there divided by it. */
static double size_of(const struct assay_linear_programme *of)
{
    double out = 0.0;

    for (size_t j = 0; j < of->columns; j++)
        out = fmax(out, fabs(of->gain[j]));
    return out > 0.0 ? out : 1.0;
}

/* GLPK counts from 1. */
static void put_columns(const struct assay_glpk *glpk,
                        const struct assay_linear_programme *of, double size,
                        glp_prob *to)
{
    int *row = assay_memory_new(of->rows + 1, sizeof(*row));
    double *value = assay_memory_new(of->rows + 1, sizeof(*value));

    for (size_t j = 0; j < of->columns; j++) {
        const size_t count = of->start[j + 1] - of->start[j];
        const int column = (int)j + 1;

        for (size_t i = 0; i < count; i++) {
            row[i + 1] = (int)of->row[of->start[j] + i] + 1;
            value[i + 1] = of->value[of->start[j] + i];
        }
        glpk->set_mat_col(to, column, (int)count, row, value);
        glpk->set_obj_coef(to, column, of->gain[j] / size);
        glpk->set_col_bnds(to, column, isfinite(of->hi[j]) ? GLP_DB : GLP_LO, of->lo[j],
                           of->hi[j]);
    }
    free(row);
    free(value);
}

static void put_rows(const struct assay_glpk *glpk,
                     const struct assay_linear_programme *of, glp_prob *to)
{
    const int last = (int)of->rows;

    for (int i = 1; i <= last; i++) {
        if (i == last && !isnan(of->limit))
            glpk->set_row_bnds(to, i, GLP_UP, 0.0, of->limit);
        else
            glpk->set_row_bnds(to, i, GLP_FX, 0.0, 0.0);
    }
}

enum assay_code assay_linear_programme_solve(const struct assay_linear_programme *of,
                                             double *out, struct assay_error *err)
{
    return assay_linear_programme_point(of, out, NULL, err);
}

enum assay_code assay_linear_programme_point(const struct assay_linear_programme *of,
                                             double *out, double *y,
                                             struct assay_error *err)
{
    const double size = size_of(of);
    struct assay_glpk glpk;
    glp_smcp how;
    glp_prob *problem;
    enum assay_code code = assay_glpk_load(&glpk, err);

    *out = 0.0;
    if (code)
        return code;
    (void)glpk.term_out(GLP_OFF);
    problem = glpk.create_prob();
    glpk.set_obj_dir(problem, GLP_MAX);
    (void)glpk.add_rows(problem, (int)of->rows);
    (void)glpk.add_cols(problem, (int)of->columns);
    put_rows(&glpk, of, problem);
    put_columns(&glpk, of, size, problem);
    glpk.init_smcp(&how);
    how.tol_bnd = 1e-9;
    how.tol_dj = 1e-9;
    if (glpk.simplex(problem, &how) || glpk.get_status(problem) != GLP_OPT)
        code =
            assay_fail(err, ASSAY_EDOMAIN,
                       "a linear programme of %zu columns has no optimum", of->columns);
    else
        *out = size * glpk.get_obj_val(problem);
    for (size_t j = 0; !code && y && j < of->columns; j++)
        y[j] = glpk.get_col_prim(problem, (int)j + 1);
    glpk.delete_prob(problem);
    (void)glpk.free_env();
    return code;
}
