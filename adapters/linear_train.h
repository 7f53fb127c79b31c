/*
 * linear_train.h - fits the linear model to labelled items.
 *
 * The Bradley-Terry model: P(i preferred to j) = sigma(w . x_i - w . x_j). Fitting minimises the
 * mean over items of the mean over their pairs (gold_i > gold_j) of log(1 + exp(-(s_i - s_j))),
 * by AdaGrad, one step an item in a random order of each epoch:
 *
 *     g += l2 w (touched places only),   G += g^2,   w -= rate g / (sqrt(G) + 1e-8)
 *
 * Everything follows from the items and the setting: one thread, no clock.
 *
 * Source: Bradley and Terry 1952, "Rank analysis of incomplete block designs"; Duchi, Hazan and
 *         Singer 2011, "Adaptive subgradient methods", section 1.1.
 */
#ifndef ASSAY_ADAPTERS_LINEAR_TRAIN_H
#define ASSAY_ADAPTERS_LINEAR_TRAIN_H

#include "adapters/linear_features.h"

struct assay_linear_training {
    unsigned bits; /* 2^bits weights, within the limits of linear_weights.h */
    double rate;   /* > 0 */
    double l2;     /* >= 0 */
    uint64_t seed; /* of the order */
};

struct assay_linear_trainer; /* weights on their way */

struct assay_linear_trainer *assay_linear_trainer_new(
    const struct assay_linear_training *setting);
void assay_linear_trainer_free(struct assay_linear_trainer *trainer);

/* One epoch over the items (n,); the mean loss before each item's own step. */
double assay_linear_epoch(struct assay_linear_trainer *trainer,
                          const struct assay_item *items, size_t n);

/* Share of the pairs of the items (n,) that are in order, s_i > s_j; *loss their mean loss. */
double assay_linear_accuracy(struct assay_linear_trainer *trainer,
                             const struct assay_item *items, size_t n, double *loss);

/* The weights as they are (2^bits,), owned by the trainer. */
const float *assay_linear_weights_of(struct assay_linear_trainer *trainer);

#endif
