#include "adapters/http_tasks.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    GIVEN = 64 /* items whose answers go to the journal together */
};

void assay_http_tasks_init(struct assay_http_tasks *tasks, const struct assay_http *http,
                           struct assay_work *work, struct assay_http_belief *belief)
{
    *tasks = (struct assay_http_tasks){
        .http = http,
        .work = work,
        .watch = assay_memory_new(http->url_count, sizeof(*tasks->watch))};
    for (size_t i = 0; i < http->url_count; i++) {
        if (!belief[i].begun)
            belief[i] = (struct assay_http_belief){.begun = true, .last = (double)NAN};
        tasks->watch[i].belief = &belief[i];
    }
}

void assay_http_tasks_release(struct assay_http_tasks *tasks)
{
    while (tasks->made) {
        struct assay_http_task *before = tasks->made->made;

        assay_arena_release(&tasks->made->arena);
        free(tasks->made);
        tasks->made = before;
    }
    for (size_t i = 0; i < tasks->http->url_count; i++)
        free(tasks->watch[i].held);
    free(tasks->watch);
}

/* ---- from the run ---- */

static struct assay_http_task *new_task(struct assay_http_tasks *tasks)
{
    struct assay_http_task *task = tasks->free;

    if (!task) {
        task = assay_memory_new(1, sizeof(*task));
        task->made = tasks->made;
        tasks->made = task;
        return task;
    }
    tasks->free = task->next;
    assay_arena_reset(&task->arena);
    *task = (struct assay_http_task){.arena = task->arena, .made = task->made};
    return task;
}

static void put_away(struct assay_http_tasks *tasks, struct assay_http_task *task)
{
    task->next = tasks->free;
    tasks->free = task;
}

/* It is to be given where nothing is missing and nothing doubted. */
static void finish(struct assay_http_tasks *tasks, struct assay_http_task *task)
{
    if (task->left > 0 || task->doubts > 0)
        return;
    task->next = tasks->finished;
    tasks->finished = task;
}

static bool has_texts(const struct assay_item *item)
{
    for (size_t i = 0; i < item->completion_count; i++)
        if (item->completions[i].len > 0)
            return true;
    return false;
}

void assay_http_task_pass(struct assay_http_task *task)
{
    const struct assay_answer *have = task->task.have;

    while (have && task->begun < task->task.wanted &&
           have[task->begun].state == ASSAY_STATE_SCORED)
        task->begun++;
}

/* What an earlier attempt was given is not asked again; something is missing. */
static void take_over(struct assay_http_task *task)
{
    const struct assay_answer *have = task->task.have;

    task->left = task->task.wanted;
    for (size_t i = 0; have && i < task->task.wanted; i++)
        if (have[i].state == ASSAY_STATE_SCORED) {
            task->answers[i] = have[i];
            task->left--;
        }
    assay_http_task_pass(task);
}

struct assay_http_task *assay_http_tasks_take(struct assay_http_tasks *tasks)
{
    while (!tasks->drained) {
        struct assay_http_task *task = new_task(tasks);

        if (assay_work_take(tasks->work, &task->task, 1) == 0) {
            tasks->drained = true;
            put_away(tasks, task);
            return NULL;
        }
        task->answers =
            assay_arena_new(&task->arena, task->task.wanted, sizeof(*task->answers));
        if (tasks->http->sampling || has_texts(task->task.item)) {
            take_over(task);
            return task;
        }
        for (size_t k = 0; k < task->task.wanted; k++)
            task->answers[k].note = ASSAY_STR("the data hold no texts");
        finish(tasks, task);
    }
    return NULL;
}

/* ---- what is believed ---- */

/* Those that came until `when` are believed. */
static void let_go(struct assay_http_tasks *tasks, struct assay_http_watch *watch,
                   double when)
{
    for (; watch->first < watch->count && watch->held[watch->first].when <= when;
         watch->first++) {
        struct assay_http_task *task = watch->held[watch->first].task;

        task->doubts--;
        finish(tasks, task);
    }
    if (watch->first == watch->count)
        watch->first = watch->count = 0;
}

