#include "metrics/best_of_n.h"
#include "metrics/ppe.h"
#include "tests/unit/unit.h"

#include <math.h>

/* Best of 2 of 3, by hand: pairs {a, b}, {a, c}, {b, c}. */
START_TEST(the_best_of_two_is_the_mean_over_pairs)
{
    static const double proxy[] = {1, 3, 2}, value[] = {10, 40, 70};
    static const double tied[] = {1, 3, 3}, missing[] = {-HUGE_VAL, 0, -HUGE_VAL};
    static const size_t n[] = {2, 1, 3};
    struct assay_error err;
    double got[3];

    ck_assert(assay_best_of_n(&(struct assay_samples){proxy, value, 3}, n, 3, got,
                              &err) == ASSAY_OK);
    ck_assert_double_eq_tol(got[0], (40.0 + 70.0 + 40.0) / 3, 1e-13);
    ck_assert_double_eq_tol(got[1], 40.0, 1e-13);
    ck_assert_double_eq_tol(got[2], 40.0, 1e-13);
    /* {b, c} is a tie: 55 */
    ck_assert(assay_best_of_n(&(struct assay_samples){tied, value, 3}, n, 3, got, &err) ==
              ASSAY_OK);
    ck_assert_double_eq_tol(got[0], (40.0 + 70.0 + 55.0) / 3, 1e-13);
    ck_assert_double_eq_tol(got[2], 55.0, 1e-13);
    ck_assert(assay_best_of_n(&(struct assay_samples){missing, value, 3}, n, 3, got,
                              &err) == ASSAY_OK);
    ck_assert_double_eq_tol(got[0], (40.0 + 40.0 + 40.0) / 3, 1e-13);
}
END_TEST

START_TEST(more_than_there_are_cannot_be_drawn)
{
    static const double one[] = {1};
    static const size_t n[] = {2}, none[] = {0};
    struct assay_error err;
    double got;

    ck_assert(assay_best_of_n(&(struct assay_samples){one, one, 1}, n, 1, &got, &err) ==
              ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "the best of 2 among 1 samples");
    ck_assert(assay_best_of_n(&(struct assay_samples){one, one, 1}, none, 1, &got,
                              &err) == ASSAY_EDOMAIN);
    ck_assert(assay_pass_at_k(2, 3, 1, &got, &err) == ASSAY_EDOMAIN);
    ck_assert(assay_pass_at_k(2, 1, 3, &got, &err) == ASSAY_EDOMAIN);
}
END_TEST

/* pass@k is the best of k by a proxy that is right: 1 of 4 right, 2 drawn: 1/2. */
START_TEST(pass_at_k_is_the_best_of_k_by_the_truth)
{
    static const double right[] = {0, 1, 0, 0};
    static const size_t n[] = {1, 2, 3, 4};
    struct assay_error err;
    double got[4], pass;

    ck_assert(assay_best_of_n(&(struct assay_samples){right, right, 4}, n, 4, got,
                              &err) == ASSAY_OK);
    ck_assert_double_eq_tol(got[1], 0.5, 1e-15);
    for (size_t k = 0; k < 4; k++) {
        ck_assert(assay_pass_at_k(4, 1, k + 1, &pass, &err) == ASSAY_OK);
        ck_assert_double_eq_tol(got[k], pass, 1e-15);
    }
}
END_TEST

/*
 * Of many random orders the last value of the curve tends to the exact one, which is linear in the
 * curve; the highest value and the loss are not below theirs (Jensen).
 */
START_TEST(random_orders_tend_to_the_exact_curve)
{
    static const double a[] = {2, 1, 1, 0}, b[] = {1, 1, 1, 1};
    static const double right_a[] = {1, 0, 0, 1}, right_b[] = {1, 0, 0, 0};
    const double *const score[] = {a, b}, *const right[] = {right_a, right_b};
    const struct assay_ppe_prompts prompts = {score, right, 2, 4};
    struct assay_rng rng = {7};
    struct assay_ppe exact, drawn;
    struct assay_error err;
    double curve[4], oracle[4];

    ck_assert(assay_ppe_exact(&prompts, curve, oracle, &exact, &err) == ASSAY_OK);
    /* a is right where 1 is drawn first of all: all of 4; b in one of 4: (1 + 1/4) / 2 */
    ck_assert_double_eq_tol(exact.end, 0.625, 1e-15);
    ck_assert_double_eq_tol(oracle[0], 0.375, 1e-15);
    ck_assert(assay_ppe_resampled(&prompts, &rng, 20000, &drawn, NULL, &err) == ASSAY_OK);
    ck_assert_double_eq_tol(drawn.end, exact.end, 0.01); /* 6 standard errors */
    ck_assert_double_eq_tol(drawn.gap, exact.gap, 0.01);
    ck_assert_double_ge(drawn.max, exact.max - 0.01);
    ck_assert_double_ge(drawn.loss, exact.loss - 0.01);
    ck_assert(assay_ppe_resampled(&prompts, &rng, 0, &drawn, NULL, &err) ==
              ASSAY_EDOMAIN);
}
END_TEST

