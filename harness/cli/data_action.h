/* data_action.h - actions of `assay data` that have a file of their own, harness/cli/data_NAME.c. */
#ifndef ASSAY_CLI_DATA_ACTION_H
#define ASSAY_CLI_DATA_ACTION_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/manifest.h"
#include "harness/core/option.h"

#include <stdbool.h>
#include <stddef.h>

/* Options of the command; NULL where not given. */
struct assay_data_options {
    const char *data_dir;
    const char *output;
    const char *format;
    const char *metric;
    const char *suite;
    const char *dataset;

    /* of pull */
    bool trust, replace, dry_run, quiet, no_progress;
    size_t tries;
    double wait, stall; /* seconds */

    /* of overlap */
    struct assay_option_list field, suite_option;
    size_t ngram, shingle, sketch, common, jobs, show;
    double near, fail_above;
    bool json;
};

/* The set that is called name. Errors: ASSAY_EUSAGE, with the nearest. */
ASSAY_MUST_USE
enum assay_code assay_data_find(const struct assay_manifest *manifest, const char *name,
                                struct assay_arena *arena,
                                const struct assay_manifest_entry **out,
                                struct assay_error *err);

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

/*
 * `data pull NAME...`, `data pull --suite NAME`: what is not in the data folder yet, from the addresses
 * of data_manifest.txt; NAME is a data set, or a built-in suite for all that it needs. One line a file to stdout: ok (was here), present (was here, no digest is
 * known), trusted (was here; its digest is written down now), fetched; with dry_run also fetch (would
 * be fetched).
 *
 * Errors: ASSAY_EUSAGE (no such set; no address; not pinned, without --trust-first-use; offline),
 *         ASSAY_EDATA (not what its digest says), ASSAY_EIO, ASSAY_EINTERRUPTED. A file that cannot be
 *         had does not keep the others from being fetched.
 */
ASSAY_MUST_USE
enum assay_code assay_data_pull(const struct assay_data_options *options,
                                const struct assay_words *words, struct assay_error *err);

/*
 * `data overlap SUITE FILE`: what of the suite's texts stands in a training file (harness/run/overlap_check.h),
 * as a table, or as JSON where options->json.
 *
 * Errors: those of harness/run/overlap_check.h; ASSAY_EGATE, after printing, where the share of items
 *         that overlap is above options->fail_above.
 */
ASSAY_MUST_USE
enum assay_code assay_data_overlap(const struct assay_data_options *options,
                                   const struct assay_words *words,
                                   struct assay_error *err);

#endif
