/*
 * nulls.h - what models that know nothing score on the same items.
 */
#ifndef ASSAY_RUN_NULLS_H
#define ASSAY_RUN_NULLS_H

#include "harness/run/leg.h"

/*
 * Runs every null baseline over the leg's suite, in memory, into leg->result.null. Where one
 * cannot be measured a note says why.
 *
 *   texts  the suite's completions have texts; else baselines that read them are left out
 *   notes  sentences for the reader, one a line, are added to it
 *
 * Errors: ASSAY_EINTERRUPTED alone.
 */
ASSAY_MUST_USE
enum assay_code assay_nulls_measure(const struct assay_leg_setting *setting, bool texts,
                                    struct assay_leg *leg, struct assay_buf *notes,
                                    struct assay_error *err);

#endif
