/*
 * critic_fusion.h - one score out of several critics', and which weights pick the right response most often.
 *
 *   s_i = sum_k w_k s_ik,  w on the grid of the simplex: w_k = j_k / parts, sum_k j_k = parts
 *   accuracy(w) = mean over groups of right / (right + wrong) among the responses of the highest s
 *
 * Groups are added one by one. Of weights that pick equally well the first count, those of the first critic falling: (1, 0, 0)
 * is the first of all.
 *
 * Source: Tian et al. 2024, Toward Self-Improvement of LLMs via Imagination, Searching, and Criticizing (AlphaLLM),
 *         arXiv:2404.12253, section 4.4, which fuses three critics; its weights are not told. Checked in
 *         tests/cases/signals.trees.yaml, row 65.
 */
#ifndef ASSAY_METRICS_CRITIC_FUSION_H
#define ASSAY_METRICS_CRITIC_FUSION_H

#include <stdbool.h>
#include <stddef.h>

enum {
    ASSAY_CRITICS_MAX = 6,
    ASSAY_CRITIC_PARTS = 20 /* 53130 points of six critics */
};

struct assay_critic_grid;

/* critics in 1 .. ASSAY_CRITICS_MAX, parts in 1 .. ASSAY_CRITIC_PARTS */
struct assay_critic_grid *assay_critic_grid_new(size_t critics, size_t parts);
void assay_critic_grid_free(struct assay_critic_grid *grid); /* NULL is allowed */

/*
 * Adds a group; one without a right or without a wrong response says nothing and is passed over.
 *
 *   score  (n, critics) finite
 *   right  (n,)
 */
void assay_critic_grid_add(struct assay_critic_grid *grid, const double *score,
                           const bool *right, size_t n);

/* The best weights (critics,) and how well they pick; false where no group was added. */
bool assay_critic_grid_best(const struct assay_critic_grid *grid, double *weight,
                            double *accuracy);

/* s of one response (critics,). */
double assay_critic_fuse(const double *score, const double *weight, size_t critics);

/* The share of right ones among those of the highest score: what picking by it is worth. n >= 1. */
double assay_critic_pick(const double *score, const bool *right, size_t n);

#endif
