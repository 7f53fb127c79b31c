#include "harness/core/json.h"

#include "harness/core/document.h"
#include "harness/core/json_fault.h"
#include "harness/core/jsonl.h"

#include <assert.h>
#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static_assert(ASSAY_TREE_DEPTH == 64 && ASSAY_JSON_BYTES == 512 << 20, "messages");

/* What a parse needs to know on its way down. */
struct reader {
    struct assay_arena *arena;
    const char *name;
    unsigned line; /* of every node and message; 0: a document of many lines */
    struct assay_error *err;
};

static enum assay_code refuse(const struct reader *reader, int line, const char *what)
{
    const unsigned known = line > 0 ? (unsigned)line : 1;

    return assay_fail(reader->err, ASSAY_EDATA, "%s:%u: %s", reader->name,
                      reader->line ? reader->line : known, what);
}

static enum assay_code convert(const struct reader *reader, json_t *from, unsigned depth,
                               struct assay_node *out);

static struct assay_str copied(const struct reader *reader, const char *text, size_t len)
{
    return assay_arena_copy(reader->arena, (struct assay_str){text, len});
}

static enum assay_code convert_list(const struct reader *reader, json_t *from,
                                    unsigned depth, struct assay_node *out)
{
    const size_t n = json_array_size(from);
    enum assay_code code = ASSAY_OK;

    out->as.list.at = assay_arena_new(reader->arena, n, sizeof(*out));
    out->as.list.count = n;
    for (size_t i = 0; i < n && code == ASSAY_OK; i++)
        code = convert(reader, json_array_get(from, i), depth, &out->as.list.at[i]);
    return code;
}

static enum assay_code convert_map(const struct reader *reader, json_t *from,
                                   unsigned depth, struct assay_node *out)
{
    const size_t n = json_object_size(from);
    struct assay_member *member =
        assay_arena_new(reader->arena, n, sizeof(struct assay_member));
    enum assay_code code = ASSAY_OK;

    out->as.map.at = member;
    out->as.map.count = n;
    for (void *at = json_object_iter(from); at && code == ASSAY_OK;
         at = json_object_iter_next(from, at), member++) {
        member->key =
            copied(reader, json_object_iter_key(at), json_object_iter_key_len(at));
        code = convert(reader, json_object_iter_value(at), depth, &member->value);
    }
    return code;
}

/* depth counts the lists and maps around from. */
static enum assay_code convert(const struct reader *reader, json_t *from, unsigned depth,
                               struct assay_node *out)
{
    *out = (struct assay_node){.type = ASSAY_NODE_NULL, .line = reader->line};
    if ((json_is_array(from) || json_is_object(from)) && depth >= ASSAY_TREE_DEPTH)
        return refuse(reader, 1, "nested deeper than 64");
    switch (json_typeof(from)) {
    case JSON_OBJECT:
        out->type = ASSAY_NODE_MAP;
        return convert_map(reader, from, depth + 1, out);
    case JSON_ARRAY:
        out->type = ASSAY_NODE_LIST;
        return convert_list(reader, from, depth + 1, out);
    case JSON_STRING:
        out->type = ASSAY_NODE_TEXT;
        out->as.text = copied(reader, json_string_value(from), json_string_length(from));
        break;
    case JSON_INTEGER:
        out->type = ASSAY_NODE_INT;
        out->as.integer = json_integer_value(from);
        break;
    case JSON_REAL:
        out->type = ASSAY_NODE_REAL;
        out->as.real = json_real_value(from);
        break;
    case JSON_TRUE:
    case JSON_FALSE:
        out->type = ASSAY_NODE_BOOL;
        out->as.truth = json_is_true(from);
        break;
    case JSON_NULL:
        break;
    }
    return ASSAY_OK;
}

