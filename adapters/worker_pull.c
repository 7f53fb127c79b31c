/* worker_pull.c - tasks to a worker's process and answers back, also when it ends or hangs. */
#include "adapters/worker.h"

#include "harness/core/clock.h"
#include "harness/core/memory.h"

#include <stdlib.h>
#include <string.h>

enum {
    TOGETHER = 64 /* answers given to the run at once */
};

enum phase {
    FREE,
    OWED,   /* taken from the run, to be asked */
    FLYING, /* asked */
};

struct slot {
    enum phase phase;
    struct assay_task task;
    double until;  /* when its answer is late */
    unsigned lost; /* processes that ended or hung while it was asked */
};

/* What one thread works with. */
struct desk {
    const struct assay_worker *worker;
    struct assay_work *work;
    struct assay_worker_process *process;
    struct slot *slot; /* (slots,) */
    size_t slots, flying, owed;
    bool careful; /* one at a time, until all that a lost process owed are answered */
    bool dry;     /* the run has no more tasks */
    struct assay_buf out;
    struct assay_arena asking, hand;
    struct assay_reply reply[TOGETHER];
    size_t replies;
};

/* ---- asking ---- */

static void ask(struct desk *desk, size_t i, double now)
{
    struct slot *slot = &desk->slot[i];

    assay_arena_reset(&desk->asking);
    assay_worker_ask(&slot->task, &desk->worker->setting, i, &desk->asking, &desk->out);
    slot->phase = FLYING;
    slot->until = now + desk->worker->timeout;
    desk->flying++;
    desk->owed--;
}

/* Asks up to n of those owed: a line each or, of a worker that takes batches, all in one, a list. */
static void ask_owed(struct desk *desk, size_t n)
{
    const bool batch = desk->worker->hello.batch > 0;
    const double now = assay_clock();
    const char *between = "[";

    for (size_t i = 0; n > 0 && desk->owed > 0 && i < desk->slots; i++) {
        if (desk->slot[i].phase != OWED)
            continue;
        if (batch && *between == ',')
            desk->out.len--; /* the line's end */
        if (batch)
            assay_buf_puts(&desk->out, between);
        ask(desk, i, now);
        between = ",";
        n--;
    }
    if (batch && *between == ',') {
        desk->out.len--;
        assay_buf_puts(&desk->out, "]\n");
    }
}

/* Takes up to n tasks: those of one stretch of the plan (work.h). */
static void take(struct desk *desk, size_t n)
{
    struct assay_task tasks[ASSAY_WORKER_IN_FLIGHT];
    size_t at = 0;

    n = assay_work_take(desk->work, tasks, n);
    desk->dry = n == 0;
    for (size_t i = 0; i < n; i++) {
        while (desk->slot[at].phase != FREE)
            at++;
        desk->slot[at] = (struct slot){.phase = OWED, .task = tasks[i]};
        desk->owed++;
    }
}

/* Batches are those of the plan, whatever is answered when. */
static void fly_batches(struct desk *desk, size_t batch)
{
    while (!desk->dry && desk->slots - desk->flying >= batch) {
        take(desk, batch);
        ask_owed(desk, batch);
    }
}

/* Fills the flight, or in careful times asks the next one alone. */
static void send_out(struct desk *desk)
{
    const size_t batch = desk->worker->hello.batch;

    if (desk->careful && desk->flying + desk->owed == 0)
        desk->careful = false;
    if (desk->careful && desk->flying == 0)
        ask_owed(desk, 1);
    if (desk->careful)
        return;
    if (batch > 0) {
        fly_batches(desk, batch);
        return;
    }
    if (!desk->dry && 2 * desk->flying <= desk->slots)
        take(desk, desk->slots - desk->flying - desk->owed);
    ask_owed(desk, desk->slots);
}

/* ---- answers ---- */

static enum assay_code give_out(struct desk *desk, struct assay_error *err)
{
    const size_t n = desk->replies;
    enum assay_code code;

    desk->replies = 0;
    if (n == 0)
        return ASSAY_OK;
    code = assay_work_give(desk->work, desk->reply, n, err);
    assay_arena_reset(&desk->hand);
    return code;
}

