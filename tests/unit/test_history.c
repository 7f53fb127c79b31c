/* The history of a folder of runs: which there are, in which state, and which are meant. */
#include "harness/core/folder.h"
#include "harness/run/history_list.h"
#include "tests/unit/history_fixture.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

START_TEST(the_index_says_what_directories_say)
{
    const char *plain;

    history_make_some();
    plain = history_read(true);
    ck_assert_uint_eq(runs_told.runs, 5);
    ck_assert_uint_eq(runs_told.indexed, 0);
    ck_assert_ptr_nonnull(strstr(plain, "\"run\": \"night/c\""));
    ck_assert_ptr_nonnull(strstr(plain, "\"value\": 0.503"));
    ck_assert(strcmp(history_read(false), plain) == 0); /* there is none yet */
    history_update();
    ck_assert_uint_eq(runs_told.added, 5);
    ck_assert(strcmp(history_read(false), plain) == 0);
    ck_assert_uint_eq(runs_told.indexed, 5);
    ck_assert_int_eq(runs_told.fault.code, ASSAY_OK);
}
END_TEST

START_TEST(only_what_changed_is_read_again)
{
    history_make_some();
    history_update();
    history_update();
    ck_assert_uint_eq(runs_told.added, 0);
    ck_assert_uint_eq(runs_told.removed, 0);
    history_make_run("half", 4);
    ck_assert_int_eq(rename(history_path("a"), history_path("z")), 0);
    scratch_remove_all(history_path("b"));
    (void)history_read(false);
    ck_assert_uint_eq(runs_told.indexed, 2); /* the new ones are read from directories */
    ck_assert(strcmp(history_read(false), history_read(true)) == 0);
    history_update();
    ck_assert_uint_eq(runs_told.added, 2);
    ck_assert_uint_eq(runs_told.removed, 2);
    ck_assert(strcmp(history_read(false), history_read(true)) == 0);
    (void)history_read(false);
    ck_assert_uint_eq(runs_told.indexed, 4);
}
END_TEST

/* Of the same size, by a rename within the same tick of the clock: another file. */
START_TEST(a_document_that_was_replaced_is_noticed)
{
    struct stat status;
    struct timespec times[2];

    history_make_run("a", 1);
    ck_assert_int_eq(stat(history_path("a/run.json"), &status), 0);
    history_update();
    history_save_run("a", 7, "complete");
    times[0] = times[1] = status.st_mtim;
    ck_assert_int_eq(utimensat(AT_FDCWD, history_path("a/run.json"), times, 0), 0);
    ck_assert(strcmp(history_read(false), history_read(true)) == 0);
    ck_assert_ptr_nonnull(strstr(history_read(false), "2026-11-07"));
}
END_TEST

/* Statuses. */

static const char *status_of(const char *name)
{
    const char *text = history_read(false);
    const char *at =
        strstr(text, assay_arena_printf(&runs_kept, "\"run\": \"%s\"", name));
    const char *from, *to;

    ck_assert_ptr_nonnull(at);
    from = strstr(at, "\"status\": \"") + strlen("\"status\": \"");
    to = strchr(from, '"');
    return assay_arena_copy(&runs_kept, (struct assay_str){from, (size_t)(to - from)})
        .ptr;
}

/* A child that holds the lock of a run until it is killed. */
static pid_t hold(const char *path)
{
    int ready[2];
    char byte = 0;
    pid_t pid;

    ck_assert_int_eq(pipe(ready), 0);
    pid = fork();
    if (pid == 0) {
        struct assay_error err;
        long holder;
        int fd;

        byte = assay_folder_lock(path, &fd, &holder, &err) ? 'n' : 'y';
        (void)!write(ready[1], &byte, 1);
        for (;;)
            (void)pause();
    }
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    ck_assert_int_eq(byte, 'y');
    (void)close(ready[0]);
    (void)close(ready[1]);
    return pid;
}

START_TEST(a_run_that_was_killed_is_cut_and_one_under_way_running)
{
    pid_t pid;

    history_save_run("live", 1, "running");
    history_put("live/lock", ASSAY_STR(""));
    pid = hold(history_path("live/lock"));
    ck_assert_str_eq(status_of("live"), "running");
    history_update();
    ck_assert_str_eq(status_of("live"), "running");
    ck_assert_int_eq(kill(pid, SIGKILL), 0);
    ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
    ck_assert_str_eq(status_of("live"), "cut");
    ck_assert_uint_eq(runs_told.indexed, 1);
}
END_TEST

START_TEST(damaged_documents_are_told_and_stop_nothing)
{
    history_make_some();
    history_put("a/result.json", ASSAY_STR("{\"format\": \"assay-result\""));
    ck_assert_str_eq(status_of("a"), "broken");
    ck_assert_str_eq(status_of("torn"), "broken");
    ck_assert_ptr_nonnull(strstr(history_read(true), "\"why\": \"result.json:1: "));
    ck_assert_ptr_nonnull(
        strstr(history_read(true), "\"started\": \"2026-11-01T00:00:00Z\""));
    history_update();
    ck_assert(strcmp(history_read(false), history_read(true)) == 0);
    ck_assert_uint_eq(runs_told.fault.code, ASSAY_OK);
}
END_TEST

START_TEST(what_is_no_run_is_passed_over)
{
    history_make_run("a", 1);
    history_make_folder("empty");
    history_make_run(".hidden", 2);
    history_make_run("b.123.part", 3);
    history_make_run("a/report", 4);
    history_make_run("1/2/deep", 5);
    history_make_run("1/2/3/deeper", 6);
    ck_assert_int_eq(symlink("a", history_path("latest")), 0);
    (void)history_read(true);
    ck_assert_uint_eq(runs_told.runs, 2);
}
END_TEST

