/*
 * lookout.h - a thread that looks out while the main one is held up by what cannot: files that are
 * hashed, a model that is loaded, a server that is greeted, a worker that starts.
 *
 * It tells that work is under way, and where a stop is asked for it ends the process as a queue does
 * for ASSAY_STOP_NOW: nothing is in flight yet, so a person's wish is met at once too.
 */
#ifndef ASSAY_RUN_LOOKOUT_H
#define ASSAY_RUN_LOOKOUT_H

#include "harness/run/queue.h"

#include <pthread.h>

struct assay_lookout {
    const atomic_int *stop; /* as of stop.h; NULL: never */
    struct assay_leaving
        leaving;              /* on the lookout's thread, which shares nothing with what
                                          the main one is held up by */
    struct assay_watch watch; /* .wait is told */

    /* from start on */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t change;
    bool runs, over;
};

/* Starts the thread; where there can be none, nobody looks out. */
void assay_lookout_start(struct assay_lookout *lookout);

/* Ends it. Does not return where it is ending the process. */
void assay_lookout_end(struct assay_lookout *lookout);

#endif
