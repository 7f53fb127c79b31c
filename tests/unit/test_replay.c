/*
 * The replay adapter, seen from outside: a file goes in, answers and notes come out. Items are
 * a, b, c with two completions each unless a case says otherwise.
 */
#include "adapters/adapter.h"
#include "harness/core/json.h"
#include "harness/core/records.h"
#include "harness/run/score.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>

struct replay_case {
    const char *file;     /* name: its ending counts */
    const char *text;     /* of the file */
    const char *mappings; /* `replay:` of the suite as JSON; NULL: none */
    const char *words[4]; /* options */
    const char *expected; /* answers, notes; or the error with "F" for the path */
    size_t completions;   /* 0: two */
    bool own;             /* items are the file's records */
};

/* Items of a case. */
struct items {
    const struct replay_case *made;
    struct assay_records *records; /* own */
    const char *path;
    size_t next;
};

static enum assay_code next_item(void *self, struct assay_arena *arena,
                                 const struct assay_item **out, struct assay_error *err)
{
    struct items *items = self;
    const size_t n = items->made->completions ? items->made->completions : 2;
    struct assay_item *item = assay_arena_new(arena, 1, sizeof(*item));
    enum assay_code code = ASSAY_OK;

    *out = NULL;
    if (items->made->own)
        code = assay_records_next(items->records, arena, &item->record, err);
    if (code || (items->made->own && !item->record) ||
        (!items->made->own && items->next == 3))
        return code;
    item->index = items->next++;
    item->id =
        assay_str_of(assay_arena_printf(arena, "%c", (int)('a' + (int)item->index)));
    item->key = item->id;
    item->subset = ASSAY_STR("s");
    item->completions = assay_arena_new(arena, n, sizeof(*item->completions));
    item->gold = assay_arena_new(arena, n, sizeof(*item->gold));
    item->completion_count = n;
    item->file = items->path;
    item->line = items->made->own ? assay_records_line(items->records) : 0;
    *out = item;
    return ASSAY_OK;
}

/* "a=1,2 b=- c=nan,3": values in four digits, "-" skipped, "?" unparsable. */
static void put_answers(const struct assay_book *book, struct assay_buf *out)
{
    for (size_t i = 0; i < book->items; i++) {
        assay_buf_printf(out, "%s%.*s=", i ? " " : "", ASSAY_STR_ARG(book->id[i]));
        for (size_t v = book->first[i]; v < book->first[i + 1]; v++) {
            if (v > book->first[i])
                assay_buf_putc(out, ',');
            if (book->state[v] == ASSAY_STATE_SCORED)
                assay_buf_printf(out, "%.4g", book->value[v]);
            else
                assay_buf_puts(out, book->state[v] == ASSAY_STATE_SKIPPED      ? "-"
                                    : book->state[v] == ASSAY_STATE_UNPARSABLE ? "?"
                                                                               : "nan");
        }
    }
}

static void put_notes(const struct assay_adapter *adapter, const void *state,
                      struct assay_buf *out)
{
    struct assay_str note;

    for (size_t i = 0; adapter->note(state, i, &note); i++) {
        assay_buf_puts(out, "; ");
        assay_buf_add(out, note);
    }
}

/* Every path in a message becomes F. */
static void put_error(const struct assay_error *err, const char *path,
                      struct assay_buf *out)
{
    const char *from = err->text;

    for (const char *at; (at = strstr(from, path)); from = at + strlen(path))
        assay_buf_printf(out, "%.*sF", (int)(at - from), from);
    assay_buf_puts(out, from);
}

static enum assay_code score_items(const struct replay_case *made, const char *path,
                                   const void *state, struct assay_buf *out,
                                   struct assay_error *err)
{
    const struct assay_adapter *adapter = &assay_adapter_replay;
    struct items items = {.made = made, .path = path};
    const struct assay_records_setting reading = {.path = path};
    const struct assay_queue_setting setting = {.source = {next_item, &items},
                                                .suite = ASSAY_STR("suite")};
    const struct assay_scorer scorer = {adapter, state, 2};
    struct assay_book book;
    struct assay_scored scored;
    struct assay_table table;
    enum assay_code code = ASSAY_OK;

