#include "metrics/agreement.h"
#include "metrics/llmbar.h"
#include "tests/unit/unit.h"

static double kappa(const int *a, const int *b, size_t n)
{
    struct assay_error err;
    double got;

    ck_assert_int_eq(assay_agreement_kappa(a, b, n, &got, &err), ASSAY_OK);
    return got;
}

START_TEST(kappa_is_agreement_beyond_chance)
{
    const int a[] = {1, 1, 1, 1, 1, 2, 2, 2, 2, 2};
    const int b[] = {1, 1, 1, 1, 2, 1, 2, 2, 2, 2};
    const int other[] = {9, 9, 9, 9, -5, 9, -5, -5, -5, -5};
    int opposite[10];

    for (size_t i = 0; i < 10; i++)
        opposite[i] = 3 - a[i];
    ck_assert_double_eq_tol(kappa(a, b, 10), (0.8 - 0.5) / (1 - 0.5), 1e-15);
    ck_assert_double_eq(kappa(a, a, 10), 1.0);
    ck_assert_double_eq(kappa(a, opposite, 10), -1.0);
    ck_assert_double_eq(kappa(a, other, 10), 0.0); /* no class in common */
    ck_assert_double_eq(kappa(a, b, 10), kappa(b, a, 10));
}
END_TEST

