#include "harness/core/rng.h"
#include "harness/core/sum.h"
#include "metrics/group_advantage.h"
#include "tests/unit/unit.h"

#include <math.h>

enum {
    N = 7
};

START_TEST(advantages_sum_to_nothing_and_go_by_reward)
{
    const enum assay_group_advantage form = (enum assay_group_advantage)_i;
    struct assay_rng rng = {9};

    for (size_t round = 0; round < 50; round++) {
        double reward[N], out[N];

        for (size_t i = 0; i < N; i++)
            reward[i] = floor(4.0 * assay_rng_uniform(&rng));
        assay_group_advantage(form, reward, N, 1e-6, out);
        ck_assert_double_eq_tol(assay_sum_neumaier(out, N), 0.0, 1e-12);
        for (size_t i = 1; i < N; i++)
            ck_assert((reward[i] > reward[0]) == (out[i] > out[0]));
    }
}
END_TEST

START_TEST(equals_have_none)
{
    const double reward[] = {0.1, 0.1, 0.1};
    double out[3] = {1, 1, 1};

    assay_group_advantage((enum assay_group_advantage)_i, reward, 3, 0.0, out);
    for (size_t i = 0; i < 3; i++)
        ck_assert_double_eq(out[i], 0.0);
}
END_TEST

/* Less the mean of the others, written out. */
START_TEST(rloo_leaves_one_out)
{
    const double reward[] = {3, 1, 2, 8};
    double out[4];

    assay_group_advantage(ASSAY_GROUP_RLOO, reward, 4, 0.0, out);
    ck_assert_double_eq_tol(out[0], 3.0 - 11.0 / 3.0, 1e-12);
    ck_assert_double_eq_tol(out[3], 8.0 - 2.0, 1e-12);
}
END_TEST

Suite *unit_group_advantage(void)
{
    Suite *suite = suite_create("group_advantage");
    TCase *tests = tcase_create("advantages in a group");

    tcase_add_loop_test(tests, advantages_sum_to_nothing_and_go_by_reward, 0,
                        ASSAY_GROUP_ADVANTAGES);
    tcase_add_loop_test(tests, equals_have_none, 0, ASSAY_GROUP_ADVANTAGES);
    tcase_add_test(tests, rloo_leaves_one_out);
    suite_add_tcase(suite, tests);
    return suite;
}
