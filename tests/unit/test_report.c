#include "harness/core/json.h"
#include "reports/escape.h"
#include "reports/run_page.h"
#include "tests/unit/golden.h"
#include "tests/unit/report_fixture.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char dir[SCRATCH_PATH];
static struct assay_arena arena;
static struct assay_result result[2];
static struct assay_report_run runs[2];
static struct assay_buf out;

static void set_up(void)
{
    scratch_make(dir);
    fixture_result(&arena, &result[0]);
    fixture_other(&arena, &result[1]);
    for (size_t i = 0; i < 2; i++)
        runs[i] = (struct assay_report_run){.result = &result[i]};
}

static void tear_down(void)
{
    assay_buf_release(&out);
    assay_arena_release(&arena);
    scratch_remove(dir);
}

static void write_with(const char *name, const struct assay_report_input *input)
{
    const struct assay_page_writer *writer = assay_page_writer_find(name);
    struct assay_error err = {0};

    ck_assert_ptr_nonnull(writer);
    assay_buf_reset(&out);
    ck_assert_msg(assay_run_page_write(writer, input, &out, &err) == ASSAY_OK, "%s",
                  err.text);
}

static void write_report(const char *name, size_t count)
{
    write_with(name, &(struct assay_report_input){
                         .runs = runs, .count = count, .directory = dir, .width = 100});
}

START_TEST(a_table_shows_the_published_figures)
{
    static const char *const published[] = {"56.49", "61.22", "71.43", "50.00", "59.43"};
    const char *at;

    write_report("table", 1);
    at = out.data;
    for (size_t i = 0; i < 5; i++) { /* in this order */
        at = strstr(at, published[i]);
        ck_assert_ptr_nonnull(at);
    }
}
END_TEST

static const struct {
    const char *file, *format;
    size_t count;
    bool colour;
} goldens[] = {
    {"one.txt", "table", 1, false},   {"two.txt", "table", 2, false},
    {"colour.txt", "table", 1, true}, {"one.md", "markdown", 1, false},
    {"two.csv", "csv", 2, false},
};

START_TEST(reports_keep_their_bytes)
{
    write_with(goldens[_i].format,
               &(struct assay_report_input){.runs = runs,
                                            .count = goldens[_i].count,
                                            .colour = goldens[_i].colour,
                                            .width = 100});
    golden_same("tests/data/reports", goldens[_i].file, assay_buf_view(&out));
}
END_TEST

static void check_lines(size_t width)
{
    struct assay_str rest = assay_buf_view(&out);

    while (rest.len) {
        const size_t end = assay_str_find(rest, ASSAY_STR("\n"));

        ck_assert_msg(assay_escape_width((struct assay_str){rest.ptr, end}) <= width,
                      "wider than %zu: %.*s", width, (int)end, rest.ptr);
        rest.ptr += end + 1;
        rest.len -= end + 1;
    }
}

START_TEST(a_table_fits_the_terminal)
{
    const size_t width = (size_t)_i;

    for (size_t count = 1; count <= 2; count++) {
        write_with("table", &(struct assay_report_input){
                                .runs = runs, .count = count, .width = width});
        check_lines(width);
    }
}
END_TEST

START_TEST(a_table_does_not_drive_the_terminal)
{
    struct assay_str *note = assay_arena_new(&arena, 1, sizeof(*note));

    note[0] = result[0].label = result[0].title = result[0].rule =
        assay_str_of(fixture_evil);
    result[0].note = note;
    result[0].note_count = 1;
    write_report("table", 2);
    ck_assert_ptr_null(strchr(out.data, '\x1B'));
    ck_assert_ptr_null(strchr(out.data, '\x07'));
    ck_assert_ptr_null(strstr(out.data, "\xE2\x80\xAE"));
}
END_TEST

START_TEST(an_ascii_table_is_ascii)
{
    write_with("table",
               &(struct assay_report_input){.runs = runs, .count = 2, .ascii = true});
    for (size_t i = 0; i < out.len; i++)
        ck_assert((unsigned char)out.data[i] < 0x80);
}
END_TEST

