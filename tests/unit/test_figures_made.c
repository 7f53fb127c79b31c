/* test_figures_made.c - figures of comparisons, leaderboards and histories, made of plain arrays. */
#include "harness/core/document.h"
#include "reports/figures_flips.h"
#include "reports/figures_forest.h"
#include "reports/figures_history.h"
#include "reports/figures_leaderboard.h"
#include "tests/unit/golden.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <float.h>
#include <math.h>
#include <stdint.h>
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

static const struct assay_forest_row rows[] = {
    {TEXT("Knowledge"), true, 0.0325, true, 0.01, 0.055, true, 0.004,
     ASSAY_FOREST_BETTER},
    {TEXT("50% of $x_1$ & #2"), true, -0.04, true, -0.07, -0.01, true, 0.00001,
     ASSAY_FOREST_WORSE},
    {TEXT("Reasoning"), true, 0.001, true, -0.006, 0.008, false, 0, ASSAY_FOREST_SAME},
    {TEXT("Coding"), true, 0.02, true, -0.3, DBL_MAX, true, 0.7, ASSAY_FOREST_UNDECIDED},
    {TEXT("Math"), false, 0, false, 0, 0, false, 0, ASSAY_FOREST_UNDECIDED},
    {TEXT("Chat"), true, -0.01, false, 0, 0, false, 0, ASSAY_FOREST_UNJUDGED},
    {TEXT("Overall"), true, 0.005, true, -0.012, 0.022, true, 0.55,
     ASSAY_FOREST_UNDECIDED},
};

static void forest_spec(struct assay_figure_spec *spec)
{
    const struct assay_forest forest = {.name = ASSAY_STR("forest"),
                                        .first = ASSAY_STR("A-7B"),
                                        .second = ASSAY_STR("B-27B"),
                                        .what = ASSAY_STR("accuracy"),
                                        .unit = ASSAY_STR("percent"),
                                        .row = rows,
                                        .count = sizeof(rows) / sizeof(rows[0]),
                                        .totals = 1,
                                        .has_margin = true,
                                        .margin = 0.01,
                                        .adjusted = true,
                                        .level = 0.95};

    assay_figures_forest(&forest, &arena, spec);
}

static const struct assay_leader leaders[] = {{TEXT("b"), true, 0.75, true, 0.7, 0.8},
                                              {TEXT("none"), false, 0, false, 0, 0},
                                              {TEXT("c"), true, 0.9, false, 0, 0},
                                              {TEXT("a"), true, 0.75, true, 0.69, 0.81}};
static const struct assay_leader nulls[] = {{TEXT("random"), true, 0.5, false, 0, 0},
                                            {TEXT("length"), true, 0.58, false, 0, 0}};

static void board_spec(struct assay_figure_spec *spec)
{
    const struct assay_leaderboard board = {.name = ASSAY_STR("leaders"),
                                            .title = ASSAY_STR("JudgeBench"),
                                            .what = ASSAY_STR("accuracy"),
                                            .unit = ASSAY_STR("percent"),
                                            .model = leaders,
                                            .count = 4,
                                            .null = nulls,
                                            .null_count = 2,
                                            .level = 0.95};

    assay_figures_leaderboard(&board, &arena, spec);
}

#define NIGHT(i, value)                                                                  \
    {                                                                                    \
        1767225600 + (int64_t)(i)*86400, (value), true, (value)-0.02, (value) + 0.02,    \
            350                                                                          \
    }

static const struct assay_history_point nights[] = {
    NIGHT(0, 0.71), NIGHT(1, 0.69), NIGHT(2, 0.70), NIGHT(3, 0.64), NIGHT(5, 0.66)};
static const struct assay_history_level levels[] = {{0, 2, 0.70}, {3, 4, 0.65}};
static const struct assay_history_line lines[] = {
    {TEXT("B-27B"), TEXT("Math"), nights, 5, levels, 2, true, 0.68, DBL_MAX},
    {TEXT("B-27B"), TEXT("Coding"), nights, 4, NULL, 0, false, 0, 0},
    {TEXT("B-27B"), TEXT("Chat"), NULL, 0, NULL, 0, false, 0, 0}};

static void history_spec(struct assay_figure_spec *spec)
{
    const struct assay_history_figure history = {.name = ASSAY_STR("nights"),
                                                 .title = ASSAY_STR("Accuracy"),
                                                 .what = ASSAY_STR("accuracy"),
                                                 .unit = ASSAY_STR("percent"),
                                                 .line = lines,
                                                 .count = 3,
                                                 .level = 0.95};

    assay_figures_history(&history, &arena, spec);
}

