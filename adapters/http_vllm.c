/*
 * http_vllm.c - vLLM's server.
 *
 * Source: vllm-project/vllm vllm/entrypoints/pooling/{base,classify,pooling,scoring}/protocol.py,
 * vllm/entrypoints/openai/completion/protocol.py, vllm/entrypoints/serve/tokenize/protocol.py.
 * Scores are raw only where use_activation is false: else one label goes through a sigmoid and
 * several through a softmax. vllm/sampling_params.py and VLLM_MAX_STOP_STRINGS limit what is written.
 */
#include "adapters/http_parts.h"

#include <math.h>

/* ClassificationChatRequest or ClassificationCompletionRequest, and their like of /pooling. */
static void write_classify(const struct assay_http_query *query,
                           struct assay_arena *arena, struct assay_node *map)
{
    assay_http_write_model(query, arena, map);
    if (query->input == ASSAY_HTTP_MESSAGES) {
        (void)assay_node_put(arena, map, "messages",
                             assay_dialogue_messages(query->dialogue, arena));
        (void)assay_node_put(arena, map, "add_generation_prompt",
                             assay_node_of_bool(false));
    } else if (query->input == ASSAY_HTTP_TOKENS) {
        (void)assay_node_put(arena, map, "input", assay_http_ids_node(query, arena));
    } else {
        (void)assay_node_put(arena, map, "input", assay_node_of_text(query->text));
    }
    (void)assay_node_put(arena, map, "add_special_tokens",
                         assay_node_of_bool(query->input == ASSAY_HTTP_TEXT &&
                                            assay_http_adds_special(query->http)));
    (void)assay_node_put(arena, map, "use_activation", assay_node_of_bool(false));
}

/* The only element of data, whose index is 0. */
static const struct assay_node *only(const struct assay_node *answer,
                                     struct assay_http_reading *reading)
{
    const struct assay_node *data = assay_node_get(answer, "data");
    const struct assay_node *first = assay_node_at(data, 0);
    const struct assay_node *index = assay_node_get(first, "index");

    assay_http_read_usage(answer, reading);
    if (assay_node_count(data) != 1 || !assay_node_is(index, ASSAY_NODE_INT) ||
        index->as.integer != 0) {
        (void)assay_http_fault(reading, "data is not one result of index 0");
        return NULL;
    }
    return first;
}

static bool read_classify(const struct assay_http_query *query,
                          const struct assay_node *answer,
                          struct assay_http_reading *reading)
{
    const struct assay_node *result = only(answer, reading);
    const struct assay_node *classes = assay_node_get(result, "num_classes");

    (void)query;
    if (!result)
        return false;
    if (!assay_http_read_numbers(assay_node_get(result, "probs"), reading, reading->row))
        return false;
    if (assay_node_is(classes, ASSAY_NODE_INT) &&
        classes->as.integer != (int64_t)reading->row->count)
        return assay_http_fault(reading, "num_classes is not the number of probs");
    return true;
}

/* data: [x, ...] of the whole, or [[x, ...], ...] token by token. */
static bool read_pooling(const struct assay_http_query *query,
                         const struct assay_node *answer,
                         struct assay_http_reading *reading)
{
    const struct assay_node *result = only(answer, reading);
    const struct assay_node *data = assay_node_get(result, "data");
    const size_t steps = assay_node_count(data);
    const size_t width = assay_node_count(assay_node_at(data, 0));
    struct assay_http_row *row = reading->row;

    (void)query;
    if (!result)
        return false;
    if (width == 0)
        return assay_http_read_numbers(data, reading, row);
    if (steps > ASSAY_HTTP_NUMBERS / width)
        return assay_http_fault(reading, "too many numbers");
    row->value = assay_arena_new(reading->arena, steps * width, sizeof(*row->value));
    for (size_t i = 0; i < steps; i++) {
        struct assay_http_row token = {0};

        if (!assay_http_read_numbers(assay_node_at(data, i), reading, &token) ||
            token.count != width)
            return assay_http_fault(reading, "tokens with unlike numbers of labels");
        for (size_t k = 0; k < width; k++)
            row->value[i * width + k] = token.value[k];
    }
    row->count = steps * width;
    row->width = width;
    return true;
}

/* ScoreTextRequest. */
static void write_score(const struct assay_http_query *query, struct assay_arena *arena,
                        struct assay_node *map)
{
    assay_http_write_model(query, arena, map);
    (void)assay_node_put(arena, map, "text_1", assay_node_of_text(query->text));
    (void)assay_node_put(arena, map, "text_2", assay_http_completions_node(query, arena));
    (void)assay_node_put(arena, map, "use_activation", assay_node_of_bool(false));
}

static bool read_score(const struct assay_http_query *query,
                       const struct assay_node *answer,
                       struct assay_http_reading *reading)
{
    assay_http_read_usage(answer, reading);
    return assay_http_read_joined(query, assay_node_get(answer, "data"), "score",
                                  reading);
}

