/*
 * stub_vllm.c - what vLLM answers, from the sources and at the commit of schema_vllm.c.
 */
#include "tests/stub/stub.h"

/* The end of an answer. */
static void put_end(struct stub_request *request, const char *text, size_t tokens)
{
    assay_buf_puts(&request->out, text);
    stub_put_usage(request, tokens);
    assay_buf_puts(&request->out, "}");
}

/* ---- /classify and /pooling: one result for each input ---- */

/* How many inputs there are; several are a list of texts, or of lists. */
static size_t count_inputs(const struct stub_request *request)
{
    const struct assay_node *input = assay_node_get(&request->json, "input");
    const struct assay_node *first = assay_node_at(input, 0);
    const bool several =
        assay_node_is(first, ASSAY_NODE_TEXT) || assay_node_is(first, ASSAY_NODE_LIST);

    return several ? assay_node_count(input) : 1;
}

/* Bytes or ids of the i-th; of one alone the worth is known already. */
static size_t length_of(struct stub_request *request, size_t i, size_t n)
{
    const struct assay_node *input =
        assay_node_at(assay_node_get(&request->json, "input"), i);
    const struct assay_str text = assay_node_text(input);

    if (n == 1 && !assay_node_is(input, ASSAY_NODE_TEXT) &&
        !assay_node_is(input, ASSAY_NODE_LIST))
        return stub_asked(request, "input", "input");
    request->worth = stub_worth_in(text.ptr, text.len);
    return assay_node_is(input, ASSAY_NODE_LIST) ? assay_node_count(input) : text.len;
}

/* The answer as far as its data, of which each one is put by put_one. */
static void put_all(struct stub_request *request, const char *id,
                    void (*put_one)(struct stub_request *request, size_t i,
                                    size_t length))
{
    const size_t n = count_inputs(request);
    size_t all = 0;

    assay_buf_printf(&request->out,
                     "{\"id\": \"%s-1\", \"object\": \"list\", \"created\": 1, "
                     "\"model\": \"stub\", \"data\": [",
                     id);
    for (size_t i = 0; i < n; i++) {
        const size_t length = length_of(request, i, n);

        if (!stub_fits(request, length))
            return;
        assay_buf_puts(&request->out, i ? ", " : "");
        put_one(request, i, length);
        all += length;
    }
    put_end(request, "], ", all);
}

/* vllm/entrypoints/pooling/classify/protocol.py:58, ClassificationData. */
static void put_class(struct stub_request *request, size_t i, size_t length)
{
    assay_buf_printf(&request->out,
                     "{\"index\": %zu, \"label\": \"LABEL_0\", \"probs\": [", i);
    stub_put_number(request, stub_score(request, length));
    assay_buf_puts(&request->out, "], \"num_classes\": 1}");
}

/* classify/protocol.py:65, ClassificationResponse: unless use_activation is false (base/protocol.py:317),
   one label goes through a sigmoid. */
static void answer_classify(struct stub_request *request)
{
    const struct assay_node *activation =
        assay_node_get(&request->json, "use_activation");

    if (!assay_node_is(activation, ASSAY_NODE_BOOL) || activation->as.truth)
        request->squash = "sigmoid";
    put_all(request, "classify", put_class);
}

/* vllm/entrypoints/pooling/pooling/protocol.py:102, PoolingResponseData: token by token, the last one is
   the score. */
static void put_tokens(struct stub_request *request, size_t i, size_t length)
{
    assay_buf_printf(
        &request->out,
        "{\"index\": %zu, \"object\": \"pooling\", \"data\": [[-1.5], [0.5], [", i);
    stub_put_number(request, stub_score(request, length));
    assay_buf_puts(&request->out, "]]}");
}

/* pooling/protocol.py:108, PoolingResponse. */
static void answer_pooling(struct stub_request *request)
{
    put_all(request, "pool", put_tokens);
}

/* ---- /score ---- */

/* The second of the two lists, by any of its names; a text alone is a list of one. */
static const struct assay_node *second_texts(struct stub_request *request)
{
    static const char *const names[] = {"text_2", "data_2", "documents", "items"};
    const struct assay_node *texts = NULL;
    struct assay_node *list;

    for (size_t i = 0; !texts; i++)
        texts = assay_node_get(&request->json, names[i]);
    if (!assay_node_is(texts, ASSAY_NODE_TEXT))
        return texts;
    list = assay_node_list(&request->arena);
    (void)assay_node_push(&request->arena, list, *texts);
    return list;
}

/* vllm/entrypoints/pooling/scoring/protocol.py:172, ScoreResponseData, and 178, ScoreResponse. */
static void answer_score(struct stub_request *request)
{
    const struct assay_node *texts = second_texts(request);

    if (!stub_all_fit(request, texts))
        return;
    assay_buf_puts(&request->out, "{\"id\": \"embd-1\", \"object\": \"list\", "
                                  "\"created\": 1, \"model\": \"stub\", \"data\": [");
    stub_put_results(request, texts, "score", false);
    put_end(request, "], ", 1);
}

/* ---- /tokenize ---- */

