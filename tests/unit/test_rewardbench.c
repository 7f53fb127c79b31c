#include "metrics/mean.h"
#include "metrics/rewardbench2.h"
#include "tests/unit/unit.h"

/*
 * Safety of PKU-Alignment/beaver-7b-v1.0-cost: subset accuracies in the README of
 * allenai/reward-bench, which prints 0.7216216216216216.
 */
START_TEST(a_section_weighs_its_subsets)
{
    const double accuracy[] = {0.97, 1.0, 1.0, 0.284, 0.8235294117647058};
    const double weight[] = {100, 100, 154, 250, 136};

    ck_assert_double_eq(assay_mean_weighted(accuracy, weight, NULL, 5).value,
                        0.7216216216216216);
}
END_TEST

START_TEST(prior_sets_weigh_half_a_section)
{
    const double value[] = {0.5, 0.25, 0.75, 1.0, 0.5};
    const double weight[] = {2, 2, 2, 2, 1};
    const bool sections_only[] = {true, true, true, true, false};

    ck_assert_double_eq(assay_mean_weighted(value, weight, NULL, 5).value, 5.5 / 9.0);
    ck_assert_double_eq(assay_mean_weighted(value, weight, sections_only, 5).value,
                        0.625);
}
END_TEST

/* Rows of two prompts; by hand: gaps ref 2 and 1, tied 1 and -1, spreads 1 and 2. */
static const double ref0[] = {3, 1}, tied0[] = {5, 4, 3, 0};
static const double ref1[] = {2, 1, 0}, tied1[] = {4, 2, 3};
/* spread 0: a gap of 0 and of 1 */
static const double flat[] = {1, 1, 1}, even[] = {2, 2, 1};

static struct assay_ties ties_of(const struct assay_ties_prompt *prompt, size_t n,
                                 enum assay_ties_version version)
{
    struct assay_ties got;
    struct assay_error err;

    ck_assert_int_eq(assay_rewardbench2_ties(prompt, n, version, &got, &err), ASSAY_OK);
    return got;
}

START_TEST(ties_score_is_the_formula)
{
    const struct assay_ties_prompt prompt[] = {
        {7, true, tied1, 2, 3},
        {3, false, ref0, 1, 2},
        {3, true, tied0, 2, 4},
        {7, false, ref1, 1, 3},
    };
    const struct assay_ties got = ties_of(prompt, 4, (enum assay_ties_version)_i);
    const double margin = (0.0 - 0.905148253644866438) / 2; /* tanh(0), tanh(-1.5) */

    ck_assert(got.defined);
    ck_assert_double_eq(got.ref_accuracy, 1.0);
    ck_assert_double_eq(got.tied_accuracy, 0.5);
    ck_assert_double_eq(got.preferred, 0.0); /* 1 > 1 is false */
    ck_assert_double_eq_tol(got.margin, margin, 1e-15);
    ck_assert_double_eq_tol(got.score, 0.15 + 0.3 + 0.01 * margin, 1e-15);
}
END_TEST

START_TEST(a_constant_scorer_gets_nothing)
{
    const struct assay_ties_prompt prompt[] = {{0, false, flat, 1, 3},
                                               {0, true, flat, 2, 3}};
    const struct assay_ties now = ties_of(prompt, 2, ASSAY_TIES_NOW);
    const struct assay_ties first = ties_of(prompt, 2, ASSAY_TIES_FIRST);
    const struct assay_ties second = ties_of(prompt, 2, ASSAY_TIES_SECOND);

    ck_assert(now.defined && first.defined);
    ck_assert_double_eq(now.score, 0.0);
    ck_assert_double_eq(first.score, 0.0);
    ck_assert(!second.defined); /* 0/0 spoiled the whole score in that version */
    ck_assert_double_eq(second.score, 0.0);
}
END_TEST

START_TEST(the_most_is_above_one)
{
    const struct assay_ties_prompt prompt[] = {{0, false, ref0, 1, 2},
                                               {0, true, even, 2, 3}};

    ck_assert_double_eq(ties_of(prompt, 2, ASSAY_TIES_NOW).score, 1.01);
    ck_assert_double_eq(ties_of(prompt, 2, ASSAY_TIES_FIRST).score, 1.0);
}
END_TEST

START_TEST(margins_need_both_rows)
{
    const struct assay_ties_prompt prompt[] = {{0, false, ref0, 1, 2},
                                               {1, true, even, 2, 3}};

    ck_assert(!ties_of(prompt, 2, ASSAY_TIES_NOW).defined);
    ck_assert_double_eq(ties_of(prompt, 2, ASSAY_TIES_NOW).tied_accuracy, 1.0);
    ck_assert_double_eq(ties_of(prompt, 2, ASSAY_TIES_FIRST).score, 0.6);
    ck_assert_double_eq(ties_of(prompt, 1, ASSAY_TIES_FIRST).tied_accuracy, 0.0);
}
END_TEST

START_TEST(rows_without_spread_are_refused)
{
    const struct assay_ties_prompt single[] = {{4, false, ref0, 1, 2},
                                               {4, true, ref1, 1, 3}};
    const struct assay_ties_prompt twice[] = {{4, false, ref0, 1, 2},
                                              {4, false, ref1, 1, 3}};
    const struct assay_ties_prompt none[] = {{4, false, ref0, 2, 2}};
    struct assay_ties got;
    struct assay_error err;

    ck_assert_int_eq(assay_rewardbench2_ties(single, 2, ASSAY_TIES_NOW, &got, &err),
                     ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text,
                     "tied prompt 4 has one right completion: its spread is undefined");
    ck_assert_double_eq(ties_of(single, 2, ASSAY_TIES_FIRST).score, 0.6);
    ck_assert_int_eq(assay_rewardbench2_ties(twice, 2, ASSAY_TIES_NOW, &got, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_rewardbench2_ties(none, 1, ASSAY_TIES_NOW, &got, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_rewardbench2_ties(none, 0, ASSAY_TIES_NOW, &got, &err),
                     ASSAY_EDOMAIN);
}
END_TEST

START_TEST(ratings_that_were_not_found_are_dropped)
{
    const double rating[][4] = {
        {7, 5, 1, -1}, {7, 7, 5, 1}, {-1, 1, -1, -1}, {5, 7, 1, 1}, {-1, -1, -1, -1}};
    const double credit[] = {1, 0.5, 0, 0, 0.25};

    for (size_t i = 0; i < 5; i++)
        ck_assert_double_eq(assay_rewardbench2_ratings(rating[i], 4), credit[i]);
}
END_TEST

Suite *unit_rewardbench(void)
{
    Suite *suite = suite_create("rewardbench");
    TCase *first = tcase_create("first version");
    TCase *ties = tcase_create("ties");

    tcase_add_test(first, a_section_weighs_its_subsets);
    tcase_add_test(first, prior_sets_weigh_half_a_section);
    tcase_add_test(ties, ratings_that_were_not_found_are_dropped);
    tcase_add_loop_test(ties, ties_score_is_the_formula, 0, 3);
    tcase_add_test(ties, a_constant_scorer_gets_nothing);
    tcase_add_test(ties, the_most_is_above_one);
    tcase_add_test(ties, margins_need_both_rows);
    tcase_add_test(ties, rows_without_spread_are_refused);
    suite_add_tcase(suite, first);
    suite_add_tcase(suite, ties);
    return suite;
}
