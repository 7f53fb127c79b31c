/* rollout_check.c - one record of a rollout log against the tables of its fields. */
#include "harness/core/rollout_parts.h"

#include "harness/core/schema.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum {
    WHERE_BYTES = 256,
    WORDS_MAX = 64,
    SIGNAL_DIGITS = 16 /* of the digest of a signal's parameters */
};

/* The path of a place, in front of which those above it stand. */
static size_t put_where(const struct rollout_place *place, char *out, size_t size)
{
    const struct rollout_place *path[16] = {0};
    size_t n = 0, at = 0;

    out[0] = '\0';
    for (; place && n < sizeof(path) / sizeof(path[0]); place = place->up)
        path[n++] = place;
    while (n-- > 0 && at + 1 < size) {
        const int wrote = path[n]->index == SIZE_MAX
                              ? snprintf(out + at, size - at, "%s%.*s", at ? "." : "",
                                         ASSAY_STR_ARG(path[n]->name))
                              : snprintf(out + at, size - at, "[%zu]", path[n]->index);

        at += wrote > 0 ? (size_t)wrote : 0;
    }
    return at;
}

enum assay_code assay_rollout_fail(struct assay_error *err,
                                   const struct rollout_check *check,
                                   const struct rollout_place *place, const char *fmt,
                                   ...)
{
    struct assay_error what;
    char where[WHERE_BYTES];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(what.text, sizeof(what.text), fmt, args);
    va_end(args);
    if (put_where(place, where, sizeof(where)) == 0)
        return assay_fail(err, ASSAY_EDATA, "%s:%u: %s", check->path, check->line,
                          what.text);
    return assay_fail(err, ASSAY_EDATA, "%s:%u: %s: %s", check->path, check->line, where,
                      what.text);
}

static enum assay_code check_map(struct rollout_check *check,
                                 const struct assay_rollout_table *table,
                                 const struct rollout_place *place,
                                 const struct assay_node *node, struct assay_error *err);

static enum assay_code check_maps(struct rollout_check *check,
                                  const struct assay_rollout_field *field,
                                  const struct rollout_place *place,
                                  const struct assay_node *node, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(node, ASSAY_NODE_LIST))
        return assay_rollout_fail(err, check, place,
                                  "expected a list of maps, found a %s",
                                  assay_node_type_name(node));
    for (size_t i = 0; !code && i < assay_node_count(node); i++) {
        const struct rollout_place inner = {place, {NULL, 0}, i};

        code = check_map(check, field->inner, &inner, assay_node_at(node, i), err);
    }
    return code;
}

static enum assay_code check_one(struct rollout_check *check,
                                 const struct assay_rollout_field *field,
                                 const struct rollout_place *place,
                                 const struct assay_node *node, struct assay_error *err)
{
    if (assay_node_is(node, ASSAY_NODE_NULL))
        return field->needed ? assay_rollout_fail(err, check, place, "needed, and null")
                             : ASSAY_OK;
    if (field->shape == ASSAY_ROLLOUT_MAP)
        return check_map(check, field->inner, place, node, err);
    if (field->shape == ASSAY_ROLLOUT_MAPS)
        return check_maps(check, field, place, node, err);
    return assay_rollout_check_value(check, field, place, node, err);
}

/* Rule 3: "signal:NAME#DIGEST", where signals write. */
static enum assay_code check_signal(const struct rollout_check *check,
                                    const struct assay_rollout_field *field,
                                    const struct rollout_place *place,
                                    struct assay_error *err)
{
    const struct assay_str prefix = ASSAY_STR("signal:");
    const size_t at = assay_str_find(place->name, ASSAY_STR("#"));
    const struct assay_str digest = {place->name.ptr + at, place->name.len - at};

    if (!assay_str_starts(place->name, prefix))
        return ASSAY_OK;
    if (field->claim != ASSAY_ROLLOUT_SIGNAL)
        return assay_rollout_fail(
            err, check, place,
            "a signal writes under reward, tok.value and steps.reward alone");
    if (at == prefix.len || digest.len != SIGNAL_DIGITS + 1 ||
        !assay_str_is_hex((struct assay_str){digest.ptr + 1, SIGNAL_DIGITS},
                          SIGNAL_DIGITS))
        return assay_rollout_fail(
            err, check, place,
            "a signal's name ends in # and 16 digits of the digest of its parameters");
    return ASSAY_OK;
}

static enum assay_code check_name(const struct rollout_check *check,
                                  const struct assay_rollout_field *field,
                                  const struct rollout_place *place,
                                  struct assay_error *err)
{
    uint32_t ignored;

    if (place->name.len == 0)
        return assay_rollout_fail(err, check, place, "an empty name");
    if (field->names == ASSAY_ROLLOUT_BY_RESPONSE &&
        !assay_names_find(&check->ids, place->name, &ignored))
        return assay_rollout_fail(err, check, place,
                                  "the group has no response of this id");
    return check_signal(check, field, place, err);
}

static enum assay_code check_named(struct rollout_check *check,
                                   const struct assay_rollout_field *field,
                                   const struct rollout_place *place,
                                   const struct assay_node *node, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (assay_node_is(node, ASSAY_NODE_NULL))
        return ASSAY_OK;
    if (!assay_node_is(node, ASSAY_NODE_MAP))
        return assay_rollout_fail(
            err, check, place, "expected a map of names to %s, found a %s",
            assay_rollout_shape_words(field->shape), assay_node_type_name(node));
    for (size_t i = 0; !code && i < assay_node_count(node); i++) {
        const struct assay_member *member = &node->as.map.at[i];
        const struct rollout_place inner = {place, member->key, SIZE_MAX};

        code = check_name(check, field, &inner, err);
        if (!code)
            code = check_one(check, field, &inner, &member->value, err);
    }
    return code;
}

