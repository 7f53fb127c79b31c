#include "metrics/credit.h"
#include "metrics/mean.h"
#include "tests/unit/unit.h"

#include <math.h>

static const struct {
    double score[4]; /* the first one is right */
    double loss, half, share;
    bool dropped;
} items[] = {
    {{3, 1, 2, 0}, 1, 1, 1, false},           {{1, 3, 2, 0}, 0, 0, 0, false},
    {{3, 3, 2, 0}, 0, 0.5, 1.0 / 2, true},    {{3, 3, 2, 3}, 0, 0.5, 1.0 / 3, true},
    {{7, 7, 7, 7}, 0, 0.5, 1.0 / 4, true}, /* all equal: 0.25 in RewardBench 2 */
    {{1, 3, 3, 0}, 0, 0, 0, false},        /* wrong ones tied: simply wrong */
    {{-0.0, 0.0, -1, -1}, 0, 0.5, 0.5, true},
};

START_TEST(ties_are_worth_what_each_rule_says)
{
    const struct assay_top top = assay_credit_top_first(items[_i].score, 1, 4);

    ck_assert_double_eq(assay_credit_of(top, ASSAY_TIE_LOSS).value, items[_i].loss);
    ck_assert_double_eq(assay_credit_of(top, ASSAY_TIE_HALF).value, items[_i].half);
    ck_assert_double_eq(assay_credit_of(top, ASSAY_TIE_SHARE).value, items[_i].share);
    ck_assert_int_eq(assay_credit_of(top, ASSAY_TIE_DROP).counted, !items[_i].dropped);
    ck_assert(assay_credit_of(top, ASSAY_TIE_SHARE).counted);
}
END_TEST

START_TEST(increasing_maps_of_scores_change_nothing)
{
    const struct assay_top plain = assay_credit_top_first(items[_i].score, 1, 4);
    double mapped[4];
    struct assay_top top;

    for (size_t k = 0; k < 4; k++)
        mapped[k] = exp(0.5 * items[_i].score[k]) - 100;
    top = assay_credit_top_first(mapped, 1, 4);
    ck_assert_uint_eq(top.right, plain.right);
    ck_assert_uint_eq(top.wrong, plain.wrong);
}
END_TEST

START_TEST(the_order_of_completions_does_not_matter)
{
    const struct assay_top plain = assay_credit_top_first(items[_i].score, 1, 4);
    const bool right[4] = {false, false, false, true};
    double turned[4];
    struct assay_top top;

    for (size_t k = 0; k < 4; k++)
        turned[k] = items[_i].score[3 - k];
    top = assay_credit_top(turned, right, 4);
    ck_assert_uint_eq(top.right, plain.right);
    ck_assert_uint_eq(top.wrong, plain.wrong);
}
END_TEST

START_TEST(swapping_a_pair_gives_one_minus_the_credit)
{
    const double pair[2] = {items[_i].score[0], items[_i].score[1]};
    const double swapped[2] = {pair[1], pair[0]};
    const enum assay_tie_rule rule = ASSAY_TIE_HALF;

    ck_assert_double_eq(
        assay_credit_of(assay_credit_top_first(pair, 1, 2), rule).value,
        1.0 - assay_credit_of(assay_credit_top_first(swapped, 1, 2), rule).value);
}
END_TEST

START_TEST(several_right_ones_share_the_top)
{
    const double score[4] = {2, 2, 2, 1};
    const bool right[4] = {true, true, false, false};
    const struct assay_top top = assay_credit_top(score, right, 4);

    ck_assert_double_eq(assay_credit_of(top, ASSAY_TIE_SHARE).value, 2.0 / 3.0);
    ck_assert_double_eq(assay_credit_of(top, ASSAY_TIE_LOSS).value, 0.0);
    ck_assert_double_eq(assay_credit_of((struct assay_top){2, 0}, ASSAY_TIE_DROP).value,
                        1.0);
    ck_assert_double_eq(
        assay_credit_of(assay_credit_top_first(score, 1, 1), ASSAY_TIE_LOSS).value, 1.0);
}
END_TEST

START_TEST(means_say_how_many_took_part)
{
    const double x[3] = {0.5, 0.25, 1.0};
    const double w[3] = {100, 0, 300};
    const bool present[3] = {true, true, false};

    ck_assert_double_eq(assay_mean_plain(x, 3).value, 1.75 / 3.0);
    ck_assert_uint_eq(assay_mean_plain(x, 0).used, 0);
    ck_assert_double_eq(assay_mean_weighted(x, w, NULL, 3).value, 350.0 / 400.0);
    ck_assert_double_eq(assay_mean_weighted(x, w, present, 3).value, 0.5);
    ck_assert_uint_eq(assay_mean_weighted(x, w, present, 3).used, 2);
    ck_assert_uint_eq(assay_mean_weighted(x + 1, w + 1, NULL, 1).used, 0); /* no weight */
    ck_assert_double_eq(assay_mean_weighted(x, w, present, 0).value, 0.0);
}
END_TEST

Suite *unit_credit(void)
{
    Suite *suite = suite_create("credit");
    TCase *tcase = tcase_create("ties");
    const int n = sizeof(items) / sizeof(items[0]);

    tcase_add_loop_test(tcase, ties_are_worth_what_each_rule_says, 0, n);
    tcase_add_loop_test(tcase, increasing_maps_of_scores_change_nothing, 0, n);
    tcase_add_loop_test(tcase, the_order_of_completions_does_not_matter, 0, n);
    tcase_add_loop_test(tcase, swapping_a_pair_gives_one_minus_the_credit, 0, n);
    tcase_add_test(tcase, several_right_ones_share_the_top);
    tcase_add_test(tcase, means_say_how_many_took_part);
    suite_add_tcase(suite, tcase);
    return suite;
}
