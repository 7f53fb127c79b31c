#include "harness/core/parquet.h"

#include "harness/core/buf.h"
#include "harness/core/file.h"
#include "harness/core/memory.h"
#include "harness/core/parquet_type.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct assay_parquet {
    const char *path;
    struct assay_arena arena; /* of all that lives as long as this */
    struct duckdb_api api;
    struct duckdb_session session;
    int fd;          /* of the file; -1: not open */
    char source[64]; /* how DuckDB opens it */
    bool words;

    struct parquet_type *column; /* (columns,) */
    bool *wanted;                /* (columns,) the others are null */
    size_t columns;

    struct duckdb_result result; /* under way */
    bool running;
    void *chunk; /* rows at hand; NULL: none */
    uint64_t at, rows;
    size_t row; /* of the file so far */
};

/* What DuckDB says, in one line, with the name of the file as the user knows it. */
static enum assay_code refused(const struct assay_parquet *parquet, const char *message,
                               struct assay_error *err)
{
    struct assay_str rest = assay_str_of(message ? message : "no reason given");
    const struct assay_str source = assay_str_of(parquet->source);
    struct assay_buf text = {.ceiling = 500};
    enum assay_code code;

    rest.len = assay_str_find(rest, ASSAY_STR("\n"));
    while (rest.len > 0) {
        const size_t n = assay_str_find(rest, source);

        assay_buf_add(&text, (struct assay_str){rest.ptr, n});
        rest = (struct assay_str){rest.ptr + n, rest.len - n};
        if (rest.len == 0)
            break;
        assay_buf_puts(&text, parquet->path);
        rest = (struct assay_str){rest.ptr + source.len, rest.len - source.len};
    }
    code = assay_fail(err, ASSAY_EDATA, "%s: %s", parquet->path, text.data);
    assay_buf_release(&text);
    return code;
}

static enum assay_code open_file(struct assay_parquet *parquet, struct assay_error *err)
{
    const enum assay_code code = assay_file_open(parquet->path, &parquet->fd, err);

    if (code)
        parquet->fd = -1;
    (void)snprintf(parquet->source, sizeof(parquet->source), "/proc/self/fd/%d",
                   parquet->fd);
    return code;
}

static enum assay_code add_column(struct assay_parquet *parquet, uint64_t i,
                                  struct assay_error *err)
{
    const struct duckdb_api *api = &parquet->api;
    struct parquet_type *column = &parquet->column[i];
    const char *name = api->column_name(&parquet->result, i);
    void *handle = api->column_logical_type(&parquet->result, i);
    struct assay_error what;
    enum assay_code code;

    code = assay_parquet_type(api, handle, 1, &parquet->arena, column, &what);
    api->destroy_logical_type(&handle);
    column->name = assay_arena_copy(&parquet->arena, assay_str_of(name));
    if (code)
        return assay_fail(err, code, "%s: column %s: %s", parquet->path, name, what.text);
    return ASSAY_OK;
}

/* Which columns there are, from a query that gives no rows. */
static enum assay_code read_columns(struct assay_parquet *parquet,
                                    struct assay_error *err)
{
    const struct duckdb_api *api = &parquet->api;
    const char *sql = assay_arena_printf(
        &parquet->arena, "SELECT * FROM read_parquet('%s') LIMIT 0", parquet->source);
    enum assay_code code = ASSAY_OK;

    if (api->query(parquet->session.connection, sql, &parquet->result))
        code = refused(parquet, api->result_error(&parquet->result), err);
    else
        parquet->columns = (size_t)api->column_count(&parquet->result);
    if (parquet->columns > ASSAY_PARQUET_COLUMNS_MAX)
        code = assay_fail(err, ASSAY_EDATA, "%s: more than %d columns", parquet->path,
                          ASSAY_PARQUET_COLUMNS_MAX);
    if (!code)
        parquet->column =
            assay_arena_new(&parquet->arena, parquet->columns, sizeof(*parquet->column));
    for (size_t i = 0; !code && i < parquet->columns; i++)
        code = add_column(parquet, i, err);
    api->destroy_result(&parquet->result);
    return code;
}

/* All columns where the file has none of the keys: rows are counted by something. */
static void choose(struct assay_parquet *parquet, const struct assay_field_keys *keys)
{
    size_t chosen = 0;

    parquet->wanted =
        assay_arena_new(&parquet->arena, parquet->columns, sizeof(*parquet->wanted));
    for (size_t i = 0; i < parquet->columns; i++) {
        parquet->wanted[i] =
            !keys || assay_field_keys_have(keys, parquet->column[i].name);
        chosen += parquet->wanted[i];
    }
    for (size_t i = 0; chosen == 0 && i < parquet->columns; i++)
        parquet->wanted[i] = true;
}

static void write_query(const struct assay_parquet *parquet, struct assay_buf *sql)
{
    const char *before = "SELECT ";

    for (size_t i = 0; i < parquet->columns; i++) {
        if (!parquet->wanted[i])
            continue;
        assay_buf_printf(sql, "%sCAST(", before);
        assay_parquet_quote(parquet->column[i].name, sql);
        assay_buf_puts(sql, " AS ");
        assay_parquet_type_sql(&parquet->column[i], sql);
        assay_buf_putc(sql, ')');
        before = ", ";
    }
    assay_buf_printf(sql, " FROM read_parquet('%s')", parquet->source);
}

