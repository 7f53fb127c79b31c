/*
 * excerpts.h - the texts of the items worth a look, fetched again for a report.
 *
 * Runs keep no texts. A report reads the suite's data once more, from where run.json says it
 * was, and only uses it where its digest is still the same.
 */
#ifndef ASSAY_RUN_EXCERPTS_H
#define ASSAY_RUN_EXCERPTS_H

#include "harness/run/store.h"
#include "reports/report.h"
#include "suites/suite.h"

struct assay_excerpts {
    struct assay_excerpt *at; /* (count,) in the order of result->notable */
    size_t count;
    const char *why; /* why there are none, or not all; NULL otherwise */
};

/*
 * Fetches the texts of result->notable.
 *
 *   stored  the run; result is one of its results
 *   places  where suites and data are now
 *
 * What cannot be had is told in out->why, not as an error: a report goes without.
 */
void assay_excerpts_fetch(const struct assay_stored *stored,
                          const struct assay_result *result,
                          const struct assay_places *places, struct assay_arena *arena,
                          struct assay_excerpts *out);

#endif
