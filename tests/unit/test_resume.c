/*
 * The kill campaign: a process that scores is killed at random moments, as a machine that loses
 * its patience would, and the next one goes on from the journal.
 */
#include "harness/core/digest.h"
#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "tests/unit/engine_parts.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    KILLS = 20,
    ITEMS = 3000
};

static char folder[SCRATCH_PATH], journal_path[SCRATCH_PATH], log_path[SCRATCH_PATH],
    result_path[SCRATCH_PATH];

static void set_up(void)
{
    scratch_make(folder);
    scratch_path(folder, "items.jsonl", journal_path);
    scratch_path(folder, "log", log_path);
    scratch_path(folder, "result", result_path);
}

static void tear_down(void)
{
    scratch_remove(folder);
}

static const struct made_items all_items = {.count = ITEMS, .repeat = 7, .bytes = 500};

/* One attempt from what the journal holds to the end; the table goes to result_path. */
static enum assay_code attempt(const struct made_model *model, size_t jobs,
                               struct assay_error *err)
{
    struct made_items items = all_items;
    struct assay_queue_setting setting = {
        .source = {made_next, &items}, .merge = true, .suite = ASSAY_STR("made")};
    const struct assay_scorer scorer = {&made_adapter, model, jobs};
    struct assay_buf text = {0};
    struct assay_scored scored;
    struct assay_book book;
    struct assay_table table;
    struct assay_past past;
    enum assay_code code = assay_past_read(journal_path, "abc", &past, err);

    if (code)
        return code;
    setting.past = assay_past_find(&past, setting.suite);
    code = assay_journal_resume(journal_path, "abc", past.whole, &setting.journal, err);
    if (code)
        return code;
    assay_book_init(&book, ASSAY_WANT_SCORES, 1);
    code = assay_score(&scorer, &setting, &book, &scored, err);
    assay_book_close(&book, &table);
    if (!code) {
        char path[SCRATCH_PATH];

        table_text(&table, &text);
        scratch_write(folder, "result", text.data, text.len, path);
    }
    assay_buf_release(&text);
    assay_book_release(&book);
    assay_journal_close(setting.journal);
    assay_past_release(&past);
    return code;
}

/* Never returns: scores in this process, with a log of what is taken. */
static void child(size_t at_once, size_t jobs)
{
    const int log = open(log_path, O_WRONLY | O_CREAT | O_APPEND, 0600);
    const struct made_model model = {.log = log, .at_once = at_once, .slow = 5};
    struct assay_error err;

    _exit(log < 0 || attempt(&model, jobs, &err) ? 1 : 0);
}

static void pause_for(uint64_t microseconds)
{
    const struct timespec pause = {.tv_nsec = (long)(microseconds * 1000)};

    (void)nanosleep(&pause, NULL);
}

/* The ids that the log holds from a byte on. */
static void read_log(struct assay_names *ids, long from)
{
    FILE *log = fopen(log_path, "r");
    char line[64];

    if (!log)
        return;
    ck_assert_int_eq(fseek(log, from, SEEK_SET), 0);
    while (fgets(line, sizeof(line), log)) {
        line[strcspn(line, "\n")] = '\0';
        (void)assay_names_add(ids, assay_str_of(line));
    }
    ck_assert_int_eq(fclose(log), 0);
}

static long size_of_log(void)
{
    struct stat status;

    return stat(log_path, &status) == 0 ? (long)status.st_size : 0;
}

/* Fails if an item that the journal already held was taken after the log was that long. */
static void check_nothing_was_asked_twice(const struct assay_past *before, long from)
{
    const struct assay_past_suite *suite = assay_past_find(before, ASSAY_STR("made"));
    struct assay_names taken = {0};

    read_log(&taken, from);
    for (size_t i = 0; suite && i < suite->items; i++) {
        uint32_t n;

        ck_assert_msg(!assay_names_find(&taken, suite->ids.at[i], &n),
                      "%s was answered and asked again", suite->ids.at[i].ptr);
    }
    assay_names_release(&taken);
}

static void result_digest(char out[ASSAY_DIGEST_HEX])
{
    struct assay_error err;

    ck_assert_int_eq(assay_digest_file(result_path, out, &err), ASSAY_OK);
}

