#include "harness/core/jsonl_backend.h"

#if defined(ASSAY_YYJSON)

#include "harness/core/json_fault.h"
#include "harness/core/memory.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yyjson.h>

static_assert(YYJSON_PADDING_SIZE <= ASSAY_JSONL_PADDING, "room behind a record");

enum {
    KEEP_BYTES = 1 << 20, /* memory of longer records is not kept for the next */
    REAL_TEXT = 40
};

struct state {
    yyjson_alc *pool;
};

struct reader {
    struct assay_arena *arena;
    const struct assay_jsonl_text *record;
    struct assay_error *err;
};

static const char *version(void)
{
    return "yyjson " YYJSON_VERSION_STRING;
}

static void *open_state(void)
{
    return assay_memory_new(1, sizeof(struct state));
}

static void close_state(void *memory)
{
    struct state *state = memory;

    yyjson_alc_dyn_free(state->pool);
    free(state);
}

static struct assay_str text_of(yyjson_val *value)
{
    return (struct assay_str){unsafe_yyjson_get_str(value), unsafe_yyjson_get_len(value)};
}

static struct assay_node number_of(yyjson_val *value)
{
    if (yyjson_is_real(value))
        return assay_node_of_real(unsafe_yyjson_get_real(value));
    if (yyjson_is_uint(value) && unsafe_yyjson_get_uint(value) > INT64_MAX)
        return assay_node_of_real((double)unsafe_yyjson_get_uint(value));
    return assay_node_of_int(unsafe_yyjson_get_sint(value));
}

static enum assay_code refuse(const struct reader *reader, const char *what,
                              struct assay_str which)
{
    return assay_fail(reader->err, ASSAY_EDATA, "%s:%u: not JSON: %s '%.*s'",
                      reader->record->name, reader->record->line, what,
                      ASSAY_STR_ARG(which));
}

static enum assay_code refuse_text(const struct assay_jsonl_text *record,
                                   const yyjson_read_err *fault, struct assay_error *err)
{
    const struct assay_str field =
        assay_json_fault_field((struct assay_str){record->ptr, record->len}, fault->pos);

    return assay_fail(err, ASSAY_EDATA, "%s:%u: not JSON: %s at byte %zu%s%.*s",
                      record->name, record->line, fault->msg, fault->pos + 1,
                      field.len > 0 ? ", field " : "", ASSAY_STR_ARG(field));
}

static enum assay_code convert(const struct reader *reader, yyjson_val *from,
                               unsigned depth, struct assay_node *out);

static enum assay_code convert_list(const struct reader *reader, yyjson_val *from,
                                    unsigned depth, struct assay_node *out)
{
    const size_t n = unsafe_yyjson_get_len(from);
    yyjson_val *value = unsafe_yyjson_get_first(from);
    enum assay_code code = ASSAY_OK;

    out->type = ASSAY_NODE_LIST;
    out->as.list.at = assay_arena_new(reader->arena, n, sizeof(*out));
    out->as.list.count = n;
    for (size_t i = 0; i < n && code == ASSAY_OK; i++) {
        struct assay_node *at = &out->as.list.at[i];

        if (yyjson_is_real(value)) { /* most of a list of numbers, which may be long */
            at->type = ASSAY_NODE_REAL;
            at->line = reader->record->line;
            at->as.real = unsafe_yyjson_get_real(value);
            value++; /* yyjson.h: what is no list or map takes one place */
            continue;
        }
        code = convert(reader, value, depth, at);
        value = unsafe_yyjson_get_next(value);
    }
    return code;
}

/* A key with a NUL inside is refused as jansson refuses it. */
static enum assay_code check_keys(const struct reader *reader,
                                  const struct assay_node *map)
{
    const struct assay_member *repeated;

    for (size_t i = 0; i < map->as.map.count; i++) {
        const struct assay_str key = map->as.map.at[i].key;

        if (memchr(key.ptr, '\0', key.len))
            return refuse(reader, "NUL byte in object key", key);
    }
    repeated = assay_node_repeated(map);
    return repeated ? refuse(reader, "duplicate object key", repeated->key) : ASSAY_OK;
}

static enum assay_code convert_map(const struct reader *reader, yyjson_val *from,
                                   unsigned depth, struct assay_node *out)
{
    const size_t n = unsafe_yyjson_get_len(from);
    struct assay_member *member = assay_arena_new(reader->arena, n, sizeof(*member));
    yyjson_val *key = unsafe_yyjson_get_first(from);
    enum assay_code code = ASSAY_OK;

    out->type = ASSAY_NODE_MAP;
    out->as.map.at = member;
    out->as.map.count = n;
    for (size_t i = 0; i < n && code == ASSAY_OK; i++, member++) {
        yyjson_val *value = key + 1; /* yyjson.h: a key is followed by its value */

        member->key = text_of(key);
        code = convert(reader, value, depth, &member->value);
        key = unsafe_yyjson_get_next(value);
    }
    return code ? code : check_keys(reader, out);
}

