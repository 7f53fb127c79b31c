#include "metrics/arena_hard.h"

#include "tests/unit/unit.h"

#include <check.h>

/* show_result.py label_to_score: [1] * 3, [1], [0.5], [0], [0] * 3 */
START_TEST(a_degree_is_so_many_battles)
{
    static const struct {
        double degree, battles, share;
    } games[] = {{2, 3, 1}, {1, 1, 1}, {0, 1, 0.5}, {-1, 1, 0}, {-2, 3, 0}};

    for (size_t i = 0; i < sizeof(games) / sizeof(games[0]); i++) {
        const struct assay_arena_hard_game game =
            assay_arena_hard_game_of(games[i].degree, 3.0);

        ck_assert_double_eq(game.battles, games[i].battles);
        ck_assert_double_eq(game.share, games[i].share);
    }
}
END_TEST

/* One battle alone is every resample; the percentiles of k wins among n are the binomial's. */
START_TEST(percentiles_are_of_resampled_means)
{
    static const struct assay_arena_hard_resampling whole = {10, 0, 100, 7},
                                                    middle = {4000, 5, 95, 7},
                                                    none = {0, 0, 100, 7};
    static const double one[] = {1.0};
    double many[400];
    struct assay_arena_hard_interval got;
    struct assay_error err;

    ck_assert_int_eq(assay_arena_hard_bootstrap(one, 1, whole, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got.lo, 100.0);
    ck_assert_double_eq(got.hi, 100.0);
    for (size_t i = 0; i < 400; i++)
        many[i] = i % 4 == 0; /* 25 %, of which the standard deviation is 2.165 points */
    ck_assert_int_eq(assay_arena_hard_bootstrap(many, 400, middle, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got.lo, 25.0 - 1.645 * 2.165, 0.3);
    ck_assert_double_eq_tol(got.hi, 25.0 + 1.645 * 2.165, 0.3);
    ck_assert_int_eq(assay_arena_hard_bootstrap(one, 0, whole, &got, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_arena_hard_bootstrap(one, 1, none, &got, &err), ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_arena_hard(void)
{
    Suite *suite = suite_create("arena_hard");
    TCase *all = tcase_create("arena_hard");

    tcase_add_test(all, a_degree_is_so_many_battles);
    tcase_add_test(all, percentiles_are_of_resampled_means);
    suite_add_tcase(suite, all);
    return suite;
}
