/* stub_answer.c - what the answers of several servers have in common. */
#include "tests/stub/stub.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const struct stub_schema stub_nothing = {.status = 404};

struct assay_str stub_text_of(const struct stub_request *request, const char *key)
{
    return assay_node_text(assay_node_get(&request->json, key));
}

/* An error in the dialect's own words. */
void stub_refuse(struct stub_request *request, int status, const char *type,
                 const char *why)
{
    struct assay_node *map = assay_node_map(&request->arena);
    struct assay_node *inner = assay_node_map(&request->arena);
    const bool tei = strcmp(request->setting->dialect, "tei") == 0;

    request->status = status;
    assay_node_put(&request->arena, inner, "message", assay_node_of_string(why));
    assay_node_put(&request->arena, inner, "type", assay_node_of_string(type));
    assay_node_put(&request->arena, inner, "code", assay_node_of_int(status));
    assay_node_put(&request->arena, map, "error",
                   tei ? assay_node_of_string(why) : *inner);
    if (tei)
        assay_node_put(&request->arena, map, "error_type", assay_node_of_string(type));
    assay_buf_reset(&request->out);
    assay_json_write(map, false, &request->out);
}

/* The score of so many bytes, or after what became of it. */
double stub_score(const struct stub_request *request, size_t bytes)
{
    const char *squash = request->squash;
    const double raw = request->worth != 0.0 ? request->worth : (double)bytes;

    if (!squash)
        return raw;
    if (strcmp(squash, "sigmoid") == 0)
        return 1.0 / (1.0 + exp(-0.01 * raw));
    return strcmp(squash, "softmax") == 0 ? 1.0 : 0.25;
}

/* The words of the official servers around the limit, at the commits of tests/stub/README.md. */
static const struct {
    const char *dialect;
    int status;
    const char *type, *before, *behind;
} refusals[] = {
    /* vllm/renderers/params.py:450 */
    {"vllm", 400, "BadRequestError", "This model's maximum context length is ",
     " tokens. Please reduce the length of the input messages."},
    /* managers/tokenizer_manager.py:1208 */
    {"sglang", 400, "BadRequestError",
     "The input is longer than the model's context length (", " tokens)."},
    /* core/src/tokenization.rs:400; its page of the interface says 413, router/src/http/server.rs:1898
       gives 422 */
    {"tei", 422, "Validation", "`inputs` must have less than ", " tokens."},
    /* tools/server/server-context.cpp:3188 */
    {"llama-server", 500, "server_error", "input (more than ",
     " tokens) is too large to process. increase the physical batch size"},
    /* in vLLM's words */
    {"openai", 400, "invalid_request_error", "This model's maximum context length is ",
     " tokens."},
};

void stub_refuse_long(struct stub_request *request, long longest)
{
    for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
        if (strcmp(refusals[i].dialect, request->setting->dialect) == 0)
            stub_refuse(request, refusals[i].status, refusals[i].type,
                        assay_arena_printf(&request->arena, "%s%ld%s", refusals[i].before,
                                           longest, refusals[i].behind));
}

bool stub_fits(struct stub_request *request, size_t bytes)
{
    const long longest = request->setting->longest;

    if (longest == 0 || bytes <= (size_t)longest)
        return true;
    stub_refuse_long(request, longest);
    return false;
}

static struct assay_str last_content(const struct assay_node *messages)
{
    return assay_node_text(assay_node_get(
        assay_node_at(messages, assay_node_count(messages) - 1), "content"));
}

/* Bytes of what a request of one text asks about: content of the last message, text, ids. */
size_t stub_asked(const struct stub_request *request, const char *text, const char *ids)
{
    const struct assay_node *messages = assay_node_get(&request->json, "messages");
    const struct assay_node *list = assay_node_get(&request->json, ids);

    if (messages)
        return last_content(messages).len;
    return assay_node_is(list, ASSAY_NODE_LIST) ? assay_node_count(list)
                                                : stub_text_of(request, text).len;
}

bool stub_is_wrong(const struct stub_request *request, const char *kind)
{
    return request->wrong && strcmp(request->wrong, kind) == 0;
}

double stub_worth_in(const char *text, size_t len)
{
    static const char word[] = "worth ";
    const struct assay_str all = {text, len};
    const size_t at = assay_str_find(all, ASSAY_STR(word));

    return at < len ? strtod(text + at + sizeof(word) - 1, NULL) : 0.0;
}

