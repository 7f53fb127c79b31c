#include "harness/core/format_record.h"

#include <inttypes.h>

void assay_format_begin(struct assay_format_record *record,
                        const struct assay_field_source *source,
                        struct assay_arena *arena, struct assay_str id)
{
    *record = (struct assay_format_record){.arena = arena,
                                           .source = source,
                                           .map = assay_node_map(arena),
                                           .values = assay_node_list(arena),
                                           .states = assay_node_list(arena)};
    (void)assay_node_put(arena, record->map, "id", assay_node_of_text(id));
}

void assay_format_begin_totals(struct assay_format_record *record,
                               const struct assay_field_source *source,
                               struct assay_arena *arena, const struct assay_node *model)
{
    const struct assay_str name = assay_node_text(model);

    *record = (struct assay_format_record){
        .arena = arena, .source = source, .map = assay_node_map(arena)};
    (void)assay_node_put(arena, record->map, "model",
                         name.len ? *model : assay_node_of_string(""));
}

enum assay_code assay_format_put_total(struct assay_format_record *record,
                                       struct assay_str subset, double value,
                                       struct assay_error *err)
{
    if (assay_node_find(record->map, subset))
        return assay_field_fail(err, record->source, "subset",
                                "\"%.*s\" is there twice, or the name of the model's "
                                "field",
                                ASSAY_STR_ARG(subset));
    (void)assay_node_put_view(record->arena, record->map, subset,
                              assay_node_of_real(value));
    return ASSAY_OK;
}

bool assay_format_text(const struct assay_node *node, struct assay_arena *arena,
                       struct assay_str *out)
{
    if (assay_node_is(node, ASSAY_NODE_TEXT))
        *out = assay_node_text(node);
    else if (assay_node_is(node, ASSAY_NODE_INT))
        *out = assay_str_of(assay_arena_printf(arena, "%" PRId64, node->as.integer));
    else
        return false;
    return true;
}

enum assay_code assay_format_need_text(const struct assay_field_source *source,
                                       const char *field, struct assay_arena *arena,
                                       struct assay_str *out, struct assay_error *err)
{
    const struct assay_node *node = assay_node_get(source->record, field);

    if (assay_format_text(node, arena, out))
        return ASSAY_OK;
    return assay_field_fail(err, source, field, "%s%s",
                            node ? "expected a text or a whole number, found "
                                 : "missing",
                            node ? assay_node_type_name(node) : "");
}

const struct assay_node *assay_format_unwrapped(const struct assay_node *node)
{
    return assay_node_is(node, ASSAY_NODE_LIST) && assay_node_count(node) == 1
               ? assay_node_at(node, 0)
               : node;
}

void assay_format_put(struct assay_format_record *record, const char *key,
                      const struct assay_node *node)
{
    if (node && node->type != ASSAY_NODE_NULL && !assay_node_get(record->map, key))
        (void)assay_node_put(record->arena, record->map, key, *node);
}

void assay_format_keep(struct assay_format_record *record, const char *const *names,
                       size_t n)
{
    for (size_t i = 0; i < n; i++)
        assay_format_put(record, names[i],
                         assay_node_get(record->source->record, names[i]));
}

void assay_format_add(struct assay_format_record *record, double value,
                      enum assay_state state)
{
    const bool scored = state == ASSAY_STATE_SCORED;

    record->unanswered = record->unanswered || !scored;
    (void)assay_node_push(record->arena, record->values,
                          scored ? assay_node_of_real(value) : assay_node_null());
    (void)assay_node_push(record->arena, record->states,
                          assay_node_of_string(assay_state_name(state)));
}

/* Python's and JSON's spellings of what is no finite number. */
static bool is_word(struct assay_str text)
{
    static const char *const words[] = {"NaN",       "nan", "Infinity",
                                        "-Infinity", "inf", "-inf"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (assay_str_equal(text, assay_str_of(words[i])))
            return true;
    return false;
}

enum assay_code assay_format_add_node(struct assay_format_record *record,
                                      const char *field, const struct assay_node *node,
                                      struct assay_error *err)
{
    const struct assay_str text = assay_node_text(node);
    double value;

    if (!node || node->type == ASSAY_NODE_NULL)
        assay_format_add(record, 0.0, ASSAY_STATE_UNPARSABLE);
    else if (node->type == ASSAY_NODE_BOOL)
        assay_format_add(record, node->as.truth ? 1.0 : 0.0, ASSAY_STATE_SCORED);
    else if (assay_node_number(node, &value) ||
             (node->type == ASSAY_NODE_TEXT && assay_str_number(text, &value)))
        assay_format_add(record, value, ASSAY_STATE_SCORED);
    else if (node->type == ASSAY_NODE_TEXT && is_word(text))
        assay_format_add(record, 0.0, ASSAY_STATE_NAN);
    else if (node->type == ASSAY_NODE_TEXT)
        return assay_field_fail(err, record->source, field,
                                "expected a number, found \"%.*s\"", ASSAY_STR_ARG(text));
    else
        return assay_field_fail(err, record->source, field,
                                "expected a number, found a %s",
                                assay_node_type_name(node));
    return ASSAY_OK;
}

const struct assay_node *assay_format_end(struct assay_format_record *record,
                                          const char *key)
{
    (void)assay_node_put(record->arena, record->map, key, *record->values);
    if (record->unanswered)
        (void)assay_node_put(record->arena, record->map, "states", *record->states);
    return record->map;
}

const struct assay_node *assay_format_carried(const struct assay_node *map)
{
    static const char *const values[] = {"scores", "preferences", "verdicts", "ratings"};
    const struct assay_node *carried = assay_node_get(map, "assay");

    if (!assay_node_is(assay_node_get(carried, "id"), ASSAY_NODE_TEXT))
        return NULL;
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++)
        if (assay_node_get(carried, values[i]))
            return carried;
    return NULL;
}

const struct assay_node *assay_format_end_carried(struct assay_format_reading *reading,
                                                  struct assay_format_record *record,
                                                  const struct assay_node *carried)
{
    struct assay_node *whole = assay_node_map(record->arena);
    const struct assay_node *const parts[] = {carried, record->map};

    reading->whole = true;
    for (size_t k = 0; k < 2; k++)
        for (size_t i = 0; i < assay_node_count(parts[k]); i++) {
            const struct assay_member *member = &parts[k]->as.map.at[i];

            if (!assay_node_find(whole, member->key))
                (void)assay_node_put_view(record->arena, whole, member->key,
                                          member->value);
        }
    return whole;
}
