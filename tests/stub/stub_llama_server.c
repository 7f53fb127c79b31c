/*
 * llama.cpp: tools/server/README.md and server-context.cpp
 */
#include "tests/stub/stub.h"

static const struct stub_field nothing[] = {{0}};

static const struct stub_field llama_tokenize[] = {{"content", 'S'},
                                                   {"add_special", 'b'},
                                                   {"parse_special", 'b'},
                                                   {"with_pieces", 'b'},
                                                   {0}};

static void answer_llama_tokenize(struct stub_request *request)
{
    const struct assay_node *special = assay_node_get(&request->json, "add_special");
    const struct assay_str text = stub_text_of(request, "content");

    assay_buf_puts(&request->out, "{\"tokens\": [");
    if (special && special->as.truth)
        assay_buf_printf(&request->out, "%d%s", STUB_BOS, text.len ? ", " : "");
    stub_put_ids(request, text);
    assay_buf_puts(&request->out, "]}");
}

/* Without embd_normalize -1 it would be divided by its length: then all scores are far too small. */
static const struct stub_field llama_embedding[] = {
    {"content", 'D'}, {"embd_normalize", 'I'}, {0}};

static void answer_embedding(struct stub_request *request)
{
    const struct assay_node *ids =
        assay_node_at(assay_node_get(&request->json, "content"), 0);
    const size_t n = assay_node_count(ids);

    if (!stub_fits(request, n))
        return;
    assay_buf_puts(&request->out, "[{\"index\": 0, \"embedding\": [[");
    stub_put_number(request, stub_score(request, n));
    assay_buf_printf(&request->out, ", %lld, 1.0]]}]",
                     (long long)assay_node_at(ids, n - 1)->as.integer);
}

static const struct stub_field llama_rerank[] = {
    {"model", 's'}, {"query", 'S'}, {"documents", 'T'}, {"top_n", 'i'}, {0}};

static void answer_jina(struct stub_request *request)
{
    const struct assay_node *texts = assay_node_get(&request->json, "documents");

    if (!stub_all_fit(request, texts))
        return;
    assay_buf_puts(&request->out, "{\"model\": \"stub\", \"object\": \"list\", ");
    stub_put_usage(request, 1);
    assay_buf_puts(&request->out, ", \"results\": [");
    stub_put_results(request, texts, "relevance_score", true);
    assay_buf_puts(&request->out, "]}");
}

static void answer_props(struct stub_request *request)
{
    assay_buf_puts(
        &request->out,
        "{\"model_path\": \"stub.gguf\", \"build_info\": \"b0-stub\", "
        "\"bos_token\": \"\\u0001\", \"eos_token\": \"\\u0002\", "
        "\"chat_template\": \"{{ bos_token }}{% for m in messages %}<{{ m.role "
        "}}>{{ m.content }}{% endfor %}\"}");
}

const struct stub_route stub_llama_server[] = {
    {"llama-server", "POST", "/tokenize", llama_tokenize, answer_llama_tokenize},
    {"llama-server", "POST", "/embedding", llama_embedding, answer_embedding},
    {"llama-server", "POST", "/v1/rerank", llama_rerank, answer_jina},
    {"llama-server", "GET", "/props", nothing, answer_props},
    {0},
};
