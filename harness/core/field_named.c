/* field_named.c - lists out of what a record has by name. */
#include "harness/core/buf.h"
#include "harness/core/field_parts.h"

#include <stdlib.h>

static int by_bytes(const void *a, const void *b)
{
    const struct assay_str *one = a, *other = b;

    return assay_str_compare(*one, *other);
}

/* The keys of a map, sorted. */
static struct assay_str *names_of(const struct assay_node *map, struct assay_arena *arena)
{
    const size_t n = assay_node_count(map);
    struct assay_str *name = assay_arena_new(arena, n + 1, sizeof(*name));

    for (size_t i = 0; i < n; i++)
        name[i] = map->as.map.at[i].key;
    qsort(name, n, sizeof(*name), by_bytes);
    return name;
}

/* The place of a name in a list, from 1; 0: it is not there. */
static size_t place_of(const struct assay_node *list, struct assay_str name)
{
    for (size_t i = 0; i < assay_node_count(list); i++)
        if (assay_node_is(assay_node_at(list, i), ASSAY_NODE_TEXT) &&
            assay_str_equal(assay_node_text(assay_node_at(list, i)), name))
            return i + 1;
    return 0;
}

enum assay_code assay_field_along(const struct field_work *work,
                                  const struct assay_node **value,
                                  struct assay_error *err)
{
    const struct assay_node *in = *value, *map;
    struct assay_node *list = assay_node_list(work->arena);
    const struct assay_str *name;
    enum assay_code code =
        assay_field_value(work->transform->other, work->source, work->arena, &map, err);
    const bool places = assay_node_is(in, ASSAY_NODE_LIST);

    if (code || !assay_node_is(map, ASSAY_NODE_MAP))
        return code;
    if (!places && !assay_node_is(in, ASSAY_NODE_MAP))
        return assay_field_wrong_type(work, "expected a map or a list, found a ", in,
                                      err);
    list->line = in->line;
    name = names_of(map, work->arena);
    for (size_t i = 0; i < assay_node_count(map); i++) {
        const size_t place = places ? place_of(in, name[i]) : 0;
        const struct assay_node at = assay_node_of_int((int64_t)place);
        const struct assay_node *found =
            places ? (place ? &at : NULL) : assay_node_find(in, name[i]);

        if (!found)
            return assay_field_wrong(work, "nothing is there for ", name[i], err);
        (void)assay_node_push(work->arena, list, *found);
    }
    if (assay_node_count(in) != assay_node_count(list))
        return assay_field_wrong(work, "names that are not among those of ",
                                 assay_str_of(assay_field_name(work->transform->other)),
                                 err);
    *value = list;
    return ASSAY_OK;
}

enum assay_code assay_field_sorted(const struct field_work *work,
                                   const struct assay_node **value,
                                   struct assay_error *err)
{
    const struct assay_node *in = *value;
    const size_t n = assay_node_count(in);
    struct assay_str *text = assay_arena_new(work->arena, n + 1, sizeof(*text));
    struct assay_buf all = {0};

    if (!assay_node_is(in, ASSAY_NODE_LIST))
        return assay_field_wrong_type(work, "expected a list, found a ", in, err);
    for (size_t i = 0; i < n; i++)
        if (!assay_field_spell(assay_node_at(in, i), work->arena, &text[i]))
            return assay_field_wrong_type(work, "expected a scalar, found a ",
                                          assay_node_at(in, i), err);
    qsort(text, n, sizeof(*text), by_bytes);
    for (size_t i = 0; i < n; i++) {
        if (i > 0)
            assay_buf_add(&all, work->transform->mark);
        assay_buf_add(&all, text[i]);
    }
    *value = assay_node_keep(
        work->arena,
        assay_node_of_text(assay_arena_copy(work->arena, assay_buf_view(&all))),
        in->line);
    assay_buf_release(&all);
    return ASSAY_OK;
}
