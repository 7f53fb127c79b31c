#include "harness/core/critique.h"
#include "harness/core/json.h"
#include "metrics/prmbench.h"
#include "suites/kind.h"
#include "tests/unit/unit.h"

#include <math.h>

enum {
    ITEMS = 4,
    STEPS = 3
};

/* Four solutions of three steps: the second is wrong; the third; none; the first and the third. */
static const double gold[ITEMS * STEPS] = {1, 0, 1, 1, 1, 0, 1, 1, 1, 0, 1, 0};
static const size_t places[ITEMS + 1] = {0, 3, 6, 9, 12};
static const uint32_t subsets[ITEMS] = {0, 0, 0, 0};
static const struct assay_str names[] = {{"all", 3}};

struct bench {
    struct assay_arena arena;
    struct assay_node scoring;
    unsigned char state[ITEMS * STEPS], counted[ITEMS];
    struct assay_table table;
    struct assay_study study;
};

static void set_up(struct bench *bench, const char *scoring, enum assay_want want,
                   const double *value)
{
    struct assay_error err;

    *bench = (struct bench){.counted = {1, 1, 1, 1}};
    ck_assert(assay_json_parse(assay_str_of(scoring), "test", &bench->arena,
                               &bench->scoring, &err) == ASSAY_OK);
    for (size_t i = 0; i < (size_t)ITEMS * STEPS; i++)
        bench->state[i] =
            (unsigned char)(isnan(value[i]) ? ASSAY_STATE_SKIPPED : ASSAY_STATE_SCORED);
    bench->table = (struct assay_table){.want = want,
                                        .items = ITEMS,
                                        .subset_count = 1,
                                        .subset_name = names,
                                        .subset = subsets,
                                        .gold_first = places,
                                        .gold = gold,
                                        .first = places,
                                        .value = value,
                                        .state = bench->state};
    bench->study = (struct assay_study){.table = &bench->table,
                                        .counted = bench->counted,
                                        .votes = STEPS,
                                        .scoring = &bench->scoring};
}

#define SCORES   ASSAY_WANT_SCORES
#define VERDICTS ASSAY_WANT_VERDICTS