START_TEST(what_is_undefined_is_told_with_its_reason)
{
    result[0].overall.value =
        (struct assay_figure){.why = ASSAY_STR("no item was answered")};
    write_report("table", 1);
    ck_assert_ptr_nonnull(strstr(out.data, "no item was answered"));
    write_report("html", 1);
    ck_assert_ptr_nonnull(strstr(out.data, "no item was answered"));
    ck_assert_ptr_null(strstr(out.data, ">nan"));
}
END_TEST

static size_t occurrences(const char *needle)
{
    size_t n = 0;

    for (const char *at = out.data; (at = strstr(at, needle)); at++)
        n++;
    return n;
}

START_TEST(a_page_is_complete_in_itself)
{
    static const char *const tags[][2] = {{"<table ", "</table>"},
                                          {"<details", "</details>"},
                                          {"<svg", "</svg>"},
                                          {"<figure>", "</figure>"}};

    write_report("html", 2);
    ck_assert_ptr_nonnull(strstr(out.data, "default-src 'none'"));
    ck_assert_ptr_null(strstr(out.data, "<link"));
    ck_assert_ptr_null(strstr(out.data, "@import"));
    ck_assert_ptr_null(strstr(out.data, " src="));
    ck_assert_ptr_null(strstr(out.data, "href=\"http"));
    ck_assert_ptr_nonnull(strstr(out.data, "59.43"));
    ck_assert_ptr_nonnull(strstr(out.data, "+2.71")); /* the difference */
    for (size_t i = 0; i < 4; i++)
        ck_assert_uint_eq(occurrences(tags[i][0]), occurrences(tags[i][1]));
    ck_assert_uint_eq(occurrences("<table "), occurrences("<caption>"));
}
END_TEST

START_TEST(identifiers_of_a_page_are_unique)
{
    write_report("html", 2);
    for (char *at = out.data; (at = strstr(at, " id=")); at++) {
        const char *end = strchr(at + 5, at[4]);
        char id[128];

        (void)snprintf(id, sizeof(id), "%.*s", (int)(end - at) + 1, at);
        ck_assert_msg(occurrences(id) == 1, "%s is there twice", id);
    }
}
END_TEST

START_TEST(nothing_of_the_data_is_markup)
{
    const struct assay_str evil = assay_str_of(fixture_evil);
    const struct assay_excerpt excerpt = {
        result[0].notable[0].id, evil, evil, evil, 1, 2};
    struct assay_section *section = assay_arena_new(&arena, 4, sizeof(*section));
    struct assay_node run;
    struct assay_error err;

    memcpy(section, result[0].section, 4 * sizeof(*section));
    section[1].name = evil;
    result[0].section = section;
    result[0].label = result[0].model = result[0].title = result[0].citation = evil;
    ck_assert_int_eq(
        assay_json_parse(ASSAY_STR("{\"<script>\": [\"</table><script>\", 1.5, null]}"),
                         "run.json", &arena, &run, &err),
        ASSAY_OK);
    runs[0].run = &run;
    runs[0].excerpt = &excerpt;
    runs[0].excerpt_count = 1;
    for (size_t count = 1; count <= 2; count++) {
        write_report("html", count);
        /* the page's own, and items as data: no other */
        ck_assert_uint_eq(occurrences("<script"), 2);
        ck_assert_ptr_null(strstr(out.data, "<script>alert"));
        ck_assert_ptr_null(strchr(out.data, '\x1B'));
        ck_assert_ptr_nonnull(strstr(out.data, "&lt;script&gt;alert(1)"));
        ck_assert_ptr_nonnull(strstr(out.data, "&lt;/table&gt;"));
    }
}
END_TEST

