/*
 * http_tei.c - Text Embeddings Inference.
 *
 * Source: huggingface/text-embeddings-inference router/src/http/types.rs (PredictRequest,
 * PredictInput, Prediction, RerankRequest, Rank), router/src/http/server.rs. Predictions come best
 * first, so labels are put into the order of their names; truncate false makes a text that is too
 * long an error (413, 422) and not a silent cut.
 */
#include "adapters/http_parts.h"

#include <stdlib.h>
#include <string.h>

static void put_settings(struct assay_arena *arena, struct assay_node *map)
{
    (void)assay_node_put(arena, map, "raw_scores", assay_node_of_bool(true));
    (void)assay_node_put(arena, map, "truncate", assay_node_of_bool(false));
}

static void write_predict(const struct assay_http_query *query, struct assay_arena *arena,
                          struct assay_node *map)
{
    struct assay_node inputs = assay_node_of_text(query->text);

    if (query->input == ASSAY_HTTP_PAIR) {
        struct assay_node *pair = assay_node_list(arena);

        (void)assay_node_push(arena, pair, assay_node_of_text(query->text));
        (void)assay_node_push(arena, pair, assay_node_of_text(query->completions[0]));
        inputs = *pair;
    }
    (void)assay_node_put(arena, map, "inputs", inputs);
    put_settings(arena, map);
}

/* A label and its place: LABEL_10 comes behind LABEL_9. */
struct prediction {
    struct assay_str label;
    const struct assay_node *score;
};

static int by_label(const void *left, const void *right)
{
    const struct prediction *a = left, *b = right;

    if (a->label.len != b->label.len && assay_str_starts(a->label, ASSAY_STR("LABEL_")) &&
        assay_str_starts(b->label, ASSAY_STR("LABEL_")))
        return a->label.len < b->label.len ? -1 : 1;
    return assay_str_compare(a->label, b->label);
}

/* The one label that was asked for, or all of them. */
static bool read_labels(const struct assay_http *http, struct prediction *at, size_t n,
                        struct assay_http_reading *reading)
{
    struct assay_http_row *row = reading->row;

    row->value = assay_arena_new(reading->arena, n, sizeof(*row->value));
    for (size_t i = 0; i < n; i++) {
        struct assay_http_row one;

        assay_http_read_one(at[i].score, reading, &one);
        row->value[i] = one.value[0];
        if (http->label && assay_str_equal(at[i].label, assay_str_of(http->label))) {
            *row = one;
            return true;
        }
    }
    row->count = row->width = n;
    return !http->label || assay_http_fault(reading, "no such label");
}

static bool read_predict(const struct assay_http_query *query,
                         const struct assay_node *answer,
                         struct assay_http_reading *reading)
{
    const size_t n = assay_node_count(answer);
    struct prediction *at;

    if (!assay_node_is(answer, ASSAY_NODE_LIST) || n == 0 || n > ASSAY_HTTP_NUMBERS)
        return assay_http_fault(reading, "no list of predictions");
    at = assay_arena_new(reading->arena, n, sizeof(*at));
    for (size_t i = 0; i < n; i++) {
        const struct assay_node *one = assay_node_at(answer, i);

        at[i].label = assay_node_text(assay_node_get(one, "label"));
        at[i].score = assay_node_get(one, "score");
        if (!assay_node_is(assay_node_get(one, "label"), ASSAY_NODE_TEXT) || !at[i].score)
            return assay_http_fault(reading, "a prediction without label or score");
    }
    qsort(at, n, sizeof(*at), by_label);
    for (size_t i = 1; i < n; i++)
        if (assay_str_equal(at[i - 1].label, at[i].label))
            return assay_http_fault(reading, "two predictions of one label");
    return read_labels(query->http, at, n, reading);
}

static void write_rerank(const struct assay_http_query *query, struct assay_arena *arena,
                         struct assay_node *map)
{
    (void)assay_node_put(arena, map, "query", assay_node_of_text(query->text));
    (void)assay_node_put(arena, map, "texts", assay_http_completions_node(query, arena));
    put_settings(arena, map);
    (void)assay_node_put(arena, map, "return_text", assay_node_of_bool(false));
}

static bool read_rerank(const struct assay_http_query *query,
                        const struct assay_node *answer,
                        struct assay_http_reading *reading)
{
    return assay_http_read_joined(query, answer, "score", reading);
}

/* GET /info: router/src/lib.rs, Info. More texts than max_client_batch_size are refused. */
static void read_info(const struct assay_node *answer, struct assay_arena *arena,
                      struct assay_http_facts *facts)
{
    facts->version = assay_http_read_text(answer, "version", arena);
    facts->model = assay_http_read_text(answer, "model_id", arena);
    facts->revision = assay_http_read_text(answer, "model_sha", arena);
    facts->type = assay_http_read_text(answer, "model_dtype", arena);
    facts->most = assay_node_size(answer, "max_client_batch_size");
}

static const struct assay_http_api apis[] = {
    {"predict", "/predict", ASSAY_HTTP_TEXT | ASSAY_HTTP_PAIR, ASSAY_HTTP_TEXT,
     ASSAY_HTTP_LABELS, false, write_predict, read_predict},
    {"rerank", "/rerank", ASSAY_HTTP_PAIR, ASSAY_HTTP_PAIR, ASSAY_HTTP_LABELS, true,
     write_rerank, read_rerank},
    {0},
};

static const struct assay_http_probe probes[] = {{"/info", read_info}, {0}};

/* core/src/tokenization.rs: "`inputs` must have less than N tokens. Given: M". */
static const char *const too_long[] = {"must have less than", NULL};

const struct assay_http_dialect assay_http_tei = {
    .name = "tei", .api = apis, .probe = probes, .too_long = too_long};
