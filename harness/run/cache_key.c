#include "harness/run/cache_key.h"

#include "harness/core/digest.h"
#include "harness/core/json.h"
#include "harness/run/cache_stock.h"

#include <string.h>

enum {
    DIFFERENCES = 64 /* that are told */
};

static bool matters(const struct assay_adapter *adapter, struct assay_str name)
{
    for (size_t i = 0; adapter->indifferent && adapter->indifferent[i]; i++)
        if (assay_str_equal(name, assay_str_of(adapter->indifferent[i])))
            return false;
    return true;
}

static enum assay_code options_that_matter(const struct assay_asked *asked,
                                           struct assay_arena *arena,
                                           struct assay_node *out,
                                           struct assay_error *err)
{
    struct assay_node all;
    struct assay_node *map = assay_node_map(arena);
    const struct assay_adapter *adapter = asked->model->adapter;
    enum assay_code code =
        assay_model_options(adapter, asked->words, asked->word_count, arena, &all, err);

    for (size_t i = 0; !code && i < assay_node_count(&all); i++)
        if (matters(adapter, all.as.map.at[i].key))
            assay_node_put_view(arena, map, all.as.map.at[i].key, all.as.map.at[i].value);
    *out = *map;
    return code;
}

static void put_count(struct assay_arena *arena, struct assay_node *map, const char *key,
                      size_t n)
{
    assay_node_put(arena, map, key, assay_node_of_int((int64_t)n));
}

/* What the suite and the command line want, of which an answer may be made. */
static struct assay_node asked_node(const struct assay_asked *asked,
                                    struct assay_arena *arena)
{
    const struct assay_setting *setting = asked->setting;
    struct assay_node *map = assay_node_map(arena);

    assay_node_put(arena, map, "want",
                   assay_node_of_string(assay_want_name(assay_model_want(asked->model))));
    put_count(arena, map, "values", asked->values);
    put_count(arena, map, "orders", setting->orders);
    put_count(arena, map, "votes", setting->votes);
    assay_node_put(arena, map, "vectors", assay_node_of_bool(setting->vectors));
    assay_node_put(arena, map, "media", assay_node_of_bool(setting->media));
    put_count(arena, map, "max_length", setting->max_length);
    assay_node_put(arena, map, "seed",
                   assay_node_of_string(assay_arena_printf(
                       arena, "%llu", (unsigned long long)setting->seed)));
    put_count(arena, map, "together", asked->model->adapter->together);
    return *map;
}

static enum assay_code program(struct assay_arena *arena, struct assay_node *out,
                               struct assay_error *err)
{
    char hex[ASSAY_DIGEST_HEX];
    const enum assay_code code = assay_digest_file("/proc/self/exe", hex, err);

    if (!code)
        *out = assay_node_of_string(assay_arena_printf(arena, "%s", hex));
    return code;
}

enum assay_code assay_cache_key(const struct assay_asked *asked,
                                struct assay_arena *arena, struct assay_node **out,
                                struct assay_error *err)
{
    const struct assay_adapter *adapter = asked->model->adapter;
    struct assay_node *identity = assay_node_map(arena), *map;
    struct assay_node options, sha256;
    enum assay_code code;

    *out = NULL;
    if (!adapter->identity || !adapter->reads_text || asked->setting->sampling)
        return ASSAY_OK;
    code = adapter->identity(asked->model->state, arena, identity, err);
    if (code || assay_node_count(identity) == 0)
        return code;
    code = options_that_matter(asked, arena, &options, err);
    if (!code)
        code = program(arena, &sha256, err);
    if (code)
        return code;
    map = assay_node_map(arena);
    assay_node_put(arena, map, "adapter", assay_node_of_string(adapter->name));
    assay_node_put(arena, map, "identity", *identity);
    assay_node_put(arena, map, "options", options);
    assay_node_put(arena, map, "asked", asked_node(asked, arena));
    assay_node_put(arena, map, "program_sha256", sha256);
    *out = map;
    return ASSAY_OK;
}

/* ---- differences ---- */

struct list {
    struct assay_arena *arena;
    struct assay_key_difference *at; /* (DIFFERENCES,) */
    size_t count;
};

static struct assay_str text_of(const struct assay_node *node, struct assay_arena *arena)
{
    struct assay_buf text = {0};
    struct assay_str copy;

    if (node)
        assay_json_write(node, false, &text);
    copy = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return copy;
}

static void differ(struct list *list, const char *field, const struct assay_node *there,
                   const struct assay_node *now)
{
    if (list->count < DIFFERENCES)
        list->at[list->count++] = (struct assay_key_difference){
            assay_str_of(field), text_of(there, list->arena), text_of(now, list->arena)};
}

static const char *field_of(struct list *list, const char *above, struct assay_str key)
{
    return assay_arena_printf(list->arena, "%s%s%.*s", above, *above ? "." : "",
                              ASSAY_STR_ARG(key));
}

/* What differs in two maps, down to values that are no maps. */
static void compare(struct list *list, const char *above, const struct assay_node *there,
                    const struct assay_node *now)
{
    for (size_t i = 0; i < assay_node_count(now); i++) {
        const struct assay_member *member = &now->as.map.at[i];
        const struct assay_node *other = assay_node_find(there, member->key);
        const char *field = field_of(list, above, member->key);

        if (assay_node_is(other, ASSAY_NODE_MAP) &&
            assay_node_is(&member->value, ASSAY_NODE_MAP))
            compare(list, field, other, &member->value);
        else if (!other || !assay_node_equal(other, &member->value))
            differ(list, field, other, &member->value);
    }
    for (size_t i = 0; i < assay_node_count(there); i++) {
        const struct assay_member *member = &there->as.map.at[i];

        if (!assay_node_find(now, member->key))
            differ(list, field_of(list, above, member->key), &member->value, NULL);
    }
}

void assay_cache_nearest(const char *folder, const struct assay_node *key,
                         struct assay_arena *arena, struct assay_key_difference **out,
                         size_t *count)
{
    struct assay_stock stock;
    struct assay_error ignored;

    *out = NULL;
    *count = 0;
    if (assay_stock_read(folder, arena, &stock, &ignored))
        return;
    for (size_t i = 0; i < stock.count; i++) {
        const struct assay_node *there = stock.key[i].node;
        struct list list = {arena, assay_arena_new(arena, DIFFERENCES, sizeof(**out)), 0};

        if (!assay_node_equal(assay_node_get(there, "adapter"),
                              assay_node_get(key, "adapter")))
            continue;
        compare(&list, "", there, key);
        if (list.count > 0 && (!*out || list.count < *count)) {
            *out = list.at;
            *count = list.count;
        }
    }
}

static struct assay_node differences_node(const char *folder,
                                          const struct assay_node *key,
                                          struct assay_arena *arena)
{
    struct assay_node *list = assay_node_list(arena);
    struct assay_key_difference *at;
    size_t count;

    assay_cache_nearest(folder, key, arena, &at, &count);
    for (size_t i = 0; i < count; i++) {
        struct assay_node *map = assay_node_map(arena);

        assay_node_put(arena, map, "field", assay_node_of_text(at[i].field));
        assay_node_put(arena, map, "there", assay_node_of_text(at[i].there));
        assay_node_put(arena, map, "now", assay_node_of_text(at[i].now));
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
    put_count(arena, told, "known", assay_cache_count(cache));
    if (assay_cache_count(cache) == 0)
        assay_node_put(arena, told, "differs",
                       differences_node(setting->folder, key, arena));
    return cache;
}
