/* field_keys.c - what fields read of a record, and what a record lacks of it. */
#include "harness/core/field_parts.h"

static const char *nearest_key(const struct assay_node *record, struct assay_str key,
                               struct assay_arena *arena)
{
    const size_t n = assay_node_count(record);
    const char **names = assay_arena_new(arena, n ? n : 1, sizeof(const char *));

    for (size_t i = 0; i < n; i++)
        names[i] = assay_arena_copy(arena, record->as.map.at[i].key).ptr;
    return assay_str_nearest(assay_arena_copy(arena, key).ptr, names, n);
}

bool assay_field_lacks(const struct assay_field *field, const struct assay_node *record,
                       struct assay_arena *arena, struct assay_field_lack *out)
{
    if (field->origin == FIELD_INNER)
        return assay_field_lacks(field->parts[0], record, arena, out);
    if (field->origin != FIELD_PATH || !field->steps[0].key.ptr ||
        assay_node_find(record, field->steps[0].key))
        return false;
    *out = (struct assay_field_lack){
        .key = field->steps[0].key,
        .line = field->line,
        .near = nearest_key(record, field->steps[0].key, arena),
    };
    return true;
}

bool assay_field_keys_have(const struct assay_field_keys *keys, struct assay_str key)
{
    for (size_t i = 0; i < keys->count; i++)
        if (assay_str_equal(keys->at[i], key))
            return true;
    return keys->all;
}

/* The first key of a path; of grouped records, the first behind their list. */
static struct assay_str first_key(const struct assay_field *field)
{
    const bool rows = field->steps[0].key.ptr &&
                      assay_str_equal(field->steps[0].key, ASSAY_STR("@rows"));

    for (size_t i = rows; i < field->step_count; i++)
        if (field->steps[i].key.ptr)
            return field->steps[i].key;
    return (struct assay_str){NULL, 0};
}

void assay_field_keys_add(struct assay_field_keys *keys, const struct assay_field *field)
{
    struct assay_str key;

    for (size_t i = 0; i < field->part_count; i++)
        assay_field_keys_add(keys, field->parts[i]);
    for (size_t i = 0; i < field->transform_count; i++)
        if (field->transforms[i].other && field->transforms[i].type != FIELD_EACH)
            assay_field_keys_add(keys, field->transforms[i].other);
    if (field->origin != FIELD_PATH)
        return;
    key = first_key(field);
    if (!key.ptr || keys->count == ASSAY_FIELD_KEYS_MAX)
        keys->all = true;
    else if (!assay_field_keys_have(keys, key))
        keys->at[keys->count++] = key;
}
