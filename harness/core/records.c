#include "harness/core/records.h"

#include "harness/core/format.h"
#include "harness/core/memory.h"
#include "harness/core/records_input.h"
#include "harness/core/rollout.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

const char *const assay_layout_names[] = {
    [ASSAY_LAYOUT_AUTO] = "auto",         [ASSAY_LAYOUT_JSONL] = "jsonl",
    [ASSAY_LAYOUT_JSON] = "json",         [ASSAY_LAYOUT_LISTS] = "lists",
    [ASSAY_LAYOUT_COLUMNS] = "columns",   [ASSAY_LAYOUT_ENTRIES] = "entries",
    [ASSAY_LAYOUT_CSV] = "csv",           [ASSAY_LAYOUT_TSV] = "tsv",
    [ASSAY_LAYOUT_DOCUMENT] = "document", [ASSAY_LAYOUT_MEMBERS] = "members",
    [ASSAY_LAYOUT_ARRAYS] = "arrays",     [ASSAY_LAYOUT_TFEVENTS] = "tfevents",
    [ASSAY_LAYOUT_LINES] = "lines",       [ASSAY_LAYOUT_PARQUET] = "parquet",
    [ASSAY_LAYOUT_PARQUET + 1] = NULL,
};

struct assay_records {
    char *path;
    struct records_input input;
    struct records_reader *reader;
    struct assay_format_reading reading; /* where a format was named */
    struct assay_tensors arrays;         /* ARRAYS */
    enum assay_layout layout;            /* as settled */
    size_t count;
    unsigned line;
};

static struct records_reader *reader_of(const struct assay_records *records,
                                        enum assay_layout layout,
                                        const struct assay_records_setting *setting)
{
    switch (layout) {
    case ASSAY_LAYOUT_JSONL:
        return assay_records_jsonl_new();
    case ASSAY_LAYOUT_JSON:
        return assay_records_list_new();
    case ASSAY_LAYOUT_AUTO:
    case ASSAY_LAYOUT_LISTS:
    case ASSAY_LAYOUT_COLUMNS:
    case ASSAY_LAYOUT_ENTRIES:
    case ASSAY_LAYOUT_DOCUMENT:
        return assay_records_whole_new(layout);
    case ASSAY_LAYOUT_CSV:
        return assay_records_table_new(',', true);
    case ASSAY_LAYOUT_TSV:
        return assay_records_table_new('\t', false);
    case ASSAY_LAYOUT_MEMBERS:
        return assay_records_members_new(setting->folder);
    case ASSAY_LAYOUT_ARRAYS:
        return assay_records_arrays_new(&records->arrays);
    case ASSAY_LAYOUT_TFEVENTS:
        return assay_records_tfevents_new();
    case ASSAY_LAYOUT_LINES:
        return assay_records_lines_new();
    case ASSAY_LAYOUT_PARQUET:
        return assay_records_parquet_new(setting->keys);
    }
    assert(0 && "layout");
    return NULL;
}

/* What a format says of its files, over what was asked for. */
static struct assay_records_setting settled(const struct assay_records_setting *asked)
{
    struct assay_records_setting setting = *asked;

    if (asked->format) {
        setting.layout = asked->format->layout;
        setting.folder = asked->format->folder;
        setting.words = true;
    }
    return setting;
}

/* Opens the file in a layout, and settles which one AUTO is. */
static enum assay_code open_input(struct assay_records *records,
                                  const struct assay_records_setting *setting,
                                  enum assay_layout *layout, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (*layout == ASSAY_LAYOUT_MEMBERS)
        return assay_records_members_open(&records->input, records->path, err);
    if (*layout == ASSAY_LAYOUT_AUTO && assay_tensors_is_npz(records->path))
        *layout = ASSAY_LAYOUT_ARRAYS;
    if (*layout != ASSAY_LAYOUT_ARRAYS)
        code = assay_records_input_open(&records->input, records->path, err);
    records->input.words = setting->words;
    if (!code && *layout == ASSAY_LAYOUT_AUTO)
        code = assay_records_detect(&records->input, layout, err);
    if (!code && *layout == ASSAY_LAYOUT_PARQUET &&
        !assay_archive_is_plain(records->input.archive))
        return assay_fail(err, ASSAY_EDATA,
                          "%s: Parquet is read unpacked; unpack it first", records->path);
    if (code || *layout != ASSAY_LAYOUT_ARRAYS)
        return code;
    assay_records_input_close(&records->input);
    records->input.name = records->path;
    return assay_tensors_read(records->path, &records->arrays, err);
}

