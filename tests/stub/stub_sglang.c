/*
 * SGLang: python/sglang/srt/managers/io_struct.py, EmbeddingReqInput (text or input_ids)
 */
#include "tests/stub/stub.h"

static const struct stub_field nothing[] = {{0}};

static const struct stub_field sglang_classify[] = {
    {"text", 'u'}, {"input_ids", 'l'}, {"rid", 's'}, {0}};

/* tokenizer_manager.py puts the head's output into "embedding". */
static void answer_native(struct stub_request *request)
{
    const size_t n = stub_asked(request, "text", "input_ids");

    if (!stub_fits(request, n))
        return;
    assay_buf_puts(&request->out, "{\"embedding\": [");
    stub_put_number(request, stub_score(request, n));
    assay_buf_printf(&request->out,
                     "], \"meta_info\": {\"id\": \"1\", \"finish_reason\": {\"type\": "
                     "\"length\", \"length\": 0}, \"prompt_tokens\": %zu}}",
                     n);
}

/* openai/protocol.py, ScoringRequest and ScoringResponse. */
static const struct stub_field sglang_score[] = {{"query", 's'},
                                                 {"items", 'u'},
                                                 {"label_token_ids", 'L'},
                                                 {"apply_softmax", 'b'},
                                                 {"item_first", 'b'},
                                                 {"model", 's'},
                                                 {0}};

static void answer_scoring(struct stub_request *request)
{
    const struct assay_node *items = assay_node_get(&request->json, "items");

    assay_buf_puts(&request->out, "{\"scores\": [");
    for (size_t i = 0; i < assay_node_count(items); i++) {
        assay_buf_printf(&request->out, "%s[", i ? ", " : "");
        stub_put_number(
            request, stub_score(request, assay_node_text(assay_node_at(items, i)).len));
        assay_buf_puts(&request->out, "]");
    }
    assay_buf_puts(&request->out,
                   "], \"model\": \"stub\", \"usage\": null, \"object\": \"scoring\"}");
}

/* openai/protocol.py, V1RerankReqInput; serving_rerank.py sorts. */
static const struct stub_field sglang_rerank[] = {
    {"query", 'S'}, {"documents", 'T'}, {0}};

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

/* io_struct.py, GenerateReqInput; scheduler output: [log p, id, text], the first without log p. */
static const struct stub_field sglang_generate[] = {
    {"input_ids", 'L'},         {"sampling_params", 'f'},  {"return_logprob", 'b'},
    {"logprob_start_len", 'i'}, {"top_logprobs_num", 'i'}, {0}};

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

/* http_server.py, model_info and server_info. */
static void answer_model_info(struct stub_request *request)
{
    assay_buf_puts(&request->out, "{\"model_path\": \"stub\", \"is_generation\": false, "
                                  "\"weight_version\": \"default\"}");
}

const struct stub_route stub_sglang[] = {
    {"sglang", "POST", "/classify", sglang_classify, answer_native},
    {"sglang", "POST", "/v1/score", sglang_score, answer_scoring},
    {"sglang", "POST", "/v1/rerank", sglang_rerank, stub_answer_rerank_list},
    {"sglang", "POST", "/generate", sglang_generate, answer_generate},
    {"sglang", "POST", "/tokenize", stub_tokenize, stub_answer_tokenize},
    {"sglang", "GET", "/model_info", nothing, answer_model_info},
    {"sglang", "GET", "/server_info", nothing, stub_answer_version},
    {0},
};
