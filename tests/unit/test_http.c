/*
 * What servers are asked and what they answer. The bodies are written from the official sources whose
 * lines stand beside them, at the commits that tests/stub/README.md names, not from what the client does.
 */
#include "adapters/http_ask.h"
#include "adapters/http_chat.h"
#include "harness/core/json.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct assay_message message = {{"user", 4}, {"Why?", 4}};
static const struct assay_str texts[] = {{"Because.", 8}, {"So.", 3}};
static const struct assay_item item = {.id = {"i", 1},
                                       .messages = &message,
                                       .message_count = 1,
                                       .completions = texts,
                                       .completion_count = 2,
                                       .file = ""};

/* A question in hand. */
struct fixture {
    struct assay_http http;
    struct assay_http_totals totals;
    struct assay_http_ask ask;
    struct assay_answer answers[2];
    struct assay_arena notes;
    struct assay_jsonl *parser;
};

static void begin(struct fixture *fixture, const char *dialect, const char *api)
{
    static const double weight[] = {1.0, 10.0}, head[] = {2.0, -1.0};
    static const int64_t label_id[] = {7, 8};
    struct assay_http *http = &fixture->http;

    *fixture = (struct fixture){.http = {.template_word = "none",
                                         .weight = weight,
                                         .head = head,
                                         .labels = 1,
                                         .width = 2,
                                         .bos = 1,
                                         .key = "s3cret",
                                         .model = "m",
                                         .label_id = label_id,
                                         .label_ids = 2}};
    http->totals = &fixture->totals;
    for (size_t i = 0; assay_http_dialects[i]; i++)
        if (strcmp(assay_http_dialects[i]->name, dialect) == 0)
            http->dialect = assay_http_dialects[i];
    ck_assert_ptr_nonnull(http->dialect);
    for (http->api = http->dialect->api; strcmp(http->api->name, api) != 0; http->api++)
        ck_assert_ptr_nonnull(http->api->name);
    http->input = http->api->usual;
    fixture->ask.answer = fixture->answers;
    fixture->ask.notes = &fixture->notes;
    fixture->parser = assay_jsonl_new();
    assay_http_ask_begin(&fixture->ask, http,
                         (struct assay_http_part){&item, 0, http->api->together ? 2 : 1});
    if (http->input == ASSAY_HTTP_TOKENS) {
        static int64_t ids[] = {1, 5, 6};

        fixture->ask.step = ASSAY_HTTP_SCORES;
        fixture->ask.whole = (struct assay_http_ids){ids, 3};
        fixture->ask.prompt = (struct assay_http_ids){ids, 2};
    }
    ck_assert_int_eq(assay_http_ask_write(&fixture->ask), ASSAY_HTTP_MORE);
}

static void end(struct fixture *fixture)
{
    assay_http_ask_release(&fixture->ask);
    assay_arena_release(&fixture->notes);
    assay_jsonl_free(fixture->parser);
}

/* Takes a body as the answer. */
static struct assay_http_verdict take(struct fixture *fixture, unsigned status,
                                      const char *body, bool last)
{
    const size_t n = strlen(body);
    struct assay_http_answer answer = {.end = ASSAY_HTTP_ANSWERED,
                                       .status = status,
                                       .len = n,
                                       .body = malloc(n + ASSAY_HTTP_MANY_PADDING),
                                       .why = ""};
    struct assay_http_verdict verdict;
    struct assay_error err;

    ck_assert_ptr_nonnull(answer.body);
    for (size_t i = 0; i < n; i++)
        answer.body[i] = body[i];
    ck_assert_int_eq(assay_http_ask_read(&fixture->ask, fixture->parser, &answer, last,
                                         &verdict, &err),
                     ASSAY_OK);
    free(answer.body);
    return verdict;
}

