#include "harness/core/rng.h"
#include "metrics/seed_variance.h"
#include "tests/unit/unit.h"

#include <math.h>

enum {
    CLUSTERS = 60,
    SEEDS = 4,
    ROUNDS = 2000
};

static struct assay_seed_variance variance_of(const struct assay_seed_sample *sample,
                                              double level)
{
    struct assay_seed_variance out;
    struct assay_error err;

    ck_assert_int_eq(assay_seed_variance_of(sample, level, &out, &err), ASSAY_OK);
    return out;
}

/* numpy 1.24 and scipy 1.10 from the formulas: mean squares 9.6389, 1.3333 and 0.2222 with 3, 2 and 6 degrees of
   freedom; limits of Ting et al. from stats.f and stats.chi2. */
START_TEST(a_small_table_is_split_by_hand)
{
    const double x[] = {7, 8, 6.5, 5, 6, 5.5, 9, 9.5, 8, 4, 5.5, 5};
    const struct assay_seed_sample sample = {x, NULL, 4, 3};
    const struct assay_seed_variance got = variance_of(&sample, 0.9);

    ck_assert_double_eq_tol(got.mean, 79.0 / 12, 1e-12);
    ck_assert_double_eq_tol(got.data.variance, 3.1388888888888906, 1e-12);
    ck_assert_double_eq_tol(got.seed.variance, 0.2777777777777778, 1e-12);
    ck_assert_double_eq_tol(got.rest, 0.22222222222222224, 1e-12);
    ck_assert_double_eq_tol(got.data.lo, 1.1696925242416867, 1e-8);
    ck_assert_double_eq_tol(got.data.hi, 27.312592466885032, 1e-8);
    ck_assert_double_eq_tol(got.seed.lo, 0.02245784852198429, 1e-8);
    ck_assert_double_eq_tol(got.seed.hi, 6.4346516159735785, 1e-8);
    ck_assert_double_eq_tol(got.se, 0.9464847243000458, 1e-12);
    ck_assert_double_eq_tol(got.se_data, sqrt(9.638888888888893 / 12), 1e-12);
    ck_assert_double_eq_tol(got.se_seed, sqrt(1.3333333333333335 / 12), 1e-12);
    ck_assert_double_eq_tol(got.df, 3.626455846388533, 1e-10);
    ck_assert_double_eq_tol(got.lo, 4.504349150673887, 1e-8);
    ck_assert_double_eq_tol(got.hi - got.mean, got.mean - got.lo, 1e-12);
    ck_assert_double_eq_tol(got.share, (1.3333333333333335 - 0.22222222222222224) / 10.75,
                            1e-12);
}
END_TEST

/* Two clusters of one size more are as two clusters of sums, and constant tables have no spread. */
START_TEST(clusters_count_by_their_items)
{
    const double one[] = {1, 0, 3, 2, 2, 2};
    const double three[] = {3, 0, 9, 6, 6, 6};
    const double items[] = {3, 3, 3};
    const double flat[] = {2, 2, 1, 1, 3, 3};
    const double sizes[] = {4, 2, 6};
    const struct assay_seed_variance a =
        variance_of(&(struct assay_seed_sample){one, NULL, 3, 2}, 0.95);
    const struct assay_seed_variance b =
        variance_of(&(struct assay_seed_sample){three, items, 3, 2}, 0.95);
    const struct assay_seed_variance c =
        variance_of(&(struct assay_seed_sample){flat, sizes, 3, 2}, 0.95);

    ck_assert_double_eq_tol(b.mean, a.mean, 1e-12);
    ck_assert_double_eq_tol(b.se, a.se, 1e-12);
    ck_assert_double_eq_tol(b.seed.variance, a.seed.variance, 1e-12);
    ck_assert_double_eq_tol(c.mean, 0.5, 1e-12);
    ck_assert_double_eq(c.se, 0.0); /* every cluster earns half of its items */
    ck_assert_double_eq(c.lo, c.hi);
    ck_assert_double_eq(c.share, 0.0);
}
END_TEST

/* Uniform sums: near normal, mean 0 and variance 1. */
static double noise(struct assay_rng *rng)
{
    double sum = -6.0;

    for (int i = 0; i < 12; i++)
        sum += assay_rng_uniform(rng);
    return sum;
}

/* data (CLUSTERS,) is what all models have in common. */
static void table_drawn(struct assay_rng *rng, const double *data, double seed_sd,
                        double *x)
{
    double seed[SEEDS];

    for (size_t s = 0; s < SEEDS; s++)
        seed[s] = seed_sd * noise(rng);
    for (size_t c = 0; c < CLUSTERS; c++)
        for (size_t s = 0; s < SEEDS; s++)
            x[c * SEEDS + s] = 0.7 + data[c] + seed[s] + 0.2 * noise(rng);
}

static void data_drawn(struct assay_rng *rng, double *data)
{
    for (size_t c = 0; c < CLUSTERS; c++)
        data[c] = 0.3 * noise(rng);
}

