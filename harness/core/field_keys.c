/* field_keys.c - what fields read of a record, and what a record lacks of it. */
#include "harness/core/field_parts.h"
#include "harness/core/schema.h"

/* True; what lacks is told where somebody asks. */
static bool lack(const struct assay_field *field, const struct assay_node *map,
                 struct assay_str key, struct assay_arena *arena,
                 struct assay_field_lack *out)
{
    const size_t n = assay_node_count(map);
    const char **names;

    if (!out)
        return true;
    names = assay_arena_new(arena, n ? n : 1, sizeof(const char *));
    for (size_t i = 0; i < n; i++)
        names[i] = assay_arena_copy(arena, map->as.map.at[i].key).ptr;
    *out = (struct assay_field_lack){
        .key = key, .line = field->line, .names = names, .count = n};
    out->near = assay_str_nearest(assay_arena_copy(arena, key).ptr, names, n);
    return true;
}

/* Follows the path; *end is where it leads, or NULL where that cannot be told. */
static bool path_lacks(const struct assay_field *field, const struct assay_node *record,
                       struct assay_arena *arena, struct assay_field_lack *out,
                       const struct assay_node **end)
{
    const struct assay_node *node = record;

    *end = NULL;
    for (size_t i = 0; node && i < field->step_count; i++) {
        const struct field_step *step = &field->steps[i];
        const struct assay_node *at = node;
        const size_t n = assay_node_count(at);

        if (step->key.ptr && !assay_node_is(at, ASSAY_NODE_MAP))
            return false;
        node = step->key.ptr     ? assay_node_find(at, step->key)
               : step->index < 0 ? assay_node_at(at, n ? n - 1 : 0)
                                 : assay_node_at(at, (size_t)step->index);
        if (step->key.ptr && !node)
            return lack(field, at, step->key, arena, out);
    }
    *end = node;
    return false;
}

/* True if the first thing that is done with the value wants a key that it has not. */
static bool transform_lacks(const struct assay_field *field,
                            const struct assay_node *value, struct assay_arena *arena,
                            struct assay_field_lack *out)
{
    const struct field_transform *first = field->transforms;

    if (field->transform_count == 0 || !value)
        return false;
    if (first->type == FIELD_EACH && assay_node_at(value, 0))
        return assay_field_lacks(first->other, assay_node_at(value, 0), arena, out);
    if (first->type != FIELD_MEMBERS || !assay_node_is(value, ASSAY_NODE_MAP))
        return false;
    for (size_t i = 0; i < assay_node_count(value); i++)
        if (assay_str_starts(value->as.map.at[i].key, first->mark))
            return false;
    return lack(field, value, first->mark, arena, out);
}

/* Whether some part lacks something, or all do. What is told is the first of them, or the first that is
   near to something. */
static bool parts_lack(const struct assay_field *field, const struct assay_node *record,
                       bool all, struct assay_arena *arena, struct assay_field_lack *out)
{
    struct assay_field_lack one;
    size_t lacking = 0;

    for (size_t i = 0; i < field->part_count; i++)
        if (assay_field_lacks(field->parts[i], record, arena, out ? &one : NULL) &&
            (lacking++ == 0 || (out && all && !out->near && one.near)) && out)
            *out = one;
    return all ? lacking == field->part_count : lacking > 0;
}

bool assay_field_lacks(const struct assay_field *field, const struct assay_node *record,
                       struct assay_arena *arena, struct assay_field_lack *out)
{
    const struct assay_node *value = record;

    switch (field->origin) {
    case FIELD_PATH:
        if (path_lacks(field, record, arena, out, &value))
            return true;
        break;
    case FIELD_WHOLE:
        break;
    case FIELD_INNER:
    case FIELD_JOIN:
    case FIELD_COMPARE:
        return parts_lack(field, record, false, arena, out);
    case FIELD_ANY:
    case FIELD_CONCAT:
        return parts_lack(field, record, true, arena, out);
    case FIELD_ROW:
    case FIELD_FILE:
    case FIELD_CONST:
        return false;
    }
    return transform_lacks(field, value, arena, out);
}

enum assay_code assay_field_lack_tell(const struct assay_field_lack *lack,
                                      const char *file, struct assay_spot spot,
                                      struct assay_error *err)
{
    struct assay_error where;

    if (spot.line)
        (void)assay_fail(&where, ASSAY_EDATA, "in %s:%zu", spot.path, spot.line);
    else
        (void)assay_fail(&where, ASSAY_EDATA, "in %s: record %zu", spot.path, spot.row);
    return assay_slip_tell(&(struct assay_slip){file, lack->line, "no field", lack->key,
                                                where.text, lack->names, lack->count},
                           ASSAY_EDATA, err);
}

void assay_field_watch_add(struct assay_field_watch *watch,
                           const struct assay_field *field)
{
    for (size_t i = 0; i < field->transform_count; i++)
        if (field->transforms[i].other && field->transforms[i].type != FIELD_EACH)
            assay_field_watch_add(watch, field->transforms[i].other);
    if (field->origin == FIELD_INNER || field->origin == FIELD_CONCAT) {
        for (size_t i = 0; i < field->part_count; i++)
            assay_field_watch_add(watch, field->parts[i]);
        return;
    }
    if (watch->count < ASSAY_FIELD_WATCH_MAX)
        watch->at[watch->count++] = (struct assay_field_missing){.field = field};
}

void assay_field_watch_see(struct assay_field_watch *watch,
                           const struct assay_field_source *source,
                           struct assay_arena *arena)
{
    size_t left = 0;

    for (size_t i = 0; i < watch->count; i++) {
        struct assay_field_missing missing = watch->at[i];
        const bool first = !missing.spot.path; /* later ones are not told */

        if (!assay_field_lacks(missing.field, source->record, arena,
                               first ? &missing.lack : NULL))
            continue;
        if (first)
            missing.spot = assay_field_spot(source);
        watch->at[left++] = missing;
    }
    watch->count = left;
}

enum assay_code assay_field_watch_end(const struct assay_field_watch *watch,
                                      const char *file, struct assay_error *err)
{
    if (watch->count == 0 || !watch->at[0].spot.path)
        return ASSAY_OK;
    return assay_field_lack_tell(&watch->at[0].lack, file, watch->at[0].spot, err);
}

/* A name of two or three letters with one more behind it is another name, not a slip. */
static bool is_slip(struct assay_str word, struct assay_str near)
{
    return word.len > 3 || !assay_str_starts(near, word);
}

enum assay_code assay_field_watch_misspelt(const struct assay_field_watch *watch,
                                           const struct assay_field_keys *read,
                                           const char *file, struct assay_error *err)
{
    for (size_t i = 0; i < watch->count; i++) {
        const struct assay_field_lack *lack = &watch->at[i].lack;
        const struct assay_str near = assay_str_of(lack->near);

        if (lack->near && !assay_field_keys_have(read, near) && is_slip(lack->key, near))
            return assay_field_lack_tell(lack, file, watch->at[i].spot, err);
    }
    return ASSAY_OK;
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
