/* jinja_value.c - values of templates, with Python's notions of truth, equality and order. */
#include "adapters/jinja_parts.h"

#include <string.h>

enum {
    NESTED_MAX =
        64 /* of values that are compared: data are at most ASSAY_TREE_DEPTH deep */
};

struct jinja_value assay_jinja_of_text(struct assay_str text)
{
    return (struct jinja_value){.type = JINJA_TEXT, .as.text = text};
}

struct jinja_value assay_jinja_of_truth(bool truth)
{
    return (struct jinja_value){.type = JINJA_TRUTH, .as.truth = truth};
}

struct jinja_value assay_jinja_of_integer(int64_t integer)
{
    return (struct jinja_value){.type = JINJA_INTEGER, .as.integer = integer};
}

struct jinja_value assay_jinja_new_sequence(struct assay_arena *arena)
{
    return (struct jinja_value){
        .type = JINJA_SEQUENCE,
        .as.sequence = assay_arena_new(arena, 1, sizeof(struct jinja_sequence))};
}

struct jinja_value assay_jinja_new_mapping(struct assay_arena *arena)
{
    return (struct jinja_value){
        .type = JINJA_MAPPING,
        .as.mapping = assay_arena_new(arena, 1, sizeof(struct jinja_mapping))};
}

/* Room for one more of size bytes behind count of them. */
static void *grown(struct assay_arena *arena, void *at, size_t count, size_t *cap,
                   size_t size)
{
    void *more;

    if (count < *cap)
        return at;
    *cap = *cap ? 2 * *cap : 8;
    more = assay_arena_new(arena, *cap, size);
    if (count > 0)
        memcpy(more, at, count * size);
    return more;
}

void assay_jinja_push(struct assay_arena *arena, struct jinja_value *sequence,
                      struct jinja_value value)
{
    struct jinja_sequence *list = sequence->as.sequence;

    list->at = grown(arena, list->at, list->count, &list->cap, sizeof(*list->at));
    list->at[list->count++] = value;
}

const struct jinja_value *assay_jinja_get(const struct jinja_value *mapping,
                                          const struct jinja_value *key)
{
    const struct jinja_mapping *map = mapping->as.mapping;

    if (mapping->type != JINJA_MAPPING)
        return NULL;
    for (size_t i = 0; i < map->count; i++)
        if (assay_jinja_equal(&map->at[i].key, key))
            return &map->at[i].value;
    return NULL;
}

const struct jinja_value *assay_jinja_get_text(const struct jinja_value *mapping,
                                               struct assay_str key)
{
    const struct jinja_value text = assay_jinja_of_text(key);

    return assay_jinja_get(mapping, &text);
}

void assay_jinja_put(struct assay_arena *arena, struct jinja_value *mapping,
                     struct jinja_value key, struct jinja_value value)
{
    struct jinja_mapping *map = mapping->as.mapping;

    for (size_t i = 0; i < map->count; i++)
        if (assay_jinja_equal(&map->at[i].key, &key)) {
            map->at[i].value = value;
            return;
        }
    map->at = grown(arena, map->at, map->count, &map->cap, sizeof(*map->at));
    map->at[map->count++] = (struct jinja_entry){key, value};
}

static struct jinja_value of_list(const struct assay_node *node,
                                  struct assay_arena *arena)
{
    struct jinja_value list = assay_jinja_new_sequence(arena);

    for (size_t i = 0; i < node->as.list.count; i++)
        assay_jinja_push(arena, &list, assay_jinja_of_node(&node->as.list.at[i], arena));
    return list;
}

static struct jinja_value of_map(const struct assay_node *node, struct assay_arena *arena)
{
    struct jinja_value map = assay_jinja_new_mapping(arena);
    struct jinja_mapping *to = map.as.mapping;

    to->at = assay_arena_new(arena, node->as.map.count, sizeof(*to->at));
    to->cap = node->as.map.count;
    for (size_t i = 0; i < node->as.map.count; i++)
        to->at[to->count++] =
            (struct jinja_entry){assay_jinja_of_text(node->as.map.at[i].key),
                                 assay_jinja_of_node(&node->as.map.at[i].value, arena)};
    return map;
}

struct jinja_value assay_jinja_of_node(const struct assay_node *node,
                                       struct assay_arena *arena)
{
    switch (node->type) {
    case ASSAY_NODE_BOOL:
        return assay_jinja_of_truth(node->as.truth);
    case ASSAY_NODE_INT:
        return assay_jinja_of_integer(node->as.integer);
    case ASSAY_NODE_REAL:
        return (struct jinja_value){.type = JINJA_REAL, .as.real = node->as.real};
    case ASSAY_NODE_TEXT:
        return assay_jinja_of_text(node->as.text);
    case ASSAY_NODE_LIST:
        return of_list(node, arena);
    case ASSAY_NODE_MAP:
        return of_map(node, arena);
    case ASSAY_NODE_NULL:
        break;
    }
    return (struct jinja_value){.type = JINJA_NONE};
}

bool assay_jinja_true(const struct jinja_value *value)
{
    switch (value->type) {
    case JINJA_UNDEFINED:
    case JINJA_NONE:
        return false;
    case JINJA_TRUTH:
        return value->as.truth;
    case JINJA_INTEGER:
        return value->as.integer != 0;
    case JINJA_REAL:
        return value->as.real != 0.0;
    case JINJA_TEXT:
        return value->as.text.len > 0;
    case JINJA_SEQUENCE:
        return value->as.sequence->count > 0;
    case JINJA_MAPPING:
        return value->as.mapping->count > 0 || value->as.mapping->is_namespace;
    case JINJA_CALLABLE:
        break;
    }
    return true;
}

