/*
 * world_blend.h - a task's reward with an auxiliary one added: at which weights is the best policy still that of the task?
 *
 * For r_w = r_task + w r_aux, w = -1, -0.9, ..., 1, the regret under the task of policies that are best for r_w: lo to hi over equal ones,
 * as shares of the task's range (metrics/starc.h, assay_regret).
 *
 * Source: "Behavior Alignment via Reward Function Optimization" (BARFI): a heuristic reward that is simply added may lose the task's
 *         best policy.
 */
#ifndef ASSAY_RUN_WORLD_BLEND_H
#define ASSAY_RUN_WORLD_BLEND_H

#include "harness/run/world_study.h"

enum {
    ASSAY_BLEND_WEIGHTS = 21
};

struct assay_world_blend {
    size_t task, aux; /* reward functions of the study */
    double weight[ASSAY_BLEND_WEIGHTS];
    double lo[ASSAY_BLEND_WEIGHTS], hi[ASSAY_BLEND_WEIGHTS];
    double zero_from,
        zero_to; /* weights about 0 up to which no best policy loses anything */
};

/* task and aux are set by the caller. Errors: as assay_mdp_optimum. */
ASSAY_MUST_USE
enum assay_code assay_world_blend_sweep(const struct assay_world_study *study,
                                        struct assay_world_blend *blend,
                                        struct assay_error *err);

#endif
