/*
 * Whole runs of a user's own file through the built-in suite `pairs`: what a directory holds, what
 * results may depend on, and how a run ends when the system or the user says no.
 */
#include "harness/core/document.h"
#include "harness/core/rng.h"
#include "harness/run/excerpts.h"
#include "tests/unit/engine_parts.h"
#include "tests/unit/run_fixture.h"
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    ROWS = 400
};

static void set_up(void)
{
    runs_set_up();
    runs_write_twins(ROWS);
}

START_TEST(a_result_does_not_depend_on_jobs_or_locale)
{
    static const size_t jobs[] = {1, 8, 3};
    struct assay_run_setting setting = runs_setting(&made_adapter, "one");
    struct assay_error err;

    setting.request.nulls = true;
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_OK);
    setting.directory = runs_path("other");
    setting.jobs = jobs[_i];
    if (_i == 2)
        (void)setlocale(LC_ALL, "de_DE.UTF-8"); /* the program never does */
    (void)setlocale(LC_NUMERIC, "C");
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_OK);
    ck_assert_str_eq(runs_digest("other"), runs_digest("one"));
    ck_assert_str_eq(runs_said("other", "status"), "complete");
}
END_TEST

START_TEST(a_stored_run_reads_back)
{
    struct assay_run_setting setting = runs_setting(&made_adapter, "one");
    struct assay_stored stored;
    struct assay_error err;

    setting.request.nulls = true;
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_OK);
    ck_assert_int_eq(assay_stored_read(setting.directory, &runs_arena, &stored, &err),
                     ASSAY_OK);
    ck_assert_uint_eq(stored.result_count, 1);
    ck_assert_uint_eq(stored.result[0].overall.items, ROWS);
    ck_assert_uint_eq(stored.result[0].section_count, 3);
    ck_assert_uint_gt(stored.result[0].null_count, 3);
}
END_TEST

START_TEST(excerpts_bring_the_texts_back_while_the_data_are_the_same)
{
    struct assay_run_setting setting = runs_setting(&made_adapter, "one");
    struct assay_excerpts excerpts;
    struct assay_stored stored;
    struct assay_error err;

    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_OK);
    ck_assert_int_eq(assay_stored_read(setting.directory, &runs_arena, &stored, &err),
                     ASSAY_OK);
    assay_excerpts_fetch(&stored, &stored.result[0], &setting.request.places, &runs_arena,
                         &excerpts);
    ck_assert_ptr_null(excerpts.why);
    ck_assert_uint_eq(excerpts.count, stored.result[0].notable_count);
    ck_assert_uint_gt(excerpts.count, 0);
    ck_assert(assay_str_starts(excerpts.at[0].prompt, ASSAY_STR("What is ")));
    ck_assert(assay_str_starts(excerpts.at[0].right, ASSAY_STR("it is ")));
    ck_assert(excerpts.at[0].right_score - excerpts.at[0].wrong_score ==
              stored.result[0].notable[0].margin);
    runs_write_twins(ROWS - 1);
    assay_excerpts_fetch(&stored, &stored.result[0], &setting.request.places, &runs_arena,
                         &excerpts);
    ck_assert_ptr_nonnull(excerpts.why);
    ck_assert_uint_eq(excerpts.count, 0);
}
END_TEST

/* Cuts the journal behind its n-th line, as an interruption would have left it. */
static void cut_journal(const char *directory, size_t lines)
{
    const char *path =
        assay_arena_printf(&runs_arena, "%s/%s/items.jsonl", runs_folder, directory);
    FILE *file = fopen(path, "r");
    long end = 0;

    ck_assert_ptr_nonnull(file);
    for (size_t n = 0; n < lines;) {
        const int c = fgetc(file);

        ck_assert_int_ne(c, EOF);
        n += c == '\n';
    }
    end = ftell(file) + 9; /* and a torn line behind it */
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(truncate(path, end), 0);
    ck_assert_int_eq(unlink(assay_arena_printf(&runs_arena, "%s/%s/result.json",
                                               runs_folder, directory)),
                     0);
}

