/* test_figure_pictures.c - matrices, maps, trees and worlds: what is drawn, and of what nothing is. */
#include "harness/core/document.h"
#include "harness/core/file.h"
#include "reports/figure.h"
#include "reports/figure_layout.h"
#include "reports/figures.h"
#include "tests/unit/golden.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char dir[SCRATCH_PATH];
static struct assay_arena arena;
static struct assay_error err;

static void set_up(void)
{
    scratch_make(dir);
    arena = (struct assay_arena){0};
    err = (struct assay_error){0};
}

static void tear_down(void)
{
    scratch_remove(dir);
    assay_arena_release(&arena);
}

static bool has_gnuplot(void)
{
    return system("gnuplot --version >/dev/null 2>&1") == 0; // NOLINT(cert-env33-c)
}

#define TEXT(literal)                                                                    \
    {                                                                                    \
        (literal), sizeof(literal) - 1                                                   \
    }
#define AT(x, y)                                                                         \
    {                                                                                    \
        (x), (y), false, 0, 0, 0                                                         \
    }

static const struct assay_str models[] = {TEXT("small RM"), TEXT("50% of $x_1$ & #2"),
                                          TEXT("gold")};

/* Two matrices; of the first the distance between 1 and 2 is undefined. */
static const struct assay_point known[] = {
    AT(0, 0), {1, 0, true, 0.125, 0.375, 0}, AT(2, 0), AT(0, 1), AT(1, 1), AT(0, 2),
    AT(2, 2)};
static const double distance[] = {0, 0.25, 0.5, 0.25, 0, 0.5, 0};
static const struct assay_point all[] = {AT(0, 0), AT(1, 0), AT(2, 0), AT(0, 1), AT(1, 1),
                                         AT(2, 1), AT(0, 2), AT(1, 2), AT(2, 2)};
static const double correlation[] = {1, -0.5, 0.25, -0.5, 1, 0, 0.25, 0, 1};
static const struct assay_series matrices[] = {
    {.name = TEXT("distance"),
     .look = ASSAY_LOOK_CELLS,
     .panel = TEXT("STARC"),
     .points = known,
     .count = 7,
     .value = distance},
    {.name = TEXT("correlation"),
     .look = ASSAY_LOOK_CELLS,
     .panel = TEXT("Pearson"),
     .points = all,
     .count = 9,
     .value = correlation},
};

static const struct assay_point places[] = {AT(0, 0), AT(1, 0.25), AT(1, 0.26)};
static const struct assay_point gold[] = {AT(0.5, 0.5)};
static const struct assay_series maps[] = {
    {.name = TEXT("reward models"),
     .x_label = TEXT("first dimension"),
     .look = ASSAY_LOOK_MAP,
     .category = models,
     .category_count = 3,
     .points = places,
     .count = 3},
    {.name = TEXT("gold label"),
     .look = ASSAY_LOOK_MAP,
     .category = models + 2,
     .category_count = 1,
     .points = gold,
     .count = 1},
};

static const struct assay_point merges[] = {{0.25, 0.5, true, 0, 1, 0},
                                            {0.5, 1.25, true, 0.5, 2, 0}};
static const struct assay_series trees[] = {{.name = TEXT("average linkage"),
                                             .look = ASSAY_LOOK_TREE,
                                             .points = merges,
                                             .count = 2}};

/* Three by two, a wall in the middle of the second row. */
static const struct assay_point states[] = {AT(0, 0), AT(1, 0), AT(2, 0), AT(0, 1),
                                            AT(2, 1)};
static const struct assay_point ways[] = {AT(0, 0), AT(1, 0), AT(2, 0),
                                          AT(0, 1), AT(2, 1), AT(2, 1)};
static const double reward[] = {0, 0, 1, 0, -1};
static const double value[] = {0.81, 0.9, 1, 0.729, 0.9};
static const double way[] = {0, 0, -1, 90, 90, 180};
static const struct assay_series worlds[] = {
    {.name = TEXT("R(s)"),
     .look = ASSAY_LOOK_WORLD,
     .panel = TEXT("reward"),
     .points = states,
     .count = 5,
     .value = reward},
    {.name = TEXT("V*(s)"),
     .look = ASSAY_LOOK_WORLD,
     .panel = TEXT("value"),
     .points = states,
     .count = 5,
     .value = value},
    {.look = ASSAY_LOOK_ARROWS,
     .panel = TEXT("value"),
     .points = ways,
     .count = 6,
     .value = way},
};

