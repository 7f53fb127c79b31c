/*
 * cache.h - answers kept across runs, under everything that can change them.
 *
 * A folder, shared by all runs of a user:
 *
 *     KEY/key.json      who answered: a map (cache_key.h); KEY is the head of its SHA-256
 *     KEY/model         who asked it first, ADAPTER:TARGET: for people, and of no effect
 *     KEY/NAME.answers  a segment: records one behind the other (cache_record.h), appended to by the
 *                       one process that made it
 *     lock              held while old segments are removed
 *
 * Segments are why a kill at any moment leaves it valid and why concurrent runs share it without
 * waiting for each other: nobody writes where another one writes, a reader takes the records that are
 * whole, and looks again when it wants more. A database would need a lock that network file systems do
 * not keep. The age of a segment is when an answer was last taken from it: prune removes the oldest
 * until the rest fits.
 *
 * A fault of the cache ends no run: what it cannot keep is asked again.
 */
#ifndef ASSAY_RUN_CACHE_H
#define ASSAY_RUN_CACHE_H

#include "harness/core/answer.h"
#include "harness/core/arena.h"
#include "harness/core/digest.h"
#include "harness/core/error.h"
#include "harness/core/tree.h"
#include "harness/run/same.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_CACHE_NAME = 32,       /* hexadecimal digits of KEY */
    ASSAY_CACHE_SEGMENTS = 65536 /* of one key, that are read */
};

#define ASSAY_CACHE_BYTES UINT64_C(1000000000) /* kept where nothing else is said */

struct assay_cache_setting {
    const char *folder; /* made where it is not there; NULL: nothing is kept */
    uint64_t limit;     /* bytes that segments may have; 0: ASSAY_CACHE_BYTES */
    const char *model;  /* that asks, ADAPTER:TARGET; NULL: it is not told */
};

struct assay_cache; /* the answers of one key */

/*
 * Opens the answers of a key, which are read.
 *
 *   key  a map; its text decides, so that order matters
 *
 * Errors: ASSAY_EIO where the folder cannot be made or read.
 */
ASSAY_MUST_USE
enum assay_code assay_cache_open(const struct assay_cache_setting *setting,
                                 const struct assay_node *key, struct assay_cache **out,
                                 struct assay_error *err);

/* Takes in what other processes appended since. For the thread that asks with find. */
void assay_cache_refresh(struct assay_cache *cache);

/*
 * The answers (count,) kept for a content, all of them SCORED or TRUNCATED, without notes; false
 * where there are none, or not as many. One thread at a time.
 */
bool assay_cache_find(struct assay_cache *cache, const struct assay_content *content,
                      struct assay_answer *answers, size_t count);

/* Contents that answers are kept for, as far as they were read. */
size_t assay_cache_count(const struct assay_cache *cache);

/* True if these answers (count,) would be the same another time: a failure may not be. */
bool assay_cache_keeps(const struct assay_answer *answers, size_t count);

/*
 * Keeps answers for a content, with one write(2); any thread. After the first write that the system
 * refuses nothing more is written.
 */
void assay_cache_put(struct assay_cache *cache, const struct assay_content *content,
                     const struct assay_answer *answers, size_t count);

/* Removes old segments if it wrote and the folder is too large. NULL is allowed. */
void assay_cache_close(struct assay_cache *cache);

/* KEY. */
void assay_cache_name(const struct assay_node *key, char out[ASSAY_DIGEST_HEX]);

#endif
