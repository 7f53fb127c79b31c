/* http_read.c - what the answers of several dialects have in common. */
#include "adapters/http_parts.h"

#include <math.h>
#include <string.h>

enum {
    COMPLAINT = 200 /* bytes of a server's words that are kept */
};

bool assay_http_fault(struct assay_http_reading *reading, const char *why)
{
    reading->fault = why;
    return false;
}

static double number_of(const struct assay_node *node)
{
    double value;

    return assay_node_number(node, &value) ? value : (double)NAN;
}

bool assay_http_read_numbers(const struct assay_node *list,
                             struct assay_http_reading *reading,
                             struct assay_http_row *row)
{
    const size_t n = assay_node_count(list);

    if (!assay_node_is(list, ASSAY_NODE_LIST))
        return assay_http_fault(reading, "no list of numbers");
    if (n == 0 || n > ASSAY_HTTP_NUMBERS)
        return assay_http_fault(reading, "no numbers, or too many");
    row->value = assay_arena_new(reading->arena, n, sizeof(*row->value));
    row->count = row->width = n;
    for (size_t i = 0; i < n; i++)
        row->value[i] = number_of(assay_node_at(list, i));
    return true;
}

void assay_http_read_one(const struct assay_node *value,
                         struct assay_http_reading *reading, struct assay_http_row *row)
{
    row->value = assay_arena_new(reading->arena, 1, sizeof(*row->value));
    row->value[0] = number_of(value);
    row->count = row->width = 1;
}

bool assay_http_read_joined(const struct assay_http_query *query,
                            const struct assay_node *list, const char *value,
                            struct assay_http_reading *reading)
{
    if (!assay_node_is(list, ASSAY_NODE_LIST))
        return assay_http_fault(reading, "no list of results");
    if (assay_node_count(list) != query->count)
        return assay_http_fault(reading, "another number of results than of completions");
    for (size_t i = 0; i < query->count; i++) {
        const struct assay_node *result = assay_node_at(list, i);
        const struct assay_node *index = assay_node_get(result, "index");
        const struct assay_node *score = assay_node_get(result, value);

        if (!assay_node_is(index, ASSAY_NODE_INT) || index->as.integer < 0 ||
            (uint64_t)index->as.integer >= query->count)
            return assay_http_fault(reading, "a result without an index in range");
        if (reading->row[index->as.integer].count > 0)
            return assay_http_fault(reading, "two results with one index");
        if (!score)
            return assay_http_fault(reading, "a result without a score");
        assay_http_read_one(score, reading, &reading->row[index->as.integer]);
    }
    return true;
}

void assay_http_read_usage(const struct assay_node *answer,
                           struct assay_http_reading *reading)
{
    const struct assay_node *usage = assay_node_get(answer, "usage");
    double value;

    if (assay_node_number(assay_node_get(usage, "prompt_tokens"), &value) && value > 0.0)
        reading->prompt_tokens = value;
    if (assay_node_number(assay_node_get(usage, "completion_tokens"), &value) &&
        value > 0.0)
        reading->completion_tokens = value;
}

struct assay_str assay_http_read_text(const struct assay_node *map, const char *key,
                                      struct assay_arena *arena)
{
    return assay_arena_copy(arena, assay_node_text(assay_node_get(map, key)));
}

void assay_http_read_models(const struct assay_node *answer, struct assay_arena *arena,
                            struct assay_http_facts *facts)
{
    const struct assay_node *first = assay_node_at(assay_node_get(answer, "data"), 0);

    if (facts->model.len == 0)
        facts->model = assay_http_read_text(first, "id", arena);
}

/* ---- bodies ---- */

/* Puts null where Python writes NaN, Infinity or -Infinity outside of texts; out has room for it. */
static size_t without_nan(const char *in, size_t len, char *out)
{
    static const struct assay_str words[] = {
        {"NaN", 3}, {"Infinity", 8}, {"-Infinity", 9}};
    const struct assay_str null = ASSAY_STR("null");
    bool text = false;
    size_t n = 0;

    for (size_t i = 0; i < len; i++) {
        size_t skip = 0;

        if (in[i] == '"')
            text = !text;
        for (size_t k = 0; !text && k < sizeof(words) / sizeof(words[0]); k++)
            if (assay_str_starts((struct assay_str){in + i, len - i}, words[k]))
                skip = words[k].len;
        if (text && in[i] == '\\' && i + 1 < len)
            out[n++] = in[i++];
        if (skip == 0) {
            out[n++] = in[i];
            continue;
        }
        for (size_t k = 0; k < null.len; k++)
            out[n++] = null.ptr[k];
        i += skip - 1;
    }
    return n;
}

static bool has_word(struct assay_str text, struct assay_str word)
{
    return assay_str_find(text, word) < text.len;
}

bool assay_http_parse(struct assay_jsonl *parser, struct assay_http_answer *answer,
                      struct assay_arena *arena, const struct assay_node **out)
{
    const struct assay_str body = {answer->body, answer->len};
    struct assay_jsonl_text text = {answer->body, answer->len, "answer", 1};
    struct assay_error err;

    if (answer->len == 0 || answer->len > ASSAY_JSONL_RECORD_BYTES)
        return false;
    if (has_word(body, ASSAY_STR("NaN")) || has_word(body, ASSAY_STR("Infinity"))) {
        text.ptr = assay_arena_raw(arena, 2 * answer->len + ASSAY_JSONL_PADDING);
        text.len = without_nan(answer->body, answer->len, text.ptr);
    }
    return assay_jsonl_parse(parser, text, arena, out, &err) == ASSAY_OK;
}

/* ---- complaints ---- */

/* Where servers put their words: {"error": text or {"message"}}, {"message"}, {"detail": ...}. */
static struct assay_str words_of(const struct assay_node *answer)
{
    const struct assay_node *error = assay_node_get(answer, "error");
    const struct assay_node *detail = assay_node_get(answer, "detail");
    const struct assay_node *const places[] = {
        error,
        assay_node_get(error, "message"),
        assay_node_get(answer, "message"),
        detail,
        assay_node_get(assay_node_at(detail, 0), "msg"),
    };

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
        if (assay_node_text(places[i]).len > 0)
            return assay_node_text(places[i]);
    return (struct assay_str){"", 0};
}

/* Control characters and what is not ASCII as blanks; the key, wherever it stands, as stars. */
static struct assay_str cleaned(struct assay_str text, const char *key,
                                struct assay_arena *arena)
{
    const struct assay_str secret = assay_str_of(key);
    char *out = assay_arena_raw(arena, COMPLAINT + 1);
    size_t n = 0;

    for (size_t i = 0; i < text.len && n < COMPLAINT; i++) {
        const struct assay_str rest = {text.ptr + i, text.len - i};

        if (secret.len > 0 && assay_str_starts(rest, secret)) {
            out[n++] = '*';
            i += secret.len - 1;
        } else {
            out[n++] =
                (char)(text.ptr[i] >= ' ' && text.ptr[i] <= '~' ? text.ptr[i] : ' ');
        }
    }
    out[n] = '\0';
    return (struct assay_str){out, n};
}

struct assay_str assay_http_complaint(const struct assay_http *http,
                                      const struct assay_node *answer,
                                      const struct assay_http_answer *raw,
                                      struct assay_arena *arena)
{
    struct assay_str words = words_of(answer);

    if (words.len == 0 && !answer && raw->len > 0)
        words = raw->body[0] == '<' ? ASSAY_STR("a page, not JSON")
                                    : (struct assay_str){raw->body, raw->len};
    return cleaned(words, http->key, arena);
}
