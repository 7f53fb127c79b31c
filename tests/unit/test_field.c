#include "harness/core/field.h"
#include "harness/core/json.h"
#include "tests/unit/unit.h"

#include <string.h>

static const char record_text[] =
    "{\"id\": 7, \"source\": \"mmlu-pro-law\", \"label\": "
    "\"A>B\", \"ok\": true, \"gone\": null,"
    " \"text\": \"### Q:\\nWhy?\\n### A: no\\n### A: "
    "yes\", \"half\": 0.5, \"spelt\": \"-1e-3\","
    " \"a.b\": \"dotted\", \"turns\": [{\"says\": \"hi\"}, "
    "{\"says\": \"bye\"}], \"empty\": [], \"judged\": \"[[B]]\", "
    "\"place\": 2, \"jury\": [\"[[A]]\", \"[[B]]\", \"?\", \"[[B]]\"], \"swap\": "
    "\"False\"}";

static struct assay_node parse(const char *text, struct assay_arena *arena)
{
    struct assay_node node;
    struct assay_error err;

    ck_assert_msg(assay_json_parse(assay_str_of(text), "test", arena, &node, &err) ==
                      ASSAY_OK,
                  "%s", err.text);
    return node;
}

/* Evaluates a field written as JSON against the record above, as text. */
static enum assay_code text_of(const char *spec, struct assay_arena *arena,
                               struct assay_str *out, struct assay_error *err)
{
    const struct assay_node record = parse(record_text, arena);
    const struct assay_field_source source = {.record = &record,
                                              .path = "f.jsonl",
                                              .line = 3,
                                              .file = ASSAY_STR("part"),
                                              .row = 2};
    struct assay_node *node = assay_arena_new(arena, 1, sizeof(*node));
    const struct assay_field *field;

    *node = parse(spec, arena);
    ck_assert_msg(assay_field_compile(node, "suite.yaml", arena, &field, err) == ASSAY_OK,
                  "%s", err->text);
    return assay_field_text(field, &source, arena, out, err);
}

