/*
 * worker_line.h - the lines that assay and a worker exchange; for adapters/worker*.c only.
 *
 * A worker is a program that reads one JSON object a line from its standard input and writes one a
 * line to its standard output. docs/WORKER.md describes them with examples. Version 1:
 *
 *   assay:   {"assay":1,"suite":"pairs","want":"scores","orders":1,"votes":1,"max_length":0,"seed":0}
 *   worker:  {"assay":1,"name":"my model","version":"1.2","gives":"scores","in_flight":16}
 *   assay:   {"id":7,"messages":[{"role":"user","content":"..."}],"completions":["...","..."],"wanted":2}
 *   worker:  {"id":7,"values":[1.5,-0.25]}
 *   worker:  {"id":8,"state":"truncated","note":"5000 tokens"}
 *   worker:  {"log":"model loaded"}
 *   worker:  {"progress":"loading weights","done":3,"total":8}
 *
 * Answers come in any order. A null among values is not-a-number. One that says "batch":N in its hello is
 * asked lists of up to N such objects, a list a line, and may answer in lists, too.
 */
#ifndef ASSAY_ADAPTERS_WORKER_LINE_H
#define ASSAY_ADAPTERS_WORKER_LINE_H

#include "adapters/adapter.h"

enum {
    ASSAY_WORKER_VERSION = 1,
    ASSAY_WORKER_IN_FLIGHT = 4096 /* items that one worker is asked at once, at most */
};

/* What a worker says of itself. */
struct assay_worker_hello {
    struct assay_str name, version; /* in the arena */
    struct assay_str
        revision; /* that it vouches for its answers with; empty: it does not */
    enum assay_want gives;
    size_t in_flight; /* 1 .. ASSAY_WORKER_IN_FLIGHT */
    size_t batch;     /* items of one line, at most; 1 .. in_flight; 0: lines are items */
    size_t width;     /* of a vector; 0 where it gives none */
};

/* What it is at while it does not answer. */
struct assay_worker_progress {
    struct assay_str what; /* a view of the line */
    size_t done, total;    /* total 0: not known */
};

/* Appends the line that begins the talk. */
void assay_worker_greet(const struct assay_setting *setting, struct assay_buf *out);

/*
 * Reads its answer.
 * Errors: ASSAY_EMODEL "what", without the worker's name.
 */
ASSAY_MUST_USE
enum assay_code assay_worker_read_hello(const struct assay_node *line,
                                        struct assay_arena *arena,
                                        struct assay_worker_hello *out,
                                        struct assay_error *err);

/* Appends the line that asks a task. */
void assay_worker_ask(const struct assay_task *task, const struct assay_setting *setting,
                      size_t id, struct assay_arena *arena, struct assay_buf *out);

/*
 * Reads a line that has the key progress.
 * Errors: ASSAY_EMODEL "what".
 */
ASSAY_MUST_USE
enum assay_code assay_worker_read_progress(const struct assay_node *line,
                                           struct assay_worker_progress *out,
                                           struct assay_error *err);

/* True, with the number, where a line answers a task. */
bool assay_worker_answers(const struct assay_node *line, size_t *id);

/*
 * Reads the answers (task->wanted,) that a line gives to a task; texts are views of it.
 * Errors: ASSAY_EMODEL "what".
 */
ASSAY_MUST_USE
enum assay_code assay_worker_read(const struct assay_node *line,
                                  const struct assay_task *task,
                                  struct assay_answer *answers, struct assay_error *err);

#endif
