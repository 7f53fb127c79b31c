#include "adapters/http_ask.h"

#include "harness/core/jsonl.h"

#include <ctype.h>
#include <string.h>

enum {
    LATE = 1000,
    UNREADABLE = 1001,
    UNREACHED = 1002,
    BROKEN = 1003,
    REFUSED_HERE = 1004
};

/* ---- beginning ---- */

void assay_http_ask_begin(struct assay_http_ask *ask, const struct assay_http *http,
                          struct assay_http_part part)
{
    const bool ids = http->input == ASSAY_HTTP_TOKENS;
    const bool policy = http->api->gives == ASSAY_HTTP_LOG_PROBS;
    struct assay_arena arena = ask->arena;
    struct assay_buf body = ask->body;

    assay_arena_reset(&arena);
    assay_buf_reset(&body);
    *ask = (struct assay_http_ask){.http = http,
                                   .item = part.item,
                                   .first = part.first,
                                   .count = part.count,
                                   .answer = ask->answer,
                                   .notes = ask->notes,
                                   .step = !ids     ? ASSAY_HTTP_SCORES
                                           : policy ? ASSAY_HTTP_PROMPT_IDS
                                                    : ASSAY_HTTP_WHOLE_IDS,
                                   .arena = arena,
                                   .body = body};
}

void assay_http_ask_ids(struct assay_http_ask *ask, const struct assay_http *http,
                        struct assay_http_ids ids, size_t from)
{
    assay_http_ask_begin(ask, http, (struct assay_http_part){NULL, 0, 1});
    ask->step = ASSAY_HTTP_SCORES;
    ask->whole = ids;
    ask->prompt = (struct assay_http_ids){ids.at, from};
}

void assay_http_ask_release(struct assay_http_ask *ask)
{
    assay_arena_release(&ask->arena);
    assay_buf_release(&ask->body);
}

/* All completions end with one state. */
static enum assay_http_turn end_with(struct assay_http_ask *ask, enum assay_state state,
                                     struct assay_str note)
{
    const struct assay_str kept = assay_arena_copy(ask->notes, note);

    for (size_t i = 0; i < ask->count; i++)
        ask->answer[i] = (struct assay_answer){.state = state, .note = kept};
    return ASSAY_HTTP_OVER;
}

/* ---- requests ---- */

/* Where the completion begins: behind the ids that prompt and whole have in common. */
static size_t begin_of(const struct assay_http_ask *ask)
{
    const struct assay_http_ids *prompt = &ask->prompt, *whole = &ask->whole;
    size_t n = 0;

    while (n < prompt->count && n + 1 < whole->count && prompt->at[n] == whole->at[n])
        n++;
    return n > 0 ? n : 1;
}

/* The part that prompt and whole have in common, in code points. */
static size_t common_of(struct assay_str prompt, struct assay_str whole)
{
    size_t n = 0;

    while (n < prompt.len && n < whole.len && prompt.ptr[n] == whole.ptr[n])
        n++;
    return assay_str_code_points(assay_str_cut(whole, n));
}

/* The prompt's messages, a line apart: what a completion is held against. */
static struct assay_str prompt_of(struct assay_http_ask *ask)
{
    struct assay_buf text = {0};
    struct assay_str out;

    assay_dialogue_plain(assay_dialogue_of(ask->item, NULL, &ask->arena), &text);
    out = assay_buf_view(&text);
    if (out.len > 0 && out.ptr[out.len - 1] == '\n')
        out.len--;
    out = assay_arena_copy(&ask->arena, out);
    assay_buf_release(&text);
    return out;
}

/* Puts the texts that a request needs into the query. Errors: those of the template. */
static enum assay_code fill_texts(struct assay_http_ask *ask, struct assay_error *err)
{
    const struct assay_http *http = ask->http;
    struct assay_http_query *query = &ask->query;
    struct assay_str prompt;
    enum assay_code code;

    if (http->api->gives == ASSAY_HTTP_TEXTS)
        query->seed = assay_sampling_seed(http->sampling, ask->item->id, ask->first);
    else
        query->completions = ask->item->completions + ask->first;
    query->dialogue = assay_dialogue_of(
        ask->item, ask->step == ASSAY_HTTP_PROMPT_IDS ? NULL : query->completions,
        &ask->arena);
    if (query->input == ASSAY_HTTP_PAIR)
        query->text = prompt_of(ask);
    if (query->input != ASSAY_HTTP_TEXT)
        return ASSAY_OK;
    code = assay_http_text_of(http, query->dialogue, &ask->arena, &query->text, err);
    if (code || http->api->gives != ASSAY_HTTP_LOG_PROBS ||
        ask->step != ASSAY_HTTP_SCORES)
        return code;
    code = assay_http_text_of(http, assay_dialogue_of(ask->item, NULL, &ask->arena),
                              &ask->arena, &prompt, err);
    if (!code)
        query->from = common_of(prompt, query->text);
    return code;
}

