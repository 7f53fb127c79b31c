#include "harness/core/result.h"

#include "harness/core/json.h"

static const char format[] = "assay-result";

struct assay_node *assay_results_node(const struct assay_result *const *results, size_t n,
                                      struct assay_arena *arena)
{
    struct assay_node *document = assay_node_map(arena);
    struct assay_node *list = assay_node_list(arena);
    const char *version =
        assay_arena_printf(arena, "%d.%d", ASSAY_RESULT_MAJOR, ASSAY_RESULT_MINOR);

    for (size_t i = 0; i < n; i++)
        (void)assay_node_push(arena, list, *assay_result_node(results[i], arena));
    (void)assay_node_put(arena, document, "format", assay_node_of_string(format));
    (void)assay_node_put(arena, document, "version", assay_node_of_string(version));
    (void)assay_node_put(arena, document, "results", *list);
    return document;
}

enum assay_code assay_results_save(const char *path,
                                   const struct assay_result *const *results, size_t n,
                                   struct assay_error *err)
{
    struct assay_arena arena = {0};
    const enum assay_code code =
        assay_json_save(assay_results_node(results, n, &arena), path, err);

    assay_arena_release(&arena);
    return code;
}

static enum assay_code check_version(const struct assay_node *document, const char *path,
                                     struct assay_arena *arena, struct assay_error *err)
{
    const struct assay_str version = assay_node_text(assay_node_get(document, "version"));
    const char *ours = assay_arena_printf(arena, "%d.", ASSAY_RESULT_MAJOR);

    if (!assay_str_equal(assay_node_text(assay_node_get(document, "format")),
                         assay_str_of(format)))
        return assay_fail(err, ASSAY_EDATA, "%s: format: not \"%s\"", path, format);
    if (!assay_str_starts(version, assay_str_of(ours)))
        return assay_fail(err, ASSAY_EDATA,
                          "%s: version: \"%.*s\", this program reads %sx", path,
                          ASSAY_STR_ARG(version), ours);
    return ASSAY_OK;
}

enum assay_code assay_results_load(const char *path, struct assay_arena *arena,
                                   struct assay_result **results, size_t *n,
                                   struct assay_error *err)
{
    struct assay_node document;
    const struct assay_node *list;
    struct assay_result *out;
    enum assay_code code = assay_json_read(path, arena, &document, err);

    if (code == ASSAY_OK)
        code = check_version(&document, path, arena, err);
    if (code)
        return code;
    list = assay_node_get(&document, "results");
    if (!assay_node_is(list, ASSAY_NODE_LIST))
        return assay_fail(err, ASSAY_EDATA, "%s: results: expected a list, found %s",
                          path, assay_node_type_name(list));
    *n = assay_node_count(list);
    out = assay_arena_new(arena, *n, sizeof(*out));
    for (size_t i = 0; i < *n && code == ASSAY_OK; i++)
        code = assay_result_read(assay_node_at(list, i), path, arena, &out[i], err);
    *results = out;
    return code;
}
