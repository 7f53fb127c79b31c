#include "harness/core/rng.h"
#include "metrics/probing.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <string.h>

enum {
    MANY = 200
};

/*
 * One column. Training: -3, -1 of class 0 and 1, 3 of class 1: mean 0, deviation sqrt(5), centroids
 * at -2 and 2 before scaling. Test rows -2.5, 0.5, 9 and -1 stand 0.5, 1.5, 7 and 1 from the nearer
 * one, all over sqrt(5). A column that is constant in training tells nothing.
 */
START_TEST(rows_are_near_the_centroids_that_hand_finds)
{
    static const double expected[] = {0.5, 1.5, 7.0, 1.0};
    static const uint32_t nearest[] = {0, 1, 1, 0};
    double x[] = {-3, 4, -1, 4, 1, 4, 3, 4}, y[] = {-2.5, 5, 0.5, 4, 9, 4, -1, 4};
    static const uint32_t of_x[] = {0, 0, 1, 1}, of_y[] = {0, 1, 0, 0};
    const struct assay_probe_rows train = {x, of_x, 4}, test = {y, of_y, 4};
    struct assay_probe probe;
    struct assay_error err;

    ck_assert_int_eq(assay_probe_run(&(struct assay_probe_setting){2, 2, 0.1, 1, 0, true},
                                     &train, &test, &probe, &err),
                     ASSAY_OK);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_double_eq_tol(probe.distance[i], expected[i] / sqrt(5.0), 1e-12);
        ck_assert_uint_eq(probe.nearest[i], nearest[i]);
        ck_assert_uint_eq(probe.predicted[i],
                          nearest[i]); /* symmetric: the border is 0 */
    }
    ck_assert_uint_eq(probe.frequent, 0);
    ck_assert_double_eq(x[1], 0.0);
    ck_assert_double_eq(y[1], 0.0);
    ck_assert_double_eq_tol(x[6], 3.0 / sqrt(5.0), 1e-12);
    /* 1, 1, 1, 1, 2 and 4 of 4 rows: one has one class; three of four are right with all */
    ck_assert_uint_eq(probe.curve[probe.curve_count - 1].rows, 4);
    ck_assert_uint_eq(probe.curve[probe.curve_count - 1].right, 3);
    assay_probe_release(&probe);
}
END_TEST

/* Columns of noise and one that gives the class away where given is true. */
static void make_rows(struct assay_rng *rng, bool given, double *x, uint32_t *label)
{
    for (size_t i = 0; i < MANY; i++) {
        label[i] = (uint32_t)assay_rng_index(rng, 2);
        for (size_t j = 0; j < 3; j++)
            x[3 * i + j] = assay_rng_uniform(rng) - 0.5;
        if (given)
            x[3 * i] += label[i] ? 1.0 : -1.0;
    }
}

static size_t right(const uint32_t *predicted, const uint32_t *label)
{
    size_t n = 0;

    for (size_t i = 0; i < MANY; i++)
        n += predicted[i] == label[i];
    return n;
}

/* What separates is found, in every row and from few; shuffled labels leave chance: within four
   standard deviations of a half, 0.5 +- 4 * 0.5 / sqrt(200). */
START_TEST(a_separable_toy_is_found_and_shuffled_labels_are_not)
{
    double x[3 * MANY], y[3 * MANY];
    uint32_t of_x[MANY], of_y[MANY];
    const struct assay_probe_rows train = {x, of_x, MANY}, test = {y, of_y, MANY};
    struct assay_rng rng = {11};
    struct assay_probe probe;
    struct assay_error err;

    make_rows(&rng, true, x, of_x);
    make_rows(&rng, true, y, of_y);
    ck_assert_int_eq(
        assay_probe_run(&(struct assay_probe_setting){3, 2, 0.01, 5, 2, true}, &train,
                        &test, &probe, &err),
        ASSAY_OK);
    ck_assert_uint_eq(right(probe.predicted, of_y), MANY);
    ck_assert_uint_eq(right(probe.nearest, of_y), MANY);
    ck_assert_uint_ge(right(probe.shuffled, of_y), 71);
    ck_assert_uint_le(right(probe.shuffled, of_y), 129);
    ck_assert_int_ne(
        memcmp(probe.shuffled, probe.shuffled + MANY, MANY * sizeof(*probe.shuffled)), 0);
    ck_assert_uint_eq(probe.curve_count, 6); /* 7, 13, 25, 50, 100, 200 rows */
    ck_assert_uint_eq(probe.curve[0].rows, 7);
    ck_assert_uint_eq(probe.curve[1].rows, 13);
    ck_assert_uint_eq(probe.curve[4].rows, 100);
    ck_assert_uint_eq(probe.curve[5].right, MANY);
    ck_assert_double_le(probe.gradient, 1e-10);
    assay_probe_release(&probe);
}
END_TEST

/* Four rows at distances 3, 1, 2, 2, right but for the nearest: of twenty points the first five keep
   one row, 0 right; six to fifteen keep three (a tie), 2 right; the others all, 3 right. */
