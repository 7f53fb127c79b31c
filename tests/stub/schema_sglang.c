/*
 * schema_sglang.c - what SGLang takes.
 *
 * sgl-project/sglang at f019f0b064ff13ef0700088f37dd44cd0d791b8d (17 August 2026), Apache-2.0; paths are
 * below python/sglang/srt. What does not fit the schema is refused with 400
 * (entrypoints/http_server.py:582), as are the ValueErrors of later checks (entrypoints/http_server.py:942).
 */
#include "tests/stub/stub.h"

#include <string.h>

#define IO       "managers/io_struct.py:"
#define PROTOCOL "entrypoints/openai/protocol.py:"
#define SAMPLING "sampling/sampling_params.py:"
#define RERANK   "entrypoints/openai/serving_rerank.py:"
#define SCORE    "managers/tokenizer_manager_score_mixin.py:"

/* ---- /classify: EmbeddingReqInput ---- */

static const struct stub_field embedding_members[] = {
    {"rid", "text | [text] | null", IO "1074"},
    {"text", "text | [text] | [[text]] | null", IO "1076"},
    {"input_ids", "[int] 1.. | [[int]] 1.. | null", IO "1078, " IO "1185"},
    {"image_data", "any", IO "1087"},
    {"video_data", "any", IO "1089"},
    {"audio_data", "any", IO "1091"},
    {"embed_override_token_id", "int | null", IO "1093"},
    {"sampling_params", "map | [map] | null", IO "1102"},
    {"log_metrics", "bool", IO "1104"},
    {"modalities", "[text] | null", IO "1106"},
    {"is_cross_encoder_request", "bool", IO "1108"},
    {"lora_path", "text | [text | null] | null", IO "1110"},
    {"routing_key", "text | null", IO "1117"},
    {"background", "bool", IO "1123"},
    {"priority", "int | null", IO "1126"},
    {"dimensions", "int | null", IO "1129"},
    {"return_pooled_hidden_states", "bool", IO "1131"},
    {"return_prompt_token_ids", "bool", IO "1133"},
    {0}};

static bool has_double(const struct assay_node *map)
{
    const struct assay_node *list = assay_node_get(map, "rid");

    for (size_t i = 0; i < assay_node_count(list); i++)
        for (size_t k = 0; k < i; k++)
            if (assay_node_equal(assay_node_at(list, i), assay_node_at(list, k)))
                return true;
    return false;
}

static const struct stub_rule embedding_rules[] = {
    {STUB_EITHER, "text | input_ids | image_data", IO "1162", 400},
    {STUB_NOT_BOTH, "text input_ids", IO "1168", 400},
    {0}};

static const struct stub_check embedding_checks[] = {{"rid", IO "1153", 400, has_double},
                                                     {0}};

const struct stub_schema stub_sglang_classify = {.status = 400,
                                                 .members = {embedding_members},
                                                 .rules = {embedding_rules},
                                                 .checks = {embedding_checks}};

/* ---- /generate: GenerateReqInput and its SamplingParams ---- */

static const struct stub_field sampling_members[] = {
    {"max_new_tokens", "int 0.. | null", SAMPLING "54, " SAMPLING "184"},
    {"stop", "text | [text] | null", SAMPLING "55"},
    {"stop_token_ids", "[int] | null", SAMPLING "58"},
    {"stop_regex", "text | [text] | null", SAMPLING "59"},
    {"temperature", "number 0.. | null", SAMPLING "62, " SAMPLING "152"},
    {"top_p", "number >0..1 | null", SAMPLING "63, " SAMPLING "156"},
    {"top_k", "int -1 | int 1.. | null", SAMPLING "64, " SAMPLING "160"},
    {"min_p", "number 0..1 | null", SAMPLING "65, " SAMPLING "158"},
    {"frequency_penalty", "number -2..2 | null", SAMPLING "66, " SAMPLING "164"},
    {"presence_penalty", "number -2..2 | null", SAMPLING "67, " SAMPLING "169"},
    {"repetition_penalty", "number >0..2 | null", SAMPLING "68, " SAMPLING "173"},
    {"min_new_tokens", "int 0.. | null", SAMPLING "69, " SAMPLING "178"},
    {"n", "int 1.. | null", SAMPLING "70"},
    {"json_schema", "text | null", SAMPLING "71"},
    {"regex", "text | null", SAMPLING "72"},
    {"ebnf", "text | null", SAMPLING "73"},
    {"structural_tag", "text | null", SAMPLING "74"},
    {"ignore_eos", "bool", SAMPLING "75"},
    {"skip_special_tokens", "bool", SAMPLING "76"},
    {"spaces_between_special_tokens", "bool", SAMPLING "77"},
    {"no_stop_trim", "bool", SAMPLING "78"},
    {"logit_bias", "map | null", SAMPLING "80"},
    {"sampling_seed", "int | null", SAMPLING "81"},
    {0}};

