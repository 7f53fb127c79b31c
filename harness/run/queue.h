/*
 * queue.h - the engine's side of the pull contract (harness/core/work.h).
 *
 * The main thread loads items in chunks, each with an arena of its own; worker threads run the
 * adapter, which takes tasks and gives answers. An item's texts live from its loading until
 * its chunk is answered, and the chunks under way are bounded, so memory does not grow with
 * the suite. Answers go into the item's place in the book: nothing depends on who was first.
 *
 * Groups: where chunks end follows from the items alone (ASSAY_CHUNK_*), and take(n) gives out
 * the tasks of one stretch of n places of a chunk, so that what an adapter takes together
 * follows from the plan, never from timing. Answers given together are journalled together,
 * whole or not at all. An item that failed in an earlier attempt is asked again, and so are those
 * whose answers are computed with its own.
 */
#ifndef ASSAY_RUN_QUEUE_H
#define ASSAY_RUN_QUEUE_H

#include "harness/core/spending.h"
#include "harness/core/work.h"
#include "harness/run/book.h"
#include "harness/run/cache.h"
#include "harness/run/journal.h"
#include "harness/run/past_text.h"
#include "harness/run/settling.h"
#include "harness/run/shard.h"
#include "harness/run/source.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

enum {
    ASSAY_QUEUE_BYTES = 1 << 26 /* the loader waits while chunks under way hold more,
                                    unless every worker waits for it */
};

/* What happened to the items, beside their states. */
struct assay_ledger {
    size_t items;   /* loaded */
    size_t asked;   /* taken by the adapter */
    size_t merged;  /* same texts as an earlier item: its answer copied */
    size_t resumed; /* answered by the journal of an earlier attempt */
    size_t again;   /* had failed in an earlier attempt, and are asked again */
    size_t cached;  /* answered by what an earlier run was told */
    size_t others;  /* of other shards: loaded, and not asked here */
};

/* What is done where a stop is asked for NOW (stop.h), or before the first item: it ends the process. */
struct assay_leaving {
    void (*now)(
        void *self); /* on the loading thread, or a lookout's; does not return. NULL: as
                                SOON */
    void *self;
};

/* Who is told of work under way. Either may be NULL: nobody is. */
struct assay_watch {
    /* Before the first item: the model is not there yet. */
    void (*wait)(void *self);
    /* How far it got: done of known items so far; all: no more will be loaded. */
    void (*tell)(void *self, size_t done, size_t known, bool all);
    void *self;
};

struct assay_queue_setting {
    struct assay_source source;
    size_t limit; /* items; 0: all. What is beyond is read and checked, but not asked */
    bool merge;   /* identical items are asked once */
    size_t together;                     /* as the adapter has it */
    struct assay_cache *cache;           /* answers of other runs; NULL: none */
    const struct assay_shares *shares;   /* NULL: all items are asked */
    size_t shard;                        /* else those of this one, from 0 */
    struct assay_str suite;              /* label in the journal */
    struct assay_journal *journal;       /* NULL: in memory only */
    const struct assay_past_suite *past; /* NULL: none */
    bool again;                          /* what failed in the past is asked again */
    struct assay_past_texts *texts;      /* of the past, where they are wanted */
    const atomic_int *stop;              /* as of stop.h; NULL: never */
    struct assay_spending
        *spending; /* once it is over nothing more is asked; NULL: it never is */
    struct assay_settling
        *settling; /* shown the items in the order of the plan; once it is settled the
                             rest is not asked, and stays open. NULL: all are asked */
    struct assay_leaving leaving;
    struct assay_watch watch; /* .tell is told */
};

struct assay_queue;

/* The book is borrowed and belongs to the queue until it is freed. */
struct assay_queue *assay_queue_new(const struct assay_queue_setting *setting,
                                    struct assay_book *book, size_t workers);

/* What adapters pull from. */
struct assay_work *assay_queue_work(struct assay_queue *queue);

void assay_queue_free(struct assay_queue *queue);

/*
 * Loads all items, on the calling thread, waiting while the window is full; then waits until
 * every worker is done.
 *
 * Errors: what the source or a worker failed with first; ASSAY_EINTERRUPTED; ASSAY_EDATA where
 *         the journal does not fit the items.
 */
ASSAY_MUST_USE
enum assay_code assay_queue_load(struct assay_queue *queue, struct assay_error *err);

/* A worker says that its adapter returned, with code and, if not 0, err. */
void assay_queue_done(struct assay_queue *queue, enum assay_code code,
                      const struct assay_error *err);

struct assay_ledger assay_queue_ledger(const struct assay_queue *queue);

/* Seconds the loader spent in the source. */
double assay_queue_seconds(const struct assay_queue *queue);

#endif
