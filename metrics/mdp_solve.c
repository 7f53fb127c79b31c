/* Values of policies: what is small is factorised. */
#include "metrics/mdp_solve.h"

#include "harness/core/memory.h"
#include "metrics/mdp_dense.h"

#include <stdlib.h>

struct assay_policy_system {
    struct assay_mdp_dense *dense;
};

bool assay_mdp_is_dense(const struct assay_mdp *mdp, const struct assay_mdp_how *how)
{
    if (how->method == ASSAY_MDP_AUTO)
        return mdp->states <= ASSAY_MDP_DENSE_STATES;
    return how->method == ASSAY_MDP_DENSE;
}

enum assay_code assay_policy_system_new(const struct assay_mdp *mdp, const double *policy,
                                        const struct assay_mdp_how *how,
                                        struct assay_policy_system **out,
                                        struct assay_error *err)
{
    struct assay_policy_system *system = assay_memory_new(1, sizeof(*system));
    const enum assay_code code = assay_mdp_dense_new(mdp, policy, &system->dense, err);

    (void)how;
    if (code)
        free(system);
    *out = code ? NULL : system;
    return code;
}

enum assay_code assay_policy_system_value(const struct assay_policy_system *system,
                                          const double *r, double *v, double *width,
                                          struct assay_error *err)
{
    (void)err;
    assay_mdp_dense_value(system->dense, r, v, width);
    return ASSAY_OK;
}

enum assay_code assay_policy_system_visits(const struct assay_policy_system *system,
                                           double *out, struct assay_error *err)
{
    (void)err;
    assay_mdp_dense_visits(system->dense, out);
    return ASSAY_OK;
}

void assay_policy_system_free(struct assay_policy_system *system)
{
    if (!system)
        return;
    assay_mdp_dense_free(system->dense);
    free(system);
}

enum assay_code assay_mdp_optimum(const struct assay_mdp *mdp, const double *r,
                                  const bool *allowed, const struct assay_mdp_how *how,
                                  struct assay_optimum *out, struct assay_error *err)
{
    (void)how;
    return assay_mdp_dense_optimum(mdp, r, allowed, out, err);
}
