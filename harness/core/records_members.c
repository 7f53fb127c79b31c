/*
 * records_members.c - the members of an archive, one JSON object each.
 *
 * Who adds to an archive writes a member again under its name, and the last one counts: Inspect does
 * so (src/inspect_ai/log/_recorders/eval.py, _zip_writestr). So names are gathered in a pass of their own.
 */
#include "harness/core/memory.h"
#include "harness/core/records_input.h"

#include <stdlib.h>
#include <string.h>

enum {
    MEMBERS_MAX = 1 << 24 /* that are records */
};

/* A member that is a record, and which of them, from 0. */
struct member {
    struct assay_str name;
    size_t place;
};

struct reader {
    struct records_reader base;
    struct assay_jsonl *parser;
    const char *folder; /* or NULL */
    struct assay_buf text;

    bool listed;
    struct assay_arena names;
    struct member *member; /* (count,) by name, then by place */
    size_t count, capacity;
    size_t place; /* of the next one to be read */
};

static bool is_wanted(const struct reader *reader, struct assay_str name)
{
    static const struct assay_str tail = {".json", 5};

    if (reader->folder && !assay_str_starts(name, assay_str_of(reader->folder)))
        return false;
    return name.len > tail.len &&
           memcmp(name.ptr + name.len - tail.len, tail.ptr, tail.len) == 0;
}

static int by_name(const void *a, const void *b)
{
    const struct member *x = a, *y = b;
    const int order = assay_str_compare(x->name, y->name);

    return order ? order : (x->place > y->place) - (x->place < y->place);
}

static enum assay_code add_member(struct reader *reader, struct assay_str name,
                                  const char *path, struct assay_error *err)
{
    if (reader->count == MEMBERS_MAX)
        return assay_fail(err, ASSAY_EDATA, "%s: more than %d members", path,
                          MEMBERS_MAX);
    if (reader->count == reader->capacity) {
        reader->capacity = assay_memory_grow(reader->capacity, reader->count + 1);
        reader->member = assay_memory_resize(reader->member, reader->capacity,
                                             sizeof(*reader->member));
    }
    reader->member[reader->count] =
        (struct member){assay_arena_copy(&reader->names, name), reader->count};
    reader->count++;
    return ASSAY_OK;
}

static enum assay_code list_members(struct reader *reader, const char *path,
                                    struct assay_error *err)
{
    struct assay_archive *archive = NULL;
    struct assay_str name = {"", 0};
    enum assay_code code = assay_archive_open_all(path, &archive, err);

    do {
        if (!code)
            code = assay_archive_member(archive, &name, err);
        if (!code && is_wanted(reader, name))
            code = add_member(reader, name, path, err);
    } while (!code && name.len > 0);
    assay_archive_close(archive);
    if (reader->count > 0)
        qsort(reader->member, reader->count, sizeof(*reader->member), by_name);
    reader->listed = true;
    return code;
}

/* True if no later member has the name of the one at place. */
static bool is_last(const struct reader *reader, struct assay_str name, size_t place)
{
    const struct member key = {name, place};
    const struct member *found =
        bsearch(&key, reader->member, reader->count, sizeof(key), by_name);

    return !found || found + 1 == reader->member + reader->count ||
           !assay_str_equal(found[1].name, name);
}

/* The name for messages of the next member that is wanted, in arena; NULL at the end. */
static enum assay_code next_member(struct reader *reader, struct records_input *input,
                                   struct assay_arena *arena, const char **out,
                                   struct assay_error *err)
{
    struct assay_str name;
    enum assay_code code;

    *out = NULL;
    do {
        code = assay_archive_member(input->archive, &name, err);
        if (code || name.len == 0)
            return code;
    } while (!is_wanted(reader, name) || !is_last(reader, name, reader->place++));
    *out = assay_arena_printf(arena, "%s::%.*s", input->name, ASSAY_STR_ARG(name));
    return ASSAY_OK;
}

static enum assay_code read_member(struct reader *reader, struct records_input *input,
                                   const char *name, struct assay_error *err)
{
    struct assay_str block;
    enum assay_code code;

    assay_buf_reset(&reader->text);
    do {
        code = assay_archive_next(input->archive, &block, err);
        if (!code)
            assay_buf_add(&reader->text, block);
    } while (!code && block.len > 0 && !reader->text.over);
    if (!code && reader->text.over)
        code = assay_fail(err, ASSAY_EDATA, "%s: longer than %d bytes", name,
                          ASSAY_RECORDS_MEMBER_BYTES);
    return code;
}

static enum assay_code next(struct records_reader *base, struct records_input *input,
                            struct assay_arena *arena, const struct assay_node **out,
                            unsigned *line, struct assay_error *err)
{
    struct reader *reader = (struct reader *)base;
    const char *name = NULL;
    enum assay_code code = ASSAY_OK;

    *out = NULL;
    *line = 0;
    if (!reader->listed)
        code = list_members(reader, input->name, err);
    if (!code)
        code = next_member(reader, input, arena, &name, err);
    if (code || !name)
        return code;
    code = read_member(reader, input, name, err);
    if (code)
        return code;
    return assay_records_parse(
        reader->parser, name,
        &(struct records_text){
            .text = assay_buf_view(&reader->text), .line = 1, .words = input->words},
        arena, out, err);
}

static void release(struct records_reader *base)
{
    struct reader *reader = (struct reader *)base;

    assay_jsonl_free(reader->parser);
    assay_buf_release(&reader->text);
    assay_arena_release(&reader->names);
    free(reader->member);
    free(reader);
}

struct records_reader *assay_records_members_new(const char *folder)
{
    struct reader *reader = assay_memory_new(1, sizeof(*reader));

    *reader = (struct reader){.base = {next, release},
                              .parser = assay_jsonl_new(),
                              .folder = folder,
                              .text = {.ceiling = ASSAY_RECORDS_MEMBER_BYTES}};
    return &reader->base;
}