static const struct {
    const char *dialect, *api, *body;
} requests[] = {
    /* vllm/entrypoints/pooling/base/protocol.py:36, 272, 186, 204 and 317 */
    {"vllm", "classify",
     "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"},{\"role\":"
     "\"assistant\",\"content\":\"Because.\"}],\"add_generation_prompt\":false,"
     "\"add_special_tokens\":false,\"use_activation\":false}\n"},
    /* vllm/entrypoints/pooling/scoring/protocol.py:118, 119; base/protocol.py:317 */
    {"vllm", "score",
     "{\"model\":\"m\",\"text_1\":\"Why?\",\"text_2\":[\"Because.\",\"So.\"],"
     "\"use_activation\":false}\n"},
    /* vllm/entrypoints/openai/completion/protocol.py:49, 51, 61, 69 and 95 */
    {"vllm", "completions",
     "{\"model\":\"m\",\"prompt\":[1,5,6],\"max_tokens\":1,\"temperature\":0.0,"
     "\"prompt_logprobs\":0}\n"},
    /* managers/io_struct.py:1076 */
    {"sglang", "classify", "{\"text\":\"Why?\\nBecause.\"}\n"},
    /* entrypoints/openai/protocol.py:1277, 1280, 1293, 1296, 1297 and 1299 */
    {"sglang", "score",
     "{\"model\":\"m\",\"query\":\"Why?\",\"items\":[\"Because.\",\"So.\"],"
     "\"label_token_ids\":[7,8],\"apply_softmax\":false,\"item_first\":false}\n"},
    /* managers/io_struct.py:171, 208, 210 and 213; sampling/sampling_params.py:54, 62 */
    {"sglang", "generate",
     "{\"input_ids\":[1,5,6],\"sampling_params\":{\"max_new_tokens\":0,\"temperature\":"
     "0.0},\"return_logprob\":true,\"logprob_start_len\":1}\n"},
    /* router/src/http/types.rs:216, 218, 224 */
    {"tei", "predict",
     "{\"inputs\":\"Why?\\nBecause.\",\"raw_scores\":true,\"truncate\":false}\n"},
    /* router/src/http/types.rs:245, 247, 250, 256 and 259 */
    {"tei", "rerank",
     "{\"query\":\"Why?\",\"texts\":[\"Because.\",\"So.\"],\"raw_scores\":true,"
     "\"truncate\":false,\"return_text\":false}\n"},
    /* tools/server/server-context.cpp:5408, 5437; tools/server/server-common.cpp:989 */
    {"llama-server", "embedding", "{\"content\":[[1,5,6]],\"embd_normalize\":-1}\n"},
    /* tools/server/server-context.cpp:5162, 5173 and 5180 */
    {"llama-server", "rerank",
     "{\"query\":\"Why?\",\"documents\":[\"Because.\",\"So.\"],\"top_n\":2}\n"},
    /* openrlhf/cli/serve_rm.py:131 */
    {"openrlhf", "get_reward", "{\"query\":[\"Why?\\nBecause.\"]}\n"},
    /* openapi.yaml:33824, 33838, 33950, 34020, 33891 and 33935 */
    {"openai", "completions",
     "{\"model\":\"m\",\"prompt\":\"Why?\\nBecause.\",\"max_tokens\":1,\"temperature\":0,"
     "\"echo\":true,\"logprobs\":0}\n"},
};

START_TEST(a_request_is_as_the_official_schema_has_it)
{
    struct fixture fixture;

    begin(&fixture, requests[_i].dialect, requests[_i].api);
    ck_assert_str_eq(fixture.ask.body.data, requests[_i].body);
    end(&fixture);
}
END_TEST

