/* wild.h - the draws of the wild bootstrap over few units: Webb's six points. */
#ifndef ASSAY_METRICS_WILD_H
#define ASSAY_METRICS_WILD_H

#include "harness/core/rng.h"

/*
 * One of -sqrt(3/2), -1, -sqrt(1/2), sqrt(3/2), 1, sqrt(1/2), by assay_rng_index(6): mean 0, variance
 * 1, and 6^G different sets of draws for G units, where signs alone have 2^G.
 *
 * Source: Webb (2023), "Reworking wild bootstrap-based inference for clustered errors", Canadian
 *         Journal of Economics 56:839-858. Checked in test_gao_interval.c.
 */
double assay_wild_draw(struct assay_rng *rng);

#endif
