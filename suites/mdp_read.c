/* mdp_read.c - a world from what names it: a file, a description of kind mdp, or a generator. */
#include "suites/mdp_parts.h"

#include "harness/core/document.h"
#include "harness/core/json.h"
#include "suites/suite_parts.h"

#include <string.h>

/* The name of a file without folders, up to its first dot. */
static struct assay_str stem(const char *path)
{
    const char *slash = strrchr(path, '/');
    const struct assay_str name = assay_str_of(slash && slash[1] ? slash + 1 : path);
    const size_t n = assay_str_find(name, ASSAY_STR("."));

    return n > 0 ? (struct assay_str){name.ptr, n} : name;
}

static void add_source(struct world_draft *draft, const char *path,
                       struct assay_str content)
{
    struct assay_world *world = draft->world;
    struct assay_world_source *source =
        assay_arena_new(draft->arena, world->sources + 1, sizeof(*source));
    unsigned char digest[ASSAY_DIGEST_BYTES];

    if (world->sources)
        memcpy(source, world->source, world->sources * sizeof(*source));
    assay_digest_of(content, digest);
    assay_digest_hex(digest, source[world->sources].digest);
    source[world->sources++].path =
        assay_arena_copy(draft->arena, assay_str_of(path)).ptr;
    world->source = source;
}

static enum assay_code read_json(struct world_draft *draft, const char *path)
{
    struct assay_buf text = {0};
    struct assay_node node;
    enum assay_code code = assay_document_read(path, ASSAY_JSON_BYTES, &text, draft->err);

    if (!code)
        add_source(draft, path, assay_buf_view(&text));
    if (!code)
        code = assay_json_parse(assay_buf_view(&text), path, draft->arena, &node,
                                draft->err);
    assay_buf_release(&text);
    return code ? code : assay_draft_json(draft, &node, NULL);
}

static enum assay_code read_file(struct world_draft *draft, const char *path)
{
    const enum assay_code code = read_json(draft, path);

    if (!code && draft->world->name.len == 0)
        draft->world->name = assay_arena_copy(draft->arena, stem(path));
    return code;
}

enum assay_code assay_world_read(const struct assay_world_setting *setting,
                                 struct assay_arena *arena, struct assay_world *out,
                                 struct assay_error *err)
{
    const char *path = setting->target ? setting->target : setting->suite->argument;
    struct world_draft draft;
    enum assay_code code;

    assay_draft_begin(&draft, path, arena, out, err);
    code = read_file(&draft, path);
    return code ? code : assay_draft_end(&draft);
}
