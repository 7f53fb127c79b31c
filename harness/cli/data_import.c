/* data_import.c - assay data import: files of other tools as JSON Lines that replay reads. */
#include "harness/cli/data_action.h"

#include "adapters/replay_generic.h"
#include "adapters/replay_row.h"
#include "harness/cli/command.h"
#include "harness/core/answer.h"
#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "harness/core/format.h"
#include "harness/core/jsonl.h"
#include "harness/core/log.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    FLUSH_BYTES = 1 << 16
};

struct import {
    const char *path, *output;         /* output NULL: stdout */
    const struct assay_format *format; /* NULL: records as they stand */
    struct assay_records *records;
    struct assay_arena arena; /* of one record */
    struct assay_buf text;
    struct assay_arena first;    /* of what the first record says of all */
    struct assay_replay_map map; /* how replay will read the records, if `mapped` */
    bool mapped;
    FILE *file;       /* output with .part behind it, until it is whole */
    const char *part; /* its path */
    size_t count, unanswered;
};

static enum assay_code refused(const char *path, struct assay_error *err)
{
    return assay_fail(err, ASSAY_EIO, "%s: %s", path, strerror(errno));
}

static enum assay_code flush(struct import *import, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (!import->output)
        code = assay_cli_print(assay_buf_view(&import->text), err);
    else if (fwrite(import->text.data, 1, import->text.len, import->file) !=
             import->text.len)
        code = refused(import->part, err);
    assay_buf_reset(&import->text);
    return code;
}

/* True if the record says why some value is not there. */
static bool is_unanswered(const struct assay_node *record)
{
    return assay_node_get(record, "states") != NULL;
}

/* True of files that are not converted: their records are those that replay reads. */
static bool stands(const struct assay_format *format)
{
    return !format || format == &assay_format_csv || format == &assay_format_tsv ||
           format == &assay_format_assay;
}

/* Finds out how replay will read the records, if it finds scores in them at all. */
static void map_first(struct import *import, const struct assay_field_source *source)
{
    const struct assay_replay_names names = {0};
    struct assay_error ignored;
    const struct assay_node *value = NULL;

    import->mapped =
        !assay_replay_generic(&names, source, &import->first, &import->map, &ignored) &&
        !assay_field_value(import->map.field[0], source, &import->first, &value,
                           &ignored) &&
        !assay_node_is(value, ASSAY_NODE_MAP); /* of a layout of its own */
}

/* What would be no number for replay is none here either. */
static enum assay_code check(struct import *import, const struct assay_node *record,
                             struct assay_error *err)
{
    const struct assay_field_source source = {.path = import->path,
                                              .record = record,
                                              .line = assay_records_line(import->records),
                                              .row = import->count - 1};
    const struct assay_replay_reading reading = {.nan_is_loss = true};
    struct assay_replay_row row;

    if (import->count == 1)
        map_first(import, &source);
    return import->mapped ? assay_replay_row_read(&import->map, &reading, &source,
                                                  &import->arena, &row, err)
                          : ASSAY_OK;
}

static enum assay_code convert(struct import *import, struct assay_error *err)
{
    const bool checked = stands(import->format);
    const struct assay_node *record;
    enum assay_code code;

    for (;;) {
        assay_arena_reset(&import->arena);
        code = assay_records_next(import->records, &import->arena, &record, err);
        if (code || !record)
            break;
        import->count++;
        code = checked ? check(import, record, err) : ASSAY_OK;
        if (code)
            break;
        import->unanswered += is_unanswered(record);
        assay_jsonl_write(record, &import->text);
        if (import->text.len >= FLUSH_BYTES)
            code = flush(import, err);
        if (code)
            break;
    }
    if (!code && import->text.len > 0)
        code = flush(import, err);
    return code;
}

/* Makes what was written the output, whole, or takes it away. */
static enum assay_code settle(struct import *import, enum assay_code code,
                              struct assay_error *err)
{
    if (!import->file)
        return code;
    if (!code && (fflush(import->file) || fsync(fileno(import->file))))
        code = refused(import->part, err);
    if (fclose(import->file) && !code)
        code = refused(import->part, err);
    if (!code && rename(import->part, import->output))
        code = refused(import->output, err);
    if (code)
        (void)unlink(import->part);
    return code;
}

/* What it was and what is gone: to stdout, unless the records went there. */
static enum assay_code tell(struct import *import, struct assay_error *err)
{
    struct assay_log log = assay_log_stderr(false, false);
    struct assay_buf text = {0};
    const char *why = NULL;
    const size_t left_out = assay_records_left_out(import->records, &why);
    const struct assay_str lost = assay_records_lost(import->records, &import->first);
    enum assay_code code = ASSAY_OK;

    assay_buf_printf(&text, "%s: %s; %zu records", import->path,
                     import->format ? import->format->name : "read as it stands",
                     import->count);
    if (import->unanswered)
        assay_buf_printf(&text, ", %zu of them without an answer", import->unanswered);
    if (left_out)
        assay_buf_printf(&text, ", %zu left out (%s)", left_out, why);
    if (lost.len > 0)
        assay_buf_printf(&text, "\nlost: %.*s", (int)lost.len, lost.ptr);
    if (import->output) {
        assay_buf_putc(&text, '\n');
        code = assay_cli_print(assay_buf_view(&text), err);
    } else {
        char *line = text.data;

        for (char *end; line; line = end) {
            end = strchr(line, '\n');
            if (end)
                *end++ = '\0';
            assay_log_note(&log, "%s", line);
        }
    }
    assay_buf_release(&text);
    return code;
}

/* Which file it is, and of which format. */
static enum assay_code choose(struct import *import, const char *name,
                              struct assay_arena *arena, struct assay_error *err)
{
    enum assay_code code;

    if (name) {
        import->format = assay_format_find(name);
        if (!import->format)
            return assay_format_unknown(name, err);
        if (!import->format->read)
            return assay_fail(err, ASSAY_EUSAGE, "format %s is written, but not read",
                              name);
    }
    code = assay_format_file(import->path, import->format, arena, &import->path, err);
    if (code || name)
        return code;
    return assay_format_detect(import->path, &import->format, err);
}

static enum assay_code begin(struct import *import,
                             const struct assay_data_options *options,
                             struct assay_arena *arena, struct assay_error *err)
{
    struct assay_records_setting setting = {.metric = options->metric, .words = true};
    enum assay_code code = choose(import, options->format, arena, err);

    setting.path = import->path;
    setting.format = import->format;
    if (!code)
        code = assay_records_open(&setting, &import->records, err);
    if (code || !import->output)
        return code;
    import->part = assay_arena_printf(arena, "%s.part", import->output);
    import->file = fopen(import->part, "w");
    return import->file ? ASSAY_OK : refused(import->part, err);
}

enum assay_code assay_data_import(const struct assay_data_options *options,
                                  const struct assay_words *words,
                                  struct assay_error *err)
{
    struct import import = {.output = options->output};
    struct assay_arena arena = {0};
    enum assay_code code;

    if (words->count != 2)
        return assay_fail(err, ASSAY_EUSAGE, "import: name one file");
    import.path = words->at[1];
    code = begin(&import, options, &arena, err);
    if (!code)
        code = convert(&import, err);
    if (!code && import.count == 0)
        code = assay_fail(err, ASSAY_EDATA, "%s: no records", import.path);
    code = settle(&import, code, err);
    if (!code)
        code = tell(&import, err);
    assay_records_close(import.records);
    assay_buf_release(&import.text);
    assay_arena_release(&import.arena);
    assay_arena_release(&import.first);
    assay_arena_release(&arena);
    return code;
}
