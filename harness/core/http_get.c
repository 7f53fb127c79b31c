#include "harness/core/http_get.h"

#include "harness/core/clock.h"
#include "harness/core/http_library.h"
#include "harness/core/memory.h"

#include <stdlib.h>
#include <string.h>

enum {
    TICK = 50, /* milliseconds between looks for a signal or a stall */
    BLOCK = 1 << 18
};

struct assay_http {
    struct assay_http_library curl;
    CURLM *multi; /* keeps the connections */
    CURL *easy;   /* of the hop under way */
    char fault[CURL_ERROR_SIZE];
};

/* A request with all its hops. */
struct exchange {
    struct assay_http *http;
    const struct assay_http_request *request;
    const struct assay_http_sink *sink;
    struct assay_arena *arena;
    struct assay_http_reply *reply;
    struct assay_error *err;

    CURLU *url;         /* of this hop */
    const char *text;   /* the same as text */
    const char *host;   /* the same, its host */
    const char *origin; /* of the first hop: where the token may go */
    bool at_home;       /* no hop so far was anywhere else */

    struct curl_slist *headers;
    struct assay_str commit, linked; /* as in the reply */
    const char *location;    /* where the answer sends to; NULL: it is the last one */
    bool headed;             /* the head of this hop's answer was looked at */
    size_t passed_over;      /* of the body of a redirect */
    double heard;            /* when a byte of a body last came */
    enum assay_code refused; /* by the sink, which filled err in */
};

/* ---- where to ---- */

static const char *part_of(struct exchange *exchange, CURLUPart part, unsigned flags)
{
    const struct assay_http_library *curl = &exchange->http->curl;
    const char *copy = "";
    char *text = NULL;

    if (curl->url_get(exchange->url, part, &text, flags) == CURLUE_OK && text)
        copy = assay_arena_copy(exchange->arena, assay_str_of(text)).ptr;
    curl->free(text);
    return copy;
}

static const char *origin_of(struct exchange *exchange)
{
    return assay_arena_printf(exchange->arena, "%s://%s:%s",
                              part_of(exchange, CURLUPART_SCHEME, 0), exchange->host,
                              part_of(exchange, CURLUPART_PORT, CURLU_DEFAULT_PORT));
}

bool assay_http_is_loopback(const char *host)
{
    return strcmp(host, "localhost") == 0 || strncmp(host, "127.", 4) == 0 ||
           strcmp(host, "[::1]") == 0;
}

/* Where the next hop goes: an address, or what an answer says, which may be relative. */
static enum assay_code aim(struct exchange *exchange, const char *address)
{
    const char *before = exchange->text;
    const bool secure = strncmp(before, "https:", 6) == 0;
    const char *scheme;

    if (strlen(address) > ASSAY_HTTP_URL ||
        exchange->http->curl.url_set(exchange->url, CURLUPART_URL, address,
                                     CURLU_DISALLOW_USER | CURLU_URLENCODE) != CURLUE_OK)
        return assay_fail(
            exchange->err, ASSAY_EDATA, "%snot an address to fetch from%s%s",
            *before ? "redirected to what is " : "", strchr(address, '@') ? "" : ": ",
            strchr(address, '@') ? ", or with a password in it" : address);
    scheme = part_of(exchange, CURLUPART_SCHEME, 0);
    if (strcmp(scheme, "https") != 0 && (secure || strcmp(scheme, "http") != 0))
        return *before ? assay_fail(exchange->err, ASSAY_EIO,
                                    "%s: a redirect from %s to %s, which is not followed",
                                    exchange->host, secure ? "https" : "http", scheme)
                       : assay_fail(exchange->err, ASSAY_EDATA,
                                    "not an https:// address: %s", address);
    exchange->host = part_of(exchange, CURLUPART_HOST, 0);
    exchange->text = part_of(exchange, CURLUPART_URL, 0);
    if (!exchange->origin)
        exchange->origin = origin_of(exchange);
    exchange->at_home =
        exchange->at_home && strcmp(origin_of(exchange), exchange->origin) == 0 &&
        (strcmp(scheme, "https") == 0 || assay_http_is_loopback(exchange->host));
    return ASSAY_OK;
}

/* ---- what comes back ---- */

static struct assay_str header_of(struct exchange *exchange, const char *name)
{
    struct curl_header *header;

    if (exchange->http->curl.easy_header(exchange->http->easy, name, 0, CURLH_HEADER, -1,
                                         &header) != CURLHE_OK)
        return (struct assay_str){"", 0};
    return assay_arena_copy(exchange->arena, assay_str_of(header->value));
}

