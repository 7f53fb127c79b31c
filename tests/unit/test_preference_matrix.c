#include "metrics/preference_matrix.h"
#include "tests/unit/unit.h"

#include <math.h>

static double sigma(double x)
{
    return 1.0 / (1.0 + exp(-x));
}

/* The kernel of a skew 3 x 3 matrix is (A23, A31, A12); here all of it has one sign. */
START_TEST(three_that_go_round_are_mixed_by_the_kernel)
{
    const double p[] = {9, 0.7, 0.4, 0.3, 9, 0.8, 0.6, 0.2, 9};
    const double want[] = {3.0 / 6.0, 1.0 / 6.0, 2.0 / 6.0};
    struct assay_error err;
    double mix[3];

    ck_assert_int_eq(assay_preference_minimax(p, 3, mix, &err), ASSAY_OK);
    for (size_t i = 0; i < 3; i++)
        ck_assert_double_eq_tol(mix[i], want[i], 1e-12);
}
END_TEST

/* Nobody does better than even against the mix. */
START_TEST(no_response_beats_the_mix)
{
    enum {
        N = 9
    };
    double p[N * N], mix[N], sum = 0.0;
    struct assay_error err;

    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < N; j++)
            p[i * N + j] = 0.5 + 0.4 * sin((double)(7 * i + 3 * j) + (double)(i * j)) *
                                     (i < j ? 1.0 : 0.0);
    for (size_t i = 0; i < N; i++)
        for (size_t j = 0; j < i; j++)
            p[i * N + j] = 1.0 - p[j * N + i];
    ck_assert_int_eq(assay_preference_minimax(p, N, mix, &err), ASSAY_OK);
    for (size_t j = 0; j < N; j++) {
        double won = 0.0;

        sum += mix[j];
        ck_assert_double_ge(mix[j], 0.0);
        for (size_t i = 0; i < N; i++)
            won += mix[i] * (i == j ? 0.5 : p[j * N + i]);
        ck_assert_double_le(won, 0.5 + 1e-9);
    }
    ck_assert_double_eq_tol(sum, 1.0, 1e-12);
}
END_TEST

START_TEST(a_pair_without_games_has_no_mix)
{
    const double p[] = {0, NAN, 0.5, 0};
    struct assay_error err;
    double mix[2];

    ck_assert_int_eq(assay_preference_minimax(p, 2, mix, &err), ASSAY_EDOMAIN);
}
END_TEST

START_TEST(who_beats_all_is_the_condorcet_winner)
{
    const double p[] = {0, 0.4, 0.9, 0.6, 0, 0.51, 0.1, 0.49, 0};
    const double round[] = {0, 1, 0, 0, 0, 1, 1, 0, 0};
    const double even[] = {0, 0.5, 0.5, 0};
    size_t winner = 9;

    ck_assert(assay_preference_condorcet(p, 3, &winner));
    ck_assert_uint_eq(winner, 1);
    ck_assert(!assay_preference_condorcet(round, 3, &winner));
    ck_assert(!assay_preference_condorcet(even, 2, &winner));
}
END_TEST

START_TEST(preferences_of_strengths_have_no_residual)
{
    const double theta[] = {1.5, -0.5, 0.25, -1.25};
    struct assay_preference_order order;
    struct assay_error err;
    double p[16], found[4], square = 0.0;

    for (size_t i = 0; i < 4; i++)
        for (size_t j = 0; j < 4; j++) {
            p[4 * i + j] = sigma(theta[i] - theta[j]);
            square += i < j ? (theta[i] - theta[j]) * (theta[i] - theta[j]) : 0.0;
        }
    p[3] = p[12] = NAN; /* not compared */
    square -= 2.75 * 2.75;
    ck_assert_int_eq(assay_preference_order(p, 4, 1e-6, found, &order, &err), ASSAY_OK);
    for (size_t i = 0; i < 4; i++)
        ck_assert_double_eq_tol(found[i], theta[i], 1e-12);
    ck_assert_double_eq_tol(order.square, square, 1e-12);
    ck_assert_double_eq_tol(order.residual, 0.0, 1e-20);
    ck_assert_uint_eq(order.pairs, 5);
}
END_TEST

/* log(0.9 / 0.1) three times round: strengths are all 0 and nothing is explained. */
START_TEST(a_circle_is_all_residual)
{
    const double p[] = {0, 0.9, 0.1, 0.1, 0, 0.9, 0.9, 0.1, 0};
    struct assay_preference_order order;
    struct assay_error err;
    double theta[3];

    ck_assert_int_eq(assay_preference_order(p, 3, 1e-6, theta, &order, &err), ASSAY_OK);
    ck_assert_double_eq_tol(order.square, 3.0 * log(9.0) * log(9.0), 1e-12);
    ck_assert_double_eq_tol(order.residual, order.square, 1e-12);
}
END_TEST

/* Certain preferences are held to 1 - least; what was never compared stays at 0. */
START_TEST(certain_preferences_are_held)
{
    const double p[] = {0, 1, NAN, 0, 0, NAN, NAN, NAN, 0};
    const double all[] = {0, NAN, NAN, 0};
    struct assay_preference_order order;
    struct assay_error err;
    double theta[3];

    ck_assert_int_eq(assay_preference_order(p, 3, 0.01, theta, &order, &err), ASSAY_OK);
    ck_assert_double_eq_tol(theta[0], log(99.0) / 2.0, 1e-12);
    ck_assert_double_eq_tol(theta[1], -log(99.0) / 2.0, 1e-12);
    ck_assert_double_eq(theta[2], 0.0);
    ck_assert_int_eq(assay_preference_order(all, 2, 0.01, theta, &order, &err),
                     ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_preference_matrix(void)
{
    Suite *suite = suite_create("preference_matrix");
    TCase *tcase = tcase_create("preference_matrix");

    tcase_add_test(tcase, three_that_go_round_are_mixed_by_the_kernel);
    tcase_add_test(tcase, no_response_beats_the_mix);
    tcase_add_test(tcase, a_pair_without_games_has_no_mix);
    tcase_add_test(tcase, who_beats_all_is_the_condorcet_winner);
    tcase_add_test(tcase, preferences_of_strengths_have_no_residual);
    tcase_add_test(tcase, a_circle_is_all_residual);
    tcase_add_test(tcase, certain_preferences_are_held);
    suite_add_tcase(suite, tcase);
    return suite;
}
