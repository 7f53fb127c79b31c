/*
 * cache_stock.h - what a folder of kept answers holds (cache.h), and making it smaller.
 */
#ifndef ASSAY_RUN_CACHE_STOCK_H
#define ASSAY_RUN_CACHE_STOCK_H

#include "harness/run/cache.h"

#include <stdbool.h>
#include <time.h>

#define ASSAY_STOCK_ENDING ".answers"
#define ASSAY_STOCK_MODEL  "model"

enum {
    ASSAY_STOCK_KEYS = 65536 /* that are looked at */
};

struct assay_stock_key {
    const char *name;              /* of its folder */
    const struct assay_node *node; /* key.json */
    struct assay_str model;        /* who asked first; empty: it is not told */
    size_t segments;
    uint64_t bytes; /* of them */
    time_t used;    /* the youngest */
};

struct assay_stock {
    struct assay_stock_key *key; /* (count,) by name */
    size_t count;
    uint64_t bytes;
};

/* What was removed, and what was left. */
struct assay_pruned {
    size_t removed, left; /* segments */
    uint64_t removed_bytes, left_bytes;
};

/* Reads the keys, not the answers; in arena. Errors: ASSAY_EIO where the folder cannot be read. A
   folder that is not there is empty. */
ASSAY_MUST_USE
enum assay_code assay_stock_read(const char *folder, struct assay_arena *arena,
                                 struct assay_stock *out, struct assay_error *err);

/*
 * Removes segments, those first that no answer was taken from for longest, until all of them have no
 * more than the setting's limit; and keys without segments. Does nothing where another process is at
 * it. What a running process reads or writes may go: it asks again, or keeps nothing.
 */
void assay_stock_prune(const struct assay_cache_setting *setting,
                       struct assay_pruned *out);

/* True of the name of a file that holds answers. */
bool assay_stock_is_segment(const char *name);

#endif
