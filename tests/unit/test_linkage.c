#include "harness/core/rng.h"
#include "metrics/classical_scaling.h"
#include "metrics/linkage.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

enum {
    THINGS = 12,
    CELLS = THINGS * THINGS
};

static void put(double *d, size_t n, size_t a, size_t b, double value)
{
    d[a * n + b] = d[b * n + a] = value;
}

/* Wikipedia's example of UPGMA (five bacteria): heights are distances here, twice those of its branches:
   a b 17; (a b) e 22; c d 28; then the mean of 6 distances between (a b e) and (c d): 33. */
START_TEST(five_bacteria_are_joined_as_in_the_textbook)
{
    enum {
        N = 5
    };
    static const double upper[] = {17, 21, 31, 23, 30, 34, 21, 28, 39, 43};
    static const double height[] = {17, 22, 28, 33};
    static const size_t pair[][2] = {{0, 1}, {5, 4}, {2, 3}, {6, 7}};
    struct assay_linkage_merge merge[N - 1];
    double d[N * N] = {0}, place[2 * N - 1];
    size_t order[N];

    for (size_t a = 0, k = 0; a < N; a++)
        for (size_t b = a + 1; b < N; b++)
            put(d, N, a, b, upper[k++]);
    assay_linkage_average(d, N, merge, order);
    for (size_t k = 0; k < N - 1; k++) {
        ck_assert_double_eq_tol(merge[k].height, height[k], 1e-12);
        ck_assert_uint_eq(merge[k].a, pair[k][0]);
        ck_assert_uint_eq(merge[k].b, pair[k][1]);
    }
    assay_linkage_places(merge, order, N, place);
    ck_assert_double_eq(place[8], (place[6] + place[7]) / 2.0);
    ck_assert_uint_eq(merge[3].size, 5);
}
END_TEST

/* The things of a cluster. */
static void members(const struct assay_linkage_merge *merge, size_t n, size_t name,
                    bool *in)
{
    if (name < n) {
        in[name] = true;
        return;
    }
    members(merge, n, merge[name - n].a, in);
    members(merge, n, merge[name - n].b, in);
}

static double mean_between(const double *d, size_t n, const bool *a, const bool *b)
{
    double sum = 0.0, count = 0.0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            if (a[i] && b[j]) {
                sum += d[i * n + j];
                count += 1.0;
            }
    return sum / count;
}

static void make(uint64_t seed, double *d)
{
    struct assay_rng rng = {seed};

    memset(d, 0, CELLS * sizeof(*d));
    for (size_t a = 0; a < THINGS; a++)
        for (size_t b = a + 1; b < THINGS; b++)
            put(d, THINGS, a, b, 1.0 + assay_rng_uniform(&rng));
}

START_TEST(heights_are_means_over_all_pairs_and_never_fall)
{
    struct assay_linkage_merge merge[THINGS - 1];
    double d[CELLS];
    size_t order[THINGS];
    bool seen[THINGS] = {false};

    make((uint64_t)_i, d);
    assay_linkage_average(d, THINGS, merge, order);
    for (size_t k = 0; k < THINGS - 1; k++) {
        bool a[THINGS] = {false}, b[THINGS] = {false};

        members(merge, THINGS, merge[k].a, a);
        members(merge, THINGS, merge[k].b, b);
        ck_assert_double_eq_tol(merge[k].height, mean_between(d, THINGS, a, b), 1e-12);
        ck_assert(k == 0 || merge[k].height >= merge[k - 1].height);
    }
    for (size_t i = 0; i < THINGS; i++)
        seen[order[i]] = true;
    for (size_t i = 0; i < THINGS; i++)
        ck_assert(seen[i]);
}
END_TEST

/* Every merge is of neighbours: no line of the tree crosses another. */
START_TEST(leaves_of_a_merge_stand_side_by_side)
{
    struct assay_linkage_merge merge[THINGS - 1];
    double d[CELLS];
    size_t order[THINGS];

    make((uint64_t)_i, d);
    assay_linkage_average(d, THINGS, merge, order);
    for (size_t k = 0; k < THINGS - 1; k++) {
        bool in[THINGS] = {false};
        size_t changes = 0;

        members(merge, THINGS, THINGS + k, in);
        for (size_t i = 0; i + 1 < THINGS; i++)
            changes += in[order[i]] != in[order[i + 1]];
        ck_assert_uint_le(changes, 2);
    }
}
END_TEST

/* Points on a line at 0, 1, 3: joined 0 1 then 3, in this order, not 1 0 3. */
START_TEST(neighbours_where_clusters_meet_are_the_nearest)
{
    double d[9] = {0};
    struct assay_linkage_merge merge[2];
    size_t order[3];

    put(d, 3, 0, 2, 1); /* at 0, 3, 1 */
    put(d, 3, 0, 1, 3);
    put(d, 3, 1, 2, 2);
    assay_linkage_average(d, 3, merge, order);
    ck_assert_double_eq(merge[0].height, 1.0);
    ck_assert_double_eq(merge[1].height, 2.5);
    ck_assert_uint_eq(order[0], 0);
    ck_assert_uint_eq(order[1], 2);
    ck_assert_uint_eq(order[2], 1);
}
END_TEST