/* True for a number without point and exponent that int64 cannot hold. */
static bool is_large_integer(struct assay_str number)
{
    char digits[32];

    if (memchr(number.ptr, '.', number.len) || memchr(number.ptr, 'e', number.len) ||
        memchr(number.ptr, 'E', number.len))
        return false;
    if (number.len >= sizeof(digits))
        return true;
    memcpy(digits, number.ptr, number.len);
    digits[number.len] = '\0';
    errno = 0;
    (void)strtoll(digits, NULL, 10);
    return errno == ERANGE;
}

/* Bytes of the string that starts at a quote, both quotes included. */
static size_t string_length(struct assay_str text)
{
    size_t i = 1;

    while (i < text.len && text.ptr[i] != '"')
        i += text.ptr[i] == '\\' ? 2 : 1;
    return i < text.len ? i + 1 : text.len;
}

/*
 * jansson refuses integers beyond int64 and has no switch for them alone: spell those as
 * reals ("18446744073709551616" + ".0") and leave every other byte as it is.
 */
static void spell_large_integers(struct assay_str text, struct assay_buf *out)
{
    size_t i = 0;

    while (i < text.len) {
        const struct assay_str rest = {text.ptr + i, text.len - i};
        size_t n = 0;

        while (n < rest.len && rest.ptr[n] && strchr("+-.0123456789eE", rest.ptr[n]))
            n++;
        if (n > 0) {
            const struct assay_str number = {rest.ptr, n};

            assay_buf_add(out, number);
            if (is_large_integer(number))
                assay_buf_puts(out, ".0");
        } else {
            n = rest.ptr[0] == '"' ? string_length(rest) : 1;
            assay_buf_add(out, (struct assay_str){rest.ptr, n});
        }
        i += n;
    }
}

/* Puts the field that the parser stopped in behind its message, where there is room. */
static void name_field(struct assay_str text, json_error_t *fault)
{
    const size_t at = fault->position > 0 ? (size_t)fault->position : 0;
    const struct assay_str field = assay_json_fault_field(text, at);
    const size_t len = strlen(fault->text);

    if (field.len > 0)
        (void)snprintf(fault->text + len, sizeof(fault->text) - len, ", field %.*s",
                       ASSAY_STR_ARG(field));
}

static json_t *load(struct assay_str text, json_error_t *fault)
{
    const size_t flags = JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL;
    json_t *root = json_loadb(text.ptr, text.len, flags, fault);
    struct assay_buf spelt = {0};

    if (!root && json_error_code(fault) == json_error_numeric_overflow) {
        spell_large_integers(text, &spelt);
        text = assay_buf_view(&spelt);
        root = json_loadb(text.ptr, text.len, flags, fault);
    }
    if (!root)
        name_field(text, fault);
    assay_buf_release(&spelt);
    return root;
}

static enum assay_code parse(const struct reader *reader, struct assay_str text,
                             struct assay_node *out)
{
    json_error_t fault = {.line = 1};
    char what[sizeof(fault.text) + 16];
    enum assay_code code;
    json_t *root;

    if (text.len > ASSAY_JSON_BYTES)
        return refuse(reader, 1, "larger than 512 MiB");
    if (text.len > 0 && memchr(text.ptr, '\0', text.len)) /* jansson passes over some */
        return refuse(reader, 1, "not JSON: NUL byte");
    root = load(text.len > 0 ? text : ASSAY_STR(""), &fault);
    if (!root) {
        (void)snprintf(what, sizeof(what), "not JSON: %s", fault.text);
        return refuse(reader, fault.line, what);
    }
    code = convert(reader, root, 0, out);
    json_decref(root);
    return code;
}

enum assay_code assay_json_parse(struct assay_str text, const char *name,
                                 struct assay_arena *arena, struct assay_node *out,
                                 struct assay_error *err)
{
    return parse(&(struct reader){arena, name, 0, err}, text, out);
}

enum assay_code assay_json_parse_record(struct assay_str text, const char *name,
                                        unsigned line, struct assay_arena *arena,
                                        struct assay_node *out, struct assay_error *err)
{
    return parse(&(struct reader){arena, name, line, err}, text, out);
}

