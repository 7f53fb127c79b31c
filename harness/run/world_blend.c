#include "harness/run/world_blend.h"

enum {
    MIDDLE = ASSAY_BLEND_WEIGHTS / 2
};

static const double nothing = 1e-9; /* of the range: a regret that is rounding */

/* The sum as a reward function that is measured as far as assay_regret looks at it. */
static enum assay_code measure(const struct assay_world_study *study, const double *r,
                               struct assay_arena *arena, struct assay_starc_reward *out,
                               struct assay_error *err)
{
    const struct assay_mdp *mdp = &study->mdp;
    const struct assay_process process = {mdp, &study->wish->how};
    const size_t rows = mdp->states * mdp->actions;
    enum assay_code code;

    *out = (struct assay_starc_reward){.level = r};
    out->optimal = assay_arena_new(arena, rows, sizeof(*out->optimal));
    assay_return_search_init(&out->search, mdp->states, arena);
    for (size_t i = 0; i < 2 && assay_mdp_is_dense(mdp, process.how); i++)
        out->search.visits[i] = assay_arena_new(arena, mdp->states, sizeof(double));
    code = assay_return_range(&process, r, &out->search, &out->range, err);
    if (!code)
        out->gap = assay_optimal_actions(mdp, r, out->search.v_best,
                                         assay_optimal_tie(mdp, r, r), out->optimal);
    return code;
}

static enum assay_code regret_at(const struct assay_world_study *study,
                                 const struct assay_world_blend *blend, double weight,
                                 struct assay_regret_span *span, struct assay_error *err)
{
    const struct assay_mdp *mdp = &study->mdp;
    const struct assay_process process = {mdp, &study->wish->how};
    const double *task = study->reward[blend->task].level;
    const double *aux = study->reward[blend->aux].level;
    const size_t rows = mdp->states * mdp->actions;
    struct assay_arena arena = {0};
    struct assay_starc_reward sum;
    double *r = assay_arena_new(&arena, rows, sizeof(*r));
    enum assay_code code;

    for (size_t k = 0; k < rows; k++)
        r[k] = task[k] + weight * aux[k];
    code = measure(study, r, &arena, &sum, err);
    if (!code)
        code = assay_regret(&process, &study->reward[blend->task].starc, &sum, span, err);
    assay_arena_release(&arena);
    return code;
}

enum assay_code assay_world_blend_sweep(const struct assay_world_study *study,
                                        struct assay_world_blend *blend,
                                        struct assay_error *err)
{
    size_t from = MIDDLE, to = MIDDLE;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < ASSAY_BLEND_WEIGHTS; i++) {
        struct assay_regret_span span = {0};

        blend->weight[i] = ((double)i - MIDDLE) / MIDDLE;
        code = regret_at(study, blend, blend->weight[i], &span, err);
        blend->lo[i] = span.lo;
        blend->hi[i] = span.hi;
    }
    if (code)
        return code;
    while (from > 0 && blend->hi[from - 1] <= nothing)
        from--;
    while (to + 1 < ASSAY_BLEND_WEIGHTS && blend->hi[to + 1] <= nothing)
        to++;
    blend->zero_from = blend->weight[from];
    blend->zero_to = blend->weight[to];
    return ASSAY_OK;
}
