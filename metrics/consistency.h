/* consistency.h - do two rewards, or two states of one model, order the same responses alike? */
#ifndef ASSAY_METRICS_CONSISTENCY_H
#define ASSAY_METRICS_CONSISTENCY_H

#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>

/*
 * CREAM's consistency rate of two score lists over the same responses:
 *
 *   C = (tau + 1) / 2,    tau Kendall's of the ordinal ranks
 *
 * Ordinal ranks order equal scores by their place, so ties look ordered, as in the official code.
 *
 *   a, b     (n,) finite, n >= 2
 *   scratch  (2 n,)
 *
 * Errors: ASSAY_EDOMAIN for n < 2.
 * Source: Wang et al. 2024, CREAM, arXiv:2410.12735; Raibows/CREAM cal_consistency.py. Checked in
 *         tests/golden, cream.
 */
ASSAY_MUST_USE
enum assay_code assay_consistency_cream(const double *a, const double *b, size_t n,
                                        double *scratch, double *out,
                                        struct assay_error *err);

#endif
