#include "harness/core/tree.h"

#include "harness/core/memory.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    FIRST_ROOM = 4,   /* a built list or map starts with room for so many, then doubles */
    FEW_MEMBERS = 16, /* below this comparing every pair of keys beats sorting */
};

bool assay_node_is(const struct assay_node *node, enum assay_node_type type)
{
    return node && node->type == type;
}

const struct assay_node *assay_node_find(const struct assay_node *node,
                                         struct assay_str key)
{
    if (!assay_node_is(node, ASSAY_NODE_MAP))
        return NULL;
    for (size_t i = 0; i < node->as.map.count; i++)
        if (assay_str_equal(node->as.map.at[i].key, key))
            return &node->as.map.at[i].value;
    return NULL;
}

const struct assay_node *assay_node_get(const struct assay_node *node, const char *key)
{
    return assay_node_find(node, assay_str_of(key));
}

const struct assay_node *assay_node_at(const struct assay_node *node, size_t i)
{
    if (!assay_node_is(node, ASSAY_NODE_LIST) || i >= node->as.list.count)
        return NULL;
    return &node->as.list.at[i];
}

size_t assay_node_count(const struct assay_node *node)
{
    if (assay_node_is(node, ASSAY_NODE_LIST))
        return node->as.list.count;
    return assay_node_is(node, ASSAY_NODE_MAP) ? node->as.map.count : 0;
}

bool assay_node_number(const struct assay_node *node, double *value)
{
    if (assay_node_is(node, ASSAY_NODE_INT)) {
        *value = (double)node->as.integer;
        return true;
    }
    if (assay_node_is(node, ASSAY_NODE_REAL)) {
        *value = node->as.real;
        return true;
    }
    return false;
}

size_t assay_node_size(const struct assay_node *node, const char *key)
{
    const struct assay_node *size = assay_node_get(node, key);

    return assay_node_is(size, ASSAY_NODE_INT) && size->as.integer > 0
               ? (size_t)size->as.integer
               : 0;
}

struct assay_str assay_node_text(const struct assay_node *node)
{
    return assay_node_is(node, ASSAY_NODE_TEXT) ? node->as.text : ASSAY_STR("");
}

const char *assay_node_type_name(const struct assay_node *node)
{
    static const char *const names[] = {
        [ASSAY_NODE_NULL] = "null",  [ASSAY_NODE_BOOL] = "true or false",
        [ASSAY_NODE_INT] = "number", [ASSAY_NODE_REAL] = "number",
        [ASSAY_NODE_TEXT] = "text",  [ASSAY_NODE_LIST] = "list",
        [ASSAY_NODE_MAP] = "map",
    };

    return node ? names[node->type] : "nothing";
}

static uint64_t bits(double real)
{
    uint64_t pattern;

    memcpy(&pattern, &real, sizeof(pattern));
    return pattern;
}

static bool equal_lists(const struct assay_node *a, const struct assay_node *b)
{
    if (a->as.list.count != b->as.list.count)
        return false;
    for (size_t i = 0; i < a->as.list.count; i++)
        if (!assay_node_equal(&a->as.list.at[i], &b->as.list.at[i]))
            return false;
    return true;
}

static bool equal_maps(const struct assay_node *a, const struct assay_node *b)
{
    if (a->as.map.count != b->as.map.count)
        return false;
    for (size_t i = 0; i < a->as.map.count; i++)
        if (!assay_str_equal(a->as.map.at[i].key, b->as.map.at[i].key) ||
            !assay_node_equal(&a->as.map.at[i].value, &b->as.map.at[i].value))
            return false;
    return true;
}

bool assay_node_equal(const struct assay_node *a, const struct assay_node *b)
{
    if (a->type != b->type)
        return false;
    switch (a->type) {
    case ASSAY_NODE_NULL:
        return true;
    case ASSAY_NODE_BOOL:
        return a->as.truth == b->as.truth;
    case ASSAY_NODE_INT:
        return a->as.integer == b->as.integer;
    case ASSAY_NODE_REAL:
        return bits(a->as.real) == bits(b->as.real);
    case ASSAY_NODE_TEXT:
        return assay_str_equal(a->as.text, b->as.text);
    case ASSAY_NODE_LIST:
        return equal_lists(a, b);
    case ASSAY_NODE_MAP:
        return equal_maps(a, b);
    }
    return false;
}

