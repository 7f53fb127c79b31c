#include "harness/core/http_many.h"

#include "harness/core/buf.h"
#include "harness/core/clock.h"
#include "harness/core/http_get.h"
#include "harness/core/http_library.h"
#include "harness/core/memory.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
    KEPT = 1 << 16,   /* bytes of an answer's buffer that are kept for the next one */
    CONNECT = 10000,  /* milliseconds for a connection */
    UPLOAD = 1 << 14, /* bytes sent at once */
    HOUR = 3600000,   /* milliseconds, the longest wait */
    IDLE = POLLIN |
           POLLPRI /* events of a connection that nobody uses; libcurl's have no PRI */
};

/* One request at a time. */
struct slot {
    struct assay_http_many *many;
    struct slot *next; /* free ones */
    CURL *easy;
    struct curl_slist *headers;
    const char *token; /* that the headers have */
    struct assay_buf body;
    enum assay_http_end fault; /* what the receiver refused the body for */
    double begun;
    void *self;
    char why[CURL_ERROR_SIZE];
};

struct assay_http_many {
    struct assay_http_library curl;
    CURLM *multi;
    struct slot *slot; /* (most,) */
    struct slot *free;
    size_t most, in_flight;
    size_t received; /* bytes of bodies on their way */
    struct pollfd *watched,
        *ready; /* (room,) sockets that libcurl waits for, and idle ones */
    size_t watching, room;
    double due; /* when libcurl wants to be called; < 0: never */
    bool http2;
    bool fresh; /* every request has a connection of its own */
};

/* ---- what libcurl calls ---- */

static short events_of(int what)
{
    if (what == CURL_POLL_REMOVE)
        return (short)IDLE;
    return (short)((what & CURL_POLL_IN ? POLLIN : 0) |
                   (what & CURL_POLL_OUT ? POLLOUT : 0));
}

/* The place of a socket among those watched, or their number. */
static size_t place_of(const struct assay_http_many *many, curl_socket_t socket)
{
    size_t i = 0;

    while (i < many->watching && many->watched[i].fd != socket)
        i++;
    return i;
}

static void make_room(struct assay_http_many *many)
{
    if (many->watching < many->room)
        return;
    many->room = assay_memory_grow(many->room, many->room + 1);
    many->watched =
        assay_memory_resize(many->watched, many->room, sizeof(*many->watched));
    many->ready = assay_memory_resize(many->ready, many->room, sizeof(*many->ready));
}

static void forget(struct assay_http_many *many, curl_socket_t socket)
{
    const size_t i = place_of(many, socket);

    if (i < many->watching)
        many->watched[i] = many->watched[--many->watching];
}

static int on_socket(CURL *easy, curl_socket_t socket, int what, void *self, void *place)
{
    struct assay_http_many *many = self;
    const size_t i = place_of(many, socket);

    (void)easy;
    (void)place;
    if (what == CURL_POLL_REMOVE && i == many->watching)
        return 0;
    if (i == many->watching) {
        make_room(many);
        many->watched[many->watching++] = (struct pollfd){.fd = socket};
    }
    many->watched[i].events = events_of(what);
    return 0;
}

static int on_close(void *self, curl_socket_t socket)
{
    forget(self, socket);
    return close(socket);
}

static int on_timer(CURLM *multi, long milliseconds, void *self)
{
    struct assay_http_many *many = self;

    (void)multi;
    many->due = milliseconds < 0 ? -1.0 : assay_clock() + 1e-3 * (double)milliseconds;
    return 0;
}

static size_t on_body(const char *data, size_t size, size_t n, void *self)
{
    struct slot *slot = self;
    const size_t bytes = size * n;

    if (bytes > ASSAY_HTTP_MANY_BODY - slot->body.len)
        slot->fault = ASSAY_HTTP_LARGE;
    else if (bytes > ASSAY_HTTP_MANY_BODIES - slot->many->received)
        slot->fault = ASSAY_HTTP_CROWDED;
    if (slot->fault != ASSAY_HTTP_ANSWERED)
        return 0;
    assay_buf_add(&slot->body, (struct assay_str){data, bytes});
    slot->many->received += bytes;
    return bytes;
}

/* ---- life ---- */

static enum assay_code begin(struct assay_http_many *many, struct assay_error *err)
{
    CURLMcode (*const set)(CURLM *, CURLMoption, ...) = many->curl.multi_setopt;
    CURLM *multi = many->multi;