static const struct {
    const char *spec, *text;
} texts[] = {
    {"\"id\"", "7"},
    {"\"half\"", "0.5"},
    {"\"turns[1].says\"", "bye"},
    {"\"turns[-1].says\"", "bye"},
    {"\"[\\\"a.b\\\"]\"", "dotted"},
    {"\"@row\"", "2"},
    {"\"@file\"", "part"},
    {"{\"const\": \"Chat\"}", "Chat"},
    {"{\"const\": \"PAirs \u00c9\", \"lower\": true}", "pairs \xc3\x89"},
    {"{\"join\": [\"@file\", \"/\", \"@row\", {\"field\": \"id\"}]}", "part/27"},
    {"{\"field\": \"label\", \"map\": {\"A>B\": 0, \"B>A\": 1}}", "0"},
    {"{\"field\": \"ok\", \"map\": {\"true\": \"yes\"}}", "yes"},
    {"{\"field\": \"gone\", \"map\": {\"null\": \"none\"}}", "none"},
    {"{\"field\": \"source\", \"prefix\": {\"mmlu\": \"x\", \"mmlu-pro\": "
     "\"Knowledge\"}}",
     "Knowledge"},
    {"{\"field\": \"source\", \"prefix\": {\"mmlu-pro\": \"Knowledge\", \"mmlu\": "
     "\"x\"}}",
     "Knowledge"},
    /* sha256("7") = 7902699be42c8a8e46fbbb4501726517e86b22c56a189f7625a6da49081b2451 */
    {"{\"field\": \"id\", \"digest\": true}", "7902699be42c8a8e"},
    {"{\"field\": \"id\", \"digest\": false}", "7"},
    {"{\"field\": \"text\", \"after\": \"### Q:\\n\", \"before\": \"\\n### A:\"}",
     "Why?\n### A: no"},
    {"{\"field\": {\"field\": \"label\", \"map\": {\"A>B\": \"ab\"}}, \"map\": {\"ab\": "
     "\"c\"}}",
     "c"},
    {"{\"field\": \"judged\", \"verdict\": \"rewardbench\"}", "-1"},
    {"{\"field\": \"judged\", \"verdict\": \"rewardbench\", \"swapped\": \"ok\"}", "1"},
    {"{\"field\": \"judged\", \"verdict\": \"rewardbench\", \"swapped\": \"swap\"}",
     "-1"},
    /* what stood second is the first, in place 1 before they were exchanged, and not in 2 */
    {"{\"field\": \"judged\", \"verdict\": \"rewardbench2\", \"moved\": \"ok\"}", "0"},
    {"{\"field\": \"judged\", \"verdict\": \"rewardbench2\", \"moved\": \"place\"}", "1"},
    {"{\"const\": \"[[A]]\", \"verdict\": \"rewardbench2\", \"moved\": \"place\"}", "2"},
    {"{\"field\": \"label\", \"verdict\": \"rewardbench\", \"swapped\": \"ok\", "
     "\"map\": {\"null\": \"none\"}}",
     "none"},
    {"{\"field\": \"id\", \"verdict\": \"rating\"}", "7"},
    {"{\"any\": [\"chosen\", \"half\", \"id\"]}", "0.5"},
    {"{\"field\": \"source\", \"prefix\": {\"mmlu\": \"m\", \"\": \"o\"}, \"of\": "
     "{\"m\": \"half\", \"o\": \"id\"}}",
     "0.5"},
    {"{\"field\": {\"const\": \"\\\\boxed{3}\"}, \"critique\": \"boxed\"}", "3"},
    {"{\"field\": \"jury\", \"length\": true}", "4"},
    {"{\"const\": [\"b\", 10, \"\xc3\xa9\", \"B\"], \"sorted\": \"\\t\"}",
     "10\tB\tb\t\xc3\xa9"},
    {"{\"const\": [], \"sorted\": \"-\"}", ""},
    {"{\"const\": \"a\xc3\xa9\xe2\x82\xac\xf0\x9f\x91\x8d\", \"characters\": true}", "4"},
    {"{\"const\": \"\", \"characters\": true}", "0"},
    {"{\"any\": [\"nowhere\", \"label\", \"id\"]}", "A>B"},
    {"{\"compare\": [\"id\", {\"field\": \"half\"}]}", "1"},
    {"{\"compare\": [\"half\", \"id\"], \"swapped\": \"ok\"}", "1"},
    {"{\"compare\": [\"id\", \"gone\"], \"map\": {\"null\": \"none\"}}", "none"},
    {"{\"compare\": [\"id\", \"nowhere\"], \"map\": {\"null\": \"none\"}}", "none"},
    {"{\"field\": \"jury\", \"verdict\": \"rewardbench\", \"majority\": true}", "-1"},
    {"{\"const\": [\"x\", \"y\", \"y\", \"x\", \"z\"], \"majority\": true, \"map\": "
     "{\"null\": \"none\"}}",
     "none"},
};

START_TEST(a_field_reads_as_documented)
{
    struct assay_arena arena = {0};
    struct assay_error err;
    struct assay_str got;

    ck_assert_msg(text_of(texts[_i].spec, &arena, &got, &err) == ASSAY_OK, "%s",
                  err.text);
    ck_assert_msg(assay_str_equal(got, assay_str_of(texts[_i].text)), "%.*s",
                  ASSAY_STR_ARG(got));
    assay_arena_release(&arena);
}
END_TEST

