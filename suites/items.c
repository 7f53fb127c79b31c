/* items.c - the items of a suite, one after the other, out of files or a generator. */
#include "harness/core/file.h"
#include "harness/core/memory.h"
#include "suites/item_build.h"
#include "suites/item_ids.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
    FILES_MAX = 4096,
    DETECT_RECORDS = 10 /* of a file of stored scores, looked at to tell its format */
};

/* A file that items are read from. */
struct source {
    const char *path;
    struct assay_str name; /* @file */
    enum assay_layout layout;
    const char *group_by;
    const struct assay_mapping *mapping; /* where it has fields of its own, or NULL */
    const struct assay_node *rows_of;
    char digest[ASSAY_DIGEST_HEX];
};

struct assay_items {
    const struct assay_suite *suite;
    struct assay_arena arena; /* of sources and mapping */
    struct assay_mapping mapping;
    struct source *source;
    size_t source_count, at; /* files; the one that is being read */
    struct assay_records *records;
    struct assay_item_ids *ids;
    struct assay_field_keys keys; /* what is read of a record */
    size_t row;                   /* records of the file so far */
    size_t index;                 /* items so far */
};

static bool same_file(const char *a, const char *b)
{
    struct stat x, y;

    return a && b && stat(a, &x) == 0 && stat(b, &y) == 0 && x.st_dev == y.st_dev &&
           x.st_ino == y.st_ino;
}

/* The file, of a path that may name a member behind "::". */
static const char *file_of(const struct source *source, struct assay_arena *arena)
{
    const char *member = strstr(source->path, "::");
    const size_t len = member ? (size_t)(member - source->path) : strlen(source->path);

    return assay_arena_copy(arena, (struct assay_str){source->path, len}).ptr;
}

static const char *text_or_null(struct assay_items *items, const struct assay_node *node)
{
    return node ? assay_arena_copy(&items->arena, assay_node_text(node)).ptr : NULL;
}

/* True if one of the first records of the file has the field `when` of a mapping. */
static enum assay_code mapping_fits(struct assay_items *items,
                                    const struct assay_node *mapping,
                                    const struct source *source, bool *fits,
                                    struct assay_error *err)
{
    const struct assay_records_setting setting = {.path = source->path,
                                                  .layout = source->layout,
                                                  .group_by = source->group_by,
                                                  .rows_of = source->rows_of};
    const struct assay_node *when = assay_node_get(mapping, "when");
    const struct assay_field *field = NULL;
    const struct assay_node *value = NULL;
    struct assay_records *records = NULL;
    struct assay_arena arena = {0};
    enum assay_code code = ASSAY_OK;

    *fits = !when;
    if (when)
        code = assay_field_compile(when, items->suite->path, &items->arena, &field, err);
    if (!code && when)
        code = assay_records_open(&setting, &records, err);
    for (size_t i = 0; !code && when && !value && i < DETECT_RECORDS; i++) {
        struct assay_field_source at = {.path = source->path, .row = i};

        code = assay_records_next(records, &arena, &at.record, err);
        if (code || !at.record)
            break;
        code = assay_field_value(field, &at, &arena, &value, err);
    }
    *fits = !when || (!code && value);
    assay_records_close(records);
    assay_arena_release(&arena);
    return code;
}

/* The mapping of `replay:` whose format a file of stored scores has; answers is true where it is
   one of a file without items. */
static enum assay_code detect(struct assay_items *items, struct source *source,
                              bool *answers, struct assay_error *err)
{
    const struct assay_node *replay = items->suite->replay;
    struct assay_error first = {0};

    *answers = false;
    for (size_t i = 0; i < assay_node_count(replay); i++) {
        const struct assay_node *mapping = assay_node_at(replay, i);
        size_t layout = ASSAY_LAYOUT_AUTO;
        bool fits = false;
        enum assay_code code =
            assay_suite_choice(items->suite, assay_node_get(mapping, "layout"),
                               assay_layout_names, &layout, err);

        source->layout = (enum assay_layout)layout;
        source->group_by = text_or_null(items, assay_node_get(mapping, "group_by"));
        source->rows_of = assay_node_get(mapping, "rows_of");
        if (!code)
            code = mapping_fits(items, mapping, source, &fits, err);
        if (code == ASSAY_EIO || code == ASSAY_EUSAGE)
            return code;
        if (code && !first.code)
            first = *err;
        *answers = fits && items->suite->data.files && !assay_node_get(mapping, "items");
        if (*answers)
            break;
        if (fits)
            return assay_suite_mapping(items->suite, assay_node_get(mapping, "items"),
                                       &items->mapping, err);
    }
    if (first.code)
        return assay_fail(err, first.code, "%s", first.text);
    return assay_fail(err, ASSAY_EDATA,
                      "%s: none of the formats in which scores of %s are "
                      "stored",
                      source->path, items->suite->name);
}