static bool wants_too_much(const struct assay_node *map)
{
    return stub_whole(map, "min_new_tokens", 0) > stub_whole(map, "max_new_tokens", 128);
}

static bool has_two_grammars(const struct assay_node *map)
{
    static const char *const names[] = {"json_schema", "regex", "ebnf", "structural_tag"};
    size_t n = 0;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        n += assay_node_is(assay_node_get(map, names[i]), ASSAY_NODE_TEXT);
    return n > 1;
}

static const struct stub_check sampling_checks[] = {
    {"min_new_tokens max_new_tokens", SAMPLING "188", 400, wants_too_much},
    {"json_schema regex ebnf", SAMPLING "207", 400, has_two_grammars},
    {0}};

static const struct stub_schema sampling = {
    .status = 400, .members = {sampling_members}, .checks = {sampling_checks}};

static const struct stub_field generate_members[] = {
    {"rid", "text | [text] | null", IO "163"},
    {"session_id", "text | null", IO "166"},
    {"text", "text | [text] | null", IO "168"},
    {"input_ids", "[int] 1.. | [[int]] 1.. | null", IO "171, " IO "441"},
    {"image_data", "any", IO "183"},
    {"sampling_params", "map | [map] 1.. | null", IO "208"},
    {"return_logprob", "bool | [bool] | null", IO "210"},
    {"logprob_start_len", "int | [int] | null", IO "213"},
    {"top_logprobs_num", "int | [int] | null", IO "215"},
    {"token_ids_logprob", "[int 0..] | [[int 0..]] | null",
     IO "217, managers/tokenizer_manager.py:1338"},
    {"return_text_in_logprobs", "bool", IO "221"},
    {"return_flat_raw_top_logprobs", "bool", IO "224"},
    {"return_flat_raw_top_logprobs_b64", "bool", IO "226"},
    {"stream", "bool", IO "228"},
    {"log_metrics", "bool", IO "230"},
    {"return_hidden_states", "'last' | bool", IO "232"},
    {"modalities", "[text] | null", IO "244"},
    {"session_params", "map | null", IO "246"},
    {"lora_path", "text | [text | null] | null", IO "249"},
    {"priority", "int | null", IO "295"},
    {"extra_key", "text | [text] | null", IO "297"},
    {"return_prompt_token_ids", "bool", IO "309"},
    {"cache_salt", "text | [text] | null", IO "337"},
    {0}};

static const struct stub_rule generate_rules[] = {
    {STUB_EITHER, "text | input_ids", IO "403", 400},
    {STUB_NEEDS, "return_flat_raw_top_logprobs_b64 return_flat_raw_top_logprobs",
     IO "423", 400},
    {STUB_NOT_BOTH, "session_id session_params", IO "390", 400},
    {0}};

static const struct stub_check generate_checks[] = {{"rid", IO "349", 400, has_double},
                                                    {0}};

static const struct stub_inside sglang_generate_inside[] = {
    {"sampling_params", &sampling}, {0}};

const struct stub_schema stub_sglang_generate = {.status = 400,
                                                 .members = {generate_members},
                                                 .inside = sglang_generate_inside,
                                                 .rules = {generate_rules},
                                                 .checks = {generate_checks}};

/* ---- /v1/score: ScoringRequest, of a model that writes ---- */

static const struct stub_field score_members[] = {
    {"query", "text | [int]", PROTOCOL "1277, " SCORE "668"},
    {"items", "text | [text] | [[int]]", PROTOCOL "1280, " SCORE "572"},
    {"label_token_ids", "required [int 0..]", PROTOCOL "1293, " SCORE "568"},
    {"apply_softmax", "bool", PROTOCOL "1296"},
    {"item_first", "bool", PROTOCOL "1297"},
    {"return_pooled_hidden_states", "bool", PROTOCOL "1298"},
    {"model", "text", PROTOCOL "1299"},
    {0}};

/* Ids against texts, in either place. */
static bool are_unlike(const struct assay_node *map)
{
    const struct assay_node *items = assay_node_get(map, "items");
    const struct assay_node *first = assay_node_at(items, 0);
    const bool ids = assay_node_is(first, ASSAY_NODE_LIST);

    return assay_node_is(assay_node_get(map, "query"), ASSAY_NODE_LIST) != ids;
}

