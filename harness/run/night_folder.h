/*
 * night_folder.h - the folder of nights: which there are, what may be taken away, which one is the latest.
 *
 *     OUTPUT/.assay-nights       made by assay
 *     OUTPUT/.lock               held by the instance that works (fcntl, so it ends with the process)
 *     OUTPUT/DATE/.assay-night   the same of a night; only folders with this file are ever taken away
 *     OUTPUT/DATE/pinned         a file of the user's: the night stays
 *     OUTPUT/latest              a link to the last whole night
 */
#ifndef ASSAY_RUN_NIGHT_FOLDER_H
#define ASSAY_RUN_NIGHT_FOLDER_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    ASSAY_NIGHTS_MAX = 10000 /* in a folder */
};

struct assay_night_dates {
    const char **at; /* (count,) "2026-11-26", ascending, in arena */
    size_t count;
};

/* True for a day that there is, as YYYY-MM-DD, from 1970. */
bool assay_night_is_date(const char *text);

/* Days since 1970 of such a date. */
long assay_night_day(const char *date);

/*
 * Makes the folder where it is not there, and locks it until *lock is closed.
 * Errors: ASSAY_EIO, also "OUTPUT: process N is at work on these nights".
 */
ASSAY_MUST_USE
enum assay_code assay_night_folder_open(const char *output, int *lock,
                                        struct assay_error *err);

/* Makes a night's folder, or goes on with it. Errors: ASSAY_EIO; ASSAY_EUSAGE for a folder that assay did not make. */
ASSAY_MUST_USE
enum assay_code assay_night_folder_begin(const char *output, const char *date,
                                         struct assay_error *err);

/* The nights there are; none where the folder is not there. Errors: ASSAY_EDATA, too many. */
ASSAY_MUST_USE
enum assay_code assay_night_folder_list(const char *output, struct assay_arena *arena,
                                        struct assay_night_dates *out,
                                        struct assay_error *err);

/* Points `latest` at a night by a rename, unless it points at a later one that is there. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_night_folder_point(const char *output, const char *date,
                                         struct assay_error *err);

/* True where the night has the marker and no file `pinned`. */
bool assay_night_folder_may_go(const char *output, const char *date);

/* Takes a night away: it is gone by one rename, and then removed. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_night_folder_remove(const char *output, const char *date,
                                          struct assay_error *err);

/* Removes what an instance that was killed had begun to remove. Errors: ASSAY_EIO. */
ASSAY_MUST_USE
enum assay_code assay_night_folder_clear(const char *output, struct assay_error *err);

/* Removes files that were being written (NAME.PROCESS.tmp) from the folder and a night, when nobody writes there. */
void assay_night_folder_sweep(const char *output, const char *date);

#endif