/* How the server's tokeniser is told what is said. */
static enum assay_http_input spoken(const struct assay_http *http)
{
    return http->by_server ? ASSAY_HTTP_MESSAGES : ASSAY_HTTP_TEXT;
}

static struct assay_http_query query_of(const struct assay_http_ask *ask)
{
    const bool scores = ask->step == ASSAY_HTTP_SCORES;

    return (struct assay_http_query){
        .http = ask->http,
        .input = scores ? ask->http->input : spoken(ask->http),
        .count = ask->count,
        .id = ask->whole.at,
        .ids = ask->whole.count,
        .from = scores && ask->whole.count > 0 ? begin_of(ask) : 0,
    };
}

/* Whether the server takes the prompt and every completion. */
static bool takes_all(const struct assay_http_ask *ask)
{
    const struct assay_str *completions = ask->query.completions;
    bool all = assay_http_takes(ask->http, ask->query.text);

    for (size_t i = 0; all && completions && i < ask->count; i++)
        all = assay_http_takes(ask->http, completions[i]);
    return all;
}

enum assay_http_turn assay_http_ask_write(struct assay_http_ask *ask)
{
    const struct assay_http *http = ask->http;
    struct assay_node *map = assay_node_map(&ask->arena);
    struct assay_error err;

    ask->query = query_of(ask);
    if (ask->item && fill_texts(ask, &err)) {
        ask->failure = REFUSED_HERE;
        return end_with(ask, ASSAY_STATE_FAILED, assay_str_of(err.text));
    }
    if (http->input == ASSAY_HTTP_PAIR && !takes_all(ask))
        return end_with(ask, ASSAY_STATE_FAILED,
                        ASSAY_STR("the server takes no blank text here"));
    if (ask->step == ASSAY_HTTP_SCORES) {
        http->api->write(&ask->query, &ask->arena, map);
        ask->path = http->api->path;
    } else {
        http->dialect->write_tokenise(&ask->query, assay_http_adds_special(http),
                                      &ask->arena, map);
        ask->path = http->dialect->tokenise;
    }
    assay_buf_reset(&ask->body);
    assay_jsonl_write(map, &ask->body);
    return ASSAY_HTTP_MORE;
}

/* ---- answers ---- */

/* {"tokens": [id, ...]}. */
static const char *read_ids(struct assay_http_ask *ask, const struct assay_node *answer,
                            struct assay_http_ids *out)
{
    const struct assay_node *list = assay_node_get(answer, "tokens");
    const size_t n = assay_node_count(list);

    if (!assay_node_is(list, ASSAY_NODE_LIST) || n > ASSAY_HTTP_IDS)
        return "no list of tokens";
    out->at = assay_arena_new(&ask->arena, n, sizeof(*out->at));
    out->count = n;
    for (size_t i = 0; i < n; i++) {
        const struct assay_node *id = assay_node_at(list, i);

        if (!assay_node_is(id, ASSAY_NODE_INT) || id->as.integer < 0)
            return "a token that is no id";
        out->at[i] = id->as.integer;
    }
    if (n > 1 && out->at[0] == ask->http->bos && out->at[1] == ask->http->bos) {
        out->at++;
        out->count--;
    }
    return NULL;
}

/* The prompt's tokens, and behind them those that are given. */
static void put_given(struct assay_http_ask *ask)
{
    const size_t n = ask->prompt.count, count = n + ask->given_count;
    int64_t *id = assay_arena_new(&ask->arena, count + 1, sizeof(*id));

    if (n > 0)
        memcpy(id, ask->prompt.at, n * sizeof(*id));
    if (ask->given_count > 0)
        memcpy(id + n, ask->given, ask->given_count * sizeof(*id));
    ask->whole = (struct assay_http_ids){id, count};
}

static enum assay_http_turn take_whole(struct assay_http_ask *ask)
{
    const bool policy = ask->http->api->gives == ASSAY_HTTP_LOG_PROBS;
    const size_t n = ask->whole.count, limit = ask->http->max_length;

