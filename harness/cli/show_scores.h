/*
 * show_scores.h - how a run's scores are spread: mean and standard deviation, by which a member of an ensemble is
 * standardised that does not know them itself (spread=N:MEAN:SD).
 */
#ifndef ASSAY_CLI_SHOW_SCORES_H
#define ASSAY_CLI_SHOW_SCORES_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/run/store.h"

/*
 * Prints a line for each suite of a run that was answered with scores: how many of its journal are finite, their mean,
 * and sqrt(sum (s - mean)^2 / n), as `replay` has them of its own answers. The run may be under way.
 *
 * Errors: ASSAY_EDATA where there are none; those of past.h.
 */
ASSAY_MUST_USE
enum assay_code assay_show_scores(const struct assay_stored *stored,
                                  struct assay_error *err);

#endif
