#include "harness/core/rng.h"
#include "metrics/turnover.h"
#include "tests/unit/unit.h"

#include <gsl/gsl_cdf.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    POINTS = 12,
    REPLICATES = 300,
    SEEDS = 5,
    RUNS = 100
};

static double normal(struct assay_rng *rng)
{
    return gsl_cdf_ugaussian_Pinv(assay_rng_uniform(rng) + 0x1p-54);
}

/* Replicates as good as those of many prompts: the curve plus normal noise, independent by point. */
static void replicates_made(const double *gold, double se, struct assay_rng *rng,
                            double *out)
{
    for (size_t i = 0; i < (size_t)REPLICATES * POINTS; i++)
        out[i] = gold[i % POINTS] + se * normal(rng);
}

static double hump(size_t i)
{
    const double d = 0.4 * (double)(i + 1);

    return d * (1.0 - 0.2 * d); /* highest at 2.5: between points 5 and 6 */
}

START_TEST(a_clear_turn_is_detected_and_placed)
{
    double gold[POINTS], replicate[REPLICATES * POINTS];
    const struct assay_turnover_curve curve = {gold, replicate, POINTS, REPLICATES};
    struct assay_rng rng = {7};
    struct assay_turnover got;
    struct assay_error err;

    for (size_t i = 0; i < POINTS; i++)
        gold[i] = hump(i);
    replicates_made(gold, 0.02, &rng, replicate);
    ck_assert_int_eq(assay_turnover_of(&curve, 0.95, &got, &err), ASSAY_OK);
    ck_assert_uint_eq(got.top, 5); /* d = 2.4, 1.248; at 2.8 1.232 */
    ck_assert(got.detected && got.drop_range.has_lo && got.drop_range.lo > 0.0);
    ck_assert_double_eq_tol(got.drop, hump(5) - hump(11), 1e-15);
    ck_assert_uint_ge(got.first, 3);
    ck_assert_uint_le(got.last, 7);
    ck_assert(got.first <= 5 && got.last >= 5 && got.held == got.last - got.first + 1);
    /* of 11 independent points against one: sup-t of 95 % lies between 2.5 and 3 */
    ck_assert_double_ge(got.critical, 2.4);
    ck_assert_double_le(got.critical, 3.1);
    /* the drop's standard error is 0.02 sqrt(2) */
    ck_assert_double_eq_tol((got.drop_range.hi - got.drop) / got.critical, 0.0283, 0.003);
}
END_TEST

START_TEST(a_curve_that_rises_to_its_end_has_no_turn)
{
    double gold[POINTS], replicate[REPLICATES * POINTS];
    const struct assay_turnover_curve curve = {gold, replicate, POINTS, REPLICATES};
    struct assay_rng rng = {2};
    struct assay_turnover got;
    struct assay_error err;

    for (size_t i = 0; i < POINTS; i++)
        gold[i] = (double)i;
    replicates_made(gold, 0.1, &rng, replicate);
    ck_assert_int_eq(assay_turnover_of(&curve, 0.95, &got, &err), ASSAY_OK);
    ck_assert(!got.detected && got.top == POINTS - 1 && !got.drop_range.has_lo);
    ck_assert(got.first == POINTS - 1 && got.last == POINTS - 1 && got.held == 1);
    ck_assert_double_eq(got.drop, 0.0);
}
END_TEST

/* Replicates that are the curve itself: a fall is certain, however small. */
START_TEST(a_fall_without_noise_is_certain)
{
    double gold[POINTS] = {0}, replicate[REPLICATES * POINTS] = {0};
    const struct assay_turnover_curve curve = {gold, replicate, POINTS, REPLICATES};
    struct assay_turnover got;
    struct assay_error err;

    gold[4] = 1e-6;
    for (size_t r = 0; r < REPLICATES; r++)
        replicate[r * POINTS + 4] = 1e-6;
    ck_assert_int_eq(assay_turnover_of(&curve, 0.95, &got, &err), ASSAY_OK);
    ck_assert(got.detected && got.first == 4 && got.last == 4);
}
END_TEST

/* The true curve is flat; what is observed strays by 1 a point. Named afterwards, the highest point
   excludes 0 by itself much more often than it should. */
START_TEST(flat_curves_raise_few_alarms)
{
    double truth[POINTS] = {0}, gold[POINTS], replicate[REPLICATES * POINTS];
    const struct assay_turnover_curve curve = {gold, replicate, POINTS, REPLICATES};
    struct assay_rng rng = {3};
    size_t alarms = 0, naive = 0, held = 0;

    for (size_t run = 0; run < RUNS; run++) {
        struct assay_turnover got;
        struct assay_error err;

        for (size_t i = 0; i < POINTS; i++)
            gold[i] = truth[i] + normal(&rng);
        replicates_made(gold, 1.0, &rng, replicate);
        ck_assert(assay_turnover_of(&curve, 0.95, &got, &err) == ASSAY_OK);
        alarms += got.detected;
        naive += got.drop > 1.959963984540054 * sqrt(2.0);
        held += got.held == POINTS; /* every point is the highest */
    }
    ck_assert_uint_le(alarms, 7); /* at most 2.5 %: 2.5, standard deviation 1.6 */
    ck_assert_uint_ge(naive, 10);
    ck_assert_uint_ge(held, RUNS * 5 / 10);
}
END_TEST

