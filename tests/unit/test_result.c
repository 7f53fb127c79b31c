#include "harness/core/json.h"
#include "harness/core/result.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const char stored[] = "tests/data/result-1.0.json";

static struct assay_arena arena;
static struct assay_error err;

static void begin(void)
{
    arena = (struct assay_arena){0};
}

static void end(void)
{
    assay_arena_release(&arena);
}

static const struct assay_result *loaded(const char *path)
{
    struct assay_result *results;
    size_t n;

    ck_assert_msg(assay_results_load(path, &arena, &results, &n, &err) == ASSAY_OK, "%s",
                  err.text);
    ck_assert_uint_eq(n, 1);
    return results;
}

#define EQUAL_TEXT(view, literal) ck_assert(assay_str_equal(view, ASSAY_STR(literal)))

START_TEST(a_stored_file_of_version_1_0_is_read)
{
    const struct assay_result *result = loaded(stored);

    EQUAL_TEXT(result->suite, "judgebench");
    EQUAL_TEXT(result->suite_version, "1");
    EQUAL_TEXT(result->part, "gpt-4o");
    EQUAL_TEXT(result->kind, "pairs");
    EQUAL_TEXT(result->title, "JudgeBench");
    EQUAL_TEXT(result->citation, "Tan et al. 2024, arXiv:2410.12784");
    EQUAL_TEXT(result->model, "replay:scores.jsonl");
    EQUAL_TEXT(result->label, "small RM");
    EQUAL_TEXT(result->rule, "a tie counts for the second");
    EQUAL_TEXT(result->unit, "percent");
    EQUAL_TEXT(result->overall_rule, "micro");
    ck_assert_double_eq(result->level, 0.95);
    ck_assert(result->seed == UINT64_MAX);
    ck_assert_uint_eq(result->replicates, 10000);
    ck_assert_uint_eq(result->subset_count, 0);
    ck_assert_uint_eq(result->note_count, 2);
    EQUAL_TEXT(result->note[1], "second sentence");
}
END_TEST

START_TEST(its_sections_are_read)
{
    const struct assay_result *result = loaded(stored);
    const struct assay_section *section = result->section;
    const struct assay_figure *value = &result->overall.value;

    EQUAL_TEXT(result->overall.name, "Overall");
    ck_assert(value->defined && value->has_wilson && value->has_bootstrap);
    ck_assert_double_eq(value->value, 0.5);
    ck_assert_double_eq(value->wilson_lo, 0.15);
    ck_assert_double_eq(value->wilson_hi, 0.85);
    ck_assert_double_eq(value->bootstrap_lo, 0.25);
    ck_assert_double_eq(value->bootstrap_hi, 0.75);
    ck_assert_uint_eq(result->section_count, 2);
    ck_assert_uint_eq(section[0].items, 3);
    ck_assert_uint_eq(section[0].counted, 3);
    ck_assert_uint_eq(section[0].count[ASSAY_STATE_SCORED], 2);
    ck_assert_uint_eq(section[0].count[ASSAY_STATE_TIED], 1);
    ck_assert_uint_eq(section[0].ties, 1);
    ck_assert_uint_eq(section[0].clusters, 2);
    ck_assert_double_eq(section[0].weight, 0.75);
    ck_assert_double_eq(section[0].value.value, 2.0 / 3);
    ck_assert(!section[0].value.has_bootstrap);
    ck_assert_double_eq(section[0].rule[ASSAY_TIE_LOSS].value, 0.5);
    ck_assert_double_eq(section[0].rule[ASSAY_TIE_DROP].value, 0.75);
    ck_assert_double_eq(section[0].worst.value, 0.25);
    ck_assert_double_eq(section[0].best.value, 0.75);
    ck_assert(!section[1].value.defined);
    EQUAL_TEXT(section[1].value.why, "nothing was counted");
    EQUAL_TEXT(section[1].rule[ASSAY_TIE_DROP].why, "every item is tied");
}
END_TEST

