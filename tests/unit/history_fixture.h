/* history_fixture.h - a folder of runs of a test's own, and all that is known of them as text. */
#ifndef ASSAY_TESTS_UNIT_HISTORY_FIXTURE_H
#define ASSAY_TESTS_UNIT_HISTORY_FIXTURE_H

#include "harness/run/history.h"

extern struct assay_arena runs_kept;        /* for the length of a test */
extern struct assay_history_told runs_told; /* by the last of the functions below */

/* Before and after every test. */
void history_set_up(void);
void history_tear_down(void);

/* The folder, and a path in it. */
const char *history_folder(void);
const char *history_path(const char *name);

/* A file in the folder, written beside it and renamed. */
void history_put(const char *name, struct assay_str text);
void history_make_folder(const char *name);

/* run.json of a run of judgebench that was started on a day of November 2026. */
void history_save_run(const char *name, unsigned day, const char *status);

/* A whole run, with a result of 350 items, measures and sections. */
void history_make_run(const char *name, unsigned day);

/* Runs a, b and night/c, one interrupted, and one whose run.json is torn. */
void history_make_some(void);

/* All that is known of all runs, values of sections too. */
const char *history_read(bool no_index);

/* These must not fail. */
void history_update(void);
void history_rebuild(void);

#endif