START_TEST(kappa_of_one_class_is_undefined)
{
    const int same[] = {3, 3, 3};
    int many[65];
    struct assay_error err;
    double got;

    for (int i = 0; i < 65; i++)
        many[i] = i;
    ck_assert_int_eq(assay_agreement_kappa(same, same, 3, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_agreement_kappa(same, same, 0, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_agreement_kappa(many, many, 65, &got, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_agreement_kappa(many, many, 64, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got, 1.0);
}
END_TEST

/*
 * Krippendorff (2011), "Computing Krippendorff's alpha-reliability", section C: four
 * observers, twelve units, missing values; nominal .743, interval .849.
 */
static const double ratings[] = {1, 1, 1, 2, 2, 3, 2, 3, 3, 3, 3, 3, 3, 3,
                                 3, 2, 2, 2, 2, 1, 2, 3, 4, 4, 4, 4, 4, 1,
                                 1, 2, 1, 2, 2, 2, 2, 5, 5, 5, 1, 1, 3};
static const size_t raters[] = {3, 4, 4, 4, 4, 4, 4, 4, 4, 3, 2, 1};

START_TEST(alpha_is_that_of_krippendorff)
{
    struct assay_error err;
    double got;

    ck_assert_int_eq(
        assay_agreement_alpha(ratings, raters, 12, ASSAY_SCALE_NOMINAL, &got, &err),
        ASSAY_OK);
    ck_assert_double_eq_tol(got, 0.743, 5e-4);
    ck_assert_int_eq(
        assay_agreement_alpha(ratings, raters, 12, ASSAY_SCALE_INTERVAL, &got, &err),
        ASSAY_OK);
    ck_assert_double_eq_tol(got, 0.849, 5e-4);
}
END_TEST

START_TEST(alpha_needs_units_that_differ)
{
    const double value[] = {0.1, 0.1, 0.1, 0.1, 0.2};
    const size_t pairs[] = {2, 2, 1};
    const size_t single[] = {1, 1, 1};
    struct assay_error err;
    double got;

    ck_assert_int_eq(
        assay_agreement_alpha(value, pairs, 3, ASSAY_SCALE_INTERVAL, &got, &err),
        ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "all ratings are equal");
    ck_assert_int_eq(
        assay_agreement_alpha(value, single, 3, ASSAY_SCALE_NOMINAL, &got, &err),
        ASSAY_EDOMAIN);
    ck_assert_int_eq(
        assay_agreement_alpha(value, single, 0, ASSAY_SCALE_NOMINAL, &got, &err),
        ASSAY_EDOMAIN);
}
END_TEST

static const struct assay_llmbar_item judged[] = {
    {1, 1, 1}, {2, 2, 1}, {1, 2, 2}, {2, 0, 0}, {2, 2, 2}, {1, 1, 0},
};

START_TEST(llmbar_counts_both_orders)
{
    struct assay_llmbar got;
    struct assay_error err;

    ck_assert_int_eq(assay_llmbar_score(judged, 6, &got, &err), ASSAY_OK);
    ck_assert_uint_eq(got.plain, 4);
    ck_assert_uint_eq(got.swapped, 2);
    ck_assert_uint_eq(got.both, 2);
    ck_assert_uint_eq(got.equal, 4); /* none twice is the same */
    ck_assert_double_eq(got.average, 50.0);
    ck_assert_double_eq(got.plain_percent, 4.0 / 6.0 * 100.0);
    ck_assert_double_eq(got.swapped_percent, 2.0 / 6.0 * 100.0);
    ck_assert_double_eq(got.both_percent, got.swapped_percent);
    ck_assert_double_eq(got.agreement, got.plain_percent);
    ck_assert_int_eq(assay_llmbar_score(judged, 0, &got, &err), ASSAY_EDOMAIN);
}
END_TEST

START_TEST(llmbar_prints_a_kappa_that_cannot_be_right)
{
    const struct assay_llmbar_item perfect[] = {
        {1, 1, 1}, {2, 2, 2}, {1, 1, 1}, {2, 2, 2}};
    struct assay_llmbar_kappa got;
    struct assay_error err;

    ck_assert_int_eq(assay_llmbar_kappas(perfect, 4, false, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got.plain, 1.0);
    ck_assert_double_eq(got.average, 1.0);
    ck_assert_int_eq(assay_llmbar_kappas(perfect, 4, true, &got, &err), ASSAY_OK);
    /* confusion {0,1} by {1,2}: observed 2/4 wrong, by chance 3/4 */
    ck_assert_double_eq_tol(got.plain, 1.0 - 0.5 / 0.75, 1e-15);
    ck_assert_double_eq(got.agreement, 1.0);
}
END_TEST

/* princeton-nlp/LLMBar, CaseStudy/Base_10, evaluator ChatGPT-0301/Swap: statistics.json says
   kappa_False -0.03846153846153855, to the last bit. */
START_TEST(llmbar_kappa_is_printed_to_the_last_bit)
{
    const size_t count[2][2] = {{11, 7},
                                {18, 18}}; /* winner other or 1, by label 1 or 2 */
    struct assay_llmbar_item item[54];
    struct assay_llmbar_kappa got;
    struct assay_error err;
    size_t n = 0;

    for (int winner = 0; winner < 2; winner++) {
        for (int label = 0; label < 2; label++) {
            for (size_t i = 0; i < count[winner][label]; i++)
                item[n++] = (struct assay_llmbar_item){label + 1, winner ? 1 : 2, 1};
        }
    }
    ck_assert_int_eq(assay_llmbar_kappas(item, n, true, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got.plain, -0.03846153846153855);
}
END_TEST

START_TEST(llmbar_kappas_may_be_undefined)
{
    const struct assay_llmbar_item item[] = {{1, 1, 2}, {1, 1, 2}};
    struct assay_llmbar_kappa got;
    struct assay_error err;

    ck_assert_int_eq(assay_llmbar_kappas(item, 2, true, &got, &err), ASSAY_OK);
    ck_assert(!got.plain_defined && got.swapped_defined && got.agreement_defined);
    ck_assert_double_eq(got.swapped, 0.0);
    ck_assert_int_eq(assay_llmbar_kappas(item, 0, true, &got, &err), ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_agreement(void)
{
    Suite *suite = suite_create("agreement");
    TCase *raters_case = tcase_create("raters");
    TCase *llmbar = tcase_create("llmbar");

    tcase_add_test(raters_case, kappa_is_agreement_beyond_chance);
    tcase_add_test(raters_case, kappa_of_one_class_is_undefined);
    tcase_add_test(raters_case, alpha_is_that_of_krippendorff);
    tcase_add_test(raters_case, alpha_needs_units_that_differ);
    tcase_add_test(llmbar, llmbar_counts_both_orders);
    tcase_add_test(llmbar, llmbar_prints_a_kappa_that_cannot_be_right);
    tcase_add_test(llmbar, llmbar_kappa_is_printed_to_the_last_bit);
    tcase_add_test(llmbar, llmbar_kappas_may_be_undefined);
    suite_add_tcase(suite, raters_case);
    suite_add_tcase(suite, llmbar);
    return suite;
}
