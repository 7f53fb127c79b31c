/*
 * fuzz_http.c - any bytes as the answer of a model server: scores, a refusal in one line, or one more
 * try.
 *
 * The first byte says which server is asked how, the second one the status, the third one the step.
 */
#include "adapters/http_ask.h"
#include "tests/fuzz/fuzz.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    HEAD = 3,
    BODY_MAX = 1 << 16,
    COMPLETIONS = 3,
    NOTE_MAX = 1024
};

static const struct assay_message message = {{"user", 4}, {"Why?", 4}};
static const struct assay_str texts[COMPLETIONS] = {
    {"Because.", 8}, {"I do not know.", 14}, {"", 0}};
static const struct assay_item item = {.messages = &message,
                                       .message_count = 1,
                                       .completions = texts,
                                       .completion_count = COMPLETIONS,
                                       .file = ""};

/* The n-th way to ask, counted over all dialects, around. */
static void choose(struct assay_http *http, size_t n)
{
    size_t count = 0;

    for (size_t i = 0; assay_http_dialects[i]; i++)
        for (const struct assay_http_api *api = assay_http_dialects[i]->api; api->name;
             api++)
            count++;
    assert(count > 0);
    n %= count;
    for (size_t i = 0; assay_http_dialects[i]; i++)
        for (const struct assay_http_api *api = assay_http_dialects[i]->api; api->name;
             api++)
            if (n-- == 0) {
                http->dialect = assay_http_dialects[i];
                http->api = api;
                http->input = api->usual;
                return;
            }
}

static void check_answers(const struct assay_http_ask *ask)
{
    for (size_t i = 0; i < ask->count; i++) {
        const struct assay_answer *answer = &ask->answer[i];

        assert(answer->state > ASSAY_STATE_SKIPPED && answer->state < ASSAY_STATES);
        assert(answer->state != ASSAY_STATE_SCORED || isfinite(answer->value));
        assert(answer->note.len < NOTE_MAX);
        for (size_t k = 0; k < answer->note.len; k++)
            assert(answer->note.ptr[k] >= ' ');
    }
}

/* One answer to a question that is at some step. */
static void answer(struct assay_http *http, const uint8_t *data, size_t size)
{
    static const unsigned statuses[] = {200, 200, 200, 400, 413, 422, 429, 500, 503, 401};
    const unsigned status = statuses[data[1] % (sizeof(statuses) / sizeof(statuses[0]))];
    struct assay_jsonl *parser = assay_jsonl_new();
    struct assay_answer answers[COMPLETIONS] = {0};
    struct assay_arena notes = {0};
    struct assay_http_ask ask = {.answer = answers, .notes = &notes};
    struct assay_http_verdict verdict;
    struct assay_error err = {0};
    struct assay_http_answer reply = {.end = ASSAY_HTTP_ANSWERED,
                                      .status = status,
                                      .len = size - HEAD,
                                      .body = malloc(size + ASSAY_HTTP_MANY_PADDING),
                                      .why = "broken"};

    assert(reply.body);
    memcpy(reply.body, data + HEAD, reply.len);
    assay_http_ask_begin(
        &ask, http,
        (struct assay_http_part){&item, 0, http->api->together ? COMPLETIONS : 1});
    if (http->input == ASSAY_HTTP_TOKENS && data[2] % 2) {
        static int64_t ids[] = {1, 60, 117, 62, 9};

        ask.step = ASSAY_HTTP_SCORES;
        ask.whole = (struct assay_http_ids){ids, 5};
        ask.prompt = (struct assay_http_ids){ids, 3};
    }
    if (assay_http_ask_write(&ask) == ASSAY_HTTP_MORE) {
        const enum assay_code code =
            assay_http_ask_read(&ask, parser, &reply, data[2] & 2, &verdict, &err);

        assert(!code || (code == ASSAY_EMODEL && status == 401));
        if (!code && verdict.turn == ASSAY_HTTP_OVER)
            check_answers(&ask);
        assert(code || verdict.turn != ASSAY_HTTP_AGAIN || !(data[2] & 2));
    }
    free(reply.body);
    assay_http_ask_release(&ask);
    assay_arena_release(&notes);
    assay_jsonl_free(parser);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const double head[] = {1.0, -1.0}, weight[] = {1.0, 0.5};
    struct assay_http_totals totals = {0};
    struct assay_http http = {.template_word = "none",
                              .head = head,
                              .weight = weight,
                              .labels = 1,
                              .width = 2,
                              .key = "secret",
                              .bos = 1,
                              .totals = &totals};

    if (size < HEAD || size > BODY_MAX)
        return 0;
    choose(&http, data[0]);
    answer(&http, data, size);
    return 0;
}
