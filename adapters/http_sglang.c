/*
 * http_sglang.c - SGLang's server.
 *
 * Source: sgl-project/sglang python/sglang/srt/managers/io_struct.py (EmbeddingReqInput,
 * GenerateReqInput), python/sglang/srt/entrypoints/openai/protocol.py (ScoringRequest,
 * V1RerankReqInput, TokenizeRequest), http_server.py (/classify, /model_info, /server_info). The
 * native /classify gives what the head gives; /v1/classify puts a softmax over it, so it is not used.
 * serving_rerank.py refuses a request with any blank text in it.
 */
#include "adapters/http_parts.h"

#include <math.h>

static void put_input(const struct assay_http_query *query, struct assay_arena *arena,
                      struct assay_node *map)
{
    if (query->input == ASSAY_HTTP_TOKENS)
        (void)assay_node_put(arena, map, "input_ids", assay_http_ids_node(query, arena));
    else
        (void)assay_node_put(arena, map, "text", assay_node_of_text(query->text));
}

static void read_meta(const struct assay_node *answer, struct assay_http_reading *reading)
{
    const struct assay_node *meta = assay_node_get(answer, "meta_info");
    double value;

    if (assay_node_number(assay_node_get(meta, "prompt_tokens"), &value) && value > 0.0)
        reading->prompt_tokens = value;
}

/* {"embedding": [x, ...], "meta_info": {...}}, in a list of one where a list was asked about. */
static bool read_classify(const struct assay_http_query *query,
                          const struct assay_node *answer,
                          struct assay_http_reading *reading)
{
    (void)query;
    if (assay_node_is(answer, ASSAY_NODE_LIST)) {
        if (assay_node_count(answer) != 1)
            return assay_http_fault(reading, "another number of results than asked for");
        answer = assay_node_at(answer, 0);
    }
    read_meta(answer, reading);
    return assay_http_read_numbers(assay_node_get(answer, "embedding"), reading,
                                   reading->row);
}

/* The tokens whose probabilities behind prompt and completion are wanted. */
static struct assay_node label_ids(const struct assay_http *http,
                                   struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < http->label_ids; i++)
        (void)assay_node_push(arena, list, assay_node_of_int(http->label_id[i]));
    return *list;
}

static void write_score(const struct assay_http_query *query, struct assay_arena *arena,
                        struct assay_node *map)
{
    assay_http_write_model(query, arena, map);
    (void)assay_node_put(arena, map, "query", assay_node_of_text(query->text));
    (void)assay_node_put(arena, map, "items", assay_http_completions_node(query, arena));
    (void)assay_node_put(arena, map, "label_token_ids", label_ids(query->http, arena));
    (void)assay_node_put(arena, map, "apply_softmax", assay_node_of_bool(false));
    (void)assay_node_put(arena, map, "item_first", assay_node_of_bool(false));
}

/* {"scores": [[p, ...], ...]}: a list an item, in their order. */
static bool read_score(const struct assay_http_query *query,
                       const struct assay_node *answer,
                       struct assay_http_reading *reading)
{
    const struct assay_node *scores = assay_node_get(answer, "scores");

    assay_http_read_usage(answer, reading);
    if (assay_node_count(scores) != query->count)
        return assay_http_fault(reading, "another number of scores than of completions");
    for (size_t i = 0; i < query->count; i++)
        if (!assay_http_read_numbers(assay_node_at(scores, i), reading, &reading->row[i]))
            return false;
    return true;
}

static void write_rerank(const struct assay_http_query *query, struct assay_arena *arena,
                         struct assay_node *map)
{
    (void)assay_node_put(arena, map, "query", assay_node_of_text(query->text));
    (void)assay_node_put(arena, map, "documents",
                         assay_http_completions_node(query, arena));
}

/* [{"score", "document", "index", "meta_info"}, ...], best first. */
static bool read_rerank(const struct assay_http_query *query,
                        const struct assay_node *answer,
                        struct assay_http_reading *reading)
{
    return assay_http_read_joined(query, answer, "score", reading);
}

static void write_generate(const struct assay_http_query *query,
                           struct assay_arena *arena, struct assay_node *map)
{
    struct assay_node *sampling = assay_node_map(arena);

