/* worker_process.c - one process of a worker: started, listened to, ended. */
#include "adapters/worker.h"

#include "harness/core/clock.h"
#include "harness/core/jsonl.h"
#include "harness/core/memory.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
    READ = 1 << 16 /* bytes asked of the system at once */
};

static size_t line_length(const struct assay_worker_process *process)
{
    const char *from = process->read.data ? process->read.data + process->begin : NULL;
    const char *end =
        from ? memchr(from, '\n', process->read.len - process->begin) : NULL;

    return end ? (size_t)(end - from) + 1 : 0;
}

bool assay_worker_has_line(const struct assay_worker_process *process)
{
    return line_length(process) > 0;
}

/* Parses the first line that is there. */
static enum assay_code parse(struct assay_worker_process *process, size_t n,
                             struct assay_arena *arena, const struct assay_node **line,
                             struct assay_error *err)
{
    struct assay_buf *record = &process->record;

    assay_buf_reset(record);
    assay_buf_add(record, (struct assay_str){process->read.data + process->begin, n - 1});
    (void)assay_buf_room(record, ASSAY_JSONL_PADDING);
    process->begin += n;
    process->lines++;
    return assay_jsonl_parse(process->parser,
                             (struct assay_jsonl_text){record->data, record->len,
                                                       "its output",
                                                       (unsigned)process->lines},
                             arena, line, err) == ASSAY_OK
               ? ASSAY_OK
               : ASSAY_EMODEL;
}

