/* test_linear_programme.c - programmes whose answer is known by hand, and those that have none. */
#include "metrics/linear_programme.h"
#include "tests/unit/unit.h"

#include <math.h>

static const size_t start[] = {0, 1, 2, 3};
static const double none = (double)INFINITY;

/* max 3x + 2y under x + y <= 4 (a slack in the last row alone), x <= 3: 3 * 3 + 2 * 1 = 11. */
START_TEST(a_last_row_may_be_below_its_limit)
{
    const double gain[] = {3, 2}, lo[] = {0, 0}, hi[] = {3, none}, value[] = {1, 1};
    const uint32_t row[] = {0, 0};
    const struct assay_linear_programme of = {2, 1, gain, lo, hi, start, row, value, 4.0};
    struct assay_error err;
    double out;

    ck_assert_int_eq(assay_linear_programme_solve(&of, &out, &err), ASSAY_OK);
    ck_assert_double_eq_tol(out, 11.0, 1e-12);
}
END_TEST

/* max x + y - z with x + 2y - z = 0, |x|, |y|, |z| <= 1: z = x + 2y gives -y: y = -1, then x - 2 in [-1, 1]: x = 1. */
START_TEST(without_a_limit_all_rows_are_equations)
{
    const double gain[] = {1, 1, -1}, lo[] = {-1, -1, -1}, hi[] = {1, 1, 1},
                 value[] = {1, 2, -1};
    const uint32_t row[] = {0, 0, 0};
    const struct assay_linear_programme of = {3,     1,   gain,  lo,         hi,
                                              start, row, value, (double)NAN};
    struct assay_error err;
    double out;

    ck_assert_int_eq(assay_linear_programme_solve(&of, &out, &err), ASSAY_OK);
    ck_assert_double_eq_tol(out, 1.0, 1e-12);
}
END_TEST

START_TEST(what_has_no_bound_says_so)
{
    const double gain[] = {1, 1}, lo[] = {0, 0}, hi[] = {none, none}, value[] = {1, -1};
    const uint32_t row[] = {0, 0};
    const struct assay_linear_programme of = {2,     1,   gain,  lo,         hi,
                                              start, row, value, (double)NAN};
    struct assay_error err;
    double out;

    ck_assert_int_eq(assay_linear_programme_solve(&of, &out, &err), ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "a linear programme of 2 columns has no optimum");
    ck_assert_double_eq(out, 0.0);
}
END_TEST

/* x + y = 0 with both at least 1. */
START_TEST(what_cannot_be_met_says_so)
{
    const double gain[] = {1, 1}, lo[] = {1, 1}, hi[] = {2, 2}, value[] = {1, 1};
    const uint32_t row[] = {0, 0};
    const struct assay_linear_programme of = {2,     1,   gain,  lo,         hi,
                                              start, row, value, (double)NAN};
    struct assay_error err;
    double out;

    ck_assert_int_eq(assay_linear_programme_solve(&of, &out, &err), ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_linear_programme(void)
{
    Suite *suite = suite_create("linear_programme");
    TCase *tests = tcase_create("linear_programme");

    tcase_add_test(tests, a_last_row_may_be_below_its_limit);
    tcase_add_test(tests, without_a_limit_all_rows_are_equations);
    tcase_add_test(tests, what_has_no_bound_says_so);
    tcase_add_test(tests, what_cannot_be_met_says_so);
    suite_add_tcase(suite, tests);
    return suite;
}
