/* test_dense_cholesky.c - systems of squares of random matrices, given back by plain products. */
#include "harness/core/rng.h"
#include "metrics/dense_cholesky.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

enum {
    MOST = 70,
    SYSTEMS = 60
};

/* A = C C' + I / 10 of a random C; its half j >= i into half, the rest of which is no number. */
static void squared(struct assay_rng *rng, size_t n, double *a, double *half)
{
    double c[MOST * MOST] = {0};

    for (size_t i = 0; i < n * n; i++)
        c[i] = assay_rng_uniform(rng) - 0.5;
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < n; j++) {
            double sum = i == j ? 0.1 : 0.0;

            for (size_t k = 0; k < n; k++)
                sum += c[i * n + k] * c[j * n + k];
            a[i * n + j] = sum;
            half[i * n + j] = j >= i ? sum : (double)NAN;
        }
    }
}

START_TEST(solutions_give_back_their_right_hand_sides)
{
    for (uint64_t seed = 0; seed < SYSTEMS; seed++) {
        struct assay_rng rng = assay_rng_stream(seed, 4);
        const size_t n = 1 + assay_rng_index(&rng, MOST);
        struct assay_dense_cholesky *cholesky = assay_dense_cholesky_new(n);
        double a[MOST * MOST] = {0}, x[MOST] = {0}, b[MOST] = {0};

        squared(&rng, n, a, assay_dense_cholesky_matrix(cholesky));
        for (size_t i = 0; i < n; i++)
            x[i] = assay_rng_uniform(&rng) - 0.5;
        for (size_t i = 0; i < n; i++)
            for (size_t j = 0; j < n; j++)
                b[i] += a[i * n + j] * x[j];
        ck_assert(assay_dense_cholesky_factorise(cholesky));
        assay_dense_cholesky_solve(cholesky, b);
        for (size_t i = 0; i < n; i++)
            ck_assert_msg(fabs(b[i] - x[i]) < 1e-11, "seed %d, %zu of %zu: %g for %g",
                          (int)seed, i, n, b[i], x[i]);
        assay_dense_cholesky_free(cholesky);
    }
}
END_TEST

/* [4 2; 2 5] x = (8, 12): x = (1, 2). */
START_TEST(two_equations_have_the_answer_of_a_hand)
{
    struct assay_dense_cholesky *cholesky = assay_dense_cholesky_new(2);
    double b[] = {8, 12};

    memcpy(assay_dense_cholesky_matrix(cholesky), (const double[]){4, 2, 0, 5},
           4 * sizeof(double));
    ck_assert(assay_dense_cholesky_factorise(cholesky));
    assay_dense_cholesky_solve(cholesky, b);
    ck_assert_double_eq_tol(b[0], 1.0, 1e-15);
    ck_assert_double_eq_tol(b[1], 2.0, 1e-15);
    assay_dense_cholesky_free(cholesky);
}
END_TEST

START_TEST(what_is_not_positive_definite_is_refused)
{
    static const double bad[][4] = {
        {1, 2, 0, 1}, {0, 0, 0, 0}, {-1, 0, 0, 1}, {1, (double)NAN, 0, 1}};

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        struct assay_dense_cholesky *cholesky = assay_dense_cholesky_new(2);

        memcpy(assay_dense_cholesky_matrix(cholesky), bad[i], sizeof(bad[i]));
        ck_assert(!assay_dense_cholesky_factorise(cholesky));
        assay_dense_cholesky_free(cholesky);
    }
    assay_dense_cholesky_free(NULL);
}
END_TEST

Suite *unit_dense_cholesky(void)
{
    Suite *suite = suite_create("dense_cholesky");
    TCase *tests = tcase_create("dense_cholesky");

    tcase_add_test(tests, solutions_give_back_their_right_hand_sides);
    tcase_add_test(tests, two_equations_have_the_answer_of_a_hand);
    tcase_add_test(tests, what_is_not_positive_definite_is_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
