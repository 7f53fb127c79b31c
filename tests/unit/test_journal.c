#include "harness/core/memory.h"
#include "harness/run/journal.h"
#include "harness/run/past.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

static char folder[SCRATCH_PATH];
static char path[SCRATCH_PATH];

static void set_up(void)
{
    scratch_make(folder);
    scratch_path(folder, "items.jsonl", path);
}

static void tear_down(void)
{
    scratch_remove(folder);
}

static void add(struct assay_journal *journal, const char *id, double value, size_t group)
{
    struct assay_answer answers[2] = {{.state = ASSAY_STATE_SCORED, .value = value},
                                      {.state = ASSAY_STATE_SCORED, .value = -value}};
    const struct assay_journal_entry entry = {.suite = ASSAY_STR("pairs"),
                                              .id = assay_str_of(id),
                                              .answers = answers,
                                              .count = 2,
                                              .group = group};
    struct assay_arena arena = {0};
    struct assay_buf line = {0};
    struct assay_error err;

    assay_journal_line(&entry, &arena, &line);
    ck_assert_int_eq(assay_journal_write(journal, assay_buf_view(&line), &err), ASSAY_OK);
    assay_buf_release(&line);
    assay_arena_release(&arena);
}

static void make_journal(size_t items)
{
    struct assay_journal *journal;
    struct assay_error err;
    char id[32];

    ck_assert_int_eq(assay_journal_create(path, "abc", &journal, &err), ASSAY_OK);
    for (size_t i = 0; i < items; i++) {
        (void)snprintf(id, sizeof(id), "i%zu", i);
        add(journal, id, 1.0 / (double)(i + 1), 0);
    }
    assay_journal_close(journal);
}

static void append(const char *text)
{
    FILE *file = fopen(path, "a");

    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
}

static uint64_t size_of(void)
{
    struct stat status;

    ck_assert_int_eq(stat(path, &status), 0);
    return (uint64_t)status.st_size;
}

static size_t items_in(const struct assay_past *past)
{
    const struct assay_past_suite *suite = assay_past_find(past, ASSAY_STR("pairs"));

    return suite ? suite->items : 0;
}

