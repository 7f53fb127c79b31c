#include "metrics/ranking.h"
#include "tests/unit/unit.h"

#include <math.h>

START_TEST(two_models_differ_by_the_log_odds)
{
    const double wins[] = {99, 3, 1, 99}; /* the diagonal is not read */
    struct assay_error err;
    double theta[2];

    ck_assert_int_eq(assay_ranking_bradley_terry(wins, 2, theta, &err), ASSAY_OK);
    ck_assert_double_eq_tol(theta[0] - theta[1], log(3), 1e-14);
    ck_assert_double_eq_tol(theta[0] + theta[1], 0.0, 1e-15);
}
END_TEST

/* At the maximum every model has won as often as its strength predicts. */
START_TEST(expected_wins_are_the_wins)
{
    const double wins[] = {0, 90, 5, 0.5, 1, 0, 7, 2, 0, 0.25, 0, 60, 0.5, 1, 0, 0};
    struct assay_error err;
    double theta[4];

    ck_assert_int_eq(assay_ranking_bradley_terry(wins, 4, theta, &err), ASSAY_OK);
    for (size_t i = 0; i < 4; i++) {
        double won = 0;
        double expected = 0;

        for (size_t j = 0; j < 4; j++) {
            won += wins[4 * i + j];
            expected +=
                (wins[4 * i + j] + wins[4 * j + i]) / (1 + exp(theta[j] - theta[i]));
        }
        ck_assert_double_eq_tol(expected, won, 1e-10);
    }
}
END_TEST

START_TEST(a_model_that_never_loses_has_no_strength)
{
    const double unbeaten[] = {0, 3, 2, 0, 0, 1, 0, 1, 0};
    const double beaten[] = {0, 0, 0, 3, 0, 1, 2, 1, 0};
    const char *const unidentified =
        "strengths are not identified: some models never lost to others";
    const double apart[] = {0, 3, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0};
    struct assay_error err;
    double theta[4];

    ck_assert_int_eq(assay_ranking_bradley_terry(unbeaten, 3, theta, &err),
                     ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, unidentified);
    ck_assert_int_eq(assay_ranking_bradley_terry(beaten, 3, theta, &err), ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, unidentified);
    ck_assert_int_eq(assay_ranking_bradley_terry(apart, 4, theta, &err), ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, unidentified);
    ck_assert_int_eq(assay_ranking_bradley_terry(apart, 1, theta, &err), ASSAY_EDOMAIN);
}
END_TEST

START_TEST(elo_moves_points_between_players)
{
    const struct assay_game game[] = {{0, 1, 1.0}, {1, 2, 0.5}, {2, 0, 0.0}};
    double rating[3];

    assay_ranking_elo(game, 1, 3, rating);
    ck_assert_double_eq(rating[0], 1002.0); /* K/2 for a win among equals */
    ck_assert_double_eq(rating[1], 998.0);
    ck_assert_double_eq(rating[2], 1000.0);
    assay_ranking_elo(game, 3, 3, rating);
    ck_assert_double_eq_tol(rating[0] + rating[1] + rating[2], 3000.0, 1e-9);
    ck_assert(rating[0] > 1003.9 && rating[1] > 998.0 && rating[2] < 998.1);
    assay_ranking_elo(game, 0, 3, rating);
    ck_assert_double_eq(rating[2], 1000.0);
}
END_TEST

START_TEST(cycles_are_counted_among_clear_triples)
{
    const double rock[] = {.5, .9, .1, .1, .5, .9, .9, .1, .5}; /* 0 > 1 > 2 > 0 */
    const double turned[] = {.5, .1, .9, .9, .5, .1, .1, .9, .5};
    const double line[] = {.5, .9, .9, .1, .5, .9, .1, .1, .5};
    const double even[] = {.5, .5, .9, .5, .5, .9, .1, .1, .5};
    struct assay_error err;
    double got;

    ck_assert_int_eq(assay_ranking_cycle_rate(rock, 3, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got, 1.0);
    ck_assert_int_eq(assay_ranking_cycle_rate(turned, 3, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got, 1.0);
    ck_assert_int_eq(assay_ranking_cycle_rate(line, 3, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got, 0.0);
    ck_assert_int_eq(assay_ranking_cycle_rate(even, 3, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_ranking_cycle_rate(even, 2, &got, &err), ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_ranking(void)
{
    Suite *suite = suite_create("ranking");
    TCase *tcase = tcase_create("ranking");

    tcase_add_test(tcase, two_models_differ_by_the_log_odds);
    tcase_add_test(tcase, expected_wins_are_the_wins);
    tcase_add_test(tcase, a_model_that_never_loses_has_no_strength);
    tcase_add_test(tcase, elo_moves_points_between_players);
    tcase_add_test(tcase, cycles_are_counted_among_clear_triples);
    suite_add_tcase(suite, tcase);
    return suite;
}
