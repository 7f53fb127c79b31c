/*
 * stub_openrlhf.c - what OpenRLHF's reward server answers, from the source and at the commit of
 * schema_openrlhf.c.
 */
#include "tests/stub/stub.h"

/* A list of numbers, one for each text. */
static void put_rewards(struct stub_request *request)
{
    const struct assay_node *query = assay_node_get(&request->json, "query");
    const bool alone = assay_node_is(query, ASSAY_NODE_TEXT);
    const size_t n = alone ? 1 : assay_node_count(query);

    for (size_t i = 0; i < n; i++) {
        const struct assay_node *text = alone ? query : assay_node_at(query, i);

        assay_buf_puts(&request->out, i ? ", " : "[");
        stub_put_number(request, stub_score(request, assay_node_text(text).len));
    }
    assay_buf_puts(&request->out, "]");
}

/* openrlhf/cli/serve_rm.py:133: the same three times. */
static void answer_reward(struct stub_request *request)
{
    assay_buf_puts(&request->out, "{\"rewards\": ");
    put_rewards(request);
    assay_buf_puts(&request->out, ", \"scores\": ");
    put_rewards(request);
    assay_buf_puts(&request->out, ", \"extra_logs\": {\"dummy_scores\": ");
    put_rewards(request);
    assay_buf_puts(&request->out, "}}");
}

const struct stub_route stub_openrlhf[] = {
    {"openrlhf", "POST", "/get_reward", &stub_openrlhf_query, answer_reward},
    {0},
};
