/*
 * http_balance.h - which server is asked next, how many requests it gets at once, and when one that
 * is in trouble is asked again. No clock and no socket: times are told, in seconds.
 *
 * A server may have `limit` requests at once. The limit starts at ASSAY_HTTP_START and grows by one
 * with every answer until the first setback, from then on by one with every `limit` answers; it is
 * halved when the server is busy (429, 503), and cut by a fifth when a round of answers took
 * ASSAY_HTTP_SLOW times as long as the fastest round. A setback counts once for all requests that
 * were under way when it happened.
 *
 * A server that cannot be reached, or fails ASSAY_HTTP_EJECT times running, is left alone for a
 * while that doubles each time, then gets one request alone: if that is answered it is back. One that
 * is there and fails is not left alone for longer than ASSAY_HTTP_PATIENCE times the first wait, and
 * one that lets requests wait too long only gets fewer: it may be the requests.
 */
#ifndef ASSAY_ADAPTERS_HTTP_BALANCE_H
#define ASSAY_ADAPTERS_HTTP_BALANCE_H

#include "harness/core/rng.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    ASSAY_HTTP_ENDPOINTS = 64,
    ASSAY_HTTP_START = 16, /* requests at once at first */
    ASSAY_HTTP_EJECT = 3,  /* failures running */
    ASSAY_HTTP_SLOW = 8,
    ASSAY_HTTP_PATIENCE = 16,
    ASSAY_HTTP_HOLD = 600 /* seconds, the longest that a Retry-After is heeded */
};

/* What a request's end says of the server. */
enum assay_http_fate {
    ASSAY_HTTP_WELL, /* it answered, be it with a refusal of this one request */
    ASSAY_HTTP_BUSY, /* it has too much to do */
    ASSAY_HTTP_SICK, /* it failed, or broke off */
    ASSAY_HTTP_HUNG, /* it let one wait too long */
    ASSAY_HTTP_GONE  /* there was no connection */
};

struct assay_http_endpoint {
    size_t load;  /* requests it has */
    double limit; /* it may have */
    bool settled; /* had a setback: grows slowly */
    double cut;   /* when the limit was cut last */

    double fastest, sum; /* seconds: mean of the fastest round, sum of this one */
    size_t answers;      /* of this round */

    unsigned failures, refusals; /* running: fallen ill, busy */
    unsigned ejections;          /* since it last was well */
    bool on_trial;               /* gets one request alone */
    double held;                 /* not asked before */
    double gone_since;           /* < 0: it is there */
};

struct assay_http_balance {
    struct assay_http_endpoint at[ASSAY_HTTP_ENDPOINTS];
    size_t count, last; /* last: chosen */
    double most;        /* requests at once, a server */
    double backoff;     /* seconds of the first wait */
    struct assay_rng rng;
};

/* count servers, at most `most` requests at once for each; backoff > 0, seconds. */
void assay_http_balance_init(struct assay_http_balance *balance, size_t count,
                             size_t most, double backoff, struct assay_rng rng);

/* The server with the least to do that has room now, in turns where several have; count: none. */
size_t assay_http_balance_choose(struct assay_http_balance *balance, double now);

/* When the first server that is held back may be asked; INFINITY where none is. */
double assay_http_balance_wake(const struct assay_http_balance *balance, double now);

/* A request to the i-th server begins. */
void assay_http_balance_begin(struct assay_http_balance *balance, size_t i);

/* How one ended that began at begun. */
struct assay_http_ending {
    enum assay_http_fate fate;
    double begun, now;
    double retry_after; /* seconds; 0: not said */
};
void assay_http_balance_end(struct assay_http_balance *balance, size_t i,
                            const struct assay_http_ending *ending);

/* Seconds for which no server could be reached; 0 where one is there. */
double assay_http_balance_outage(const struct assay_http_balance *balance, double now);

/* Seconds until a request that failed `tries` times, >= 1, is tried again: `backoff`, doubled with
   every try up to half a minute, times a random factor in [0.5, 1). */
double assay_http_balance_backoff(struct assay_http_balance *balance, unsigned tries);

#endif
