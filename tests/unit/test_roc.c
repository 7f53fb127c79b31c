/* test_roc.c - ROC curves against counting over thresholds, and what thinning leaves. */
#include "harness/core/rng.h"
#include "metrics/correlation.h"
#include "metrics/roc.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST = 3000
};

static struct assay_error err;

/* Fawcett (2006), table and figure 3: twenty scores, and the corners of their curve. */
static const double fawcett[20][2] = {{.9, 1},  {.8, 1},  {.7, 0},  {.6, 1},  {.55, 1},
                                      {.54, 1}, {.53, 0}, {.52, 0}, {.51, 1}, {.505, 0},
                                      {.4, 1},  {.39, 0}, {.38, 1}, {.37, 0}, {.36, 0},
                                      {.35, 0}, {.34, 1}, {.33, 0}, {.3, 1},  {.1, 0}};

START_TEST(the_curve_of_fawcetts_example_has_his_corners)
{
    static const double corner[][2] = {{0, 0},   {0, .2},  {.1, .2}, {.1, .5}, {.3, .5},
                                       {.3, .6}, {.4, .6}, {.4, .7}, {.5, .7}, {.5, .8},
                                       {.8, .8}, {.8, .9}, {.9, .9}, {.9, 1},  {1, 1}};
    struct assay_roc_point point[21];
    size_t count;
    double area;

    for (size_t i = 0; i < 20; i++)
        point[i + 1] = (struct assay_roc_point){fawcett[19 - i][0], fawcett[19 - i][1]};
    ck_assert_int_eq(assay_roc_curve(point, 20, &count, &area, &err), ASSAY_OK);
    ck_assert_uint_eq(count, sizeof(corner) / sizeof(corner[0]));
    for (size_t i = 0; i < count; i++) {
        ck_assert_double_eq_tol(point[i].x, corner[i][0], 1e-15);
        ck_assert_double_eq_tol(point[i].y, corner[i][1], 1e-15);
    }
    ck_assert_double_eq_tol(area, 0.68, 1e-15); /* counted: 68 of 100 pairs in order */
}
END_TEST

START_TEST(equal_scores_are_one_slanted_step)
{
    struct assay_roc_point point[] = {{0, 0}, {1, 1}, {1, 0}, {1, 0}, {1, 1}, {2, 1}};
    size_t count;
    double area;

    ck_assert_int_eq(assay_roc_curve(point, 5, &count, &area, &err), ASSAY_OK);
    ck_assert_uint_eq(count, 3);
    ck_assert_double_eq(point[1].x, 0.0);
    ck_assert_double_eq_tol(point[1].y, 1.0 / 3.0, 1e-15);
    ck_assert_double_eq_tol(area, 1.0 / 3.0 + (2.0 / 3.0) / 2.0, 1e-15);
}
END_TEST

/* Sizes and numbers of different scores (0: all differ), and how far classes lie apart. */
static const struct {
    size_t n;
    int grid;
    double apart;
} draws[] = {{2, 0, 0},   {7, 3, 0.5},    {50, 0, 1},    {200, 10, 0.3},
             {999, 0, 2}, {3000, 0, 0.7}, {3000, 40, 1}, {500, 1, 0}};

static size_t draw(int which, double *score, bool *positive,
                   struct assay_roc_point *point)
{
    struct assay_rng rng;

    rng = assay_rng_stream(17, (uint64_t)which);
    for (size_t i = 0; i < draws[which].n; i++) {
        positive[i] = i % 3 != 0 || draws[which].n == 2 ? i % 2 == 0 : false;
        score[i] = assay_rng_uniform(&rng) + assay_rng_uniform(&rng) +
                   (positive[i] ? draws[which].apart : 0.0);
        if (draws[which].grid)
            score[i] = floor(score[i] * draws[which].grid / 4.0);
        point[i + 1] = (struct assay_roc_point){score[i], positive[i] ? 1.0 : 0.0};
    }
    return draws[which].n;
}

/* The rates at a threshold, counted. */
static struct assay_roc_point rates(const double *score, const bool *positive, size_t n,
                                    double threshold)
{
    double above[2] = {0, 0}, all[2] = {0, 0};

    for (size_t i = 0; i < n; i++) {
        all[positive[i]]++;
        above[positive[i]] += score[i] >= threshold;
    }
    return (struct assay_roc_point){above[0] / all[0], above[1] / all[1]};
}

/* The height of a curve at x: the lowest and the highest of an upright line. */
static void height(const struct assay_roc_point *point, size_t count, double x,
                   double *lo, double *hi)
{
    *lo = 2.0;
    *hi = -1.0;
    for (size_t i = 1; i < count; i++) {
        const struct assay_roc_point *a = &point[i - 1], *b = &point[i];
        double y[2] = {a->y, b->y};

        if (x < a->x || x > b->x)
            continue;
        if (b->x > a->x)
            y[0] = y[1] = a->y + (b->y - a->y) * (x - a->x) / (b->x - a->x);
        *lo = fmin(*lo, y[0]);
        *hi = fmax(*hi, y[1]);
    }
}

