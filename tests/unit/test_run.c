/*
 * Whole runs of a user's own file through the built-in suite `pairs`: what a directory holds, what
 * results may depend on, and how a run ends when the system or the user says no.
 */
#include "harness/core/digest.h"
#include "harness/core/json.h"
#include "harness/core/place.h"
#include "harness/core/rng.h"
#include "harness/run/excerpts.h"
#include "harness/run/run.h"
#include "tests/unit/engine_parts.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    ROWS = 400
};

static char folder[SCRATCH_PATH], data[SCRATCH_PATH], spec[SCRATCH_PATH + 8];
static struct assay_arena places;

/* Pairs of which every fifth repeats an earlier one under an id of its own. */
static void write_data(size_t rows)
{
    struct assay_buf text = {0};

    for (size_t i = 0; i < rows; i++) {
        const size_t c = i % 5 == 4 ? i - 3 : i;

        assay_buf_printf(
            &text,
            "{\"id\":\"r%zu\",\"prompt\":\"What is %zu?\",\"chosen\":\"it is "
            "%zu\",\"rejected\":\"%s%zu\",\"subset\":\"s%zu\"}\n",
            i, c, c, c % 4 ? "" : "surely it is not ", c * 3 % 101, i % 3);
    }
    scratch_write(folder, "data.jsonl", text.data, text.len, data);
    (void)snprintf(spec, sizeof(spec), "pairs:%s", data);
    assay_buf_release(&text);
}

static void set_up(void)
{
    scratch_make(folder);
    write_data(ROWS);
}

static void tear_down(void)
{
    char command[SCRATCH_PATH + 16];

    (void)snprintf(command, sizeof(command), "rm -rf '%s'", folder);
    ck_assert_int_eq(system(command), 0);
    assay_arena_release(&places);
}

static const char *in_folder(const char *name)
{
    return assay_arena_printf(&places, "%s/%s", folder, name);
}

static const char *const suites_one[] = {spec};

static struct assay_run_setting setting_for(const char *directory)
{
    return (struct assay_run_setting){
        .request = {.adapter = &made_adapter,
                    .target = "",
                    .suites = suites_one,
                    .suite_count = 1,
                    .places = {NULL, assay_place_suites(&places),
                               assay_place_manifest(&places)},
                    .level = 0.95,
                    .replicates = 200},
        .directory = in_folder(directory),
        .jobs = 1};
}

static enum assay_code execute(const struct assay_run_setting *setting,
                               struct assay_error *err)
{
    struct assay_run run;
    enum assay_code code = assay_run_execute(setting, &run, err);

    assay_run_release(&run);
    return code;
}

static const char *digest_of(const char *directory)
{
    char *hex = assay_arena_new(&places, ASSAY_DIGEST_HEX, 1);
    struct assay_error err;

    ck_assert_int_eq(assay_digest_file(assay_arena_printf(&places, "%s/%s/result.json",
                                                          folder, directory),
                                       hex, &err),
                     ASSAY_OK);
    return hex;
}

static const char *run_of(const char *directory, const char *key)
{
    struct assay_node run;
    struct assay_error err;

    ck_assert_int_eq(
        assay_json_read(assay_arena_printf(&places, "%s/%s/run.json", folder, directory),
                        &places, &run, &err),
        ASSAY_OK);
    return assay_arena_copy(&places, assay_node_text(assay_node_get(&run, key))).ptr;
}

START_TEST(a_result_does_not_depend_on_jobs_or_locale)
{
    static const size_t jobs[] = {1, 8, 3};
    struct assay_run_setting setting = setting_for("one");
    struct assay_error err;

    setting.request.nulls = true;
    ck_assert_int_eq(execute(&setting, &err), ASSAY_OK);
    setting.directory = in_folder("other");
    setting.jobs = jobs[_i];
    if (_i == 2)
        (void)setlocale(LC_ALL, "de_DE.UTF-8"); /* the program never does */
    (void)setlocale(LC_NUMERIC, "C");
    ck_assert_int_eq(execute(&setting, &err), ASSAY_OK);
    ck_assert_str_eq(digest_of("other"), digest_of("one"));
    ck_assert_str_eq(run_of("other", "status"), "complete");
}
END_TEST

START_TEST(a_stored_run_reads_back)
{
    struct assay_run_setting setting = setting_for("one");
    struct assay_stored stored;
    struct assay_error err;

    setting.request.nulls = true;
    ck_assert_int_eq(execute(&setting, &err), ASSAY_OK);
    ck_assert_int_eq(assay_stored_read(setting.directory, &places, &stored, &err),
                     ASSAY_OK);
    ck_assert_uint_eq(stored.result_count, 1);
    ck_assert_uint_eq(stored.result[0].overall.items, ROWS);
    ck_assert_uint_eq(stored.result[0].section_count, 3);
    ck_assert_uint_gt(stored.result[0].null_count, 3);
}
END_TEST

