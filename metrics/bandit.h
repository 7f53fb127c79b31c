/*
 * bandit.h - reward models as reward functions: scored completions of many prompts as an MDP.
 *
 * N prompts, of which prompt i has K_i scored completions and weight w_i, are an MDP with gamma = 0 whose first
 * state is prompt i with probability w_i and whose actions are its completions. With u an array of scores:
 *
 *   val      u_ik - mean_k u_ik, the canonical form of the score (VAL under the uniform policy; EPIC and
 *            DARD have the same one, for no reward after the first step counts)
 *   Range_J  sum_i w_i (max_k u_ik - min_k u_ik): what the best policy earns more than the worst
 *   unit     val / Range_J, or 0 where the model is trivial
 *
 * A prompt's offset leaves val as it is, a positive factor leaves unit as it is, and nothing here depends on
 * anything else of the scores. Pairs of models are compared in bandit_distance.h and bandit_regret.h, with
 * intervals in bandit_draws.h.
 */
#ifndef ASSAY_METRICS_BANDIT_H
#define ASSAY_METRICS_BANDIT_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    ASSAY_BANDIT_LANES = 8, /* prompts that lie side by side */
    ASSAY_BANDIT_MODELS_MAX = 512
};

/* Of absolute scores, so that no difference of theirs overflows. */
#define ASSAY_BANDIT_SCORE_MAX 1e300

/* What is compared; all borrowed. */
struct assay_bandit_scores {
    size_t models, prompts;     /* >= 1 each */
    const size_t *first;        /* (prompts + 1,) prompt i owns completions first[i] ..
                               first[i + 1] - 1, one at least */
    const double *const *score; /* (models,) of arrays (first[prompts],), within
                                   ASSAY_BANDIT_SCORE_MAX */
    const double *weight;       /* (prompts,) > 0; NULL: all the same */
};

/*
 * Units of all models, eight prompts of about as many completions side by side, so that one instruction does
 * the same for several of them. Completion k of lane l of a block b, for a model m, is at
 *
 *   unit[m * rows + at[b] + k * ASSAY_BANDIT_LANES + l]
 *
 * and 0 for k >= count of that prompt: a unit's mean is 0, so that a 0 changes no sum, no greatest and no
 * least. A lane without a prompt has weight 0 and zeros. Zero bytes are nothing packed.
 */
struct assay_bandit {
    size_t models, prompts, blocks, rows;
    size_t *at;     /* (blocks + 1,) */
    size_t *prompt; /* (blocks * LANES,) which prompt; SIZE_MAX: none */
    size_t *count;  /* (blocks * LANES,) completions */
    double *weight; /* (blocks * LANES,) they add up to 1 */
    double *unit;   /* (models, rows) */
    double *
        mean; /* (models, blocks * LANES) of the scores, less the mean of all prompts under
                        their weights, over range as units are */
    double *range;   /* (models,) Range_J; of a trivial model 0 */
    bool *trivial;   /* (models,) */
    double *largest; /* (models,) largest absolute unit */
};

/* Completions of a block side by side: of the prompt that has most. */
static inline size_t assay_bandit_depth(const struct assay_bandit *bandit, size_t block)
{
    return (bandit->at[block + 1] - bandit->at[block]) / ASSAY_BANDIT_LANES;
}

/*
 * Packs units. A model is trivial where max|val| <= 1e-10 max|score|: what is left of it would be rounding.
 * Memory: models * rows doubles, where rows is hardly more than the completions, as blocks are made of
 * prompts in order of their number of completions.
 *
 *   jobs  threads (core/parallel.h); changes no bit
 *   out   release in any case
 *
 * Errors: ASSAY_EDOMAIN for no models or prompts or too many models, a prompt without completions, a score
 * that is not finite or too large, a weight that is not above 0 and finite.
 * Source: Skalse et al. 2024, arXiv:2309.15257 (canonicalisation by VAL), at gamma = 0;
 * the reduction of reward models to it was derived for assay. Checked in test_bandit.c.
 */
ASSAY_MUST_USE
enum assay_code assay_bandit_pack(const struct assay_bandit_scores *scores, size_t jobs,
                                  struct assay_bandit *out, struct assay_error *err);

void assay_bandit_release(struct assay_bandit *bandit);

#endif
