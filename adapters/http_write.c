/* http_write.c - what the requests of several dialects have in common. */
#include "adapters/http_parts.h"

#include <string.h>

void assay_http_write_model(const struct assay_http_query *query,
                            struct assay_arena *arena, struct assay_node *map)
{
    const struct assay_http *http = query->http;

    if (http->model)
        (void)assay_node_put(arena, map, "model", assay_node_of_string(http->model));
    else if (http->facts.model.len > 0)
        (void)assay_node_put(arena, map, "model", assay_node_of_text(http->facts.model));
}

struct assay_node assay_http_ids_node(const struct assay_http_query *query,
                                      struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < query->ids; i++)
        (void)assay_node_push(arena, list, assay_node_of_int(query->id[i]));
    return *list;
}

struct assay_node assay_http_completions_node(const struct assay_http_query *query,
                                              struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);

    for (size_t i = 0; i < query->count; i++)
        (void)assay_node_push(arena, list, assay_node_of_text(query->completions[i]));
    return *list;
}

bool assay_http_adds_special(const struct assay_http *http)
{
    enum {
        AUTO,
        YES
    };

    return http->special == AUTO ? !http->jinja : http->special == YES;
}

bool assay_http_takes(const struct assay_http *http, struct assay_str text)
{
    const char *filled = http->dialect->filled;

    if (!filled || strcmp(filled, http->api->name) != 0)
        return true;
    for (size_t i = 0; i < text.len; i++)
        if (!strchr(" \t\n\r\v\f", text.ptr[i]))
            return true;
    return false;
}

/* One that the server would refuse is by itself, so that the others are not refused with it. */
size_t assay_http_at_once(const struct assay_http *http, struct assay_http_part part)
{
    const size_t most = http->facts.most;
    const struct assay_str *text = part.item->completions + part.first;
    size_t n = 1;

    if (!http->api->together || !assay_http_takes(http, text[0]))
        return 1;
    while (n < part.count && n != most && assay_http_takes(http, text[n]))
        n++;
    return n;
}
