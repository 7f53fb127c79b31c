/*
 * schema_vllm.c - what vLLM takes, with its usual settings and a model of 4096 tokens, more of them in its
 * vocabulary than the 20 log-probabilities that may be asked for.
 *
 * vllm-project/vllm at 017e9f4448b700e85ee16023287b025693c72b9e (17 August 2026), Apache-2.0. All but a
 * model that is not there (404) is refused with 400: vllm/entrypoints/serve/exception_handling/
 * handlers/validation.py:95.
 */
#include "tests/stub/stub.h"

#define BASE       "vllm/entrypoints/pooling/base/protocol.py:"
#define POOLING    "vllm/entrypoints/pooling/pooling/protocol.py:"
#define SCORING    "vllm/entrypoints/pooling/scoring/protocol.py:"
#define TOKENIZE   "vllm/entrypoints/serve/tokenize/protocol.py:"
#define COMPLETION "vllm/entrypoints/openai/completion/protocol.py:"
#define CHAT       "vllm/entrypoints/openai/chat_completion/protocol.py:"
#define SAMPLING   ", vllm/sampling_params.py:"
#define UTILS      "vllm/entrypoints/chat_utils.py:"
#define IDS        "[int 0..] 1.."

/* A prompt of no tokens. */
#define EMPTY ", vllm/v1/engine/input_processor.py:410"

/* ---- messages: CustomChatCompletionMessageParam, which any role fits ---- */

static const struct stub_field message_members[] = {
    {"role", "required text", UTILS "339"},
    {"content", "text | [map] | null", UTILS "342"},
    {"name", "text", UTILS "345"},
    {"tool_call_id", "text | null", UTILS "352"},
    {"tool_calls", "[map] | null", UTILS "355"},
    {"reasoning", "text | null", UTILS "358"},
    {"tools", "[map] | null", UTILS "361"},
    {"task", "text | null", UTILS "364"},
    {0}};

static const struct stub_schema message = {.status = 400, .members = {message_members}};

/* ---- what every request of a pooling model has ---- */

/* PoolingBasicRequestMixin. Truncated to nothing, a prompt is empty. */
static const struct stub_field basic[] = {
    {"model", "text | null", BASE "36"},
    {"user", "text | null", BASE "37"},
    {"truncate_prompt_tokens", "int -1 | int 1..4096 | null",
     BASE "41, vllm/renderers/params.py:241" EMPTY},
    {"truncation_side", "'left' | 'right' | null", BASE "42"},
    {"request_id", "text", BASE "50"},
    {"priority", "int", BASE "58"},
    {"mm_processor_kwargs", "map | null", BASE "68"},
    {"cache_salt", "text | null", BASE "72"},
    {0}};

/* CompletionRequestMixin. */
static const struct stub_field completion_mixin[] = {
    {"input", IDS " | [" IDS "] 1.. | text | [text] 1..",
     BASE "170, vllm/entrypoints/pooling/base/serving.py:91" EMPTY},
    {"add_special_tokens", "bool", BASE "174"},
    {0}};

/* ChatRequestOptionsMixin and ChatRequestMixin; its add_special_tokens (204) is as the other one. A
   template of the request's own is not trusted, save where the server was told to. */
static const struct stub_field chat_mixin[] = {
    {"messages", "[map]", BASE "272"},
    {"add_generation_prompt", "bool", BASE "186"},
    {"continue_final_message", "bool", BASE "194"},
    {"chat_template", "null",
     BASE "214, vllm/entrypoints/pooling/base/io_processor.py:291"},
    {"chat_template_kwargs", "map | null", BASE "223"},
    {"media_io_kwargs", "map | null", BASE "230"},
    {0}};

/* ClassifyRequestMixin. */
static const struct stub_field classify_mixin[] = {
    {"use_activation", "bool | null", BASE "317"}, {0}};

/* Theirs takes both, and overlooks one of them. */
static const struct stub_rule input_rules[] = {
    {STUB_ONE, "input | messages", "vllm/entrypoints/pooling/classify/protocol.py:53",
     400},
    {STUB_NOT_BOTH, "continue_final_message add_generation_prompt", BASE "244", 400},
    {0}};