    assay_book_init(&book, adapter->want(state), 2);
    if (made->own)
        code = assay_records_open(&reading, &items.records, err);
    if (!code)
        code = assay_score(&scorer, &setting, &book, &scored, err);
    if (!code) {
        assay_book_close(&book, &table);
        put_answers(&book, out);
        put_notes(adapter, state, out);
    }
    assay_records_close(items.records);
    assay_book_release(&book);
    return code;
}

/* Opens the adapter on a file as the harness does, scores, and says what came of it. */
static void replay(const struct replay_case *made, const char *path,
                   struct assay_buf *out)
{
    const struct assay_adapter *adapter = &assay_adapter_replay;
    struct assay_arena arena = {0};
    struct assay_node mappings = {0};
    struct assay_setting setting = {
        .target = path, .suite = "suite", .orders = 2, .arena = &arena};
    struct assay_error err = {0};
    size_t words = 0;
    void *state = calloc(1, adapter->state_size);
    enum assay_code code;

    ck_assert_ptr_nonnull(state);
    while (words < 4 && made->words[words])
        words++;
    code = assay_options_parse(adapter->options, made->words, words, state, &err);
    if (!code && made->mappings) {
        ck_assert_int_eq(assay_json_parse(assay_str_of(made->mappings), "m.json", &arena,
                                          &mappings, &err),
                         ASSAY_OK);
        setting.replay = &mappings;
    }
    setting.own_records = made->own;
    if (!code)
        code = adapter->open(state, &setting, &err);
    if (!code)
        code = score_items(made, path, state, out, &err);
    if (code)
        put_error(&err, path, out);
    adapter->close(state);
    free(state);
    assay_arena_release(&arena);
}

static void check_case(const struct replay_case *made)
{
    struct assay_buf out = {0};
    char dir[SCRATCH_PATH], path[SCRATCH_PATH];

    scratch_make(dir);
    scratch_text(dir, made->file, made->text, path);
    replay(made, path, &out);
    ck_assert_str_eq(out.data ? out.data : "", made->expected);
    assay_buf_release(&out);
    scratch_remove(dir);
}

#define ABC_PAIRS                                                                        \
    "{\"id\": \"c\", \"score_chosen\": 5, \"score_rejected\": 6}\n"                      \
    "{\"id\": \"a\", \"score_chosen\": 1, \"score_rejected\": 2}\n"                      \
    "{\"id\": \"b\", \"score_chosen\": 3, \"score_rejected\": 4}\n"

static const struct replay_case shapes[] = {
    {"f.jsonl", ABC_PAIRS, NULL, {0}, "a=1,2 b=3,4 c=5,6", 0, false},
    {"f.json",
     "[{\"key\": \"b\", \"scores\": [1.5, -2]}, {\"key\": \"a\", \"scores\": [0, 1]}]",
     NULL,
     {0},
     "a=0,1 b=1.5,-2 c=-,-",
     0,
     false},
    {"f.csv",
     "id,chosen_reward,rejected_reward\na,1,2\nb,3e0,4\nc,-5,6\n",
     NULL,
     {0},
     "a=1,2 b=3,4 c=-5,6",
     0,
     false},
    {"f.tsv",
     "who\tx\ty\nc\t1\t2\na\t3\t4\nb\t5\t6\n",
     NULL,
     {"id=who", "scores=x,y"},
     "a=3,4 b=5,6 c=1,2",
     0,
     false},
    {"f.csv",
     "id,index,score\na,1,2\nb,0,3\na,0,1\nc,0,5\nb,1,4\nc,1,6\n",
     NULL,
     {0},
     "a=1,2 b=3,4 c=5,6",
     0,
     false},
    {"f.json", /* reward-bench eval-set-scores: columns, nested lists of one */
     "{\"id\": [\"a\", \"b\", \"c\"], \"scores_chosen\": [[1], [2], [3]], "
     "\"scores_rejected\": [[0], [5], [6]], \"model\": \"m\"}",
     NULL,
     {0},
     "a=1,0 b=2,5 c=3,6",
     0,
     false},
    {"f.jsonl", /* RM-Bench: three chosen, three rejected */
     "{\"id\": \"a\", \"score_chosen\": [1, 2, 3], \"score_rejected\": [4, 5, 6]}\n",
     NULL,
     {0},
     "a=1,2,3,4,5,6 b=-,-,-,-,-,- c=-,-,-,-,-,-",
     6,
     false},
    {"f.jsonl",
     ABC_PAIRS,
     NULL,
     {"score_chosen=score_rejected", "score_rejected=score_chosen"},
     "a=2,1 b=4,3 c=6,5",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"model\": \"m\", \"scores\": [1, 2]}\n"
     "{\"id\": \"a\", \"model\": \"n\", \"scores\": [3, 4]}\n",
     NULL,
     {"name=n"},
     "a=3,4 b=-,- c=-,-",
     0,
     false},
    {"f.jsonl", ABC_PAIRS, NULL, {0}, "a=5,6 b=1,2 c=3,4", 0, true},
};

