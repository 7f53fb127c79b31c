/* records_parquet.c - the rows of a Parquet file. */
#include "harness/core/memory.h"
#include "harness/core/parquet.h"
#include "harness/core/records_input.h"

#include <stdlib.h>

struct reader {
    struct records_reader base;
    const struct assay_field_keys *keys;
    struct assay_parquet *parquet; /* NULL before the first record */
};

static enum assay_code next(struct records_reader *base, struct records_input *input,
                            struct assay_arena *arena, const struct assay_node **out,
                            unsigned *line, struct assay_error *err)
{
    struct reader *reader = (struct reader *)base;
    const struct assay_parquet_setting setting = {
        .path = input->name, .keys = reader->keys, .words = input->words};
    enum assay_code code = ASSAY_OK;

    *out = NULL;
    *line = 0;
    if (!reader->parquet)
        code = assay_parquet_open(&setting, &reader->parquet, err);
    return code ? code : assay_parquet_next(reader->parquet, arena, out, err);
}

static void release(struct records_reader *base)
{
    struct reader *reader = (struct reader *)base;

    assay_parquet_close(reader->parquet);
    free(reader);
}

struct records_reader *assay_records_parquet_new(const struct assay_field_keys *keys)
{
    struct reader *reader = assay_memory_new(1, sizeof(*reader));

    *reader = (struct reader){.base = {next, release}, .keys = keys};
    return &reader->base;
}
