/*
 * schema_tei.c - what Text Embeddings Inference takes.
 *
 * huggingface/text-embeddings-inference at 0d124dc9773be6ac5a9a57d8439aba9bbbf33273 (24 July 2026),
 * Apache-2.0. A body that is no JSON is refused with 400, one that does not fit with 422, by axum's Json;
 * what is empty with 400 and what is invalid otherwise with 422 (router/src/http/server.rs:1891).
 */
#include "tests/stub/stub.h"

#define TYPES  "router/src/http/types.rs:"
#define SERVER "router/src/http/server.rs:"

enum {
    MOST = 32 /* router/src/main.rs:81 */
};

/* What both requests have. */
#define SIDES "'Left' | 'left' | 'Right' | 'right'"

static const struct stub_field predict_members[] = {
    {"inputs", "required text | [text] 1..2 | [[text] 1..2] 1..",
     TYPES "216, " TYPES "94, " TYPES "105, " TYPES "87"},
    {"truncate", "bool | null", TYPES "218"},
    {"truncation_direction", SIDES, TYPES "221, " TYPES "198, " TYPES "200"},
    {"raw_scores", "bool", TYPES "224"},
    {0}};

static bool is_too_many(const struct assay_node *list)
{
    return assay_node_is(list, ASSAY_NODE_LIST) && assay_node_count(list) > MOST;
}

static bool are_too_many_inputs(const struct assay_node *map)
{
    return is_too_many(assay_node_get(map, "inputs"));
}

/* A text, or a text and its pair, of no bytes. */
static bool is_nothing(const struct assay_node *input)
{
    return assay_node_text(input).len == 0 &&
           assay_node_text(assay_node_at(input, 0)).len == 0 &&
           assay_node_text(assay_node_at(input, 1)).len == 0;
}

static bool is_empty_input(const struct assay_node *map)
{
    const struct assay_node *inputs = assay_node_get(map, "inputs");

    if (!assay_node_is(assay_node_at(inputs, 0), ASSAY_NODE_LIST))
        return is_nothing(inputs);
    for (size_t i = 0; i < assay_node_count(inputs); i++)
        if (is_nothing(assay_node_at(inputs, i)))
            return true;
    return false;
}

static const struct stub_check predict_checks[] = {
    {"inputs", SERVER "205, router/src/main.rs:81", 422, are_too_many_inputs},
    {"inputs", "core/src/tokenization.rs:76", 400, is_empty_input},
    {0}};

const struct stub_schema stub_tei_predict = {.status = 422,
                                             .unread = 400,
                                             .members = {predict_members},
                                             .checks = {predict_checks}};

static const struct stub_field rerank_members[] = {
    {"query", "required text", TYPES "245"},
    {"texts", "required [text]", TYPES "247"},
    {"truncate", "bool | null", TYPES "250"},
    {"truncation_direction", SIDES, TYPES "253, " TYPES "198, " TYPES "200"},
    {"raw_scores", "bool", TYPES "256"},
    {"return_text", "bool", TYPES "259"},
    {0}};

static bool are_too_many_texts(const struct assay_node *map)
{
    return is_too_many(assay_node_get(map, "texts"));
}

/* A pair of an empty query with an empty text. */
static bool has_empty_pair(const struct assay_node *map)
{
    const struct assay_node *texts = assay_node_get(map, "texts");

    for (size_t i = 0; i < assay_node_count(texts); i++)
        if (assay_node_text(assay_node_at(texts, i)).len == 0)
            return assay_node_text(assay_node_get(map, "query")).len == 0;
    return false;
}

static const struct stub_rule rerank_rules[] = {{STUB_FILLED, "texts", SERVER "320", 400},
                                                {0}};

static const struct stub_check rerank_checks[] = {
    {"texts", SERVER "381, router/src/main.rs:81", 422, are_too_many_texts},
    {"query texts", "core/src/tokenization.rs:76", 400, has_empty_pair},
    {0}};

const struct stub_schema stub_tei_rerank = {.status = 422,
                                            .unread = 400,
                                            .members = {rerank_members},
                                            .rules = {rerank_rules},
                                            .checks = {rerank_checks}};