START_TEST(folders_that_cannot_be_are_refused)
{
    struct assay_history_setting where = {0};
    struct assay_error err;

    where.folder = history_path("nowhere");
    ck_assert_int_eq(assay_history_update(&where, &runs_told, &err), ASSAY_EUSAGE);
    history_make_run("a", 1);
    where.folder = history_path("a");
    ck_assert_int_eq(assay_history_update(&where, &runs_told, &err), ASSAY_EUSAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "is a run"));
}
END_TEST

/* ---- what is meant ---- */

static const struct {
    const char *text, *since;
} dates[] = {
    {"2026-11-01", "2026-11-01T00:00:00Z"},
    {"2026-11-01T06:30:00Z", "2026-11-01T06:30:00Z"},
    {"2024-02-29", "2024-02-29T00:00:00Z"},
    {"0d", "2026-03-02T12:00:00Z"},
    {"12h", "2026-03-02T00:00:00Z"},
    {"2d", "2026-02-28T12:00:00Z"},
    {"1w", "2026-02-23T12:00:00Z"},
    {"2026-02-29", NULL},
    {"2026-13-01", NULL},
    {"2026-11-01T24:00:00Z", NULL},
    {"2026-11-1", NULL},
    {"7", NULL},
    {"d", NULL},
    {"-1d", NULL},
    {"7dd", NULL},
    {"99999999999999999999d", NULL},
    {"yesterday", NULL},
    {"", NULL},
};

START_TEST(since_is_a_date_or_how_long_ago)
{
    char out[ASSAY_CLOCK_TEXT];
    struct assay_error err;
    const enum assay_code code =
        assay_history_since(dates[_i].text, "2026-03-02T12:00:00Z", out, &err);

    ck_assert_int_eq(code, dates[_i].since ? ASSAY_OK : ASSAY_EUSAGE);
    if (dates[_i].since)
        ck_assert_str_eq(out, dates[_i].since);
}
END_TEST

/* date -u -d TIME +%s */
START_TEST(times_are_seconds)
{
    ck_assert(assay_history_seconds(ASSAY_STR("1970-01-01T00:00:00Z")) == 0.0);
    ck_assert(assay_history_seconds(ASSAY_STR("2026-11-26T20:27:31Z")) == 1795724851.0);
    ck_assert(assay_history_seconds(ASSAY_STR("2000-02-29T23:59:59Z")) == 951868799.0);
    ck_assert(assay_history_seconds(ASSAY_STR("2026-11-26 20:27:31")) < 0.0);
}
END_TEST

static size_t gathered(const struct assay_history_filter *filter)
{
    const struct assay_history_setting where = {.folder = history_folder(),
                                                .no_index = true};
    struct assay_history_list list;
    struct assay_error err;

    ck_assert_int_eq(
        assay_history_gather(&where, filter, &runs_kept, &list, &runs_told, &err),
        ASSAY_OK);
    for (size_t i = 1; i < list.count; i++)
        ck_assert_int_lt(assay_history_by_start(&list.run[i - 1], &list.run[i]), 0);
    return list.count;
}

START_TEST(filters_choose_runs)
{
    const struct assay_option_list judge = {{"judge*"}, 1}, none = {{"rm*"}, 1},
                                   two = {{"replay:m1*", "replay:m3*"}, 2};
    struct assay_history_filter filter = {0};

    history_make_some();
    ck_assert_uint_eq(gathered(&filter), 5);
    filter.suite = &judge;
    ck_assert_uint_eq(gathered(&filter), 4); /* of the torn one nothing is known */
    filter.model = &two;
    ck_assert_uint_eq(gathered(&filter), 2);
    filter = (struct assay_history_filter){.suite = &none};
    ck_assert_uint_eq(gathered(&filter), 0);
    filter = (struct assay_history_filter){.since = "2026-11-02T00:00:00Z"};
    ck_assert_uint_eq(gathered(&filter), 3);
    filter = (struct assay_history_filter){.status = "broken"};
    ck_assert_uint_eq(gathered(&filter), 1);
}
END_TEST

Suite *unit_history(void)
{
    Suite *suite = suite_create("history");
    TCase *runs = tcase_create("runs");
    TCase *meant = tcase_create("meant");

    tcase_add_checked_fixture(runs, history_set_up, history_tear_down);
    tcase_add_test(runs, the_index_says_what_directories_say);
    tcase_add_test(runs, only_what_changed_is_read_again);
    tcase_add_test(runs, a_document_that_was_replaced_is_noticed);
    tcase_add_test(runs, a_run_that_was_killed_is_cut_and_one_under_way_running);
    tcase_add_test(runs, damaged_documents_are_told_and_stop_nothing);
    tcase_add_test(runs, what_is_no_run_is_passed_over);
    tcase_add_test(runs, folders_that_cannot_be_are_refused);
    suite_add_tcase(suite, runs);
    tcase_add_checked_fixture(meant, history_set_up, history_tear_down);
    tcase_add_loop_test(meant, since_is_a_date_or_how_long_ago, 0,
                        sizeof(dates) / sizeof(dates[0]));
    tcase_add_test(meant, times_are_seconds);
    tcase_add_test(meant, filters_choose_runs);
    suite_add_tcase(suite, meant);
    return suite;
}
