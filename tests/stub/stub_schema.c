/* stub_schema.c - is a request what the official server takes? */
#include "tests/stub/stub_schema.h"

#include <stdio.h>
#include <string.h>

bool stub_holds(const struct assay_node *node)
{
    double value;

    if (!node || assay_node_is(node, ASSAY_NODE_NULL))
        return false;
    if (assay_node_is(node, ASSAY_NODE_BOOL))
        return node->as.truth;
    if (assay_node_number(node, &value))
        return value != 0.0;
    return assay_node_is(node, ASSAY_NODE_TEXT) ? assay_node_text(node).len > 0
                                                : assay_node_count(node) > 0;
}

int64_t stub_whole(const struct assay_node *map, const char *name, int64_t otherwise)
{
    const struct assay_node *node = assay_node_get(map, name);

    return assay_node_is(node, ASSAY_NODE_INT) ? node->as.integer : otherwise;
}

/* ---- members ---- */

static const struct stub_field *find_field(const struct stub_schema *schema,
                                           struct assay_str key)
{
    for (size_t i = 0; i < STUB_PARTS && schema->members[i]; i++)
        for (const struct stub_field *field = schema->members[i]; field->name; field++)
            if (assay_str_equal(key, assay_str_of(field->name)))
                return field;
    return NULL;
}

static const struct stub_schema *find_inside(const struct stub_schema *schema,
                                             const char *name)
{
    for (const struct stub_inside *inside = schema->inside; inside && inside->name;
         inside++)
        if (strcmp(inside->name, name) == 0)
            return inside->schema;
    return NULL;
}

static void refuse(struct stub_fault *out, int status, const char *name, size_t len,
                   const char *takes, const char *source)
{
    out->status = status;
    (void)snprintf(out->why, sizeof(out->why), "%.*s: %s (%s)", (int)len, name, takes,
                   source);
}

static void check_member(const struct assay_member *member,
                         const struct stub_schema *schema, struct stub_fault *out)
{
    const struct stub_field *field = find_field(schema, member->key);

    if (!field) {
        refuse(out, schema->status, member->key.ptr, member->key.len,
               "it is not in the schema", "stub_schema.h");
    } else if (!stub_takes(field, &member->value, find_inside(schema, field->name),
                           out) &&
               !out->why[0]) {
        refuse(out, schema->status, field->name, strlen(field->name), field->takes,
               field->source);
    }
}

static void check_required(const struct assay_node *body,
                           const struct stub_schema *schema,
                           const struct stub_field *field, struct stub_fault *out)
{
    for (; field->name && !out->why[0]; field++)
        if (strncmp(field->takes, "required ", 9) == 0 &&
            !assay_node_get(body, field->name))
            refuse(out, schema->status, field->name, strlen(field->name), field->takes,
                   field->source);
}

/* ---- rules ---- */

/* A member by the next of several names, which it passes; NULL where it is not there, or null. */
static const struct assay_node *next_member(const struct assay_node *body,
                                            const char **names)
{
    const char *at = *names + strspn(*names, " ");
    const struct assay_str name = {at, strcspn(at, " ")};
    const struct assay_node *node = assay_node_find(body, name);

    *names = at + name.len + strspn(at + name.len, " ");
    return assay_node_is(node, ASSAY_NODE_NULL) ? NULL : node;
}

/* How many of "a b | c d" are wholly there. */
static size_t count_there(const struct assay_node *body, const char *names)
{
    size_t there = 0;

    while (*names) {
        bool whole = true;

        while (*names && *names != '|')
            whole = next_member(body, &names) && whole;
        names += strspn(names, "| ");
        there += whole;
    }
    return there;
}

static bool all_hold(const struct assay_node *body, const char *names)
{
    while (*names)
        if (!stub_holds(next_member(body, &names)))
            return false;
    return true;
}

static bool is_broken(const struct stub_rule *rule, const struct assay_node *body)
{
    const char *names = rule->names;
    const struct assay_node *first = next_member(body, &names);

    switch (rule->how) {
    case STUB_EITHER:
        return count_there(body, rule->names) == 0;
    case STUB_ONE:
        return count_there(body, rule->names) != 1;
    case STUB_NOT_BOTH:
        return all_hold(body, rule->names);
    case STUB_NEEDS:
        return stub_holds(first) && !stub_holds(next_member(body, &names));
    case STUB_FILLED:
        return first && !stub_holds(first);
    case STUB_END:
    default:
        return false;
    }
}

static void check_rules(const struct assay_node *body, const struct stub_rule *rule,
                        struct stub_fault *out)
{
    static const char *const words[] = {[STUB_EITHER] = "one of them",
                                        [STUB_ONE] = "one of them and no other",
                                        [STUB_NOT_BOTH] = "not both",
                                        [STUB_NEEDS] = "not without the other",
                                        [STUB_FILLED] = "not empty"};

    for (; rule->how && !out->why[0]; rule++)
        if (is_broken(rule, body))
            refuse(out, rule->status, rule->names, strlen(rule->names), words[rule->how],
                   rule->source);
}

static void check_others(const struct assay_node *body, const struct stub_check *check,
                         struct stub_fault *out)
{
    for (; check->names && !out->why[0]; check++)
        if (check->broken(body))
            refuse(out, check->status, check->names, strlen(check->names), "not so",
                   check->source);
}

/* ---- both ---- */

void stub_fault_of(const struct assay_node *body, const struct stub_schema *schema,
                   struct stub_fault *out)
{
    *out = (struct stub_fault){0};
    if (!assay_node_is(body, ASSAY_NODE_MAP)) {
        refuse(out, schema->status, "request", 7, "map", "stub_schema.h");
        return;
    }
    for (size_t i = 0; i < assay_node_count(body) && !out->why[0]; i++)
        check_member(&body->as.map.at[i], schema, out);
    for (size_t i = 0; i < STUB_PARTS && schema->members[i] && !out->why[0]; i++)
        check_required(body, schema, schema->members[i], out);
    for (size_t i = 0; i < STUB_PARTS && schema->rules[i] && !out->why[0]; i++)
        check_rules(body, schema->rules[i], out);
    for (size_t i = 0; i < STUB_PARTS && schema->checks[i] && !out->why[0]; i++)
        check_others(body, schema->checks[i], out);
}

/* ---- the sources ---- */

static void print_row(const char *where, const char *names, const char *source)
{
    (void)printf("%s\t%s\t%s\n", where, names, source);
}

void stub_schema_print(const char *where, const struct stub_schema *schema)
{
    for (size_t i = 0; i < STUB_PARTS && schema->members[i]; i++)
        for (const struct stub_field *field = schema->members[i]; field->name; field++)
            print_row(where, field->name, field->source);
    for (size_t i = 0; i < STUB_PARTS && schema->rules[i]; i++)
        for (const struct stub_rule *rule = schema->rules[i]; rule->how; rule++)
            print_row(where, rule->names, rule->source);
    for (size_t i = 0; i < STUB_PARTS && schema->checks[i]; i++)
        for (const struct stub_check *check = schema->checks[i]; check->names; check++)
            print_row(where, check->names, check->source);
    for (const struct stub_inside *inside = schema->inside; inside && inside->name;
         inside++)
        stub_schema_print(where, inside->schema);
}
