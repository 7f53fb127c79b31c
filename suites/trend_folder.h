/* trend_folder.h - logs in a folder of a trainer; for files of suites/ only. */
#ifndef ASSAY_SUITES_TREND_FOLDER_H
#define ASSAY_SUITES_TREND_FOLDER_H

#include "suites/trend_format.h"

enum {
    ASSAY_TREND_FOLDER_DEPTH = 8,
    ASSAY_TREND_FOLDER_ENTRIES = 1 << 20 /* looked at */
};

/* Files of logs, in order of their paths. */
struct assay_trend_files {
    const char **at; /* (count,) in arena */
    size_t count;
};

/*
 * The files of a folder and those in it that are called as a trainer's are. Of checkpoints beside each other the one
 * of the highest number counts, which has the log of those before it, and none where the folder itself has a log.
 *
 *   format  whose files are wanted; NULL: any, of one format
 *
 * Errors: ASSAY_EDATA "path: what" for no file, or files of several formats; ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_trend_folder(const char *path,
                                   const struct assay_trend_format *format,
                                   struct assay_arena *arena,
                                   struct assay_trend_files *out,
                                   struct assay_error *err);

#endif
