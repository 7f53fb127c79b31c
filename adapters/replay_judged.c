/* replay_judged.c - picks among several completions, ratings, and the prompt behind them. */
#include "adapters/replay_row_parts.h"

#include "adapters/replay_value.h"

#include "harness/core/digest.h"

enum {
    DIGEST_DIGITS = 16 /* that tell one prompt from another */
};

/* The completion that a judge picked has 1, the others 0; all lack one without a verdict. */
static enum assay_code read_pick(struct assay_replay_reader *reader,
                                 const struct assay_node *node, struct assay_error *err)
{
    const struct assay_replay_place at = {reader->map, reader->reading, reader->source,
                                          assay_field_name(reader->map->field[0])};
    const bool none = assay_node_is(node, ASSAY_NODE_NULL);
    enum assay_state state = ASSAY_STATE_UNPARSABLE;
    double place = -1.0;
    enum assay_code code = ASSAY_OK;

    if (!none)
        code = assay_replay_number(&at, node, &place, &state, err);
    if (!code && !none && !(place >= 0.0 && place < (double)reader->map->of))
        code = assay_field_fail(err, reader->source, at.field,
                                "%g is no place among %zu completions", place,
                                reader->map->of);
    for (size_t i = 0; !code && i < reader->map->of; i++)
        assay_replay_append(reader, state == ASSAY_STATE_SCORED && place == (double)i,
                            state);
    return code;
}

static enum assay_code read_rating(struct assay_replay_reader *reader, const char *field,
                                   const struct assay_node *node, struct assay_error *err)
{
    if (!assay_node_is(node, ASSAY_NODE_NULL))
        return assay_replay_score(reader, field, node, err);
    if (reader->count >= ASSAY_REPLAY_VALUES_MAX)
        return assay_field_fail(err, reader->source, field, "more than %d values",
                                ASSAY_REPLAY_VALUES_MAX);
    assay_replay_append(reader, 0.0, ASSAY_STATE_UNPARSABLE);
    return ASSAY_OK;
}

/* A rating, or a list of them. */
static enum assay_code read_ratings(struct assay_replay_reader *reader, const char *field,
                                    const struct assay_node *node,
                                    struct assay_error *err)
{
    enum assay_code code = ASSAY_OK;

    if (!assay_node_is(node, ASSAY_NODE_LIST))
        return read_rating(reader, field, node, err);
    for (size_t i = 0; !code && i < assay_node_count(node); i++)
        code = read_rating(reader, field, assay_node_at(node, i), err);
    return code;
}

/* What a judge said of several completions at once, or of each. */
enum assay_code assay_replay_judged(struct assay_replay_reader *reader,
                                    struct assay_error *err)
{
    const struct assay_replay_map *map = reader->map;
    const struct assay_field *picked = map->field[0];
    const struct assay_node *node = NULL;
    enum assay_code code = ASSAY_OK;

    if (picked)
        code = assay_field_value(picked, reader->source, reader->arena, &node, err);
    if (code || node)
        return code ? code : read_pick(reader, node, err);
    if (!map->field[1])
        return assay_replay_need(reader, picked, &node, err);
    for (size_t i = 1; !code && i < map->field_count; i++) {
        code = assay_replay_need(reader, map->field[i], &node, err);
        if (!code)
            code = read_ratings(reader, assay_field_name(map->field[i]), node, err);
    }
    return code;
}

/* First 16 hex digits of the SHA-256 of what the judge was told, if the record has that. */
enum assay_code assay_replay_judge_prompt(const struct assay_replay_reader *reader,
                                          struct assay_str *out, struct assay_error *err)
{
    unsigned char hash[ASSAY_DIGEST_BYTES];
    char hex[ASSAY_DIGEST_HEX];
    const struct assay_node *node = NULL;
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_str){"", 0};
    if (reader->map->judge_prompt)
        code = assay_field_value(reader->map->judge_prompt, reader->source, reader->arena,
                                 &node, err);
    if (code || !assay_node_is(node, ASSAY_NODE_TEXT))
        return code;
    assay_digest_of(assay_node_text(node), hash);
    assay_digest_hex(hash, hex);
    *out = assay_arena_copy(reader->arena, (struct assay_str){hex, DIGEST_DIGITS});
    return ASSAY_OK;
}
