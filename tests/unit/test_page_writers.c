#include "harness/core/json.h"
#include "reports/page_writer.h"
#include "tests/unit/golden.h"
#include "tests/unit/page_fixture.h"
#include "tests/unit/report_fixture.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

static struct assay_arena arena;
static struct assay_page page;
static struct assay_buf out;

static void set_up(void)
{
    fixture_page(&arena, ASSAY_STR("model B"), &page);
}

static void tear_down(void)
{
    assay_buf_release(&out);
    assay_arena_release(&arena);
}

static struct assay_str write_with(const char *name, struct assay_page_look look)
{
    const struct assay_page_writer *writer = assay_page_writer_find(name);
    struct assay_error err = {0};

    ck_assert_ptr_nonnull(writer);
    assay_buf_reset(&out);
    ck_assert_msg(writer->write(&page, &look, &out, &err) == ASSAY_OK, "%s", err.text);
    return assay_buf_view(&out);
}

static const char *write_as(const char *name)
{
    return write_with(name, (struct assay_page_look){0}).ptr;
}

START_TEST(pages_keep_their_bytes)
{
    const struct assay_page_writer *writer = assay_page_writer_at((size_t)_i);
    char file[32] = "page.";

    if (!writer)
        return;
    strncat(file, writer->ending, 8);
    golden_same("tests/data/pages", file,
                write_with(writer->name, (struct assay_page_look){.width = 100}));
}
END_TEST

static size_t occurrences(struct assay_str text, struct assay_str what)
{
    size_t n = 0;

    while (text.len) {
        const size_t at = assay_str_find(text, what);

        if (at == text.len)
            break;
        n++;
        text.ptr += at + what.len;
        text.len -= at + what.len;
    }
    return n;
}

/* Whatever a name holds, there is as much markup as of a plain one. */
START_TEST(no_name_is_markup)
{
    static const char *const of[][2] = {{"html", "<"}, {"junit", "<"}, {"junit", "\""}};
    const char *format = of[_i][0];
    const struct assay_str mark = assay_str_of(of[_i][1]);
    size_t plain;

    plain = occurrences(assay_str_of(write_as(format)), mark);
    fixture_page(&arena, assay_str_of(fixture_evil), &page);
    ck_assert_uint_eq(occurrences(assay_str_of(write_as(format)), mark), plain);
    ck_assert_ptr_null(strchr(out.data, '\x1B'));
    ck_assert_ptr_null(strstr(out.data, "javascript:"));
}
END_TEST

/* But for blocks of code, whose lines are kept, and fields of CSV, which are quoted. */
START_TEST(no_name_breaks_a_line)
{
    static const struct {
        const char *format;
        size_t more;
    } of[] = {{"table", 1}, {"csv", 35}, {"latex", 0}};
    const char *format = of[_i].format;
    const size_t plain = occurrences(assay_str_of(write_as(format)), ASSAY_STR("\n"));

    fixture_page(&arena, ASSAY_STR("a\r\nb\tc"), &page);
    ck_assert_uint_eq(occurrences(assay_str_of(write_as(format)), ASSAY_STR("\n")),
                      plain + of[_i].more);
}
END_TEST

START_TEST(json_is_read_back)
{
    struct assay_node document;
    struct assay_error err;

    fixture_page(&arena, assay_str_of(fixture_evil), &page);
    ck_assert_msg(assay_json_parse(assay_str_of(write_as("json")), "page", &arena,
                                   &document, &err) == ASSAY_OK,
                  "%s", err.text);
    ck_assert_uint_eq(assay_node_count(assay_node_get(&document, "sections")), 5);
}
END_TEST

START_TEST(csv_has_numbers_in_full)
{
    const char *text = write_as("csv");

    ck_assert_ptr_nonnull(strstr(text,
                                 "table,caption,section,n,a,b,difference,difference_lo,"
                                 "difference_hi,p,verdict,outcome,reason\r\n"));
    ck_assert_ptr_nonnull(strstr(text, ",0.56489999999999996,0.59209999999999996,"));
    ck_assert_ptr_nonnull(strstr(text, ",-0.2041,-0.040800000000000003,"));
    ck_assert_ptr_nonnull(strstr(text, "\"Math\",98,,,,,,,\"model B\",\"skipped\""));
}
END_TEST

START_TEST(junit_counts_what_was_missed)
{
    const char *text = write_as("junit");

    ck_assert_ptr_nonnull(
        strstr(text, "tests=\"4\" failures=\"1\" errors=\"1\" skipped=\"1\""));
    ck_assert_ptr_nonnull(strstr(text, "name=\"Reasoning\">"));
    ck_assert_ptr_nonnull(strstr(text, "<failure type=\"missed\" message=\"model B\"/>"));
}
END_TEST

