/* data_action.h - actions of `assay data` that have a file of their own, harness/cli/data_NAME.c. */
#ifndef ASSAY_CLI_DATA_ACTION_H
#define ASSAY_CLI_DATA_ACTION_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/option.h"

/* Options of the command; NULL where not given. */
struct assay_data_options {
    const char *data_dir;
    const char *output;
    const char *format;
    const char *metric;
    const char *suite;
    const char *dataset;
};

/*
 * `data import FILE`: a file of another tool as JSON Lines that replay reads (format.h), streamed,
 * to options->output (whole or not at all) or stdout; then says what it was and what was left out.
 *
 *   words  [0] is the action's name, the others are its operands
 *
 * Errors: ASSAY_EUSAGE, ASSAY_EDATA, ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_data_import(const struct assay_data_options *options,
                                  const struct assay_words *words,
                                  struct assay_error *err);

/*
 * `data export RUN`: a stored run in the format of another tool, to options->output (whole or not at
 * all) or stdout.
 *
 * Errors: those of harness/run/export.h and store.h.
 */
ASSAY_MUST_USE
enum assay_code assay_data_export(const struct assay_data_options *options,
                                  const struct assay_words *words,
                                  struct assay_error *err);

#endif
