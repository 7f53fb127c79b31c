/*
 * http_identity.c - what the answers of a server depend on.
 *
 * A server tells a model's name or path, which says nothing of its weights. What it serves is known
 * where somebody vouches for it: the user, with the option `revision`, or a server that tells the
 * commit it was started with (TEI, model_sha) and the type of its numbers. The rest, which version of
 * what computes, it must tell itself, and every server the same.
 */
#include "adapters/head.h"
#include "adapters/http_parts.h"
#include "adapters/identity.h"

#include <string.h>

enum {
    GIT_COMMIT = 40, /* hexadecimal digits, SHA-1 */
    GIT_COMMIT_NEW = 64
};

static bool names_a_file(const struct assay_http *http)
{
    return strcmp(http->template_word, "server") != 0 &&
           strcmp(http->template_word, "none") != 0;
}

const char *assay_http_file(const void *state, const char *target, size_t i,
                            struct assay_arena *arena)
{
    const struct assay_http *http = state;
    const char *files[2];
    size_t n = 0;

    (void)target;
    if (http->head_word)
        files[n++] = assay_head_file(http->head_word, arena);
    if (names_a_file(http))
        files[n++] = http->template_word;
    return i < n ? files[i] : NULL;
}

/* A server's word that is a whole commit, and no date or number of somebody's. */
static bool tells_commit(const struct assay_http_facts *facts)
{
    return (facts->revision.len == GIT_COMMIT || facts->revision.len == GIT_COMMIT_NEW) &&
           assay_identity_is_revision(facts->revision) && facts->type.len > 0;
}

/* Why nothing is known for sure; NULL: enough is. */
static const char *none_of(const struct assay_http *http)
{
    if (http->facts.version.len == 0)
        return "the server does not tell its version";
    if (!http->alike)
        return "not all servers tell the same of themselves";
    if (!http->revision && !tells_commit(&http->facts))
        return "a server tells the name of its model alone: vouch for what it serves "
               "with "
               "--model-option revision=COMMIT, or a digest";
    return NULL;
}

static void put_text(struct assay_arena *arena, struct assay_node *map, const char *key,
                     struct assay_str text)
{
    if (text.len > 0)
        assay_node_put_copy(arena, map, key, text);
}

/* What makes text of conversations, and the words that it is given. */
static void put_template(const struct assay_http *http, const char *source,
                         struct assay_arena *arena, struct assay_node *map)
{
    put_text(arena, map, "texts",
             assay_str_of(http->by_server ? "server"
                          : source        ? "template"
                                          : "lines"));
    if (!http->jinja)
        return;
    put_text(arena, map, "bos", http->facts.bos);
    put_text(arena, map, "eos", http->facts.eos);
}

enum assay_code assay_http_identity(const void *state, const struct assay_hashes *known,
                                    struct assay_arena *arena, struct assay_identity *out,
                                    struct assay_error *err)
{
    const struct assay_http *http = state;
    const struct assay_http_facts *facts = &http->facts;
    const char *head = http->head_word ? assay_head_file(http->head_word, arena) : NULL;
    const char *template = http->jinja ? http->template_word : NULL;
    enum assay_code code = ASSAY_OK;

    out->none = none_of(http);
    if (out->none)
        return ASSAY_OK;
    put_text(arena, out->map, "model",
             http->model ? assay_str_of(http->model) : facts->model);
    put_text(arena, out->map, "revision",
             http->revision ? assay_str_of(http->revision) : facts->revision);
    put_text(arena, out->map, "engine", assay_str_of(http->dialect->name));
    put_text(arena, out->map, "engine_version", facts->version);
    put_text(arena, out->map, "type", facts->type);
    put_template(http, template, arena, out->map);
    if (template && names_a_file(http))
        code =
            assay_identity_hash(known, template, arena, out->map, "template_sha256", err);
    else if (facts->template.len > 0)
        assay_identity_hash_text(arena, out->map, "template_sha256", facts->template);
    if (!code && head) {
        code = assay_identity_hash(known, head, arena, out->map, "head_sha256", err);
        put_text(arena, out->map, "head_array",
                 assay_str_of(http->head_word + strlen(head)));
    }
    return code;
}
