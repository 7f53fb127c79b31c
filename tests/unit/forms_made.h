/* forms_made.h - all canonical forms of a reward on a made world, as numbers. */
#ifndef ASSAY_TESTS_UNIT_FORMS_MADE_H
#define ASSAY_TESTS_UNIT_FORMS_MADE_H

#include "metrics/canonical.h"
#include "tests/unit/world_made.h"

/* (states, actions, states) each; in the world's arena. */
struct made_forms {
    double *number[ASSAY_CANONICAL_FORMS];
    struct assay_canonical of[ASSAY_CANONICAL_FORMS];
    const double *dense; /* the reward */
};

/* Under the policy and the shares of the world. */
void made_forms(struct made_world *world, const struct assay_reward *reward,
                struct made_forms *out);
void made_forms_of_dense(struct made_world *world, const double *dense,
                         struct made_forms *out);

/* Fails the test where numbers of a form are more than 1e-9 scale off. */
void made_forms_near(const struct made_world *world, unsigned form, const double *got,
                     const double *want, double scale);

/* What 1e-9 stands on: large potentials of a long horizon take digits with them. */
double made_scale(const struct made_world *world, const double *dense);

bool made_form_is_true(unsigned form);

#endif
