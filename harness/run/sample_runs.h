/* sample_runs.h - stored runs of one suite as a set of samples: a proxy a model, gold from the suite's data. */
#ifndef ASSAY_RUN_SAMPLE_RUNS_H
#define ASSAY_RUN_SAMPLE_RUNS_H

#include "harness/run/board.h"
#include "suites/sample_set.h"
#include "suites/suite.h"

/* Which runs. */
struct assay_sample_runs {
    const struct assay_board *board;
    size_t column;                     /* the suite that they are of */
    const struct assay_places *places; /* where suites and data are now */
    size_t most;                       /* runs; at most ASSAY_SAMPLE_COLUMNS_MAX */
};

/*
 * Reads them: items with two or more completions and a score each. What was not scored is NaN, whatever
 * the reason.
 *
 *   out      zero bytes at first; release in any case. Names are in arena
 *   sources  a list of what run.json says of the data of the first run
 *
 * Errors: ASSAY_EUSAGE for runs of preferences, verdicts or vectors, and for too many; ASSAY_EDATA where items are of other
 * completions in another run, or the data changed since; those of reread.h.
 */
ASSAY_MUST_USE
enum assay_code assay_sample_runs_read(const struct assay_sample_runs *runs,
                                       struct assay_arena *arena,
                                       struct assay_sample_set *out,
                                       struct assay_node *sources,
                                       struct assay_error *err);

#endif
