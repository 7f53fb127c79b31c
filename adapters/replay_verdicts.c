/* replay_verdicts.c - shapes in which judges' decisions are stored: preferences and votes. */
#include "adapters/replay_row_parts.h"

#include "adapters/replay_value.h"

/* A preference with its state. */
static enum assay_code read_preference(struct assay_replay_reader *reader, size_t order,
                                       struct assay_error *err)
{
    const struct assay_field *field = reader->map->field[order];
    const struct assay_node *node;
    enum assay_state state;
    double value = 0.0;
    enum assay_code code =
        assay_replay_state(reader->states, reader->source, order, 0, &state, err);

    if (!code)
        code = assay_field_value(field, reader->source, reader->arena, &node, err);
    if (code)
        return code;
    if (state == ASSAY_STATE_SCORED && (!node || assay_node_is(node, ASSAY_NODE_NULL)))
        state = ASSAY_STATE_UNPARSABLE;
    if (state == ASSAY_STATE_SCORED && assay_replay_failed(reader->map, node))
        state = ASSAY_STATE_FAILED;
    if (state != ASSAY_STATE_SCORED) {
        assay_replay_append(reader, 0.0, state);
        return ASSAY_OK;
    }
    code = assay_field_number(field, reader->source, reader->arena, &value, err);
    if (code)
        return code;
    if (!(value == 1.0 || value == 0.0 || value == -1.0))
        return assay_field_fail(err, reader->source, assay_field_name(field),
                                "a preference is 1, 0 or -1, found %g", value);
    assay_replay_append(reader, value, ASSAY_STATE_SCORED);
    return ASSAY_OK;
}

enum assay_code assay_replay_preferences(struct assay_replay_reader *reader,
                                         struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < reader->map->field_count; i++)
        code = read_preference(reader, i, err);
    return code;
}

/* One vote; null or nothing: the judge gave no verdict. */
static enum assay_code read_vote(struct assay_replay_reader *reader, size_t order,
                                 size_t vote, const struct assay_node *node,
                                 struct assay_error *err)
{
    const bool apart = reader->map->shape == ASSAY_REPLAY_VOTES;
    const char *field = assay_field_name(reader->map->field[apart ? vote : order]);
    enum assay_state state;
    double value = 0.0;
    enum assay_code code =
        assay_replay_state(reader->states, reader->source, order, vote, &state, err);

    if (!code && state == ASSAY_STATE_SCORED &&
        (!node || assay_node_is(node, ASSAY_NODE_NULL)))
        state = ASSAY_STATE_UNPARSABLE;
    if (!code && state == ASSAY_STATE_SCORED)
        code = assay_replay_value(reader, field, node, &value, &state, err);
    if (!code)
        assay_replay_append(reader, value, state);
    return code;
}

/* The votes of every order, filled up with skipped ones so that each order has as many. */
enum assay_code assay_replay_verdicts(struct assay_replay_reader *reader,
                                      struct assay_error *err)
{
    const size_t votes = reader->reading->votes ? reader->reading->votes : 1;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < reader->map->field_count; i++) {
        const struct assay_field *field = reader->map->field[i];
        const struct assay_node *node;
        size_t n = 1;

        code = assay_field_value(field, reader->source, reader->arena, &node, err);
        if (code)
            return code;
        if (assay_node_is(node, ASSAY_NODE_LIST))
            n = assay_node_count(node);
        for (size_t k = 0; !code && k < n && k < votes; k++)
            code = read_vote(reader, i, k,
                             assay_node_is(node, ASSAY_NODE_LIST) ? assay_node_at(node, k)
                                                                  : node,
                             err);
        for (size_t k = n; !code && k < votes; k++)
            assay_replay_append(reader, 0.0, ASSAY_STATE_SKIPPED);
    }
    return code;
}

/* One vote a row of a group, the first ones that count. */
enum assay_code assay_replay_row_votes(struct assay_replay_reader *reader,
                                       struct assay_error *err)
{
    const struct assay_field_source *group = reader->source;
    const struct assay_field *field = reader->map->field[0];
    const size_t rows = assay_node_count(assay_node_get(group->record, "@rows"));
    const size_t votes = reader->reading->votes ? reader->reading->votes : 1;
    enum assay_code code = ASSAY_OK;

    if (rows == 0)
        return assay_field_fail(err, group, "@rows", "missing");
    for (size_t i = 0; !code && i < rows && i < votes; i++) {
        const struct assay_field_source row = assay_replay_row_of(group, i);
        const struct assay_node *node;

        reader->source = &row;
        code = assay_field_value(field, &row, reader->arena, &node, err);
        if (!code)
            code = read_vote(reader, 0, i, node, err);
    }
    reader->source = group;
    return code;
}

/* The votes of the one order, a field each. */
enum assay_code assay_replay_votes(struct assay_replay_reader *reader,
                                   struct assay_error *err)
{
    const size_t votes = reader->reading->votes ? reader->reading->votes : 1;
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < reader->map->field_count && i < votes; i++) {
        const struct assay_node *node;

        code = assay_field_value(reader->map->field[i], reader->source, reader->arena,
                                 &node, err);
        if (!code)
            code = read_vote(reader, 0, i, node, err);
    }
    return code;
}
