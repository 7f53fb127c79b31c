/* item_ratings.c - what people said of one completion, a number a dimension. */
#include "suites/item_parts.h"

/* The map whose members are ratings: where `gold` stands, or the record itself. */
static enum assay_code find_ratings(const struct assay_builder *b,
                                    const struct assay_node **out, const char **name)
{
    const struct assay_mapping *m = b->mapping;
    enum assay_code code = ASSAY_OK;

    *out = NULL;
    *name = "gold";
    if (m->gold_count)
        code = assay_builder_value(b, &m->gold[0], out, name);
    if (!code && !*out && m->dimension_count)
        *out = b->source->record;
    if (!code && !assay_node_is(*out, ASSAY_NODE_MAP))
        return assay_builder_refuse(
            b, "%s: expected a map with a number a dimension, found %s", *name,
            *out ? assay_node_type_name(*out) : "nothing");
    return code;
}

/* Null is no rating; anything else must be a number. */
static enum assay_code add_rating(const struct assay_builder *b, struct assay_str name,
                                  const struct assay_node *node, double *gold,
                                  struct assay_str *dimension)
{
    struct assay_item *item = b->item;

    if (assay_node_is(node, ASSAY_NODE_NULL))
        return ASSAY_OK;
    if (!assay_builder_number(node, &gold[item->dimension_count]))
        return assay_builder_refuse(b, "rating %.*s: expected a number, found %s",
                                    ASSAY_STR_ARG(name), assay_node_type_name(node));
    dimension[item->dimension_count++] = name;
    return ASSAY_OK;
}

/* A dimension that the first record does not have is a slip in its name. */
static enum assay_code lacks_dimension(const struct assay_builder *b,
                                       const struct assay_node *map,
                                       struct assay_str name)
{
    const size_t n = assay_node_count(map);
    const char **names = assay_arena_new(b->arena, n + 1, sizeof(const char *));
    const char *near;

    for (size_t i = 0; i < n; i++)
        names[i] = assay_arena_copy(b->arena, map->as.map.at[i].key).ptr;
    near = assay_str_nearest(assay_arena_copy(b->arena, name).ptr, names, n);
    return assay_builder_refuse(b, "no dimension \"%.*s\"%s%s%s", ASSAY_STR_ARG(name),
                                near ? "; nearest is \"" : "", near ? near : "",
                                near ? "\"" : "");
}

enum assay_code assay_builder_ratings(const struct assay_builder *b)
{
    const struct assay_mapping *m = b->mapping;
    const struct assay_node *map;
    const char *name;
    enum assay_code code = find_ratings(b, &map, &name);
    const size_t n = m->dimension_count ? m->dimension_count : assay_node_count(map);
    struct assay_str *dimension;
    double *gold;

    if (code || !map)
        return code;
    if (n > ASSAY_ITEM_DIMENSIONS_MAX)
        return assay_builder_refuse(b, "%s: more than %d dimensions", name,
                                    ASSAY_ITEM_DIMENSIONS_MAX);
    b->item->gold = gold = assay_arena_new(b->arena, n + 1, sizeof(*gold));
    b->item->dimension = dimension = assay_arena_new(b->arena, n + 1, sizeof(*dimension));
    for (size_t i = 0; !code && i < n; i++) {
        const struct assay_str key =
            m->dimension_count ? m->dimension[i] : map->as.map.at[i].key;
        const struct assay_node *node = assay_node_find(map, key);

        if (!node && b->source->row == 0)
            return lacks_dimension(b, map, key);
        if (node)
            code = add_rating(b, key, node, gold, dimension);
    }
    if (!code && b->item->dimension_count == 0)
        return assay_builder_refuse(b, "%s: no dimension has a rating", name);
    return code;
}
