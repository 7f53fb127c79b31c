/* test_shapes.c - ROC curves, ridges of margins and styles, against counting. */
#include "harness/core/arena.h"
#include "metrics/correlation.h"
#include "tests/unit/table_fixture.h"
#include "tests/unit/unit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum {
    ITEMS = 90
};

static struct assay_arena arena;

static void drop(void)
{
    assay_arena_release(&arena);
}

/* Pairs of JudgeBench's sections, scores on a grid so that some are equal. */
static void make(struct row *rows)
{
    static const char *const sections[] = {"Math", "Reasoning", "Coding"};

    for (size_t i = 0; i < ITEMS; i++) {
        rows[i] = (struct row){
            .subset = sections[i % 3],
            .gold = {1, 0},
            .value = {(double)(i * 37 % 19) / 4.0, (double)(i * 53 % 17) / 4.0 - 0.5},
            .golds = 2,
            .values = 2};
        if (i % 3 == 2) /* code: the wrong one is always above all right ones */
            rows[i].value[1] = rows[i].value[0] + 100.0;
    }
    rows[6].state = ASSAY_STATE_REFUSED;
}

static const struct assay_series *find(const struct assay_result *result,
                                       const char *figure, const char *of)
{
    for (size_t s = 0; s < result->series_count; s++)
        if (assay_str_equal(result->series[s].figure, assay_str_of(figure)) &&
            assay_str_starts(result->series[s].name, assay_str_of(of)))
            return &result->series[s];
    return NULL;
}

static double area_of(const struct assay_series *series)
{
    double area = 0.0;

    for (size_t i = 1; i < series->count; i++)
        area += (series->points[i].x - series->points[i - 1].x) *
                (series->points[i].y + series->points[i - 1].y) / 2.0;
    return area;
}

/* The chance that a right completion of the subset (NULL: of any) scores above a wrong one, by
   comparing all of them. */
static double counted_auc(const struct row *rows, const char *subset)
{
    double won = 0.0, of = 0.0;

    for (size_t i = 0; i < ITEMS; i++)
        for (size_t k = 0; k < ITEMS; k++) {
            const double a = rows[i].value[0], b = rows[k].value[1];

            if (rows[i].state || rows[k].state ||
                (subset && (strcmp(rows[i].subset, subset) != 0 ||
                            strcmp(rows[k].subset, subset) != 0)))
                continue;
            won += a > b ? 1.0 : a == b ? 0.5 : 0.0;
            of += 1.0;
        }
    return won / of;
}

static const struct {
    const char *name, *subset;
} curves[] = {{"Overall", NULL},
              {"Math", "Math"},
              {"Reasoning", "Reasoning"},
              {"Coding", "Coding"}};

START_TEST(roc_curves_have_the_area_that_comparing_all_completions_gives)
{
    struct row rows[ITEMS];
    struct assay_result got;
    const struct assay_series *series;
    char name[64];
    double auc;

    make(rows);
    ck_assert_int_eq(
        table_measure("judgebench:gpt-4o", rows, ITEMS, ASSAY_WANT_SCORES, &arena, &got),
        0);
    series = find(&got, "ROC", curves[_i].name);
    ck_assert_ptr_nonnull(series);
    auc = counted_auc(rows, curves[_i].subset);
    ck_assert_double_eq_tol(area_of(series), auc, 0.002);
    (void)snprintf(name, sizeof(name), "%s (AUC %.4f)", curves[_i].name, auc);
    ck_assert(assay_str_equal(series->name, assay_str_of(name)));
    ck_assert_ptr_nonnull(find(&got, "ROC", "chance"));
}
END_TEST

