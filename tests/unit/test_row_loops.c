/* test_row_loops.c - sums of rows are the same bits whatever the machine has, and what plain loops add. */
#include "harness/core/rng.h"
#include "metrics/row_loops.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdbool.h>

enum {
    ROWS = 7,
    MOST = 150,
    LANES = 8 /* of sums, in turns of two */
};

/* Eight sums that run side by side, sixteen numbers a step, and what is added one by one behind them. */
struct order {
    double lanes[LANES], rest;
};

static void in_order(const double *x, size_t n, bool sizes, struct order *out)
{
    size_t i = 0;

    for (; i + 16 <= n; i += 16)
        for (size_t j = 0; j < LANES; j++)
            out->lanes[j] +=
                sizes ? fabs(x[i + j]) + fabs(x[i + 8 + j]) : x[i + j] + x[i + 8 + j];
    for (; i < n; i++)
        out->rest += sizes ? fabs(x[i]) : 0.0;
}

static double joined(const struct order *of)
{
    double half[4];

    for (size_t j = 0; j < 4; j++)
        half[j] = of->lanes[j] + of->lanes[j + 4];
    return (half[0] + half[1]) + (half[2] + half[3]);
}

static double row_in_order(const double *x, size_t n)
{
    struct order order = {0};
    double out;

    in_order(x, n, false, &order);
    out = joined(&order);
    for (size_t i = n / 16 * 16; i < n; i++)
        out += x[i];
    return out;
}

START_TEST(sums_have_the_bits_of_their_order)
{
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct assay_rng rng = assay_rng_stream(seed, 5);
        const size_t n = 1 + assay_rng_index(&rng, MOST);
        double x[ROWS * MOST] = {0}, got[ROWS], size, flat;
        struct order all = {0}, line = {0};

        for (size_t i = 0; i < ROWS * n; i++)
            x[i] = assay_rng_uniform(&rng) - 0.4;
        size = assay_rows_sums(x, ROWS, n, got);
        for (size_t k = 0; k < ROWS; k++) {
            ck_assert_double_eq(got[k], row_in_order(x + k * n, n));
            in_order(x + k * n, n, true, &all);
        }
        ck_assert_double_eq(size, joined(&all) + all.rest);
        in_order(x, ROWS * n, true, &line);
        flat = joined(&line);
        for (size_t i = ROWS * n / 16 * 16; i < ROWS * n; i++)
            flat += fabs(x[i]);
        ck_assert_double_eq(assay_row_size(x, ROWS * n), flat);
    }
}
END_TEST

/* Each by itself, by the order of lanes that plain loops have too. */
static double dot_in_order(const double *x, const double *y, size_t n)
{
    double lane[16] = {0.0}, four[4], out;
    size_t i = 0;

    for (; i + 16 <= n; i += 16)
        for (size_t j = 0; j < 16; j++)
            lane[j] += x[i + j] * y[i + j];
    for (; i + 4 <= n; i += 4)
        for (size_t j = 0; j < 4; j++)
            lane[j] += x[i + j] * y[i + j];
    for (size_t j = 0; j < 4; j++)
        four[j] = (lane[j] + lane[4 + j]) + (lane[8 + j] + lane[12 + j]);
    out = (four[0] + four[1]) + (four[2] + four[3]);
    for (; i < n; i++)
        out += x[i] * y[i];
    return out;
}

START_TEST(products_of_two_have_the_bits_of_each_alone)
{
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct assay_rng rng = assay_rng_stream(seed, 7);
        const size_t n = 1 + assay_rng_index(&rng, MOST);
        double x[ROWS * MOST] = {0}, y[2][MOST] = {{0}}, alone[2][ROWS], got[2][ROWS];
        const double *const of[] = {y[0], y[1]};
        double *const out[] = {got[0], got[1]};

        for (size_t i = 0; i < ROWS * n; i++)
            x[i] = assay_rng_uniform(&rng) - 0.4;
        for (size_t i = 0; i < 2 * n; i++)
            y[i / n][i % n] = assay_rng_uniform(&rng) - 0.4;
        assay_rows_dot(x, ROWS, y[0], n, alone[0]);
        assay_rows_dot(x, ROWS, y[1], n, alone[1]);
        assay_rows_dot_two(x, ROWS, of, n, out);
        for (size_t i = 0; i < 2UL * ROWS; i++) {
            const size_t k = i % ROWS;

            ck_assert_double_eq(alone[i / ROWS][k],
                                dot_in_order(x + k * n, y[i / ROWS], n));
            ck_assert_double_eq(got[i / ROWS][k], alone[i / ROWS][k]);
        }
    }
}
END_TEST

START_TEST(greatest_and_differences_are_those_of_plain_loops)
{
    for (uint64_t seed = 0; seed < 200; seed++) {
        struct assay_rng rng = assay_rng_stream(seed, 6);
        const size_t n = 1 + assay_rng_index(&rng, MOST);
        double x[MOST] = {0}, y[MOST] = {0}, got[MOST], most = 0.0;
        const struct assay_row_apart apart = {2.0, 0.5, x, seed % 2 ? y : NULL};

        for (size_t i = 0; i < n; i++) {
            x[i] = assay_rng_uniform(&rng) - 0.5;
            y[i] = assay_rng_uniform(&rng) - 0.5;
            most = fmax(most, fabs(x[i]));
        }
        ck_assert_double_eq(assay_row_largest(x, n), most);
        assay_row_apart(&apart, got, n);
        for (size_t i = 0; i < n; i++)
            ck_assert_double_eq(got[i], fabs(2.0 * x[i] - (seed % 2 ? 0.5 * y[i] : 0.0)));
        assay_row_fill(3.5, got, n);
        ck_assert_double_eq(got[n - 1] + got[0], 7.0);
    }
}
END_TEST

Suite *unit_row_loops(void)
{
    Suite *suite = suite_create("row_loops");
    TCase *tests = tcase_create("row_loops");

    tcase_add_test(tests, sums_have_the_bits_of_their_order);
    tcase_add_test(tests, products_of_two_have_the_bits_of_each_alone);
    tcase_add_test(tests, greatest_and_differences_are_those_of_plain_loops);
    suite_add_tcase(suite, tests);
    return suite;
}