/* _i: no differences between seeds, some, large ones. */
START_TEST(intervals_hold_as_often_as_they_say)
{
    const double seed_sd[] = {0.0, 0.05, 0.3};
    struct assay_rng rng = {61};
    double data[CLUSTERS];
    double x[CLUSTERS * SEEDS];
    const struct assay_seed_sample sample = {x, NULL, CLUSTERS, SEEDS};
    size_t mean = 0;
    size_t of_data = 0;
    size_t of_seed = 0;

    for (size_t round = 0; round < ROUNDS; round++) {
        struct assay_seed_variance got;

        data_drawn(&rng, data);
        table_drawn(&rng, data, seed_sd[_i], x);
        got = variance_of(&sample, 0.9);
        mean += got.lo <= 0.7 && 0.7 <= got.hi;
        of_data += got.data.lo <= 0.09 && 0.09 <= got.data.hi;
        of_seed += got.seed.lo <= seed_sd[_i] * seed_sd[_i] &&
                   seed_sd[_i] * seed_sd[_i] <= got.seed.hi;
    }
    ck_assert_double_ge((double)mean / ROUNDS, 0.9 - 4 * 0.0067);
    ck_assert_double_eq_tol((double)of_data / ROUNDS, 0.9, 4 * 0.0067);
    ck_assert_double_ge((double)of_seed / ROUNDS, 0.9 - 4 * 0.0067);
    ck_assert_double_le((double)of_seed / ROUNDS, 0.98);
}
END_TEST

/* Two configurations that are alike: told apart in 5 % of cases, while items alone would tell them apart far
   more often. */
START_TEST(alike_configurations_are_told_apart_as_seldom_as_stated)
{
    struct assay_rng rng = {67};
    double data[CLUSTERS];
    double x[2][CLUSTERS * SEEDS];
    const struct assay_seed_sample sample[] = {{x[0], NULL, CLUSTERS, SEEDS},
                                               {x[1], NULL, CLUSTERS, SEEDS}};
    struct assay_error err;
    size_t apart = 0;
    size_t by_items = 0;

    for (size_t round = 0; round < ROUNDS; round++) {
        struct assay_seed_difference got;

        data_drawn(&rng, data);
        table_drawn(&rng, data, 0.05, x[0]);
        table_drawn(&rng, data, 0.05, x[1]);
        ck_assert_int_eq(
            assay_seed_variance_difference(&sample[0], &sample[1], 0.95, &got, &err),
            ASSAY_OK);
        apart += got.p <= 0.05;
        ck_assert_int_eq(got.p <= 0.05, got.lo > 0 || got.hi < 0);
        by_items += fabs(got.difference) > 1.96 * got.se_data;
    }
    ck_assert_double_le((double)apart / ROUNDS, 0.05 + 4 * 0.0049);
    ck_assert_double_ge((double)apart / ROUNDS, 0.02);
    ck_assert_uint_gt(by_items, ROUNDS / 4);
}
END_TEST

START_TEST(a_difference_has_the_sign_of_the_second)
{
    const double x[] = {1, 2, 3, 5, 2, 4};
    double y[6];
    const struct assay_seed_sample a = {x, NULL, 3, 2};
    const struct assay_seed_sample b = {y, NULL, 3, 2};
    struct assay_seed_difference got;
    struct assay_error err;

    for (size_t i = 0; i < 6; i++)
        y[i] = x[i] + 0.5;
    ck_assert_int_eq(assay_seed_variance_difference(&a, &b, 0.95, &got, &err), ASSAY_OK);
    ck_assert_double_eq_tol(got.difference, 0.5, 1e-12);
    ck_assert_double_eq_tol(got.se_data, 0.0, 1e-12); /* the same for every cluster */
    /* and yet seeds differ: mean squares 25/6 and 1/6 over 3 x 2 on either side */
    ck_assert_double_eq_tol(got.se, sqrt(4.0 / 3), 1e-12);
    ck_assert_int_eq(assay_seed_variance_difference(&a, &a, 0.95, &got, &err), ASSAY_OK);
    ck_assert_double_eq(got.difference, 0.0);
    ck_assert_double_eq(got.p, 1.0);
}
END_TEST

START_TEST(nonsense_is_refused)
{
    const double x[] = {1, 2, 3, NAN};
    const double y[] = {1, 2, 3, 4};
    const double items[] = {1, 0};
    const double more[] = {1, 2};
    const struct assay_seed_sample bad[] = {
        {x, NULL, 2, 2}, {y, NULL, 1, 2}, {y, NULL, 2, 1}, {y, items, 2, 2}};
    const struct assay_seed_sample fine = {y, NULL, 2, 2};
    const struct assay_seed_sample other = {y, more, 2, 2};
    struct assay_seed_difference difference;
    struct assay_seed_variance out;
    struct assay_error err;

    for (size_t i = 0; i < 4; i++) {
        ck_assert_int_eq(assay_seed_variance_of(&bad[i], 0.95, &out, &err),
                         ASSAY_EDOMAIN);
        ck_assert_int_eq(
            assay_seed_variance_difference(&fine, &bad[i], 0.95, &difference, &err),
            ASSAY_EDOMAIN);
    }
    ck_assert_int_eq(assay_seed_variance_of(&fine, 0.0, &out, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(
        assay_seed_variance_difference(&fine, &other, 0.95, &difference, &err),
        ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_seed_variance(void)
{
    Suite *suite = suite_create("seed_variance");
    TCase *tcase = tcase_create("data and seeds");

    tcase_add_test(tcase, a_small_table_is_split_by_hand);
    tcase_add_test(tcase, clusters_count_by_their_items);
    tcase_add_loop_test(tcase, intervals_hold_as_often_as_they_say, 0, 3);
    tcase_add_test(tcase, alike_configurations_are_told_apart_as_seldom_as_stated);
    tcase_add_test(tcase, a_difference_has_the_sign_of_the_second);
    tcase_add_test(tcase, nonsense_is_refused);
    suite_add_tcase(suite, tcase);
    return suite;
}
