#include "reports/group.h"
#include "reports/number.h"
#include "tests/unit/unit.h"

static struct assay_arena arena;

static void drop(void)
{
    assay_arena_release(&arena);
}

static const struct {
    double value;
    const char *unit, *text, *signed_text;
} numbers[] = {
    {0.56494, "percent", "56.49", "+56.49"},
    {-0.00004, "percent", "0.00", "0.00"},
    {-0.25, "percent", "-25.00", "-25.00"},
    {-0.004, "percentage", "0.00", "0.00"},
    {56.494, "percentage", "56.49", "+56.49"},
    {42.0, "count", "42", "+42"},
    {0.123456, "fraction", "0.1235", "+0.1235"},
    {0.0, "fraction", "0", "0"},
    {0.0213, "p", "0.021", "+0.0213"},
    {0.00099, "p", "< 0.001", "+0.00099"},
    {0.001, "p", "0.001", "+0.001"},
    {1.0, "p", "1.000", "+1"},
};

START_TEST(numbers_are_rounded_for_eyes)
{
    const struct assay_str unit = assay_str_of(numbers[_i].unit);

    ck_assert_str_eq(assay_number_text(&arena, numbers[_i].value, unit).ptr,
                     numbers[_i].text);
    ck_assert_str_eq(assay_number_signed(&arena, numbers[_i].value, unit).ptr,
                     numbers[_i].signed_text);
}
END_TEST

START_TEST(the_bootstrap_comes_before_wilson)
{
    struct assay_figure figure = {
        .defined = true,
        .has_wilson = true,
        .has_bootstrap = true,
        .wilson_lo = 0.1,
        .wilson_hi = 0.2,
        .bootstrap_lo = 0.3,
        .bootstrap_hi = 0.4,
    };
    double lo, hi;

    ck_assert(assay_number_interval(&figure, &lo, &hi));
    ck_assert_double_eq(lo, 0.3);
    ck_assert_double_eq(hi, 0.4);
    figure.has_bootstrap = false;
    ck_assert(assay_number_interval(&figure, &lo, &hi));
    ck_assert_double_eq(lo, 0.1);
    ck_assert_double_eq(hi, 0.2);
    figure.defined = false;
    ck_assert(!assay_number_interval(&figure, &lo, &hi));
}
END_TEST

START_TEST(runs_that_look_alike_are_told_apart)
{
    const struct assay_result result[] = {
        {.suite = ASSAY_STR("a b"), .label = ASSAY_STR("m")},
        {.suite = ASSAY_STR("a/b"), .label = ASSAY_STR("m")},
        {.suite = ASSAY_STR("a b"), .label = ASSAY_STR("m")},
    };
    const struct assay_report_run runs[] = {
        {.result = &result[0]}, {.result = &result[1]}, {.result = &result[2]}};
    struct assay_group *groups;
    size_t count;

    assay_group_runs(&(struct assay_report_input){.runs = runs, .count = 3}, &arena,
                     &groups, &count);
    ck_assert_uint_eq(count, 2);
    ck_assert_uint_eq(groups[0].count, 2);
    ck_assert(assay_str_equal(groups[0].name[0], ASSAY_STR("m")));
    ck_assert(assay_str_equal(groups[0].name[1], ASSAY_STR("m (2)")));
    ck_assert(!assay_str_equal(groups[0].slug, groups[1].slug));
}
END_TEST

Suite *unit_number(void)
{
    Suite *suite = suite_create("number");
    TCase *eyes = tcase_create("for eyes");

    tcase_add_checked_fixture(eyes, NULL, drop);
    tcase_add_loop_test(eyes, numbers_are_rounded_for_eyes, 0,
                        (int)(sizeof(numbers) / sizeof(numbers[0])));
    tcase_add_test(eyes, the_bootstrap_comes_before_wilson);
    tcase_add_test(eyes, runs_that_look_alike_are_told_apart);
    suite_add_tcase(suite, eyes);
    return suite;
}
