#include "harness/core/manifest.h"

#include "harness/core/digest.h"
#include "harness/core/document.h"

#include <stdbool.h>
#include <string.h>

/* Keys of a block, in the order of the documentation. */
enum key {
    KEY_NAME,
    KEY_VERSION,
    KEY_TITLE,
    KEY_LICENCE,
    KEY_CITATION,
    KEY_USED_BY,
    KEY_GATED,
    KEY_ADDRESS,
    KEY_FILE,
    KEY_SHA256,
    KEYS
};

static const char *const key_names[KEYS] = {"name",     "version", "title", "licence",
                                            "citation", "used-by", "gated", "address",
                                            "file",     "sha256"};

struct parser {
    struct assay_str rest;
    const char *name; /* for messages */
    unsigned line;    /* of the line at hand, from 1 */
    struct assay_arena *arena;
    struct assay_error *err;

    struct assay_manifest_entry *entries;
    size_t count, capacity;
    bool inside;             /* of a block */
    struct assay_str *value; /* that an indented line goes on with, or NULL */
};

static enum assay_code wrong(const struct parser *parser, unsigned line, const char *what,
                             struct assay_str detail)
{
    return assay_fail(parser->err, ASSAY_EDATA, "%s:%u: %s%.*s", parser->name, line, what,
                      ASSAY_STR_ARG(detail));
}

static struct assay_str trim(struct assay_str text)
{
    while (text.len > 0 && strchr(" \t\r", text.ptr[0]))
        text = (struct assay_str){text.ptr + 1, text.len - 1};
    while (text.len > 0 && strchr(" \t\r", text.ptr[text.len - 1]))
        text.len--;
    return text;
}

static bool is_name(struct assay_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyz0123456789.-", text.ptr[i]) ||
            text.ptr[i] == '\0')
            return false;
    return text.len > 0;
}

/* A way down from the data folder: no root, no part that is empty, "." or "..". */
static bool is_path(struct assay_str text)
{
    size_t start = 0;

    for (size_t i = 0; i <= text.len; i++) {
        const struct assay_str part = {text.ptr + start, i - start};

        if (i < text.len && text.ptr[i] == '\0')
            return false;
        if (i < text.len && text.ptr[i] != '/')
            continue;
        if (part.len == 0 || assay_str_equal(part, ASSAY_STR(".")) ||
            assay_str_equal(part, ASSAY_STR("..")))
            return false;
        start = i + 1;
    }
    return true;
}

static struct assay_manifest_file *last_file(struct assay_manifest_entry *entry)
{
    return entry->file_count > 0 ? &entry->files[entry->file_count - 1] : NULL;
}

/* Where the value of a key goes; a key of a file goes to the last one. NULL: no such place. */
static struct assay_str *place_of(struct assay_manifest_entry *entry, enum key key)
{
    struct assay_manifest_file *file = last_file(entry);

    switch (key) {
    case KEY_NAME:
        return &entry->name;
    case KEY_VERSION:
        return &entry->version;
    case KEY_TITLE:
        return &entry->title;
    case KEY_LICENCE:
        return &entry->licence;
    case KEY_CITATION:
        return &entry->citation;
    case KEY_USED_BY:
        return &entry->used_by;
    case KEY_GATED:
        return &entry->gated;
    case KEY_ADDRESS:
        return file ? &file->address : &entry->address;
    case KEY_SHA256:
        return file ? &file->sha256 : NULL;
    case KEY_FILE:
    case KEYS:
        break;
    }
    return NULL;
}

static enum assay_code add_file(struct parser *parser, struct assay_manifest_entry *entry,
                                struct assay_str path)
{
    if (!is_path(path))
        return wrong(parser, parser->line, "not a path below the data folder: ", path);
    if (entry->file_count == ASSAY_MANIFEST_FILES)
        return wrong(parser, parser->line, "too many files in block ", entry->name);
    if ((entry->file_count & (entry->file_count - 1)) == 0) { /* full at powers of two */
        struct assay_manifest_file *more = assay_arena_new(
            parser->arena, entry->file_count ? entry->file_count * 2 : 1, sizeof(*more));

        if (entry->file_count > 0)
            memcpy(more, entry->files, entry->file_count * sizeof(*more));
        entry->files = more;
    }
    entry->files[entry->file_count++] =
        (struct assay_manifest_file){.path = assay_arena_copy(parser->arena, path).ptr};
    return ASSAY_OK;
}

static enum assay_code set(struct parser *parser, struct assay_manifest_entry *entry,
                           enum key key, struct assay_str value)
{
    struct assay_str *place;

    parser->value = NULL;
    if (value.len == 0)
        return wrong(parser, parser->line, "no value for ", assay_str_of(key_names[key]));
    if (key == KEY_FILE)
        return add_file(parser, entry, value);
    place = place_of(entry, key);
    if (!place)
        return wrong(parser, parser->line, "sha256 without a file", ASSAY_STR(""));
    if (place->len > 0)
        return wrong(parser, parser->line, "given twice: ", assay_str_of(key_names[key]));
    if (key == KEY_SHA256 && !assay_str_is_hex(value, ASSAY_DIGEST_HEX - 1))
        return wrong(parser, parser->line, "not 64 lower-case hex digits: ", value);
    if (key == KEY_NAME && !is_name(value))
        return wrong(parser, parser->line, "not a name of [a-z0-9.-]: ", value);
    if (key == KEY_ADDRESS && !assay_str_starts(value, ASSAY_STR("https://")))
        return wrong(parser, parser->line, "not an https:// address: ", value);
    *place = assay_arena_copy(parser->arena, value);
    if (key >= KEY_VERSION && key <= KEY_GATED)
        parser->value = place;
    return ASSAY_OK;
}

