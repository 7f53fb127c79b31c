#include "harness/core/rollout_judged.h"
#include "harness/core/rollout_walk.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <math.h>

/* What a text says by each rule; NaN: nothing. */
static const struct {
    const char *text;
    double answer, boxed, score, last;
} texts[] = {
    {"<answer>85</answer>", 85, NAN, NAN, 85},
    {"<Answer> 8.5e1 / 100 </ANSWER>", 85, NAN, NAN, 85},
    {"<answer>85%</answer>", NAN, NAN, NAN, 85},
    {"<answer>85-100</answer>", NAN, NAN, NAN, 100},
    {"<answer>1</answer><answer>2</answer>", 2, NAN, NAN, 2},
    {"<answer>1</answer><answer>2", NAN, NAN, NAN, 2},
    {"\\boxed{-3}", NAN, -3, NAN, -3},
    {"\\boxed{\\frac12}", NAN, NAN, NAN, 12},
    {"**Score:** 7/10", NAN, NAN, 7, 7},
    {"The score is: [4]", NAN, NAN, 4, 4},
    {"score of this: 4", NAN, NAN, NAN, 4},
    {"v2.5 gets 3.", NAN, NAN, NAN, 3},
    {".5 of 1", NAN, NAN, NAN, 1},
    {"1e400", NAN, NAN, NAN, NAN},
    {"1e", NAN, NAN, NAN, 1},
    {"none", NAN, NAN, NAN, NAN},
    {"", NAN, NAN, NAN, NAN},
};

static void says(const char *text, enum assay_rollout_parse parse, double want)
{
    double got = NAN;

    if (!assay_rollout_text_number(assay_str_of(text), parse, &got))
        got = NAN;
    ck_assert_msg(isnan(want) ? isnan(got) : got == want, "%s by %s: %g, want %g", text,
                  assay_rollout_parse_words[parse], got, want);
}

START_TEST(a_text_says_a_number_by_its_rule)
{
    says(texts[_i].text, ASSAY_ROLLOUT_ANSWER, texts[_i].answer);
    says(texts[_i].text, ASSAY_ROLLOUT_BOXED, texts[_i].boxed);
    says(texts[_i].text, ASSAY_ROLLOUT_SCORE, texts[_i].score);
    says(texts[_i].text, ASSAY_ROLLOUT_LAST, texts[_i].last);
}
END_TEST

START_TEST(the_first_tag_says_what_a_step_is)
{
    static const struct {
        const char *text;
        int says;
    } steps[] = {{"<Answer>Correct</Answer>", 1},
                 {"so <answer>INCORRECT</answer>", -1},
                 {"<Answer>Incorrect</Answer><Answer>Correct</Answer>", -1},
                 {"<Answer> Correct</Answer>", 0},
                 {"<Answer>Correct", 0},
                 {"Correct", 0},
                 {"", 0}};

    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
        ck_assert_int_eq(assay_rollout_text_step(assay_str_of(steps[i].text)),
                         steps[i].says);
}
END_TEST

#define OUTPUT(k)                                                                        \
    "{\"j\":\"x\",\"kind\":\"point\",\"resp\":\"a\",\"k\":" #k ",\"ok\":0,\"text\":\"?"  \
    "\"}"
#define FOUR(k) OUTPUT(k) "," OUTPUT(k) "," OUTPUT(k) "," OUTPUT(k)
#define GROUP(id)                                                                        \
    "{\"k\":\"group\",\"id\":\"" id                                                      \
    "\",\"responses\":[{\"id\":\"a\"}],\"judges\":[" FOUR(1) "," FOUR(2) "," FOUR(       \
        3) "," FOUR(4) "]}\n"

enum {
    OUTPUTS = 16
};

/* Coins of the group called p, in a log of two groups in either order. */
static void throw_coins(const char *log, uint64_t seed, double coin[OUTPUTS])
{
    const struct assay_rollout_reading how = {.kind = "point",
                                              .lo = 0.0,
                                              .hi = 10.0,
                                              .unparsable = ASSAY_ROLLOUT_COIN,
                                              .seed = seed};
    char dir[SCRATCH_PATH], path[SCRATCH_PATH];
    const struct assay_rollout_point *point;
    struct assay_rollout_points points;
    struct assay_rollout_walk *walk;
    struct assay_rollout_view view;
    struct assay_error err;

    scratch_make(dir);
    scratch_text(dir, "log.jsonl", log, path);
    ck_assert_int_eq(assay_rollout_walk_open(path, &walk, &err), ASSAY_OK);
    do
        ck_assert_int_eq(assay_rollout_walk_next(walk, &view, &err), ASSAY_OK);
    while (!assay_str_equal(assay_rollout_text(view.record.node, "id"), ASSAY_STR("p")));
    assay_rollout_points(&view, &how, &points);
    ck_assert_uint_eq(assay_rollout_points_of(&points, 0, &point), OUTPUTS);
    for (size_t k = 0; k < OUTPUTS; k++) {
        ck_assert(!point[k].parsed && point[k].counts);
        ck_assert(point[k].score == 0.0 || point[k].score == 10.0);
        coin[k] = point[k].score;
    }
    assay_rollout_walk_close(walk);
    scratch_remove(dir);
}

START_TEST(a_coin_is_of_the_record_and_not_of_its_place)
{
    double first[OUTPUTS], second[OUTPUTS], other[OUTPUTS];
    size_t heads = 0, differ = 0;

    throw_coins(GROUP("p") GROUP("q"), 7, first);
    throw_coins(GROUP("q") GROUP("p"), 7, second);
    throw_coins(GROUP("p"), 8, other);
    for (size_t k = 0; k < OUTPUTS; k++) {
        ck_assert_double_eq(first[k], second[k]);
        heads += first[k] > 0.0;
        differ += first[k] != other[k];
    }
    ck_assert_uint_gt(heads, 0);
    ck_assert_uint_lt(heads, OUTPUTS);
    ck_assert_uint_gt(differ, 0);
}
END_TEST

Suite *unit_rollout_judged(void)
{
    Suite *suite = suite_create("rollout_judged");
    TCase *tcase = tcase_create("rollout_judged");

    tcase_add_loop_test(tcase, a_text_says_a_number_by_its_rule, 0,
                        (int)(sizeof(texts) / sizeof(texts[0])));
    tcase_add_test(tcase, the_first_tag_says_what_a_step_is);
    tcase_add_test(tcase, a_coin_is_of_the_record_and_not_of_its_place);
    suite_add_tcase(suite, tcase);
    return suite;
}