START_TEST(a_resumed_run_gives_the_same_bytes)
{
    static const size_t lines[] = {1, 2, 57, 300};
    struct assay_run_setting setting = runs_setting(&made_adapter, "one");
    struct assay_run run;
    struct assay_error err;
    const char *want;

    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_OK);
    want = runs_digest("one");
    cut_journal("one", lines[_i]);
    setting.resume = true;
    setting.jobs = 4;
    ck_assert_int_eq(assay_run_execute(&setting, &run, &err), ASSAY_OK);
    ck_assert_uint_eq(run.leg[0].ledger.resumed, lines[_i] - 1);
    ck_assert_uint_lt(run.leg[0].ledger.asked, ROWS - lines[_i] + 1);
    assay_run_release(&run);
    ck_assert_str_eq(runs_digest("one"), want);
}
END_TEST

/* Fails if the log, from a byte on, names an item that the journal held before. */
static void check_log(const char *log, long from, const struct assay_past *before)
{
    const struct assay_past_suite *suite = assay_past_find(before, ASSAY_STR("pairs"));
    FILE *file = fopen(log, "r");
    char line[64];

    if (!file)
        return;
    ck_assert_int_eq(fseek(file, from, SEEK_SET), 0);
    while (fgets(line, sizeof(line), file)) {
        size_t count;

        line[strcspn(line, "\n")] = '\0';
        ck_assert_msg(!suite || !assay_past_answers(suite, assay_str_of(line), &count),
                      "%s was answered and asked again", line);
    }
    ck_assert_int_eq(fclose(file), 0);
}

static long bytes_of(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 ? (long)status.st_size : 0;
}

/* A process that runs, killed after a while. */
static void run_and_kill(const struct assay_run_setting *setting, uint64_t microseconds)
{
    const struct timespec pause = {.tv_nsec = (long)(microseconds * 1000)};
    struct assay_error err;
    int status;
    const pid_t pid = fork();

    ck_assert_int_ge(pid, 0);
    if (pid == 0)
        _exit(runs_execute(setting, &err) ? 1 : 0);
    (void)nanosleep(&pause, NULL);
    ck_assert_int_eq(kill(pid, SIGKILL), 0);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
}

/* Every answer in the cache of the killed is the model's. */
static void check_cache(const struct assay_run_setting *killed)
{
    struct assay_run_setting setting = *killed;
    struct assay_run run;
    struct assay_error err;

    setting.resume = false;
    setting.directory = runs_path("from-cache");
    ck_assert_int_eq(assay_run_execute(&setting, &run, &err), ASSAY_OK);
    ck_assert_uint_gt(run.leg[0].ledger.cached, ROWS / 2);
    assay_run_release(&run);
    ck_assert_str_eq(runs_digest("from-cache"), runs_digest("whole"));
}

/* With and without a cache. */
START_TEST(twenty_kills_change_no_byte_of_a_result)
{
    const char *log = runs_path("log");
    const char *const words[] = {"slow=50",
                                 assay_arena_printf(&runs_arena, "log=%s", log)};
    struct assay_run_setting setting = runs_setting(&made_adapter, "whole");
    struct assay_rng rng = {.state = 4};
    atomic_int stop = 1;
    struct assay_error err;
    const char *want;

    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_OK);
    want = runs_digest("whole");
    setting.directory = runs_path("killed");
    setting.cache.folder = _i ? runs_path("cache") : NULL;
    setting.request.model_words = words;
    setting.request.model_word_count = 2;
    setting.jobs = 3;
    setting.stop = &stop;
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_EINTERRUPTED);
    setting.stop = NULL;
    setting.resume = true;
    for (size_t kills = 0; kills < 20; kills++) {
        const long from = bytes_of(log);
        struct assay_past before;

        ck_assert_int_eq(assay_past_read(runs_path("killed/items.jsonl"),
                                         runs_said("killed", "plan_sha256"), &before,
                                         &err),
                         ASSAY_OK);
        run_and_kill(&setting, 1000 + assay_rng_index(&rng, 12000));
        check_log(log, from, &before);
        assay_past_release(&before);
    }
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_OK);
    ck_assert_str_eq(runs_digest("killed"), want);
    if (_i)
        check_cache(&setting);
}
END_TEST

