#include "harness/core/arena.h"
#include "harness/core/buf.h"
#include "suites/suite.h"
#include "tests/unit/scratch.h"
#include "tests/unit/suite_run.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

static char dir[SCRATCH_PATH];
static struct assay_arena arena;

static void make(void)
{
    scratch_make(dir);
}

static void drop(void)
{
    assay_arena_release(&arena);
    scratch_remove(dir);
}

/* Files in the shapes in which others publish scores, and what comes out. */
static const struct {
    const char *suite, *name, *text;
    const char *section;
    const char *value, *overall; /* percent */
    size_t items;
} shapes[] = {
    /* reward-bench eval-set-scores: columns, scores in lists of one, several subsets */
    {"rewardbench", "scores.json",
     "{\"text_chosen\": [\"a\", \"b\", \"c\"], \"text_rejected\": [\"d\", \"e\", \"f\"],"
     " \"scores_chosen\": [[2.5], [1.0], [0.5]], \"scores_rejected\": [[1.5], [1.0], "
     "[0.0]],"
     " \"results\": [1, 0, 1], \"subset\": [\"donotanswer\", \"hep-cpp\", \"hep-go\"],"
     " \"id\": [1, 2, 2], \"model\": \"m\", \"model_type\": \"Seq. Classifier\"}",
     "Reasoning", "50.00", "75.00", 3},
    /* the same as a row a pair, plain numbers, conversations for texts */
    {"rewardbench", "rows.jsonl",
     "{\"text_chosen\": [{\"role\": \"user\", \"content\": \"q\"}, {\"role\": "
     "\"assistant\","
     " \"content\": \"a\"}], \"text_rejected\": [{\"role\": \"user\", \"content\": "
     "\"q\"},"
     " {\"role\": \"assistant\", \"content\": \"b\"}], \"scores_chosen\": 1,"
     " \"scores_rejected\": 2, \"subset\": \"math-prm\", \"id\": 7}\n",
     "Reasoning", "0.00", "0.00", 1},
    /* version 2: lists of texts and scores, right ones first, ids that repeat */
    {"rewardbench2", "v2.json",
     "{\"text\": [[\"a\", \"b\", \"c\", \"d\"], [\"a\", \"b\", \"c\", \"d\"], [\"x\", "
     "\"y\"],"
     " [\"x\", \"y\", \"z\"]], \"scores\": [[3, 2, 1, 0], [2, 2, 1, 1], [3, 0], [3, 2, "
     "0]],"
     " \"subset\": [\"Math\", \"Math\", \"Ties\", \"Ties\"], \"id\": [\"7\", \"7\", "
     "\"ref:1\","
     " \"tied:1\"], \"num_correct\": [1, 1, 1, 2], \"model\": \"m\"}",
     "Math", "75.00", "87.88", 4},
    /* RM-Bench, scored: concise, detailed, markdown */
    {"rm-bench", "scored.json",
     "[{\"id\": 1, \"domain\": \"chat\", \"prompt\": \"p\", \"chosen\": [\"a\", \"b\", "
     "\"c\"],"
     " \"rejected\": [\"d\", \"e\", \"f\"], \"score_chosen\": [3, 2, 1],"
     " \"score_rejected\": [2, 2, 0]}, {\"id\": 1, \"domain\": \"safety-refuse\","
     " \"prompt\": \"p\", \"chosen\": [\"a\", \"b\", \"c\"], \"rejected\": [\"d\", \"e\","
     " \"f\"], \"score_chosen\": [1, 1, 1], \"score_rejected\": [0, 0, 0]}]",
     "chat", "55.56", "77.78", 2},
    /* LLMBar: result.json of an evaluator; a rating judge's tie is right in one order */
    {"llmbar", "result.json",
     "[{\"input\": \"i\", \"output_1\": \"a\", \"output_2\": \"b\", \"label\": 1, "
     "\"results\":"
     " [[\"metrics\", \"stop\"], {\"swap = False\": {\"winner\": \"1\"}, \"swap = True\":"
     " {\"winner\": \"2\"}}]}, {\"input\": \"j\", \"output_1\": \"a\", \"output_2\": "
     "\"b\","
     " \"label\": 2, \"results\": [{\"swap = False\": {\"winner\": null}, \"swap = "
     "True\":"
     " {\"winner\": \"2\"}}]}, {\"input\": \"k\", \"output_1\": \"a\", \"output_2\": "
     "\"b\","
     " \"label\": 2, \"results\": [{\"swap = False\": {\"winner\": \"2\"}, \"swap = "
     "True\":"
     " {\"winner\": \"2\"}}]}]",
     "result", "66.67", "66.67", 3},
    /* a user's own pairs with their scores, as JSON Lines and as CSV */
    {"pairs:%s", "mine.jsonl",
     "{\"id\": \"x\", \"prompt\": \"p\", \"chosen\": \"a\", \"rejected\": \"b\","
     " \"score_chosen\": 1.5, \"score_rejected\": 1.0, \"subset\": \"s\"}\n"
     "{\"id\": \"y\", \"prompt\": \"p\", \"chosen\": \"a\", \"rejected\": \"b\","
     " \"score_chosen\": 1.5, \"score_rejected\": 2.0, \"subset\": \"t\"}\n",
     "s", "100.00", "50.00", 2},
    {"pairs:%s", "mine.csv",
     "prompt,chosen,rejected,score_chosen,score_rejected,category\n"
     "p,a,b,2,1,s\np,a,c,2,1,s\np,a,b,2,1,s\n",
     "s", "100.00", "100.00", 3},
    /* RewardMATH: steps of a process reward model, and letters of a pairwise judge */
    {"rewardmath", "pairwise.json",
     "[{\"problem\": \"1+1\", \"solution_reference\": [\"a\"], \"score\": [\"A\", \"B\", "
     "\"A\","
     " \"A\", \"A\", \"A\", \"A\", \"A\", \"A\"], \"chosen_position\": [\"A\", \"B\", "
     "\"A\", "
     "\"A\", \"A\", \"A\", \"A\", \"A\", \"A\"]}]",
     "", "100.00", "100.00", 1},
};

