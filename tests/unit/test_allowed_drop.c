#include "metrics/allowed_drop.h"

#include "harness/core/rng.h"
#include "metrics/multiplicity.h"
#include "metrics/paired.h"
#include "tests/unit/unit.h"

#include <math.h>

/* scipy.stats.norm.sf((0.021 - 0.01) / 0.004) and what an interval of 90 % says. */
START_TEST(a_drop_beyond_the_limit_is_found)
{
    const struct assay_drop drop = {.drop = 0.021,
                                    .lo = 0.0144,
                                    .hi = 0.0276,
                                    .se = 0.004,
                                    .limit = 0.01,
                                    .alpha = 0.05};
    const double p = assay_drop_p(&drop);

    ck_assert_double_eq_tol(p, 0.002979763235054556, 1e-15);
    ck_assert(assay_drop_exceeds(&drop, p));
    ck_assert(!assay_drop_exceeds(&drop, 17.0 * p)); /* adjusted over 17 rules: 0.0507 */
    ck_assert(!assay_drop_within(&drop, p));
}
END_TEST

START_TEST(a_drop_whose_interval_stays_within_is_allowed)
{
    struct assay_drop drop = {.drop = 0.002,
                              .lo = -0.0046,
                              .hi = 0.0086,
                              .se = 0.004,
                              .limit = 0.01,
                              .alpha = 0.05};

    ck_assert(assay_drop_within(&drop, assay_drop_p(&drop)));
    drop.limit = 0.0085; /* the interval reaches beyond: neither is found */
    ck_assert(!assay_drop_within(&drop, assay_drop_p(&drop)));
    ck_assert(!assay_drop_exceeds(&drop, assay_drop_p(&drop)));
}
END_TEST

/* McNemar's exact p of 5 against 15 is 0.04138946533203125 (scipy.stats.binomtest(5, 20)). */
START_TEST(where_nothing_may_be_lost_the_exact_test_is_halved)
{
    struct assay_drop drop = {.drop = 0.1,
                              .lo = 0.02,
                              .hi = 0.18,
                              .se = 0.045,
                              .exact = true,
                              .two_sided = assay_paired_mcnemar(15, 5).exact,
                              .alpha = 0.05};

    ck_assert_double_eq_tol(assay_drop_p(&drop), 0.020694732666015625, 1e-15);
    ck_assert(assay_drop_exceeds(&drop, assay_drop_p(&drop)));
    drop.drop = -0.1;
    ck_assert_double_eq_tol(assay_drop_p(&drop), 1.0 - 0.020694732666015625, 1e-15);
    drop.drop = 0.0;
    ck_assert_double_eq(assay_drop_p(&drop), 1.0);
}
END_TEST

START_TEST(without_spread_the_drop_speaks_for_itself)
{
    struct assay_drop drop = {
        .drop = 0.02, .lo = 0.02, .hi = 0.02, .limit = 0.01, .alpha = 0.05};

    ck_assert_double_eq(assay_drop_p(&drop), 0.0);
    drop.drop = drop.lo = drop.hi = drop.limit;
    ck_assert_double_eq(assay_drop_p(&drop), 1.0);
    ck_assert(assay_drop_within(&drop, 1.0));
}
END_TEST

/* ((1.6448536 + 0.8416212) 0.004 / 0.006)^2; that many times as many halve se so that power is 0.8. */
START_TEST(more_items_settle_it)
{
    const struct assay_drop drop = {
        .drop = 0.004, .se = 0.004, .limit = 0.01, .alpha = 0.05};

    ck_assert_double_eq_tol(assay_drop_more_items(&drop, 0.8), 2.747803, 1e-6);
    ck_assert_double_eq_tol(assay_drop_reach(0.05, 0.004), 0.0065794145078, 1e-12);
}
END_TEST

enum {
    NIGHTS = 2000,
    SECTIONS = 4,
    PAIRS = 150
};

/* One section of a night on which nothing changed: both models are right with a pair's own chance. */
static double p_of_section(struct assay_rng *rng)
{
    unsigned lost = 0, gained = 0;
    struct assay_drop drop = {.exact = true, .alpha = 0.05};

    for (unsigned i = 0; i < PAIRS; i++) {
        const double chance = 0.5 + 0.5 * assay_rng_uniform(rng);
        const bool first = assay_rng_uniform(rng) < chance;
        const bool second = assay_rng_uniform(rng) < chance;

        lost += first && !second;
        gained += second && !first;
    }
    drop.drop = ((double)lost - (double)gained) / PAIRS;
    drop.two_sided = assay_paired_mcnemar(lost, gained).exact;
    return assay_drop_p(&drop);
}

/* A gate that nothing may be lost at is missed by chance on at most alpha of the nights: 5 % and three
   standard errors of 2,000. */
START_TEST(a_gate_is_seldom_missed_where_nothing_changed)
{
    struct assay_rng rng = {20};
    unsigned missed = 0;

    for (unsigned night = 0; night < NIGHTS; night++) {
        double p[SECTIONS], least = 1.0;

        for (unsigned k = 0; k < SECTIONS; k++)
            p[k] = p_of_section(&rng);
        assay_multiplicity_holm(p, SECTIONS, p);
        for (unsigned k = 0; k < SECTIONS; k++)
            least = fmin(least, p[k]);
        missed += least <= 0.05;
    }
    ck_assert_uint_le(missed, NIGHTS / 20 + 29);
    ck_assert_uint_ge(missed, NIGHTS / 100); /* and it is not blind */
}
END_TEST

Suite *unit_allowed_drop(void)
{
    Suite *suite = suite_create("allowed_drop");
    TCase *tests = tcase_create("drops");

    tcase_add_test(tests, a_drop_beyond_the_limit_is_found);
    tcase_add_test(tests, a_drop_whose_interval_stays_within_is_allowed);
    tcase_add_test(tests, where_nothing_may_be_lost_the_exact_test_is_halved);
    tcase_add_test(tests, without_spread_the_drop_speaks_for_itself);
    tcase_add_test(tests, more_items_settle_it);
    tcase_add_test(tests, a_gate_is_seldom_missed_where_nothing_changed);
    suite_add_tcase(suite, tests);
    return suite;
}