/* As one record, by the parser of the data path, where that is the faster one; what it refuses is told by the
   other one, which knows lines. */
static bool read_as_record(struct assay_str text, const char *path,
                           struct assay_arena *arena, struct assay_node *out)
{
#if defined(ASSAY_YYJSON)
    struct assay_jsonl_text record = {.len = text.len, .name = path};
    const struct assay_node *node = NULL;
    struct assay_jsonl *parser;
    struct assay_error ignored;
    bool whole;

    if (text.len == 0 || text.len > ASSAY_JSONL_RECORD_BYTES)
        return false;
    parser = assay_jsonl_new();
    record.ptr = assay_arena_raw(arena, text.len + ASSAY_JSONL_PADDING);
    memcpy(record.ptr, text.ptr, text.len);
    whole = assay_jsonl_parse(parser, record, arena, &node, &ignored) == ASSAY_OK;
    if (whole)
        *out = *node;
    assay_jsonl_free(parser);
    return whole;
#else
    (void)text, (void)path, (void)arena, (void)out;
    return false;
#endif
}

enum assay_code assay_json_read(const char *path, struct assay_arena *arena,
                                struct assay_node *out, struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code = assay_document_read(path, ASSAY_JSON_BYTES, &text, err);

    if (code == ASSAY_OK && !read_as_record(assay_buf_view(&text), path, arena, out))
        code = assay_json_parse(assay_buf_view(&text), path, arena, out, err);
    assay_buf_release(&text);
    return code;
}

static json_t *rebuilt(const struct assay_node *node);

static json_t *rebuilt_list(const struct assay_node *node)
{
    json_t *list = json_array();

    for (size_t i = 0; i < node->as.list.count; i++)
        (void)json_array_append_new(list, rebuilt(&node->as.list.at[i]));
    return list;
}

static json_t *rebuilt_map(const struct assay_node *node)
{
    json_t *map = json_object();

    for (size_t i = 0; i < node->as.map.count; i++) {
        const struct assay_member *member = &node->as.map.at[i];

        (void)json_object_setn_new(map, member->key.ptr, member->key.len,
                                   rebuilt(&member->value));
    }
    return map;
}

static json_t *rebuilt(const struct assay_node *node)
{
    switch (node->type) {
    case ASSAY_NODE_NULL:
        return json_null();
    case ASSAY_NODE_BOOL:
        return json_boolean(node->as.truth);
    case ASSAY_NODE_INT:
        return json_integer(node->as.integer);
    case ASSAY_NODE_REAL:
        return json_real(node->as.real);
    case ASSAY_NODE_TEXT:
        return json_stringn(node->as.text.len ? node->as.text.ptr : "",
                            node->as.text.len);
    case ASSAY_NODE_LIST:
        return rebuilt_list(node);
    case ASSAY_NODE_MAP:
        return rebuilt_map(node);
    }
    return NULL;
}

static int append(const char *text, size_t len, void *out)
{
    assay_buf_add(out, (struct assay_str){text, len});
    return 0;
}

void assay_json_write(const struct assay_node *node, bool indent, struct assay_buf *out)
{
    const size_t flags = JSON_ENCODE_ANY | JSON_REAL_PRECISION(17) |
                         (indent ? JSON_INDENT(2) : JSON_COMPACT);
    json_t *root = rebuilt(node);

    assert(root && "finite numbers, UTF-8 text");
    if (json_dump_callback(root, append, out, flags) != 0)
        assert(0 && "a tree that holds what tree.h promises");
    json_decref(root);
    if (indent)
        assay_buf_putc(out, '\n');
}

enum assay_code assay_json_save(const struct assay_node *node, const char *path,
                                struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code;

    assay_json_write(node, true, &text);
    code = assay_document_save(path, assay_buf_view(&text), err);
    assay_buf_release(&text);
    return code;
}

const char *assay_json_backend(void)
{
    return "jansson " JANSSON_VERSION;
}
