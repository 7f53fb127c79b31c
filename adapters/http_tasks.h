/*
 * http_tasks.h - items in hand, from the run's queue and back to it; for http*.c only.
 *
 * An item is given back once it has all its answers and its scores are believed. A server may begin
 * to squash its scores in the middle of a run, when it is started again with other settings, and of
 * one score nobody can tell. So each is held back until the same server, asked after that, gives
 * another one that shows that scores are raw still: it is none that an activation could have made,
 * and not the last such one again. ASSAY_HTTP_DOUBTED scores without one (ASSAY_HTTP_JUDGED at
 * first) end the run, and none of them is in its journal. What is held back when a pull ends is believed,
 * and its doubts are remembered: within another model (inner.h) those of a stretch may be in the journal.
 */
#ifndef ASSAY_ADAPTERS_HTTP_TASKS_H
#define ASSAY_ADAPTERS_HTTP_TASKS_H

#include "adapters/http_client.h"

enum {
    ASSAY_HTTP_JUDGED = 64,
    ASSAY_HTTP_DOUBTED = 256
};

struct assay_http_task {
    struct assay_task task;
    struct assay_answer *answers; /* (task.wanted,) in arena */
    size_t begun, left;           /* completions that were asked about, not answered */
    size_t doubts;                /* times that it is held back */
    struct assay_arena arena;
    struct assay_http_task *next; /* free ones, or finished ones */
    struct assay_http_task *made; /* the one made before */
};

/* A score that is held back. */
struct assay_http_held {
    struct assay_http_task *task;
    double when; /* it came */
};

/* Scores of one server. */
struct assay_http_watch {
    struct assay_http_held *held; /* (room,), [first, count) in the order they came */
    size_t first, count, room;
    struct assay_http_belief *belief;
};

struct assay_http_tasks {
    const struct assay_http *http;
    struct assay_work *work;
    struct assay_http_task *free, *finished, *made;
    struct assay_http_watch *watch; /* (http->url_count,) */
    bool drained;                   /* there are no more items */
    bool disbelieved;               /* a server is not believed */
};

/* belief: (http->url_count,), zero bytes at first and kept from one pull of a thread's to the next. */
void assay_http_tasks_init(struct assay_http_tasks *tasks, const struct assay_http *http,
                           struct assay_work *work, struct assay_http_belief *belief);
void assay_http_tasks_release(struct assay_http_tasks *tasks);

/* The next item with texts to ask about; NULL where there is none. */
struct assay_http_task *assay_http_tasks_take(struct assay_http_tasks *tasks);

/* Passes over the completions behind task->begun that need not be asked about (work.h, have). */
void assay_http_task_pass(struct assay_http_task *task);

/* Answers that one server gave for a task: (count,) of task->answers. */
struct assay_http_answered {
    const struct assay_answer *at;
    size_t count, server;
    double begun, now; /* when they were asked for, and came */
};

/*
 * Notes that they are there.
 * Errors: ASSAY_EMODEL where the server's scores are not believed.
 */
ASSAY_MUST_USE
enum assay_code assay_http_tasks_note(struct assay_http_tasks *tasks,
                                      struct assay_http_task *task,
                                      struct assay_http_answered answered,
                                      struct assay_error *err);

/* What is held back is believed, as no more is to come; not where a server was disbelieved. */
void assay_http_tasks_believe(struct assay_http_tasks *tasks);

/* Gives the finished ones to the run. Errors: those of assay_work_give. */
ASSAY_MUST_USE
enum assay_code assay_http_tasks_give(struct assay_http_tasks *tasks,
                                      struct assay_error *err);

#endif
