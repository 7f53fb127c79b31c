/*
 * folder.h - folders that assay makes, and a lock on what is in one.
 */
#ifndef ASSAY_CORE_FOLDER_H
#define ASSAY_CORE_FOLDER_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>

/* Makes a folder and those above it; *made: the last one was not there. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_folder_make(const char *path, bool *made, struct assay_error *err);

/*
 * Makes the folders of the file `below` (as manifest.h has paths) in the folder dir, which is there.
 *
 * Errors: ASSAY_EIO; ASSAY_EDATA where a link in dir leads out of it.
 */
ASSAY_MUST_USE
enum assay_code assay_folder_make_below(const char *dir, const char *below,
                                        struct assay_error *err);

/* The folder that a path is in: "." where it names none. In arena, or a constant. */
const char *assay_folder_above(const char *path, struct assay_arena *arena);

/* Where files for a while go: TMPDIR, else /tmp. */
const char *assay_folder_temporary(void);

/* Makes a rename to path last; where a folder cannot be synced the file is still whole. */
void assay_folder_sync(const char *path);

/*
 * Locks a file, which is made, until it is closed or the process ends (fcntl).
 *
 *   fd      to be closed; -1 where another process holds the lock
 *   holder  that process
 *
 * Errors: ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_folder_lock(const char *path, int *fd, long *holder,
                                  struct assay_error *err);

/* True where another process has that lock. Nothing is made; a lock of this process would be given up, so it is not
   for these. */
bool assay_folder_is_locked(const char *path);

#endif