START_TEST(scores_are_read_in_the_shape_in_which_they_are_published)
{
    char path[SCRATCH_PATH], spec[SCRATCH_PATH + 16];
    struct assay_result got;
    const struct assay_section *section;

    scratch_text(dir, shapes[_i].name, shapes[_i].text, path);
    (void)snprintf(spec, sizeof(spec), "%s%s",
                   strchr(shapes[_i].suite, '%') ? "pairs:" : shapes[_i].suite,
                   strchr(shapes[_i].suite, '%') ? path : "");
    suite_run_ok(&(struct suite_run){.suite = spec, .target = path}, &arena, &got);
    section = suite_run_section(&got, shapes[_i].section);
    ck_assert_str_eq(suite_run_percent(&section->value), shapes[_i].value);
    ck_assert_str_eq(suite_run_percent(&got.overall.value), shapes[_i].overall);
    ck_assert_uint_eq(got.overall.items, shapes[_i].items);
}
END_TEST

#define YAML                                                                             \
    "name: mine\nversion: \"1\"\nkind: pairs\ntitle: Mine\n"                             \
    "data: {files: [{path: data.jsonl}]}\n"

/* A description, a data file, and the message that the items end in. */
static const struct {
    const char *yaml, *data, *text;
} faults[] = {
    {YAML "fields: {id: id, completions: [a, b]}\n",
     "{\"id\": 1, \"a\": \"x\", \"b\": \"y\"}\n{\"id\": 1, \"a\": \"x\", \"b\": \"y\"}\n",
     "data.jsonl:2: id \"1\" was used before, in line 1"},
    {YAML "fields: {completions: [a, b]}\n",
     "{\"a\": \"x\", \"b\": \"y\"}\n{\"a\": \"x\"}\n",
     "data.jsonl:2: b: expected a text, found nothing"},
    {YAML "fields: {completions: [a, b]}\n", "{\"a\": \"x\", \"b\": 3}\n",
     "data.jsonl:1: b: expected a text, found number"},
    {YAML "fields: {completions: [a, b], prompt: p}\n",
     "{\"a\": \"x\", \"b\": \"y\", \"p\": \"q\"}\n{\"a\": \"x\", \"b\": \"y\"}\n",
     "data.jsonl:2: p: nothing there"},
    {YAML "fields: {completions: [a, b], prompt: p}\n",
     "{\"a\": \"x\", \"b\": \"y\", \"p\": 1}\n",
     "data.jsonl:1: p: expected a text, found number"},
    {YAML "fields: {completions: [a, b], prompt: p}\n",
     "{\"a\": \"x\", \"b\": \"y\", \"p\": [{\"role\": \"user\"}]}\n",
     "data.jsonl:1: a message needs a text role and a text content"},
    {YAML "fields: {completions: [a, b], chosen: c}\n",
     "{\"a\": \"x\", \"b\": \"y\", \"c\": 2}\n",
     "data.jsonl:1: c: 2 is no whole number from 0 to 1"},
    {YAML "fields: {completions: [a, b], chosen: c}\n",
     "{\"a\": \"x\", \"b\": \"y\", \"c\": \"first\"}\n",
     "data.jsonl:1: c: expected a whole number, found text"},
    {YAML "fields: {completions: [a, b], gold: g}\n",
     "{\"a\": \"x\", \"b\": \"y\", \"g\": [1]}\n",
     "data.jsonl:1: 1 gold values for 2 completions"},
    {YAML "fields: {completions: [a, b], gold: g}\n",
     "{\"a\": \"x\", \"b\": \"y\", \"g\": [1, \"?\"]}\n",
     "data.jsonl:1: g: expected a number, found text"},
    {YAML "fields: {completions: [a, b], errors: e, errors_from: 1}\n",
     "{\"a\": \"x\", \"b\": \"y\", \"e\": 0}\n",
     "data.jsonl:1: e: 0 is none of 2 completions, counted from 1"},
    {YAML "fields: {completions: a}\n", "{\"a\": []}\n", "data.jsonl:1: no completions"},
    {YAML "fields: {completions: a}\n", "{\"a\": [\"x\"]}\n",
     "data.jsonl:1: a pair needs two completions, found 1 (kind pairs)"},
    {YAML
     "fields: {completions: [a, b]}\ntranscript: {user: \"U:\", assistant: \"A:\"}\n",
     "{\"a\": \"U: hello A: x\", \"b\": \"B: hello A: y\"}\n",
     "data.jsonl:1: two transcripts that begin alike with a user's turn, expected and "
     "not "
     "found"},
};

