#include "harness/run/same.h"
#include "tests/unit/unit.h"

#include <string.h>

/* One message and two completions. */
struct asked {
    const char *role, *prompt, *first, *second;
};

static struct assay_content content_of(const struct asked *asked)
{
    const struct assay_message message = {assay_str_of(asked->role),
                                          assay_str_of(asked->prompt)};
    const struct assay_str completions[] = {assay_str_of(asked->first),
                                            assay_str_of(asked->second)};
    const struct assay_item item = {.messages = &message,
                                    .message_count = 1,
                                    .completions = completions,
                                    .completion_count = 2};

    return assay_same_content(&item);
}

static const struct asked plain = {"user", "ab", "c", "d"};

/* What a model can tell from plain; some have the same bytes, divided otherwise. */
static const struct asked others[] = {
    {"system", "ab", "c", "d"}, {"user", "aB", "c", "d"}, {"user", "ab", "d", "c"},
    {"user", "a", "bc", "d"},   {"user", "ab", "cd", ""}, {"user", "ab", "", "cd"},
    {"use", "rab", "c", "d"},
};

START_TEST(items_that_differ_in_any_text_are_not_the_same)
{
    struct assay_same same = {0};
    const struct assay_content first = content_of(&plain);
    const struct assay_content other = content_of(&others[_i]);

    ck_assert_uint_eq(assay_same_first(&same, &first, 0), 0);
    ck_assert_uint_eq(assay_same_first(&same, &other, 1), 1);
    ck_assert_uint_eq(assay_same_first(&same, &first, 2), 0);
    ck_assert_uint_eq(assay_same_first(&same, &other, 3), 1);
    assay_same_release(&same);
}
END_TEST

START_TEST(nothing_is_the_same_as_an_item_without_texts)
{
    struct assay_same same = {0};
    const struct assay_content none = content_of(&(struct asked){"user", "", "", ""});

    for (size_t i = 0; i < 3; i++)
        ck_assert_uint_eq(assay_same_first(&same, &none, i), i);
    assay_same_release(&same);
}
END_TEST

START_TEST(many_contents_are_found_again)
{
    struct assay_same same = {0};

    for (size_t round = 0; round < 2; round++) {
        for (unsigned char i = 1; i < 201; i++) {
            struct assay_content content;

            memset(content.digest, i, sizeof(content.digest));
            ck_assert_uint_eq(assay_same_first(&same, &content, round * 200 + i), i);
        }
    }
    assay_same_release(&same);
}
END_TEST

Suite *unit_same(void)
{
    Suite *suite = suite_create("same");
    TCase *contents = tcase_create("contents");

    tcase_add_loop_test(contents, items_that_differ_in_any_text_are_not_the_same, 0,
                        (int)(sizeof(others) / sizeof(others[0])));
    tcase_add_test(contents, nothing_is_the_same_as_an_item_without_texts);
    tcase_add_test(contents, many_contents_are_found_again);
    suite_add_tcase(suite, contents);
    return suite;
}