/* What an earlier run was told is not asked again, and the bytes are those of a run that asks. */
START_TEST(kept_answers_change_no_byte_of_a_result)
{
    static const struct assay_adapter *const adapters[] = {&made_adapter,
                                                           &grouped_adapter};
    struct assay_run_setting setting = runs_setting(&made_adapter, "plain");
    struct assay_run run;
    struct assay_error err;
    const char *want;

    setting.request.adapter = adapters[_i];
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_OK);
    want = runs_digest("plain");
    setting.cache.folder = runs_path("cache");
    setting.directory = runs_path("limited");
    setting.request.limit = 101; /* which ends in the middle of what goes together */
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_OK);
    setting.directory = runs_path("cold");
    setting.request.limit = 0;
    setting.jobs = 4;
    ck_assert_int_eq(assay_run_execute(&setting, &run, &err), ASSAY_OK);
    ck_assert_uint_gt(run.leg[0].ledger.cached, 50);
    ck_assert_uint_le(run.leg[0].ledger.cached, 101);
    assay_run_release(&run);
    setting.directory = runs_path("warm");
    ck_assert_int_eq(assay_run_execute(&setting, &run, &err), ASSAY_OK);
    ck_assert_uint_gt(run.leg[0].ledger.cached, ROWS / 2);
    ck_assert_uint_lt(run.leg[0].ledger.asked, ROWS / 5); /* that were refused */
    assay_run_release(&run);
    ck_assert_str_eq(runs_digest("cold"), want);
    ck_assert_str_eq(runs_digest("warm"), want);
}
END_TEST

START_TEST(a_cache_that_cannot_be_written_ends_no_run)
{
    struct assay_run_setting setting = runs_setting(&made_adapter, "one");
    struct assay_error err;

    setting.cache.folder =
        assay_arena_printf(&runs_arena, "%s/data.jsonl/cache", runs_folder);
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_OK);
    ck_assert_str_eq(runs_said("one", "status"), "complete");
}
END_TEST

START_TEST(a_complete_run_is_not_run_again)
{
    struct assay_run_setting setting = runs_setting(&made_adapter, "one");
    struct assay_run run;
    struct assay_error err;

    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_OK);
    setting.resume = true;
    ck_assert_int_eq(assay_run_execute(&setting, &run, &err), ASSAY_OK);
    ck_assert(run.was_complete);
    ck_assert_uint_eq(run.stored.result_count, 1);
    assay_run_release(&run);
}
END_TEST

/* Makes the answers on some line of a journal ones that never came. */
static void make_fail(const char *directory, size_t line)
{
    const char *path =
        assay_arena_printf(&runs_arena, "%s/%s/items.jsonl", runs_folder, directory);
    struct assay_buf text = {0}, out = {0};
    struct assay_error err;
    const char *at, *values, *end;
    FILE *file;

    ck_assert_int_eq(assay_document_read(path, 1 << 24, &text, &err), ASSAY_OK);
    at = text.data;
    for (size_t n = 1; n < line; n++)
        at = strchr(at, '\n') + 1;
    values = strstr(at, "\"v\":");
    end = strchr(values, ']') + 1;
    assay_buf_add(&out, (struct assay_str){text.data, (size_t)(values - text.data)});
    assay_buf_puts(&out, "\"v\":[null,null],\"e\":[\"failed\",\"timed-out\"]");
    assay_buf_puts(&out, end);
    file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(out.data, 1, out.len, file), out.len);
    ck_assert_int_eq(fclose(file), 0);
    assay_buf_release(&text);
    assay_buf_release(&out);
}

