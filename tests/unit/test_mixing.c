/* test_mixing.c - chains that forget where they began, and those that do not, by the equations that are solved. */
#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/dense_chain.h"
#include "metrics/dense_lu.h"
#include "tests/unit/unit.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST = 150,
    CHAINS = 60,
    TOGETHER = 5
};

static const double gammas[] = {0.0, 0.5, 0.95, 0.999, 0.99999};

struct chain {
    size_t n;
    double gamma, g[MOST * MOST], b[MOST], x[MOST];
};

/* Rows with a share everywhere, and most of it in a few places. */
static void made(uint64_t seed, size_t n, struct chain *out)
{
    struct assay_rng rng = assay_rng_stream(seed, 8);

    memset(out, 0, sizeof(*out));
    out->n = n;
    out->gamma = gammas[seed % (sizeof(gammas) / sizeof(gammas[0]))];
    for (size_t s = 0; s < n; s++) {
        double *row = out->g + s * n, sum = 0.0;

        for (size_t t = 0; t < n; t++)
            row[t] = 1e-10;
        for (size_t i = 0; i < 8; i++)
            row[assay_rng_index(&rng, n)] += assay_rng_uniform(&rng);
        for (size_t t = 0; t < n; t++)
            sum += row[t];
        for (size_t t = 0; t < n; t++)
            row[t] *= out->gamma / sum;
        out->b[s] = assay_rng_uniform(&rng) - 0.3;
    }
}

/* max |b - x + G x| by plain loops, of the transpose where so. */
static double left_of(const struct chain *chain, bool transposed)
{
    const size_t n = chain->n;
    double out = 0.0;

    for (size_t i = 0; i < n; i++) {
        double left = chain->b[i] - chain->x[i];

        for (size_t j = 0; j < n; j++)
            left += chain->g[transposed ? j * n + i : i * n + j] * chain->x[j];
        out = fmax(out, fabs(left));
    }
    return out;
}

static double largest(const double *x, size_t n)
{
    double out = 0.0;

    for (size_t i = 0; i < n; i++)
        out = fmax(out, fabs(x[i]));
    return out;
}

START_TEST(equations_hold_within_rounding)
{
    static struct chain chain;

    for (uint64_t seed = 0; seed < CHAINS; seed++) {
        const bool transposed = seed % 2 == 1 && seed % 5 != 4; /* which gamma allows */
        struct assay_mixing mixing;
        struct assay_mixing_problem problem = {
            .transposed = transposed, .b = chain.b, .x = chain.x};
        double scale;

        made(seed, 40 + seed, &chain);
        for (size_t s = 0; seed % 3 == 0 && s < chain.n; s++)
            chain.x[s] = (double)s; /* any guess will do */
        assay_mixing_init(&mixing, chain.n, chain.gamma);
        assay_mixing_set(&mixing, chain.g);
        ck_assert_msg(assay_mixing_solve(&mixing, &problem, 1), "seed %d", (int)seed);
        scale = largest(chain.b, chain.n) + 2.0 * largest(chain.x, chain.n);
        ck_assert_msg(left_of(&chain, transposed) <= 64.0 * DBL_EPSILON * scale,
                      "seed %d: %g of %g left", (int)seed, left_of(&chain, transposed),
                      scale);
        ck_assert_double_le(fabs(left_of(&chain, transposed) - problem.left),
                            32.0 * DBL_EPSILON * scale);
        assay_mixing_release(&mixing);
    }
}
END_TEST

/* A ring: two states forth to the next, so slow to mix that sums say so. */
static void ring(size_t n, struct chain *out)
{
    memset(out, 0, sizeof(*out));
    out->n = n;
    out->gamma = 0.99;
    for (size_t s = 0; s < n; s++) {
        out->g[s * n + (s + 1) % n] = 0.7 * out->gamma;
        out->g[s * n + s] = 0.3 * out->gamma;
        out->b[s] = s == 0 ? 1.0 : 0.0;
    }
}

