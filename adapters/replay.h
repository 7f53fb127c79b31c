/* replay.h - what the files of the replay adapter share; nobody else includes it. */
#ifndef ASSAY_ADAPTERS_REPLAY_H
#define ASSAY_ADAPTERS_REPLAY_H

#include "adapters/adapter.h"
#include "adapters/replay_generic.h"
#include "adapters/replay_store.h"
#include "harness/core/format.h"

enum {
    ASSAY_REPLAY_NOTES = 32
};

enum assay_replay_rows {
    ASSAY_REPLAY_OFFICIAL, /* every row of the file is an item, as official figures count */
    ASSAY_REPLAY_UNIQUE,   /* a repeated key counts once */
};

enum assay_replay_nan {
    ASSAY_REPLAY_NAN_REJECT,
    ASSAY_REPLAY_NAN_LOSS,
};

struct assay_replay {
    /* options */
    const char *format;
    const char *metric;
    struct assay_replay_names names;
    unsigned aggregate; /* 0: by default, else 1 + enum assay_aggregate */
    unsigned rows;      /* enum assay_replay_rows */
    unsigned nan;       /* enum assay_replay_nan */

    /* from open on */
    const char *path;
    bool own_records;
    bool by_place;                      /* id=@row: the n-th row answers the n-th item */
    const struct assay_format *foreign; /* NULL: a file of the suite's, or of names */
    struct assay_replay_map map;
    struct assay_replay_reading reading;
    struct assay_replay_store store;
    struct assay_str note[ASSAY_REPLAY_NOTES];
    size_t notes;
    const struct assay_subset_value *subset;
    size_t subsets;
};

/*
 * Chooses the mapping, reads the file, and notes what the reader of results should know. All
 * that is noted follows from the file alone, so that a resumed run tells the same.
 *
 * Errors: those of replay_load.h, replay_generic.h and replay_subsets.h; ASSAY_EUSAGE for a
 * format that the suite does not have.
 */
ASSAY_MUST_USE
enum assay_code assay_replay_open(void *state, const struct assay_setting *setting,
                                  struct assay_error *err);

#endif
