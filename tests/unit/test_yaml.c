#include "harness/core/json.h"
#include "harness/core/yaml.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

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

/* A view as an initialiser; texts may hold NUL. */
#define VIEW(literal)                                                                    \
    {                                                                                    \
        (literal), sizeof(literal) - 1                                                   \
    }

static const struct {
    const char *yaml;
    const char *json;
} accepted[] = {
    {"a: 1\nb: [x, 'y', \"z\"]\n", "{\"a\":1,\"b\":[\"x\",\"y\",\"z\"]}"},
    {"- 1\n- - 2\n  - {a: b}\n-\n", "[1,[2,{\"a\":\"b\"}],null]"},
    {"[~, null, Null, NULL, '', \"~\", 'null']",
     "[null,null,\"Null\",\"NULL\",\"\",\"~\",\"null\"]"},
    {"[true, false, True, yes, no, on, off, 'true']",
     "[true,false,\"True\",\"yes\",\"no\",\"on\",\"off\",\"true\"]"},
    {"[0, -0, 12, -7, 1.5, 1e3, -2.5E-1, 0.0]", "[0,0,12,-7,1.5,1000.0,-0.25,0.0]"},
    {"[1_000, 0x1F, 0o17, 017, 01, -01, 12:30, 2024-09-10, +1, .5, 1., 1e, -, .inf, "
     ".nan, 1.5.0, "
     "1e+]",
     "[\"1_000\",\"0x1F\",\"0o17\",\"017\",\"01\",\"-01\",\"12:30\",\"2024-09-10\",\"+"
     "1\",\".5\",\"1.\","
     "\"1e\",\"-\",\".inf\",\".nan\",\"1.5.0\",\"1e+\"]"},
    {"[9223372036854775807, 9223372036854775808, -9223372036854775808]",
     "[9223372036854775807,9.2233720368547758e18,-9223372036854775808]"},
    {"[\"1\", '2.5']", "[\"1\",\"2.5\"]"},
    {"text: |\n  one\n  two\nfolded: >\n  one\n  two\n",
     "{\"text\":\"one\\ntwo\\n\",\"folded\":\"one two\\n\"}"},
    {"true: 1\n1: 2\n~: 3\n'<<': 4\n'': 5\n",
     "{\"true\":1,\"1\":2,\"~\":3,\"<<\":4,\"\":5}"},
    {"# a comment\na: b # another\n", "{\"a\":\"b\"}"},
    {"---\na: b\n...\n", "{\"a\":\"b\"}"},
    {"\"\\u00e9\\0\\x41\"", "\"\xC3\xA9\\u0000A\""},
    {"{a: , b: {}}", "{\"a\":null,\"b\":{}}"},
    {"word", "\"word\""},
    {"label: {field: label, map: {\"A>B\": 0, \"B>A\": 1}}",
     "{\"label\":{\"field\":\"label\",\"map\":{\"A>B\":0,\"B>A\":1}}}"},
};

START_TEST(scalars_are_what_they_look_like)
{
    struct assay_buf out = {0};
    struct assay_node node;

    ck_assert_msg(assay_yaml_parse(assay_str_of(accepted[_i].yaml), "t.yaml", &arena,
                                   &node, &err) == ASSAY_OK,
                  "%s", err.text);
    assay_json_write(&node, false, &out);
    ck_assert_str_eq(out.data, accepted[_i].json);
    assay_buf_release(&out);
}
END_TEST

