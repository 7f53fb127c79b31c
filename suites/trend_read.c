/* trend_read.c - the files of a trend, one after the other, into one sheet. */
#include "harness/core/file.h"
#include "harness/core/schema.h"
#include "suites/suite_parts.h"
#include "suites/trend_folder.h"
#include "suites/trend_parts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A file to be read. */
struct entry {
    const char *path;
    struct assay_str run;            /* as told; empty: by its name */
    const struct assay_node *fields; /* that differ for it, or NULL */
    enum assay_layout layout;
};

struct reader {
    struct assay_trend_reading base;
    struct assay_trend_map *map; /* of all files without fields of their own */
    struct entry *entry;         /* (entries,) */
    size_t entries;
    bool *seen; /* (setting.columns,) a record has what the user named */
    bool used;  /* map was, by some file */
    struct assay_error *err;
};

/* ---- which files ---- */

static enum assay_code add_entry(struct reader *r, const struct entry *entry)
{
    if (r->entries == ASSAY_TREND_FILES_MAX)
        return assay_fail(r->err, ASSAY_EDATA, "more than %d files",
                          ASSAY_TREND_FILES_MAX);
    r->entry[r->entries++] = *entry;
    return ASSAY_OK;
}

static enum assay_code add_suite_file(struct reader *r, const struct assay_node *file)
{
    const struct assay_suite *suite = r->base.setting->suite;
    const struct assay_node *optional = assay_node_get(file, "optional");
    struct entry entry = {.run = assay_node_text(assay_node_get(file, "name")),
                          .fields = assay_node_get(file, "fields"),
                          .layout = suite->data.layout};
    const enum assay_code code =
        assay_suite_file(suite, file, r->base.arena, &entry.path, r->err);

    if (code || (!entry.path && optional && optional->as.truth))
        return code;
    if (!entry.path)
        return assay_suite_fail(suite, file, r->err, "its data are not in %s",
                                suite->places.data_dir
                                    ? suite->places.data_dir
                                    : "any data folder (--data-dir, ASSAY_DATA)");
    return add_entry(r, &entry);
}

static bool is_folder(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* The logs in a folder, each a file of its own run unless the run is told. */
static enum assay_code add_folder(struct reader *r, const struct entry *entry)
{
    struct assay_trend_files files;
    enum assay_code code = assay_trend_folder(entry->path, r->base.setting->format,
                                              r->base.arena, &files, r->err);

    for (size_t i = 0; !code && i < files.count; i++) {
        struct entry one = *entry;

        one.path = files.at[i];
        code = add_entry(r, &one);
    }
    return code;
}

/* "run=path"; a path that is there is one. */
static enum assay_code add_path(struct reader *r, const char *word,
                                enum assay_layout layout)
{
    const size_t n = assay_str_find(assay_str_of(word), ASSAY_STR("="));
    struct entry entry = {.path = word, .layout = layout};

    if (word[n] == '=' && n > 0 && !memchr(word, '/', n) && !assay_file_exists(word)) {
        entry.run = (struct assay_str){word, n};
        entry.path = word + n + 1;
    }
    return is_folder(entry.path) ? add_folder(r, &entry) : add_entry(r, &entry);
}

static enum assay_code list_files(struct reader *r)
{
    const struct assay_trend_setting *setting = r->base.setting;
    const struct assay_suite *suite = setting->suite;
    const struct assay_node *files = suite ? suite->data.files : NULL;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; suite && !code && i < assay_node_count(files); i++)
        code = add_suite_file(r, assay_node_at(files, i));
    if (!code && suite && suite->argument)
        code = add_path(r, suite->argument, suite->data.layout);
    for (size_t i = 0; !code && i < setting->paths; i++)
        code = add_path(r, setting->path[i], ASSAY_LAYOUT_AUTO);
    if (!code && r->entries == 0)
        return assay_fail(r->err, ASSAY_EUSAGE, "no file to read a trend from");
    return code;
}

/* ---- what a run is called ---- */

static struct assay_str base_name(const char *path)
{
    const char *member = strstr(path, "::");
    const char *slash = strrchr(path, '/');

    if (!slash && member)
        return assay_str_of(member + 2);
    return assay_str_of(slash ? slash + 1 : path);
}

