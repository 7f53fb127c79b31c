#include "harness/core/rng.h"
#include "metrics/token_hidden_reward.h"
#include "tests/unit/unit.h"

enum {
    TOKENS = 7,
    WIDTH = 2,
    WORDS = 3
};

static const size_t begin[] = {0, 2, 3, 7};
static const bool right[] = {true, false, true};

static double inner(const double *x, const double *y, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < n; i++)
        sum += x[i] * y[i];
    return sum;
}

/* The sum as it is defined: over right responses and their tokens. */
static double double_sum(const struct assay_hidden_tokens *tokens, size_t at)
{
    double sum = 0.0;
    size_t of = 0;

    for (size_t i = 0; i < tokens->responses; i++) {
        const double length = (double)(tokens->begin[i + 1] - tokens->begin[i]);

        of = at >= tokens->begin[i] ? i : of;
        for (size_t k = tokens->begin[i]; tokens->right[i] && k < tokens->begin[i + 1];
             k++)
            sum += inner(tokens->residual + k * WORDS, tokens->residual + at * WORDS,
                         WORDS) *
                   inner(tokens->hidden + k * WIDTH, tokens->hidden + at * WIDTH, WIDTH) /
                   length;
    }
    return tokens->right[of] ? sum : -sum;
}

START_TEST(the_form_by_a_matrix_is_the_double_sum)
{
    double hidden[TOKENS * WIDTH], residual[TOKENS * WORDS], got[TOKENS];
    const struct assay_hidden_tokens tokens = {hidden, residual, begin, right,
                                               3,      WIDTH,    WORDS};
    struct assay_rng rng = assay_rng_stream(7, 0);
    struct assay_error err;

    for (size_t i = 0; i < (size_t)TOKENS * WIDTH; i++)
        hidden[i] = 2.0 * assay_rng_uniform(&rng) - 1.0;
    for (size_t i = 0; i < (size_t)TOKENS * WORDS; i++)
        residual[i] = (double)(i % WORDS == i / WORDS % WORDS) - assay_rng_uniform(&rng);
    ck_assert_int_eq(assay_token_hidden_reward(&tokens, got, &err), ASSAY_OK);
    for (size_t t = 0; t < TOKENS; t++)
        ck_assert_double_eq_tol(got[t], double_sum(&tokens, t), 1e-9);
}
END_TEST

START_TEST(groups_of_one_kind_have_none)
{
    const double zero[TOKENS * WORDS] = {0};
    const bool all[] = {true, true, true}, none[] = {false, false, false};
    struct assay_hidden_tokens tokens = {zero, zero, begin, all, 3, WIDTH, WORDS};
    double got[TOKENS];
    struct assay_error err;

    ck_assert_int_eq(assay_token_hidden_reward(&tokens, got, &err), ASSAY_EDOMAIN);
    tokens.right = none;
    ck_assert_int_eq(assay_token_hidden_reward(&tokens, got, &err), ASSAY_EDOMAIN);
}
END_TEST

START_TEST(weights_and_mass)
{
    double x[] = {1.0, -4.0, 2.0, 0.5, -0.5}, none[] = {0.0, 0.0};

    ck_assert_double_eq(assay_token_hidden_weight(0.3, 0.2, 0.1), 1.1);
    ck_assert_double_eq(assay_token_hidden_weight(-0.3, 0.2, 0.1), 0.9);
    ck_assert_double_eq(assay_token_hidden_weight(-0.2, 0.2, 0.1), 1.0);
    ck_assert_double_eq(assay_token_mass(x, 5, 0.4), 0.75);
    ck_assert_double_eq(assay_token_mass(x, 5, 0.41), 0.875); /* 3 of 5 */
    ck_assert_double_eq(assay_token_mass(none, 2, 0.5), 0.0);
}
END_TEST

Suite *unit_token_hidden_reward(void)
{
    Suite *suite = suite_create("token_hidden_reward");
    TCase *tests = tcase_create("hidden rewards of tokens");

    tcase_add_test(tests, the_form_by_a_matrix_is_the_double_sum);
    tcase_add_test(tests, groups_of_one_kind_have_none);
    tcase_add_test(tests, weights_and_mass);
    suite_add_tcase(suite, tests);
    return suite;
}
