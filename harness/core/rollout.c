#include "harness/core/rollout.h"

#include "harness/core/memory.h"
#include "harness/core/records.h"
#include "harness/core/rollout_parts.h"

#include <math.h>
#include <stdlib.h>

struct assay_rollout {
    struct rollout_state state;
    struct assay_records *records;
};

enum assay_code assay_rollout_open(const char *path, struct assay_rollout **out,
                                   struct assay_error *err)
{
    const struct assay_records_setting setting = {.path = path,
                                                  .layout = ASSAY_LAYOUT_JSONL};
    struct assay_rollout *log = assay_memory_new(1, sizeof(*log));
    enum assay_code code;

    assay_rollout_state_init(&log->state, path);
    code = assay_records_open(&setting, &log->records, err);
    if (code) {
        assay_rollout_close(log);
        log = NULL;
    }
    *out = log;
    return code;
}

const char *assay_rollout_path(const struct assay_rollout *log)
{
    return log->state.path;
}

void assay_rollout_close(struct assay_rollout *log)
{
    if (!log)
        return;
    assay_records_close(log->records);
    assay_rollout_state_release(&log->state);
    free(log);
}

enum assay_code assay_rollout_next(struct assay_rollout *log, struct assay_arena *arena,
                                   struct assay_rollout_record *out,
                                   struct assay_error *err)
{
    enum assay_code code;

    *out = (struct assay_rollout_record){.node = NULL};
    code = assay_records_next(log->records, arena, &out->node, err);
    if (code || !out->node)
        return code;
    out->line = assay_records_line(log->records);
    return assay_rollout_state_take(&log->state, out, err);
}

static enum assay_code read_span(struct assay_rollout *log, const struct assay_node *node,
                                 struct assay_arena *arena, struct rollout_span *span,
                                 double **out, struct assay_error *err)
{
    const struct rollout_check check = {
        .path = log->state.path, .line = node->line, .files = &log->state.files};
    enum assay_code code = assay_rollout_files_span(&check, NULL, node, span, err);

    if (code)
        return code;
    *out = assay_arena_new(arena, span->count, sizeof(**out));
    return assay_rollout_files_read(span, *out, err);
}

/* Tracks are most of what is read: without a call a number. */
static double *list_numbers(const struct assay_node *node, struct assay_arena *arena,
                            size_t *n)
{
    const struct assay_node *at =
        assay_node_is(node, ASSAY_NODE_LIST) ? node->as.list.at : NULL;
    double *out;

    *n = at ? node->as.list.count : 0;
    out = assay_arena_new(arena, *n ? *n : 1, sizeof(*out));
    for (size_t i = 0; i < *n; i++)
        out[i] = at[i].type == ASSAY_NODE_REAL  ? at[i].as.real
                 : at[i].type == ASSAY_NODE_INT ? (double)at[i].as.integer
                                                : (double)NAN;
    return out;
}

enum assay_code assay_rollout_numbers(struct assay_rollout *log,
                                      const struct assay_node *node,
                                      struct assay_arena *arena, double **out, size_t *n,
                                      struct assay_error *err)
{
    struct rollout_span span;
    enum assay_code code;

    if (assay_rollout_is_span(node)) {
        code = read_span(log, node, arena, &span, out, err);
        *n = span.count;
        return code;
    }
    *out = list_numbers(node, arena, n);
    return ASSAY_OK;
}

static bool of_one_length(const struct assay_node *node, size_t columns)
{
    for (size_t r = 0; r < assay_node_count(node); r++)
        if (assay_node_count(assay_node_at(node, r)) != columns)
            return false;
    return columns > 0;
}

/* Rows, one behind the other; false where a number is missing. */
static bool flatten(const struct assay_node *node, size_t columns, double *out)
{
    for (size_t r = 0; r < assay_node_count(node); r++) {
        const struct assay_node *row = assay_node_at(node, r);

        for (size_t c = 0; c < columns; c++)
            if (!assay_node_number(assay_node_at(row, c), &out[r * columns + c]))
                return false;
    }
    return true;
}

enum assay_code assay_rollout_rows(struct assay_rollout *log,
                                   const struct assay_node *node,
                                   struct assay_arena *arena,
                                   struct assay_rollout_matrix *out,
                                   struct assay_error *err)
{
    struct rollout_span span;
    double *x = NULL;
    enum assay_code code;