START_TEST(a_line_says_what_is_documented)
{
    const struct assay_answer answers[3] = {
        {.state = ASSAY_STATE_SCORED, .value = 0.1},
        {.state = ASSAY_STATE_REFUSED, .note = ASSAY_STR("I \"cannot\"")},
        {.state = ASSAY_STATE_SCORED, .value = (double)INFINITY}};
    const struct assay_journal_entry entry = {.suite = ASSAY_STR("judgebench:gpt-4o"),
                                              .id = ASSAY_STR("a\tb"),
                                              .answers = answers,
                                              .count = 3,
                                              .group = 2};
    struct assay_arena arena = {0};
    struct assay_buf line = {0};

    assay_journal_line(&entry, &arena, &line);
    ck_assert_str_eq(line.data, "{\"s\":\"judgebench:gpt-4o\",\"i\":\"a\\tb\","
                                "\"v\":[0.10000000000000001,null,null],"
                                "\"e\":[\"scored\",\"refused\",\"not-a-number\"],"
                                "\"n\":[\"\",\"I \\\"cannot\\\"\",\"\"],\"g\":2}\n");
    assay_buf_release(&line);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(texts_stand_beside_their_values)
{
    const struct assay_answer answers[2] = {
        {.state = ASSAY_STATE_SCORED, .text = ASSAY_STR("one \"line\"\n")},
        {.state = ASSAY_STATE_TIMED_OUT, .text = ASSAY_STR("cut")}};
    const struct assay_journal_entry entry = {.suite = ASSAY_STR("prompts"),
                                              .id = ASSAY_STR("7"),
                                              .answers = answers,
                                              .count = 2,
                                              .texts = true};
    struct assay_arena arena = {0};
    struct assay_buf line = {0};

    assay_journal_line(&entry, &arena, &line);
    ck_assert_str_eq(line.data, "{\"s\":\"prompts\",\"i\":\"7\",\"v\":[0.0,null],"
                                "\"t\":[\"one \\\"line\\\"\\n\",null],"
                                "\"e\":[\"scored\",\"timed-out\"]}\n");
    assay_buf_release(&line);
    assay_arena_release(&arena);
}
END_TEST

/* What stands in the journal where an item's line is said to be. */
START_TEST(lines_are_found_again)
{
    const struct assay_past_suite *suite;
    struct assay_past_line line;
    struct assay_error err;
    struct assay_past past;
    char text[128] = "";
    FILE *file;

    make_journal(7);
    append("{\"s\":\"pairs\",\"i\":\"torn\",\"v\":[1,2],\"g\":2}\n");
    ck_assert_int_eq(assay_past_read(path, "abc", &past, &err), ASSAY_OK);
    suite = assay_past_find(&past, ASSAY_STR("pairs"));
    ck_assert(assay_past_line(suite, ASSAY_STR("i3"), &line));
    ck_assert_uint_eq(line.number, 5); /* behind the first, and three others */
    ck_assert_uint_lt(line.bytes, sizeof(text));
    file = fopen(path, "r");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fseek(file, (long)line.offset, SEEK_SET), 0);
    ck_assert_uint_eq(fread(text, 1, line.bytes, file), line.bytes);
    ck_assert_str_eq(text, "{\"s\":\"pairs\",\"i\":\"i3\",\"v\":[0.25,-0.25]}");
    ck_assert(!assay_past_line(suite, ASSAY_STR("torn"), &line));
    ck_assert(!assay_past_line(suite, ASSAY_STR("i7"), &line));
    (void)fclose(file);
    assay_past_release(&past);
}
END_TEST

START_TEST(what_was_written_is_read_back)
{
    const struct assay_answer *answers;
    struct assay_past past;
    struct assay_error err;
    size_t count;

    make_journal(7);
    ck_assert_int_eq(assay_past_read(path, "abc", &past, &err), ASSAY_OK);
    ck_assert_uint_eq(items_in(&past), 7);
    ck_assert_uint_eq(past.whole, size_of());
    answers = assay_past_answers(assay_past_find(&past, ASSAY_STR("pairs")),
                                 ASSAY_STR("i2"), &count);
    ck_assert_ptr_nonnull(answers);
    ck_assert_uint_eq(count, 2);
    ck_assert(answers[0].value == 1.0 / 3 && answers[1].value == -1.0 / 3);
    ck_assert_ptr_null(assay_past_answers(assay_past_find(&past, ASSAY_STR("pairs")),
                                          ASSAY_STR("i7"), &count));
    assay_past_release(&past);
}
END_TEST

/* A journal that is not there, or died in its first line, begins anew. */
START_TEST(nothing_is_an_empty_past)
{
    static const char *const heads[] = {NULL, "", "{\"format\":\"assay-it"};
    struct assay_journal *journal;
    struct assay_past past;
    struct assay_error err;

    if (heads[_i])
        append(heads[_i]);
    ck_assert_int_eq(assay_past_read(path, "abc", &past, &err), ASSAY_OK);
    ck_assert_uint_eq(past.whole, 0);
    ck_assert_int_eq(assay_journal_resume(path, "abc", past.whole, &journal, &err),
                     ASSAY_OK);
    add(journal, "first", 1, 0);
    assay_journal_close(journal);
    assay_past_release(&past);
    ck_assert_int_eq(assay_past_read(path, "abc", &past, &err), ASSAY_OK);
    ck_assert_uint_eq(items_in(&past), 1);
    assay_past_release(&past);
}
END_TEST