    (void)assay_node_put(arena, sampling, "max_new_tokens", assay_node_of_int(0));
    (void)assay_node_put(arena, sampling, "temperature", assay_node_of_real(0.0));
    put_input(query, arena, map);
    (void)assay_node_put(arena, map, "sampling_params", *sampling);
    (void)assay_node_put(arena, map, "return_logprob", assay_node_of_bool(true));
    (void)assay_node_put(arena, map, "logprob_start_len",
                         assay_node_of_int((int64_t)query->from - 1));
}

/*
 * meta_info.input_token_logprobs: [[log p, id, text or null], ...] from logprob_start_len on, whose
 * first has no log p: the last ones are the completion's.
 */
static bool read_generate(const struct assay_http_query *query,
                          const struct assay_node *answer,
                          struct assay_http_reading *reading)
{
    const struct assay_node *list =
        assay_node_get(assay_node_get(answer, "meta_info"), "input_token_logprobs");
    const size_t n = query->ids - query->from, all = assay_node_count(list);
    struct assay_http_row *row = reading->row;

    read_meta(answer, reading);
    if (all < n)
        return assay_http_fault(reading, "fewer log-probabilities than tokens");
    row->count = row->width = n;
    row->value = assay_arena_new(reading->arena, n, sizeof(*row->value));
    for (size_t i = 0; i < n; i++) {
        const struct assay_node *token = assay_node_at(list, all - n + i);
        const struct assay_node *id = assay_node_at(token, 1);

        if (!assay_node_is(id, ASSAY_NODE_INT) ||
            id->as.integer != query->id[query->from + i])
            return assay_http_fault(reading, "log-probabilities of other tokens");
        if (!assay_node_number(assay_node_at(token, 0), &row->value[i]))
            row->value[i] = (double)NAN;
    }
    return true;
}

static void write_classify(const struct assay_http_query *query,
                           struct assay_arena *arena, struct assay_node *map)
{
    put_input(query, arena, map);
}

static void write_tokenise(const struct assay_http_query *query, bool special,
                           struct assay_arena *arena, struct assay_node *map)
{
    assay_http_write_model(query, arena, map);
    (void)assay_node_put(arena, map, "prompt", assay_node_of_text(query->text));
    (void)assay_node_put(arena, map, "add_special_tokens", assay_node_of_bool(special));
}

static void read_model(const struct assay_node *answer, struct assay_arena *arena,
                       struct assay_http_facts *facts)
{
    facts->model = assay_http_read_text(answer, "model_path", arena);
    facts->revision = assay_http_read_text(answer, "weight_version", arena);
}

static void read_server(const struct assay_node *answer, struct assay_arena *arena,
                        struct assay_http_facts *facts)
{
    facts->version = assay_http_read_text(answer, "version", arena);
}

static const struct assay_http_api apis[] = {
    {"classify", "/classify", ASSAY_HTTP_TEXT | ASSAY_HTTP_TOKENS, ASSAY_HTTP_TEXT,
     ASSAY_HTTP_LABELS, false, write_classify, read_classify},
    {"score", "/v1/score", ASSAY_HTTP_PAIR, ASSAY_HTTP_PAIR, ASSAY_HTTP_LABELS, true,
     write_score, read_score},
    {"rerank", "/v1/rerank", ASSAY_HTTP_PAIR, ASSAY_HTTP_PAIR, ASSAY_HTTP_LABELS, true,
     write_rerank, read_rerank},
    {"generate", "/generate", ASSAY_HTTP_TOKENS, ASSAY_HTTP_TOKENS, ASSAY_HTTP_LOG_PROBS,
     false, write_generate, read_generate},
    {0},
};

static const struct assay_http_probe probes[] = {
    {"/model_info", read_model}, {"/server_info", read_server}, {0}};

/* python/sglang/srt/managers/tokenizer_manager.py: "is longer than the model's context length". */
static const char *const too_long[] = {"longer than the model's context length",
                                       "context length", "too long", NULL};

const struct assay_http_dialect assay_http_sglang = {.name = "sglang",
                                                     .api = apis,
                                                     .probe = probes,
                                                     .tokenise = "/tokenize",
                                                     .write_tokenise = write_tokenise,
                                                     .writes = true,
                                                     .filled = "rerank",
                                                     .too_long = too_long};
