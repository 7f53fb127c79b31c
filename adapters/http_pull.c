/*
 * http_pull.c - many questions under way, by one thread: which is sent when, to whom, and how often.
 *
 * A question waits in `waiting` until its time has come, or is with libcurl. Questions are made from
 * the items in hand as there is room, so memory does not grow with the suite.
 */
#include "adapters/http_client.h"
#include "adapters/http_converse.h"
#include "adapters/http_tasks.h"

#include "harness/core/clock.h"
#include "harness/core/memory.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double longest_wait = 1.0;

/* A question with where it is. */
struct question {
    struct assay_http_ask ask;
    struct assay_http_task *task;
    size_t server;
    double begun;          /* sent off */
    double when;           /* it may be sent */
    struct question *next; /* free ones */
};

struct puller {
    const struct assay_http *http;
    struct assay_http_tasks tasks;
    struct assay_http_client *client;

    struct question *pool, **waiting; /* (room,) */
    struct question *free;
    size_t room, waiters;
    struct assay_http_task *task; /* being asked about; NULL: none */
};

/* ---- questions ---- */

/* One about the item in hand, or the next one; NULL where there are none. */
static struct question *new_question(struct puller *puller)
{
    struct question *question = puller->free;
    struct assay_http_task *task;
    size_t n;

    if (question && !puller->task)
        puller->task = assay_http_tasks_take(&puller->tasks);
    if (!question || !puller->task)
        return NULL;
    task = puller->task;
    n = assay_http_at_once(puller->http,
                           (struct assay_http_part){task->task.item, task->begun,
                                                    task->task.wanted - task->begun});
    puller->free = question->next;
    question->task = task;
    question->ask.answer = task->answers + task->begun;
    question->ask.notes = &task->arena;
    assay_http_ask_begin(&question->ask, puller->http,
                         (struct assay_http_part){task->task.item, task->begun, n});
    task->begun += n;
    assay_http_task_pass(task);
    if (task->begun == task->task.wanted)
        puller->task = NULL;
    return question;
}

/* One whose time has come, out of those that wait; NULL where there is none. */
static struct question *due_question(struct puller *puller, double now)
{
    for (size_t i = 0; i < puller->waiters; i++) {
        struct question *question = puller->waiting[i];

        if (question->when > now)
            continue;
        puller->waiting[i] = puller->waiting[--puller->waiters];
        return question;
    }
    return NULL;
}

static void let_wait(struct puller *puller, struct question *question, double when)
{
    question->when = when;
    puller->waiting[puller->waiters++] = question;
}

/* The same failure over and over, with no answer in between, is not the items'. */
static enum assay_code count_failure(struct puller *puller,
                                     const struct question *question,
                                     struct assay_error *err)
{
    const struct assay_answer *answer = question->ask.answer;
    const bool fails =
        answer->state == ASSAY_STATE_FAILED || answer->state == ASSAY_STATE_TIMED_OUT;

    if (!fails || !question->ask.failure) {
        puller->client->failures = 0;
        return ASSAY_OK;
    }
    if (question->ask.failure != puller->client->failure)
        puller->client->failures = 0;
    puller->client->failure = question->ask.failure;
    if (++puller->client->failures < puller->http->same)
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EMODEL,
                      "%zu questions running came to the same end, no other was "
                      "answered: %.*s",
                      puller->client->failures, ASSAY_STR_ARG(answer->note));
}

/* A question has its answers. */
static enum assay_code end_question(struct puller *puller, struct question *question,
                                    struct assay_error *err)
{
    const struct assay_http_answered answered = {question->ask.answer,
                                                 question->ask.count, question->server,
                                                 question->begun, assay_clock()};
    enum assay_code code = count_failure(puller, question, err);

    if (!code)
        code = assay_http_tasks_note(&puller->tasks, question->task, answered, err);
    atomic_fetch_add(&puller->http->totals->answered, question->ask.count);
    question->next = puller->free;
    puller->free = question;
    return code;
}

/* ---- sending ---- */

static enum assay_code send_off(struct puller *puller, struct question *question,
                                size_t server, struct assay_error *err)
{
    const struct assay_http *http = puller->http;
    const struct assay_http_call call = {.url = assay_http_address(http->url[server],
                                                                   question->ask.path,
                                                                   &question->ask.arena),
                                         .token = http->key,
                                         .body = assay_buf_view(&question->ask.body),
                                         .timeout = http->timeout,
                                         .self = question};
    const enum assay_code code = assay_http_many_ask(puller->client->many, &call, err);

    question->server = server;
    question->begun = assay_clock();
    if (code)
        return code;
    assay_http_balance_begin(&puller->client->balance, server);
    atomic_fetch_add(&http->totals->requests, 1);
    return ASSAY_OK;
}

/* The next one to be sent, written; NULL where none is. One that cannot be asked ends here. */
static enum assay_code next_question(struct puller *puller, double now,
                                     struct question **out, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    *out = due_question(puller, now);
    while (!code && !*out) {
        struct question *question = new_question(puller);

        if (!question)
            return ASSAY_OK;
        if (assay_http_ask_write(&question->ask) == ASSAY_HTTP_OVER)
            code = end_question(puller, question, err);
        else
            *out = question;
    }
    return code;
}

/* Sends as much as there is room for. */
static enum assay_code fill(struct puller *puller, struct assay_error *err)
{
    const double now = assay_clock();
    enum assay_code code = ASSAY_OK;

    while (!code &&
           assay_http_many_count(puller->client->many) < puller->http->concurrency) {
        const size_t server = assay_http_balance_choose(&puller->client->balance, now);
        struct question *question;

        if (server == puller->client->balance.count)
            break;
        code = next_question(puller, now, &question, err);
        if (code || !question)
            break;
        code = send_off(puller, question, server, err);
    }
    return code;
}