static const struct {
    struct assay_str yaml;
    const char *message; /* after "t.yaml:"; its beginning */
} refused[] = {
    {VIEW(""), "1: nothing there"},
    {VIEW("# only words\n"), "2: nothing there"},
    {VIEW("a: 1\nb: &x 2\n"), "2: anchors (&name) are not accepted"},
    {VIEW("a: 1\nb: &x [1]\n"), "2: anchors (&name) are not accepted"},
    {VIEW("a: 1\n&x b: 2\n"), "2: anchors (&name) are not accepted"},
    {VIEW("&x a: 1\n"), "1: anchors (&name) are not accepted"},
    {VIEW("a: 1\nb: *x\n"), "2: aliases (*name) are not accepted"},
    {VIEW("- !!str 1\n"), "1: tags (!name) are not accepted"},
    {VIEW("- !!map {a: 1}\n"), "1: tags (!name) are not accepted"},
    {VIEW("- ! 1\n"), "1: tags (!name) are not accepted"},
    {VIEW("a: 1\n<<: {b: 2}\n"), "2: merge keys (<<) are not accepted"},
    {VIEW("a: 1\nb: 2\na: 3\n"), "3: duplicate key 'a'"},
    {VIEW("a: 1\n'a': [1]\n"), "2: duplicate key 'a'"},
    {VIEW("{a: {b: 1, b: 2}}"), "1: duplicate key 'b'"},
    {VIEW("a: 1\n? [b]\n: 2\n"), "2: a key that is a list or a map is not accepted"},
    {VIEW("a: 1\n? *b\n: 2\n"), "2: aliases (*name) are not accepted"},
    {VIEW("a: 1\n? \n: 2\n"), "2: a key is missing"},
    {VIEW("\"a\\0b\": 1\n"), "1: NUL byte in a key"},
    {VIEW("a: 1\n---\nb: 2\n"), "2: a second document"},
    {VIEW("a: 1\n...\n---\nb: 2\n"), "3: a second document"},
    {VIEW("%YAML 1.1\n---\na: 1\n"), "1: directives (%) are not accepted"},
    {VIEW("%TAG ! tag:x,2000:\n---\na: 1\n"), "1: directives (%) are not accepted"},
    {VIEW("a: 1\nb: 1e999\n"), "2: number out of range"},
    {VIEW("a: 1\nb: [1, 2\n"), "3: not YAML: did not find expected ',' or ']'"},
    {VIEW("a: b: c\n"), "1: not YAML: mapping values are not allowed in this context"},
    {VIEW("a: 1\nb: \"x\n"), "3: not YAML: found unexpected end of stream"},
    {VIEW("a: 1\n\tb: 2\n"),
     "2: not YAML: found a tab character that violates indentation"},
    {VIEW("a: 1\nb: \xFF\n"), "2: not YAML: invalid leading UTF-8 octet"},
    {VIEW("a: 1\nb: \xC0\x80\n"), "2: not YAML: invalid length of a UTF-8 sequence"},
    {VIEW("a: \xED\xA0\x80\n"), "1: not YAML: invalid Unicode character"},
    {VIEW("a: \"\\ud800\"\n"),
     "1: not YAML: found invalid Unicode character escape code"},
    {VIEW("\xFF\xFE"
          "a\0"),
     "1: not YAML: invalid leading UTF-8 octet"},
    {VIEW("a: 1\nb: \0\n"), "2: not YAML: control characters are not allowed"},
    {VIEW("b: \x1B[31m\n"), "1: not YAML: control characters are not allowed"},
};

START_TEST(surprises_are_refused_with_their_line)
{
    struct assay_node node;
    char expected[200];

    ck_assert_int_eq(assay_yaml_parse(refused[_i].yaml, "t.yaml", &arena, &node, &err),
                     ASSAY_EDATA);
    (void)snprintf(expected, sizeof(expected), "t.yaml:%s", refused[_i].message);
    ck_assert_msg(strncmp(err.text, expected, strlen(expected)) == 0, "%s", err.text);
}
END_TEST

START_TEST(every_node_knows_its_line)
{
    struct assay_node node;

    ck_assert_int_eq(
        assay_yaml_parse(ASSAY_STR("# name\n\na: 1\nb:\n  - x\n  - {c: 2,\n     d: 3}\n"),
                         "t.yaml", &arena, &node, &err),
        ASSAY_OK);
    ck_assert_uint_eq(node.line, 3);
    ck_assert_uint_eq(assay_node_get(&node, "a")->line, 3);
    ck_assert_uint_eq(assay_node_get(&node, "b")->line, 4);
    ck_assert_uint_eq(assay_node_at(assay_node_get(&node, "b"), 1)->line, 6);
    ck_assert_uint_eq(
        assay_node_get(assay_node_at(assay_node_get(&node, "b"), 1), "d")->line, 7);
}
END_TEST

static enum assay_code repeated(const char *unit, size_t n, struct assay_node *node)
{
    struct assay_buf text = {0};
    enum assay_code code;

    for (size_t i = 0; i < n; i++)
        assay_buf_puts(&text, unit);
    code = assay_yaml_parse(assay_buf_view(&text), "t.yaml", &arena, node, &err);
    assay_buf_release(&text);
    return code;
}

