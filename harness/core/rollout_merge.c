/* rollout_merge.c - what two rollout logs say of one record, put together. */
#include "harness/core/rollout_write.h"

/* Lists of these are put behind one another; lists of maps with an id are merged by it. */
static bool is_heap(const char *where)
{
    const struct assay_str name = assay_str_of(where);

    return assay_str_equal(name, ASSAY_STR("judges")) ||
           assay_str_equal(name, ASSAY_STR("prefs"));
}

static bool is_nothing(const struct assay_node *node)
{
    return !node || assay_node_is(node, ASSAY_NODE_NULL);
}

/* One number may be written as 1 and as 1.0. */
static bool is_same(const struct assay_node *a, const struct assay_node *b)
{
    double x, y;

    if (assay_node_number(a, &x) && assay_node_number(b, &y))
        return x >= y && x <= y;
    return assay_node_equal(a, b);
}

static const struct assay_node *of_id(const struct assay_node *list,
                                      const struct assay_node *id)
{
    for (size_t i = 0; i < assay_node_count(list); i++)
        if (assay_str_equal(assay_node_text(assay_node_get(assay_node_at(list, i), "id")),
                            assay_node_text(id)))
            return assay_node_at(list, i);
    return NULL;
}

/* Responses by their ids; those of b alone behind the others. NOLINTNEXTLINE(misc-no-recursion): a tree's depth */
static enum assay_code merge_responses(const struct assay_node *a,
                                       const struct assay_node *b, const char *where,
                                       struct assay_arena *arena, struct assay_node *list,
                                       struct assay_error *err)
{
    for (size_t i = 0; i < assay_node_count(a); i++) {
        const struct assay_node *one = assay_node_at(a, i);
        const struct assay_node *id = assay_node_get(one, "id");
        const struct assay_node *other = of_id(b, id), *merged = one;
        enum assay_code code = ASSAY_OK;

        if (other)
            code = assay_rollout_merge(one, other,
                                       assay_arena_printf(arena, "%s \"%.*s\"", where,
                                                          ASSAY_STR_ARG(id->as.text)),
                                       arena, &merged, err);
        if (code)
            return code;
        (void)assay_node_push(arena, list, *merged);
    }
    for (size_t i = 0; i < assay_node_count(b); i++)
        if (!of_id(a, assay_node_get(assay_node_at(b, i), "id")))
            (void)assay_node_push(arena, list, *assay_node_at(b, i));
    return ASSAY_OK;
}

/* A judgement that both logs have is one. */
static void append(const struct assay_node *a, const struct assay_node *b,
                   struct assay_arena *arena, struct assay_node *list)
{
    for (size_t i = 0; i < assay_node_count(a); i++)
        (void)assay_node_push(arena, list, *assay_node_at(a, i));
    for (size_t i = 0; i < assay_node_count(b); i++) {
        bool known = false;

        for (size_t k = 0; k < assay_node_count(a) && !known; k++)
            known = assay_node_equal(assay_node_at(a, k), assay_node_at(b, i));
        if (!known)
            (void)assay_node_push(arena, list, *assay_node_at(b, i));
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): the depth of a tree has a limit */
static enum assay_code merge_maps(const struct assay_node *a, const struct assay_node *b,
                                  const char *where, struct assay_arena *arena,
                                  struct assay_node *map, struct assay_error *err)
{
    for (size_t i = 0; i < assay_node_count(a); i++) {
        const struct assay_member *member = &a->as.map.at[i];
        const struct assay_node *merged = &member->value;
        const char *name = where[0] ? assay_arena_printf(arena, "%s.%.*s", where,
                                                         ASSAY_STR_ARG(member->key))
                                    : assay_arena_copy(arena, member->key).ptr;
        const enum assay_code code = assay_rollout_merge(
            &member->value, assay_node_find(b, member->key), name, arena, &merged, err);

        if (code)
            return code;
        (void)assay_node_put_view(arena, map, member->key, *merged);
    }
    for (size_t i = 0; i < assay_node_count(b); i++)
        if (!assay_node_find(a, b->as.map.at[i].key))
            (void)assay_node_put_view(arena, map, b->as.map.at[i].key,
                                      b->as.map.at[i].value);
    return ASSAY_OK;
}

/* NOLINTNEXTLINE(misc-no-recursion): the depth of a tree has a limit */
enum assay_code assay_rollout_merge(const struct assay_node *a,
                                    const struct assay_node *b, const char *where,
                                    struct assay_arena *arena,
                                    const struct assay_node **out,
                                    struct assay_error *err)
{
    struct assay_node *made;
    enum assay_code code = ASSAY_OK;

    *out = is_nothing(a) && b ? b : a;
    if (is_nothing(a) || is_nothing(b) || is_same(a, b))
        return ASSAY_OK;
    if (assay_node_is(a, ASSAY_NODE_MAP) && assay_node_is(b, ASSAY_NODE_MAP)) {
        made = assay_node_map(arena);
        code = merge_maps(a, b, where, arena, made, err);
    } else if (assay_str_equal(assay_str_of(where), ASSAY_STR("responses"))) {
        made = assay_node_list(arena);
        code = merge_responses(a, b, where, arena, made, err);
    } else if (is_heap(where)) {
        made = assay_node_list(arena);
        append(a, b, arena, made);
    } else {
        return assay_fail(err, ASSAY_EDATA, "%s: the logs say different things", where);
    }
    made->line = a->line;
    *out = made;
    return code;
}