START_TEST(far_rows_are_rejected_first_and_ties_together)
{
    static const double distance[] = {3.0, 1.0, 2.0, 2.0};
    static const unsigned char is_right[] = {1, 0, 1, 1};
    struct assay_probe_kept kept[ASSAY_PROBE_KEPT];

    assay_probe_reject(distance, is_right, 4, kept);
    for (size_t j = 0; j < ASSAY_PROBE_KEPT; j++) {
        const size_t rows = j < 5 ? 1 : j < 15 ? 3 : 4;

        ck_assert_uint_eq(kept[j].rows, rows);
        ck_assert_uint_eq(kept[j].right, rows - 1);
        ck_assert_double_eq(kept[j].distance, rows == 1 ? 1.0 : rows == 3 ? 2.0 : 3.0);
    }
    assay_probe_reject(NULL, NULL, 0, kept);
    ck_assert_uint_eq(kept[ASSAY_PROBE_KEPT - 1].rows, 0);
}
END_TEST

/* -1 and 1 of different classes: each shuffle leaves them or swaps them, so that the probe says
   the class of a test row at 1 or the other one; of 40 shuffles neither happens to all. */
START_TEST(every_shuffle_is_another_one)
{
    double x[] = {-1.0, 1.0}, y[] = {1.0};
    static const uint32_t of_x[] = {0, 1}, of_y[] = {1};
    const struct assay_probe_rows train = {x, of_x, 2}, test = {y, of_y, 1};
    struct assay_probe probe;
    struct assay_error err;
    size_t ones = 0;

    ck_assert_int_eq(
        assay_probe_run(&(struct assay_probe_setting){1, 2, 0.1, 1, 40, true}, &train,
                        &test, &probe, &err),
        ASSAY_OK);
    for (size_t r = 0; r < 40; r++)
        ones += probe.shuffled[r];
    ck_assert_uint_gt(ones, 5);
    ck_assert_uint_lt(ones, 35);
    assay_probe_release(&probe);
}
END_TEST

/* 0.5, 0.25, 0.75, 0.5: mean 0.5, squares 2/16 over 3; three reach 0.5, one 0.75 and none 0.8. */
START_TEST(a_value_stands_among_its_draws)
{
    static const double draw[] = {0.5, 0.25, 0.75, 0.5}, sum[] = {0.3};
    struct assay_probe_standing at = assay_probe_stand(0.5, draw, 4);

    ck_assert_double_eq_tol(at.mean, 0.5, 1e-15);
    ck_assert_double_eq_tol(at.sd, sqrt(1.0 / 24.0), 1e-15);
    ck_assert_uint_eq(at.as_good, 3);
    ck_assert_double_eq_tol(at.p, 0.8, 1e-15);
    at = assay_probe_stand(0.75, draw, 4);
    ck_assert_double_eq_tol(at.p, 0.4, 1e-15);
    at = assay_probe_stand(0.8, draw, 4);
    ck_assert_double_eq_tol(at.p, 0.2, 1e-15);
    at = assay_probe_stand(0.1 + 0.2, sum, 1); /* not 0.3 to the last bit */
    ck_assert_uint_eq(at.as_good, 1);
    ck_assert_double_eq(at.sd, 0.0);
}
END_TEST

START_TEST(confusion_counts_gold_by_predicted)
{
    static const uint32_t gold[] = {0, 1, 1, 2}, predicted[] = {0, 1, 2, 0};
    static const size_t expected[] = {1, 0, 0, 0, 1, 1, 1, 0, 0};
    size_t out[9];

    assay_probe_confusion(gold, predicted, 4, 3, out);
    ck_assert_mem_eq(out, expected, sizeof(out));
}
END_TEST

START_TEST(nothing_to_train_or_test_on_is_undefined)
{
    double x[] = {1.0, 2.0};
    static const uint32_t label[] = {0, 1};
    const struct assay_probe_rows rows = {x, label, 2}, none = {x, label, 0};
    const struct assay_probe_setting setting = {1, 2, 0.1, 1, 1, true};
    struct assay_probe probe;
    struct assay_error err;

    ck_assert_int_eq(assay_probe_run(&setting, &none, &rows, &probe, &err),
                     ASSAY_EDOMAIN);
    ck_assert_str_eq(err.text, "no rows to train on");
    assay_probe_release(&probe);
    ck_assert_int_eq(assay_probe_run(&setting, &rows, &none, &probe, &err),
                     ASSAY_EDOMAIN);
    assay_probe_release(&probe);
}
END_TEST

Suite *unit_probing(void)
{
    Suite *suite = suite_create("probing");
    TCase *all = tcase_create("all");

    tcase_add_test(all, rows_are_near_the_centroids_that_hand_finds);
    tcase_add_test(all, a_separable_toy_is_found_and_shuffled_labels_are_not);
    tcase_add_test(all, far_rows_are_rejected_first_and_ties_together);
    tcase_add_test(all, every_shuffle_is_another_one);
    tcase_add_test(all, a_value_stands_among_its_draws);
    tcase_add_test(all, confusion_counts_gold_by_predicted);
    tcase_add_test(all, nothing_to_train_or_test_on_is_undefined);
    suite_add_tcase(suite, all);
    return suite;
}
