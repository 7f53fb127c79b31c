#include "adapters/identity.h"

#include <ctype.h>
#include <string.h>
#include <sys/stat.h>

bool assay_identity_heeds(const struct assay_adapter *adapter, struct assay_str name)
{
    const struct assay_option *option = assay_option_find(adapter->options, name);

    if (option && option->steady)
        return false;
    for (size_t i = 0; adapter->indifferent && adapter->indifferent[i]; i++)
        if (assay_str_equal(name, assay_str_of(adapter->indifferent[i])))
            return false;
    return true;
}

static enum assay_code options_that_matter(const struct assay_identified *who,
                                           struct assay_arena *arena,
                                           struct assay_node *out,
                                           struct assay_error *err)
{
    struct assay_node all;
    struct assay_node *map = assay_node_map(arena);
    const enum assay_code code = assay_adapter_options(who->adapter, who->words,
                                                       who->word_count, arena, &all, err);

    for (size_t i = 0; !code && i < assay_node_count(&all); i++)
        if (assay_identity_heeds(who->adapter, all.as.map.at[i].key))
            assay_node_put_view(arena, map, all.as.map.at[i].key, all.as.map.at[i].value);
    *out = *map;
    return code;
}

enum assay_code assay_identity_tell(const struct assay_identified *who,
                                    const struct assay_hashes *known,
                                    struct assay_arena *arena, struct assay_identity *out,
                                    struct assay_error *err)
{
    const struct assay_adapter *adapter = who->adapter;
    struct assay_identity own = {assay_node_map(arena), NULL};
    struct assay_node options;
    enum assay_code code = ASSAY_OK;

    *out = (struct assay_identity){assay_node_map(arena), NULL};
    if (adapter->identity)
        code = adapter->identity(who->state, known, arena, &own, err);
    out->none = own.none;
    if (!code && !out->none && assay_node_count(own.map) == 0)
        out->none = assay_arena_printf(
            arena, "%s does not say what its answers depend on", adapter->name);
    if (code || out->none)
        return code;
    code = options_that_matter(who, arena, &options, err);
    assay_node_put_copy(arena, out->map, "adapter", assay_str_of(adapter->name));
    assay_node_put(arena, out->map, "identity", *own.map);
    assay_node_put(arena, out->map, "options", options);
    assay_node_put(arena, out->map, "together",
                   assay_node_of_int((int64_t)adapter->together));
    return code;
}

/* ---- digests ---- */

enum assay_code assay_identity_digest(const char *path, struct assay_stage *stage,
                                      char out[ASSAY_DIGEST_HEX], struct assay_error *err)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode)
               ? assay_digest_folder(path, stage, out, err)
               : assay_digest_watched(path, stage, out, err);
}

enum assay_code assay_identity_hash(const struct assay_hashes *known, const char *path,
                                    struct assay_arena *arena, struct assay_node *map,
                                    const char *key, struct assay_error *err)
{
    char hex[ASSAY_DIGEST_HEX];
    enum assay_code code;

    for (size_t i = 0; known && i < known->count; i++)
        if (strcmp(known->at[i].path, path) == 0) {
            assay_node_put_copy(arena, map, key, assay_str_of(known->at[i].sha256));
            return ASSAY_OK;
        }
    code = assay_identity_digest(path, NULL, hex, err);
    if (!code)
        assay_node_put_copy(arena, map, key, assay_str_of(hex));
    return code;
}

void assay_identity_hash_text(struct assay_arena *arena, struct assay_node *map,
                              const char *key, struct assay_str text)
{
    unsigned char digest[ASSAY_DIGEST_BYTES];
    char hex[ASSAY_DIGEST_HEX];

    assay_digest_of(text, digest);
    assay_digest_hex(digest, hex);
    assay_node_put_copy(arena, map, key, assay_str_of(hex));
}

bool assay_identity_is_revision(struct assay_str text)
{
    const size_t colon = assay_str_find(text, ASSAY_STR(":"));
    const size_t from = colon < text.len ? colon + 1 : 0;
    size_t i = from;

    while (i < text.len && isxdigit((unsigned char)text.ptr[i]))
        i++;
    return i == text.len && text.len - from >= ASSAY_REVISION_LEAST &&
           text.len <= ASSAY_REVISION_MOST;
}
