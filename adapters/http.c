/*
 * http.c - a model behind a server: vLLM, SGLang, Text Embeddings Inference, llama-server, OpenRLHF's
 * reward server, or one that speaks as OpenAI's does.
 *
 * http_parts.h says how it is made; http_DIALECT.c, what each server is asked.
 */
#include "adapters/http_parts.h"

#include <string.h>

#define AT(field) offsetof(struct assay_http, field)

static const char *const dialects[] = {
#define DIALECT(word, symbol) word,
#include "adapters/http_dialects.def"
#undef DIALECT
    NULL};
static const char *const inputs[] = {"auto", "messages", "text", "pair", "tokens", NULL};
static const char *const rewards[] = {"avg", "sum", "norm", NULL};
static const char *const steps[] = {"last", "min", "mean", "product", NULL};
static const char *const activations[] = {"unknown", "none", "sigmoid", "softmax", NULL};
static const char *const specials[] = {"auto", "true", "false", NULL};

static const struct assay_option options[] = {
    {.name = "dialect",
     .help = "what the server is",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(dialect_number),
     .initial = "vllm",
     .choices = dialects},
    {.name = "api",
     .help = "what is asked of it (classify, pooling, score, predict, ...); else the "
             "usual one",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(api_word),
     .value = "NAME",
     .optional = true},
    {.name = "input",
     .help = "what requests hold",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(input_number),
     .initial = "auto",
     .choices = inputs},
    {.name = "template",
     .help =
         "what makes text of conversations: the server's own, none, or a file in Jinja",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(template_word),
     .initial = "server",
     .value = "server|none|FILE"},
    {.name = "date",
     .help = "what a template is told that asks for the date",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(date),
     .value = "YYYY-MM-DD",
     .optional = true},
    {.name = "special",
     .help =
         "the server adds special tokens to texts; auto: where no template of ours did",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(special),
     .initial = "auto",
     .choices = specials},
    {.name = "model",
     .help = "name of the model in requests; else the first one that is served",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(model),
     .value = "NAME",
     .optional = true},
    {.name = "revision",
     .help = "commit or digest, in hexadecimal, that what is served is vouched for with; "
             "answers "
             "are kept under it",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(revision),
     .value = "HEX",
     .optional = true},
    {.name = "key_env",
     .steady = true,
     .help = "the key is in this variable",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(key_env),
     .value = "VARIABLE",
     .optional = true},
    {.name = "key_file",
     .steady = true,
     .help = "the key is in this file",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(key_file),
     .value = "FILE",
     .optional = true},
    {.name = "plain_key",
     .steady = true,
     .help = "the key may go over http to other machines",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(plain_key)},
    {.name = "head",
     .help = "score head for a server that gives hidden states",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(head_word),
     .value = "FILE:TENSOR",
     .optional = true},
    {.name = "weights",
     .help = "how much each label of a head of several counts",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(weight_words),
     .value = "W,W,...",
     .optional = true},
    {.name = "label",
     .help = "the one label that counts, where labels have names",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(label),
     .value = "NAME",
     .optional = true},
    {.name = "label_tokens",
     .help = "tokens whose probabilities are the labels (sglang score)",
     .type = ASSAY_OPTION_TEXT,
     .offset = AT(label_tokens),
     .value = "ID,ID,...",
     .optional = true},
    {.name = "reward",
     .help = "what a policy's log-probabilities of a completion give",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(reward),
     .initial = "avg",
     .choices = rewards},
    {.name = "steps",
     .help = "what scores of tokens give (vllm pooling)",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(steps),
     .initial = "last",
     .choices = steps},
    {.name = "activation",
     .help =
         "what the scores went through; unknown: squashed or constant ones are refused",
     .type = ASSAY_OPTION_CHOICE,
     .offset = AT(activation),
     .initial = "unknown",
     .choices = activations},
    {.name = "concurrency",
     .steady = true,
     .help = "requests in flight at most, for each of --jobs",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(concurrency),
     .initial = "64",
     .lo = 1,
     .hi = 1024},
    {.name = "tries",
     .steady = true,
     .help = "how often one request is sent at most",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(tries),
     .initial = "6",
     .lo = 1,
     .hi = 100},
    {.name = "same",
     .steady = true,
     .help = "questions running with one and the same failure that end the run",
     .type = ASSAY_OPTION_SIZE,
     .offset = AT(same),
     .initial = "16",
     .lo = 1,
     .hi = 1000000},
    {.name = "timeout",
     .steady = true,
     .help = "seconds for one request",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(timeout),
     .initial = "120",
     .lo = 0.01,
     .hi = 3600},
    {.name = "backoff",
     .steady = true,
     .help = "seconds until a request is sent again, doubled with every try",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(backoff),
     .initial = "0.25",
     .lo = 0.001,
     .hi = 60},
    {.name = "outage",
     .steady = true,
     .help = "seconds without any server that end the run",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(outage),
     .initial = "300",
     .lo = 0,
     .hi = 1000000},
    {.name = "deadline",
     .steady = true,
     .help = "seconds for the whole run; 0 is no limit",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(deadline),
     .initial = "0",
     .lo = 0,
     .hi = 10000000},
    {.name = "http2",
     .steady = true,
     .help = "HTTP/2 also without TLS",
     .type = ASSAY_OPTION_FLAG,
     .offset = AT(http2)},
    {.name = "price_in",
     .steady = true,
     .help = "of a million tokens that are read",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(price_in),
     .initial = "0",
     .lo = 0,
     .hi = 1000000},
    {.name = "price_out",
     .steady = true,
     .help = "of a million tokens that are written",
     .type = ASSAY_OPTION_DOUBLE,
     .offset = AT(price_out),
     .initial = "0",
     .lo = 0,
     .hi = 1000000},
    {0},
};