static void flips_spec(struct assay_figure_spec *spec)
{
    const struct assay_flips flips = {
        .name = ASSAY_STR("flips"),
        .title = ASSAY_STR("Flips"),
        .first = ASSAY_STR("A-7B"),
        .second = ASSAY_STR("B-27B"),
        .items = {{100, 1, 20, 0}, {0, 0, 0, 0}, {30, 0, 50, 2}, {0, 0, 0, 0}}};

    assay_figures_flips(&flips, &arena, spec);
}

static const struct assay_str three[] = {TEXT("A"), TEXT("B"), TEXT("C")};
static const size_t won[] = {9, 20, 3, 30, 9, 0, 5, 7, 9};

static void matrix_spec(struct assay_figure_spec *spec)
{
    const struct assay_flip_matrix matrix = {.name = ASSAY_STR("won"),
                                             .title = ASSAY_STR("Flips"),
                                             .model = three,
                                             .count = 3,
                                             .items = won};

    assay_figures_flip_matrix(&matrix, &arena, spec);
}

/* Densities whose line crosses zero between two points, and one with none above it. */
static const struct assay_point low[] = {
    {-3, 0.1, false, 0, 0, 5}, {-1, 0.3, false, 0, 0, 15}, {1, 0.1, false, 0, 0, 5}};
static const struct assay_point high[] = {
    {-1, 0, false, 0, 0, 0}, {1, 0.25, false, 0, 0, 4}, {3, 0.25, false, 0, 0, 4}};
static const struct assay_series ridges[] = {
    {.name = TEXT("50% of $x_1$ & #2"),
     .look = ASSAY_LOOK_RIDGE,
     .points = low,
     .count = 3},
    {.name = TEXT("Overall"), .look = ASSAY_LOOK_RIDGE, .points = high, .count = 3}};

static void ridges_spec(struct assay_figure_spec *spec)
{
    *spec = (struct assay_figure_spec){.kind = "ridgeline",
                                       .name = ASSAY_STR("ridges"),
                                       .title = ASSAY_STR("Margins"),
                                       .x_label = ASSAY_STR("margin"),
                                       .series = ridges,
                                       .series_count = 2};
}

static const struct assay_point corner[] = {
    {0, 0, false, 0, 0, 0}, {0.25, 0.75, false, 0, 0, 0}, {1, 1, false, 0, 0, 0}};
static const struct assay_series roc[] = {
    {.name = TEXT("A model with quite a long name, for a legend beside it (AUC 0.7500)"),
     .look = ASSAY_LOOK_FIT,
     .points = corner,
     .count = 3},
    {.name = TEXT("chance"), .look = ASSAY_LOOK_REFERENCE, .points = corner, .count = 3}};

static void square_spec(struct assay_figure_spec *spec)
{
    *spec = (struct assay_figure_spec){.kind = "curves",
                                       .name = ASSAY_STR("square"),
                                       .title = ASSAY_STR("ROC"),
                                       .x_label = ASSAY_STR("wrong"),
                                       .y_label = ASSAY_STR("right"),
                                       .series = roc,
                                       .series_count = 2,
                                       .limited = true,
                                       .square = true,
                                       .hi = 1.0};
}

enum {
    ALL = (1 << ASSAY_FIGURE_FORMATS) - 1
};

static void (*const makers[])(struct assay_figure_spec *spec) = {
    forest_spec, board_spec,  history_spec, flips_spec,
    matrix_spec, ridges_spec, square_spec};

static void same_files(const struct assay_figure_spec *spec, const char *suffix)
{
    static const char *const endings[] = {"tsv", "gp"};

    for (size_t i = 0; i < 2; i++) {
        char path[SCRATCH_PATH], made[64], kept[64];

        (void)snprintf(made, sizeof(made), "%.*s.%s", ASSAY_STR_ARG(spec->name),
                       endings[i]);
        (void)snprintf(kept, sizeof(kept), "%.*s%s.%s", ASSAY_STR_ARG(spec->name), suffix,
                       endings[i]);
        scratch_path(dir, made, path);
        golden_same_file("tests/data/reports", kept, path);
    }
}

START_TEST(a_page_shows_what_is_kept)
{
    struct assay_figure_drawn drawn = {0};
    struct assay_figure_spec spec;

    makers[_i](&spec);
    ck_assert_msg(assay_figure_draw(&spec, dir, &drawn, &err) == ASSAY_OK, "%s",
                  err.text);
    same_files(&spec, "");
    ck_assert(!has_gnuplot() || drawn.svg.len > 0);
    assay_buf_release(&drawn.svg);
}
END_TEST

