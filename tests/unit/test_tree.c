#include "harness/core/tree.h"
#include "tests/unit/unit.h"

#include <math.h>

static struct assay_arena arena;

static void begin(void)
{
    arena = (struct assay_arena){0};
}

static void end(void)
{
    assay_arena_release(&arena);
}

START_TEST(a_list_grows_and_keeps_what_it_had)
{
    struct assay_node *list = assay_node_list(&arena);

    for (int64_t i = 0; i < 1000; i++)
        ck_assert_int_eq(assay_node_push(&arena, list, assay_node_of_int(i))->as.integer,
                         i);
    ck_assert_uint_eq(assay_node_count(list), 1000);
    for (size_t i = 0; i < 1000; i++)
        ck_assert_int_eq(assay_node_at(list, i)->as.integer, (int64_t)i);
    ck_assert_ptr_null(assay_node_at(list, 1000));
    ck_assert_uint_lt(arena.bytes, (size_t)5 * 1000 * sizeof(struct assay_node));
}
END_TEST

START_TEST(a_map_grows_and_finds_what_was_put)
{
    struct assay_node *map = assay_node_map(&arena);

    for (int i = 0; i < 100; i++)
        assay_node_put(&arena, map, assay_arena_printf(&arena, "key %d", i),
                       assay_node_of_int(i));
    ck_assert_uint_eq(assay_node_count(map), 100);
    ck_assert_int_eq(assay_node_get(map, "key 99")->as.integer, 99);
    ck_assert_int_eq(assay_node_find(map, ASSAY_STR("key 7"))->as.integer, 7);
    ck_assert_ptr_null(assay_node_get(map, "key"));
    ck_assert_ptr_null(assay_node_repeated(map));
}
END_TEST

START_TEST(a_size_is_a_whole_number_above_zero)
{
    struct assay_node *map = assay_node_map(&arena);

    assay_node_put(&arena, map, "seven", assay_node_of_int(7));
    assay_node_put(&arena, map, "less", assay_node_of_int(-7));
    assay_node_put(&arena, map, "real", assay_node_of_real(7.0));
    ck_assert_uint_eq(assay_node_size(map, "seven"), 7);
    ck_assert_uint_eq(assay_node_size(map, "less"), 0);
    ck_assert_uint_eq(assay_node_size(map, "real"), 0);
    ck_assert_uint_eq(assay_node_size(map, "none"), 0);
    ck_assert_uint_eq(assay_node_size(NULL, "seven"), 0);
}
END_TEST

START_TEST(questions_about_nothing_have_answers)
{
    const struct assay_node text = assay_node_of_string("word");
    double value;

    ck_assert_ptr_null(assay_node_get(NULL, "a"));
    ck_assert_ptr_null(assay_node_get(&text, "a"));
    ck_assert_ptr_null(assay_node_at(NULL, 0));
    ck_assert_ptr_null(assay_node_at(&text, 0));
    ck_assert_uint_eq(assay_node_count(NULL), 0);
    ck_assert_uint_eq(assay_node_count(&text), 0);
    ck_assert(!assay_node_number(&text, &value));
    ck_assert(!assay_node_number(NULL, &value));
    ck_assert_uint_eq(assay_node_text(NULL).len, 0);
    ck_assert(!assay_node_is(NULL, ASSAY_NODE_NULL));
    ck_assert_str_eq(assay_node_type_name(NULL), "nothing");
    ck_assert_str_eq(assay_node_type_name(&text), "text");
}
END_TEST

START_TEST(leaves_hold_what_they_are_made_of)
{
    const struct assay_node integer = assay_node_of_int(-3);
    const struct assay_node real = assay_node_of_real(0.5);
    const struct assay_node text = assay_node_of_text(ASSAY_STR("a\0b"));
    double value;

    ck_assert(assay_node_number(&integer, &value) && value == -3);
    ck_assert(assay_node_number(&real, &value) && value == 0.5);
    ck_assert_uint_eq(assay_node_text(&text).len, 3);
    ck_assert(assay_node_of_bool(true).as.truth);
    ck_assert_int_eq(assay_node_of_string(NULL).type, ASSAY_NODE_NULL);
    ck_assert_int_eq(assay_node_null().type, ASSAY_NODE_NULL);
}
END_TEST

