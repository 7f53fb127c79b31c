#include "metrics/rmbench.h"
#include "tests/unit/unit.h"

START_TEST(levels_are_the_parts_of_the_matrix)
{
    /* chosen beats only rejected answers plainer than itself: easy 1, the rest 0 */
    const double chosen[] = {1, 2, 3};
    const double rejected[] = {1, 2, 3};
    struct assay_rmbench_matrix matrix = {0};
    struct assay_rmbench got;

    assay_rmbench_add(&matrix, chosen, rejected);
    got = assay_rmbench_levels(&matrix);
    ck_assert_double_eq(got.hard, 0.0);
    ck_assert_double_eq(got.normal, 0.0); /* a tie is a loss in its cell */
    ck_assert_double_eq(got.easy, 1.0);
    ck_assert_double_eq(got.average, 1.0 / 3.0);
}
END_TEST

START_TEST(turning_scores_round_swaps_hard_and_easy)
{
    const double chosen[] = {0.5, 2.25, -1};
    const double rejected[] = {0.25, 1, 3};
    double minus[2][3];
    struct assay_rmbench_matrix matrix = {0};
    struct assay_rmbench_matrix turned = {0};

    for (size_t i = 0; i < 3; i++) {
        minus[0][i] = -rejected[i];
        minus[1][i] = -chosen[i];
    }
    assay_rmbench_add(&matrix, chosen, rejected);
    assay_rmbench_add(&turned, minus[0], minus[1]);
    ck_assert_double_eq_tol(assay_rmbench_levels(&matrix).hard,
                            assay_rmbench_levels(&turned).easy, 1e-15);
    ck_assert_double_eq(assay_rmbench_levels(&matrix).normal,
                        assay_rmbench_levels(&turned).normal);
}
END_TEST

/* 0.1 + 0.2 + 0.3 is 0.6000000000000001 from the left and 0.6 from the right. */
START_TEST(sums_associate_as_numpy_does)
{
    const struct assay_rmbench_matrix matrix = {
        .wins = {{1, 1, 2}, {1, 2, 3}, {2, 3, 3}},
        .rows = {{10, 10, 10}, {10, 10, 10}, {10, 10, 10}},
    };
    const struct assay_rmbench got = assay_rmbench_levels(&matrix);

    ck_assert_double_eq(got.hard, 0.6000000000000001 / 3);
    ck_assert_double_eq(got.normal, 0.6000000000000001 / 3);
    ck_assert_double_eq(got.easy, 0.6 / 3);
}
END_TEST

START_TEST(a_matrix_without_rows_is_all_zero)
{
    const struct assay_rmbench_matrix none = {0};

    ck_assert_double_eq(assay_rmbench_levels(&none).average, 0.0);
}
END_TEST

Suite *unit_rmbench(void)
{
    Suite *suite = suite_create("rmbench");
    TCase *tcase = tcase_create("levels");

    tcase_add_test(tcase, levels_are_the_parts_of_the_matrix);
    tcase_add_test(tcase, turning_scores_round_swaps_hard_and_easy);
    tcase_add_test(tcase, sums_associate_as_numpy_does);
    tcase_add_test(tcase, a_matrix_without_rows_is_all_zero);
    suite_add_tcase(suite, tcase);
    return suite;
}
