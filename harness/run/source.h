/* source.h - where a queue's items come from, and where its chunks end. */
#ifndef ASSAY_RUN_SOURCE_H
#define ASSAY_RUN_SOURCE_H

#include "harness/core/arena.h"
#include "harness/core/error.h"
#include "harness/core/item.h"

#include <stdbool.h>

enum {
    ASSAY_CHUNK_ITEMS = 256,     /* a chunk ends with its 256th item */
    ASSAY_CHUNK_BYTES = 1 << 20, /* or when its arena has handed out this much */
};

/* Where items come from: as assay_items_next. */
struct assay_source {
    ASSAY_MUST_USE enum assay_code (*next)(void *self, struct assay_arena *arena,
                                           const struct assay_item **out,
                                           struct assay_error *err);
    void *self;
};

/* True if a chunk of so many items, which alone are in arena, takes no more. */
static inline bool assay_chunk_is_full(size_t items, const struct assay_arena *arena)
{
    return items >= ASSAY_CHUNK_ITEMS || arena->bytes >= ASSAY_CHUNK_BYTES;
}

#endif