START_TEST(excerpts_bring_the_texts_back_while_the_data_are_the_same)
{
    struct assay_run_setting setting = setting_for("one");
    struct assay_excerpts excerpts;
    struct assay_stored stored;
    struct assay_error err;

    ck_assert_int_eq(execute(&setting, &err), ASSAY_OK);
    ck_assert_int_eq(assay_stored_read(setting.directory, &places, &stored, &err),
                     ASSAY_OK);
    assay_excerpts_fetch(&stored, &stored.result[0], &setting.request.places, &places,
                         &excerpts);
    ck_assert_ptr_null(excerpts.why);
    ck_assert_uint_eq(excerpts.count, stored.result[0].notable_count);
    ck_assert_uint_gt(excerpts.count, 0);
    ck_assert(assay_str_starts(excerpts.at[0].prompt, ASSAY_STR("What is ")));
    ck_assert(assay_str_starts(excerpts.at[0].right, ASSAY_STR("it is ")));
    ck_assert(excerpts.at[0].right_score - excerpts.at[0].wrong_score ==
              stored.result[0].notable[0].margin);
    write_data(ROWS - 1);
    assay_excerpts_fetch(&stored, &stored.result[0], &setting.request.places, &places,
                         &excerpts);
    ck_assert_ptr_nonnull(excerpts.why);
    ck_assert_uint_eq(excerpts.count, 0);
}
END_TEST

/* Cuts the journal behind its n-th line, as an interruption would have left it. */
static void cut_journal(const char *directory, size_t lines)
{
    const char *path =
        assay_arena_printf(&places, "%s/%s/items.jsonl", folder, directory);
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
    ck_assert_int_eq(
        unlink(assay_arena_printf(&places, "%s/%s/result.json", folder, directory)), 0);
}

START_TEST(a_resumed_run_gives_the_same_bytes)
{
    static const size_t lines[] = {1, 2, 57, 300};
    struct assay_run_setting setting = setting_for("one");
    struct assay_run run;
    struct assay_error err;
    const char *want;

    ck_assert_int_eq(execute(&setting, &err), ASSAY_OK);
    want = digest_of("one");
    cut_journal("one", lines[_i]);
    setting.resume = true;
    setting.jobs = 4;
    ck_assert_int_eq(assay_run_execute(&setting, &run, &err), ASSAY_OK);
    ck_assert_uint_eq(run.leg[0].ledger.resumed, lines[_i] - 1);
    ck_assert_uint_lt(run.leg[0].ledger.asked, ROWS - lines[_i] + 1);
    assay_run_release(&run);
    ck_assert_str_eq(digest_of("one"), want);
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
        _exit(execute(setting, &err) ? 1 : 0);
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
    setting.directory = in_folder("from-cache");
    ck_assert_int_eq(assay_run_execute(&setting, &run, &err), ASSAY_OK);
    ck_assert_uint_gt(run.leg[0].ledger.cached, ROWS / 2);
    assay_run_release(&run);
    ck_assert_str_eq(digest_of("from-cache"), digest_of("whole"));
}

/* With and without a cache. */
START_TEST(twenty_kills_change_no_byte_of_a_result)
{
    const char *log = in_folder("log");
    const char *const words[] = {"slow=50", assay_arena_printf(&places, "log=%s", log)};
    struct assay_run_setting setting = setting_for("whole");
    struct assay_rng rng = {.state = 4};
    volatile sig_atomic_t stop = 1;
    struct assay_error err;
    const char *want;

    ck_assert_int_eq(execute(&setting, &err), ASSAY_OK);
    want = digest_of("whole");
    setting.directory = in_folder("killed");
    setting.cache.folder = _i ? in_folder("cache") : NULL;
    setting.request.model_words = words;
    setting.request.model_word_count = 2;
    setting.jobs = 3;
    setting.stop = &stop;
    ck_assert_int_eq(execute(&setting, &err), ASSAY_EINTERRUPTED);
    setting.stop = NULL;
    setting.resume = true;
    for (size_t kills = 0; kills < 20; kills++) {
        const long from = bytes_of(log);
        struct assay_past before;

        ck_assert_int_eq(assay_past_read(in_folder("killed/items.jsonl"),
                                         run_of("killed", "plan_sha256"), &before, &err),
                         ASSAY_OK);
        run_and_kill(&setting, 1000 + assay_rng_index(&rng, 12000));
        check_log(log, from, &before);
        assay_past_release(&before);
    }
    ck_assert_int_eq(execute(&setting, &err), ASSAY_OK);
    ck_assert_str_eq(digest_of("killed"), want);
    if (_i)
        check_cache(&setting);
}
END_TEST

