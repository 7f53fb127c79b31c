/*
 * replay_store.h - stored answers by key, without keeping the keys.
 *
 * A key is kept as the first 16 bytes of its SHA-256, so memory is 40 bytes a row and 9 a value (13
 * where values have names) however long the keys are. Rows are added in the order of the file, then sealed once; lookups
 * are by binary search and share the store between threads.
 */
#ifndef ASSAY_ADAPTERS_REPLAY_STORE_H
#define ASSAY_ADAPTERS_REPLAY_STORE_H

#include "adapters/replay_row.h"

enum {
    ASSAY_REPLAY_DIGEST = 16,
    ASSAY_REPLAY_NAMES_MAX = 4096 /* distinct names of values; further ones have none */
};

#define ASSAY_REPLAY_UNNAMED UINT32_MAX

/* Most values of a file (8 GiB of numbers): vectors are many. */
#define ASSAY_REPLAY_STORED_MAX (UINT64_C(1) << 30)

struct assay_replay_entry {
    unsigned char digest[ASSAY_REPLAY_DIGEST];
    uint32_t line;  /* 0: the layout cannot tell */
    uint32_t count; /* values */
    uint32_t index; /* LONG: the completion the row is about; else 0 */
    uint32_t row;   /* of the file, from 0 */
    size_t first;   /* place of the values */
};

/* Zero bytes are an empty store. */
struct assay_replay_store {
    struct assay_replay_entry *entry; /* (count,) sorted by digest, row once sealed */
    size_t count, cap;
    double *value; /* (values,) */
    unsigned char *state;
    uint32_t
        *name; /* place among names, of a value that has one; else ASSAY_REPLAY_UNNAMED.
                       NULL: no value has one */
    size_t values, value_cap;
    struct assay_str *names; /* (name_count,) distinct names of values */
    size_t name_count;
    struct assay_arena texts; /* of names */
    size_t repeats;           /* rows whose key and values were seen in an earlier row */
    size_t conflicts;         /* keys that were dropped for having several values */
};

/* Adds the row of a record. At most 2^32 - 1 rows and ASSAY_REPLAY_STORED_MAX values; the caller sees
   to that. */
void assay_replay_store_add(struct assay_replay_store *store, struct assay_str key,
                            const struct assay_replay_row *row, unsigned line);

/*
 * Sorts, joins rows of long form (one a completion) into one entry a key, and looks at
 * repeated keys: equal values are counted in .repeats and the first row stays.
 *
 *   map   how the file was read
 *   path  for messages
 *
 * Errors: ASSAY_EDATA "path:line: ... line N ..." for a key with different values, naming both
 * lines, unless map->skip_conflicts: then the key is dropped and counted in .conflicts. For the
 * long form also for a missing index.
 */
ASSAY_MUST_USE
enum assay_code assay_replay_store_seal(struct assay_replay_store *store,
                                        const struct assay_replay_map *map,
                                        const char *path, struct assay_error *err);

/* An entry's values; names, where it has some, are in arena. */
struct assay_replay_row assay_replay_store_row(const struct assay_replay_store *store,
                                               const struct assay_replay_entry *entry,
                                               struct assay_arena *arena);

/* The first row with that key, or NULL. */
const struct assay_replay_entry *assay_replay_store_find(
    const struct assay_replay_store *store, struct assay_str key);

void assay_replay_store_release(struct assay_replay_store *store);

#endif
