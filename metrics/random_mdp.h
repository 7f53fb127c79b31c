/*
 * random_mdp.h - random decision processes and reward functions, as a study of distances draws them.
 *
 * A process is a function of its setting, and the k-th reward function of the setting and k, whatever else was drawn: each
 * has a stream of its own, so that environments can be made in any order and by any worker.
 *
 * Source: Skalse, Farnik, Motwani, Jenner, Gleave and Abate (2024), "STARC: A General Framework For Quantifying
 *         Differences Between Reward Functions", arXiv:2309.15257, section 4 and its code
 *         (src/env/env.py, RandomEnv; src/env/reward.py, random_reward, potential_shaping, interpolate).
 */
#ifndef ASSAY_METRICS_RANDOM_MDP_H
#define ASSAY_METRICS_RANDOM_MDP_H

#include "harness/core/rng.h"
#include "metrics/mdp.h"

enum assay_random_tail {
    ASSAY_RANDOM_SOFT, /* the authors': what is cut is left exp(-20) */
    ASSAY_RANDOM_ZERO, /* what is cut is 0 */
};

/* How likely it is that a reward function is ... */
struct assay_random_chances {
    double sparse; /* 0 but for its largest entries */
    double scaled; /* multiplied by 10 u, u uniform on [0, 1) */
    double offset; /* 10 u larger everywhere */
    double shaped; /* R + gamma Phi(s') - Phi(s), Phi = 10 u N(0, 1)^S + u' */
};

/* Those of the paper: 0.2, 0.7, 0.3, 0.5. */
extern const struct assay_random_chances assay_random_paper;

struct assay_random_setting {
    size_t states, actions; /* states^2 * actions at most ASSAY_MDP_ENTRIES_MAX */
    double gamma;           /* in [0, 1) */
    enum assay_random_tail tail;
    struct assay_random_chances chances;
    uint64_t seed, environment; /* the i-th of many under one seed */
};

/*
 * tau(s, a, .) is the softmax of N(0, 1) logits of which those that are not above a cut are -20, or, with
 * ASSAY_RANDOM_ZERO, have no probability: the cut is 1 below 50 states, 1.5 below 100 and 1.8 from there. Where
 * none is above the cut the row is uniform, in either case. mu0 is uniform. In arena.
 */
void assay_random_mdp(const struct assay_random_setting *setting,
                      struct assay_arena *arena, struct assay_mdp *out);

/*
 * The k-th reward function into out (states, actions, states): N(0, 1) entries; where sparse, those above a cut alone
 * are left (3 below 50 states, 3.5 below 100 and 3.8 from there); then scaled, moved and shaped, each by chance.
 */
void assay_random_reward(const struct assay_random_setting *setting, size_t k,
                         double *out);

/* The i-th of n steps from R1 to R2, (1 - i / n) R1 + (i / n) R2, into out (count,); i = n gives R2. */
void assay_reward_between(const double *first, const double *second, size_t count,
                          size_t i, size_t n, double *out);

/* A draw of N(0, 1), of one word: the quantile of its uniform. */
double assay_random_normal(struct assay_rng *rng);

#endif