bool assay_jinja_is_number(const struct jinja_value *value, double *number)
{
    if (value->type == JINJA_INTEGER)
        *number = (double)value->as.integer;
    else if (value->type == JINJA_REAL)
        *number = value->as.real;
    else if (value->type == JINJA_TRUTH)
        *number = value->as.truth;
    else
        return false;
    return true;
}

static bool equal_within(const struct jinja_value *a, const struct jinja_value *b,
                         size_t depth);

static bool sequences_equal(const struct jinja_sequence *a,
                            const struct jinja_sequence *b, size_t depth)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (!equal_within(&a->at[i], &b->at[i], depth))
            return false;
    return true;
}

static bool mappings_equal(const struct jinja_value *a, const struct jinja_value *b,
                           size_t depth)
{
    const struct jinja_mapping *left = a->as.mapping;

    if (left->count != b->as.mapping->count)
        return false;
    for (size_t i = 0; i < left->count; i++) {
        const struct jinja_value *other = assay_jinja_get(b, &left->at[i].key);

        if (!other || !equal_within(&left->at[i].value, other, depth))
            return false;
    }
    return true;
}

static bool equal_within(const struct jinja_value *a, const struct jinja_value *b,
                         size_t depth)
{
    double left, right;

    if (assay_jinja_is_number(a, &left) && assay_jinja_is_number(b, &right))
        return left == right;
    if (a->type != b->type || depth > NESTED_MAX)
        return false;
    if (a->type == JINJA_TEXT)
        return assay_str_equal(a->as.text, b->as.text);
    if (a->type == JINJA_SEQUENCE)
        return sequences_equal(a->as.sequence, b->as.sequence, depth + 1);
    if (a->type == JINJA_MAPPING)
        return a->as.mapping == b->as.mapping || mappings_equal(a, b, depth + 1);
    return a->type != JINJA_CALLABLE || a->as.macro == b->as.macro;
}

bool assay_jinja_equal(const struct jinja_value *a, const struct jinja_value *b)
{
    return equal_within(a, b, 0);
}

static int compare_sequences(struct jinja_render *render, const struct jinja_sequence *a,
                             const struct jinja_sequence *b)
{
    for (size_t i = 0; i < a->count && i < b->count && !render->code; i++) {
        const int order = assay_jinja_compare(render, &a->at[i], &b->at[i]);

        if (order != 0)
            return order;
    }
    return (a->count > b->count) - (a->count < b->count);
}

int assay_jinja_compare(struct jinja_render *render, const struct jinja_value *a,
                        const struct jinja_value *b)
{
    double left, right;
    int order = 0;

    if (assay_jinja_is_number(a, &left) && assay_jinja_is_number(b, &right))
        return (left > right) - (left < right);
    if (a->type == JINJA_TEXT && b->type == JINJA_TEXT)
        return assay_str_compare(a->as.text, b->as.text);
    if (a->type == JINJA_SEQUENCE && b->type == JINJA_SEQUENCE &&
        assay_jinja_enter(render)) {
        order = compare_sequences(render, a->as.sequence, b->as.sequence);
        render->depth--;
        return order;
    }
    (void)assay_jinja_fail(render, "%s and %s have no order", assay_jinja_type_name(a),
                           assay_jinja_type_name(b));
    return 0;
}

const char *assay_jinja_type_name(const struct jinja_value *value)
{
    static const char *const names[] = {
        [JINJA_UNDEFINED] = "an undefined value",
        [JINJA_NONE] = "none",
        [JINJA_TRUTH] = "a truth value",
        [JINJA_INTEGER] = "an integer",
        [JINJA_REAL] = "a number",
        [JINJA_TEXT] = "a text",
        [JINJA_SEQUENCE] = "a list",
        [JINJA_MAPPING] = "a map",
        [JINJA_CALLABLE] = "a macro",
    };

    return names[value->type];
}

struct assay_str assay_jinja_points_of(struct assay_str text, size_t from, size_t to)
{
    size_t seen = 0, begin = text.len, i = 0;

    for (; i < text.len; i++) {
        if (((unsigned char)text.ptr[i] & 0xC0) == 0x80)
            continue;
        if (seen == from)
            begin = i;
        if (seen == to)
            break;
        seen++;
    }
    return begin < i ? (struct assay_str){text.ptr + begin, i - begin}
                     : (struct assay_str){"", 0};
}

struct jinja_value assay_jinja_each(struct jinja_render *render, struct jinja_value of)
{
    struct jinja_value list;

    if (of.type == JINJA_SEQUENCE)
        return of;
    list = assay_jinja_new_sequence(render->arena);
    if (of.type == JINJA_MAPPING)
        for (size_t i = 0; i < of.as.mapping->count; i++)
            assay_jinja_push(render->arena, &list, of.as.mapping->at[i].key);
    else if (of.type == JINJA_TEXT)
        for (size_t i = 0, n; i < of.as.text.len; i += n) {
            for (n = 1; i + n < of.as.text.len &&
                        ((unsigned char)of.as.text.ptr[i + n] & 0xC0) == 0x80;
                 n++)
                continue;
            assay_jinja_push(
                render->arena, &list,
                assay_jinja_of_text((struct assay_str){of.as.text.ptr + i, n}));
        }
    else if (of.type != JINJA_UNDEFINED)
        return assay_jinja_fail(render, "%s cannot be gone over",
                                assay_jinja_type_name(&of));
    return list;
}
