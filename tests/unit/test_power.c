#include "harness/core/rng.h"
#include "metrics/paired.h"
#include "metrics/power.h"
#include "tests/unit/unit.h"

#include <math.h>

static double power_of(const struct assay_power_design *design, double delta)
{
    struct assay_error err;
    double out = -1;

    ck_assert_int_eq(assay_power_mcnemar(design, delta, &out, &err), ASSAY_OK);
    return out;
}

/* scipy 1.10: binom.pmf(m, n, psi) times binom.pmf(b, m, q) over all m and b whose p, from binom.cdf, is at most
   alpha. */
START_TEST(power_is_that_of_an_enumeration)
{
    const struct {
        struct assay_power_design design;
        double delta, power;
    } table[] = {
        {{300, 0.15, 1, 0.05, false}, 0.06, 0.7366333334320723},
        {{300, 0.15, 1, 0.05, true}, 0.06, 0.7785991288365176},
        {{2985, 0.1, 1, 0.05, false}, 0.02, 0.9272430367847453},
        {{2985, 0.1, 1, 0.05, true}, -0.02, 0.9345697225124635},
        {{2985, 0.1, 1, 0.05, true}, 0, 0.04973742138858897},
        {{40, 0.3, 1, 0.01, false}, 0.3, 0.9447171128462567},
        {{120, 0.3, 3, 0.01, false},
         -0.3,
         0.9447171128462567}, /* clusters of three alike */
    };

    ck_assert_double_eq_tol(power_of(&table[_i].design, table[_i].delta), table[_i].power,
                            1e-11);
}
END_TEST

/* Of few pairs, over every pattern: won, lost and even by a trinomial. */
START_TEST(power_of_few_pairs_is_that_of_all_patterns)
{
    struct assay_power_design design = {(double)_i, 0.6, 1, 0.3, _i % 2 == 0};
    double power = 0;

    for (int b = 0; b <= _i; b++)
        for (int c = 0; b + c <= _i; c++) {
            const struct assay_mcnemar p =
                assay_paired_mcnemar((unsigned int)b, (unsigned int)c);
            const double ways =
                tgamma(_i + 1) / tgamma(b + 1) / tgamma(c + 1) / tgamma(_i - b - c + 1);

            if ((design.midp ? p.midp : p.exact) <= 0.3)
                power += ways * pow(0.45, b) * pow(0.15, c) * pow(0.4, _i - b - c);
        }
    ck_assert_double_eq_tol(power_of(&design, 0.3), power, 1e-11);
}
END_TEST

/* Clusters of one to three pairs that come out alike: mean 2, mean square 14/3, design effect 7/3. */
START_TEST(simulated_tests_of_clusters_have_that_power)
{
    const struct assay_power_design design = {600, 0.2, 7.0 / 3, 0.05, false};
    struct assay_rng rng = {3};
    size_t found = 0;

    for (size_t round = 0; round < 4000; round++) {
        double sum = 0;
        double square = 0;

        for (size_t c = 0; c < 300; c++) {
            const double size = (double)(1 + assay_rng_index(&rng, 3));
            const double u = assay_rng_uniform(&rng);
            const double d = u < 0.14 ? size : u < 0.2 ? -size : 0; /* delta is 0.08 */

            sum += d;
            square += d * d;
        }
        found += fabs(sum) > 1.959964 * sqrt(square);
    }
    /* the test simulated is the normal one, whose power differs a little from the exact one's */
    ck_assert_double_eq_tol((double)found / 4000, power_of(&design, 0.08), 0.04);
}
END_TEST

START_TEST(no_difference_is_found_at_most_alpha_of_the_time)
{
    for (size_t n = 1; n < 3000; n += n / 3 + 1) {
        const struct assay_power_design design = {(double)n, 0.17, 1, 0.05, false};

        ck_assert_double_le(power_of(&design, 0.0), 0.05);
    }
}
END_TEST

