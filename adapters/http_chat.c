#include "adapters/http_chat.h"

#include <math.h>
#include <string.h>

enum {
    SEEDS = 0x7fffffff /* servers take no larger ones */
};

/* ---- requests ---- */

static void put_sampling(const struct assay_sampling *sampling, uint64_t seed,
                         struct assay_arena *arena, struct assay_node *map)
{
    (void)assay_node_put(arena, map, "max_tokens",
                         assay_node_of_int((int64_t)sampling->max_tokens));
    (void)assay_node_put(arena, map, "temperature",
                         assay_node_of_real(sampling->temperature));
    (void)assay_node_put(arena, map, "top_p", assay_node_of_real(sampling->top_p));
    if (sampling->top_k > 0)
        (void)assay_node_put(arena, map, "top_k",
                             assay_node_of_int((int64_t)sampling->top_k));
    (void)assay_node_put(arena, map, "seed", assay_node_of_int((int64_t)(seed & SEEDS)));
    if (sampling->stop_count > 0) {
        struct assay_node *stops = assay_node_list(arena);

        for (size_t i = 0; i < sampling->stop_count; i++)
            (void)assay_node_push(arena, stops, assay_node_of_text(sampling->stop[i]));
        (void)assay_node_put(arena, map, "stop", *stops);
    }
}

static void put_model(const struct assay_http *http, struct assay_arena *arena,
                      struct assay_node *map)
{
    const struct assay_http_query query = {.http = http};

    assay_http_write_model(&query, arena, map);
}

void assay_http_chat_write(const struct assay_http *http,
                           const struct assay_http_chat *chat, struct assay_arena *arena,
                           struct assay_node *map)
{
    put_model(http, arena, map);
    (void)assay_node_put(arena, map, "messages", chat->messages);
    put_sampling(chat->sampling, chat->seed, arena, map);
    if (chat->tops == 0)
        return;
    (void)assay_node_put(arena, map, "logprobs", assay_node_of_bool(true));
    (void)assay_node_put(arena, map, "top_logprobs",
                         assay_node_of_int((int64_t)chat->tops));
}

static void write_chat(const struct assay_http_query *query, struct assay_arena *arena,
                       struct assay_node *map)
{
    const struct assay_http_chat chat = {
        .messages = assay_dialogue_messages(query->dialogue, arena),
        .sampling = query->http->sampling,
        .seed = query->seed,
        .tops = query->http->sampling->word_count > 0 ? ASSAY_HTTP_TOPS : 0,
    };

    assay_http_chat_write(query->http, &chat, arena, map);
}

static void write_completions(const struct assay_http_query *query,
                              struct assay_arena *arena, struct assay_node *map)
{
    put_model(query->http, arena, map);
    (void)assay_node_put(arena, map, "prompt", assay_node_of_text(query->text));
    put_sampling(query->http->sampling, query->seed, arena, map);
}

/* ---- answers ---- */

static void read_token(const struct assay_node *node, struct assay_http_token *out)
{
    out->text = assay_node_text(assay_node_get(node, "token"));
    if (!assay_node_number(assay_node_get(node, "logprob"), &out->log_p))
        out->log_p = -(double)INFINITY;
}

/* logprobs.content: [{"token", "logprob", "top_logprobs": [{"token", "logprob"}, ...]}, ...]. */
static void read_tokens(const struct assay_node *list, struct assay_arena *arena,
                        struct assay_http_said *out)
{
    const size_t n = assay_node_count(list);
    struct assay_http_token *token = assay_arena_new(arena, n, sizeof(*token));

    for (size_t i = 0; i < n; i++) {
        const struct assay_node *tops =
            assay_node_get(assay_node_at(list, i), "top_logprobs");
        const size_t count = assay_node_count(tops);
        struct assay_http_token *top = assay_arena_new(arena, count, sizeof(*top));

        read_token(assay_node_at(list, i), &token[i]);
        for (size_t k = 0; k < count; k++)
            read_token(assay_node_at(tops, k), &top[k]);
        token[i].top = top;
        token[i].tops = count;
    }
    out->token = token;
    out->tokens = n;
}

bool assay_http_chat_read(const struct assay_node *answer,
                          struct assay_http_reading *reading, struct assay_http_said *out)
{
    const struct assay_node *choices = assay_node_get(answer, "choices");
    const struct assay_node *choice = assay_node_at(choices, 0);
    const struct assay_node *message = assay_node_get(choice, "message");
    const struct assay_node *content =
        message ? assay_node_get(message, "content") : assay_node_get(choice, "text");
    const struct assay_str refusal = assay_node_text(assay_node_get(message, "refusal"));

    assay_http_read_usage(answer, reading);
    *out = (struct assay_http_said){
        .finish = assay_node_text(assay_node_get(choice, "finish_reason"))};
    if (assay_node_count(choices) != 1)
        return assay_http_fault(reading, "not one choice");
    out->refused =
        refusal.len > 0 || assay_str_equal(out->finish, ASSAY_STR("content_filter"));
    out->text = refusal.len > 0 ? refusal : assay_node_text(content);
    if (!out->refused && !assay_node_is(content, ASSAY_NODE_TEXT))
        return assay_http_fault(reading, "a choice without text");
    read_tokens(assay_node_get(assay_node_get(choice, "logprobs"), "content"),
                reading->arena, out);
    return true;
}

/* How likely the words of the sampling are as the first token; a word that is there twice counts once. */
static void read_words(const struct assay_sampling *sampling,
                       const struct assay_http_said *said,
                       struct assay_http_reading *reading)
{
    double *log_p = assay_arena_new(reading->arena, sampling->word_count, sizeof(*log_p));
    const struct assay_http_token *first = said->tokens > 0 ? said->token : NULL;

    for (size_t i = 0; i < sampling->word_count; i++) {
        log_p[i] = -(double)INFINITY;
        for (size_t k = 0; first && k < first->tops; k++)
            if (assay_str_equal(first->top[k].text, sampling->word[i]))
                log_p[i] = first->top[k].log_p;
    }
    reading->log_p = log_p;
    reading->log_p_count = first && first->tops > 0 ? sampling->word_count : 0;
}

static bool read_text(const struct assay_http_query *query,
                      const struct assay_node *answer, struct assay_http_reading *reading)
{
    struct assay_http_said said;

    if (!assay_http_chat_read(answer, reading, &said))
        return false;
    read_words(query->http->sampling, &said, reading);
    reading->text = said.text;
    reading->refused = said.refused;
    return true;
}

const struct assay_http_api assay_http_texts[] = {
    {"chat", "/v1/chat/completions", ASSAY_HTTP_MESSAGES, ASSAY_HTTP_MESSAGES,
     ASSAY_HTTP_TEXTS, false, write_chat, read_text},
    {"completions", "/v1/completions", ASSAY_HTTP_TEXT, ASSAY_HTTP_TEXT, ASSAY_HTTP_TEXTS,
     false, write_completions, read_text},
    {0},
};
