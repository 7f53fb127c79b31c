#include "harness/core/buf.h"
#include "harness/core/digest.h"
#include "harness/core/file.h"
#include "harness/core/manifest.h"
#include "harness/core/place.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

#define HEAD                                                                             \
    "name: a.b-1\nversion: 1\ntitle: A set\nlicence: MIT\ncitation: Some\n\tbody 2024\n" \
    "used-by: x y\n"
#define DIGEST "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static enum assay_code parse(const char *text, struct assay_arena *arena,
                             struct assay_manifest *out, struct assay_error *err)
{
    return assay_manifest_parse(assay_str_of(text), "m", arena, out, err);
}

START_TEST(blocks_are_read_as_documented)
{
    struct assay_arena arena = {0};
    const struct assay_manifest_entry *entry;
    struct assay_manifest manifest;
    struct assay_error err;

    ck_assert_msg(parse("# facts\n\n" HEAD "address: https://x/set\nfile: d/one\n"
                        "sha256: " DIGEST "\naddress: https://x/one\nfile: d/two\r\n"
                        "file: d/three..x\n# more\n\n\nname: b\nversion: 1\ntitle: B\n"
                        "licence: MIT\ncitation: C\nused-by: -\naddress: https://y\n",
                        &arena, &manifest, &err) == ASSAY_OK,
                  "%s", err.text);
    ck_assert_uint_eq(manifest.count, 2);
    entry = assay_manifest_find(&manifest, ASSAY_STR("a.b-1"));
    ck_assert_ptr_eq(entry, &manifest.entries[0]);
    ck_assert_str_eq(entry->citation.ptr, "Some body 2024");
    ck_assert_str_eq(entry->address.ptr, "https://x/set");
    ck_assert_uint_eq(entry->line, 3);
    ck_assert_uint_eq(entry->file_count, 3);
    ck_assert_str_eq(entry->files[0].path, "d/one");
    ck_assert_str_eq(entry->files[0].sha256.ptr, DIGEST);
    ck_assert_str_eq(entry->files[0].address.ptr, "https://x/one");
    ck_assert_str_eq(entry->files[1].path, "d/two");
    ck_assert_uint_eq(entry->files[1].sha256.len, 0);
    ck_assert_str_eq(entry->files[2].path, "d/three..x");
    ck_assert_ptr_null(assay_manifest_find(&manifest, ASSAY_STR("a.b")));
    ck_assert_str_eq(assay_manifest_nearest(&manifest, "a.b-2", &arena), "a.b-1");
    assay_arena_release(&arena);
}
END_TEST

static const struct {
    const char *text, *what;
} faults[] = {
    {"colour: red\n", "m:1: no such key: colour"},
    {"name\n", "m:1: no `key: value`: name"},
    {"name:\n", "m:1: no value for name"},
    {"name: A\n", "m:1: not a name of [a-z0-9.-]: A"},
    {"name: a\nname: b\n", "m:2: given twice: name"},
    {"name: a\n b\n", "m:2: indented, but nothing goes on here: b"},
    {" b\n", "m:1: indented, but nothing goes on here: b"},
    {"\nname: a\n", "m:2: a block without version"},
    {HEAD "\n", "m:1: neither file nor address in block a.b-1"},
    {HEAD "file: x\n\n" HEAD "file: y\n", "m:10: a second block named a.b-1"},
    {HEAD "file: /etc/passwd\n", "m:8: not a path below the data folder: /etc/passwd"},
    {HEAD "file: a/../b\n", "m:8: not a path below the data folder: a/../b"},
    {HEAD "file: ..\n", "m:8: not a path below the data folder: .."},
    {HEAD "file: a//b\n", "m:8: not a path below the data folder: a//b"},
    {HEAD "file: ./a\n", "m:8: not a path below the data folder: ./a"},
    {HEAD "file: a/\n", "m:8: not a path below the data folder: a/"},
    {HEAD "sha256: " DIGEST "\n", "m:8: sha256 without a file"},
    {HEAD "file: a\nsha256: 12\n", "m:9: not 64 lower-case hex digits: 12"},
    {HEAD "address: http://x\n", "m:8: not an https:// address: http://x"},
    {"name: a\n\xFF\n", "m:2: not text in UTF-8"},
};