/* The name up to its first dot, if that is not where it begins. */
static struct assay_str stem(const char *path)
{
    const struct assay_str name = base_name(path);
    const size_t n = assay_str_find(name, ASSAY_STR("."));

    return n > 0 ? (struct assay_str){name.ptr, n} : name;
}

/* The part of a path in front of its file, without that of a checkpoint; empty: there is none. */
static struct assay_str folder_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    size_t n = slash ? (size_t)(slash - path) : 0, from;

    for (;;) {
        for (from = n; from > 0 && path[from - 1] != '/'; from--)
            ;
        if (from == 0 || !assay_str_starts((struct assay_str){path + from, n - from},
                                           ASSAY_STR("checkpoint-")))
            return (struct assay_str){path, n};
        n = from - 1;
    }
}

/* The last name in a path. */
static struct assay_str last_name(struct assay_str path)
{
    size_t from = path.len;

    while (from > 0 && path.ptr[from - 1] != '/')
        from--;
    return (struct assay_str){path.ptr + from, path.len - from};
}

/* By the folder's name; where two folders have one, by its path. */
static struct assay_str run_of_folder(const struct reader *r, size_t i)
{
    const struct assay_str path = folder_path(r->entry[i].path);
    const struct assay_str name = last_name(path);

    if (name.len == 0 || assay_str_equal(name, ASSAY_STR(".")))
        return stem(r->entry[i].path);
    for (size_t k = 0; k < r->entries; k++) {
        const struct assay_str other = folder_path(r->entry[k].path);

        if (!assay_str_equal(path, other) && assay_str_equal(name, last_name(other)))
            return path;
    }
    return name;
}

/* By the file's name; where two files have one, by the path. */
static struct assay_str run_of(const struct reader *r, size_t i, bool of_folder)
{
    const char *path = r->entry[i].path;

    if (r->entry[i].run.len > 0)
        return r->entry[i].run;
    if (of_folder)
        return run_of_folder(r, i);
    for (size_t k = 0; k < r->entries; k++)
        if (k != i && assay_str_equal(stem(r->entry[k].path), stem(path)))
            return assay_str_of(path);
    return stem(path);
}

/* ---- rows ---- */

struct rows {
    struct reader *reader;
    struct assay_trend_map *map;
    struct assay_trend_sheet sheet;
    struct assay_field_source source; /* of the record at hand */
    struct assay_trend_place place;
    struct assay_node *kept; /* by the file's format */
};

static enum assay_code put_told(struct rows *rows, struct assay_arena *arena)
{
    struct assay_error *err = rows->reader->err;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < rows->map->count; i++) {
        struct assay_trend_field *field = &rows->map->at[i];
        const struct assay_trend_cells like = {.name = field->name,
                                               .role = field->role,
                                               .index = field->index,
                                               .told = true};
        const struct assay_node *value;
        size_t at;

        code = assay_trend_field_value(field, &rows->source, arena, &value, err);
        if (code || !value)
            continue;
        field->seen = true;
        code = assay_trend_sheet_column(&rows->sheet, &like, rows->source.path, &at, err);
        if (!code)
            assay_trend_sheet_put(&rows->sheet, at, value);
    }
    return code;
}

static bool is_scalar(const struct assay_node *node)
{
    return node->type != ASSAY_NODE_NULL && node->type != ASSAY_NODE_LIST &&
           node->type != ASSAY_NODE_MAP;
}

/* What nobody named has its own name. */
static enum assay_code put_rest(struct rows *rows)
{
    const struct assay_node *record = rows->source.record;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(record); i++) {
        const struct assay_member *member = &record->as.map.at[i];
        const struct assay_trend_cells like = {.name = member->key};
        size_t at;

        if (!is_scalar(&member->value) || assay_trend_map_claims(rows->map, member->key))
            continue;
        code = assay_trend_sheet_column(&rows->sheet, &like, rows->source.path, &at,
                                        rows->reader->err);
        if (!code)
            assay_trend_sheet_put(&rows->sheet, at, &member->value);
    }
    return code;
}