START_TEST(depth_and_size_have_limits)
{
    struct assay_node node;

    ck_assert_int_eq(repeated("- ", ASSAY_TREE_DEPTH, &node), ASSAY_OK);
    ck_assert_int_eq(repeated("- ", ASSAY_TREE_DEPTH + 1, &node), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "t.yaml:1: nested deeper than 64");
    ck_assert_int_eq(repeated("[", 100000, &node), ASSAY_EDATA);
    ck_assert_int_eq(repeated("-\n", ASSAY_YAML_NODES - 1, &node), ASSAY_OK);
    ck_assert_uint_eq(assay_node_count(&node), ASSAY_YAML_NODES - 1);
    ck_assert_int_eq(repeated("-\n", ASSAY_YAML_NODES, &node), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "t.yaml:1048576: more than 1048576 values");
    ck_assert_int_eq(repeated("#\n", ASSAY_YAML_BYTES / 2 + 1, &node), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "t.yaml:1: larger than 16 MiB");
}
END_TEST

START_TEST(files_are_read_and_named)
{
    char dir[SCRATCH_PATH], path[SCRATCH_PATH], expected[SCRATCH_PATH + 40];
    struct assay_node node;

    scratch_make(dir);
    scratch_text(dir, "good.yaml", "a: [1]\n", path);
    ck_assert_int_eq(assay_yaml_read(path, &arena, &node, &err), ASSAY_OK);
    ck_assert_uint_eq(assay_node_count(assay_node_get(&node, "a")), 1);
    scratch_text(dir, "bad.yaml", "a: 1\na: 2\n", path);
    ck_assert_int_eq(assay_yaml_read(path, &arena, &node, &err), ASSAY_EDATA);
    (void)snprintf(expected, sizeof(expected), "%s:2: duplicate key 'a'", path);
    ck_assert_str_eq(err.text, expected);
    scratch_remove(dir);
    ck_assert_int_eq(assay_yaml_read(path, &arena, &node, &err), ASSAY_EIO);
}
END_TEST

/* Texts that YAML 1.1 or 1.2 would take for something else, and what else a tree may hold. */
static const char tricky[] =
    "{\"a\": [\"yes\", \"No\", \"null\", \"~\", \"\", \"1\", \"1e5\", \"0x1F\", "
    "\"2026-11-23\", "
    "\"12:30\", \"- x\", \"a: b\", \"a #b\", \"#\", \" a\", \"a \", \"l\\ni\\nne\", "
    "\"\\u00e9\", "
    "\"\\u0007\", \"'\", \"&x\", \"*x\", \"!x\", \"org/name-1.0\"], \"b c\": {\"true\": "
    "true, "
    "\"n\": null, \"i\": -3, \"r\": 0.1, \"big\": 1e22, \"e\": [], \"m\": {}}}";

START_TEST(what_is_written_is_read_back)
{
    struct assay_buf text = {0};
    struct assay_node there, back;

    ck_assert_int_eq(
        assay_json_parse(assay_str_of(tricky), "t.json", &arena, &there, &err), ASSAY_OK);
    assay_yaml_write(&there, &text);
    ck_assert_msg(!assay_yaml_parse(assay_buf_view(&text), "t.yaml", &arena, &back, &err),
                  "%s\n%s", err.text, text.data);
    ck_assert_msg(assay_node_equal(&there, &back), "%s", text.data);
    ck_assert_ptr_nonnull(strstr(text.data, "- org/name-1.0\n"));
    ck_assert_ptr_nonnull(strstr(text.data, "- \"yes\"\n"));
    assay_buf_release(&text);
}
END_TEST

Suite *unit_yaml(void)
{
    Suite *suite = suite_create("yaml");
    TCase *text = tcase_create("text");

    tcase_add_checked_fixture(text, begin, end);
    tcase_add_loop_test(text, scalars_are_what_they_look_like, 0,
                        sizeof(accepted) / sizeof(accepted[0]));
    tcase_add_loop_test(text, surprises_are_refused_with_their_line, 0,
                        sizeof(refused) / sizeof(refused[0]));
    tcase_add_test(text, every_node_knows_its_line);
    tcase_add_test(text, depth_and_size_have_limits);
    tcase_add_test(text, files_are_read_and_named);
    tcase_add_test(text, what_is_written_is_read_back);
    suite_add_tcase(suite, text);
    return suite;
}