static enum assay_want want(const void *state)
{
    const struct assay_http *http = state;

    return http->sampling ? ASSAY_WANT_TEXTS : ASSAY_WANT_SCORES;
}

/* What assay_http_identity tells. */
static const char *const indifferent[] = {"template", "head",  "revision", "seed",
                                          "orders",   "votes", NULL};

static bool log_probs(const void *state)
{
    const struct assay_http *http = state;

    return http->api->gives == ASSAY_HTTP_LOG_PROBS;
}

static const char *idle(const void *state, const char *name)
{
    const struct assay_http *http = state;
    const enum assay_http_gives gives = http->api->gives;
    const bool labels = gives != ASSAY_HTTP_LOG_PROBS && gives != ASSAY_HTTP_TEXTS;

    if (strcmp(name, "reward") == 0 && gives != ASSAY_HTTP_LOG_PROBS)
        return "the server gives no log-probabilities to make it of";
    if (strcmp(name, "steps") == 0 && gives != ASSAY_HTTP_STEPS)
        return "the server gives no scores of tokens to make one of";
    if (!labels && (strcmp(name, "weights") == 0 || strcmp(name, "label") == 0))
        return "the server gives no labels";
    return NULL;
}

const struct assay_adapter assay_adapter_http = {
    .name = "http",
    .summary =
        "a model behind a server: vLLM, SGLang, TEI, llama-server, OpenRLHF, OpenAI's",
    .state_size = sizeof(struct assay_http),
    .options = options,
    .needs_target = true,
    .target_moves = true,
    .reads_text = true,
    .writes_text = true,
    .indifferent = indifferent,
    .check_target = assay_http_check_target,
    .estimate = assay_http_estimate,
    .open = assay_http_open_state,
    .identity = assay_http_identity,
    .file = assay_http_file,
    .idle = idle,
    .want = want,
    .log_probs = log_probs,
    .pull = assay_http_pull,
    .facts = assay_http_facts_put,
    .tokens = assay_http_tokens,
    .tracks = assay_http_tracks,
    .close = assay_http_close_state,
};
