/* test_trend.c - rows of logs into columns; every expected value is worked out by hand. */
#include "harness/core/arena.h"
#include "suites/suite.h"
#include "suites/trend.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static char dir[SCRATCH_PATH];
static struct assay_arena arena;
static struct assay_trend trend;
static struct assay_error err;

static void make(void)
{
    scratch_make(dir);
}

static void drop(void)
{
    assay_arena_release(&arena);
    scratch_remove_all(dir);
}

/* Reads files of these names, NULL-terminated, with words for columns, which may be NULL. */
static enum assay_code read_with(const char *const *names, const char *const *columns,
                                 enum assay_trend_repeats repeats)
{
    const char *paths[8];
    struct assay_trend_setting setting = {
        .path = paths, .column = columns, .repeats = repeats};

    while (names[setting.paths]) {
        char path[SCRATCH_PATH];

        scratch_path(dir, names[setting.paths], path);
        paths[setting.paths++] = assay_arena_printf(&arena, "%s", path);
    }
    while (columns && columns[setting.columns])
        setting.columns++;
    return assay_trend_read(&setting, &arena, &trend, &err);
}

static void put(const char *name, const char *text)
{
    char path[SCRATCH_PATH];

    scratch_text(dir, name, text, path);
}

static enum assay_code read_one(const char *name, const char *text,
                                const char *const *columns)
{
    put(name, text);
    return read_with((const char *const[]){name, NULL}, columns,
                     ASSAY_TREND_REPEATS_ERROR);
}

static void must(enum assay_code code)
{
    ck_assert_msg(code == ASSAY_OK, "%s", err.text);
}

/* The numbers of a column are these. */
static void has_numbers(const struct assay_trend_column *column, size_t n,
                        const double *values)
{
    ck_assert_ptr_nonnull(column);
    ck_assert_ptr_nonnull(column->number);
    ck_assert_uint_eq(trend.rows, n);
    for (size_t i = 0; i < n; i++)
        if (isnan(values[i]))
            ck_assert(isnan(column->number[i]));
        else
            ck_assert_double_eq_tol(column->number[i], values[i], 1e-15);
}

static const struct assay_trend_column *role(enum assay_trend_role of)
{
    return assay_trend_column(&trend, of, 0);
}

static const char *text_of(const struct assay_trend_column *column, size_t row)
{
    ck_assert_uint_lt(column->id[row], column->level_count);
    return column->level[column->id[row]].ptr;
}

/* The message is this, behind the folder's name; dir is cut out of it wherever it is. */
static void told(const char *text, const char *want)
{
    const size_t len = strlen(dir);
    const char *at = text;
    char got[2048] = "";
    size_t n = 0;

    while (*at && n + 1 < sizeof(got)) {
        if (strncmp(at, dir, len) == 0)
            at += len + 1;
        else
            got[n++] = *at++;
    }
    ck_assert_str_eq(got, want);
}

START_TEST(columns_are_known_by_common_names_in_any_layout)
{
    static const double step[] = {0, 10, 20}, kl[] = {0, 4, 9}, d[] = {0, 2, 3},
                        proxy[] = {0, 1, 2.5}, gold[] = {0, 0.5, 0.25};
    static const char *const files[][2] = {
        {"a.jsonl", "{\"step\": 0, \"kl\": 0, \"proxy\": 0, \"gold\": 0}\n"
                    "{\"step\": 10, \"kl\": 4, \"proxy\": 1, \"gold\": 0.5}\n"
                    "{\"step\": 20, \"kl\": 9, \"proxy\": 2.5, \"gold\": 0.25}\n"},
        {"a.csv", "Step,KL,Proxy,Gold\n0,0,0,0\n10,4,1,0.5\n20,9,2.5,0.25\n"},
        {"a.tsv", "global_step\tmean-kl\treward\tgold score\n0\t0\t0\t0\n10\t4\t1\t.5\n"
                  "20\t9\t2.5\t0.25\n"},
        {"a.json", "{\"step\": [0, 10, 20], \"kl\": [0, 4, 9], \"proxy_score\": [0, 1, "
                   "2.5], \"gold_reward\": [0, 0.5, 0.25]}"},
    };

    must(read_one(files[_i][0], files[_i][1], NULL));
    has_numbers(role(ASSAY_TREND_STEP), 3, step);
    has_numbers(role(ASSAY_TREND_KL), 3, kl);
    has_numbers(role(ASSAY_TREND_D), 3, d);
    has_numbers(role(ASSAY_TREND_PROXY), 3, proxy);
    has_numbers(role(ASSAY_TREND_GOLD), 3, gold);
    ck_assert(role(ASSAY_TREND_D)->derived);
    ck_assert(!role(ASSAY_TREND_KL)->derived);
    ck_assert_str_eq(text_of(role(ASSAY_TREND_RUN), 0), "a");
    ck_assert_uint_eq(trend.sources, 1);
    ck_assert_uint_eq(strlen(trend.source[0].digest), 64);
}
END_TEST