void assay_http_tasks_believe(struct assay_http_tasks *tasks)
{
    for (size_t i = 0; !tasks->disbelieved && i < tasks->http->url_count; i++)
        let_go(tasks, &tasks->watch[i], (double)INFINITY);
}

static void hold(struct assay_http_watch *watch, struct assay_http_task *task,
                 double when)
{
    if (watch->count == watch->room && watch->first > watch->count / 2) {
        watch->count -= watch->first;
        memmove(watch->held, watch->held + watch->first,
                watch->count * sizeof(*watch->held));
        watch->first = 0;
    }
    if (watch->count == watch->room) {
        watch->room = assay_memory_grow(watch->room, watch->room + 1);
        watch->held = assay_memory_resize(watch->held, watch->room, sizeof(*watch->held));
    }
    watch->held[watch->count++] = (struct assay_http_held){task, when};
    task->doubts++;
}

static void doubt(struct assay_http_belief *belief, double score)
{
    belief->least = belief->doubted ? fmin(belief->least, score) : score;
    belief->most = belief->doubted ? fmax(belief->most, score) : score;
    belief->doubted++;
}

/* A score shows that those which came before it was asked for are raw, or is doubted. */
static enum assay_code see(struct assay_http_tasks *tasks, double score,
                           const struct assay_http_answered *answered,
                           struct assay_error *err)
{
    struct assay_http_watch *watch = &tasks->watch[answered->server];
    struct assay_http_belief *belief = watch->belief;
    struct assay_error why;

    if (assay_http_is_raw(tasks->http, score) && score != belief->last) {
        belief->trusted = belief->trusted || !isnan(belief->last);
        belief->last = score;
        belief->doubted = 0;
        let_go(tasks, watch, answered->begun);
    } else {
        doubt(belief, score);
    }
    if (belief->doubted < (belief->trusted ? ASSAY_HTTP_DOUBTED : ASSAY_HTTP_JUDGED))
        return ASSAY_OK;
    tasks->disbelieved = assay_http_check_scores(tasks->http, belief->least, belief->most,
                                                 &why) != ASSAY_OK;
    if (tasks->disbelieved)
        return assay_fail(err, ASSAY_EMODEL, "%s: %s (the last %zu scores)",
                          tasks->http->url[answered->server], why.text, belief->doubted);
    belief->doubted = 0;
    let_go(tasks, watch, answered->now);
    return ASSAY_OK;
}

enum assay_code assay_http_tasks_note(struct assay_http_tasks *tasks,
                                      struct assay_http_task *task,
                                      struct assay_http_answered answered,
                                      struct assay_error *err)
{
    const bool watched =
        !tasks->http->sampling && tasks->http->activation == ASSAY_HTTP_UNKNOWN;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; watched && !code && i < answered.count; i++)
        if (answered.at[i].state == ASSAY_STATE_SCORED) {
            code = see(tasks, answered.at[i].value, &answered, err);
            hold(&tasks->watch[answered.server], task, answered.now);
        }
    task->left -= answered.count;
    finish(tasks, task);
    return code;
}

/* ---- to the run ---- */

enum assay_code assay_http_tasks_give(struct assay_http_tasks *tasks,
                                      struct assay_error *err)
{
    struct assay_reply replies[GIVEN];
    enum assay_code code = ASSAY_OK;

    while (!code && tasks->finished) {
        const struct assay_http_task *task = tasks->finished;
        size_t n = 0;

        for (; task && n < GIVEN; task = task->next)
            replies[n++] = (struct assay_reply){task->task, task->answers};
        code = assay_work_give(tasks->work, replies, n, err);
        for (size_t i = 0; i < n; i++) {
            struct assay_http_task *given = tasks->finished;

            tasks->finished = given->next;
            put_away(tasks, given);
        }
    }
    return code;
}