static enum assay_code check_block(const struct parser *parser,
                                   struct assay_manifest_entry *entry)
{
    for (enum key key = KEY_NAME; key <= KEY_USED_BY; key++)
        if (place_of(entry, key)->len == 0)
            return wrong(parser, entry->line, "a block without ",
                         assay_str_of(key_names[key]));
    for (size_t i = 0; i + 1 < parser->count; i++)
        if (assay_str_equal(parser->entries[i].name, entry->name))
            return wrong(parser, entry->line, "a second block named ", entry->name);
    if (entry->file_count == 0 && entry->address.len == 0)
        return wrong(parser, entry->line, "neither file nor address in block ",
                     entry->name);
    return ASSAY_OK;
}

static enum assay_code end_block(struct parser *parser)
{
    const bool inside = parser->inside;

    parser->inside = false;
    parser->value = NULL;
    return inside ? check_block(parser, &parser->entries[parser->count - 1]) : ASSAY_OK;
}

static void begin_block(struct parser *parser)
{
    if (parser->count == parser->capacity) {
        const size_t capacity = parser->capacity ? parser->capacity * 2 : 64;
        struct assay_manifest_entry *more =
            assay_arena_new(parser->arena, capacity, sizeof(*more));

        if (parser->count > 0)
            memcpy(more, parser->entries, parser->count * sizeof(*more));
        parser->entries = more;
        parser->capacity = capacity;
    }
    parser->inside = true;
    parser->entries[parser->count++].line = parser->line;
}

static enum assay_code go_on(struct parser *parser, struct assay_str text)
{
    if (!parser->value)
        return wrong(parser, parser->line, "indented, but nothing goes on here: ", text);
    *parser->value =
        assay_str_of(assay_arena_printf(parser->arena, "%s %s", parser->value->ptr,
                                        assay_arena_copy(parser->arena, text).ptr));
    return parser->value->len < ASSAY_MANIFEST_VALUE
               ? ASSAY_OK
               : wrong(parser, parser->line, "too long a value", ASSAY_STR(""));
}

static enum assay_code parse_line(struct parser *parser, struct assay_str line)
{
    const struct assay_str text = trim(line);
    const size_t colon = assay_str_find(text, ASSAY_STR(":"));
    const struct assay_str word = {text.ptr, colon};

    if (text.len == 0)
        return end_block(parser);
    if (line.ptr[0] == '#')
        return ASSAY_OK;
    if (line.ptr[0] == ' ' || line.ptr[0] == '\t')
        return go_on(parser, text);
    if (colon == text.len)
        return wrong(parser, parser->line, "no `key: value`: ", text);
    for (unsigned i = 0; i < KEYS; i++) {
        if (!assay_str_equal(word, assay_str_of(key_names[i])))
            continue;
        if (!parser->inside && parser->count == ASSAY_MANIFEST_BLOCKS)
            return wrong(parser, parser->line, "too many blocks", ASSAY_STR(""));
        if (!parser->inside)
            begin_block(parser);
        return set(parser, &parser->entries[parser->count - 1], (enum key)i,
                   trim((struct assay_str){text.ptr + colon + 1, text.len - colon - 1}));
    }
    return wrong(parser, parser->line, "no such key: ", word);
}

enum assay_code assay_manifest_parse(struct assay_str text, const char *name,
                                     struct assay_arena *arena,
                                     struct assay_manifest *out, struct assay_error *err)
{
    struct parser parser = {.rest = text, .name = name, .arena = arena, .err = err};
    enum assay_code code = ASSAY_OK;

    if (text.len > ASSAY_MANIFEST_BYTES)
        return assay_fail(err, ASSAY_EDATA, "%s: longer than %d bytes", name,
                          ASSAY_MANIFEST_BYTES);
    while (!code && parser.rest.len > 0) {
        const size_t end = assay_str_find(parser.rest, ASSAY_STR("\n"));
        const struct assay_str line = {parser.rest.ptr, end};
        const size_t n = end < parser.rest.len ? end + 1 : end;

        parser.line++;
        parser.rest = (struct assay_str){parser.rest.ptr + n, parser.rest.len - n};
        code = assay_str_is_utf8(line) && !memchr(line.ptr, '\0', line.len)
                   ? parse_line(&parser, line)
                   : wrong(&parser, parser.line, "not text in UTF-8", ASSAY_STR(""));
    }
    if (!code)
        code = end_block(&parser);
    *out = (struct assay_manifest){parser.entries, parser.count};
    return code;
}

enum assay_code assay_manifest_read(const char *path, struct assay_arena *arena,
                                    struct assay_manifest *out, struct assay_error *err)
{
    struct assay_buf text = {0};
    enum assay_code code = assay_document_read(path, ASSAY_MANIFEST_BYTES, &text, err);

    if (!code)
        code = assay_manifest_parse(assay_buf_view(&text), path, arena, out, err);
    assay_buf_release(&text);
    return code;
}

const struct assay_manifest_entry *assay_manifest_find(
    const struct assay_manifest *manifest, struct assay_str name)
{
    for (size_t i = 0; i < manifest->count; i++)
        if (assay_str_equal(manifest->entries[i].name, name))
            return &manifest->entries[i];
    return NULL;
}

const char *assay_manifest_nearest(const struct assay_manifest *manifest,
                                   const char *name, struct assay_arena *arena)
{
    const char **names = assay_arena_new(arena, manifest->count, sizeof(*names));

    for (size_t i = 0; i < manifest->count; i++)
        names[i] = manifest->entries[i].name.ptr;
    return assay_str_nearest(name, names, manifest->count);
}
