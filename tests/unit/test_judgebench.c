#include "metrics/judgebench.h"
#include "tests/unit/unit.h"

#define A    ASSAY_VERDICT_FIRST
#define B    ASSAY_VERDICT_SECOND
#define TIE  ASSAY_VERDICT_TIE
#define NONE ASSAY_VERDICT_NONE

START_TEST(two_games_need_more_right_than_wrong)
{
    const struct {
        enum assay_verdict first, second;
        bool right;
    } games[] = {
        {A, A, true},    {A, TIE, true},  {TIE, A, true},      {A, NONE, true},
        {NONE, A, true}, {A, B, false},   {B, A, false},       {TIE, TIE, false},
        {B, B, false},   {TIE, B, false}, {NONE, NONE, false}, {B, NONE, false},
    };

    for (size_t i = 0; i < sizeof(games) / sizeof(games[0]); i++) {
        const struct assay_judged_pair pair = {A, {games[i].first, games[i].second}};

        ck_assert_int_eq(assay_judgebench_right(&pair, 2), games[i].right);
    }
}
END_TEST

START_TEST(the_score_is_a_percentage_of_pairs)
{
    const struct assay_judged_pair pair[] = {
        {A, {A, A}}, {B, {B, TIE}}, {B, {TIE, NONE}},
        {A, {B, B}}, {B, {A, B}},   {A, {NONE, NONE}},
    };
    struct assay_judgebench got;
    struct assay_error err;

    ck_assert_int_eq(assay_judgebench_score(pair, 6, 2, &got, &err), ASSAY_OK);
    ck_assert_uint_eq(got.right, 2);
    ck_assert_uint_eq(got.inconsistent, 3); /* none and none are the same */
    ck_assert_double_eq(got.score, 100.0 * 2 / 6);
    ck_assert_int_eq(assay_judgebench_score(pair, 6, 1, &got, &err), ASSAY_OK);
    ck_assert_uint_eq(got.right, 2);
    ck_assert_uint_eq(got.inconsistent, 0);
    ck_assert_int_eq(assay_judgebench_score(pair, 0, 2, &got, &err), ASSAY_EDOMAIN);
}
END_TEST

START_TEST(a_reward_models_tie_goes_to_the_second)
{
    ck_assert_int_eq(assay_judgebench_decision(2, 1), A);
    ck_assert_int_eq(assay_judgebench_decision(1, 2), B);
    ck_assert_int_eq(assay_judgebench_decision(1, 1), B);
}
END_TEST

Suite *unit_judgebench(void)
{
    Suite *suite = suite_create("judgebench");
    TCase *tcase = tcase_create("games");

    tcase_add_test(tcase, two_games_need_more_right_than_wrong);
    tcase_add_test(tcase, the_score_is_a_percentage_of_pairs);
    tcase_add_test(tcase, a_reward_models_tie_goes_to_the_second);
    suite_add_tcase(suite, tcase);
    return suite;
}
