/*
 * parquet.h - the rows of a Parquet file, one at a time, by DuckDB.
 *
 * DuckDB is a shared library that is loaded when such a file is opened; assay does without it
 * otherwise. Rows come in the order of the file and stream: memory grows with the row group, not with the file.
 * The file is opened here and handed over as a descriptor, so no name is ever read as SQL, as a
 * pattern or as an address.
 *
 * Types: integers, floats, truth values and texts are such nodes, decimals reals; an integer that
 * int64_t cannot hold is a real, as in JSON; dates, times, enumerations and UUIDs are texts as
 * DuckDB spells them. Bytes are a text where they are UTF-8 (files without the mark for texts), else
 * "sha256:" and their digest, which is how items name pictures. A list is a LIST, a struct a MAP,
 * and a map a MAP under its keys' texts. NaN and infinities are texts or refused, as in records.h.
 */
#ifndef ASSAY_CORE_PARQUET_H
#define ASSAY_CORE_PARQUET_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/field.h"
#include "harness/core/tree.h"

#include <stdbool.h>

enum {
    ASSAY_PARQUET_ROW_BYTES = 1 << 28, /* most that one row may take in memory */
    ASSAY_PARQUET_COLUMNS_MAX = 4096
};

struct assay_parquet;

struct assay_parquet_setting {
    const char *path; /* a file, not a member of an archive */
    const struct assay_field_keys
        *keys;  /* columns that are read, where the file has any of
                                            them; the others are null; NULL: all */
    bool words; /* NaN, Infinity and -Infinity are texts */
};

/*
 * Opens and reads which columns there are.
 *
 * Errors: ASSAY_EIO without DuckDB, saying how to get it; ASSAY_EDATA "path: what".
 */
ASSAY_MUST_USE
enum assay_code assay_parquet_open(const struct assay_parquet_setting *setting,
                                   struct assay_parquet **out, struct assay_error *err);

/* The next row, a MAP in arena; NULL at the end. Errors: ASSAY_EDATA "path: record N: what". */
ASSAY_MUST_USE
enum assay_code assay_parquet_next(struct assay_parquet *parquet,
                                   struct assay_arena *arena,
                                   const struct assay_node **out,
                                   struct assay_error *err);

void assay_parquet_close(struct assay_parquet *parquet); /* NULL is allowed */

/* "DuckDB v1.4.0, /path/of/libduckdb.so" in arena. Errors: ASSAY_EIO as of open. */
ASSAY_MUST_USE
enum assay_code assay_parquet_library(struct assay_arena *arena, const char **out,
                                      struct assay_error *err);

#endif
