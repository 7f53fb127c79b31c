/*
 * worker.c - any program as a model: one that reads and writes lines of JSON.
 *
 * What is said is in worker_line.h and docs/WORKER.md. --jobs processes run side by side. A process
 * that ends or hangs is started again, a limited number of times, and asked again what it owed, one
 * item at a time: the one that ends it twice has failed, and no other is lost.
 */
#include "adapters/worker.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    PATIENCE = 5 /* seconds that a process has to end by itself */
};

static const struct assay_option options[] = {
    {.name = "timeout",
     .steady = true,
     .help =
         "seconds that an answer, or a batch of them, may take; from its last progress",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct assay_worker, timeout),
     .initial = "600",
     .lo = 0.001,
     .hi = 1e6},
    {.name = "start_timeout",
     .steady = true,
     .help = "seconds until it says hello; from its last progress",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = offsetof(struct assay_worker, start_timeout),
     .initial = "600",
     .lo = 0.001,
     .hi = 1e6},
    {.name = "restarts",
     .steady = true,
     .help = "how often processes may be started again in a run of a suite",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct assay_worker, restarts),
     .initial = "8",
     .lo = 0,
     .hi = 1000000},
    {.name = "memory",
     .steady = true,
     .help = "address space of a process, MiB; 0: no limit",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct assay_worker, memory),
     .initial = "0",
     .lo = 0,
     .hi = 1e9},
    {.name = "cpu",
     .steady = true,
     .help = "seconds of processor time of a process; 0: no limit",
     .type = ASSAY_OPTION_SIZE,
     .offset = offsetof(struct assay_worker, cpu),
     .initial = "0",
     .lo = 0,
     .hi = 1e9},
    {.name = "log",
     .steady = true,
     .help = "file that its standard error is appended to",
     .type = ASSAY_OPTION_TEXT,
     .offset = offsetof(struct assay_worker, log),
     .value = "FILE",
     .optional = true},
    {0},
};

/* What is wanted must be what it gives; a suite is told by the plan whether it takes that. */
static enum assay_code check_gives(const struct assay_worker *worker,
                                   const struct assay_setting *setting,
                                   struct assay_error *err)
{
    const enum assay_want gives = worker->hello.gives;
    const bool texts = setting->sampling != NULL;

    if (texts == (gives == ASSAY_WANT_TEXTS))
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE, "%s gives %s, and %s are wanted",
                      setting->target, assay_want_name(gives),
                      texts ? "texts" : "numbers");
}

static enum assay_code worker_open(void *state, const struct assay_setting *setting,
                                   struct assay_error *err)
{
    struct assay_worker *worker = state;
    enum assay_code code;

    worker->setting = *setting;
    worker->shared = assay_memory_new(1, sizeof(*worker->shared));
    worker->shared->restarts = worker->restarts;
    (void)pthread_mutex_init(&worker->shared->lock, NULL);
    code = assay_worker_start(worker, setting->arena, &worker->shared->idle,
                              &worker->hello, err);
    return code ? code : check_gives(worker, setting, err);
}

static void worker_close(void *state)
{
    struct assay_worker *worker = state;
    struct assay_worker_process *process;

    if (!worker->shared)
        return;
    for (process = worker->shared->idle; process; process = process->next)
        assay_child_hush(&process->child); /* all of them end at the same time */
    while ((process = worker->shared->idle)) {
        worker->shared->idle = process->next;
        assay_worker_end(process, PATIENCE);
    }
    (void)pthread_mutex_destroy(&worker->shared->lock);
    free(worker->shared);
}

static enum assay_want worker_want(const void *state)
{
    return ((const struct assay_worker *)state)->hello.gives;
}

static size_t worker_width(const void *state)
{
    return ((const struct assay_worker *)state)->hello.width;
}

/* The program's own word for all that it is; which it is asked by, and for what, may change it. */
static enum assay_code worker_identity(const void *state,
                                       const struct assay_hashes *known,
                                       struct assay_arena *arena,
                                       struct assay_identity *out,
                                       struct assay_error *err)
{
    const struct assay_worker *worker = state;
    const struct assay_worker_hello *hello = &worker->hello;

    (void)known;
    (void)err;
    if (hello->revision.len == 0) {
        out->none = "the worker does not say its revision (docs/WORKER.md)";
        return ASSAY_OK;
    }
    assay_node_put(arena, out->map, "name", assay_node_of_text(hello->name));
    assay_node_put(arena, out->map, "version", assay_node_of_text(hello->version));
    assay_node_put(arena, out->map, "revision", assay_node_of_text(hello->revision));
    assay_node_put(arena, out->map, "command",
                   assay_node_of_string(worker->setting.target));
    assay_node_put(arena, out->map, "suite", assay_node_of_string(worker->setting.suite));
    return ASSAY_OK;
}

static bool worker_note(const void *state, size_t i, struct assay_str *out)
{
    const struct assay_worker *worker = state;
    const struct assay_worker_hello *hello = &worker->hello;

    if (i > 0 || hello->name.len == 0)
        return false;
    *out = assay_str_of(assay_arena_printf(
        worker->setting.arena, "worker: %.*s%s%.*s", ASSAY_STR_ARG(hello->name),
        hello->version.len ? " " : "", ASSAY_STR_ARG(hello->version)));
    return true;
}

static void worker_facts(const void *state, struct assay_arena *arena,
                         struct assay_node *map)
{
    const struct assay_worker_hello *hello = &((const struct assay_worker *)state)->hello;

    assay_node_put(arena, map, "engine", assay_node_of_text(hello->name));
    assay_node_put(arena, map, "engine_version", assay_node_of_text(hello->version));
    if (hello->revision.len > 0)
        assay_node_put(arena, map, "revision", assay_node_of_text(hello->revision));
    assay_node_put(arena, map, "gives",
                   assay_node_of_string(assay_want_name(hello->gives)));
    assay_node_put_count(arena, map, "in_flight", hello->in_flight);
    if (hello->batch > 0)
        assay_node_put_count(arena, map, "batch", hello->batch);
}

/* Its program knows what its numbers are. */
static bool worker_log_probs(const void *state)
{
    (void)state;
    return true;
}

const struct assay_adapter assay_adapter_worker = {
    .name = "worker",
    .summary = "a program of yours that reads and writes lines of JSON",
    .state_size = sizeof(struct assay_worker),
    .options = options,
    .needs_target = true,
    .sees_media = true,
    .writes_text = true,
    .reads_text = true,
    .open = worker_open,
    .identity = worker_identity,
    .want = worker_want,
    .log_probs = worker_log_probs,
    .width = worker_width,
    .pull = assay_worker_pull,
    .note = worker_note,
    .facts = worker_facts,
    .close = worker_close,
};