/* Starts a child and kills it at a random moment; true if it was done before. */
static bool start_and_kill(struct assay_rng *rng, size_t at_once, size_t jobs)
{
    const pid_t pid = fork();
    int status;

    ck_assert_int_ge(pid, 0);
    if (pid == 0)
        child(at_once, jobs);
    pause_for(500 + assay_rng_index(rng, 30000));
    ck_assert_int_eq(kill(pid, SIGKILL), 0);
    ck_assert_int_eq(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

START_TEST(twenty_kills_lose_nothing_and_ask_nothing_twice)
{
    static const struct {
        size_t at_once, jobs;
    } ways[] = {{1, 4}, {16, 2}};
    const struct made_model quiet = {.at_once = 3};
    char want[ASSAY_DIGEST_HEX], got[ASSAY_DIGEST_HEX];
    struct assay_rng rng = {.state = (uint64_t)_i};
    struct assay_error err;
    size_t kills = 0;

    ck_assert_int_eq(attempt(&quiet, 1, &err), ASSAY_OK);
    result_digest(want);
    for (size_t round = 0; kills < KILLS && round < 100; round++) {
        struct assay_past before;
        const long from = size_of_log();

        if (round == 0 || assay_str_equal(assay_str_of(got), assay_str_of(want)))
            ck_assert_int_eq(unlink(journal_path), 0); /* done: begin anew */
        (void)unlink(result_path);
        memset(got, 0, sizeof(got));
        ck_assert_int_eq(assay_past_read(journal_path, "abc", &before, &err), ASSAY_OK);
        if (start_and_kill(&rng, ways[_i].at_once, ways[_i].jobs)) {
            result_digest(got);
            ck_assert_str_eq(got, want);
        } else {
            kills++;
        }
        check_nothing_was_asked_twice(&before, from);
        assay_past_release(&before);
    }
    ck_assert_uint_eq(kills, KILLS);
    ck_assert_int_eq(attempt(&quiet, 1, &err), ASSAY_OK);
    result_digest(got);
    ck_assert_str_eq(got, want);
}
END_TEST

static enum assay_code interrupted_attempt(size_t *done)
{
    const struct made_model model = {.fails = "item-1500"};
    struct assay_past past;
    struct assay_error err;
    enum assay_code code = attempt(&model, 3, &err);

    ck_assert_int_eq(assay_past_read(journal_path, "abc", &past, &err), ASSAY_OK);
    *done = assay_past_find(&past, ASSAY_STR("made"))->items;
    assay_past_release(&past);
    return code;
}

START_TEST(what_was_answered_before_a_fault_stays)
{
    const struct made_model good = {0};
    char want[ASSAY_DIGEST_HEX], got[ASSAY_DIGEST_HEX];
    struct assay_error err;
    size_t done;

    ck_assert_int_eq(attempt(&good, 1, &err), ASSAY_OK);
    result_digest(want);
    ck_assert_int_eq(unlink(journal_path), 0);
    ck_assert_int_eq(interrupted_attempt(&done), ASSAY_EMODEL);
    ck_assert_uint_gt(done, 1000);
    ck_assert_uint_lt(done, ITEMS);
    ck_assert_int_eq(attempt(&good, 8, &err), ASSAY_OK);
    result_digest(got);
    ck_assert_str_eq(got, want);
}
END_TEST

START_TEST(answers_given_together_count_together)
{
    const struct made_model model = {.at_once = 16};
    struct assay_past past;
    struct assay_error err;
    char line[256];
    long end;
    FILE *file;

    ck_assert_int_eq(attempt(&model, 1, &err), ASSAY_OK);
    file = fopen(journal_path, "r");
    ck_assert_ptr_nonnull(file);
    for (size_t i = 0; i < 1 + 15;
         i++) /* the header and all but one of the first group */
        ck_assert_ptr_nonnull(fgets(line, sizeof(line), file));
    end = ftell(file);
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(truncate(journal_path, end), 0);
    ck_assert_int_eq(assay_past_read(journal_path, "abc", &past, &err), ASSAY_OK);
    ck_assert_ptr_null(assay_past_find(&past, ASSAY_STR("made")));
    assay_past_release(&past);
}
END_TEST

START_TEST(a_journal_of_other_data_is_found_out)
{
    const struct made_model model = {0};
    struct assay_error err;
    FILE *file;

    ck_assert_int_eq(attempt(&model, 1, &err), ASSAY_OK);
    file = fopen(journal_path, "a");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs("{\"s\":\"made\",\"i\":\"nobody\",\"v\":[1]}\n", file), 0);
    ck_assert_int_eq(fclose(file), 0);
    ck_assert_int_eq(attempt(&model, 1, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "items.jsonl answers 1 items that made does not have: its "
                               "data changed since the run began");
}
END_TEST

Suite *unit_resume(void)
{
    Suite *suite = suite_create("resume");
    TCase *kills = tcase_create("kills");

    tcase_set_timeout(kills, 60);
    tcase_add_checked_fixture(kills, set_up, tear_down);
    tcase_add_loop_test(kills, twenty_kills_lose_nothing_and_ask_nothing_twice, 0, 2);
    tcase_add_test(kills, what_was_answered_before_a_fault_stays);
    tcase_add_test(kills, answers_given_together_count_together);
    tcase_add_test(kills, a_journal_of_other_data_is_found_out);
    suite_add_tcase(suite, kills);
    return suite;
}
