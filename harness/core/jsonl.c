#include "harness/core/jsonl_backend.h"

#include "harness/core/json.h"
#include "harness/core/memory.h"

#include <stdlib.h>
#include <string.h>

const struct assay_jsonl_backend *const assay_jsonl_backends[] = {
#if defined(ASSAY_YYJSON)
    &assay_jsonl_yyjson,
#endif
    &assay_jsonl_jansson,
    NULL,
};

struct assay_jsonl {
    const struct assay_jsonl_backend *backend;
    void *state;
};

struct assay_jsonl *assay_jsonl_new_on(const struct assay_jsonl_backend *backend)
{
    struct assay_jsonl *parser = assay_memory_new(1, sizeof(*parser));

    parser->backend = backend;
    parser->state = backend->open();
    return parser;
}

struct assay_jsonl *assay_jsonl_new(void)
{
    return assay_jsonl_new_on(assay_jsonl_backends[0]);
}

void assay_jsonl_free(struct assay_jsonl *parser)
{
    if (!parser)
        return;
    parser->backend->close(parser->state);
    free(parser);
}

enum assay_code assay_jsonl_parse(struct assay_jsonl *parser,
                                  struct assay_jsonl_text record,
                                  struct assay_arena *arena,
                                  const struct assay_node **out, struct assay_error *err)
{
    struct assay_node *node;

    if (record.len > ASSAY_JSONL_RECORD_BYTES)
        return assay_fail(err, ASSAY_EDATA, "%s:%u: record longer than %d bytes",
                          record.name, record.line, ASSAY_JSONL_RECORD_BYTES);
    memset(record.ptr + record.len, 0, ASSAY_JSONL_PADDING);
    node = assay_arena_new(arena, 1, sizeof(*node));
    *out = node;
    return parser->backend->parse(parser->state, &record, arena, node, err);
}

void assay_jsonl_write(const struct assay_node *node, struct assay_buf *out)
{
    assay_jsonl_backends[0]->write(node, out);
    assay_buf_putc(out, '\n');
}

/* The fallback is the parser of documents, told that its document is one line. */

static void *no_state(void)
{
    return NULL;
}

static void close_nothing(void *state)
{
    (void)state;
}

static enum assay_code parse_document(void *state, const struct assay_jsonl_text *record,
                                      struct assay_arena *arena, struct assay_node *out,
                                      struct assay_error *err)
{
    (void)state;
    return assay_json_parse_record((struct assay_str){record->ptr, record->len},
                                   record->name, record->line, arena, out, err);
}

static void write_document(const struct assay_node *node, struct assay_buf *out)
{
    assay_json_write(node, false, out);
}

const struct assay_jsonl_backend assay_jsonl_jansson = {
    .version = assay_json_backend,
    .open = no_state,
    .close = close_nothing,
    .parse = parse_document,
    .write = write_document,
};
