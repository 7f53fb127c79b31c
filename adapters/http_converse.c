#include "adapters/http_converse.h"

#include "harness/core/clock.h"

#include <math.h>
#include <string.h>
#include <time.h>

enum {
    TRIES = 3,   /* of one request, at most: somebody waits for it */
    LONGEST = 60 /* seconds that a busy server may ask for */
};

enum assay_code assay_http_converse_open(struct assay_http_line *line,
                                         const struct assay_http *http, const char *url,
                                         struct assay_error *err)
{
    *line = (struct assay_http_line){.http = http, .url = url, .why = ""};
    line->parser = assay_jsonl_new();
    assay_http_balance_init(&line->wait, 1, 1, http->backoff,
                            assay_rng_stream(http->seed, 0));
    return assay_http_many_open(1, http->http2, &line->many, err);
}

void assay_http_converse_close(struct assay_http_line *line)
{
    assay_http_many_close(line->many);
    assay_jsonl_free(line->parser);
    assay_http_ask_release(&line->ask);
    assay_arena_release(&line->arena);
}

const char *assay_http_address(const char *url, const char *path,
                               struct assay_arena *arena)
{
    const size_t n = strlen(url);
    const bool twice = n > 3 && strcmp(url + n - 3, "/v1") == 0;

    return assay_arena_printf(arena, "%.*s%s", (int)(twice ? n - 3 : n), url, path);
}

/* Seconds for a request: no more than the run has left. */
static double time_for(const struct assay_http *http)
{
    return fmax(0.001, fmin(http->timeout, http->ends - assay_clock()));
}

/* Asks and waits. Errors: ASSAY_EIO. */
static enum assay_code exchange(struct assay_http_line *line, const char *path,
                                struct assay_str body, struct assay_http_answer *out,
                                struct assay_error *err)
{
    const struct assay_http_call call = {
        .url = assay_http_address(line->url, path, &line->arena),
        .token = line->http->key,
        .body = body,
        .timeout = time_for(line->http)};
    const enum assay_code code = assay_http_many_ask(line->many, &call, err);

    if (body.ptr)
        atomic_fetch_add(&line->http->totals->requests, 1);
    while (!code && !assay_http_many_next(line->many, line->http->timeout, out))
        ;
    return code;
}

static const struct assay_node *told(struct assay_http_line *line, const char *path,
                                     struct assay_str body)
{
    const struct assay_node *tree = NULL;
    struct assay_http_answer answer;
    struct assay_error err;
    enum assay_code code;

    assay_arena_reset(&line->arena);
    code = exchange(line, path, body, &answer, &err);
    line->why = "no answer";
    if (code || answer.end != ASSAY_HTTP_ANSWERED) {
        line->why =
            assay_arena_copy(&line->arena, assay_str_of(code ? err.text : answer.why))
                .ptr;
        return NULL;
    }
    if (answer.status != 200)
        line->why = assay_arena_printf(&line->arena, "status %u", answer.status);
    return answer.status == 200 &&
                   assay_http_parse(line->parser, &answer, &line->arena, &tree)
               ? tree
               : NULL;
}

const struct assay_node *assay_http_converse_get(struct assay_http_line *line,
                                                 const char *path)
{
    return told(line, path, (struct assay_str){NULL, 0});
}

const struct assay_node *assay_http_converse_post(struct assay_http_line *line,
                                                  const char *path, struct assay_str body)
{
    return told(line, path, body);
}

static void pause_for(double seconds)
{
    const double whole = floor(seconds);
    const struct timespec wait = {(time_t)whole, (long)(1e9 * (seconds - whole))};

    (void)nanosleep(&wait, NULL);
}

/* One request of the question, as often as it takes; a server that is busy gets more time. */
static enum assay_code try_step(struct assay_http_line *line,
                                struct assay_http_verdict *verdict,
                                struct assay_error *err)
{
    struct assay_http_ask *ask = &line->ask;
    struct assay_http_answer answer = {0};
    enum assay_code code;