/* Alone, or with all whose answers were computed at once; and then there is nothing left to do. */
START_TEST(what_failed_is_asked_again)
{
    static const struct assay_adapter *const adapters[] = {&made_adapter,
                                                           &grouped_adapter};
    struct assay_run_setting setting = runs_setting(&made_adapter, "one");
    struct assay_run run;
    struct assay_error err;
    const char *want;

    setting.request.adapter = adapters[_i];
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_OK);
    want = runs_digest("one");
    make_fail("one", 40);
    setting.resume = true;
    setting.jobs = 3;
    ck_assert_int_eq(assay_run_execute(&setting, &run, &err), ASSAY_OK);
    ck_assert(!run.was_complete);
    ck_assert_uint_ge(run.leg[0].ledger.again, _i == 0 ? 1 : 10);
    ck_assert_uint_le(run.leg[0].ledger.again, _i == 0 ? 1 : 16);
    ck_assert_uint_eq(run.leg[0].ledger.resumed + run.leg[0].ledger.again, ROWS);
    ck_assert_uint_le(run.leg[0].ledger.asked, run.leg[0].ledger.again);
    assay_run_release(&run);
    ck_assert_str_eq(runs_digest("one"), want);
    ck_assert_int_eq(assay_run_execute(&setting, &run, &err), ASSAY_OK);
    ck_assert(run.was_complete);
    assay_run_release(&run);
}
END_TEST

START_TEST(another_plan_is_refused)
{
    struct assay_run_setting setting = runs_setting(&made_adapter, "one");
    struct assay_error err;
    atomic_int stop = 1;

    setting.stop = &stop;
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_EINTERRUPTED);
    ck_assert_str_eq(err.text,
                     assay_arena_printf(&runs_arena,
                                        "interrupted; to go on: assay run --resume %s",
                                        setting.directory));
    ck_assert_str_eq(runs_said("one", "status"), "interrupted");
    setting.resume = true;
    setting.request.seed = 9;
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_EUSAGE);
    ck_assert_str_eq(err.text,
                     assay_arena_printf(&runs_arena, "%s/run.json: seed: 0 there, 9 now",
                                        setting.directory));
    setting.request.seed = 0;
    stop = 0;
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_OK);
}
END_TEST

START_TEST(data_that_changed_are_found_out)
{
    struct assay_run_setting setting = runs_setting(&made_adapter, "one");
    struct assay_error err;

    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_OK);
    cut_journal("one", 100);
    runs_write_twins(ROWS + 1);
    setting.resume = true;
    /* A run without result.json is gone on with, whatever its status says. */
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_EDATA);
    ck_assert_ptr_nonnull(strstr(err.text, "changed since the run began"));
}
END_TEST

START_TEST(a_directory_that_is_not_empty_is_refused)
{
    struct assay_run_setting setting = runs_setting(&made_adapter, "one");
    struct assay_error err;

    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_OK);
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_EUSAGE);
    ck_assert_str_eq(err.text, assay_arena_printf(&runs_arena,
                                                  "%s: is not empty; to go on with the "
                                                  "run in it: --resume %s",
                                                  setting.directory, setting.directory));
    ck_assert_int_eq(remove(runs_path("one/run.json")), 0);
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_EUSAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "is not empty, and what is in it is no run"));
    setting.directory = runs_path("nothing");
    setting.resume = true;
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_EUSAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "no run is stored there"));
}
END_TEST

START_TEST(a_directory_that_cannot_be_made_is_one_line)
{
    struct assay_run_setting setting = runs_setting(&made_adapter, "data.jsonl/one");
    struct assay_error err;

    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_EIO);
    ck_assert_str_eq(err.text, assay_arena_printf(&runs_arena, "%s: Not a directory",
                                                  setting.directory));
}
END_TEST

START_TEST(a_second_process_on_a_directory_is_told)
{
    struct assay_run_setting setting = runs_setting(&made_adapter, "one");
    struct assay_store store;
    struct assay_error err;
    int status, ready[2];
    pid_t pid;
    char byte;

    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_OK);
    ck_assert_int_eq(pipe(ready), 0);
    pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        if (assay_store_open(setting.directory, &runs_arena, &store, &err) == ASSAY_OK &&
            write(ready[1], "x", 1) == 1)
            (void)pause();
        _exit(1);
    }
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    setting.resume = true;
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_EIO);
    ck_assert_str_eq(err.text, assay_arena_printf(&runs_arena,
                                                  "%s: process %ld is writing this run",
                                                  setting.directory, (long)pid));
    setting.resume = false;
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_EIO);
    ck_assert_int_eq(kill(pid, SIGKILL), 0);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    setting.resume = true;
    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_OK);
}
END_TEST

