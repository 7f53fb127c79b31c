/* run_fixture.h - whole runs of a suite of pairs, in a folder of a test's own. */
#ifndef ASSAY_TESTS_UNIT_RUN_FIXTURE_H
#define ASSAY_TESTS_UNIT_RUN_FIXTURE_H

#include "harness/run/run.h"
#include "tests/unit/scratch.h"

extern char runs_folder[SCRATCH_PATH];
extern char runs_spec[SCRATCH_PATH + 8]; /* the suite of the data in it */
extern struct assay_arena runs_arena;

/* Makes the folder; data follow. */
void runs_set_up(void);

/* Removes the folder and empties the arena. */
void runs_tear_down(void);

/* Writes data.jsonl. */
void runs_write(const struct assay_buf *text);

/* Writes pairs of which every fifth repeats an earlier one under an id of its own. */
void runs_write_twins(size_t rows);

/* folder/name, in the arena. */
const char *runs_path(const char *name);

/* A run of the data by one job, to folder/name. */
struct assay_run_setting runs_setting(const struct assay_adapter *adapter,
                                      const char *name);

/* err may be NULL. */
enum assay_code runs_execute(const struct assay_run_setting *setting,
                             struct assay_error *err);

/* SHA-256 of folder/name/result.json; the test fails if there is none. */
const char *runs_digest(const char *name);

/* A text of folder/name/run.json. */
const char *runs_said(const char *name, const char *key);

#endif