    verdict->fate = ASSAY_HTTP_WELL;
    do {
        const size_t tries = line->http->tries;
        const size_t most =
            verdict->fate == ASSAY_HTTP_BUSY || tries < TRIES ? tries : TRIES;

        if (ask->tries > 0)
            pause_for(fmax(assay_http_balance_backoff(&line->wait, ask->tries),
                           fmin(answer.retry_after, LONGEST)));
        assay_arena_reset(&line->arena);
        if (assay_http_check_time(line->http, err))
            return ASSAY_EMODEL;
        code = exchange(line, ask->path, assay_buf_view(&ask->body), &answer, err);
        if (code)
            return code;
        ask->tries++;
        code = assay_http_ask_read(ask, line->parser, &answer, ask->tries >= most,
                                   verdict, err);
        line->unreached = verdict->fate == ASSAY_HTTP_GONE;
        if (!code && line->unreached)
            return assay_fail(err, ASSAY_EMODEL, "%s: %s", line->url, answer.why);
    } while (!code && verdict->turn == ASSAY_HTTP_AGAIN);
    return code;
}

/* The question that was begun, to its end. */
static enum assay_code carry_out(struct assay_http_line *line, struct assay_error *err)
{
    struct assay_http_ask *ask = &line->ask;
    struct assay_http_verdict verdict = {.turn = ASSAY_HTTP_MORE};
    struct assay_error why;
    enum assay_code code = ASSAY_OK;

    while (!code && verdict.turn == ASSAY_HTTP_MORE) {
        verdict.turn = assay_http_ask_write(ask);
        if (verdict.turn == ASSAY_HTTP_MORE) {
            ask->tries = 0;
            code = try_step(line, &verdict, &why);
        }
    }
    if (code)
        return line->unreached
                   ? assay_fail(err, code, "%s", why.text)
                   : assay_fail(err, code, "%s%s: %s", line->url, ask->path, why.text);
    if (!ask->row && ask->answer[0].state != ASSAY_STATE_SCORED)
        return assay_fail(err, ASSAY_EMODEL, "%s%s: %.*s", line->url,
                          ask->path ? ask->path : "", ASSAY_STR_ARG(ask->answer[0].note));
    return ASSAY_OK;
}

enum assay_code assay_http_converse_ask(struct assay_http_line *line,
                                        struct assay_http_part part,
                                        struct assay_arena *arena,
                                        struct assay_http_row *rows,
                                        struct assay_error *err)
{
    enum assay_code code;

    assay_http_ask_begin(&line->ask, line->http, part);
    line->ask.answer = assay_arena_new(arena, part.count, sizeof(*line->ask.answer));
    line->ask.notes = arena;
    line->ask.unscored = true;
    code = carry_out(line, err);
    for (size_t i = 0; !code && line->ask.row && i < part.count; i++) {
        const struct assay_http_row *row = &line->ask.row[i];

        rows[i] = *row;
        rows[i].value = assay_arena_new(arena, row->count, sizeof(double));
        if (row->count > 0)
            memcpy(rows[i].value, row->value, row->count * sizeof(double));
    }
    return code;
}

enum assay_code assay_http_converse_ids(struct assay_http_line *line,
                                        struct assay_http_ids ids, size_t from,
                                        struct assay_http_row *row,
                                        struct assay_error *err)
{
    enum assay_code code;

    assay_http_ask_ids(&line->ask, line->http, ids, from);
    line->ask.answer = assay_arena_new(&line->ask.arena, 1, sizeof(*line->ask.answer));
    line->ask.notes = &line->ask.arena;
    line->ask.unscored = true;
    code = carry_out(line, err);
    if (!code)
        *row = line->ask.row[0];
    return code;
}

enum assay_code assay_http_converse_track(struct assay_http_line *line,
                                          struct assay_http_part part,
                                          const struct assay_track_ids *given,
                                          struct assay_http_told *out,
                                          struct assay_error *err)
{
    struct assay_http_ask *ask = &line->ask;
    enum assay_code code;

    assay_http_ask_begin(ask, line->http, part);
    ask->given = given->at;
    ask->given_count = given->count;
    ask->answer = assay_arena_new(&ask->arena, 1, sizeof(*ask->answer));
    ask->notes = &ask->arena;
    ask->unscored = true;
    line->unreached = false;
    code = carry_out(line, err);
    if (code)
        return code;
    *out = (struct assay_http_told){ask->row[0], ask->whole.at + ask->query.from,
                                    ask->query.from == ask->prompt.count};
    return ASSAY_OK;
}
