#include "harness/cli/probe_features.h"

#include "harness/core/answer.h"
#include "harness/core/memory.h"
#include "harness/core/records.h"

#include <stdlib.h>
#include <string.h>

/* A file being read. */
struct reader {
    const struct assay_probe_files *files;
    struct assay_records *records;
    struct assay_probe_features *out;
    struct assay_error *err;
};

static struct assay_spot spot_of(const struct reader *in)
{
    return (struct assay_spot){in->files->features, assay_records_line(in->records),
                               assay_records_count(in->records) - 1};
}

/* The one list of a record; NULL if it has none or several. */
static const struct assay_node *only_list(const struct assay_node *record)
{
    const struct assay_node *found = NULL;

    for (size_t i = 0; i < assay_node_count(record); i++) {
        const struct assay_node *value = &record->as.map.at[i].value;

        if (!assay_node_is(value, ASSAY_NODE_LIST))
            continue;
        if (found)
            return NULL;
        found = value;
    }
    return found;
}

static const struct assay_node *vector_of(const struct reader *in,
                                          const struct assay_node *record)
{
    static const char *const known[] = {"vector",         "embedding", "hidden_state",
                                        "representation", "features",  "@value"};
    const struct assay_node *found = NULL;

    if (in->files->vectors)
        return assay_node_get(record, in->files->vectors);
    for (size_t i = 0; i < sizeof(known) / sizeof(known[0]) && !found; i++)
        found = assay_node_get(record, known[i]);
    return found || !assay_node_is(record, ASSAY_NODE_MAP) ? found : only_list(record);
}

static enum assay_code no_vector(const struct reader *in, const struct assay_node *found)
{
    if (found)
        return assay_fail_at(in->err, spot_of(in),
                             "expected a list of numbers, found a %s",
                             assay_node_type_name(found));
    if (in->files->vectors)
        return assay_fail_at(in->err, spot_of(in), "no field or array \"%s\"",
                             in->files->vectors);
    return assay_fail_at(in->err, spot_of(in),
                         "which field or array holds the features? --vectors names it");
}

static void grow(struct assay_probe_features *out)
{
    if (out->rows < out->cap)
        return;
    out->cap = assay_memory_grow(out->cap, out->rows + 1);
    out->value = assay_memory_resize(out->value, out->cap, out->width * sizeof(double));
    out->state = assay_memory_resize(out->state, out->cap, out->width);
}

/* The first row says how wide all are. */
static enum assay_code check_width(const struct reader *in, size_t n)
{
    struct assay_probe_features *out = in->out;

    if (out->rows == 0)
        out->width = n;
    if (n == 0 || n > ASSAY_PROBE_WIDTH_MAX)
        return assay_fail_at(in->err, spot_of(in), "%zu features; 1 to %d are read", n,
                             ASSAY_PROBE_WIDTH_MAX);
    if (n != out->width)
        return assay_fail_at(in->err, spot_of(in), "%zu features; the first row has %zu",
                             n, out->width);
    if (out->rows == ASSAY_PROBE_ROWS_MAX ||
        (out->rows + 1) * out->width > ASSAY_PROBE_BYTES / sizeof(double))
        return assay_fail_at(in->err, spot_of(in), "more features than are read");
    return ASSAY_OK;
}

static enum assay_code add_vector(const struct reader *in, const struct assay_node *list)
{
    struct assay_probe_features *out = in->out;
    double *value;
    unsigned char *state;
    enum assay_code code = check_width(in, assay_node_count(list));

    if (code)
        return code;
    grow(out);
    value = out->value + out->rows * out->width;
    state = out->state + out->rows * out->width;
    for (size_t i = 0; i < out->width; i++) {
        const struct assay_node *node = assay_node_at(list, i);

        value[i] = 0.0;
        state[i] = ASSAY_STATE_SCORED;
        if (assay_node_number(node, &value[i]))
            continue;
        if (!assay_node_is(node,
                           ASSAY_NODE_TEXT)) /* texts: NaN and infinities of arrays */
            return assay_fail_at(in->err, spot_of(in), "expected numbers, found a %s",
                                 assay_node_type_name(node));
        state[i] = ASSAY_STATE_NAN;
    }
    out->rows++;
    return ASSAY_OK;
}

/* Rows have ids, all of them and each its own, or none has. */
static enum assay_code add_id(const struct reader *in, const struct assay_node *record,
                              struct assay_arena *arena)
{
    const struct assay_node *id = assay_node_get(record, "id");
    struct assay_str text = assay_node_text(id);
    struct assay_names *ids = &in->out->ids;

    if (assay_node_is(id, ASSAY_NODE_INT))
        text = assay_str_of(assay_arena_printf(arena, "%lld", (long long)id->as.integer));
    if (!id && ids->count == 0)
        return ASSAY_OK;
    if (text.len == 0 || ids->count != in->out->rows - 1)
        return assay_fail_at(in->err, spot_of(in), "id: missing here or above");
    if (assay_names_add(ids, text) != in->out->rows - 1)
        return assay_fail_at(in->err, spot_of(in), "id %.*s: there twice",
                             ASSAY_STR_ARG(text));
    return ASSAY_OK;
}

static enum assay_code read_all(const struct reader *in)
{
    struct assay_arena arena = {0};
    enum assay_code code = ASSAY_OK;

    while (!code) {
        const struct assay_node *record, *vector;

        assay_arena_reset(&arena);
        code = assay_records_next(in->records, &arena, &record, in->err);
        if (code || !record)
            break;
        vector = vector_of(in, record);
        if (!assay_node_is(vector, ASSAY_NODE_LIST))
            code = no_vector(in, vector);
        if (!code)
            code = add_vector(in, vector);
        if (!code)
            code = add_id(in, record, &arena);
    }
    assay_arena_release(&arena);
    return code;
}

enum assay_code assay_probe_features_read(const struct assay_probe_files *files,
                                          struct assay_probe_features *out,
                                          struct assay_error *err)
{
    const struct assay_records_setting setting = {.path = files->features};
    struct reader in = {.files = files, .out = out, .err = err};
    enum assay_code code = assay_records_open(&setting, &in.records, err);

    *out = (struct assay_probe_features){0};
    if (!code)
        code = read_all(&in);
    if (!code && out->rows == 0)
        code = assay_fail(err, ASSAY_EDATA, "%s: no records", files->features);
    if (!code)
        code = assay_records_digest(in.records, out->digest, err);
    assay_records_close(in.records);
    return code;
}

void assay_probe_features_release(struct assay_probe_features *features)
{
    free(features->value);
    free(features->state);
    assay_names_release(&features->ids);
    *features = (struct assay_probe_features){0};
}