START_TEST(no_number_that_json_lacks_gets_in)
{
    ck_assert_int_eq(assay_node_of_real(nan("")).type, ASSAY_NODE_NULL);
    ck_assert_int_eq(assay_node_of_real(HUGE_VAL).type, ASSAY_NODE_NULL);
    ck_assert_int_eq(assay_node_of_real(-HUGE_VAL).type, ASSAY_NODE_NULL);
}
END_TEST

/* Keys "0", "1", ...; the last is the first again, the one before it the second again. */
START_TEST(the_first_repeated_key_is_found_at_any_size)
{
    const int n = _i;
    struct assay_node *map = assay_node_map(&arena);

    for (int i = 0; i < n; i++)
        assay_node_put_view(&arena, map,
                            assay_str_of(assay_arena_printf(&arena, "%d", i)),
                            assay_node_null());
    ck_assert_ptr_null(assay_node_repeated(map));
    assay_node_put_view(&arena, map, ASSAY_STR("1"), assay_node_null());
    assay_node_put_view(&arena, map, ASSAY_STR("0"), assay_node_null());
    ck_assert_ptr_eq(assay_node_repeated(map), &map->as.map.at[n]);
}
END_TEST

static struct assay_node one_key(const char *key, struct assay_node value)
{
    struct assay_node *map = assay_node_map(&arena);

    assay_node_put(&arena, map, key, value);
    return *map;
}

static struct assay_node one_element(struct assay_node value)
{
    struct assay_node *list = assay_node_list(&arena);

    assay_node_push(&arena, list, value);
    return *list;
}

START_TEST(only_the_same_trees_are_equal)
{
    const struct assay_node trees[] = {
        assay_node_null(),
        assay_node_of_bool(false),
        assay_node_of_bool(true),
        assay_node_of_int(1),
        assay_node_of_int(0),
        assay_node_of_real(1),
        assay_node_of_real(0.0),
        assay_node_of_real(-0.0),
        assay_node_of_string("1"),
        assay_node_of_string(""),
        *assay_node_list(&arena),
        *assay_node_map(&arena),
        one_element(assay_node_null()),
        one_element(*assay_node_list(&arena)),
        one_key("a", assay_node_null()),
        one_key("b", assay_node_null()),
        one_key("a", assay_node_of_int(1)),
    };
    const size_t n = sizeof(trees) / sizeof(trees[0]);

    for (size_t i = 0; i < n; i++) {
        struct assay_node again = trees[i];

        again.line = 7;
        for (size_t j = 0; j < n; j++)
            ck_assert_int_eq(assay_node_equal(&again, &trees[j]), i == j);
    }
}
END_TEST

START_TEST(every_type_has_a_word)
{
    static const struct {
        enum assay_node_type type;
        const char *word;
    } words[] = {
        {ASSAY_NODE_NULL, "null"},  {ASSAY_NODE_BOOL, "true or false"},
        {ASSAY_NODE_INT, "number"}, {ASSAY_NODE_REAL, "number"},
        {ASSAY_NODE_TEXT, "text"},  {ASSAY_NODE_LIST, "list"},
        {ASSAY_NODE_MAP, "map"},
    };

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
        ck_assert_str_eq(
            assay_node_type_name(&(struct assay_node){.type = words[i].type}),
            words[i].word);
}
END_TEST

Suite *unit_tree(void)
{
    Suite *suite = suite_create("tree");
    TCase *build = tcase_create("build");

    tcase_add_checked_fixture(build, begin, end);
    tcase_add_test(build, a_list_grows_and_keeps_what_it_had);
    tcase_add_test(build, a_map_grows_and_finds_what_was_put);
    tcase_add_test(build, a_size_is_a_whole_number_above_zero);
    tcase_add_test(build, questions_about_nothing_have_answers);
    tcase_add_test(build, leaves_hold_what_they_are_made_of);
    tcase_add_test(build, no_number_that_json_lacks_gets_in);
    tcase_add_loop_test(build, the_first_repeated_key_is_found_at_any_size, 2, 40);
    tcase_add_test(build, only_the_same_trees_are_equal);
    tcase_add_test(build, every_type_has_a_word);
    suite_add_tcase(suite, build);
    return suite;
}
