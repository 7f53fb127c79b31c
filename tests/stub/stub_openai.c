/*
 * OpenAI: openai/openai-python src/openai/types/chat/completion_create_params.py, chat_completion.py;
 * vLLM: vllm/entrypoints/openai/chat_completion/protocol.py, ChatCompletionRequest, which has top_k beside
 */
#include "tests/stub/stub.h"

static const struct stub_field nothing[] = {{0}};

static const struct stub_field chat[] = {{"model", 's'},
                                         {"messages", 'M'},
                                         {"max_tokens", 'i'},
                                         {"temperature", 'n'},
                                         {"top_p", 'n'},
                                         {"top_k", 'i'},
                                         {"seed", 'i'},
                                         {"stop", 'u'},
                                         {"logprobs", 'b'},
                                         {"top_logprobs", 'i'},
                                         {0}};

/* chat_completion_token_logprob.py. A is the less likely the more was asked, B is exp(-0.5), 1 and 5 are a half and
   a quarter. */
static void put_logprobs(struct stub_request *request, size_t asked)
{
    assay_buf_printf(
        &request->out,
        "{\"content\": [{\"token\": \"A\", \"bytes\": [65], \"logprob\": "
        "-1.0, \"top_logprobs\": [{\"token\": \"A\", \"bytes\": [65], "
        "\"logprob\": %.2f}, {\"token\": \"B\", \"bytes\": [66], "
        "\"logprob\": -0.5}, {\"token\": \"1\", \"bytes\": [49], \"logprob\": "
        "-0.6931471805599453}, {\"token\": \"5\", \"bytes\": [53], "
        "\"logprob\": -1.3862943611198906}]}], \"refusal\": null}",
        -0.01 * (double)asked);
}

/* Says its seed and what it was asked last. */
static void answer_chat(struct stub_request *request)
{
    const struct assay_node *messages = assay_node_get(&request->json, "messages");
    const struct assay_node *seed = assay_node_get(&request->json, "seed");
    const struct assay_str asked = assay_node_text(assay_node_get(
        assay_node_at(messages, assay_node_count(messages) - 1), "content"));
    const struct assay_node said = assay_node_of_string(
        assay_arena_printf(&request->arena, "%lld: %.*s",
                           seed ? (long long)seed->as.integer : 0, ASSAY_STR_ARG(asked)));

    if (!stub_fits(request, asked.len))
        return;
    assay_buf_puts(&request->out,
                   "{\"id\": \"chatcmpl-1\", \"object\": \"chat.completion\", "
                   "\"created\": 1, \"model\": \"stub\", \"choices\": [{\"index\": 0, "
                   "\"message\": {\"role\": \"assistant\", \"content\": ");
    assay_json_write(&said, false, &request->out);
    assay_buf_puts(&request->out, ", \"refusal\": null}, \"logprobs\": ");
    if (assay_node_get(&request->json, "logprobs"))
        put_logprobs(request, asked.len);
    else
        assay_buf_puts(&request->out, "null");
    assay_buf_puts(&request->out, ", \"finish_reason\": \"stop\"}], ");
    stub_put_usage(request, asked.len);
    assay_buf_puts(&request->out, "}");
}

const struct stub_route stub_openai[] = {
    {"openai", "POST", "/v1/completions", stub_completions, stub_answer_completions},
    {"openai", "POST", "/v1/chat/completions", chat, answer_chat},
    {"openai", "GET", "/v1/models", nothing, stub_answer_models},
    {0},
};
