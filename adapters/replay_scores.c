/* replay_scores.c - shapes in which scores are stored: lists, fields, rows of a group, long. */
#include "adapters/replay_row_parts.h"

#include "adapters/replay_value.h"

static bool is_empty_list(const struct assay_node *node)
{
    return assay_node_is(node, ASSAY_NODE_LIST) && assay_node_count(node) == 0;
}

/* All elements of a list, or the one value that stands in its place. */
enum assay_code assay_replay_list(struct assay_replay_reader *reader,
                                  const struct assay_field *field,
                                  struct assay_error *err)
{
    const struct assay_node *node;
    enum assay_code code =
        reader->map->partial
            ? assay_field_value(field, reader->source, reader->arena, &node, err)
            : assay_replay_need(reader, field, &node, err);

    if (code)
        return code;
    if (reader->map->partial &&
        (!node || assay_node_is(node, ASSAY_NODE_NULL) || is_empty_list(node))) {
        assay_replay_append(reader, 0.0, ASSAY_STATE_UNPARSABLE);
        return ASSAY_OK;
    }
    if (!assay_node_is(node, ASSAY_NODE_LIST))
        return assay_replay_score(reader, assay_field_name(field), node, err);
    if (assay_node_count(node) == 0)
        return assay_field_fail(err, reader->source, assay_field_name(field),
                                "an empty list");
    for (size_t i = 0; !code && i < assay_node_count(node); i++)
        code = assay_replay_score(reader, assay_field_name(field), assay_node_at(node, i),
                                  err);
    return code;
}

enum assay_code assay_replay_each(struct assay_replay_reader *reader,
                                  struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    for (size_t i = 0; !code && i < reader->map->field_count; i++) {
        const struct assay_field *field = reader->map->field[i];
        const struct assay_node *node;

        if (reader->map->shape == ASSAY_REPLAY_EACH) {
            code = assay_replay_need(reader, field, &node, err);
            if (!code)
                code = assay_replay_score(reader, assay_field_name(field), node, err);
        } else {
            code = assay_replay_list(reader, field, err);
        }
    }
    return code;
}

/* Where a row of a group belongs, and that no other row went there. */
static enum assay_code place_of(struct assay_replay_reader *reader, size_t rows,
                                size_t *place, struct assay_error *err)
{
    const struct assay_field *field = reader->map->field[0];
    double number;
    enum assay_code code =
        assay_field_number(field, reader->source, reader->arena, &number, err);

    if (code)
        return code;
    for (*place = 0; *place < rows; ++*place)
        if (number == (double)*place)
            break;
    if (*place == rows)
        return assay_field_fail(err, reader->source, assay_field_name(field),
                                "%g is no place among %zu rows", number, rows);
    if (reader->state[*place] != ASSAY_STATE_SKIPPED)
        return assay_field_fail(err, reader->source, assay_field_name(field),
                                "two rows at place %zu", *place);
    return ASSAY_OK;
}

/* Evaluates one row of a group and moves its value to its place. */
static enum assay_code read_row(struct assay_replay_reader *reader, size_t rows,
                                struct assay_error *err)
{
    const struct assay_field *field = reader->map->field[1];
    const struct assay_node *node;
    size_t place;
    enum assay_code code = place_of(reader, rows, &place, err);

    if (!code)
        code = assay_replay_need(reader, field, &node, err);
    if (!code)
        code = assay_replay_score(reader, assay_field_name(field), node, err);
    if (code)
        return code;
    reader->count--;
    reader->value[place] = reader->value[reader->count];
    reader->state[place] = reader->state[reader->count];
    return ASSAY_OK;
}

enum assay_code assay_replay_placed(struct assay_replay_reader *reader,
                                    struct assay_error *err)
{
    const struct assay_field_source *group = reader->source;
    const size_t rows = assay_node_count(assay_node_get(group->record, "@rows"));
    enum assay_code code = ASSAY_OK;

    if (rows == 0)
        return assay_field_fail(err, group, "@rows", "missing");
    if (rows >= ASSAY_REPLAY_VALUES_MAX)
        return assay_field_fail(err, group, "@rows", "more than %d values",
                                ASSAY_REPLAY_VALUES_MAX);
    for (size_t i = 0; i < rows; i++)
        assay_replay_append(reader, 0.0, ASSAY_STATE_SKIPPED);
    for (size_t i = 0; !code && i < rows; i++) {
        const struct assay_field_source row = assay_replay_row_of(group, i);

        reader->source = &row;
        code = read_row(reader, rows, err);
    }
    reader->source = group;
    return code;
}

enum assay_code assay_replay_long(struct assay_replay_reader *reader, size_t *index,
                                  struct assay_error *err)
{
    const struct assay_field *field = reader->map->field[0];
    const struct assay_node *node;
    double number;
    enum assay_code code =
        assay_field_number(field, reader->source, reader->arena, &number, err);

    if (code)
        return code;
    if (!(number >= 0.0 && number < ASSAY_REPLAY_VALUES_MAX) ||
        (double)(size_t)number != number)
        return assay_field_fail(err, reader->source, assay_field_name(field),
                                "%g is no index of a completion", number);
    *index = (size_t)number;
    code = assay_replay_need(reader, reader->map->field[1], &node, err);
    if (!code)
        code = assay_replay_score(reader, assay_field_name(reader->map->field[1]), node,
                                  err);
    return code;
}
