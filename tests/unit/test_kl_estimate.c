#include "harness/core/rng.h"
#include "metrics/kl_estimate.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdlib.h>

enum {
    TOKENS = 20000
};

START_TEST(a_token_has_the_values_of_the_formulas)
{
    /* ratio of 2: r = log 2 */
    const double p = log(0.25), q = log(0.5);

    ck_assert_double_eq_tol(assay_kl_token(ASSAY_KL_K1, p, q, 0), -0.693147180559945,
                            1e-15);
    ck_assert_double_eq_tol(assay_kl_token(ASSAY_KL_K2, p, q, 0), 0.240226506959101,
                            1e-15);
    ck_assert_double_eq_tol(assay_kl_token(ASSAY_KL_K3, p, q, 0), 0.306852819440055,
                            1e-15);
    ck_assert_double_eq(assay_kl_token(ASSAY_KL_K1, -1.0, -21.0, 10), 10.0);
    ck_assert_double_eq(assay_kl_token(ASSAY_KL_K1, -21.0, -1.0, 10), -10.0);
    ck_assert_double_eq(assay_kl_token(ASSAY_KL_K2, -21.0, -1.0, 10), 10.0);
    ck_assert_double_eq(assay_kl_token(ASSAY_KL_K2, -21.0, -1.0, 0), 200.0);
    /* near the reference k3 keeps its digits: r = 1e-9 gives r^2 / 2 */
    ck_assert_double_eq_tol(assay_kl_token(ASSAY_KL_K3, 0.0, 1e-9, 0), 5e-19, 1e-22);
}
END_TEST

/* Three outcomes: KL(p || q) = 0.5 log 2 + 0.3 log 1 + 0.2 log(0.4) = 0.163315425... */
static double mean_over_draws(enum assay_kl kind, struct assay_kl_estimate *out)
{
    static const double p[3] = {0.5, 0.3, 0.2}, q[3] = {0.25, 0.3, 0.45};
    static double log_p[TOKENS], log_q[TOKENS];
    const struct assay_kl_tokens tokens = {log_p, log_q, NULL, TOKENS, 0};
    struct assay_rng rng = {3};
    struct assay_error err;

    for (size_t i = 0; i < TOKENS; i++) {
        const double u = assay_rng_uniform(&rng);
        const size_t k = u < 0.5 ? 0 : u < 0.8 ? 1 : 2;

        log_p[i] = log(p[k]);
        log_q[i] = log(q[k]);
    }
    ck_assert_int_eq(assay_kl_estimate(&tokens, kind, 0, out, &err), ASSAY_OK);
    return out->token.mean;
}

START_TEST(k1_and_k3_have_the_mean_of_the_divergence_and_k3_varies_less)
{
    const double kl = 0.5 * log(2.0) + 0.2 * log(0.2 / 0.45);
    struct assay_kl_estimate k1, k2, k3;

    ck_assert_double_eq_tol(mean_over_draws(ASSAY_KL_K1, &k1), kl, 4 * 0.0035);
    ck_assert_double_eq_tol(mean_over_draws(ASSAY_KL_K3, &k3), kl, 4 * 0.0011);
    /* k2's own mean: sum p r^2 / 2 */
    ck_assert_double_eq_tol(
        mean_over_draws(ASSAY_KL_K2, &k2),
        0.25 * log(2.0) * log(2.0) + 0.1 * log(0.2 / 0.45) * log(0.2 / 0.45), 4 * 0.001);
    ck_assert_double_lt(k3.token.se, k1.token.se);
    /* variance of k1: sum p r^2 - kl^2 */
    ck_assert_double_eq_tol(k1.token.variance,
                            0.5 * log(2.0) * log(2.0) +
                                0.2 * log(0.2 / 0.45) * log(0.2 / 0.45) - kl * kl,
                            0.01);
    ck_assert_double_eq_tol(k1.token.se, sqrt(k1.token.variance / TOKENS), 1e-12);
    ck_assert_double_eq_tol(k1.sequence.se, k1.token.se, 1e-12);
}
END_TEST

