#include "harness/core/rng.h"
#include "metrics/onset.h"
#include "tests/unit/unit.h"

#include <gsl/gsl_cdf.h>

#include <math.h>

enum {
    STEPS = 60,
    TURN = 35,
    RUNS = 100
};

static const struct assay_onset_chart usual = {10, 0.05, 0.5, 200, 1, false};

/* Proxy rising ever slower, gold half of it until the turn, then falling by slope a step. */
static void run_drawn(double noise, double slope, double dependence,
                      struct assay_rng *rng, double *proxy, double *gold)
{
    double luck = 0.0;

    for (size_t t = 0; t < STEPS; t++) {
        const double fresh = gsl_cdf_ugaussian_Pinv(assay_rng_uniform(rng) + 0x1p-54);

        luck = dependence * luck + sqrt(1.0 - dependence * dependence) * fresh;
        proxy[t] = 3.0 * (1.0 - exp(-(double)t / 30.0));
        gold[t] = 1.0 + 0.5 * proxy[t] + noise * luck;
        if (t > TURN)
            gold[t] -= slope * (double)(t - TURN);
    }
}

START_TEST(without_a_turn_alarms_are_as_rare_as_stated)
{
    double proxy[STEPS], gold[STEPS];
    const struct assay_onset_series series = {proxy, gold, STEPS};
    struct assay_rng rng = {11};
    size_t alarms = 0;

    for (size_t run = 0; run < RUNS; run++) {
        struct assay_onset_chart chart = usual;
        struct assay_onset got;
        struct assay_error err;

        chart.seed = run;
        run_drawn(0.2, 0.0, 0.0, &rng, proxy, gold);
        ck_assert(assay_onset_find(&series, &chart, &got, &err) == ASSAY_OK);
        alarms += got.detected;
        ck_assert(got.detected == (got.highest > got.threshold));
    }
    ck_assert_uint_ge(alarms, 1); /* 5 % are 5, standard deviation 2.2 */
    ck_assert_uint_le(alarms, 12);
}
END_TEST