START_TEST(ridges_hold_every_margin_of_their_section)
{
    static const size_t held[] = {89, 29, 30, 30};
    struct row rows[ITEMS];
    struct assay_result got;
    const struct assay_series *series;
    double area = 0.0;
    size_t n = 0, wrong = 0;

    make(rows);
    ck_assert_int_eq(
        table_measure("judgebench:gpt-4o", rows, ITEMS, ASSAY_WANT_SCORES, &arena, &got),
        0);
    series = find(&got, "margins by section", curves[_i].name);
    ck_assert_ptr_nonnull(series);
    ck_assert_int_eq(series->look, ASSAY_LOOK_RIDGE);
    for (size_t b = 0; b < series->count; b++) {
        area += series->points[b].y * (series->points[1].x - series->points[0].x);
        n += series->points[b].n;
        wrong += series->points[b].x < 0.0 ? series->points[b].n : 0;
    }
    ck_assert_double_eq_tol(area, 1.0, 1e-12);
    ck_assert_uint_eq(n, held[_i]);
    ck_assert(_i != 3 || wrong == 30); /* code is all wrong */
}
END_TEST

START_TEST(one_section_has_no_ridges_and_right_answers_alone_no_curve)
{
    struct row rows[2] = {{"a", NULL, {1, 0}, {2, 1}, 2, 2, 0},
                          {"a", NULL, {1, 0}, {3, 1}, 2, 2, 0}};
    struct row right[1] = {{"a", NULL, {1, 1}, {2, 1}, 2, 2, 0}};
    struct assay_result got;

    ck_assert_int_eq(table_measure("pairs:x", rows, 2, ASSAY_WANT_SCORES, &arena, &got),
                     0);
    ck_assert_ptr_null(find(&got, "margins by section", ""));
    ck_assert_ptr_nonnull(find(&got, "ROC", "Overall (AUC 1.0000)"));
    ck_assert_int_eq(table_measure("pairs:x", right, 1, ASSAY_WANT_SCORES, &arena, &got),
                     0);
    ck_assert_ptr_null(find(&got, "ROC", ""));
}
END_TEST

/* Two rows of chat: scores of concise, detailed, markdown, right and then wrong. */
START_TEST(styles_are_counted_cell_by_cell)
{
    static const double won[3][3] = {{100, 50, 0}, {100, 50, 0}, {100, 100, 50}};
    const struct row rows[] = {
        {"chat", NULL, {1, 1, 1, 0, 0, 0}, {1, 2, 3, 0.5, 1.5, 2.5}, 6, 6, 0},
        {"chat", NULL, {1, 1, 1, 0, 0, 0}, {5, 4, 5.5, 1, 4.5, 6}, 6, 6, 0}};
    struct assay_result got;
    const struct assay_series *series;

    ck_assert_int_eq(table_measure("rm-bench", rows, 2, ASSAY_WANT_SCORES, &arena, &got),
                     0);
    series = find(&got, "styles", "");
    ck_assert_ptr_nonnull(series);
    ck_assert_uint_eq(series->count, 9);
    for (size_t i = 0; i < 9; i++) {
        const size_t row = (size_t)series->points[i].y,
                     column = (size_t)series->points[i].x;

        ck_assert_msg(series->value[i] == won[row][column], "%zu %zu: %g", row, column,
                      series->value[i]);
    }
    ck_assert(assay_str_starts(series->panel,
                               ASSAY_STR("chat: hard 16.7, normal 66.7, easy 100.0")));
}
END_TEST

Suite *unit_shapes(void)
{
    Suite *suite = suite_create("shapes");
    TCase *all = tcase_create("all");
    const int count = sizeof(curves) / sizeof(curves[0]);

    tcase_add_checked_fixture(all, NULL, drop);
    tcase_add_loop_test(
        all, roc_curves_have_the_area_that_comparing_all_completions_gives, 0, count);
    tcase_add_loop_test(all, ridges_hold_every_margin_of_their_section, 0, count);
    tcase_add_test(all, one_section_has_no_ridges_and_right_answers_alone_no_curve);
    tcase_add_test(all, styles_are_counted_cell_by_cell);
    suite_add_tcase(suite, all);
    return suite;
}
