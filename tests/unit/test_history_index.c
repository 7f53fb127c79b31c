/* The index of a folder of runs: what became of it changes nothing of what is told. */
#include "harness/core/document.h"
#include "harness/run/history_index.h"
#include "tests/unit/history_fixture.h"
#include "tests/unit/unit.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <sqlite3.h>

static struct assay_str index_bytes(void)
{
    struct assay_buf buf = {0};
    struct assay_error err;
    struct assay_str out;

    ck_assert_int_eq(
        assay_document_read(history_path(ASSAY_HISTORY_FILE), 1 << 26, &buf, &err),
        ASSAY_OK);
    out = assay_arena_copy(&runs_kept, assay_buf_view(&buf));
    assay_buf_release(&buf);
    return out;
}

static void put_index(struct assay_str bytes)
{
    (void)unlink(history_path(ASSAY_HISTORY_FILE "-wal"));
    (void)unlink(history_path(ASSAY_HISTORY_FILE "-shm"));
    history_put(ASSAY_HISTORY_FILE, bytes);
}

static uint64_t draw(uint64_t *state)
{
    *state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
    return *state >> 33;
}

START_TEST(an_index_that_was_cut_short_changes_nothing)
{
    const char *plain;
    struct assay_str whole;

    history_make_some();
    history_update();
    plain = history_read(true);
    whole = index_bytes();
    for (size_t i = 0; i <= 16; i++) {
        put_index((struct assay_str){whole.ptr, whole.len * i / 16});
        ck_assert(strcmp(history_read(false), plain) == 0);
        history_update();
        ck_assert(strcmp(history_read(false), plain) == 0);
        history_rebuild();
        ck_assert(strcmp(history_read(false), plain) == 0);
        ck_assert_uint_eq(runs_told.indexed, 5);
    }
}
END_TEST

START_TEST(damage_is_found_wherever_it_is)
{
    const char *plain;
    struct assay_str whole;
    uint64_t state = 1;
    size_t found = 0;

    history_make_some();
    history_update();
    plain = history_read(true);
    whole = index_bytes();
    for (size_t i = 0; i < 240; i++) {
        char *bytes = assay_arena_raw(&runs_kept, whole.len);

        memcpy(bytes, whole.ptr, whole.len);
        for (size_t k = 0; k <= i % 3; k++)
            bytes[draw(&state) % whole.len] = (char)draw(&state);
        put_index((struct assay_str){bytes, whole.len});
        ck_assert(strcmp(history_read(false), plain) == 0);
        found += runs_told.fault.code != ASSAY_OK;
        if (i % 16 == 0)
            history_update();
        ck_assert(strcmp(history_read(false), plain) == 0);
    }
    ck_assert_uint_gt(found, 50);
    history_rebuild();
    (void)history_read(false);
    ck_assert_uint_eq(runs_told.indexed, 5);
    ck_assert_int_eq(runs_told.fault.code, ASSAY_OK);
}
END_TEST

static void tell_sql(const char *sql)
{
    sqlite3 *db = NULL;

    ck_assert_int_eq(sqlite3_open(history_path(ASSAY_HISTORY_FILE), &db), SQLITE_OK);
    ck_assert_int_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    ck_assert_int_eq(sqlite3_close(db), SQLITE_OK);
}

START_TEST(numbers_that_were_changed_are_not_believed)
{
    const char *plain;

    history_make_some();
    history_update();
    plain = history_read(true);
    tell_sql("UPDATE value SET value = 0.99 WHERE number = 2");
    ck_assert(strcmp(history_read(false), plain) == 0);
    ck_assert_int_eq(runs_told.fault.code, ASSAY_EDATA);
    ck_assert_ptr_nonnull(
        strstr(runs_told.fault.text, "is damaged; `assay history rebuild`"));
    history_rebuild();
    ck_assert(strcmp(history_read(false), plain) == 0);
    ck_assert_int_eq(runs_told.fault.code, ASSAY_OK);
}
END_TEST

START_TEST(an_index_of_another_version_is_told_and_made_anew)
{
    const char *plain;

    history_make_some();
    history_update();
    plain = history_read(true);
    tell_sql("PRAGMA user_version = 99; DROP TABLE value");
    history_update();
    ck_assert_int_eq(runs_told.fault.code, ASSAY_EDATA);
    ck_assert_ptr_nonnull(strstr(runs_told.fault.text, "an index of version 99"));
    ck_assert(strcmp(history_read(false), plain) == 0);
    history_rebuild();
    ck_assert(strcmp(history_read(false), plain) == 0);
    ck_assert_uint_eq(runs_told.indexed, 5);
}
END_TEST

START_TEST(a_database_of_another_program_is_left_alone)
{
    const struct assay_history_setting where = {.folder = history_folder()};
    struct assay_error err;

    history_make_some();
    tell_sql("CREATE TABLE theirs (x); PRAGMA application_id = 7");
    history_update();
    ck_assert_int_eq(runs_told.fault.code, ASSAY_EUSAGE);
    ck_assert_int_eq(assay_history_rebuild(&where, &runs_told, &err), ASSAY_EUSAGE);
    ck_assert_ptr_nonnull(strstr(err.text, "another program"));
    tell_sql("INSERT INTO theirs VALUES (1)");
}
END_TEST

