#include "tests/unit/plain_lp.h"

#include <check.h>
#include <glpk.h>

double *plain_lp_row(struct plain_lp *lp, char kind, double right)
{
    ck_assert_uint_lt(lp->rows, PLAIN_LP_MAX);
    lp->kind[lp->rows] = kind;
    lp->right[lp->rows] = right;
    return lp->row[lp->rows++];
}

static int bound_of(char kind)
{
    if (kind == '=')
        return GLP_FX;
    return kind == '<' ? GLP_UP : GLP_LO;
}

/* GLPK counts from 1. */
static void put_row(const struct plain_lp *lp, size_t i, glp_prob *to)
{
    int column[PLAIN_LP_MAX + 1], count = 0;
    double value[PLAIN_LP_MAX + 1];

    for (size_t j = 0; j < lp->columns; j++) {
        if (lp->row[i][j] != 0.0) {
            column[++count] = (int)j + 1;
            value[count] = lp->row[i][j];
        }
    }
    glp_set_mat_row(to, (int)i + 1, count, column, value);
    glp_set_row_bnds(to, (int)i + 1, bound_of(lp->kind[i]), lp->right[i], lp->right[i]);
}

double plain_lp_most(const struct plain_lp *lp)
{
    glp_prob *problem = glp_create_prob();
    glp_smcp how;
    double out;

    (void)glp_term_out(GLP_OFF);
    glp_set_obj_dir(problem, GLP_MAX);
    (void)glp_add_rows(problem, (int)lp->rows);
    (void)glp_add_cols(problem, (int)lp->columns);
    for (size_t j = 0; j < lp->columns; j++) {
        glp_set_obj_coef(problem, (int)j + 1, lp->gain[j]);
        glp_set_col_bnds(problem, (int)j + 1, lp->unbounded[j] ? GLP_FR : GLP_LO, 0.0,
                         0.0);
    }
    for (size_t i = 0; i < lp->rows; i++)
        put_row(lp, i, problem);
    glp_init_smcp(&how);
    how.tol_bnd = 1e-10;
    how.tol_dj = 1e-10;
    ck_assert_int_eq(glp_simplex(problem, &how), 0);
    ck_assert_int_eq(glp_get_status(problem), GLP_OPT);
    out = glp_get_obj_val(problem);
    glp_delete_prob(problem);
    return out;
}