void stub_put_usage(struct stub_request *request, size_t tokens)
{
    assay_buf_printf(&request->out,
                     "\"usage\": {\"prompt_tokens\": %zu, \"total_tokens\": %zu, "
                     "\"completion_tokens\": 0, \"prompt_tokens_details\": null}",
                     tokens, tokens);
}

/* A number as the test wants it spelt. */
void stub_put_number(struct stub_request *request, double value)
{
    static const char *const spelt[][2] = {{"nan", "NaN"},
                                           {"inf", "-Infinity"},
                                           {"null", "null"},
                                           {"words", "\"good\""},
                                           {"huge", "1e999"}};

    for (size_t i = 0; i < sizeof(spelt) / sizeof(spelt[0]); i++)
        if (stub_is_wrong(request, spelt[i][0])) {
            assay_buf_puts(&request->out, spelt[i][1]);
            return;
        }
    assay_buf_printf(&request->out, "%.17g", value);
}

/* Results of a list of texts, best first as rerankers have them, or by their place. */
void stub_put_results(struct stub_request *request, const struct assay_node *texts,
                      const char *name, bool sorted)
{
    const size_t all = assay_node_count(texts);
    const size_t n = all < STUB_TEXTS ? all : STUB_TEXTS;
    size_t order[STUB_TEXTS] = {0}, shown = stub_is_wrong(request, "count") ? n - 1 : n;

    for (size_t i = 0; i < n; i++) {
        const size_t len = assay_node_text(assay_node_at(texts, i)).len;
        size_t at = i;

        for (; sorted && at > 0 &&
               assay_node_text(assay_node_at(texts, order[at - 1])).len < len;
             at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    for (size_t i = 0; i < shown; i++) {
        const struct assay_str text = assay_node_text(assay_node_at(texts, order[i]));

        request->worth = stub_worth_in(text.ptr, text.len);
        assay_buf_printf(&request->out, "%s{\"index\": %zu, \"%s\": ", i ? ", " : "",
                         stub_is_wrong(request, "twice") ? order[0] : order[i], name);
        stub_put_number(request, stub_score(request, text.len));
        assay_buf_puts(&request->out, "}");
    }
}

bool stub_all_fit(struct stub_request *request, const struct assay_node *texts)
{
    for (size_t i = 0; i < assay_node_count(texts); i++)
        if (!stub_fits(request, assay_node_text(assay_node_at(texts, i)).len))
            return false;
    return true;
}

/* Puts one text in the place of another, where it stands first. */
static void exchange(struct stub_request *request, const char *from, const char *to)
{
    struct assay_buf *out = &request->out;
    const struct assay_str all = assay_buf_view(out);
    const size_t at = assay_str_find(all, assay_str_of(from));
    const struct assay_str copy = assay_arena_copy(&request->arena, all);

    if (at == all.len)
        return;
    assay_buf_reset(out);
    assay_buf_add(out, (struct assay_str){copy.ptr, at});
    assay_buf_puts(out, to);
    assay_buf_puts(out, copy.ptr + at + strlen(from));
}

void stub_spoil(struct stub_request *request)
{
    static const struct {
        const char *kind, *from, *to;
    } words[] = {
        {"range", "\"index\": 0", "\"index\": 7"},
        {"negative", "\"index\": 0", "\"index\": -1"},
        {"unjoined", "\"index\": ", "\"place\": "},
        {"unscored", "\"score\": ", "\"points\": "},
        {"classes", "\"num_classes\": 1", "\"num_classes\": 2"},
        {"more", "{\"index\": 0", "{\"index\": 0}, {\"index\": 0"},
    };

    if (stub_is_wrong(request, "page")) {
        assay_buf_reset(&request->out);
        assay_buf_puts(&request->out, "<html><body>Bad gateway</body></html>");
    } else if (stub_is_wrong(request, "short")) {
        request->out.len /= 2;
    } else if (stub_is_wrong(request, "500")) {
        stub_refuse(request, 500, "InternalServerError", "something broke");
    } else if (stub_is_wrong(request, "empty")) {
        assay_buf_reset(&request->out);
    } else if (stub_is_wrong(request, "shape")) {
        assay_buf_reset(&request->out);
        assay_buf_puts(&request->out, "{\"status\": \"ok\"}");
    } else if (stub_is_wrong(request, "behind")) {
        assay_buf_puts(&request->out, "\n{}");
    }
    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        if (stub_is_wrong(request, words[i].kind))
            exchange(request, words[i].from, words[i].to);
}
