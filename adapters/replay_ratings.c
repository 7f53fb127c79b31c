/* replay_ratings.c - stored ratings: a number a dimension, by name or in the item's order. */
#include "adapters/replay_value.h"

struct reader {
    struct assay_replay_place place;
    const struct assay_node *states;
    double *value;
    unsigned char *state;
    size_t count;
};

/* A dimension's value; null: the model gave none. */
static enum assay_code read_rating(struct reader *reader, const struct assay_node *node,
                                   struct assay_error *err)
{
    enum assay_state state;
    double value = 0.0;
    enum assay_code code = assay_replay_state(reader->states, reader->place.source,
                                              reader->count, 0, &state, err);

    if (!code && state == ASSAY_STATE_SCORED && assay_node_is(node, ASSAY_NODE_NULL))
        state = ASSAY_STATE_UNPARSABLE;
    if (!code && state == ASSAY_STATE_SCORED)
        code = assay_replay_number(&reader->place, node, &value, &state, err);
    reader->value[reader->count] = value;
    reader->state[reader->count++] = (unsigned char)state;
    return code;
}

static bool is_number(const struct assay_node *node)
{
    double number;

    return assay_node_number(node, &number) ||
           assay_str_number(assay_node_text(node), &number);
}

/* Values by name; of a whole record, what is no number is about something else. */
static enum assay_code read_named(struct reader *reader, const struct assay_node *map,
                                  struct assay_str *name, struct assay_error *err)
{
    const bool whole = map == reader->place.source->record;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < assay_node_count(map); i++) {
        const struct assay_member *member = &map->as.map.at[i];

        if (whole && !is_number(&member->value))
            continue;
        name[reader->count] = member->key;
        code = read_rating(reader, &member->value, err);
    }
    return code;
}

/* What the field holds, which must be a map or a list and not too long. */
static enum assay_code find(const struct reader *reader, const struct assay_field *field,
                            struct assay_arena *arena, const struct assay_node **out,
                            struct assay_error *err)
{
    const struct assay_field_source *source = reader->place.source;
    const enum assay_code code = assay_field_value(field, source, arena, out, err);

    if (code)
        return code;
    if (!assay_node_is(*out, ASSAY_NODE_MAP) && !assay_node_is(*out, ASSAY_NODE_LIST))
        return assay_field_fail(err, source, reader->place.field,
                                "expected a map or a list of ratings, found %s",
                                *out ? assay_node_type_name(*out) : "nothing");
    if (assay_node_count(*out) > ASSAY_REPLAY_VALUES_MAX)
        return assay_field_fail(err, source, reader->place.field, "more than %d values",
                                ASSAY_REPLAY_VALUES_MAX);
    return ASSAY_OK;
}

enum assay_code assay_replay_ratings(const struct assay_replay_map *map,
                                     const struct assay_replay_reading *reading,
                                     const struct assay_field_source *source,
                                     struct assay_arena *arena,
                                     struct assay_replay_row *out,
                                     struct assay_error *err)
{
    struct reader reader = {{map, reading, source, assay_field_name(map->field[0])},
                            assay_node_get(source->record, "states"),
                            NULL,
                            NULL,
                            0};
    struct assay_str *name = NULL;
    const struct assay_node *node;
    enum assay_code code = find(&reader, map->field[0], arena, &node, err);
    size_t n;

    if (code)
        return code;
    n = assay_node_count(node);
    reader.value = assay_arena_new(arena, n + 1, sizeof(*reader.value));
    reader.state = assay_arena_new(arena, n + 1, 1);
    if (assay_node_is(node, ASSAY_NODE_MAP)) {
        name = assay_arena_new(arena, n + 1, sizeof(*name));
        code = read_named(&reader, node, name, err);
    } else {
        for (size_t i = 0; !code && i < n; i++)
            code = read_rating(&reader, assay_node_at(node, i), err);
    }
    *out = (struct assay_replay_row){.value = reader.value,
                                     .state = reader.state,
                                     .count = reader.count,
                                     .name = name};
    return code;
}
