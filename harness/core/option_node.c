#include "harness/core/option.h"

#include <stdbool.h>

static struct assay_node list_node(const struct assay_option_list *list,
                                   struct assay_arena *arena)
{
    struct assay_node *node = assay_node_list(arena);

    for (size_t i = 0; i < list->count; i++)
        assay_node_push(arena, node, assay_node_of_string(list->at[i]));
    return *node;
}

static struct assay_node seed_node(uint64_t seed, struct assay_arena *arena)
{
    if (seed <= INT64_MAX)
        return assay_node_of_int((int64_t)seed);
    return assay_node_of_string(
        assay_arena_printf(arena, "%llu", (unsigned long long)seed));
}

static struct assay_node value_node(const struct assay_option *option, const void *field,
                                    struct assay_arena *arena)
{
    switch (option->type) {
    case ASSAY_OPTION_DOUBLE:
        return assay_node_of_real(*(const double *)field);
    case ASSAY_OPTION_SIZE:
        return seed_node(*(const size_t *)field, arena);
    case ASSAY_OPTION_SEED:
        return seed_node(*(const uint64_t *)field, arena);
    case ASSAY_OPTION_CHOICE:
        return assay_node_of_string(option->choices[*(const unsigned *)field]);
    case ASSAY_OPTION_TEXT:
        return assay_node_of_string(*(const char *const *)field);
    case ASSAY_OPTION_FLAG:
        return assay_node_of_bool(*(const bool *)field);
    case ASSAY_OPTION_LIST:
        return list_node(field, arena);
    }
    return assay_node_null();
}

struct assay_node assay_options_node(const struct assay_option *table, const void *state,
                                     struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    for (const struct assay_option *option = table; option && option->name; option++) {
        const void *field = (const char *)state + option->offset;

        const struct assay_node value = value_node(option, field, arena);

        if (!option->later || value.type != ASSAY_NODE_NULL)
            (void)assay_node_put(arena, map, option->name, value);
    }
    return *map;
}
