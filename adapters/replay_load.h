/*
 * replay_load.h - reads a file of stored answers, whole or its first records.
 */
#ifndef ASSAY_ADAPTERS_REPLAY_LOAD_H
#define ASSAY_ADAPTERS_REPLAY_LOAD_H

#include "adapters/replay_store.h"
#include "harness/core/format.h"

enum {
    ASSAY_REPLAY_PROBE = 10,         /* records that are looked at to recognise a file */
    ASSAY_REPLAY_KEY_BYTES = 1 << 20 /* longest key */
};

/* Files of other tools, read as records that a generic mapping fits. */
struct assay_replay_foreign {
    const struct assay_format *format; /* NULL: the file is read as it stands */
    const char *metric;                /* of its several, or NULL: the first */
};

enum {
    ASSAY_REPLAY_PROMPTS = 8 /* prompts of a judge that are told apart */
};

/* A prompt that a judge was given, by the first digits of its SHA-256. */
struct assay_replay_prompt {
    char digest[17];
    size_t rows;
};

/* What a pass over a file found beside the answers. */
struct assay_replay_tally {
    size_t contradictions; /* stored decisions that the scores contradict */
    bool steps;            /* step scores were aggregated */
    size_t left_out;       /* records that the format leaves out, and why */
    const char *why;
    struct assay_replay_prompt prompt[ASSAY_REPLAY_PROMPTS]; /* in order of first sight */
    size_t prompts, other_prompts; /* those, and rows of further ones */
};

struct assay_replay_source {
    const char *path;
    struct assay_replay_foreign foreign;
    const struct assay_replay_map *map;
    const struct assay_replay_reading *reading;
    const char *name; /* evaluator wanted, or NULL: the only one there */
    size_t limit;     /* records to read; 0: all */
    bool keyless;     /* rows need no key: none will be looked up */
};

/*
 * Adds every row of a file to a store, unsealed.
 *
 * Errors: ASSAY_EDATA "path:line: field: what", ASSAY_EIO; ASSAY_EUSAGE where a file holds
 * several evaluators and none, or one that is not there, was named.
 */
ASSAY_MUST_USE
enum assay_code assay_replay_load(const struct assay_replay_source *source,
                                  struct assay_replay_store *store,
                                  struct assay_replay_tally *tally,
                                  struct assay_error *err);

/* The mapping for a file that no suite describes, from its first record. */
struct assay_replay_names;
ASSAY_MUST_USE
enum assay_code assay_replay_guess(const char *path,
                                   const struct assay_replay_foreign *foreign,
                                   const struct assay_replay_names *names,
                                   struct assay_arena *arena,
                                   struct assay_replay_map *out, struct assay_error *err);

#endif