START_TEST(the_rest_of_it_is_read)
{
    const struct assay_result *result = loaded(stored);
    const struct assay_point *point = result->series[0].points;

    ck_assert_uint_eq(result->measure_count, 1);
    EQUAL_TEXT(result->measure[0].name, "mrr");
    EQUAL_TEXT(result->measure[0].text, "0.55");
    ck_assert_double_eq(result->measure[0].value.value, 0.55);
    ck_assert_uint_eq(result->series_count, 1);
    EQUAL_TEXT(result->series[0].figure, "calibration");
    EQUAL_TEXT(result->series[0].y_label, "share");
    ck_assert_uint_eq(result->series[0].count, 2);
    ck_assert(point[0].has_band && !point[1].has_band);
    ck_assert_double_eq(point[0].x, 0.25);
    ck_assert_double_eq(point[0].hi, 0.75);
    ck_assert_double_eq(point[1].y, 1);
    ck_assert_uint_eq(point[0].n, 3);
    ck_assert_uint_eq(result->notable_count, 1);
    EQUAL_TEXT(result->notable[0].id, "a-1");
    ck_assert_double_eq(result->notable[0].margin, -2.5);
    ck_assert(result->notable[0].line == 7);
    ck_assert_uint_eq(result->null_count, 1);
    EQUAL_TEXT(result->null[0].name, "length");
    ck_assert_double_eq(result->null[0].overall.value, 0.5);
    ck_assert_double_eq(result->null[0].section[1].value, 1);
}
END_TEST

START_TEST(what_is_written_is_read_again_and_written_the_same)
{
    char dir[SCRATCH_PATH], first[SCRATCH_PATH], second[SCRATCH_PATH];
    const struct assay_result *result = loaded(stored);
    const struct assay_node *before = assay_results_node(&result, 1, &arena);
    struct assay_node after;

    scratch_make(dir);
    scratch_path(dir, "first.json", first);
    scratch_path(dir, "second.json", second);
    ck_assert_int_eq(assay_results_save(first, &result, 1, &err), ASSAY_OK);
    result = loaded(first);
    ck_assert_int_eq(assay_results_save(second, &result, 1, &err), ASSAY_OK);
    ck_assert_int_eq(assay_json_read(second, &arena, &after, &err), ASSAY_OK);
    ck_assert(assay_node_equal(before, &after));
    ck_assert_ptr_null(assay_node_get(assay_node_at(assay_node_get(&after, "results"), 0),
                                      "added_later"));
    scratch_remove(dir);
}
END_TEST

START_TEST(undefined_numbers_are_null_and_nothing_else_is)
{
    const struct assay_result result = {
        .level = 0.95,
        .overall.value = {.defined = false, .value = nan(""), .why = ASSAY_STR("none")},
    };
    const struct assay_node *node = assay_result_node(&result, &arena);
    const struct assay_node *value =
        assay_node_get(assay_node_get(node, "overall"), "value");

    ck_assert(assay_node_is(assay_node_get(value, "value"), ASSAY_NODE_NULL));
    ck_assert_ptr_null(assay_node_get(value, "wilson"));
    EQUAL_TEXT(assay_node_text(assay_node_get(value, "why")), "none");
    ck_assert_uint_eq(assay_node_count(assay_node_get(node, "section")), 0);
}
END_TEST

/* The stored file with one piece of its text replaced. */
static enum assay_code load_changed(const char *from, const char *to, const char **path)
{
    char dir[SCRATCH_PATH], file[SCRATCH_PATH];
    struct assay_buf text = {0}, changed = {0};
    struct assay_result *results;
    struct assay_node node;
    enum assay_code code;
    size_t at, n;