/* Answers, with the scores or the fault that is in them. A head of (2, -1) is on hidden states. */
static const struct {
    const char *dialect, *api, *body, *expected;
} answers[] = {
    /* vllm/entrypoints/pooling/classify/protocol.py:58 to 71 */
    {"vllm", "classify",
     "{\"id\":\"classify-1\",\"object\":\"list\",\"created\":1745383213,\"model\":\"m\","
     "\"data\":[{\"index\":0,\"label\":\"LABEL_0\",\"probs\":[-2.25],\"num_classes\":1}],"
     "\"usage\":{\"prompt_tokens\":10,\"total_tokens\":10,\"completion_tokens\":0}}",
     "-2.25"},
    {"vllm", "classify", "{\"data\":[{\"index\":0,\"probs\":[1,2],\"num_classes\":1}]}",
     "num_classes is not the number of probs"},
    {"vllm", "classify", "{\"data\":[{\"index\":1,\"probs\":[1],\"num_classes\":1}]}",
     "data is not one result of index 0"},
    {"vllm", "classify", "{\"data\":[]}", "data is not one result of index 0"},
    {"vllm", "classify", "{\"data\":[{\"index\":0,\"probs\":[1,2]}]}",
     "2 numbers, 1 are expected"},
    {"vllm", "classify", "{\"data\":[{\"index\":0,\"probs\":[null]}]}", "not-a-number"},
    {"vllm", "classify", "{\"data\":[{\"index\":0,\"probs\":[NaN]}]}", "not-a-number"},
    {"vllm", "classify", "{\"data\":[{\"index\":0,\"label\":\"NaN\",\"probs\":[3]}]}",
     "3"},
    /* vllm/entrypoints/pooling/pooling/protocol.py:102 to 114; data is a list, or one of lists: 105 */
    {"vllm", "pooling",
     "{\"data\":[{\"index\":0,\"object\":\"pooling\",\"data\":[[1.5],[-0.5]]}]}", "-0.5"},
    {"vllm", "pooling", "{\"data\":[{\"index\":0,\"data\":[0.75]}]}", "0.75"},
    {"vllm", "pooling", "{\"data\":[{\"index\":0,\"data\":[[1],[2,3]]}]}",
     "tokens with unlike numbers of labels"},
    /* vllm/entrypoints/pooling/scoring/protocol.py:172 to 184 */
    {"vllm", "score",
     "{\"data\":[{\"index\":1,\"object\":\"score\",\"score\":4},{\"index\":0,\"object\":"
     "\"score\",\"score\":3}]}",
     "3 4"},
    {"vllm", "score", "{\"data\":[{\"index\":0,\"score\":4}]}",
     "another number of results than of completions"},
    {"vllm", "score", "{\"data\":[{\"index\":0,\"score\":4},{\"index\":0,\"score\":3}]}",
     "two results with one index"},
    {"vllm", "score", "{\"data\":[{\"index\":0,\"score\":4},{\"index\":2,\"score\":3}]}",
     "a result without an index in range"},
    {"vllm", "score", "{\"data\":[{\"index\":0,\"score\":4},{\"index\":1}]}",
     "a result without a score"},
    /* vllm/entrypoints/openai/completion/protocol.py:628; vllm/logprobs.py:13 */
    {"vllm", "completions",
     "{\"choices\":[{\"index\":0,\"prompt_logprobs\":[null,{\"5\":{\"logprob\":-9}},{"
     "\"8\":"
     "{\"logprob\":-0.1,\"rank\":1},\"6\":{\"logprob\":-2.5,\"rank\":7}}]}]}",
     "-2.5"},
    {"vllm", "completions",
     "{\"choices\":[{\"prompt_logprobs\":[null,{\"5\":{\"logprob\":-9}},{\"8\":{"
     "\"logprob\":-0.1}}]}]}",
     "prompt_logprobs of other tokens"},
    {"vllm", "completions", "{\"choices\":[{\"prompt_logprobs\":[null]}]}",
     "prompt_logprobs has not one element for each token"},
    /* managers/tokenizer_manager.py:2438 */
    {"sglang", "classify",
     "{\"embedding\":[1.25],\"meta_info\":{\"id\":\"x\",\"prompt_tokens\":3}}", "1.25"},
    {"sglang", "classify", "[{\"embedding\":[1.25]}]", "1.25"},
    {"sglang", "classify", "[{\"embedding\":[1]},{\"embedding\":[2]}]",
     "another number of results than asked for"},
    /* entrypoints/openai/protocol.py:1302 */
    {"sglang", "score", "{\"scores\":[[0.5],[0.25]],\"model\":\"m\"}", "0.5 0.25"},
    /* entrypoints/openai/protocol.py:1354; best first: entrypoints/openai/serving_rerank.py:608 */
    {"sglang", "rerank",
     "[{\"score\":0.9,\"document\":\"So.\",\"index\":1},{\"score\":-3,\"document\":"
     "\"Because.\",\"index\":0}]",
     "-3 0.9"},
    /* managers/tokenizer_manager.py:2520 to 2538 */
    {"sglang", "generate",
     "{\"text\":\"\",\"meta_info\":{\"input_token_logprobs\":[[null,5,null],[-1.5,6,null]"
     "]}}",
     "-1.5"},
    {"sglang", "generate",
     "{\"meta_info\":{\"input_token_logprobs\":[[null,5,null],[-1.5,7,null]]}}",
     "log-probabilities of other tokens"},
    /* router/src/http/types.rs:228, 238 */
    {"tei", "predict", "[{\"score\":-0.125,\"label\":\"LABEL_0\"}]", "-0.125"},
    {"tei", "predict", "[[{\"score\":1,\"label\":\"LABEL_0\"}]]",
     "a prediction without label or score"},
    /* router/src/http/types.rs:263, 274 */
    {"tei", "rerank", "[{\"index\":1,\"score\":9},{\"index\":0,\"score\":8}]", "8 9"},
    /* tools/server/server-task.cpp:1472; a vector a token without pooling */
    {"llama-server", "embedding", "[{\"index\":0,\"embedding\":[[3.0,1.0]]}]", "5"},
    {"llama-server", "embedding", "[{\"index\":0,\"embedding\":[[3.0,1.0],[1.0,1.0]]}]",
     "a vector for each token: the server is to be started with --pooling last"},
    {"llama-server", "embedding", "[{\"index\":0,\"embedding\":[[3.0]]}]",
     "1 numbers, 2 are expected"},
    /* tools/server/server-common.cpp:1508 */
    {"llama-server", "rerank",
     "{\"model\":\"m\",\"object\":\"list\",\"usage\":{\"prompt_tokens\":9,\"total_"
     "tokens\":"
     "9},\"results\":[{\"index\":0,\"relevance_score\":1},{\"index\":1,"
     "\"relevance_score\":-1}]}",
     "1 -1"},
    /* openrlhf/cli/serve_rm.py:133 */
    {"openrlhf", "get_reward", "{\"rewards\":[0.5],\"scores\":[0.5],\"extra_logs\":{}}",
     "0.5"},
    {"openrlhf", "get_reward", "{\"rewards\":[[0.5]]}", "0.5"},
    {"openrlhf", "get_reward", "{\"rewards\":[]}", "rewards is not a list of one"},
    /* openapi.yaml:34059. "Why?\nBecause.": 13 code points, the completion from 5 on; the last token was written. */
    {"openai", "completions",
     "{\"choices\":[{\"text\":\"..\",\"logprobs\":{\"tokens\":[\"Why\",\"?\\n\",\"Be\","
     "\"cause.\",\"x\"],\"token_logprobs\":[null,-4,-1,-2,-8],\"text_offset\":[0,3,5,7,"
     "13]"
     "}}]}",
     "-1.5"},
    {"openai", "completions", "{\"choices\":[{\"text\":\"..\",\"logprobs\":null}]}",
     "no log-probabilities of the text that was sent"},
    {"tei", "predict", "<html>", "an answer that is not JSON"},
    {"tei", "predict", "", "an answer that is not JSON"},
};

