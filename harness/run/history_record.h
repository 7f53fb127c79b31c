/* history_record.h - what the history knows of a run, from its directory. */
#ifndef ASSAY_RUN_HISTORY_RECORD_H
#define ASSAY_RUN_HISTORY_RECORD_H

#include "harness/run/history.h"

/*
 * Reads FOLDER/NAME. Documents that are damaged are no error: the run is broken.
 *
 *   lasting  the record is what the documents say, not what a system refused just now
 *   out      .status as run.json has it (assay_history_status)
 */
void assay_history_record(const char *folder, struct assay_str name,
                          struct assay_arena *arena, struct assay_history_run *out,
                          bool *lasting);

/* The status of a run now: one that runs by its documents is cut where no process has its lock. */
struct assay_str assay_history_status(const char *folder,
                                      const struct assay_history_run *run,
                                      struct assay_arena *arena);

#endif
