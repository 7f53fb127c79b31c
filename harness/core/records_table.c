/* records_table.c - CSV (RFC 4180) and tab-separated text: a header line, then rows of texts. */
#include "harness/core/memory.h"
#include "harness/core/records_input.h"

#include <stdlib.h>
#include <string.h>

enum {
    COLUMNS_MAX = 4096
};

struct reader {
    struct records_reader base;
    char separator;
    bool quotes;
    struct assay_arena arena; /* of the header */
    struct assay_str *header; /* (columns,); NULL before it was read */
    size_t columns;
    struct assay_str *values; /* (COLUMNS_MAX,) of the row at hand */
    struct assay_buf row;     /* lines of a row whose quotes go over line ends */
};

/* One row, split; at is NULL where there is none. */
struct values {
    struct assay_str *at;
    size_t count;
    unsigned line;
};

static size_t quotes_in(struct assay_str text)
{
    size_t n = 0;

    for (size_t i = 0; i < text.len; i++)
        n += text.ptr[i] == '"';
    return n;
}

/* Adds lines to the one at hand until its quotes are closed. */
static enum assay_code close_quotes(struct reader *reader, struct records_input *input,
                                    unsigned line, struct assay_str *text,
                                    struct assay_error *err)
{
    size_t open = quotes_in(*text) % 2;
    enum assay_code code;
    bool more;

    if (!reader->quotes || open == 0)
        return ASSAY_OK;
    assay_buf_reset(&reader->row);
    assay_buf_add(&reader->row, *text);
    while (open) {
        struct assay_str another;

        code = assay_records_input_line(input, &another, &more, err);
        if (code)
            return code;
        if (!more)
            return assay_fail(err, ASSAY_EDATA, "%s:%u: a quoted value has no end",
                              input->name, line);
        assay_buf_putc(&reader->row, '\n');
        assay_buf_add(&reader->row, another);
        if (reader->row.len > ASSAY_JSONL_RECORD_BYTES)
            return assay_fail(err, ASSAY_EDATA, "%s:%u: a row longer than %d bytes",
                              input->name, line, ASSAY_JSONL_RECORD_BYTES);
        open = (open + quotes_in(another)) % 2;
    }
    *text = assay_buf_view(&reader->row);
    return ASSAY_OK;
}

/* The next row that is not empty, without its line end; more is false at the end. */
static enum assay_code next_row(struct reader *reader, struct records_input *input,
                                unsigned *line, struct assay_str *text, bool *more,
                                struct assay_error *err)
{
    enum assay_code code;

    do {
        *line = input->line;
        code = assay_records_input_line(input, text, more, err);
        if (code || !*more)
            return code;
        code = close_quotes(reader, input, *line, text, err);
        if (code)
            return code;
        if (text->len > 0 && text->ptr[text->len - 1] == '\r')
            text->len--;
    } while (text->len == 0);
    if (!assay_str_is_utf8(*text))
        return assay_fail(err, ASSAY_EDATA, "%s:%u: invalid UTF-8", input->name, *line);
    return ASSAY_OK;
}

/* The quoted value at text[i], unquoted in place; gives the index behind its quote. */
static size_t take_quoted(char *text, size_t i, size_t n, struct assay_str *value)
{
    size_t to = i;

    *value = (struct assay_str){text + i, 0};
    for (i++; i < n; i++) {
        if (text[i] == '"' && (i + 1 == n || text[i + 1] != '"'))
            break;
        i += text[i] == '"';
        text[to++] = text[i];
    }
    value->len = (size_t)(text + to - value->ptr);
    return i < n ? i + 1 : n;
}

/* Cuts text (n,) into values (COLUMNS_MAX,), changing it; what is wrong, or NULL. */
static const char *split(const struct reader *reader, char *text, size_t n,
                         struct assay_str *values, size_t *count)
{
    size_t i = 0;

    for (*count = 0; *count < COLUMNS_MAX; i++) {
        struct assay_str *value = &values[(*count)++];
        const char *end = n > i ? memchr(text + i, reader->separator, n - i) : NULL;

        if (reader->quotes && i < n && text[i] == '"') {
            i = take_quoted(text, i, n, value);
        } else {
            *value = (struct assay_str){text + i, (end ? (size_t)(end - text) : n) - i};
            i += value->len;
            if (reader->quotes && quotes_in(*value) > 0)
                return "a quote inside a value that is not quoted";
        }
        if (i == n)
            return NULL;
        if (text[i] != reader->separator)
            return "text behind a quoted value";
    }
    return "more columns than are read";
}

