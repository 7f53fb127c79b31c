#include "harness/core/field.h"
#include "suites/kind.h"
#include "suites/pairs_extras.h"
#include "suites/suite.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

static char dir[SCRATCH_PATH];

static void make(void)
{
    scratch_make(dir);
}

static void drop(void)
{
    scratch_remove(dir);
}

#define HEAD                                                                             \
    "name: mine\n"                                                                       \
    "version: \"1\"\n"                                                                   \
    "kind: pairs\n"                                                                      \
    "title: Mine\n"
#define DATA   "data: {files: [{path: x.jsonl}]}\n"
#define FIELDS "fields: {completions: [a, b]}\n"

static enum assay_code load(const char *yaml, const char *tail, const char *const *words,
                            struct assay_arena *arena, struct assay_suite **suite,
                            struct assay_error *err)
{
    static const struct assay_places places = {NULL, "suites", "data_manifest.txt"};
    char path[SCRATCH_PATH], spec[SCRATCH_PATH + 64];
    size_t n = 0;

    scratch_text(dir, "mine.yaml", yaml, path);
    (void)snprintf(spec, sizeof(spec), "%s%s", path, tail);
    while (words && words[n])
        n++;
    return assay_suite_load(&(struct assay_suite_words){spec, words, n}, &places, arena,
                            suite, err);
}

