/* mdp_expect.c - how far rounding goes where values are expected. */
#include "metrics/mdp_expect.h"

#include <float.h>

double assay_expect_rounding(const struct assay_mdp *mdp, double r_most, double v_most)
{
    const size_t rows = mdp->states * mdp->actions;
    size_t most = 0, terms;

    for (size_t k = 0; k < rows; k++)
        if (mdp->row[k + 1] - mdp->row[k] > most)
            most = mdp->row[k + 1] - mdp->row[k];
    terms = most <= ASSAY_EXPECT_PART ? most / 2
                                      : ASSAY_EXPECT_PART / 2 + most / ASSAY_EXPECT_PART;
    return 0.5 * DBL_EPSILON * (double)(terms + mdp->actions + 5) *
           (r_most + 2.0 * v_most);
}
