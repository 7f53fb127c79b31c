/*
 * replay_store.c - stored answers by key.
 *
 * Sorting costs less memory than hashing and shows repeated keys side by side. Digests cannot
 * be chosen to collide, so a hostile file cannot mix up two items.
 */
#include "adapters/replay_store.h"

#include "harness/core/buf.h"
#include "harness/core/digest.h"
#include "harness/core/memory.h"

#include <stdlib.h>
#include <string.h>

static void digest_of(struct assay_str key, unsigned char out[ASSAY_REPLAY_DIGEST])
{
    unsigned char digest[ASSAY_DIGEST_BYTES];

    assay_digest_of(key, digest);
    memcpy(out, digest, ASSAY_REPLAY_DIGEST);
}

/* The place of a name among the store's, a new one if need be. */
static uint32_t name_of(struct assay_replay_store *store, struct assay_str name)
{
    for (size_t i = 0; i < store->name_count; i++)
        if (assay_str_equal(store->names[i], name))
            return (uint32_t)i;
    if (store->name_count == ASSAY_REPLAY_NAMES_MAX)
        return ASSAY_REPLAY_UNNAMED;
    if (!store->names)
        store->names =
            assay_arena_new(&store->texts, ASSAY_REPLAY_NAMES_MAX, sizeof(*store->names));
    store->names[store->name_count] = assay_arena_copy(&store->texts, name);
    return (uint32_t)store->name_count++;
}

/* The first value that has a name. */
static void begin_names(struct assay_replay_store *store)
{
    store->name = assay_memory_new(store->value_cap, sizeof(*store->name));
    for (size_t i = 0; i < store->values; i++)
        store->name[i] = ASSAY_REPLAY_UNNAMED;
}

void assay_replay_store_add(struct assay_replay_store *store, struct assay_str key,
                            const struct assay_replay_row *row, unsigned line)
{
    struct assay_replay_entry *entry;

    if (store->count == store->cap) {
        store->cap = assay_memory_grow(store->cap, store->count + 1);
        store->entry = assay_memory_resize(store->entry, store->cap, sizeof(*entry));
    }
    if (store->values + row->count > store->value_cap) {
        store->value_cap =
            assay_memory_grow(store->value_cap, store->values + row->count);
        store->value =
            assay_memory_resize(store->value, store->value_cap, sizeof(double));
        store->state = assay_memory_resize(store->state, store->value_cap, 1);
        if (store->name)
            store->name =
                assay_memory_resize(store->name, store->value_cap, sizeof(uint32_t));
    }
    if (row->name && !store->name)
        begin_names(store);
    entry = &store->entry[store->count];
    *entry = (struct assay_replay_entry){.line = line,
                                         .count = (uint32_t)row->count,
                                         .index = (uint32_t)row->index,
                                         .row = (uint32_t)store->count,
                                         .first = store->values};
    digest_of(key, entry->digest);
    store->count++;
    memcpy(store->value + store->values, row->value, row->count * sizeof(double));
    memcpy(store->state + store->values, row->state, row->count);
    for (size_t i = 0; store->name && i < row->count; i++)
        store->name[store->values + i] =
            row->name ? name_of(store, row->name[i]) : ASSAY_REPLAY_UNNAMED;
    store->values += row->count;
}

static int by_key(const void *left, const void *right)
{
    const struct assay_replay_entry *a = left;
    const struct assay_replay_entry *b = right;
    const int order = memcmp(a->digest, b->digest, ASSAY_REPLAY_DIGEST);

    if (order)
        return order;
    if (a->index != b->index)
        return a->index < b->index ? -1 : 1;
    return a->row < b->row ? -1 : a->row > b->row;
}

static bool same_key(const struct assay_replay_entry *a,
                     const struct assay_replay_entry *b)
{
    return memcmp(a->digest, b->digest, ASSAY_REPLAY_DIGEST) == 0;
}

static bool same_values(const struct assay_replay_store *store,
                        const struct assay_replay_entry *a,
                        const struct assay_replay_entry *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (store->value[a->first + i] != store->value[b->first + i] ||
            store->state[a->first + i] != store->state[b->first + i] ||
            (store->name && store->name[a->first + i] != store->name[b->first + i]))
            return false;
    return true;
}

/* "path:12", or "path: record 12" where lines are not known. */
static void put_place(const char *path, const struct assay_replay_entry *entry,
                      struct assay_buf *out)
{
    if (entry->line)
        assay_buf_printf(out, "%s:%u", path, entry->line);
    else
        assay_buf_printf(out, "%s: record %u", path, entry->row);
}

static enum assay_code complain(const char *path, const struct assay_replay_entry *first,
                                const struct assay_replay_entry *second,
                                struct assay_error *err)
{
    struct assay_buf text = {.ceiling = 1000};
    enum assay_code code;

    put_place(path, second, &text);
    assay_buf_puts(&text, ": other scores for the same key than ");
    put_place(path, first, &text);
    code = assay_fail(err, ASSAY_EDATA, "%s", text.data);
    assay_buf_release(&text);
    return code;
}

static enum assay_code complain_gap(const char *path,
                                    const struct assay_replay_entry *entry, uint32_t gap,
                                    struct assay_error *err)
{
    struct assay_buf text = {.ceiling = 1000};
    enum assay_code code;

