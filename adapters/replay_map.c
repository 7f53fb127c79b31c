/*
 * replay_map.c - evaluates the `replay:` mappings of suites.
 *
 * Compilation is in replay_compile.c. Every complaint names file, line and field, because it
 * is about somebody else's file.
 */
#include "adapters/replay_map_parts.h"

#include "adapters/replay_value.h"
#include "adapters/replay_vector.h"

#include <stdarg.h>
#include <stdio.h>

enum assay_code assay_replay_fail(struct assay_error *err,
                                  const struct assay_field_source *source,
                                  const char *field, const char *fmt, ...)
{
    char what[512];
    va_list args;

    va_start(args, fmt);
    (void)vsnprintf(what, sizeof(what), fmt, args);
    va_end(args);
    return assay_fail_at(err, assay_field_spot(source), "%s: %s", field, what);
}

void assay_replay_append(struct assay_replay_reader *reader, double value,
                         enum assay_state state)
{
    if (reader->count == reader->cap) {
        const size_t cap = reader->cap ? 2 * reader->cap : 8;
        double *values = assay_arena_new(reader->arena, cap, sizeof(*values));
        unsigned char *states = assay_arena_new(reader->arena, cap, 1);

        for (size_t i = 0; i < reader->count; i++) {
            values[i] = reader->value[i];
            states[i] = reader->state[i];
        }
        reader->value = values;
        reader->state = states;
        reader->cap = cap;
    }
    reader->value[reader->count] = value;
    reader->state[reader->count++] = (unsigned char)state;
}

/* One number of a field; *state is SCORED, NAN or FAILED. */
static enum assay_code read_number(const struct assay_replay_reader *reader,
                                   const char *field, const struct assay_node *node,
                                   double *value, enum assay_state *state,
                                   struct assay_error *err)
{
    const struct assay_replay_place place = {reader->map, reader->reading, reader->source,
                                             field};

    return assay_replay_number(&place, node, value, state, err);
}

/* Why there is no value, if the record has that under `states` (or `state`: one text); else
   SCORED. */
static enum assay_code told_state(const struct assay_replay_reader *reader, size_t place,
                                  size_t vote, enum assay_state *state,
                                  struct assay_error *err)
{
    return assay_replay_state(reader->states, reader->source, place, vote, state, err);
}

/* A list of step scores becomes one value. */
static enum assay_code read_steps(struct assay_replay_reader *reader, const char *field,
                                  const struct assay_node *list, struct assay_error *err)
{
    const size_t n = assay_node_count(list);
    double *step = assay_arena_new(reader->arena, n ? n : 1, sizeof(*step));
    enum assay_state worst = ASSAY_STATE_SCORED;
    enum assay_code code = ASSAY_OK;
    double value = 0.0;

    if (n == 0)
        return assay_replay_fail(err, reader->source, field, "an empty list of steps");
    for (size_t i = 0; !code && i < n; i++) {
        enum assay_state state;

        code = read_number(reader, field, assay_node_at(list, i), &step[i], &state, err);
        if (!code && state != ASSAY_STATE_SCORED)
            worst = state;
    }
    if (code)
        return code;
    reader->steps = reader->steps || n > 1;
    if (worst == ASSAY_STATE_SCORED)
        code = assay_aggregate_steps(step, n, reader->reading->aggregate, &value, err);
    if (code) {
        const struct assay_error why = *err;

        return assay_replay_fail(err, reader->source, field, "%s", why.text);
    }
    assay_replay_append(reader, value, worst);
    return ASSAY_OK;
}

/* One completion's score: a number or a list of steps. */
enum assay_code assay_replay_score(struct assay_replay_reader *reader, const char *field,
                                   const struct assay_node *node, struct assay_error *err)
{
    enum assay_state state;
    enum assay_code code;
    double value;

    if (reader->count >= ASSAY_REPLAY_VALUES_MAX)
        return assay_replay_fail(err, reader->source, field, "more than %d values",
                                 ASSAY_REPLAY_VALUES_MAX);
    code = told_state(reader, reader->count, 0, &state, err);
    if (code)
        return code;
    if (state != ASSAY_STATE_SCORED) {
        assay_replay_append(reader, 0.0, state);
        return ASSAY_OK;
    }
    if (assay_node_is(node, ASSAY_NODE_LIST))
        return read_steps(reader, field, node, err);
    code = read_number(reader, field, node, &value, &state, err);
    if (!code)
        assay_replay_append(reader, value, state);
    return code;
}

