#include "harness/core/digest.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct {
    const char *text, *hex;
} published[] = {
    /* NIST, "Secure Hash Algorithm-256 examples", and the CAVP short-message vectors */
    {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
    {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
     "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
};

START_TEST(sha_256_matches_nist)
{
    unsigned char hash[ASSAY_DIGEST_BYTES];
    char hex[ASSAY_DIGEST_HEX];

    assay_digest_of(assay_str_of(published[_i].text), hash);
    assay_digest_hex(hash, hex);
    ck_assert_str_eq(hex, published[_i].hex);
}
END_TEST

START_TEST(a_file_is_hashed_whole)
{
    char dir[SCRATCH_PATH], path[SCRATCH_PATH], hex[ASSAY_DIGEST_HEX];
    char *million = malloc(1000000);
    struct assay_error err;

    scratch_make(dir);
    memset(million, 'a', 1000000);
    scratch_write(dir, "a", million, 1000000, path);
    ck_assert_int_eq(assay_digest_file(path, hex, &err), ASSAY_OK);
    /* NIST: one million times "a" */
    ck_assert_str_eq(hex,
                     "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(million);
    scratch_remove(dir);
}
END_TEST

/* printf x >a; printf y >b; sha256sum * | sha256sum, by GNU coreutils. */
START_TEST(a_folder_is_hashed_by_names_and_contents)
{
    char dir[SCRATCH_PATH], path[SCRATCH_PATH], hex[ASSAY_DIGEST_HEX];
    struct assay_error err;

    scratch_make(dir);
    scratch_text(dir, "b", "y", path);
    scratch_text(dir, "a", "x", path);
    scratch_text(dir, ".hidden", "z", path);
    ck_assert_int_eq(assay_digest_folder(dir, NULL, hex, &err), ASSAY_OK);
    ck_assert_str_eq(hex,
                     "8d73e01349b30f78751f37931b0d2ae54f8dbd56a8fc69e01f2861cc466fadaa");
    ck_assert_int_eq(assay_digest_folder(path, NULL, hex, &err), ASSAY_EIO);
    scratch_remove(dir);
}
END_TEST

START_TEST(what_is_hashed_is_told)
{
    char dir[SCRATCH_PATH], path[SCRATCH_PATH], hex[ASSAY_DIGEST_HEX];
    struct assay_stage stage;
    struct assay_stage_view view;
    struct assay_error err;

    scratch_make(dir);
    scratch_text(dir, "a", "four", path);
    scratch_text(dir, "b", "seven..", path);
    assay_stage_init(&stage);
    ck_assert_int_eq(assay_digest_watched(path, &stage, hex, &err), ASSAY_OK);
    ck_assert(!assay_stage_look(&stage, &view)); /* it is over, */
    ck_assert_uint_eq(view.done, 7);             /* and was this */
    ck_assert_uint_eq(view.total, 7);
    ck_assert_int_eq(assay_digest_folder(dir, &stage, hex, &err), ASSAY_OK);
    ck_assert(!assay_stage_look(&stage, &view));
    ck_assert_uint_eq(view.done, 11);
    ck_assert_uint_eq(view.total, 11);
    ck_assert_uint_eq(view.number, 2);
    assay_digest_begin(&stage, path, 5);
    ck_assert(assay_stage_look(&stage, &view));
    ck_assert_str_eq(view.what, "hash b");
    assay_stage_release(&stage);
    scratch_remove(dir);
}
END_TEST

START_TEST(what_is_no_file_is_not_read)
{
    char dir[SCRATCH_PATH], path[SCRATCH_PATH], hex[ASSAY_DIGEST_HEX];
    struct assay_error err;

    scratch_make(dir);
    ck_assert_int_eq(assay_digest_file(dir, hex, &err), ASSAY_EDATA);
    ck_assert_ptr_nonnull(strstr(err.text, ": is a directory, not a regular file"));
    ck_assert_int_eq(assay_digest_file("/dev/zero", hex, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "/dev/zero: is a character device, not a regular file");
    scratch_path(dir, "fifo", path);
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    ck_assert_int_eq(assay_digest_file(path, hex, &err), ASSAY_EDATA);
    ck_assert_ptr_nonnull(strstr(err.text, ": is a FIFO, not a regular file"));
    scratch_path(dir, "absent", path);
    ck_assert_int_eq(assay_digest_file(path, hex, &err), ASSAY_EIO);
    ck_assert_ptr_nonnull(strstr(err.text, "/absent: No such file or directory"));
    scratch_remove(dir);
}
END_TEST

Suite *unit_digest(void)
{
    Suite *suite = suite_create("digest");
    TCase *all = tcase_create("digest");

    tcase_add_loop_test(all, sha_256_matches_nist, 0,
                        sizeof(published) / sizeof(published[0]));
    tcase_add_test(all, a_file_is_hashed_whole);
    tcase_add_test(all, a_folder_is_hashed_by_names_and_contents);
    tcase_add_test(all, what_is_hashed_is_told);
    tcase_add_test(all, what_is_no_file_is_not_read);
    suite_add_tcase(suite, all);
    return suite;
}
