/*
 * test_datasets.c - the real files of benchmarks read as their descriptions say, and the official
 * statistics of LLMBar come out to the last digit. Needs ASSAY_DATA.
 */
#include "harness/core/records.h"
#include "harness/core/str.h"
#include "suites/suite.h"
#include "tests/unit/suite_run.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Items of a suite, and of its first and last section, by a model that knows nothing. */
static const struct {
    const char *suite, *data; /* data: a file that must be there */
    size_t items, sections;
    const char *section;
    size_t section_items;
    const char *overall;
} suites[] = {
    {"judgebench:gpt-4o", "judgebench/data", 350, 4, "Knowledge", 154, "Overall"},
    {"judgebench:claude", "judgebench/data", 270, 4, "Coding", 31, "Overall"},
    {"rm-bench", "rmbench/chat_filtered.json", 798, 4, "safety", 441,
     "Overall (partial)"},
    {"hh-rlhf", "hh_rlhf/test.jsonl.gz", 2312, 0, NULL, 0, "Overall"},
    {"hhh", "hhh_alignment/hhh_alignment_eval.json", 221, 4, "honest", 61, "Overall"},
    {"evalbiasbench", "evalbiasbench/biasbench.json", 80, 6, "length bias", 17,
     "Overall"},
    {"llmbar", "llmbar/LLMBar", 419, 5, "LLMBar/Natural", 100, "Overall"},
    {"llmbar:CaseStudy", "llmbar/CaseStudy", 315, 5, "CaseStudy/Normal", 59, "Overall"},
    {"llmbar:Processed", "llmbar/Processed", 466, 3, "Processed/FairEval", 66, "Overall"},
};

START_TEST(every_item_of_a_data_set_is_read)
{
    struct assay_arena arena = {0};
    struct assay_result got;

    if (!suite_run_data(suites[_i].data))
        return;
    suite_run_ok(&(struct suite_run){.suite = suites[_i].suite, .adapter = "length"},
                 &arena, &got);
    ck_assert_uint_eq(got.overall.items, suites[_i].items);
    ck_assert_uint_eq(got.overall.counted, suites[_i].items);
    ck_assert_uint_eq(got.section_count, suites[_i].sections);
    ck_assert(assay_str_equal(got.overall.name, assay_str_of(suites[_i].overall)));
    if (suites[_i].section)
        ck_assert_uint_eq(suite_run_section(&got, suites[_i].section)->items,
                          suites[_i].section_items);
    assay_arena_release(&arena);
}
END_TEST

static struct assay_str cell(const struct assay_node *row, const char *column)
{
    const struct assay_str text = assay_node_text(assay_node_get(row, column));

    ck_assert_msg(text.len > 0, "no %s", column);
    return text;
}

/* The text of a measure begins with that of the official table, up to its end or " / ". */
static void same_number(const struct assay_result *got, const struct assay_node *row,
                        const char *measure, const char *column, struct assay_str set)
{
    char section[128];
    const struct assay_measure *found;
    const struct assay_str want = cell(row, column);
    size_t end;

    (void)snprintf(section, sizeof(section), "%.*s", ASSAY_STR_ARG(set));
    found = suite_run_measure(got, measure, section);
    ck_assert_msg(found != NULL, "no %s of %s", measure, section);
    end = assay_str_find(found->text, ASSAY_STR(" / "));
    ck_assert_msg(assay_str_equal((struct assay_str){found->text.ptr, end}, want),
                  "%s of %s: %.*s, officially %.*s", measure, section,
                  ASSAY_STR_ARG(found->text), ASSAY_STR_ARG(want));
}

static void same_statistics(const struct assay_result *got, const struct assay_node *row)
{
    static const char *const pairs[][2] = {
        {"correct_False", "correct_noswap"},
        {"correct_True", "correct_swap"},
        {"correct_both", "correct_both"},
        {"equal", "equal"},
        {"kappa_official_False", "kappa_False"},
        {"kappa_official_True", "kappa_True"},
        {"kappa_official_average", "kappa_average"},
        {"kappa_official_agreement", "kappa_agreement"},
    };

    for (size_t k = 0; k < sizeof(pairs) / sizeof(pairs[0]); k++)
        same_number(got, row, pairs[k][0], pairs[k][1], cell(row, "set"));
}

static void check_row(const struct assay_node *row, const char *judgments)
{
    static const char *const parts[] = {"LLMBar", "CaseStudy", "Processed"};
    struct assay_arena arena = {0};
    struct assay_result got;
    char suite[64], name[128];

    for (size_t p = 0; p < 3; p++) {
        if (!assay_str_starts(cell(row, "set"), assay_str_of(parts[p])))
            continue;
        (void)snprintf(suite, sizeof(suite), "llmbar:%s", parts[p]);
        (void)snprintf(name, sizeof(name), "name=%.*s",
                       ASSAY_STR_ARG(cell(row, "evaluator")));
        suite_run_ok(&(struct suite_run){.suite = suite,
                                         .target = judgments,
                                         .model_options = {"format=judgments", name}},
                     &arena, &got);
        same_statistics(&got, row);
    }
    assay_arena_release(&arena);
}

/* All 257 rows, in nine parts that run side by side. */
START_TEST(llmbar_judgments_give_the_official_statistics)
{
    const char *judgments = suite_run_data("tables/llmbar_judgments.tsv");
    const char *table = suite_run_data("tables/llmbar_official_statistics.tsv");
    struct assay_arena arena = {0};
    struct assay_records *records;
    const struct assay_node *row;
    struct assay_error err;
    size_t n = 0;

    if (!judgments)
        return;
    ck_assert_int_eq(assay_records_open(&(struct assay_records_setting){.path = table},
                                        &records, &err),
                     ASSAY_OK);
    while (assay_records_next(records, &arena, &row, &err) == ASSAY_OK && row)
        if (n++ % 9 == (size_t)_i)
            check_row(row, judgments);
    ck_assert_uint_eq(n, 257);
    assay_records_close(records);
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_datasets(void)
{
    Suite *suite = suite_create("datasets");
    TCase *tests = tcase_create("real files");

    tcase_set_timeout(tests, 120);
    tcase_add_loop_test(tests, every_item_of_a_data_set_is_read, 0,
                        sizeof(suites) / sizeof(suites[0]));
    tcase_add_loop_test(tests, llmbar_judgments_give_the_official_statistics, 0, 9);
    suite_add_tcase(suite, tests);
    return suite;
}