/* Values worked out by hand from the definitions; NAN is a step without a score, or no vote. */
static const struct {
    const char *scoring;
    enum assay_want want;
    double value[ITEMS * STEPS];
    double expected;
} values[] = {
    /* said 1, 0, none, 0: right, wrong, right, right: 2/3 and 1, F1 2 * 2/3 / (5/3) */
    {"{}", SCORES, {.9, .1, .1, .4, .9, .1, .5, .9, .9, .1, .9, .9}, 0.8},
    /* at the threshold a step is wrong too: said none but for 0.5 in the third: 2/3 and 0 */
    {"{\"at_threshold\": \"wrong\"}",
     SCORES,
     {.9, .1, .1, .4, .9, .1, .5, .9, .9, .1, .9, .9},
     0.0},
    /* votes: 1 by two of three; 2 seen first of equals; none by the only one; 2, wrong: 2/3, 1 */
    {"{}", VERDICTS, {1, 0, 1, 2, 1, 0, -1, (double)NAN, (double)NAN, 2, 2, 0}, 0.8},
    /* no vote at all for the third solution is wrong: 2/3 and 0 */
    {"{}",
     VERDICTS,
     {1, 0, 1, 2, 1, 0, (double)NAN, (double)NAN, (double)NAN, 2, 2, 0},
     0.0},
    /* each: wrong steps said wrong 3 of 4, right ones 1 of 8: TP 7, FN 1, FP 1, TN 3:
       F1 7/8, negative 3/4 */
    {"{\"measure\": \"each\"}",
     SCORES,
     {1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 1, 0},
     0.5 * 7 / 8 + 0.5 * 3 / 4},
    /* the last steps of the second and fourth are not judged: TP 7, FN 1, FP 1, TN 1:
       F1 7/8, negative 1/2 */
    {"{\"measure\": \"each\"}",
     SCORES,
     {1, 0, 1, 1, 1, (double)NAN, 1, 0, 1, 1, 1, (double)NAN},
     0.5 * 7 / 8 + 0.5 / 2},
    /* differences: 1 -1 1, 1 0 -1, 1 0 0, 1 0 -1, wrong where below -0.05: TP 8, FP 1, TN 3:
       F1 16/17, negative 6/7 */
    {"{\"measure\": \"each\", \"scale\": \"difference\", \"threshold\": -0.05}",
     SCORES,
     {1, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 0},
     0.5 * 16 / 17 + 0.5 * 6 / 7},
    /* sets, places from 1: {2} of {2}: 1; {1, 3} of {3}: 2/3; the third is left out;
       {1, 9} of {1, 3}: P 1/2, R 1/2 */
    {"{\"measure\": \"sets\"}",
     VERDICTS,
     {2, (double)NAN, (double)NAN, 1, 3, (double)NAN, 1, (double)NAN, (double)NAN, 1, 9,
      (double)NAN},
     (1.0 + 2.0 / 3 + 0.5) / 3},
    /* 9 is beyond the last wrong one: P 1, R 1/2, F1 2/3 */
    {"{\"measure\": \"sets\", \"beyond\": \"drop\"}",
     VERDICTS,
     {2, (double)NAN, (double)NAN, 1, 3, (double)NAN, 1, (double)NAN, (double)NAN, 1, 9,
      (double)NAN},
     (1.0 + 2.0 / 3 + 2.0 / 3) / 3},
    /* no error, and an answer that could not be read: 0, and left out or 0 */
    {"{\"measure\": \"sets\"}",
     VERDICTS,
     {-1, (double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN, 1, (double)NAN,
      (double)NAN, 1, 3, (double)NAN},
     (0.0 + 1.0) / 2},
    {"{\"measure\": \"sets\", \"silent\": \"zero\"}",
     VERDICTS,
     {-1, (double)NAN, (double)NAN, (double)NAN, (double)NAN, (double)NAN, 1, (double)NAN,
      (double)NAN, 1, 3, (double)NAN},
     (0.0 + 0.0 + 1.0) / 3},
    /* the same of scores */
    {"{\"measure\": \"sets\"}",
     SCORES,
     {1, 0, 1, 0, 1, 0, 1, 1, 1, 0, 1, 1},
     (1.0 + 2.0 / 3 + 2.0 / 3) / 3},
};

START_TEST(a_section_is_worth_what_its_steps_say)
{
    const struct assay_members members = {(const bool[]){true}, NULL};
    struct bench bench;
    double got = -9.0, spread[ITEMS] = {0}, sum = 0.0;
    bool used[ITEMS] = {false};
    const char *why = "";
    size_t n = 0;

    set_up(&bench, values[_i].scoring, values[_i].want, values[_i].value);
    ck_assert_msg(assay_kind_steps.value(&bench.study, members, &got, &why), "%s", why);
    ck_assert_double_eq_tol(got, values[_i].expected, 1e-15);
    /* what items add to it has the value as its mean */
    if (assay_kind_steps.spread(&bench.study, members, spread, used)) {
        for (size_t i = 0; i < ITEMS; i++) {
            sum += used[i] ? spread[i] : 0.0;
            n += used[i];
        }
        ck_assert_double_eq_tol(sum / (double)n, got, 1e-12);
    }
    assay_arena_release(&bench.arena);
}
END_TEST

/*
 * The spread of an item is the slope of the value: one more item like it among many copies of all
 * four moves the value by (spread - value) / items. Item 0 keeps two right steps and rejects the
 * wrong one; item 3 keeps the right one and one of two wrong ones.
 */
START_TEST(a_spread_is_the_slope_of_the_value)
{
    static const double scores[] = {1, 0, 1, 1, 1, 0, 1, 0, 1, 1, 1, 0};
    enum {
        COPIES = 100000
    };
    const struct assay_confusion all = {
        .tp = (size_t)7 * COPIES, .fn = COPIES, .fp = COPIES, .tn = (size_t)3 * COPIES};
    struct assay_confusion more[ITEMS] = {all, all, all, all};
    const struct assay_members members = {.subset = (const bool[]){true}};
    struct bench bench;
    double spread[ITEMS] = {0};
    bool used[ITEMS] = {false};

    more[0].tp += 2;
    more[0].tn += 1;
    more[3].tp += 1;
    more[3].fp += 1;
    more[3].tn += 1;
    set_up(&bench, "{\"measure\": \"each\"}", SCORES, scores);
    ck_assert(assay_kind_steps.spread(&bench.study, members, spread, used));
    for (size_t i = 0; i < ITEMS; i += 3) {
        const double value = assay_prmbench_scores(&all).score;
        const double moved = assay_prmbench_scores(&more[i]).score - value;

        ck_assert_double_eq_tol(moved * COPIES * ITEMS, spread[i] - value, 1e-4);
    }
    assay_arena_release(&bench.arena);
}
END_TEST

START_TEST(a_class_without_solutions_has_no_f1)
{
    static const double scores[] = {1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0};
    const struct assay_members members = {(const bool[]){true}, NULL};
    struct bench bench;
    double got;
    const char *why;

    set_up(&bench, "{}", SCORES, scores);
    bench.counted[2] = 0;
    ck_assert(!assay_kind_steps.value(&bench.study, members, &got, &why));
    ck_assert_str_eq(why, "every solution has a wrong step");
    bench.counted[2] = 1;
    bench.counted[0] = bench.counted[1] = 0; /* the last one says 2 for 0, the third 0 */
    ck_assert(!assay_kind_steps.value(&bench.study, members, &got, &why));
    ck_assert_str_eq(why, "both accuracies are 0, where the official code has nan");
    assay_arena_release(&bench.arena);
}
END_TEST

/* What parse_output of DeltaBench makes of a critique; -2 stands for its -1. */
static const struct {
    const char *text;
    size_t n;
    long place[3];
} critiques[] = {
    {"Conclusion: yes\nError Section Number: 4\nExplanation: 1 is not 2", 1, {4}},
    {"Conclusion: YES\nError Section Number: section 12 or 3\nExplanation: x"
     "\nError Section Number: 12\nError Section Number: 2",
     2,
     {12, 2}},
    {"Conclusion: no error", 0, {0}},
    {"yes, no conclusion\nError Section Number: 7", 1, {7}},
    {"yes Conclusion: no\nError Section Number: 7", 0, {0}},
    {"Conclusion: no Conclusion: eyes\nError Section Number: 7", 1, {7}},
    {"Conclusion: yes", 0, {0}},
    {"Conclusion: yes\nError Section Number:", 1, {-2}},
    {"Conclusion: yes\nError Section Number: none\nExplanation: 3", 1, {-2}},
    {"Conclusion: yes\nError Section Number: 99999999999999999999", 1, {1000000}},
    {"", 0, {0}},
};

START_TEST(a_critique_of_sections_is_read_as_officially)
{
    long place[ASSAY_CRITIQUE_PLACES_MAX];
    const size_t n = assay_critique_sections(assay_str_of(critiques[_i].text), place);

    ck_assert_uint_eq(n, critiques[_i].n);
    for (size_t i = 0; i < n; i++)
        ck_assert_int_eq(place[i], critiques[_i].place[i]);
}
END_TEST

Suite *unit_steps(void)
{
    Suite *suite = suite_create("steps");
    TCase *tests = tcase_create("steps");

    tcase_add_loop_test(tests, a_section_is_worth_what_its_steps_say, 0,
                        (int)(sizeof(values) / sizeof(values[0])));
    tcase_add_test(tests, a_spread_is_the_slope_of_the_value);
    tcase_add_test(tests, a_class_without_solutions_has_no_f1);
    tcase_add_loop_test(tests, a_critique_of_sections_is_read_as_officially, 0,
                        (int)(sizeof(critiques) / sizeof(critiques[0])));
    suite_add_tcase(suite, tests);
    return suite;
}
