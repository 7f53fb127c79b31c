#include "harness/core/rng.h"
#include "metrics/repeats.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

enum {
    REPEATS = 5,
    SECTIONS = 3,
    ROUNDS = 8000
};

/* Three repeats: 2 alarms of 6 ordered pairs, one pair independent: a third of a hit of one. */
START_TEST(alarms_are_counted_over_ordered_pairs)
{
    const bool alarm[] = {true, true, false, false, true, false, true, false, true};
    const struct assay_interval_ends third =
        assay_interval_clopper_pearson(1.0 / 3, 1, 0.95);
    struct assay_repeats_alarms got;
    struct assay_error err;

    ck_assert_int_eq(assay_repeats_alarms(alarm, 3, 0.95, &got, &err), ASSAY_OK);
    ck_assert_uint_eq(got.pairs, 6);
    ck_assert_uint_eq(got.alarms, 2); /* the diagonal is not read */
    ck_assert_double_eq(got.rate, 1.0 / 3);
    ck_assert_uint_eq(got.independent, 1);
    ck_assert_double_eq_tol(got.interval.lo, third.lo, 1e-12);
    ck_assert_double_eq_tol(got.interval.hi, third.hi, 1e-12);
}
END_TEST

/* Without an alarm among ten independent pairs the rate may still be 1 - 0.025^(1/10). */
START_TEST(no_alarm_is_no_proof_of_none)
{
    bool alarm[400];
    const bool some[16] = {[1] = true, [2] = true, [7] = true};
    const struct assay_interval_ends quarter =
        assay_interval_clopper_pearson(0.5, 2, 0.95);
    struct assay_repeats_alarms got;
    struct assay_error err;

    memset(alarm, 0, sizeof(alarm));
    ck_assert_int_eq(assay_repeats_alarms(alarm, 20, 0.95, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got.rate, 0.0);
    ck_assert_double_eq(got.interval.lo, 0.0);
    ck_assert_double_eq_tol(got.interval.hi, 1 - pow(0.025, 0.1), 1e-9);
    ck_assert_int_eq(assay_repeats_alarms(some, 4, 0.95, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got.interval.lo, quarter.lo, 1e-12);
    ck_assert_double_eq_tol(got.interval.hi, quarter.hi, 1e-12);
}
END_TEST

/* 70.1, 70.4, 69.8, 70.3: scipy 1.10, std(ddof=1) sqrt(2) t.isf(.05 / 2, 3). */
START_TEST(thresholds_are_prediction_bounds)
{
    const double value[] = {70.1, 0.3, 70.4, 0.3, 69.8, 0.3, 70.3, 0.3};
    struct assay_repeats_section got[2];
    struct assay_error err;

    ck_assert_int_eq(assay_repeats_sections(value, 4, 2, 0.05, got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got[0].mean, 70.15, 1e-12);
    ck_assert_double_eq_tol(got[0].sd, 0.2645751311064619, 1e-12);
    ck_assert_double_eq_tol(got[0].largest_drop, 0.6, 1e-12);
    ck_assert_double_eq_tol(got[0].threshold, 1.1907623726178433, 1e-8);
    ck_assert(!got[0].alike);
    ck_assert(got[1].alike);
    ck_assert_double_eq(got[1].mean, 0.3);
    ck_assert_double_eq(got[1].threshold, 0.0);
    ck_assert_double_eq(got[1].sd, 0.0);
}
END_TEST

/* Uniform sums: near normal, mean 0 and variance 1. */
static double noise(struct assay_rng *rng)
{
    double sum = -6.0;

    for (int i = 0; i < 12; i++)
        sum += assay_rng_uniform(rng);
    return sum;
}

/* One night: is a further run below another by more than the threshold of any section? */
static bool night_alarms(struct assay_rng *rng, size_t sections, double alpha)
{
    double value[REPEATS * SECTIONS] = {0};
    struct assay_repeats_section got[SECTIONS];
    struct assay_error err;
    bool alarm = false;

    for (size_t i = 0; i < REPEATS * sections; i++)
        value[i] = 70 + 0.4 * noise(rng);
    ck_assert_int_eq(assay_repeats_sections(value, REPEATS, sections, alpha, got, &err),
                     ASSAY_OK);
    for (size_t s = 0; s < sections; s++)
        alarm = 0.4 * noise(rng) - 0.4 * noise(rng) > got[s].threshold || alarm;
    return alarm;
}

START_TEST(further_runs_are_above_thresholds_as_often_as_stated)
{
    const size_t sections = _i ? SECTIONS : 1;
    struct assay_rng rng = {71};
    size_t alarms = 0;

    for (size_t round = 0; round < ROUNDS; round++)
        alarms += night_alarms(&rng, sections, 0.05);
    ck_assert_double_eq_tol((double)alarms / ROUNDS, 0.05, 4 * 0.00244);
}
END_TEST

/* Values of any form: exponential ones here. */
START_TEST(a_further_run_falls_below_all_as_often_as_stated)
{
    struct assay_rng rng = {73};
    size_t below = 0;

    for (size_t round = 0; round < ROUNDS; round++) {
        double least = HUGE_VAL;

        for (size_t i = 0; i < REPEATS; i++)
            least = fmin(least, -log(1.0 - assay_rng_uniform(&rng)));
        below += -log(1.0 - assay_rng_uniform(&rng)) < least;
    }
    ck_assert_double_eq_tol((double)below / ROUNDS, assay_repeats_chance(REPEATS, 1),
                            4 * 0.00417);
    ck_assert_double_eq(assay_repeats_chance(5, 1), 1.0 / 6);
    ck_assert_double_eq(assay_repeats_chance(5, 23), 1.0);
    ck_assert_uint_eq(assay_repeats_needed(0.05, 1), 19);
    ck_assert_uint_eq(assay_repeats_needed(0.05, 4), 79);
    ck_assert_uint_eq(assay_repeats_needed(0.051, 1), 19);
    ck_assert_uint_eq(assay_repeats_needed(0.9, 1), 1);
}
END_TEST

START_TEST(nonsense_is_refused)
{
    const bool alarm[] = {false, false, false, false};
    const double value[] = {1, 2, 3, NAN};
    struct assay_repeats_section section[2];
    struct assay_repeats_alarms alarms;
    struct assay_error err;

    ck_assert_int_eq(assay_repeats_alarms(alarm, 1, 0.95, &alarms, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_repeats_alarms(alarm, 2, 1.0, &alarms, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_repeats_sections(value, 1, 2, 0.05, section, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_repeats_sections(value, 2, 0, 0.05, section, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_repeats_sections(value, 2, 1, 0.5, section, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_repeats_sections(value, 2, 2, 0.05, section, &err),
                     ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "value 1 of repeat 1 is not finite");
}
END_TEST

Suite *unit_repeats(void)
{
    Suite *suite = suite_create("repeats");
    TCase *tcase = tcase_create("repeats of one checkpoint");

    tcase_add_test(tcase, alarms_are_counted_over_ordered_pairs);
    tcase_add_test(tcase, no_alarm_is_no_proof_of_none);
    tcase_add_test(tcase, thresholds_are_prediction_bounds);
    tcase_add_loop_test(tcase, further_runs_are_above_thresholds_as_often_as_stated, 0,
                        2);
    tcase_add_test(tcase, a_further_run_falls_below_all_as_often_as_stated);
    tcase_add_test(tcase, nonsense_is_refused);
    suite_add_tcase(suite, tcase);
    return suite;
}
