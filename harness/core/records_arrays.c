/* records_arrays.c - files of arrays (tensor.h), read whole, as records. */
#include "harness/core/memory.h"
#include "harness/core/records_input.h"

#include <stdlib.h>
#include <string.h>

struct reader {
    struct records_reader base;
    const struct assay_tensors *arrays;
    bool lists;        /* arrays differ in length: each row of each is a record */
    size_t array, row; /* next to hand out */
};

/* An array without a name is a value. */
static struct assay_str name_of(const struct assay_tensor *array)
{
    return array->name.len ? array->name : ASSAY_STR("@value");
}

static bool is_scalar(const struct assay_tensor *array)
{
    return array->dims == 0;
}

/* Row i of every array; single numbers stand in every row. */
static const struct assay_node *row_of_all(const struct reader *reader, size_t i,
                                           struct assay_arena *arena)
{
    const struct assay_tensors *arrays = reader->arrays;
    struct assay_node *record = assay_records_map(arena, arrays->count);

    for (size_t k = 0; k < arrays->count; k++) {
        const struct assay_tensor *array = &arrays->at[k];

        assay_records_put(record, assay_arena_copy(arena, name_of(array)),
                          assay_tensor_node(array, is_scalar(array) ? 0 : i, arena));
    }
    return record;
}

/* The next row of the array at hand, told by the array's name and its place there. */
static const struct assay_node *row_of_one(const struct reader *reader,
                                           struct assay_arena *arena)
{
    const struct assay_tensor *array = &reader->arrays->at[reader->array];
    struct assay_node *record = assay_records_map(arena, 3);

    assay_records_put(record, ASSAY_STR("@list"),
                      assay_node_of_text(assay_arena_copy(arena, array->name)));
    assay_records_put(record, ASSAY_STR("@place"),
                      assay_node_of_int((int64_t)reader->row));
    assay_records_put(record, ASSAY_STR("@value"),
                      assay_tensor_node(array, reader->row, arena));
    return record;
}

/* Goes to the next array that has rows left; false at the end. */
static bool settle(struct reader *reader)
{
    const struct assay_tensors *arrays = reader->arrays;

    while (reader->array < arrays->count) {
        const struct assay_tensor *array = &arrays->at[reader->array];

        if (!is_scalar(array) && reader->row < array->rows)
            return true;
        if (!reader->lists && !is_scalar(array))
            return false;
        reader->array++;
        reader->row = reader->lists ? 0 : reader->row;
    }
    return false;
}

static enum assay_code next(struct records_reader *base, struct records_input *input,
                            struct assay_arena *arena, const struct assay_node **out,
                            unsigned *line, struct assay_error *err)
{
    struct reader *reader = (struct reader *)base;

    (void)input;
    (void)err;
    *line = 0;
    *out = NULL;
    if (!settle(reader))
        return ASSAY_OK;
    *out = reader->lists ? row_of_one(reader, arena)
                         : row_of_all(reader, reader->row, arena);
    reader->row++;
    return ASSAY_OK;
}

static void release(struct records_reader *base)
{
    free(base);
}

/* True if two arrays that have rows differ in how many. */
static bool differ(const struct assay_tensors *arrays)
{
    const struct assay_tensor *first = NULL;

    for (size_t k = 0; k < arrays->count; k++) {
        if (is_scalar(&arrays->at[k]))
            continue;
        if (!first)
            first = &arrays->at[k];
        if (arrays->at[k].rows != first->rows)
            return true;
    }
    return false;
}

struct records_reader *assay_records_arrays_new(const struct assay_tensors *arrays)
{
    struct reader *reader = assay_memory_new(1, sizeof(*reader));

    *reader = (struct reader){
        .base = {next, release}, .arrays = arrays, .lists = differ(arrays)};
    return &reader->base;
}