    ck_assert_int_eq(assay_json_read(stored, &arena, &node, &err), ASSAY_OK);
    assay_json_write(&node, false, &text);
    at = assay_str_find(assay_buf_view(&text), assay_str_of(from));
    ck_assert_msg(at < text.len, "%s", from);
    assay_buf_add(&changed, (struct assay_str){text.data, at});
    assay_buf_puts(&changed, to);
    assay_buf_puts(&changed, text.data + at + strlen(from));
    scratch_make(dir);
    scratch_write(dir, "changed.json", changed.data, changed.len, file);
    code = assay_results_load(file, &arena, &results, &n, &err);
    *path = assay_arena_printf(&arena, "%s", file);
    scratch_remove(dir);
    assay_buf_release(&text);
    assay_buf_release(&changed);
    return code;
}

static const struct {
    const char *from, *to, *message;
} faults[] = {
    {"\"version\":\"1.0\"", "\"version\":\"2.0\"",
     "version: \"2.0\", this program reads 1.x"},
    {"\"version\":\"1.0\"", "\"version\":1", "version: \"\", this program reads 1.x"},
    {"assay-result", "assay-run", "format: not \"assay-result\""},
    {"\"results\":[", "\"results\":1,\"x\":[", "results: expected a list, found number"},
    {"\"kind\":\"pairs\"", "\"kind\":1", "kind: expected text, found number"},
    {"\"kind\":\"pairs\",", "", "kind: expected text, found nothing"},
    {"\"level\":", "\"level\":null,\"x\":", "level: expected a number, found null"},
    {"\"replicates\":10000", "\"replicates\":-1",
     "replicates: expected a whole number, found number"},
    {"18446744073709551615", "18446744073709551616",
     "seed: expected a whole number, found text"},
    {"18446744073709551615", "12x", "seed: expected a whole number, found text"},
    {"\"skipped\":0", "\"skipped\":[]",
     "overall.count.skipped: expected a whole number, found list"},
    {"\"count\":{", "\"count\":1,\"y\":{", "overall.count: expected a map, found number"},
    {"\"wilson\":[", "\"wilson\":[0.1,",
     "overall.value.wilson: expected [low, high], found list"},
    {"\"bootstrap\":[0.25,0.75]", "\"bootstrap\":[0.75,0.25]",
     "overall.value.bootstrap: expected [low, high], found list"},
    {"\"bootstrap\":[0.25,0.75]", "\"bootstrap\":0.5",
     "overall.value.bootstrap: expected [low, high], found number"},
    {"\"value\":{\"value\":0.5,", "\"value\":{",
     "overall.value.value: expected a number or null, found nothing"},
    {"\"loss\":", "\"lost\":",
     "overall.rule.loss.value: expected a number or null, found nothing"},
    {"\"name\":\"Coding\"", "\"name\":null",
     "section[1].name: expected text, found null"},
    {"\"subset\":[]", "\"subset\":{}", "subset: expected a list, found map"},
    {"\"points\":[", "\"points\":[{\"x\":1,\"y\":\"\"},",
     "series[0].points[0].y: expected a number, found text"},
    {"\"section\":[{\"value\":0.25},", "\"section\":[",
     "null[0].section: expected one element a section, found list"},
    {"\"note\":[", "\"note\":[1,", "note[0]: expected text, found number"},
    {"\"results\":[", "\"results\":[[],", "result: expected a map, found list"},
};

START_TEST(a_fault_is_named_by_its_place)
{
    const char *path;

    ck_assert_int_eq(load_changed(faults[_i].from, faults[_i].to, &path), ASSAY_EDATA);
    ck_assert_str_eq(err.text,
                     assay_arena_printf(&arena, "%s: %s", path, faults[_i].message));
}
END_TEST

START_TEST(another_minor_version_is_read)
{
    const char *path;

    ck_assert_int_eq(load_changed("\"version\":\"1.0\"", "\"version\":\"1.17\"", &path),
                     ASSAY_OK);
}
END_TEST