static const char *told(const struct fixture *fixture, char out[256])
{
    size_t n = 0;

    out[0] = '\0';
    for (size_t i = 0; i < fixture->ask.count; i++) {
        const struct assay_answer *answer = &fixture->answers[i];

        if (answer->state == ASSAY_STATE_SCORED)
            n += (size_t)snprintf(out + n, 256 - n, "%s%g", i ? " " : "", answer->value);
        else if (answer->note.len > 0)
            return answer->note.ptr;
        else
            return assay_state_name(answer->state);
    }
    return out;
}

START_TEST(an_answer_is_joined_and_counted_or_refused)
{
    struct fixture fixture;
    char text[256];

    begin(&fixture, answers[_i].dialect, answers[_i].api);
    ck_assert_int_eq(take(&fixture, 200, answers[_i].body, true).turn, ASSAY_HTTP_OVER);
    ck_assert_str_eq(told(&fixture, text), answers[_i].expected);
    end(&fixture);
}
END_TEST

/* What a status means: 413 and 422 are never asked again. */
static const struct {
    unsigned status;
    const char *body;
    enum assay_http_turn turn;
    enum assay_http_fate fate;
    enum assay_state state;
} statuses[] = {
    {413, "{\"error\":\"x\"}", ASSAY_HTTP_OVER, ASSAY_HTTP_WELL, ASSAY_STATE_TRUNCATED},
    {422, "{\"error\":\"Tokenization error\"}", ASSAY_HTTP_OVER, ASSAY_HTTP_WELL,
     ASSAY_STATE_FAILED},
    {422, "{\"error\":\"`inputs` must have less than 512 tokens. Given: 600\"}",
     ASSAY_HTTP_OVER, ASSAY_HTTP_WELL, ASSAY_STATE_TRUNCATED},
    {400, "{\"error\":{\"message\":\"no\"}}", ASSAY_HTTP_OVER, ASSAY_HTTP_WELL,
     ASSAY_STATE_FAILED},
    {400, "{\"error\":{\"code\":\"x\",\"message\":\"flagged: content_filter\"}}",
     ASSAY_HTTP_OVER, ASSAY_HTTP_WELL, ASSAY_STATE_REFUSED},
    {404, "", ASSAY_HTTP_OVER, ASSAY_HTTP_WELL, ASSAY_STATE_FAILED},
    {301, "", ASSAY_HTTP_OVER, ASSAY_HTTP_WELL, ASSAY_STATE_FAILED},
    {429, "", ASSAY_HTTP_AGAIN, ASSAY_HTTP_BUSY, ASSAY_STATE_FAILED},
    {503, "<html>", ASSAY_HTTP_AGAIN, ASSAY_HTTP_BUSY, ASSAY_STATE_FAILED},
    {500, "", ASSAY_HTTP_AGAIN, ASSAY_HTTP_SICK, ASSAY_STATE_FAILED},
    {502, "", ASSAY_HTTP_AGAIN, ASSAY_HTTP_SICK, ASSAY_STATE_FAILED},
    {424, "{\"error\":\"Inference failed\"}", ASSAY_HTTP_AGAIN, ASSAY_HTTP_SICK,
     ASSAY_STATE_FAILED},
    {408, "", ASSAY_HTTP_AGAIN, ASSAY_HTTP_SICK, ASSAY_STATE_FAILED},
};

