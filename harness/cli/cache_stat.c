#include "harness/cli/cache_stat.h"

#include "harness/core/differences.h"
#include "harness/core/json.h"
#include "harness/core/names.h"
#include "harness/run/cache_stock.h"

#include <string.h>

enum {
    FIELDS = 256,     /* of a key, that are looked at */
    DIGEST_TOLD = 12, /* hexadecimal digits */
    DIGEST_LEAST = 40,
    VALUE_TOLD = 60 /* bytes of another value */
};

/* A value in a key that is no map, with the way to it: "options.precision". */
struct leaf {
    const char *path;
    const struct assay_node *value;
};

struct leaves {
    struct leaf at[FIELDS];
    size_t count;
};

static void collect(const struct assay_node *map, const char *above,
                    struct assay_arena *arena, struct leaves *out)
{
    for (size_t i = 0; i < assay_node_count(map); i++) {
        const struct assay_member *member = &map->as.map.at[i];
        const char *path = assay_arena_printf(arena, "%s%s%.*s", above, *above ? "." : "",
                                              ASSAY_STR_ARG(member->key));

        if (assay_node_is(&member->value, ASSAY_NODE_MAP))
            collect(&member->value, path, arena, out);
        else if (out->count < FIELDS)
            out->at[out->count++] = (struct leaf){path, &member->value};
    }
}

/* Told of every key that has it: what a model is, or one that it is made of. */
static bool is_told(const char *path)
{
    static const char *const always[] = {
        "name", "model", "sha256", "revision", "command", "template_sha256", "precision"};
    const char *dot = strrchr(path, '.');

    for (size_t i = 0; dot && i < sizeof(always) / sizeof(always[0]); i++)
        if (strcmp(dot + 1, always[i]) == 0)
            return true;
    return false;
}

/* The way without its first word, where that says what is plain. */
static const char *short_path(const char *path)
{
    static const char *const heads[] = {"identity.", "options.", "asked."};

    for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++)
        if (strncmp(path, heads[i], strlen(heads[i])) == 0)
            return path + strlen(heads[i]);
    return path;
}

static void put_text(struct assay_str text, struct assay_buf *out)
{
    const size_t from = out->len;
    const bool digest = text.len >= DIGEST_LEAST && assay_str_is_hex(text, text.len);
    struct assay_str head;

    if (!assay_str_is_utf8(text))
        text = ASSAY_STR("(not UTF-8)");
    head = assay_str_cut(text, digest ? DIGEST_TOLD : VALUE_TOLD);
    assay_buf_add(out, head);
    if (!digest && head.len < text.len)
        assay_buf_puts(out, "...");
    for (size_t i = from; i < out->len; i++)
        if ((unsigned char)out->data[i] < ' ' || out->data[i] == 0x7F)
            out->data[i] = '?';
}

static void put_value(const struct assay_node *value, struct assay_buf *out)
{
    struct assay_buf text = {0};

    if (!assay_node_is(value, ASSAY_NODE_TEXT))
        assay_json_write(value, false, &text);
    put_text(assay_node_is(value, ASSAY_NODE_TEXT) ? assay_node_text(value)
                                                   : assay_buf_view(&text),
             out);
    assay_buf_release(&text);
}

static struct assay_str adapter_of(const struct assay_stock_key *key)
{
    return assay_node_text(assay_node_get(key->node, "adapter"));
}

/* A field of keys of an adapter, as it is known by. */
static struct assay_str field_of(const struct assay_stock_key *key, const char *path,
                                 struct assay_arena *arena)
{
    return assay_str_of(
        assay_arena_printf(arena, "%.*s %s", ASSAY_STR_ARG(adapter_of(key)), path));
}

/* The fields in which keys of one adapter differ: each is held against the first. */
static void compare(const struct assay_stock *stock, struct assay_arena *arena,
                    struct assay_names *differing)
{
    for (size_t i = 0; i < stock->count; i++) {
        const struct assay_stock_key *key = &stock->key[i];
        struct assay_differences found;
        size_t k = 0;

        while (!assay_str_equal(adapter_of(&stock->key[k]), adapter_of(key)))
            k++;
        if (k == i)
            continue;
        assay_differences_find(stock->key[k].node, key->node, false, arena, &found);
        for (size_t n = 0; n < found.count; n++)
            (void)assay_names_add(differing, field_of(key, found.at[n].field.ptr, arena));
    }
}

static size_t count_of(const struct assay_cache_setting *setting,
                       const struct assay_stock_key *key)
{
    struct assay_cache *cache;
    struct assay_error ignored;
    size_t n;

    if (assay_cache_open(setting, key->node, &cache, &ignored) != ASSAY_OK)
        return 0;
    n = assay_cache_count(cache);
    assay_cache_close(cache);
    return n;
}

static void put_head(const struct assay_cache_setting *setting,
                     const struct assay_stock_key *key, struct assay_buf *out)
{
    const struct assay_str adapter = adapter_of(key);
    const size_t n = count_of(setting, key);
    char size[ASSAY_STR_SIZE];

    assay_buf_printf(out, "%.*s  ", DIGEST_TOLD, key->name);
    put_text(key->model.len ? key->model : adapter, out);
    assay_buf_printf(out, ": %zu group%s of answers, %s\n", n, n == 1 ? "" : "s",
                     assay_str_size(key->bytes, size));
}

static void put_key(const struct assay_stock_key *key,
                    const struct assay_names *differing, struct assay_arena *arena,
                    struct assay_buf *out)
{
    struct leaves leaves = {.count = 0};
    const char *between = "    ";
    uint32_t ignored;

    collect(key->node, "", arena, &leaves);
    for (size_t i = 0; i < leaves.count; i++) {
        const struct leaf *leaf = &leaves.at[i];

        if (!is_told(leaf->path) &&
            !assay_names_find(differing, field_of(key, leaf->path, arena), &ignored))
            continue;
        assay_buf_printf(out, "%s%s ", between, short_path(leaf->path));
        put_value(leaf->value, out);
        between = ", ";
    }
    if (*between == ',')
        assay_buf_putc(out, '\n');
}

enum assay_code assay_cache_stat(const struct assay_cache_setting *setting,
                                 struct assay_arena *arena, struct assay_buf *out,
                                 struct assay_error *err)
{
    char bytes[ASSAY_STR_SIZE], limit[ASSAY_STR_SIZE];
    struct assay_names differing = {0};
    struct assay_stock stock;
    enum assay_code code = assay_stock_read(setting->folder, arena, &stock, err);

    if (code)
        return code;
    assay_buf_printf(out, "%s: %s of at most %s, %zu key%s\n", setting->folder,
                     assay_str_size(stock.bytes, bytes),
                     assay_str_size(setting->limit, limit), stock.count,
                     stock.count == 1 ? "" : "s");
    compare(&stock, arena, &differing);
    for (size_t i = 0; i < stock.count; i++) {
        put_head(setting, &stock.key[i], out);
        put_key(&stock.key[i], &differing, arena, out);
    }
    assay_names_release(&differing);
    return ASSAY_OK;
}