/* Tables with our names and nothing of what they should hold. */
START_TEST(views_in_place_of_tables_are_not_believed)
{
    const char *plain;

    history_make_some();
    history_update();
    plain = history_read(true);
    tell_sql("DROP TABLE value; CREATE VIEW value AS SELECT 1 AS run, 0 AS result, 0 AS "
             "number, 'x' AS place");
    ck_assert(strcmp(history_read(false), plain) == 0);
    ck_assert_int_eq(runs_told.fault.code, ASSAY_EDATA);
    tell_sql("UPDATE run SET results = 4000000000");
    ck_assert(strcmp(history_read(false), plain) == 0);
}
END_TEST

enum {
    WRITERS = 6
};

/* Adds a run again and again, and brings the index up to date or makes it anew. */
static void write_much(size_t number)
{
    const char *name = assay_arena_printf(&runs_kept, "w%zu", number);

    for (unsigned k = 0; k < 5 && !runs_told.fault.code; k++) {
        history_make_run(name, 1 + k);
        if (k == 3)
            history_rebuild();
        else
            history_update();
    }
    if (runs_told.fault.code)
        (void)fprintf(stderr, "%s\n", runs_told.fault.text);
    _exit(runs_told.fault.code != ASSAY_OK);
}

START_TEST(writers_wait_for_one_another)
{
    pid_t pid[WRITERS];

    for (unsigned i = 0; i < 12; i++)
        history_make_run(assay_arena_printf(&runs_kept, "r%02u", i), 1 + i);
    for (size_t i = 0; i < WRITERS; i++) {
        pid[i] = fork();
        if (pid[i] == 0)
            write_much(i);
    }
    for (size_t i = 0; i < WRITERS; i++) {
        int status = -1;

        ck_assert_int_eq(waitpid(pid[i], &status, 0), pid[i]);
        ck_assert_int_eq(status, 0);
    }
    history_update();
    ck_assert(strcmp(history_read(false), history_read(true)) == 0);
    (void)history_read(false);
    ck_assert_uint_eq(runs_told.indexed, 12 + WRITERS);
}
END_TEST

/* A writer is killed at work: what was there before is there. */
START_TEST(a_writer_that_is_killed_leaves_a_whole_index)
{
    history_make_some();
    history_update();
    for (unsigned i = 0; i < 10; i++) {
        const struct timespec wait = {.tv_nsec = 600000L * (long)i};
        pid_t pid;

        history_make_run(assay_arena_printf(&runs_kept, "k%02u", i), 1 + i);
        pid = fork();
        if (pid == 0) {
            history_update();
            _exit(0);
        }
        (void)nanosleep(&wait, NULL);
        (void)kill(pid, SIGKILL);
        ck_assert_int_eq(waitpid(pid, NULL, 0), pid);
        ck_assert(strcmp(history_read(false), history_read(true)) == 0);
        (void)history_read(false);
        ck_assert_int_eq(runs_told.fault.code, ASSAY_OK);
    }
    history_update();
    (void)history_read(false);
    ck_assert_uint_eq(runs_told.indexed, 15);
}
END_TEST

/* linux/magic.h, and statfs(2). */
START_TEST(network_file_systems_are_known)
{
    ck_assert_str_eq(assay_history_network(0x6969), "NFS");
    ck_assert_str_eq(assay_history_network(0xff534d42), "CIFS");
    ck_assert_str_eq(assay_history_network(0x65735546), "FUSE");
    ck_assert_ptr_null(assay_history_network(0xef53));     /* ext */
    ck_assert_ptr_null(assay_history_network(0x01021994)); /* tmpfs */
    ck_assert_ptr_null(assay_history_network(0x58465342)); /* xfs */
}
END_TEST

Suite *unit_history_index(void)
{
    Suite *suite = suite_create("history_index");
    TCase *index = tcase_create("index");

    tcase_add_checked_fixture(index, history_set_up, history_tear_down);
    tcase_set_timeout(index, 60);
    tcase_add_test(index, an_index_that_was_cut_short_changes_nothing);
    tcase_add_test(index, damage_is_found_wherever_it_is);
    tcase_add_test(index, numbers_that_were_changed_are_not_believed);
    tcase_add_test(index, an_index_of_another_version_is_told_and_made_anew);
    tcase_add_test(index, a_database_of_another_program_is_left_alone);
    tcase_add_test(index, views_in_place_of_tables_are_not_believed);
    tcase_add_test(index, writers_wait_for_one_another);
    tcase_add_test(index, a_writer_that_is_killed_leaves_a_whole_index);
    tcase_add_test(index, network_file_systems_are_known);
    suite_add_tcase(suite, index);
    return suite;
}
