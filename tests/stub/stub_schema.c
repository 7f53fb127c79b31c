/* stub_schema.c - is a request what the official server takes? */
#include "tests/stub/stub.h"

static bool all_of(const struct assay_node *list, enum assay_node_type type)
{
    if (!assay_node_is(list, ASSAY_NODE_LIST) || assay_node_count(list) == 0)
        return false;
    for (size_t i = 0; i < assay_node_count(list); i++)
        if (!assay_node_is(assay_node_at(list, i), type))
            return false;
    return true;
}

static bool are_messages(const struct assay_node *list)
{
    if (!all_of(list, ASSAY_NODE_MAP))
        return false;
    for (size_t i = 0; i < assay_node_count(list); i++) {
        const struct assay_node *message = assay_node_at(list, i);

        if (assay_node_count(message) != 2 ||
            !assay_node_is(assay_node_get(message, "role"), ASSAY_NODE_TEXT) ||
            !assay_node_is(assay_node_get(message, "content"), ASSAY_NODE_TEXT))
            return false;
    }
    return true;
}

static bool is_of(const struct assay_node *node, char type)
{
    const bool text = assay_node_is(node, ASSAY_NODE_TEXT);
    double number;

    switch (type) {
    case 'S':
        return text;
    case 'B':
        return assay_node_is(node, ASSAY_NODE_BOOL);
    case 'I':
        return assay_node_is(node, ASSAY_NODE_INT);
    case 'N':
        return assay_node_number(node, &number);
    case 'L':
        return all_of(node, ASSAY_NODE_INT);
    case 'D':
        return assay_node_count(node) == 1 &&
               all_of(assay_node_at(node, 0), ASSAY_NODE_INT);
    case 'T':
        return all_of(node, ASSAY_NODE_TEXT);
    case 'U':
        return text || all_of(node, ASSAY_NODE_TEXT);
    case 'M':
        return are_messages(node);
    case 'P':
        return text || (all_of(node, ASSAY_NODE_TEXT) && assay_node_count(node) <= 2);
    case 'F':
        return assay_node_is(node, ASSAY_NODE_MAP);
    default:
        return text || all_of(node, ASSAY_NODE_INT) || all_of(node, ASSAY_NODE_TEXT);
    }
}

static const struct stub_field *find_field(const struct stub_field *fields,
                                           struct assay_str key)
{
    for (; fields->name; fields++)
        if (assay_str_equal(key, assay_str_of(fields->name)))
            return fields;
    return NULL;
}

/* What is wrong with a request, or NULL. */
const char *stub_fault_of(struct stub_request *request, const struct stub_field *fields)
{
    for (size_t i = 0; i < assay_node_count(&request->json); i++) {
        const struct assay_member *member = &request->json.as.map.at[i];
        const struct stub_field *field = find_field(fields, member->key);

        if (!field)
            return assay_arena_printf(&request->arena, "unknown: %.*s",
                                      ASSAY_STR_ARG(member->key));
        if (!is_of(&member->value, (char)(field->type & ~0x20)))
            return assay_arena_printf(&request->arena, "another type: %s", field->name);
    }
    for (; fields->name; fields++)
        if (!(fields->type & 0x20) && !assay_node_get(&request->json, fields->name))
            return assay_arena_printf(&request->arena, "missing: %s", fields->name);
    return NULL;
}