/* The second item failed before the third, and was asked again. */
START_TEST(a_later_line_is_in_the_place_of_one_that_failed)
{
    const struct assay_past_suite *suite;
    const struct assay_answer *answers;
    struct assay_past_line line;
    struct assay_past past;
    struct assay_error err;
    size_t count;

    make_journal(1);
    append(
        "{\"s\":\"pairs\",\"i\":\"x\",\"v\":[3,null],\"e\":[\"scored\",\"failed\"]}\n"
        "{\"s\":\"pairs\",\"i\":\"y\",\"v\":[null,3],\"e\":[\"timed-out\",\"scored\"]}\n"
        "{\"s\":\"pairs\",\"i\":\"z\",\"v\":[null,3],\"e\":[\"refused\",\"scored\"]}\n");
    ck_assert_int_eq(assay_past_read(path, "abc", &past, &err), ASSAY_OK);
    ck_assert_uint_eq(assay_past_failures(&past), 2);
    assay_past_release(&past);
    append("{\"s\":\"pairs\",\"i\":\"x\",\"v\":[5,7],\"r\":true}\n");
    ck_assert_int_eq(assay_past_read(path, "abc", &past, &err), ASSAY_OK);
    ck_assert_uint_eq(items_in(&past), 4);
    ck_assert_uint_eq(past.whole, size_of());
    ck_assert_uint_eq(assay_past_failures(&past), 1);
    suite = assay_past_find(&past, ASSAY_STR("pairs"));
    answers = assay_past_answers(suite, ASSAY_STR("x"), &count);
    ck_assert_uint_eq(count, 2);
    ck_assert(answers[0].value == 5 && answers[1].value == 7);
    ck_assert(assay_past_line(suite, ASSAY_STR("x"), &line));
    ck_assert_uint_eq(line.number, 6);
    assay_past_release(&past);
    append("{\"s\":\"pairs\",\"i\":\"x\",\"v\":[8,9],\"r\":true,\"g\":2}\n");
    ck_assert_int_eq(assay_past_read(path, "abc", &past, &err), ASSAY_OK);
    answers = assay_past_answers(assay_past_find(&past, ASSAY_STR("pairs")),
                                 ASSAY_STR("x"), &count);
    ck_assert(answers[0].value == 5); /* the other line of the group never came */
    assay_past_release(&past);
}
END_TEST

static const char *const torn[] = {
    "{\"s\":\"pairs\",\"i\":\"x\",\"v\":[1,2]}",
    "{\"s\":\"pa",
    ("{\"s\":\"pairs\",\"i\":\"x\",\"v\":[1,2],\"g\":3}\n"
     "{\"s\":\"pairs\",\"i\":\"y\",\"v\":[1,2]}\n"),
    "{\"s\":\"pairs\",\"i\":\"x\",\"v\":[1,2],\"g\":2}\n{\"s\":\"pairs\",\"i\":\"y\",\"v",
    "\x00\x01",
};

START_TEST(a_torn_end_is_cut_off)
{
    struct assay_journal *journal;
    struct assay_past past;
    struct assay_error err;
    uint64_t whole;

    make_journal(3);
    whole = size_of();
    append(torn[_i]);
    ck_assert_int_eq(assay_past_read(path, "abc", &past, &err), ASSAY_OK);
    ck_assert_uint_eq(past.whole, whole);
    ck_assert_uint_eq(items_in(&past), 3);
    ck_assert_int_eq(assay_journal_resume(path, "abc", past.whole, &journal, &err),
                     ASSAY_OK);
    add(journal, "x", 4, 0);
    assay_journal_close(journal);
    assay_past_release(&past);
    ck_assert_int_eq(assay_past_read(path, "abc", &past, &err), ASSAY_OK);
    ck_assert_uint_eq(items_in(&past), 4);
    ck_assert_uint_eq(past.whole, size_of());
    assay_past_release(&past);
}
END_TEST

