/*
 * score.h - one adapter answers one suite's items, on several threads.
 */
#ifndef ASSAY_RUN_SCORE_H
#define ASSAY_RUN_SCORE_H

#include "adapters/adapter.h"
#include "harness/run/queue.h"

enum {
    ASSAY_JOBS_MAX = 1024
};

/* Who answers. */
struct assay_scorer {
    const struct assay_adapter *adapter;
    const void *state; /* open */
    size_t jobs;       /* threads, 1 .. ASSAY_JOBS_MAX */
};

/* What it took. */
struct assay_scored {
    struct assay_ledger ledger;
    double read_seconds; /* in the source */
    double all_seconds;  /* from the first item to the last answer */
};

/*
 * Runs adapter->pull on jobs threads over the items of setting->source until all are answered.
 * The calling thread reads them.
 *
 *   book    initialised; afterwards every item is in it, answered unless this fails
 *   scored  also filled where it fails
 *
 * Errors: those of assay_queue_load. What was answered is in the book and the journal.
 */
ASSAY_MUST_USE
enum assay_code assay_score(const struct assay_scorer *scorer,
                            const struct assay_queue_setting *setting,
                            struct assay_book *book, struct assay_scored *scored,
                            struct assay_error *err);

#endif