/* Every format, twice: the same bytes. */
START_TEST(a_paper_shows_what_is_kept)
{
    static const char *const endings[] = {".svg", ".pdf", ".png", "-cairolatex.tex",
                                          "-tikz.tex"};
    const struct assay_figure_wish wish = {ALL, ASSAY_FIGURE_COLUMN};
    struct assay_figure_spec spec;
    struct assay_buf first[5] = {{0}};
    char why[ASSAY_FIGURE_WHY];

    makers[_i](&spec);
    for (int turn = 0; turn < 2; turn++) {
        ck_assert_msg(assay_figure_export(&spec, dir, &wish, why, &err) == ASSAY_OK, "%s",
                      err.text);
        same_files(&spec, "-paper");
        if (!has_gnuplot())
            return;
        ck_assert_str_eq(why, "");
        for (size_t i = 0; i < 5; i++) {
            char path[SCRATCH_PATH], name[64];
            struct assay_buf bytes = {0};

            (void)snprintf(name, sizeof(name), "%.*s%s", ASSAY_STR_ARG(spec.name),
                           endings[i]);
            scratch_path(dir, name, path);
            ck_assert_msg(assay_document_read(path, 1 << 24, turn ? &bytes : &first[i],
                                              &err) == ASSAY_OK,
                          "%s", err.text);
            if (turn)
                ck_assert(
                    assay_str_equal(assay_buf_view(&bytes), assay_buf_view(&first[i])));
            assay_buf_release(&bytes);
        }
    }
    for (size_t i = 0; i < 5; i++)
        assay_buf_release(&first[i]);
}
END_TEST

START_TEST(a_forest_has_a_series_a_verdict_then_zero_and_the_band)
{
    static const char *const names[] = {
        "", "better", "worse", "same", "undecided", "", "no change that matters"};
    struct assay_figure_spec spec;

    forest_spec(&spec);
    ck_assert_uint_eq(spec.series_count, 7);
    for (size_t s = 0; s < 7; s++)
        ck_assert(assay_str_equal(spec.series[s].name, assay_str_of(names[s])));
    ck_assert_uint_eq(spec.series[4].count, 2); /* what is undefined has no point */
    ck_assert_double_eq(spec.series[1].points[0].y, 3.25);
    ck_assert_double_eq(spec.series[4].points[0].hi, DBL_MAX);
    ck_assert_double_eq(spec.series[6].points[0].lo, -1.0);
    ck_assert_str_eq(spec.title.ptr, "B-27B minus A-7B");
    ck_assert_str_eq(spec.column[0].text[1].ptr, "\u22124.00");
    ck_assert_str_eq(spec.column[0].text[4].ptr, "\u2013");
    ck_assert_str_eq(spec.column[1].text[3].ptr, "[\u221230.00, \u221E]");
    ck_assert_str_eq(spec.column[2].text[1].ptr, "< 0.001");
    ck_assert_str_eq(spec.column[2].text[0].ptr, "0.004");
}
END_TEST

START_TEST(a_leaderboard_is_sorted_and_what_is_undefined_is_last)
{
    static const char *const order[] = {"c", "a", "b", "none"};
    struct assay_figure_spec spec;

    board_spec(&spec);
    for (size_t i = 0; i < 4; i++)
        ck_assert(assay_str_equal(spec.category[i], assay_str_of(order[i])));
    ck_assert_uint_eq(spec.series[0].count, 3);
    ck_assert_uint_eq(spec.series_count, 3);
    ck_assert_double_eq_tol(spec.series[2].points[0].y, 58.0, 1e-12);
    ck_assert(spec.limited);
}
END_TEST

START_TEST(levels_meet_half_way_between_the_nights_that_they_divide)
{
    const struct assay_series *steps = NULL;
    struct assay_figure_spec spec;

    history_spec(&spec);
    for (size_t s = 0; s < spec.series_count; s++)
        if (spec.series[s].look == ASSAY_LOOK_FIT)
            steps = &spec.series[s];
    ck_assert_ptr_nonnull(steps);
    ck_assert_uint_eq(steps->count, 4);
    ck_assert_double_eq(steps->points[0].x, 1767225600.0);
    ck_assert_double_eq(steps->points[1].x, 1767225600.0 + 2.5 * 86400.0);
    ck_assert_double_eq(steps->points[2].x, steps->points[1].x);
    ck_assert_double_eq(steps->points[3].x, 1767225600.0 + 5.0 * 86400.0);
    ck_assert_double_eq(steps->points[3].y, 65.0);
}
END_TEST

START_TEST(a_caption_speaks_of_change_points_where_these_were_looked_for)
{
    static const struct assay_history_level one[] = {{0, 4, 0.68}};
    struct assay_history_line line = lines[1];
    const struct assay_history_figure history = {.name = ASSAY_STR("nights"),
                                                 .title = ASSAY_STR("Accuracy"),
                                                 .what = ASSAY_STR("accuracy"),
                                                 .unit = ASSAY_STR("percent"),
                                                 .line = &line,
                                                 .count = 1,
                                                 .level = 0.95};
    const char *const plain = "Values by the date of their run, with their intervals.";
    struct assay_figure_spec spec;

    assay_figures_history(&history, &arena, &spec);
    ck_assert(assay_str_equal(spec.description, assay_str_of(plain)));
    line = (struct assay_history_line){
        .point = nights, .count = 5, .level = one, .level_count = 1};
    assay_figures_history(&history, &arena, &spec);
    ck_assert(assay_str_equal(
        spec.description,
        ASSAY_STR("Values by the date of their run, with their intervals. Level lines "
                  "are means: there is no change point.")));
    history_spec(&spec);
    ck_assert(assay_str_find(spec.description, ASSAY_STR("dashed")) <
              spec.description.len);
}
END_TEST

