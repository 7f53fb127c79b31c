#include "harness/core/differences.h"
#include "harness/core/json.h"
#include "tests/unit/unit.h"

static struct assay_arena arena;

static void begin(void)
{
    arena = (struct assay_arena){0};
}

static void end(void)
{
    assay_arena_release(&arena);
}

/* "field: there, now" of each, in one text. */
static const char *told(const char *there, const char *now, bool lists)
{
    struct assay_differences found;
    struct assay_node a, b;
    struct assay_error err;
    const char *text = "";

    ck_assert_int_eq(assay_json_parse(assay_str_of(there), "there", &arena, &a, &err),
                     ASSAY_OK);
    ck_assert_int_eq(assay_json_parse(assay_str_of(now), "now", &arena, &b, &err),
                     ASSAY_OK);
    assay_differences_find(&a, &b, lists, &arena, &found);
    for (size_t i = 0; i < found.count; i++)
        text = assay_arena_printf(
            &arena, "%s[%.*s: %.*s, %.*s]", text, ASSAY_STR_ARG(found.at[i].field),
            ASSAY_STR_ARG(found.at[i].there), ASSAY_STR_ARG(found.at[i].now));
    return text;
}

START_TEST(maps_differ_in_values_and_in_what_one_has_alone)
{
    ck_assert_str_eq(told("{\"a\": 1, \"b\": {\"c\": 2, \"d\": 3}, \"e\": 4}",
                          "{\"b\": {\"c\": 5, \"f\": 6}, \"a\": 1}", false),
                     "[b.c: 2, 5][b.f: , 6][b.d: 3, ][e: 4, ]");
    ck_assert_str_eq(told("{\"a\": 1}", "{\"a\": 1}", false), "");
    ck_assert_str_eq(told("{\"a\": 1}", "{\"a\": 1.0}", false), "[a: 1, 1.0]");
}
END_TEST

START_TEST(lists_of_one_length_are_gone_into_where_that_is_asked_for)
{
    const char *there = "{\"s\": [{\"a\": 1}, {\"a\": 2}]}";
    const char *now = "{\"s\": [{\"a\": 1}, {\"a\": 3}]}";

    ck_assert_str_eq(told(there, now, true), "[s[1].a: 2, 3]");
    ck_assert_str_eq(told(there, now, false),
                     "[s: [{\"a\":1},{\"a\":2}], [{\"a\":1},{\"a\":3}]]");
    ck_assert_str_eq(told("{\"s\": [1]}", "{\"s\": [1, 2]}", true), "[s: [1], [1,2]]");
}
END_TEST

START_TEST(what_is_no_map_differs_as_a_whole)
{
    struct assay_differences found;
    const struct assay_node now = assay_node_of_int(1);

    ck_assert_str_eq(told("[1]", "{\"a\": 1}", false), "[: [1], {\"a\":1}]");
    assay_differences_find(NULL, &now, true, &arena, &found);
    ck_assert_uint_eq(found.count, 1);
    ck_assert_uint_eq(found.at[0].there.len, 0);
}
END_TEST

Suite *unit_differences(void)
{
    Suite *suite = suite_create("differences");
    TCase *tcase = tcase_create("trees");

    tcase_add_checked_fixture(tcase, begin, end);
    tcase_add_test(tcase, maps_differ_in_values_and_in_what_one_has_alone);
    tcase_add_test(tcase, lists_of_one_length_are_gone_into_where_that_is_asked_for);
    tcase_add_test(tcase, what_is_no_map_differs_as_a_whole);
    suite_add_tcase(suite, tcase);
    return suite;
}
