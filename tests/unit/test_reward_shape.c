#include "harness/core/rng.h"
#include "metrics/reward_shape.h"
#include "metrics/shaping.h"
#include "tests/unit/unit.h"

#include <math.h>

enum {
    DRAWS = 500
};

static double drawn(struct assay_rng *rng)
{
    return 20.0 * assay_rng_uniform(rng) - 10.0;
}

/* Of all maps, whatever the references: a higher reward stays higher, and bounds hold. */
START_TEST(bounded_maps_rise_and_stay_within_their_bounds)
{
    static const double bound[][2] = {[ASSAY_REWARD_CENTRED] = {-40.0, 40.0},
                                      [ASSAY_REWARD_SIGMOID] = {0.0, 1.0},
                                      [ASSAY_REWARD_TANH] = {-1.0, 1.0},
                                      [ASSAY_REWARD_ARCTAN] = {-1.5707964, 1.5707964}};
    struct assay_rng rng = {3};

    for (size_t i = 0; i < DRAWS; i++) {
        const double reference[3] = {drawn(&rng), drawn(&rng), drawn(&rng)};
        const double low = drawn(&rng), high = low + 0.1 + assay_rng_uniform(&rng);
        const double a =
            assay_reward_relative((enum assay_reward_map)_i, low, reference, 3, 0.5);
        const double b =
            assay_reward_relative((enum assay_reward_map)_i, high, reference, 3, 0.5);

        ck_assert(b > a);
        ck_assert(a >= bound[_i][0] && b <= bound[_i][1]);
    }
}
END_TEST

START_TEST(with_the_sigmoid_it_is_preference_as_reward)
{
    const double reference[] = {-1.0, 0.5, 4.0};
    struct assay_error err;
    double par;

    ck_assert_int_eq(assay_shaping_par(1.5, reference, 3, 2.0, &par, &err), ASSAY_OK);
    ck_assert_double_eq_tol(
        assay_reward_relative(ASSAY_REWARD_SIGMOID, 1.5, reference, 3, 2.0), par, 1e-15);
}
END_TEST

START_TEST(what_two_have_seen_is_what_one_sees_of_both)
{
    struct assay_reward_running all = {0}, part[2] = {{0}};
    struct assay_rng rng = {5};

    for (size_t i = 0; i < DRAWS; i++) {
        const double reward = 1e3 + drawn(&rng);

        assay_reward_running_add(&all, reward);
        assay_reward_running_add(&part[i % 3 == 0], reward);
    }
    assay_reward_running_join(&part[0], &part[1]);
    ck_assert_uint_eq(part[0].n, all.n);
    ck_assert_double_eq_tol(part[0].mean, all.mean, 1e-9);
    ck_assert_double_eq_tol(assay_reward_running_sd(&part[0]),
                            assay_reward_running_sd(&all), 1e-9);
    ck_assert_double_eq(part[0].lo, all.lo);
    ck_assert_double_eq(part[0].hi, all.hi);
}
END_TEST

START_TEST(what_is_undefined_has_a_reason)
{
    struct assay_reward_running same = {0};
    struct assay_error err;
    const double reference = 0.0;
    double out;

    assay_reward_running_add(&same, 2.0);
    ck_assert_int_eq(assay_reward_normalise(ASSAY_REWARD_MINMAX, &same, 2.0, &out, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_reward_normalise(ASSAY_REWARD_MEANSTD, &same, 2.0, &out, &err),
                     ASSAY_OK);
    ck_assert_double_eq(out, 0.0);
    ck_assert_int_eq(assay_reward_log_sigmoid(0.0, &reference, 0, 0.85, &out, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_reward_log_sigmoid(0.0, &reference, 1, 1.0, &out, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_reward_log_sigmoid(-1e5, &reference, 1, 0.85, &out, &err),
                     ASSAY_OK);
    ck_assert_double_eq_tol(out, -1e5, 1e-3);
}
END_TEST

Suite *unit_reward_shape(void)
{
    Suite *suite = suite_create("reward_shape");
    TCase *tests = tcase_create("rewards shaped");

    tcase_add_loop_test(tests, bounded_maps_rise_and_stay_within_their_bounds, 0,
                        ASSAY_REWARD_MAPS);
    tcase_add_test(tests, with_the_sigmoid_it_is_preference_as_reward);
    tcase_add_test(tests, what_two_have_seen_is_what_one_sees_of_both);
    tcase_add_test(tests, what_is_undefined_has_a_reason);
    suite_add_tcase(suite, tests);
    return suite;
}