static const struct {
    const char *line, *error;
} corrupt[] = {
    {"{\"s\":\"pairs\",\"i\":\"x\",\"v\":[1,", NULL},
    {"{\"s\":\"pairs\",\"i\":\"i0\",\"v\":[1,2]}", "an item is answered twice"},
    {"{\"s\":\"pairs\",\"i\":\"i0\",\"v\":[1,2],\"r\":false}",
     "an item is answered twice"},
    {"{\"s\":\"pairs\",\"i\":\"i0\",\"v\":[1],\"r\":true}",
     "\"r\": not as many values as before"},
    {"{\"s\":\"pairs\",\"i\":\"i0\",\"v\":[1,null],\"r\":true}",
     "\"v\" and \"e\" do not fit together"},
    {"{\"s\":\"pairs\",\"i\":7,\"v\":[1,2]}", "\"s\" and \"i\" must be texts"},
    {"{\"s\":\"pairs\",\"i\":\"x\"}", "\"v\" must be a list of values"},
    {"{\"s\":\"pairs\",\"i\":\"x\",\"v\":[]}", "\"v\" must be a list of values"},
    {"{\"s\":\"pairs\",\"i\":\"x\",\"v\":[null]}", "\"v\" and \"e\" do not fit together"},
    {"{\"s\":\"pairs\",\"i\":\"x\",\"v\":[1],\"e\":[\"melted\"]}",
     "\"v\" and \"e\" do not fit together"},
    {"{\"s\":\"pairs\",\"i\":\"x\",\"v\":[1],\"g\":-1}",
     "\"g\": a group begins inside another, or has no size"},
    {"[1]", "not an object"},
    {"{\"s\":\"pairs\",\"i\":\"x\",\"v\":[NaN]}", NULL},
};

START_TEST(a_corrupt_line_is_named)
{
    struct assay_past past;
    struct assay_error err;
    char want[SCRATCH_PATH + 200];

    make_journal(3);
    append(corrupt[_i].line);
    append("\n{\"s\":\"pairs\",\"i\":\"y\",\"v\":[1]}\n");
    ck_assert_int_eq(assay_past_read(path, "abc", &past, &err), ASSAY_EDATA);
    (void)snprintf(want, sizeof(want), "%s:5: %s", path,
                   corrupt[_i].error ? corrupt[_i].error : "");
    if (corrupt[_i].error)
        ck_assert_str_eq(err.text, want);
    else
        ck_assert_int_eq(strncmp(err.text, want, strlen(want)), 0);
    assay_past_release(&past);
}
END_TEST

static const struct {
    const char *head, *error;
} heads[] = {
    {"{\"format\":\"assay-run\",\"version\":\"1.0\",\"plan\":\"abc\"}\n",
     "format: not \"assay-items\""},
    {"{\"format\":\"assay-items\",\"version\":\"2.0\",\"plan\":\"abc\"}\n",
     "version: \"2.0\", this program reads 1"},
    {"{\"format\":\"assay-items\",\"version\":\"1.9\",\"plan\":\"abd\"}\n",
     "plan: answers to another plan than the one in run.json"},
};

START_TEST(a_foreign_journal_is_refused)
{
    struct assay_past past;
    struct assay_error err;
    char want[SCRATCH_PATH + 200];

    append(heads[_i].head);
    ck_assert_int_eq(assay_past_read(path, "abc", &past, &err), ASSAY_EDATA);
    (void)snprintf(want, sizeof(want), "%s:1: %s", path, heads[_i].error);
    ck_assert_str_eq(err.text, want);
    assay_past_release(&past);
}
END_TEST

START_TEST(newer_minor_versions_are_read)
{
    struct assay_past past;
    struct assay_error err;

    append("{\"format\":\"assay-items\",\"version\":\"1.9\",\"plan\":\"abc\",\"x\":1}\n"
           "{\"s\":\"pairs\",\"i\":\"x\",\"v\":[1.5],\"future\":{}}\n");
    ck_assert_int_eq(assay_past_read(path, "abc", &past, &err), ASSAY_OK);
    ck_assert_uint_eq(items_in(&past), 1);
    assay_past_release(&past);
}
END_TEST

