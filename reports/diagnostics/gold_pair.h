/* gold_pair.h - which of two responses is better, by what a log says is right. */
#ifndef ASSAY_REPORTS_DIAGNOSTICS_GOLD_PAIR_H
#define ASSAY_REPORTS_DIAGNOSTICS_GOLD_PAIR_H

#include "harness/core/rollout_walk.h"

/*
 * 1: response i is better, -1: k is, 0: the log does not say. The first of these that tells them apart: roles (chosen against
 * rejected), correct, gold.score, gold.rank.
 */
int assay_gold_pair(const struct assay_rollout_view *view, size_t i, size_t k);

#endif
