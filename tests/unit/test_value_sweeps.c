#include "metrics/value_sweeps.h"
#include "tests/unit/unit.h"

enum {
    STATES = 4,
    ROWS = 2 * STATES
};

/* States in a row; action 0 stays, 1 goes right; the last state stays. */
static const size_t row[] = {0, 1, 2, 3, 4, 5, 6, 7, 8};
static const uint32_t next[] = {0, 1, 1, 2, 2, 3, 3, 3};
static const double chance[] = {1, 1, 1, 1, 1, 1, 1, 1}, start[] = {1, 0, 0, 0};
static const struct assay_mdp chain = {STATES, 2, 0.5, start, row, next, chance, NULL};
static const bool right[] = {false, true, false, true, false, true, true, true};

/* Reward 1 for the step into the last state: V* = 1/4 1/2 1 0; state 0 sees it with V_2. */
START_TEST(a_far_reward_takes_as_many_sweeps_as_it_is_far)
{
    const double r[ROWS] = {0, 0, 0, 0, 0, 1, 0, 0}, v[] = {0.25, 0.5, 1.0, 0.0};
    const struct assay_value_sweeps got =
        assay_value_sweeps_of(&chain, r, v, right, 1e-12, 100);

    ck_assert(got.known);
    ck_assert_uint_eq(got.sweeps, 2);
    ck_assert(!assay_value_sweeps_of(&chain, r, v, right, 1e-12, 1).known);
}
END_TEST

/* r + gamma V*(s') - V*(s): 0 for right actions, below it for others; V* of it is 0. */
START_TEST(the_best_potential_needs_none)
{
    const double r[ROWS] = {-0.125, 0, -0.25, 0, -0.5, 0, 0, 0}, v[STATES] = {0};
    const struct assay_value_sweeps got =
        assay_value_sweeps_of(&chain, r, v, right, 1e-12, 100);

    ck_assert(got.known);
    ck_assert_uint_eq(got.sweeps, 0);
}
END_TEST

START_TEST(numbers_that_are_not_0_are_counted_where_they_can_happen)
{
    const double level[ROWS] = {0, 2, 0, 0, 0, 1, 0, 0};
    const struct assay_reward reward = {.shape = ASSAY_REWARD_LEVEL, .value = level};

    ck_assert_uint_eq(assay_reward_nonzero(&chain, &reward), 2);
}
END_TEST

Suite *unit_value_sweeps(void)
{
    Suite *suite = suite_create("value_sweeps");
    TCase *tests = tcase_create("sweeps of value iteration");

    tcase_add_test(tests, a_far_reward_takes_as_many_sweeps_as_it_is_far);
    tcase_add_test(tests, the_best_potential_needs_none);
    tcase_add_test(tests, numbers_that_are_not_0_are_counted_where_they_can_happen);
    suite_add_tcase(suite, tests);
    return suite;
}