    put_place(path, entry, &text);
    assay_buf_printf(&text,
                     ": completion %u of its key is here, completion %u is nowhere",
                     entry->index, gap);
    code = assay_fail(err, ASSAY_EDATA, "%s", text.data);
    assay_buf_release(&text);
    return code;
}

/* Rows first .. end - 1 share their key (and index, in long form). */
struct group {
    size_t first, end;
    size_t other; /* the first row with other values; end: none */
};

static struct group group_at(const struct assay_replay_store *store, size_t first)
{
    const struct assay_replay_entry *entry = &store->entry[first];
    struct group group = {first, first + 1, 0};
    bool found = false;

    for (; group.end < store->count; group.end++) {
        const struct assay_replay_entry *row = &store->entry[group.end];

        if (!same_key(entry, row) || entry->index != row->index)
            break;
        if (!found && !same_values(store, entry, row)) {
            found = true;
            group.other = group.end;
        }
    }
    if (!found)
        group.other = group.end;
    return group;
}

/* Keeps one row a key; the contradiction that stands first in the file is the one told. */
static enum assay_code drop_repeats(struct assay_replay_store *store, bool skip_conflicts,
                                    const char *path, struct assay_error *err)
{
    struct assay_replay_entry first = {0}, second = {0};
    size_t kept = 0;
    struct group group;

    for (size_t i = 0; i < store->count; i = group.end) {
        group = group_at(store, i);
        if (group.other == group.end) {
            store->repeats += group.end - group.first - 1;
            store->entry[kept++] = store->entry[i];
            continue;
        }
        store->conflicts++;
        if (store->conflicts == 1 || store->entry[group.other].row < second.row) {
            first = store->entry[i];
            second = store->entry[group.other];
        }
    }
    if (store->conflicts && !skip_conflicts)
        return complain(path, &first, &second, err);
    store->count = kept;
    return ASSAY_OK;
}

/* Puts the values of rows that each hold one completion side by side. */
static enum assay_code join_long(struct assay_replay_store *store, const char *path,
                                 struct assay_error *err)
{
    const size_t rows = store->count;
    double *value = assay_memory_new(rows ? rows : 1, sizeof(*value));
    unsigned char *state = assay_memory_new(rows ? rows : 1, 1);
    enum assay_code code = ASSAY_OK;
    size_t kept = 0;

    for (size_t i = 0; !code && i < rows; i++) {
        const struct assay_replay_entry entry = store->entry[i];
        struct assay_replay_entry *last = kept ? &store->entry[kept - 1] : NULL;

        value[i] = store->value[entry.first];
        state[i] = store->state[entry.first];
        if (!last || !same_key(last, &entry)) {
            last = &store->entry[kept++];
            *last = entry;
            last->first = i;
            last->count = 0;
        }
        if (entry.index != last->count)
            code = complain_gap(path, &entry, last->count, err);
        last->count++;
    }
    free(store->value);
    free(store->state);
    store->value = value;
    store->state = state;
    store->values = store->value_cap = rows;
    store->count = kept;
    return code;
}

enum assay_code assay_replay_store_seal(struct assay_replay_store *store,
                                        const struct assay_replay_map *map,
                                        const char *path, struct assay_error *err)
{
    enum assay_code code;

    if (store->count)
        qsort(store->entry, store->count, sizeof(*store->entry), by_key);
    code = drop_repeats(store, map->skip_conflicts, path, err);
    if (!code && map->shape == ASSAY_REPLAY_LONG)
        code = join_long(store, path, err);
    return code;
}

struct assay_replay_row assay_replay_store_row(const struct assay_replay_store *store,
                                               const struct assay_replay_entry *entry,
                                               struct assay_arena *arena)
{
    struct assay_replay_row row = {.value = store->value + entry->first,
                                   .state = store->state + entry->first,
                                   .count = entry->count};
    struct assay_str *name;

    if (store->name_count == 0)
        return row;
    row.name = name = assay_arena_new(arena, entry->count + 1, sizeof(*name));
    for (size_t i = 0; i < entry->count; i++) {
        const uint32_t n = store->name[entry->first + i];

        if (n == ASSAY_REPLAY_UNNAMED)
            row.name = NULL;
        else
            name[i] = store->names[n];
    }
    return row;
}

const struct assay_replay_entry *assay_replay_store_find(
    const struct assay_replay_store *store, struct assay_str key)
{
    struct assay_replay_entry wanted = {0};
    size_t lo = 0, hi = store->count;

    digest_of(key, wanted.digest);
    while (lo < hi) {
        const size_t middle = lo + (hi - lo) / 2;
        const int order =
            memcmp(store->entry[middle].digest, wanted.digest, ASSAY_REPLAY_DIGEST);

        if (order == 0)
            return &store->entry[middle];
        if (order < 0)
            lo = middle + 1;
        else
            hi = middle;
    }
    return NULL;
}

void assay_replay_store_release(struct assay_replay_store *store)
{
    free(store->entry);
    free(store->value);
    free(store->state);
    free(store->name);
    assay_arena_release(&store->texts);
    *store = (struct assay_replay_store){0};
}