static enum assay_code start(struct assay_parquet *parquet, struct assay_error *err)
{
    const struct duckdb_api *api = &parquet->api;
    struct assay_buf sql = {0};
    void *statement = NULL;
    enum assay_code code = ASSAY_OK;

    write_query(parquet, &sql);
    if (api->prepare(parquet->session.connection, sql.data, &statement)) {
        code = refused(parquet, api->prepare_error(statement), err);
    } else {
        parquet->running = true;
        if (api->execute_prepared_streaming(statement, &parquet->result))
            code = refused(parquet, api->result_error(&parquet->result), err);
    }
    api->destroy_prepare(&statement);
    assay_buf_release(&sql);
    return code;
}

static enum assay_code open_all(struct assay_parquet *parquet,
                                const struct assay_field_keys *keys,
                                struct assay_error *err)
{
    struct assay_error what;
    enum assay_code code = open_file(parquet, err);

    if (code)
        return code;
    code = assay_duckdb_load(&parquet->arena, &parquet->api, &what);
    if (code)
        return assay_fail(err, code, "%s: %s", parquet->path, what.text);
    code = assay_duckdb_open(&parquet->api, &parquet->session, err);
    if (!code)
        code = read_columns(parquet, err);
    if (code)
        return code;
    choose(parquet, keys);
    return start(parquet, err);
}

enum assay_code assay_parquet_open(const struct assay_parquet_setting *setting,
                                   struct assay_parquet **out, struct assay_error *err)
{
    struct assay_parquet *parquet = assay_memory_new(1, sizeof(*parquet));
    enum assay_code code;

    parquet->fd = -1;
    parquet->words = setting->words;
    parquet->path = assay_arena_copy(&parquet->arena, assay_str_of(setting->path)).ptr;
    code = open_all(parquet, setting->keys, err);
    if (code) {
        assay_parquet_close(parquet);
        return code;
    }
    *out = parquet;
    return ASSAY_OK;
}

/* Sees to it that there is a row at hand; chunk is NULL at the end. */
static enum assay_code fill(struct assay_parquet *parquet, struct assay_error *err)
{
    const struct duckdb_api *api = &parquet->api;
    const char *message;

    while (parquet->running && (!parquet->chunk || parquet->at == parquet->rows)) {
        if (parquet->chunk)
            api->destroy_data_chunk(&parquet->chunk);
        parquet->at = parquet->rows = 0;
        parquet->chunk = api->fetch_chunk(parquet->result);
        if (parquet->chunk) {
            parquet->rows = api->data_chunk_get_size(parquet->chunk);
            continue;
        }
        message = api->result_error(&parquet->result);
        if (message && *message)
            return refused(parquet, message, err);
        api->destroy_result(&parquet->result);
        parquet->running = false;
    }
    return ASSAY_OK;
}

static enum assay_code make_row(struct assay_parquet *parquet, struct assay_arena *arena,
                                struct assay_node *row, struct assay_error *err)
{
    struct parquet_reading reading = {
        .api = &parquet->api,
        .arena = arena,
        .spot = {.path = parquet->path, .row = parquet->row},
        .limit = ASSAY_PARQUET_ROW_BYTES,
        .words = parquet->words,
    };
    enum assay_code code = ASSAY_OK;
    uint64_t from = 0;

    row->type = ASSAY_NODE_MAP;
    row->as.map.count = parquet->columns;
    row->as.map.at = assay_arena_new(arena, parquet->columns, sizeof(*row->as.map.at));
    for (size_t i = 0; !code && i < parquet->columns; i++) {
        struct assay_member *member = &row->as.map.at[i];

        member->key = assay_arena_copy(arena, parquet->column[i].name);
        member->value = assay_node_null();
        reading.column = member->key;
        if (parquet->wanted[i])
            code = assay_parquet_value(
                &reading, &parquet->column[i],
                parquet->api.data_chunk_get_vector(parquet->chunk, from++), parquet->at,
                &member->value, err);
    }
    return code;
}

enum assay_code assay_parquet_next(struct assay_parquet *parquet,
                                   struct assay_arena *arena,
                                   const struct assay_node **out, struct assay_error *err)
{
    struct assay_node *row;
    enum assay_code code = fill(parquet, err);

    *out = NULL;
    if (code || !parquet->chunk)
        return code;
    row = assay_arena_new(arena, 1, sizeof(*row));
    code = make_row(parquet, arena, row, err);
    parquet->at++;
    parquet->row++;
    *out = code ? NULL : row;
    return code;
}

void assay_parquet_close(struct assay_parquet *parquet)
{
    if (!parquet)
        return;
    if (parquet->chunk)
        parquet->api.destroy_data_chunk(&parquet->chunk);
    if (parquet->running)
        parquet->api.destroy_result(&parquet->result);
    assay_duckdb_close(&parquet->session);
    assay_duckdb_unload(&parquet->api);
    if (parquet->fd >= 0)
        (void)close(parquet->fd);
    assay_arena_release(&parquet->arena);
    free(parquet);
}

enum assay_code assay_parquet_library(struct assay_arena *arena, const char **out,
                                      struct assay_error *err)
{
    struct duckdb_api api;
    const enum assay_code code = assay_duckdb_load(arena, &api, err);

    if (code)
        return code;
    *out = assay_arena_printf(arena, "DuckDB %s, %s", api.library_version(), api.path);
    assay_duckdb_unload(&api);
    return ASSAY_OK;
}
