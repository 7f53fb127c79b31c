#include "harness/core/rollout_write.h"

#include "harness/core/jsonl.h"
#include "harness/core/memory.h"
#include "harness/core/rollout_parts.h"

#include <stdlib.h>
#include <string.h>

enum {
    SIGNAL_DIGITS = 16
};

struct assay_rollout_writer {
    struct rollout_state state;
    unsigned line;
};

struct assay_rollout_writer *assay_rollout_writer_new(const char *name)
{
    struct assay_rollout_writer *writer = assay_memory_new(1, sizeof(*writer));

    assay_rollout_state_init(&writer->state, name);
    return writer;
}

void assay_rollout_writer_free(struct assay_rollout_writer *writer)
{
    if (!writer)
        return;
    assay_rollout_state_release(&writer->state);
    free(writer);
}

enum assay_code assay_rollout_write(struct assay_rollout_writer *writer,
                                    const struct assay_node *record,
                                    struct assay_buf *out, struct assay_error *err)
{
    struct assay_rollout_record taken = {.node = record, .line = ++writer->line};
    const size_t before = out->len;
    enum assay_code code = assay_rollout_state_take(&writer->state, &taken, err);

    if (code)
        return code;
    assay_jsonl_write(record, out);
    if (out->len - before > ASSAY_JSONL_RECORD_BYTES)
        code = assay_fail(err, ASSAY_EDATA, "%s:%u: record longer than %d bytes",
                          writer->state.path, writer->line, ASSAY_JSONL_RECORD_BYTES);
    return code;
}

/* A map without one member; an array that has no name is a member, the one called "logged". */
static struct assay_node *others(const struct assay_node *map, struct assay_str key,
                                 struct assay_arena *arena)
{
    struct assay_node *copy = assay_node_map(arena);

    if (assay_node_is(map, ASSAY_NODE_LIST) || assay_rollout_is_span(map)) {
        (void)assay_node_put(arena, copy, "logged", *map);
        return copy;
    }
    for (size_t i = 0; i < assay_node_count(map); i++)
        if (!assay_str_equal(map->as.map.at[i].key, key))
            (void)assay_node_put_view(arena, copy, map->as.map.at[i].key,
                                      map->as.map.at[i].value);
    return copy;
}

enum {
    LEVELS = 6
};

/* The parts of a path: keys of maps in one another. */
static size_t split(const char *path, struct assay_str name, struct assay_str out[LEVELS])
{
    const size_t len = strlen(path) - (name.len ? name.len + 1 : 0);
    size_t n = 0, from = 0;

    for (size_t i = 0; i <= len && n < LEVELS - 1; i++) {
        if (i < len && path[i] != '.')
            continue;
        out[n++] = (struct assay_str){path + from, i - from};
        from = i + 1;
    }
    if (name.len)
        out[n++] = name;
    return n;
}

enum assay_code assay_rollout_put(const struct assay_node *response, const char *path,
                                  struct assay_node value, struct assay_arena *arena,
                                  const struct assay_node **out, struct assay_error *err)
{
    const struct assay_node *at[LEVELS + 1] = {response};
    const unsigned line = response->line;
    struct assay_str name, part[LEVELS];
    const struct assay_rollout_field *field =
        assay_rollout_field_at(&assay_rollout_response_table, assay_str_of(path), &name);
    struct assay_node made = value;
    size_t n;

    if (!field || field->inner || (field->names == ASSAY_ROLLOUT_NAMED && !name.len))
        return assay_fail(err, ASSAY_EUSAGE, "%s: a response has no such field", path);
    path = assay_arena_printf(arena, "%s", path);
    if (name.len)
        name.ptr = path + strlen(path) - name.len;
    n = split(path, name, part);
    for (size_t i = 0; i < n; i++)
        at[i + 1] = assay_node_find(at[i], part[i]);
    if (at[n] && !assay_node_is(at[n], ASSAY_NODE_NULL))
        return assay_fail(err, ASSAY_EDATA, "%s: another value stands there", path);
    while (n-- > 0) {
        struct assay_node *map = others(at[n], part[n], arena);

        (void)assay_node_put_view(arena, map, part[n], made);
        made = *map;
    }
    *out = assay_node_keep(arena, made, line);
    return ASSAY_OK;
}

enum assay_code assay_rollout_put_signal(const struct assay_node *response,
                                         const struct assay_rollout_signal *signal,
                                         struct assay_node value,
                                         struct assay_arena *arena,
                                         const struct assay_node **out,
                                         struct assay_error *err)
{
    unsigned char digest[ASSAY_DIGEST_BYTES];
    char hex[ASSAY_DIGEST_HEX];
    struct assay_str name;
    const struct assay_rollout_field *field = assay_rollout_field_at(
        &assay_rollout_response_table, assay_str_of(signal->under), &name);

    if (!field || field->claim != ASSAY_ROLLOUT_SIGNAL)
        return assay_fail(err, ASSAY_EUSAGE,
                          "signal %s: no signal writes under \"%s\", but under reward, "
                          "tok.value and steps.reward",
                          signal->name, signal->under);
    assay_digest_of(assay_str_of(signal->parameters), digest);
    assay_digest_hex(digest, hex);
    return assay_rollout_put(response,
                             assay_arena_printf(arena, "%s.signal:%s#%.*s", signal->under,
                                                signal->name, SIGNAL_DIGITS, hex),
                             value, arena, out, err);
}

struct assay_node assay_rollout_list(const double *x, size_t n, struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < n; i++)
        (void)assay_node_push(arena, list, assay_node_of_real(x[i]));
    return *list;
}