static enum assay_code open_mine(const char *yaml, const char *data,
                                 struct assay_items **items, struct assay_error *err)
{
    static const struct assay_places places = {NULL, "suites", "data_manifest.txt"};
    char path[SCRATCH_PATH];
    struct assay_suite *suite;
    enum assay_code code;

    scratch_text(dir, "data.jsonl", data, path);
    scratch_text(dir, "mine.yaml", yaml, path);
    code = assay_suite_load(&(struct assay_suite_words){.spec = path}, &places, &arena,
                            &suite, err);
    return code ? code : assay_items_open(suite, NULL, items, err);
}

/* DIR/text with DIR in it for the folder. */
static void expect(const struct assay_error *got, const char *text)
{
    struct assay_buf want = {0};
    const char *here;

    assay_buf_printf(&want, "%s/", dir);
    while ((here = strstr(text, "DIR"))) {
        assay_buf_printf(&want, "%.*s%s", (int)(here - text), text, dir);
        text = here + 3;
    }
    assay_buf_puts(&want, text);
    ck_assert_str_eq(got->text, want.data);
    assay_buf_release(&want);
}

/* A field that no item has is a slip in the description. */
static const struct {
    const char *fields, *text;
} slips[] = {
    {"fields: {prompt: quesiton, completions: [good, bad]}\n",
     "mine.yaml:6: no field \"quesiton\" in DIR/data.jsonl:1; nearest is \"question\""},
    {"fields:\n  prompt: question\n  completions: [good, {field: bda.text}]\n",
     "mine.yaml:8: no field \"bda\" in DIR/data.jsonl:1; nearest is \"bad\""},
    {"fields: {completions: [good, bad], gold: [points, zzz]}\n",
     "mine.yaml:6: no field \"zzz\" in DIR/data.jsonl:1; one of question, good, bad, "
     "points"},
};

