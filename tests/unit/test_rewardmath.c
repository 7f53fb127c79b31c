#include "metrics/aggregate.h"
#include "metrics/rewardmath.h"
#include "tests/unit/unit.h"

START_TEST(rejected_solutions_come_first_on_ties)
{
    const double chosen[] = {2.0};
    const double rejected[] = {3.0, 2.0, 1.0};
    const double below[] = {1.0, 2.0, -1.0};
    struct assay_rewardmath_item got = assay_rewardmath_rank(chosen, 1, rejected, 3);

    ck_assert_uint_eq(got.rank, 3);
    ck_assert(!got.win && !got.win_or_tie);
    got = assay_rewardmath_rank(chosen, 1, below, 3);
    ck_assert_uint_eq(got.rank, 2);
    ck_assert(!got.win && got.win_or_tie);
    got = assay_rewardmath_rank(chosen, 1, below, 1);
    ck_assert_uint_eq(got.rank, 1);
    ck_assert(got.win && got.win_or_tie);
}
END_TEST

START_TEST(every_chosen_solution_must_win)
{
    const double chosen[] = {2.0, 0.5};
    const double rejected[] = {1.0};
    const struct assay_rewardmath_item got =
        assay_rewardmath_rank(chosen, 2, rejected, 1);

    ck_assert(!got.win && !got.win_or_tie);
    ck_assert_uint_eq(got.rank, 1); /* of the first one */
}
END_TEST

START_TEST(a_pairwise_judge_must_win_all_games)
{
    const struct assay_rewardmath_item all = assay_rewardmath_games(9, 9);
    const struct assay_rewardmath_item some = assay_rewardmath_games(7, 9);

    ck_assert(all.win && all.rank == 1);
    ck_assert(!some.win && !some.win_or_tie && some.rank == 3);
}
END_TEST

START_TEST(scores_are_percentages_of_problems)
{
    const struct assay_rewardmath_item item[] = {
        {true, true, 1}, {false, true, 2}, {false, false, 4}, {false, false, 10}};
    struct assay_rewardmath got;
    struct assay_error err;

    ck_assert_int_eq(assay_rewardmath_score(item, 4, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got.accuracy, 25.0);
    ck_assert_double_eq(got.accuracy_with_ties, 50.0);
    ck_assert_double_eq_tol(got.mrr, 46.25, 1e-13);
    ck_assert_int_eq(assay_rewardmath_score(item, 0, &got, &err), ASSAY_EDOMAIN);
}
END_TEST

static const double steps[] = {0.5, 0.25, 0.8};
static const struct {
    enum assay_aggregate how;
    const char *name;
    double value;
} aggregates[] = {
    {ASSAY_AGGREGATE_PROD, "prod", 0.1},
    {ASSAY_AGGREGATE_GEOMEAN, "geomean", 0.46415888336127786},
    {ASSAY_AGGREGATE_MIN, "min", 0.25},
    {ASSAY_AGGREGATE_MAX, "max", 0.8},
    {ASSAY_AGGREGATE_MEAN, "mean", 1.55 / 3},
    {ASSAY_AGGREGATE_LAST, "last", 0.8},
    {ASSAY_AGGREGATE_SUM, "sum", 1.55},
};

START_TEST(steps_become_one_score)
{
    const enum assay_aggregate how = aggregates[_i].how;
    struct assay_error err;
    double got;

    ck_assert_str_eq(assay_aggregate_name(how), aggregates[_i].name);
    ck_assert_int_eq(assay_aggregate_steps(steps, 3, how, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, aggregates[_i].value, 1e-15);
    ck_assert_int_eq(assay_aggregate_steps(steps, 1, how, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got, 0.5);
    ck_assert_int_eq(assay_aggregate_steps(steps, 0, how, &got, &err), ASSAY_EDOMAIN);
}
END_TEST

START_TEST(undefined_aggregates_are_refused)
{
    const double negative[] = {-1, 1, 1};
    const double huge[] = {1e300, 1e300};
    struct assay_error err;
    double got;

    ck_assert_int_eq(
        assay_aggregate_steps(negative, 3, ASSAY_AGGREGATE_GEOMEAN, &got, &err),
        ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_aggregate_steps(huge, 2, ASSAY_AGGREGATE_PROD, &got, &err),
                     ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_rewardmath(void)
{
    Suite *suite = suite_create("rewardmath");
    TCase *ranks = tcase_create("ranks");
    TCase *folds = tcase_create("steps");

    tcase_add_test(ranks, rejected_solutions_come_first_on_ties);
    tcase_add_test(ranks, every_chosen_solution_must_win);
    tcase_add_test(ranks, a_pairwise_judge_must_win_all_games);
    tcase_add_test(ranks, scores_are_percentages_of_problems);
    tcase_add_loop_test(folds, steps_become_one_score, 0, 6);
    tcase_add_test(folds, undefined_aggregates_are_refused);
    suite_add_tcase(suite, ranks);
    suite_add_tcase(suite, folds);
    return suite;
}
