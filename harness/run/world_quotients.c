/* Quotient norms of the reward functions of a world, and the distances that they make. */
#include "harness/core/memory.h"
#include "harness/run/world_pairs.h"
#include "metrics/quotient_norm.h"

#include <stdlib.h>

/* Least squares are the canonical forms themselves; the others are linear programmes. */
static bool is_least_squares(enum assay_reward_norm norm)
{
    return norm == ASSAY_NORM_L2 || norm == ASSAY_NORM_W2;
}

static enum assay_canonical_form form_of(enum assay_reward_norm norm)
{
    return norm == ASSAY_NORM_L2 ? ASSAY_CANONICAL_MIN_L2 : ASSAY_CANONICAL_MIN_W2;
}

/* Two reward functions, y NULL: 0, and what they are multiplied by. */
struct scaled {
    const struct assay_world_reward *x, *y;
    struct assay_norm_scale scale;
};

/* q of scale.x x - scale.y y. */
static enum assay_code quotient(const struct assay_world_study *study,
                                enum assay_reward_norm norm, const struct scaled *of,
                                double *out, struct assay_error *err)
{
    const size_t rows = study->mdp.states * study->mdp.actions;
    const struct assay_canonical *x = of->x->canonical,
                                 *y = of->y ? of->y->canonical : NULL;
    double plain[1][ASSAY_NORM_PLAIN], *level;
    enum assay_code code;

    if (is_least_squares(norm)) {
        assay_canonical_norms(&x[form_of(norm)], y ? &y[form_of(norm)] : NULL, &of->scale,
                              1, plain);
        *out = plain[0][norm];
        return ASSAY_OK;
    }
    level = assay_memory_new(rows, sizeof(*level));
    for (size_t k = 0; k < rows; k++)
        level[k] = of->scale.x * x[ASSAY_CANONICAL_VAL].level[k] -
                   (y ? of->scale.y * y[ASSAY_CANONICAL_VAL].level[k] : 0.0);
    code = assay_quotient_norm(&study->mdp, norm, level, out, err);
    free(level);
    return code;
}

static enum assay_code norms_of(struct assay_world_study *study,
                                enum assay_reward_norm norm, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < study->rewards; i++) {
        struct assay_world_reward *reward = &study->reward[i];
        const struct scaled alone = {.x = reward, .scale = {1.0, 0.0}};

        reward->quotient[norm] = 0.0;
        if (!reward->canonical[ASSAY_CANONICAL_VAL].zero)
            code = quotient(study, norm, &alone, &reward->quotient[norm], err);
    }
    return code;
}

static double factor(const struct assay_world_reward *reward, enum assay_reward_norm norm)
{
    return reward->quotient[norm] > 0.0 ? 1.0 / reward->quotient[norm] : 0.0;
}

static enum assay_code distances_of(struct assay_world_study *study,
                                    enum assay_reward_norm norm, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < (study->wish->from_first ? 1 : study->rewards); i++) {
        for (size_t j = i + 1; !code && j < study->rewards; j++) {
            const struct assay_world_reward *x = &study->reward[i],
                                            *y = &study->reward[j];
            const struct scaled apart = {x, y, {factor(x, norm), factor(y, norm)}};
            double distance = 0.0;

            if (apart.scale.x > 0.0 || apart.scale.y > 0.0)
                code = quotient(study, norm, &apart, &distance, err);
            study->quotient[norm][i * study->rewards + j] = distance;
            study->quotient[norm][j * study->rewards + i] = distance;
        }
    }
    return code;
}

enum assay_code assay_world_quotients_measure(struct assay_world_study *study,
                                              struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (unsigned n = 0; !code && n < ASSAY_NORMS; n++) {
        if (!study->quotient[n])
            continue;
        code = norms_of(study, (enum assay_reward_norm)n, err);
        if (!code)
            code = distances_of(study, (enum assay_reward_norm)n, err);
    }
    return code;
}