START_TEST(rows_of_one_step_become_one)
{
    static const double step[] = {10, 20}, proxy[] = {1, 2}, gold[] = {0.5, 0.25},
                        loss[] = {3, (double)NAN};

    must(read_one("a.jsonl",
                  "{\"step\": 10, \"loss\": 3, \"reward\": 1}\n"
                  "{\"step\": 10, \"gold\": 0.5, \"reward\": 1}\n"
                  "{\"step\": 20, \"reward\": 2}\n\n"
                  "{\"step\": 20, \"gold\": 0.25}\n",
                  NULL));
    has_numbers(role(ASSAY_TREND_STEP), 2, step);
    has_numbers(role(ASSAY_TREND_PROXY), 2, proxy);
    has_numbers(role(ASSAY_TREND_GOLD), 2, gold);
    has_numbers(assay_trend_named(&trend, ASSAY_STR("loss")), 2, loss);
    ck_assert_uint_eq(assay_trend_spot(&trend, 1).line, 3);
    ck_assert_uint_eq(trend.notes, 0);
}
END_TEST

START_TEST(rows_that_contradict_each_other_are_refused_or_the_last_counts)
{
    static const double proxy[] = {1, 3};

    ck_assert_int_eq(
        read_one("a.csv", "step,seed,proxy\n1,7,1\n2,7,2\n2,8,4\n2,7,3\n", NULL),
        ASSAY_EDATA);
    told(err.text, "a.csv:5: step 2 of run a once more, with another proxy than in line "
                   "3 of a.csv; --repeats last counts the later one");
    must(read_one("b.csv", "step,seed,proxy\n1,7,1\n2,7,2\n2,8,4\n", NULL));
    ck_assert_uint_eq(trend.rows, 3); /* seeds are rows of their own */
    put("c.csv", "step,proxy\n1,1\n2,2\n2,3\n");
    must(read_with((const char *const[]){"c.csv", NULL}, NULL, ASSAY_TREND_REPEATS_LAST));
    has_numbers(role(ASSAY_TREND_PROXY), 2, proxy);
    ck_assert_uint_eq(trend.notes, 1);
    told(trend.note[0], "c.csv: line 4: another value of proxy for a step that was there "
                        "before; later ones count (1 value)");
}
END_TEST

START_TEST(what_splits_has_levels_and_sizes_are_numbers)
{
    static const double size[] = {3e6, 1.2e7, 3e9}, beta[] = {0.1, 0.1, 0.2};

    must(read_one("a.csv",
                  "step,proxy,rm_size,beta,algo\n1,1,3M,0.1,ppo\n1,2,12M,0.1,ppo\n"
                  "1,3,3B,0.20,grpo\n",
                  NULL));
    has_numbers(role(ASSAY_TREND_RM_SIZE), 3, size);
    ck_assert_str_eq(text_of(role(ASSAY_TREND_RM_SIZE), 1), "12M");
    has_numbers(role(ASSAY_TREND_BETA), 3, beta);
    ck_assert_uint_eq(role(ASSAY_TREND_BETA)->level_count, 2);
    ck_assert_str_eq(text_of(role(ASSAY_TREND_BETA), 2), "0.2");
    ck_assert_ptr_null(role(ASSAY_TREND_ALGORITHM)->number);
    ck_assert_str_eq(text_of(role(ASSAY_TREND_ALGORITHM), 2), "grpo");
}
END_TEST