/* By hand: psi .2, delta .1, 206 pairs: Phi((.1 sqrt 206 - 1.96 sqrt .2) / sqrt .19). */
START_TEST(connors_power_is_his_formula)
{
    const struct assay_power_design design = {206, 0.2, 1, 0.05, false};
    const struct assay_power_design sure = {20, 1.0, 1, 0.05, false};
    struct assay_error err;
    double got;

    ck_assert_int_eq(assay_power_connor(&design, -0.1, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, 0.9000531727990135, 1e-12);
    ck_assert_int_eq(assay_power_connor(&sure, 1.0, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got, 1.0);
}
END_TEST

/* Where so many pairs are discordant that Connor's power is told, both are near each other. */
START_TEST(exact_and_normal_power_meet)
{
    const struct assay_power_design below = {999999, 0.1, 1, 0.05, true};
    const struct assay_power_design above = {1000001, 0.1, 1, 0.05, true};

    ck_assert_double_eq_tol(power_of(&below, 0.0008), power_of(&above, 0.0008), 2e-3);
    ck_assert(power_of(&above, 0.0008) > 0.6 && power_of(&above, 0.0008) < 0.8);
}
END_TEST

START_TEST(detectable_and_needed_are_inverse_of_power)
{
    struct assay_power_design design = {2985, 0.1, 1, 0.05, _i};
    struct assay_power_effect effect;
    struct assay_error err;
    double needed;

    ck_assert_int_eq(assay_power_detectable(&design, 0.8, &effect, &err), ASSAY_OK);
    ck_assert(effect.found);
    ck_assert_double_eq_tol(power_of(&design, effect.delta), 0.8, 1e-4);
    ck_assert_double_ge(power_of(&design, effect.delta), 0.8);
    ck_assert_double_lt(power_of(&design, effect.delta - 2e-6), 0.8);
    ck_assert_int_eq(assay_power_needed(&design, -0.01, 0.9, &needed, &err), ASSAY_OK);
    design.pairs = needed;
    ck_assert_double_ge(power_of(&design, 0.01), 0.9);
    design.pairs = needed - 1;
    ck_assert_double_lt(power_of(&design, 0.01), 0.9);
    design.design_effect = 2.5;
    ck_assert_int_eq(assay_power_needed(&design, 0.01, 0.9, &design.pairs, &err),
                     ASSAY_OK);
    ck_assert_double_eq(design.pairs, ceil(2.5 * needed));
}
END_TEST

START_TEST(what_cannot_be_found_is_told)
{
    const struct assay_power_design few = {4, 0.5, 1, 0.05, false};
    const struct assay_power_design many = {10, 0.5, 1, 0.05, false};
    struct assay_power_effect effect;
    struct assay_error err;
    double needed;

    ck_assert_int_eq(assay_power_detectable(&few, 0.8, &effect, &err), ASSAY_OK);
    ck_assert(!effect.found); /* 1/16 is more than 1/40 */
    ck_assert_double_eq(effect.delta, 0.5);
    ck_assert_double_eq(power_of(&few, 0.5), 0.0);
    ck_assert_int_eq(assay_power_needed(&many, 1e-5, 0.8, &needed, &err), ASSAY_OK);
    ck_assert_double_eq(needed, 0.0);
}
END_TEST

/* scipy 1.10, norm: 2.1 points are detectable at a standard error of 0.75 points. */
START_TEST(estimates_have_power_as_normal_ones)
{
    const struct assay_power_estimate suite = {0.0075, 2985, 0.05};

    ck_assert_double_eq_tol(assay_power_of_estimate(&suite, -0.02), 0.7601262270947841,
                            1e-12);
    ck_assert_double_eq_tol(assay_power_of_estimate(&suite, 0.0), 0.05, 1e-12);
    ck_assert_double_eq_tol(assay_power_detectable_of(&suite, 0.8), 0.021011889135847266,
                            1e-14);
    ck_assert_double_eq(assay_power_needed_of(&suite, -0.02, 0.8), 3295.0);
    ck_assert_double_eq(assay_power_settling(&suite, -0.004, 0.0, 0.8), 82368.0);
    ck_assert_double_eq(assay_power_settling(&suite, 0.004, 0.02, 0.8), 5617.0);
    ck_assert_double_eq(assay_power_settling(&suite, 0.004, 0.04, 0.8),
                        2985.0); /* 1,110 */
    ck_assert_double_eq(assay_power_settling(&suite, 0.0, 0.01, 0.8), 14380.0);
    ck_assert_double_eq(assay_power_settling(&suite, 0.0, 0.0, 0.8), 0.0);
    ck_assert_double_eq(assay_power_settling(&suite, 1e-7, 0.0, 0.8), 0.0);
}
END_TEST

START_TEST(nonsense_is_refused)
{
    const struct assay_power_design bad[] = {
        {0, 0.1, 1, 0.05, false},  {10, 0, 1, 0.05, false},
        {10, 1.1, 1, 0.05, false}, {10, 0.1, 0, 0.05, false},
        {10, 0.1, 1, 1.0, false},  {NAN, 0.1, 1, 0.05, false},
        {10, NAN, 1, 0.05, false}, {10, 0.1, NAN, 0.5, false},
        {1e9, 0.1, 1, 0.05, false}};
    const struct assay_power_design fine = {10, 0.1, 1, 0.05, false};
    struct assay_power_effect effect;
    struct assay_error err;
    double out;

    for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
        ck_assert_int_eq(assay_power_mcnemar(&bad[i], 0.0, &out, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_power_mcnemar(&fine, 0.2, &out, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_power_connor(&fine, NAN, &out, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_power_needed(&fine, 0.0, 0.8, &out, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_power_needed(&fine, 0.05, 1.0, &out, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_power_detectable(&fine, 0.05, &effect, &err), ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_power(void)
{
    Suite *suite = suite_create("power");
    TCase *tcase = tcase_create("power");

    tcase_add_loop_test(tcase, power_is_that_of_an_enumeration, 0, 7);
    tcase_add_loop_test(tcase, power_of_few_pairs_is_that_of_all_patterns, 1, 16);
    tcase_add_test(tcase, simulated_tests_of_clusters_have_that_power);
    tcase_add_test(tcase, no_difference_is_found_at_most_alpha_of_the_time);
    tcase_add_test(tcase, connors_power_is_his_formula);
    tcase_add_test(tcase, exact_and_normal_power_meet);
    tcase_add_loop_test(tcase, detectable_and_needed_are_inverse_of_power, 0, 2);
    tcase_add_test(tcase, what_cannot_be_found_is_told);
    tcase_add_test(tcase, estimates_have_power_as_normal_ones);
    tcase_add_test(tcase, nonsense_is_refused);
    suite_add_tcase(suite, tcase);
    return suite;
}