static bool wants_hidden_states(const struct assay_node *map)
{
    return stub_holds(assay_node_get(map, "return_pooled_hidden_states"));
}

static const struct stub_rule score_rules[] = {
    {STUB_EITHER, "query items", SCORE "668", 400}, {0}};

static const struct stub_check score_checks[] = {
    {"query items", SCORE "608, " SCORE "635", 400, are_unlike},
    {"return_pooled_hidden_states", SCORE "672", 400, wants_hidden_states},
    {0}};

const struct stub_schema stub_sglang_score = {.status = 400,
                                              .members = {score_members},
                                              .rules = {score_rules},
                                              .checks = {score_checks}};

/* ---- /v1/rerank: V1RerankReqInput ---- */

static const struct stub_field rerank_members[] = {
    {"query", "required text 1..", PROTOCOL "1313, " RERANK "227"},
    {"documents", "required [text 1..] 1..",
     PROTOCOL "1318, " RERANK "234, " RERANK "238"},
    {"instruct", "text | null", PROTOCOL "1323"},
    {"top_n", "int 1.. | null", PROTOCOL "1327, " PROTOCOL "1340"},
    {"return_documents", "bool", PROTOCOL "1332"},
    {0}};

static bool is_blank(const struct assay_node *node)
{
    const struct assay_str text = assay_node_text(node);

    for (size_t i = 0; i < text.len; i++)
        if (!strchr(" \t\n\r\v\f", text.ptr[i]))
            return false;
    return true;
}

static bool has_blanks(const struct assay_node *map)
{
    const struct assay_node *documents = assay_node_get(map, "documents");

    for (size_t i = 0; i < assay_node_count(documents); i++)
        if (is_blank(assay_node_at(documents, i)))
            return true;
    return is_blank(assay_node_get(map, "query"));
}

static const struct stub_check rerank_checks[] = {
    {"query documents", RERANK "231, " RERANK "240", 400, has_blanks}, {0}};

const struct stub_schema stub_sglang_rerank = {
    .status = 400, .members = {rerank_members}, .checks = {rerank_checks}};

/* ---- messages: ChatCompletionMessageGenericParam (any case), ChatCompletionMessageUserParam ---- */

static const struct stub_field message_members[] = {
    {"role",
     "required 'user' | 'system' | 'assistant' | 'tool' | 'function' | 'developer' | "
     "'latest_reminder'",
     PROTOCOL "619, " PROTOCOL "658"},
    {"content", "text | [map] | null", PROTOCOL "626"},
    {"tool_call_id", "text | null", PROTOCOL "629"},
    {"name", "text | null", PROTOCOL "630"},
    {"reasoning_content", "text | null", PROTOCOL "631"},
    {"tool_calls", "[map] | null", PROTOCOL "632"},
    {"tools", "[map] | null", PROTOCOL "633"},
    {0}};

/* A user has something to say. */
static bool is_mute_user(const struct assay_node *map)
{
    const struct assay_node *content = assay_node_get(map, "content");

    return assay_str_equal(assay_node_text(assay_node_get(map, "role")),
                           ASSAY_STR("user")) &&
           (!content || assay_node_is(content, ASSAY_NODE_NULL));
}

static const struct stub_check message_checks[] = {
    {"content", PROTOCOL "659", 400, is_mute_user}, {0}};

static const struct stub_schema message = {
    .status = 400, .members = {message_members}, .checks = {message_checks}};

/* ---- /tokenize: TokenizeRequest ---- */

static const struct stub_field tokenize_members[] = {
    {"model", "text", PROTOCOL "1374"},
    {"prompt", "text | [text] | null", PROTOCOL "1375"},
    {"messages", "[map] | null", PROTOCOL "1376"},
    {"tools", "[map] | null", PROTOCOL "1377"},
    {"continue_final_message", "bool", PROTOCOL "1382"},
    {"chat_template_kwargs", "map | null", PROTOCOL "1383"},
    {"add_special_tokens", "bool", PROTOCOL "1384"},
    {0}};

static const struct stub_rule tokenize_rules[] = {
    {STUB_ONE, "prompt | messages", PROTOCOL "1391", 400}, {0}};

static const struct stub_inside sglang_tokenize_inside[] = {{"messages", &message}, {0}};

