/*
 * log_join.c - assay log join: what two logs say of each record, put together by its key and never by its place.
 *
 * The first log streams; of the second what was passed over in search of a key is kept until it is asked for, so that logs
 * in one order take no more memory than two records.
 */
#include "harness/cli/log_action.h"
#include "harness/core/jsonl.h"
#include "harness/core/keys.h"
#include "harness/core/memory.h"
#include "harness/core/rollout_write.h"

#include <stdlib.h>
#include <string.h>

/* Most bytes of records of the second log that wait for one of the first (1 GiB). */
#define WAITING_BYTES (UINT64_C(1) << 30)

/* A record of the second log that waits. */
struct waiting {
    char *text; /* a line; NULL: it was asked for */
    size_t len;
    enum assay_rollout_kind kind;
    unsigned line;
};

struct join {
    const char *path[2];
    struct assay_rollout *log[2];
    struct assay_log_output output;
    struct assay_rollout_writer *writer;
    struct assay_jsonl *parser;
    struct assay_keys keys[ASSAY_ROLLOUT_KINDS]; /* of those that waited, with numbers */
    struct waiting *at;
    size_t count, cap;
    uint64_t bytes;
    bool ended; /* the second log has */
    struct assay_arena arena[2];
};

static enum assay_code next(struct join *join, size_t which,
                            struct assay_rollout_record *record, struct assay_error *err)
{
    enum assay_code code;

    assay_arena_reset(&join->arena[which]);
    code = assay_rollout_next(join->log[which], &join->arena[which], record, err);
    if (!code && record->node)
        code = assay_rollout_inline(join->log[which], record->node, &join->arena[which],
                                    &record->node, err);
    return code;
}

static enum assay_code keep(struct join *join, const struct assay_rollout_record *record,
                            const uint64_t key[2], struct assay_error *err)
{
    struct assay_buf line = {0};
    uint32_t number = (uint32_t)join->count;
    struct waiting *waiting;

    assay_jsonl_write(record->node, &line);
    join->bytes += line.len;
    if (join->bytes > WAITING_BYTES) {
        assay_buf_release(&line);
        return assay_fail(err, ASSAY_EDATA,
                          "%s:%u: more than 1 GiB of records wait for one of %s; give "
                          "logs in the same order, or parts of them",
                          join->path[1], record->line, join->path[0]);
    }
    if (join->count == join->cap) {
        join->cap = assay_memory_grow(join->cap, join->count + 1);
        join->at = assay_memory_resize(join->at, join->cap, sizeof(*join->at));
    }
    (void)assay_keys_add(&join->keys[record->kind], key, &number);
    waiting = &join->at[join->count++];
    *waiting = (struct waiting){assay_memory_new(line.len + ASSAY_JSONL_PADDING, 1),
                                line.len - 1, record->kind, record->line};
    memcpy(waiting->text, line.data, line.len);
    assay_buf_release(&line);
    return ASSAY_OK;
}

/* Parses a record that waited, whose text then is in the arena. */
static enum assay_code recall(struct join *join, struct waiting *waiting,
                              struct assay_rollout_record *out, struct assay_error *err)
{
    const size_t size = waiting->len + ASSAY_JSONL_PADDING;
    char *copy;

    assay_arena_reset(&join->arena[1]);
    copy = assay_arena_raw(&join->arena[1], size);
    memcpy(copy, waiting->text, size);
    free(waiting->text);
    waiting->text = NULL;
    join->bytes -= waiting->len + 1;
    *out = (struct assay_rollout_record){.kind = waiting->kind, .line = waiting->line};
    return assay_jsonl_parse(
        join->parser,
        (struct assay_jsonl_text){copy, waiting->len, join->path[1], waiting->line},
        &join->arena[1], &out->node, err);
}

/* The record of the second log with the key of one of the first; node NULL: there is none. */
static enum assay_code find(struct join *join, const struct assay_rollout_record *wanted,
                            struct assay_rollout_record *out, struct assay_error *err)
{
    const struct assay_keys *keys = &join->keys[wanted->kind];
    uint64_t key[2], other[2];
    size_t number;
    enum assay_code code = ASSAY_OK;

