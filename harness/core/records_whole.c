/* records_whole.c - the layouts that are one JSON object, read whole and cut into records. */
#include "harness/core/json.h"
#include "harness/core/json_words.h"
#include "harness/core/memory.h"
#include "harness/core/records_input.h"

#include <stdlib.h>

struct reader {
    struct records_reader base;
    enum assay_layout layout;
    struct assay_arena arena;
    struct assay_node root;
    bool read, empty;
    size_t member, row; /* next to hand out */
};

struct assay_node assay_records_copy(const struct assay_node *node,
                                     struct assay_arena *arena)
{
    struct assay_node copy = *node;
    const size_t n = assay_node_count(node);

    if (node->type == ASSAY_NODE_TEXT)
        copy.as.text = assay_arena_copy(arena, node->as.text);
    if (node->type == ASSAY_NODE_LIST) {
        copy.as.list.at = assay_arena_new(arena, n, sizeof(*copy.as.list.at));
        for (size_t i = 0; i < n; i++)
            copy.as.list.at[i] = assay_records_copy(&node->as.list.at[i], arena);
    }
    if (node->type == ASSAY_NODE_MAP) {
        copy.as.map.at = assay_arena_new(arena, n, sizeof(*copy.as.map.at));
        for (size_t i = 0; i < n; i++) {
            copy.as.map.at[i].key = assay_arena_copy(arena, node->as.map.at[i].key);
            copy.as.map.at[i].value =
                assay_records_copy(&node->as.map.at[i].value, arena);
        }
    }
    return copy;
}

struct assay_node *assay_records_map(struct assay_arena *arena, size_t n)
{
    struct assay_node *map = assay_arena_new(arena, 1, sizeof(*map));

    map->type = ASSAY_NODE_MAP;
    map->as.map.at = assay_arena_new(arena, n, sizeof(*map->as.map.at));
    return map;
}

void assay_records_put(struct assay_node *map, struct assay_str key,
                       struct assay_node value)
{
    map->as.map.at[map->as.map.count++] = (struct assay_member){key, value};
}

/* Row i of every column; what is no list stands in every row. */
static const struct assay_node *row_of_columns(const struct assay_node *root, size_t i,
                                               struct assay_arena *arena)
{
    const size_t n = assay_node_count(root);
    struct assay_node *record = assay_records_map(arena, n);

    for (size_t k = 0; k < n; k++) {
        const struct assay_member *column = &root->as.map.at[k];
        const struct assay_node *value = assay_node_is(&column->value, ASSAY_NODE_LIST)
                                             ? assay_node_at(&column->value, i)
                                             : &column->value;

        assay_records_put(record, assay_arena_copy(arena, column->key),
                          assay_records_copy(value, arena));
    }
    return record;
}

/* All lists must be of one length. */
static enum assay_code check_columns(const struct assay_node *root, const char *name,
                                     struct assay_error *err)
{
    const struct assay_member *first = NULL;

    for (size_t k = 0; k < assay_node_count(root); k++) {
        const struct assay_member *column = &root->as.map.at[k];

        if (!assay_node_is(&column->value, ASSAY_NODE_LIST))
            continue;
        if (!first)
            first = column;
        if (column->value.as.list.count != first->value.as.list.count)
            return assay_fail(err, ASSAY_EDATA,
                              "%s: column %.*s has %zu rows, column %.*s has %zu", name,
                              ASSAY_STR_ARG(first->key), first->value.as.list.count,
                              ASSAY_STR_ARG(column->key), column->value.as.list.count);
    }
    if (!first)
        return assay_fail(err, ASSAY_EDATA, "%s: has no columns (lists)", name);
    return ASSAY_OK;
}

/* Every value must be a list of objects. */
static enum assay_code check_lists(const struct assay_node *root, const char *name,
                                   struct assay_error *err)
{
    for (size_t k = 0; k < assay_node_count(root); k++) {
        const struct assay_member *list = &root->as.map.at[k];

        if (!assay_node_is(&list->value, ASSAY_NODE_LIST))
            return assay_fail(err, ASSAY_EDATA, "%s: %.*s: expected a list, found %s",
                              name, ASSAY_STR_ARG(list->key),
                              assay_node_type_name(&list->value));
        for (size_t i = 0; i < list->value.as.list.count; i++)
            if (!assay_node_is(&list->value.as.list.at[i], ASSAY_NODE_MAP))
                return assay_fail(err, ASSAY_EDATA,
                                  "%s: %.*s[%zu]: expected an object, found %s", name,
                                  ASSAY_STR_ARG(list->key), i,
                                  assay_node_type_name(&list->value.as.list.at[i]));
    }
    return ASSAY_OK;
}

/* Only lists of objects: LISTS; some lists: COLUMNS; none: ENTRIES. */
static enum assay_layout layout_of(const struct assay_node *root)
{
    const size_t n = assay_node_count(root);
    size_t lists = 0, of_objects = 0;

    for (size_t k = 0; k < n; k++) {
        const struct assay_node *value = &root->as.map.at[k].value;

        lists += assay_node_is(value, ASSAY_NODE_LIST);
        of_objects += assay_node_is(value, ASSAY_NODE_LIST) &&
                      assay_node_is(assay_node_at(value, 0), ASSAY_NODE_MAP);
    }
    if (lists == 0)
        return ASSAY_LAYOUT_ENTRIES;
    return of_objects == n ? ASSAY_LAYOUT_LISTS : ASSAY_LAYOUT_COLUMNS;
}

static enum assay_code parse_text(struct reader *reader,
                                  const struct records_input *input,
                                  struct assay_str text, struct assay_error *err)
{
    struct assay_buf quoted = {0};
    enum assay_code code;

