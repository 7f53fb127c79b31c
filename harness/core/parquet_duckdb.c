/* parquet_duckdb.c - DuckDB's shared library: finding it, and a database that touches nothing else. */
#include "harness/core/parquet_duckdb.h"

#include "harness/core/place.h"

#include <dlfcn.h>
#include <string.h>

/* dlsym gives object pointers; POSIX has them copied into function pointers. */
static const struct {
    const char *name;
    size_t offset;
} symbols[] = {
#define SYMBOL(name)                                                                     \
    {                                                                                    \
        "duckdb_" #name, offsetof(struct duckdb_api, name)                               \
    }
    SYMBOL(library_version),
    SYMBOL(free),
    SYMBOL(create_config),
    SYMBOL(set_config),
    SYMBOL(destroy_config),
    SYMBOL(open_ext),
    SYMBOL(close),
    SYMBOL(connect),
    SYMBOL(disconnect),
    SYMBOL(query),
    SYMBOL(prepare),
    SYMBOL(prepare_error),
    SYMBOL(destroy_prepare),
    SYMBOL(execute_prepared_streaming),
    SYMBOL(result_error),
    SYMBOL(destroy_result),
    SYMBOL(column_count),
    SYMBOL(column_name),
    SYMBOL(column_logical_type),
    SYMBOL(get_type_id),
    SYMBOL(destroy_logical_type),
    SYMBOL(list_type_child_type),
    SYMBOL(array_type_child_type),
    SYMBOL(map_type_value_type),
    SYMBOL(struct_type_child_count),
    SYMBOL(struct_type_child_name),
    SYMBOL(struct_type_child_type),
    SYMBOL(fetch_chunk),
    SYMBOL(destroy_data_chunk),
    SYMBOL(data_chunk_get_size),
    SYMBOL(data_chunk_get_vector),
    SYMBOL(vector_get_data),
    SYMBOL(vector_get_validity),
    SYMBOL(list_vector_get_child),
    SYMBOL(struct_vector_get_child),
#undef SYMBOL
};

static enum assay_code resolve(struct duckdb_api *api, struct assay_error *err)
{
    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
        void *symbol = dlsym(api->library, symbols[i].name);

        if (!symbol)
            return assay_fail(
                err, ASSAY_EIO,
                "%s: has no %s, so it is not the DuckDB (1.0 or later) that "
                "Parquet is read with",
                api->path, symbols[i].name);
        memcpy((char *)api + symbols[i].offset, (void *)&symbol, sizeof(symbol));
    }
    return ASSAY_OK;
}

enum assay_code assay_duckdb_load(struct assay_arena *arena, struct duckdb_api *out,
                                  struct assay_error *err)
{
    const char *path, *why = NULL;
    enum assay_code code;

    *out = (struct duckdb_api){0};
    for (size_t i = 0; !out->library; i++) {
        path = assay_place_library("duckdb", i, arena);
        if (!path)
            break;
        out->path = path;
        out->library = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
        if (!out->library && !why)
            why = assay_arena_printf(arena, "%s", dlerror());
    }
    if (!out->library)
        return assay_fail(err, ASSAY_EIO,
                          "Parquet is read with DuckDB, which is not here: run `make "
                          "deps-parquet`, or set ASSAY_DUCKDB to a libduckdb.so (%s)",
                          why ? why : "looked for nowhere");
    code = resolve(out, err);
    if (code)
        assay_duckdb_unload(out);
    return code;
}

void assay_duckdb_unload(struct duckdb_api *api)
{
    if (api->library)
        (void)dlclose(api->library);
    *api = (struct duckdb_api){0};
}

static enum assay_code configure(const struct duckdb_api *api, void *config,
                                 struct assay_error *err)
{
    static const char *const settings[][2] = {
        {"threads", "1"},
        {"preserve_insertion_order", "true"},
        {"autoinstall_known_extensions", "false"},
        {"autoload_known_extensions", "false"},
        {"memory_limit", "4GB"},
        {"temp_directory", ""},
    };

    for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
        if (api->set_config(config, settings[i][0], settings[i][1]))
            return assay_fail(err, ASSAY_EIO, "%s: does not know the setting %s",
                              api->path, settings[i][0]);
    return ASSAY_OK;
}

enum assay_code assay_duckdb_open(const struct duckdb_api *api,
                                  struct duckdb_session *out, struct assay_error *err)
{
    struct duckdb_result result = {.internal = NULL};
    void *config = NULL;
    char *message = NULL;
    enum assay_code code;

    *out = (struct duckdb_session){.api = api};
    if (api->create_config(&config))
        return assay_fail(err, ASSAY_EIO, "%s: cannot be configured", api->path);
    code = configure(api, config, err);
    if (!code && (api->open_ext(NULL, &out->database, config, &message) ||
                  api->connect(out->database, &out->connection)))
        code = assay_fail(err, ASSAY_EIO, "%s: %s", api->path,
                          message ? message : "no connection");
    if (!code) { /* a library with calendars spells times in the zone of the machine */
        (void)api->query(out->connection, "SET TimeZone = 'UTC'", &result);
        api->destroy_result(&result);
    }
    if (message)
        api->free(message);
    api->destroy_config(&config);
    if (code)
        assay_duckdb_close(out);
    return code;
}

void assay_duckdb_close(struct duckdb_session *session)
{
    if (session->connection)
        session->api->disconnect(&session->connection);
    if (session->database)
        session->api->close(&session->database);
    *session = (struct duckdb_session){0};
}
