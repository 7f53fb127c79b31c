#include "harness/core/rng.h"
#include "metrics/turnover_errors.h"
#include "tests/unit/unit.h"

#include <gsl/gsl_cdf.h>

#include <math.h>

enum {
    POINTS = 10,
    RUNS = 200
};

START_TEST(a_fall_is_told_by_its_errors)
{
    double gold[POINTS], se[POINTS];
    struct assay_turnover_errors errors = {
        .gold = gold, .se = se, .points = POINTS, .replicates = 2000, .seed = 1};
    struct assay_turnover got;
    struct assay_error err;

    for (size_t i = 0; i < POINTS; i++) {
        gold[i] = i < 6 ? (double)i : 5.0 - 0.5 * (double)(i - 5);
        se[i] = 0.1;
    }
    ck_assert_int_eq(assay_turnover_of_errors(&errors, 0.95, &got, &err), ASSAY_OK);
    ck_assert(got.detected && got.top == 5);
    ck_assert_double_eq(got.drop, 2.0);
    /* the drop's standard error is 0.1 sqrt(2) */
    ck_assert_double_eq_tol((got.drop_range.hi - got.drop) / got.critical, 0.1414, 0.007);
    for (size_t i = 0; i < POINTS; i++)
        se[i] = 2.0;
    ck_assert_int_eq(assay_turnover_of_errors(&errors, 0.95, &got, &err), ASSAY_OK);
    ck_assert(!got.detected);
}
END_TEST

START_TEST(flat_points_raise_few_alarms)
{
    struct assay_rng rng = {5};
    size_t alarms = 0;

    for (size_t run = 0; run < RUNS; run++) {
        double gold[POINTS], se[POINTS];
        const struct assay_turnover_errors errors = {
            .gold = gold, .se = se, .points = POINTS, .replicates = 300, .seed = run};
        struct assay_turnover got;
        struct assay_error err;

        for (size_t i = 0; i < POINTS; i++) {
            se[i] = 0.5 + 0.1 * (double)i;
            gold[i] = se[i] * gsl_cdf_ugaussian_Pinv(assay_rng_uniform(&rng) + 0x1p-54);
        }
        ck_assert_int_eq(assay_turnover_of_errors(&errors, 0.95, &got, &err), ASSAY_OK);
        alarms += got.detected;
    }
    ck_assert_uint_le(alarms, 12); /* at most 2.5 %: 5, standard deviation 2.2 */
}
END_TEST

Suite *unit_turnover_errors(void)
{
    Suite *suite = suite_create("turnover_errors");
    TCase *tcase = tcase_create("turnover_errors");

    tcase_add_test(tcase, a_fall_is_told_by_its_errors);
    tcase_add_test(tcase, flat_points_raise_few_alarms);
    suite_add_tcase(suite, tcase);
    return suite;
}