static bool is_absent(const struct assay_node *map)
{
    const struct assay_str model = assay_node_text(assay_node_get(map, "model"));

    return model.len > 0 && !assay_str_equal(model, ASSAY_STR("stub"));
}

static const struct stub_check model_checks[] = {
    {"model", "vllm/entrypoints/serve/engine/serving.py:63", 404, is_absent}, {0}};

static const struct stub_inside vllm_classify_inside[] = {{"messages", &message}, {0}};

const struct stub_schema stub_vllm_classify = {
    .status = 400,
    .members = {basic, completion_mixin, chat_mixin, classify_mixin},
    .inside = vllm_classify_inside,
    .rules = {input_rules},
    .checks = {model_checks}};

/* EmbedRequestMixin and `task`, for a model whose task is token_classify: another one, or dimensions, are
   refused. Of the encodings (EncodingFormat) the one that is read here. */
static const struct stub_field pooling_members[] = {
    {"task", "'token_classify' | null",
     POOLING "34, vllm/entrypoints/pooling/base/io_processor.py:219"},
    {"dimensions", "null", BASE "303, vllm/pooling_params.py:208"},
    {"encoding_format", "'float'", BASE "278"},
    {"embed_dtype", "'float32' | 'float16' | 'bfloat16' | 'fp8_e4m3' | 'fp8_e5m2'",
     BASE "282, vllm/utils/serial_utils.py:29"},
    {"endianness", "'native' | 'big' | 'little'",
     BASE "290, vllm/utils/serial_utils.py:31"},
    {0}};

static const struct stub_inside vllm_pooling_inside[] = {{"messages", &message}, {0}};

const struct stub_schema stub_vllm_pooling = {
    .status = 400,
    .members = {basic, completion_mixin, chat_mixin, classify_mixin, pooling_members},
    .inside = vllm_pooling_inside,
    .rules = {input_rules},
    .checks = {model_checks}};

/* ---- /score: ScoringRequestMixin and the four ways to name two lists ---- */

#define TEXTS  "text | [text] 1.."
#define COUNTS ", vllm/entrypoints/pooling/scoring/utils.py:"

static const struct stub_field score_members[] = {
    {"max_tokens_per_query", "int 0..4095",
     SCORING "21, vllm/entrypoints/pooling/scoring/io_processor.py:102"},
    {"max_tokens_per_doc", "int 0..4095",
     SCORING "29, vllm/entrypoints/pooling/scoring/io_processor.py:102"},
    {"instruction", "text | null", SCORING "38"},
    {"chat_template_kwargs", "map | null", SCORING "46"},
    {"data_1", TEXTS, SCORING "85" COUNTS "106"},
    {"data_2", TEXTS, SCORING "86" COUNTS "108"},
    {"queries", TEXTS, SCORING "91" COUNTS "106"},
    {"documents", TEXTS, SCORING "92" COUNTS "108"},
    {"items", TEXTS, SCORING "106" COUNTS "108"},
    {"text_1", TEXTS, SCORING "118" COUNTS "106"},
    {"text_2", TEXTS, SCORING "119" COUNTS "108"},
    {0}};

/* Several against another number of them; a text alone counts no elements. */
static bool are_unlike(const struct assay_node *map)
{
    static const char *const pairs[][2] = {{"data_1", "data_2"},
                                           {"queries", "documents"},
                                           {"queries", "items"},
                                           {"text_1", "text_2"}};

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        const struct assay_node *one = assay_node_get(map, pairs[i][0]);
        const struct assay_node *two = assay_node_get(map, pairs[i][1]);
        const size_t n = assay_node_is(two, ASSAY_NODE_LIST) ? assay_node_count(two) : 1;

        if (one && two && assay_node_count(one) > 1 && assay_node_count(one) != n)
            return true;
    }
    return false;
}

static const struct stub_rule score_rules[] = {
    {STUB_EITHER, "queries documents | queries items | data_1 data_2 | text_1 text_2",
     SCORING "131", 400},
    {0}};

