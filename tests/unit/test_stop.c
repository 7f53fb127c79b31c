/*
 * Real signals to a process whose model holds an answer back for as long as the test likes: what is
 * in flight is in flight, whatever the machine does meanwhile.
 */
#include "harness/run/stop.h"

#include "harness/core/digest.h"
#include "harness/core/json.h"
#include "harness/core/place.h"
#include "harness/run/run.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    ROWS = 300,
    FREE = 40 /* answers that are not held back */
};

static char folder[SCRATCH_PATH], spec[SCRATCH_PATH + 8], log_path[SCRATCH_PATH];
static struct assay_arena places;
static int gate[2];  /* an answer a byte; closed: all of them */
static int told = 1; /* what the child writes its log to */

static void note(const char *text)
{
    ck_assert_int_eq((int)write(told, text, strlen(text)), (int)strlen(text));
}

/* Answers with lengths, each when the gate lets it. */
static enum assay_code held_pull(const void *state, struct assay_work *work,
                                 struct assay_error *err)
{
    struct assay_task task;
    enum assay_code code = ASSAY_OK;

    (void)state;
    while (!code && assay_work_take(work, &task, 1) == 1) {
        struct assay_answer answers[2];
        char byte;

        for (size_t k = 0; k < 2; k++)
            answers[k] =
                (struct assay_answer){.state = ASSAY_STATE_SCORED,
                                      .value = (double)task.item->completions[k].len};
        note("asked\n");
        if (read(gate[0], &byte, 1) < 0)
            return assay_fail(err, ASSAY_EIO, "the gate is gone");
        code = assay_work_give(work, &(struct assay_reply){task, answers}, 1, err);
    }
    return code;
}

static const struct assay_adapter held_adapter = {
    .name = "held", .state_size = 1, .reads_text = true, .pull = held_pull};

static void set_up(void)
{
    struct assay_buf text = {0};
    char data[SCRATCH_PATH];

    scratch_make(folder);
    for (size_t i = 0; i < ROWS; i++)
        assay_buf_printf(&text,
                         "{\"id\":\"r%zu\",\"prompt\":\"%zu\",\"chosen\":\"it is "
                         "%zu\",\"rejected\":\"%zu\"}\n",
                         i, i, i * i, i * i * i);
    scratch_write(folder, "data.jsonl", text.data, text.len, data);
    scratch_path(folder, "log", log_path);
    (void)snprintf(spec, sizeof(spec), "pairs:%s", data);
    assay_buf_release(&text);
    ck_assert_int_eq(pipe(gate), 0);
}

static void tear_down(void)
{
    char command[SCRATCH_PATH + 16];

    (void)snprintf(command, sizeof(command), "rm -rf '%s'", folder);
    ck_assert_int_eq(system(command), 0);
    assay_arena_release(&places);
    (void)close(gate[0]);
}

static const char *in_folder(const char *name)
{
    return assay_arena_printf(&places, "%s/%s", folder, name);
}

static const char *const suites[] = {spec};

static struct assay_run_setting setting_for(const char *directory)
{
    return (struct assay_run_setting){
        .request = {.adapter = &held_adapter,
                    .target = "",
                    .suites = suites,
                    .suite_count = 1,
                    .places = {NULL, assay_place_suites(&places),
                               assay_place_manifest(&places)},
                    .level = 0.95,
                    .replicates = 200},
        .directory = in_folder(directory),
        .jobs = 1};
}

static enum assay_code execute(const struct assay_run_setting *setting)
{
    struct assay_run run;
    struct assay_error err;
    const enum assay_code code = assay_run_execute(setting, &run, &err);

    assay_run_release(&run);
    return code;
}

static void leave(void *self, const struct assay_error *err)
{
    (void)self;
    _exit(assay_exit_status(err->code));
}

/* The loader looks around, and has seen a signal if there was one. */
static void tell(void *self, size_t done, size_t known, bool all)
{
    const volatile sig_atomic_t *stop = self;

    (void)done;
    (void)known;
    (void)all;
    if (*stop)
        note("stopping\n");
}

static pid_t start(void)
{
    const pid_t pid = fork();

    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        struct assay_run_setting setting = setting_for("run");

        (void)close(gate[1]);
        told = open(log_path, O_WRONLY | O_CREAT | O_APPEND, 0600);
        setting.stop = assay_stop_watch();
        setting.leave = leave;
        setting.watch.tell = tell;
        setting.watch.self = (void *)(uintptr_t)setting.stop;
        _exit(assay_exit_status(execute(&setting)));
    }
    (void)close(gate[0]);
    gate[0] = -1;
    return pid;
}

/* Waits until the log holds a word n times; a minute without it is a fault. */
static void wait_for(const char *word, size_t n)
{
    const struct timespec pause = {.tv_nsec = 2000000};
    size_t found = 0;

    for (size_t looks = 0; found < n && looks < 30000; looks++) {
        FILE *file = fopen(log_path, "r");
        char line[32];

        found = 0;
        while (file && fgets(line, sizeof(line), file))
            found += strncmp(line, word, strlen(word)) == 0;
        if (file)
            ck_assert_int_eq(fclose(file), 0);
        (void)nanosleep(&pause, NULL);
    }
    ck_assert_uint_ge(found, n);
}