START_TEST(every_threshold_lies_on_the_curve_and_its_area_is_auc)
{
    static struct assay_roc_point point[MOST + 1];
    static double score[MOST];
    static bool positive[MOST];
    const size_t n = draw(_i, score, positive, point);
    double area, auc;
    size_t count;

    ck_assert_int_eq(assay_roc_curve(point, n, &count, &area, &err), ASSAY_OK);
    ck_assert_int_eq(assay_correlation_auc(score, positive, n, &auc, &err), ASSAY_OK);
    ck_assert_double_eq_tol(area, auc, 1e-12);
    ck_assert_double_eq(point[count - 1].x, 1.0);
    ck_assert_double_eq(point[count - 1].y, 1.0);
    for (size_t i = 1; i < count; i++)
        ck_assert(point[i].x >= point[i - 1].x && point[i].y >= point[i - 1].y);
    for (size_t i = 0; i < n; i += 1 + n / 200) {
        const struct assay_roc_point at = rates(score, positive, n, score[i]);
        double lo, hi;

        height(point, count, at.x, &lo, &hi);
        ck_assert(at.y >= lo - 1e-12 && at.y <= hi + 1e-12);
    }
}
END_TEST

/* The area between two curves, by many upright strips. */
static double between(const struct assay_roc_point *a, size_t na,
                      const struct assay_roc_point *b, size_t nb)
{
    const size_t strips = 20000;
    double sum = 0.0;

    for (size_t i = 0, ia = 1, ib = 1; i < strips; i++) {
        const double x = ((double)i + 0.5) / (double)strips;
        double ya, yb;

        while (a[ia].x < x && ia + 1 < na)
            ia++;
        while (b[ib].x < x && ib + 1 < nb)
            ib++;
        ya = a[ia - 1].y +
             (a[ia].y - a[ia - 1].y) * (x - a[ia - 1].x) / (a[ia].x - a[ia - 1].x);
        yb = b[ib - 1].y +
             (b[ib].y - b[ib - 1].y) * (x - b[ib - 1].x) / (b[ib].x - b[ib - 1].x);
        sum += fabs(ya - yb);
    }
    return sum / (double)strips;
}

static const double bounds[] = {0.0, 1e-5, 1e-4, 1e-3, 1e-2, 1.0};

START_TEST(thinning_moves_no_more_than_its_bound)
{
    static struct assay_roc_point point[MOST + 1], thin[MOST + 1];
    static double score[MOST];
    static bool positive[MOST];
    const size_t n = draw(_i, score, positive, point);
    size_t count, last = MOST + 2;
    double area;

    ck_assert_int_eq(assay_roc_curve(point, n, &count, &area, &err), ASSAY_OK);
    for (size_t b = 0; b < sizeof(bounds) / sizeof(bounds[0]); b++) {
        size_t kept;

        memcpy(thin, point, count * sizeof(*thin));
        kept = assay_roc_thin(thin, count, bounds[b]);
        ck_assert(kept >= 2 && kept <= count && kept <= last);
        ck_assert(thin[0].x == 0.0 && thin[0].y == 0.0);
        ck_assert(thin[kept - 1].x == 1.0 && thin[kept - 1].y == 1.0);
        ck_assert_double_eq_tol(assay_roc_area(thin, kept), area, bounds[b] + 1e-12);
        ck_assert(between(point, count, thin, kept) <= bounds[b] + 1e-4);
        last = kept;
    }
    ck_assert_uint_eq(last, 2);
}
END_TEST

START_TEST(large_curves_become_small)
{
    static struct assay_roc_point point[MOST + 1];
    static double score[MOST];
    static bool positive[MOST];
    const size_t n = draw(5, score, positive, point);
    size_t count;
    double area;

    ck_assert_int_eq(assay_roc_curve(point, n, &count, &area, &err), ASSAY_OK);
    ck_assert(count > 500);
    ck_assert(assay_roc_thin(point, count, 0.002) < 60);
}
END_TEST

START_TEST(one_class_or_no_number_has_no_curve)
{
    struct assay_roc_point same[] = {{0, 0}, {1, 1}, {2, 1}};
    struct assay_roc_point bad[] = {{0, 0}, {HUGE_VAL, 1}, {2, 0}};
    size_t count;
    double area;

    ck_assert_int_eq(assay_roc_curve(same, 2, &count, &area, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_roc_curve(same, 0, &count, &area, &err), ASSAY_EDOMAIN);
    ck_assert_int_eq(assay_roc_curve(bad, 2, &count, &area, &err), ASSAY_EDOMAIN);
}
END_TEST

Suite *unit_roc(void)
{
    Suite *suite = suite_create("roc");
    TCase *all = tcase_create("all");
    const int count = sizeof(draws) / sizeof(draws[0]);

    tcase_add_test(all, the_curve_of_fawcetts_example_has_his_corners);
    tcase_add_test(all, equal_scores_are_one_slanted_step);
    tcase_add_loop_test(all, every_threshold_lies_on_the_curve_and_its_area_is_auc, 0,
                        count);
    tcase_add_loop_test(all, thinning_moves_no_more_than_its_bound, 0, count);
    tcase_add_test(all, large_curves_become_small);
    tcase_add_test(all, one_class_or_no_number_has_no_curve);
    suite_add_tcase(suite, all);
    return suite;
}