START_TEST(a_chain_that_does_not_mix_is_told_and_factorised)
{
    static struct chain chain;
    struct assay_mixing mixing;
    struct assay_mixing_problem problem = {.b = chain.b, .x = chain.x};
    struct assay_dense_chain *dense;
    struct assay_error err;

    ring(100, &chain);
    assay_mixing_init(&mixing, chain.n, chain.gamma);
    assay_mixing_set(&mixing, chain.g);
    ck_assert(!assay_mixing_solve(&mixing, &problem, 1));
    assay_mixing_release(&mixing);
    dense = assay_dense_chain_new(chain.n, chain.gamma);
    memcpy(assay_dense_chain_matrix(dense), chain.g,
           chain.n * chain.n * sizeof(*chain.g));
    ck_assert(!assay_dense_chain_set(dense, 1, &err));
    for (unsigned transposed = 0; transposed < 2; transposed++) {
        problem.transposed = transposed == 1;
        memset(chain.x, 0, sizeof(chain.x));
        ck_assert(!assay_dense_chain_solve(dense, &problem, 1, &err));
        ck_assert_double_le(left_of(&chain, transposed == 1), 1e-14);
    }
    assay_dense_chain_free(dense);
    assay_dense_chain_free(NULL);
}
END_TEST

/* Sums and the factorisation are two ways to the same numbers: within the condition, 2 / (1 - gamma). */
START_TEST(sums_and_factorisations_agree)
{
    static struct chain chain;

    for (uint64_t seed = 0; seed < CHAINS; seed++) {
        double x[2][MOST];

        made(seed, 64 + seed, &chain);
        for (size_t solutions = 0; solutions < 2; solutions++) {
            struct assay_dense_chain *dense = assay_dense_chain_new(chain.n, chain.gamma);
            struct assay_mixing_problem problem = {
                .transposed = seed % 2 == 1, .b = chain.b, .x = x[solutions]};
            struct assay_error err;

            memset(x[solutions], 0, sizeof(x[solutions]));
            memcpy(assay_dense_chain_matrix(dense), chain.g,
                   chain.n * chain.n * sizeof(*chain.g));
            ck_assert(!assay_dense_chain_set(dense, solutions, &err));
            ck_assert(!assay_dense_chain_solve(dense, &problem, 1, &err));
            assay_dense_chain_free(dense);
        }
        for (size_t s = 0; s < chain.n; s++)
            ck_assert_double_le(fabs(x[0][s] - x[1][s]),
                                1e-14 * largest(x[0], chain.n) / (1.0 - chain.gamma));
    }
}
END_TEST

/* Right-hand sides that need different numbers of products and rounds. */
static void right_sides(uint64_t seed, const struct chain *chain,
                        double b[TOGETHER][MOST])
{
    struct assay_rng rng = assay_rng_stream(seed, 9);

    for (size_t s = 0; s < chain->n; s++) {
        b[0][s] = chain->b[s];
        b[1][s] = 1.0;
        b[2][s] = assay_rng_uniform(&rng) - 0.5;
        b[3][s] = 0.0;
        b[4][s] = s == 0 ? 1e9 : assay_rng_uniform(&rng);
    }
}

/* Every other one transposed where `both`; seeds that are multiples of 3 have guesses. */
static void problems_of(uint64_t seed, bool both, double b[TOGETHER][MOST],
                        double x[TOGETHER][MOST],
                        struct assay_mixing_problem out[TOGETHER])
{
    for (size_t i = 0; i < TOGETHER; i++) {
        for (size_t s = 0; s < MOST; s++)
            x[i][s] = seed % 3 == 0 ? (double)(s + i) : 0.0;
        out[i] = (struct assay_mixing_problem){
            .transposed = both && i % 2 == 1, .b = b[i], .x = x[i]};
    }
}

START_TEST(problems_at_once_have_the_bits_of_each_alone)
{
    static struct chain chain;
    static double b[TOGETHER][MOST], x[TOGETHER][MOST], alone[TOGETHER][MOST];
    size_t solved = 0;

    for (uint64_t seed = 0; seed < CHAINS; seed++) {
        const bool both = seed % 2 == 1 && seed % 5 != 4; /* which gamma allows */
        struct assay_mixing_problem problem[TOGETHER], single[TOGETHER];
        struct assay_mixing mixing;

        made(seed, 40 + seed, &chain);
        right_sides(seed, &chain, b);
        assay_mixing_init(&mixing, chain.n, chain.gamma);
        assay_mixing_set(&mixing, chain.g);
        problems_of(seed, both, b, x, problem);
        problems_of(seed, both, b, alone, single);
        (void)assay_mixing_solve(&mixing, problem, TOGETHER);
        for (size_t i = 0; i < TOGETHER; i++) {
            ck_assert_int_eq(assay_mixing_solve(&mixing, &single[i], 1),
                             problem[i].solved);
            solved += problem[i].solved;
            for (size_t s = 0; problem[i].solved && s < chain.n; s++)
                ck_assert_double_eq(x[i][s], alone[i][s]);
            ck_assert(!problem[i].solved || problem[i].left == single[i].left);
        }
        assay_mixing_release(&mixing);
    }
    ck_assert_uint_ge(solved, (size_t)TOGETHER * CHAINS * 9 / 10);
}
END_TEST

