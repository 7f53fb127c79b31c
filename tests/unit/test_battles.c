#include "metrics/battle_ranks.h"
#include "tests/unit/unit.h"

#include <math.h>

/* Three models: each pair plays four games; people have 3:1 for the first named, the proxy as told. */
static const uint32_t a[] = {0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0};
static const uint32_t b[] = {1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2};
static const double human[] = {1, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 0};

START_TEST(a_proxy_that_says_the_same_ranks_the_same)
{
    const struct assay_battle_games games = {a, b, human, human, 12, 3};
    struct assay_battle_ranks ranks;
    struct assay_error err;
    double rows;

    ck_assert(assay_battle_ranks(&games, &ranks, &err) == ASSAY_OK);
    ck_assert_double_eq_tol(ranks.spearman, 1.0, 1e-12);
    ck_assert_double_eq_tol(ranks.kendall, 1.0, 1e-12);
    /* win rates: 0 has 3/4 and 3/4, which are equal and left out; 1 has 1/4, 3/4: r = 1 */
    ck_assert(assay_battle_rows(&games, &rows, &err) == ASSAY_OK);
    ck_assert_double_eq_tol(rows, 1.0, 1e-15);
}
END_TEST

START_TEST(a_proxy_that_says_the_opposite_ranks_the_other_way)
{
    double proxy[12];
    const struct assay_battle_games games = {a, b, human, proxy, 12, 3};
    struct assay_battle_ranks ranks;
    struct assay_error err;
    double rows;

    for (size_t i = 0; i < 12; i++)
        proxy[i] = 1.0 - human[i];
    ck_assert(assay_battle_ranks(&games, &ranks, &err) == ASSAY_OK);
    ck_assert_double_eq_tol(ranks.spearman, -1.0, 1e-12);
    ck_assert_double_eq_tol(ranks.kendall, -1.0, 1e-12);
    ck_assert(assay_battle_rows(&games, &rows, &err) == ASSAY_OK);
    ck_assert_double_eq_tol(rows, -1.0, 1e-15);
}
END_TEST

START_TEST(models_that_never_lose_have_no_strength)
{
    static const double always[] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    const struct assay_battle_games games = {a, b, human, always, 12, 3};
    const struct assay_battle_draws draws = {10, 1, 0.95};
    struct assay_battle_ranks ranks;
    struct assay_battle_trust trust;
    struct assay_error err;

    ck_assert(assay_battle_ranks(&games, &ranks, &err) == ASSAY_EDOMAIN);
    ck_assert(assay_battle_trust(&games, &draws, &trust, &err) == ASSAY_EDOMAIN);
}
END_TEST

enum {
    MANY = 600
};

/*
 * Two models, 600 games, 90 of 100 won by the first: the interval of a strength is narrow against
 * their distance (log 9), so that they are apart in both, in the same or in the other order, and
 * the first is above in every replicate.
 */
START_TEST(models_far_apart_are_separated)
{
    static uint32_t first[MANY], second[MANY];
    static double people[MANY], same[MANY], other[MANY], even[MANY];
    const struct assay_battle_draws draws = {200, 3, 0.95};
    struct assay_battle_games games = {first, second, people, same, MANY, 2};
    struct assay_battle_trust trust;
    struct assay_error err;

    for (size_t i = 0; i < MANY; i++) {
        second[i] = 1;
        people[i] = i % 10 ? 1.0 : 0.0;
        same[i] = people[i];
        other[i] = 1.0 - people[i];
        even[i] = i % 2 ? 1.0 : 0.0;
    }
    ck_assert(assay_battle_trust(&games, &draws, &trust, &err) == ASSAY_OK);
    ck_assert(trust.agrees);
    ck_assert_double_eq(trust.separability, 1.0);
    ck_assert_double_eq(trust.agreement, 1.0);
    ck_assert_double_eq(trust.brier, 0.0);
    games.proxy = other;
    ck_assert(assay_battle_trust(&games, &draws, &trust, &err) == ASSAY_OK);
    ck_assert_double_eq(trust.separability, 1.0);
    ck_assert_double_eq(trust.agreement, -1.0);
    ck_assert_double_eq(trust.brier, 1.0);
    /* a proxy that cannot tell them: apart in none; the share above is near one half */
    games.proxy = even;
    ck_assert(assay_battle_trust(&games, &draws, &trust, &err) == ASSAY_OK);
    ck_assert_double_eq(trust.separability, 0.0);
    ck_assert_double_eq(trust.agreement, 0.0);
    ck_assert_double_eq_tol(trust.brier, 0.25, 0.12);
    games.human = even;
    ck_assert(assay_battle_trust(&games, &draws, &trust, &err) == ASSAY_OK);
    ck_assert(!trust.agrees);
    /* draws throughout: the strengths are equal, and neither is above the other */
    for (size_t i = 0; i < MANY; i++)
        even[i] = 0.5;
    games.human = people;
    ck_assert(assay_battle_trust(&games, &draws, &trust, &err) == ASSAY_OK);
    ck_assert_double_eq(trust.brier, 1.0);
}
END_TEST

/* The first of three wins 90 of 100 of both others, who are even: people separate two pairs of three, and
   so does a proxy that says the same. */
START_TEST(agreement_is_of_the_pairs_that_people_separate)
{
    static uint32_t one[MANY], two[MANY];
    static double people[MANY];
    const struct assay_battle_draws draws = {200, 3, 0.95};
    const struct assay_battle_games games = {one, two, people, people, MANY, 3};
    struct assay_battle_trust trust;
    struct assay_error err;

    for (size_t i = 0; i < MANY; i++) {
        one[i] = i % 3 == 2 ? 1 : 0;
        two[i] = i % 3 == 0 ? 1 : 2;
        people[i] = i % 3 == 2 ? (i % 2 ? 1.0 : 0.0) : (i / 3 % 10 ? 1.0 : 0.0);
    }
    ck_assert(assay_battle_trust(&games, &draws, &trust, &err) == ASSAY_OK);
    ck_assert_double_eq(trust.agreement, 1.0);
    ck_assert_double_eq_tol(trust.separability, 2.0 / 3.0, 1e-12);
}
END_TEST

Suite *unit_battles(void)
{
    Suite *suite = suite_create("battles");
    TCase *tests = tcase_create("battles");

    tcase_add_test(tests, a_proxy_that_says_the_same_ranks_the_same);
    tcase_add_test(tests, a_proxy_that_says_the_opposite_ranks_the_other_way);
    tcase_add_test(tests, models_that_never_lose_have_no_strength);
    tcase_add_test(tests, models_far_apart_are_separated);
    tcase_add_test(tests, agreement_is_of_the_pairs_that_people_separate);
    suite_add_tcase(suite, tests);
    return suite;
}
