/*
 * glpk_library.h - GLPK, loaded when it is first needed: every command would start later with it.
 *
 * GLPK's header is needed to build, its library only to solve.
 */
#ifndef ASSAY_METRICS_GLPK_LIBRARY_H
#define ASSAY_METRICS_GLPK_LIBRARY_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <glpk.h>

/* The functions of GLPK that are called, without their prefix. */
struct assay_glpk {
    int (*term_out)(int flag);
    glp_prob *(*create_prob)(void);
    void (*delete_prob)(glp_prob *of);
    void (*set_obj_dir)(glp_prob *of, int direction);
    int (*add_rows)(glp_prob *of, int count);
    int (*add_cols)(glp_prob *of, int count);
    void (*set_row_bnds)(glp_prob *of, int row, int type, double lo, double hi);
    void (*set_col_bnds)(glp_prob *of, int column, int type, double lo, double hi);
    void (*set_obj_coef)(glp_prob *of, int column, double gain);
    void (*set_mat_col)(glp_prob *of, int column, int count, const int *row,
                        const double *value);
    void (*init_smcp)(glp_smcp *how);
    int (*simplex)(glp_prob *of, const glp_smcp *how);
    int (*get_status)(glp_prob *of);
    double (*get_obj_val)(glp_prob *of);
    double (*get_col_prim)(glp_prob *of, int column);
    int (*free_env)(void);
};

/* Errors: ASSAY_EIO "libglpk.so.40 is not here ...". */
ASSAY_MUST_USE
enum assay_code assay_glpk_load(struct assay_glpk *out, struct assay_error *err);

#endif
