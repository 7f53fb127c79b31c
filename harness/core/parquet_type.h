/* parquet_type.h - the type of a column, and values of it; for parquet*.c only. */
#ifndef ASSAY_CORE_PARQUET_TYPE_H
#define ASSAY_CORE_PARQUET_TYPE_H

#include "harness/core/buf.h"
#include "harness/core/parquet_duckdb.h"
#include "harness/core/tree.h"

#include <stdbool.h>

/* What a column is cast to, so that few shapes of memory are read. */
enum parquet_shape {
    PARQUET_TRUTH,   /* BOOLEAN */
    PARQUET_INTEGER, /* BIGINT */
    PARQUET_LARGE,   /* UBIGINT */
    PARQUET_REAL,    /* DOUBLE */
    PARQUET_TEXT,    /* VARCHAR */
    PARQUET_BYTES,   /* BLOB */
    PARQUET_LIST,    /* child[0] is its element */
    PARQUET_STRUCT,  /* child (count,) are its members */
    PARQUET_MAP,     /* child[0] is its value; keys are texts */
};

struct parquet_type {
    enum parquet_shape shape;
    struct assay_str name; /* of a column or a member */
    struct parquet_type *child;
    size_t count;
};

/*
 * The type behind a handle of the library, in arena; depth counts what is around it.
 * Errors: ASSAY_EDATA "nested deeper than 64", without a place.
 */
ASSAY_MUST_USE
enum assay_code assay_parquet_type(const struct duckdb_api *api, void *handle,
                                   unsigned depth, struct assay_arena *arena,
                                   struct parquet_type *out, struct assay_error *err);

/* Appends it as SQL has it. */
void assay_parquet_type_sql(const struct parquet_type *type, struct assay_buf *out);

/* Appends a name in double quotes. */
void assay_parquet_quote(struct assay_str name, struct assay_buf *out);

/* Where values are read from, and what there is to say of them. */
struct parquet_reading {
    const struct duckdb_api *api;
    struct assay_arena *arena;
    struct assay_spot spot;
    struct assay_str column; /* its name, for messages */
    size_t limit;            /* bytes that the arena may still give for the row */
    bool words;
};

/* The value in a row of a vector. Errors: ASSAY_EDATA at the spot. */
ASSAY_MUST_USE
enum assay_code assay_parquet_value(struct parquet_reading *reading,
                                    const struct parquet_type *type, void *vector,
                                    uint64_t row, struct assay_node *out,
                                    struct assay_error *err);

#endif