enum {
    CELLS,
    MAP,
    TREE,
    WORLD,
    KINDS,
    ALL = (1 << ASSAY_FIGURE_FORMATS) - 1
};

static struct assay_figure_spec spec_of(int kind)
{
    static const struct {
        const char *kind;
        const struct assay_series *series;
        size_t count, names;
    } kinds[KINDS] = {[CELLS] = {"cells", matrices, 2, 3},
                      [MAP] = {"map", maps, 2, 0},
                      [TREE] = {"tree", trees, 1, 3},
                      [WORLD] = {"world", worlds, 3, 0}};

    return (struct assay_figure_spec){.kind = kinds[kind].kind,
                                      .name = assay_str_of(kinds[kind].kind),
                                      .title = ASSAY_STR("Distances"),
                                      .x_label = ASSAY_STR("distance"),
                                      .series = kinds[kind].series,
                                      .series_count = kinds[kind].count,
                                      .category = models,
                                      .category_count = kinds[kind].names,
                                      .level = 0.95};
}

static void same_file(const char *kind, const char *made, const char *kept)
{
    char path[SCRATCH_PATH], name[64], golden[64];

    (void)snprintf(name, sizeof(name), "%s.%s", kind, made);
    (void)snprintf(golden, sizeof(golden), "%s%s", kind, kept);
    scratch_path(dir, name, path);
    golden_same_file("tests/data/reports", golden, path);
}

START_TEST(a_page_and_a_paper_have_pictures)
{
    const struct assay_figure_spec spec = spec_of(_i);
    const struct assay_figure_wish wish = {ALL, ASSAY_FIGURE_COLUMN};
    struct assay_figure_drawn drawn = {0};
    char why[ASSAY_FIGURE_WHY], path[SCRATCH_PATH], name[64];

    ck_assert_msg(assay_figure_draw(&spec, dir, &drawn, &err) == ASSAY_OK, "%s",
                  err.text);
    ck_assert_str_eq(drawn.why, has_gnuplot() ? "" : "gnuplot: not installed");
    assay_buf_release(&drawn.svg);
    same_file(spec.kind, "tsv", ".tsv");
    same_file(spec.kind, "gp", ".gp");
    ck_assert_int_eq(assay_figure_export(&spec, dir, &wish, why, &err), ASSAY_OK);
    ck_assert_str_eq(why, has_gnuplot() ? "" : "gnuplot: not installed");
    same_file(spec.kind, "gp", "-paper.gp");
    (void)snprintf(name, sizeof(name), "%s-tikz.tex", spec.kind);
    scratch_path(dir, name, path);
    ck_assert(!has_gnuplot() || assay_file_exists(path));
}
END_TEST

START_TEST(bars_begin_at_zero_and_an_open_interval_does_not_flatten_them)
{
    static const struct assay_point point[] = {{0, 0.5, true, -DBL_MAX, 0.75, 0},
                                               {1, 0.75, true, 0.5, DBL_MAX, 0}};
    static const struct assay_series bars = {
        .look = ASSAY_LOOK_BARS, .points = point, .count = 2};
    const struct assay_figure_spec spec = {.kind = "sections",
                                           .name = ASSAY_STR("bars"),
                                           .series = &bars,
                                           .series_count = 1,
                                           .category = models,
                                           .category_count = 3};
    struct assay_figure_drawn drawn = {0};
    struct assay_buf script = {0};
    char path[SCRATCH_PATH];
    const char *range;
    double ends[2];
    char *end;

    ck_assert_int_eq(assay_figure_draw(&spec, dir, &drawn, &err), ASSAY_OK);
    ck_assert_str_eq(drawn.why, has_gnuplot() ? "" : "gnuplot: not installed");
    scratch_path(dir, "bars.gp", path);
    ck_assert_int_eq(assay_document_read(path, 1 << 16, &script, &err), ASSAY_OK);
    range = strstr(script.data, "set xrange [");
    ck_assert_ptr_nonnull(range);
    ends[0] = strtod(range + strlen("set xrange ["), &end);
    ends[1] = strtod(end + 1, NULL);
    ck_assert(ends[0] <= 0.0 && ends[0] >= -1.0);
    ck_assert(ends[1] >= 0.75 && ends[1] <= 2.0);
    assay_buf_release(&script);
    assay_buf_release(&drawn.svg);
}
END_TEST