    if (set(multi, CURLMOPT_SOCKETFUNCTION, on_socket) != CURLM_OK ||
        set(multi, CURLMOPT_SOCKETDATA, many) != CURLM_OK ||
        set(multi, CURLMOPT_TIMERFUNCTION, on_timer) != CURLM_OK ||
        set(multi, CURLMOPT_TIMERDATA, many) != CURLM_OK ||
        set(multi, CURLMOPT_MAXCONNECTS, (long)many->most) != CURLM_OK ||
        set(multi, CURLMOPT_MAX_CONCURRENT_STREAMS, (long)many->most) != CURLM_OK)
        return assay_fail(err, ASSAY_EIO, "libcurl does not start");
    return ASSAY_OK;
}

/* Before 8.0.0 libcurl breaks an HTTP/2 connection without TLS when it is used again: curl/curl#10634. */
static bool breaks_reuse(const struct assay_http_library *curl)
{
    const char *name = strstr(curl->version(), "libcurl/");

    return name && strtol(name + strlen("libcurl/"), NULL, 10) < 8;
}

enum assay_code assay_http_many_open(size_t most, bool http2,
                                     struct assay_http_many **out,
                                     struct assay_error *err)
{
    struct assay_http_many *many = assay_memory_new(1, sizeof(*many));
    enum assay_code code = assay_http_library_begin(&many->curl, &many->multi, err);

    *out = NULL;
    many->most = most;
    many->http2 = http2;
    many->due = -1.0;
    many->slot = assay_memory_new(most, sizeof(*many->slot));
    for (size_t i = most; i-- > 0;) {
        many->slot[i] = (struct slot){.many = many, .next = many->free};
        many->free = &many->slot[i];
    }
    if (!code)
        code = begin(many, err);
    many->fresh = !code && http2 && breaks_reuse(&many->curl);
    if (code)
        assay_http_many_close(many);
    else
        *out = many;
    return code;
}

void assay_http_many_close(struct assay_http_many *many)
{
    if (!many)
        return;
    for (size_t i = 0; i < many->most; i++) {
        struct slot *slot = &many->slot[i];

        if (slot->easy) {
            (void)many->curl.multi_remove_handle(many->multi, slot->easy);
            many->curl.easy_cleanup(slot->easy);
        }
        if (slot->headers)
            many->curl.slist_free_all(slot->headers);
        assay_buf_release(&slot->body);
    }
    if (many->multi)
        (void)many->curl.multi_cleanup(many->multi);
    free(many->slot);
    free(many->watched);
    free(many->ready);
    free(many);
}

size_t assay_http_many_count(const struct assay_http_many *many)
{
    return many->in_flight;
}

/* ---- asking ---- */

static bool add_header(struct slot *slot, const char *text)
{
    struct curl_slist *list = slot->many->curl.slist_append(slot->headers, text);

    if (list)
        slot->headers = list;
    return list != NULL;
}

/* The headers of a request; they differ by the token alone. */
static bool set_headers(struct slot *slot, const char *token)
{
    char text[ASSAY_HTTP_TOKEN + sizeof("Authorization: Bearer ")];

    if (slot->headers && slot->token == token)
        return true;
    if (slot->headers)
        slot->many->curl.slist_free_all(slot->headers);
    slot->headers = NULL;
    slot->token = token;
    (void)snprintf(text, sizeof(text), "Authorization: Bearer %s", token ? token : "");
    return add_header(slot, "Content-Type: application/json") &&
           add_header(slot, "Accept: application/json") && add_header(slot, "Expect:") &&
           (!token || add_header(slot, text));
}

/* What every request of a slot has in common. */
static bool prepare(struct slot *slot)
{
    struct assay_http_many *many = slot->many;
    CURLcode (*const set)(CURL *, CURLoption, ...) = many->curl.easy_setopt;
    const long version =
        many->http2 ? CURL_HTTP_VERSION_2_PRIOR_KNOWLEDGE : CURL_HTTP_VERSION_2TLS;
    CURL *easy = slot->easy = many->curl.easy_init();

    return easy && assay_http_library_prepare(&many->curl, easy, CONNECT, slot->why) &&
           set(easy, CURLOPT_HTTP_VERSION, version) == CURLE_OK &&
           set(easy, CURLOPT_FRESH_CONNECT, (long)many->fresh) == CURLE_OK &&
           set(easy, CURLOPT_FORBID_REUSE, (long)many->fresh) == CURLE_OK &&
           set(easy, CURLOPT_UPLOAD_BUFFERSIZE, (long)UPLOAD) == CURLE_OK &&
           set(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)ASSAY_HTTP_MANY_BODY) ==
               CURLE_OK &&
           set(easy, CURLOPT_CLOSESOCKETFUNCTION, on_close) == CURLE_OK &&
           set(easy, CURLOPT_CLOSESOCKETDATA, many) == CURLE_OK &&
           set(easy, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK &&
           set(easy, CURLOPT_WRITEDATA, slot) == CURLE_OK &&
           set(easy, CURLOPT_PRIVATE, slot) == CURLE_OK;
}

