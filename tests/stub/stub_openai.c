/*
 * stub_openai.c - what OpenAI's interface answers, from the source and at the commit of schema_openai.c.
 */
#include "tests/stub/stub.h"

/* openapi.yaml:31862, ChatCompletionTokenLogprob. A is the less likely the more was asked, B is exp(-0.5), 1 and 5 are a half and
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

/* openapi.yaml:33507, CreateChatCompletionResponse. Says its seed and what it was asked last. */
void stub_answer_chat(struct stub_request *request)
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
    if (stub_holds(assay_node_get(&request->json, "logprobs")))
        put_logprobs(request, asked.len);
    else
        assay_buf_puts(&request->out, "null");
    assay_buf_puts(&request->out, ", \"finish_reason\": \"stop\"}], ");
    stub_put_usage(request, asked.len);
    assay_buf_puts(&request->out, "}");
}

const struct stub_route stub_openai[] = {
    {"openai", "POST", "/v1/completions", &stub_openai_completions,
     stub_answer_completions},
    {"openai", "POST", "/v1/chat/completions", &stub_openai_chat, stub_answer_chat},
    {"openai", "GET", "/v1/models", &stub_nothing, stub_answer_models},
    {0},
};