static const struct assay_point outside[] = {AT(0, 0), AT(3, 0)};
static const struct assay_point between[] = {AT(0, 0), AT(0.5, 0)};
static const struct assay_point twice[] = {AT(1, 1), AT(1, 1)};
static const struct assay_point far_away[] = {AT(0, 0), AT(HUGE_VAL, 0)};
static const double two[] = {1, 2}, open[] = {1, HUGE_VAL}, askew[] = {0, 360};
static const struct assay_point loose[] = {AT(0.25, 0.5)};
static const struct assay_point falling[] = {{0.5, 0.5, true, 0, 1, 0},
                                             {0.25, 1.25, true, 0.5, 2, 0}};
static const struct assay_point again[] = {{0.25, 0.5, true, 0, 1, 0},
                                           {0.5, 1, true, 0, 2, 0}};
static const struct assay_point itself[] = {{0.25, 1, true, 1, 1, 0}};

/* A kind, the series of it that is another one, and what is said of that. */
static const struct {
    int kind;
    size_t names;
    struct assay_series series;
    const char *message;
} faults[] = {
    {CELLS, 3, {.points = known, .count = 7}, "points without a value"},
    {CELLS, 3, {.points = known, .count = 0}, "a series without points"},
    {CELLS, 0, {.points = known, .count = 7, .value = distance}, "rows without names"},
    {CELLS, 129, {.points = known, .count = 7, .value = distance}, "more than 128 rows"},
    {CELLS,
     2,
     {.points = outside, .count = 2, .value = two},
     "(3, 0) is no cell of 2 x 2"},
    {CELLS,
     2,
     {.points = between, .count = 2, .value = two},
     "(0.5, 0) is no cell of 2 x 2"},
    {CELLS, 2, {.points = twice, .count = 2, .value = two}, "cell (1, 1) is there twice"},
    {CELLS,
     2,
     {.points = all, .count = 2, .value = open},
     "value inf is not to be drawn"},
    {MAP, 0, {.points = places, .count = 0}, "a map of 0 points"},
    {MAP,
     0,
     {.points = places, .count = 3, .category = models, .category_count = 2},
     "2 names of 3 points"},
    {MAP, 0, {.points = far_away, .count = 2}, "(inf, 0) is not to be drawn"},
    {MAP, 2, {.points = places, .count = 3}, "a map has one plane"},
    {TREE, 1, {.points = merges, .count = 1}, "a tree of 1 leaves"},
    {TREE, 2, {.points = merges, .count = 2}, "2 merges of 2 leaves"},
    {TREE, 3, {.points = loose, .count = 1}, "merge 1 joins nothing"},
    {TREE, 3, {.points = falling, .count = 2}, "merge 2 at height 0.25 is not in order"},
    {TREE,
     3,
     {.points = again, .count = 2},
     "merge 2 joins 0 and 2, where no two branches end"},
    {TREE,
     3,
     {.points = itself, .count = 1},
     "merge 1 joins 1 and 1, where no two branches end"},
    {WORLD,
     0,
     {.look = ASSAY_LOOK_ARROWS, .points = ways, .count = 6, .value = way},
     "0 worlds in panel \"\""},
    {WORLD,
     0,
     {.look = ASSAY_LOOK_ARROWS,
      .panel = TEXT("reward"),
      .points = outside,
      .count = 2,
      .value = two},
     "an arrow at (3, 0), outside the world"},
    {WORLD,
     0,
     {.look = ASSAY_LOOK_ARROWS,
      .panel = TEXT("reward"),
      .points = ways,
      .count = 2,
      .value = askew},
     "360 is no direction in degrees"},
    {WORLD,
     0,
     {.look = ASSAY_LOOK_WORLD,
      .panel = TEXT("reward"),
      .points = states,
      .count = 5,
      .value = reward},
     "2 worlds in panel \"reward\""},
};

START_TEST(what_is_no_picture_is_refused)
{
    struct assay_figure_spec spec = spec_of(faults[_i].kind);
    struct assay_series series[4] = {worlds[0]};
    struct assay_figure_drawn drawn = {0};
    char message[256];

    series[spec.series_count = faults[_i].kind == WORLD] = faults[_i].series;
    spec.series = series;
    spec.series_count++;
    spec.category_count = faults[_i].names;
    ck_assert_int_eq(assay_figure_draw(&spec, dir, &drawn, &err), ASSAY_EDATA);
    (void)snprintf(message, sizeof(message), "figure \"%s\": %s", spec.kind,
                   faults[_i].message);
    ck_assert_str_eq(err.text, message);
}
END_TEST

