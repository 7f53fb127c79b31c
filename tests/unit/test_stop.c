/*
 * Real signals to a process whose model holds an answer back for as long as the test likes: what is
 * in flight is in flight, whatever the machine does meanwhile.
 */
#include "harness/run/stop.h"

#include "tests/unit/run_fixture.h"
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    ROWS = 300,
    FREE = 40 /* answers that are not held back */
};

static char log_path[SCRATCH_PATH];
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

    runs_set_up();
    for (size_t i = 0; i < ROWS; i++)
        assay_buf_printf(&text,
                         "{\"id\":\"r%zu\",\"prompt\":\"%zu\",\"chosen\":\"it is "
                         "%zu\",\"rejected\":\"%zu\"}\n",
                         i, i, i * i, i * i * i);
    runs_write(&text);
    scratch_path(runs_folder, "log", log_path);
    assay_buf_release(&text);
    ck_assert_int_eq(pipe(gate), 0);
}

static void tear_down(void)
{
    runs_tear_down();
    (void)close(gate[0]);
}

static void leave(void *self, const struct assay_error *err)
{
    (void)self;
    _exit(assay_exit_status(err->code));
}

/* The loader looks around, and has seen a signal if there was one. */
static void tell(void *self, size_t done, size_t known, bool all)
{
    const atomic_int *stop = self;

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
        struct assay_run_setting setting = runs_setting(&held_adapter, "run");

        (void)close(gate[1]);
        told = open(log_path, O_WRONLY | O_CREAT | O_APPEND, 0600);
        setting.stop = assay_stop_watch();
        setting.leave = leave;
        setting.watch.tell = tell;
        setting.watch.self = (void *)(uintptr_t)setting.stop;
        _exit(assay_exit_status(runs_execute(&setting, NULL)));
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
    FILE *file = fopen(runs_path("run/items.jsonl"), "r");
    size_t n = 0;
    int c;

    ck_assert_ptr_nonnull(file);
    while ((c = fgetc(file)) != EOF)
        n += c == '\n';
    ck_assert_int_eq(fclose(file), 0);
    return n;
}

/* The run goes on to its end with the gate open, and its result is that of one in a piece. */
static void check_the_rest(void)
{
    struct assay_run_setting setting = runs_setting(&held_adapter, "run");

    (void)close(gate[1]);
    ck_assert_int_eq(pipe(gate), 0);
    (void)close(gate[1]); /* nobody writes: no answer is held back */
    told = open("/dev/null", O_WRONLY);
    setting.resume = true;
    ck_assert_int_eq(runs_execute(&setting, NULL), ASSAY_OK);
    setting = runs_setting(&held_adapter, "whole");
    ck_assert_int_eq(runs_execute(&setting, NULL), ASSAY_OK);
    ck_assert_str_eq(runs_digest("run"), runs_digest("whole"));
    (void)close(told);
}

/* Answers are in flight; a signal comes, and perhaps another once the first was seen. */
static const struct {
    int first, then; /* then: 0 for none */
    bool answered;   /* what is in flight is, and only then is the end waited for */
    int status;      /* of the process; below 0: the signal that it died of */
} stops[] = {
    {SIGTERM, 0, false, 7}, /* a scheduler is not kept waiting */
    {SIGUSR1, 0, false, 7},
    {SIGINT, 0, true, 7}, /* a person's first finishes what is in flight */
    {SIGINT, SIGINT, false, -SIGINT},
    {SIGINT, SIGTERM, false, 7},
};

START_TEST(a_signal_ends_a_run_at_once_or_after_what_is_in_flight)
{
    const pid_t pid = start();

    let(FREE);
    wait_for("asked", FREE + 1);
    ck_assert_int_eq(kill(pid, stops[_i].first), 0);
    if (stops[_i].first == SIGINT)
        wait_for("stopping", 1);
    if (stops[_i].then)
        ck_assert_int_eq(kill(pid, stops[_i].then), 0);
    if (stops[_i].answered)
        let(1);
    ck_assert_int_eq(status_of(pid), stops[_i].status);
    ck_assert_uint_eq(lines_of_journal(), 1 + FREE + stops[_i].answered);
    if (stops[_i].status == 7)
        ck_assert_str_eq(runs_said("run", "status"), "interrupted");
    check_the_rest();
}
END_TEST

Suite *unit_stop(void)
{
    Suite *suite = suite_create("stop");
    TCase *signals = tcase_create("signals");

    tcase_set_timeout(signals, 90);
    tcase_add_checked_fixture(signals, set_up, tear_down);
    tcase_add_loop_test(signals, a_signal_ends_a_run_at_once_or_after_what_is_in_flight,
                        0, sizeof(stops) / sizeof(stops[0]));
    suite_add_tcase(suite, signals);
    return suite;
}