static bool is_redirect(unsigned status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 ||
           status == 308;
}

/* What a hub says of a file, which it may then send from elsewhere. */
static void read_hub(struct exchange *exchange)
{
    if (exchange->at_home && exchange->commit.len == 0)
        exchange->commit = header_of(exchange, "X-Repo-Commit");
    if (exchange->at_home && exchange->linked.len == 0)
        exchange->linked = header_of(exchange, "X-Linked-Etag");
}

/* Called once an answer's head is whole: before its body, or at its end where it has none. */
static void read_head(struct exchange *exchange)
{
    const struct assay_http_library *curl = &exchange->http->curl;
    CURL *easy = exchange->http->easy;
    struct assay_http_reply *reply = exchange->reply;
    curl_off_t length = -1, wait = 0;
    long status = 0;
    struct assay_str location;

    exchange->headed = true;
    (void)curl->easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    (void)curl->easy_getinfo(easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    (void)curl->easy_getinfo(easy, CURLINFO_RETRY_AFTER, &wait);
    read_hub(exchange);
    *reply = (struct assay_http_reply){.status = (unsigned)status,
                                       .etag = header_of(exchange, "ETag"),
                                       .modified = header_of(exchange, "Last-Modified"),
                                       .type = header_of(exchange, "Content-Type"),
                                       .range = header_of(exchange, "Content-Range"),
                                       .commit = exchange->commit,
                                       .linked = exchange->linked,
                                       .length = length > 0 ? (uint64_t)length : 0,
                                       .retry_after = wait > 0 ? (double)wait : 0};
    location = header_of(exchange, "Location");
    if (is_redirect(reply->status) && location.len > 0)
        exchange->location = location.ptr;
    else
        exchange->refused =
            exchange->sink->head(exchange->sink->self, reply, exchange->err);
}

/* Anything but size * n ends the transfer. */
static size_t on_body(char *data, size_t size, size_t n, void *self)
{
    struct exchange *exchange = self;

    exchange->heard = assay_clock();
    if (!exchange->headed)
        read_head(exchange);
    if (exchange->location) {
        exchange->passed_over += size * n;
        return exchange->passed_over <= ASSAY_HTTP_PASSED_OVER ? size * n : 0;
    }
    if (!exchange->refused)
        exchange->refused =
            exchange->sink->body(exchange->sink->self, data, size * n, exchange->err);
    return exchange->refused ? 0 : size * n;
}

/* ---- one hop ---- */

/* Adds "name: value" to what this hop asks. */
static void add_header(struct exchange *exchange, const char *text)
{
    struct curl_slist *list = exchange->http->curl.slist_append(exchange->headers, text);

    if (list)
        exchange->headers = list;
}

static void add_headers(struct exchange *exchange)
{
    const struct assay_http_request *request = exchange->request;

    for (size_t i = 0; i < ASSAY_HTTP_HEADERS && request->header[i]; i++)
        add_header(exchange, request->header[i]);
    if (request->token && exchange->at_home)
        add_header(exchange,
                   assay_arena_printf(exchange->arena, "Authorization: Bearer %s",
                                      request->token));
}

static bool prepare(struct exchange *exchange)
{
    struct assay_http *http = exchange->http;
    CURLcode (*const set)(CURL *, CURLoption, ...) = http->curl.easy_setopt;
    CURL *easy = http->easy;
    const long connect = (long)(exchange->request->stall * 1000.0) + 1;

    http->fault[0] = '\0';
    add_headers(exchange);
    return assay_http_library_prepare(&http->curl, easy, connect, http->fault) &&
           set(easy, CURLOPT_URL, exchange->text) == CURLE_OK &&
           set(easy, CURLOPT_HTTPHEADER, exchange->headers) == CURLE_OK &&
           set(easy, CURLOPT_BUFFERSIZE, (long)BLOCK) == CURLE_OK &&
           set(easy, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK &&
           set(easy, CURLOPT_WRITEDATA, exchange) == CURLE_OK;
}

/* Faults of a moment: of the network, or of a server that was busy dying. */
static bool may_pass(CURLcode code)
{
    switch ((int)code) {
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PARTIAL_FILE:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return true;
    default:
        return false;
    }
}

static enum assay_code broken(struct exchange *exchange, CURLcode code)
{
    const struct assay_http *http = exchange->http;

    exchange->reply->again = may_pass(code);
    if (exchange->location)
        return assay_fail(exchange->err, ASSAY_EIO, "%s: a redirect without end",
                          exchange->host);
    return assay_fail(exchange->err, ASSAY_EIO, "%s: %s", exchange->host,
                      http->fault[0] ? http->fault : http->curl.easy_strerror(code));
}

static bool is_stopped(const struct exchange *exchange)
{
    return exchange->request->stop && *exchange->request->stop;
}

/* Works until the answer is whole or broken, nothing comes any more, or a signal says stop. */
static enum assay_code wait_for_end(struct exchange *exchange)
{
    struct assay_http *http = exchange->http;
    int running = 1, left;
    CURLMcode code = CURLM_OK;

    exchange->heard = assay_clock();
    for (;;) {
        if (code == CURLM_OK)
            code = http->curl.multi_perform(http->multi, &running);
        if (code != CURLM_OK || running == 0)
            break;
        if (is_stopped(exchange))
            return assay_fail(exchange->err, ASSAY_EINTERRUPTED, "interrupted");
        if (assay_clock() - exchange->heard > exchange->request->stall) {
            exchange->reply->again = true;
            return assay_fail(exchange->err, ASSAY_EIO, "%s: nothing came for %g s",
                              exchange->host, exchange->request->stall);
        }
        code = http->curl.multi_poll(http->multi, NULL, 0, TICK, NULL);
    }
    for (const CURLMsg *told = http->curl.multi_info_read(http->multi, &left); told;
         told = http->curl.multi_info_read(http->multi, &left)) {
        if (told->msg != CURLMSG_DONE)
            continue;
        if (told->data.result == CURLE_OK && !exchange->headed)
            read_head(exchange);
        if (exchange->refused)
            return exchange->refused;
        return told->data.result == CURLE_OK ? ASSAY_OK
                                             : broken(exchange, told->data.result);
    }
    return broken(exchange, CURLE_OUT_OF_MEMORY);
}

static enum assay_code hop(struct exchange *exchange)
{
    struct assay_http *http = exchange->http;
    enum assay_code code;

    exchange->headed = false;
    exchange->location = NULL;
    exchange->passed_over = 0;
    exchange->headers = NULL;
    *exchange->reply = (struct assay_http_reply){0};
    http->easy = http->curl.easy_init();
    if (!http->easy || !prepare(exchange) ||
        http->curl.multi_add_handle(http->multi, http->easy) != CURLM_OK) {
        code = broken(exchange, CURLE_FAILED_INIT);
    } else {
        code = wait_for_end(exchange);
        (void)http->curl.multi_remove_handle(http->multi, http->easy);
    }
    if (http->easy)
        http->curl.easy_cleanup(http->easy);
    http->easy = NULL;
    http->curl.slist_free_all(exchange->headers);
    return code;
}

bool assay_http_is_token(struct assay_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] <= ' ' || text.ptr[i] > '~')
            return false;
    return text.len > 0 && text.len <= ASSAY_HTTP_TOKEN;
}

