/* http_facts.c - what the record of a run says of the servers, and what a run will take of them. */
#include "adapters/http_parts.h"

static const double million = 1e6;

double assay_http_cost(const struct assay_http *http, double read, double written)
{
    return (read * http->price_in + written * http->price_out) / million;
}

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
            assay_node_of_real(assay_http_cost(http, (double)in, (double)out)));
}

void assay_http_estimate(const void *state, const char *target,
                         const struct assay_load *load, struct assay_arena *arena,
                         struct assay_budget *budget)
{
    const struct assay_http *http = state;
    const size_t in =
        (load->bytes + ASSAY_BUDGET_BYTES_A_TOKEN - 1) / ASSAY_BUDGET_BYTES_A_TOKEN;
    const size_t out_most = load->texts ? load->texts * load->tokens : load->completions;

    (void)target, (void)arena;
    budget->told = true;
    budget->read += in;
    *(load->texts ? &budget->written : &budget->answers) += out_most;
    budget->priced = budget->priced || http->price_in > 0.0 || http->price_out > 0.0;
    budget->cost += assay_http_cost(http, (double)in, (double)out_most);
}
