/* overopt_load.h - what assay overopt works on: logs of training runs, samples, or stored best-of-n curves. */
#ifndef ASSAY_CLI_OVEROPT_LOAD_H
#define ASSAY_CLI_OVEROPT_LOAD_H

#include "harness/core/option.h"
#include "harness/run/bon.h"
#include "harness/run/overopt.h"

struct assay_overopt_sought {
    const char *suite, *data_dir; /* of kind trend; NULL: the files alone */
    const char *log;              /* whose log it is; NULL: recognised */
    struct assay_option_list columns;
    size_t jobs;
    unsigned repeats; /* enum assay_trend_repeats */
    struct assay_overopt_asked asked;
    const struct assay_words *operands;
};

struct assay_overopt_loaded {
    struct assay_overopt_curves curves;
    struct assay_trend trend;    /* no rows: of a stored run or samples */
    struct assay_sample_set set; /* of samples, and their curves */
    struct assay_bon bon;
    struct assay_str name, version, title, citation, target, proxy;
    const char *const *note;
    size_t notes;
    struct assay_node sources; /* for run.json */
};

/*
 * Reads it, in arena; release in any case.
 *
 * Errors: ASSAY_EUSAGE for operands that do not go together; those of trend.h, store.h and overopt.h.
 */
ASSAY_MUST_USE
enum assay_code assay_overopt_load(const struct assay_overopt_sought *sought,
                                   struct assay_arena *arena,
                                   struct assay_overopt_loaded *out,
                                   struct assay_error *err);
void assay_overopt_loaded_release(struct assay_overopt_loaded *loaded);

#endif