/*
 * k1 of the tokens 1, 3 | 2 | 0, 0, 6: sums 4, 2, 6 of lengths 2, 1, 3. Token mean 2, deviations of
 * sums from 2 L: 0, 0, 0; sequence mean 4, variance 4.
 */
START_TEST(sequences_are_sums_over_their_tokens)
{
    const double policy[] = {1, 3, 2, 0, 0, 6}, zero[6] = {0};
    const uint32_t sequence[] = {0, 0, 3, 1, 1, 1}; /* 2 has no tokens */
    const struct assay_kl_tokens tokens = {policy, zero, sequence, 6, 4};
    struct assay_kl_estimate got;
    struct assay_error err;

    ck_assert_int_eq(assay_kl_estimate(&tokens, ASSAY_KL_K1, 0, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got.token.mean, 2.0);
    ck_assert_uint_eq(got.token.n, 6);
    ck_assert_double_eq_tol(got.token.variance, 26.0 / 5, 1e-15);
    ck_assert_double_eq(got.token.se, 0.0);
    ck_assert_double_eq(got.sequence.mean, 4.0);
    ck_assert_uint_eq(got.sequence.n, 3);
    ck_assert_double_eq_tol(got.sequence.variance, 4.0, 1e-15);
    ck_assert_double_eq_tol(got.sequence.se, 2.0 / sqrt(3.0), 1e-15);
}
END_TEST

/* Tokens 1, 1 | 2, 2: the mean is 1.5, sums are off by -1 and 1: sqrt(2 * 2) / 4. */
START_TEST(tokens_of_one_sequence_are_no_independent_witnesses)
{
    const double policy[] = {1, 1, 2, 2}, zero[4] = {0};
    const uint32_t sequence[] = {0, 0, 1, 1}, one[4] = {0};
    struct assay_kl_tokens tokens = {policy, zero, sequence, 4, 2};
    struct assay_kl_estimate got;
    struct assay_error err;

    ck_assert_int_eq(assay_kl_estimate(&tokens, ASSAY_KL_K1, 0, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got.token.se, 0.5, 1e-15);
    tokens.sequence = one;
    ck_assert_int_eq(assay_kl_estimate(&tokens, ASSAY_KL_K1, 0, &got, &err), ASSAY_OK);
    ck_assert(!got.token.has_spread && !got.sequence.has_spread);
    ck_assert_double_eq(got.sequence.mean, 6.0);
}
END_TEST

START_TEST(what_is_no_log_probability_is_refused)
{
    const double policy[] = {-1, -HUGE_VAL}, zero[2] = {0}, far[] = {-1e308, -1};
    const double huge[] = {800, 0};
    const uint32_t sequence[] = {0, 2};
    struct assay_kl_estimate got;
    struct assay_error err;

    ck_assert_int_eq(
        assay_kl_estimate(&(struct assay_kl_tokens){policy, zero, NULL, 2, 0},
                          ASSAY_KL_K1, 0, &got, &err),
        ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_kl_estimate(&(struct assay_kl_tokens){zero, huge, NULL, 2, 0},
                                       ASSAY_KL_K3, 0, &got, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_kl_estimate(&(struct assay_kl_tokens){far, zero, NULL, 2, 0},
                                       ASSAY_KL_K2, 0, &got, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(
        assay_kl_estimate(&(struct assay_kl_tokens){zero, zero, sequence, 2, 2},
                          ASSAY_KL_K1, 0, &got, &err),
        ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_kl_estimate(&(struct assay_kl_tokens){zero, zero, NULL, 0, 0},
                                       ASSAY_KL_K1, 0, &got, &err),
                     ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_kl_estimate(void)
{
    Suite *suite = suite_create("kl_estimate");
    TCase *tests = tcase_create("KL from log-probabilities");

    tcase_add_test(tests, a_token_has_the_values_of_the_formulas);
    tcase_add_test(tests, k1_and_k3_have_the_mean_of_the_divergence_and_k3_varies_less);
    tcase_add_test(tests, sequences_are_sums_over_their_tokens);
    tcase_add_test(tests, tokens_of_one_sequence_are_no_independent_witnesses);
    tcase_add_test(tests, what_is_no_log_probability_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