static enum assay_code check_header(const struct reader *reader,
                                    const struct records_input *input, unsigned line,
                                    struct assay_error *err)
{
    for (size_t i = 1; i < reader->columns; i++)
        for (size_t j = 0; j < i; j++)
            if (assay_str_equal(reader->header[i], reader->header[j]))
                return assay_fail(err, ASSAY_EDATA, "%s:%u: two columns named \"%.*s\"",
                                  input->name, line, ASSAY_STR_ARG(reader->header[i]));
    return ASSAY_OK;
}

/* Reads and splits a row into arena; values is NULL at the end of the file. */
static enum assay_code read_values(struct reader *reader, struct records_input *input,
                                   struct assay_arena *arena, struct values *out,
                                   struct assay_error *err)
{
    struct assay_str text;
    enum assay_code code;
    const char *wrong;
    bool more;

    *out = (struct values){0};
    code = next_row(reader, input, &out->line, &text, &more, err);
    if (code || !more)
        return code;
    out->at = reader->values;
    wrong = split(reader, memcpy(assay_arena_new(arena, text.len, 1), text.ptr, text.len),
                  text.len, out->at, &out->count);
    if (wrong)
        return assay_fail(err, ASSAY_EDATA, "%s:%u: %s", input->name, out->line, wrong);
    return ASSAY_OK;
}

static enum assay_code read_header(struct reader *reader, struct records_input *input,
                                   struct assay_error *err)
{
    struct values values;
    enum assay_code code;

    code = read_values(reader, input, &reader->arena, &values, err);
    if (code || !values.at)
        return code;
    reader->columns = values.count;
    reader->header = assay_arena_new(&reader->arena, values.count, sizeof(*values.at));
    memcpy(reader->header, values.at, values.count * sizeof(*values.at));
    return check_header(reader, input, values.line, err);
}

static const struct assay_node *make_record(const struct reader *reader,
                                            const struct values *values,
                                            struct assay_arena *arena)
{
    struct assay_node *record = assay_arena_new(arena, 1, sizeof(*record));

    *record = (struct assay_node){.type = ASSAY_NODE_MAP, .line = values->line};
    record->as.map.count = reader->columns;
    record->as.map.at =
        assay_arena_new(arena, reader->columns, sizeof(*record->as.map.at));
    for (size_t i = 0; i < reader->columns; i++) {
        struct assay_member *member = &record->as.map.at[i];

        member->key = assay_arena_copy(arena, reader->header[i]);
        member->value = (struct assay_node){
            .type = ASSAY_NODE_TEXT, .line = values->line, .as.text = values->at[i]};
    }
    return record;
}

static enum assay_code next(struct records_reader *base, struct records_input *input,
                            struct assay_arena *arena, const struct assay_node **out,
                            unsigned *line, struct assay_error *err)
{
    struct reader *reader = (struct reader *)base;
    enum assay_code code = ASSAY_OK;
    struct values values;

    *out = NULL;
    if (!reader->header)
        code = read_header(reader, input, err);
    if (code || !reader->header)
        return code;
    code = read_values(reader, input, arena, &values, err);
    if (code || !values.at)
        return code;
    *line = values.line;
    if (values.count != reader->columns)
        return assay_fail(err, ASSAY_EDATA, "%s:%u: %zu values, the header has %zu",
                          input->name, values.line, values.count, reader->columns);
    *out = make_record(reader, &values, arena);
    return ASSAY_OK;
}

static void release(struct records_reader *base)
{
    struct reader *reader = (struct reader *)base;

    assay_arena_release(&reader->arena);
    assay_buf_release(&reader->row);
    free(reader->values);
    free(reader);
}

struct records_reader *assay_records_table_new(char separator, bool quotes)
{
    struct reader *reader = assay_memory_new(1, sizeof(*reader));

    *reader = (struct reader){
        .base = {next, release},
        .separator = separator,
        .quotes = quotes,
        .values = assay_memory_new(COLUMNS_MAX, sizeof(struct assay_str))};
    return &reader->base;
}