static const struct assay_point peak_points[] = {{3.5, 1.25, true, 2.75, 4.5, 0}};
static const double peak_values[] = {-0.125};
static const struct assay_str checkpoints[] = {{"step 100", 8}, {"step 200", 8}};

/* Every key that a series may have, and one that has none of them. */
static const struct assay_series drawn[] = {
    {.figure = {"overoptimisation", 16},
     .name = {"peak of gold", 12},
     .x_label = {"d", 1},
     .y_label = {"reward", 6},
     .look = ASSAY_LOOK_PEAK,
     .x_scale = ASSAY_SCALE_LOG2,
     .y_scale = ASSAY_SCALE_LOG10,
     .panel = {"Math", 4},
     .of = {"gold", 4},
     .category = checkpoints,
     .category_count = 2,
     .points = peak_points,
     .count = 1,
     .value = peak_values},
    {.figure = {"plain", 5}, .points = peak_points, .count = 1},
};

/* The series above, written to a file with from replaced by to, and read. */
static const struct assay_series *reread(const char *from, const char *to,
                                         enum assay_code expected)
{
    const struct assay_result result = {
        .level = 0.95, .series = drawn, .series_count = 2};
    const struct assay_result *const results = &result;
    const struct assay_node *node = assay_results_node(&results, 1, &arena);
    char dir[SCRATCH_PATH], file[SCRATCH_PATH];
    struct assay_buf text = {0}, changed = {0};
    struct assay_result *out = NULL;
    size_t at, n;

    assay_json_write(node, false, &text);
    at = assay_str_find(assay_buf_view(&text), assay_str_of(from));
    ck_assert_msg(at < text.len, "%s", from);
    assay_buf_add(&changed, (struct assay_str){text.data, at});
    assay_buf_puts(&changed, to);
    assay_buf_puts(&changed, text.data + at + strlen(from));
    scratch_make(dir);
    scratch_write(dir, "series.json", changed.data, changed.len, file);
    ck_assert_int_eq(assay_results_load(file, &arena, &out, &n, &err), expected);
    scratch_remove(dir);
    assay_buf_release(&text);
    assay_buf_release(&changed);
    return expected ? NULL : out->series;
}

START_TEST(what_a_series_is_drawn_as_is_read_again)
{
    const struct assay_series *series = reread("plain", "plain", ASSAY_OK);

    ck_assert_int_eq(series->look, ASSAY_LOOK_PEAK);
    ck_assert_int_eq(series->x_scale, ASSAY_SCALE_LOG2);
    ck_assert_int_eq(series->y_scale, ASSAY_SCALE_LOG10);
    EQUAL_TEXT(series->panel, "Math");
    EQUAL_TEXT(series->of, "gold");
    ck_assert_uint_eq(series->category_count, 2);
    EQUAL_TEXT(series->category[1], "step 200");
    ck_assert_double_eq(series->points->hi, 4.5);
    ck_assert_double_eq(series->value[0], -0.125);
    ck_assert_int_eq(series[1].look, ASSAY_LOOK_CURVE);
    ck_assert_int_eq(series[1].x_scale, ASSAY_SCALE_LINEAR);
    ck_assert_uint_eq(series[1].panel.len, 0);
    ck_assert_uint_eq(series[1].category_count, 0);
    ck_assert_ptr_null(series[1].value);
}
END_TEST

START_TEST(what_a_series_does_not_say_has_no_key)
{
    const struct assay_result result = {.series = drawn, .series_count = 2};
    const struct assay_node *list =
        assay_node_get(assay_result_node(&result, &arena), "series");
    static const char *const keys[] = {"look", "x_scale",  "y_scale", "panel",
                                       "of",   "category", "value"};

    EQUAL_TEXT(assay_node_text(assay_node_get(assay_node_at(list, 0), "look")), "peak");
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        ck_assert_ptr_nonnull(assay_node_get(assay_node_at(list, 0), keys[i]));
        ck_assert_ptr_null(assay_node_get(assay_node_at(list, 1), keys[i]));
    }
}
END_TEST

