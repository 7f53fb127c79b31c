/* http_open.c - addresses, key and head of the http adapter, from its options to its first answer. */
#include "adapters/http_ask.h"
#include "adapters/http_chat.h"
#include "adapters/http_client.h"

#include "adapters/identity.h"
#include "adapters/reward.h"
#include "harness/core/clock.h"
#include "harness/core/document.h"
#include "harness/core/http_get.h"
#include "harness/core/memory.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DIALECT(word, symbol) extern const struct assay_http_dialect assay_http_##symbol;
#include "adapters/http_dialects.def"
#undef DIALECT

const struct assay_http_dialect *const assay_http_dialects[] = {
#define DIALECT(word, symbol) &assay_http_##symbol,
#include "adapters/http_dialects.def"
#undef DIALECT
    NULL};

/* ---- how servers are spoken to ---- */

static enum assay_code unknown_api(const struct assay_http *http,
                                   const struct assay_http_api *api,
                                   struct assay_error *err)
{
    struct assay_buf names = {0};
    enum assay_code code;

    for (; api->name; api++)
        assay_buf_printf(&names, "%s%s", names.len ? ", " : "", api->name);
    code =
        assay_fail(err, ASSAY_EUSAGE, "api=%s: the dialect %s is not asked so; it has %s",
                   http->api_word, http->dialect->name, names.data);
    assay_buf_release(&names);
    return code;
}

/* What the servers of the dialect would refuse in every request. */
static enum assay_code check_sampling(const struct assay_http *http,
                                      struct assay_error *err)
{
    const struct assay_http_dialect *dialect = http->dialect;
    const struct assay_sampling *sampling = http->sampling;

    if (!sampling)
        return ASSAY_OK;
    if (!dialect->writes)
        return assay_fail(err, ASSAY_EUSAGE, "%s writes no texts", dialect->name);
    if (dialect->stops > 0 && sampling->stop_count > dialect->stops)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%zu texts that end one, %s takes at most %zu",
                          sampling->stop_count, dialect->name, dialect->stops);
    if (dialect->hottest > 0.0 && sampling->temperature > dialect->hottest)
        return assay_fail(err, ASSAY_EUSAGE, "temperature %g, %s takes at most %g",
                          sampling->temperature, dialect->name, dialect->hottest);
    return ASSAY_OK;
}

static enum assay_code choose_api(struct assay_http *http, struct assay_error *err)
{
    const struct assay_http_api *all =
        http->sampling ? assay_http_texts : http->dialect->api;
    const enum assay_code code = check_sampling(http, err);

    if (code)
        return code;
    http->api = all;
    if (http->sampling && http->sampling->word_count > 0 &&
        (http->api_word || strcmp(http->template_word, "server") != 0))
        return assay_fail(err, ASSAY_EUSAGE,
                          "log-probabilities of words are told in chats alone, with the "
                          "server's template");
    if (http->sampling && strcmp(http->template_word, "server") != 0)
        http->api++; /* the text of the template is to be gone on with */
    if (!http->api_word)
        return ASSAY_OK;
    for (http->api = all; http->api->name; http->api++)
        if (strcmp(http->api->name, http->api_word) == 0)
            return ASSAY_OK;
    return unknown_api(http, all, err);
}

static enum assay_code refuse_input(const struct assay_http *http,
                                    struct assay_error *err)
{
    static const char *const name[] = {"messages", "text", "pair", "tokens"};
    static const enum assay_http_input input[] = {ASSAY_HTTP_MESSAGES, ASSAY_HTTP_TEXT,
                                                  ASSAY_HTTP_PAIR, ASSAY_HTTP_TOKENS};
    struct assay_buf taken = {0};
    const char *asked = "";
    enum assay_code code;

    for (size_t i = 0; i < sizeof(input) / sizeof(input[0]); i++) {
        if (http->input == input[i])
            asked = name[i];
        if (http->api->inputs & input[i])
            assay_buf_printf(&taken, "%s%s", taken.len ? ", " : "", name[i]);
    }
    code = assay_fail(err, ASSAY_EUSAGE, "input=%s: %s /%s does not take it; it takes %s",
                      asked, http->dialect->name, http->api->name,
                      taken.len ? taken.data : "");
    assay_buf_release(&taken);
    return code;
}