START_TEST(a_field_that_no_item_has_is_told_with_the_nearest)
{
    struct assay_items *items = NULL;
    const struct assay_item *item;
    struct assay_error err = {0};
    char yaml[1024];

    (void)snprintf(yaml, sizeof(yaml), "%s%s", YAML, slips[_i].fields);
    ck_assert_int_eq(open_mine(yaml,
                               "{\"question\": \"q\", \"good\": \"a\", \"bad\": \"b\", "
                               "\"points\": 1}\n",
                               &items, &err),
                     ASSAY_OK);
    ck_assert_int_eq(assay_items_next(items, &arena, &item, &err), ASSAY_EDATA);
    assay_items_close(items);
    expect(&err, slips[_i].text);
}
END_TEST

START_TEST(a_record_that_is_no_item_is_told_with_its_line)
{
    struct assay_items *items = NULL;
    const struct assay_item *item;
    struct assay_error err = {0};
    enum assay_code code = open_mine(faults[_i].yaml, faults[_i].data, &items, &err);

    ck_assert_msg(code == ASSAY_OK, "%s", err.text);
    do
        code = assay_items_next(items, &arena, &item, &err);
    while (code == ASSAY_OK && item);
    assay_items_close(items);
    ck_assert_int_eq(code, ASSAY_EDATA);
    expect(&err, faults[_i].text);
}
END_TEST

static const struct assay_item *next(struct assay_items *items)
{
    const struct assay_item *item;
    struct assay_error err = {0};

    ck_assert_msg(assay_items_next(items, &arena, &item, &err) == ASSAY_OK, "%s",
                  err.text);
    return item;
}

START_TEST(a_transcript_is_split_where_its_two_ends_part)
{
    struct assay_items *items = NULL;
    const struct assay_item *item;
    struct assay_error err = {0};

    ck_assert_int_eq(
        open_mine(
            YAML "fields: {completions: [a, b]}\n"
                 "transcript: {user: \"\\n\\nHuman:\", assistant: "
                 "\"\\n\\nAssistant:\"}\n",
            "{\"a\": \"\\n\\nHuman: q1\\n\\nAssistant: r1\\n\\nHuman: q2"
            "\\n\\nAssistant: good\\n\", \"b\": \"\\n\\nHuman: q1\\n\\nAssistant: r1"
            "\\n\\nHuman: q2\\n\\nAssistant: bad\"}\n",
            &items, &err),
        ASSAY_OK);
    item = next(items);
    ck_assert_uint_eq(item->message_count, 3);
    ck_assert(assay_str_equal(item->messages[1].role, ASSAY_STR("assistant")));
    ck_assert(assay_str_equal(item->messages[1].content, ASSAY_STR("r1")));
    ck_assert(assay_str_equal(item->messages[2].role, ASSAY_STR("user")));
    ck_assert(assay_str_equal(item->messages[2].content, ASSAY_STR("q2")));
    ck_assert(assay_str_equal(item->completions[0], ASSAY_STR("good")));
    ck_assert(assay_str_equal(item->completions[1], ASSAY_STR("bad")));
    ck_assert_double_eq(item->gold[0], 1.0);
    assay_items_close(items);
}
END_TEST

