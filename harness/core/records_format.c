/* records_format.c - records of a foreign format as those that replay reads; and which format it is. */
#include "harness/core/file.h"
#include "harness/core/format.h"
#include "harness/core/memory.h"
#include "harness/core/records_input.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    MEMBERS_SEEN = 16 /* of an archive, to recognise it */
};

struct reader {
    struct records_reader base;
    struct records_reader *inner;
    const struct assay_format *format;
    struct assay_format_reading *reading;
    struct assay_arena arena; /* of one record as it stands in the file */
    size_t row;               /* records of the file so far */
    unsigned line;            /* of the last */
    const struct assay_node
        *made;   /* what it became: a record or a list of them; NULL: used up */
    size_t next; /* of a list */
};

static enum assay_code make(struct reader *reader, struct records_input *input,
                            bool *more, struct assay_error *err)
{
    struct assay_field_source source = {.path = input->name};
    enum assay_code code;

    assay_arena_reset(&reader->arena);
    reader->made = NULL;
    reader->next = 0;
    code = reader->inner->next(reader->inner, input, &reader->arena, &source.record,
                               &reader->line, err);
    *more = !code && source.record;
    if (code || !source.record)
        return code;
    source.line = reader->line;
    source.row = reader->row++;
    code = reader->format->read(reader->reading, &source, &reader->arena, &reader->made,
                                err);
    if (!code && reader->made)
        assay_format_note_lost(reader->reading, reader->format, source.record,
                               reader->made);
    return code;
}

/* The next of what was made, or NULL. */
static const struct assay_node *take(struct reader *reader)
{
    const struct assay_node *node = reader->made;

    if (assay_node_is(node, ASSAY_NODE_LIST))
        return assay_node_at(node, reader->next++);
    reader->made = NULL;
    return node;
}

static enum assay_code next(struct records_reader *base, struct records_input *input,
                            struct assay_arena *arena, const struct assay_node **out,
                            unsigned *line, struct assay_error *err)
{
    struct reader *reader = (struct reader *)base;
    const struct assay_node *node = take(reader);
    bool more = true;

    *out = NULL;
    while (!node && more) {
        const enum assay_code code = make(reader, input, &more, err);

        if (code)
            return code;
        node = take(reader);
    }
    *line = reader->line;
    if (node) {
        struct assay_node *copy = assay_arena_new(arena, 1, sizeof(*copy));

        *copy = assay_records_copy(node, arena);
        *out = copy;
    }
    return ASSAY_OK;
}

static void release(struct records_reader *base)
{
    struct reader *reader = (struct reader *)base;

    reader->inner->release(reader->inner);
    assay_arena_release(&reader->arena);
    free(reader);
}

struct records_reader *assay_records_format_new(const struct assay_format *format,
                                                struct assay_format_reading *reading,
                                                struct records_reader *inner)
{
    struct reader *reader = assay_memory_new(1, sizeof(*reader));

    *reader = (struct reader){
        .base = {next, release}, .inner = inner, .format = format, .reading = reading};
    return &reader->base;
}

/* True if the file begins as a zip archive does. */
static enum assay_code is_zip(const char *path, bool *zip, struct assay_error *err)
{
    static const char magic[4] = "PK\x03\x04";
    char first[sizeof(magic)];
    size_t got = 0;
    int fd;
    enum assay_code code;

    *zip = false;
    if (!assay_file_exists(path)) /* a member of an archive, or told when it is read */
        return ASSAY_OK;
    code = assay_file_open(path, &fd, err);
    if (code)
        return code;
    code = assay_file_read(fd, path, first, sizeof(first), &got, err);
    (void)close(fd);
    *zip = !code && got == sizeof(first) && memcmp(first, magic, sizeof(first)) == 0;
    return code;
}

/* The format whose folder one of the first members is in. */
static enum assay_code detect_members(const char *path, const struct assay_format **out,
                                      struct assay_error *err)
{
    struct assay_archive *archive = NULL;
    struct assay_str name = {"", 0};
    enum assay_code code = assay_archive_open_all(path, &archive, err);

    for (size_t seen = 0; !code && !*out && seen < MEMBERS_SEEN; seen++) {
        code = assay_archive_member(archive, &name, err);
        if (code || name.len == 0)
            break;
        for (size_t i = 0; !*out && assay_format_at(i); i++) {
            const struct assay_format *format = assay_format_at(i);

            if (format->folder && assay_str_starts(name, assay_str_of(format->folder)))
                *out = format;
        }
    }
    assay_archive_close(archive);
    return code;
}

/* Whether the file is one document, as far as its first bytes tell. */
static enum assay_code look(const char *path, enum assay_layout *layout,
                            struct assay_error *err)
{
    struct records_input input;
    enum assay_code code = assay_records_input_open(&input, path, err);

    if (!code)
        code = assay_records_detect(&input, layout, err);
    assay_records_input_close(&input);
    if (!code && *layout == ASSAY_LAYOUT_AUTO)
        *layout = ASSAY_LAYOUT_DOCUMENT;
    return code;
}

static enum assay_code detect_record(const char *path, const struct assay_format **out,
                                     struct assay_error *err)
{
    struct assay_records_setting setting = {.path = path, .words = true};
    struct assay_records *records = NULL;
    struct assay_arena arena = {0};
    const struct assay_node *record = NULL;
    enum assay_code code = look(path, &setting.layout, err);

    if (setting.layout == ASSAY_LAYOUT_ARRAYS) /* of no tool in particular */
        return code;
    if (!code)
        code = assay_records_open(&setting, &records, err);
    if (!code)
        code = assay_records_next(records, &arena, &record, err);
    for (size_t i = 0; !code && record && !*out && assay_format_at(i); i++) {
        const struct assay_format *format = assay_format_at(i);

        if (format->is && format->is(record))
            *out = format;
    }
    assay_records_close(records);
    assay_arena_release(&arena);
    return code;
}

enum assay_code assay_format_detect(const char *path, const struct assay_format **out,
                                    struct assay_error *err)
{
    struct assay_error ignored; /* what is wrong is told when the file is read */
    bool zip;
    enum assay_code code;

    *out = NULL;
    code = is_zip(path, &zip, &ignored);
    if (!code)
        code = zip ? detect_members(path, out, &ignored)
                   : detect_record(path, out, &ignored);
    if (code != ASSAY_EIO)
        return ASSAY_OK;
    *err = ignored;
    return code;
}
