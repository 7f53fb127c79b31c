/* records_members.c - the members of an archive, one JSON object each. */
#include "harness/core/memory.h"
#include "harness/core/records_input.h"

#include <stdlib.h>
#include <string.h>

struct reader {
    struct records_reader base;
    struct assay_jsonl *parser;
    const char *folder; /* or NULL */
    struct assay_buf text;
};

static bool is_wanted(const struct reader *reader, struct assay_str name)
{
    static const struct assay_str tail = {".json", 5};

    if (reader->folder && !assay_str_starts(name, assay_str_of(reader->folder)))
        return false;
    return name.len > tail.len &&
           memcmp(name.ptr + name.len - tail.len, tail.ptr, tail.len) == 0;
}

/* The name for messages of the next member that is wanted, in arena; NULL at the end. */
static enum assay_code next_member(const struct reader *reader,
                                   struct records_input *input, struct assay_arena *arena,
                                   const char **out, struct assay_error *err)
{
    struct assay_str name;
    enum assay_code code;

    *out = NULL;
    do {
        code = assay_archive_member(input->archive, &name, err);
        if (code || name.len == 0)
            return code;
    } while (!is_wanted(reader, name));
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
    const char *name;
    enum assay_code code = next_member(reader, input, arena, &name, err);

    *out = NULL;
    *line = 0;
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
