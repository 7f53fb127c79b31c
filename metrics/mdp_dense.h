/* mdp_dense.h - small processes, by matrices of states x states; see mdp_solve.h. */
#ifndef ASSAY_METRICS_MDP_DENSE_H
#define ASSAY_METRICS_MDP_DENSE_H

#include "metrics/mdp_solve.h"

struct assay_mdp_dense;

/* As assay_policy_system_new, _values, _visits and _free; solutions as assay_dense_chain_set has them. */
ASSAY_MUST_USE
enum assay_code assay_mdp_dense_new(const struct assay_mdp *mdp, const double *policy,
                                    size_t solutions, struct assay_mdp_dense **out,
                                    struct assay_error *err);
ASSAY_MUST_USE
enum assay_code assay_mdp_dense_values(const struct assay_mdp_dense *system,
                                       struct assay_policy_value *of, size_t count,
                                       struct assay_error *err);
ASSAY_MUST_USE
enum assay_code assay_mdp_dense_visits(const struct assay_mdp_dense *system, double *out,
                                       struct assay_error *err);
void assay_mdp_dense_free(struct assay_mdp_dense *system);

/* As assay_mdp_optimum, by Howard's policy iteration. */
ASSAY_MUST_USE
enum assay_code assay_mdp_dense_optimum(const struct assay_mdp *mdp, const double *r,
                                        const bool *allowed, struct assay_optimum *out,
                                        struct assay_error *err);

#endif