/* By numpy: least squares anew before every step. */
START_TEST(the_chart_is_that_of_fits_made_anew)
{
    const double proxy[] = {0, 1, 2, 4, 5, 7, 8, 9, 11, 12};
    const double gold[] = {0.1, 0.4, 1.2, 1.9, 2.4, 3.6, 3.1, 3.3, 3.2, 2.9};
    const struct assay_onset_series series = {proxy, gold, 10};
    struct assay_onset_chart chart = usual;
    struct assay_onset got;
    struct assay_error err;

    chart.warm = 5;
    ck_assert_int_eq(assay_onset_find(&series, &chart, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got.highest, 9.12852228867473, 1e-10);
    ck_assert_double_eq_tol(got.slope, 0.465116279069768, 1e-13);
    ck_assert_double_eq(got.dependence, 0.95); /* 1.3357, cut */
    ck_assert(!got.detected || got.onset == 6);
}
END_TEST

START_TEST(a_turn_is_found_near_where_it_is)
{
    double proxy[STEPS], gold[STEPS];
    const struct assay_onset_series series = {proxy, gold, STEPS};
    struct assay_rng rng = {12};
    size_t found = 0, near = 0;

    for (size_t run = 0; run < RUNS / 4; run++) {
        struct assay_onset got;
        struct assay_error err;

        run_drawn(0.1, 0.1, 0.0, &rng, proxy, gold);
        ck_assert(assay_onset_find(&series, &usual, &got, &err) == ASSAY_OK);
        found += got.detected;
        near += got.detected && got.onset > TURN - 8 && got.onset < TURN + 8;
        ck_assert(!got.detected || got.alarm >= got.onset);
    }
    ck_assert_uint_ge(found, RUNS / 4 - 2);
    ck_assert_uint_ge(near, RUNS / 4 * 8 / 10);
}
END_TEST

/* Gold in other units, and another line: the chart is the same. */
START_TEST(the_chart_does_not_know_units_nor_the_line)
{
    double proxy[STEPS], gold[STEPS];
    const struct assay_onset_series series = {proxy, gold, STEPS};
    struct assay_rng rng = {13};
    struct assay_onset one, other;
    struct assay_error err;

    run_drawn(0.1, 0.1, 0.0, &rng, proxy, gold);
    ck_assert_int_eq(assay_onset_find(&series, &usual, &one, &err), ASSAY_OK);
    for (size_t t = 0; t < STEPS; t++)
        gold[t] = 100.0 * gold[t] - 7.0 * proxy[t] + 1000.0;
    ck_assert_int_eq(assay_onset_find(&series, &usual, &other, &err), ASSAY_OK);
    ck_assert(one.detected && one.onset == other.onset && one.alarm == other.alarm);
    ck_assert_double_eq_tol(one.highest, other.highest, 1e-6);
    ck_assert_double_eq(one.threshold, other.threshold);
    ck_assert_double_eq_tol(100.0 * one.slope - 7.0, other.slope, 1e-8);
}
END_TEST

/* Gold that rises more than its line is no fall. */
START_TEST(gold_above_its_line_raises_no_alarm)
{
    double proxy[STEPS], gold[STEPS];
    const struct assay_onset_series series = {proxy, gold, STEPS};
    struct assay_rng rng = {14};
    struct assay_onset got;
    struct assay_error err;

    run_drawn(0.1, -0.1, 0.0, &rng, proxy, gold);
    ck_assert_int_eq(assay_onset_find(&series, &usual, &got, &err), ASSAY_OK);
    ck_assert(!got.detected);
}
END_TEST

START_TEST(noise_that_resembles_the_step_before_raises_the_threshold)
{
    double proxy[STEPS], gold[STEPS];
    const struct assay_onset_series series = {proxy, gold, STEPS};
    struct assay_rng rng = {15};
    size_t alarms[2] = {0};
    double mean[2] = {0};

    for (size_t run = 0; run < RUNS; run++) {
        for (size_t k = 0; k < 2; k++) {
            struct assay_onset_chart chart = usual;
            struct assay_onset got;
            struct assay_error err;

            chart.dependent = k;
            run_drawn(0.1, 0.0, k ? 0.6 : 0.0, &rng, proxy, gold);
            ck_assert(assay_onset_find(&series, &chart, &got, &err) == ASSAY_OK);
            mean[k] += got.dependence / RUNS;
            run_drawn(0.1, 0.0, 0.6, &rng, proxy, gold);
            ck_assert(assay_onset_find(&series, &chart, &got, &err) == ASSAY_OK);
            alarms[k] += got.detected;
        }
    }
    ck_assert_double_le(mean[0], 0.15); /* cut at 0 */
    ck_assert_double_eq_tol(mean[1], 0.6, 0.1);
    ck_assert_uint_ge(alarms[0], RUNS * 30 / 100);
    ck_assert_uint_le(alarms[1], RUNS * 12 / 100);
}
END_TEST

/* Gold against the proxy of run_drawn: how often each kind is told. */
static void kinds_of(double (*gold_of)(double), double noise, size_t kinds[4])
{
    double proxy[STEPS], gold[STEPS];
    const struct assay_onset_series series = {proxy, gold, STEPS};
    struct assay_rng rng = {17};

    for (size_t run = 0; run < RUNS; run++) {
        struct assay_onset_chart chart = usual;
        struct assay_onset got;
        struct assay_error err;

        chart.seed = run;
        run_drawn(noise, 0.0, 0.0, &rng, proxy, gold);
        for (size_t t = 0; t < STEPS; t++)
            gold[t] += gold_of(proxy[t]) - 0.5 * proxy[t];
        ck_assert(assay_onset_find(&series, &chart, &got, &err) == ASSAY_OK);
        ck_assert(got.detected || got.kind == ASSAY_ONSET_FOLLOWS);
        ck_assert(got.stop >= got.onset && got.stop < STEPS);
        kinds[got.kind]++;
    }
}

static double saturating(double proxy)
{
    return 1.0 - exp(-proxy);
}

static double capped(double proxy)
{
    return fmin(proxy, 1.5);
}

static double turning(double proxy)
{
    return proxy * (1.5 - 0.6 * proxy); /* highest at 1.25 of 2.59 */
}

START_TEST(what_gold_does_behind_its_line_is_told_apart)
{
    size_t bends[4] = {0}, stops[4] = {0}, falls[4] = {0};

    kinds_of(saturating, 0.02, bends);
    ck_assert_uint_ge(bends[ASSAY_ONSET_BENDS], RUNS * 97 / 100);
    kinds_of(capped, 0.05, stops);
    ck_assert_uint_ge(stops[ASSAY_ONSET_STOPS], RUNS * 80 / 100);
    ck_assert_uint_le(stops[ASSAY_ONSET_FALLS], RUNS * 12 / 100);
    kinds_of(turning, 0.05, falls);
    ck_assert_uint_ge(falls[ASSAY_ONSET_FALLS], RUNS * 97 / 100);
}
END_TEST

/* Slopes by numpy: polyfit over the last k steps with the residual variance's k - 2. */
START_TEST(slopes_after_the_departure_are_those_of_fits_made_anew)
{
    const double proxy[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    const double gold[] = {0.01, 0.99, 2.02, 2.98, 4.01, 5,   5.5, 5.9,
                           6.1,  6.2,  6.1,  5.8,  5.4,  4.7, 4.1, 3.2};
    const struct assay_onset_series series = {proxy, gold, 16};
    struct assay_onset_chart chart = usual;
    struct assay_onset got;
    struct assay_error err;

    chart.warm = 5;
    ck_assert_int_eq(assay_onset_find(&series, &chart, &got, &err), ASSAY_OK);
    ck_assert(got.detected);
    ck_assert_int_eq(got.kind, ASSAY_ONSET_FALLS);
    ck_assert_uint_eq(got.onset, 6);
    ck_assert_uint_eq(got.stop, 9); /* 6.2 */
    ck_assert_double_eq_tol(got.after, -0.260606060606061, 1e-12);
    ck_assert_double_eq_tol(got.rise, -3.65411969157369, 1e-9);
    ck_assert_double_eq_tol(got.fall, 11.3956260959039, 1e-9);
}
END_TEST

START_TEST(what_is_no_run_is_refused)
{
    double proxy[STEPS], gold[STEPS];
    struct assay_onset_series series = {proxy, gold, 10};
    struct assay_onset_chart chart = usual;
    struct assay_rng rng = {16};
    struct assay_onset got;
    struct assay_error err;

    run_drawn(0.1, 0.1, 0.0, &rng, proxy, gold);
    ck_assert_int_eq(assay_onset_find(&series, &chart, &got, &err), ASSAY_EDOMAIN);
    series.steps = 11;
    ck_assert_int_eq(assay_onset_find(&series, &chart, &got, &err), ASSAY_OK);
    chart.warm = 4;
    ck_assert_int_eq(assay_onset_find(&series, &chart, &got, &err), ASSAY_EDOMAIN);
    chart = usual;
    chart.false_rate = 0.0;
    ck_assert_int_eq(assay_onset_find(&series, &chart, &got, &err), ASSAY_EDOMAIN);
    chart = usual;
    gold[3] = (double)NAN;
    ck_assert_int_eq(assay_onset_find(&series, &chart, &got, &err), ASSAY_EDOMAIN);
    gold[3] = 1.0;
    for (size_t t = 0; t < 10; t++)
        proxy[t] = 2.0;
    ck_assert_int_eq(assay_onset_find(&series, &chart, &got, &err), ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_onset(void)
{
    Suite *suite = suite_create("onset");
    TCase *tests = tcase_create("where gold stops following");

    tcase_add_test(tests, without_a_turn_alarms_are_as_rare_as_stated);
    tcase_add_test(tests, the_chart_is_that_of_fits_made_anew);
    tcase_add_test(tests, a_turn_is_found_near_where_it_is);
    tcase_add_test(tests, the_chart_does_not_know_units_nor_the_line);
    tcase_add_test(tests, gold_above_its_line_raises_no_alarm);
    tcase_add_test(tests, noise_that_resembles_the_step_before_raises_the_threshold);
    tcase_add_test(tests, what_gold_does_behind_its_line_is_told_apart);
    tcase_add_test(tests, slopes_after_the_departure_are_those_of_fits_made_anew);
    tcase_add_test(tests, what_is_no_run_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