static void let(size_t n)
{
    for (size_t i = 0; i < n; i++)
        ck_assert_int_eq((int)write(gate[1], "x", 1), 1);
}

static int status_of(pid_t pid)
{
    int status;

    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static size_t lines_of_journal(void)
{
    FILE *file = fopen(in_folder("run/items.jsonl"), "r");
    size_t n = 0;
    int c;

    ck_assert_ptr_nonnull(file);
    while ((c = fgetc(file)) != EOF)
        n += c == '\n';
    ck_assert_int_eq(fclose(file), 0);
    return n;
}

static const char *status_in_run(void)
{
    struct assay_node run;
    struct assay_error err;

    ck_assert_int_eq(assay_json_read(in_folder("run/run.json"), &places, &run, &err),
                     ASSAY_OK);
    return assay_arena_copy(&places, assay_node_text(assay_node_get(&run, "status"))).ptr;
}

static const char *digest_of(const char *path)
{
    char *hex = assay_arena_new(&places, ASSAY_DIGEST_HEX, 1);
    struct assay_error err;

    ck_assert_int_eq(assay_digest_file(in_folder(path), hex, &err), ASSAY_OK);
    return hex;
}

/* The run goes on to its end with the gate open, and its result is that of one in a piece. */
static void check_the_rest(void)
{
    struct assay_run_setting setting = setting_for("run");

    (void)close(gate[1]);
    ck_assert_int_eq(pipe(gate), 0);
    (void)close(gate[1]); /* nobody writes: no answer is held back */
    told = open("/dev/null", O_WRONLY);
    setting.resume = true;
    ck_assert_int_eq(execute(&setting), ASSAY_OK);
    setting = setting_for("whole");
    ck_assert_int_eq(execute(&setting), ASSAY_OK);
    ck_assert_str_eq(digest_of("run/result.json"), digest_of("whole/result.json"));
    (void)close(told);
}

START_TEST(a_scheduler_is_not_kept_waiting_by_what_is_in_flight)
{
    static const int signals[] = {SIGTERM, SIGUSR1};
    const pid_t pid = start();

    let(FREE);
    wait_for("asked", FREE + 1);
    ck_assert_int_eq(kill(pid, signals[_i]), 0);
    ck_assert_int_eq(status_of(pid), 7);
    ck_assert_uint_eq(lines_of_journal(), 1 + FREE);
    ck_assert_str_eq(status_in_run(), "interrupted");
    check_the_rest();
}
END_TEST

START_TEST(a_first_sigint_finishes_what_is_in_flight)
{
    const pid_t pid = start();

    let(FREE);
    wait_for("asked", FREE + 1);
    ck_assert_int_eq(kill(pid, SIGINT), 0);
    wait_for("stopping", 1);
    let(1);
    ck_assert_int_eq(status_of(pid), 7);
    ck_assert_uint_eq(lines_of_journal(), 1 + FREE + 1);
    ck_assert_str_eq(status_in_run(), "interrupted");
    check_the_rest();
}
END_TEST

START_TEST(a_second_sigint_stops_at_once)
{
    const pid_t pid = start();

    let(FREE);
    wait_for("asked", FREE + 1);
    ck_assert_int_eq(kill(pid, SIGINT), 0);
    wait_for("stopping", 1);
    ck_assert_int_eq(kill(pid, SIGINT), 0);
    ck_assert_int_eq(status_of(pid), -SIGINT);
    ck_assert_uint_eq(lines_of_journal(), 1 + FREE);
    check_the_rest();
}
END_TEST

START_TEST(a_sigterm_after_a_sigint_is_not_kept_waiting_either)
{
    const pid_t pid = start();

    let(FREE);
    wait_for("asked", FREE + 1);
    ck_assert_int_eq(kill(pid, SIGINT), 0);
    wait_for("stopping", 1);
    ck_assert_int_eq(kill(pid, SIGTERM), 0);
    ck_assert_int_eq(status_of(pid), 7);
    ck_assert_uint_eq(lines_of_journal(), 1 + FREE);
    check_the_rest();
}
END_TEST

Suite *unit_stop(void)
{
    Suite *suite = suite_create("stop");
    TCase *signals = tcase_create("signals");

    tcase_set_timeout(signals, 90);
    tcase_add_checked_fixture(signals, set_up, tear_down);
    tcase_add_loop_test(signals, a_scheduler_is_not_kept_waiting_by_what_is_in_flight, 0,
                        2);
    tcase_add_test(signals, a_first_sigint_finishes_what_is_in_flight);
    tcase_add_test(signals, a_second_sigint_stops_at_once);
    tcase_add_test(signals, a_sigterm_after_a_sigint_is_not_kept_waiting_either);
    suite_add_tcase(suite, signals);
    return suite;
}