START_TEST(a_user_says_what_columns_are)
{
    static const char *const columns[] = {"gold=eval.mine", "proxy=a",
                                          "proxy=b",        "split=sampler.name",
                                          "kl_unit=token",  NULL};
    static const double gold[] = {5, 6}, a[] = {1, 2}, b[] = {3, 4};

    must(read_one("a.jsonl",
                  "{\"step\": 1, \"eval.mine\": 5, \"gold\": 9, \"a\": 1, \"b\": 3, "
                  "\"sampler\": {\"name\": \"x\"}, \"kl\": 1}\n"
                  "{\"step\": 2, \"eval.mine\": 6, \"gold\": 9, \"a\": 2, \"b\": 4, "
                  "\"sampler\": {\"name\": \"y\"}, \"kl\": 2}\n",
                  columns));
    has_numbers(role(ASSAY_TREND_GOLD), 2, gold);
    ck_assert_ptr_null(assay_trend_column(&trend, ASSAY_TREND_GOLD, 1));
    has_numbers(assay_trend_column(&trend, ASSAY_TREND_PROXY, 0), 2, a);
    has_numbers(assay_trend_column(&trend, ASSAY_TREND_PROXY, 1), 2, b);
    ck_assert_str_eq(text_of(role(ASSAY_TREND_SPLIT), 1), "y");
    ck_assert_int_eq(trend.unit, ASSAY_TREND_UNIT_TOKEN);
    ck_assert_ptr_nonnull(assay_trend_named(&trend, ASSAY_STR("gold")));
    ck_assert_int_eq(assay_trend_named(&trend, ASSAY_STR("gold"))->role,
                     ASSAY_TREND_OTHER);
    ck_assert_ptr_null(assay_trend_named(&trend, ASSAY_STR("a.mine")));
}
END_TEST

static const struct {
    const char *column, *text;
    enum assay_code code;
} words[] = {
    {"glod=x", "column glod=x: nothing is called \"glod\"; nearest is \"gold\"",
     ASSAY_EUSAGE},
    {"gold=", "column gold=: expected ROLE=NAME", ASSAY_EUSAGE},
    {"kl_unit=tokens", "column kl_unit=tokens: no word \"tokens\"; nearest is \"token\"",
     ASSAY_EUSAGE},
    {"gold=prxy", "a.csv: no column \"prxy\"; nearest is \"proxy\"", ASSAY_EDATA},
};

START_TEST(a_users_slip_is_told_with_the_nearest_word)
{
    const char *const columns[] = {words[_i].column, NULL};

    ck_assert_int_eq(read_one("a.csv", "step,proxy\n1,2\n", columns), words[_i].code);
    told(err.text, words[_i].text);
}
END_TEST

static const struct {
    const char *name, *data, *text;
} faults[] = {
    {"a.csv", "step,kl,gold\n1,0,0\n2,-1.5,1\n",
     "a.csv:3: kl is -1.5; a KL is not negative, and this is more than noise"},
    {"a.csv", "step,kl_per_token,gold\n1,0,0\n2,-0.06,1\n",
     "a.csv:3: kl_per_token is -0.06; a KL is not negative, and this is more than noise"},
    {"a.csv", "step,d,gold\n1,-0.01,0\n", "a.csv:2: d is below 0"},
    {"a.csv", "step,proxy\n1,2\n,3\n", "a.csv:3: no step, which other rows have"},
    {"a.csv", "step,proxy\n1,2\n2,high\n",
     "a.csv:3: proxy: expected a number, found \"high\""},
    {"a.csv", "step,loss,lr\n1,2,3\n",
     "a.csv: no column is known to be a proxy, gold, win rate or margin; there are step, "
     "loss, lr"},
    {"a.csv", "step,proxy\n", "a.csv: no rows"},
    {"a.jsonl", "{\"step\": 1, \"proxy\": 2}\n{\"step\": 1, \"pro\n", "a.jsonl:2: "},
    {"a.csv", "n,proxy,gold\n1,0,0\n2.5,1,1\n",
     "a.csv:3: n is 2.5, not a number of samples"},
};