bool assay_suite_reads(const struct assay_suite *suite, const char *path)
{
    struct assay_error ignored;
    struct assay_items probe = {.suite = suite};
    struct source source = {.path = path};
    bool fits, answers;

    if (same_file(suite->argument, path))
        return true;
    if (!suite->data.model || !path)
        return false;
    fits = detect(&probe, &source, &answers, &ignored) == ASSAY_OK;
    assay_arena_release(&probe.arena);
    return fits || (!answers && !assay_suite_has_files(suite));
}

bool assay_suite_lacks(const struct assay_suite *suite, const char *path)
{
    return suite->data.files && !assay_suite_has_files(suite) &&
           !assay_suite_reads(suite, path);
}

static enum assay_code from_model(struct assay_items *items, const char *path,
                                  struct assay_error *err)
{
    bool answers;

    items->source[0] =
        (struct source){.path = assay_arena_printf(&items->arena, "%s", path)};
    items->source_count = 1;
    return detect(items, &items->source[0], &answers, err);
}

static enum assay_code missing_data(const struct assay_suite *suite,
                                    const struct assay_node *file,
                                    struct assay_error *err)
{
    const struct assay_str entry = assay_node_text(assay_node_get(file, "entry"));

    return assay_fail(
        err, ASSAY_EDATA,
        "suite %s: its data (%.*s) are not in %s; `assay ls suites` tells how "
        "to get them",
        suite->name, ASSAY_STR_ARG(entry),
        suite->places.data_dir ? suite->places.data_dir
                               : "any data folder (--data-dir, ASSAY_DATA)");
}

static enum assay_code add_file(struct assay_items *items, const struct assay_node *file,
                                struct assay_error *err)
{
    const struct assay_node *name = assay_node_get(file, "name");
    const struct assay_node *optional = assay_node_get(file, "optional");
    const struct assay_node *fields = assay_node_get(file, "fields");
    struct source *source = &items->source[items->source_count];
    const char *path = NULL;
    enum assay_code code =
        assay_suite_file(items->suite, file, &items->arena, &path, err);

    if (code)
        return code;
    if (!path && optional && optional->as.truth)
        return ASSAY_OK;
    if (!path)
        return missing_data(items->suite, file, err);
    if (fields) {
        struct assay_mapping *own = assay_arena_new(&items->arena, 1, sizeof(*own));

        source->mapping = own;
        code = assay_suite_mapping(items->suite, fields, own, err);
        if (code)
            return code;
    }
    source->path = path;
    source->name = assay_node_text(name);
    source->layout = items->suite->data.layout;
    source->group_by = items->suite->data.group_by;
    items->source_count++;
    return ASSAY_OK;
}

/* Stored answers are elsewhere: of a record nothing is wanted but the item. */
static enum assay_code choose_keys(struct assay_items *items, struct assay_error *err)
{
    const struct assay_node spec = assay_node_of_string(items->suite->data.group_by);
    const struct assay_field *group;
    enum assay_code code;

    items->keys = items->mapping.keys;
    if (!items->suite->data.group_by)
        return ASSAY_OK;
    code = assay_field_compile(&spec, items->suite->path, &items->arena, &group, err);
    if (!code)
        assay_field_keys_add(&items->keys, group);
    return code;
}

static enum assay_code from_files(struct assay_items *items, struct assay_error *err)
{
    const struct assay_node *files = items->suite->data.files;
    const size_t n = assay_node_count(files);
    enum assay_code code = ASSAY_OK;

