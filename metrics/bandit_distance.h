/* bandit_distance.h - distances between reward models over scored completions (bandit.h). */
#ifndef ASSAY_METRICS_BANDIT_DISTANCE_H
#define ASSAY_METRICS_BANDIT_DISTANCE_H

#include "metrics/bandit.h"
#include "metrics/bandit_block.h"

/*
 * Norms of val = v, of which v_ik is a completion's, under prompt weights w that add up to 1:
 *
 *   none            1, for normalising alone: scores are compared as they are
 *   l1, l2, linf    (sum_ik |v_ik|^p)^(1/p), max_ik |v_ik|: every completion the same
 *   w1, w2          (sum_i w_i sum_k |v_ik|^p)^(1/p)
 *   winf            max_ik w_i |v_ik|
 *   jrange          Range_J(v) = sum_i w_i (max_k v_ik - min_k v_ik)
 *
 * In an MDP the w-forms weigh by transitions, and every entry is there once a next state. With gamma = 0 the next
 * state means nothing: entries are counted once, and the weights are those of the prompts, the first states.
 * With one prompt all of them are what they are in an MDP of one state.
 */
enum assay_bandit_norm {
    ASSAY_BANDIT_NONE,
    ASSAY_BANDIT_L1,
    ASSAY_BANDIT_L2,
    ASSAY_BANDIT_LINF,
    ASSAY_BANDIT_W1,
    ASSAY_BANDIT_W2,
    ASSAY_BANDIT_WINF,
    ASSAY_BANDIT_JRANGE,
    ASSAY_BANDIT_NORMS
};

/* Their names above, then NULL. */
extern const char *const assay_bandit_norm_words[ASSAY_BANDIT_NORMS + 1];

/* How a distance is taken. */
enum assay_bandit_kind {
    ASSAY_BANDIT_STARC,  /* m(v_a / n(v_a) - v_b / n(v_b)) */
    ASSAY_BANDIT_EPIC,   /* Pearson's, of val */
    ASSAY_BANDIT_DIRECT, /* Pearson's, of the scores as they are */
};

struct assay_bandit_metric {
    enum assay_bandit_kind kind;
    enum assay_bandit_norm n, m; /* of STARC; m is not NONE */
};

/* n = m = jrange. */
extern const struct assay_bandit_metric assay_bandit_headline;

/*
 * Distances of every two models.
 *
 *   STARC   d(a, b) = m(s_a - s_b), s = v / n(v), or 0 for a trivial model: then m(s) of the other one, and 0
 *           of two. With n = m = jrange this is d_J, in [0, 2], which bounds regret (bandit_regret.h)
 *   EPIC    sqrt((1 - rho) / 2) in [0, 1], computed as 0.5 ||z_a - z_b||, z = v over its standard deviation where
 *           completion k of prompt i has probability w_i / K_i; val has mean 0. A trivial model has z = 0: 0 of
 *           two, 0.5 of one. 0.5 times STARC under that norm
 *   DIRECT  the same of scores less their mean over all completions, not prompt by prompt: a prompt's offset
 *           changes it
 *
 *   jobs  threads; changes no bit
 *   out   (models, models) row-major, symmetric to the bit, the diagonal 0
 *
 * Sums are eight running ones over prompts, added up at the end.
 *
 * Source: Skalse et al. 2024, arXiv:2309.15257 (STARC metrics); Gleave et al. 2021, arXiv:2006.13900 (EPIC);
 * normalising and measuring by Range_J was derived for assay. Checked in test_bandit.c against plain loops and
 * by hand.
 */
void assay_bandit_distances(const struct assay_bandit *bandit,
                            const struct assay_bandit_metric *metric, size_t jobs,
                            double *out);

/* How lanes add up to a norm: what a prompt's size is, and what it is multiplied by. */
struct assay_bandit_measure {
    enum assay_bandit_size size;
    bool shared;   /* w_i / K_i */
    bool weighted; /* w_i; neither: 1 */
};

struct assay_bandit_measure assay_bandit_measure_of(
    const struct assay_bandit_metric *metric);
struct assay_bandit_measure assay_bandit_normaliser_of(
    const struct assay_bandit_metric *metric);

/* Multipliers of all lanes, (blocks * LANES,), 0 where there is no prompt. */
void assay_bandit_times(const struct assay_bandit *bandit,
                        const struct assay_bandit_measure *measure, double *out);

/* n of every model's units, by which they are divided, 0 where the metric sees nothing in it. out (models,) */
void assay_bandit_norms(const struct assay_bandit *bandit,
                        const struct assay_bandit_metric *metric, double *out);

/* Whether all scores are the same but for rounding. */
bool assay_bandit_constant(const struct assay_bandit *bandit, size_t model);

#endif