START_TEST(data_that_cannot_be_read_are_told_with_their_place)
{
    char cut[sizeof(err.text)];

    ck_assert_int_eq(read_one(faults[_i].name, faults[_i].data, NULL), ASSAY_EDATA);
    if (strcmp(faults[_i].name, "a.jsonl") ==
        0) { /* what follows are the parser's words */
        (void)snprintf(cut, sizeof(cut), "%.*s",
                       (int)(strlen(dir) + 1 + strlen(faults[_i].text)), err.text);
        told(cut, faults[_i].text);
        return;
    }
    told(err.text, faults[_i].text);
}
END_TEST

START_TEST(values_that_are_no_numbers_and_noise_below_zero_are_noted)
{
    static const double gold[] = {(double)NAN, 1, (double)NAN}, d[] = {0, 1, 2};

    must(read_one("a.jsonl",
                  "{\"step\": 1, \"kl\": -0.5, \"gold\": NaN}\n"
                  "{\"step\": 2, \"kl\": 1, \"gold\": 1}\n"
                  "{\"step\": 3, \"kl\": 4, \"gold\": -Infinity}\n",
                  NULL));
    has_numbers(role(ASSAY_TREND_GOLD), 3, gold);
    ck_assert_uint_eq(role(ASSAY_TREND_GOLD)->present, 1);
    has_numbers(role(ASSAY_TREND_D), 3, d);
    ck_assert_uint_eq(trend.notes, 3);
    told(trend.note[0],
         "a.jsonl:1: gold is no finite number, and counts as absent (1 more rows)");
    told(trend.note[1],
         "a.jsonl:1: kl is below 0 by noise of its estimator, and d 0 there (1 row)");
    told(trend.note[2],
         "a.jsonl: nothing says whether kl is of whole sequences or a mean "
         "over tokens; it is taken for the former");
}
END_TEST

START_TEST(kl_of_sequences_and_of_tokens_are_not_mixed)
{
    put("a.csv", "step,sequence_kl,gold\n1,1,0\n");
    put("b.csv", "step,kl_per_token,gold\n1,1,0\n");
    put("c.csv", "step,kl,gold\n1,1,0\n");
    ck_assert_int_eq(read_with((const char *const[]){"a.csv", "b.csv", NULL}, NULL,
                               ASSAY_TREND_REPEATS_ERROR),
                     ASSAY_EDATA);
    told(err.text,
         "b.csv: kl_per_token is a mean over tokens, but sequence_kl of a.csv is "
         "the KL of whole sequences; they are not read together");
    must(read_with((const char *const[]){"c.csv", "a.csv", NULL}, NULL,
                   ASSAY_TREND_REPEATS_ERROR));
    ck_assert_int_eq(trend.unit, ASSAY_TREND_UNIT_SEQUENCE);
}
END_TEST

START_TEST(the_kl_of_best_of_n_follows_from_n)
{
    /* log n - (n - 1) / n */
    const double kl[] = {0, log(2) - 0.5, log(16) - 15.0 / 16};

    must(read_one("a.csv", "n,proxy,gold\n1,0,0\n2,1,1\n16,3,2\n", NULL));
    has_numbers(role(ASSAY_TREND_KL), 3, kl);
    ck_assert_double_eq_tol(role(ASSAY_TREND_D)->number[1], sqrt(kl[1]), 1e-15);
    ck_assert_int_eq(trend.estimator, ASSAY_TREND_ESTIMATOR_EXACT);
    must(read_one("b.csv", "step,n,proxy\n1,512,0\n", NULL)); /* how many there were */
    ck_assert_ptr_null(role(ASSAY_TREND_KL));
}
END_TEST