    if (n < 1 + (size_t)policy)
        return end_with(ask, ASSAY_STATE_FAILED, ASSAY_STR("no tokens"));
    if (limit > 0 && n > limit)
        return end_with(ask, ASSAY_STATE_TRUNCATED,
                        assay_str_of(assay_arena_printf(
                            &ask->arena, "%zu tokens, the limit is %zu", n, limit)));
    ask->step = ASSAY_HTTP_SCORES;
    return ASSAY_HTTP_MORE;
}

static void add_usage(const struct assay_http *http,
                      const struct assay_http_reading *reading)
{
    const struct assay_spent spent = {
        (size_t)reading->prompt_tokens, (size_t)reading->completion_tokens,
        assay_http_cost(http, reading->prompt_tokens, reading->completion_tokens)};

    atomic_fetch_add(&http->totals->prompt_tokens, spent.read);
    atomic_fetch_add(&http->totals->completion_tokens, spent.written);
    assay_spending_add(http->spending, &spent);
}

/* A text, or that there is none: then what was said instead is the note. */
static void take_text(struct assay_http_ask *ask,
                      const struct assay_http_reading *reading)
{
    const struct assay_str text = assay_arena_copy(ask->notes, reading->text);
    double *log_p = assay_arena_new(ask->notes, reading->log_p_count, sizeof(*log_p));

    for (size_t i = 0; i < reading->log_p_count; i++)
        log_p[i] = reading->log_p[i];

    ask->answer[0] =
        reading->refused
            ? (struct assay_answer){.state = ASSAY_STATE_REFUSED, .note = text}
            : (struct assay_answer){.state = ASSAY_STATE_SCORED,
                                    .text = text,
                                    .log_p = log_p,
                                    .log_p_count = reading->log_p_count};
}

/* The scores, or what is wrong with the answer. */
static const char *read_scores(struct assay_http_ask *ask,
                               const struct assay_node *answer)
{
    const struct assay_http *http = ask->http;
    struct assay_http_reading reading = {
        .arena = &ask->arena,
        .row = assay_arena_new(&ask->arena, ask->count, sizeof(*reading.row)),
    };

    if (!http->api->read(&ask->query, answer, &reading))
        return reading.fault;
    ask->row = reading.row;
    add_usage(http, &reading);
    if (http->api->gives == ASSAY_HTTP_TEXTS) {
        take_text(ask, &reading);
        return NULL;
    }
    for (size_t i = 0; !ask->unscored && i < ask->count; i++)
        ask->answer[i] = assay_http_score(http, &ask->row[i], ask->notes);
    return NULL;
}

/* An answer of status 200: the next step, the end, or NULL turned into words of complaint. */
static const char *take_answer(struct assay_http_ask *ask,
                               const struct assay_node *answer,
                               enum assay_http_turn *turn)
{
    const char *fault;

    *turn = ASSAY_HTTP_MORE;
    if (ask->step == ASSAY_HTTP_PROMPT_IDS) {
        fault = read_ids(ask, answer, &ask->prompt);
        ask->step = fault ? ask->step : ASSAY_HTTP_WHOLE_IDS;
        if (!fault && ask->given) {
            put_given(ask);
            *turn = take_whole(ask);
        }
    } else if (ask->step == ASSAY_HTTP_WHOLE_IDS) {
        fault = read_ids(ask, answer, &ask->whole);
        if (!fault)
            *turn = take_whole(ask);
    } else {
        fault = read_scores(ask, answer);
        *turn = ASSAY_HTTP_OVER;
    }
    return fault;
}

/* True if text holds one of the words, whatever the case of its letters. */
static bool says(struct assay_str text, const char *const *words)
{
    for (; *words; words++)
        for (size_t i = 0, n = strlen(*words); i + n <= text.len; i++) {
            size_t k = 0;

            while (k < n && tolower((unsigned char)text.ptr[i + k]) == (*words)[k])
                k++;
            if (k == n)
                return true;
        }
    return false;
}

/* What a status that is no answer says of the item. */
static enum assay_state state_of(const struct assay_http *http, unsigned status,
                                 struct assay_str words)
{
    /* Azure OpenAI's and OpenAI's codes of a filter. */
    static const char *const refusals[] = {"content_filter", "content_policy",
                                           "content management policy", NULL};

    if (status == 413 || says(words, http->dialect->too_long))
        return ASSAY_STATE_TRUNCATED;
    return says(words, refusals) ? ASSAY_STATE_REFUSED : ASSAY_STATE_FAILED;
}