static enum assay_code start(struct assay_records *records,
                             const struct assay_records_setting *setting,
                             struct assay_error *err)
{
    enum assay_layout layout = setting->layout;
    enum assay_code code = open_input(records, setting, &layout, err);

    if (code)
        return code;
    if (setting->format && layout == ASSAY_LAYOUT_AUTO)
        layout = ASSAY_LAYOUT_DOCUMENT;
    records->layout = layout;
    records->reader = reader_of(records, layout, setting);
    if (setting->format) {
        records->reading.metric = setting->metric;
        records->reader =
            assay_records_format_new(setting->format, &records->reading, records->reader);
    }
    if (setting->rows_of)
        code = assay_records_rows_new(setting->rows_of, records->reader, &records->reader,
                                      err);
    if (!code && setting->group_by)
        code = assay_records_group_new(setting, records->reader, &records->reader, err);
    return code;
}

enum assay_code assay_records_open(const struct assay_records_setting *setting,
                                   struct assay_records **out, struct assay_error *err)
{
    struct assay_records *records = assay_memory_new(1, sizeof(*records));
    const struct assay_records_setting all = settled(setting);
    enum assay_code code;

    records->path = assay_memory_copy(setting->path);
    code = start(records, &all, err);
    if (code) {
        assay_records_close(records);
        return code;
    }
    *out = records;
    return ASSAY_OK;
}

enum assay_code assay_records_next(struct assay_records *records,
                                   struct assay_arena *arena,
                                   const struct assay_node **out, struct assay_error *err)
{
    const enum assay_code code = records->reader->next(records->reader, &records->input,
                                                       arena, out, &records->line, err);

    if (!code && *out)
        records->count++;
    return code;
}

size_t assay_records_count(const struct assay_records *records)
{
    return records->count;
}

unsigned assay_records_line(const struct assay_records *records)
{
    return records->line;
}

enum assay_layout assay_records_layout(const struct assay_records *records)
{
    return records->layout;
}

struct assay_str assay_records_lost(const struct assay_records *records,
                                    struct assay_arena *arena)
{
    const struct assay_format_reading *reading = &records->reading;
    const char *list = "";

    for (size_t i = 0; i < reading->lost_count; i++)
        list = assay_arena_printf(arena, "%s%s%.*s", list, i ? ", " : "",
                                  ASSAY_STR_ARG(reading->lost[i]));
    if (reading->lost_count == ASSAY_FORMAT_LOST_MAX)
        list = assay_arena_printf(arena, "%s, ...", list);
    return assay_str_of(list);
}

size_t assay_records_left_out(const struct assay_records *records, const char **why)
{
    *why = records->input.cut ? records->input.cut : records->reading.why;
    return records->reading.left_out + (records->input.cut ? 1 : 0);
}

enum assay_code assay_records_digest(struct assay_records *records,
                                     char out[ASSAY_DIGEST_HEX], struct assay_error *err)
{
    if (records->arrays.count > 0) {
        memcpy(out, records->arrays.sha256, ASSAY_DIGEST_HEX);
        return ASSAY_OK;
    }
    return assay_archive_digest(records->input.archive, out, err);
}

void assay_records_forgo_digest(struct assay_records *records)
{
    if (records->input.archive)
        assay_archive_forgo_digest(records->input.archive);
}

void assay_records_close(struct assay_records *records)
{
    if (!records)
        return;
    if (records->reader)
        records->reader->release(records->reader);
    assay_arena_release(&records->reading.arena);
    assay_rollout_checker_free(records->reading.rollout);
    assay_records_input_close(&records->input);
    assay_tensors_release(&records->arrays);
    free(records->path);
    free(records);
}
