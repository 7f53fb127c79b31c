/*
 * run.h - a whole run: plan, directory, suites one after the other, documents.
 */
#ifndef ASSAY_RUN_RUN_H
#define ASSAY_RUN_RUN_H

#include "harness/run/leg.h"
#include "harness/run/merge.h"
#include "harness/run/plan.h"
#include "harness/run/sampled.h"
#include "harness/run/store.h"

/* How to run what was requested. Borrowed. */
struct assay_run_setting {
    struct assay_request request;
    const struct assay_node *config; /* options as the user gave them, for run.json */
    const char *directory;           /* NULL: a new one under assay-runs/ */
    bool resume;                     /* go on with the run in directory */
    size_t jobs;
    struct assay_shard shard; /* .count 0: all of it */
    const char
        *publish; /* where the directory goes once it is complete; NULL: it stays */
    const struct assay_merge
        *merge; /* shards that are put together in directory, new; NULL: none */
    struct assay_cache_setting cache;   /* .folder NULL: none */
    const struct assay_auditing *audit; /* NULL: none */
    const atomic_int *stop;             /* set by a signal (stop.h); NULL: never */
    struct assay_watch watch;

    /* Told before each suite; may be NULL. */
    void (*begin)(void *self, const char *suite);

    /* Ends the process where a stop is asked for now: all is saved, and err says how to go on. NULL:
       then it ends like any other interruption. */
    void (*leave)(void *self, const struct assay_error *err);
    void *self;
};

struct assay_run {
    struct assay_arena arena; /* all of it */
    struct assay_plan plan;
    struct assay_store store;
    struct assay_past past;
    struct assay_journal *journal;
    char started[32];
    struct assay_leg *leg; /* (plan.request->suite_count,) */
    const struct assay_node
        *changes; /* a list of {at, field, there, now}: what was another when it went on
                                         (assay_plan_changes); NULL: it did not */
    const char *items_sha256; /* of a complete shard's journal; NULL: not yet */
    bool was_complete;        /* resumed although nothing was left to do: see stored */
    struct assay_stored stored;
    struct assay_sampled samples; /* of a complete sample */
    double journal_seconds;
};

/*
 * Runs. A suite that fails does not keep the others from being measured; the first failure is
 * returned at the end. Results are in run->leg; release run in any case. Of a new run that fails before
 * any item was answered nothing stays on the disk.
 *
 * Errors: those of plan, store, journal, legs and samples; ASSAY_EINTERRUPTED "interrupted; to go on:
 *         assay run --resume DIR".
 */
ASSAY_MUST_USE
enum assay_code assay_run_execute(const struct assay_run_setting *setting,
                                  struct assay_run *run, struct assay_error *err);

void assay_run_release(struct assay_run *run);

#endif
