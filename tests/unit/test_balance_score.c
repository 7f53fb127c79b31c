#include "metrics/balance_score.h"
#include "tests/unit/unit.h"

/* n samples of a prompt above 0, of which the first `right` are right. */
static size_t add(struct assay_balance_sample *at, uint32_t prompt, size_t n,
                  size_t right)
{
    for (size_t i = 0; i < n; i++)
        at[i] = (struct assay_balance_sample){
            .prompt = prompt, .score = i < right ? 1.0 : 0.2, .right = i < right};
    return n;
}

/* (n', n) = (8, 10) and (4, 5): .8 and .5 * .8 = .4 */
START_TEST(few_right_samples_count_in_part)
{
    struct assay_balance_sample sample[15];
    const struct assay_balance_how all = {.threshold = 0.0, .enough = 8.0};
    struct assay_balance got;
    size_t n = add(sample, 0, 10, 8), selected;

    n += add(sample + n, 1, 5, 4);
    ck_assert_double_eq_tol(assay_balance_of(sample, 10, &all, &selected), 0.8, 1e-15);
    ck_assert_uint_eq(selected, 10);
    ck_assert_double_eq_tol(assay_balance_of(sample + 10, 5, &all, &selected), 0.4,
                            1e-15);
    ck_assert_double_eq_tol(assay_balance_of(sample, 10,
                                             &(struct assay_balance_how){.enough = 4.0},
                                             &selected),
                            0.8, 1e-15); /* more than enough is no more */
    assay_balance_mean(sample, n, &all, &got);
    ck_assert_double_eq_tol(got.score, 0.6, 1e-15);
    ck_assert(got.prompts == 2 && got.selected == 15);
}
END_TEST

START_TEST(a_prompt_without_selected_samples_is_not_averaged)
{
    struct assay_balance_sample sample[11];
    const struct assay_balance_how high = {.threshold = 0.2, .enough = 8.0};
    struct assay_balance got;
    size_t n = add(sample, 0, 10, 8);

    n += add(sample + n, 1, 1, 0); /* its score is not above the threshold */
    assay_balance_mean(sample, n, &high, &got);
    ck_assert(got.prompts == 1 && got.selected == 8);
    ck_assert_double_eq(got.score, 1.0);
    assay_balance_mean(
        sample, n, &(struct assay_balance_how){.threshold = 2.0, .enough = 8.0}, &got);
    ck_assert(got.prompts == 0 && got.score == 0.0);
}
END_TEST

START_TEST(places_are_the_highest_scores_and_repeats_take_one)
{
    struct assay_balance_sample sample[] = {
        {0, 0.5, false, false}, {1, 0.9, true, false}, {0, 0.9, true, false},
        {0, 0.9, true, true},   {0, 0.7, true, false},
    };
    const struct assay_balance_how three = {.most = 3, .enough = 2.0};
    size_t selected;

    assay_balance_sort(sample, 5);
    ck_assert(sample[0].score == 0.9 && !sample[0].again && sample[1].again);
    ck_assert(sample[3].score == 0.5 && sample[4].prompt == 1);
    ck_assert_double_eq(assay_balance_of(sample, 4, &three, &selected), 1.0);
    ck_assert_uint_eq(selected, 2);
    /* places 1: 1 + 1; 2: 1 + 1, since one repeats; 3: 2 + 1 */
    ck_assert_uint_eq(assay_balance_places(sample, 5, 0.0, 2, 64), 1);
    ck_assert_uint_eq(assay_balance_places(sample, 5, 0.0, 3, 64), 3);
    ck_assert_uint_eq(assay_balance_places(sample, 5, 0.0, 99, 64), 64);
}
END_TEST

Suite *unit_balance_score(void)
{
    Suite *suite = suite_create("balance_score");
    TCase *tests = tcase_create("balance score");

    tcase_add_test(tests, few_right_samples_count_in_part);
    tcase_add_test(tests, a_prompt_without_selected_samples_is_not_averaged);
    tcase_add_test(tests, places_are_the_highest_scores_and_repeats_take_one);
    suite_add_tcase(suite, tests);
    return suite;
}