void stub_put_ids(struct stub_request *request, struct assay_str text)
{
    for (size_t i = 0; i < text.len; i++)
        assay_buf_printf(&request->out, "%s%u", i ? ", " : "",
                         (unsigned)(unsigned char)text.ptr[i]);
}

/* The contents of messages one behind the other stand for the server's template. */
static struct assay_str rendered(struct stub_request *request)
{
    const struct assay_node *messages = assay_node_get(&request->json, "messages");
    struct assay_buf text = {0};
    struct assay_str out;

    for (size_t i = 0; i < assay_node_count(messages); i++)
        assay_buf_add(&text, assay_node_text(
                                 assay_node_get(assay_node_at(messages, i), "content")));
    if (!messages)
        assay_buf_add(&text, stub_text_of(request, "prompt"));
    out = assay_arena_copy(&request->arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return out;
}

/* vllm/entrypoints/serve/tokenize/protocol.py:161, TokenizeResponse; SGLang has no token_strs in its own. */
void stub_answer_tokenize(struct stub_request *request)
{
    const struct assay_str text = rendered(request);

    assay_buf_printf(&request->out,
                     "{\"count\": %zu, \"max_model_len\": 4096, \"tokens\": [", text.len);
    stub_put_ids(request, text);
    assay_buf_puts(&request->out, "], \"token_strs\": null}");
}

/* ---- /v1/completions ---- */

/* vllm/entrypoints/openai/completion/protocol.py:628: null for the first token, then a map from id to
   vllm/logprobs.py:13, Logprob. */
static void put_prompt_logprobs(struct stub_request *request,
                                const struct assay_node *ids)
{
    for (size_t i = 0; i < assay_node_count(ids); i++) {
        if (i == 0) {
            assay_buf_puts(&request->out, "null");
            continue;
        }
        assay_buf_printf(&request->out, ", {\"%lld\": {\"logprob\": ",
                         (long long)assay_node_at(ids, i)->as.integer);
        stub_put_number(request, -0.5);
        assay_buf_puts(&request->out, ", \"rank\": 1, \"decoded_token\": \"x\"}}");
    }
}

/* vllm/entrypoints/openai/completion/protocol.py:607, CompletionLogProbs; openapi.yaml:34059.
   An echo of the prompt, a token a byte of ASCII, and one more that was written. A text that says what it is
   worth loses that with its last byte. */
static void put_echo(struct stub_request *request, size_t n)
{
    const double last = request->worth != 0.0 ? -request->worth : -0.5;

    assay_buf_puts(&request->out, "\"logprobs\": {\"text_offset\": [");
    for (size_t i = 0; i <= n; i++)
        assay_buf_printf(&request->out, "%s%zu", i ? ", " : "", i);
    assay_buf_puts(&request->out, "], \"token_logprobs\": [null");
    for (size_t i = 1; i < n; i++) {
        assay_buf_puts(&request->out, ", ");
        stub_put_number(request, i + 1 == n ? last : -0.5);
    }
    assay_buf_puts(&request->out, ", -3.0]}");
}

void stub_answer_completions(struct stub_request *request)
{
    const struct assay_node *prompt = assay_node_get(&request->json, "prompt");
    const size_t n = stub_asked(request, "prompt", "prompt");

    if (!stub_fits(request, n))
        return;
    assay_buf_puts(
        &request->out,
        "{\"id\": \"cmpl-1\", \"object\": \"text_completion\", \"created\": 1, "
        "\"model\": \"stub\", \"choices\": [{\"index\": 0, \"text\": \"x\", "
        "\"finish_reason\": \"length\", ");
    if (assay_node_is(prompt, ASSAY_NODE_LIST)) {
        assay_buf_puts(&request->out, "\"prompt_logprobs\": [");
        put_prompt_logprobs(request, prompt);
        assay_buf_puts(&request->out, "]");
    } else {
        put_echo(request, n);
    }
    put_end(request, "}], ", n);
}

/* vllm/entrypoints/serve/instrumentator/basic.py:54, show_version. */
void stub_answer_version(struct stub_request *request)
{
    assay_buf_puts(&request->out, "{\"version\": \"0.0.stub\"}");
}

/* vllm/entrypoints/openai/engine/protocol.py:105, ModelList; openapi.yaml:42971. */
void stub_answer_models(struct stub_request *request)
{
    assay_buf_puts(&request->out, "{\"object\": \"list\", \"data\": [{\"id\": \"stub\", "
                                  "\"object\": \"model\", \"created\": 1}]}");
}

const struct stub_route stub_vllm[] = {
    {"vllm", "POST", "/classify", &stub_vllm_classify, answer_classify},
    {"vllm", "POST", "/pooling", &stub_vllm_pooling, answer_pooling},
    {"vllm", "POST", "/score", &stub_vllm_score, answer_score},
    {"vllm", "POST", "/tokenize", &stub_vllm_tokenize, stub_answer_tokenize},
    {"vllm", "POST", "/v1/completions", &stub_vllm_completions, stub_answer_completions},
    {"vllm", "POST", "/v1/chat/completions", &stub_vllm_chat, stub_answer_chat},
    {"vllm", "GET", "/version", &stub_nothing, stub_answer_version},
    {"vllm", "GET", "/v1/models", &stub_nothing, stub_answer_models},
    {0},
};
