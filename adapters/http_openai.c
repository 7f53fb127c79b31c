/*
 * http_openai.c - servers of OpenAI's interface: log-probabilities of given text through legacy
 * completions that echo their prompt. Chats are in http_chat.c.
 *
 * Source: openai/openai-openapi openapi.yaml, CreateCompletionRequest, CreateCompletionResponse, StopConfiguration;
 * text_offset counts code points, as Python's len does (vllm-project/vllm
 * vllm/entrypoints/openai/completion/serving.py).
 */
#include "adapters/http_parts.h"

#include <math.h>

static void write_completions(const struct assay_http_query *query,
                              struct assay_arena *arena, struct assay_node *map)
{
    assay_http_write_model(query, arena, map);
    (void)assay_node_put(arena, map, "prompt", assay_node_of_text(query->text));
    (void)assay_node_put(arena, map, "max_tokens", assay_node_of_int(1));
    (void)assay_node_put(arena, map, "temperature", assay_node_of_int(0));
    (void)assay_node_put(arena, map, "echo", assay_node_of_bool(true));
    (void)assay_node_put(arena, map, "logprobs", assay_node_of_int(0));
}

static int64_t offset_at(const struct assay_node *offsets, size_t i)
{
    const struct assay_node *at = assay_node_at(offsets, i);

    return assay_node_is(at, ASSAY_NODE_INT) ? at->as.integer : -1;
}

/* The tokens that begin before the end of the text and end behind the prompt. */
static bool read_completions(const struct assay_http_query *query,
                             const struct assay_node *answer,
                             struct assay_http_reading *reading)
{
    const struct assay_node *choice = assay_node_at(assay_node_get(answer, "choices"), 0);
    const struct assay_node *logprobs = assay_node_get(choice, "logprobs");
    const struct assay_node *values = assay_node_get(logprobs, "token_logprobs");
    const struct assay_node *offsets = assay_node_get(logprobs, "text_offset");
    const int64_t all = (int64_t)assay_str_code_points(query->text);
    const size_t n = assay_node_count(values);
    struct assay_http_row *row = reading->row;

    assay_http_read_usage(answer, reading);
    if (n == 0 || n > ASSAY_HTTP_NUMBERS || assay_node_count(offsets) != n)
        return assay_http_fault(reading,
                                "no log-probabilities of the text that was sent");
    row->value = assay_arena_new(reading->arena, n, sizeof(*row->value));
    for (size_t i = 0; i < n; i++) {
        const int64_t from = offset_at(offsets, i);
        const int64_t to = i + 1 < n ? offset_at(offsets, i + 1) : all;

        if (from < 0 || to < 0)
            return assay_http_fault(reading, "text_offset without a number");
        if (from >= all || to <= (int64_t)query->from)
            continue;
        if (!assay_node_number(assay_node_at(values, i), &row->value[row->count]))
            row->value[row->count] = (double)NAN;
        row->count++;
    }
    row->width = row->count;
    return row->count > 0 || assay_http_fault(reading, "no tokens of the completion");
}

static const struct assay_http_api apis[] = {
    {"completions", "/v1/completions", ASSAY_HTTP_TEXT, ASSAY_HTTP_TEXT,
     ASSAY_HTTP_LOG_PROBS, false, write_completions, read_completions},
    {0},
};

static const struct assay_http_probe probes[] = {{"/v1/models", assay_http_read_models},
                                                 {0}};

static const char *const too_long[] = {"context_length_exceeded",
                                       "maximum context length", NULL};

const struct assay_http_dialect assay_http_openai = {.name = "openai",
                                                     .api = apis,
                                                     .probe = probes,
                                                     .writes = true,
                                                     .stops = 4,
                                                     .hottest = 2.0,
                                                     .too_long = too_long};
