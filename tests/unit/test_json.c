#include "harness/core/json.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static struct assay_arena arena;
static struct assay_error err;

static void begin(void)
{
    arena = (struct assay_arena){0};
    err = (struct assay_error){0};
}

static void end(void)
{
    assay_arena_release(&arena);
}

static struct assay_node parsed(const char *text)
{
    struct assay_node node;

    ck_assert_msg(assay_json_parse(assay_str_of(text), "t.json", &arena, &node, &err) ==
                      ASSAY_OK,
                  "%s", err.text);
    return node;
}

static const char *written(const struct assay_node *node, bool indent)
{
    struct assay_buf out = {0};
    const char *text;

    assay_json_write(node, indent, &out);
    text = assay_arena_copy(&arena, assay_buf_view(&out)).ptr;
    assay_buf_release(&out);
    return text;
}

static const struct {
    const char *text;
    const char *message; /* after "t.json:" */
} refused[] = {
    {"", "1: not JSON: unexpected token near end of file"},
    {"{\n\"a\":1,\n\"a\":2}", "3: not JSON: duplicate object key near '\"a\"'"},
    {"{\"a\":1,\"\\u0061\":2}", "1: not JSON: duplicate object key"},
    {"[1]\n[2]", "2: not JSON: end of file expected near '['"},
    {"NaN", "1: not JSON: invalid token near 'NaN'"},
    {"[Infinity]", "1: not JSON: invalid token near 'Infinity'"},
    {"[-Infinity]", "1: not JSON: invalid token near '-'"},
    {"[1e999]", "1: not JSON: real number overflow"},
    {"[-1e999, 99999999999999999999]", "1: not JSON: real number overflow"},
    {"[\"\xFF\"]", "1: not JSON: unable to decode byte 0xff"},
    {"[\"\xED\xA0\x80\"]", "1: not JSON: unable to decode byte 0xed"},
    {"[\"\\ud800\"]", "1: not JSON: invalid Unicode"},
    {"{\"\\u0000\":1}", "1: not JSON: NUL byte in object key not supported"},
    {"[01]", "1: not JSON: invalid token near '0'"},
    {"[1,]", "1: not JSON: unexpected token near ']'"},
    {"{'a':1}", "1: not JSON: string or '}' expected near '''"},
    {"[1 // one\n]", "1: not JSON: ']' expected near '/'"},
    {"[\"a\nb\"]", "1: not JSON: unexpected newline"},
};

START_TEST(what_is_not_json_is_refused_with_its_line)
{
    struct assay_node node;
    char expected[200];

    ck_assert_int_eq(
        assay_json_parse(assay_str_of(refused[_i].text), "t.json", &arena, &node, &err),
        ASSAY_EDATA);
    (void)snprintf(expected, sizeof(expected), "t.json:%s", refused[_i].message);
    ck_assert_msg(strncmp(err.text, expected, strlen(expected)) == 0, "%s", err.text);
}
END_TEST

START_TEST(a_record_names_its_own_line)
{
    struct assay_node node;

    ck_assert_int_eq(
        assay_json_parse_record(ASSAY_STR("[1"), "t.jsonl", 7, &arena, &node, &err),
        ASSAY_EDATA);
    ck_assert_str_eq(err.text, "t.jsonl:7: not JSON: ']' expected near end of file");
    ck_assert_int_eq(
        assay_json_parse_record(ASSAY_STR("[1]"), "t.jsonl", 7, &arena, &node, &err),
        ASSAY_OK);
    ck_assert_uint_eq(assay_node_at(&node, 0)->line, 7);
}
END_TEST

static struct assay_str nested(char open, char close, size_t depth)
{
    char *text = assay_arena_new(&arena, depth * 2 + 1, 1);

    memset(text, open, depth);
    memset(text + depth, close, depth);
    return (struct assay_str){text, depth * 2};
}

START_TEST(sixty_four_levels_and_no_more)
{
    struct assay_node node;

    ck_assert_int_eq(assay_json_parse(nested('[', ']', ASSAY_TREE_DEPTH), "t.json",
                                      &arena, &node, &err),
                     ASSAY_OK);
    ck_assert_int_eq(assay_json_parse(nested('[', ']', ASSAY_TREE_DEPTH + 1), "t.json",
                                      &arena, &node, &err),
                     ASSAY_EDATA);
    ck_assert_str_eq(err.text, "t.json:1: nested deeper than 64");
    ck_assert_int_eq(
        assay_json_parse(nested('[', ']', 100000), "t.json", &arena, &node, &err),
        ASSAY_EDATA);
}
END_TEST

START_TEST(integers_beyond_int64_become_reals_and_only_those)
{
    const struct assay_node node = parsed(
        "[9223372036854775807, 9223372036854775808, -9223372036854775808,"
        " -9223372036854775809, \"99999999999999999999\\\"9\", 1.5, 1e3,"
        " 123456789012345678901234567890123456789, {\"99999999999999999999\": 2}]");
    const struct assay_node *at = node.as.list.at;

    ck_assert_int_eq(at[0].type, ASSAY_NODE_INT);
    ck_assert_int_eq(at[0].as.integer, INT64_MAX);
    ck_assert_int_eq(at[1].type, ASSAY_NODE_REAL);
    ck_assert_double_eq(at[1].as.real, 9223372036854775808.0);
    ck_assert_int_eq(at[2].as.integer, INT64_MIN);
    ck_assert_int_eq(at[3].type, ASSAY_NODE_REAL);
    ck_assert_double_eq(at[3].as.real, -9223372036854775808.0);
    ck_assert(assay_str_equal(at[4].as.text, ASSAY_STR("99999999999999999999\"9")));
    ck_assert_double_eq(at[5].as.real, 1.5);
    ck_assert_double_eq(at[6].as.real, 1000);
    ck_assert_double_eq(at[7].as.real, 123456789012345678901234567890123456789.0);
    ck_assert_int_eq(assay_node_get(&at[8], "99999999999999999999")->as.integer, 2);
}
END_TEST

