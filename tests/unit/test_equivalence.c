#include "harness/core/rng.h"
#include "metrics/equivalence.h"
#include "tests/unit/unit.h"

#include <math.h>

static struct assay_equivalence of_estimate(double d, double se, size_t df,
                                            struct assay_equivalence_margins margins)
{
    const struct assay_equivalence_estimate estimate = {d, se, df};
    struct assay_equivalence out;
    struct assay_error err;

    ck_assert_int_eq(assay_equivalence_of_estimate(&estimate, &margins, 0.05, &out, &err),
                     ASSAY_OK);
    return out;
}

/* Student (1908), Biometrika 6:20: hours of sleep gained, drug 2 less drug 1, ten patients; mean 1.58,
   standard error 0.38896. scipy 1.10: ttest_1samp(d, -3, alternative="greater"), (d, 3, "less"), and so on;
   stats.t.interval(.9, 9, mean, se). */
START_TEST(students_sleep_is_within_three_hours)
{
    const struct assay_equivalence wide = of_estimate(
        1.58, 0.38895872388839514, 9, (struct assay_equivalence_margins){-3.0, 3.0});
    const struct assay_equivalence skew = of_estimate(
        1.58, 0.38895872388839514, 9, (struct assay_equivalence_margins){0.5, 2.5});

    ck_assert_double_eq_tol(wide.p_low, 4.5226949658324464e-07, 1e-18);
    ck_assert_double_eq_tol(wide.p_high, 0.002655570292658663, 1e-14);
    ck_assert_double_eq(wide.p, wide.p_high);
    ck_assert_double_eq_tol(wide.lo, 0.8669947329717288, 1e-9);
    ck_assert_double_eq_tol(wide.hi, 2.2930052670282706, 1e-9);
    ck_assert(wide.same);
    ck_assert_double_eq_tol(skew.p_low, 0.010759243378387266, 1e-14);
    ck_assert_double_eq_tol(skew.p_high, 0.021116860246500724, 1e-14);
    ck_assert(skew.same);
}
END_TEST

/* scipy 1.10: norm.sf(1.3 / .5), norm.sf(.7 / .5), .3 -+ norm.isf(.05) / 2 */
START_TEST(a_known_standard_error_is_normal)
{
    const struct assay_equivalence got =
        of_estimate(0.3, 0.5, 0, (struct assay_equivalence_margins){-1.0, 1.0});

    ck_assert_double_eq_tol(got.p_low, 0.004661188023718747, 1e-15);
    ck_assert_double_eq_tol(got.p_high, 0.08075665923377107, 1e-15);
    ck_assert_double_eq_tol(got.lo, -0.5224268134757364, 1e-12);
    ck_assert_double_eq_tol(got.hi, 1.1224268134757365, 1e-12);
    ck_assert(!got.same);
}
END_TEST

START_TEST(without_spread_inside_is_certain)
{
    const struct assay_equivalence_margins one = {-1.0, 1.0};

    ck_assert(of_estimate(0.0, 0.0, 5, one).same);
    ck_assert_double_eq(of_estimate(0.0, 0.0, 0, one).p, 0.0);
    ck_assert(!of_estimate(1.0, 0.0, 0, one).same); /* the margin is outside */
    ck_assert(!of_estimate(-1.5, 0.0, 0, one).same);
    ck_assert_double_eq(of_estimate(-1.5, 0.0, 0, one).p, 1.0);
}
END_TEST

/* 999 replicates 1 .. 999: alpha (B + 1) is 50, and the interval from the 50th to the 950th. */
START_TEST(replicates_are_counted)
{
    const double low[] = {49.0, 49.5, 50.0};
    double draw[999];
    struct assay_equivalence got;
    struct assay_error err;

    for (size_t i = 0; i < 999; i++)
        draw[i] = (double)(999 - i);
    for (size_t i = 0; i < 3; i++) {
        const struct assay_equivalence_margins margins = {low[i], 2000.0};

        ck_assert_int_eq(
            assay_equivalence_of_draws(draw, 999, &margins, 0.05, &got, &err), ASSAY_OK);
        ck_assert_double_eq(got.p_low, i < 2 ? 50.0 / 1000 : 51.0 / 1000);
        ck_assert_double_eq(got.p_high, 1.0 / 1000);
        ck_assert_double_eq(got.p, got.p_low);
        ck_assert_double_eq(got.lo, 50.0);
        ck_assert_double_eq(got.hi, 950.0);
        ck_assert_int_eq(got.same, i < 2);
    }
}
END_TEST