static bool set_body(const struct slot *slot, struct assay_str body)
{
    CURLcode (*const set)(CURL *, CURLoption, ...) = slot->many->curl.easy_setopt;

    if (!body.ptr)
        return set(slot->easy, CURLOPT_HTTPGET, 1L) == CURLE_OK;
    return set(slot->easy, CURLOPT_POST, 1L) == CURLE_OK &&
           set(slot->easy, CURLOPT_POSTFIELDS, body.ptr) == CURLE_OK &&
           set(slot->easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body.len) == CURLE_OK;
}

static bool send_off(struct slot *slot, const struct assay_http_call *call)
{
    const struct assay_http_library *curl = &slot->many->curl;
    CURLcode (*const set)(CURL *, CURLoption, ...) = curl->easy_setopt;
    const double limit = 1e3 * call->timeout;
    const long timeout = limit < HOUR ? (long)limit + 1 : HOUR;
    const bool waits =
        !slot->many->fresh && (slot->many->http2 || strncmp(call->url, "https:", 6) == 0);

    return set_headers(slot, call->token) && (slot->easy || prepare(slot)) &&
           set(slot->easy, CURLOPT_HTTPHEADER, slot->headers) == CURLE_OK &&
           set(slot->easy, CURLOPT_URL, call->url) == CURLE_OK &&
           set(slot->easy, CURLOPT_PIPEWAIT, (long)waits) == CURLE_OK &&
           set(slot->easy, CURLOPT_TIMEOUT_MS, timeout) == CURLE_OK &&
           set_body(slot, call->body) &&
           curl->multi_add_handle(slot->many->multi, slot->easy) == CURLM_OK;
}

enum assay_code assay_http_many_ask(struct assay_http_many *many,
                                    const struct assay_http_call *call,
                                    struct assay_error *err)
{
    struct slot *slot = many->free;

    if (!slot)
        return assay_fail(err, ASSAY_EIO, "more than %zu requests in flight", many->most);
    if (slot->body.cap > KEPT)
        assay_buf_release(&slot->body);
    assay_buf_reset(&slot->body);
    slot->fault = ASSAY_HTTP_ANSWERED;
    slot->why[0] = '\0';
    slot->self = call->self;
    slot->begun = assay_clock();
    if (!send_off(slot, call))
        return assay_fail(err, ASSAY_EIO, "libcurl does not take a request");
    many->free = slot->next;
    many->in_flight++;
    return ASSAY_OK;
}

/* ---- answers ---- */

static enum assay_http_end end_of(const struct slot *slot, CURLcode code)
{
    if (code == CURLE_OK)
        return ASSAY_HTTP_ANSWERED;
    if (slot->fault != ASSAY_HTTP_ANSWERED)
        return slot->fault;
    if (code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST ||
        code == CURLE_COULDNT_RESOLVE_PROXY || code == CURLE_SSL_CONNECT_ERROR)
        return ASSAY_HTTP_UNREACHED;
    if (code == CURLE_FILESIZE_EXCEEDED)
        return ASSAY_HTTP_LARGE;
    return code == CURLE_OPERATION_TIMEDOUT ? ASSAY_HTTP_LATE : ASSAY_HTTP_BROKEN;
}

static void tell(struct slot *slot, CURLcode code, struct assay_http_answer *out)
{
    struct assay_http_many *many = slot->many;
    curl_off_t wait = 0;
    long status = 0;

    (void)many->curl.easy_getinfo(slot->easy, CURLINFO_RESPONSE_CODE, &status);
    (void)many->curl.easy_getinfo(slot->easy, CURLINFO_RETRY_AFTER, &wait);
    (void)many->curl.multi_remove_handle(many->multi, slot->easy);
    many->received -= slot->body.len;
    *out = (struct assay_http_answer){
        .end = end_of(slot, code),
        .status = (unsigned)status,
        .retry_after = wait > 0 ? (double)wait : 0.0,
        .len = slot->body.len,
        .why = slot->why[0] ? slot->why : many->curl.easy_strerror(code),
        .seconds = assay_clock() - slot->begun,
        .self = slot->self,
    };
    memset(assay_buf_room(&slot->body, ASSAY_HTTP_MANY_PADDING), 0,
           ASSAY_HTTP_MANY_PADDING);
    out->body = slot->body.data;
    slot->next = many->free;
    many->free = slot;
    many->in_flight--;
}