static const struct assay_member *repeated_among_few(const struct assay_member *at,
                                                     size_t n)
{
    for (size_t i = 1; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (assay_str_equal(at[i].key, at[j].key))
                return &at[i];
    return NULL;
}

struct placed_key {
    struct assay_str key;
    size_t place;
};

/* By key, then by place. */
static int by_key(const void *left, const void *right)
{
    const struct placed_key *a = left;
    const struct placed_key *b = right;
    const int order = assay_str_compare(a->key, b->key);

    return order ? order : (a->place > b->place) - (a->place < b->place);
}

static const struct assay_member *repeated_among_many(const struct assay_member *at,
                                                      size_t n)
{
    struct placed_key *sorted = assay_memory_new(n, sizeof(*sorted));
    size_t first = n;

    for (size_t i = 0; i < n; i++)
        sorted[i] = (struct placed_key){at[i].key, i};
    qsort(sorted, n, sizeof(*sorted), by_key);
    for (size_t i = 1; i < n; i++)
        if (sorted[i].place < first && assay_str_equal(sorted[i - 1].key, sorted[i].key))
            first = sorted[i].place;
    free(sorted);
    return first < n ? &at[first] : NULL;
}

const struct assay_member *assay_node_repeated(const struct assay_node *map)
{
    const size_t n = map->as.map.count;

    assert(map->type == ASSAY_NODE_MAP);
    return n < FEW_MEMBERS ? repeated_among_few(map->as.map.at, n)
                           : repeated_among_many(map->as.map.at, n);
}

struct assay_node *assay_node_map(struct assay_arena *arena)
{
    struct assay_node *map = assay_arena_new(arena, 1, sizeof(*map));

    map->type = ASSAY_NODE_MAP;
    return map;
}

struct assay_node *assay_node_list(struct assay_arena *arena)
{
    struct assay_node *list = assay_arena_new(arena, 1, sizeof(*list));

    list->type = ASSAY_NODE_LIST;
    return list;
}

/* The array with room for one more: full at FIRST_ROOM and at every power of two above. */
static void *roomy(struct assay_arena *arena, void *at, size_t count, size_t size)
{
    const bool full = count == 0 || (count >= FIRST_ROOM && (count & (count - 1)) == 0);
    void *larger;

    if (!full)
        return at;
    larger = assay_arena_new(arena, count ? count * 2 : FIRST_ROOM, size);
    if (count)
        memcpy(larger, at, count * size);
    return larger;
}

struct assay_node *assay_node_put_view(struct assay_arena *arena, struct assay_node *map,
                                       struct assay_str key, struct assay_node value)
{
    struct assay_member *member;

    assert(map->type == ASSAY_NODE_MAP);
    map->as.map.at = roomy(arena, map->as.map.at, map->as.map.count, sizeof(*member));
    member = &map->as.map.at[map->as.map.count++];
    member->key = key;
    member->value = value;
    return &member->value;
}

struct assay_node *assay_node_put(struct assay_arena *arena, struct assay_node *map,
                                  const char *key, struct assay_node value)
{
    assert(!assay_node_get(map, key));
    return assay_node_put_view(arena, map, assay_str_of(key), value);
}

void assay_node_put_count(struct assay_arena *arena, struct assay_node *map,
                          const char *key, size_t n)
{
    (void)assay_node_put(arena, map, key, assay_node_of_int((int64_t)n));
}

void assay_node_put_text(struct assay_arena *arena, struct assay_node *map,
                         const char *key, struct assay_str text)
{
    (void)assay_node_put(arena, map, key, assay_node_of_text(text));
}

void assay_node_put_real(struct assay_arena *arena, struct assay_node *map,
                         const char *key, double value)
{
    (void)assay_node_put(arena, map, key, assay_node_of_real(value));
}

void assay_node_put_copy(struct assay_arena *arena, struct assay_node *map,
                         const char *key, struct assay_str text)
{
    (void)assay_node_put(arena, map, key,
                         assay_node_of_text(assay_arena_copy(arena, text)));
}

struct assay_node *assay_node_push(struct assay_arena *arena, struct assay_node *list,
                                   struct assay_node value)
{
    struct assay_node *place;

    assert(list->type == ASSAY_NODE_LIST);
    list->as.list.at = roomy(arena, list->as.list.at, list->as.list.count, sizeof(value));
    place = &list->as.list.at[list->as.list.count++];
    *place = value;
    return place;
}

const struct assay_node *assay_node_keep(struct assay_arena *arena,
                                         struct assay_node value, unsigned line)
{
    struct assay_node *node = assay_arena_new(arena, 1, sizeof(*node));

    *node = value;
    node->line = line;
    return node;
}

struct assay_node assay_node_null(void)
{
    return (struct assay_node){.type = ASSAY_NODE_NULL};
}

struct assay_node assay_node_of_bool(bool truth)
{
    return (struct assay_node){.type = ASSAY_NODE_BOOL, .as.truth = truth};
}

struct assay_node assay_node_of_int(int64_t integer)
{
    return (struct assay_node){.type = ASSAY_NODE_INT, .as.integer = integer};
}

struct assay_node assay_node_of_real(double real)
{
    if (!isfinite(real))
        return assay_node_null();
    return (struct assay_node){.type = ASSAY_NODE_REAL, .as.real = real};
}

struct assay_node assay_node_of_text(struct assay_str text)
{
    return (struct assay_node){.type = ASSAY_NODE_TEXT, .as.text = text};
}

struct assay_node assay_node_of_string(const char *text)
{
    return text ? assay_node_of_text(assay_str_of(text)) : assay_node_null();
}
