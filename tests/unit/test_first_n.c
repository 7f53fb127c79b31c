#include "metrics/first_n.h"
#include "metrics/voting.h"
#include "tests/unit/unit.h"

/* The rules of rm_maj_eval.py: first highest score, first of equally common answers. */
static const double proxy[] = {0.5, 2.0, 2.0, 1.0, 3.0};
static const long answer[] = {ASSAY_VOTING_NO_ANSWER, 7, 3, 3, 7};
static const double value[] = {1, 0, 1, 1, 0};

static const struct {
    size_t n;
    struct assay_first want;
} prefixes[] = {
    {1, {1, 0, 1, 1}}, /* nobody has an answer */
    {2, {0, 0, 1, 0.5}},
    {3, {0, 0, 1, 2.0 / 3}}, /* of the highest scores the first; 7 was seen before 3 */
    {4, {0, 1, 1, 0.75}},    /* 3 twice */
    {5, {0, 0, 1, 3.0 / 5}}, /* 7 twice too, and seen first */
};

START_TEST(prefixes_are_scored_as_officially)
{
    const struct assay_first_samples samples = {proxy, answer, value, 5};
    struct assay_first got;
    struct assay_error err;

    ck_assert_int_eq(assay_first_n(&samples, prefixes[_i].n, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got.best, prefixes[_i].want.best);
    ck_assert_double_eq(got.majority, prefixes[_i].want.majority);
    ck_assert_double_eq(got.pass, prefixes[_i].want.pass);
    ck_assert_double_eq_tol(got.mean, prefixes[_i].want.mean, 1e-15);
}
END_TEST

START_TEST(what_is_not_there_is_not_asked_for)
{
    const struct assay_first_samples samples = {NULL, NULL, value + 1, 2};
    struct assay_first got;
    struct assay_error err;

    ck_assert_int_eq(assay_first_n(&samples, 2, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got.best, 0.0);
    ck_assert_double_eq(got.majority, 0.0);
    ck_assert_double_eq(got.pass, 1.0);
    ck_assert_int_eq(assay_first_n(&samples, 3, &got, &err), ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "the first 3 of 2 samples");
    ck_assert_int_eq(assay_first_n(&samples, 0, &got, &err), ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_first_n(void)
{
    Suite *suite = suite_create("first_n");
    TCase *tests = tcase_create("prefixes");

    tcase_add_loop_test(tests, prefixes_are_scored_as_officially, 0,
                        (int)(sizeof(prefixes) / sizeof(prefixes[0])));
    tcase_add_test(tests, what_is_not_there_is_not_asked_for);
    suite_add_tcase(suite, tests);
    return suite;
}