START_TEST(markdown_stays_under_its_ceiling)
{
    for (size_t ceiling = 250; ceiling < 6000; ceiling += 50) {
        const struct assay_str text =
            write_with("markdown", (struct assay_page_look){.ceiling = ceiling});

        ck_assert_uint_le(text.len, ceiling);
    }
    ck_assert_ptr_null(strstr(out.data, "would make this"));
    (void)write_with("markdown", (struct assay_page_look){.ceiling = 1500});
    ck_assert_ptr_nonnull(strstr(out.data, "more tables or sections would make this"));
}
END_TEST

START_TEST(items_are_shown_in_part_where_they_cannot_be_turned_over)
{
    ck_assert_ptr_nonnull(strstr(write_as("table"), "and 15 more"));
    ck_assert_ptr_nonnull(strstr(write_as("markdown"), "and 5 more"));
    ck_assert_uint_eq(occurrences(assay_str_of(write_as("csv")), ASSAY_STR("\"flips\"")),
                      25);
}
END_TEST

START_TEST(a_headline_comes_before_facts)
{
    const char *text = write_as("table");

    ck_assert(strstr(text, "55.14 %") < strstr(text, "models  "));
}
END_TEST

START_TEST(what_is_deep_is_left_out_of_short_formats)
{
    ck_assert_ptr_null(strstr(write_as("table"), "full pages alone"));
    ck_assert_ptr_null(strstr(write_as("markdown"), "full pages alone"));
    ck_assert_ptr_nonnull(strstr(write_as("json"), "full pages alone"));
}
END_TEST

static const struct {
    const char *from, *to;
} beginnings[] = {
    {"- none", "\n\\- none\n"},     {"1. of two", "\n1\\. of two\n"},
    {"> quoted", "\n\\> quoted\n"}, {"    run", "\nrun\n"},
    {"12 of 20", "\n12 of 20\n"},   {"2)", "\n2\\)\n"},
};

START_TEST(no_paragraph_of_markdown_is_a_list)
{
    assay_page_begin(&page, &arena, ASSAY_STR("Page"));
    (void)assay_page_text(&page, assay_str_of(beginnings[_i].from));
    ck_assert_msg(strstr(write_as("markdown"), beginnings[_i].to) != NULL, "%s",
                  out.data);
}
END_TEST

START_TEST(a_page_is_saved_whole)
{
    const struct assay_page_writer *writer = assay_page_writer_find("markdown");
    char dir[SCRATCH_PATH], path[2 * SCRATCH_PATH];
    struct assay_error err;

    scratch_make(dir);
    ck_assert_msg(assay_page_save(&page, writer, dir, "index", &err) == ASSAY_OK, "%s",
                  err.text);
    (void)snprintf(path, sizeof(path), "%s/index.md", dir);
    golden_same_file("tests/data/pages", "page.md", path);
    (void)snprintf(path, sizeof(path), "%s/none/night", dir);
    ck_assert_int_eq(assay_page_save(&page, writer, path, "index", &err), ASSAY_EIO);
    ck_assert_ptr_nonnull(strstr(err.text, "/none/night: "));
    scratch_remove(dir);
}
END_TEST

Suite *unit_page_writers(void)
{
    Suite *suite = suite_create("page_writers");
    TCase *all = tcase_create("all");

    tcase_add_checked_fixture(all, set_up, tear_down);
    tcase_add_loop_test(all, pages_keep_their_bytes, 0, 8);
    tcase_add_loop_test(all, no_name_is_markup, 0, 3);
    tcase_add_loop_test(all, no_name_breaks_a_line, 0, 3);
    tcase_add_test(all, json_is_read_back);
    tcase_add_test(all, csv_has_numbers_in_full);
    tcase_add_test(all, junit_counts_what_was_missed);
    tcase_add_test(all, markdown_stays_under_its_ceiling);
    tcase_add_test(all, items_are_shown_in_part_where_they_cannot_be_turned_over);
    tcase_add_loop_test(all, no_paragraph_of_markdown_is_a_list, 0,
                        sizeof(beginnings) / sizeof(beginnings[0]));
    tcase_add_test(all, a_page_is_saved_whole);
    tcase_add_test(all, a_headline_comes_before_facts);
    tcase_add_test(all, what_is_deep_is_left_out_of_short_formats);
    suite_add_tcase(suite, all);
    return suite;
}