static enum assay_code put_row(struct rows *rows, const struct assay_node *record,
                               struct assay_arena *arena)
{
    enum assay_code code = assay_trend_sheet_row(&rows->sheet, &rows->place,
                                                 rows->source.path, rows->reader->err);

    rows->source.record = record;
    if (!code)
        assay_field_watch_see(&rows->map->watch, &rows->source, rows->reader->base.arena);
    if (!code)
        code = put_told(rows, arena);
    return code ? code : put_rest(rows);
}

/* A record of the file, which a trainer's format makes rows of. */
static enum assay_code put_record(struct rows *rows,
                                  const struct assay_trend_format *format,
                                  struct assay_arena *arena)
{
    const struct assay_node *made = rows->source.record;
    enum assay_code code = ASSAY_OK;

    if (format && format->keep)
        format->keep(made, rows->reader->base.arena, rows->kept);
    if (format && format->read)
        code = format->read(&rows->source, arena, &made, rows->reader->err);
    if (code || !made)
        return code;
    if (!assay_node_is(made, ASSAY_NODE_LIST))
        return put_row(rows, made, arena);
    for (size_t i = 0; !code && i < assay_node_count(made); i++) {
        if (format && format->layout == ASSAY_LAYOUT_DOCUMENT) /* which has no lines */
            rows->place = (struct assay_trend_place){rows->place.source, 0, i};
        code = put_row(rows, assay_node_at(made, i), arena);
    }
    return code;
}

static enum assay_code put_records(struct rows *rows, struct assay_records *records,
                                   const struct assay_trend_format *format)
{
    struct assay_arena arena = {0};
    enum assay_code code = ASSAY_OK;

    for (;;) {
        assay_arena_reset(&arena);
        code =
            assay_records_next(records, &arena, &rows->source.record, rows->reader->err);
        if (code || !rows->source.record)
            break;
        rows->source.line = assay_records_line(records);
        rows->source.row = assay_records_count(records) - 1;
        rows->place.line = rows->source.line;
        rows->place.record = rows->source.row;
        code = put_record(rows, format, &arena);
        if (code)
            break;
    }
    assay_arena_release(&arena);
    return code;
}

static enum assay_code read_file(struct rows *rows, const struct entry *entry,
                                 const struct assay_trend_found *found)
{
    struct reader *r = rows->reader;
    struct assay_trend_source *source = &r->base.source[rows->place.source];
    struct assay_records_setting setting = {
        .path = entry->path, .layout = found->layout, .words = true};
    struct assay_records *records = NULL;
    const char *why = NULL;
    enum assay_code code = assay_records_open(&setting, &records, r->err);

    if (!code)
        code = put_records(rows, records, found->format);
    if (!code && assay_records_left_out(records, &why) > 0)
        assay_trend_note(&r->base.notes, "%s: %s", entry->path, why);
    if (!code)
        code = assay_records_digest(records, source->digest, r->err);
    if (!code)
        source->records = assay_records_count(records);
    if (!code && rows->sheet.rows == 0)
        code = assay_fail(r->err, ASSAY_EDATA, "%s: no rows", entry->path);
    assay_records_close(records);
    return code;
}

/* The format as told, or as the file has it; where a layout is told, it is a table. */
static enum assay_code look_at(const struct reader *r, const struct entry *entry,
                               struct assay_trend_found *out)
{
    *out = (struct assay_trend_found){NULL, entry->layout};
    return entry->layout == ASSAY_LAYOUT_AUTO
               ? assay_trend_format_detect(entry->path, r->base.setting->format, out,
                                           r->err)
               : ASSAY_OK;
}

static enum assay_code end_map(struct reader *r, struct assay_trend_map *map)
{
    return r->base.setting->suite
               ? assay_field_watch_end(&map->watch, r->base.setting->suite->path, r->err)
               : ASSAY_OK;
}

/* The columns of a file: those of all, or with fields of its own. */
static enum assay_code map_of(struct reader *r, const struct entry *entry,
                              struct assay_trend_map **out)
{
    *out = r->map;
    r->used = r->used || !entry->fields;
    if (!entry->fields)
        return ASSAY_OK;
    *out = assay_arena_new(r->base.arena, 1, sizeof(**out));
    return assay_trend_map_compile(r->base.setting, entry->fields, r->base.arena, *out,
                                   r->err);
}