    if (n > FILES_MAX)
        return assay_suite_fail(items->suite, files, err, "more than %d files",
                                FILES_MAX);
    items->source = assay_arena_new(&items->arena, n, sizeof(*items->source));
    for (size_t i = 0; !code && i < n; i++)
        code = add_file(items, assay_node_at(files, i), err);
    if (!code && items->source_count == 0)
        return missing_data(items->suite, assay_node_at(files, 0), err);
    return code ? code : choose_keys(items, err);
}

static enum assay_code open_sources(struct assay_items *items, const char *model_path,
                                    struct assay_error *err)
{
    const struct assay_suite *suite = items->suite;

    if (suite->data.generator)
        return ASSAY_OK;
    if (suite->argument) {
        items->source[0] = (struct source){.path = suite->argument,
                                           .layout = suite->data.layout,
                                           .group_by = suite->data.group_by};
        items->source_count = 1;
        return same_file(suite->argument, model_path) ? ASSAY_OK
                                                      : choose_keys(items, err);
    }
    if (assay_suite_reads(suite, model_path))
        return from_model(items, model_path, err);
    if (!suite->data.files)
        return assay_fail(err, ASSAY_EDATA,
                          "suite %s reads its items from a file of stored scores: "
                          "--model replay:FILE",
                          suite->name);
    return from_files(items, err);
}

enum assay_code assay_items_open(const struct assay_suite *suite, const char *model_path,
                                 struct assay_items **out, struct assay_error *err)
{
    struct assay_items *items = assay_memory_new(1, sizeof(*items));
    enum assay_code code;

    items->suite = suite;
    items->mapping = suite->mapping;
    items->keys.all = true;
    items->source = assay_arena_new(&items->arena, 1, sizeof(*items->source));
    items->ids = assay_item_ids_new();
    *out = NULL;
    code = open_sources(items, model_path, err);
    if (code) {
        assay_items_close(items);
        return code;
    }
    *out = items;
    return ASSAY_OK;
}

static enum assay_code next_file(struct assay_items *items, struct assay_error *err)
{
    struct source *source = &items->source[items->at];
    enum assay_code code = ASSAY_OK;

    if (items->records) {
        code = assay_records_digest(items->records, source->digest, err);
        assay_records_close(items->records);
        items->records = NULL;
        if (!code && items->row == 0)
            code = assay_fail(err, ASSAY_EDATA, "%s: no records", source->path);
        items->at++;
        items->row = 0;
    }
    if (code || items->at == items->source_count)
        return code;
    source = &items->source[items->at];
    return assay_records_open(
        &(struct assay_records_setting){
            .path = source->path,
            .layout = source->layout,
            .group_by = source->group_by,
            .rows_of = source->rows_of,
            .keys = &items->keys,
        },
        &items->records, err);
}

/* The next record over all files; source.record is NULL at the end. */
static enum assay_code next_record(struct assay_items *items, struct assay_arena *arena,
                                   struct assay_field_source *out,
                                   struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_field_source){0};
    if (!items->records)
        code = next_file(items, err);
    while (!code && items->records) {
        code = assay_records_next(items->records, arena, &out->record, err);
        if (code || out->record)
            break;
        code = next_file(items, err);
    }
    if (code || !out->record)
        return code;
    out->path = items->source[items->at].path;
    out->line = assay_records_line(items->records);
    out->file = items->source[items->at].name;
    out->row = items->row++;
    return ASSAY_OK;
}

/* Items at the same place of subsets that share their problems are one cluster. */
static void join_cluster(struct assay_items *items, struct assay_item *item,
                         struct assay_arena *arena)
{
    const struct assay_node *joined = items->suite->joined;

    for (size_t i = 0; i < assay_node_count(joined); i++) {
        const struct assay_node *group = assay_node_at(joined, i);

        for (size_t k = 0; k < assay_node_count(group); k++) {
            if (!assay_str_equal(assay_node_text(assay_node_at(group, k)), item->subset))
                continue;
            item->cluster = assay_str_of(
                assay_arena_printf(arena, "joined %zu %zu", i,
                                   assay_item_ids_count(items->ids, item->subset)));
            return;
        }
    }
}

/* What every item needs beside what its record says: id, key, cluster, index. */
static enum assay_code finish(struct assay_items *items, struct assay_item *item,
                              struct assay_arena *arena, struct assay_error *err)
{
    const bool derived = item->id.len == 0; /* then equal items are no mistake in ids */
    enum assay_code code;

