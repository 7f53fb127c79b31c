#include "harness/core/yaml.h"

#include "harness/core/document.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

static_assert(ASSAY_YAML_BYTES == 16 << 20 && ASSAY_YAML_NODES == 1048576 &&
                  ASSAY_TREE_DEPTH == 64,
              "messages");

struct reader {
    yaml_parser_t parser;
    yaml_event_t event; /* the one in hand */
    bool held;          /* event is to be deleted */
    struct assay_str text;
    const char *name;
    struct assay_arena *arena;
    size_t nodes;
    struct assay_error *err;
};

static enum assay_code refuse(const struct reader *reader, const char *what)
{
    return assay_fail(reader->err, ASSAY_EDATA, "%s:%zu: %s", reader->name,
                      reader->event.start_mark.line + 1, what);
}

/* Where libyaml stopped: its scanner knows the line, its reader only the byte. */
static size_t line_of_fault(const struct reader *reader)
{
    size_t line = 1;

    if (reader->parser.error != YAML_READER_ERROR)
        return reader->parser.problem_mark.line + 1;
    for (size_t i = 0; i < reader->parser.problem_offset && i < reader->text.len; i++)
        line += reader->text.ptr[i] == '\n';
    return line;
}

static enum assay_code next(struct reader *reader)
{
    if (reader->held)
        yaml_event_delete(&reader->event);
    reader->held = yaml_parser_parse(&reader->parser, &reader->event) != 0;
    if (reader->held)
        return ASSAY_OK;
    return assay_fail(reader->err, ASSAY_EDATA, "%s:%zu: not YAML: %s%s%s", reader->name,
                      line_of_fault(reader),
                      reader->parser.problem ? reader->parser.problem : "",
                      reader->parser.context ? " " : "",
                      reader->parser.context ? reader->parser.context : "");
}

/* Bytes of the digits at the front. */
static size_t digits(const char *text)
{
    return strspn(text, "0123456789");
}

/* True for the grammar of RFC 8259, section 6; whole says that there is no fraction or exponent. */
static bool is_json_number(const char *text, bool *whole)
{
    const char *at = text + (text[0] == '-');
    size_t n = digits(at);

    *whole = true;
    if (n == 0 || (n > 1 && at[0] == '0'))
        return false;
    at += n;
    if (*at == '.') {
        *whole = false;
        n = digits(at + 1);
        if (n == 0)
            return false;
        at += 1 + n;
    }
    if (*at == 'e' || *at == 'E') {
        *whole = false;
        at += at[1] == '+' || at[1] == '-' ? 2 : 1;
        n = digits(at);
        if (n == 0)
            return false;
        at += n;
    }
    return *at == '\0';
}

static enum assay_code read_number(const struct reader *reader, struct assay_str text,
                                   bool whole, struct assay_node *out)
{
    double real;

    if (whole) {
        errno = 0;
        *out = assay_node_of_int(strtoll(text.ptr, NULL, 10));
        if (errno == 0)
            return ASSAY_OK;
    }
    if (!assay_str_number(text, &real))
        return refuse(reader, "number out of range");
    *out = assay_node_of_real(real);
    return ASSAY_OK;
}

/* The scalar in hand; text is a copy of it with a NUL behind. */
static enum assay_code read_scalar(const struct reader *reader, struct assay_str text,
                                   struct assay_node *out)
{
    const bool plain = reader->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    bool whole;

    *out = assay_node_of_text(text);
    if (!plain)
        return ASSAY_OK;
    if (text.len == 0 || strcmp(text.ptr, "~") == 0 || strcmp(text.ptr, "null") == 0)
        *out = assay_node_null();
    else if (strcmp(text.ptr, "true") == 0 || strcmp(text.ptr, "false") == 0)
        *out = assay_node_of_bool(text.ptr[0] == 't');
    else if (is_json_number(text.ptr, &whole))
        return read_number(reader, text, whole, out);
    return ASSAY_OK;
}

/* Anchors, tags and aliases make a document say what it does not show. */
static enum assay_code check_plainness(const struct reader *reader)
{
    const yaml_event_t *event = &reader->event;
    const yaml_char_t *anchor = NULL;
    const yaml_char_t *tag = NULL;

    if (event->type == YAML_ALIAS_EVENT)
        return refuse(reader, "aliases (*name) are not accepted");
    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
    }
    if (anchor)
        return refuse(reader, "anchors (&name) are not accepted");
    return tag ? refuse(reader, "tags (!name) are not accepted") : ASSAY_OK;
}

static struct assay_str scalar_copy(const struct reader *reader)
{
    const struct assay_str text = {(const char *)reader->event.data.scalar.value,
                                   reader->event.data.scalar.length};

    return assay_arena_copy(reader->arena, text);
}

static enum assay_code read_key(struct reader *reader, struct assay_str *key)
{
    const bool plain = reader->event.type == YAML_SCALAR_EVENT &&
                       reader->event.data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    enum assay_code code = check_plainness(reader);

    if (code)
        return code;
    if (reader->event.type != YAML_SCALAR_EVENT)
        return refuse(reader, "a key that is a list or a map is not accepted");
    *key = scalar_copy(reader);
    if (plain && assay_str_equal(*key, ASSAY_STR("<<")))
        return refuse(reader, "merge keys (<<) are not accepted");
    if (plain && key->len == 0)
        return refuse(reader, "a key is missing");
    if (memchr(key->ptr, '\0', key->len))
        return refuse(reader, "NUL byte in a key");
    return ASSAY_OK;
}

