/*
 * rollout_vllm.c - answers of vLLM's batch runner (vllm run-batch) or of any server with OpenAI's batch format.
 *
 * A record is a request with its choices. Log-probabilities of the tokens that were sampled are the policy's; tokens told
 * as token_id:N (return_tokens_as_token_ids) are ids. The prompt is in the request's file, not here: join brings both
 * together by custom_id.
 *
 * Source: vllm-project/vllm, vllm/entrypoints/openai/run_batch.py (BatchRequestOutput) and protocol.py
 * (ChatCompletionResponse, CompletionResponse); OpenAI, Batch API and Chat completions reference.
 */
#include "harness/core/rollout_source.h"

#include <string.h>

static const struct assay_node *body_of(const struct assay_node *record)
{
    return assay_node_get(assay_node_get(record, "response"), "body");
}

static bool is_vllm(const struct assay_node *record)
{
    return assay_node_get(record, "custom_id") && assay_node_get(record, "response") &&
           assay_node_find(record, ASSAY_STR("error"));
}

/* The i-th token's log-probability and name, of either form of the interface. */
static const struct assay_node *token_at(const struct assay_node *logprobs, size_t i,
                                         const struct assay_node **name)
{
    const struct assay_node *content =
        assay_node_at(assay_node_get(logprobs, "content"), i);

    *name = content ? assay_node_get(content, "token")
                    : assay_node_at(assay_node_get(logprobs, "tokens"), i);
    return content ? assay_node_get(content, "logprob")
                   : assay_node_at(assay_node_get(logprobs, "token_logprobs"), i);
}

/* token_id:N. */
static bool id_of(const struct assay_node *name, double *id)
{
    const struct assay_str prefix = ASSAY_STR("token_id:");
    const struct assay_str text = assay_node_text(name);

    return assay_str_starts(text, prefix) &&
           assay_str_number(
               (struct assay_str){text.ptr + prefix.len, text.len - prefix.len}, id) &&
           *id >= 0.0 && *id < 4294967296.0;
}

static void put_tokens(struct rollout_made *made, const struct assay_node *logprobs,
                       struct assay_node *response)
{
    const size_t chat = assay_node_count(assay_node_get(logprobs, "content"));
    const size_t n =
        chat ? chat : assay_node_count(assay_node_get(logprobs, "token_logprobs"));
    struct assay_node *policy = assay_node_list(made->arena);
    struct assay_node *ids = assay_node_list(made->arena);
    struct assay_node *lp = assay_node_map(made->arena);
    struct assay_node *tok = assay_node_map(made->arena);
    const struct assay_node *name;
    double id;

    if (n == 0)
        return;
    for (size_t i = 0; i < n; i++) {
        const struct assay_node *one = token_at(logprobs, i, &name);

        (void)assay_node_push(made->arena, policy, one ? *one : assay_node_null());
        if (id_of(name, &id))
            (void)assay_node_push(made->arena, ids, assay_node_of_int((int64_t)id));
    }
    (void)assay_node_put(made->arena, lp, "policy", *policy);
    if (assay_node_count(ids) == n)
        (void)assay_node_put(made->arena, tok, "ids", *ids);
    (void)assay_node_put(made->arena, tok, "lp", *lp);
    assay_node_put_count(made->arena, response, "n_tok", n);
    (void)assay_node_put(made->arena, response, "tok", *tok);
}

static void put_choice(struct rollout_made *made, const struct assay_node *body,
                       const struct assay_node *choice)
{
    struct assay_node *response = assay_rollout_made_response(made);
    const struct assay_node *message = assay_node_get(choice, "message");

    assay_rollout_made_put(made->arena, response, "src", assay_node_get(body, "model"));
    assay_rollout_made_put(made->arena, response, "text",
                           message ? assay_node_get(message, "content")
                                   : assay_node_get(choice, "text"));
    assay_rollout_made_put(made->arena, response, "finish",
                           assay_node_get(choice, "finish_reason"));
    put_tokens(made, assay_node_get(choice, "logprobs"), response);
    assay_rollout_made_add(made, response);
}

static enum assay_code read_vllm(struct assay_rollout_import *import,
                                 const struct assay_field_source *source,
                                 struct assay_arena *arena, const struct assay_node **out,
                                 struct assay_error *err)
{
    const struct assay_node *body = body_of(source->record);
    const struct assay_node *choices = assay_node_get(body, "choices");
    const struct assay_str id =
        assay_node_text(assay_node_get(source->record, "custom_id"));
    struct rollout_made made;

    *out = NULL;
    if (id.len == 0)
        return assay_field_fail(err, source, "custom_id", "expected a text");
    if (assay_node_count(choices) == 0) {
        import->left_out++;
        import->why = "requests that failed";
        return ASSAY_OK;
    }
    assay_rollout_made_begin(&made, import, NULL, id, arena);
    for (size_t i = 0; i < assay_node_count(choices); i++)
        put_choice(&made, body, assay_node_at(choices, i));
    *out = assay_rollout_made_end(&made);
    return ASSAY_OK;
}

const struct assay_rollout_source assay_rollout_source_vllm = {
    .name = "vllm",
    .summary = "vLLM: answers of run-batch, in OpenAI's batch format",
    .lost =
        "requests that failed, usage, tokens as texts, and the likeliest other tokens",
    .is = is_vllm,
    .read = read_vllm,
};