START_TEST(markers_of_a_cloud_stand_for_all_of_its_points)
{
    enum {
        POINTS = 16384
    };
    struct assay_point *points = assay_arena_new(&arena, POINTS, sizeof(*points));
    size_t *marks = assay_arena_new(&arena, POINTS, sizeof(*marks));
    struct assay_series series = {
        .look = ASSAY_LOOK_POINTS, .points = points, .count = POINTS};
    struct assay_figure_spec spec = {.kind = "curves",
                                     .name = ASSAY_STR("cloud"),
                                     .series = &series,
                                     .series_count = 1,
                                     .size = ASSAY_FIGURE_COLUMN};
    struct assay_figure_layout layout;
    size_t sum = 0, markers = 0;

    for (size_t i = 0; i < POINTS; i++)
        points[i] = (struct assay_point)AT((double)(i % 128), (double)(i * i % 127));
    points[POINTS - 1] = (struct assay_point)AT(127, 1000); /* stands apart */
    assay_figure_layout(&spec, &layout);
    assay_figure_marks(&layout, 0, marks);
    for (size_t i = 0; i < POINTS; i++) {
        sum += marks[i];
        markers += marks[i] > 0;
    }
    ck_assert_uint_eq(sum, POINTS);
    ck_assert_uint_lt(markers, POINTS / 2);
    ck_assert_uint_eq(marks[POINTS - 1], 1);
    ck_assert(assay_figure_is_cloud(&series));
    series.count = 400;
    ck_assert(!assay_figure_is_cloud(&series));
}
END_TEST

enum {
    LARGE = 150
};

/* A run of one series: a matrix of more names than are drawn. */
static void large_matrix(struct assay_series *series)
{
    struct assay_str *name = assay_arena_new(&arena, LARGE, sizeof(*name));
    struct assay_point *points =
        assay_arena_new(&arena, (size_t)LARGE * LARGE, sizeof(*points));
    double *number = assay_arena_new(&arena, (size_t)LARGE * LARGE, sizeof(*number));

    for (size_t i = 0; i < (size_t)LARGE * LARGE; i++) {
        const size_t row = i / LARGE;

        points[i] = (struct assay_point)AT((double)(i % LARGE), (double)row);
        number[i] = (double)(i % 7);
    }
    for (size_t i = 0; i < LARGE; i++)
        name[i] = assay_str_of(assay_arena_printf(&arena, "m%zu", i));
    *series = (struct assay_series){.figure = TEXT("large"),
                                    .look = ASSAY_LOOK_CELLS,
                                    .category = name,
                                    .category_count = LARGE,
                                    .points = points,
                                    .count = (size_t)LARGE * LARGE,
                                    .value = number};
}

START_TEST(of_a_large_matrix_the_first_rows_are_drawn)
{
    struct assay_series series;
    const struct assay_result result = {
        .title = TEXT("t"), .label = TEXT("m"), .series = &series, .series_count = 1};
    const struct assay_report_run run = {.result = &result};
    const struct assay_report_input input = {.runs = &run, .count = 1, .directory = dir};
    struct assay_figures figures = {0};
    struct assay_group *groups;
    size_t count;

    large_matrix(&series);
    assay_group_runs(&input, &arena, &groups, &count);
    ck_assert_uint_eq(count, 1);
    assay_figures_of_series(groups, &arena, &figures);
    ck_assert_uint_eq(figures.count, 1);
    ck_assert_str_eq(figures.spec->kind, "cells");
    ck_assert_uint_eq(figures.spec->category_count, 128);
    ck_assert_uint_eq(figures.spec->series->count, 16384);
    ck_assert(
        assay_str_starts(figures.spec->description, ASSAY_STR("The first 128 of 150. ")));
}
END_TEST

Suite *unit_figure_pictures(void)
{
    Suite *suite = suite_create("figure_pictures");
    TCase *files = tcase_create("files");
    TCase *parts = tcase_create("parts");

    tcase_add_checked_fixture(files, set_up, tear_down);
    tcase_add_checked_fixture(parts, set_up, tear_down);
    tcase_set_timeout(files, 60);
    tcase_add_loop_test(files, a_page_and_a_paper_have_pictures, 0, KINDS);
    tcase_add_loop_test(files, what_is_no_picture_is_refused, 0,
                        sizeof(faults) / sizeof(faults[0]));
    tcase_add_test(files, bars_begin_at_zero_and_an_open_interval_does_not_flatten_them);
    tcase_add_test(parts, markers_of_a_cloud_stand_for_all_of_its_points);
    tcase_add_test(parts, of_a_large_matrix_the_first_rows_are_drawn);
    suite_add_tcase(suite, files);
    suite_add_tcase(suite, parts);
    return suite;
}