static const struct {
    size_t rows, series;
    double x, y;
    const char *text;
} wrong[] = {
    {0, 1, 0, 1, "figure \"forest\": 0 rows, not 1 to 400"},
    {401, 1, 0, 1, "figure \"forest\": 401 rows, not 1 to 400"},
    {3, 1, 3, 1, "figure \"forest\": no category 3"},
    {3, 1, 0.5, 1, "figure \"forest\": no category 0.5"},
    {3, 1, 0, HUGE_VAL, "figure \"forest\": a value is no number"},
    {3, 0, 0, 1, "figure \"forest\": 0 series"},
};

START_TEST(rows_that_cannot_be_drawn_are_refused)
{
    const struct assay_point point = {.x = wrong[_i].x, .y = wrong[_i].y};
    const struct assay_series series = {
        .look = ASSAY_LOOK_POINTS, .points = &point, .count = 1};
    const struct assay_figure_spec spec = {.kind = "forest",
                                           .name = ASSAY_STR("forest"),
                                           .series = &series,
                                           .series_count = wrong[_i].series,
                                           .category_count = wrong[_i].rows};
    struct assay_figure_drawn drawn = {0};

    ck_assert_int_eq(assay_figure_draw(&spec, dir, &drawn, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, wrong[_i].text);
}
END_TEST

START_TEST(less_than_no_items_are_refused)
{
    struct assay_figure_drawn drawn = {0};
    struct assay_figure_spec spec;

    flips_spec(&spec);
    *(double *)(uintptr_t)spec.series[0].value = -1.0;
    ck_assert_int_eq(assay_figure_draw(&spec, dir, &drawn, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "figure \"flips\": less than no items");
}
END_TEST

static const struct {
    struct assay_point point[2];
    size_t count;
    const char *text;
} densities[] = {
    {{{0, 1, false, 0, 0, 0}}, 1, "figure \"ridges\": a ridge of 1 points"},
    {{{0, 1, false, 0, 0, 0}, {0, 1, false, 0, 0, 0}},
     2,
     "figure \"ridges\": a ridge that is no density"},
    {{{0, 1, false, 0, 0, 0}, {1, -1, false, 0, 0, 0}},
     2,
     "figure \"ridges\": a ridge that is no density"},
    {{{0, 1, false, 0, 0, 0}, {1, HUGE_VAL, false, 0, 0, 0}},
     2,
     "figure \"ridges\": a ridge that is no density"},
};

START_TEST(ridges_that_are_no_density_are_refused)
{
    const struct assay_series series = {.look = ASSAY_LOOK_RIDGE,
                                        .points = densities[_i].point,
                                        .count = densities[_i].count};
    struct assay_figure_drawn drawn = {0};
    struct assay_figure_spec spec;

    ridges_spec(&spec);
    spec.series = &series;
    spec.series_count = 1;
    ck_assert_int_eq(assay_figure_draw(&spec, dir, &drawn, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, densities[_i].text);
}
END_TEST

Suite *unit_figures_made(void)
{
    Suite *suite = suite_create("figures_made");
    TCase *all = tcase_create("all");
    const int count = sizeof(makers) / sizeof(makers[0]);

    tcase_add_checked_fixture(all, set_up, tear_down);
    tcase_set_timeout(all, 60);
    tcase_add_loop_test(all, a_page_shows_what_is_kept, 0, count);
    tcase_add_loop_test(all, a_paper_shows_what_is_kept, 0, count);
    tcase_add_test(all, a_forest_has_a_series_a_verdict_then_zero_and_the_band);
    tcase_add_test(all, a_leaderboard_is_sorted_and_what_is_undefined_is_last);
    tcase_add_test(all, a_caption_speaks_of_change_points_where_these_were_looked_for);
    tcase_add_test(all, levels_meet_half_way_between_the_nights_that_they_divide);
    tcase_add_loop_test(all, rows_that_cannot_be_drawn_are_refused, 0,
                        sizeof(wrong) / sizeof(wrong[0]));
    tcase_add_loop_test(all, ridges_that_are_no_density_are_refused, 0,
                        sizeof(densities) / sizeof(densities[0]));
    tcase_add_test(all, less_than_no_items_are_refused);
    suite_add_tcase(suite, all);
    return suite;
}