/* Writes items until one is refused, then one that would still fit; how many went in. */
static size_t write_until_refused(struct assay_error *err, enum assay_code *after)
{
    const struct assay_str line =
        ASSAY_STR("{\"s\":\"pairs\",\"i\":\"0123456789\",\"v\":[1]}\n");
    struct assay_journal *journal;
    enum assay_code code = assay_journal_create(path, "abc", &journal, err);
    char copy[64];
    size_t n = 0;

    memcpy(copy, line.ptr, line.len + 1);
    while (!code && n < 99) {
        copy[18] = (char)('0' + n / 10);
        copy[19] = (char)('0' + n % 10);
        code = assay_journal_write(journal, (struct assay_str){copy, line.len}, err);
        n += !code;
    }
    *after = assay_journal_write(journal, ASSAY_STR("{}\n"), err);
    assay_journal_close(journal);
    return n;
}

/*
 * A limit on file size stands for a full disk: the system takes a part of a line. Check itself
 * writes files, so nothing is asserted while the limit holds.
 */
START_TEST(a_full_disk_loses_nothing_that_was_journalled)
{
    const struct rlimit tight = {.rlim_cur = 700, .rlim_max = RLIM_INFINITY};
    const struct rlimit loose = {.rlim_cur = RLIM_INFINITY, .rlim_max = RLIM_INFINITY};
    enum assay_code after;
    struct assay_past past;
    struct assay_error err;
    char want[SCRATCH_PATH + 64];
    size_t written;

    ck_assert(signal(SIGXFSZ, SIG_IGN) != SIG_ERR);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &tight), 0);
    written = write_until_refused(&err, &after);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &loose), 0);
    (void)snprintf(want, sizeof(want), "%s: File too large", path);
    ck_assert_str_eq(err.text, want);
    ck_assert_int_eq(after, ASSAY_EIO);
    ck_assert_int_eq(assay_past_read(path, "abc", &past, &err), ASSAY_OK);
    ck_assert_uint_gt(written, 10);
    ck_assert_uint_eq(items_in(&past), written);
    ck_assert_uint_eq(past.whole, size_of());
    assay_past_release(&past);
}
END_TEST

START_TEST(a_journal_is_not_overwritten)
{
    struct assay_journal *journal;
    struct assay_error err;

    make_journal(1);
    ck_assert_int_eq(assay_journal_create(path, "abc", &journal, &err), ASSAY_EIO);
    ck_assert_ptr_nonnull(strstr(err.text, "File exists"));
}
END_TEST

Suite *unit_journal(void)
{
    Suite *suite = suite_create("journal");
    TCase *lines = tcase_create("lines");

    tcase_add_checked_fixture(lines, set_up, tear_down);
    tcase_add_test(lines, a_line_says_what_is_documented);
    tcase_add_test(lines, texts_stand_beside_their_values);
    tcase_add_test(lines, lines_are_found_again);
    tcase_add_test(lines, what_was_written_is_read_back);
    tcase_add_loop_test(lines, nothing_is_an_empty_past, 0, 3);
    tcase_add_test(lines, a_later_line_is_in_the_place_of_one_that_failed);
    tcase_add_loop_test(lines, a_torn_end_is_cut_off, 0, 5);
    tcase_add_loop_test(lines, a_corrupt_line_is_named, 0, 10);
    tcase_add_loop_test(lines, a_foreign_journal_is_refused, 0, 3);
    tcase_add_test(lines, newer_minor_versions_are_read);
    tcase_add_test(lines, a_full_disk_loses_nothing_that_was_journalled);
    tcase_add_test(lines, a_journal_is_not_overwritten);
    suite_add_tcase(suite, lines);
    return suite;
}