/* Labels of four completions as data have them: by hand. */
static const struct {
    const char *fields, *record;
    double gold[4];
} labels[] = {
    {"gold: g", "\"g\": [4, -1.5, 0, 2]", {4, -1.5, 0, 2}},
    {"gold: [w, x, y, z]",
     "\"w\": 1, \"x\": \"2.5\", \"y\": 3, \"z\": 0",
     {1, 2.5, 3, 0}},
    {"errors: e", "\"e\": 2", {1, 1, 0, 1}},
    {"errors: e, errors_from: 1", "\"e\": [1, 4]", {0, 1, 1, 0}},
    {"chosen: c", "\"c\": 3", {0, 0, 0, 1}},
    {"correct: c", "\"c\": 2", {1, 1, 0, 0}},
};

START_TEST(labels_are_read_in_the_forms_that_data_have)
{
    struct assay_items *items = NULL;
    struct assay_error err = {0};
    const struct assay_item *item;
    char yaml[512], data[256];

    (void)snprintf(yaml, sizeof(yaml),
                   "name: mine\nversion: \"1\"\nkind: bestof\ntitle: t\n"
                   "data: {files: [{path: data.jsonl}]}\n"
                   "fields: {completions: c4, group: s, %s}\n",
                   labels[_i].fields);
    (void)snprintf(data, sizeof(data),
                   "{\"c4\": [\"a\", \"b\", \"c\", \"d\"], \"s\": \"sys\", %s}\n",
                   labels[_i].record);
    ck_assert_msg(open_mine(yaml, data, &items, &err) == ASSAY_OK, "%s", err.text);
    item = next(items);
    for (size_t k = 0; k < 4; k++)
        ck_assert_double_eq(item->gold[k], labels[_i].gold[k]);
    ck_assert(assay_str_equal(item->group, ASSAY_STR("sys")));
    assay_items_close(items);
}
END_TEST

START_TEST(ids_follow_from_texts_and_repeats_are_numbered)
{
    static const char line[] = "{\"p\": \"q\", \"a\": \"x\", \"b\": \"y\"}\n";
    static const char other[] = "{\"p\": \"q\", \"a\": \"x\", \"b\": \"z\"}\n";
    char data[256];
    struct assay_items *items = NULL;
    const struct assay_item *item[3];
    struct assay_error err = {0};
    struct assay_node sources;

    (void)snprintf(data, sizeof(data), "%s%s%s", line, other, line);
    ck_assert_int_eq(
        open_mine(YAML "fields: {prompt: p, completions: [a, b]}\n", data, &items, &err),
        ASSAY_OK);
    for (size_t i = 0; i < 3; i++) {
        item[i] = next(items);
        ck_assert_uint_eq(item[i]->index, i);
        ck_assert_uint_eq(item[i]->line, i + 1);
        ck_assert(assay_str_equal(item[i]->cluster, item[0]->cluster));
    }
    ck_assert_uint_eq(item[0]->id.len, 16);
    ck_assert(!assay_str_equal(item[0]->id, item[1]->id));
    ck_assert(assay_str_starts(item[2]->id, item[0]->id));
    ck_assert_str_eq(item[2]->id.ptr + 16, "#2");
    ck_assert(assay_str_equal(item[2]->key, item[0]->key));
    ck_assert_ptr_null(next(items));
    ck_assert_int_eq(assay_items_sources(items, &arena, &sources, &err), ASSAY_OK);
    ck_assert_uint_eq(
        assay_node_text(assay_node_get(assay_node_at(&sources, 0), "sha256")).len, 64);
    assay_items_close(items);
}
END_TEST