/* Of two, the one that sums do not solve is factorised for; the other has what it has alone. */
START_TEST(one_that_is_astray_takes_no_other_with_it)
{
    static struct chain chain;
    static double b[2][MOST], x[2][MOST], alone[MOST];
    struct assay_mixing_problem problem[2], single;

    made(2, 80, &chain);
    memcpy(b[0], chain.b, sizeof(b[0]));
    for (size_t astray = 0; astray < 2; astray++) {
        struct assay_dense_chain *dense = assay_dense_chain_new(chain.n, chain.gamma);
        struct assay_mixing mixing;
        struct assay_error err;

        memcpy(b[1 - astray], chain.b, sizeof(b[0]));
        memcpy(b[astray], chain.b, sizeof(b[0]));
        b[astray][7] = (double)NAN;
        memset(x, 0, sizeof(x));
        memset(alone, 0, sizeof(alone));
        for (size_t i = 0; i < 2; i++)
            problem[i] = (struct assay_mixing_problem){.b = b[i], .x = x[i]};
        single = (struct assay_mixing_problem){.b = chain.b, .x = alone};
        assay_mixing_init(&mixing, chain.n, chain.gamma);
        assay_mixing_set(&mixing, chain.g);
        ck_assert(!assay_mixing_solve(&mixing, problem, 2));
        ck_assert(!problem[astray].solved && problem[1 - astray].solved);
        ck_assert(assay_mixing_solve(&mixing, &single, 1));
        ck_assert_mem_eq(x[1 - astray], alone, sizeof(alone));
        memset(x, 0, sizeof(x));
        memcpy(assay_dense_chain_matrix(dense), chain.g,
               chain.n * chain.n * sizeof(*chain.g));
        ck_assert(!assay_dense_chain_set(dense, 1, &err));
        ck_assert(!assay_dense_chain_solve(dense, problem, 2, &err));
        ck_assert_mem_eq(x[1 - astray], alone, sizeof(alone));
        ck_assert(problem[astray].solved && isnan(x[astray][0]));
        assay_dense_chain_free(dense);
        assay_mixing_release(&mixing);
    }
}
END_TEST

START_TEST(what_is_no_number_does_not_mix)
{
    static struct chain chain;
    struct assay_mixing mixing;
    struct assay_mixing_problem problem = {.b = chain.b, .x = chain.x};

    made(1, 64, &chain);
    chain.b[3] = (double)NAN;
    assay_mixing_init(&mixing, chain.n, chain.gamma);
    assay_mixing_set(&mixing, chain.g);
    ck_assert(!assay_mixing_solve(&mixing, &problem, 1));
    memset(chain.b, 0, sizeof(chain.b));
    memset(chain.x, 0, sizeof(chain.x));
    ck_assert(assay_mixing_solve(&mixing, &problem, 1));
    ck_assert_double_eq(largest(chain.x, chain.n), 0.0);
    assay_mixing_release(&mixing);
}
END_TEST

Suite *unit_mixing(void)
{
    Suite *suite = suite_create("mixing");
    TCase *tests = tcase_create("mixing");

    tcase_add_test(tests, equations_hold_within_rounding);
    tcase_add_test(tests, a_chain_that_does_not_mix_is_told_and_factorised);
    tcase_add_test(tests, sums_and_factorisations_agree);
    tcase_add_test(tests, problems_at_once_have_the_bits_of_each_alone);
    tcase_add_test(tests, one_that_is_astray_takes_no_other_with_it);
    tcase_add_test(tests, what_is_no_number_does_not_mix);
    suite_add_tcase(suite, tests);
    return suite;
}
