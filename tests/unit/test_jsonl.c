#include "harness/core/jsonl_backend.h"
#include "tests/unit/unit.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>

static struct assay_arena arena;
static struct assay_error err;
static struct assay_jsonl *parsers[4];
static size_t parser_count;

static void begin(void)
{
    arena = (struct assay_arena){0};
    parser_count = 0;
    for (; assay_jsonl_backends[parser_count]; parser_count++)
        parsers[parser_count] = assay_jsonl_new_on(assay_jsonl_backends[parser_count]);
}

static void end(void)
{
    for (size_t i = 0; i < parser_count; i++)
        assay_jsonl_free(parsers[i]);
    assay_arena_release(&arena);
}

/* A copy that may be changed, with padding that is not zero. */
static enum assay_code parse(struct assay_jsonl *parser, struct assay_str text,
                             const struct assay_node **out)
{
    char *copy = assay_arena_new(&arena, text.len + ASSAY_JSONL_PADDING, 1);

    memset(copy, 'x', text.len + ASSAY_JSONL_PADDING);
    if (text.len)
        memcpy(copy, text.ptr, text.len);
    return assay_jsonl_parse(parser,
                             (struct assay_jsonl_text){copy, text.len, "t.jsonl", 7},
                             &arena, out, &err);
}

static const struct assay_node *parsed(struct assay_jsonl *parser, const char *text)
{
    const struct assay_node *node;

    ck_assert_msg(parse(parser, assay_str_of(text), &node) == ASSAY_OK, "%s: %s", text,
                  err.text);
    return node;
}

/* A view as an initialiser; texts may hold NUL. */
#define VIEW(literal)                                                                    \
    {                                                                                    \
        (literal), sizeof(literal) - 1                                                   \
    }

static const struct assay_str refused[] = {
    VIEW(""),
    VIEW(" "),
    VIEW("{\"a\":1,\"a\":2}"),
    VIEW("[{\"a\":1,\"\\u0061\":2}]"),
    VIEW("{\"a\":1} {\"a\":2}"),
    VIEW("{\"a\":1}x"),
    VIEW("[1]\0"),
    VIEW("[184\0]"),
    VIEW("{\"a\":1"),
    VIEW("NaN"),
    VIEW("[nan]"),
    VIEW("[Infinity]"),
    VIEW("[-Infinity]"),
    VIEW("[1e999]"),
    VIEW("[-1e999]"),
    VIEW("[\"\xFF\"]"),
    VIEW("[\"\xC0\x80\"]"),
    VIEW("[\"\xED\xA0\x80\"]"),
    VIEW("[\"\xF4\x90\x80\x80\"]"),
    VIEW("[\"\xE2\x82\"]"),
    VIEW("{\"\xFF\":1}"),
    VIEW("[\"\\ud800\"]"),
    VIEW("[\"\\udc00\"]"),
    VIEW("[\"\\ud800\\u0041\"]"),
    VIEW("{\"\\u0000\":1}"),
    VIEW("[\"\\x\"]"),
    VIEW("[\"a\nb\"]"),
    VIEW("[\"a\0b\"]"),
    VIEW("[01]"),
    VIEW("[-]"),
    VIEW("[+1]"),
    VIEW("[1.]"),
    VIEW("[.5]"),
    VIEW("[1e]"),
    VIEW("[0x10]"),
    VIEW("[1,]"),
    VIEW("{\"a\":1,}"),
    VIEW("{\"a\"}"),
    VIEW("{1:1}"),
    VIEW("{'a':1}"),
    VIEW("[1 /* one */]"),
    VIEW("[True]"),
    VIEW("\xEF\xBB\xBF[1]"),
};

START_TEST(what_is_not_json_is_refused_with_its_line)
{
    const struct assay_node *node;

    for (size_t i = 0; i < parser_count; i++) {
        ck_assert_msg(parse(parsers[i], refused[_i], &node) == ASSAY_EDATA, "%s",
                      refused[_i].ptr);
        ck_assert_msg(strncmp(err.text, "t.jsonl:7: not JSON: ", 21) == 0, "%s",
                      err.text);
    }
}
END_TEST

/* What the message ends with: the field where it is certain. */
static const struct {
    struct assay_str text;
    const char *field; /* NULL: none is named */
} stopped[] = {
    {VIEW("{\"id\":\"a\",\"score_chosen\":NaN,\"b\":1}"), "score_chosen"},
    {VIEW("{\"id\":\"a\", \"score_chosen\" : -Infinity}"), "score_chosen"},
    {VIEW("{\"id\":\"a\",\"score_chosen\":1e999}"), "score_chosen"},
    {VIEW("{\"id\":\"a\\n\",\"scores\":[0.5,[1,2],[3, -1e999]]}"), "scores"},
    {VIEW("{\"id\":\"a\",\"scores\":[true,null, nan]}"), "scores"},
    {VIEW("{\"a\":1, NaN}"), NULL},
    {VIEW("{\"a\":[1], NaN}"), NULL},
    {VIEW("[1, NaN]"), NULL},
    {VIEW("NaN"), NULL},
    {VIEW(""), NULL},
    {VIEW("{\"a\":[\"b\", NaN]}"), NULL},
    {VIEW("{\"\\u0061\\n\":NaN}"), NULL},
};