START_TEST(subsets_that_share_problems_share_clusters)
{
    struct assay_items *items = NULL;
    const struct assay_item *item[4];
    struct assay_error err = {0};

    ck_assert_int_eq(
        open_mine(YAML "fields: {prompt: p, completions: [a, b], subset: s}\n"
                       "joined: [[x, y]]\n",
                  "{\"p\": \"1\", \"a\": \"x\", \"b\": \"y\", \"s\": \"x\"}\n"
                  "{\"p\": \"2\", \"a\": \"x\", \"b\": \"y\", \"s\": \"y\"}\n"
                  "{\"p\": \"3\", \"a\": \"x\", \"b\": \"y\", \"s\": \"y\"}\n"
                  "{\"p\": \"2\", \"a\": \"x\", \"b\": \"y\", \"s\": \"z\"}\n",
                  &items, &err),
        ASSAY_OK);
    for (size_t i = 0; i < 4; i++)
        item[i] = next(items);
    ck_assert(assay_str_equal(item[0]->cluster, item[1]->cluster));
    ck_assert(!assay_str_equal(item[1]->cluster, item[2]->cluster));
    ck_assert(!assay_str_equal(item[1]->cluster, item[3]->cluster));
    assay_items_close(items);
}
END_TEST

START_TEST(data_that_are_not_here_are_named)
{
    static const struct assay_places places = {"/nowhere", "suites", "data_manifest.txt"};
    static const struct {
        const char *spec, *text;
    } cases[] = {
        {"hhh",
         "suite hhh: its data (hhh) are not in /nowhere; `assay data pull hhh` fetches "
         "them"},
        {"rewardmath", "suite rewardmath reads its items from a file of stored scores: "
                       "--model replay:FILE"},
    };
    struct assay_suite *suite;
    struct assay_items *items;
    struct assay_error err;

    for (size_t i = 0; i < 2; i++) {
        ck_assert_int_eq(
            assay_suite_load(&(struct assay_suite_words){.spec = cases[i].spec}, &places,
                             &arena, &suite, &err),
            ASSAY_OK);
        ck_assert_int_eq(assay_items_open(suite, NULL, &items, &err), ASSAY_EDATA);
        ck_assert_str_eq(err.text, cases[i].text);
    }
}
END_TEST

START_TEST(the_core_suite_makes_its_items)
{
    struct assay_result got;

    suite_run_ok(&(struct suite_run){.suite = "core",
                                     .adapter = "constant",
                                     .suite_options = {"seed=3"}},
                 &arena, &got);
    ck_assert_uint_ge(got.overall.items, 36);
    ck_assert_double_eq(got.overall.value.value, 0.0);
    ck_assert_double_eq_tol(got.overall.rule[ASSAY_TIE_HALF].value, 0.5, 1e-12);
}
END_TEST

Suite *unit_items(void)
{
    Suite *suite = suite_create("items");
    TCase *tests = tcase_create("records");

    tcase_add_checked_fixture(tests, make, drop);
    tcase_add_loop_test(tests, scores_are_read_in_the_shape_in_which_they_are_published,
                        0, sizeof(shapes) / sizeof(shapes[0]));
    tcase_add_loop_test(tests, a_record_that_is_no_item_is_told_with_its_line, 0,
                        sizeof(faults) / sizeof(faults[0]));
    tcase_add_loop_test(tests, a_field_that_no_item_has_is_told_with_the_nearest, 0,
                        (int)(sizeof(slips) / sizeof(slips[0])));
    tcase_add_loop_test(tests, labels_are_read_in_the_forms_that_data_have, 0,
                        (int)(sizeof(labels) / sizeof(labels[0])));
    tcase_add_test(tests, a_transcript_is_split_where_its_two_ends_part);
    tcase_add_test(tests, ids_follow_from_texts_and_repeats_are_numbered);
    tcase_add_test(tests, subsets_that_share_problems_share_clusters);
    tcase_add_test(tests, data_that_are_not_here_are_named);
    tcase_add_test(tests, the_core_suite_makes_its_items);
    suite_add_tcase(suite, tests);
    return suite;
}