#define STEPS      "{\"id\": \"a\", \"scores\": [[0.5, 0.4, 0.9], [0.8, 0.2]]}\n"
#define STEPS_REST " b=-,- c=-,-; step scores are aggregated by "

/* By hand: 0.5*0.4*0.9 = 0.18 and 0.8*0.2 = 0.16; cube root 0.5646, square root 0.4; ... */
static const struct replay_case steps[] = {
    {"f.jsonl",
     STEPS,
     NULL,
     {0},
     "a=0.18,0.16" STEPS_REST "prod (default; aggregate= changes it)",
     0,
     false},
    {"f.jsonl",
     STEPS,
     NULL,
     {"aggregate=geomean"},
     "a=0.5646,0.4" STEPS_REST "geomean",
     0,
     false},
    {"f.jsonl", STEPS, NULL, {"aggregate=min"}, "a=0.4,0.2" STEPS_REST "min", 0, false},
    {"f.jsonl", STEPS, NULL, {"aggregate=mean"}, "a=0.6,0.5" STEPS_REST "mean", 0, false},
    {"f.jsonl", STEPS, NULL, {"aggregate=last"}, "a=0.9,0.2" STEPS_REST "last", 0, false},
    {"f.jsonl", STEPS, NULL, {"aggregate=max"}, "a=0.9,0.8" STEPS_REST "max", 0, false},
    {"f.jsonl", /* one list of steps each, under two fields */
     "{\"id\": \"a\", \"score_chosen\": [2, 3], \"score_rejected\": [4, 5]}\n",
     NULL,
     {"aggregate=prod"},
     "a=6,20" STEPS_REST "prod",
     0,
     false},
};

#define JUDGE                                                                            \
    "[{\"name\": \"reward-model\", \"when\": \"judgments[0].scores\","                   \
    "  \"scores\": \"judgments[0].scores\","                                             \
    "  \"stored\": {\"field\": \"judgments[0].decision\","                               \
    "              \"map\": {\"A>B\": 1, \"B>A\": -1}}},"                                \
    " {\"name\": \"judge\", \"preferences\": ["                                          \
    "   {\"field\": \"judgments[0].decision\","                                          \
    "    \"map\": {\"A>B\": 1, \"B>A\": -1, \"A=B\": 0, \"null\": null}},"               \
    "   {\"field\": \"judgments[1].decision\","                                          \
    "    \"map\": {\"A>B\": -1, \"B>A\": 1, \"A=B\": 0, \"null\": null}}]}]"

#define WINS                                                                             \
    "[{\"name\": \"pairwise\", \"key\": \"problem\","                                    \
    "  \"wins\": {\"answers\": \"score\", \"chosen\": \"position\"}}]"

#define PLACED                                                                           \
    "[{\"name\": \"apart\", \"group_by\": \"problem\", \"key\": \"@rows[0].problem\","   \
    "  \"scores\": {\"place\": {\"field\": \"kind\","                                    \
    "                         \"map\": {\"chosen\": 0, \"rejected\": 1}},"               \
    "             \"value\": \"output\"}}]"

#define TABLE                                                                            \
    "[{\"name\": \"table\", \"key\": \"idx\", \"select\": \"evaluator\","                \
    "  \"preferences\": [{\"field\": \"w\","                                             \
    "                     \"map\": {\"1\": 1, \"2\": -1, \"NA\": null}}]}]"