START_TEST(excerpts_are_cut_and_only_there_if_given)
{
    struct assay_excerpt excerpt = {.id = result[0].notable[0].id,
                                    .prompt = ASSAY_STR("What is it?"),
                                    .right = ASSAY_STR("Gold."),
                                    .right_score = -3.25,
                                    .wrong_score = 2.59};
    char *longer = assay_arena_new(&arena, 5000, 1);

    memset(longer, 'w', 4999);
    excerpt.wrong = assay_str_of(longer);
    runs[0].excerpt = &excerpt;
    runs[0].excerpt_count = 1;
    write_report("html", 1);
    ck_assert_ptr_nonnull(strstr(out.data, "What is it?"));
    ck_assert_ptr_nonnull(strstr(out.data, "scored -3.25"));
    ck_assert_ptr_nonnull(strstr(out.data, "bytes more"));
    ck_assert_ptr_null(strstr(out.data, longer));
    runs[0].excerpt_count = 0;
    write_report("html", 1);
    ck_assert_ptr_null(strstr(out.data, "What is it?"));
    ck_assert_ptr_nonnull(strstr(out.data, "8a44efb5-3bb5"));
}
END_TEST

START_TEST(a_page_is_written_where_gnuplot_is_missing)
{
    ck_assert_int_eq(setenv("PATH", dir, 1), 0);
    write_report("html", 1);
    ck_assert_ptr_nonnull(strstr(out.data, "Not drawn (gnuplot: not installed)"));
    ck_assert_ptr_nonnull(strstr(out.data, "59.43"));
}
END_TEST

START_TEST(json_holds_result_and_run)
{
    struct assay_node run, document;
    const struct assay_node *first;
    struct assay_error err;
    struct assay_result again;

    ck_assert_int_eq(
        assay_json_parse(ASSAY_STR("{\"seed\": 7}"), "run.json", &arena, &run, &err),
        ASSAY_OK);
    runs[0].run = &run;
    write_report("json", 2);
    ck_assert_int_eq(
        assay_json_parse(assay_buf_view(&out), "out", &arena, &document, &err), ASSAY_OK);
    ck_assert_uint_eq(assay_node_count(assay_node_get(&document, "runs")), 2);
    first = assay_node_at(assay_node_get(&document, "runs"), 0);
    ck_assert_ptr_nonnull(assay_node_get(assay_node_get(first, "run"), "seed"));
    ck_assert_msg(assay_result_read(assay_node_get(first, "result"), "out", &arena,
                                    &again, &err) == ASSAY_OK,
                  "%s", err.text);
    ck_assert_double_eq(again.overall.value.value, result[0].overall.value.value);
    ck_assert_uint_eq(again.series_count, result[0].series_count);
}
END_TEST

Suite *unit_report(void)
{
    Suite *suite = suite_create("report");
    TCase *text = tcase_create("text");
    TCase *page = tcase_create("page");

    tcase_add_checked_fixture(text, set_up, tear_down);
    tcase_add_test(text, a_table_shows_the_published_figures);
    tcase_add_loop_test(text, reports_keep_their_bytes, 0,
                        sizeof(goldens) / sizeof(goldens[0]));
    tcase_add_loop_test(text, a_table_fits_the_terminal, 72, 130);
    tcase_add_test(text, a_table_does_not_drive_the_terminal);
    tcase_add_test(text, an_ascii_table_is_ascii);
    tcase_add_test(text, json_holds_result_and_run);
    tcase_add_checked_fixture(page, set_up, tear_down);
    tcase_set_timeout(page, 60);
    tcase_add_test(page, what_is_undefined_is_told_with_its_reason);
    tcase_add_test(page, a_page_is_complete_in_itself);
    tcase_add_test(page, identifiers_of_a_page_are_unique);
    tcase_add_test(page, nothing_of_the_data_is_markup);
    tcase_add_test(page, excerpts_are_cut_and_only_there_if_given);
    tcase_add_test(page, a_page_is_written_where_gnuplot_is_missing);
    suite_add_tcase(suite, text);
    suite_add_tcase(suite, page);
    return suite;
}