/* Reads what is there. False at the end. */
static bool read_more(struct assay_worker_process *process)
{
    ssize_t n;

    if (process->begin > 0) {
        process->read.len -= process->begin;
        memmove(process->read.data, process->read.data + process->begin,
                process->read.len);
        process->begin = 0;
    }
    n = read(process->child.out, assay_buf_room(&process->read, READ), READ);
    if (n > 0)
        process->read.len += (size_t)n;
    return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

/* Writes what is taken. A process that closed its input is noticed at its output, by no signal. */
static void write_some(struct assay_worker_process *process, struct assay_buf *out)
{
    const struct timespec now = {0};
    sigset_t broken, before;
    ssize_t n;

    (void)sigemptyset(&broken);
    (void)sigaddset(&broken, SIGPIPE);
    (void)pthread_sigmask(SIG_BLOCK, &broken, &before);
    n = write(process->child.in, out->data, out->len);
    if (n < 0 && errno == EPIPE)
        (void)sigtimedwait(&broken, NULL, &now);
    (void)pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (n <= 0)
        return;
    out->len -= (size_t)n;
    memmove(out->data, out->data + n, out->len);
}

enum assay_code assay_worker_wait(struct assay_worker_process *process,
                                  struct assay_buf *out, double until,
                                  struct assay_arena *arena,
                                  struct assay_worker_heard *heard,
                                  struct assay_error *err)
{
    for (;;) {
        const size_t n = line_length(process);
        const double left = until - assay_clock();
        struct pollfd fds[2] = {
            {.fd = process->child.out, .events = POLLIN},
            {.fd = out->len ? process->child.in : -1, .events = POLLOUT}};

        heard->event = ASSAY_WORKER_LINE;
        if (n > 0)
            return parse(process, n, arena, &heard->line, err);
        if (process->read.len - process->begin > ASSAY_JSONL_RECORD_BYTES)
            return assay_fail(err, ASSAY_EMODEL,
                              "its output:%zu: a line of more than %d bytes",
                              process->lines + 1, ASSAY_JSONL_RECORD_BYTES);
        heard->event = ASSAY_WORKER_LATE;
        if (left <= 0.0)
            return ASSAY_OK;
        if (poll(fds, 2, left > 1e6 ? 1000000000 : (int)(left * 1e3) + 1) < 0)
            continue;
        if (fds[1].revents & POLLOUT)
            write_some(process, out);
        if (fds[0].revents && !read_more(process)) {
            heard->event = ASSAY_WORKER_ENDED;
            return ASSAY_OK;
        }
        if (fds[1].revents & (POLLERR | POLLHUP))
            assay_buf_reset(out); /* nobody reads; its output will end */
    }
}

/* "python3 rm.py: what": why a process did not say hello. */
static enum assay_code refuse(struct assay_worker_process *process, const char *command,
                              const char *what, struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code;

    if (!what)
        assay_child_tell(&process->child, &text);
    code = what ? assay_fail(err, ASSAY_EMODEL, "%s: %s", command, what)
                : assay_fail(err, ASSAY_EMODEL, "%s: said no hello and %s", command,
                             text.data);
    assay_buf_release(&text);
    return code;
}

/* True of a stage that has this text, or as much of it as there was room for. */
static bool is_at(const struct assay_stage_view *view, struct assay_str what)
{
    const struct assay_str known = assay_str_of(view->what);

    return what.len < ASSAY_STAGE_WORDS ? assay_str_equal(known, what)
                                        : assay_str_starts(what, known);
}

enum assay_code assay_worker_tell(const struct assay_worker *worker,
                                  const struct assay_node *line, bool *told,
                                  struct assay_error *err)
{
    struct assay_stage *stage = worker->setting.stage;
    struct assay_worker_progress progress;
    struct assay_stage_view view;
    enum assay_code code;

    *told = assay_node_get(line, "log") || assay_node_get(line, "progress");
    if (!assay_node_get(line, "progress"))
        return ASSAY_OK;
    code = assay_worker_read_progress(line, &progress, err);
    if (code)
        return code;
    if (!assay_stage_look(stage, &view) || view.total != progress.total ||
        view.done > progress.done || !is_at(&view, progress.what))
        assay_stage_begin(stage, progress.what, progress.total, false);
    assay_stage_set(stage, progress.done);
    return ASSAY_OK;
}

static enum assay_code greet(const struct assay_worker *worker,
                             struct assay_worker_process *process,
                             struct assay_arena *arena, struct assay_worker_hello *hello,
                             struct assay_error *err)
{
    const char *command = worker->setting.target;
    struct assay_worker_heard heard = {0};
    struct assay_arena own = {0};
    struct assay_buf out = {0};
    struct assay_error why;
    bool told = false;
    enum assay_code code;

    assay_worker_greet(&worker->setting, &out);
    do {
        code = assay_worker_wait(process, &out, assay_clock() + worker->start_timeout,
                                 &own, &heard, &why);
        if (!code && heard.event == ASSAY_WORKER_LINE)
            code = assay_worker_tell(worker, heard.line, &told, &why);
    } while (!code && heard.event == ASSAY_WORKER_LINE && told);
    assay_stage_end(worker->setting.stage);
    if (!code && heard.event == ASSAY_WORKER_LINE)
        code = assay_worker_read_hello(heard.line, arena, hello, &why);
    if (code)
        code = refuse(process, command, why.text, err);
    else if (heard.event == ASSAY_WORKER_LATE)
        code = refuse(process, command, "says nothing in time (start_timeout)", err);
    else if (heard.event == ASSAY_WORKER_ENDED)
        code = refuse(process, command, NULL, err);
    assay_buf_release(&out);
    assay_arena_release(&own);
    return code;
}

enum assay_code assay_worker_start(const struct assay_worker *worker,
                                   struct assay_arena *arena,
                                   struct assay_worker_process **out,
                                   struct assay_worker_hello *hello,
                                   struct assay_error *err)
{
    struct assay_worker_process *process = assay_memory_new(1, sizeof(*process));
    const struct assay_child_limits limits = {(uint64_t)worker->memory << 20,
                                              worker->cpu};
    enum assay_code code;

    (void)pthread_mutex_lock(&worker->shared->lock);
    code = assay_child_start(&process->child, worker->setting.target, &limits,
                             worker->log, err);
    (void)pthread_mutex_unlock(&worker->shared->lock);
    process->parser = assay_jsonl_new();
    if (!code)
        code = greet(worker, process, arena, hello, err);
    if (!code) {
        *out = process;
        return ASSAY_OK;
    }
    assay_worker_end(process, 0.0);
    return code;
}

void assay_worker_let_wait(const struct assay_worker *worker,
                           struct assay_worker_process *process)
{
    struct assay_worker_shared *shared = worker->shared;

    (void)pthread_mutex_lock(&shared->lock);
    process->next = shared->idle;
    shared->idle = process;
    (void)pthread_mutex_unlock(&shared->lock);
}

void assay_worker_end(struct assay_worker_process *process, double patience)
{
    if (!process)
        return;
    assay_child_stop(&process->child, patience);
    assay_jsonl_free(process->parser);
    assay_buf_release(&process->read);
    assay_buf_release(&process->record);
    free(process);
}