/* On a line at 0, 1, 3 and 2.2: the last two are joined first, and turned so that 2.2 stands beside 1. */
START_TEST(a_second_cluster_is_turned_to_the_first)
{
    static const double at[] = {0.0, 1.0, 3.0, 2.2};
    static const size_t want[] = {0, 1, 3, 2};
    struct assay_linkage_merge merge[3];
    double d[16];
    size_t order[4];

    for (size_t i = 0; i < 16; i++)
        d[i] = fabs(at[i / 4] - at[i % 4]);
    assay_linkage_average(d, 4, merge, order);
    for (size_t i = 0; i < 4; i++)
        ck_assert_uint_eq(order[i], want[i]);
}
END_TEST

/* Points of a plane come back but for turns: their distances are those that went in. */
START_TEST(points_of_a_plane_are_mapped_as_they_are)
{
    struct assay_rng rng = {(uint64_t)_i};
    struct assay_classical_scaling scaling;
    struct assay_error err;
    double x[THINGS][2], d[CELLS], place[THINGS * 2];

    for (size_t i = 0; i < THINGS; i++)
        for (size_t k = 0; k < 2; k++)
            x[i][k] = assay_rng_uniform(&rng);
    for (size_t i = 0; i < THINGS; i++)
        for (size_t j = 0; j < THINGS; j++)
            d[i * THINGS + j] = hypot(x[i][0] - x[j][0], x[i][1] - x[j][1]);
    ck_assert_int_eq(assay_classical_scaling(d, THINGS, place, &scaling, &err), ASSAY_OK);
    for (size_t i = 0; i < THINGS; i++)
        for (size_t j = 0; j < THINGS; j++)
            ck_assert_double_eq_tol(
                hypot(place[2 * i] - place[2 * j], place[2 * i + 1] - place[2 * j + 1]),
                d[i * THINGS + j], 1e-9);
    ck_assert_double_eq_tol(scaling.share, 1.0, 1e-9);
    ck_assert_uint_eq(scaling.negatives, 0);
}
END_TEST

/* Three things at distances 1, 1, 2 lie on a line, at 1, 0 and -1: lambda_1 = 2. Four things, of which one is at
   distance 1/2 from the three corners of a triangle of side 1, are no points of any space: B has eigenvalues 1/2, 1/2, 0 and
   -3/4 * (1/3 - 1/4) = -1/16 (the middle is 1/sqrt 3 from the corners, and not 1/2). */
START_TEST(what_no_plane_shows_is_told)
{
    static const double line[] = {0, 1, 2, 1, 0, 1, 2, 1, 0};
    static const double star[] = {0, 1, 1, .5, 1, 0, 1, .5, 1, 1, 0, .5, .5, .5, .5, 0};
    struct assay_classical_scaling scaling;
    struct assay_error err;
    double place[8];

    ck_assert_int_eq(assay_classical_scaling(line, 3, place, &scaling, &err), ASSAY_OK);
    ck_assert_double_eq_tol(fabs(place[0] - place[4]), 2.0, 1e-12);
    ck_assert_double_eq_tol(place[2], 0.0, 1e-12);
    ck_assert_double_eq_tol(scaling.share, 1.0, 1e-12);
    ck_assert_int_eq(assay_classical_scaling(star, 4, place, &scaling, &err), ASSAY_OK);
    ck_assert_uint_eq(scaling.negatives, 1);
    ck_assert_double_eq_tol(scaling.negative, (1.0 / 16.0) / (1.0 + 1.0 / 16.0), 1e-12);
    ck_assert_int_eq(assay_classical_scaling(star, 1, place, &scaling, &err), ASSAY_OK);
    ck_assert_double_eq(place[0], 0.0);
    ck_assert_double_eq(place[1], 0.0);
}
END_TEST

Suite *unit_linkage(void)
{
    Suite *suite = suite_create("linkage");
    TCase *tests = tcase_create("linkage");

    tcase_add_test(tests, five_bacteria_are_joined_as_in_the_textbook);
    tcase_add_loop_test(tests, heights_are_means_over_all_pairs_and_never_fall, 0, 20);
    tcase_add_loop_test(tests, leaves_of_a_merge_stand_side_by_side, 0, 20);
    tcase_add_test(tests, neighbours_where_clusters_meet_are_the_nearest);
    tcase_add_test(tests, a_second_cluster_is_turned_to_the_first);
    tcase_add_loop_test(tests, points_of_a_plane_are_mapped_as_they_are, 0, 20);
    tcase_add_test(tests, what_no_plane_shows_is_told);
    suite_add_tcase(suite, tests);
    return suite;
}
