/*
 * vLLM: vllm/entrypoints/pooling/base/protocol.py (PoolingBasicRequestMixin,
 * CompletionRequestMixin, ChatRequestMixin, ClassifyRequestMixin), classify/protocol.py
 */
#include "tests/stub/stub.h"

static const struct stub_field nothing[] = {{0}};

static const struct stub_field vllm_classify[] = {{"model", 's'},
                                                  {"user", 's'},
                                                  {"input", 'o'},
                                                  {"messages", 'm'},
                                                  {"truncate_prompt_tokens", 'i'},
                                                  {"request_id", 's'},
                                                  {"priority", 'i'},
                                                  {"add_special_tokens", 'b'},
                                                  {"add_generation_prompt", 'b'},
                                                  {"continue_final_message", 'b'},
                                                  {"chat_template", 's'},
                                                  {"use_activation", 'b'},
                                                  {0}};

/* The end of an answer. */
static void put_end(struct stub_request *request, const char *text, size_t tokens)
{
    assay_buf_puts(&request->out, text);
    stub_put_usage(request, tokens);
    assay_buf_puts(&request->out, "}");
}

/* ClassificationResponse: without use_activation false, one label goes through a sigmoid. */
static void answer_classify(struct stub_request *request)
{
    const struct assay_node *activation =
        assay_node_get(&request->json, "use_activation");
    const size_t n = stub_asked(request, "input", "input");

    if (!assay_node_get(&request->json, "input") ==
        !assay_node_get(&request->json, "messages")) {
        stub_refuse(request, 400, "BadRequestError", "either input or messages");
        return;
    }
    if (!stub_fits(request, n))
        return;
    if (!activation || activation->as.truth)
        request->squash = "sigmoid";
    assay_buf_puts(&request->out,
                   "{\"id\": \"classify-1\", \"object\": \"list\", \"created\": 1, "
                   "\"model\": \"stub\", \"data\": [{\"index\": 0, \"label\": "
                   "\"LABEL_0\", \"probs\": [");
    stub_put_number(request, stub_score(request, n));
    put_end(request, "], \"num_classes\": 1}], ", n);
}

/* pooling/protocol.py, PoolingResponse: token by token, the last one is the score. */
static void answer_pooling(struct stub_request *request)
{
    const size_t n = stub_asked(request, "input", "input");

    if (!stub_fits(request, n))
        return;
    assay_buf_puts(
        &request->out,
        "{\"id\": \"pool-1\", \"object\": \"list\", \"created\": 1, \"model\": "
        "\"stub\", \"data\": [{\"index\": 0, \"object\": \"pooling\", \"data\": "
        "[[-1.5], [0.5], [");
    stub_put_number(request, stub_score(request, n));
    put_end(request, "]]}], ", n);
}

/* scoring/protocol.py, ScoreTextRequest and ScoreResponse. */
static const struct stub_field vllm_score[] = {
    {"model", 's'}, {"text_1", 'U'}, {"text_2", 'U'}, {"use_activation", 'b'}, {0}};

static void answer_score(struct stub_request *request)
{
    const struct assay_node *texts = assay_node_get(&request->json, "text_2");

    if (!stub_all_fit(request, texts))
        return;
    assay_buf_puts(&request->out, "{\"id\": \"embd-1\", \"object\": \"list\", "
                                  "\"created\": 1, \"model\": \"stub\", \"data\": [");
    stub_put_results(request, texts, "score", false);
    put_end(request, "], ", 1);
}

/* vllm/entrypoints/serve/tokenize/protocol.py, TokenizeCompletionRequest, TokenizeChatRequest;
   sglang openai/protocol.py, TokenizeRequest. */
const struct stub_field stub_tokenize[] = {{"model", 's'},
                                           {"prompt", 's'},
                                           {"messages", 'm'},
                                           {"add_generation_prompt", 'b'},
                                           {"add_special_tokens", 'b'},
                                           {"return_token_strs", 'b'},
                                           {0}};

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

void stub_answer_tokenize(struct stub_request *request)
{
    const struct assay_str text = rendered(request);

    assay_buf_printf(&request->out,
                     "{\"count\": %zu, \"max_model_len\": 4096, \"tokens\": [", text.len);
    stub_put_ids(request, text);
    assay_buf_puts(&request->out, "], \"token_strs\": null}");
}

/* vllm/entrypoints/openai/completion/protocol.py, CompletionRequest; CompletionResponseChoice has
   prompt_logprobs: null for the first token, then a map from id to vllm/logprobs.py, Logprob. */
const struct stub_field stub_completions[] = {
    {"model", 's'},           {"prompt", 'O'}, {"max_tokens", 'i'}, {"temperature", 'n'},
    {"prompt_logprobs", 'i'}, {"echo", 'b'},   {"logprobs", 'i'},   {0}};

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

/* An echo of the prompt, a token a byte of ASCII, and one more that was written. */
static void put_echo(struct stub_request *request, size_t n)
{
    assay_buf_puts(&request->out, "\"logprobs\": {\"text_offset\": [");
    for (size_t i = 0; i <= n; i++)
        assay_buf_printf(&request->out, "%s%zu", i ? ", " : "", i);
    assay_buf_puts(&request->out, "], \"token_logprobs\": [null");
    for (size_t i = 1; i <= n; i++)
        assay_buf_puts(&request->out, i < n ? ", -0.5" : ", -3.0");
    assay_buf_puts(&request->out, "]}");
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

/* vllm/entrypoints/serve/instrumentator/basic.py, show_version; openai/models/protocol.py. */
void stub_answer_version(struct stub_request *request)
{
    assay_buf_puts(&request->out, "{\"version\": \"0.0.stub\"}");
}

void stub_answer_models(struct stub_request *request)
{
    assay_buf_puts(&request->out, "{\"object\": \"list\", \"data\": [{\"id\": \"stub\", "
                                  "\"object\": \"model\", \"created\": 1}]}");
}

const struct stub_route stub_vllm[] = {
    {"vllm", "POST", "/classify", vllm_classify, answer_classify},
    {"vllm", "POST", "/pooling", vllm_classify, answer_pooling},
    {"vllm", "POST", "/score", vllm_score, answer_score},
    {"vllm", "POST", "/tokenize", stub_tokenize, stub_answer_tokenize},
    {"vllm", "POST", "/v1/completions", stub_completions, stub_answer_completions},
    {"vllm", "GET", "/version", nothing, stub_answer_version},
    {"vllm", "GET", "/v1/models", nothing, stub_answer_models},
    {0},
};