START_TEST(what_is_not_json_is_refused_with_its_field)
{
    const char *field = stopped[_i].field;
    const struct assay_node *node;

    for (size_t i = 0; i < parser_count; i++) {
        const char *named;

        ck_assert_int_eq(parse(parsers[i], stopped[_i].text, &node), ASSAY_EDATA);
        named = strstr(err.text, ", field ");
        ck_assert_msg(!named == !field, "%s", err.text);
        if (field)
            ck_assert_str_eq(named + 8, field);
    }
}
END_TEST

static const struct {
    const char *text;
    const char *again; /* NULL: the same */
} kept[] = {
    {"{\"z\":1,\"a\":[true,false,null],\"m\":{},\"l\":[[]]}", NULL},
    {"[0.10000000000000001,1.0,-0.0,1e22,9.5367431640625e-7,123456.0]", NULL},
    {"[1e0,1E+2,100e-2,-12.50]", "[1.0,100.0,1.0,-12.5]"},
    {"[1.7976931348623157e308,5e-324,1e-400,-1e-400]",
     "[1.7976931348623157e308,4.9406564584124654e-324,0.0,-0.0]"},
    {"[9223372036854775807,-9223372036854775808]", NULL},
    {"[9223372036854775808,18446744073709551615,18446744073709551616]",
     "[9.2233720368547758e18,1.8446744073709552e19,1.8446744073709552e19]"},
    {"[-9223372036854775809,123456789012345678901234567890]",
     "[-9.2233720368547758e18,1.2345678901234568e29]"},
    {"\"\\u0000\\u0001\\u001F\\b\\f\\n\\r\\t\\\"\\\\/\x7F\"", NULL},
    {"\"\\ud83d\\ude00 \\u00e9\\/\xE2\x82\xAC\"",
     "\"\xF0\x9F\x98\x80 \xC3\xA9/\xE2\x82\xAC\""},
    {" \t\r\n[ 1 , 2 ]\n", "[1,2]"},
    {"-0", "0"},
    {"true", NULL},
    {"\"\"", NULL},
    {"{\"\":\"\"}", NULL},
    {"{\"b\":1,\"B\":1,\"bb\":1}", NULL},
};

START_TEST(what_is_read_is_written_again_in_the_same_bytes)
{
    const char *again = kept[_i].again ? kept[_i].again : kept[_i].text;

    for (size_t i = 0; i < parser_count; i++) {
        const struct assay_node *node = parsed(parsers[i], kept[_i].text);
        struct assay_buf out = {0};

        assay_jsonl_backends[i]->write(node, &out);
        ck_assert_str_eq(out.data, again);
        ck_assert(assay_node_equal(node, parsed(parsers[i], out.data)));
        assay_buf_release(&out);
    }
}
END_TEST

START_TEST(every_node_knows_the_line_and_texts_may_hold_nul)
{
    for (size_t i = 0; i < parser_count; i++) {
        const struct assay_node *node = parsed(parsers[i], "{\"a\":[\"x\\u0000y\",2]}");
        const struct assay_node *list = assay_node_get(node, "a");

        ck_assert_uint_eq(node->line, 7);
        ck_assert_uint_eq(list->line, 7);
        ck_assert_uint_eq(assay_node_at(list, 1)->line, 7);
        ck_assert(
            assay_str_equal(assay_node_text(assay_node_at(list, 0)), ASSAY_STR("x\0y")));
    }
}
END_TEST

static struct assay_str nested(size_t depth)
{
    char *text = assay_arena_new(&arena, depth * 2 + 1, 1);

    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    return (struct assay_str){text, depth * 2};
}

START_TEST(sixty_four_levels_and_no_more)
{
    const struct assay_node *node;

    for (size_t i = 0; i < parser_count; i++) {
        ck_assert_int_eq(parse(parsers[i], nested(ASSAY_TREE_DEPTH), &node), ASSAY_OK);
        ck_assert_int_eq(parse(parsers[i], nested(ASSAY_TREE_DEPTH + 1), &node),
                         ASSAY_EDATA);
        ck_assert_str_eq(err.text, "t.jsonl:7: nested deeper than 64");
        ck_assert_int_eq(parse(parsers[i], nested(1000000), &node), ASSAY_EDATA);
    }
}
END_TEST

