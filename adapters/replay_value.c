/* replay_value.c - one stored value: a number, or why there is none. */
#include "adapters/replay_value.h"

static bool spells_no_number(struct assay_str text)
{
    static const char *const words[] = {"nan",       "NaN",      "NAN",  "inf",
                                        "-inf",      "Inf",      "-Inf", "Infinity",
                                        "-Infinity", "infinity", "null", "None"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (assay_str_equal(text, assay_str_of(words[i])))
            return true;
    return text.len == 0;
}

bool assay_replay_failed(const struct assay_replay_map *map,
                         const struct assay_node *node)
{
    if (!assay_node_is(node, ASSAY_NODE_TEXT))
        return false;
    for (size_t i = 0; i < assay_node_count(map->failures); i++)
        if (assay_str_equal(assay_node_text(node),
                            assay_node_text(assay_node_at(map->failures, i))))
            return true;
    return false;
}

enum assay_code assay_replay_number(const struct assay_replay_place *place,
                                    const struct assay_node *node, double *value,
                                    enum assay_state *state, struct assay_error *err)
{
    const bool is_text = assay_node_is(node, ASSAY_NODE_TEXT);
    const struct assay_str text = assay_node_text(node);

    *state = ASSAY_STATE_SCORED;
    if (assay_node_number(node, value) || (is_text && assay_str_number(text, value)))
        return ASSAY_OK;
    *value = 0.0;
    if (assay_replay_failed(place->map, node)) {
        if (place->map->failures_lowest)
            *value = ASSAY_REPLAY_LOWEST;
        else
            *state = ASSAY_STATE_FAILED;
        return ASSAY_OK;
    }
    *state = ASSAY_STATE_NAN;
    if (assay_node_is(node, ASSAY_NODE_NULL) || (is_text && spells_no_number(text))) {
        if (place->reading->nan_is_loss)
            return ASSAY_OK;
        return assay_field_fail(err, place->source, place->field,
                                "%s%.*s%s is not a number (nan=loss counts it as lost)",
                                is_text ? "\"" : "", is_text ? (int)text.len : 4,
                                is_text ? text.ptr : "null", is_text ? "\"" : "");
    }
    if (is_text)
        return assay_field_fail(err, place->source, place->field,
                                "expected a finite number, found \"%.*s\"",
                                ASSAY_STR_ARG(text));
    return assay_field_fail(err, place->source, place->field,
                            "expected a number, found a %s", assay_node_type_name(node));
}

enum assay_code assay_replay_state(const struct assay_node *states,
                                   const struct assay_field_source *source, size_t i,
                                   size_t k, enum assay_state *state,
                                   struct assay_error *err)
{
    *state = ASSAY_STATE_SCORED;
    if (assay_node_is(states, ASSAY_NODE_LIST))
        states = assay_node_at(states, i);
    if (assay_node_is(states, ASSAY_NODE_LIST))
        states = assay_node_at(states, k);
    if (!states ||
        (assay_state_parse(assay_node_text(states), state) && *state != ASSAY_STATE_TIED))
        return ASSAY_OK;
    return assay_field_fail(err, source, "states", "\"%.*s\" is no state",
                            ASSAY_STR_ARG(assay_node_text(states)));
}
