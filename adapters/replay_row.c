/*
 * replay_row.c - one record of stored answers under a mapping: what all shapes share.
 *
 * Every complaint names file, line and field, because it is about somebody else's file.
 */
#include "adapters/replay_row_parts.h"

#include "adapters/replay_value.h"
#include "adapters/replay_vector.h"

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

struct assay_field_source assay_replay_row_of(const struct assay_field_source *group,
                                              size_t i)
{
    struct assay_field_source row = *group;

    row.record = assay_node_at(assay_node_get(group->record, "@rows"), i);
    if (row.record->line)
        row.line = row.record->line;
    return row;
}

/* One number of a field; *state is SCORED, NAN or FAILED. */
enum assay_code assay_replay_value(const struct assay_replay_reader *reader,
                                   const char *field, const struct assay_node *node,
                                   double *value, enum assay_state *state,
                                   struct assay_error *err)
{
    const struct assay_replay_place place = {reader->map, reader->reading, reader->source,
                                             field};

    return assay_replay_number(&place, node, value, state, err);
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
        return assay_field_fail(err, reader->source, field, "an empty list of steps");
    for (size_t i = 0; !code && i < n; i++) {
        enum assay_state state;

        code = assay_replay_value(reader, field, assay_node_at(list, i), &step[i], &state,
                                  err);
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

        return assay_field_fail(err, reader->source, field, "%s", why.text);
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
        return assay_field_fail(err, reader->source, field, "more than %d values",
                                ASSAY_REPLAY_VALUES_MAX);
    code =
        assay_replay_state(reader->states, reader->source, reader->count, 0, &state, err);
    if (code)
        return code;
    if (state != ASSAY_STATE_SCORED) {
        assay_replay_append(reader, 0.0, state);
        return ASSAY_OK;
    }
    if (assay_node_is(node, ASSAY_NODE_LIST))
        return read_steps(reader, field, node, err);
    code = assay_replay_value(reader, field, node, &value, &state, err);
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
        return assay_field_fail(err, reader->source, assay_field_name(field), "missing");
    return code;
}

static enum assay_code read_shape(struct assay_replay_reader *reader, size_t *index,
                                  struct assay_error *err)
{
    switch (reader->map->shape) {
    case ASSAY_REPLAY_LIST:
        return assay_replay_list(reader, reader->map->field[0], err);
    case ASSAY_REPLAY_EACH:
    case ASSAY_REPLAY_CONCAT:
        return assay_replay_each(reader, err);
    case ASSAY_REPLAY_PLACED:
        return assay_replay_placed(reader, err);
    case ASSAY_REPLAY_JUDGED:
        return assay_replay_judged(reader, err);
    case ASSAY_REPLAY_PREFERENCES:
        return assay_replay_preferences(reader, err);
    case ASSAY_REPLAY_VERDICTS:
        return assay_replay_verdicts(reader, err);
    case ASSAY_REPLAY_ROWS:
        return assay_replay_row_votes(reader, err);
    case ASSAY_REPLAY_VOTES:
        return assay_replay_votes(reader, err);
    case ASSAY_REPLAY_WINS:
        return assay_replay_wins(reader, err);
    case ASSAY_REPLAY_RATINGS: /* replay_ratings.c */
    case ASSAY_REPLAY_VECTORS:
    case ASSAY_REPLAY_LONG:
    case ASSAY_REPLAY_TABLE: /* replay_subsets.c */
    default:
        return assay_replay_long(reader, index, err);
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

enum assay_code assay_replay_row_read(const struct assay_replay_map *map,
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
