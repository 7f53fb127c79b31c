/* test_dense_lu.c - linear systems, as LAPACK solves them and as GSL does. */
#include "harness/core/rng.h"
#include "metrics/dense_lu.h"
#include "tests/unit/dense_lu_by_gsl.h"
#include "tests/unit/unit.h"

#include <gsl/gsl_blas.h>

#include <math.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>

enum {
    MOST = 70,
    SYSTEMS = 60
};

static void *make(size_t n)
{
    return assay_dense_lu_new(n);
}

static double *matrix(void *lu)
{
    return assay_dense_lu_matrix(lu);
}

static enum assay_code factorise(void *lu, struct assay_error *err)
{
    return assay_dense_lu_factorise(lu, err);
}

static void solve(const void *lu, double *b)
{
    assay_dense_lu_solve(lu, b);
}

static void solve_transposed(const void *lu, double *b)
{
    assay_dense_lu_solve_transposed(lu, b);
}

static void release(void *lu)
{
    assay_dense_lu_free(lu);
}

static const struct dense_lu_way as_linked = {make,  matrix,           factorise,
                                              solve, solve_transposed, release};

static const struct dense_lu_way *const ways[] = {&as_linked, &dense_lu_by_gsl};

/* A x, or A' x. */
static void times(const double *a, size_t n, bool transposed, const double *x,
                  double *out)
{
    memset(out, 0, n * sizeof(*out));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            out[transposed ? j : i] += a[i * n + j] * x[transposed ? i : j];
}

/* Rows of a random matrix, whose diagonal is small so that rows have to be exchanged. */
START_TEST(solutions_give_back_their_right_hand_sides)
{
    const struct dense_lu_way *way = ways[_i];

    for (uint64_t seed = 0; seed < SYSTEMS; seed++) {
        struct assay_rng rng = assay_rng_stream(seed, 3);
        const size_t n = 1 + assay_rng_index(&rng, MOST);
        double a[MOST * MOST] = {0}, x[MOST] = {0}, b[MOST] = {0};
        void *lu = way->make(n);
        struct assay_error err;

        for (size_t i = 0; i < n * n; i++)
            a[i] = (assay_rng_uniform(&rng) - 0.5) * (i % (n + 1) && n > 1 ? 1.0 : 1e-3);
        for (size_t i = 0; i < n; i++)
            x[i] = assay_rng_uniform(&rng) - 0.5;
        memcpy(way->matrix(lu), a, n * n * sizeof(*a));
        ck_assert_int_eq(way->factorise(lu, &err), ASSAY_OK);
        for (unsigned turned = 0; turned < 2; turned++) {
            times(a, n, turned == 1, x, b);
            if (turned)
                way->solve_transposed(lu, b);
            else
                way->solve(lu, b);
            for (size_t i = 0; i < n; i++)
                ck_assert_msg(fabs(b[i] - x[i]) < 1e-9, "seed %d, %zu of %zu: %g for %g",
                              (int)seed, i, n, b[i], x[i]);
        }
        way->release(lu);
    }
}
END_TEST

/* [0 2; 3 1] x = (4, 5): x2 = 2, x1 = 1; its transpose: 3 y2 = 4, 2 y1 + y2 = 5. */
START_TEST(two_equations_have_the_answer_of_a_hand)
{
    const struct dense_lu_way *way = ways[_i];
    void *lu = way->make(2);
    double b[] = {4, 5}, c[] = {4, 5};
    struct assay_error err;

    memcpy(way->matrix(lu), (const double[]){0, 2, 3, 1}, 4 * sizeof(double));
    ck_assert_int_eq(way->factorise(lu, &err), ASSAY_OK);
    way->solve(lu, b);
    way->solve_transposed(lu, c);
    ck_assert_double_eq_tol(b[0], 1.0, 1e-15);
    ck_assert_double_eq_tol(b[1], 2.0, 1e-15);
    ck_assert_double_eq_tol(c[1], 4.0 / 3.0, 1e-15);
    ck_assert_double_eq_tol(c[0], (5.0 - 4.0 / 3.0) / 2.0, 1e-15);
    way->release(lu);
}
END_TEST

START_TEST(singular_matrices_and_what_is_no_number_are_refused)
{
    static const double bad[][4] = {
        {1, 2, 2, 4}, {0, 0, 0, 0}, {1, (double)NAN, 0, 1}, {1, 0, 0, (double)INFINITY}};
    const struct dense_lu_way *way = ways[_i];

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        void *lu = way->make(2);
        struct assay_error err;

        memcpy(way->matrix(lu), bad[i], sizeof(bad[i]));
        ck_assert_int_eq(way->factorise(lu, &err), ASSAY_EDOMAIN);
        ck_assert_str_eq(err.text, "a singular matrix");
        way->release(lu);
    }
    way->release(NULL);
}
END_TEST

/* Products and factorisations over and over, to be the same each time whatever other threads compute. */
struct again {
    uint64_t seed;
    size_t wrong;
};

enum {
    AGAIN = 15,
    TIMES = 60000
};

static void product(const double *a, size_t n, double *out)
{
    const gsl_matrix_const_view of = gsl_matrix_const_view_array(a, n, n);
    gsl_matrix_view to = gsl_matrix_view_array(out, n, n);

    (void)gsl_blas_dgemm(CblasNoTrans, CblasTrans, 1.0, &of.matrix, &of.matrix, 0.0,
                         &to.matrix);
}

static void *work(void *argument)
{
    struct again *again = argument;
    struct assay_rng rng = {again->seed};
    static const size_t sizes[] = {3, 7, AGAIN};
    double a[AGAIN * AGAIN], first[AGAIN * AGAIN], next[AGAIN * AGAIN];

    for (size_t i = 0; i < (size_t)AGAIN * AGAIN; i++)
        a[i] = assay_rng_uniform(&rng) - 0.5;
    for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
        const size_t n = sizes[s];

        product(a, n, first);
        for (size_t t = 0; t < TIMES; t++) {
            product(a, n, next);
            for (size_t i = 0; i < n * n; i++)
                again->wrong += next[i] != first[i];
        }
    }
    return NULL;
}

START_TEST(threads_do_not_disturb_one_another)
{
    enum {
        THREADS = 4
    };
    pthread_t thread[THREADS];
    struct again again[THREADS] = {{1, 0}, {2, 0}, {3, 0}, {4, 0}};

    for (size_t i = 0; i < THREADS; i++)
        ck_assert_int_eq(pthread_create(&thread[i], NULL, work, &again[i]), 0);
    for (size_t i = 0; i < THREADS; i++) {
        ck_assert_int_eq(pthread_join(thread[i], NULL), 0);
        ck_assert_uint_eq(again[i].wrong, 0);
    }
}
END_TEST

Suite *unit_dense_lu(void)
{
    Suite *suite = suite_create("dense_lu");
    TCase *tests = tcase_create("dense_lu");

    tcase_add_loop_test(tests, solutions_give_back_their_right_hand_sides, 0, 2);
    tcase_add_loop_test(tests, two_equations_have_the_answer_of_a_hand, 0, 2);
    tcase_add_loop_test(tests, singular_matrices_and_what_is_no_number_are_refused, 0, 2);
    tcase_add_test(tests, threads_do_not_disturb_one_another);
    suite_add_tcase(suite, tests);
    return suite;
}