/* Five whole curves, each with a luck of its own besides the noise. */
static void seeds_drawn(double (*truth)(size_t), struct assay_rng *rng, double *out)
{
    for (size_t g = 0; g < SEEDS; g++) {
        const double tilt = 0.3 * normal(rng);

        for (size_t i = 0; i < POINTS; i++)
            out[g * POINTS + i] =
                truth(i) + tilt * (double)i / POINTS + 0.1 * normal(rng);
    }
}

static double flat(size_t i)
{
    (void)i;
    return 0.0;
}

START_TEST(of_five_seeds_flat_curves_raise_few_alarms_and_humps_are_found)
{
    double gold[SEEDS * POINTS];
    const struct assay_turnover_units units = {gold, SEEDS, POINTS};
    struct assay_rng rng = {4};
    size_t alarms = 0, found = 0, placed = 0;

    for (size_t run = 0; run < RUNS; run++) {
        struct assay_turnover got;
        struct assay_error err;

        seeds_drawn(flat, &rng, gold);
        ck_assert(assay_turnover_of_units(&units, 199, run, 0.95, &got, &err) ==
                  ASSAY_OK);
        alarms += got.detected;
        seeds_drawn(hump, &rng, gold);
        ck_assert(assay_turnover_of_units(&units, 199, run, 0.95, &got, &err) ==
                  ASSAY_OK);
        found += got.detected;
        placed += got.first <= 5 && got.last >= 5;
    }
    ck_assert_uint_le(alarms, 7);
    ck_assert_uint_ge(found, RUNS / 2);
    ck_assert_uint_ge(placed, RUNS * 89 / 100); /* 95 %, standard deviation 2.2 */
}
END_TEST

/* Of two as high the first; differences of the seeds from the last point are 3, 1, 2: 1 / sqrt(3). */
START_TEST(of_points_as_high_the_first_is_the_top)
{
    const double gold[] = {0, 4, 4, 1, 0, 1, 1, 0, 0, 4, 4, 2};
    const struct assay_turnover_units units = {gold, 3, 4};
    struct assay_turnover got;
    struct assay_error err;

    ck_assert_int_eq(assay_turnover_of_units(&units, 199, 1, 0.95, &got, &err), ASSAY_OK);
    ck_assert_uint_eq(got.top, 1);
    ck_assert_double_eq_tol(got.drop, 2.0, 1e-15);
    ck_assert_double_eq_tol((got.drop_range.hi - got.drop) / got.critical,
                            1.0 / sqrt(3.0), 1e-12);
}
END_TEST

START_TEST(what_is_no_curve_is_refused)
{
    double gold[2] = {1, 2}, replicate[4] = {1, 2, 1, (double)NAN};
    struct assay_turnover_curve curve = {gold, replicate, 1, 2};
    struct assay_turnover_units units = {replicate, 2, 2};
    struct assay_turnover got;
    struct assay_error err;

    ck_assert_int_eq(assay_turnover_of(&curve, 0.95, &got, &err), ASSAY_EDOMAIN);
    curve.points = 2;
    ck_assert_int_eq(assay_turnover_of(&curve, 0.95, &got, &err), ASSAY_EDOMAIN);
    replicate[3] = 2;
    ck_assert_int_eq(assay_turnover_of(&curve, 0.95, &got, &err), ASSAY_OK);
    ck_assert_int_eq(assay_turnover_of(&curve, 1.0, &got, &err), ASSAY_EDOMAIN);
    curve.replicates = 1;
    ck_assert_int_eq(assay_turnover_of(&curve, 0.95, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_turnover_of_units(&units, 99, 1, 0.95, &got, &err),
                     ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_turnover(void)
{
    Suite *suite = suite_create("turnover");
    TCase *tests = tcase_create("has gold turned");

    tcase_add_test(tests, a_clear_turn_is_detected_and_placed);
    tcase_add_test(tests, a_curve_that_rises_to_its_end_has_no_turn);
    tcase_add_test(tests, a_fall_without_noise_is_certain);
    tcase_add_test(tests, flat_curves_raise_few_alarms);
    tcase_add_test(tests, of_five_seeds_flat_curves_raise_few_alarms_and_humps_are_found);
    tcase_add_test(tests, of_points_as_high_the_first_is_the_top);
    tcase_add_test(tests, what_is_no_curve_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
