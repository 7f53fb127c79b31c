/*
 * records_list.c - a JSON list of objects, one at a time.
 *
 * A small scanner finds where an object ends (quotes, escapes and brackets, nothing more); the
 * JSON parser then judges the object. So a list of any length needs memory for one element.
 */
#include "harness/core/memory.h"
#include "harness/core/records_input.h"

#include <stdlib.h>

enum place {
    BEFORE,  /* nothing was read */
    FIRST,   /* behind the bracket that opens */
    BETWEEN, /* behind an element */
    AFTER    /* behind the bracket that closes */
};

/* Where in an element the scanner is. */
struct scan {
    size_t depth; /* of brackets */
    bool text;    /* inside quotes */
    bool escape;  /* behind a backslash */
    unsigned lines;
};

struct reader {
    struct records_reader base;
    struct assay_jsonl *parser;
    enum place place;
    struct assay_buf part; /* of an element that began in an earlier block */
};

static void scan_byte(struct scan *scan, char c)
{
    scan->lines += c == '\n';
    if (scan->escape)
        scan->escape = false;
    else if (scan->text && c == '\\')
        scan->escape = true;
    else if (c == '"')
        scan->text = !scan->text;
    else if (!scan->text && (c == '{' || c == '['))
        scan->depth++;
    else if (!scan->text && (c == '}' || c == ']'))
        scan->depth--;
}

static void advance(struct records_input *input, size_t n)
{
    input->rest = (struct assay_str){input->rest.ptr + n, input->rest.len - n};
}

/* The next byte that is not blank, not yet taken; '\0' at the end of the file. */
static enum assay_code peek(struct records_input *input, char *c, struct assay_error *err)
{
    for (;;) {
        const enum assay_code code = assay_records_input_fill(input, err);

        *c = '\0';
        if (code || input->rest.len == 0)
            return code;
        *c = input->rest.ptr[0];
        if (!assay_records_blank((struct assay_str){c, 1}))
            break;
        input->line += *c == '\n';
        advance(input, 1);
    }
    /* A NUL byte is not the end: let it be seen as what it is, a byte that fits nowhere. */
    if (*c == '\0')
        *c = '?';
    return ASSAY_OK;
}

static enum assay_code unexpected(const struct records_input *input, const char *wanted,
                                  char c, struct assay_error *err)
{
    if (c == '\0')
        return assay_fail(err, ASSAY_EDATA,
                          "%s:%u: expected %s, found the end of the file", input->name,
                          input->line, wanted);
    return assay_fail(err, ASSAY_EDATA, "%s:%u: expected %s, found '%c'", input->name,
                      input->line, wanted, c);
}

/* The element that begins at rest, a view valid until the next read. */
static enum assay_code cut(struct reader *reader, struct records_input *input,
                           struct assay_str *element, struct assay_error *err)
{
    struct scan scan = {0};

    assay_buf_reset(&reader->part);
    do {
        const enum assay_code code = assay_records_input_fill(input, err);
        size_t n = 0;

        if (code)
            return code;
        if (input->rest.len == 0)
            return assay_fail(err, ASSAY_EDATA, "%s:%u: the file ends inside a record",
                              input->name, input->line);
        do
            scan_byte(&scan, input->rest.ptr[n++]);
        while (scan.depth > 0 && n < input->rest.len);
        if (reader->part.len + n > ASSAY_JSONL_RECORD_BYTES)
            return assay_fail(err, ASSAY_EDATA, "%s:%u: a record longer than %d bytes",
                              input->name, input->line, ASSAY_JSONL_RECORD_BYTES);
        *element = (struct assay_str){input->rest.ptr, n};
        if (scan.depth > 0 || reader->part.len > 0) {
            assay_buf_add(&reader->part, *element);
            *element = assay_buf_view(&reader->part);
        }
        advance(input, n);
    } while (scan.depth > 0);
    input->line += scan.lines;
    return ASSAY_OK;
}

/* Takes the bracket that opens; an empty file is an empty list. */
static enum assay_code begin(struct reader *reader, struct records_input *input,
                             struct assay_error *err)
{
    char c;
    const enum assay_code code = peek(input, &c, err);

    if (code)
        return code;
    if (c != '\0' && c != '[')
        return unexpected(input, "a list", c, err);
    reader->place = c == '[' ? FIRST : AFTER;
    if (c == '[')
        advance(input, 1);
    return ASSAY_OK;
}

/* Takes what stands between elements; at the end of the list place is AFTER. */
static enum assay_code separate(struct reader *reader, struct records_input *input,
                                struct assay_error *err)
{
    char c;
    enum assay_code code = peek(input, &c, err);

    if (code)
        return code;
    if (c == ']') {
        reader->place = AFTER;
        advance(input, 1);
        code = peek(input, &c, err);
        return code || c == '\0' ? code
                                 : unexpected(input, "nothing behind the list", c, err);
    }
    if (reader->place == BETWEEN && c != ',')
        return unexpected(input, "',' or ']'", c, err);
    if (reader->place == BETWEEN) {
        advance(input, 1);
        code = peek(input, &c, err);
    }
    return code || c == '{' ? code : unexpected(input, "an object", c, err);
}

static enum assay_code next(struct records_reader *base, struct records_input *input,
                            struct assay_arena *arena, const struct assay_node **out,
                            unsigned *line, struct assay_error *err)
{
    struct reader *reader = (struct reader *)base;
    enum assay_code code = ASSAY_OK;
    struct records_text element = {.text = {"", 0}, .words = input->words};

    *out = NULL;
    if (reader->place == BEFORE)
        code = begin(reader, input, err);
    if (!code && reader->place != AFTER)
        code = separate(reader, input, err);
    if (code || reader->place == AFTER)
        return code;
    *line = element.line = input->line;
    code = cut(reader, input, &element.text, err);
    if (code)
        return code;
    reader->place = BETWEEN;
    return assay_records_parse(reader->parser, input->name, &element, arena, out, err);
}

static void release(struct records_reader *base)
{
    struct reader *reader = (struct reader *)base;

    assay_jsonl_free(reader->parser);
    assay_buf_release(&reader->part);
    free(reader);
}

struct records_reader *assay_records_list_new(void)
{
    struct reader *reader = assay_memory_new(1, sizeof(*reader));

    *reader = (struct reader){.base = {next, release}, .parser = assay_jsonl_new()};
    return &reader->base;
}
