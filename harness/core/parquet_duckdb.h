/*
 * parquet_duckdb.h - the part of DuckDB's C interface that reading Parquet takes; for parquet*.c
 * and for tests, which make Parquet files with the same library.
 *
 * The library is loaded when it is wanted, and nothing of it is needed to build: what stands here
 * is what DuckDB calls stable (src/include/duckdb.h of duckdb/duckdb, DuckDB 1.0 and later).
 */
#ifndef ASSAY_CORE_PARQUET_DUCKDB_H
#define ASSAY_CORE_PARQUET_DUCKDB_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"

#include <stddef.h>
#include <stdint.h>

/* Numbers of duckdb_type that are told apart; what else there is reads as text. */
enum {
    DUCKDB_BOOLEAN = 1,
    DUCKDB_TINYINT = 2,
    DUCKDB_SMALLINT = 3,
    DUCKDB_INTEGER = 4,
    DUCKDB_BIGINT = 5,
    DUCKDB_UTINYINT = 6,
    DUCKDB_USMALLINT = 7,
    DUCKDB_UINTEGER = 8,
    DUCKDB_UBIGINT = 9,
    DUCKDB_FLOAT = 10,
    DUCKDB_DOUBLE = 11,
    DUCKDB_HUGEINT = 16,
    DUCKDB_BLOB = 18,
    DUCKDB_DECIMAL = 19,
    DUCKDB_LIST = 24,
    DUCKDB_STRUCT = 25,
    DUCKDB_MAP = 26,
    DUCKDB_UHUGEINT = 32,
    DUCKDB_ARRAY = 33,
};

/* duckdb_result, handed over by value: its members are the library's own. */
struct duckdb_result {
    uint64_t count[3];
    void *columns;
    char *message;
    void *internal;
};

/* duckdb_string_t: texts of up to 12 bytes lie in it. */
struct duckdb_text {
    uint32_t length;
    char first[4];
    union {
        char more[8];
        const char *at;
    } rest;
};

/* duckdb_list_entry */
struct duckdb_entry {
    uint64_t offset, length;
};

/* Handles are pointers that the library makes and takes back; states are 0 for success. */
struct duckdb_api {
    void *library;    /* of dlopen */
    const char *path; /* of the library, in the arena it was loaded with */

    const char *(*library_version)(void);
    void (*free)(void *memory);
    int (*create_config)(void **config);
    int (*set_config)(void *config, const char *name, const char *value);
    void (*destroy_config)(void **config);
    int (*open_ext)(const char *path, void **database, void *config, char **message);
    void (*close)(void **database);
    int (*connect)(void *database, void **connection);
    void (*disconnect)(void **connection);

    int (*query)(void *connection, const char *sql, struct duckdb_result *out);
    int (*prepare)(void *connection, const char *sql, void **statement);
    const char *(*prepare_error)(void *statement);
    void (*destroy_prepare)(void **statement);
    int (*execute_prepared_streaming)(void *statement, struct duckdb_result *out);
    const char *(*result_error)(struct duckdb_result *result);
    void (*destroy_result)(struct duckdb_result *result);
    uint64_t (*column_count)(struct duckdb_result *result);
    const char *(*column_name)(struct duckdb_result *result, uint64_t column);
    void *(*column_logical_type)(struct duckdb_result *result, uint64_t column);

    int (*get_type_id)(void *type);
    void (*destroy_logical_type)(void **type);
    void *(*list_type_child_type)(void *type);
    void *(*array_type_child_type)(void *type);
    void *(*map_type_value_type)(void *type);
    uint64_t (*struct_type_child_count)(void *type);
    char *(*struct_type_child_name)(void *type, uint64_t child); /* to be freed */
    void *(*struct_type_child_type)(void *type, uint64_t child);

    void *(*fetch_chunk)(struct duckdb_result result); /* NULL: the end, or an error */
    void (*destroy_data_chunk)(void **chunk);
    uint64_t (*data_chunk_get_size)(void *chunk);
    void *(*data_chunk_get_vector)(void *chunk, uint64_t column);
    void *(*vector_get_data)(void *vector);
    uint64_t *(*vector_get_validity)(void *vector); /* NULL: every row is there */
    void *(*list_vector_get_child)(void *vector);
    void *(*struct_vector_get_child)(void *vector, uint64_t child);
};

/*
 * Loads the library from the first place that has it (place.h).
 *
 * Errors: ASSAY_EIO where there is none, or one that is no DuckDB as wanted: the text says how to
 * get it.
 */
ASSAY_MUST_USE
enum assay_code assay_duckdb_load(struct assay_arena *arena, struct duckdb_api *out,
                                  struct assay_error *err);

/* The library stays in the process, where the next load finds it. */
void assay_duckdb_unload(struct duckdb_api *api);

/* A database in memory: one thread, rows in their order, nothing fetched, nothing on disk. */
struct duckdb_session {
    const struct duckdb_api *api;
    void *database, *connection;
};

ASSAY_MUST_USE
enum assay_code assay_duckdb_open(const struct duckdb_api *api,
                                  struct duckdb_session *out, struct assay_error *err);
void assay_duckdb_close(struct duckdb_session *session); /* zero bytes are allowed */

#endif
