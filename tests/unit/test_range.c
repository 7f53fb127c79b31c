#include "metrics/interval.h"
#include "metrics/range.h"
#include "tests/unit/unit.h"

/* Newcombe (1998), Stat. Med. 17:873-890, table II: method 10 on these counts. */
static const struct {
    double hits_a, hits_b;
    size_t a, b;
    double lo, hi;
} newcombe[] = {
    {56, 48, 70, 80, 0.0524, 0.3339},
    {9, 3, 10, 10, 0.1705, 0.8090},
    {10, 0, 10, 20, 0.6791, 1.0000},
};

START_TEST(differences_of_proportions_are_newcombe_s)
{
    struct assay_estimate a, b;
    struct assay_range of_a, of_b, got;
    struct assay_error err;

    ck_assert_int_eq(
        assay_interval_wilson(newcombe[_i].hits_a, newcombe[_i].a, 0.95, &a, &err),
        ASSAY_OK);
    ck_assert_int_eq(
        assay_interval_wilson(newcombe[_i].hits_b, newcombe[_i].b, 0.95, &b, &err),
        ASSAY_OK);
    of_a = assay_range_closed(a.lo, a.hi);
    of_b = assay_range_closed(b.lo, b.hi);
    got = assay_range_difference(a.value, &of_a, b.value, &of_b);
    ck_assert(got.has_lo && got.has_hi && !got.why);
    ck_assert_double_eq_tol(got.lo, newcombe[_i].lo, 5e-5);
    ck_assert_double_eq_tol(got.hi, newcombe[_i].hi, 5e-5);
}
END_TEST

START_TEST(an_end_that_is_not_there_leaves_the_difference_open)
{
    const struct assay_range closed = assay_range_closed(1.0, 4.0);
    const struct assay_range open = assay_range_from(2.0, "open");
    const struct assay_range none = assay_range_none("none");
    const struct assay_range above = assay_range_difference(5.0, &open, 2.0, &closed);
    const struct assay_range below = assay_range_difference(2.0, &closed, 5.0, &open);
    const struct assay_range nothing = assay_range_difference(2.0, &closed, 5.0, &none);

    /* 3 - sqrt(3^2 + 2^2); -3 + sqrt(2^2 + 3^2) */
    ck_assert(above.has_lo && !above.has_hi && above.why);
    ck_assert_double_eq_tol(above.lo, -0.605551275463989, 1e-14);
    ck_assert(!below.has_lo && below.has_hi && below.why);
    ck_assert_double_eq_tol(below.hi, 0.605551275463989, 1e-14);
    ck_assert(!nothing.has_lo && !nothing.has_hi && nothing.why);
}
END_TEST

START_TEST(only_ends_that_are_there_exclude)
{
    const struct assay_range closed = assay_range_closed(1.0, 4.0);
    const struct assay_range open = assay_range_from(2.0, "open");
    const struct assay_range none = assay_range_none("none");

    ck_assert(assay_range_excludes(&closed, 0.9) && assay_range_excludes(&closed, 4.1));
    ck_assert(!assay_range_excludes(&closed, 1.0) && !assay_range_excludes(&closed, 4.0));
    ck_assert(assay_range_excludes(&open, 1.9) && !assay_range_excludes(&open, 1e300));
    ck_assert(!assay_range_excludes(&none, 0.0));
}
END_TEST

Suite *unit_range(void)
{
    Suite *suite = suite_create("range");
    TCase *tests = tcase_create("intervals with open ends");

    tcase_add_loop_test(tests, differences_of_proportions_are_newcombe_s, 0, 3);
    tcase_add_test(tests, an_end_that_is_not_there_leaves_the_difference_open);
    tcase_add_test(tests, only_ends_that_are_there_exclude);
    suite_add_tcase(suite, tests);
    return suite;
}