const struct stub_schema stub_sglang_tokenize = {.status = 400,
                                                 .members = {tokenize_members},
                                                 .inside = sglang_tokenize_inside,
                                                 .rules = {tokenize_rules}};

/* ---- /v1/chat/completions: ChatCompletionRequest, whose values go to SamplingParams ---- */

static const struct stub_field chat_members[] = {
    {"messages", "required [map] 1..",
     PROTOCOL "761, entrypoints/openai/serving_chat.py:817"},
    {"model", "text", PROTOCOL "762"},
    {"frequency_penalty", "number -2..2", PROTOCOL "766, " SAMPLING "164"},
    {"logit_bias", "map | null", PROTOCOL "767"},
    {"logprobs", "bool", PROTOCOL "768"},
    {"top_logprobs", "int | null", PROTOCOL "769"},
    {"max_tokens", "int 0.. | null", PROTOCOL "770, " SAMPLING "184"},
    {"max_completion_tokens", "int 0.. | null", PROTOCOL "775, " SAMPLING "184"},
    {"n", "int 1..", PROTOCOL "780"},
    {"presence_penalty", "number -2..2", PROTOCOL "781, " SAMPLING "169"},
    {"response_format", "map | null", PROTOCOL "782"},
    {"seed", "int | null", PROTOCOL "783"},
    {"stop", "text | [text] | null", PROTOCOL "784"},
    {"stream", "bool", PROTOCOL "785"},
    {"stream_options", "map | null", PROTOCOL "786"},
    {"temperature", "number 0.. | null", PROTOCOL "787, " SAMPLING "152"},
    {"top_p", "number >0..1 | null", PROTOCOL "788, " SAMPLING "156"},
    {"user", "text | null", PROTOCOL "789"},
    {"top_k", "int -1 | int 1.. | null", PROTOCOL "827, " SAMPLING "160"},
    {"min_p", "number 0..1 | null", PROTOCOL "828, " SAMPLING "158"},
    {"min_tokens", "int 0..", PROTOCOL "829, " SAMPLING "178"},
    {"repetition_penalty", "number >0..2 | null", PROTOCOL "832, " SAMPLING "173"},
    {"stop_token_ids", "[int] | null", PROTOCOL "833"},
    {"ignore_eos", "bool", PROTOCOL "836"},
    {"continue_final_message", "bool", PROTOCOL "837"},
    {"skip_special_tokens", "bool", PROTOCOL "838"},
    {"chat_template_kwargs", "map | null", PROTOCOL "844"},
    {0}};

static const struct stub_inside sglang_chat_inside[] = {{"messages", &message}, {0}};

const struct stub_schema stub_sglang_chat = {
    .status = 400, .members = {chat_members}, .inside = sglang_chat_inside};

/* ---- /v1/completions: CompletionRequest ---- */

static const struct stub_field completion_members[] = {
    {"model", "text", PROTOCOL "330"},
    {"prompt", "required [int] 1.. | [[int] 1..] 1.. | text 1.. | [text 1..] 1..",
     PROTOCOL "334, entrypoints/openai/serving_completions.py:61"},
    {"echo", "bool", PROTOCOL "336"},
    {"frequency_penalty", "number -2..2", PROTOCOL "337, " SAMPLING "164"},
    {"logit_bias", "map | null", PROTOCOL "338"},
    {"logprobs", "int | null", PROTOCOL "339"},
    {"max_tokens", "int 0..", PROTOCOL "340, " SAMPLING "184"},
    {"n", "int 1..", PROTOCOL "341"},
    {"presence_penalty", "number -2..2", PROTOCOL "342, " SAMPLING "169"},
    {"seed", "int | null", PROTOCOL "343"},
    {"stop", "text | [text] | null", PROTOCOL "344"},
    {"stream", "bool", PROTOCOL "345"},
    {"temperature", "number 0..", PROTOCOL "348, " SAMPLING "152"},
    {"top_p", "number >0..1", PROTOCOL "349, " SAMPLING "156"},
    {"user", "text | null", PROTOCOL "350"},
    {"top_k", "int -1 | int 1..", PROTOCOL "358, " SAMPLING "160"},
    {"min_p", "number 0..1", PROTOCOL "359, " SAMPLING "158"},
    {"min_tokens", "int 0..", PROTOCOL "360, " SAMPLING "178"},
    {"repetition_penalty", "number >0..2", PROTOCOL "364, " SAMPLING "173"},
    {0}};

const struct stub_schema stub_sglang_completions = {.status = 400,
                                                    .members = {completion_members}};
