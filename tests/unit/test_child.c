/* Programs of the user's: where their standard error goes, and that nothing of them stays behind. */
#include "harness/core/child.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    PATIENCE = 60, /* seconds after which a test has failed */
};

static const struct assay_child_limits none = {0};

/* True once nobody holds the other end of a pipe; its bytes are dropped. */
static bool is_left(int fd)
{
    struct pollfd end = {.fd = fd, .events = POLLIN};
    char bytes[16];
    ssize_t n;

    do {
        if (poll(&end, 1, PATIENCE * 1000) != 1)
            return false;
        n = read(fd, bytes, sizeof(bytes));
    } while (n > 0);
    return n == 0;
}

START_TEST(what_a_program_started_ends_with_it)
{
    struct assay_child child;
    struct assay_error err;
    int output;

    ck_assert_int_eq(assay_child_start(&child, "sleep 1000 & exit 0", &none, NULL, &err),
                     ASSAY_OK);
    output = dup(child.out);
    assay_child_stop(&child, PATIENCE);
    ck_assert(is_left(output));
    (void)close(output);
}
END_TEST

START_TEST(how_it_ended_is_told_with_its_last_line)
{
    struct assay_child child;
    struct assay_error err;
    struct assay_buf told = {0};
    siginfo_t info;

    ck_assert_int_eq(assay_child_start(&child, "echo one >&2; echo two >&2; exit 3",
                                       &none, NULL, &err),
                     ASSAY_OK);
    ck_assert_int_eq(waitid(P_PID, (id_t)child.pid, &info, WEXITED | WNOWAIT), 0);
    assay_child_tell(&child, &told);
    ck_assert_str_eq(told.data, "ended with status 3: two");
    assay_child_stop(&child, 0.0);
    assay_buf_release(&told);
}
END_TEST

static void *start_another(void *started)
{
    struct assay_child child;
    struct assay_error err;

    if (!assay_child_start(&child, "true", &none, NULL, &err))
        *(atomic_int *)started = 1;
    return NULL;
}

/* A worker that was killed on the way out is not started again by the thread that missed it. */
START_TEST(a_process_that_ends_starts_nothing_more)
{
    const struct timespec moment = {.tv_nsec = 100000000};
    atomic_int started = 0;
    pthread_t thread;
    int status;
    const pid_t pid = fork();

    if (pid == 0) {
        assay_child_kill_last();
        (void)pthread_create(&thread, NULL, start_another, &started);
        (void)nanosleep(&moment, NULL);
        _exit(started);
    }
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    ck_assert_int_eq(status, 0);
}
END_TEST

START_TEST(standard_error_goes_under_tmpdir)
{
    const char *before = getenv("TMPDIR");
    char kept[SCRATCH_PATH] = "", dir[SCRATCH_PATH], gone[SCRATCH_PATH];
    struct assay_child child;
    struct assay_error err;

    if (before)
        (void)snprintf(kept, sizeof(kept), "%s", before);
    scratch_make(dir);
    scratch_path(dir, "gone", gone);
    (void)setenv("TMPDIR", gone, 1);
    ck_assert_int_eq(assay_child_start(&child, "true", &none, NULL, &err), ASSAY_EIO);
    ck_assert_ptr_eq(strstr(err.text, gone), err.text);
    (void)setenv("TMPDIR", dir, 1);
    ck_assert_int_eq(assay_child_start(&child, "true", &none, NULL, &err), ASSAY_OK);
    assay_child_stop(&child, PATIENCE);
    if (before)
        (void)setenv("TMPDIR", kept, 1);
    else
        (void)unsetenv("TMPDIR");
    scratch_remove(dir);
}
END_TEST

Suite *unit_child(void)
{
    Suite *suite = suite_create("child");
    TCase *tcase = tcase_create("child");

    tcase_set_timeout(tcase, 4.0 * PATIENCE);
    tcase_add_test(tcase, what_a_program_started_ends_with_it);
    tcase_add_test(tcase, how_it_ended_is_told_with_its_last_line);
    tcase_add_test(tcase, a_process_that_ends_starts_nothing_more);
    tcase_add_test(tcase, standard_error_goes_under_tmpdir);
    suite_add_tcase(suite, tcase);
    return suite;
}