static const struct {
    const char *yaml;
    const char *text; /* behind "dir/mine.yaml:" */
} mistakes[] = {
    {HEAD DATA FIELDS "tyes: loss\n",
     "7: unknown key \"tyes\" in the description; nearest is \"ties\""},
    {HEAD FIELDS, "1: the description needs \"data\""},
    {HEAD "data: {}\n" FIELDS,
     "5: data names none of files, parts, generator, model, argument"},
    {HEAD "data: {file: x}\n" FIELDS,
     "5: unknown key \"file\" in data; nearest is \"files\""},
    {HEAD "data: {files: [{pth: x}]}\n" FIELDS,
     "5: unknown key \"pth\" in files; nearest is \"path\""},
    {HEAD "data: {parts: {a: {layout: jsonl}}}\n" FIELDS, "5: a part needs \"files\""},
    {HEAD "data: {generator: nothing}\n", "5: no generator \"nothing\"; one of core"},
    {HEAD "data: {model: true, layout: jsnl}\n" FIELDS,
     "5: layout: unknown word \"jsnl\"; nearest is \"jsonl\""},
    {"name: mine\nversion: \"1\"\nkind: matrxi\ntitle: T\n" DATA FIELDS,
     "3: no kind \"matrxi\"; nearest is \"matrix\""},
    {"name: mine\nversion: 1\nkind: pairs\ntitle: T\n" DATA FIELDS,
     "2: version cannot be a number"},
    {HEAD DATA, "1: kind pairs needs \"completions\" or \"count\" in fields"},
    {HEAD DATA "fields: {completions: [a], chosen: x, correct: y}\n",
     "6: fields name both \"chosen\" and \"correct\""},
    {"name: mine\nversion: \"1\"\nkind: matrix\ntitle: T\n" DATA
     "fields: {completions: [a, b], class: c}\n",
     "3: kind matrix has correct in fields, found class (line 6); kinds that have it are "
     "judged"},
    {HEAD DATA "fields: {completions: [a, b], promt: c}\n",
     "6: unknown key \"promt\" in fields; nearest is \"prompt\""},
    {HEAD DATA "fields: {completions: {any: []}}\n", "6: any: expected a list of fields"},
    {HEAD DATA FIELDS "sections:\n  - {nam: A}\n",
     "8: unknown key \"nam\" in sections; nearest is \"name\""},
    {HEAD DATA FIELDS "sections:\n  - {name: A}\n  - {name: B, subsets: [A]}\n",
     "9: subset \"A\" is in two sections"},
    {HEAD DATA FIELDS "sections:\n  - {name: A, subsets: []}\n",
     "8: subsets: an empty list"},
    {HEAD DATA FIELDS "sections:\n  - {name: A, subsets: [[x]]}\n",
     "8: subsets: expected names, found list"},
    {HEAD DATA FIELDS "sections:\n  - {name: A, weight: -1}\n",
     "8: weight -1 is negative"},
    {HEAD DATA FIELDS "sections:\n  - {name: A, value: weighted}\n",
     "8: weights: nothing for subset \"A\""},
    {HEAD DATA FIELDS "sections:\n  - {name: A}\nweights: {B: 2}\n",
     "9: weights: no section has a subset \"B\"; one of A"},
    {HEAD DATA FIELDS "sections:\n  - {name: A}\nweights: {A: x}\n",
     "9: weights: \"A\" needs a number from 0"},
    {HEAD DATA FIELDS "sections:\n  - {name: A}\nsubset_kinds: {B: ties}\n",
     "9: subset_kinds: no section has a subset \"B\"; one of A"},
    {HEAD DATA FIELDS "subset_kinds: {B: tyes}\n",
     "7: no kind \"tyes\"; nearest is \"ties\""},
    {HEAD DATA FIELDS "sections:\n  - {name: A}\njoined: [[A, B]]\n",
     "9: joined: no section has a subset \"B\"; one of A"},
    {HEAD DATA FIELDS "joined: [A]\n",
     "7: joined: expected lists of subsets, found text"},
    {HEAD DATA FIELDS "subset_order: sortd\n",
     "7: subset_order: unknown word \"sortd\"; nearest is \"sorted\""},
    {HEAD DATA FIELDS "ties: los\n",
     "7: ties: unknown word \"los\"; nearest is \"loss\""},
    {"name: mine\nversion: \"1\"\nkind: bestof\ntitle: T\n" DATA FIELDS "ties: second\n",
     "3: ties: \"second\" is for pairs (line 7); nearest kind that fits is \"pairs\""},
    {HEAD DATA FIELDS "orders: 3\n", "7: expected a whole number from 1 to 2"},
    {HEAD DATA FIELDS "ties_version: 7\n", "7: expected a whole number from 0 to 2"},
    {HEAD DATA FIELDS "measures: [mrr]\n",
     "7: kind pairs has no further measure \"mrr\"; one of macro, acc_plus, "
     "inconsistent, llmbar, percent"},
    {"name: mine\nversion: \"1\"\nkind: matrix\ntitle: T\n" DATA
     "fields: {completions: a, correct: {const: 3}}\nmeasures: [mrr]\n",
     "7: kind matrix has no further measure \"mrr\"; one of macro"},
    {HEAD DATA FIELDS "transcript: {user: U}\n", "7: transcript needs \"assistant\""},
    {HEAD DATA FIELDS "options: {w: {choices: [a]}}\n", "7: an option needs \"default\""},
    {HEAD DATA FIELDS "options: {w: {default: b, choices: [a]}}\n",
     "7: option \"w\": its default \"b\" is none of its choices"},
    {HEAD DATA FIELDS "options: [w]\n", "7: options: expected a map, found list"},
    {HEAD DATA FIELDS "ties: {option: w}\n", "7: no option \"w\" is declared"},
    {HEAD DATA FIELDS
     "options: {w: {default: a, choices: [a, b]}}\nties: {option: w, b: loss}\n",
     "8: nothing for w=a"},
    {HEAD DATA FIELDS "replay:\n  - {name: x}\n",
     "8: a mapping of replay needs one of scores, preferences, verdicts, ratings, "
     "vectors, wins and "
     "subsets, found "
     "0"},
    {HEAD DATA FIELDS "replay:\n  - {name: x, scores: s, ratings: r}\n",
     "8: a mapping of replay needs one of scores, preferences, verdicts, ratings, "
     "vectors, wins and "
     "subsets, found "
     "2"},
    {"name: mine\nversion: \"1\"\nkind: pair\ntitle: Mine\n" DATA FIELDS,
     "3: no kind \"pair\"; nearest is \"pairs\""},
    {HEAD DATA FIELDS "sections:\n  - {name: easy, weight: 2}\n  - {name: hard}\n",
     "9: section \"hard\" needs \"weight\", as others have one"},
    {HEAD DATA FIELDS
     "sections:\n  - {name: all, value: weighted, subsets: [easy, hard]}\n"
     "weights: {easy: 1, hrd: 2}\n",
     "8: weights: nothing for subset \"hard\"; nearest is \"hrd\""},
    {HEAD DATA FIELDS "sections:\n  - {name: easy}\nrows: {esy: 3}\n",
     "9: rows: no section has a subset \"esy\"; nearest is \"easy\""},
    {HEAD DATA FIELDS "scoring: {threshold: 1}\n",
     "7: scoring: kind pairs knows no \"threshold\""},
    {HEAD DATA FIELDS "votes: 2\n", "3: kind pairs has no \"votes\" (line 7); nearest "
                                    "kind that fits is \"duels\", \"winrate\""},
    {HEAD DATA FIELDS "replay:\n  - {name: x, scores: s, items: {idd: a}}\n",
     "8: unknown key \"idd\" in fields; nearest is \"id\""},
};