static const struct replay_case mapped[] = {
    {"f.jsonl",
     "{\"id\": \"b\", \"judgments\": [{\"scores\": [1, 2], \"decision\": \"B>A\"}]}\n"
     "{\"id\": \"a\", \"judgments\": [{\"scores\": [2, 2], \"decision\": \"B>A\"}]}\n"
     "{\"id\": \"c\", \"judgments\": [{\"scores\": [3, 2], \"decision\": \"B>A\"}]}\n",
     JUDGE,
     {0},
     "a=2,2 b=1,2 c=3,2; 1 stored decisions disagree with the stored scores; the scores "
     "decide",
     0,
     false},
    {"f.jsonl", /* two orders, told in the order of the item; null is no verdict */
     "{\"id\": \"b\", \"judgments\": [{\"decision\": \"B>A\"}, {\"decision\": "
     "\"B>A\"}]}\n"
     "{\"id\": \"a\", \"judgments\": [{\"decision\": \"A=B\"}, null]}\n"
     "{\"id\": \"c\", \"judgments\": [{\"decision\": null}, {\"decision\": \"A>B\"}]}\n",
     JUDGE,
     {0},
     "a=0,? b=-1,1 c=?,-1",
     0,
     false},
    {"f.jsonl",
     "{\"id\": \"a\", \"judgments\": [{\"scores\": [1, 2], \"decision\": \"A>B\"}]}\n",
     JUDGE,
     {"format=judge"},
     "a=1,? b=-,- c=-,-",
     0,
     false},
    {"f.json", /* official: wins + 1; beaten 1, else n + 2 = 5; null is lost */
     "[{\"problem\": \"a\", \"score\": [\"A\", null, \"B\"],"
     "  \"position\": [\"A\", \"B\", \"A\"]},"
     " {\"problem\": \"b\", \"score\": [\"A\", \"B\", \"B\"],"
     "  \"position\": [\"A\", \"B\", \"B\"]}]",
     WINS,
     {0},
     "a=2,1,5,5 b=4,1,1,1 c=-,-,-,-",
     4,
     false},
    {"f.json",
     "[{\"problem\": \"a\", \"kind\": \"rejected\", \"output\": [0.5, 0.5]},"
     " {\"problem\": \"b\", \"kind\": \"chosen\", \"output\": [0.25]},"
     " {\"problem\": \"a\", \"kind\": \"chosen\", \"output\": [0.5]},"
     " {\"problem\": \"b\", \"kind\": \"rejected\", \"output\": 0.75}]",
     PLACED,
     {0},
     "a=0.5,0.25 b=0.25,0.75 c=-,-; step scores are aggregated by prod (default; "
     "aggregate= changes it)",
     0,
     false},
    {"f.tsv",
     "evaluator\tidx\tw\nx\ta\t1\ny\ta\t2\ny\tb\tNA\nx\tb\t1\n",
     TABLE,
     {"name=y"},
     "a=-1,- b=?,- c=-,-",
     0,
     false},
};

#define TWICE                                                                            \
    "{\"id\": \"a\", \"key\": \"k\", \"scores\": [1, 2]}\n"                              \
    "{\"id\": \"b\", \"key\": \"l\", \"scores\": [3, 4]}\n"                              \
    "{\"id\": \"c\", \"key\": \"k\", \"scores\": [1, 2]}\n"

static const struct replay_case repeated[] = {
    {"f.jsonl",
     TWICE,
     NULL,
     {"id=key"},
     "a=1,2 b=3,4 c=1,2; 1 rows repeat a key with the same scores and count as rows, as "
     "official figures do",
     0,
     true},
    {"f.jsonl",
     TWICE,
     NULL,
     {"id=key", "rows=unique"},
     "a=1,2 b=3,4 c=-,-; 1 rows repeat a key with the same scores and are left out "
     "(rows=unique)",
     0,
     true},
    {"f.jsonl",
     ABC_PAIRS "{\"id\": \"a\", \"score_chosen\": 1, \"score_rejected\": 2}\n",
     NULL,
     {0},
     "a=1,2 b=3,4 c=5,6; 1 rows repeat a key with the same scores",
     0,
     false},
    {"f.jsonl",
     ABC_PAIRS "{\"id\": \"b\", \"score_chosen\": 3, \"score_rejected\": 9}\n"
               "{\"id\": \"a\", \"score_chosen\": 7, \"score_rejected\": 2}\n",
     NULL,
     {0},
     "F:4: other scores for the same key than F:3",
     0,
     false},
    {"f.csv",
     "id,index,score\na,0,1\na,1,2\na,1,2\n",
     NULL,
     {0},
     "a=1,2 b=-,- c=-,-; 1 rows repeat a key with the same scores",
     0,
     false},
    {"f.csv",
     "id,index,score\na,0,1\na,1,2\na,1,3\n",
     NULL,
     {0},
     "F:4: other scores for the same key than F:3",
     0,
     false},
};

