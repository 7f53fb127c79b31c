#include "harness/core/plain.h"

#include "tests/unit/unit.h"

static const struct {
    const char *text, *plain;
} texts[] = {
    {"", ""},
    {" \t\n", ""},
    {"Don't PANIC!", "dont panic"},
    {"  a,b ; c  ", "ab c"},
    {"x = 2*3", "x 23"},
    {"semi-automatic e.g. 3.14", "semiautomatic eg 314"},
    {"\xC3\x84rger \xC3\x9C\x62\x65r", "\xC3\xA4rger \xC3\xBC\x62\x65r"}, /* Ärger Über */
    {"\xCE\xA3\xCE\xA6 \xD0\x94\xD0\x90",
     "\xCF\x83\xCF\x86 \xD0\xB4\xD0\xB0"},                     /* ΣΦ ДА */
    {"a\xC2\xA0\x62", "a b"},                                  /* no-break space */
    {"a\xE3\x80\x80\x62", "a b"},                              /* ideographic space */
    {"\xE2\x80\x9CYes\xE2\x80\x9D \xE2\x80\x94 no", "yes no"}, /* quotes and a dash */
    /* 你好, world: two characters, each a word */
    {"\xE4\xBD\xA0\xE5\xA5\xBD\xEF\xBC\x8Cworld", "\xE4\xBD\xA0 \xE5\xA5\xBD world"},
    {"a\xE4\xBD\xA0z", "a \xE4\xBD\xA0 z"},
    {"\xF0\x9F\x98\x80 ok", "ok"},      /* an emoji */
    {"a\xFF\xC3 b\xED\xA0\x80", "a b"}, /* bytes that are not UTF-8 */
};

START_TEST(texts_become_words)
{
    struct assay_plain *plain;
    struct assay_buf out = {0};
    struct assay_error err;

    ck_assert_int_eq(assay_plain_open(&plain, &err), ASSAY_OK);
    assay_plain_add(plain, assay_str_of(texts[_i].text), &out);
    ck_assert_str_eq(out.data, texts[_i].plain);
    assay_buf_release(&out);
    assay_plain_close(plain);
}
END_TEST

START_TEST(words_come_one_by_one)
{
    struct assay_str text = ASSAY_STR("one two");
    struct assay_str word;

    ck_assert(assay_plain_next(&text, &word));
    ck_assert(assay_str_equal(word, ASSAY_STR("one")));
    ck_assert(assay_plain_next(&text, &word));
    ck_assert(assay_str_equal(word, ASSAY_STR("two")));
    ck_assert(!assay_plain_next(&text, &word));
}
END_TEST

Suite *unit_plain(void)
{
    Suite *suite = suite_create("plain");
    TCase *words = tcase_create("words");

    tcase_add_loop_test(words, texts_become_words, 0, sizeof(texts) / sizeof(texts[0]));
    tcase_add_test(words, words_come_one_by_one);
    suite_add_tcase(suite, words);
    return suite;
}