static enum assay_code add_file(struct reader *r, size_t i)
{
    const struct entry *entry = &r->entry[i];
    struct rows rows = {
        .reader = r, .place.source = (uint32_t)i, .kept = assay_node_map(r->base.arena)};
    struct assay_trend_file file = {.path = entry->path, .source = (uint32_t)i};
    struct assay_trend_found found;
    enum assay_code code = map_of(r, entry, &rows.map);

    r->base.source[i] = (struct assay_trend_source){.path = entry->path};
    r->base.sources = i + 1;
    if (!code)
        code = look_at(r, entry, &found);
    if (code)
        return code;
    file.format = found.format;
    file.map = rows.map;
    file.run = run_of(r, i, file.format && file.format->folder);
    rows.source = (struct assay_field_source){
        .path = entry->path, .file = file.run, .kept = rows.kept};
    if (file.format)
        r->base.source[i].format = file.format->name;
    code = read_file(&rows, entry, &found);
    if (!code)
        code = assay_trend_append(&r->base, &file, &rows.sheet, r->err);
    if (!code && entry->fields)
        code = end_map(r, rows.map);
    for (size_t k = 0; k < rows.map->count && k < r->base.setting->columns; k++)
        r->seen[k] = r->seen[k] || rows.map->at[k].seen;
    assay_trend_sheet_release(&rows.sheet);
    return code;
}

/* ---- the end ---- */

/* What the user named and no record has. */
static enum assay_code check_seen(const struct reader *r)
{
    const struct assay_trend_sheet *all = &r->base.all;
    const char **names = assay_arena_new(r->base.arena, all->columns + 1, sizeof(*names));
    size_t n = 0;

    for (size_t i = 0; i < all->columns; i++)
        if (!all->column[i].derived)
            names[n++] = assay_arena_copy(r->base.arena, all->column[i].name).ptr;
    for (size_t i = 0; i < r->map->count && i < r->base.setting->columns; i++)
        if (r->map->at[i].key.len > 0 && !r->seen[i])
            return assay_slip_tell(
                &(struct assay_slip){.what = assay_arena_printf(r->base.arena,
                                                                "%s: no column",
                                                                r->base.source[0].path),
                                     .word = r->map->at[i].key,
                                     .names = names,
                                     .count = n},
                ASSAY_EDATA, r->err);
    return ASSAY_OK;
}

static enum assay_code read_all(struct reader *r, struct assay_trend *out)
{
    const struct assay_trend_setting *setting = r->base.setting;
    struct assay_arena *arena = r->base.arena;
    enum assay_code code;

    r->entry = assay_arena_new(arena, ASSAY_TREND_FILES_MAX, sizeof(*r->entry));
    r->map = assay_arena_new(arena, 1, sizeof(*r->map));
    r->seen = assay_arena_new(arena, setting->columns + 1, sizeof(*r->seen));
    code = assay_trend_map_compile(setting, NULL, arena, r->map, r->err);
    if (!code)
        code = list_files(r);
    r->base.source = assay_arena_new(arena, r->entries + 1, sizeof(*r->base.source));
    for (size_t i = 0; !code && i < r->entries; i++)
        code = add_file(r, i);
    if (!code && r->used)
        code = end_map(r, r->map);
    if (!code)
        code = check_seen(r);
    if (!code)
        code = assay_trend_merge(&r->base, r->err);
    return code ? code : assay_trend_settle(&r->base, out, r->err);
}

enum assay_code assay_trend_read(const struct assay_trend_setting *setting,
                                 struct assay_arena *arena, struct assay_trend *out,
                                 struct assay_error *err)
{
    struct reader r = {.base = {.setting = setting, .arena = arena, .notes.arena = arena},
                       .err = err};
    const enum assay_code code = read_all(&r, out);
    const char **note = assay_arena_new(arena, r.base.notes.count + 1, sizeof(*note));

    assay_trend_sheet_release(&r.base.all);
    if (code)
        return code;
    for (size_t i = 0; i < r.base.notes.count; i++)
        note[i] = r.base.notes.at[i];
    out->note = note;
    out->notes = r.base.notes.count;
    out->untold = r.base.notes.untold;
    return ASSAY_OK;
}