START_TEST(a_mistake_in_a_description_is_told_with_its_line)
{
    struct assay_arena arena = {0};
    struct assay_suite *suite;
    struct assay_error err = {0};
    char want[1024];

    ck_assert_int_ne(load(mistakes[_i].yaml, "", NULL, &arena, &suite, &err), ASSAY_OK);
    (void)snprintf(want, sizeof(want), "%s/mine.yaml:%s", dir, mistakes[_i].text);
    ck_assert_str_eq(err.text, want);
    assay_arena_release(&arena);
}
END_TEST

#define OPTIONS                                                                          \
    HEAD DATA FIELDS "options:\n"                                                        \
                     "  rule: {default: loss, choices: {loss: wrong, half: one half}}\n" \
                     "  size: {default: 3}\n"                                            \
                     "ties: {option: rule}\n"

static const struct {
    const char *word, *text;
} words[] = {
    {"rule", "suite option \"rule\" is not key=value"},
    {"rul=loss", "suite mine has no option \"rul\"; nearest is \"rule\""},
    {"zzzzzz=1", "suite mine has no option \"zzzzzz\""},
    {"rule=haf", "suite option rule: no choice \"haf\"; nearest is \"half\""},
    {"size=x", "suite option size: \"x\" is no number"},
    {"size=-1", "suite option size: \"-1\" is no whole number"},
    {"size=1.5", "suite option size: \"1.5\" is no whole number"},
};

START_TEST(a_wrong_suite_option_is_told)
{
    const char *given[] = {words[_i].word, NULL};
    struct assay_arena arena = {0};
    struct assay_suite *suite;
    struct assay_error err = {0};

    ck_assert_int_eq(load(OPTIONS, "", given, &arena, &suite, &err), ASSAY_EUSAGE);
    ck_assert_str_eq(err.text, words[_i].text);
    assay_arena_release(&arena);
}
END_TEST