/* CompletionRequest: one token has to be written, which nobody looks at. */
static void write_completions(const struct assay_http_query *query,
                              struct assay_arena *arena, struct assay_node *map)
{
    assay_http_write_model(query, arena, map);
    (void)assay_node_put(arena, map, "prompt", assay_http_ids_node(query, arena));
    (void)assay_node_put(arena, map, "max_tokens", assay_node_of_int(1));
    (void)assay_node_put(arena, map, "temperature", assay_node_of_real(0.0));
    (void)assay_node_put(arena, map, "prompt_logprobs", assay_node_of_int(0));
}

/* [null, {"<id>": {"logprob": x, "rank": n, "decoded_token": text}, ...}, ...]: a map a token. */
static bool read_completions(const struct assay_http_query *query,
                             const struct assay_node *answer,
                             struct assay_http_reading *reading)
{
    const struct assay_node *choice = assay_node_at(assay_node_get(answer, "choices"), 0);
    const struct assay_node *tokens = assay_node_get(choice, "prompt_logprobs");
    struct assay_http_row *row = reading->row;

    assay_http_read_usage(answer, reading);
    if (assay_node_count(tokens) != query->ids)
        return assay_http_fault(reading,
                                "prompt_logprobs has not one element for each token");
    row->count = row->width = query->ids - query->from;
    row->value = assay_arena_new(reading->arena, row->count, sizeof(*row->value));
    for (size_t i = 0; i < row->count; i++) {
        const size_t at = query->from + i;
        const struct assay_node *own = assay_node_get(
            assay_node_at(tokens, at),
            assay_arena_printf(reading->arena, "%lld", (long long)query->id[at]));
        double value;

        if (!own)
            return assay_http_fault(reading, "prompt_logprobs of other tokens");
        row->value[i] = assay_node_number(assay_node_get(own, "logprob"), &value)
                            ? value
                            : (double)NAN;
    }
    return true;
}

/* TokenizeChatRequest or TokenizeCompletionRequest. */
static void write_tokenise(const struct assay_http_query *query, bool special,
                           struct assay_arena *arena, struct assay_node *map)
{
    assay_http_write_model(query, arena, map);
    if (query->input == ASSAY_HTTP_MESSAGES) {
        (void)assay_node_put(arena, map, "messages",
                             assay_dialogue_messages(query->dialogue, arena));
        (void)assay_node_put(arena, map, "add_generation_prompt",
                             assay_node_of_bool(query->dialogue.next));
        (void)assay_node_put(arena, map, "add_special_tokens", assay_node_of_bool(false));
        return;
    }
    (void)assay_node_put(arena, map, "prompt", assay_node_of_text(query->text));
    (void)assay_node_put(arena, map, "add_special_tokens", assay_node_of_bool(special));
}

/* GET /version: {"version": text}. */
static void read_version(const struct assay_node *answer, struct assay_arena *arena,
                         struct assay_http_facts *facts)
{
    facts->version = assay_http_read_text(answer, "version", arena);
}

static const struct assay_http_api apis[] = {
    {"classify", "/classify", ASSAY_HTTP_MESSAGES | ASSAY_HTTP_TEXT | ASSAY_HTTP_TOKENS,
     ASSAY_HTTP_MESSAGES, ASSAY_HTTP_LABELS, false, write_classify, read_classify},
    {"pooling", "/pooling", ASSAY_HTTP_MESSAGES | ASSAY_HTTP_TEXT | ASSAY_HTTP_TOKENS,
     ASSAY_HTTP_MESSAGES, ASSAY_HTTP_STEPS, false, write_classify, read_pooling},
    {"score", "/score", ASSAY_HTTP_PAIR, ASSAY_HTTP_PAIR, ASSAY_HTTP_LABELS, true,
     write_score, read_score},
    {"completions", "/v1/completions", ASSAY_HTTP_TOKENS, ASSAY_HTTP_TOKENS,
     ASSAY_HTTP_LOG_PROBS, false, write_completions, read_completions},
    {0},
};

static const struct assay_http_probe probes[] = {
    {"/version", read_version}, {"/v1/models", assay_http_read_models}, {0}};

/* vllm/entrypoints/openai, vllm/renderers: "maximum context length is N tokens", "longer than". */
static const char *const too_long[] = {"maximum context length", "max_model_len",
                                       "longer than the maximum", "too long", NULL};

const struct assay_http_dialect assay_http_vllm = {.name = "vllm",
                                                   .api = apis,
                                                   .probe = probes,
                                                   .tokenise = "/tokenize",
                                                   .write_tokenise = write_tokenise,
                                                   .tokenises_messages = true,
                                                   .writes = true,
                                                   .stops = 4,
                                                   .hottest = 2.0,
                                                   .too_long = too_long};
