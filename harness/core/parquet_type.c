/* parquet_type.c - which shape of memory each of DuckDB's types is cast to. */
#include "harness/core/parquet_type.h"

static enum parquet_shape shape_of(int type)
{
    switch (type) {
    case DUCKDB_BOOLEAN:
        return PARQUET_TRUTH;
    case DUCKDB_TINYINT:
    case DUCKDB_SMALLINT:
    case DUCKDB_INTEGER:
    case DUCKDB_BIGINT:
    case DUCKDB_UTINYINT:
    case DUCKDB_USMALLINT:
    case DUCKDB_UINTEGER:
        return PARQUET_INTEGER;
    case DUCKDB_UBIGINT:
        return PARQUET_LARGE;
    case DUCKDB_FLOAT:
    case DUCKDB_DOUBLE:
    case DUCKDB_DECIMAL:
    case DUCKDB_HUGEINT:
    case DUCKDB_UHUGEINT:
        return PARQUET_REAL;
    case DUCKDB_BLOB:
        return PARQUET_BYTES;
    case DUCKDB_LIST:
    case DUCKDB_ARRAY:
        return PARQUET_LIST;
    case DUCKDB_STRUCT:
        return PARQUET_STRUCT;
    case DUCKDB_MAP:
        return PARQUET_MAP;
    default:
        return PARQUET_TEXT;
    }
}

/* The handle of the i-th type inside another; its name in out. */
static void *inner(const struct duckdb_api *api, void *handle, uint64_t i,
                   struct assay_arena *arena, struct assay_str *name)
{
    char *text;

    *name = (struct assay_str){"", 0};
    switch (api->get_type_id(handle)) {
    case DUCKDB_LIST:
        return api->list_type_child_type(handle);
    case DUCKDB_ARRAY:
        return api->array_type_child_type(handle);
    case DUCKDB_MAP:
        return api->map_type_value_type(handle);
    default:
        text = api->struct_type_child_name(handle, i);
        *name = assay_arena_copy(arena, assay_str_of(text));
        api->free(text);
        return api->struct_type_child_type(handle, i);
    }
}

enum assay_code assay_parquet_type(const struct duckdb_api *api, void *handle,
                                   unsigned depth, struct assay_arena *arena,
                                   struct parquet_type *out, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    out->shape = shape_of(api->get_type_id(handle));
    if (out->shape < PARQUET_LIST)
        return ASSAY_OK;
    if (depth >= ASSAY_TREE_DEPTH)
        return assay_fail(err, ASSAY_EDATA, "nested deeper than %d", ASSAY_TREE_DEPTH);
    out->count =
        out->shape == PARQUET_STRUCT ? (size_t)api->struct_type_child_count(handle) : 1;
    out->child = assay_arena_new(arena, out->count, sizeof(*out->child));
    for (size_t i = 0; !code && i < out->count; i++) {
        void *child = inner(api, handle, i, arena, &out->child[i].name);

        code = assay_parquet_type(api, child, depth + 1, arena, &out->child[i], err);
        api->destroy_logical_type(&child);
    }
    return code;
}

void assay_parquet_quote(struct assay_str name, struct assay_buf *out)
{
    assay_buf_putc(out, '"');
    for (size_t i = 0; i < name.len; i++) {
        if (name.ptr[i] == '"')
            assay_buf_putc(out, '"');
        assay_buf_putc(out, name.ptr[i]);
    }
    assay_buf_putc(out, '"');
}

void assay_parquet_type_sql(const struct parquet_type *type, struct assay_buf *out)
{
    static const char *const plain[] = {
        [PARQUET_TRUTH] = "BOOLEAN", [PARQUET_INTEGER] = "BIGINT",
        [PARQUET_LARGE] = "UBIGINT", [PARQUET_REAL] = "DOUBLE",
        [PARQUET_TEXT] = "VARCHAR",  [PARQUET_BYTES] = "BLOB",
    };

    if (type->shape < PARQUET_LIST) {
        assay_buf_puts(out, plain[type->shape]);
    } else if (type->shape == PARQUET_STRUCT) {
        for (size_t i = 0; i < type->count; i++) {
            assay_buf_puts(out, i ? ", " : "STRUCT(");
            assay_parquet_quote(type->child[i].name, out);
            assay_buf_putc(out, ' ');
            assay_parquet_type_sql(&type->child[i], out);
        }
        assay_buf_putc(out, ')');
    } else {
        assay_buf_puts(out, type->shape == PARQUET_MAP ? "MAP(VARCHAR, " : "");
        assay_parquet_type_sql(type->child, out);
        assay_buf_puts(out, type->shape == PARQUET_MAP ? ")" : "[]");
    }
}
