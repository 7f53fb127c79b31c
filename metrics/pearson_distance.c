#include "metrics/pearson_distance.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

static const double constant_share = 1e-10;

const char *const assay_pearson_name[ASSAY_PEARSON_FORMS] = {
    [ASSAY_PEARSON_EPIC] = "epic",       [ASSAY_PEARSON_EPIC_TAU] = "epic_tau",
    [ASSAY_PEARSON_DARD] = "dard",       [ASSAY_PEARSON_DIRECT] = "direct",
    [ASSAY_PEARSON_VAL_TAU] = "val_tau",
};

enum assay_canonical_form assay_pearson_canonical(enum assay_pearson_form form)
{
    switch (form) {
    case ASSAY_PEARSON_EPIC:
    case ASSAY_PEARSON_EPIC_TAU:
        return ASSAY_CANONICAL_EPIC;
    case ASSAY_PEARSON_DARD:
        return ASSAY_CANONICAL_DARD;
    case ASSAY_PEARSON_VAL_TAU:
        return ASSAY_CANONICAL_VAL;
    case ASSAY_PEARSON_DIRECT:
    case ASSAY_PEARSON_FORMS:
        break;
    }
    return ASSAY_CANONICAL_NONE;
}

struct assay_coverage assay_pearson_coverage(enum assay_pearson_form form,
                                             const struct assay_canonical_choice *choice)
{
    return (struct assay_coverage){.state_share = choice->state_share,
                                   .action_share = choice->action_share,
                                   .by_tau = form != ASSAY_PEARSON_EPIC &&
                                             form != ASSAY_PEARSON_DIRECT};
}

/* D(s) D(a) of row k. */
static double row_share(const struct assay_mdp *mdp,
                        const struct assay_coverage *coverage, size_t k)
{
    return assay_share_at(coverage->state_share, mdp->states, k / mdp->actions) *
           assay_share_at(coverage->action_share, mdp->actions, k % mdp->actions);
}

/* Rows as numbers, and the shares of s' in them. */
struct rows {
    double *x, *y, *share; /* (states,) */
};

static struct rows rows_new(size_t states)
{
    double *all = assay_memory_new(3 * states, sizeof(*all));

    return (struct rows){all, all + states, all + 2 * states};
}

static void put_share(const struct assay_mdp *mdp, const struct assay_coverage *coverage,
                      size_t k, double *out)
{
    if (coverage->by_tau)
        assay_mdp_row(mdp, k, out);
    else
        for (size_t t = 0; t < mdp->states; t++)
            out[t] = assay_share_at(coverage->state_share, mdp->states, t);
}

/* E_D of (scale (x - mean))^power, power 1 or 2. */
static double moment(const struct assay_canonical *x,
                     const struct assay_coverage *coverage, double mean, bool square)
{
    const struct assay_mdp *mdp = x->mdp;
    const struct rows rows = rows_new(mdp->states);
    double sum = 0.0;

    for (size_t k = 0; k < mdp->states * mdp->actions; k++) {
        double in_row = 0.0;

        put_share(mdp, coverage, k, rows.share);
        assay_canonical_row(x, k, rows.x);
        for (size_t t = 0; t < mdp->states; t++) {
            const double z = rows.x[t] - mean;

            in_row += rows.share[t] * (square ? z * z : z);
        }
        sum += row_share(mdp, coverage, k) * in_row;
    }
    free(rows.x);
    return sum;
}

struct assay_pearson_moments assay_pearson_moments(const struct assay_canonical *x,
                                                   const struct assay_coverage *coverage)
{
    struct assay_pearson_moments out = {0.0, 0.0};

    if (x->zero)
        return out;
    out.mean = moment(x, coverage, 0.0, false);
    out.sd = sqrt(moment(x, coverage, out.mean, true));
    if (!(out.sd > constant_share * x->largest))
        out.sd = 0.0;
    return out;
}

double assay_pearson_distance(const struct assay_canonical *x,
                              const struct assay_pearson_moments *of_x,
                              const struct assay_canonical *y,
                              const struct assay_pearson_moments *of_y,
                              const struct assay_coverage *coverage)
{
    const struct assay_mdp *mdp = x->mdp;
    const double by_x = of_x->sd > 0.0 ? 1.0 / of_x->sd : 0.0;
    const double by_y = of_y->sd > 0.0 ? 1.0 / of_y->sd : 0.0;
    struct rows rows;
    double sum = 0.0;

    if (by_x == 0.0 || by_y == 0.0)
        return by_x == by_y ? 0.0 : 0.5;
    rows = rows_new(mdp->states);
    for (size_t k = 0; k < mdp->states * mdp->actions; k++) {
        double in_row = 0.0;

        put_share(mdp, coverage, k, rows.share);
        assay_canonical_row(x, k, rows.x);
        assay_canonical_row(y, k, rows.y);
        for (size_t t = 0; t < mdp->states; t++) {
            const double z =
                (rows.x[t] - of_x->mean) * by_x - (rows.y[t] - of_y->mean) * by_y;

            in_row += rows.share[t] * z * z;
        }
        sum += row_share(mdp, coverage, k) * in_row;
    }
    free(rows.x);
    return fmin(0.5 * sqrt(sum), 1.0);
}