/* What requests hold: as was said, or what goes with the template, or what is usual. */
static enum assay_code choose_input(struct assay_http *http, struct assay_error *err)
{
    static const enum assay_http_input inputs[] = {
        0, ASSAY_HTTP_MESSAGES, ASSAY_HTTP_TEXT, ASSAY_HTTP_PAIR, ASSAY_HTTP_TOKENS};
    const struct assay_http_api *api = http->api;
    const enum assay_http_input asked = inputs[http->input_number];

    http->input = asked ? asked : api->usual;
    if (!asked && http->input == ASSAY_HTTP_MESSAGES &&
        strcmp(http->template_word, "server") != 0)
        http->input = ASSAY_HTTP_TEXT;
    if (!(api->inputs & http->input))
        return refuse_input(http, err);
    if (http->input == ASSAY_HTTP_TOKENS && !http->dialect->tokenise)
        return assay_fail(err, ASSAY_EUSAGE,
                          "input=tokens: %s has no tokeniser to ask for them",
                          http->dialect->name);
    if (strcmp(api->path, "/v1/score") == 0 && !http->label_tokens)
        return assay_fail(err, ASSAY_EUSAGE,
                          "%s /%s wants the tokens whose probabilities count: "
                          "--model-option label_tokens=ID,ID,...",
                          http->dialect->name, api->name);
    return ASSAY_OK;
}

/* Refuses what would change nothing. */
static enum assay_code check_labels(const struct assay_http *http,
                                    struct assay_error *err)
{
    if (http->label && strcmp(http->dialect->name, "tei") != 0)
        return assay_fail(err, ASSAY_EUSAGE,
                          "label=%s: %s tells no names of labels; weights=W,W,... says "
                          "which count",
                          http->label, http->dialect->name);
    if (http->label_tokens && strcmp(http->api->path, "/v1/score") != 0)
        return assay_fail(err, ASSAY_EUSAGE, "label_tokens: %s /%s asks for none",
                          http->dialect->name, http->api->name);
    return ASSAY_OK;
}

/* "ID,ID,...". */
static enum assay_code read_label_tokens(struct assay_http *http,
                                         struct assay_arena *arena,
                                         struct assay_error *err)
{
    const char *at = http->label_tokens;
    int64_t *id;

    if (!at)
        return ASSAY_OK;
    id = assay_arena_new(arena, strlen(at) + 1, sizeof(*id));
    for (;; at++) {
        char *end;
        const long value = isdigit((unsigned char)*at) ? strtol(at, &end, 10) : -1;

        if (value < 0 || value > INT32_MAX || (*end && *end != ','))
            return assay_fail(err, ASSAY_EUSAGE,
                              "label_tokens=%s: expected ids of tokens: ID,ID,...",
                              http->label_tokens);
        id[http->label_ids++] = value;
        at = end;
        if (!*at)
            break;
    }
    http->label_id = id;
    return ASSAY_OK;
}

/* ---- where they are ---- */

/* The next address of a target, "URL,URL,...", without slashes at its end; NULL where there is none. */
static const char *next_address(struct assay_str *rest, struct assay_arena *arena)
{
    struct assay_str address = {"", 0};

    while (rest->len > 0 && address.len == 0) {
        const size_t n = assay_str_find(*rest, ASSAY_STR(",")),
                     past = n + (n < rest->len);

        address = (struct assay_str){rest->ptr, n};
        *rest = (struct assay_str){rest->ptr + past, rest->len - past};
    }
    if (address.len == 0)
        return NULL;
    while (address.len > 0 && address.ptr[address.len - 1] == '/')
        address.len--;
    return assay_arena_copy(arena, address).ptr;
}

enum assay_code assay_http_check_target(const char *target, struct assay_error *err)
{
    struct assay_str rest = assay_str_of(target);
    struct assay_arena arena = {0};
    enum assay_code code = ASSAY_OK;
    const char *url;
    bool unseen;

    while (!code && (url = next_address(&rest, &arena)) != NULL)
        code = assay_http_many_look(url, &unseen, err);
    assay_arena_release(&arena);
    return code;
}

static enum assay_code add_address(struct assay_http *http, const char *url,
                                   struct assay_error *err)
{
    bool unseen = false;
    enum assay_code code;

    if (http->url_count == ASSAY_HTTP_ENDPOINTS)
        return assay_fail(err, ASSAY_EUSAGE, "more than %d servers",
                          ASSAY_HTTP_ENDPOINTS);
    code = assay_http_many_look(url, &unseen, err);
    if (!code && http->key && !unseen && !http->plain_key)
        code = assay_fail(err, ASSAY_EUSAGE,
                          "%s: the key would go there in the clear; --model-option "
                          "plain_key=true lets it",
                          url);
    http->url[http->url_count++] = url;
    return code;
}

