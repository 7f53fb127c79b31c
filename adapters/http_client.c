#include "adapters/http_client.h"

#include "harness/core/memory.h"

#include <pthread.h>
#include <stdlib.h>

struct assay_http_clients {
    pthread_mutex_t lock;
    struct assay_http_client *idle;
};

static void end(struct assay_http_client *client)
{
    assay_http_many_close(client->many);
    assay_jsonl_free(client->parser);
    free(client);
}

static enum assay_code begin(const struct assay_http *http,
                             struct assay_http_client **out, struct assay_error *err)
{
    struct assay_http_client *client = assay_memory_new(1, sizeof(*client));
    const enum assay_code code =
        assay_http_many_open(http->concurrency, http->http2, &client->many, err);

    if (code) {
        free(client);
        return code;
    }
    client->parser = assay_jsonl_new();
    assay_http_balance_init(&client->balance, http->url_count, http->concurrency,
                            http->backoff, assay_rng_stream(http->seed, 1));
    *out = client;
    return ASSAY_OK;
}

enum assay_code assay_http_client_take(const struct assay_http *http,
                                       struct assay_http_client **out,
                                       struct assay_error *err)
{
    struct assay_http_clients *clients = http->clients;

    (void)pthread_mutex_lock(&clients->lock);
    *out = clients->idle;
    if (*out)
        clients->idle = (*out)->next;
    (void)pthread_mutex_unlock(&clients->lock);
    return *out ? ASSAY_OK : begin(http, out, err);
}

void assay_http_client_give(const struct assay_http *http,
                            struct assay_http_client *client)
{
    struct assay_http_clients *clients = http->clients;

    if (assay_http_many_count(client->many) > 0) {
        end(client);
        return;
    }
    (void)pthread_mutex_lock(&clients->lock);
    client->next = clients->idle;
    clients->idle = client;
    (void)pthread_mutex_unlock(&clients->lock);
}

struct assay_http_clients *assay_http_clients_new(void)
{
    struct assay_http_clients *clients = assay_memory_new(1, sizeof(*clients));

    (void)pthread_mutex_init(&clients->lock, NULL);
    return clients;
}

void assay_http_clients_free(struct assay_http_clients *clients)
{
    if (!clients)
        return;
    while (clients->idle) {
        struct assay_http_client *next = clients->idle->next;

        end(clients->idle);
        clients->idle = next;
    }
    (void)pthread_mutex_destroy(&clients->lock);
    free(clients);
}
