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
    CHAINS = 60
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
        struct assay_mixing_problem problem = {transposed, chain.b, chain.x, 0.0};
        double scale;

        made(seed, 40 + seed, &chain);
        for (size_t s = 0; seed % 3 == 0 && s < chain.n; s++)
            chain.x[s] = (double)s; /* any guess will do */
        assay_mixing_init(&mixing, chain.n, chain.gamma);
        assay_mixing_set(&mixing, chain.g);
        ck_assert_msg(assay_mixing_solve(&mixing, &problem), "seed %d", (int)seed);
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
    struct assay_mixing_problem problem = {false, chain.b, chain.x, 0.0};
    struct assay_dense_chain *dense;
    struct assay_error err;

    ring(100, &chain);
    assay_mixing_init(&mixing, chain.n, chain.gamma);
    assay_mixing_set(&mixing, chain.g);
    ck_assert(!assay_mixing_solve(&mixing, &problem));
    assay_mixing_release(&mixing);
    dense = assay_dense_chain_new(chain.n, chain.gamma);
    memcpy(assay_dense_chain_matrix(dense), chain.g,
           chain.n * chain.n * sizeof(*chain.g));
    ck_assert(!assay_dense_chain_set(dense, 1, &err));
    for (unsigned transposed = 0; transposed < 2; transposed++) {
        problem.transposed = transposed == 1;
        memset(chain.x, 0, sizeof(chain.x));
        ck_assert(!assay_dense_chain_solve(dense, &problem, &err));
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
            struct assay_mixing_problem problem = {seed % 2 == 1, chain.b, x[solutions],
                                                   0.0};
            struct assay_error err;

            memset(x[solutions], 0, sizeof(x[solutions]));
            memcpy(assay_dense_chain_matrix(dense), chain.g,
                   chain.n * chain.n * sizeof(*chain.g));
            ck_assert(!assay_dense_chain_set(dense, solutions, &err));
            ck_assert(!assay_dense_chain_solve(dense, &problem, &err));
            assay_dense_chain_free(dense);
        }
        for (size_t s = 0; s < chain.n; s++)
            ck_assert_double_le(fabs(x[0][s] - x[1][s]),
                                1e-14 * largest(x[0], chain.n) / (1.0 - chain.gamma));
    }
}
END_TEST

START_TEST(what_is_no_number_does_not_mix)
{
    static struct chain chain;
    struct assay_mixing mixing;
    struct assay_mixing_problem problem = {false, chain.b, chain.x, 0.0};

    made(1, 64, &chain);
    chain.b[3] = (double)NAN;
    assay_mixing_init(&mixing, chain.n, chain.gamma);
    assay_mixing_set(&mixing, chain.g);
    ck_assert(!assay_mixing_solve(&mixing, &problem));
    memset(chain.b, 0, sizeof(chain.b));
    memset(chain.x, 0, sizeof(chain.x));
    ck_assert(assay_mixing_solve(&mixing, &problem));
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
    tcase_add_test(tests, what_is_no_number_does_not_mix);
    suite_add_tcase(suite, tests);
    return suite;
}