/* Check writes files too, so nothing is asserted while the limit holds. */
START_TEST(a_full_disk_is_one_line_and_loses_nothing)
{
    const struct rlimit tight = {.rlim_cur = 12000, .rlim_max = RLIM_INFINITY};
    const struct rlimit loose = {.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
    struct assay_run_setting setting = runs_setting(&made_adapter, "one");
    struct assay_run run;
    struct assay_error err, later;
    enum assay_code code;
    const char *want;

    ck_assert_int_eq(runs_execute(&setting, &err), ASSAY_OK);
    want = runs_digest("one");
    setting.directory = runs_path("full");
    ck_assert(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &tight), 0);
    code = runs_execute(&setting, &err);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &loose), 0);
    ck_assert_int_eq(code, ASSAY_EIO);
    ck_assert_str_eq(err.text,
                     assay_arena_printf(&runs_arena, "%s/items.jsonl: File too large",
                                        setting.directory));
    setting.resume = true;
    ck_assert_int_eq(assay_run_execute(&setting, &run, &later), ASSAY_OK);
    ck_assert_uint_gt(run.leg[0].ledger.resumed, 50);
    assay_run_release(&run);
    ck_assert_str_eq(runs_digest("full"), want);
}
END_TEST

START_TEST(a_suite_that_fails_does_not_lose_the_others)
{
    const char *const suites[] = {"pairs:/nonexistent/file.jsonl", runs_spec};
    struct assay_run_setting setting = runs_setting(&made_adapter, "one");
    struct assay_run run;
    struct assay_error err;

    setting.request.suites = suites;
    setting.request.suite_count = 2;
    ck_assert_int_ne(assay_run_execute(&setting, &run, &err), ASSAY_OK);
    ck_assert_ptr_nonnull(run.leg);
    ck_assert_int_eq(run.leg[0].status, ASSAY_LEG_FAILED);
    ck_assert_int_eq(run.leg[1].status, ASSAY_LEG_COMPLETE);
    assay_run_release(&run);
    ck_assert_str_eq(runs_said("one", "status"), "failed");
    (void)runs_digest("one");
}
END_TEST

Suite *unit_run(void)
{
    Suite *suite = suite_create("run");
    TCase *runs = tcase_create("runs");

    tcase_set_timeout(runs, 60);
    tcase_add_checked_fixture(runs, set_up, runs_tear_down);
    tcase_add_loop_test(runs, a_result_does_not_depend_on_jobs_or_locale, 0, 3);
    tcase_add_test(runs, a_stored_run_reads_back);
    tcase_add_test(runs, excerpts_bring_the_texts_back_while_the_data_are_the_same);
    tcase_add_loop_test(runs, a_resumed_run_gives_the_same_bytes, 0, 4);
    tcase_add_loop_test(runs, twenty_kills_change_no_byte_of_a_result, 0, 2);
    tcase_add_loop_test(runs, kept_answers_change_no_byte_of_a_result, 0, 2);
    tcase_add_test(runs, a_cache_that_cannot_be_written_ends_no_run);
    tcase_add_test(runs, a_complete_run_is_not_run_again);
    tcase_add_loop_test(runs, what_failed_is_asked_again, 0, 2);
    tcase_add_test(runs, another_plan_is_refused);
    tcase_add_test(runs, data_that_changed_are_found_out);
    tcase_add_test(runs, a_directory_that_is_not_empty_is_refused);
    tcase_add_test(runs, a_directory_that_cannot_be_made_is_one_line);
    tcase_add_test(runs, a_second_process_on_a_directory_is_told);
    tcase_add_test(runs, a_full_disk_is_one_line_and_loses_nothing);
    tcase_add_test(runs, a_suite_that_fails_does_not_lose_the_others);
    suite_add_tcase(suite, runs);
    return suite;
}