static bool take_finished(struct assay_http_many *many, struct assay_http_answer *out)
{
    const CURLMsg *told;
    struct slot *slot = NULL;
    int left;

    do {
        told = many->curl.multi_info_read(many->multi, &left);
    } while (told && told->msg != CURLMSG_DONE);
    if (!told)
        return false;
    (void)many->curl.easy_getinfo(told->easy_handle, CURLINFO_PRIVATE, (char **)&slot);
    tell(slot, told->data.result, out);
    return true;
}

/* Lets libcurl work on one socket, or on what is due. */
static void act(struct assay_http_many *many, curl_socket_t socket, int what)
{
    int running;

    (void)many->curl.multi_socket_action(many->multi, socket, what, &running);
}

static int doing(short events)
{
    return (events & (POLLIN | POLLHUP) ? CURL_CSELECT_IN : 0) |
           (events & POLLOUT ? CURL_CSELECT_OUT : 0) |
           (events & (POLLERR | POLLNVAL) ? CURL_CSELECT_ERR : 0);
}

/*
 * Sockets that something happened to, in many->ready. What comes on an idle connection is its end, or an
 * answer that nobody asked for, which libcurl would take for that to the next request: it is closed.
 */
static size_t take_ready(struct assay_http_many *many)
{
    size_t count = 0, i = 0;

    while (i < many->watching) {
        const struct pollfd *watched = &many->watched[i];

        if (watched->revents && watched->events == IDLE) {
            (void)shutdown(watched->fd, SHUT_RDWR);
            many->watched[i] = many->watched[--many->watching];
            continue;
        }
        if (watched->revents)
            many->ready[count++] = *watched;
        i++;
    }
    return count;
}

static void wait_and_act(struct assay_http_many *many, double wait)
{
    const double now = assay_clock();
    size_t count = 0;
    int milliseconds;

    if (many->due >= 0.0 && many->due - now < wait)
        wait = many->due - now;
    milliseconds = wait <= 0.0 ? 0 : wait < HOUR / 1e3 ? (int)(1e3 * wait) + 1 : HOUR;
    if (poll(many->watched, (nfds_t)many->watching, milliseconds) > 0)
        count = take_ready(many);
    for (size_t i = 0; i < count; i++)
        act(many, many->ready[i].fd, doing(many->ready[i].revents));
    if (many->due >= 0.0 && assay_clock() >= many->due) {
        many->due = -1.0;
        act(many, CURL_SOCKET_TIMEOUT, 0);
    }
}

bool assay_http_many_next(struct assay_http_many *many, double wait,
                          struct assay_http_answer *out)
{
    const double end = assay_clock() + wait;

    while (!take_finished(many, out)) {
        const double left = end - assay_clock();

        if (left < 0.0)
            return false;
        wait_and_act(many, left);
    }
    return true;
}

/* ---- addresses ---- */

static bool is_private(const struct assay_http_library *curl, const CURLU *url)
{
    char *scheme = NULL, *host = NULL;
    bool yes = false;

    if (curl->url_get(url, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
        curl->url_get(url, CURLUPART_HOST, &host, 0) == CURLUE_OK)
        yes = strcmp(scheme, "https") == 0 || assay_http_is_loopback(host);
    curl->free(scheme);
    curl->free(host);
    return yes;
}

enum assay_code assay_http_many_look(const char *url, bool *out, struct assay_error *err)
{
    struct assay_http_library curl;
    enum assay_code code = assay_http_library_load(&curl, err);
    CURLU *parsed;

    if (code)
        return code;
    parsed = curl.url();
    if (strncmp(url, "http://", 7) != 0 && strncmp(url, "https://", 8) != 0)
        code = assay_fail(err, ASSAY_EUSAGE, "not an http:// or https:// address: %s",
                          strchr(url, '@') ? "(not shown, it may have a password)" : url);
    else if (strlen(url) > ASSAY_HTTP_URL ||
             curl.url_set(parsed, CURLUPART_URL, url, CURLU_DISALLOW_USER) != CURLUE_OK)
        code = assay_fail(err, ASSAY_EUSAGE, "not an address to ask%s%s",
                          strchr(url, '@') ? ", or with a password in it" : ": ",
                          strchr(url, '@') ? "" : url);
    else
        *out = is_private(&curl, parsed);
    curl.url_cleanup(parsed);
    return code;
}