#define SKIPPING                                                                         \
    "[{\"name\": \"scores\", \"key\": \"key\", \"scores\": \"scores\","                  \
    "  \"conflicts\": \"skip\"}]"
#define CONFLICT                                                                         \
    "{\"key\": \"a\", \"scores\": [1, 2]}\n"                                             \
    "{\"key\": \"b\", \"scores\": [3, 4]}\n"                                             \
    "{\"key\": \"a\", \"scores\": [5, 6]}\n"

static const struct replay_case conflicting[] = {
    {"f.jsonl",
     CONFLICT,
     SKIPPING,
     {0},
     "a=-,- b=3,4 c=-,-; 1 keys are repeated with other scores and answer nothing",
     0,
     false},
    {"f.jsonl",
     CONFLICT,
     SKIPPING,
     {0},
     "a=1,2 b=3,4 c=5,6; 1 keys are repeated with other scores and count as rows",
     0,
     true},
    {"f.jsonl",
     CONFLICT,
     SKIPPING,
     {"rows=unique"},
     "a=1,2 b=3,4 c=5,6; 1 keys are repeated with other scores and count as rows",
     0,
     true},
    {"f.jsonl",
     CONFLICT,
     "[{\"name\": \"x\", \"key\": \"key\", \"scores\": \"scores\"}]",
     {0},
     "F:3: other scores for the same key than F:1",
     0,
     true},
    {"f.jsonl",
     CONFLICT,
     "[{\"name\": \"x\", \"scores\": \"scores\", \"conflicts\": \"keep\"}]",
     {0},
     "suite:0: conflicts: expected error or skip",
     0,
     false},
};

START_TEST(a_suite_may_say_that_keys_are_not_to_be_trusted)
{
    check_case(&conflicting[_i]);
}
END_TEST

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
     "F:1: judgments[0].decision: no entry for C>D",
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
     "suite:0: replay: no such key \"score\"",
     0,
     false},
    {"f.jsonl",
     ABC_PAIRS,
     "[{\"name\": \"x\"}]",
     {0},
     "suite:0: replay: exactly one of scores, preferences and wins is needed",
     0,
     false},
};

START_TEST(files_of_many_shapes_are_joined_by_key)
{
    check_case(&shapes[_i]);
}
END_TEST

START_TEST(step_scores_are_aggregated)
{
    check_case(&steps[_i]);
}
END_TEST

START_TEST(a_suite_says_how_its_scores_are_stored)
{
    check_case(&mapped[_i]);
}
END_TEST

START_TEST(repeated_keys_agree_or_are_refused)
{
    check_case(&repeated[_i]);
}
END_TEST

START_TEST(what_is_malformed_is_named_by_line_and_field)
{
    check_case(&malformed[_i]);
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
        put_error(&err, path, &out);
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

Suite *unit_replay(void)
{
    Suite *suite = suite_create("replay");
    TCase *files = tcase_create("files");

    tcase_add_loop_test(files, files_of_many_shapes_are_joined_by_key, 0, COUNT(shapes));
    tcase_add_loop_test(files, step_scores_are_aggregated, 0, COUNT(steps));
    tcase_add_loop_test(files, a_suite_says_how_its_scores_are_stored, 0, COUNT(mapped));
    tcase_add_loop_test(files, repeated_keys_agree_or_are_refused, 0, COUNT(repeated));
    tcase_add_loop_test(files, a_suite_may_say_that_keys_are_not_to_be_trusted, 0,
                        COUNT(conflicting));
    tcase_add_loop_test(files, what_is_malformed_is_named_by_line_and_field, 0,
                        COUNT(malformed));
    tcase_add_loop_test(files, tables_of_subset_accuracies_are_read, 0, COUNT(tables));
    suite_add_tcase(suite, files);
    return suite;
}
