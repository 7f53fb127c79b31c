/* bon_load.h - what assay bon works on: a file of samples, a suite's, or stored runs. */
#ifndef ASSAY_CLI_BON_LOAD_H
#define ASSAY_CLI_BON_LOAD_H

#include "harness/core/option.h"
#include "harness/run/bon.h"
#include "suites/sample_reader.h"

struct assay_bon_asked {
    const char *suite; /* NULL: `samples` for a file; of runs, whichever they are of */
    const char *data_dir;
    struct assay_option_list proxies, golds, steps; /* NAME=FIELD */
    const char *answers, *tokens, *difficulty, *group_by;
    enum assay_aggregate aggregate;
    enum assay_bon_missing missing;
    const struct assay_words *operands;
};

struct assay_bon_loaded {
    struct assay_sample_set set;
    struct assay_bon_left left;
    struct assay_str name, version, title, citation; /* of the suite */
    struct assay_str target;   /* the file, the suite or the runs, as named */
    const char *unit;          /* "percent" or "fraction": how gold is told */
    struct assay_node sources; /* for run.json */
};

/*
 * Reads them, and leaves out prompts that are not whole.
 *
 *   out  release its set in any case; the rest is in arena
 *
 * Errors: ASSAY_EUSAGE for operands that do not go together; ASSAY_EDATA, also where no prompt is left;
 * those of sample_reader.h and sample_runs.h.
 */
ASSAY_MUST_USE
enum assay_code assay_bon_load(const struct assay_bon_asked *asked,
                               struct assay_arena *arena, struct assay_bon_loaded *out,
                               struct assay_error *err);

#endif
