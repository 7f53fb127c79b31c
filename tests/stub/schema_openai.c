/*
 * schema_openai.c - what OpenAI's interface takes.
 *
 * openai/openai-openapi at f85dbe223d40e1a31cba812ab2d755c7e98a92a3 (21 August 2026), MIT, openapi.yaml:
 * CreateChatCompletionRequest with ModelResponseProperties, CreateCompletionRequest. The page of errors
 * has 400 for what does not fit. Where it leaves open what a number may be, and for top_k, which it does not
 * have but servers of the same interface do, vLLM's sources are beside it (schema_vllm.c).
 */
#include "tests/stub/stub.h"

#define API  "openapi.yaml:"
#define VLLM ", vllm/sampling_params.py:"

/* ---- messages: one schema for each role ---- */

static const struct stub_field message_members[] = {
    {"role",
     "required 'developer' | 'system' | 'user' | 'assistant' | 'tool' | 'function'",
     API "31759, " API "31361"},
    {"content", "text | [map] 1.. | null", API "31222, " API "31349, " API "31595"},
    {"name", "text", API "31250"},
    {"refusal", "text | null", API "31239"},
    {"audio", "map | null", API "31254"},
    {"tool_calls", "[map]", API "31269"},
    {"function_call", "map | null", API "31271"},
    {"tool_call_id", "text", API "31578"},
    {0}};

static bool is_role(const struct assay_node *map, const char *role)
{
    return assay_str_equal(assay_node_text(assay_node_get(map, "role")),
                           assay_str_of(role));
}

/* An assistant's may be left out or null, a function's null. */
static bool says_nothing(const struct assay_node *map)
{
    const struct assay_node *content = assay_node_get(map, "content");

    if (is_role(map, "assistant"))
        return false;
    return !content ||
           (assay_node_is(content, ASSAY_NODE_NULL) && !is_role(map, "function"));
}

static bool belongs_to_nothing(const struct assay_node *map)
{
    return (is_role(map, "tool") && !assay_node_get(map, "tool_call_id")) ||
           (is_role(map, "function") && !assay_node_get(map, "name"));
}

static const struct stub_check message_checks[] = {
    {"content", API "31549, " API "31357, " API "31581", 400, says_nothing},
    {"tool_call_id name", API "31584, " API "31360", 400, belongs_to_nothing},
    {0}};

static const struct stub_schema message = {
    .status = 400, .members = {message_members}, .checks = {message_checks}};

/* ---- /v1/chat/completions ---- */

static const struct stub_field properties[] = {
    {"metadata", "map | null", API "44542"},
    {"temperature", "number 0..2 | null", API "44561"},
    {"top_p", "number 0..1 | null", API "44575"},
    {"user", "text", API "44598"},
    {"safety_identifier", "text ..64 | null", API "44612"},
    {"prompt_cache_key", "text | null", API "44627"},
    {"prompt_cache_retention", "'in_memory' | '24h' | null", API "44636"},
    {0}};

static const struct stub_field chat_members[] = {
    {"messages", "required [map] 1..", API "33110"},
    {"model", "required text", API "33125, " API "33505"},
    {"verbosity", "'low' | 'medium' | 'high' | null", API "33142, " API "65867"},
    {"reasoning_effort",
     "'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max' | null",
     API "33144, " API "57173"},
    {"max_completion_tokens", "int 1.. | null", API "33146" VLLM "592"},
    {"frequency_penalty", "number -2..2 | null", API "33153"},
    {"presence_penalty", "number -2..2 | null", API "33167"},
    {"top_logprobs", "int 0..20 | null", API "33211"},
    {"response_format", "map", API "33229"},
    {"store", "bool | null", API "33298"},
    {"stream", "bool | null", API "33320"},
    {"stop", "text | [text] 1..4 | null", API "33330, " API "63253"},
    {"logit_bias", "map | null", API "33332"},
    {"logprobs", "bool | null", API "33361"},
    {"max_tokens", "int 1.. | null", API "33373" VLLM "592"},
    {"n", "int 1..128 | null", API "33391"},
    {"seed", "int | null", API "33418"},
    {"stream_options", "map | null", API "33436"},
    {"tools", "[map]", API "33438"},
    {"tool_choice", "text | map", API "33448"},
    {"parallel_tool_calls", "bool", API "33450"},
    {0}};

/* Of servers of the same interface. */
static const struct stub_field extra_members[] = {
    {"top_k", "int -1..", "vllm/sampling_params.py:582"}, {0}};

static const struct stub_rule chat_rules[] = {
    {STUB_NEEDS, "top_logprobs logprobs", API "33224", 400},
    {STUB_NEEDS, "stream_options stream", API "31768", 400},
    {0}};

static const struct stub_inside openai_chat_inside[] = {{"messages", &message}, {0}};

const struct stub_schema stub_openai_chat = {
    .status = 400,
    .members = {chat_members, properties, extra_members},
    .inside = openai_chat_inside,
    .rules = {chat_rules}};

/* ---- /v1/completions ---- */

static const struct stub_field completion_members[] = {
    {"model", "required text", API "33824, " API "34057"},
    {"prompt", "required text | [text] | [int] 1.. | [[int] 1..] 1.. | null",
     API "33838, " API "34058"},
    {"best_of", "int 0..20 | null", API "33871"},
    {"echo", "bool | null", API "33891"},
    {"frequency_penalty", "number -2..2 | null", API "33897"},
    {"logit_bias", "map | null", API "33911"},
    {"logprobs", "int 0..5 | null", API "33935"},
    {"max_tokens", "int 0.. | null", API "33950"},
    {"n", "int 1..128 | null", API "33960"},
    {"presence_penalty", "number -2..2 | null", API "33974"},
    {"seed", "int | null", API "33988"},
    {"stop", "text | [text] 1..4 | null", API "34001, " API "63253"},
    {"stream", "bool | null", API "34003"},
    {"stream_options", "map | null", API "34009"},
    {"suffix", "text | null", API "34011"},
    {"temperature", "number 0..2 | null", API "34020"},
    {"top_p", "number 0..1 | null", API "34041"},
    {"user", "text", API "34049"},
    {0}};

static const struct stub_rule completion_rules[] = {
    {STUB_NEEDS, "stream_options stream", API "31768", 400}, {0}};

const struct stub_schema stub_openai_completions = {
    .status = 400,
    .members = {completion_members, extra_members},
    .rules = {completion_rules}};