static const struct {
    const char *spec, *what;
} faults[] = {
    {"\"chosen\"", "f.jsonl:3: chosen: missing"},
    {"\"turns[2].says\"", "f.jsonl:3: turns[2].says: missing"},
    {"\"empty[-1]\"", "f.jsonl:3: empty[-1]: missing"},
    {"\"label[-1]\"", "f.jsonl:3: label[-1]: missing"},
    {"\"turns\"", "f.jsonl:3: turns: expected text, found list"},
    {"\"gone\"", "f.jsonl:3: gone: expected text, found null"},
    {"{\"field\": \"label\", \"map\": {\"x\": 1}}",
     "f.jsonl:3: label: no entry for A>B (suite.yaml:0)"},
    {"{\"const\": {\"a\": 1}, \"along\": {\"const\": {\"a\": 1, \"b\": 1}}}",
     "f.jsonl:3: const: nothing is there for b"},
    {"{\"const\": [\"a\", 7], \"along\": {\"const\": {\"a\": 1}}}",
     "f.jsonl:3: const: names that are not among those of const"},
    {"{\"field\": \"label\", \"along\": {\"const\": {\"a\": 1}}}",
     "f.jsonl:3: label: expected a map or a list, found a text"},
    {"{\"field\": \"label\", \"map\": {\"B>A\": 1, \"A>>B\": 0}}",
     "suite.yaml:0: no entry for \"A>B\", as in f.jsonl:3: label; nearest is \"A>>B\""},
    {"{\"field\": \"source\", \"prefix\": {\"x\": 1, \"mmul-pro\": 2}}",
     "suite.yaml:0: no prefix fits \"mmlu-pro-law\", as in f.jsonl:3: source; nearest is "
     "\"mmul-pro\""},
    {"{\"field\": \"source\", \"prefix\": {\"x\": 1}}",
     "f.jsonl:3: source: no prefix fits mmlu-pro-law (suite.yaml:0)"},
    {"{\"field\": \"turns\", \"digest\": true}",
     "f.jsonl:3: turns: expected a scalar, found a map"},
    {"{\"field\": \"text\", \"after\": \"### R:\"}",
     "f.jsonl:3: text: does not hold the text ### R:"},
    {"{\"join\": [\"a\", {\"field\": \"chosen\"}]}", "f.jsonl:3: chosen: missing"},
    {"{\"field\": \"turns\", \"each\": \"said\"}",
     "f.jsonl:3: turns: an element lacks said"},
    {"{\"field\": \"label\", \"length\": true}",
     "f.jsonl:3: label: expected a list, found a text"},
    {"{\"field\": \"label\", \"sorted\": \"-\"}",
     "f.jsonl:3: label: expected a list, found a text"},
    {"{\"const\": [[]], \"sorted\": \"-\"}",
     "f.jsonl:3: const: expected a scalar, found a list"},
    {"{\"field\": \"label\", \"each\": \"says\"}",
     "f.jsonl:3: label: expected a list, found a text"},
    {"{\"field\": \"judged\", \"verdict\": \"rewardbench\", \"swapped\": \"nowhere\"}",
     "f.jsonl:3: nowhere: missing"},
    {"{\"field\": \"judged\", \"verdict\": \"rewardbench\", \"swapped\": \"label\"}",
     "f.jsonl:3: label: expected true, false or a number, found A>B"},
    {"{\"field\": \"judged\", \"verdict\": \"rewardbench\", \"swapped\": \"place\"}",
     "f.jsonl:3: judged: swapped is neither true nor false"},
    {"{\"field\": \"judged\", \"verdict\": \"rewardbench2\", \"moved\": \"half\"}",
     "f.jsonl:3: judged: moved names no place"},
    {"{\"field\": \"label\", \"swapped\": \"ok\"}",
     "f.jsonl:3: label: only numbers are swapped or moved, not text"},
    {"{\"any\": [\"chosen\", \"taken\"]}", "f.jsonl:3: chosen: missing"},
    {"{\"field\": \"label\", \"of\": {\"x\": \"id\"}}",
     "f.jsonl:3: label: of: no field A>B"},
    {"{\"field\": \"half\", \"critique\": \"boxed\"}",
     "f.jsonl:3: half: expected a critique, found a number"},
};