/* The test and the interval inside the margins are one decision, whatever the data. */
START_TEST(both_ways_to_decide_are_one)
{
    struct assay_rng rng = {7};
    size_t same = 0;

    for (size_t round = 0; round < 2000; round++) {
        const size_t n = 1 + assay_rng_index(&rng, 400);
        const double alpha = 0.01 + 0.3 * assay_rng_uniform(&rng);
        const struct assay_equivalence_margins margins = {-assay_rng_uniform(&rng),
                                                          0.1 + assay_rng_uniform(&rng)};
        double draw[400];
        struct assay_equivalence got;
        struct assay_error err;

        for (size_t i = 0; i < n; i++) /* coarse: replicates tie, and hit margins */
            draw[i] = (double)assay_rng_index(&rng, 41) / 20.0 - 1.0;
        ck_assert_int_eq(assay_equivalence_of_draws(draw, n, &margins, alpha, &got, &err),
                         ASSAY_OK);
        ck_assert_int_eq(got.same, got.p <= alpha);
        if (alpha * (double)(n + 1) >= 1.0)
            ck_assert_int_eq(got.same, margins.low < got.lo && got.hi < margins.high);
        else
            ck_assert(!got.same);
        same += got.same;
    }
    ck_assert(same > 200 && same < 1800);
}
END_TEST

static double normal(struct assay_rng *rng)
{
    const double u = 1.0 - assay_rng_uniform(rng);

    return sqrt(-2.0 * log(u)) * cos(6.283185307179586 * assay_rng_uniform(rng));
}

/* A true difference at the margin is called the same at most alpha of the time. */
START_TEST(a_difference_at_the_margin_is_seldom_the_same)
{
    struct assay_rng rng = {11};
    size_t same = 0;

    for (size_t round = 0; round < 20000; round++)
        same += of_estimate(1.0 + 0.1 * normal(&rng), 0.1, 0,
                            (struct assay_equivalence_margins){-1.0, 1.0})
                    .same;
    ck_assert_double_eq_tol((double)same / 20000, 0.05,
                            5 * 0.00154); /* 5 standard errors */
}
END_TEST

START_TEST(nonsense_is_refused)
{
    const struct assay_equivalence_margins fine = {-1.0, 1.0};
    const struct assay_equivalence_margins bad[] = {
        {1.0, 1.0}, {1.0, -1.0}, {-HUGE_VAL, 1.0}, {NAN, 1.0}};
    const struct assay_equivalence_estimate estimate = {0.0, 1.0, 0};
    const struct assay_equivalence_estimate wrong[] = {
        {NAN, 1.0, 0}, {0.0, -1.0, 0}, {0.0, HUGE_VAL, 0}};
    double draw[] = {0.0, NAN};
    struct assay_equivalence got;
    struct assay_error err;

    for (size_t i = 0; i < 4; i++)
        ck_assert_int_eq(
            assay_equivalence_of_estimate(&estimate, &bad[i], 0.05, &got, &err),
            ASSAY_EDOMAIN);
    for (size_t i = 0; i < 3; i++)
        ck_assert_int_eq(
            assay_equivalence_of_estimate(&wrong[i], &fine, 0.05, &got, &err),
            ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_equivalence_of_estimate(&estimate, &fine, 0.5, &got, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_equivalence_of_draws(draw, 0, &fine, 0.05, &got, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_equivalence_of_draws(draw, 2, &fine, 0.05, &got, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_equivalence_of_draws(draw, 1, &fine, 0.0, &got, &err),
                     ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_equivalence(void)
{
    Suite *suite = suite_create("equivalence");
    TCase *tcase = tcase_create("two one-sided tests");

    tcase_add_test(tcase, students_sleep_is_within_three_hours);
    tcase_add_test(tcase, a_known_standard_error_is_normal);
    tcase_add_test(tcase, without_spread_inside_is_certain);
    tcase_add_test(tcase, replicates_are_counted);
    tcase_add_test(tcase, both_ways_to_decide_are_one);
    tcase_add_test(tcase, a_difference_at_the_margin_is_seldom_the_same);
    tcase_add_test(tcase, nonsense_is_refused);
    suite_add_tcase(suite, tcase);
    return suite;
}
