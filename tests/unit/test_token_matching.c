#include "harness/core/rng.h"
#include "metrics/token_matching.h"
#include "tests/unit/unit.h"

enum {
    WIDTH = 3,
    MOST = 5,
    NUMBERS = MOST * WIDTH
};

static double matching(const struct assay_token_vectors *vectors, double weight)
{
    struct assay_error err;
    double out;

    ck_assert_int_eq(assay_token_matching(vectors, weight, &out, &err), ASSAY_OK);
    return out;
}

/* Of (1, 0) the nearest of (1, 0), (0, 2) is at 1; back 1 and 0. */
START_TEST(directions_are_means_of_the_nearest)
{
    const double a[] = {1, 0}, b[] = {1, 0, 0, 2};
    const struct assay_token_vectors vectors = {a, b, 1, 2, 2};

    ck_assert_double_eq_tol(matching(&vectors, 1.0), 1.0, 1e-15);
    ck_assert_double_eq_tol(matching(&vectors, 0.0), 0.5, 1e-15);
    ck_assert_double_eq_tol(matching(&vectors, 0.5), 0.75, 1e-15);
}
END_TEST

/* cos of (1, 0) and (1, 1) is 1/sqrt 2, of (1, 0) and (-1, 0) it is -1. */
START_TEST(cosines_are_those_of_angles)
{
    const double a[] = {1, 0}, b[] = {1, 1}, c[] = {-1, 0};

    ck_assert_double_eq_tol(matching(&(struct assay_token_vectors){a, b, 1, 1, 2}, 0.5),
                            0.7071067811865476, 1e-15);
    ck_assert_double_eq_tol(matching(&(struct assay_token_vectors){a, c, 1, 1, 2}, 0.5),
                            -1.0, 1e-15);
}
END_TEST

START_TEST(lengths_of_vectors_do_not_matter_and_swapping_swaps_the_weight)
{
    struct assay_rng rng = assay_rng_stream(3, (uint64_t)_i);
    double a[NUMBERS], b[NUMBERS], longer[NUMBERS];
    const size_t n = 1 + (size_t)_i % MOST, m = 1 + (size_t)_i / MOST % MOST;
    double there;

    for (size_t i = 0; i < NUMBERS; i++) {
        a[i] = assay_rng_uniform(&rng) - 0.5;
        b[i] = assay_rng_uniform(&rng) - 0.5;
        longer[i] = 4.0 * a[i];
    }
    there = matching(&(struct assay_token_vectors){a, b, n, m, WIDTH}, 0.3);
    ck_assert_double_eq_tol(
        matching(&(struct assay_token_vectors){b, a, m, n, WIDTH}, 0.7), there, 1e-14);
    ck_assert_double_eq_tol(
        matching(&(struct assay_token_vectors){longer, b, n, m, WIDTH}, 0.3), there,
        1e-14);
    ck_assert(there >= -1.0 && there <= 1.0);
}
END_TEST

START_TEST(no_tokens_and_no_direction_are_refused)
{
    const double a[] = {1, 0}, zero[] = {0, 0};
    struct assay_error err;
    double out;

    ck_assert_int_eq(assay_token_matching(&(struct assay_token_vectors){a, a, 0, 1, 2},
                                          0.5, &out, &err),
                     ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_token_matching(&(struct assay_token_vectors){a, zero, 1, 1, 2},
                                          0.5, &out, &err),
                     ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_token_matching(void)
{
    Suite *suite = suite_create("token_matching");
    TCase *tests = tcase_create("nearest tokens");

    tcase_add_test(tests, directions_are_means_of_the_nearest);
    tcase_add_test(tests, cosines_are_those_of_angles);
    tcase_add_loop_test(
        tests, lengths_of_vectors_do_not_matter_and_swapping_swaps_the_weight, 0, 25);
    tcase_add_test(tests, no_tokens_and_no_direction_are_refused);
    suite_add_tcase(suite, tests);
    return suite;
}