START_TEST(what_a_record_lacks_is_named)
{
    struct assay_arena arena = {0};
    struct assay_error err;
    struct assay_str got;

    ck_assert_int_eq(text_of(faults[_i].spec, &arena, &got, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, faults[_i].what);
    assay_arena_release(&arena);
}
END_TEST

static const struct {
    const char *spec, *what;
} malformed[] = {
    {"\"\"", "s.yaml:0: an empty path \"\""},
    {"\"a..b\"", "s.yaml:0: a path that cannot be read: \"a..b\""},
    {"\"a.\"", "s.yaml:0: a path that cannot be read: \"a.\""},
    {"\"a[b]\"", "s.yaml:0: a path that cannot be read: \"a[b]\""},
    {"\"a[1\"", "s.yaml:0: a path that cannot be read: \"a[1\""},
    {"\"a[99999999999]\"", "s.yaml:0: a path that cannot be read: \"a[99999999999]\""},
    {"\"a[1]b\"", "s.yaml:0: a path that cannot be read: \"a[1]b\""},
    {"\"[\\\"a\"", "s.yaml:0: a path that cannot be read: \"[\"a\""},
    {"3", "s.yaml:0: a field is a path or a map, found \"number\""},
    {"{}", "s.yaml:0: a field needs one of field, any, compare, concat, const and join, "
           "found 0"},
    {"{\"field\": \"a\", \"const\": 1}", "s.yaml:0: a field needs one of field, any, "
                                         "compare, concat, const and join, found 2"},
    {"{\"field\": \"a\", \"mop\": {}}",
     "s.yaml:0: no such transform \"mop\"; nearest is \"map\""},
    {"{\"field\": \"a\", \"verdict\": \"rewardbnch\"}",
     "s.yaml:0: no such verdict \"rewardbnch\"; nearest is \"rewardbench\""},
    {"{\"field\": \"a\", \"map\": 3}", "s.yaml:0: the wrong type for transform \"map\""},
    {"{\"join\": []}", "s.yaml:0: join needs a list of parts, found \"list\""},
    {"{\"join\": [\"a\", 3]}", "s.yaml:0: a field is a path or a map, found \"number\""},
    {"{\"field\": {\"field\": \"\"}}", "s.yaml:0: an empty path \"\""},
    {"{\"any\": []}", "s.yaml:0: a list of fields is needed under \"any\""},
    {"{\"concat\": \"a\"}", "s.yaml:0: a list of fields is needed under \"concat\""},
    {"{\"field\": \"a\", \"critique\": \"box\"}",
     "s.yaml:0: no such form of critique \"box\"; nearest is \"boxed\""},
    {"{\"field\": \"a\", \"of\": {\"b\": 1}}",
     "s.yaml:0: a field is a path or a map, found \"number\""},
};

START_TEST(a_malformed_field_is_refused)
{
    struct assay_arena arena = {0};
    const struct assay_field *field;
    const struct assay_node spec = parse(malformed[_i].spec, &arena);
    struct assay_error err;

    ck_assert_int_eq(assay_field_compile(&spec, "s.yaml", &arena, &field, &err),
                     ASSAY_EUSAGE);
    ck_assert_str_eq(err.text, malformed[_i].what);
    assay_arena_release(&arena);
}
END_TEST

static const struct {
    const char *path;
    double value;
    const char *what;
} numbers[] = {
    {"id", 7, NULL},
    {"half", 0.5, NULL},
    {"spelt", -1e-3, NULL},
    {"label", 0, "f.json: record 9: label: expected a finite number, found the text A>B"},
    {"ok", 0, "f.json: record 9: ok: expected a number, found true or false"},
    {"chosen", 0, "f.json: record 9: chosen: missing"},
};

START_TEST(numbers_are_read_from_numbers_and_from_texts)
{
    struct assay_arena arena = {0};
    const struct assay_node record = parse(record_text, &arena);
    const struct assay_node spec = assay_node_of_string(numbers[_i].path);
    const struct assay_field_source source = {
        .record = &record, .path = "f.json", .row = 9};
    const struct assay_field *field;
    struct assay_error err;
    double value;

    ck_assert_int_eq(assay_field_compile(&spec, "s.yaml", &arena, &field, &err),
                     ASSAY_OK);
    ck_assert_str_eq(assay_field_name(field), numbers[_i].path);
    if (numbers[_i].what) {
        ck_assert_int_eq(assay_field_number(field, &source, &arena, &value, &err),
                         ASSAY_EDATA);
        ck_assert_str_eq(err.text, numbers[_i].what);
    } else {
        ck_assert_int_eq(assay_field_number(field, &source, &arena, &value, &err),
                         ASSAY_OK);
        ck_assert_double_eq(value, numbers[_i].value);
    }
    assay_arena_release(&arena);
}
END_TEST

START_TEST(a_value_that_is_not_there_is_null)
{
    struct assay_arena arena = {0};
    const struct assay_node record = parse(record_text, &arena);
    const struct assay_node spec = parse("{\"field\": \"x.y\", \"map\": {}}", &arena);
    const struct assay_field_source source = {.record = &record, .path = "f", .line = 1};
    const struct assay_node *value = &spec;
    const struct assay_field *field;
    struct assay_error err;

    ck_assert_int_eq(assay_field_compile(&spec, "s.yaml", &arena, &field, &err),
                     ASSAY_OK);
    ck_assert_int_eq(assay_field_value(field, &source, &arena, &value, &err), ASSAY_OK);
    ck_assert_ptr_null(value);
    assay_arena_release(&arena);
}
END_TEST

static const struct {
    const char *spec;
    size_t n;
    const char *last; /* as text */
} lists[] = {
    {"{\"concat\": [{\"field\": \"turns\", \"each\": \"says\"}, \"empty\", \"chosen\", "
     "\"label\"]}",
     3, "A>B"},
    {"{\"field\": {\"const\": \"x section1: a section 2 :b section1: section4:\"}, "
     "\"numbered\": \"section\"}",
     2, "b section1: section4:"},
    {"{\"field\": {\"const\": \"section2: b\"}, \"numbered\": \"section\"}", 0, NULL},
    {"{\"field\": \"turns\", \"each\": {\"field\": \"says\", \"map\": {\"hi\": \"HI\", "
     "\"bye\": \"BYE\"}}}",
     2, "BYE"},
    /* names in byte order: b10 before b2 */
    {"{\"const\": {\"b2\": \"two\", \"b10\": \"ten\"}, \"along\": {\"const\": {\"b10\": "
     "0, "
     "\"b2\": 0}}}",
     2, "two"},
    {"{\"const\": [\"c\", \"a\", \"b\"], \"along\": {\"const\": {\"c\": 0, \"b\": 0, "
     "\"a\": 0}}, "
     "\"map\": {\"1\": \"best\", \"2\": \"second\", \"3\": \"worst\"}}",
     3, "best"},
    {"{\"const\": [\"c\", \"a\"], \"along\": \"nowhere\"}", 2, "a"},
    {"{\"field\": \"turns\", \"each\": \"says\", \"along\": \"turns\"}", 2, "bye"},
};

START_TEST(a_field_may_be_a_list)
{
    struct assay_arena arena = {0};
    const struct assay_node record = parse(record_text, &arena);
    const struct assay_node spec = parse(lists[_i].spec, &arena);
    const struct assay_field_source source = {.record = &record, .path = "f", .line = 1};
    const struct assay_node *value = NULL;
    const struct assay_field *field;
    struct assay_error err;

    ck_assert_msg(assay_field_compile(&spec, "s.yaml", &arena, &field, &err) == ASSAY_OK,
                  "%s", err.text);
    ck_assert_msg(assay_field_value(field, &source, &arena, &value, &err) == ASSAY_OK,
                  "%s", err.text);
    ck_assert(assay_node_is(value, ASSAY_NODE_LIST));
    ck_assert_uint_eq(assay_node_count(value), lists[_i].n);
    if (lists[_i].n > 0)
        ck_assert(assay_str_equal(assay_node_text(assay_node_at(value, lists[_i].n - 1)),
                                  assay_str_of(lists[_i].last)));
    assay_arena_release(&arena);
}
END_TEST

START_TEST(each_gathers_a_value_of_every_element)
{
    struct assay_arena arena = {0};
    const struct assay_node record = parse(record_text, &arena);
    const struct assay_node spec =
        parse("{\"field\": \"turns\", \"each\": \"says\"}", &arena);
    const struct assay_field_source source = {.record = &record, .path = "f", .line = 1};
    const struct assay_node *value = &spec;
    const struct assay_field *field;
    struct assay_error err;

    ck_assert_int_eq(assay_field_compile(&spec, "s.yaml", &arena, &field, &err),
                     ASSAY_OK);
    ck_assert_int_eq(assay_field_value(field, &source, &arena, &value, &err), ASSAY_OK);
    ck_assert_uint_eq(assay_node_count(value), 2);
    ck_assert(assay_str_equal(assay_node_text(assay_node_at(value, 0)), ASSAY_STR("hi")));
    ck_assert(
        assay_str_equal(assay_node_text(assay_node_at(value, 1)), ASSAY_STR("bye")));
    assay_arena_release(&arena);
}
END_TEST

static const struct {
    const char *spec, *keys; /* what it reads, with a blank behind each; "*": all */
} readers[] = {
    {"\"a\"", "a "},
    {"\"a.b[0]\"", "a "},
    {"\"[\\\"a.b\\\"].c\"", "a.b "},
    {"{\"field\": \"a\", \"prefix\": {\"b\": \"c\"}}", "a "},
    {"{\"field\": {\"field\": \"a.x\"}, \"digest\": true}", "a "},
    {"{\"join\": [\"@file\", \"/\", {\"field\": \"a\"}, {\"field\": \"b\"}, {\"field\": "
     "\"a\"}]}",
     "a b "},
    {"{\"const\": \"a\"}", ""},
    {"\"@row\"", ""},
    {"\"@rows[0].a.b\"", "a "},
    {"{\"field\": \"@rows\", \"each\": \"a\"}", "* "},
};

START_TEST(what_a_field_reads_of_a_record_is_known)
{
    struct assay_arena arena = {0};
    struct assay_field_keys keys = {.count = 0};
    const struct assay_field *field;
    struct assay_node spec;
    struct assay_buf out = {0};
    struct assay_error err;

    ck_assert_int_eq(
        assay_json_parse(assay_str_of(readers[_i].spec), "s", &arena, &spec, &err),
        ASSAY_OK);
    ck_assert_int_eq(assay_field_compile(&spec, "s", &arena, &field, &err), ASSAY_OK);
    assay_field_keys_add(&keys, field);
    assay_buf_puts(&out, keys.all ? "* " : "");
    for (size_t i = 0; i < keys.count; i++)
        assay_buf_printf(&out, "%.*s ", ASSAY_STR_ARG(keys.at[i]));
    ck_assert_str_eq(out.len ? out.data : "", readers[_i].keys);
    assay_buf_release(&out);
    assay_arena_release(&arena);
}
END_TEST

/* What the record {"a": {"b": [{"c": 1}], "n": null}, "gold_x": 1} lacks; "": nothing, or it cannot be told. */
static const struct {
    const char *spec, *lacks;
} lacking[] = {
    {"\"a\"", ""},
    {"\"b\"", "b"},
    {"\"a.bb\"", "bb near b"},
    {"\"a.b[0].c\"", ""},
    {"\"a.b[0].cd\"", "cd near c"},
    {"\"a.b[1].cd\"", ""},
    {"\"a.n.x\"", ""},
    {"{\"field\": \"a.b\", \"each\": \"c\"}", ""},
    {"{\"field\": \"a.b\", \"each\": \"cc\"}", "cc near c"},
    {"{\"field\": \"@record\", \"members\": \"gold_\"}", ""},
    {"{\"field\": \"@record\", \"members\": \"glod_\"}", "glod_ near gold_x"},
    {"{\"any\": [\"z\", \"a\"]}", ""},
    {"{\"any\": [\"z\", \"y\"]}", "z"},
    {"{\"concat\": [\"z\", \"a\"]}", ""},
    {"{\"join\": [{\"field\": \"a\"}, \"-\", {\"field\": \"z\"}]}", "z"},
    {"{\"compare\": [\"a\", \"gold_y\"]}", "gold_y near gold_x"},
    {"{\"field\": {\"field\": \"z\"}, \"lower\": true}", "z"},
    {"{\"const\": 1}", ""},
    {"\"@row\"", ""},
};

static struct assay_field_source lacking_record(struct assay_arena *arena)
{
    struct assay_node *record = assay_arena_new(arena, 1, sizeof(*record));
    struct assay_error err;

    ck_assert_int_eq(
        assay_json_parse(
            ASSAY_STR("{\"a\": {\"b\": [{\"c\": 1}], \"n\": null}, \"gold_x\": 1}"), "r",
            arena, record, &err),
        ASSAY_OK);
    return (struct assay_field_source){.record = record, .path = "r.jsonl", .line = 7};
}

static const struct assay_field *field_of(const char *text, struct assay_arena *arena)
{
    struct assay_node *spec = assay_arena_new(arena, 1, sizeof(*spec));
    const struct assay_field *field;
    struct assay_error err;

    ck_assert_int_eq(assay_json_parse(assay_str_of(text), "s", arena, spec, &err),
                     ASSAY_OK);
    ck_assert_int_eq(assay_field_compile(spec, "s", arena, &field, &err), ASSAY_OK);
    return field;
}

START_TEST(a_key_that_a_map_lacks_is_told_with_the_nearest)
{
    struct assay_arena arena = {0};
    const struct assay_field_source record = lacking_record(&arena);
    struct assay_field_lack lack = {0};
    const char *told = "";

    if (assay_field_lacks(field_of(lacking[_i].spec, &arena), record.record, &arena,
                          &lack))
        told = assay_arena_printf(&arena, "%.*s%s%s", ASSAY_STR_ARG(lack.key),
                                  lack.near ? " near " : "", lack.near ? lack.near : "");
    ck_assert_str_eq(told, lacking[_i].lacks);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(a_field_that_no_record_had_is_told_in_the_end)
{
    struct assay_arena arena = {0};
    const struct assay_field_source record = lacking_record(&arena);
    struct assay_field_watch watch = {.count = 0};
    struct assay_error err;

    assay_field_watch_add(&watch, field_of("{\"concat\": [\"a\", \"gold_z\"]}", &arena));
    assay_field_watch_add(&watch, field_of("\"gold_x\"", &arena));
    ck_assert_int_eq(assay_field_watch_end(&watch, "s.yaml", &err), ASSAY_OK);
    assay_field_watch_see(&watch, &record, &arena);
    ck_assert_uint_eq(watch.count, 1);
    ck_assert_int_eq(assay_field_watch_end(&watch, "s.yaml", &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "s.yaml:0: no field \"gold_z\" in r.jsonl:7; nearest is "
                               "\"gold_x\"");
    assay_arena_release(&arena);
}
END_TEST

Suite *unit_field(void)
{
    Suite *suite = suite_create("field");
    TCase *all = tcase_create("field");

    tcase_add_loop_test(all, a_field_reads_as_documented, 0,
                        sizeof(texts) / sizeof(texts[0]));
    tcase_add_loop_test(all, what_a_record_lacks_is_named, 0,
                        sizeof(faults) / sizeof(faults[0]));
    tcase_add_loop_test(all, a_malformed_field_is_refused, 0,
                        sizeof(malformed) / sizeof(malformed[0]));
    tcase_add_loop_test(all, numbers_are_read_from_numbers_and_from_texts, 0,
                        sizeof(numbers) / sizeof(numbers[0]));
    tcase_add_loop_test(all, what_a_field_reads_of_a_record_is_known, 0,
                        sizeof(readers) / sizeof(readers[0]));
    tcase_add_loop_test(all, a_key_that_a_map_lacks_is_told_with_the_nearest, 0,
                        sizeof(lacking) / sizeof(lacking[0]));
    tcase_add_test(all, a_field_that_no_record_had_is_told_in_the_end);
    tcase_add_test(all, a_value_that_is_not_there_is_null);
    tcase_add_test(all, each_gathers_a_value_of_every_element);
    tcase_add_loop_test(all, a_field_may_be_a_list, 0, sizeof(lists) / sizeof(lists[0]));
    suite_add_tcase(suite, all);
    return suite;
}
