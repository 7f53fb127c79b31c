/*
 * queue_cache.h - a queue and the answers of other runs; for queue.c and loader.c.
 *
 * Answers are kept by what was computed at once, a stretch of `together` places: for most adapters
 * one item. Whoever asks a part of a stretch might get other last bits, so a stretch is found whole or
 * not at all, and one that an earlier attempt answered in part is not kept. So an answer that was kept
 * is, bit for bit, the one that would have been given.
 */
#ifndef ASSAY_RUN_QUEUE_CACHE_H
#define ASSAY_RUN_QUEUE_CACHE_H

#include "harness/run/queue_state.h"

/* What is to be kept, once it is in the journal. */
struct assay_keepings {
    struct assay_keeping {
        struct assay_content content;
        struct assay_answer *answers; /* (count,) */
        size_t count;
    } * at; /* in an arena */
    size_t count;
};

/*
 * Answers the stretches of a loaded chunk that were kept. With the lock; entries gets the lines of
 * their items, and of items that ask the same.
 */
void assay_queue_recall(struct assay_queue *queue, struct assay_chunk *chunk,
                        struct assay_entries *entries);

/*
 * An item of a chunk was answered. With the lock; the last one of its stretch adds it to keepings,
 * which has room.
 */
void assay_queue_settle(struct assay_queue *queue, struct assay_chunk *chunk, size_t item,
                        struct assay_arena *arena, struct assay_keepings *keepings);

/* Keeps them. Not under the lock. */
void assay_queue_keep(struct assay_queue *queue, const struct assay_keepings *keepings);

#endif