static struct assay_answer *reply_to(struct desk *desk, size_t i)
{
    struct slot *slot = &desk->slot[i];
    struct assay_answer *answers =
        assay_arena_new(&desk->hand, slot->task.wanted, sizeof(*answers));

    desk->reply[desk->replies++] = (struct assay_reply){slot->task, answers};
    desk->flying--;
    slot->phase = FREE;
    return answers;
}

/* Answers a task with why there is none. */
static enum assay_code give_up(struct desk *desk, size_t i, enum assay_state state,
                               const char *why, struct assay_error *err)
{
    const size_t wanted = desk->slot[i].task.wanted;
    struct assay_answer *answers = reply_to(desk, i);

    for (size_t k = 0; k < wanted; k++)
        answers[k] = (struct assay_answer){.state = state, .note = assay_str_of(why)};
    return give_out(desk, err);
}

static enum assay_code complain(const struct desk *desk, const char *what,
                                struct assay_error *err)
{
    const struct assay_error why = *err;

    return assay_fail(err, ASSAY_EMODEL, "%s: %s", desk->worker->setting.target,
                      what ? what : why.text);
}

/* An answer. */
static enum assay_code hear_one(struct desk *desk, const struct assay_node *line,
                                struct assay_error *err)
{
    struct assay_answer *answers;
    struct assay_task task;
    size_t i;
    enum assay_code code = desk->replies == TOGETHER ? give_out(desk, err) : ASSAY_OK;

    if (code)
        return code;
    if (!assay_worker_answers(line, &i) || i >= desk->slots ||
        desk->slot[i].phase != FLYING)
        return complain(desk, "a line that answers nothing that it was asked", err);
    task = desk->slot[i].task;
    answers = reply_to(desk, i);
    code = assay_worker_read(line, &task, answers, err);
    if (code) {
        const struct assay_error why = *err;

        return assay_fail(err, ASSAY_EMODEL, "%s: item %.*s: %s",
                          desk->worker->setting.target, ASSAY_STR_ARG(task.item->id),
                          why.text);
    }
    for (size_t k = 0; k < task.wanted; k++) {
        answers[k].note = assay_arena_copy(&desk->hand, answers[k].note);
        answers[k].text = assay_arena_copy(&desk->hand, answers[k].text);
    }
    return ASSAY_OK;
}

/* It is at work: what it was asked has its time from now on. */
static void hear_progress(struct desk *desk)
{
    const double until = assay_clock() + desk->worker->timeout;

    for (size_t i = 0; i < desk->slots; i++)
        desk->slot[i].until = until;
}

/* A line of the process: an answer or a list of answers, what it is at, or a word for the log, which is let
   pass. */
static enum assay_code hear(struct desk *desk, const struct assay_node *line,
                            struct assay_error *err)
{
    const size_t n = assay_node_count(line);
    bool told;
    enum assay_code code = assay_worker_tell(desk->worker, line, &told, err);

    if (code)
        return complain(desk, NULL, err);
    if (told) {
        if (assay_node_get(line, "progress"))
            hear_progress(desk);
        return ASSAY_OK;
    }
    assay_stage_end(desk->worker->setting.stage);
    if (!assay_node_is(line, ASSAY_NODE_LIST))
        return hear_one(desk, line, err);
    if (n == 0)
        return complain(desk, "a line that answers nothing that it was asked", err);
    for (size_t i = 0; !code && i < n; i++)
        code = hear_one(desk, assay_node_at(line, i), err);
    return code;
}

/* ---- processes that end or hang ---- */

static enum assay_code restart(struct desk *desk, const char *why,
                               struct assay_error *err)
{
    struct assay_worker_shared *shared = desk->worker->shared;
    struct assay_worker_hello hello;
    struct assay_arena arena = {0};
    bool may;
    enum assay_code code;

    assay_worker_end(desk->process, 0.0);
    desk->process = NULL;
    assay_buf_reset(&desk->out);
    (void)pthread_mutex_lock(&shared->lock);
    may = shared->restarts > 0;
    shared->restarts -= may;
    (void)pthread_mutex_unlock(&shared->lock);
    if (!may)
        return complain(desk, why, err);
    code = assay_worker_start(desk->worker, &arena, &desk->process, &hello, err);
    assay_arena_release(&arena);
    for (size_t i = 0; i < desk->slots; i++)
        if (desk->slot[i].phase == FLYING) {
            desk->slot[i].phase = OWED;
            desk->flying--;
            desk->owed++;
        }
    return code;
}

