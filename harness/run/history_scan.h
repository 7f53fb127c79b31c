/* history_scan.h - which runs are in a folder, and in which state their documents are. */
#ifndef ASSAY_RUN_HISTORY_SCAN_H
#define ASSAY_RUN_HISTORY_SCAN_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/str.h"

struct assay_history_entry {
    struct assay_str name; /* from the folder */
    struct assay_str
        state; /* of run.json and result.json: size, time in ns, number; another one where
                               either was written */
};

struct assay_history_scan {
    struct assay_history_entry *at; /* (count,) by name in the order of bytes */
    size_t count, room;
};

/*
 * Directories that hold run.json. What begins with a point, links and what is being published (NAME.part) are
 * passed over, and a run is not looked into.
 *
 * Errors: those of assay_history_read.
 */
ASSAY_MUST_USE
enum assay_code assay_history_scan(const char *folder, struct assay_arena *arena,
                                   struct assay_history_scan *out,
                                   struct assay_error *err);

#endif
