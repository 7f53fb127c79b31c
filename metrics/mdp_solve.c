/* Values of policies: what is small has a matrix, what is large is iterated over tau. */
#include "metrics/mdp_solve.h"

#include "harness/core/memory.h"
#include "metrics/mdp_dense.h"
#include "metrics/mdp_sparse.h"

#include <stdlib.h>

struct assay_policy_system {
    struct assay_mdp_dense *dense; /* one of the two */
    struct assay_mdp_sparse *sparse;
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
    const enum assay_code code =
        assay_mdp_is_dense(mdp, how)
            ? assay_mdp_dense_new(mdp, policy, how->solutions, &system->dense, err)
            : assay_mdp_sparse_new(mdp, policy, how, &system->sparse, err);

    if (code)
        free(system);
    *out = code ? NULL : system;
    return code;
}

enum assay_code assay_policy_system_values(const struct assay_policy_system *system,
                                           struct assay_policy_value *of, size_t count,
                                           struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (system->dense)
        return assay_mdp_dense_values(system->dense, of, count, err);
    for (size_t i = 0; !code && i < count; i++)
        code =
            assay_mdp_sparse_value(system->sparse, of[i].r, of[i].v, &of[i].width, err);
    return code;
}

enum assay_code assay_policy_system_value(const struct assay_policy_system *system,
                                          const double *r, double *v, double *width,
                                          struct assay_error *err)
{
    struct assay_policy_value of = {.r = r};
    enum assay_code code;

    of.v = v;
    code = assay_policy_system_values(system, &of, 1, err);
    *width = of.width;
    return code;
}

enum assay_code assay_policy_system_visits(const struct assay_policy_system *system,
                                           double *out, struct assay_error *err)
{
    if (system->sparse)
        return assay_mdp_sparse_visits(system->sparse, out, err);
    return assay_mdp_dense_visits(system->dense, out, err);
}

void assay_policy_system_free(struct assay_policy_system *system)
{
    if (!system)
        return;
    assay_mdp_dense_free(system->dense);
    assay_mdp_sparse_free(system->sparse);
    free(system);
}

/* Visits under a deterministic policy, by iterating. */
static enum assay_code sparse_visits(const struct assay_mdp *mdp,
                                     const struct assay_mdp_how *how,
                                     struct assay_optimum *out, struct assay_error *err)
{
    double *policy = assay_memory_new(mdp->states * mdp->actions, sizeof(*policy));
    struct assay_mdp_sparse *system = NULL;
    enum assay_code code;

    for (size_t s = 0; s < mdp->states; s++)
        policy[s * mdp->actions + out->action[s]] = 1.0;
    code = assay_mdp_sparse_new(mdp, policy, how, &system, err);
    if (!code)
        code = assay_mdp_sparse_visits(system, out->visits, err);
    assay_mdp_sparse_free(system);
    free(policy);
    return code;
}

enum assay_code assay_mdp_optimum(const struct assay_mdp *mdp, const double *r,
                                  const bool *allowed, const struct assay_mdp_how *how,
                                  struct assay_optimum *out, struct assay_error *err)
{
    enum assay_code code;

    if (assay_mdp_is_dense(mdp, how))
        return assay_mdp_dense_optimum(mdp, r, allowed, out, err);
    code = assay_mdp_sparse_optimum(mdp, r, allowed, how, out, err);
    return code || !out->visits ? code : sparse_visits(mdp, how, out, err);
}
