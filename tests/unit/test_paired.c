#include "metrics/multiplicity.h"
#include "metrics/paired.h"
#include "tests/unit/unit.h"

/* Tails of Binomial(n, 1/2) by hand: 1 of 10 is 11/1024, 3 of 15 is 576/32768. */
START_TEST(mcnemar_counts_binomial_tails)
{
    const struct assay_mcnemar got = assay_paired_mcnemar(1, 9);
    const struct assay_mcnemar turned = assay_paired_mcnemar(9, 1);

    ck_assert_double_eq_tol(got.exact, 2 * 11.0 / 1024, 1e-14);
    ck_assert_double_eq_tol(got.midp, 12.0 / 1024, 1e-14);
    ck_assert_double_eq(got.chi2, 4.9);
    ck_assert_double_eq_tol(assay_paired_mcnemar(12, 3).exact, 2 * 576.0 / 32768, 1e-14);
    ck_assert_double_eq(turned.exact, got.exact);
    ck_assert_double_eq(turned.midp, got.midp);
}
END_TEST

START_TEST(no_difference_is_no_evidence)
{
    for (unsigned int b = 0; b < 200; b++) {
        const struct assay_mcnemar got = assay_paired_mcnemar(b, b);

        ck_assert_double_eq(got.exact, 1.0);
        ck_assert_double_eq(got.midp, 1.0);
        ck_assert_double_eq(got.chi2, 0.0);
        ck_assert_double_eq(got.p_chi2, 1.0);
    }
}
END_TEST

START_TEST(overwhelming_evidence_is_still_a_number)
{
    const struct assay_mcnemar got = assay_paired_mcnemar(0, 100000);
    const struct assay_mcnemar near = assay_paired_mcnemar(49990, 50010);

    ck_assert(got.exact >= 0.0 && got.exact < 1e-300);
    ck_assert(got.midp >= 0.0 && got.midp <= got.exact);
    ck_assert(got.p_chi2 >= 0.0 && got.p_chi2 < 1e-300);
    ck_assert_double_eq_tol(near.exact, near.p_chi2, 1e-4); /* de Moivre and Laplace */
}
END_TEST

/* Fisher (1935), section 21: Darwin's 15 pairs of maize, in eighths of an inch. Of 32768 sums
   863 are at least 314 and as many at most -314: p = 1726 / 32768 = 0.05267. */
static const double darwin[] = {49, -67, 8,  16, 6,  23, 28, 41,
                                14, 29,  56, 24, 75, 60, -48};

START_TEST(sign_flips_give_fishers_p_value)
{
    struct assay_error err;
    double got;

    ck_assert_int_eq(assay_paired_sign_flip(darwin, 15, 0, 0, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got, 1726.0 / 32768);
}
END_TEST

START_TEST(random_sign_flips_come_near_it)
{
    double longer[17] = {0}; /* two zeros more: the same test, but not enumerated */
    struct assay_error err;
    double got;
    double again;

    for (size_t i = 0; i < 15; i++)
        longer[i] = darwin[i];
    ck_assert_int_eq(assay_paired_sign_flip(longer, 17, 9999, 5, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got, 0.05267, 0.011); /* 5 standard errors */
    ck_assert_int_eq(assay_paired_sign_flip(longer, 17, 9999, 5, &again, &err), ASSAY_OK);
    ck_assert_double_eq(got, again);
    ck_assert_int_eq(assay_paired_sign_flip(longer, 17, 0, 5, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_paired_sign_flip(longer, 0, 99, 5, &got, &err), ASSAY_EDOMAIN);
}
END_TEST

START_TEST(flips_of_nothing_are_certain)
{
    const double zero[20] = {0};
    const double one[] = {0.1};
    struct assay_error err;
    double got;

    ck_assert_int_eq(assay_paired_sign_flip(zero, 20, 99, 1, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got, 1.0);
    ck_assert_int_eq(assay_paired_sign_flip(one, 1, 99, 1, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got, 1.0);
}
END_TEST

START_TEST(holm_and_bh_adjust_upward)
{
    /* R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm") and "BH" */
    const double p[] = {0.01, 0.04, 0.03, 0.005};
    const double holm[] = {0.03, 0.06, 0.06, 0.02};
    const double bh[] = {0.02, 0.04, 0.04, 0.02};
    double got[4];
    double in_place[] = {0.01, 0.04, 0.03, 0.005};

    assay_multiplicity_holm(p, 4, got);
    for (size_t i = 0; i < 4; i++)
        ck_assert_double_eq_tol(got[i], holm[i], 1e-15);
    assay_multiplicity_bh(p, 4, got);
    for (size_t i = 0; i < 4; i++)
        ck_assert_double_eq_tol(got[i], bh[i], 1e-15);
    assay_multiplicity_bh(in_place, 4, in_place);
    ck_assert_mem_eq(in_place, got, sizeof(got));
}
END_TEST

START_TEST(adjusted_values_stay_probabilities)
{
    const double p[] = {0.9, 0.6, 0.9};
    double got[3];

    assay_multiplicity_holm(p, 3, got);
    for (size_t i = 0; i < 3; i++)
        ck_assert_double_eq(got[i], 1.0);
    assay_multiplicity_bh(p, 3, got);
    for (size_t i = 0; i < 3; i++)
        ck_assert_double_eq_tol(got[i], 0.9, 1e-15);
    assay_multiplicity_holm(p, 0, got);
    assay_multiplicity_bh(p, 1, got);
    ck_assert_double_eq(got[0], 0.9);
}
END_TEST

Suite *unit_paired(void)
{
    Suite *suite = suite_create("paired");
    TCase *two = tcase_create("two models");
    TCase *many = tcase_create("many");

    tcase_add_test(two, mcnemar_counts_binomial_tails);
    tcase_add_test(two, no_difference_is_no_evidence);
    tcase_add_test(two, overwhelming_evidence_is_still_a_number);
    tcase_add_test(two, sign_flips_give_fishers_p_value);
    tcase_add_test(two, random_sign_flips_come_near_it);
    tcase_add_test(two, flips_of_nothing_are_certain);
    tcase_add_test(many, holm_and_bh_adjust_upward);
    tcase_add_test(many, adjusted_values_stay_probabilities);
    suite_add_tcase(suite, two);
    suite_add_tcase(suite, many);
    return suite;
}
