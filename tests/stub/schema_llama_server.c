/*
 * schema_llama_server.c - what llama.cpp's server takes, with four slots.
 *
 * ggml-org/llama.cpp at de3ff815ea7d559ee917f063901b8986f038abc6 (v0.5.0, 28 September 2026), MIT. An
 * invalid_argument is refused with 400, what another exception ends with 500 (tools/server/server.cpp:60);
 * a completion's exceptions are all 400 (tools/server/server-context.cpp:4343). Values out of limits that
 * are not `hard` are moved to the nearest one, so a temperature of -1 is taken.
 */
#include "tests/stub/stub.h"

#define CONTEXT "tools/server/server-context.cpp:"
#define PARTS   "tools/server/server-common.cpp:"
#define SCHEMA  "tools/server/server-schema.cpp:"

/* ---- /tokenize: without content it gives no tokens ---- */

static const struct stub_field tokenize_members[] = {
    {"content", "text | [text | int] | null", CONTEXT "5088, " PARTS "867"},
    {"add_special", "bool | null", CONTEXT "5089"},
    {"parse_special", "bool | null", CONTEXT "5090"},
    {"with_pieces", "bool | null", CONTEXT "5091"},
    {0}};

const struct stub_schema stub_llama_tokenize = {.status = 500,
                                                .members = {tokenize_members}};

/* ---- what is to be read: a text, ids, a mixture, or several of them ---- */

static const struct stub_field prompt_members[] = {
    {"prompt_string", "required text", PARTS "982"}, {0}};

static const struct stub_schema prompt_map = {.status = 500, .members = {prompt_members}};

#define PROMPT "text 1.. | [int | text] 1.. | [text | [int | text] 1.. | map] 1.. | map"

/* ---- /embedding ---- */

static const struct stub_field embedding_members[] = {
    {"input", PROMPT, CONTEXT "5406, " PARTS "1017, " PARTS "1025"},
    {"content", PROMPT, CONTEXT "5408, " PARTS "1017, " PARTS "1025"},
    {"encoding_format", "text", CONTEXT "5417"},
    {"embd_normalize", "int", CONTEXT "5437"},
    {"model", "text | null", PARTS "1463"},
    {0}};

/* base64 or float; the answer of these servers is for the latter alone. */
static bool is_another_format(const struct assay_node *map)
{
    const struct assay_node *format = assay_node_get(map, "encoding_format");

    return format && !assay_str_equal(assay_node_text(format), ASSAY_STR("float"));
}

static const struct stub_rule embedding_rules[] = {
    {STUB_EITHER, "input | content", CONTEXT "5406", 400}, {0}};

static const struct stub_check embedding_checks[] = {
    {"encoding_format", CONTEXT "5421", 400, is_another_format}, {0}};

static const struct stub_inside llama_embedding_inside[] = {
    {"input", &prompt_map}, {"content", &prompt_map}, {0}};

const struct stub_schema stub_llama_embedding = {.status = 500,
                                                 .members = {embedding_members},
                                                 .inside = llama_embedding_inside,
                                                 .rules = {embedding_rules},
                                                 .checks = {embedding_checks}};

/* ---- /v1/rerank ---- */

static const struct stub_field rerank_members[] = {
    {"model", "text | null", PARTS "1509"},
    {"query", "required text", CONTEXT "5162, " CONTEXT "5164, " CONTEXT "5169"},
    {"documents", "[text] 1..", CONTEXT "5173, " CONTEXT "5175"},
    {"texts", "[text] 1..", CONTEXT "5174, " CONTEXT "5175"},
    {"top_n", "int | null", CONTEXT "5180"},
    {"return_text", "bool | null", PARTS "1483"},
    {0}};

static const struct stub_rule rerank_rules[] = {
    {STUB_EITHER, "documents | texts", CONTEXT "5175", 400}, {0}};

const struct stub_schema stub_llama_rerank = {
    .status = 400, .unread = 500, .members = {rerank_members}, .rules = {rerank_rules}};

/* ---- /completion and /v1/completions: make_llama_cmpl_schema ---- */

