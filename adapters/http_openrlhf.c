/*
 * http_openrlhf.c - OpenRLHF's reward server.
 *
 * Source: OpenRLHF/OpenRLHF openrlhf/cli/serve_rm.py. It reads {"query": [text, ...]} and answers
 * {"rewards": [x, ...], ...}. It cuts what is longer than its --data.max_len and does not say so.
 */
#include "adapters/http_parts.h"

static void write_query(const struct assay_http_query *query, struct assay_arena *arena,
                        struct assay_node *map)
{
    struct assay_node *list = assay_node_list(arena);

    (void)assay_node_push(arena, list, assay_node_of_text(query->text));
    (void)assay_node_put(arena, map, "query", *list);
}

/* One reward; a list of one where the head keeps its dimension. */
static bool read_rewards(const struct assay_http_query *query,
                         const struct assay_node *answer,
                         struct assay_http_reading *reading)
{
    const struct assay_node *rewards = assay_node_get(answer, "rewards");
    const struct assay_node *first = assay_node_at(rewards, 0);

    (void)query;
    if (assay_node_count(rewards) != 1)
        return assay_http_fault(reading, "rewards is not a list of one");
    if (assay_node_is(first, ASSAY_NODE_LIST))
        return assay_http_read_numbers(first, reading, reading->row);
    assay_http_read_one(first, reading, reading->row);
    return true;
}

static const struct assay_http_api apis[] = {
    {"get_reward", "/get_reward", ASSAY_HTTP_TEXT, ASSAY_HTTP_TEXT, ASSAY_HTTP_LABELS,
     false, write_query, read_rewards},
    {0},
};

static const struct assay_http_probe probes[] = {{0}};
static const char *const too_long[] = {NULL};

const struct assay_http_dialect assay_http_openrlhf = {
    .name = "openrlhf", .api = apis, .probe = probes, .too_long = too_long};