    if (derived)
        item->id = assay_item_digest(item, arena);
    if (item->key.len == 0)
        item->key = item->id;
    if (item->cluster.len == 0)
        join_cluster(items, item, arena);
    if (item->cluster.len == 0)
        item->cluster = assay_item_prompt_cluster(item, arena);
    code = assay_item_ids_add(items->ids, item, items->suite->duplicates || derived,
                              arena, err);
    item->index = items->index++;
    return code;
}

static enum assay_code next_generated(struct assay_items *items,
                                      struct assay_arena *arena, struct assay_item *item,
                                      bool *end, struct assay_error *err)
{
    const struct assay_suite_data *data = &items->suite->data;

    *end = items->index >= data->generator->count(&data->setting);
    if (*end)
        return ASSAY_OK;
    data->generator->make(&data->setting, items->index, arena, item);
    item->file = items->suite->path;
    item->line = 0;
    item->record = NULL;
    return assay_suite_kind_of(items->suite, item->subset)->check(item, err);
}

static enum assay_code next_read(struct assay_items *items, struct assay_arena *arena,
                                 struct assay_item *item, bool *end,
                                 struct assay_error *err)
{
    struct assay_field_source source;
    const enum assay_code code = next_record(items, arena, &source, err);
    const struct assay_mapping *own;

    *end = !source.record;
    if (code || *end)
        return code;
    own = items->source[items->at].mapping;
    return assay_item_build(items->suite, own ? own : &items->mapping, &source, arena,
                            item, err);
}

enum assay_code assay_items_next(struct assay_items *items, struct assay_arena *arena,
                                 const struct assay_item **out, struct assay_error *err)
{
    struct assay_item *item = assay_arena_new(arena, 1, sizeof(*item));
    bool end = false;
    enum assay_code code = items->suite->data.generator
                               ? next_generated(items, arena, item, &end, err)
                               : next_read(items, arena, item, &end, err);

    *out = NULL;
    while (!code && !end && items->suite->first_only && item->id.len > 0 &&
           assay_item_ids_has(items->ids, item->id))
        code = next_read(items, arena, item, &end, err);
    if (code || end)
        return code;
    code = finish(items, item, arena, err);
    *out = code ? NULL : item;
    return code;
}

enum assay_code assay_items_finish(struct assay_items *items, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (items->records) {
        code = assay_records_digest(items->records, items->source[items->at].digest, err);
        assay_records_close(items->records);
        items->records = NULL;
        items->at++;
    }
    for (; !code && items->at < items->source_count; items->at++) {
        struct source *source = &items->source[items->at];

        code = assay_digest_file(file_of(source, &items->arena), source->digest, err);
    }
    return code;
}

static struct assay_node source_node(const struct source *source,
                                     struct assay_arena *arena)
{
    struct assay_node *file = assay_node_map(arena);
    struct stat status;

    (void)assay_node_put(
        arena, file, "path",
        assay_node_of_text(assay_arena_copy(arena, assay_str_of(source->path))));
    (void)assay_node_put(arena, file, "sha256",
                         source->digest[0] ? assay_node_of_text(assay_arena_copy(
                                                 arena, assay_str_of(source->digest)))
                                           : assay_node_null());
    if (stat(file_of(source, arena), &status) != 0)
        return *file;
    (void)assay_node_put(arena, file, "bytes",
                         assay_node_of_int((int64_t)status.st_size));
    (void)assay_node_put(arena, file, "modified",
                         assay_node_of_int((int64_t)status.st_mtim.tv_sec * 1000000000 +
                                           (int64_t)status.st_mtim.tv_nsec));
    return *file;
}

enum assay_code assay_items_sources(struct assay_items *items, struct assay_arena *arena,
                                    struct assay_node *out, struct assay_error *err)
{
    struct assay_node *list = assay_node_list(arena);

    (void)err;
    for (size_t i = 0; i < items->source_count; i++)
        (void)assay_node_push(arena, list, source_node(&items->source[i], arena));
    *out = *list;
    return ASSAY_OK;
}

void assay_items_close(struct assay_items *items)
{
    if (!items)
        return;
    assay_records_close(items->records);
    assay_item_ids_free(items->ids);
    assay_arena_release(&items->arena);
    free(items);
}
