/*
 * http_get.h - what is asked of a server over HTTP(S), by libcurl, whose types stay in http_*.c.
 *
 * libcurl is loaded by the first assay_http_open (http_library.h). Proxies are taken from
 * HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY as libcurl does, certificates of authorities from
 * CURL_CA_BUNDLE, SSL_CERT_FILE and SSL_CERT_DIR as curl does, in this order.
 *
 * Redirects are followed here, hop by hop, so that a token goes nowhere but to the origin (scheme,
 * host and port) that it was given for, and never from https to http.
 */
#ifndef ASSAY_CORE_HTTP_GET_H
#define ASSAY_CORE_HTTP_GET_H

#include "harness/core/arena.h"
#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/str.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    ASSAY_HTTP_HEADERS = 16,         /* of a request, at most */
    ASSAY_HTTP_URL = 1 << 14,        /* longest address, bytes */
    ASSAY_HTTP_TOKEN = 4096,         /* longest token, bytes */
    ASSAY_HTTP_PASSED_OVER = 1 << 20 /* body of a redirect, at most */
};

/* libcurl and the connections it keeps. Used by one thread at a time. */
struct assay_http;

/* A request to GET something. Borrowed. */
struct assay_http_request {
    const char *url;
    const char *header[ASSAY_HTTP_HEADERS]; /* "Name: value"; the first NULL ends them */
    const char *token;  /* "Authorization: Bearer" to url's origin alone; NULL: none */
    unsigned redirects; /* followed at most */
    double stall;       /* seconds without a byte, or without a connection, that end it */
    const atomic_int *stop; /* set by a signal; NULL: never */
};

/* The head of the last answer; texts are in the arena, empty where the server did not say. */
struct assay_http_reply {
    unsigned status; /* 200 ...; 0: there was no answer */
    struct assay_str etag, modified, type,
        range; /* values of headers of about that name */
    struct assay_str commit,
        linked;         /* X-Repo-Commit and X-Linked-Etag, of the first hop that has
                                        one and is at the request's own origin */
    uint64_t length;    /* of the body, 0 where the server did not say */
    double retry_after; /* seconds; 0 where the server did not say */
    bool again;         /* after ASSAY_EIO: trying once more may help */
};

/*
 * Takes the last answer's head once, then its body in pieces; what either one returns ends the
 * request with that error.
 */
struct assay_http_sink {
    enum assay_code (*head)(void *self, const struct assay_http_reply *reply,
                            struct assay_error *err);
    enum assay_code (*body)(void *self, const void *data, size_t n,
                            struct assay_error *err);
    void *self;
};

/* True if a text may be sent as a bearer token: printable ASCII without blanks, not too long. */
bool assay_http_is_token(struct assay_str text);

/* Errors: ASSAY_EIO where libcurl is not to be had. */
ASSAY_MUST_USE
enum assay_code assay_http_open(struct assay_http **out, struct assay_error *err);

void assay_http_close(struct assay_http *http); /* NULL is allowed */

/* True for names of this machine: "localhost", "127.0.0.1", "[::1]". */
bool assay_http_is_loopback(const char *host);

/* "libcurl/7.88.1 OpenSSL/3.0.15 ...", of the one that was loaded. */
const char *assay_http_version(const struct assay_http *http);

/*
 * Asks, and follows redirects. ASSAY_OK means that an answer came whole, whatever its status.
 *
 * Errors: ASSAY_EIO "host: why" (reply->again says whether another try may help); ASSAY_EDATA for an
 * address or a token that cannot be sent; ASSAY_EINTERRUPTED; what the sink returned.
 */
ASSAY_MUST_USE
enum assay_code assay_http_get(struct assay_http *http,
                               const struct assay_http_request *request,
                               const struct assay_http_sink *sink,
                               struct assay_arena *arena, struct assay_http_reply *reply,
                               struct assay_error *err);

#endif