/* ---- receiving ---- */

static double again_at(struct puller *puller, const struct question *question,
                       const struct assay_http_answer *answer, double now)
{
    if (question->ask.tries == 0)
        return now; /* nothing was asked: the server is held back, not the question */
    return now + fmax(fmin(answer->retry_after, ASSAY_HTTP_HOLD),
                      assay_http_balance_backoff(&puller->client->balance,
                                                 question->ask.tries));
}

/* What came back for one question, and what becomes of it. */
static enum assay_code settle(struct puller *puller, struct assay_http_answer *answer,
                              struct assay_error *err)
{
    struct question *question = answer->self;
    struct assay_http_ask *ask = &question->ask;
    const double now = assay_clock();
    const bool last = ask->tries + 1 >= puller->http->tries;
    struct assay_http_verdict verdict;
    struct assay_error why;
    enum assay_code code =
        assay_http_ask_read(ask, puller->client->parser, answer, last, &verdict, &why);

    if (code)
        return assay_fail(err, code, "%s%s: %s", puller->http->url[question->server],
                          ask->path, why.text);
    assay_http_balance_end(&puller->client->balance, question->server,
                           &(struct assay_http_ending){verdict.fate, question->begun, now,
                                                       answer->retry_after});
    if (answer->end != ASSAY_HTTP_ANSWERED)
        (void)snprintf(puller->client->why, sizeof(puller->client->why), "%s",
                       answer->why);
    switch (verdict.turn) {
    case ASSAY_HTTP_OVER:
        return end_question(puller, question, err);
    case ASSAY_HTTP_MORE:
        ask->tries = 0;
        if (assay_http_ask_write(ask) == ASSAY_HTTP_OVER)
            return end_question(puller, question, err);
        let_wait(puller, question, now);
        return ASSAY_OK;
    case ASSAY_HTTP_AGAIN:
        ask->tries += !verdict.free;
        atomic_fetch_add(&puller->http->totals->again, 1);
        let_wait(puller, question, again_at(puller, question, answer, now));
        return ASSAY_OK;
    }
    return ASSAY_OK;
}

/* Seconds until something has to be done even if no answer comes. */
static double patience(const struct puller *puller, double now)
{
    const double wake =
        fmin(puller->http->ends, assay_http_balance_wake(&puller->client->balance, now));
    double next = (double)INFINITY;

    for (size_t i = 0; i < puller->waiters; i++)
        if (puller->waiting[i]->when > now)
            next = fmin(next, puller->waiting[i]->when);
    return fmax(0.0, fmin(longest_wait, fmin(wake, next) - now));
}

static enum assay_code receive(struct puller *puller, struct assay_error *err)
{
    double wait = patience(puller, assay_clock());
    struct assay_http_answer answer;
    enum assay_code code = ASSAY_OK;

    for (size_t n = 0; !code && n < puller->room; n++, wait = -1.0) {
        if (!assay_http_many_next(puller->client->many, wait, &answer))
            break;
        code = settle(puller, &answer, err);
    }
    return code;
}

/* ---- the whole ---- */

static enum assay_code check_time(const struct puller *puller, struct assay_error *err)
{
    const struct assay_http *http = puller->http;
    const double now = assay_clock();

    if (assay_http_check_time(http, err))
        return ASSAY_EMODEL;
    if (assay_http_balance_outage(&puller->client->balance, now) > http->outage)
        return assay_fail(err, ASSAY_EMODEL, "no server answered for %g seconds: %s",
                          http->outage, puller->client->why);
    return ASSAY_OK;
}

static bool is_done(const struct puller *puller)
{
    return puller->tasks.drained && !puller->task && puller->waiters == 0 &&
           assay_http_many_count(puller->client->many) == 0;
}

static enum assay_code go(struct puller *puller, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK, given;
    struct assay_error later;

    while (!code && !is_done(puller)) {
        code = fill(puller, err);
        if (!code && !is_done(puller))
            code = receive(puller, err);
        given = assay_http_tasks_give(&puller->tasks, code ? &later : err);
        code = code ? code : given;
        if (!code && !is_done(puller))
            code = check_time(puller, err);
    }
    assay_http_tasks_believe(&puller->tasks);
    given = assay_http_tasks_give(&puller->tasks, code ? &later : err);
    return code ? code : given;
}

static void begin(struct puller *puller)
{
    const struct assay_http *http = puller->http;

    puller->room = 2 * http->concurrency;
    puller->pool = assay_memory_new(puller->room, sizeof(*puller->pool));
    puller->waiting = assay_memory_new(puller->room, sizeof(struct question *));
    for (size_t i = puller->room; i-- > 0;) {
        puller->pool[i].next = puller->free;
        puller->free = &puller->pool[i];
    }
}

static void end(struct puller *puller)
{
    assay_http_client_give(puller->http, puller->client);
    for (size_t i = 0; i < puller->room; i++)
        assay_http_ask_release(&puller->pool[i].ask);
    assay_http_tasks_release(&puller->tasks);
    free(puller->pool);
    free(puller->waiting);
}

enum assay_code assay_http_pull(const void *state, struct assay_work *work,
                                struct assay_error *err)
{
    const struct assay_http *http = state;
    struct puller puller = {.http = http};
    enum assay_code code = assay_http_client_take(http, &puller.client, err);

    if (code)
        return code;
    assay_http_tasks_init(&puller.tasks, http, work, puller.client->belief);
    begin(&puller);
    code = go(&puller, err);
    end(&puller);
    return code;
}
