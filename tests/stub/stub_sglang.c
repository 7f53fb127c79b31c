/*
 * stub_sglang.c - what SGLang answers, from the sources and at the commit of schema_sglang.c.
 */
#include "tests/stub/stub.h"

/* managers/tokenizer_manager.py:2438: what the head gives is the "embedding". */
static void put_embedding(struct stub_request *request, size_t n)
{
    assay_buf_puts(&request->out, "{\"embedding\": [");
    stub_put_number(request, stub_score(request, n));
    assay_buf_printf(&request->out,
                     "], \"meta_info\": {\"id\": \"1\", \"finish_reason\": {\"type\": "
                     "\"length\", \"length\": 0}, \"prompt_tokens\": %zu}}",
                     n);
}

/* A list of texts, or of ids, is answered with a list (managers/io_struct.py:1177, 1185). */
static void answer_native(struct stub_request *request)
{
    const struct assay_node *text = assay_node_get(&request->json, "text");
    const struct assay_node *list = assay_node_is(text, ASSAY_NODE_LIST)
                                        ? text
                                        : assay_node_get(&request->json, "input_ids");
    const struct assay_node *first = assay_node_at(list, 0);
    const size_t n = stub_asked(request, "text", "input_ids");

    if (!stub_fits(request, n))
        return;
    if (!first || assay_node_is(first, ASSAY_NODE_INT)) {
        put_embedding(request, n);
        return;
    }
    for (size_t i = 0; i < assay_node_count(list); i++) {
        const struct assay_str one = assay_node_text(assay_node_at(list, i));

        request->worth = stub_worth_in(one.ptr, one.len);
        assay_buf_puts(&request->out, i ? ", " : "[");
        put_embedding(request,
                      one.len ? one.len : assay_node_count(assay_node_at(list, i)));
    }
    assay_buf_puts(&request->out, "]");
}

/* entrypoints/openai/protocol.py:1302, ScoringResponse; a text alone is one item. */
static void answer_scoring(struct stub_request *request)
{
    const struct assay_node *items = assay_node_get(&request->json, "items");
    const bool alone = assay_node_is(items, ASSAY_NODE_TEXT);
    const size_t n = alone ? 1 : assay_node_count(items);

    assay_buf_puts(&request->out, "{\"scores\": [");
    for (size_t i = 0; i < n; i++) {
        const struct assay_node *item = alone ? items : assay_node_at(items, i);

        assay_buf_printf(&request->out, "%s[", i ? ", " : "");
        stub_put_number(request, stub_score(request, assay_node_text(item).len));
        assay_buf_puts(&request->out, "]");
    }
    assay_buf_puts(&request->out,
                   "], \"model\": \"stub\", \"usage\": null, \"object\": \"scoring\"}");
}

/* entrypoints/openai/protocol.py:1354, RerankResponse; best first (serving_rerank.py:608). */
void stub_answer_rerank_list(struct stub_request *request)
{
    const struct assay_node *texts = assay_node_get(&request->json, "documents");

    if (!texts)
        texts = assay_node_get(&request->json, "texts");
    if (!stub_all_fit(request, texts))
        return;
    assay_buf_puts(&request->out, "[");
    stub_put_results(request, texts, "score", true);
    assay_buf_puts(&request->out, "]");
}

/* managers/tokenizer_manager.py:2520: [log p, id, text], the first without log p. */
static void answer_generate(struct stub_request *request)
{
    const struct assay_node *ids = assay_node_get(&request->json, "input_ids");
    const struct assay_node *from = assay_node_get(&request->json, "logprob_start_len");
    const size_t first = from && from->as.integer > 0 ? (size_t)from->as.integer : 0;

    assay_buf_printf(&request->out,
                     "{\"text\": \"\", \"meta_info\": {\"prompt_tokens\": %zu, "
                     "\"completion_tokens\": 0, \"input_token_logprobs\": [",
                     assay_node_count(ids));
    for (size_t i = first; i < assay_node_count(ids); i++)
        assay_buf_printf(&request->out, "%s[%s, %lld, null]", i > first ? ", " : "",
                         i > first ? "-0.5" : "null",
                         (long long)assay_node_at(ids, i)->as.integer);
    assay_buf_puts(&request->out, "]}}");
}

/* entrypoints/http_server.py:733, model_info; 781, server_info. */
static void answer_model_info(struct stub_request *request)
{
    assay_buf_puts(&request->out, "{\"model_path\": \"stub\", \"is_generation\": false, "
                                  "\"weight_version\": \"default\"}");
}

const struct stub_route stub_sglang[] = {
    {"sglang", "POST", "/classify", &stub_sglang_classify, answer_native},
    {"sglang", "POST", "/v1/score", &stub_sglang_score, answer_scoring},
    {"sglang", "POST", "/v1/rerank", &stub_sglang_rerank, stub_answer_rerank_list},
    {"sglang", "POST", "/generate", &stub_sglang_generate, answer_generate},
    {"sglang", "POST", "/tokenize", &stub_sglang_tokenize, stub_answer_tokenize},
    {"sglang", "POST", "/v1/completions", &stub_sglang_completions,
     stub_answer_completions},
    {"sglang", "POST", "/v1/chat/completions", &stub_sglang_chat, stub_answer_chat},
    {"sglang", "GET", "/model_info", &stub_nothing, answer_model_info},
    {"sglang", "GET", "/server_info", &stub_nothing, stub_answer_version},
    {0},
};