static const struct stub_check score_checks[] = {
    {"text_1 text_2", "vllm/entrypoints/pooling/scoring/utils.py:104", 400, are_unlike},
    {0}};

const struct stub_schema stub_vllm_score = {
    .status = 400,
    .members = {basic, classify_mixin, score_members},
    .rules = {score_rules},
    .checks = {score_checks, model_checks}};

/* ---- /tokenize: TokenizeCompletionRequest, TokenizeChatRequest ---- */

static const struct stub_field tokenize_members[] = {
    {"model", "text | null", TOKENIZE "25"},
    {"prompt", "text", TOKENIZE "26"},
    {"messages", "[map]", TOKENIZE "52"},
    {"add_generation_prompt", "bool", TOKENIZE "54"},
    {"return_token_strs", "bool | null", TOKENIZE "62"},
    {"continue_final_message", "bool", TOKENIZE "68"},
    {"add_special_tokens", "bool", TOKENIZE "78"},
    {"chat_template", "null",
     TOKENIZE "88, vllm/entrypoints/serve/tokenize/serving.py:76"},
    {"chat_template_kwargs", "map | null", TOKENIZE "97"},
    {"media_io_kwargs", "map | null", TOKENIZE "104"},
    {"mm_processor_kwargs", "map | null", TOKENIZE "111"},
    {"tools", "[map] | null", TOKENIZE "115"},
    {0}};

static const struct stub_rule tokenize_rules[] = {
    {STUB_ONE, "prompt | messages", TOKENIZE "158", 400},
    {STUB_NOT_BOTH, "continue_final_message add_generation_prompt", TOKENIZE "125", 400},
    {0}};

static const struct stub_inside vllm_tokenize_inside[] = {{"messages", &message}, {0}};

const struct stub_schema stub_vllm_tokenize = {.status = 400,
                                               .members = {tokenize_members},
                                               .inside = vllm_tokenize_inside,
                                               .rules = {tokenize_rules},
                                               .checks = {model_checks}};

/* ---- what completions and chats have in common, in SamplingParams ---- */

/* The likeliest token alone, several times. */
static bool is_greedy_crowd(const struct assay_node *map)
{
    double temperature = 1.0;

    (void)assay_node_number(assay_node_get(map, "temperature"), &temperature);
    return temperature < 1e-5 && stub_whole(map, "n", 1) > 1;
}

static bool wants_too_much(const struct assay_node *map)
{
    return stub_whole(map, "min_tokens", 0) > stub_whole(map, "max_tokens", 4096);
}

static const struct stub_check sampling_checks[] = {
    {"n temperature", "vllm/sampling_params.py:651", 400, is_greedy_crowd},
    {"min_tokens max_tokens", "vllm/sampling_params.py:602", 400, wants_too_much},
    {0}};

/* ---- /v1/completions: CompletionRequest ---- */