static const struct stub_field completion_members[] = {
    {"prompt", PROMPT, CONTEXT "4277, " PARTS "1017, " PARTS "1025"},
    {"model", "text | null", CONTEXT "4329"},
    {"stream", "bool | null", SCHEMA "23"},
    {"cache_prompt", "bool | null", SCHEMA "31"},
    {"return_tokens", "bool | null", SCHEMA "34"},
    {"n_predict", "number -1.. | null", SCHEMA "44"},
    {"max_completion_tokens", "number -1.. | null", SCHEMA "46"},
    {"max_tokens", "number -1.. | null", SCHEMA "47"},
    {"n_keep", "number -1.. | null", SCHEMA "54"},
    {"n_discard", "number 0.. | null", SCHEMA "58"},
    {"n_cmpl", "number 1..4 | null", SCHEMA "62"},
    {"n", "number 1..4 | null", SCHEMA "64"},
    {"t_max_predict_ms", "number -1.. | null", SCHEMA "74"},
    {"top_k", "number | null", SCHEMA "89"},
    {"top_p", "number | null", SCHEMA "93"},
    {"min_p", "number | null", SCHEMA "97"},
    {"typical_p", "number | null", SCHEMA "112"},
    {"temperature", "number | null", SCHEMA "116"},
    {"repeat_last_n", "number 0.. | null", SCHEMA "126"},
    {"repeat_penalty", "number | null", SCHEMA "130"},
    {"frequency_penalty", "number | null", SCHEMA "133"},
    {"presence_penalty", "number | null", SCHEMA "136"},
    {"dry_allowed_length", "number 0.. | null", SCHEMA "149"},
    {"dry_penalty_last_n", "number 0.. | null", SCHEMA "153"},
    {"mirostat", "number | null", SCHEMA "157"},
    {"seed", "number | null", SCHEMA "176"},
    {"n_probs", "number | null", SCHEMA "179"},
    {"min_keep", "number 0.. | null", SCHEMA "183"},
    {"post_sampling_probs", "bool | null", SCHEMA "190"},
    {"json_schema", "map | null", SCHEMA "252"},
    {"grammar", "text | null", SCHEMA "253"},
    {"echo", "bool | null", SCHEMA "334"},
    {"logit_bias", "any", SCHEMA "434"},
    {"ignore_eos", "bool | null", SCHEMA "475"},
    {"stop", "text | [text] | null", SCHEMA "487"},
    {"samplers", "text | [text] | null", SCHEMA "505"},
    {"id_slot", "int | null", CONTEXT "4323"},
    {0}};

/* Under the name that OpenAI's interface has for n_probs. */
static const struct stub_field completion_probs[] = {
    {"logprobs", "number | null", SCHEMA "180"}, {0}};

static const struct stub_rule completion_rules[] = {
    {STUB_EITHER, "prompt", CONTEXT "4277", 400}, {0}};

static const struct stub_inside llama_completion_inside[] = {{"prompt", &prompt_map},
                                                             {0}};

const struct stub_schema stub_llama_completion = {
    .status = 400,
    .unread = 500,
    .members = {completion_members, completion_probs},
    .inside = llama_completion_inside,
    .rules = {completion_rules}};

/* ---- /v1/chat/completions: oaicompat_chat_params_parse, then the same ---- */

static const struct stub_field message_members[] = {
    {"role", "required text", PARTS "1215, common/chat.cpp:387"},
    {"content", "text | [map] | null", PARTS "1228, " PARTS "1233"},
    {"name", "text | null", "common/chat.cpp:456"},
    {"tool_calls", "[map] | null", PARTS "1220"},
    {"reasoning_content", "text | null", "common/chat.cpp:453"},
    {0}};

static const struct stub_rule message_rules[] = {
    {STUB_EITHER, "content | tool_calls", PARTS "1216, " PARTS "1220", 400}, {0}};

static const struct stub_schema message = {
    .status = 400, .members = {message_members}, .rules = {message_rules}};

static const struct stub_field chat_members[] = {
    {"messages", "required [map]", PARTS "1207, " PARTS "1211"},
    {"logprobs", "bool | null", PARTS "1407"},
    {"top_logprobs", "int | null", PARTS "1411"},
    {"response_format", "map | null", PARTS "1186"},
    {"add_generation_prompt", "bool | null", PARTS "1298"},
    {"continue_final_message", "bool | 'reasoning_content' | 'content'",
     PARTS "1299, common/chat.cpp:622"},
    {"chat_template_kwargs", "map | null", PARTS "1332"},
    {"reasoning_effort", "text | null", PARTS "1349"},
    {"tools", "[map] | null", PARTS "1158"},
    {0}};

/* add_generation_prompt is true unless it is said to be false. */
static bool goes_on_twice(const struct assay_node *map)
{
    const struct assay_node *begins = assay_node_get(map, "add_generation_prompt");

    return stub_holds(assay_node_get(map, "continue_final_message")) &&
           (!begins || assay_node_is(begins, ASSAY_NODE_NULL) || stub_holds(begins));
}

static const struct stub_rule chat_rules[] = {
    {STUB_NEEDS, "top_logprobs logprobs", PARTS "1412", 400},
    {STUB_NOT_BOTH, "json_schema grammar", PARTS "1181", 500},
    {0}};

static const struct stub_check chat_checks[] = {
    {"continue_final_message add_generation_prompt", PARTS "1310", 400, goes_on_twice},
    {0}};

static const struct stub_inside llama_chat_inside[] = {
    {"messages", &message}, {"prompt", &prompt_map}, {0}};

const struct stub_schema stub_llama_chat = {.status = 400,
                                            .unread = 500,
                                            .members = {chat_members, completion_members},
                                            .inside = llama_chat_inside,
                                            .rules = {chat_rules},
                                            .checks = {chat_checks}};
