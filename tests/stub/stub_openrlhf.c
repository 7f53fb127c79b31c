/*
 * OpenRLHF: openrlhf/cli/serve_rm.py, get_reward
 */
#include "tests/stub/stub.h"

static const struct stub_field openrlhf_query[] = {{"query", 'T'}, {0}};

static void answer_reward(struct stub_request *request)
{
    const struct assay_node *texts = assay_node_get(&request->json, "query");

    assay_buf_puts(&request->out, "{\"rewards\": [");
    for (size_t i = 0; i < assay_node_count(texts); i++) {
        assay_buf_puts(&request->out, i ? ", " : "");
        stub_put_number(
            request, stub_score(request, assay_node_text(assay_node_at(texts, i)).len));
    }
    assay_buf_puts(&request->out, "], \"extra_logs\": {}}");
}

const struct stub_route stub_openrlhf[] = {
    {"openrlhf", "POST", "/get_reward", openrlhf_query, answer_reward},
    {0},
};
