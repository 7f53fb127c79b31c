/*
 * experiment_journal.h - environments of an experiment that are worked out already, in a run's journal:
 * each is an item whose values are its comparisons, one behind the other.
 */
#ifndef ASSAY_RUN_EXPERIMENT_JOURNAL_H
#define ASSAY_RUN_EXPERIMENT_JOURNAL_H

#include "harness/core/digest.h"
#include "harness/core/stage.h"
#include "harness/run/experiment.h"

/* What the numbers depend on: the file's settings and the program's version, not its comments. */
void assay_experiment_digest(const struct assay_experiment *of,
                             char out[ASSAY_DIGEST_HEX]);

/*
 * Takes from a journal what is there, works out the rest on jobs threads, and writes each environment the
 * moment it is done. The outcome is the same for any number of jobs and interruptions.
 *
 *   path   of the journal; NULL: nothing is kept
 *   stage  is told how many are done; may be NULL
 *
 * Errors: ASSAY_EDATA for the journal of another experiment; ASSAY_EIO; as assay_world_study.
 */
ASSAY_MUST_USE
enum assay_code assay_experiment_run(const struct assay_experiment *of, const char *path,
                                     size_t jobs, struct assay_stage *stage,
                                     struct assay_experiment_data *data,
                                     struct assay_error *err);

#endif
