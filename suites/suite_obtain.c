/* suite_obtain.c - how the files of a description that are not here can be had. */
#include "harness/core/buf.h"
#include "harness/core/obtain.h"
#include "suites/suite_parts.h"

#include <string.h>

/* Entries of the files that are not here, each once. */
struct lacking {
    const struct assay_manifest_entry *at[ASSAY_SUITE_LACKING_MAX];
    size_t count;
    bool trust; /* one of them wants --trust-first-use */
};

static bool is_optional(const struct assay_node *file)
{
    const struct assay_node *optional = assay_node_get(file, "optional");

    return optional && optional->as.truth;
}

static void add(struct lacking *lacking, const struct assay_manifest_entry *entry)
{
    for (size_t i = 0; i < lacking->count; i++)
        if (assay_str_equal(lacking->at[i]->name, entry->name))
            return;
    if (lacking->count == ASSAY_SUITE_LACKING_MAX)
        return;
    lacking->at[lacking->count++] = entry;
    lacking->trust = lacking->trust || assay_obtain_way(entry) == ASSAY_WAY_TRUST;
}

static enum assay_code collect(const struct assay_suite *suite, bool all,
                               struct assay_arena *arena, struct lacking *lacking,
                               struct assay_error *err)
{
    const struct assay_node *files = suite->data.files;
    struct assay_manifest manifest = {0};
    enum assay_code code = ASSAY_OK;

    if (suite->places.manifest)
        code = assay_manifest_read(suite->places.manifest, arena, &manifest, err);
    for (size_t i = 0; !code && i < assay_node_count(files); i++) {
        const struct assay_node *file = assay_node_at(files, i);
        const struct assay_str name = assay_node_text(assay_node_get(file, "entry"));
        const struct assay_manifest_entry *entry;
        const char *path;

        if (name.len == 0 || (is_optional(file) && !all))
            continue;
        code = assay_suite_file(suite, file, arena, &path, err);
        entry = code || path ? NULL : assay_manifest_find(&manifest, name);
        if (entry)
            add(lacking, entry);
    }
    return code;
}

/* "NAME", "NAME:PART", or "--suite ./FILE.yaml:PART" for a description of the user's own. */
static void put_name(const struct assay_suite *suite, struct assay_buf *out)
{
    const char *dir = suite->places.suites_dir;
    const size_t n = dir ? strlen(dir) : 0;
    const bool built_in = dir && strncmp(suite->path, dir, n) == 0 &&
                          suite->path[n] == '/' && !strchr(suite->path + n + 1, '/');

    assay_buf_printf(out, "%s%s", built_in ? "" : "--suite ",
                     built_in ? suite->name : suite->path);
    if (suite->part != SIZE_MAX)
        assay_buf_printf(out, ":%s", assay_suite_part(suite));
}

enum assay_code assay_suite_obtain(const struct assay_suite *suite, bool all,
                                   struct assay_arena *arena, struct assay_str *out,
                                   struct assay_error *err)
{
    struct lacking lacking = {.count = 0};
    struct assay_buf text = {0};
    bool pulled = false;
    const enum assay_code code = collect(suite, all, arena, &lacking, err);

    for (size_t i = 0; !code && i < lacking.count; i++) {
        const struct assay_manifest_entry *entry = lacking.at[i];
        const bool by_hand = assay_obtain_way(entry) == ASSAY_WAY_HAND;

        if (!by_hand && !pulled) {
            assay_buf_printf(&text, "%s`assay data pull %s", text.len ? "; " : "",
                             lacking.trust ? "--trust-first-use " : "");
            put_name(suite, &text);
            assay_buf_puts(&text, "` fetches them");
        }
        pulled = pulled || !by_hand;
        if (by_hand)
            assay_buf_printf(&text,
                             "%s%s is to be had by hand, from %.*s: `assay data path "
                             "%s` tells where to put it",
                             text.len ? "; " : "", entry->name.ptr,
                             ASSAY_STR_ARG(entry->address.len
                                               ? entry->address
                                               : ASSAY_STR("where it is published")),
                             entry->name.ptr);
        if (entry->gated.len > 0)
            assay_buf_printf(&text, " (gated: %.*s)", ASSAY_STR_ARG(entry->gated));
    }
    *out = assay_arena_copy(arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return code;
}
