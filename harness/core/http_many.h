/*
 * http_many.h - many requests to servers at once, by one thread.
 *
 * The other side of http_get.h: bodies are small and sent by POST, answers are taken whole, nothing is
 * redirected or tried again. Connections are kept and used again, unless something was said on them
 * that nobody asked for; over TLS they speak HTTP/2 where
 * the server does. Memory is bounded whatever servers send.
 */
#ifndef ASSAY_CORE_HTTP_MANY_H
#define ASSAY_CORE_HTTP_MANY_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "harness/core/str.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    ASSAY_HTTP_MANY_MAX = 4096,       /* requests in flight */
    ASSAY_HTTP_MANY_BODY = 1 << 23,   /* bytes of an answer, at most */
    ASSAY_HTTP_MANY_BODIES = 1 << 25, /* of all answers on their way together */
    ASSAY_HTTP_MANY_PADDING = 8       /* writable bytes behind an answer's body */
};

struct assay_http_many;

/* A request. Borrowed until its answer came, save the struct itself. */
struct assay_http_call {
    const char *url;
    const char *token;     /* "Authorization: Bearer", sent as it is; NULL: none */
    struct assay_str body; /* JSON to POST; .ptr NULL: a GET */
    double timeout;        /* seconds for all of it */
    void *self;            /* comes back with the answer */
};

enum assay_http_end {
    ASSAY_HTTP_ANSWERED,  /* whole, whatever its status */
    ASSAY_HTTP_UNREACHED, /* no connection: nothing was asked */
    ASSAY_HTTP_BROKEN,    /* the connection or the protocol broke */
    ASSAY_HTTP_LATE,      /* not whole in time */
    ASSAY_HTTP_LARGE,     /* a body above ASSAY_HTTP_MANY_BODY */
    ASSAY_HTTP_CROWDED    /* all bodies together above ASSAY_HTTP_MANY_BODIES */
};

/* What became of one. Texts are valid until the next request is begun. */
struct assay_http_answer {
    enum assay_http_end end;
    unsigned status;    /* 200 ...; 0: none */
    double retry_after; /* seconds; 0 where the server did not say */
    char *body; /* (len + ASSAY_HTTP_MANY_PADDING,) to be written over as one likes */
    size_t len;
    const char *why; /* where it was not answered */
    double seconds;  /* that it took */
    void *self;
};

/*
 * most  requests in flight, 1 .. ASSAY_HTTP_MANY_MAX
 * http2 HTTP/2 also without TLS, which the server must speak
 *
 * Errors: ASSAY_EIO where libcurl is not to be had.
 */
ASSAY_MUST_USE
enum assay_code assay_http_many_open(size_t most, bool http2,
                                     struct assay_http_many **out,
                                     struct assay_error *err);

/* Requests in flight are given up; NULL is allowed. */
void assay_http_many_close(struct assay_http_many *many);

/* Requests in flight. */
size_t assay_http_many_count(const struct assay_http_many *many);

/* Begins a request; fewer than `most` are in flight. Errors: ASSAY_EIO where libcurl cannot. */
ASSAY_MUST_USE
enum assay_code assay_http_many_ask(struct assay_http_many *many,
                                    const struct assay_http_call *call,
                                    struct assay_error *err);

/* Waits up to `wait` seconds for an answer; false where none came. Below 0: takes only what is there,
   and neither sends nor receives. */
bool assay_http_many_next(struct assay_http_many *many, double wait,
                          struct assay_http_answer *out);

/*
 * Looks at an address without asking anybody.
 *
 *   out   private: nobody on the way sees what is sent there (https, or this machine)
 *
 * Errors: ASSAY_EUSAGE for what is no http(s) address, or has a password in it, which is not shown;
 * ASSAY_EIO where libcurl is not to be had.
 */
ASSAY_MUST_USE
enum assay_code assay_http_many_look(const char *url, bool *out, struct assay_error *err);

#endif
