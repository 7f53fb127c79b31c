/* worker.h - a program of the user's as a model; for adapters/worker*.c only. */
#ifndef ASSAY_ADAPTERS_WORKER_H
#define ASSAY_ADAPTERS_WORKER_H

#include "adapters/worker_line.h"
#include "harness/core/child.h"

#include <pthread.h>

/* One process of the program, with the line that it is writing. */
struct assay_worker_process {
    struct assay_child child;
    struct assay_buf read; /* from begin on not looked at yet */
    size_t begin;
    size_t lines; /* read so far */
    struct assay_jsonl *parser;
    struct assay_buf record;           /* the line in hand: the parser changes it */
    struct assay_worker_process *next; /* idle ones */
};

struct assay_worker {
    /* options */
    double timeout, start_timeout;
    size_t restarts;
    size_t memory, cpu; /* MiB, seconds; 0: no limit */
    const char *log;

    /* from open on */
    struct assay_setting setting;
    struct assay_worker_hello hello;
    struct assay_worker_shared *shared;
};

/* What the threads share. Processes start under the lock: none inherits the pipes of another, which
   would then not see its end. */
struct assay_worker_shared {
    pthread_mutex_t lock;
    struct assay_worker_process
        *idle; /* that said hello and have nothing to do: the first since open, others
                            since the pull that they worked in */
    size_t restarts; /* left */
};

enum assay_worker_event {
    ASSAY_WORKER_LINE,
    ASSAY_WORKER_LATE,  /* nothing came in time */
    ASSAY_WORKER_ENDED, /* it closed its output */
};

/* What came of waiting for a line. */
struct assay_worker_heard {
    enum assay_worker_event event;
    const struct assay_node *line; /* LINE: its tree, in the arena */
};

/* Starts a process and lets it say hello. Errors: ASSAY_EIO, ASSAY_EMODEL. */
ASSAY_MUST_USE
enum assay_code assay_worker_start(const struct assay_worker *worker,
                                   struct assay_arena *arena,
                                   struct assay_worker_process **out,
                                   struct assay_worker_hello *hello,
                                   struct assay_error *err);

/* Lets one that owes nothing wait for the next pull. */
void assay_worker_let_wait(const struct assay_worker *worker,
                           struct assay_worker_process *process);

/* Ends it and gives its memory back; NULL is allowed. */
void assay_worker_end(struct assay_worker_process *process, double patience);

/*
 * Sends from out what the process takes, and waits for the next line of it, at most until `until`
 * (assay_clock). Texts of the line are views that the next call may change.
 *
 * Errors: ASSAY_EMODEL for a line that is no JSON or too long.
 */
ASSAY_MUST_USE
enum assay_code assay_worker_wait(struct assay_worker_process *process,
                                  struct assay_buf *out, double until,
                                  struct assay_arena *arena,
                                  struct assay_worker_heard *heard,
                                  struct assay_error *err);

/*
 * Tells what a process is at (adapter.h, stage), where its line says so; *told is false where it does not, and
 * for a word for the log, which is passed over, true.
 *
 * Errors: ASSAY_EMODEL "what".
 */
ASSAY_MUST_USE
enum assay_code assay_worker_tell(const struct assay_worker *worker,
                                  const struct assay_node *line, bool *told,
                                  struct assay_error *err);

/* True if another line is there without waiting. */
bool assay_worker_has_line(const struct assay_worker_process *process);

/* The functions of the adapter; adapter.h has its contract. */
ASSAY_MUST_USE
enum assay_code assay_worker_pull(const void *state, struct assay_work *work,
                                  struct assay_error *err);

#endif