/* depth counts the lists and maps around from. */
static enum assay_code convert(const struct reader *reader, yyjson_val *from,
                               unsigned depth, struct assay_node *out)
{
    enum assay_code code = ASSAY_OK;

    if (unsafe_yyjson_is_ctn(from) && depth >= ASSAY_TREE_DEPTH)
        return assay_fail(reader->err, ASSAY_EDATA, "%s:%u: nested deeper than %d",
                          reader->record->name, reader->record->line, ASSAY_TREE_DEPTH);
    switch (unsafe_yyjson_get_type(from)) {
    case YYJSON_TYPE_OBJ:
        code = convert_map(reader, from, depth + 1, out);
        break;
    case YYJSON_TYPE_ARR:
        code = convert_list(reader, from, depth + 1, out);
        break;
    case YYJSON_TYPE_STR:
        *out = assay_node_of_text(text_of(from));
        break;
    case YYJSON_TYPE_NUM:
        *out = number_of(from);
        break;
    case YYJSON_TYPE_BOOL:
        *out = assay_node_of_bool(unsafe_yyjson_get_bool(from));
        break;
    default:
        *out = assay_node_null();
        break;
    }
    out->line = reader->record->line;
    return code;
}

static enum assay_code parse(void *memory, const struct assay_jsonl_text *record,
                             struct assay_arena *arena, struct assay_node *out,
                             struct assay_error *err)
{
    const struct reader reader = {arena, record, err};
    struct state *state = memory;
    enum assay_code code = ASSAY_OK;
    yyjson_read_err fault = {0};
    yyjson_doc *doc;

    if (!state->pool)
        state->pool = yyjson_alc_dyn_new();
    doc = yyjson_read_opts(record->ptr, record->len, YYJSON_READ_INSITU, state->pool,
                           &fault);
    if (doc)
        code = convert(&reader, yyjson_doc_get_root(doc), 0, out);
    else
        code = refuse_text(record, &fault, err);
    yyjson_doc_free(doc);
    if (record->len > KEEP_BYTES) {
        yyjson_alc_dyn_free(state->pool);
        state->pool = NULL;
    }
    return code;
}

/* %.17g spelt as jansson spells it: a point, ".0" for whole numbers, no "+" or "0" after "e". */
static size_t spell_real(double real, char out[REAL_TEXT])
{
    const int length = snprintf(out, REAL_TEXT, "%.17g", real);
    char *end = out + length;
    char *exponent = memchr(out, 'e', (size_t)length);
    const size_t whole = strspn(out, "-0123456789");

    assert(length > 0 && length < REAL_TEXT - 2);
    if (out[whole] != '\0' && out[whole] != 'e')
        out[whole] = '.'; /* whatever the locale has there */
    if (exponent) {
        char *digits = exponent + (exponent[1] == '-' ? 2 : 1);
        const char *from = digits + strspn(digits, "+0");

        memmove(digits, from, (size_t)(end - from) + 1);
        end -= from - digits;
    } else if (out[whole] == '\0') {
        memcpy(end, ".0", 3);
        end += 2;
    }
    return (size_t)(end - out);
}

static yyjson_mut_val *rebuilt(yyjson_mut_doc *doc, const struct assay_node *node);

static yyjson_mut_val *rebuilt_list(yyjson_mut_doc *doc, const struct assay_node *node)
{
    yyjson_mut_val *list = yyjson_mut_arr(doc);

    for (size_t i = 0; i < node->as.list.count; i++)
        (void)yyjson_mut_arr_append(list, rebuilt(doc, &node->as.list.at[i]));
    return list;
}

static yyjson_mut_val *rebuilt_map(yyjson_mut_doc *doc, const struct assay_node *node)
{
    yyjson_mut_val *map = yyjson_mut_obj(doc);

    for (size_t i = 0; i < node->as.map.count; i++) {
        const struct assay_member *member = &node->as.map.at[i];

        (void)yyjson_mut_obj_add(map,
                                 yyjson_mut_strn(doc, member->key.ptr, member->key.len),
                                 rebuilt(doc, &member->value));
    }
    return map;
}

/* Texts are borrowed from the tree; NULL only where memory is out. */
static yyjson_mut_val *rebuilt(yyjson_mut_doc *doc, const struct assay_node *node)
{
    char real[REAL_TEXT];

    switch (node->type) {
    case ASSAY_NODE_NULL:
        return yyjson_mut_null(doc);
    case ASSAY_NODE_BOOL:
        return yyjson_mut_bool(doc, node->as.truth);
    case ASSAY_NODE_INT:
        return yyjson_mut_sint(doc, node->as.integer);
    case ASSAY_NODE_REAL:
        return yyjson_mut_rawncpy(doc, real, spell_real(node->as.real, real));
    case ASSAY_NODE_TEXT:
        return yyjson_mut_strn(doc, node->as.text.len ? node->as.text.ptr : "",
                               node->as.text.len);
    case ASSAY_NODE_LIST:
        return rebuilt_list(doc, node);
    case ASSAY_NODE_MAP:
        return rebuilt_map(doc, node);
    }
    return NULL;
}

static void write_line(const struct assay_node *node, struct assay_buf *out)
{
    yyjson_mut_doc *doc = yyjson_mut_doc_new(NULL);
    yyjson_mut_val *root = doc ? rebuilt(doc, node) : NULL;
    size_t len = 0;
    char *text = root ? yyjson_mut_val_write(root, 0, &len) : NULL;

    assert(text && "finite numbers, UTF-8 text");
    assay_buf_add(out, (struct assay_str){text, len});
    free(text);
    yyjson_mut_doc_free(doc);
}

const struct assay_jsonl_backend assay_jsonl_yyjson = {
    .version = version,
    .open = open_state,
    .close = close_state,
    .parse = parse,
    .write = write_line,
};

#endif