START_TEST(suite_options_choose_what_holds)
{
    const char *given[] = {"rule=half", "size=7", NULL};
    struct assay_arena arena = {0};
    struct assay_suite *suite;
    struct assay_error err = {0};
    struct assay_node options;
    size_t replays;
    double size;

    ck_assert_int_eq(load(OPTIONS, "", given, &arena, &suite, &err), ASSAY_OK);
    options = assay_suite_options(suite, &arena);
    ck_assert(assay_str_equal(assay_node_text(assay_node_get(&options, "rule")),
                              ASSAY_STR("half")));
    ck_assert(assay_node_number(assay_node_get(&options, "size"), &size));
    ck_assert_double_eq(size, 7.0);
    ck_assert(
        assay_str_equal(assay_node_text(assay_node_get(assay_suite_spec(suite), "ties")),
                        ASSAY_STR("half")));
    ck_assert_str_eq(assay_suite_name(suite), "mine");
    ck_assert_str_eq(assay_suite_version(suite), "1");
    ck_assert_str_eq(assay_suite_kind(suite)->name, "pairs");
    ck_assert_uint_eq(assay_suite_orders(suite), 1);
    (void)assay_suite_replay(suite, &replays);
    ck_assert_uint_eq(replays, 0);
    assay_arena_release(&arena);
}
END_TEST

#define PARTS                                                                            \
    HEAD "data:\n"                                                                       \
         "  parts:\n"                                                                    \
         "    one: {files: [{path: one.jsonl}]}\n"                                       \
         "    two: {files: [{path: two.jsonl}]}\n" FIELDS

START_TEST(a_part_is_named_in_the_spec_or_chosen)
{
    struct assay_arena arena = {0};
    struct assay_suite *suite;
    struct assay_error err = {0};

    ck_assert_int_eq(load(PARTS, ":two", NULL, &arena, &suite, &err), ASSAY_OK);
    ck_assert_str_eq(assay_suite_part(suite), "two");
    ck_assert_int_eq(load(PARTS, "", NULL, &arena, &suite, &err), ASSAY_OK);
    ck_assert_ptr_null(assay_suite_part(suite));
    ck_assert_uint_eq(assay_suite_part_count(suite), 2);
    ck_assert_str_eq(assay_suite_part_name(suite, 0), "one");
    ck_assert_int_eq(assay_suite_choose(suite, "one", &err), ASSAY_OK);
    ck_assert_str_eq(assay_suite_part(suite), "one");
    ck_assert_int_eq(load(PARTS, ":tow", NULL, &arena, &suite, &err), ASSAY_EUSAGE);
    ck_assert_str_eq(err.text, "suite mine has no part \"tow\"; nearest is \"two\"");
    ck_assert_int_eq(load(HEAD DATA FIELDS, ":two", NULL, &arena, &suite, &err),
                     ASSAY_EUSAGE);
    ck_assert_str_eq(err.text, "suite mine has no parts, so no \"two\"");
    assay_arena_release(&arena);
}
END_TEST

START_TEST(a_mistyped_suite_is_told_with_the_nearest)
{
    static const struct assay_places places = {NULL, "suites", NULL};
    struct assay_arena arena = {0};
    struct assay_suite *suite;
    struct assay_error err = {0};

    ck_assert_int_eq(assay_suite_load(&(struct assay_suite_words){.spec = "judgebnch"},
                                      &places, &arena, &suite, &err),
                     ASSAY_EUSAGE);
    ck_assert_str_eq(err.text, "no suite \"judgebnch\"; nearest is \"judgebench\"");
    ck_assert_int_eq(assay_suite_load(&(struct assay_suite_words){.spec = "a/b"}, &places,
                                      &arena, &suite, &err),
                     ASSAY_EUSAGE);
    ck_assert_int_eq(assay_suite_load(&(struct assay_suite_words){.spec = "pairs"},
                                      &places, &arena, &suite, &err),
                     ASSAY_EUSAGE);
    ck_assert_str_eq(err.text, "suite pairs needs a file: pairs:FILE");
    assay_arena_release(&arena);
}
END_TEST

static bool said(const struct assay_suite *suite, const char *key)
{
    return assay_node_text(assay_node_get(assay_suite_spec(suite), key)).len > 0;
}

static bool yours(const struct assay_suite *suite)
{
    return assay_suite_presence(suite) == ASSAY_PRESENCE_YOURS;
}