static enum assay_code read_addresses(struct assay_http *http, const char *target,
                                      struct assay_arena *arena, struct assay_error *err)
{
    struct assay_str rest = assay_str_of(target);
    enum assay_code code = ASSAY_OK;
    const char *url;

    while (!code && (url = next_address(&rest, arena)) != NULL)
        code = add_address(http, url, err);
    if (!code && http->url_count == 0)
        code = assay_fail(err, ASSAY_EUSAGE, "no address: --model http:URL[,URL...]");
    return code;
}

/* ---- the key ---- */

static enum assay_code read_key(struct assay_http *http, struct assay_arena *arena,
                                struct assay_error *err)
{
    const char *from = http->key_file ? http->key_file : http->key_env;
    struct assay_buf text = {0};
    struct assay_str key;
    enum assay_code code = ASSAY_OK;

    if (!from)
        return ASSAY_OK;
    if (http->key_file)
        code = assay_document_read(http->key_file, ASSAY_HTTP_TOKEN, &text, err);
    else
        assay_buf_puts(&text, getenv(http->key_env) ? getenv(http->key_env) : "");
    key = assay_buf_view(&text);
    while (key.len > 0 && strchr(" \t\r\n", key.ptr[key.len - 1]))
        key.len--;
    if (!code && !assay_http_is_token(key))
        code = assay_fail(err, ASSAY_EUSAGE, "%s %s: no key in it",
                          http->key_file ? "file" : "variable", from);
    else if (!code)
        http->key = assay_arena_copy(arena, key).ptr;
    assay_buf_release(&text);
    return code;
}

/* ---- life ---- */

enum assay_code assay_http_check_time(const struct assay_http *http,
                                      struct assay_error *err)
{
    return assay_clock() < http->ends
               ? ASSAY_OK
               : assay_fail(err, ASSAY_EMODEL, "deadline=%g: %g seconds are over",
                            http->deadline, http->deadline);
}

static enum assay_code check_revision(const struct assay_http *http,
                                      struct assay_error *err)
{
    if (!http->revision || assay_identity_is_revision(assay_str_of(http->revision)))
        return ASSAY_OK;
    return assay_fail(
        err, ASSAY_EUSAGE,
        "revision=%s: a name; wanted is a commit or a digest in hexadecimal, "
        "%d digits or more",
        http->revision, ASSAY_REVISION_LEAST);
}

/* What needs no checking. */
static void set_up(struct assay_http *http, const struct assay_setting *setting)
{
    http->dialect = assay_http_dialects[http->dialect_number];
    http->totals = assay_memory_new(1, sizeof(*http->totals));
    http->clients = assay_http_clients_new();
    http->max_length = setting->max_length;
    http->seed = setting->seed;
    http->spending = setting->spending;
    http->ends = (double)INFINITY;
    if (http->deadline > 0.0)
        http->ends =
            http->deadline + (setting->begun > 0.0 ? setting->begun : assay_clock());
    http->sampling = setting->sampling;
    http->bos = -1;
}

enum assay_code assay_http_open_state(void *state, const struct assay_setting *setting,
                                      struct assay_error *err)
{
    struct assay_http *http = state;
    struct assay_arena *arena = setting->arena;
    enum assay_code code;

    set_up(http, setting);
    code = check_revision(http, err);
    if (!code)
        code = choose_api(http, err);
    if (!code)
        code = choose_input(http, err);
    if (!code && setting->tracks)
        code = assay_http_check_tracking(http, setting->tracks, err);
    if (!code)
        code = check_labels(http, err);
    if (!code)
        code = read_label_tokens(http, arena, err);
    if (!code)
        code = read_key(http, arena, err);
    if (!code)
        code = read_addresses(http, setting->target, arena, err);
    if (!code)
        code = assay_http_head_open(http, arena, err);
    if (!code)
        code = assay_http_greet(http, arena, err);
    if (code || setting->suite[0] == '\0')
        return code; /* no items: token ids alone are asked */
    code = assay_http_text_open(http, arena, err);
    return code ? code : assay_http_shake_hands(http, arena, err);
}

void assay_http_close_state(void *state)
{
    struct assay_http *http = state;

    free(http->totals);
    http->totals = NULL;
    assay_http_clients_free(http->clients);
    http->clients = NULL;
}