static const struct stub_field completion_members[] = {
    {"model", "text | null", COMPLETION "49"},
    {"prompt", IDS " | [" IDS "] 1..1024 | text 1.. | [text] 1..1024 | null",
     COMPLETION "50, " COMPLETION "559, " COMPLETION "579" EMPTY},
    {"echo", "bool | null", COMPLETION "57"},
    {"frequency_penalty", "number -2..2 | null", COMPLETION "58" SAMPLING "543"},
    {"logit_bias", "map | null", COMPLETION "59"},
    {"logprobs", "int 0..20 | null", COMPLETION "60, " COMPLETION "529" SAMPLING "800"},
    {"max_tokens", "int 0.. | null", COMPLETION "61" SAMPLING "592"},
    {"n", "int 1..16384", COMPLETION "62" SAMPLING "538"},
    {"presence_penalty", "number -2..2 | null", COMPLETION "63" SAMPLING "539"},
    {"seed", "int | null", COMPLETION "64"},
    {"stop", "text 1.. | [text 1..] ..4 | null",
     COMPLETION "65, vllm/entrypoints/openai/engine/protocol.py:31" SAMPLING "636"},
    {"stream", "bool | null", COMPLETION "66"},
    {"stream_options", "map | null", COMPLETION "67"},
    {"suffix", "null", COMPLETION "68"},
    {"temperature", "number 0..2 | null", COMPLETION "69" SAMPLING "563"},
    {"top_p", "number >0..1 | null", COMPLETION "70" SAMPLING "575"},
    {"user", "text | null", COMPLETION "71"},
    {"use_beam_search", "bool", COMPLETION "74"},
    {"top_k", "int -1.. | null", COMPLETION "75" SAMPLING "582"},
    {"min_p", "number 0..1 | null", COMPLETION "76" SAMPLING "590"},
    {"repetition_penalty", "number >0.. | null", COMPLETION "77" SAMPLING "552"},
    {"length_penalty", "number", COMPLETION "78"},
    {"stop_token_ids", "[int] | null", COMPLETION "79"},
    {"include_stop_str_in_output", "bool", COMPLETION "80"},
    {"ignore_eos", "bool", COMPLETION "81"},
    {"min_tokens", "int 0..", COMPLETION "82" SAMPLING "598"},
    {"skip_special_tokens", "bool", COMPLETION "83"},
    {"spaces_between_special_tokens", "bool", COMPLETION "84"},
    {"truncate_prompt_tokens", "int -1 | int 1..4096 | null",
     COMPLETION "85, vllm/renderers/params.py:241" EMPTY},
    {"truncation_side", "'left' | 'right' | null", COMPLETION "86"},
    {"allowed_token_ids", "[int] 1.. | null", COMPLETION "94"},
    {"prompt_logprobs", "int 0..20 | null",
     COMPLETION "95, " COMPLETION "523" SAMPLING "845"},
    {"logprob_token_ids", "[int 0..] ..128 | null", COMPLETION "96" SAMPLING "811"},
    {"bad_words", "[text 1..]", COMPLETION "109" SAMPLING "644"},
    {"add_special_tokens", "bool", COMPLETION "114"},
    {"response_format", "map | null", COMPLETION "121"},
    {"priority", "int", COMPLETION "133"},
    {"request_id", "text", COMPLETION "143"},
    {"session_id", "text | null", COMPLETION "151"},
    {"return_tokens_as_token_ids", "bool | null", COMPLETION "160"},
    {"return_token_ids", "bool | null", COMPLETION "168"},
    {"cache_salt", "text | null", COMPLETION "199"},
    {"stream_interval", "int 1.. | null", COMPLETION "251"},
    {0}};

/* Nothing is to be written: only of an echo. */
static bool writes_nothing(const struct assay_node *map)
{
    return stub_whole(map, "max_tokens", 1) == 0 &&
           !stub_holds(assay_node_get(map, "echo"));
}

static const struct stub_rule completion_rules[] = {
    {STUB_EITHER, "prompt", COMPLETION "564", 400},
    {STUB_NOT_BOTH, "stream prompt_logprobs", COMPLETION "517", 400},
    {STUB_NEEDS, "stream_options stream", COMPLETION "543", 400},
    {STUB_NOT_BOTH, "logprob_token_ids use_beam_search", COMPLETION "481", 400},
    {STUB_NEEDS, "logprob_token_ids logprobs", COMPLETION "498", 400},
    {0}};

static const struct stub_check completion_checks[] = {
    {"max_tokens echo", COMPLETION "360, vllm/sampling_params.py:592", 400,
     writes_nothing},
    {0}};

const struct stub_schema stub_vllm_completions = {
    .status = 400,
    .members = {completion_members},
    .rules = {completion_rules},
    .checks = {completion_checks, sampling_checks, model_checks}};

/* ---- /v1/chat/completions: ChatCompletionRequest ---- */

