/* parquet_value.c - values in DuckDB's vectors as tree nodes. */
#include "harness/core/digest.h"
#include "harness/core/parquet_type.h"

#include <math.h>
#include <string.h>

static bool is_there(const struct parquet_reading *reading, void *vector, uint64_t row)
{
    const uint64_t *mask = reading->api->vector_get_validity(vector);

    return !mask || (mask[row / 64] >> (row % 64) & 1);
}

static enum assay_code refuse(const struct parquet_reading *reading, const char *what,
                              struct assay_error *err)
{
    return assay_fail_at(err, reading->spot, "%.*s: %s", ASSAY_STR_ARG(reading->column),
                         what);
}

/* Counts what a row takes, so that no row takes all memory. */
static enum assay_code charge(struct parquet_reading *reading, uint64_t n, size_t size,
                              struct assay_error *err)
{
    if (n > reading->limit / size)
        return refuse(reading, "a row of too many bytes", err);
    reading->limit -= (size_t)n * size;
    return ASSAY_OK;
}

static struct assay_str text_at(const struct duckdb_text *text)
{
    const bool inside = text->length <= sizeof(text->first) + sizeof(text->rest);

    return (struct assay_str){
        inside ? (const char *)text + offsetof(struct duckdb_text, first) : text->rest.at,
        text->length};
}

/* Bytes that are no text are known by their digest. */
static enum assay_code take_text(struct parquet_reading *reading, struct assay_str text,
                                 bool bytes, struct assay_node *out,
                                 struct assay_error *err)
{
    unsigned char digest[ASSAY_DIGEST_BYTES];
    char hex[ASSAY_DIGEST_HEX];
    const bool utf8 = assay_str_is_utf8(text);
    const enum assay_code code = charge(reading, text.len, 1, err);

    if (code)
        return code;
    if (!utf8 && !bytes)
        return refuse(reading, "invalid UTF-8", err);
    if (utf8) {
        *out = assay_node_of_text(assay_arena_copy(reading->arena, text));
        return ASSAY_OK;
    }
    assay_digest_of(text, digest);
    assay_digest_hex(digest, hex);
    *out = assay_node_of_string(assay_arena_printf(reading->arena, "sha256:%s", hex));
    return ASSAY_OK;
}

static enum assay_code take_real(const struct parquet_reading *reading, double real,
                                 struct assay_node *out, struct assay_error *err)
{
    if (isfinite(real)) {
        *out = assay_node_of_real(real);
        return ASSAY_OK;
    }
    if (!reading->words)
        return refuse(reading, "a number that is not finite", err);
    *out = assay_node_of_string(isnan(real) ? "NaN"
                                : real > 0  ? "Infinity"
                                            : "-Infinity");
    return ASSAY_OK;
}

static enum assay_code take_list(struct parquet_reading *reading,
                                 const struct parquet_type *type, void *vector,
                                 uint64_t row, struct assay_node *out,
                                 struct assay_error *err)
{
    const struct duckdb_entry *entry = reading->api->vector_get_data(vector);
    const uint64_t from = entry[row].offset, n = entry[row].length;
    void *child = reading->api->list_vector_get_child(vector);
    enum assay_code code = charge(reading, n, sizeof(*out), err);

    if (code)
        return code;
    out->type = ASSAY_NODE_LIST;
    out->as.list.count = (size_t)n;
    out->as.list.at = assay_arena_new(reading->arena, (size_t)n, sizeof(*out));
    for (uint64_t i = 0; !code && i < n; i++)
        code = assay_parquet_value(reading, type->child, child, from + i,
                                   &out->as.list.at[i], err);
    return code;
}

static void new_map(const struct parquet_reading *reading, size_t n,
                    struct assay_node *out)
{
    out->type = ASSAY_NODE_MAP;
    out->as.map.count = n;
    out->as.map.at = assay_arena_new(reading->arena, n, sizeof(*out->as.map.at));
}

static enum assay_code take_struct(struct parquet_reading *reading,
                                   const struct parquet_type *type, void *vector,
                                   uint64_t row, struct assay_node *out,
                                   struct assay_error *err)
{
    enum assay_code code = charge(reading, type->count, sizeof(*out->as.map.at), err);

    if (code)
        return code;
    new_map(reading, type->count, out);
    for (size_t i = 0; !code && i < type->count; i++) {
        struct assay_member *member = &out->as.map.at[i];

        member->key = assay_arena_copy(reading->arena, type->child[i].name);
        code = assay_parquet_value(reading, &type->child[i],
                                   reading->api->struct_vector_get_child(vector, i), row,
                                   &member->value, err);
    }
    return code;
}

/* A map is a list of structs with a key and a value. */
static enum assay_code take_map(struct parquet_reading *reading,
                                const struct parquet_type *type, void *vector,
                                uint64_t row, struct assay_node *out,
                                struct assay_error *err)
{
    static const struct parquet_type key_type = {.shape = PARQUET_TEXT};
    const struct duckdb_api *api = reading->api;
    const struct duckdb_entry *entry = api->vector_get_data(vector);
    const uint64_t from = entry[row].offset, n = entry[row].length;
    void *pairs = api->list_vector_get_child(vector);
    enum assay_code code = charge(reading, n, sizeof(*out->as.map.at), err);

    if (code)
        return code;
    new_map(reading, (size_t)n, out);
    for (uint64_t i = 0; !code && i < n; i++) {
        struct assay_member *member = &out->as.map.at[i];
        struct assay_node key;

        code = assay_parquet_value(reading, &key_type,
                                   api->struct_vector_get_child(pairs, 0), from + i, &key,
                                   err);
        if (!code)
            code = assay_parquet_value(reading, type->child,
                                       api->struct_vector_get_child(pairs, 1), from + i,
                                       &member->value, err);
        member->key = assay_node_text(&key);
    }
    if (!code && assay_node_repeated(out))
        return refuse(reading, "a map with a key that stands there twice", err);
    return code;
}

static struct assay_node large(uint64_t number)
{
    return number > INT64_MAX ? assay_node_of_real((double)number)
                              : assay_node_of_int((int64_t)number);
}

enum assay_code assay_parquet_value(struct parquet_reading *reading,
                                    const struct parquet_type *type, void *vector,
                                    uint64_t row, struct assay_node *out,
                                    struct assay_error *err)
{
    const void *data;

    *out = assay_node_null();
    if (!is_there(reading, vector, row))
        return ASSAY_OK;
    if (type->shape == PARQUET_STRUCT)
        return take_struct(reading, type, vector, row, out, err);
    if (type->shape == PARQUET_LIST)
        return take_list(reading, type, vector, row, out, err);
    if (type->shape == PARQUET_MAP)
        return take_map(reading, type, vector, row, out, err);
    data = reading->api->vector_get_data(vector);
    if (type->shape == PARQUET_REAL)
        return take_real(reading, ((const double *)data)[row], out, err);
    if (type->shape == PARQUET_TRUTH)
        *out = assay_node_of_bool(((const unsigned char *)data)[row] != 0);
    else if (type->shape == PARQUET_INTEGER)
        *out = assay_node_of_int(((const int64_t *)data)[row]);
    else if (type->shape == PARQUET_LARGE)
        *out = large(((const uint64_t *)data)[row]);
    else
        return take_text(reading, text_at((const struct duckdb_text *)data + row),
                         type->shape == PARQUET_BYTES, out, err);
    return ASSAY_OK;
}
