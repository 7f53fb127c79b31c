#include "harness/core/digests.h"
#include "harness/core/folder.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HEX_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HEX_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static const char *const malformed[] = {
    "short  path",       HEX_A,
    HEX_A "  ",          HEX_A " path",
    "AA" HEX_A "  path", "# fine\n" HEX_A "\tpath",
    HEX_A "  \xFF",
};

START_TEST(a_malformed_line_is_named)
{
    struct assay_arena arena = {0};
    struct assay_digests digests;
    struct assay_error err;

    ck_assert_int_eq(
        assay_digests_parse(assay_str_of(malformed[_i]), "d", &arena, &digests, &err),
        ASSAY_EDATA);
    ck_assert_str_eq(err.text, malformed[_i][0] == '#'
                                   ? "d:2: not 64 hex digits, two blanks and a path"
                                   : "d:1: not 64 hex digits, two blanks and a path");
    assay_arena_release(&arena);
}
END_TEST

static void add(const char *dir, const char *sha256, const char *path, const char *from)
{
    const struct assay_digests_line line = {
        assay_str_of(sha256), assay_str_of(path), assay_str_of(from), {"", 0}};
    struct assay_error err;

    ck_assert_int_eq(assay_digests_add(dir, &line, &err), ASSAY_OK);
}

START_TEST(what_was_written_down_holds)
{
    struct assay_manifest_file file = {.path = "sets/a b", .address = ASSAY_STR("x")};
    const struct assay_manifest_file known = {.path = "sets/a b",
                                              .sha256 = ASSAY_STR(HEX_B)};
    char dir[SCRATCH_PATH], own[SCRATCH_PATH], path[SCRATCH_PATH];
    struct assay_arena arena = {0};
    struct assay_digests digests;
    struct assay_error err;
    bool made;

    scratch_make(dir);
    ck_assert_int_eq(assay_digests_read(dir, &arena, &digests, &err), ASSAY_OK);
    ck_assert_uint_eq(assay_digests_expected(&digests, &file).len, 0);

    scratch_path(dir, ".assay", own);
    ck_assert_int_eq(assay_folder_make(own, &made, &err), ASSAY_OK);
    ck_assert(made);
    add(dir, HEX_B, "sets/a b", "y");
    add(dir, HEX_B, "c", "");
    add(dir, HEX_A, "sets/a b", "x");
    ck_assert_int_eq(assay_digests_read(dir, &arena, &digests, &err), ASSAY_OK);
    ck_assert_uint_eq(digests.count, 2);
    ck_assert_str_eq(assay_digests_expected(&digests, &file).ptr,
                     HEX_A "  sets/a b\n"); /* a view into the file */
    ck_assert_uint_eq(assay_digests_expected(&digests, &file).len, 64);
    ck_assert(assay_str_equal(assay_digests_expected(&digests, &known), known.sha256));
    ck_assert(assay_digests_trusted(&digests, &file));
    file.address = ASSAY_STR("y");
    ck_assert(!assay_digests_trusted(&digests, &file));
    ck_assert_str_eq(assay_digests_address(&digests, &file).ptr, "y");

    scratch_path(own, "digests", path);
    ck_assert_int_eq(unlink(path), 0);
    scratch_remove(dir);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(a_pinned_address_is_asked_while_the_manifest_has_the_one_it_is_of)
{
    const char text[] =
        "# from https://h/main/f\n# pinned https://h/abc/f\n" HEX_A "  f\n"
        "# from https://h/main/g\n" HEX_B "  g\n";
    struct assay_manifest_file file = {.path = "f",
                                       .address = ASSAY_STR("https://h/main/f")};
    struct assay_arena arena = {0};
    struct assay_digests digests;
    struct assay_error err;

    ck_assert_int_eq(assay_digests_parse(assay_str_of(text), "d", &arena, &digests, &err),
                     ASSAY_OK);
    ck_assert(assay_str_equal(assay_digests_address(&digests, &file),
                              ASSAY_STR("https://h/abc/f")));
    file.address = ASSAY_STR("https://h/other/f");
    ck_assert(assay_str_equal(assay_digests_address(&digests, &file), file.address));
    file = (struct assay_manifest_file){.path = "g",
                                        .address = ASSAY_STR("https://h/main/g")};
    ck_assert(assay_str_equal(assay_digests_address(&digests, &file), file.address));
    ck_assert_uint_eq(digests.at[1].pinned.len, 0);
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_digests(void)
{
    Suite *suite = suite_create("digests");
    TCase *all = tcase_create("digests");

    tcase_add_loop_test(all, a_malformed_line_is_named, 0,
                        sizeof(malformed) / sizeof(malformed[0]));
    tcase_add_test(all, what_was_written_down_holds);
    tcase_add_test(all,
                   a_pinned_address_is_asked_while_the_manifest_has_the_one_it_is_of);
    suite_add_tcase(suite, all);
    return suite;
}
