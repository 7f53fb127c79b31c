#include "harness/run/cache_key.h"

#include "adapters/identity.h"
#include "harness/core/json.h"
#include "harness/core/version.h"
#include "harness/run/cache_stock.h"

#include <string.h>

/* A field of the setting, where the adapter heeds it. */
static void put_heeded(const struct assay_asked *asked, struct assay_arena *arena,
                       struct assay_node *map, const char *key, struct assay_node value)
{
    if (assay_identity_heeds(asked->model->adapter, assay_str_of(key)))
        assay_node_put(arena, map, key, value);
}

/* What the suite and the command line want, of which an answer may be made. */
static struct assay_node asked_node(const struct assay_asked *asked,
                                    struct assay_arena *arena)
{
    const struct assay_setting *setting = asked->setting;
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "want",
                   assay_node_of_string(assay_want_name(assay_model_want(asked->model))));
    assay_node_put_count(arena, map, "values", asked->values);
    put_heeded(asked, arena, map, "orders", assay_node_of_int((int64_t)setting->orders));
    put_heeded(asked, arena, map, "votes", assay_node_of_int((int64_t)setting->votes));
    assay_node_put(arena, map, "vectors", assay_node_of_bool(setting->vectors));
    assay_node_put(arena, map, "steps", assay_node_of_bool(setting->steps));
    assay_node_put(arena, map, "ratings", assay_node_of_bool(setting->ratings));
    assay_node_put(arena, map, "media", assay_node_of_bool(setting->media));
    assay_node_put_count(arena, map, "max_length", setting->max_length);
    put_heeded(asked, arena, map, "seed",
               assay_node_of_string(
                   assay_arena_printf(arena, "%llu", (unsigned long long)setting->seed)));
    return *map;
}

enum assay_code assay_cache_key(const struct assay_asked *asked,
                                struct assay_arena *arena, struct assay_node **out,
                                const char **none, struct assay_error *err)
{
    const struct assay_identified who = {asked->model->adapter, asked->model->state,
                                         asked->words.at, asked->words.count};
    struct assay_identity identity = {NULL, NULL};
    enum assay_code code = ASSAY_OK;

    *out = NULL;
    *none = asked->setting->sampling   ? "texts are wanted"
            : !assay_version_sources() ? "this build does not know its sources"
                                       : NULL;
    if (*none)
        return ASSAY_OK;
    code = assay_identity_tell(&who, asked->known, arena, &identity, err);
    *none = identity.none;
    if (code || *none)
        return code;
    assay_node_put(arena, identity.map, "asked", asked_node(asked, arena));
    assay_node_put(arena, identity.map, "sources_sha256",
                   assay_node_of_string(assay_version_sources()));
    *out = identity.map;
    return ASSAY_OK;
}

/* ---- differences ---- */

/* True if a differs in fewer fields than b, or else comes first by what they are. */
static bool is_nearer(const struct assay_differences *a,
                      const struct assay_differences *b)
{
    int order = 0;

    if (a->count != b->count)
        return a->count < b->count;
    for (size_t i = 0; order == 0 && i < a->count; i++) {
        order = assay_str_compare(a->at[i].field, b->at[i].field);
        if (order == 0)
            order = assay_str_compare(a->at[i].there, b->at[i].there);
    }
    return order < 0;
}

void assay_cache_nearest(const char *folder, const struct assay_node *key,
                         struct assay_arena *arena, struct assay_differences *out)
{
    struct assay_stock stock;
    struct assay_error ignored;

    *out = (struct assay_differences){0};
    if (assay_stock_read(folder, arena, &stock, &ignored))
        return;
    for (size_t i = 0; i < stock.count; i++) {
        const struct assay_node *there = stock.key[i].node;
        struct assay_differences found;

        if (!assay_node_equal(assay_node_get(there, "adapter"),
                              assay_node_get(key, "adapter")))
            continue;
        assay_differences_find(there, key, false, arena, &found);
        if (found.count > 0 && (out->count == 0 || is_nearer(&found, out)))
            *out = found;
    }
}

static struct assay_node differences_node(const char *folder,
                                          const struct assay_node *key,
                                          struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);
    struct assay_differences found;

    assay_cache_nearest(folder, key, arena, &found);
    for (size_t i = 0; i < found.count; i++) {
        const struct assay_difference *at = &found.at[i];
        struct assay_node *map = assay_node_map(arena);

        assay_node_put(arena, map, "field", assay_node_of_text(at->field));
        assay_node_put(arena, map, "there", assay_node_of_text(at->there));
        assay_node_put(arena, map, "now", assay_node_of_text(at->now));
        assay_node_push(arena, list, *map);
    }
    return *list;
}

struct assay_cache *assay_cache_begin(const struct assay_cache_setting *setting,
                                      const struct assay_node *key,
                                      struct assay_arena *arena, struct assay_node *told,
                                      struct assay_error *err)
{
    struct assay_cache *cache = NULL;
    char *name = assay_arena_new(arena, ASSAY_DIGEST_HEX, 1);

    if (assay_cache_open(setting, key, &cache, err) != ASSAY_OK)
        return NULL;
    assay_cache_name(key, name);
    assay_node_put(arena, told, "key", *key);
    assay_node_put(arena, told, "name", assay_node_of_string(name));
    assay_node_put_count(arena, told, "known", assay_cache_count(cache));
    if (assay_cache_count(cache) == 0)
        assay_node_put(arena, told, "differs",
                       differences_node(setting->folder, key, arena));
    return cache;
}
