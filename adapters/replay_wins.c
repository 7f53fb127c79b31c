/* replay_wins.c - letters of pairwise judges become scores, as the official RewardMATH does it. */
#include "adapters/replay_row_parts.h"

/* True if two nodes are the same letter; null equals nothing. */
static bool same_letter(const struct assay_node *a, const struct assay_node *b)
{
    return assay_node_is(a, ASSAY_NODE_TEXT) && assay_node_is(b, ASSAY_NODE_TEXT) &&
           assay_str_equal(assay_node_text(a), assay_node_text(b));
}

static enum assay_code check_letters(const struct assay_replay_reader *reader,
                                     size_t which, const struct assay_node *list,
                                     struct assay_error *err)
{
    const char *field = assay_field_name(reader->map->field[which]);

    if (!assay_node_is(list, ASSAY_NODE_LIST) || assay_node_count(list) == 0 ||
        assay_node_count(list) >= ASSAY_REPLAY_VALUES_MAX)
        return assay_field_fail(err, reader->source, field, "expected a list of letters");
    for (size_t i = 0; i < assay_node_count(list); i++) {
        const struct assay_node *node = assay_node_at(list, i);

        if (assay_node_is(node, ASSAY_NODE_NULL) && which == 0)
            continue; /* no verdict: a lost comparison */
        if (!assay_node_is(node, ASSAY_NODE_TEXT))
            return assay_field_fail(err, reader->source, field,
                                    "expected a letter, found a %s",
                                    assay_node_type_name(node));
    }
    return ASSAY_OK;
}

enum assay_code assay_replay_wins(struct assay_replay_reader *reader,
                                  struct assay_error *err)
{
    const struct assay_node *list[2];
    enum assay_code code = ASSAY_OK;
    size_t wins = 0;

    for (size_t i = 0; !code && i < 2; i++) {
        code = assay_replay_need(reader, reader->map->field[i], &list[i], err);
        if (!code)
            code = check_letters(reader, i, list[i], err);
    }
    if (code)
        return code;

    const size_t n = assay_node_count(list[0]);

    if (n != assay_node_count(list[1]))
        return assay_field_fail(
            err, reader->source, assay_field_name(reader->map->field[1]),
            "%zu letters for %zu answers", assay_node_count(list[1]), n);
    assay_replay_append(reader, 0.0, ASSAY_STATE_SCORED);
    for (size_t i = 0; i < n; i++) {
        const bool won =
            same_letter(assay_node_at(list[0], i), assay_node_at(list[1], i));

        wins += won;
        assay_replay_append(reader, won ? 1.0 : (double)n + 2.0, ASSAY_STATE_SCORED);
    }
    reader->value[0] = (double)wins + 1.0;
    return ASSAY_OK;
}
