/* What the replay adapter refuses, and tables of accuracies. */
#include "adapters/adapter.h"
#include "tests/unit/replay_parts.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

static const struct replay_case malformed[] = {
    {"f.jsonl",
     "{\"id\": \"a\", \"scores\": [1, 2, 3]}\n",
     NULL,
     {0},
     "F:1: 3 scores, item a has 2 completions",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"scores\": [1, \"high\"]}\n",
     NULL,
     {0},
     "F:1: scores: expected a finite number, found \"high\"",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"scores\": [1, {}]}\n",
     NULL,
     {0},
     "F:1: scores: expected a number, found a map",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"scores\": [1, null]}\n",
     NULL,
     {0},
     "F:1: scores: null is not a number (nan=loss counts it as lost)",
     0,
     false},
    {"f.csv",
     "id,score_chosen,score_rejected\na,1,2\nb,NaN,2\n",
     NULL,
     {0},
     "F:3: score_chosen: \"NaN\" is not a number (nan=loss counts it as lost)",
     0,
     false},
    {"f.csv",
     "id,score_chosen,score_rejected\na,1,2\nb,-inf,2\n",
     NULL,
     {"nan=loss"},
     "a=1,2 b=nan,2 c=-,-",
     0,
     false},
    {"f.csv",
     "id,score_chosen,score_rejected\na,1,1e999\n",
     NULL,
     {0},
     "F:2: score_rejected: expected a finite number, found \"1e999\"",
     0,
     false},
    {"f.jsonl",
     ABC_PAIRS "{\"id\": \"d\", \"score_chosen\": 1}\n",
     NULL,
     {0},
     "F:4: score_rejected: missing",
     0,
     false},
    {"f.jsonl",
     ABC_PAIRS "{\"score_chosen\": 1, \"score_rejected\": 2}\n",
     NULL,
     {0},
     "F:4: id: missing",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"scores\": []}\n",
     NULL,
     {0},
     "F:1: scores: an empty list",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"scores\": [[1], []]}\n",
     NULL,
     {0},
     "F:1: scores: an empty list of steps",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"verdict\": 1}\n",
     NULL,
     {0},
     "F:1: scores: no well-known field of scores; name one with --model-option "
     "scores=PATH",
     0,
     false},
    {"f.jsonl",
     ABC_PAIRS,
     NULL,
     {"score_chosen=x"},
     "score_chosen and score_rejected go together",
     0,
     false},
    {"f.csv",
     "id,index,score\na,0,1\na,2,3\n",
     NULL,
     {0},
     "F:3: completion 2 of its key is here, completion 1 is nowhere",
     0,
     false},
    {"f.csv",
     "id,index,score\na,0.5,1\n",
     NULL,
     {0},
     "F:2: index: 0.5 is no index of a completion",
     0,
     false},
    {"f.tsv",
     "evaluator\tidx\tw\nx\ta\t1\ny\ta\t2\n",
     TABLE,
     {0},
     "F holds answers of several: choose one with --model-option name=NAME (x, y)",
     0,
     false},
    {"f.tsv",
     "evaluator\tidx\tw\nx\ta\t1\ny\ta\t2\n",
     TABLE,
     {"name=z"},
     "name=z: not in F, which holds x, y",
     0,
     false},
    {"f.jsonl",
     ABC_PAIRS,
     JUDGE,
     {"format=jugde"},
     "format=jugde: suite has no such mapping; did you mean judge?",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"judgments\": [{\"decision\": \"C>D\"}]}\n",
     JUDGE,
     {0},
     "F:1: judgments[0].decision: no entry for C>D (m.json:0)",
     0,
     false},
    {"f.json",
     "[{\"problem\": \"a\", \"score\": [\"A\"], \"position\": [\"A\", \"B\"]}]",
     WINS,
     {0},
     "F:1: position: 2 letters for 1 answers",
     0,
     false},
    {"f.json",
     "[{\"problem\": \"a\", \"score\": [1], \"position\": [\"A\"]}]",
     WINS,
     {0},
     "F:1: score: expected a letter, found a number",
     0,
     false},
    {"f.json",
     "[{\"problem\": \"a\", \"kind\": \"chosen\", \"output\": 1},\n"
     " {\"problem\": \"a\", \"kind\": \"chosen\", \"output\": 2}]",
     PLACED,
     {0},
     "F:2: kind: two rows at place 0",
     0,
     false},
    {"f.jsonl", "", NULL, {0}, "F: no records", 0, false},
    {"f.jsonl",
     ABC_PAIRS,
     "[{\"name\": \"x\", \"score\": \"y\"}]",
     {0},
     "m.json:0: unknown key \"score\" in a mapping of replay; nearest is \"scores\"",
     0,
     false},
    {"f.jsonl",
     ABC_PAIRS,
     "[{\"name\": \"x\"}]",
     {0},
     "m.json:0: a mapping of replay needs one of scores, preferences, verdicts, "
     "ratings, vectors, wins and subsets, found 0",
     0,
     false},
};

