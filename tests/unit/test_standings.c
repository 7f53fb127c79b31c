#include "metrics/standings.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

static const struct assay_standings_draws draws = {500, 7, 0.9};

START_TEST(suites_agree_as_ranks_do)
{
    /* ranks 1 2 3 4 and 2 1 3 4: rho = 1 - 6 * 2 / 60, tau = (5 - 1) / 6 */
    const double x[] = {0.1, 0.2, 0.3, 0.4};
    const double y[] = {20, 10, 30, 40};
    struct assay_standings_pair got;

    assay_standings_correlate(x, y, 4, &draws, &got);
    ck_assert(got.spearman.defined && got.kendall.defined);
    ck_assert_double_eq_tol(got.spearman.value, 0.8, 1e-15);
    ck_assert_double_eq_tol(got.kendall.value, 2.0 / 3, 1e-15);
    ck_assert(got.spearman.has_bootstrap && got.kendall.has_bootstrap);
    ck_assert_double_le(got.kendall.bootstrap_lo, 2.0 / 3);
    ck_assert_double_ge(got.kendall.bootstrap_hi, 2.0 / 3);
    /* all four draws the same model: 4 of 256 replicates, so about 8 of 500 */
    ck_assert_uint_lt(got.used, 500);
    ck_assert_uint_gt(got.used, 470);
}
END_TEST

START_TEST(too_few_models_or_a_constant_side_say_nothing)
{
    const double x[] = {1, 2, 3};
    const double same[] = {5, 5, 5};
    struct assay_standings_pair got;

    assay_standings_correlate(x, x, 2, &draws, &got);
    ck_assert(!got.spearman.defined && !got.kendall.defined);
    ck_assert(
        assay_str_equal(got.spearman.why, ASSAY_STR("fewer than 3 models have both")));
    assay_standings_correlate(x, same, 3, &draws, &got);
    ck_assert(!got.spearman.defined && !got.kendall.defined);
    ck_assert(assay_str_equal(got.kendall.why, ASSAY_STR("one side is constant")));
    assay_standings_correlate(x, x, 3, &draws, &got);
    ck_assert(got.spearman.defined);
}
END_TEST

enum {
    MOST = 64
};

/* Strengths where every item is a prompt of its own, in one suite. */
static size_t strengths(const double *earned, size_t items, size_t models,
                        struct assay_standings_model *out)
{
    static const uint32_t cell[MOST] = {0};
    uint32_t cluster[MOST];
    const struct assay_standings_items all = {items,  models, 1,      items,
                                              earned, cell,   cluster};
    size_t used;

    for (uint32_t i = 0; i < items; i++)
        cluster[i] = i;
    assay_standings_strengths(&all, &draws, out, &used);
    return used;
}

START_TEST(two_models_differ_by_the_log_odds_of_their_wins)
{
    /* wins, loss, both right, not answered: 2.5 to 1.5 */
    const double earned[] = {1, 0, 1, 0, 0, 1, 1, 1, 1, -1};
    struct assay_standings_model got[2];

    ck_assert_uint_gt(strengths(earned, 5, 2, got), 300);
    ck_assert_double_eq(got[0].won, 2.5);
    ck_assert_double_eq(got[0].lost, 1.5);
    ck_assert_double_eq_tol(got[0].strength.value, log(5.0 / 3) / 2, 1e-14);
    ck_assert_double_eq_tol(got[1].strength.value, -log(5.0 / 3) / 2, 1e-14);
    ck_assert(got[0].strength.has_bootstrap);
    ck_assert_double_lt(got[0].strength.bootstrap_lo, got[0].strength.value);
    ck_assert_double_gt(got[0].strength.bootstrap_hi, got[0].strength.value);
}
END_TEST

static void is_undefined(const struct assay_standings_model *model, const char *why)
{
    ck_assert(!model->strength.defined && !model->strength.has_bootstrap);
    ck_assert_uint_eq(model->strength.why.len, strlen(why));
    ck_assert(assay_str_equal(model->strength.why, assay_str_of(why)));
}

/* A model above all others leaves their strengths as they are. */
START_TEST(models_that_only_win_or_lose_have_no_strength)
{
    const double earned[] = {
        1, 0.5,  0.25, 0, -1, /* best, two that win in turn, worst, absent */
        1, 0.25, 0.5,  0, -1, /**/
        1, 0.5,  0.25, 0, -1, /**/
    };
    struct assay_standings_model got[5];

    (void)strengths(earned, 3, 5, got);
    is_undefined(&got[0], "only wins");
    is_undefined(&got[3], "only losses");
    is_undefined(&got[4], "not compared with any model");
    ck_assert_double_eq_tol(got[1].strength.value, log(2.0) / 2, 1e-14);
    ck_assert_double_eq_tol(got[2].strength.value, -log(2.0) / 2, 1e-14);
}
END_TEST

START_TEST(two_sets_as_large_have_no_common_origin)
{
    const double earned[] = {
        1,  0,  -1, -1, /* the first two among themselves */
        0,  1,  -1, -1, /**/
        -1, -1, 1,  0,  /* the last two */
        -1, -1, 0,  1,  /**/
    };
    struct assay_standings_model got[4];

    ck_assert_uint_eq(strengths(earned, 4, 4, got), 0);
    for (size_t i = 0; i < 4; i++)
        is_undefined(&got[i], "not connected to the others by wins both ways");
}
END_TEST

Suite *unit_standings(void)
{
    Suite *suite = suite_create("standings");
    TCase *tcase = tcase_create("standings");

    tcase_add_test(tcase, suites_agree_as_ranks_do);
    tcase_add_test(tcase, too_few_models_or_a_constant_side_say_nothing);
    tcase_add_test(tcase, two_models_differ_by_the_log_odds_of_their_wins);
    tcase_add_test(tcase, models_that_only_win_or_lose_have_no_strength);
    tcase_add_test(tcase, two_sets_as_large_have_no_common_origin);
    suite_add_tcase(suite, tcase);
    return suite;
}