START_TEST(every_built_in_suite_loads)
{
    static const struct assay_places places = {NULL, "suites", "data_manifest.txt"};
    struct assay_arena arena = {0};
    const char *names[64];
    const size_t n = assay_suite_list("suites", names, 64, &arena);
    struct assay_error err = {0};

    ck_assert_uint_ge(n, 11);
    for (size_t i = 0; i < n; i++) {
        const bool own =
            strcmp(names[i], "pairs") == 0 || strcmp(names[i], "ratings") == 0 ||
            strcmp(names[i], "probe") == 0 || strcmp(names[i], "samples") == 0 ||
            strcmp(names[i], "prompts") == 0 || strcmp(names[i], "trend") == 0 ||
            strcmp(names[i], "mdp") == 0;
        struct assay_suite *suite;
        struct assay_str absent;

        ck_assert_msg(
            assay_suite_load_any(
                &(struct assay_suite_words){
                    .spec = own ? assay_arena_printf(&arena, "%s:x.jsonl", names[i])
                                : names[i]},
                &places, &arena, &suite, &err) == ASSAY_OK,
            "%s", err.text);
        ck_assert_str_eq(assay_suite_name(suite), names[i]);
        ck_assert_msg(said(suite, "source") &&
                          assay_node_get(assay_suite_spec(suite), "history"),
                      "%s: source or history is missing", names[i]);
        ck_assert_msg(yours(suite) || (said(suite, "citation") && said(suite, "licence")),
                      "%s: citation or licence is missing", names[i]);
        ck_assert_int_ne(assay_suite_presence(suite), ASSAY_PRESENCE_HERE);
        ck_assert_int_eq(assay_suite_absent(suite, &arena, &absent, &err), ASSAY_OK);
        if (assay_suite_presence(suite) == ASSAY_PRESENCE_ABSENT)
            ck_assert_uint_gt(absent.len, 0);
    }
    assay_arena_release(&arena);
}
END_TEST

static const struct {
    double value;
    const char *text;
} reprs[] = {
    /* repr() of CPython 3.11 */
    {0.0, "0.0"},
    {100.0, "100.0"},
    {91.30434782608695, "91.30434782608695"},
    {0.1, "0.1"},
    {-0.0090645395213923, "-0.0090645395213923"},
    {0.0001, "0.0001"},
    {0.00001, "1e-05"},
    {-1.5e-7, "-1.5e-07"},
    {1e16, "1e+16"},
    {1234567890123456.0, "1234567890123456.0"},
    {123456789012345680.0, "1.2345678901234568e+17"},
    {5e-324, "5e-324"},
    {1.7976931348623157e308, "1.7976931348623157e+308"},
    {33.333333333333336, "33.333333333333336"},
};

START_TEST(a_double_is_spelt_as_python_does)
{
    char text[ASSAY_REPR_MAX];

    assay_repr_double(reprs[_i].value, text);
    ck_assert_str_eq(text, reprs[_i].text);
}
END_TEST

Suite *unit_suite(void)
{
    Suite *suite = suite_create("suite");
    TCase *tests = tcase_create("descriptions");

    tcase_add_checked_fixture(tests, make, drop);
    tcase_add_loop_test(tests, a_mistake_in_a_description_is_told_with_its_line, 0,
                        sizeof(mistakes) / sizeof(mistakes[0]));
    tcase_add_loop_test(tests, a_wrong_suite_option_is_told, 0,
                        sizeof(words) / sizeof(words[0]));
    tcase_add_test(tests, suite_options_choose_what_holds);
    tcase_add_test(tests, a_part_is_named_in_the_spec_or_chosen);
    tcase_add_test(tests, a_mistyped_suite_is_told_with_the_nearest);
    tcase_add_test(tests, every_built_in_suite_loads);
    tcase_add_loop_test(tests, a_double_is_spelt_as_python_does, 0,
                        sizeof(reprs) / sizeof(reprs[0]));
    suite_add_tcase(suite, tests);
    return suite;
}
