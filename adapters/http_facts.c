/* http_facts.c - what the record of a run says of the servers, and what a run will take of them. */
#include "adapters/http_parts.h"

enum {
    BYTES_A_TOKEN = 4 /* of English text, about */
};

static const double million = 1e6;

static void put_text(struct assay_arena *arena, struct assay_node *map, const char *key,
                     struct assay_str text)
{
    if (text.len > 0)
        (void)assay_node_put(arena, map, key, assay_node_of_text(text));
}

void assay_http_facts_put(const void *state, struct assay_arena *arena,
                          struct assay_node *map)
{
    const struct assay_http *http = state;
    const struct assay_http_totals *totals = http->totals;
    const size_t in = atomic_load(&totals->prompt_tokens);
    const size_t out = atomic_load(&totals->completion_tokens);

    put_text(arena, map, "engine", assay_str_of(http->dialect->name));
    put_text(arena, map, "engine_version", http->facts.version);
    put_text(arena, map, "served", http->facts.model);
    put_text(arena, map, "revision", http->facts.revision);
    put_text(arena, map, "type", http->facts.type);
    put_text(arena, map, "api", assay_str_of(http->api->name));
    assay_node_put_count(arena, map, "labels", http->labels);
    assay_node_put_count(arena, map, "servers", http->url_count);
    assay_node_put_count(arena, map, "requests", atomic_load(&totals->requests));
    assay_node_put_count(arena, map, "asked_again", atomic_load(&totals->again));
    if (in == 0 && out == 0)
        return; /* the servers do not count */
    assay_node_put_count(arena, map, "prompt_tokens", in);
    assay_node_put_count(arena, map, "completion_tokens", out);
    if (http->price_in > 0.0 || http->price_out > 0.0)
        (void)assay_node_put(
            arena, map, "cost",
            assay_node_of_real(
                ((double)in * http->price_in + (double)out * http->price_out) / million));
}

void assay_http_estimate(const void *state, const struct assay_load *load,
                         struct assay_buf *out)
{
    const struct assay_http *http = state;
    const size_t in = (load->bytes + BYTES_A_TOKEN - 1) / BYTES_A_TOKEN;
    const size_t out_most = load->texts ? load->texts * load->tokens : load->completions;

    assay_buf_printf(out, "tokens about %zu to be read (%d bytes a token), ", in,
                     BYTES_A_TOKEN);
    if (load->texts)
        assay_buf_printf(out, "at most %zu to be written\n", out_most);
    else
        assay_buf_printf(out, "at most %zu answers to be asked for\n", out_most);
    if (http->price_in > 0.0 || http->price_out > 0.0)
        assay_buf_printf(
            out, "cost   about %.4g\n",
            ((double)in * http->price_in + (double)out_most * http->price_out) / million);
}