/* What an earlier run was told is not asked again, and the bytes are those of a run that asks. */
START_TEST(kept_answers_change_no_byte_of_a_result)
{
    static const struct assay_adapter *const adapters[] = {&made_adapter,
                                                           &grouped_adapter};
    struct assay_run_setting setting = setting_for("plain");
    struct assay_run run;
    struct assay_error err;
    const char *want;

    setting.request.adapter = adapters[_i];
    ck_assert_int_eq(execute(&setting, &err), ASSAY_OK);
    want = digest_of("plain");
    setting.cache.folder = in_folder("cache");
    setting.directory = in_folder("limited");
    setting.request.limit = 101; /* which ends in the middle of what goes together */
    ck_assert_int_eq(execute(&setting, &err), ASSAY_OK);
    setting.directory = in_folder("cold");
    setting.request.limit = 0;
    setting.jobs = 4;
    ck_assert_int_eq(assay_run_execute(&setting, &run, &err), ASSAY_OK);
    ck_assert_uint_gt(run.leg[0].ledger.cached, 50);
    ck_assert_uint_le(run.leg[0].ledger.cached, 101);
    assay_run_release(&run);
    setting.directory = in_folder("warm");
    ck_assert_int_eq(assay_run_execute(&setting, &run, &err), ASSAY_OK);
    ck_assert_uint_gt(run.leg[0].ledger.cached, ROWS / 2);
    ck_assert_uint_lt(run.leg[0].ledger.asked, ROWS / 5); /* that were refused */
    assay_run_release(&run);
    ck_assert_str_eq(digest_of("cold"), want);
    ck_assert_str_eq(digest_of("warm"), want);
}
END_TEST

START_TEST(a_cache_that_cannot_be_written_ends_no_run)
{
    struct assay_run_setting setting = setting_for("one");
    struct assay_error err;

    setting.cache.folder = assay_arena_printf(&places, "%s/data.jsonl/cache", folder);
    ck_assert_int_eq(execute(&setting, &err), ASSAY_OK);
    ck_assert_str_eq(run_of("one", "status"), "complete");
}
END_TEST

START_TEST(a_complete_run_is_not_run_again)
{
    struct assay_run_setting setting = setting_for("one");
    struct assay_run run;
    struct assay_error err;

    ck_assert_int_eq(execute(&setting, &err), ASSAY_OK);
    setting.resume = true;
    ck_assert_int_eq(assay_run_execute(&setting, &run, &err), ASSAY_OK);
    ck_assert(run.was_complete);
    ck_assert_uint_eq(run.stored.result_count, 1);
    assay_run_release(&run);
}
END_TEST

START_TEST(another_plan_is_refused)
{
    struct assay_run_setting setting = setting_for("one");
    struct assay_error err;
    volatile sig_atomic_t stop = 1;

    setting.stop = &stop;
    ck_assert_int_eq(execute(&setting, &err), ASSAY_EINTERRUPTED);
    ck_assert_str_eq(err.text,
                     assay_arena_printf(&places,
                                        "interrupted; to go on: assay run --resume %s",
                                        setting.directory));
    ck_assert_str_eq(run_of("one", "status"), "interrupted");
    setting.resume = true;
    setting.request.seed = 9;
    ck_assert_int_eq(execute(&setting, &err), ASSAY_EUSAGE);
    ck_assert_str_eq(err.text,
                     assay_arena_printf(&places, "%s/run.json: seed: 0 there, 9 now",
                                        setting.directory));
    setting.request.seed = 0;
    stop = 0;
    ck_assert_int_eq(execute(&setting, &err), ASSAY_OK);
}
END_TEST

START_TEST(data_that_changed_are_found_out)
{
    struct assay_run_setting setting = setting_for("one");
    struct assay_error err;

    ck_assert_int_eq(execute(&setting, &err), ASSAY_OK);
    cut_journal("one", 100);
    write_data(ROWS + 1);
    setting.resume = true;
    /* A run without result.json is gone on with, whatever its status says. */
    ck_assert_int_eq(execute(&setting, &err), ASSAY_EDATA);
    ck_assert_ptr_nonnull(strstr(err.text, "changed since the run began"));
}
END_TEST

START_TEST(a_directory_that_is_not_empty_is_refused)
{
    struct assay_run_setting setting = setting_for("one");
    struct assay_error err;

    ck_assert_int_eq(execute(&setting, &err), ASSAY_OK);
    ck_assert_int_eq(execute(&setting, &err), ASSAY_EUSAGE);
    ck_assert_str_eq(err.text, assay_arena_printf(&places,
                                                  "%s: is not empty; to go on with the "
                                                  "run in it: --resume %s",
                                                  setting.directory, setting.directory));
    ck_assert_int_eq(remove(in_folder("one/run.json")), 0);
    ck_assert_int_eq(execute(&setting, &err), ASSAY_EUSAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "is not empty, and what is in it is no run"));
    setting.directory = in_folder("nothing");
    setting.resume = true;
    ck_assert_int_eq(execute(&setting, &err), ASSAY_EUSAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "no run is stored there"));
}
END_TEST

