/* report_fixture.h - results made by hand, shaped like JudgeBench's, for the tests of reports. */
#ifndef ASSAY_TESTS_REPORT_FIXTURE_H
#define ASSAY_TESTS_REPORT_FIXTURE_H

#include "harness/core/arena.h"
#include "harness/core/result.h"

/* A model on four sections, 350 items: nulls, measures, series, notable items, notes. */
void fixture_result(struct assay_arena *arena, struct assay_result *out);

/* Another model on the same items; some of them unanswered, some tied. */
void fixture_other(struct assay_arena *arena, struct assay_result *out);

/* What an enemy of terminals, gnuplot and browsers would call a model. */
extern const char fixture_evil[];

#endif
