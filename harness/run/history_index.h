/*
 * history_index.h - the index of a folder of runs as a database: opened, read, written. For history.c alone.
 *
 * SQLite, in its write-ahead mode where the file system can, else with a rollback journal. Tables are those of
 * history_shape.h. Each run has a sum over all that is said of it, so that damage which SQLite does not see is
 * found when the run is read. Every message names the file.
 */
#ifndef ASSAY_RUN_HISTORY_INDEX_H
#define ASSAY_RUN_HISTORY_INDEX_H

#include "harness/run/history.h"
#include "harness/run/history_scan.h"

struct assay_history_index;

enum assay_history_access {
    ASSAY_HISTORY_LOOK,  /* what is not there is not made */
    ASSAY_HISTORY_WRITE, /* it is made where it is not there */
    ASSAY_HISTORY_RENEW, /* what is damaged, or another version's, is taken away and made */
};

/*
 * Opens FOLDER/history.sqlite.
 *
 *   out   NULL where it is not there to be looked at
 *   note  .code set where there is something to know: no write-ahead log on this file system
 *
 * Errors: ASSAY_EDATA for one that is damaged or of another version; ASSAY_EUSAGE for another program's;
 *         ASSAY_EIO.
 */
ASSAY_MUST_USE
enum assay_code assay_history_index_open(const char *folder,
                                         enum assay_history_access access,
                                         struct assay_history_index **out,
                                         struct assay_error *note,
                                         struct assay_error *err);

/* Takes the database away with what belongs to it. Who has it open reads on in what was there. */
void assay_history_index_remove(const char *folder);

/* Gives it back, and what was not kept is lost. NULL is allowed. */
void assay_history_index_close(struct assay_history_index *index);

/* The runs that it has, by name, with the states of their documents. */
ASSAY_MUST_USE
enum assay_code assay_history_index_list(struct assay_history_index *index,
                                         struct assay_arena *arena,
                                         struct assay_history_scan *out,
                                         struct assay_error *err);

/* Reads a run; *found is false where it is not there with documents of this state. Errors: also ASSAY_EDATA
   where the sum is not that of what is read. */
ASSAY_MUST_USE
enum assay_code assay_history_index_find(struct assay_history_index *index,
                                         const struct assay_history_entry *entry,
                                         struct assay_arena *arena,
                                         struct assay_history_run *out, bool *found,
                                         struct assay_error *err);

/* Changes begin, once no other process makes some, and are kept all or none. */
ASSAY_MUST_USE
enum assay_code assay_history_index_begin(struct assay_history_index *index,
                                          struct assay_error *err);
ASSAY_MUST_USE
enum assay_code assay_history_index_keep(struct assay_history_index *index,
                                         struct assay_error *err);

ASSAY_MUST_USE
enum assay_code assay_history_index_put(struct assay_history_index *index,
                                        const struct assay_history_entry *entry,
                                        const struct assay_history_run *run,
                                        struct assay_error *err);

/* Takes a run away, or all of them. */
ASSAY_MUST_USE
enum assay_code assay_history_index_drop(struct assay_history_index *index,
                                         struct assay_str name, struct assay_error *err);
ASSAY_MUST_USE
enum assay_code assay_history_index_clear(struct assay_history_index *index,
                                          struct assay_error *err);

/* The name of a network file system by the number that statfs(2) has for it; NULL for others. */
const char *assay_history_network(unsigned long type);

#endif
