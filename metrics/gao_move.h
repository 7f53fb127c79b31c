/*
 * gao_move.h - how far the peak moved between two policies that answered the same prompts.
 *
 * Prompts that are hard for one checkpoint are hard for the next one, so that two estimates of d* share much
 * of their luck. Resampling the prompts for both at once takes it out of their difference.
 */
#ifndef ASSAY_METRICS_GAO_MOVE_H
#define ASSAY_METRICS_GAO_MOVE_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "metrics/gao_fit.h"
#include "metrics/range.h"

#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_GAO_MOVE_UNITS_LEAST = 30 /* below which percentiles are too narrow */
};

/* Points of one policy: unit u of one is unit u of the other. */
struct assay_gao_side {
    struct assay_gao_points points;
    const uint32_t *unit; /* (points.n,) below units */
};

struct assay_gao_resampling {
    enum assay_gao_form form;
    size_t units;
    size_t replicates; /* >= 100 */
    uint64_t seed;
    double level; /* in (0, 1) */
};

/*
 * d* of after less d* of before, with the percentile interval of replicates in which both are fitted to the
 * points of the same units, drawn with replacement: units draws of assay_rng_index of SplitMix64 seeded with
 * seed a replicate, one replicate after another.
 *
 * A replicate without a peak because beta is not above 0 has its peak beyond all numbers; one of which that
 * holds for both sides counts against both ends. The ends are the order statistics at floor(t (B - 1))
 * and ceil((1 - t) (B - 1)), t = (1 - level) / 2, of B replicates; one that is no number is not there.
 *
 * Errors: ASSAY_EDOMAIN as assay_gao_fit, for fewer than ASSAY_GAO_MOVE_UNITS_LEAST units, a unit that is
 *         not below units, a number outside its range, or where one of the two has no peak.
 * Source: Efron and Tibshirani (1993), "An Introduction to the Bootstrap", section 13.3. Checked in
 *         test_gao_move.c against fits made anew and by coverage.
 */
ASSAY_MUST_USE
enum assay_code assay_gao_move(const struct assay_gao_side *before,
                               const struct assay_gao_side *after,
                               const struct assay_gao_resampling *how, double *move,
                               struct assay_range *range, struct assay_error *err);

#endif
