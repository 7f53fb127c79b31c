/*
 * duckdb.c - usage: duckdb [SQL...]
 *
 * Runs statements in the DuckDB that assay reads Parquet with, so that tests make their own files:
 * COPY (SELECT ...) TO 'x.parquet'. Without statements it says which DuckDB that is, or fails.
 */
#include "harness/core/parquet_duckdb.h"

#include <stdio.h>

static int run(const struct duckdb_session *session, const char *sql)
{
    struct duckdb_result result = {.internal = NULL};
    const int failed = session->api->query(session->connection, sql, &result);

    if (failed)
        (void)fprintf(stderr, "duckdb: %s\n", session->api->result_error(&result));
    session->api->destroy_result(&result);
    return failed;
}

int main(int argc, char **argv)
{
    struct assay_arena arena = {0};
    struct assay_error err;
    struct duckdb_api api = {0};
    struct duckdb_session session = {0};
    int failed = 0;

    if (assay_duckdb_load(&arena, &api, &err) ||
        assay_duckdb_open(&api, &session, &err)) {
        (void)fprintf(stderr, "duckdb: %s\n", err.text);
        failed = 1;
    } else if (argc == 1) {
        (void)puts(api.library_version());
    }
    for (int i = 1; !failed && i < argc; i++)
        failed = run(&session, argv[i]);
    assay_duckdb_close(&session);
    assay_duckdb_unload(&api);
    assay_arena_release(&arena);
    return failed;
}