START_TEST(a_look_of_a_newer_version_is_a_curve)
{
    const struct assay_series *series =
        reread("\"look\":\"peak\"", "\"look\":\"hologram\"", ASSAY_OK);

    ck_assert_int_eq(series->look, ASSAY_LOOK_CURVE);
    (void)reread("\"look\":\"peak\"", "\"look\":4", ASSAY_EDATA);
    ck_assert_ptr_nonnull(
        strstr(err.text, "series[0].look: expected text, found number"));
    (void)reread("\"panel\":\"Math\"", "\"panel\":null", ASSAY_EDATA);
    ck_assert_ptr_nonnull(strstr(err.text, "series[0].panel: expected text, found null"));
}
END_TEST

static const struct {
    const char *to, *message;
} values[] = {
    {"\"value\":[]", "series[0].value: expected one number a point, found list"},
    {"\"value\":[1,2]", "series[0].value: expected one number a point, found list"},
    {"\"value\":[null]", "series[0].value[0]: expected a number, found null"},
    {"\"value\":[\"NaN\"]", "series[0].value[0]: expected a number, found text"},
    {"\"value\":0.5", "series[0].value: expected a list, found number"},
    {"\"value\":null", "series[0].value: expected a list, found null"},
};

START_TEST(every_point_has_one_value_or_none_has)
{
    (void)reread("\"value\":[-0.125]", values[_i].to, ASSAY_EDATA);
    ck_assert_msg(strstr(err.text, values[_i].message) != NULL, "%s", err.text);
}
END_TEST

START_TEST(every_look_is_a_word_of_its_own)
{
    for (unsigned look = 0; look < ASSAY_LOOKS; look++) {
        const char *key =
            assay_arena_printf(&arena, "\"look\":\"%s\"", assay_look_name[look]);

        ck_assert_int_eq(reread("\"look\":\"peak\"", key, ASSAY_OK)->look, look);
    }
}
END_TEST

START_TEST(tie_rules_have_the_names_that_suites_use)
{
    ck_assert_str_eq(assay_tie_rule_name(ASSAY_TIE_LOSS), "loss");
    ck_assert_str_eq(assay_tie_rule_name(ASSAY_TIE_HALF), "half");
    ck_assert_str_eq(assay_tie_rule_name(ASSAY_TIE_SHARE), "1/k");
    ck_assert_str_eq(assay_tie_rule_name(ASSAY_TIE_DROP), "drop");
}
END_TEST

Suite *unit_result(void)
{
    Suite *suite = suite_create("result");
    TCase *files = tcase_create("files");

    tcase_add_checked_fixture(files, begin, end);
    tcase_add_test(files, a_stored_file_of_version_1_0_is_read);
    tcase_add_test(files, its_sections_are_read);
    tcase_add_test(files, the_rest_of_it_is_read);
    tcase_add_test(files, what_is_written_is_read_again_and_written_the_same);
    tcase_add_test(files, undefined_numbers_are_null_and_nothing_else_is);
    tcase_add_loop_test(files, a_fault_is_named_by_its_place, 0,
                        sizeof(faults) / sizeof(faults[0]));
    tcase_add_test(files, another_minor_version_is_read);
    tcase_add_test(files, what_a_series_is_drawn_as_is_read_again);
    tcase_add_test(files, what_a_series_does_not_say_has_no_key);
    tcase_add_test(files, a_look_of_a_newer_version_is_a_curve);
    tcase_add_loop_test(files, every_point_has_one_value_or_none_has, 0,
                        sizeof(values) / sizeof(values[0]));
    tcase_add_test(files, every_look_is_a_word_of_its_own);
    tcase_add_test(files, tie_rules_have_the_names_that_suites_use);
    suite_add_tcase(suite, files);
    return suite;
}
