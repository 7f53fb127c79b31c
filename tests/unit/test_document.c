#include "harness/core/document.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[SCRATCH_PATH], path[SCRATCH_PATH];

static void begin(void)
{
    scratch_make(dir);
}

static void end(void)
{
    scratch_remove(dir);
}

START_TEST(a_file_is_read_up_to_its_limit)
{
    const size_t n = 100000;
    struct assay_buf text = {0};
    struct assay_error err;
    char data[100000];

    memset(data, 'x', n);
    scratch_write(dir, "long", data, n, path);
    assay_buf_puts(&text, "before ");
    ck_assert_int_eq(assay_document_read(path, n, &text, &err), ASSAY_OK);
    ck_assert_uint_eq(text.len, n + 7);
    ck_assert_uint_eq(strlen(text.data), n + 7);
    assay_buf_reset(&text);
    ck_assert_int_eq(assay_document_read(path, n - 1, &text, &err), ASSAY_EDATA);
    ck_assert_ptr_nonnull(strstr(err.text, "/long: longer than 99999 bytes"));
    assay_buf_release(&text);
}
END_TEST

START_TEST(an_empty_file_is_an_empty_text)
{
    struct assay_buf text = {0};
    struct assay_error err;

    scratch_text(dir, "empty", "", path);
    ck_assert_int_eq(assay_document_read(path, 0, &text, &err), ASSAY_OK);
    ck_assert_uint_eq(text.len, 0);
    assay_buf_release(&text);
}
END_TEST

START_TEST(saving_replaces_the_file_and_leaves_no_other)
{
    struct assay_buf text = {0};
    struct assay_error err;

    scratch_text(dir, "file", "old and longer", path);
    ck_assert_int_eq(assay_document_save(path, ASSAY_STR("new"), &err), ASSAY_OK);
    ck_assert_int_eq(assay_document_read(path, 100, &text, &err), ASSAY_OK);
    ck_assert_str_eq(text.data, "new");
    assay_buf_release(&text);
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(rmdir(dir), 0); /* it was the only one */
    scratch_make(dir);
}
END_TEST

START_TEST(what_cannot_be_replaced_stays)
{
    struct assay_error err;
    char expected[SCRATCH_PATH + 60];

    scratch_path(dir, "folder", path);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    ck_assert_int_eq(assay_document_save(path, ASSAY_STR("text"), &err), ASSAY_EIO);
    (void)snprintf(expected, sizeof(expected), "%s: cannot be written: Is a directory",
                   path);
    ck_assert_str_eq(err.text, expected);
    ck_assert_int_eq(rmdir(path), 0);
    ck_assert_int_eq(rmdir(dir), 0); /* and the temporary file is gone */
    scratch_make(dir);
}
END_TEST

START_TEST(a_pipe_is_written_to_and_stays_one)
{
    struct assay_error err;
    struct stat status;
    char got[8] = "";
    int fd;

    scratch_path(dir, "pipe", path);
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(assay_document_save(path, ASSAY_STR("text"), &err), ASSAY_OK);
    ck_assert_int_eq(read(fd, got, sizeof(got) - 1), 4);
    ck_assert_str_eq(got, "text");
    ck_assert_int_eq(close(fd), 0);
    ck_assert_int_eq(stat(path, &status), 0);
    ck_assert(S_ISFIFO(status.st_mode));
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(assay_document_save("/dev/full", ASSAY_STR("text"), &err),
                     ASSAY_EIO);
    ck_assert_str_eq(err.text, "/dev/full: cannot be written: No space left on device");
    ck_assert_int_eq(stat("/dev/full", &status), 0);
    ck_assert(S_ISCHR(status.st_mode));
}
END_TEST

/* A limit on the size of files fails the write, as a full disk does. */
START_TEST(a_write_that_fails_is_said_and_leaves_the_old_file)
{
    struct rlimit usual, few;
    struct assay_buf text = {0};
    struct assay_error err;
    enum assay_code code;

    scratch_text(dir, "file", "old", path);
    ck_assert(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &usual), 0);
    few = (struct rlimit){4, usual.rlim_max};
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &few), 0);
    code = assay_document_save(path, ASSAY_STR("too long"), &err);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &usual), 0);
    ck_assert_int_eq(code, ASSAY_EIO);
    ck_assert_ptr_nonnull(strstr(err.text, "/file: cannot be written: File too large"));
    ck_assert_int_eq(assay_document_read(path, 100, &text, &err), ASSAY_OK);
    ck_assert_str_eq(text.data, "old");
    assay_buf_release(&text);
}
END_TEST

Suite *unit_document(void)
{
    Suite *suite = suite_create("document");
    TCase *files = tcase_create("files");

    tcase_add_checked_fixture(files, begin, end);
    tcase_add_test(files, a_file_is_read_up_to_its_limit);
    tcase_add_test(files, an_empty_file_is_an_empty_text);
    tcase_add_test(files, saving_replaces_the_file_and_leaves_no_other);
    tcase_add_test(files, what_cannot_be_replaced_stays);
    tcase_add_test(files, a_pipe_is_written_to_and_stays_one);
    tcase_add_test(files, a_write_that_fails_is_said_and_leaves_the_old_file);
    suite_add_tcase(suite, files);
    return suite;
}