enum assay_code assay_http_get(struct assay_http *http,
                               const struct assay_http_request *request,
                               const struct assay_http_sink *sink,
                               struct assay_arena *arena, struct assay_http_reply *reply,
                               struct assay_error *err)
{
    struct exchange exchange = {.http = http,
                                .request = request,
                                .sink = sink,
                                .arena = arena,
                                .reply = reply,
                                .err = err,
                                .text = "",
                                .commit = {"", 0},
                                .linked = {"", 0},
                                .at_home = true};
    const char *to = request->url;
    enum assay_code code;

    *reply = (struct assay_http_reply){0};
    if (request->token && !assay_http_is_token(assay_str_of(request->token)))
        return assay_fail(err, ASSAY_EDATA, "the token has characters that no token has");
    exchange.url = http->curl.url();
    for (unsigned i = 0;; i++) {
        code = aim(&exchange, to);
        if (!code)
            code = hop(&exchange);
        to = exchange.location;
        if (code || !to)
            break;
        if (i == request->redirects) {
            code = assay_fail(err, ASSAY_EIO, "%s: more than %u redirects", exchange.host,
                              request->redirects);
            break;
        }
    }
    http->curl.url_cleanup(exchange.url);
    return code;
}

/* ---- the library ---- */

enum assay_code assay_http_open(struct assay_http **out, struct assay_error *err)
{
    struct assay_http *http = assay_memory_new(1, sizeof(*http));
    const enum assay_code code = assay_http_library_begin(&http->curl, &http->multi, err);

    *out = code ? NULL : http;
    if (code)
        assay_http_close(http);
    return code;
}

void assay_http_close(struct assay_http *http)
{
    if (!http)
        return;
    if (http->multi)
        (void)http->curl.multi_cleanup(http->multi);
    free(http);
}

const char *assay_http_version(const struct assay_http *http)
{
    return http->curl.version();
}