    if (input->words && assay_json_quote_words(text, &quoted))
        text = assay_buf_view(&quoted);
    code = assay_json_parse(text, input->name, &reader->arena, &reader->root, err);
    assay_buf_release(&quoted);
    return code;
}

/* What is left of the file, parsed; an empty file leaves root NULL. */
static enum assay_code parse_rest(struct reader *reader, struct records_input *input,
                                  struct assay_error *err)
{
    struct assay_buf text = {.ceiling = ASSAY_JSON_BYTES};
    enum assay_code code;

    do {
        code = assay_records_input_fill(input, err);
        assay_buf_add(&text, input->rest);
        input->rest.len = 0;
    } while (!code && !input->ended && !text.over);
    if (!code && text.over)
        code = assay_fail(err, ASSAY_EDATA, "%s: longer than %d bytes", input->name,
                          ASSAY_JSON_BYTES);
    reader->empty = assay_records_blank(assay_buf_view(&text));
    if (!code && !reader->empty)
        code = parse_text(reader, input, assay_buf_view(&text), err);
    assay_buf_release(&text);
    return code;
}

static enum assay_code read_root(struct reader *reader, struct records_input *input,
                                 struct assay_error *err)
{
    const enum assay_code code = parse_rest(reader, input, err);
    const struct assay_node *root = &reader->root;

    reader->read = true;
    if (code || reader->empty)
        return code;
    if (!assay_node_is(root, ASSAY_NODE_MAP))
        return assay_fail(err, ASSAY_EDATA, "%s:1: expected an object, found %s",
                          input->name, assay_node_type_name(root));
    if (reader->layout == ASSAY_LAYOUT_AUTO)
        reader->layout = layout_of(root);
    if (reader->layout == ASSAY_LAYOUT_COLUMNS)
        return check_columns(root, input->name, err);
    if (reader->layout == ASSAY_LAYOUT_LISTS)
        return check_lists(root, input->name, err);
    return ASSAY_OK;
}

static const struct assay_node *next_of_columns(struct reader *reader,
                                                struct assay_arena *arena)
{
    const struct assay_node *root = &reader->root;

    for (size_t k = 0; k < assay_node_count(root); k++) {
        const struct assay_node *column = &root->as.map.at[k].value;

        if (assay_node_is(column, ASSAY_NODE_LIST))
            return reader->row < column->as.list.count
                       ? row_of_columns(root, reader->row++, arena)
                       : NULL;
    }
    return NULL;
}

static const struct assay_node *next_of_lists(struct reader *reader,
                                              struct assay_arena *arena)
{
    const struct assay_node *root = &reader->root;

    while (reader->member < assay_node_count(root)) {
        const struct assay_member *list = &root->as.map.at[reader->member];
        const struct assay_node *element = assay_node_at(&list->value, reader->row);
        struct assay_node *record;

        if (!element) {
            reader->member++;
            reader->row = 0;
            continue;
        }
        record = assay_records_map(arena, element->as.map.count + 1);
        for (size_t i = 0; i < element->as.map.count; i++)
            assay_records_put(record, assay_arena_copy(arena, element->as.map.at[i].key),
                              assay_records_copy(&element->as.map.at[i].value, arena));
        assay_records_put(record, ASSAY_STR("@list"),
                          assay_node_of_text(assay_arena_copy(arena, list->key)));
        reader->row++;
        return record;
    }
    return NULL;
}

static const struct assay_node *next_of_entries(struct reader *reader,
                                                struct assay_arena *arena)
{
    const struct assay_member *entry;
    struct assay_node *record;

    if (reader->member >= assay_node_count(&reader->root))
        return NULL;
    entry = &reader->root.as.map.at[reader->member++];
    record = assay_records_map(arena, 2);
    assay_records_put(record, ASSAY_STR("@name"),
                      assay_node_of_text(assay_arena_copy(arena, entry->key)));
    assay_records_put(record, ASSAY_STR("@value"),
                      assay_records_copy(&entry->value, arena));
    return record;
}

static const struct assay_node *next_of_document(struct reader *reader,
                                                 struct assay_arena *arena)
{
    struct assay_node *root;

    if (reader->row++ > 0)
        return NULL;
    root = assay_arena_new(arena, 1, sizeof(*root));
    *root = reader->root; /* it lives as long as the reader */
    return root;
}

static enum assay_code next(struct records_reader *base, struct records_input *input,
                            struct assay_arena *arena, const struct assay_node **out,
                            unsigned *line, struct assay_error *err)
{
    struct reader *reader = (struct reader *)base;
    enum assay_code code = ASSAY_OK;

    *out = NULL;
    *line = 0;
    if (!reader->read)
        code = read_root(reader, input, err);
    if (code || reader->empty)
        return code;
    if (reader->layout == ASSAY_LAYOUT_COLUMNS)
        *out = next_of_columns(reader, arena);
    else if (reader->layout == ASSAY_LAYOUT_LISTS)
        *out = next_of_lists(reader, arena);
    else if (reader->layout == ASSAY_LAYOUT_DOCUMENT)
        *out = next_of_document(reader, arena);
    else
        *out = next_of_entries(reader, arena);
    return ASSAY_OK;
}

static void release(struct records_reader *base)
{
    struct reader *reader = (struct reader *)base;

    assay_arena_release(&reader->arena);
    free(reader);
}

struct records_reader *assay_records_whole_new(enum assay_layout layout)
{
    struct reader *reader = assay_memory_new(1, sizeof(*reader));

    *reader = (struct reader){.base = {next, release}, .layout = layout};
    return &reader->base;
}
