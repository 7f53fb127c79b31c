/*
 * http_llama_server.c - the server of llama.cpp.
 *
 * Source: ggml-org/llama.cpp tools/server/README.md, tools/server/server-context.cpp
 * (handle_embeddings_impl, post_rerank), tools/server/server-common.cpp (format_response_rerank).
 * Its own scores are right for encoders alone (adapters/gguf_model.h): of a decoder it gives the last
 * token's hidden state, without normalisation (--embedding --pooling last), and the head is on this
 * side.
 */
#include "adapters/http_parts.h"

static void write_embedding(const struct assay_http_query *query,
                            struct assay_arena *arena, struct assay_node *map)
{
    struct assay_node *list = assay_node_list(arena);

    (void)assay_node_push(arena, list, assay_http_ids_node(query, arena));
    (void)assay_node_put(arena, map, "content", *list);
    (void)assay_node_put(arena, map, "embd_normalize", assay_node_of_int(-1));
}

/* [{"index": 0, "embedding": [[x, ...]]}]: as many vectors as there are tokens without pooling. */
static bool read_embedding(const struct assay_http_query *query,
                           const struct assay_node *answer,
                           struct assay_http_reading *reading)
{
    const struct assay_node *vectors =
        assay_node_get(assay_node_at(answer, 0), "embedding");

    (void)query;
    if (assay_node_count(answer) != 1)
        return assay_http_fault(reading, "not one result");
    if (assay_node_count(vectors) != 1)
        return assay_http_fault(reading,
                                "a vector for each token: the server is to be started "
                                "with --pooling last");
    return assay_http_read_numbers(assay_node_at(vectors, 0), reading, reading->row);
}

static void write_rerank(const struct assay_http_query *query, struct assay_arena *arena,
                         struct assay_node *map)
{
    (void)assay_node_put(arena, map, "query", assay_node_of_text(query->text));
    (void)assay_node_put(arena, map, "documents",
                         assay_http_completions_node(query, arena));
    (void)assay_node_put(arena, map, "top_n", assay_node_of_int((int64_t)query->count));
}

static bool read_rerank(const struct assay_http_query *query,
                        const struct assay_node *answer,
                        struct assay_http_reading *reading)
{
    assay_http_read_usage(answer, reading);
    return assay_http_read_joined(query, assay_node_get(answer, "results"),
                                  "relevance_score", reading);
}

static void write_tokenise(const struct assay_http_query *query, bool special,
                           struct assay_arena *arena, struct assay_node *map)
{
    (void)special;
    (void)assay_node_put(arena, map, "content", assay_node_of_text(query->text));
    (void)assay_node_put(arena, map, "add_special", assay_node_of_bool(true));
    (void)assay_node_put(arena, map, "parse_special", assay_node_of_bool(true));
}

static void read_props(const struct assay_node *answer, struct assay_arena *arena,
                       struct assay_http_facts *facts)
{
    facts->version = assay_http_read_text(answer, "build_info", arena);
    facts->model = assay_http_read_text(answer, "model_path", arena);
    facts->template = assay_http_read_text(answer, "chat_template", arena);
    facts->bos = assay_http_read_text(answer, "bos_token", arena);
    facts->eos = assay_http_read_text(answer, "eos_token", arena);
}

static const struct assay_http_api apis[] = {
    {"embedding", "/embedding", ASSAY_HTTP_TOKENS, ASSAY_HTTP_TOKENS, ASSAY_HTTP_HIDDEN,
     false, write_embedding, read_embedding},
    {"rerank", "/v1/rerank", ASSAY_HTTP_PAIR, ASSAY_HTTP_PAIR, ASSAY_HTTP_LABELS, true,
     write_rerank, read_rerank},
    {0},
};

static const struct assay_http_probe probes[] = {{"/props", read_props}, {0}};

/* tools/server/server-context.cpp: exceed_context_size_error, "input (N tokens) is too large". */
static const char *const too_long[] = {"too large to process",
                                       "exceeds the available context",
                                       "is larger than the max context", NULL};

const struct assay_http_dialect assay_http_llama_server = {.name = "llama-server",
                                                           .api = apis,
                                                           .probe = probes,
                                                           .tokenise = "/tokenize",
                                                           .write_tokenise =
                                                               write_tokenise,
                                                           .one_bos = true,
                                                           .writes = true,
                                                           .too_long = too_long};
