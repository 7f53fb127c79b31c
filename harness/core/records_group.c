/* records_group.c - records that share a field, as one record each. */
#include "harness/core/field.h"
#include "harness/core/memory.h"
#include "harness/core/mersenne.h"
#include "harness/core/records_input.h"

#include <inttypes.h>
#include <stdlib.h>

enum {
    SHUFFLE_SEED = 1234
};

/* One record read, and by what it is grouped. */
struct row {
    const struct assay_node *record;
    struct assay_str key;
    size_t index; /* in the file */
    size_t first; /* index of the first row with its key */
    unsigned line;
};

struct reader {
    struct records_reader base;
    struct records_reader *inner;
    const struct assay_field *field;
    struct assay_arena arena; /* of field, records and keys */
    struct row *rows;
    size_t count, capacity;
    size_t shuffles;
    bool read;
    size_t next; /* row to hand out */
};

static int by_key(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    const int order = assay_str_compare(x->key, y->key);

    return order ? order : (x->index > y->index) - (x->index < y->index);
}

static int by_sight(const void *a, const void *b)
{
    const struct row *x = a, *y = b;

    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    return (x->index > y->index) - (x->index < y->index);
}

static enum assay_code add(struct reader *reader, const struct records_input *input,
                           const struct assay_node *record, unsigned line,
                           struct assay_error *err)
{
    const struct assay_field_source source = {
        .record = record, .path = input->name, .line = line, .row = reader->count};
    struct row row = {.record = record, .index = reader->count, .line = line};
    enum assay_code code;

    code = assay_field_text(reader->field, &source, &reader->arena, &row.key, err);
    if (code)
        return code;
    if (reader->arena.bytes > ASSAY_RECORDS_GROUPED_BYTES)
        return assay_fail(err, ASSAY_EDATA, "%s:%u: more than %" PRIu64 " bytes to group",
                          input->name, line, ASSAY_RECORDS_GROUPED_BYTES);
    if (reader->count == reader->capacity) {
        reader->capacity = assay_memory_grow(reader->capacity, reader->count + 1);
        reader->rows =
            assay_memory_resize(reader->rows, reader->capacity, sizeof(*reader->rows));
    }
    reader->rows[reader->count++] = row;
    return ASSAY_OK;
}

/* Rows take the places that the last of the shuffles gives them. */
static void shuffle(struct reader *reader)
{
    const size_t n = reader->count;
    size_t *at = assay_memory_new(n + 1, sizeof(*at));
    struct assay_mersenne twister;

    assay_mersenne_seed(&twister, SHUFFLE_SEED);
    for (size_t k = 0; k < reader->shuffles; k++) {
        for (size_t i = 0; i < n; i++)
            at[i] = i;
        for (size_t i = 0; i < n; i++) {
            const size_t j = assay_mersenne_below(&twister, (uint32_t)n);
            const size_t kept = at[i];

            at[i] = at[j];
            at[j] = kept;
        }
    }
    for (size_t i = 0; reader->shuffles > 0 && i < n; i++)
        reader->rows[at[i]].index = i;
    free(at);
}

/* Sorting brings groups together without a hash that input could make slow. */
static void group(struct reader *reader)
{
    if (reader->count == 0)
        return;
    qsort(reader->rows, reader->count, sizeof(*reader->rows), by_key);
    for (size_t i = 0; i < reader->count; i++) {
        struct row *row = &reader->rows[i];
        const bool same = i > 0 && assay_str_equal(row->key, row[-1].key);

        row->first = same ? row[-1].first : row->index;
    }
    qsort(reader->rows, reader->count, sizeof(*reader->rows), by_sight);
}

static enum assay_code read_all(struct reader *reader, struct records_input *input,
                                struct assay_error *err)
{
    const struct assay_node *record;
    enum assay_code code;
    unsigned line = 0;

    reader->read = true;
    do {
        code = reader->inner->next(reader->inner, input, &reader->arena, &record, &line,
                                   err);
        if (!code && record)
            code = add(reader, input, record, line, err);
    } while (!code && record);
    if (code)
        return code;
    shuffle(reader);
    group(reader);
    return ASSAY_OK;
}

static enum assay_code next(struct records_reader *base, struct records_input *input,
                            struct assay_arena *arena, const struct assay_node **out,
                            unsigned *line, struct assay_error *err)
{
    struct reader *reader = (struct reader *)base;
    const enum assay_code code = reader->read ? ASSAY_OK : read_all(reader, input, err);
    const struct row *row;
    struct assay_node *rows, *map;

    *out = NULL;
    if (code || reader->next == reader->count)
        return code;
    row = &reader->rows[reader->next];
    *line = row->line;
    rows = assay_node_list(arena);
    for (size_t i = reader->next; i < reader->count; i++) {
        if (reader->rows[i].first != row->first)
            break;
        (void)assay_node_push(arena, rows,
                              assay_records_copy(reader->rows[i].record, arena));
        reader->next++;
    }
    map = assay_node_map(arena);
    (void)assay_node_put(arena, map, "@rows", *rows);
    *out = map;
    return ASSAY_OK;
}

static void release(struct records_reader *base)
{
    struct reader *reader = (struct reader *)base;

    reader->inner->release(reader->inner);
    assay_arena_release(&reader->arena);
    free(reader->rows);
    free(reader);
}

enum assay_code assay_records_group_new(const struct assay_records_setting *setting,
                                        struct records_reader *inner,
                                        struct records_reader **out,
                                        struct assay_error *err)
{
    struct reader *reader = assay_memory_new(1, sizeof(*reader));

    *reader = (struct reader){
        .base = {next, release}, .inner = inner, .shuffles = setting->shuffles};
    *out = &reader->base;
    return assay_field_compile(setting->group_by, "group_by", &reader->arena,
                               &reader->field, err);
}