START_TEST(runs_are_called_as_their_files_and_curves_are_in_order_of_steps)
{
    const struct assay_trend_group *curve;

    put("a.csv", "step,proxy,seed,checkpoint\n20,2,1,x\n10,1,1,y\n10,3,2,y\n");
    put("b.csv", "step,proxy\n5,7\n");
    must(read_with((const char *const[]){"a.csv", "b.csv", NULL}, NULL,
                   ASSAY_TREND_REPEATS_ERROR));
    ck_assert_uint_eq(assay_trend_curves(&trend, &arena, &curve), 3);
    ck_assert_uint_eq(curve[0].count, 2);
    ck_assert_uint_eq(curve[0].row[0], 1);
    ck_assert_uint_eq(curve[0].row[1], 0);
    ck_assert_uint_eq(curve[1].row[0], 2);
    ck_assert_str_eq(text_of(role(ASSAY_TREND_RUN), curve[2].row[0]), "b");
}
END_TEST

/* ---- descriptions ---- */

#define HEAD                                                                             \
    "name: mine\n"                                                                       \
    "version: \"1\"\n"                                                                   \
    "kind: trend\n"                                                                      \
    "title: Mine\n"

static enum assay_code load(const char *yaml, struct assay_suite **suite)
{
    static const struct assay_places places = {NULL, "suites", "data_manifest.txt"};
    char path[SCRATCH_PATH];

    scratch_text(dir, "mine.yaml", yaml, path);
    return assay_suite_load_any(
        &(struct assay_suite_words){.spec = assay_arena_printf(&arena, "%s", path)},
        &places, &arena, suite, &err);
}

static enum assay_code read_suite(const char *yaml)
{
    struct assay_suite *suite;
    const enum assay_code code = load(yaml, &suite);

    return code ? code
                : assay_trend_read(&(struct assay_trend_setting){.suite = suite}, &arena,
                                   &trend, &err);
}

START_TEST(a_description_says_what_columns_are)
{
    static const double size[] = {3e6, 3e9}, gold[] = {5, 6}, kl[] = {4, 9};

    put("a.jsonl", "{\"t\": 1, \"eval\": {\"g\": 5}, \"k\": 4, \"r\": 1}\n");
    put("b.jsonl", "{\"t\": 1, \"g\": 6, \"k\": 9, \"r\": 2}\n");
    must(read_suite(HEAD
                    "data:\n"
                    "  files:\n"
                    "    - {path: a.jsonl, name: one}\n"
                    "    - {path: b.jsonl, fields: {gold: g, rm_size: {const: 3B}}}\n"
                    "fields:\n"
                    "  step: t\n"
                    "  gold: eval.g\n"
                    "  kl: k\n"
                    "  kl_unit: sequence\n"
                    "  rm_size: {const: 3M}\n"
                    "  columns: {who: '@file', reward: r}\n"
                    "  split: [who]\n"));
    has_numbers(role(ASSAY_TREND_RM_SIZE), 2, size);
    has_numbers(role(ASSAY_TREND_GOLD), 2, gold);
    has_numbers(role(ASSAY_TREND_KL), 2, kl);
    ck_assert_int_eq(trend.unit, ASSAY_TREND_UNIT_SEQUENCE);
    ck_assert_str_eq(text_of(role(ASSAY_TREND_SPLIT), 0), "one");
    ck_assert_str_eq(text_of(role(ASSAY_TREND_RUN), 1), "b");
    ck_assert_ptr_nonnull(assay_trend_named(&trend, ASSAY_STR("reward")));
    ck_assert_uint_eq(trend.notes, 0);
}
END_TEST