static const struct stub_field chat_members[] = {
    {"messages", "required [map]", CHAT "216"},
    {"model", "text | null", CHAT "217"},
    {"frequency_penalty", "number -2..2 | null", CHAT "218" SAMPLING "543"},
    {"logit_bias", "map | null", CHAT "219"},
    {"logprobs", "bool | null", CHAT "220"},
    {"top_logprobs", "int 0..20 | null", CHAT "221, " CHAT "841" SAMPLING "800"},
    {"max_tokens", "int 1.. | null", CHAT "222" SAMPLING "592"},
    {"max_completion_tokens", "int 1.. | null", CHAT "227" SAMPLING "592"},
    {"n", "int 1..16384 | null", CHAT "228" SAMPLING "538"},
    {"presence_penalty", "number -2..2 | null", CHAT "229" SAMPLING "539"},
    {"response_format", "map | null", CHAT "230"},
    {"seed", "int | null", CHAT "231"},
    {"stop", "text 1.. | [text 1..] ..4 | null",
     CHAT "232, vllm/entrypoints/openai/engine/protocol.py:31" SAMPLING "636"},
    {"stream", "bool | null", CHAT "233"},
    {"stream_options", "map | null", CHAT "234"},
    {"temperature", "number 0..2 | null", CHAT "235" SAMPLING "563"},
    {"top_p", "number >0..1 | null", CHAT "236" SAMPLING "575"},
    {"reasoning_effort",
     "'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' | null",
     CHAT "245"},
    {"include_reasoning", "bool", CHAT "259"},
    {"user", "text | null", CHAT "263"},
    {"use_beam_search", "bool", CHAT "266"},
    {"top_k", "int -1.. | null", CHAT "267" SAMPLING "582"},
    {"min_p", "number 0..1 | null", CHAT "268" SAMPLING "590"},
    {"repetition_penalty", "number >0.. | null", CHAT "269" SAMPLING "552"},
    {"length_penalty", "number", CHAT "270"},
    {"stop_token_ids", "[int] | null", CHAT "271"},
    {"include_stop_str_in_output", "bool", CHAT "272"},
    {"ignore_eos", "bool", CHAT "273"},
    {"min_tokens", "int 0..", CHAT "274" SAMPLING "598"},
    {"skip_special_tokens", "bool", CHAT "275"},
    {"spaces_between_special_tokens", "bool", CHAT "276"},
    {"truncate_prompt_tokens", "int -1 | int 1..4096 | null",
     CHAT "277, vllm/renderers/params.py:241" EMPTY},
    {"truncation_side", "'left' | 'right' | null", CHAT "278"},
    {"prompt_logprobs", "int 0..20 | null", CHAT "286, " CHAT "834" SAMPLING "845"},
    {"logprob_token_ids", "[int 0..] ..128 | null", CHAT "287" SAMPLING "811"},
    {"bad_words", "[text 1..]", CHAT "300" SAMPLING "644"},
    {"echo", "bool", CHAT "304"},
    {"add_generation_prompt", "bool", CHAT "311"},
    {"continue_final_message", "bool", CHAT "319"},
    {"add_special_tokens", "bool", CHAT "329"},
    {"documents", "[map] | null", CHAT "339"},
    {"chat_template_kwargs", "map | null", CHAT "358"},
    {"priority", "int", CHAT "380"},
    {"request_id", "text", CHAT "390"},
    {"return_token_ids", "bool | null", CHAT "415"},
    {"cache_salt", "text | null", CHAT "467"},
    {0}};

static const struct stub_rule chat_rules[] = {
    {STUB_NOT_BOTH, "stream prompt_logprobs", CHAT "828", 400},
    {STUB_NEEDS, "stream_options stream", CHAT "790", 400},
    {STUB_NEEDS, "top_logprobs logprobs", CHAT "848", 400},
    {STUB_NEEDS, "logprob_token_ids logprobs", CHAT "809", 400},
    {STUB_NOT_BOTH, "logprob_token_ids use_beam_search", CHAT "803", 400},
    {STUB_NOT_BOTH, "continue_final_message add_generation_prompt", CHAT "990", 400},
    {0}};

static const struct stub_inside vllm_chat_inside[] = {{"messages", &message}, {0}};

const struct stub_schema stub_vllm_chat = {.status = 400,
                                           .members = {chat_members},
                                           .inside = vllm_chat_inside,
                                           .rules = {chat_rules},
                                           .checks = {sampling_checks, model_checks}};