START_TEST(a_directory_that_cannot_be_made_is_one_line)
{
    struct assay_run_setting setting = setting_for("data.jsonl/one");
    struct assay_error err;

    ck_assert_int_eq(execute(&setting, &err), ASSAY_EIO);
    ck_assert_str_eq(
        err.text, assay_arena_printf(&places, "%s: Not a directory", setting.directory));
}
END_TEST

START_TEST(a_second_process_on_a_directory_is_told)
{
    struct assay_run_setting setting = setting_for("one");
    struct assay_store store;
    struct assay_error err;
    int status, ready[2];
    pid_t pid;
    char byte;

    ck_assert_int_eq(execute(&setting, &err), ASSAY_OK);
    ck_assert_int_eq(pipe(ready), 0);
    pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        if (assay_store_open(setting.directory, &places, &store, &err) == ASSAY_OK &&
            write(ready[1], "x", 1) == 1)
            (void)pause();
        _exit(1);
    }
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    setting.resume = true;
    ck_assert_int_eq(execute(&setting, &err), ASSAY_EIO);
    ck_assert_str_eq(err.text,
                     assay_arena_printf(&places, "%s: process %ld is writing this run",
                                        setting.directory, (long)pid));
    setting.resume = false;
    ck_assert_int_eq(execute(&setting, &err), ASSAY_EIO);
    ck_assert_int_eq(kill(pid, SIGKILL), 0);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    setting.resume = true;
    ck_assert_int_eq(execute(&setting, &err), ASSAY_OK);
}
END_TEST

/* Check writes files too, so nothing is asserted while the limit holds. */
START_TEST(a_full_disk_is_one_line_and_loses_nothing)
{
    const struct rlimit tight = {.rlim_cur = 12000, .rlim_max = RLIM_INFINITY};
    const struct rlimit loose = {.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
    struct assay_run_setting setting = setting_for("one");
    struct assay_run run;
    struct assay_error err, later;
    enum assay_code code;
    const char *want;

    ck_assert_int_eq(execute(&setting, &err), ASSAY_OK);
    want = digest_of("one");
    setting.directory = in_folder("full");
    ck_assert(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &tight), 0);
    code = execute(&setting, &err);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &loose), 0);
    ck_assert_int_eq(code, ASSAY_EIO);
    ck_assert_str_eq(
        err.text,
        assay_arena_printf(&places, "%s/items.jsonl: File too large", setting.directory));
    setting.resume = true;
    ck_assert_int_eq(assay_run_execute(&setting, &run, &later), ASSAY_OK);
    ck_assert_uint_gt(run.leg[0].ledger.resumed, 50);
    assay_run_release(&run);
    ck_assert_str_eq(digest_of("full"), want);
}
END_TEST

START_TEST(a_suite_that_fails_does_not_lose_the_others)
{
    const char *const suites[] = {"pairs:/nonexistent/file.jsonl", spec};
    struct assay_run_setting setting = setting_for("one");
    struct assay_run run;
    struct assay_error err;

    setting.request.suites = suites;
    setting.request.suite_count = 2;
    ck_assert_int_ne(assay_run_execute(&setting, &run, &err), ASSAY_OK);
    ck_assert_ptr_nonnull(run.leg);
    ck_assert_int_eq(run.leg[0].status, ASSAY_LEG_FAILED);
    ck_assert_int_eq(run.leg[1].status, ASSAY_LEG_COMPLETE);
    assay_run_release(&run);
    ck_assert_str_eq(run_of("one", "status"), "failed");
    (void)digest_of("one");
}
END_TEST

Suite *unit_run(void)
{
    Suite *suite = suite_create("run");
    TCase *runs = tcase_create("runs");

    tcase_set_timeout(runs, 60);
    tcase_add_checked_fixture(runs, set_up, tear_down);
    tcase_add_loop_test(runs, a_result_does_not_depend_on_jobs_or_locale, 0, 3);
    tcase_add_test(runs, a_stored_run_reads_back);
    tcase_add_test(runs, excerpts_bring_the_texts_back_while_the_data_are_the_same);
    tcase_add_loop_test(runs, a_resumed_run_gives_the_same_bytes, 0, 4);
    tcase_add_loop_test(runs, twenty_kills_change_no_byte_of_a_result, 0, 2);
    tcase_add_loop_test(runs, kept_answers_change_no_byte_of_a_result, 0, 2);
    tcase_add_test(runs, a_cache_that_cannot_be_written_ends_no_run);
    tcase_add_test(runs, a_complete_run_is_not_run_again);
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