static enum assay_code unknown_key(const struct rollout_check *check,
                                   const struct assay_rollout_table *table,
                                   struct assay_str key, struct assay_error *err)
{
    const char *names[WORDS_MAX];
    struct assay_error where;
    size_t n = 0;

    for (; n < WORDS_MAX && table->fields[n].name; n++)
        names[n] = table->fields[n].name;
    (void)assay_fail(&where, ASSAY_EDATA, "in %s", table->what);
    return assay_slip_tell(&(struct assay_slip){check->path, check->line, "unknown key",
                                                key, where.text, names, n},
                           ASSAY_EDATA, err);
}

static enum assay_code check_member(struct rollout_check *check,
                                    const struct assay_rollout_table *table,
                                    const struct rollout_place *place,
                                    const struct assay_member *member,
                                    struct assay_error *err)
{
    const struct rollout_place inner = {place, member->key, SIZE_MAX};
    const struct assay_rollout_field *field =
        assay_rollout_field_find(table, member->key);

    if (!field && assay_str_starts(member->key, ASSAY_STR("x_")))
        return ASSAY_OK;
    if (!field)
        return unknown_key(check, table, member->key, err);
    if (field->names == ASSAY_ROLLOUT_ONE ||
        (field->names == ASSAY_ROLLOUT_EITHER &&
         (assay_node_is(&member->value, ASSAY_NODE_LIST) ||
          assay_rollout_is_span(&member->value))))
        return check_one(check, field, &inner, &member->value, err);
    return check_named(check, field, &inner, &member->value, err);
}

/* How many tokens and steps the arrays of a response have to have. */
static void enter(struct rollout_check *check, const struct assay_rollout_table *table,
                  const struct assay_node *node)
{
    const struct assay_node *count = assay_node_get(node, "n_tok");

    if (table != &assay_rollout_response_table)
        return;
    check->n_tok = assay_node_is(count, ASSAY_NODE_INT) && count->as.integer >= 0
                       ? (size_t)count->as.integer
                       : SIZE_MAX;
    check->steps = SIZE_MAX;
}

static enum assay_code check_map(struct rollout_check *check,
                                 const struct assay_rollout_table *table,
                                 const struct rollout_place *place,
                                 const struct assay_node *node, struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(node, ASSAY_NODE_MAP))
        return assay_rollout_fail(err, check, place, "expected a map, found a %s",
                                  assay_node_type_name(node));
    enter(check, table, node);
    for (size_t i = 0; !code && i < assay_node_count(node); i++)
        code = check_member(check, table, place, &node->as.map.at[i], err);
    for (const struct assay_rollout_field *field = table->fields; !code && field->name;
         field++)
        if (field->needed && !assay_node_get(node, field->name))
            code = assay_rollout_fail(err, check, place, "%s needs \"%s\"", table->what,
                                      field->name);
    return code;
}

/* The ids of a group's responses, each once (rule 4). */
static enum assay_code collect_ids(struct rollout_check *check,
                                   const struct assay_node *node, struct assay_error *err)
{
    const struct assay_node *responses = assay_node_get(node, "responses");
    const struct rollout_place up = {NULL, ASSAY_STR("responses"), SIZE_MAX};
    const size_t n =
        assay_node_is(responses, ASSAY_NODE_LIST) ? assay_node_count(responses) : 0;

    if (n > ASSAY_ROLLOUT_RESPONSES_MAX)
        return assay_rollout_fail(err, check, &up, "more than %d",
                                  ASSAY_ROLLOUT_RESPONSES_MAX);
    for (size_t i = 0; i < n; i++) {
        const struct assay_node *id = assay_node_get(assay_node_at(responses, i), "id");
        const struct rollout_place place = {&up, {NULL, 0}, i};

        if (assay_node_text(id).len == 0)
            return assay_rollout_fail(err, check, &place,
                                      "a response needs \"id\", a text");
        if (assay_names_add(&check->ids, assay_node_text(id)) != i)
            return assay_rollout_fail(err, check, &place,
                                      "another response has id \"%.*s\"",
                                      ASSAY_STR_ARG(assay_node_text(id)));
    }
    return ASSAY_OK;
}

static enum assay_code check_judges(const struct rollout_check *check,
                                    const struct assay_node *node,
                                    struct assay_error *err)
{
    const struct assay_node *judges = assay_node_get(node, "judges");
    const struct rollout_place up = {NULL, ASSAY_STR("judges"), SIZE_MAX};
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(judges); i++) {
        const struct rollout_place place = {&up, {NULL, 0}, i};

        code = assay_rollout_check_judge(check, &place, assay_node_at(judges, i), err);
    }
    return code;
}

enum assay_code assay_rollout_check_record(struct rollout_check *check,
                                           enum assay_rollout_kind kind,
                                           const struct assay_node *node,
                                           struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    check->ids = (struct assay_names){.count = 0};
    if (kind == ASSAY_ROLLOUT_GROUP)
        code = collect_ids(check, node, err);
    if (!code)
        code = check_map(check, &assay_rollout_tables[kind], NULL, node, err);
    if (!code && kind == ASSAY_ROLLOUT_GROUP)
        code = check_judges(check, node, err);
    if (!code && kind == ASSAY_ROLLOUT_MDP)
        code = assay_rollout_check_process(check, node, err);
    assay_names_release(&check->ids);
    return code;
}
