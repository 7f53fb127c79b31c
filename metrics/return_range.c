#include "metrics/return_range.h"

#include "harness/core/memory.h"
#include "metrics/row_loops.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

static const double trivial_share = 1e-10;
static const double tie_share = 1e-9;
static const double rounding_share = 1e-13;

void assay_return_search_init(struct assay_return_search *search, size_t states,
                              struct assay_arena *arena)
{
    *search = (struct assay_return_search){0};
    search->best = assay_arena_new(arena, states, sizeof(*search->best));
    search->worst = assay_arena_new(arena, states, sizeof(*search->worst));
    search->v_best = assay_arena_new(arena, states, sizeof(*search->v_best));
    search->v_worst = assay_arena_new(arena, states, sizeof(*search->v_worst));
}

double assay_mdp_return(const struct assay_mdp *mdp, const double *v)
{
    double sum = 0.0;

    for (size_t s = 0; s < mdp->states; s++)
        sum += mdp->start[s] * v[s];
    return sum;
}

/* The best of -r, whose values are those of the worst policy, negated. */
static enum assay_code worst_of(const struct assay_process *process, const double *r,
                                struct assay_optimum *worst, struct assay_error *err)
{
    const struct assay_mdp *mdp = process->mdp;
    const size_t rows = mdp->states * mdp->actions;
    double *negated = assay_memory_new(rows, sizeof(*negated));
    enum assay_code code;

    for (size_t k = 0; k < rows; k++)
        negated[k] = -r[k];
    for (size_t s = 0; s < mdp->states; s++)
        worst->v[s] = -worst->v[s];
    code = assay_mdp_optimum(mdp, negated, NULL, process->how, worst, err);
    for (size_t s = 0; s < mdp->states; s++)
        worst->v[s] = -worst->v[s];
    free(negated);
    return code;
}

enum assay_code assay_return_range(const struct assay_process *process, const double *r,
                                   struct assay_return_search *search,
                                   struct assay_return_range *out,
                                   struct assay_error *err)
{
    const struct assay_mdp *mdp = process->mdp;
    const double scale =
        assay_row_largest(r, mdp->states * mdp->actions) / (1.0 - mdp->gamma);
    struct assay_optimum best = {.v = search->v_best,
                                 .action = search->best,
                                 .visits = search->visits[0],
                                 .guessed = true};
    struct assay_optimum worst = {.v = search->v_worst,
                                  .action = search->worst,
                                  .visits = search->visits[1],
                                  .guessed = true};
    enum assay_code code = assay_mdp_optimum(mdp, r, NULL, process->how, &best, err);

    if (!code)
        code = worst_of(process, r, &worst, err);
    if (code)
        return code;
    *out = (struct assay_return_range){.most = assay_mdp_return(mdp, best.v),
                                       .least = assay_mdp_return(mdp, worst.v),
                                       .width = fmax(best.width, worst.width)};
    out->range = out->most - out->least;
    out->trivial = !(out->range > trivial_share * 2.0 * scale);
    if (out->trivial)
        out->range = 0.0;
    return ASSAY_OK;
}

double assay_optimal_tie(const struct assay_mdp *mdp, const double *r,
                         const double *advantage)
{
    const size_t rows = mdp->states * mdp->actions;

    return fmax(tie_share * assay_row_largest(advantage, rows),
                rounding_share * assay_row_largest(r, rows)) /
           (1.0 - mdp->gamma);
}

double assay_optimal_actions(const struct assay_mdp *mdp, const double *r,
                             const double *v, double tie, bool *out)
{
    const double scale =
        assay_row_largest(r, mdp->states * mdp->actions) / (1.0 - mdp->gamma);
    const size_t rows = mdp->states * mdp->actions;
    double *q = assay_memory_new(rows, sizeof(*q));
    double gap = DBL_MAX;

    assay_mdp_expects(mdp, 0, rows, v, q);
    for (size_t first = 0; first < rows; first += mdp->actions) {
        const size_t end = first + mdp->actions;
        double best = -DBL_MAX;

        for (size_t k = first; k < end; k++) {
            q[k] = r[k] + mdp->gamma * q[k];
            best = q[k] > best ? q[k] : best;
        }
        for (size_t k = first; k < end; k++) {
            out[k] = q[k] >= best - tie;
            if (!out[k])
                gap = fmin(gap, best - q[k]);
        }
    }
    free(q);
    return gap < DBL_MAX ? gap / scale : (double)NAN;
}