/*
 * It ended, or it hangs: what it was asked is asked again, one at a time; what is lost a second time,
 * alone, has no answer.
 */
static enum assay_code mourn(struct desk *desk, enum assay_state state, const char *why,
                             struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < desk->slots; i++)
        if (desk->slot[i].phase == FLYING && ++desk->slot[i].lost > 1 && desk->careful)
            code = give_up(desk, i, state, why, err);
    desk->careful = true;
    return code ? code : restart(desk, why, err);
}

static enum assay_code mourn_ended(struct desk *desk, struct assay_error *err)
{
    struct assay_buf why = {0};
    enum assay_code code;

    assay_child_tell(&desk->process->child, &why);
    code = mourn(desk, ASSAY_STATE_FAILED, why.data, err);
    assay_buf_release(&why);
    return code;
}

/* ---- the loop ---- */

static double first_late(const struct desk *desk)
{
    double first = assay_clock() + 1e6;

    for (size_t i = 0; i < desk->slots; i++)
        if (desk->slot[i].phase == FLYING && desk->slot[i].until < first)
            first = desk->slot[i].until;
    return first;
}

/* Waits for a line, then takes those that came with it. */
static enum assay_code listen_in(struct desk *desk, struct assay_error *err)
{
    const double until = first_late(desk);
    struct assay_worker_heard heard = {0};
    struct assay_arena arena = {0};
    enum assay_code code;

    do {
        assay_arena_reset(&arena);
        code = assay_worker_wait(desk->process, &desk->out, until, &arena, &heard, err);
        if (code)
            code = complain(desk, NULL, err);
        else if (heard.event == ASSAY_WORKER_LINE)
            code = hear(desk, heard.line, err);
    } while (!code && heard.event == ASSAY_WORKER_LINE && desk->flying > 0 &&
             desk->replies < TOGETHER && assay_worker_has_line(desk->process));
    assay_arena_release(&arena);
    if (!code)
        code = give_out(desk, err);
    if (!code && heard.event == ASSAY_WORKER_ENDED)
        code = mourn_ended(desk, err);
    if (!code && heard.event == ASSAY_WORKER_LATE)
        code = mourn(desk, ASSAY_STATE_TIMED_OUT, "no answer in time", err);
    return code;
}

/* A process that waits, or one of its own. */
static enum assay_code sit_down(struct desk *desk, struct assay_error *err)
{
    struct assay_worker_shared *shared = desk->worker->shared;
    struct assay_worker_hello hello;
    struct assay_arena arena = {0};
    enum assay_code code = ASSAY_OK;

    (void)pthread_mutex_lock(&shared->lock);
    desk->process = shared->idle;
    if (desk->process)
        shared->idle = desk->process->next;
    (void)pthread_mutex_unlock(&shared->lock);
    if (!desk->process)
        code = assay_worker_start(desk->worker, &arena, &desk->process, &hello, err);
    assay_arena_release(&arena);
    return code;
}

enum assay_code assay_worker_pull(const void *state, struct assay_work *work,
                                  struct assay_error *err)
{
    struct desk desk = {.worker = state, .work = work};
    enum assay_code code = ASSAY_OK;

    desk.slots = desk.worker->hello.in_flight;
    desk.slot = assay_memory_new(desk.slots, sizeof(*desk.slot));
    while (!code) {
        send_out(&desk);
        if (desk.flying == 0)
            break;
        if (!desk.process)
            code = sit_down(&desk, err);
        if (!code)
            code = listen_in(&desk, err);
    }
    if (desk.process && !code)
        assay_worker_let_wait(desk.worker, desk.process);
    else
        assay_worker_end(desk.process, 0.0);
    assay_buf_release(&desk.out);
    assay_arena_release(&desk.asking);
    assay_arena_release(&desk.hand);
    free(desk.slot);
    return code;
}
