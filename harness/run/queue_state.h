/*
 * queue_state.h - the inside of a queue: shared by queue.c, which serves the workers, and
 * loader.c, which fills it.
 */
#ifndef ASSAY_RUN_QUEUE_STATE_H
#define ASSAY_RUN_QUEUE_STATE_H

#include "harness/run/queue.h"
#include "harness/run/same.h"

#include <pthread.h>

/* Places of a chunk that are taken at once, and answers kept at once; where there is a cache. */
struct assay_stretch {
    size_t from, end; /* places */
    size_t open;      /* to be asked and not answered */
    bool torn;        /* an earlier attempt answered a part */
    bool again;       /* one of it failed in an earlier attempt */
    bool kept;        /* to be kept once it is answered */
    struct assay_content content;
};

/* Items loaded together. Places are counted from first, asked or not. */
struct assay_chunk {
    struct assay_chunk *next;
    struct assay_arena arena;
    const struct assay_item *item[ASSAY_CHUNK_ITEMS]; /* NULL: not to be asked */
    struct assay_content content
        [ASSAY_CHUNK_ITEMS]; /* where identical items are merged, or answers kept */
    struct assay_stretch stretch[ASSAY_CHUNK_ITEMS];
    const struct assay_answer *have[ASSAY_CHUNK_ITEMS]; /* work.h; NULL: nothing */
    size_t first, count;
    size_t taken; /* places gone through by take */
    size_t open;  /* to be asked and not answered */
};

/* Memory for one give call, kept for the next. */
struct assay_pen {
    struct assay_pen *next;
    struct assay_arena arena;
    struct assay_buf lines;
};

struct assay_queue {
    struct assay_work work; /* what adapters see; first */
    struct assay_queue_setting setting;
    pthread_mutex_t lock; /* all below, and the book */
    pthread_cond_t more;  /* workers: there is more to take, or no more to come */
    pthread_cond_t room;  /* loader: a chunk was answered, or a worker waits or ended */
    struct assay_book *book;
    struct assay_chunk *live, **live_end; /* loaded and not answered, in order */
    struct assay_chunk *spare;
    struct assay_pen *pens;
    struct assay_same same;
    uint32_t *twin; /* (twin_cap,) a list a first item: next item to be given its answer
                       + 1; 0, as behind the end, ends */
    size_t twin_cap;
    size_t under_way, under_way_bytes;
    size_t workers, waiting;
    size_t done;
    size_t shown; /* items that setting.settling saw: all before are answered */
    bool settled;
    bool loaded, stopped;
    struct assay_error fault; /* the first; .code 0: none */
    struct assay_ledger ledger;
    double seconds;
};

/* Journal entries that are written together. */
struct assay_entries {
    struct assay_journal_entry *at;
    size_t count;
};

/* The functions below want the lock held, save for the write. */

/* Ends the taking; the first reason given is the one told. */
void assay_queue_stop(struct assay_queue *queue, const struct assay_error *why);

/* Shows what is answered to the test; once that is settled nothing more is taken. */
void assay_queue_show(struct assay_queue *queue);

/* Enters one reply, also for the items that ask the same: a line each in entries. */
void assay_queue_enter(struct assay_queue *queue, const struct assay_reply *reply,
                       struct assay_entries *entries);

/* An item's entry for the journal. */
struct assay_journal_entry assay_queue_entry(const struct assay_queue *queue, size_t item,
                                             const struct assay_answer *answers,
                                             size_t count);

/* The next item that is given the answer of an item, + 1; 0: none. */
uint32_t assay_queue_twin(const struct assay_queue *queue, size_t item);

/* Takes an answered chunk off the list, for use by the next one. */
void assay_queue_retire(struct assay_queue *queue, struct assay_chunk *chunk);

/* The first chunk with places that nobody took, or NULL. */
struct assay_chunk *assay_queue_untaken(const struct assay_queue *queue);

/* Writes the lines of entries, if there is a journal; reorders them. Not under the lock. */
ASSAY_MUST_USE
enum assay_code assay_queue_write(struct assay_queue *queue,
                                  struct assay_entries *entries, struct assay_pen *pen,
                                  struct assay_error *err);

#endif