static const struct {
    const char *text;
    const char *again; /* NULL: the same */
} kept[] = {
    {"{\"z\":1,\"a\":[true,false,null],\"m\":{}}", NULL},
    {"[0.10000000000000001,1.0,-0.0,1e22,9.5367431640625e-7,2.2250738585072014e-308]",
     NULL},
    {"[1.7976931348623157e308,5e-324,-1.5]",
     "[1.7976931348623157e308,4.9406564584124654e-324,-1.5]"},
    {"\"\\u0000\\u001F\\n\\t\\\"\\\\/\"", NULL},
    {"\"\\ud83d\\ude00 \\u00e9 \xE2\x82\xAC\"",
     "\"\xF0\x9F\x98\x80 \xC3\xA9 \xE2\x82\xAC\""},
    {" [ 1 , 2 ] ", "[1,2]"},
    {"-0", "0"},
    {"\"\"", NULL},
    {"{\"\":\"\"}", NULL},
};

START_TEST(what_is_read_is_written_again)
{
    const struct assay_node node = parsed(kept[_i].text);
    const char *again = kept[_i].again ? kept[_i].again : kept[_i].text;
    struct assay_node copy;

    ck_assert_str_eq(written(&node, false), again);
    copy = parsed(written(&node, true));
    ck_assert(assay_node_equal(&node, &copy));
}
END_TEST

START_TEST(documents_are_indented_by_two)
{
    const struct assay_node node = parsed("{\"a\":[1,{\"b\":2}]}");

    ck_assert_str_eq(written(&node, true), "{\n  \"a\": [\n    1,\n    {\n"
                                           "      \"b\": 2\n    }\n  ]\n}\n");
}
END_TEST

START_TEST(a_comma_locale_changes_nothing)
{
    static const char *const commas[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8",
                                         "nl_NL.UTF-8", "ru_RU.UTF-8"};

    for (size_t i = 0; i < sizeof(commas) / sizeof(commas[0]); i++) {
        if (setlocale(LC_NUMERIC, commas[i])) {
            const struct assay_node node = parsed("[1.5]");

            ck_assert_double_eq(assay_node_at(&node, 0)->as.real, 1.5);
            ck_assert_str_eq(written(&node, false), "[1.5]");
        }
    }
    (void)setlocale(LC_NUMERIC, "C");
}
END_TEST

START_TEST(a_document_is_saved_whole_and_read_again)
{
    char dir[SCRATCH_PATH], path[SCRATCH_PATH];
    const struct assay_node first = parsed("{\"a\": 0.1}");
    const struct assay_node second = parsed("[\"longer than the first one was\"]");
    struct assay_node got;

    scratch_make(dir);
    scratch_path(dir, "doc.json", path);
    ck_assert_int_eq(assay_json_save(&first, path, &err), ASSAY_OK);
    ck_assert_int_eq(assay_json_save(&second, path, &err), ASSAY_OK);
    ck_assert_int_eq(assay_json_read(path, &arena, &got, &err), ASSAY_OK);
    ck_assert(assay_node_equal(&got, &second));
    scratch_remove(dir);
}
END_TEST

START_TEST(a_place_that_cannot_be_written_is_named)
{
    const struct assay_node node = parsed("1");

    ck_assert_int_eq(assay_json_save(&node, "/proc/none/doc.json", &err), ASSAY_EIO);
    ck_assert_str_eq(err.text,
                     "/proc/none/doc.json: cannot be written: No such file or directory");
    ck_assert_int_eq(assay_json_save(&node, "/dev", &err), ASSAY_EIO);
    ck_assert_msg(strncmp(err.text, "/dev: cannot be written: ", 25) == 0, "%s",
                  err.text);
    ck_assert_int_eq(access("/dev.tmp", F_OK), -1);
}
END_TEST

START_TEST(what_cannot_be_read_is_named)
{
    struct assay_node got;

    ck_assert_int_eq(assay_json_read("/nonexistent/a.json", &arena, &got, &err),
                     ASSAY_EIO);
    ck_assert_int_eq(assay_json_read("/", &arena, &got, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "/: is a directory, not a regular file");
}
END_TEST

Suite *unit_json(void)
{
    Suite *suite = suite_create("json");
    TCase *text = tcase_create("text");
    TCase *files = tcase_create("files");

    tcase_add_checked_fixture(text, begin, end);
    tcase_add_loop_test(text, what_is_not_json_is_refused_with_its_line, 0,
                        sizeof(refused) / sizeof(refused[0]));
    tcase_add_test(text, a_record_names_its_own_line);
    tcase_add_test(text, sixty_four_levels_and_no_more);
    tcase_add_test(text, integers_beyond_int64_become_reals_and_only_those);
    tcase_add_loop_test(text, what_is_read_is_written_again, 0,
                        sizeof(kept) / sizeof(kept[0]));
    tcase_add_test(text, documents_are_indented_by_two);
    tcase_add_test(text, a_comma_locale_changes_nothing);
    tcase_add_checked_fixture(files, begin, end);
    tcase_add_test(files, a_document_is_saved_whole_and_read_again);
    tcase_add_test(files, a_place_that_cannot_be_written_is_named);
    tcase_add_test(files, what_cannot_be_read_is_named);
    suite_add_tcase(suite, text);
    suite_add_tcase(suite, files);
    return suite;
}