static enum assay_code read_node(struct reader *reader, unsigned depth,
                                 struct assay_node *out);

static enum assay_code read_list(struct reader *reader, unsigned depth,
                                 struct assay_node *list)
{
    for (;;) {
        struct assay_node value;
        enum assay_code code = next(reader);

        if (code || reader->event.type == YAML_SEQUENCE_END_EVENT)
            return code;
        code = read_node(reader, depth, &value);
        if (code)
            return code;
        (void)assay_node_push(reader->arena, list, value);
    }
}

/* Lines of values serve for keys: a value has its key's line. */
static enum assay_code check_repeated(const struct reader *reader,
                                      const struct assay_node *map)
{
    const struct assay_member *repeated = assay_node_repeated(map);

    if (!repeated)
        return ASSAY_OK;
    return assay_fail(reader->err, ASSAY_EDATA, "%s:%u: duplicate key '%.*s'",
                      reader->name, repeated->value.line, ASSAY_STR_ARG(repeated->key));
}

static enum assay_code read_map(struct reader *reader, unsigned depth,
                                struct assay_node *map)
{
    for (;;) {
        struct assay_str key;
        struct assay_node value;
        enum assay_code code = next(reader);
        const unsigned line = (unsigned)reader->event.start_mark.line + 1;

        if (code)
            return code;
        if (reader->event.type == YAML_MAPPING_END_EVENT)
            return check_repeated(reader, map);
        code = read_key(reader, &key);
        if (code == ASSAY_OK)
            code = next(reader);
        if (code == ASSAY_OK)
            code = read_node(reader, depth, &value);
        if (code)
            return code;
        value.line = line;
        (void)assay_node_put_view(reader->arena, map, key, value);
    }
}

/* Reads the node that the event in hand starts; depth counts the lists and maps around it. */
static enum assay_code read_node(struct reader *reader, unsigned depth,
                                 struct assay_node *out)
{
    const unsigned line = (unsigned)reader->event.start_mark.line + 1;
    const yaml_event_type_t type = reader->event.type;
    enum assay_code code = check_plainness(reader);

    if (code)
        return code;
    if (++reader->nodes > ASSAY_YAML_NODES)
        return refuse(reader, "more than 1048576 values");
    if (type != YAML_SCALAR_EVENT && depth >= ASSAY_TREE_DEPTH)
        return refuse(reader, "nested deeper than 64");
    if (type == YAML_SCALAR_EVENT) {
        code = read_scalar(reader, scalar_copy(reader), out);
    } else if (type == YAML_SEQUENCE_START_EVENT) {
        *out = (struct assay_node){.type = ASSAY_NODE_LIST};
        code = read_list(reader, depth + 1, out);
    } else {
        *out = (struct assay_node){.type = ASSAY_NODE_MAP};
        code = read_map(reader, depth + 1, out);
    }
    out->line = line;
    return code;
}

static enum assay_code read_stream(struct reader *reader, struct assay_node *out)
{
    enum assay_code code = next(reader); /* the start of the stream */

    if (code == ASSAY_OK)
        code = next(reader);
    if (code)
        return code;
    if (reader->event.type == YAML_STREAM_END_EVENT)
        return refuse(reader, "nothing there");
    if (reader->event.data.document_start.version_directive ||
        reader->event.data.document_start.tag_directives.start !=
            reader->event.data.document_start.tag_directives.end)
        return refuse(reader, "directives (%) are not accepted");
    code = next(reader);
    if (code == ASSAY_OK)
        code = read_node(reader, 0, out);
    if (code == ASSAY_OK)
        code = next(reader); /* the end of the document */
    if (code == ASSAY_OK)
        code = next(reader);
    if (code == ASSAY_OK && reader->event.type != YAML_STREAM_END_EVENT)
        return refuse(reader, "a second document");
    return code;
}

enum assay_code assay_yaml_parse(struct assay_str text, const char *name,
                                 struct assay_arena *arena, struct assay_node *out,
                                 struct assay_error *err)
{
    struct reader reader = {.text = text, .name = name, .arena = arena, .err = err};
    enum assay_code code;

    if (text.len > ASSAY_YAML_BYTES)
        return assay_fail(err, ASSAY_EDATA, "%s:1: larger than 16 MiB", name);
    if (!yaml_parser_initialize(&reader.parser))
        return assay_fail(err, ASSAY_EIO, "%s: out of memory", name);
    yaml_parser_set_encoding(&reader.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&reader.parser, (const unsigned char *)text.ptr,
                                 text.len);
    code = read_stream(&reader, out);
    if (reader.held)
        yaml_event_delete(&reader.event);
    yaml_parser_delete(&reader.parser);
    return code;
}

enum assay_code assay_yaml_read(const char *path, struct assay_arena *arena,
                                struct assay_node *out, struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code = assay_document_read(path, ASSAY_YAML_BYTES, &text, err);

    if (code == ASSAY_OK)
        code = assay_yaml_parse(assay_buf_view(&text), path, arena, out, err);
    assay_buf_release(&text);
    return code;
}
