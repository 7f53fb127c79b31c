/*
 * stub_llama_server.c - what llama.cpp's server answers, from the sources and at the commit of
 * schema_llama_server.c.
 */
#include "tests/stub/stub.h"

#include <math.h>

/* tools/server/server-context.cpp:5121. */
static void answer_llama_tokenize(struct stub_request *request)
{
    const struct assay_node *special = assay_node_get(&request->json, "add_special");
    const struct assay_str text = stub_text_of(request, "content");

    assay_buf_puts(&request->out, "{\"tokens\": [");
    if (stub_holds(special))
        assay_buf_printf(&request->out, "%d%s", STUB_BOS, text.len ? ", " : "");
    stub_put_ids(request, text);
    assay_buf_puts(&request->out, "]}");
}

/* common/common.cpp:1940, common_embd_normalize: what the vector (3,) is divided by. */
static double norm_of(const double *at, int64_t p)
{
    double sum = 0.0;

    if (p == -1)
        return 1.0;
    for (int i = 0; i < 3; i++)
        sum = p == 0 ? fmax(sum, fabs(at[i])) : sum + pow(fabs(at[i]), (double)p);
    return p == 0 ? sum / 32760.0 : pow(sum, 1.0 / (double)p);
}

/* Bytes of a text, or how many ids. */
static size_t length_of(const struct assay_node *input)
{
    return assay_node_is(input, ASSAY_NODE_TEXT) ? assay_node_text(input).len
                                                 : assay_node_count(input);
}

static void put_vector(struct stub_request *request, size_t i,
                       const struct assay_node *input)
{
    const struct assay_node *p = assay_node_get(&request->json, "embd_normalize");
    const size_t n = length_of(input);
    const struct assay_node *last = assay_node_at(input, n - 1);
    const double id =
        assay_node_is(last, ASSAY_NODE_INT) ? (double)last->as.integer : 0.0;
    const double at[] = {stub_score(request, n), id, 1.0};
    const double norm = norm_of(at, p ? p->as.integer : 2);

    assay_buf_printf(&request->out, "%s{\"index\": %zu, \"embedding\": [[", i ? ", " : "",
                     i);
    stub_put_number(request, at[0] / norm);
    assay_buf_printf(&request->out, ", %.17g, %.17g]]}", at[1] / norm, at[2] / norm);
}

/* tools/server/server-task.cpp:1472. Unless embd_normalize is -1 the state is divided by its length, by
   default (tools/server/server-context.cpp:5436), and all scores are far too small. */
static void answer_embedding(struct stub_request *request)
{
    const struct assay_node *input = assay_node_get(&request->json, "input");
    const struct assay_node *first;
    bool several;

    if (!input)
        input = assay_node_get(&request->json, "content");
    first = assay_node_at(input, 0);
    several = first && !assay_node_is(first, ASSAY_NODE_INT);
    if (!stub_fits(request, length_of(several ? first : input)))
        return;
    assay_buf_puts(&request->out, "[");
    for (size_t i = 0; i < (several ? assay_node_count(input) : 1); i++)
        put_vector(request, i, several ? assay_node_at(input, i) : input);
    assay_buf_puts(&request->out, "]");
}

/* tools/server/server-common.cpp:1505, format_response_rerank: as TEI answers where the texts are called
   so. */
static void answer_jina(struct stub_request *request)
{
    const struct assay_node *texts = assay_node_get(&request->json, "documents");

    if (assay_node_get(&request->json, "texts")) {
        stub_answer_rerank_list(request);
        return;
    }
    if (!stub_all_fit(request, texts))
        return;
    assay_buf_puts(&request->out, "{\"model\": \"stub\", \"object\": \"list\", ");
    stub_put_usage(request, 1);
    assay_buf_puts(&request->out, ", \"results\": [");
    stub_put_results(request, texts, "relevance_score", true);
    assay_buf_puts(&request->out, "]}");
}

/* tools/server/server-task.cpp:340. */
static void answer_completion(struct stub_request *request)
{
    const size_t n = stub_asked(request, "prompt", "prompt");

    if (!stub_fits(request, n))
        return;
    assay_buf_printf(&request->out,
                     "{\"index\": 0, \"content\": \"x\", \"tokens\": [], \"stop\": true, "
                     "\"model\": \"stub\", \"tokens_predicted\": 1, "
                     "\"tokens_evaluated\": %zu, \"truncated\": false, "
                     "\"stop_type\": \"limit\"}",
                     n);
}

/* tools/server/server-context.cpp:4617. */
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
    {"llama-server", "POST", "/tokenize", &stub_llama_tokenize, answer_llama_tokenize},
    {"llama-server", "POST", "/embedding", &stub_llama_embedding, answer_embedding},
    {"llama-server", "POST", "/v1/rerank", &stub_llama_rerank, answer_jina},
    {"llama-server", "POST", "/completion", &stub_llama_completion, answer_completion},
    {"llama-server", "POST", "/v1/completions", &stub_llama_completion,
     stub_answer_completions},
    {"llama-server", "POST", "/v1/chat/completions", &stub_llama_chat, stub_answer_chat},
    {"llama-server", "GET", "/props", &stub_nothing, answer_props},
    {0},
};
