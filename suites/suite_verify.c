/* suite_verify.c - whether the data of a description are what data_manifest.txt says of them. */
#include "harness/core/digest.h"
#include "harness/core/digests.h"
#include "suites/suite_parts.h"

#include <string.h>

/*
 * What the manifest or a first use says that the digest of `known`, which is at path, has to be; empty:
 * nothing does. Another layout than the manifest names is another file, and has another digest.
 */
static struct assay_str expected_of(const struct assay_suite *suite,
                                    const struct assay_manifest_file *known,
                                    const char *path, const struct assay_digests *digests)
{
    const bool other =
        strcmp(path + strlen(suite->places.data_dir) + 1, known->path) != 0;

    return other ? (struct assay_str){"", 0} : assay_digests_expected(digests, known);
}

static void add_changed(struct assay_node *list, const char *path, const char *hex,
                        struct assay_str expected, struct assay_arena *arena)
{
    struct assay_node *map = assay_node_map(arena);

    (void)assay_node_put(arena, map, "file",
                         assay_node_of_text(assay_arena_copy(arena, assay_str_of(path))));
    (void)assay_node_put(arena, map, "sha256",
                         assay_node_of_text(assay_arena_copy(arena, assay_str_of(hex))));
    (void)assay_node_put(arena, map, "expected",
                         assay_node_of_text(assay_arena_copy(arena, expected)));
    (void)assay_node_push(arena, list, *map);
}

static enum assay_code verify_file(const struct assay_suite *suite,
                                   const struct assay_node *file,
                                   const struct assay_digests *digests,
                                   struct assay_arena *arena, struct assay_node *changed,
                                   struct assay_error *err)
{
    const struct assay_manifest_file *known;
    struct assay_str expected;
    char hex[ASSAY_DIGEST_HEX];
    const char *path;
    enum assay_code code = assay_suite_file(suite, file, arena, &path, err);

    if (code || !path || !assay_node_get(file, "entry"))
        return code;
    code = assay_suite_manifest_file(suite, file, &known, err);
    if (code || !known)
        return code;
    expected = expected_of(suite, known, path, digests);
    if (expected.len == 0)
        return ASSAY_OK;
    code = assay_digest_file(path, hex, err);
    if (!code && !assay_str_equal(expected, assay_str_of(hex)))
        add_changed(changed, known->path, hex, expected, arena);
    return code;
}

enum assay_code assay_suite_verify(const struct assay_suite *suite, bool allow,
                                   struct assay_arena *arena, struct assay_node *changed,
                                   struct assay_error *err)
{
    const struct assay_node *files = suite->data.files;
    struct assay_digests digests = {0};
    enum assay_code code = ASSAY_OK;
    const struct assay_node *first;

    *changed = *assay_node_list(arena);
    if (!files || !suite->places.data_dir)
        return ASSAY_OK;
    code = assay_digests_read(suite->places.data_dir, arena, &digests, err);
    for (size_t i = 0; !code && i < assay_node_count(files); i++)
        code = verify_file(suite, assay_node_at(files, i), &digests, arena, changed, err);
    if (code || allow || assay_node_count(changed) == 0)
        return code;
    first = assay_node_at(changed, 0);
    return assay_fail(
        err, ASSAY_EDATA,
        "%s/%.*s: is not the file that is known: its SHA-256 is %.*s, not %.*s; "
        "--allow-changed-data takes it all the same",
        suite->places.data_dir,
        ASSAY_STR_ARG(assay_node_text(assay_node_get(first, "file"))),
        ASSAY_STR_ARG(assay_node_text(assay_node_get(first, "sha256"))),
        ASSAY_STR_ARG(assay_node_text(assay_node_get(first, "expected"))));
}