START_TEST(a_status_says_whether_asking_again_may_help)
{
    struct fixture fixture;
    struct assay_http_verdict verdict;

    begin(&fixture, "tei", "predict");
    verdict = take(&fixture, statuses[_i].status, statuses[_i].body, false);
    ck_assert_int_eq(verdict.turn, statuses[_i].turn);
    ck_assert_int_eq(verdict.fate, statuses[_i].fate);
    verdict = take(&fixture, statuses[_i].status, statuses[_i].body, true);
    ck_assert_int_eq(verdict.turn, ASSAY_HTTP_OVER);
    ck_assert_int_eq(fixture.answers[0].state, statuses[_i].state);
    end(&fixture);
}
END_TEST

START_TEST(the_key_is_in_no_note)
{
    struct fixture fixture;

    begin(&fixture, "tei", "predict");
    (void)take(&fixture, 400, "{\"error\":\"bad key s3cret, s3cret\\nis bad\"}", true);
    ck_assert_str_eq(fixture.answers[0].note.ptr, "status 400: bad key *, * is bad");
    end(&fixture);
}
END_TEST

/* Of the ends without an answer: how, what is to become of it, and of the server. */
static const struct {
    enum assay_http_end end;
    enum assay_http_turn turn;
    enum assay_http_fate fate;
    enum assay_state state; /* of the last try */
} breaks[] = {
    {ASSAY_HTTP_LATE, ASSAY_HTTP_OVER, ASSAY_HTTP_HUNG, ASSAY_STATE_TIMED_OUT},
    {ASSAY_HTTP_BROKEN, ASSAY_HTTP_OVER, ASSAY_HTTP_SICK, ASSAY_STATE_FAILED},
    {ASSAY_HTTP_LARGE, ASSAY_HTTP_OVER, ASSAY_HTTP_SICK, ASSAY_STATE_FAILED},
    {ASSAY_HTTP_UNREACHED, ASSAY_HTTP_AGAIN, ASSAY_HTTP_GONE, ASSAY_STATE_SKIPPED},
    {ASSAY_HTTP_CROWDED, ASSAY_HTTP_AGAIN, ASSAY_HTTP_BUSY, ASSAY_STATE_SKIPPED},
};

