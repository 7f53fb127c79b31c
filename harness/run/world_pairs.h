/* world_pairs.h - the parts of a study: each reward function by itself, then every pair of them. */
#ifndef ASSAY_RUN_WORLD_PAIRS_H
#define ASSAY_RUN_WORLD_PAIRS_H

#include "harness/run/world_study.h"

/* Canonical forms, norms, ranges and moments of every reward function. */
ASSAY_MUST_USE
enum assay_code assay_world_rewards_measure(struct assay_world_study *study,
                                            const struct assay_canonical_choice *choice,
                                            struct assay_arena *arena,
                                            struct assay_error *err);

/* Every matrix but quotients. */
ASSAY_MUST_USE
enum assay_code assay_world_pairs_measure(struct assay_world_study *study,
                                          const struct assay_canonical_choice *choice,
                                          struct assay_error *err);

/* Quotient norms and distances, one after the other: GLPK is not asked by two threads. */
ASSAY_MUST_USE
enum assay_code assay_world_quotients_measure(struct assay_world_study *study,
                                              struct assay_error *err);

#endif
