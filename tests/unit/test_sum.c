#include "harness/core/sum.h"
#include "tests/unit/unit.h"

START_TEST(sums_differ_as_their_rules_say)
{
    const double lost[] = {1.0, 1e100, 1.0, -1e100}; /* Neumaier's example: exactly 2 */
    const double eight[] = {1.9, 0.4, 2.3, 2.1, 0.7, 2.1, 2.7, 1.9};
    double tenth[300];

    ck_assert_double_eq(assay_sum_sequential(lost, 4), 0.0);
    ck_assert_double_eq(assay_sum_pairwise(lost, 4), 0.0);
    ck_assert_double_eq(assay_sum_neumaier(lost, 4), 2.0);
    for (size_t i = 0; i < 300; i++)
        tenth[i] = 0.1;
    /* sum() of CPython 3.11, numpy.sum() and sum() of CPython 3.12 */
    ck_assert_double_eq(assay_sum_sequential(tenth, 10), 0.9999999999999999);
    ck_assert_double_eq(assay_sum_sequential(tenth, 300), 30.000000000000156);
    ck_assert_double_eq(assay_sum_pairwise(tenth, 300), 29.999999999999996);
    ck_assert_double_eq(assay_sum_neumaier(tenth, 300), 30.0);
    ck_assert_double_eq(assay_sum_pairwise(eight, 8), 14.1); /* in pairs of pairs only */
}
END_TEST

START_TEST(any_rule_adds_counts_exactly)
{
    double count[1000];

    for (size_t i = 0; i < 1000; i++)
        count[i] = (double)(i + 1);
    for (size_t n = 0; n <= 1000; n++) {
        const size_t total = n * (n + 1) / 2;
        const double want = (double)total;

        ck_assert_double_eq(assay_sum_sequential(count, n), want);
        ck_assert_double_eq(assay_sum_pairwise(count, n), want);
        ck_assert_double_eq(assay_sum_neumaier(count, n), want);
    }
}
END_TEST

Suite *unit_sum(void)
{
    Suite *suite = suite_create("sum");
    TCase *rules = tcase_create("rules");

    tcase_add_test(rules, sums_differ_as_their_rules_say);
    tcase_add_test(rules, any_rule_adds_counts_exactly);
    suite_add_tcase(suite, rules);
    return suite;
}