START_TEST(what_was_never_asked_is_no_try)
{
    struct assay_http_answer answer = {.end = breaks[_i].end, .why = "gone"};
    struct assay_http_verdict verdict;
    struct assay_error err;
    struct fixture fixture;

    begin(&fixture, "tei", "predict");
    ck_assert_int_eq(
        assay_http_ask_read(&fixture.ask, fixture.parser, &answer, true, &verdict, &err),
        ASSAY_OK);
    ck_assert_int_eq(verdict.turn, breaks[_i].turn);
    ck_assert_int_eq(verdict.fate, breaks[_i].fate);
    ck_assert(verdict.free == (breaks[_i].turn == ASSAY_HTTP_AGAIN));
    ck_assert_int_eq(fixture.answers[0].state, breaks[_i].state);
    end(&fixture);
}
END_TEST

START_TEST(labels_come_into_the_order_of_their_names)
{
    static const char body[] =
        "[{\"score\":5,\"label\":\"LABEL_1\"},{\"score\":3,\"label\":\"LABEL_0\"}]";
    struct fixture fixture;

    begin(&fixture, "tei", "predict");
    fixture.http.labels = 2;
    (void)take(&fixture, 200, body, true);
    ck_assert_double_eq(fixture.answers[0].value, 53.0); /* 1 * 3 + 10 * 5 */
    end(&fixture);
    begin(&fixture, "tei", "predict");
    fixture.http.label = "LABEL_1";
    (void)take(&fixture, 200, body, true);
    ck_assert_double_eq(fixture.answers[0].value, 5.0);
    end(&fixture);
}
END_TEST

/* openapi.yaml:33105, 33821; top_k is vLLM's: vllm/entrypoints/openai/chat_completion/protocol.py:267. */
static const char *const writings[] = {
    "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}],"
    "\"max_tokens\":9,\"temperature\":0.5,\"top_p\":0.75,\"top_k\":4,\"seed\":",
    "{\"model\":\"m\",\"prompt\":\"Why?\\n\",\"max_tokens\":9,\"temperature\":0.5,"
    "\"top_p\":0.75,\"top_k\":4,\"seed\":",
};

/* What was written, and what was not. */
static const struct {
    const char *body;
    enum assay_state state;
    const char *text; /* or the note */
} written[] = {
    {"{\"choices\":[{\"message\":{\"content\":\"Because.\"},\"finish_reason\":\"stop\"}]"
     "}",
     ASSAY_STATE_SCORED, "Because."},
    {"{\"choices\":[{\"text\":\"Bec\",\"finish_reason\":\"length\"}]}",
     ASSAY_STATE_SCORED, "Bec"},
    {"{\"choices\":[{\"message\":{\"content\":null,\"refusal\":\"I will not.\"}}]}",
     ASSAY_STATE_REFUSED, "I will not."},
    {"{\"choices\":[{\"message\":{\"content\":\"\"},\"finish_reason\":\"content_filter\"}"
     "]}",
     ASSAY_STATE_REFUSED, ""},
    {"{\"choices\":[{\"message\":{\"content\":null}}]}", ASSAY_STATE_FAILED,
     "a choice without text"},
    {"{\"choices\":[]}", ASSAY_STATE_FAILED, "not one choice"},
};

/* The second text of an item, asked for by chat or by completion. */
static void begin_writing(struct fixture *fixture, const struct assay_sampling *sampling,
                          const struct assay_http_api *api)
{
    begin(fixture, "vllm", "classify");
    fixture->http.sampling = sampling;
    fixture->http.api = api;
    fixture->http.input = api->usual;
    assay_http_ask_begin(&fixture->ask, &fixture->http,
                         (struct assay_http_part){&item, 1, 1});
    ck_assert_int_eq(assay_http_ask_write(&fixture->ask), ASSAY_HTTP_MORE);
}

