#include "metrics/ensemble_score.h"
#include "tests/unit/unit.h"

#include <math.h>

/* a: mean 2, sd sqrt(2/3) or 1; b: ten times as wide, the other way. */
static const double a[] = {1, 2, 3}, b[] = {50, 30, 40};
static const double *const both[] = {a, b};
static const struct assay_ensemble_members members = {both, 2, 3};

/* By hand: a in sd (ddof 1) is -1, 0, 1; b is 1, -1, 0. */
static const struct {
    struct assay_ensemble_rule rule;
    double want[3];
} rules[] = {
    {{ASSAY_ENSEMBLE_MEAN, 0, 0, false, 1}, {0, -0.5, 0.5}},
    {{ASSAY_ENSEMBLE_WORST, 0, 0, false, 1}, {-1, -1, 0}},
    {{ASSAY_ENSEMBLE_VARIANCE, 0.5, 0, false, 1}, {-0.5, -0.625, 0.375}},
    {{ASSAY_ENSEMBLE_VARIANCE, 0.5, 1, false, 1}, {-1, -0.75, 0.25}},
    {{ASSAY_ENSEMBLE_SPREAD, 1, 0, false, 1}, {-1, -1, 0}},
    {{ASSAY_ENSEMBLE_MEAN, 0, 0, true, 1}, {25.5, 16, 21.5}},
    {{ASSAY_ENSEMBLE_WORST, 0, 0, false, 0}, {-1.224744871391589, -1.224744871391589, 0}},
};

START_TEST(members_are_standardised_over_all_samples)
{
    struct assay_error err;
    double got[3];

    ck_assert_int_eq(assay_ensemble_columns(&members, &rules[_i].rule, got, &err),
                     ASSAY_OK);
    for (size_t i = 0; i < 3; i++)
        ck_assert_double_eq_tol(got[i], rules[_i].want[i], 1e-14);
}
END_TEST

/* Samples without a score are no part of the unit, and stay the lowest. */
START_TEST(what_has_no_score_is_lowest)
{
    static const double c[] = {1, -HUGE_VAL, 3}, d[] = {7, 9, 5};
    static const double *const some[] = {d, c};
    struct assay_error err;
    double got[3];

    ck_assert_int_eq(
        assay_ensemble_columns(&(struct assay_ensemble_members){some, 2, 3},
                               &(struct assay_ensemble_rule){.how = ASSAY_ENSEMBLE_WORST},
                               got, &err),
        ASSAY_OK);
    ck_assert_double_eq_tol(got[0], -1.0, 1e-14);
    ck_assert(got[1] == -HUGE_VAL);
}
END_TEST

START_TEST(a_constant_member_has_no_unit)
{
    static const double same[] = {4, 4, 4};
    static const double *const one[] = {same};
    const struct assay_ensemble_members flat = {one, 1, 3}, nobody = {one, 0, 3};
    const struct assay_ensemble_rule plain = {.how = ASSAY_ENSEMBLE_MEAN};
    struct assay_error err;
    double got[3];

    ck_assert_int_eq(assay_ensemble_columns(&flat, &plain, got, &err), ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "a member with one score for all samples");
    ck_assert_int_eq(assay_ensemble_columns(&nobody, &plain, got, &err), ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "an ensemble of 0 members, 3 samples");
}
END_TEST

Suite *unit_ensemble_score(void)
{
    Suite *suite = suite_create("ensemble_score");
    TCase *tests = tcase_create("members");

    tcase_add_loop_test(tests, members_are_standardised_over_all_samples, 0,
                        (int)(sizeof(rules) / sizeof(rules[0])));
    tcase_add_test(tests, what_has_no_score_is_lowest);
    tcase_add_test(tests, a_constant_member_has_no_unit);
    suite_add_tcase(suite, tests);
    return suite;
}