/* The value of a field, which must be there. */
enum assay_code assay_replay_need(const struct assay_replay_reader *reader,
                                  const struct assay_field *field,
                                  const struct assay_node **out, struct assay_error *err)
{
    const enum assay_code code =
        assay_field_value(field, reader->source, reader->arena, out, err);

    if (!code && !*out)
        return assay_replay_fail(err, reader->source, assay_field_name(field), "missing");
    return code;
}

static bool is_empty_list(const struct assay_node *node)
{
    return assay_node_is(node, ASSAY_NODE_LIST) && assay_node_count(node) == 0;
}

/* All elements of a list, or the one value that stands in its place. */
static enum assay_code read_list(struct assay_replay_reader *reader,
                                 const struct assay_field *field, struct assay_error *err)
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
        return assay_replay_fail(err, reader->source, assay_field_name(field),
                                 "an empty list");
    for (size_t i = 0; !code && i < assay_node_count(node); i++)
        code = assay_replay_score(reader, assay_field_name(field), assay_node_at(node, i),
                                  err);
    return code;
}

static enum assay_code read_each(struct assay_replay_reader *reader,
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
            code = read_list(reader, field, err);
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
        return assay_replay_fail(err, reader->source, assay_field_name(field),
                                 "%g is no place among %zu rows", number, rows);
    if (reader->state[*place] != ASSAY_STATE_SKIPPED)
        return assay_replay_fail(err, reader->source, assay_field_name(field),
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

static enum assay_code read_placed(struct assay_replay_reader *reader,
                                   struct assay_error *err)
{
    const struct assay_field_source *group = reader->source;
    const struct assay_node *list = assay_node_get(group->record, "@rows");
    const size_t rows = assay_node_count(list);
    enum assay_code code = ASSAY_OK;

    if (rows == 0)
        return assay_replay_fail(err, group, "@rows", "missing");
    if (rows >= ASSAY_REPLAY_VALUES_MAX)
        return assay_replay_fail(err, group, "@rows", "more than %d values",
                                 ASSAY_REPLAY_VALUES_MAX);
    for (size_t i = 0; i < rows; i++)
        assay_replay_append(reader, 0.0, ASSAY_STATE_SKIPPED);
    for (size_t i = 0; !code && i < rows; i++) {
        struct assay_field_source row = *group;

        row.record = assay_node_at(list, i);
        row.line = row.record->line ? row.record->line : group->line;
        reader->source = &row;
        code = read_row(reader, rows, err);
    }
    reader->source = group;
    return code;
}

/* A preference with its state. */
static enum assay_code read_preference(struct assay_replay_reader *reader, size_t order,
                                       struct assay_error *err)
{
    const struct assay_field *field = reader->map->field[order];
    const struct assay_node *node;
    enum assay_state state;
    double value = 0.0;
    enum assay_code code = told_state(reader, order, 0, &state, err);

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
        return assay_replay_fail(err, reader->source, assay_field_name(field),
                                 "a preference is 1, 0 or -1, found %g", value);
    assay_replay_append(reader, value, ASSAY_STATE_SCORED);
    return ASSAY_OK;
}

static enum assay_code read_preferences(struct assay_replay_reader *reader,
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
    enum assay_code code = told_state(reader, order, vote, &state, err);

    if (!code && state == ASSAY_STATE_SCORED &&
        (!node || assay_node_is(node, ASSAY_NODE_NULL)))
        state = ASSAY_STATE_UNPARSABLE;
    if (!code && state == ASSAY_STATE_SCORED)
        code = read_number(reader, field, node, &value, &state, err);
    if (!code)
        assay_replay_append(reader, value, state);
    return code;
}

/* The votes of every order, filled up with skipped ones so that each order has as many. */
static enum assay_code read_verdicts(struct assay_replay_reader *reader,
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
static enum assay_code read_row_votes(struct assay_replay_reader *reader,
                                      struct assay_error *err)
{
    const struct assay_field_source *group = reader->source;
    const struct assay_field *field = reader->map->field[0];
    const struct assay_node *list = assay_node_get(group->record, "@rows");
    const size_t votes = reader->reading->votes ? reader->reading->votes : 1;
    enum assay_code code = ASSAY_OK;

    if (assay_node_count(list) == 0)
        return assay_replay_fail(err, group, "@rows", "missing");
    for (size_t i = 0; !code && i < assay_node_count(list) && i < votes; i++) {
        struct assay_field_source row = *group;
        const struct assay_node *node;

        row.record = assay_node_at(list, i);
        row.line = row.record->line ? row.record->line : group->line;
        reader->source = &row;
        code = assay_field_value(field, &row, reader->arena, &node, err);
        if (!code)
            code = read_vote(reader, 0, i, node, err);
    }
    reader->source = group;
    return code;
}

/* The votes of the one order, a field each. */
static enum assay_code read_votes(struct assay_replay_reader *reader,
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

static enum assay_code read_long(struct assay_replay_reader *reader, size_t *index,
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
        return assay_replay_fail(err, reader->source, assay_field_name(field),
                                 "%g is no index of a completion", number);
    *index = (size_t)number;
    code = assay_replay_need(reader, reader->map->field[1], &node, err);
    if (!code)
        code = assay_replay_score(reader, assay_field_name(reader->map->field[1]), node,
                                  err);
    return code;
}

static enum assay_code read_shape(struct assay_replay_reader *reader, size_t *index,
                                  struct assay_error *err)
{
    switch (reader->map->shape) {
    case ASSAY_REPLAY_LIST:
        return read_list(reader, reader->map->field[0], err);
    case ASSAY_REPLAY_EACH:
    case ASSAY_REPLAY_CONCAT:
        return read_each(reader, err);
    case ASSAY_REPLAY_PLACED:
        return read_placed(reader, err);
    case ASSAY_REPLAY_JUDGED:
        return assay_replay_judged(reader, err);
    case ASSAY_REPLAY_PREFERENCES:
        return read_preferences(reader, err);
    case ASSAY_REPLAY_VERDICTS:
        return read_verdicts(reader, err);
    case ASSAY_REPLAY_ROWS:
        return read_row_votes(reader, err);
    case ASSAY_REPLAY_VOTES:
        return read_votes(reader, err);
    case ASSAY_REPLAY_WINS:
        return assay_replay_wins(reader, err);
    case ASSAY_REPLAY_RATINGS: /* replay_ratings.c */
    case ASSAY_REPLAY_VECTORS:
    case ASSAY_REPLAY_LONG:
    default:
        return read_long(reader, index, err);
    }
}

/*
 * A decision stored beside scores contradicts them where the scores say the other side; equal
 * scores go with "second" too, as `A if s_A > s_B else B` writes it down (official JudgeBench
 * utils/judges.py).
 */
static enum assay_code compare_stored(const struct assay_replay_reader *reader,
                                      bool *contradicts, struct assay_error *err)
{
    const struct assay_field *field = reader->map->stored;
    const struct assay_node *node;
    double stored;
    enum assay_code code;

    *contradicts = false;
    if (!field || reader->count != 2 || reader->state[0] != ASSAY_STATE_SCORED ||
        reader->state[1] != ASSAY_STATE_SCORED)
        return ASSAY_OK;
    code = assay_field_value(field, reader->source, reader->arena, &node, err);
    if (code || !node || assay_node_is(node, ASSAY_NODE_NULL))
        return code;
    code = assay_field_number(field, reader->source, reader->arena, &stored, err);
    if (code)
        return code;

    const double margin = reader->value[0] - reader->value[1];

    *contradicts = (stored > 0.0 && !(margin > 0.0)) || (stored < 0.0 && margin > 0.0) ||
                   (stored == 0.0 && margin != 0.0);
    return ASSAY_OK;
}

enum assay_code assay_replay_map_row(const struct assay_replay_map *map,
                                     const struct assay_replay_reading *reading,
                                     const struct assay_field_source *source,
                                     struct assay_arena *arena,
                                     struct assay_replay_row *out,
                                     struct assay_error *err)
{
    struct assay_replay_reader reader = {
        .map = map, .reading = reading, .source = source, .arena = arena};
    const char *states = map->shape == ASSAY_REPLAY_LONG ? "state" : "states";
    struct assay_str judge_prompt = {"", 0};
    bool contradicts = false;
    size_t index = 0;
    enum assay_code code;

    if (map->shape == ASSAY_REPLAY_RATINGS)
        return assay_replay_ratings(map, reading, source, arena, out, err);
    if (map->shape == ASSAY_REPLAY_VECTORS)
        return assay_replay_vector(map, reading, source, arena, out, err);
    reader.states = assay_node_get(source->record, states);
    code = read_shape(&reader, &index, err);

    if (!code)
        code = compare_stored(&reader, &contradicts, err);
    if (!code)
        code = assay_replay_judge_prompt(&reader, &judge_prompt, err);
    if (code)
        return code;
    *out = (struct assay_replay_row){.value = reader.value,
                                     .state = reader.state,
                                     .count = reader.count,
                                     .index = index,
                                     .steps = reader.steps,
                                     .judge_prompt = judge_prompt,
                                     .contradicts = contradicts};
    return ASSAY_OK;
}
