/* replay_vector.c - the hidden state in a record: a list of numbers, or lists of them end to end. */
#include "adapters/replay_vector.h"

struct vector {
    const struct assay_field_source *source;
    const char *field;
    double *value; /* (cap,) */
    size_t count, cap;
    bool finite;
};

/* Numbers in a node, lists opened up. */
static size_t count_in(const struct assay_node *node)
{
    size_t n = 0;

    if (!assay_node_is(node, ASSAY_NODE_LIST))
        return 1;
    for (size_t i = 0; i < node->as.list.count; i++)
        n += count_in(&node->as.list.at[i]);
    return n;
}

static bool spells_no_number(struct assay_str text)
{
    return assay_str_equal(text, ASSAY_STR("NaN")) ||
           assay_str_equal(text, ASSAY_STR("Infinity")) ||
           assay_str_equal(text, ASSAY_STR("-Infinity"));
}

static enum assay_code put(struct vector *vector, const struct assay_node *node,
                           struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (assay_node_is(node, ASSAY_NODE_LIST)) {
        for (size_t i = 0; !code && i < node->as.list.count; i++)
            code = put(vector, &node->as.list.at[i], err);
        return code;
    }
    if (spells_no_number(assay_node_text(node)))
        vector->finite = false;
    else if (!assay_node_number(node, &vector->value[vector->count]))
        return assay_field_fail(err, vector->source, vector->field,
                                "expected numbers, found a %s",
                                assay_node_type_name(node));
    vector->count++;
    return ASSAY_OK;
}

/* A row that says for all of the vector why it is not there. */
static void put_state(enum assay_state state, struct assay_arena *arena,
                      struct assay_replay_row *out)
{
    unsigned char *states = assay_arena_new(arena, 1, 1);

    states[0] = (unsigned char)state;
    *out = (struct assay_replay_row){
        .value = assay_arena_new(arena, 1, sizeof(double)), .state = states, .count = 1};
}

/* null, or nothing there: `state` may say why. */
static enum assay_code put_absent(const struct assay_field_source *source,
                                  struct assay_arena *arena, struct assay_replay_row *out,
                                  struct assay_error *err)
{
    const struct assay_str said =
        assay_node_text(assay_node_get(source->record, "state"));
    enum assay_state state = ASSAY_STATE_SKIPPED;

    if (said.len > 0 && (!assay_state_parse(said, &state) || state == ASSAY_STATE_TIED ||
                         state == ASSAY_STATE_SCORED))
        return assay_field_fail(err, source, "state", "\"%.*s\" is no state",
                                ASSAY_STR_ARG(said));
    put_state(state, arena, out);
    return ASSAY_OK;
}

enum assay_code assay_replay_vector(const struct assay_replay_map *map,
                                    const struct assay_replay_reading *reading,
                                    const struct assay_field_source *source,
                                    struct assay_arena *arena,
                                    struct assay_replay_row *out, struct assay_error *err)
{
    struct vector vector = {
        .source = source, .field = assay_field_name(map->field[0]), .finite = true};
    const struct assay_node *node;
    unsigned char *state;
    enum assay_code code = assay_field_value(map->field[0], source, arena, &node, err);

    if (code)
        return code;
    if (!node || assay_node_is(node, ASSAY_NODE_NULL))
        return put_absent(source, arena, out, err);
    vector.cap = count_in(node);
    if (!assay_node_is(node, ASSAY_NODE_LIST) || vector.cap == 0 ||
        vector.cap > ASSAY_REPLAY_WIDTH_MAX)
        return assay_field_fail(err, source, vector.field,
                                "expected a list of 1 to %d numbers",
                                ASSAY_REPLAY_WIDTH_MAX);
    vector.value = assay_arena_new(arena, vector.cap, sizeof(*vector.value));
    code = put(&vector, node, err);
    if (code)
        return code;
    if (!vector.finite && !reading->nan_is_loss)
        return assay_field_fail(err, source, vector.field,
                                "holds what is not a number (nan=loss leaves such a "
                                "vector out)");
    if (!vector.finite) {
        put_state(ASSAY_STATE_NAN, arena, out);
        return ASSAY_OK;
    }
    state = assay_arena_new(arena, vector.count, 1);
    for (size_t i = 0; i < vector.count; i++)
        state[i] = ASSAY_STATE_SCORED;
    *out = (struct assay_replay_row){
        .value = vector.value, .state = state, .count = vector.count};
    return ASSAY_OK;
}
