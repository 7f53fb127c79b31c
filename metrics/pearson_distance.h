/*
 * pearson_distance.h - EPIC and DARD as published: Pearson distances of canonical forms.
 *
 *   D_rho(X, Y) = sqrt((1 - rho) / 2) = || z(X) - z(Y) ||_{L2(D)} / 2      in [0, 1]
 *
 * z standardises under the coverage D over (s, a, s') and is 0 where X is constant. The right-hand side
 * is what is worked out: 1 - rho would turn an exact 0 into 7e-9, and constants have no rho. Two
 * constants are 0 apart, one constant is 1/2 from anything else.
 *
 * Source: Gleave et al. 2020, arXiv:2006.13900, definitions 4.1 to 4.6 (EPIC); Wulfe et al. 2022,
 *         arXiv:2201.10081, definition 5 (DARD). Checked in tests/distance and test_starc.c.
 */
#ifndef ASSAY_METRICS_PEARSON_DISTANCE_H
#define ASSAY_METRICS_PEARSON_DISTANCE_H

#include "metrics/canonical.h"

enum assay_pearson_form {
    ASSAY_PEARSON_EPIC,     /* epic under D_S x D_A x D_S */
    ASSAY_PEARSON_EPIC_TAU, /* epic under D_S x D_A x tau */
    ASSAY_PEARSON_DARD,     /* dard under D_S x D_A x tau */
    ASSAY_PEARSON_DIRECT,   /* R under D_S x D_A x D_S: no canonical form */
    ASSAY_PEARSON_VAL_TAU,  /* val under D_S x D_A x tau */
    ASSAY_PEARSON_FORMS
};

/* "epic", "epic_tau", "dard", "direct", "val_tau". */
extern const char *const assay_pearson_name[ASSAY_PEARSON_FORMS];

/* Which canonical form it stands on. */
enum assay_canonical_form assay_pearson_canonical(enum assay_pearson_form form);

/* D; shares of the choice that the canonical forms were made with. */
struct assay_coverage {
    const double *state_share, *action_share; /* (states,), (actions,); NULL: uniform */
    bool by_tau;                              /* s' ~ tau(s, a), else s' ~ D_S */
};

/* Mean and standard deviation of a canonical form under D. */
struct assay_pearson_moments {
    double mean, sd; /* sd 0 where it is constant, within 1e-10 of its greatest number */
};

struct assay_pearson_moments assay_pearson_moments(const struct assay_canonical *x,
                                                   const struct assay_coverage *coverage);

/* D_rho of two whose moments under the same D are known. */
double assay_pearson_distance(const struct assay_canonical *x,
                              const struct assay_pearson_moments *of_x,
                              const struct assay_canonical *y,
                              const struct assay_pearson_moments *of_y,
                              const struct assay_coverage *coverage);

/* The coverage of a form. */
struct assay_coverage assay_pearson_coverage(enum assay_pearson_form form,
                                             const struct assay_canonical_choice *choice);

#endif