    *out = (struct assay_rollout_matrix){0};
    if (assay_rollout_is_span(node)) {
        code = read_span(log, node, arena, &span, &x, err);
        if (!code && span.dims == 2)
            *out = (struct assay_rollout_matrix){x, span.shape[0], span.shape[1]};
        return code;
    }
    out->rows = assay_node_count(node);
    out->columns = assay_node_count(assay_node_at(node, 0));
    if (of_one_length(node, out->columns)) /* so that the record's size limits it */
        x = assay_arena_new(arena, out->rows * out->columns, sizeof(*x));
    if (!x || !flatten(node, out->columns, x))
        *out = (struct assay_rollout_matrix){0};
    else
        out->at = x;
    return ASSAY_OK;
}

static struct assay_node number_node(const struct rollout_span *span, double x)
{
    return span->file->integers ? assay_node_of_int((int64_t)x) : assay_node_of_real(x);
}

/* A list; of two dimensions and more, of rows. */
static struct assay_node *list_of(const struct rollout_span *span, const double *x,
                                  struct assay_arena *arena)
{
    const size_t rows = span->dims > 1 ? span->shape[0] : 1;
    const size_t columns = span->count / rows;
    struct assay_node *all = assay_node_list(arena);

    for (size_t r = 0; r < rows; r++) {
        struct assay_node *row = span->dims > 1 ? assay_node_list(arena) : all;

        for (size_t c = 0; c < columns; c++)
            (void)assay_node_push(arena, row, number_node(span, x[r * columns + c]));
        if (span->dims > 1)
            (void)assay_node_push(arena, all, *row);
    }
    return all;
}

/* NOLINTNEXTLINE(misc-no-recursion): the depth of a tree has a limit */
static enum assay_code inline_node(struct assay_rollout *log, struct assay_node *node,
                                   struct assay_arena *arena, struct assay_error *err)
{
    struct rollout_span span;
    double *x;
    enum assay_code code = ASSAY_OK;

    if (assay_rollout_is_span(node)) {
        code = read_span(log, node, arena, &span, &x, err);
        if (!code)
            *node = *list_of(&span, x, arena);
        return code;
    }
    for (size_t i = 0; !code && i < assay_node_count(node); i++)
        code = inline_node(log,
                           assay_node_is(node, ASSAY_NODE_MAP) ? &node->as.map.at[i].value
                                                               : &node->as.list.at[i],
                           arena, err);
    return code;
}

/* All but the side files, which nothing refers to any more. */
static struct assay_node *without_files(const struct assay_node *meta,
                                        struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    for (size_t i = 0; i < assay_node_count(meta); i++)
        if (!assay_str_equal(meta->as.map.at[i].key, ASSAY_STR("files")))
            (void)assay_node_put_view(arena, map, meta->as.map.at[i].key,
                                      meta->as.map.at[i].value);
    return map;
}

enum assay_code assay_rollout_inline(struct assay_rollout *log,
                                     const struct assay_node *node,
                                     struct assay_arena *arena,
                                     const struct assay_node **out,
                                     struct assay_error *err)
{
    struct assay_node *copy = assay_arena_new(arena, 1, sizeof(*copy));

    *out = copy;
    *copy = assay_node_get(node, "files") ? *without_files(node, arena) : *node;
    return log->state.files.count > 0 ? inline_node(log, copy, arena, err) : ASSAY_OK;
}

enum assay_code assay_rollout_digest(struct assay_rollout *log,
                                     char out[ASSAY_DIGEST_HEX], struct assay_error *err)
{
    return assay_records_digest(log->records, out, err);
}

void assay_rollout_forgo_digest(struct assay_rollout *log)
{
    assay_records_forgo_digest(log->records);
}

const struct assay_node *assay_rollout_value(const struct assay_node *map,
                                             struct assay_str path)
{
    while (map && path.len > 0) {
        const size_t at = assay_str_find(path, ASSAY_STR("."));
        const struct assay_node *whole = assay_node_find(map, path);

        /* Names may hold dots. */
        map = whole ? whole : assay_node_find(map, (struct assay_str){path.ptr, at});
        if (whole || at == path.len)
            break;
        path = (struct assay_str){path.ptr + at + 1, path.len - at - 1};
    }
    return assay_node_is(map, ASSAY_NODE_NULL) ? NULL : map;
}
