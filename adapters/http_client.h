/*
 * http_client.h - connections to the servers, with what was learnt of them, from one pull to the next;
 * for adapters/http*.c only.
 *
 * A model that is a part of others is pulled stretch by stretch (inner.h), and would connect anew for
 * each, find out anew how much its servers bear, and forget what it doubts.
 */
#ifndef ASSAY_ADAPTERS_HTTP_CLIENT_H
#define ASSAY_ADAPTERS_HTTP_CLIENT_H

#include "adapters/http_parts.h"

/* What is thought of one server's scores (http_tasks.h). */
struct assay_http_belief {
    bool begun;         /* one was seen; all else is 0 until then */
    double last;        /* raw one; NaN: there was none */
    size_t doubted;     /* since then */
    double least, most; /* of them */
    bool trusted;       /* two raw ones were not the same */
};

/* Of one thread at a time. */
struct assay_http_client {
    struct assay_http_many *many;
    struct assay_jsonl *parser;
    struct assay_http_balance balance;
    struct assay_http_belief belief[ASSAY_HTTP_ENDPOINTS]; /* (http->url_count,) */
    unsigned failure; /* kind of the last questions that failed, one after the other */
    size_t failures;
    char why[256]; /* no answer came last */
    struct assay_http_client *next;
};

/* A client that nobody uses, or a new one. Errors: ASSAY_EIO where libcurl is not to be had. */
ASSAY_MUST_USE
enum assay_code assay_http_client_take(const struct assay_http *http,
                                       struct assay_http_client **out,
                                       struct assay_error *err);

/* Gives it back; one with requests in flight is closed. */
void assay_http_client_give(const struct assay_http *http,
                            struct assay_http_client *client);

struct assay_http_clients *assay_http_clients_new(void);

void assay_http_clients_free(struct assay_http_clients *clients); /* NULL is allowed */

#endif
