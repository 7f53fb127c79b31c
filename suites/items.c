/* items.c - the items of a suite, one after the other, out of its sources or a generator. */
#include "harness/core/memory.h"
#include "suites/item_build.h"
#include "suites/item_ids.h"
#include "suites/item_source.h"
#include "suites/item_subsets.h"

#include <stdlib.h>
#include <string.h>

struct assay_items {
    const struct assay_suite *suite;
    struct assay_arena arena; /* of the sources */
    struct assay_item_sources from;
    size_t at; /* the source that is being read */
    struct assay_records *records;
    struct assay_item_ids *ids;
    struct assay_item_strays strays;
    struct assay_field_watch must; /* fields that some record has */
    struct assay_field_watch may;  /* those that may be lacking, unless misspelt */
    size_t row;                    /* records of the file so far */
    size_t index;                  /* items so far */
};

enum assay_code assay_items_open(const struct assay_suite *suite, const char *model_path,
                                 struct assay_items **out, struct assay_error *err)
{
    struct assay_items *items = assay_memory_new(1, sizeof(*items));
    enum assay_code code;

    items->suite = suite;
    items->ids = assay_item_ids_new();
    *out = NULL;
    code = assay_item_sources_open(suite, model_path, &items->arena, &items->from, err);
    if (!code)
        assay_item_watch(&items->from.mapping, &items->must, &items->may);
    if (code) {
        assay_items_close(items);
        return code;
    }
    *out = items;
    return ASSAY_OK;
}

/* All records were read: what none of them had was meant otherwise. */
static enum assay_code at_end(struct assay_items *items, struct assay_error *err)
{
    const char *path = items->suite->path;
    enum assay_code code = assay_field_watch_end(&items->must, path, err);

    if (!code && !items->suite->data.argument) /* which is for files of many shapes */
        code =
            assay_field_watch_misspelt(&items->may, &items->from.mapping.keys, path, err);
    if (code || !items->from.whole)
        return code;
    return assay_item_strays_end(&items->strays, items->suite, items->ids, err);
}

static enum assay_code next_file(struct assay_items *items, struct assay_error *err)
{
    struct assay_item_source *source = &items->from.at[items->at];
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
    if (!code && items->at == items->from.count)
        return at_end(items, err);
    if (code)
        return code;
    source = &items->from.at[items->at];
    return assay_records_open(
        &(struct assay_records_setting){
            .path = source->path,
            .layout = source->layout,
            .group_by = source->group_by,
            .shuffles = source->shuffles,
            .rows_of = source->rows_of,
            .format = source->format,
            .keys = &items->from.keys,
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
    out->path = items->from.at[items->at].path;
    out->line = assay_records_line(items->records);
    out->file = items->from.at[items->at].name;
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
    if (assay_item_ids_count(items->ids, item->subset) == 1)
        assay_item_strays_see(&items->strays, items->suite, item->subset, &items->arena);
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
    own = items->from.at[items->at].mapping;
    if (!own) {
        assay_field_watch_see(&items->must, &source, &items->arena);
        assay_field_watch_see(&items->may, &source, &items->arena);
    }
    return assay_item_build(items->suite, own ? own : &items->from.mapping, &source,
                            arena, item, err);
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
        code =
            assay_records_digest(items->records, items->from.at[items->at].digest, err);
        assay_records_close(items->records);
        items->records = NULL;
        items->at++;
    }
    for (; !code && items->at < items->from.count; items->at++) {
        struct assay_item_source *source = &items->from.at[items->at];

        code = assay_digest_file(assay_item_source_file(source, &items->arena),
                                 source->digest, err);
    }
    return code;
}

enum assay_code assay_items_sources(struct assay_items *items, struct assay_arena *arena,
                                    struct assay_node *out, struct assay_error *err)
{
    const struct assay_opened *opened = &items->suite->opened;
    struct assay_item_source beside = {.path = opened->path};
    struct assay_node *list = assay_node_list(arena);

    (void)err;
    memcpy(beside.digest, opened->digest, sizeof(beside.digest));
    for (size_t i = 0; i < items->from.count; i++)
        (void)assay_node_push(arena, list,
                              assay_item_source_node(&items->from.at[i], arena));
    if (opened->path)
        (void)assay_node_push(arena, list, assay_item_source_node(&beside, arena));
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