static const struct {
    const char *yaml;
    const char *text; /* behind "mine.yaml:" */
} mistakes[] = {
    {HEAD "data: {files: [{path: a.csv}]}\nfields:\n  step: step\n  glod: x\n",
     "mine.yaml:8: unknown key \"glod\" in fields of a trend; nearest is \"gold\""},
    {HEAD "data: {files: [{path: a.csv}]}\nfields:\n  step: step\n  kl_unit: sequense\n",
     "mine.yaml:8: kl_unit: unknown word \"sequense\"; nearest is \"sequence\""},
    {HEAD "data: {files: [{path: a.csv}]}\nties: loss\n",
     "mine.yaml:6: unknown key \"ties\" in the description of a trend; one of name, "
     "version, kind, title, "
     "citation, licence, summary, source, history, data, fields, options"},
    {HEAD "data: {files: [{path: a.csv}]}\nfields:\n  gold: gold\n  step: [a, b]\n",
     "mine.yaml:8: step cannot be a list"},
    {HEAD "data: {files: [{path: a.csv}]}\nfields:\n  split: [{field: x}]\n",
     "mine.yaml:7: split: expected names of fields or of columns, found map"},
    {HEAD "data: {files: [{path: a.csv}]}\nfields:\n  gold: proxi\n",
     "mine.yaml:7: no field \"proxi\" in a.csv:2; nearest is \"proxy\""},
    {HEAD "data: {files: [{path: a.csv}]}\nfields:\n  gold: {field: proxy, mpa: {}}\n",
     "mine.yaml:7: no such transform \"mpa\"; nearest is \"map\""},
    {HEAD "data: {layout: csv}\n", "mine.yaml:5: data names none of files, argument"},
};

START_TEST(a_mistake_in_a_description_is_told_with_its_line)
{
    put("a.csv", "step,proxy\n1,2\n");
    ck_assert_int_eq(read_suite(mistakes[_i].yaml), ASSAY_EDATA);
    told(err.text, mistakes[_i].text);
}
END_TEST

START_TEST(no_model_is_asked_about_a_trend)
{
    static const struct assay_places places = {NULL, "suites", "data_manifest.txt"};
    struct assay_suite *suite;

    ck_assert_int_eq(assay_suite_load(&(struct assay_suite_words){.spec = "trend:x"},
                                      &places, &arena, &suite, &err),
                     ASSAY_EUSAGE);
    ck_assert_str_eq(err.text, "suite trend is of kind trend, of which no model is asked "
                               "anything; `assay overopt` reads it");
}
END_TEST

#define COUNT(table) (int)(sizeof(table) / sizeof((table)[0]))

Suite *unit_trend(void)
{
    Suite *suite = suite_create("trend");
    TCase *all = tcase_create("rows"), *described = tcase_create("descriptions");

    tcase_add_checked_fixture(all, make, drop);
    tcase_add_loop_test(all, columns_are_known_by_common_names_in_any_layout, 0, 4);
    tcase_add_test(all, rows_of_one_step_become_one);
    tcase_add_test(all, rows_that_contradict_each_other_are_refused_or_the_last_counts);
    tcase_add_test(all, what_splits_has_levels_and_sizes_are_numbers);
    tcase_add_test(all, a_user_says_what_columns_are);
    tcase_add_loop_test(all, a_users_slip_is_told_with_the_nearest_word, 0, COUNT(words));
    tcase_add_loop_test(all, data_that_cannot_be_read_are_told_with_their_place, 0,
                        COUNT(faults));
    tcase_add_test(all, values_that_are_no_numbers_and_noise_below_zero_are_noted);
    tcase_add_test(all, kl_of_sequences_and_of_tokens_are_not_mixed);
    tcase_add_test(all, the_kl_of_best_of_n_follows_from_n);
    tcase_add_test(all, runs_are_called_as_their_files_and_curves_are_in_order_of_steps);
    suite_add_tcase(suite, all);
    tcase_add_checked_fixture(described, make, drop);
    tcase_add_test(described, a_description_says_what_columns_are);
    tcase_add_loop_test(described, a_mistake_in_a_description_is_told_with_its_line, 0,
                        COUNT(mistakes));
    tcase_add_test(described, no_model_is_asked_about_a_trend);
    suite_add_tcase(suite, described);
    return suite;
}