static const struct assay_sampling sampling = {.temperature = 0.5,
                                               .top_p = 0.75,
                                               .top_k = 4,
                                               .max_tokens = 9,
                                               .seed = 3,
                                               .stop = {{"END", 3}},
                                               .stop_count = 1};

START_TEST(a_text_is_asked_for_with_its_own_seed)
{
    const unsigned long long seed =
        assay_sampling_seed(&sampling, item.id, 1) & 0x7fffffff;
    struct fixture fixture;
    char body[512];

    begin_writing(&fixture, &sampling, &assay_http_texts[_i]);
    (void)snprintf(body, sizeof(body), "%s%llu,\"stop\":[\"END\"]}\n", writings[_i],
                   seed);
    ck_assert_str_eq(fixture.ask.body.data, body);
    end(&fixture);
}
END_TEST

START_TEST(a_text_is_what_was_written_or_why_nothing_was)
{
    struct fixture fixture;
    struct assay_str told;

    begin_writing(&fixture, &sampling, assay_http_texts);
    ck_assert_int_eq(take(&fixture, 200, written[_i].body, true).turn, ASSAY_HTTP_OVER);
    ck_assert_int_eq(fixture.answers[0].state, written[_i].state);
    told = written[_i].state == ASSAY_STATE_SCORED ? fixture.answers[0].text
                                                   : fixture.answers[0].note;
    ck_assert(assay_str_equal(told, assay_str_of(written[_i].text)));
    end(&fixture);
}
END_TEST

/* openapi.yaml:33507. */
START_TEST(a_chat_has_text_and_the_likeliest_tokens)
{
    static const char body[] =
        "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
        "\"A\","
        "\"refusal\":null},\"finish_reason\":\"stop\",\"logprobs\":{\"content\":[{"
        "\"token\":\"A\",\"logprob\":-0.25,\"bytes\":[65],\"top_logprobs\":[{\"token\":"
        "\"A\",\"logprob\":-0.25},{\"token\":\"B\",\"logprob\":-1.5}]}]}}],\"usage\":{"
        "\"prompt_tokens\":12,\"completion_tokens\":1}}";
    struct assay_arena arena = {0};
    struct assay_http_reading reading = {.arena = &arena};
    struct assay_http_said said;
    struct assay_node tree;
    struct assay_error err;

    ck_assert_int_eq(assay_json_parse(assay_str_of(body), "body", &arena, &tree, &err),
                     ASSAY_OK);
    ck_assert(assay_http_chat_read(&tree, &reading, &said));
    ck_assert(assay_str_equal(said.text, ASSAY_STR("A")) && !said.refused);
    ck_assert_uint_eq(said.tokens, 1);
    ck_assert_uint_eq(said.token[0].tops, 2);
    ck_assert_double_eq(said.token[0].top[1].log_p, -1.5);
    ck_assert_double_eq(reading.completion_tokens, 1.0);
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_http(void)
{
    Suite *suite = suite_create("http");
    TCase *all = tcase_create("http");

#define LOOP(test, table)                                                                \
    tcase_add_loop_test(all, test, 0, (int)(sizeof(table) / sizeof((table)[0])))
    LOOP(a_request_is_as_the_official_schema_has_it, requests);
    LOOP(an_answer_is_joined_and_counted_or_refused, answers);
    LOOP(a_status_says_whether_asking_again_may_help, statuses);
    LOOP(what_was_never_asked_is_no_try, breaks);
    LOOP(a_text_is_asked_for_with_its_own_seed, writings);
    LOOP(a_text_is_what_was_written_or_why_nothing_was, written);
#undef LOOP
    tcase_add_test(all, the_key_is_in_no_note);
    tcase_add_test(all, labels_come_into_the_order_of_their_names);
    tcase_add_test(all, a_chat_has_text_and_the_likeliest_tokens);
    suite_add_tcase(suite, all);
    return suite;
}
