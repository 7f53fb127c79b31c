#include "metrics/collapse.h"
#include "tests/unit/unit.h"

#include <math.h>

START_TEST(what_falls_for_good_is_found_where_it_begins)
{
    const double value[] = {1.0, 1.2, 0.5, 0.9, 0.5, (double)NAN, 0.4};
    const struct assay_collapse_how half = {.share = 0.5, .warm = 2};
    struct assay_collapse got;

    assay_collapse_find(value, 7, &half, &got);
    ck_assert_double_eq(got.start, 1.1);
    ck_assert_double_eq(got.floor, 0.55);
    ck_assert(got.found && got.at == 4); /* the dip at 2 is recovered from */
}
END_TEST

START_TEST(points_are_lost_beside_a_share)
{
    const double value[] = {0.8, 0.6, 0.55, 0.5};
    struct assay_collapse got;

    assay_collapse_find(value, 4, &(struct assay_collapse_how){.points = 0.25, .warm = 1},
                        &got);
    ck_assert_double_eq_tol(got.floor, 0.55, 1e-15);
    ck_assert(got.found && got.at == 2);
    assay_collapse_find(
        value, 4, &(struct assay_collapse_how){.share = 0.25, .points = 0.25, .warm = 1},
        &got);
    ck_assert_double_eq_tol(got.floor, 0.35, 1e-15);
    ck_assert(!got.found);
}
END_TEST

START_TEST(a_run_that_is_all_start_has_none)
{
    const double value[] = {(double)NAN, 1.0, 0.1};
    struct assay_collapse got;

    assay_collapse_find(value, 3, &(struct assay_collapse_how){.share = 0.5, .warm = 2},
                        &got);
    ck_assert(!got.found);
    assay_collapse_find(value, 1, &(struct assay_collapse_how){.share = 0.5, .warm = 1},
                        &got);
    ck_assert(!got.found);
    assay_collapse_find(value, 3, &(struct assay_collapse_how){.share = 0.5, .warm = 1},
                        &got);
    ck_assert(got.found && got.at == 2);
}
END_TEST

Suite *unit_collapse(void)
{
    Suite *suite = suite_create("collapse");
    TCase *tcase = tcase_create("collapse");

    tcase_add_test(tcase, what_falls_for_good_is_found_where_it_begins);
    tcase_add_test(tcase, points_are_lost_beside_a_share);
    tcase_add_test(tcase, a_run_that_is_all_start_has_none);
    suite_add_tcase(suite, tcase);
    return suite;
}