START_TEST(a_record_beyond_the_limit_is_refused_unread)
{
    struct assay_jsonl_text record = {NULL, ASSAY_JSONL_RECORD_BYTES + (size_t)1,
                                      "t.jsonl", 7};
    const struct assay_node *node;

    for (size_t i = 0; i < parser_count; i++) {
        ck_assert_int_eq(assay_jsonl_parse(parsers[i], record, &arena, &node, &err),
                         ASSAY_EDATA);
        ck_assert_str_eq(err.text, "t.jsonl:7: record longer than 16777216 bytes");
    }
}
END_TEST

/* {"0":0,"1":1,...}, the last key a repetition of the first one if it is to be refused. */
static struct assay_str wide(size_t members, bool repeat)
{
    struct assay_buf text = {0};
    struct assay_str copy;

    for (size_t i = 0; i < members; i++)
        assay_buf_printf(&text, "%c\"%zu\":%zu", i ? ',' : '{', i, i);
    assay_buf_puts(&text, repeat ? ",\"0\":0}" : "}");
    copy = assay_arena_copy(&arena, assay_buf_view(&text));
    assay_buf_release(&text);
    return copy;
}

START_TEST(wide_maps_are_read_and_searched_for_repeated_keys)
{
    static const size_t sizes[] = {2, 15, 16, 100, 100000};
    const size_t members = sizes[_i];
    const struct assay_node *node;

    for (size_t i = 0; i < parser_count; i++) {
        ck_assert_int_eq(parse(parsers[i], wide(members, false), &node), ASSAY_OK);
        ck_assert_uint_eq(assay_node_count(node), members);
        ck_assert_int_eq(node->as.map.at[members - 1].value.as.integer,
                         (int64_t)members - 1);
        ck_assert_int_eq(parse(parsers[i], wide(members, true), &node), ASSAY_EDATA);
        ck_assert_ptr_nonnull(strstr(err.text, "duplicate object key"));
        ck_assert_int_eq(parse(parsers[i], ASSAY_STR("[1]"), &node), ASSAY_OK);
    }
}
END_TEST

START_TEST(the_fastest_library_is_named_and_writes_lines)
{
    const struct assay_node node = assay_node_of_int(1);
    struct assay_buf out = {0};
    struct assay_jsonl *parser = assay_jsonl_new();

    ck_assert_str_eq(assay_jsonl_jansson.version(),
                     assay_jsonl_backends[parser_count - 1]->version());
    ck_assert_int_eq(strncmp(assay_jsonl_jansson.version(), "jansson 2.", 10), 0);
    ck_assert_int_eq(parsed(parser, "12")->as.integer, 12);
    assay_jsonl_write(&node, &out);
    assay_jsonl_write(&node, &out);
    ck_assert_str_eq(out.data, "1\n1\n");
    assay_buf_release(&out);
    assay_jsonl_free(parser);
    assay_jsonl_free(NULL);
}
END_TEST

START_TEST(a_comma_locale_changes_nothing)
{
    static const char *const commas[] = {"de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8",
                                         "nl_NL.UTF-8", "ru_RU.UTF-8"};

    for (size_t i = 0; i < sizeof(commas) / sizeof(commas[0]); i++) {
        if (!setlocale(LC_NUMERIC, commas[i]))
            continue;
        for (size_t j = 0; j < parser_count; j++) {
            const struct assay_node *node = parsed(parsers[j], "[1.5,1e-5,1e30]");
            struct assay_buf out = {0};

            assay_jsonl_backends[j]->write(node, &out);
            ck_assert_str_eq(out.data, "[1.5,1.0000000000000001e-5,1e30]");
            assay_buf_release(&out);
        }
    }
    (void)setlocale(LC_NUMERIC, "C");
}
END_TEST

Suite *unit_jsonl(void)
{
    Suite *suite = suite_create("jsonl");
    TCase *records = tcase_create("records");

    tcase_add_checked_fixture(records, begin, end);
    tcase_add_loop_test(records, what_is_not_json_is_refused_with_its_line, 0,
                        sizeof(refused) / sizeof(refused[0]));
    tcase_add_loop_test(records, what_is_not_json_is_refused_with_its_field, 0,
                        sizeof(stopped) / sizeof(stopped[0]));
    tcase_add_loop_test(records, what_is_read_is_written_again_in_the_same_bytes, 0,
                        sizeof(kept) / sizeof(kept[0]));
    tcase_add_test(records, every_node_knows_the_line_and_texts_may_hold_nul);
    tcase_add_test(records, sixty_four_levels_and_no_more);
    tcase_add_test(records, a_record_beyond_the_limit_is_refused_unread);
    tcase_add_loop_test(records, wide_maps_are_read_and_searched_for_repeated_keys, 0, 5);
    tcase_add_test(records, the_fastest_library_is_named_and_writes_lines);
    tcase_add_test(records, a_comma_locale_changes_nothing);
    suite_add_tcase(suite, records);
    return suite;
}