    assay_rollout_key(wanted, key);
    if (assay_keys_find(keys, key, &number))
        return recall(join, &join->at[assay_keys_value(keys, number)], out, err);
    while (!join->ended) {
        code = next(join, 1, out, err);
        if (code)
            return code;
        join->ended = !out->node;
        if (join->ended)
            break;
        assay_rollout_key(out, other);
        if (out->kind == wanted->kind && memcmp(key, other, sizeof(key)) == 0)
            return ASSAY_OK;
        code = keep(join, out, other, err);
        if (code)
            return code;
    }
    out->node = NULL;
    return ASSAY_OK;
}

static enum assay_code write_out(struct join *join, const struct assay_node *node,
                                 struct assay_error *err)
{
    const enum assay_code code =
        assay_rollout_write(join->writer, node, &join->output.text, err);

    return code ? code : assay_log_output_flush(&join->output, err);
}

static enum assay_code join_one(struct join *join,
                                const struct assay_rollout_record *first,
                                struct assay_error *err)
{
    struct assay_rollout_record second;
    const struct assay_node *merged = first->node;
    struct assay_error fault;
    enum assay_code code = find(join, first, &second, err);

    if (!code && second.node &&
        assay_rollout_merge(first->node, second.node, "", &join->arena[0], &merged,
                            &fault))
        code = assay_fail(err, ASSAY_EDATA, "%s:%u and %s:%u: %s", join->path[0],
                          first->line, join->path[1], second.line, fault.text);
    return code ? code : write_out(join, merged, err);
}

/* What the second log alone has. */
static enum assay_code write_rest(struct join *join, struct assay_error *err)
{
    struct assay_rollout_record record;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < join->count; i++) {
        if (!join->at[i].text)
            continue;
        code = recall(join, &join->at[i], &record, err);
        if (!code)
            code = write_out(join, record.node, err);
    }
    while (!code && !join->ended) {
        code = next(join, 1, &record, err);
        if (code || !record.node)
            break;
        code = write_out(join, record.node, err);
    }
    return code;
}

static enum assay_code join_all(struct join *join, struct assay_error *err)
{
    struct assay_rollout_record record;
    enum assay_code code = ASSAY_OK;

    for (;;) {
        code = next(join, 0, &record, err);
        if (code || !record.node)
            break;
        code = join_one(join, &record, err);
        if (code)
            break;
    }
    return code ? code : write_rest(join, err);
}

static void release(struct join *join)
{
    for (size_t i = 0; i < join->count; i++)
        free(join->at[i].text);
    free(join->at);
    for (size_t i = 0; i < ASSAY_ROLLOUT_KINDS; i++)
        assay_keys_release(&join->keys[i]);
    for (size_t i = 0; i < 2; i++) {
        assay_rollout_close(join->log[i]);
        assay_arena_release(&join->arena[i]);
    }
    assay_rollout_writer_free(join->writer);
    assay_jsonl_free(join->parser);
}

enum assay_code assay_log_join(const struct assay_log_options *options,
                               const char *const *files, size_t n,
                               struct assay_error *err)
{
    struct join join = {.path = {files[0], files[1]}, .output.path = options->output};
    enum assay_code code;

    (void)n;
    for (size_t i = 0; i < ASSAY_ROLLOUT_KINDS; i++)
        join.keys[i].words = 2;
    join.parser = assay_jsonl_new();
    join.writer = assay_rollout_writer_new(options->output ? options->output : "output");
    code = assay_rollout_open(files[0], &join.log[0], err);
    if (!code)
        code = assay_rollout_open(files[1], &join.log[1], err);
    if (!code)
        code = assay_log_output_open(&join.output, err);
    if (!code)
        code = join_all(&join, err);
    code = assay_log_output_close(&join.output, code, err);
    release(&join);
    return code;
}
