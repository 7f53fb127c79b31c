/* test_figure_pictures.c - matrices, maps, trees and worlds: what is drawn, and of what nothing is. */
#include "harness/core/file.h"
#include "reports/figure.h"
#include "reports/figure_layout.h"
#include "reports/figure_name.h"
#include "reports/figure_place.h"
#include "reports/figure_scale.h"
#include "reports/figures.h"
#include "tests/unit/golden.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

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

/* Y of CIE XYZ, which lightness rises with. */
static double luminance(const unsigned char rgb[3])
{
    static const double weight[] = {0.2126, 0.7152, 0.0722};
    double sum = 0.0;

    for (size_t i = 0; i < 3; i++) {
        const double c = rgb[i] / 255.0;

        sum += weight[i] * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
}

START_TEST(levels_differ_in_lightness_and_from_all_other_colours)
{
    for (size_t i = 0; i < 2 * (size_t)ASSAY_FIGURE_LEVELS; i++) {
        const bool below = i >= ASSAY_FIGURE_LEVELS;
        const size_t level = i % ASSAY_FIGURE_LEVELS;
        const struct assay_figure_colour colour = assay_figure_ramp(below, level);

        for (size_t k = 0; k < ASSAY_FIGURE_COLOURS; k++)
            ck_assert_uint_ne(assay_figure_rgb(colour),
                              assay_figure_rgb(assay_figure_colour(k)));
        for (int ink = 0; ink < ASSAY_FIGURE_INKS; ink++)
            ck_assert_uint_ne(assay_figure_rgb(colour), assay_figure_rgb(assay_figure_ink(
                                                            (enum assay_figure_ink)ink)));
        if (level > 0) {
            const struct assay_figure_colour last = assay_figure_ramp(below, level - 1);

            ck_assert(luminance(colour.light) < luminance(last.light));
            ck_assert(luminance(colour.dark) > luminance(last.dark));
        }
    }
}
END_TEST

/* Contrast as WCAG 2.1 has it: at least 3 for what is large or a graphic. */
static double contrast(const unsigned char a[3], const unsigned char b[3])
{
    const double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

    return x > y ? x / y : y / x;
}

START_TEST(texts_are_read_on_every_level)
{
    const double ends[] = {-1.0, 1.0};
    const struct assay_figure_scale scale = assay_figure_scale_of(ends, 2);

    for (int i = -100; i <= 100; i++) {
        const struct assay_figure_colour colour =
            assay_figure_scale_colour(&scale, i / 100.0);
        const struct assay_figure_colour ink = assay_figure_scale_ink(&scale, i / 100.0);

        ck_assert_msg(contrast(colour.light, ink.light) >= 3.0, "%d", i);
        ck_assert_msg(contrast(colour.dark, ink.dark) >= 3.0, "%d", i);
    }
}
END_TEST

static bool is_blue(struct assay_figure_colour colour)
{
    return colour.light[2] > colour.light[0];
}

START_TEST(a_scale_of_both_signs_has_zero_in_its_middle)
{
    const double both[] = {-0.5, 0.25}, one[] = {0.25, 0.5}, high[] = {10.0, 11.0};
    const double noise[] = {-1e-17, 0.5};
    struct assay_figure_scale scale = assay_figure_scale_of(both, 2);

    ck_assert(scale.diverging);
    ck_assert_double_eq(scale.axis.lo, -scale.axis.hi);
    ck_assert(!is_blue(assay_figure_scale_colour(&scale, -0.5)));
    ck_assert(is_blue(assay_figure_scale_colour(&scale, 0.25)));
    ck_assert_uint_eq(assay_figure_rgb(assay_figure_scale_colour(&scale, 0.0)),
                      assay_figure_rgb(assay_figure_ramp(false, 0)));
    scale = assay_figure_scale_of(one, 2);
    ck_assert(!scale.diverging);
    ck_assert_double_eq(scale.axis.lo, 0.0);
    scale = assay_figure_scale_of(noise, 2);
    ck_assert(!scale.diverging);
    ck_assert_double_eq(scale.axis.lo, 0.0);
    ck_assert_double_eq_tol(scale.width, 2.24, 1e-9);
    scale = assay_figure_scale_of(high, 2); /* differences would not be seen from zero */
    ck_assert(scale.axis.lo > 9.0);
    ck_assert_uint_eq(
        assay_figure_rgb(assay_figure_scale_colour(&scale, 1e9)),
        assay_figure_rgb(assay_figure_ramp(false, ASSAY_FIGURE_LEVELS - 1)));
}
END_TEST

static const struct {
    double value[2];
    int decimals;
    double bare, width; /* 0: not looked at */
} digits[] = {
    {{0, 3}, 0, 0, 0},
    {{0.5, 0.25}, 2, 1.60, 2.24}, /* ".25", "0.25" */
    {{-1, 0.04}, 2, 2.44, 3.08},
    {{1.5, 0.25}, 2, 1.60, 2.24}, /* "1.5", "1.50" */
    {{15.5, 0.25}, 1, 1.28, 2.24},
    {{155.5, 0.25}, 0, 0, 1.92},
    {{0.05, 0.01}, 3, 2.24, 2.88},
    {{0.005, 0.001}, 4, 2.88, 3.52},
    {{1e-5, 0}, -1, 0, 0},
    {{1e6, 0}, -1, 0, 0},
};

START_TEST(numbers_in_cells_have_three_digits)
{
    const struct assay_figure_scale scale = assay_figure_scale_of(digits[_i].value, 2);

    ck_assert_int_eq(scale.decimals, digits[_i].decimals);
    ck_assert_double_eq_tol(scale.bare_width, digits[_i].bare, 1e-9);
    if (digits[_i].width > 0.0)
        ck_assert_double_eq_tol(scale.width, digits[_i].width, 1e-9);
}
END_TEST

enum {
    NAMED = 200
};

static struct assay_figure_box box_of(const struct assay_figure_tag *tag)
{
    return (struct assay_figure_box){tag->left, tag->left + tag->width, tag->top,
                                     tag->top + tag->height};
}

static bool overlap(struct assay_figure_box a, struct assay_figure_box b)
{
    return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

static struct assay_figure_box marker_of(const struct assay_figure_tag *tag)
{
    return (struct assay_figure_box){tag->x - tag->radius, tag->x + tag->radius,
                                     tag->y - tag->radius, tag->y + tag->radius};
}

START_TEST(no_name_lies_on_another_nor_on_a_point)
{
    const struct assay_figure_box within = {0, 500, 0, 300};
    struct assay_figure_tag tag[NAMED];
    uint64_t state = 11 + (uint64_t)_i;
    size_t placed = 0;

    for (size_t i = 0; i < NAMED; i++) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        tag[i] = (struct assay_figure_tag){.x = (double)(state >> 40U & 0x3FFU) * 0.48,
                                           .y = (double)(state >> 50U & 0x3FFU) * 0.29,
                                           .radius = 3,
                                           .width = 40,
                                           .height = 8};
    }
    assay_figure_place(tag, NAMED, within);
    ck_assert(tag[0].placed);
    for (size_t i = 0; i < NAMED; i++) {
        if (!tag[i].placed)
            continue;
        placed++;
        ck_assert(tag[i].left >= -1e-9 && tag[i].left + 40 <= 500 + 1e-9);
        ck_assert(tag[i].top >= 0 && tag[i].top + 8 <= 300);
        for (size_t k = 0; k < NAMED; k++) {
            ck_assert(k == i || !overlap(box_of(&tag[i]), marker_of(&tag[k])));
            ck_assert(k <= i || !tag[k].placed ||
                      !overlap(box_of(&tag[i]), box_of(&tag[k])));
        }
    }
    ck_assert_uint_gt(placed, NAMED / 3);
}
END_TEST

START_TEST(names_lose_their_middle_where_they_are_too_wide)
{
    const struct assay_figure_spec spec = spec_of(MAP);
    const struct assay_str name = ASSAY_STR("Skywork-Reward-Gemma-2-27B");
    struct assay_str shown = assay_figure_fit(&spec, name, 10.0, 1000.0, &arena);

    ck_assert(assay_str_equal(shown, name));
    shown = assay_figure_fit(&spec, name, 10.0, 80.0, &arena);
    ck_assert(assay_figure_width(&spec, shown, 10.0) <= 80.0);
    ck_assert(assay_str_starts(shown, ASSAY_STR("Skywo")));
    ck_assert_int_eq(strncmp(shown.ptr + shown.len - 5, "2-27B", 5), 0);
    ck_assert_double_eq_tol(assay_figure_ems(ASSAY_STR("0.5")), 0.64 + 0.32 + 0.64,
                            1e-12);
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
    tcase_add_test(parts, levels_differ_in_lightness_and_from_all_other_colours);
    tcase_add_test(parts, texts_are_read_on_every_level);
    tcase_add_test(parts, a_scale_of_both_signs_has_zero_in_its_middle);
    tcase_add_loop_test(parts, numbers_in_cells_have_three_digits, 0,
                        sizeof(digits) / sizeof(digits[0]));
    tcase_add_loop_test(parts, no_name_lies_on_another_nor_on_a_point, 0, 20);
    tcase_add_test(parts, names_lose_their_middle_where_they_are_too_wide);
    tcase_add_test(parts, markers_of_a_cloud_stand_for_all_of_its_points);
    tcase_add_test(parts, of_a_large_matrix_the_first_rows_are_drawn);
    suite_add_tcase(suite, files);
    suite_add_tcase(suite, parts);
    return suite;
}