START_TEST(a_malformed_block_is_named)
{
    struct assay_arena arena = {0};
    struct assay_manifest manifest;
    struct assay_error err;

    ck_assert_int_eq(parse(faults[_i].text, &arena, &manifest, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, faults[_i].what);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(sizes_have_limits)
{
    struct assay_arena arena = {0};
    struct assay_buf text = {0};
    struct assay_manifest manifest;
    struct assay_error err;

    assay_buf_puts(&text, HEAD);
    for (size_t i = 0; i <= ASSAY_MANIFEST_FILES; i++)
        assay_buf_printf(&text, "file: f%zu\n", i);
    ck_assert_int_eq(parse(text.data, &arena, &manifest, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "m:1032: too many files in block a.b-1");
    assay_buf_reset(&text);
    assay_buf_puts(&text, "title: t\n");
    for (size_t i = 0; i < 2 + ASSAY_MANIFEST_VALUE / 2; i++)
        assay_buf_puts(&text, " x\n");
    ck_assert_int_eq(parse(text.data, &arena, &manifest, &err), ASSAY_EDATA);
    ck_assert_ptr_nonnull(strstr(err.text, ": too long a value"));
    ck_assert_int_eq(
        assay_manifest_parse((struct assay_str){"", ASSAY_MANIFEST_BYTES + 1}, "m",
                             &arena, &manifest, &err),
        ASSAY_EDATA);
    assay_buf_release(&text);
    assay_arena_release(&arena);
}
END_TEST

/* True if a data folder has the benchmark that a file belongs to: the first folder of its path. */
static bool has_folder(const char *data, const char *path, struct assay_arena *arena)
{
    const char *slash = strchr(path, '/');
    const int length = slash ? (int)(slash - path) : 0;

    return assay_file_exists(assay_arena_printf(arena, "%s/%.*s", data, length, path));
}

/* The manifest of this tree, and with ASSAY_DATA every file that it tells a digest of, of the
   benchmarks that are there at all. */
START_TEST(the_manifest_tells_the_truth)
{
    struct assay_arena arena = {0};
    const char *data = getenv("ASSAY_DATA");
    struct assay_manifest manifest;
    struct assay_error err;

    ck_assert_msg(assay_manifest_read(assay_place_manifest(&arena), &arena, &manifest,
                                      &err) == ASSAY_OK,
                  "%s", err.text);
    ck_assert_uint_gt(manifest.count, 30);
    for (size_t i = 0; data && i < manifest.count; i++) {
        const struct assay_manifest_entry *entry = &manifest.entries[i];

        for (size_t k = 0; k < entry->file_count; k++) {
            const struct assay_manifest_file *file = &entry->files[k];
            char hex[ASSAY_DIGEST_HEX];

            if (file->sha256.len == 0 || !has_folder(data, file->path, &arena) ||
                !assay_file_exists(assay_arena_printf(&arena, "%s/%s", data, file->path)))
                continue; /* of some benchmarks a part is there */
            ck_assert_msg(
                assay_digest_file(assay_arena_printf(&arena, "%s/%s", data, file->path),
                                  hex, &err) == ASSAY_OK,
                "%s", err.text);
            ck_assert_str_eq(hex, file->sha256.ptr);
        }
    }
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_manifest(void)
{
    Suite *suite = suite_create("manifest");
    TCase *all = tcase_create("manifest");

    tcase_set_timeout(all, 60);
    tcase_add_test(all, blocks_are_read_as_documented);
    tcase_add_loop_test(all, a_malformed_block_is_named, 0,
                        sizeof(faults) / sizeof(faults[0]));
    tcase_add_test(all, sizes_have_limits);
    tcase_add_test(all, the_manifest_tells_the_truth);
    suite_add_tcase(suite, all);
    return suite;
}
