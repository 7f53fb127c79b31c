/*
 * store.h - a run's directory.
 *
 *     run.json     what was asked, on which machine, how far it got; rewritten whole
 *     items.jsonl  the journal (journal.h)
 *     result.json  all that reports print; there once the run ended, and free of anything that
 *                  depends on time, host, threads or interruptions
 *     lock         held while a process writes; fcntl, so it ends with the process
 *
 * The directory is the truth. Documents carry "format" and "version"; readers accept any minor
 * version of the major one they know.
 */
#ifndef ASSAY_RUN_STORE_H
#define ASSAY_RUN_STORE_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/result.h"

#include <stdbool.h>
#include <stddef.h>

struct assay_store {
    const char *directory; /* in arena */
    bool made;             /* the directory was not there before */
    int lock;
    struct assay_arena *arena;
};

/*
 * Makes a directory for a new run and locks it.
 *
 *   directory  made with its parents; may be there if empty. NULL: assay-runs/STEM-TIME
 *
 * Errors: ASSAY_EUSAGE for one that is not empty; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_store_create(const char *directory, const char *stem,
                                   struct assay_arena *arena, struct assay_store *store,
                                   struct assay_error *err);

/* Errors: ASSAY_EUSAGE "DIR: no run is stored there (no run.json)". */
ASSAY_MUST_USE
enum assay_code assay_store_expect_run(const char *directory, struct assay_arena *arena,
                                       struct assay_error *err);

/* Locks the directory of an earlier run. Errors: ASSAY_EUSAGE (no run there), ASSAY_EIO
   "DIR: process 4711 is writing this run". */
ASSAY_MUST_USE
enum assay_code assay_store_open(const char *directory, struct assay_arena *arena,
                                 struct assay_store *store, struct assay_error *err);

/* directory/name, in the store's arena. */
const char *assay_store_path(const struct assay_store *store, const char *name);

/* Gives the lock up. */
void assay_store_close(struct assay_store *store);

/*
 * Takes a new run of which nothing is worth keeping away: its documents, and the directory where it
 * was made for it. Gives the lock up.
 */
void assay_store_discard(struct assay_store *store);

/*
 * Gives a run that is over its place: all of the directory appears under the name `to`, whole, by one
 * rename, also on another file system, and is gone where it was. The folder above `to` is made.
 *
 * Errors: ASSAY_EUSAGE where something is there already; ASSAY_EIO: then it is where it was.
 */
ASSAY_MUST_USE
enum assay_code assay_store_publish(struct assay_store *store, const char *to,
                                    struct assay_error *err);

/* A directory as it is named with something behind it: without slashes at its end. */
const char *assay_store_name(const char *directory, struct assay_arena *arena);

/* Takes away what a process that was killed left under a name of its own. Errors: ASSAY_EIO where one
   that runs has its lock. */
ASSAY_MUST_USE
enum assay_code assay_store_clear(const char *directory, struct assay_arena *arena,
                                  struct assay_error *err);

/* What a directory says of its run. */
struct assay_stored {
    const char *directory;
    const char *name; /* what it is called in comparisons; NULL: by label or directory */
    const struct assay_node *run; /* run.json */
    struct assay_result *result;  /* (result_count,) in the order of the suites */
    size_t result_count;          /* 0 where the run is not over */
};

/*
 * Reads run.json, and result.json where it is there.
 *
 * Errors: ASSAY_EUSAGE (no run there), ASSAY_EDATA, ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_stored_read(const char *directory, struct assay_arena *arena,
                                  struct assay_stored *out, struct assay_error *err);

/* The command that a run (run.json) is gone on with: "run", or "sample", whose outcome are texts. */
const char *assay_stored_command(const struct assay_node *run);

/*
 * What to do about a run without a result, where it is a shard that is complete: they are put together by
 * assay merge. Errors: ASSAY_EDATA, where it is one.
 */
ASSAY_MUST_USE
enum assay_code assay_stored_check_whole(const struct assay_stored *stored,
                                         struct assay_error *err);

/* Errors: those; ASSAY_EUSAGE, with what to do, for a run that is not over. */
ASSAY_MUST_USE
enum assay_code assay_stored_check_over(const struct assay_stored *stored,
                                        struct assay_error *err);

/* The number of a result's suite in the run: results are in its order, failed ones absent. */
size_t assay_stored_number(const struct assay_stored *stored,
                           const struct assay_result *result);

#endif