/* Against all 24 orders of the same two prompts (by hand of a program in another language). */
START_TEST(orders_drawn_have_the_mean_and_spread_of_all_orders)
{
    static const double a[] = {2, 1, 1, 0}, b[] = {1, 1, 1, 1};
    static const double right_a[] = {1, 0, 0, 1}, right_b[] = {1, 0, 0, 0};
    const double *const score[] = {a, b}, *const right[] = {right_a, right_b};
    const struct assay_ppe_prompts prompts = {score, right, 2, 4};
    const size_t orders = 20000;
    const double root = sqrt((double)orders);
    struct assay_rng rng = {8};
    struct assay_ppe drawn, se;
    struct assay_error err;

    ck_assert(assay_ppe_resampled(&prompts, &rng, orders, &drawn, &se, &err) == ASSAY_OK);
    ck_assert_double_eq_tol(drawn.loss, 0.130208333333333, 4.0 * se.loss);
    ck_assert_double_eq_tol(drawn.max, 0.625, 4.0 * se.max);
    ck_assert_double_eq_tol(drawn.end, 0.625, 4.0 * se.end);
    ck_assert_double_eq_tol(se.loss * root / 0.078471454027705, 1.0, 0.03);
    ck_assert_double_eq_tol(se.max * root / 0.21650635094611, 1.0, 0.03);
    ck_assert_double_eq_tol(se.end * root / 0.21650635094611, 1.0, 0.03);
    ck_assert(assay_ppe_resampled(&prompts, &rng, 1, &drawn, &se, &err) == ASSAY_OK);
    ck_assert_double_eq(se.loss, 0.0);
}
END_TEST

/* Of two responses with one score the first in the order counts for both k: end and max are the same,
   whichever comes first. */
START_TEST(of_equal_scores_the_first_drawn_counts)
{
    const double one[] = {1.0, 1.0}, truth[] = {1.0, 0.0};
    const double *score[] = {one}, *right[] = {truth};
    const struct assay_ppe_prompts prompts = {score, right, 1, 2};
    size_t firsts = 0;

    for (uint64_t seed = 0; seed < 20; seed++) {
        struct assay_rng rng = {seed};
        struct assay_ppe drawn;
        struct assay_error err;

        ck_assert_int_eq(assay_ppe_resampled(&prompts, &rng, 1, &drawn, NULL, &err),
                         ASSAY_OK);
        ck_assert_double_eq(drawn.end, drawn.max);
        firsts += drawn.end > 0.0;
    }
    ck_assert_uint_gt(firsts, 0);
    ck_assert_uint_lt(firsts, 20);
}
END_TEST

/* The best-scored response is wrong: the curve ends at 0, and was at 1 where the other came first. */
START_TEST(the_highest_value_is_not_the_last)
{
    const double one[] = {1.0, 2.0}, truth[] = {1.0, 0.0};
    const double *score[] = {one}, *right[] = {truth};
    const struct assay_ppe_prompts prompts = {score, right, 1, 2};
    struct assay_rng rng = {1};
    struct assay_ppe drawn;
    struct assay_error err;

    ck_assert_int_eq(assay_ppe_resampled(&prompts, &rng, 50, &drawn, NULL, &err),
                     ASSAY_OK);
    ck_assert_double_eq(drawn.end, 0.0);
    ck_assert_double_gt(drawn.max, 0.0);
    ck_assert_double_lt(drawn.max, 1.0);
}
END_TEST

/* Always right: the curve is 1 from k = 1 on, and its first highest value is there. */
START_TEST(the_first_of_the_highest_is_named)
{
    const double one[] = {1.0, 2.0}, truth[] = {1.0, 1.0};
    const double *score[] = {one}, *right[] = {truth};
    const struct assay_ppe_prompts prompts = {score, right, 1, 2};
    double curve[2], oracle[2];
    struct assay_ppe exact;
    struct assay_error err;

    ck_assert_int_eq(assay_ppe_exact(&prompts, curve, oracle, &exact, &err), ASSAY_OK);
    ck_assert_uint_eq(exact.max_k, 1);
    ck_assert_double_eq(exact.max, 1.0);
}
END_TEST

Suite *unit_best_of_n(void)
{
    Suite *suite = suite_create("best_of_n");
    TCase *tests = tcase_create("best of n");

    tcase_add_test(tests, orders_drawn_have_the_mean_and_spread_of_all_orders);
    tcase_add_test(tests, of_equal_scores_the_first_drawn_counts);
    tcase_add_test(tests, the_first_of_the_highest_is_named);
    tcase_add_test(tests, the_highest_value_is_not_the_last);
    tcase_add_test(tests, the_best_of_two_is_the_mean_over_pairs);
    tcase_add_test(tests, more_than_there_are_cannot_be_drawn);
    tcase_add_test(tests, pass_at_k_is_the_best_of_k_by_the_truth);
    tcase_add_test(tests, random_orders_tend_to_the_exact_curve);
    suite_add_tcase(suite, tests);
    return suite;
}