START_TEST(what_is_malformed_is_named_by_line_and_field)
{
    replay_check(&malformed[_i]);
}
END_TEST

static const struct {
    const char *file, *text, *name, *expected;
} tables[] = {
    {"t.json",
     "{\"models\": {\"m\": {\"x\": 0.5, \"y\": 1}, \"n\": {\"x\": 0.25}},\n"
     " \"prior_sets\": {\"n\": 0.75}, \"counts\": {\"x\": 3}}",
     "n", "x=0.25 prior_sets=0.75"},
    {"t.json", "{\"models\": {\"m\": {\"x\": 0.5, \"y\": 1}}}", NULL, "x=0.5 y=1"},
    {"t.json", "{\"models\": {\"m\": {\"x\": 0.5}, \"n\": {\"x\": 1}}}", NULL,
     "F holds several models: choose one with --model-option name=NAME (m, n)"},
    {"t.json", "{\"models\": {\"m\": {\"x\": 0.5}}}", "q",
     "name=q: not in F, which holds m"},
    {"t.json",
     "{\"model\": \"m\", \"model_type\": \"Seq. Classifier\", \"x\": 0.5, \"y\": 0.125}",
     NULL, "x=0.5 y=0.125"},
    {"t.json", "{\"model\": \"m\", \"x\": 0.5}", "n", "name=n: not in F, which holds m"},
    {"t.csv", "model,x,y,note\nm,0.5,1,good\nn,0.25,,\n", "n", "x=0.25"},
    {"t.tsv", "model\tx\nm\t0.5\n", NULL, "x=0.5"},
    {"t.csv", "model,x\nm,0.5\nn,1\n", NULL,
     "F holds several models: choose one with --model-option name=NAME (m, n)"},
    {"t.csv", "name,x\nm,0.5\n", NULL, "F:2: model: missing"},
    {"t.json", "{\"model\": \"m\", \"x\": 96.5}", NULL,
     "F: x: 96.5 is not an accuracy as a fraction"},
    {"t.json", "{\"model\": \"m\"}", NULL, "F: no accuracies of subsets"},
    {"t.csv", "model,x\nm,0.5\nm,0.5\n", "m", "F: x: there twice"},
};

START_TEST(tables_of_subset_accuracies_are_read)
{
    const struct assay_adapter *adapter = &assay_adapter_replay;
    const struct assay_subset_value *value = NULL;
    struct assay_arena arena = {0};
    struct assay_buf out = {0};
    struct assay_error err;
    char dir[SCRATCH_PATH], path[SCRATCH_PATH];
    char name[64] = "name=";
    const char *words[] = {"format=subsets", name};
    const struct assay_setting setting = {
        .target = path, .suite = "suite", .orders = 1, .arena = &arena};
    void *state = calloc(1, adapter->state_size);
    size_t count = 0;
    enum assay_code code;

    ck_assert_ptr_nonnull(state);
    scratch_make(dir);
    scratch_text(dir, tables[_i].file, tables[_i].text, path);
    if (tables[_i].name)
        memcpy(name + 5, tables[_i].name, strlen(tables[_i].name) + 1);
    ck_assert_int_eq(assay_options_parse(adapter->options, words, tables[_i].name ? 2 : 1,
                                         state, &err),
                     ASSAY_OK);
    code = adapter->open(state, &setting, &err);
    if (!code)
        code = adapter->subsets(state, &value, &count, &err);
    if (code)
        replay_put_error(&err, path, &out);
    for (size_t i = 0; !code && i < count; i++)
        assay_buf_printf(&out, "%s%.*s=%.4g", i ? " " : "", ASSAY_STR_ARG(value[i].name),
                         value[i].value);
    ck_assert_str_eq(out.data ? out.data : "", tables[_i].expected);
    adapter->close(state);
    free(state);
    assay_buf_release(&out);
    assay_arena_release(&arena);
    scratch_remove(dir);
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

Suite *unit_replay_faults(void)
{
    Suite *suite = suite_create("replay_faults");
    TCase *files = tcase_create("files");

    tcase_add_loop_test(files, what_is_malformed_is_named_by_line_and_field, 0,
                        COUNT(malformed));
    tcase_add_loop_test(files, tables_of_subset_accuracies_are_read, 0, COUNT(tables));
    suite_add_tcase(suite, files);
    return suite;
}