static bool may_help(unsigned status)
{
    return status == 408 || status == 424 || status == 425 || status == 429 ||
           status >= 500;
}

static struct assay_str note_of(struct assay_http_ask *ask, unsigned status,
                                struct assay_str words)
{
    return assay_str_of(words.len > 0
                            ? assay_arena_printf(&ask->arena, "status %u: %.*s", status,
                                                 ASSAY_STR_ARG(words))
                            : assay_arena_printf(&ask->arena, "status %u", status));
}

/* Once more, or the end where this was the last try. */
static enum assay_http_turn again(struct assay_http_ask *ask, bool last,
                                  enum assay_state state, struct assay_str note)
{
    return last ? end_with(ask, state, note) : ASSAY_HTTP_AGAIN;
}

static enum assay_code read_refusal(struct assay_http_ask *ask,
                                    const struct assay_node *tree,
                                    const struct assay_http_answer *answer, bool last,
                                    struct assay_http_verdict *out,
                                    struct assay_error *err)
{
    const unsigned status = answer->status;
    const struct assay_str words =
        assay_http_complaint(ask->http, tree, answer, &ask->arena);
    const struct assay_str note = note_of(ask, status, words);
    const enum assay_state state = state_of(ask->http, status, words);

    if (status == 401 || status == 403)
        return assay_fail(err, ASSAY_EMODEL, "%s%s", note.ptr,
                          ask->http->key ? "" : " (no key was sent: key_env, key_file)");
    ask->failure = status;
    if (state == ASSAY_STATE_FAILED && may_help(status)) {
        out->fate = status == 429 || status == 503 ? ASSAY_HTTP_BUSY : ASSAY_HTTP_SICK;
        out->turn = again(ask, last, state, note);
    } else {
        out->turn = end_with(ask, state, note);
    }
    return ASSAY_OK;
}

/* No answer at all, or half of one. */
static void read_break(struct assay_http_ask *ask, const struct assay_http_answer *answer,
                       bool last, struct assay_http_verdict *out)
{
    const struct assay_str why = assay_str_of(answer->why);

    out->fate = ASSAY_HTTP_SICK;
    switch (answer->end) {
    case ASSAY_HTTP_UNREACHED:
        out->fate = ASSAY_HTTP_GONE;
        out->free = true;
        out->turn = ASSAY_HTTP_AGAIN;
        ask->failure = UNREACHED;
        return;
    case ASSAY_HTTP_CROWDED:
        out->fate = ASSAY_HTTP_BUSY;
        out->free = true;
        out->turn = ASSAY_HTTP_AGAIN;
        return;
    case ASSAY_HTTP_LATE:
        ask->failure = LATE;
        out->fate = ASSAY_HTTP_HUNG;
        out->turn = again(ask, last, ASSAY_STATE_TIMED_OUT, why);
        return;
    case ASSAY_HTTP_LARGE:
        ask->failure = UNREADABLE;
        out->turn = again(ask, last, ASSAY_STATE_FAILED,
                          ASSAY_STR("an answer of more than 8 MiB"));
        return;
    case ASSAY_HTTP_BROKEN:
    case ASSAY_HTTP_ANSWERED:
        ask->failure = BROKEN;
        out->turn = again(ask, last, ASSAY_STATE_FAILED, why);
        return;
    }
}

enum assay_code assay_http_ask_read(struct assay_http_ask *ask,
                                    struct assay_jsonl *parser,
                                    struct assay_http_answer *answer, bool last,
                                    struct assay_http_verdict *out,
                                    struct assay_error *err)
{
    const struct assay_node *tree = NULL;
    const char *fault;

    *out = (struct assay_http_verdict){.fate = ASSAY_HTTP_WELL};
    if (answer->end != ASSAY_HTTP_ANSWERED) {
        read_break(ask, answer, last, out);
        return ASSAY_OK;
    }
    if (!assay_http_parse(parser, answer, &ask->arena, &tree))
        tree = NULL;
    if (answer->status < 200 || answer->status > 299)
        return read_refusal(ask, tree, answer, last, out, err);
    fault = tree ? take_answer(ask, tree, &out->turn) : "an answer that is not JSON";
    if (!fault)
        return ASSAY_OK;
    ask->failure = UNREADABLE;
    out->fate = ASSAY_HTTP_SICK;
    out->turn = again(ask, last, ASSAY_STATE_FAILED, assay_str_of(fault));
    return ASSAY_OK;
}
