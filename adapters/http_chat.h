/*
 * http_chat.h - texts that a server writes, through OpenAI's interface, which vLLM, SGLang and
 * llama-server speak too; for http*.c, and for judges that look at log-probabilities.
 *
 * Source: openai/openai-openapi openapi.yaml, CreateChatCompletionRequest and -Response;
 * vllm-project/vllm vllm/entrypoints/openai/chat_completion/protocol.py; ggml-org/llama.cpp
 * tools/server/README.md.
 */
#ifndef ASSAY_ADAPTERS_HTTP_CHAT_H
#define ASSAY_ADAPTERS_HTTP_CHAT_H

#include "adapters/http_parts.h"

enum {
    ASSAY_HTTP_TOPS = 20 /* likeliest tokens of a place, at most */
};

/* A token that was written, and the likeliest ones of its place. */
struct assay_http_token {
    struct assay_str text;
    double log_p;
    const struct assay_http_token *top; /* (tops,) */
    size_t tops;
};

struct assay_http_said {
    struct assay_str text;   /* empty where nothing but a refusal came */
    struct assay_str finish; /* "stop", "length", ...; empty where it is not said */
    bool refused;            /* by the model or a filter; then text is its words */
    const struct assay_http_token
        *token; /* (tokens,) where log-probabilities were asked for */
    size_t tokens;
};

/* What a chat is to be like. */
struct assay_http_chat {
    struct assay_node messages; /* list of {role, content} */
    const struct assay_sampling *sampling;
    uint64_t seed; /* of this one */
    size_t tops;   /* likeliest tokens of each place, up to ASSAY_HTTP_TOPS; 0: none */
};

/* Puts the members of a request into map. */
void assay_http_chat_write(const struct assay_http *http,
                           const struct assay_http_chat *chat, struct assay_arena *arena,
                           struct assay_node *map);

/* Reads an answer, of chats or of completions; false with reading->fault where it is not one. */
bool assay_http_chat_read(const struct assay_node *answer,
                          struct assay_http_reading *reading,
                          struct assay_http_said *out);

/* Ways to have texts written: a list, of the dialects that have any. */
extern const struct assay_http_api assay_http_texts[];

#endif
