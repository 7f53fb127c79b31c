/* test_figure_curves.c - series as they say they are drawn, on a page and for a paper. */
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
static struct assay_error err;

static void set_up(void)
{
    scratch_make(dir);
    err = (struct assay_error){0};
}

static void tear_down(void)
{
    scratch_remove(dir);
}

static bool has_gnuplot(void)
{
    return system("gnuplot --version >/dev/null 2>&1") == 0; // NOLINT(cert-env33-c)
}

#define TEXT(literal)                                                                    \
    {                                                                                    \
        (literal), sizeof(literal) - 1                                                   \
    }

static const struct assay_point proxy[] = {{0.5, 0.7, true, 0.6, 0.8, 50},
                                           {1, 1.4, true, 1.2, 1.6, 50},
                                           {2, 2.5, false, 0, 0, 0}};
static const struct assay_point form[] = {
    {0, 0, false, 0, 0, 0}, {1, 1.3, false, 0, 0, 0}, {2, 2.4, false, 0, 0, 0}};
static const struct assay_point gold[] = {{0.5, 0.5, true, 0.4, 0.6, 50},
                                          {1, 0.9, true, 0.8, 1.0, 50},
                                          {2, 0.6, true, 0.3, 0.9, 50}};
static const struct assay_point peak[] = {{1.2, 0.95, true, 0.8, DBL_MAX, 0}};
static const struct assay_point gap[] = {{0.5, 0.6, true, 0.5, 0.7, 0},
                                         {2, 1.5, true, 0.6, 2.5, 0}};
static const struct assay_point zero[] = {{0.5, 0, false, 0, 0, 0},
                                          {2, 0, false, 0, 0, 0}};

static const struct assay_series overoptimised[] = {
    {.name = TEXT("proxy"),
     .y_label = TEXT("reward"),
     .look = ASSAY_LOOK_POINTS,
     .of = TEXT("proxy"),
     .points = proxy,
     .count = 3},
    {.name = TEXT("proxy, d(\u03B1 \u2212 \u03B2d)"),
     .look = ASSAY_LOOK_FIT,
     .of = TEXT("proxy"),
     .points = form,
     .count = 3},
    {.name = TEXT("gold_50%"), .points = gold, .count = 3},
    {.name = TEXT("its peak"),
     .look = ASSAY_LOOK_PEAK,
     .of = TEXT("gold_50%"),
     .points = peak,
     .count = 1},
    {.name = TEXT("gap"), .look = ASSAY_LOOK_AREA, .points = gap, .count = 2},
    {.name = TEXT("no gain"), .look = ASSAY_LOOK_REFERENCE, .points = zero, .count = 2},
};

static struct assay_figure_spec overopt_spec(void)
{
    return (struct assay_figure_spec){.kind = "curves",
                                      .name = ASSAY_STR("overopt"),
                                      .title = ASSAY_STR("Gold and proxy"),
                                      .x_label = ASSAY_STR("d = \u221AKL, \u221Anats"),
                                      .y_label = ASSAY_STR("reward"),
                                      .series = overoptimised,
                                      .series_count = 6,
                                      .level = 0.95};
}

static const struct assay_str checkpoints[] = {TEXT("step 100"), TEXT("step 200"),
                                               TEXT("step 300")};
static const struct assay_point turns[] = {{0, 64, true, 32, 150, 0},
                                           {2, 128, true, 70, 400, 0}};
static const struct assay_point none[] = {{1, 512, false, 0, 0, 0}};

/* Two panels with a y axis each, over categories. */
static const struct assay_series history[] = {
    {.name = TEXT("turning point"),
     .y_label = TEXT("n"),
     .look = ASSAY_LOOK_POINTS,
     .y_scale = ASSAY_SCALE_LOG2,
     .panel = TEXT("Math"),
     .of = TEXT("t"),
     .points = turns,
     .count = 2},
    {.name = TEXT("none so far"),
     .look = ASSAY_LOOK_BEYOND,
     .panel = TEXT("Math"),
     .of = TEXT("t"),
     .points = none,
     .count = 1},
    {.name = TEXT("turning point"),
     .y_label = TEXT("d"),
     .look = ASSAY_LOOK_POINTS,
     .panel = TEXT("Code"),
     .of = TEXT("t"),
     .points = turns,
     .count = 2},
};

static struct assay_figure_spec history_spec(void)
{
    return (struct assay_figure_spec){.kind = "curves",
                                      .name = ASSAY_STR("history"),
                                      .x_label = ASSAY_STR("checkpoint"),
                                      .series = history,
                                      .series_count = 3,
                                      .category = checkpoints,
                                      .category_count = 3,
                                      .level = 0.9};
}

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

START_TEST(a_page_shows_looks_and_panels)
{
    const struct assay_figure_spec spec[] = {overopt_spec(), history_spec()};

    for (size_t i = 0; i < 2; i++) {
        struct assay_figure_drawn drawn = {0};

        ck_assert_int_eq(assay_figure_draw(&spec[i], dir, &drawn, &err), ASSAY_OK);
        ck_assert_str_eq(drawn.why, has_gnuplot() ? "" : "gnuplot: not installed");
        ck_assert(!has_gnuplot() ||
                  strstr(drawn.svg.data, i ? "none so far" : "gold_50%"));
        assay_buf_release(&drawn.svg);
        same_files(&spec[i], "");
    }
}
END_TEST

/* What every picture begins with. */
static const struct {
    const char *ending, *magic;
} pictures[] = {
    {".svg", "<svg "},
    {".pdf", "%PDF-"},
    {".png", "\x89PNG"},
    {"-cairolatex.tex", "% GNUPLOT: LaTeX picture"},
    {"-cairolatex.pdf", "%PDF-"},
    {"-tikz.tex", "\\begin{tikzpicture}"},
};

enum {
    PICTURES = sizeof(pictures) / sizeof(pictures[0]),
    ALL = (1 << ASSAY_FIGURE_FORMATS) - 1,
    BYTES = 1 << 24
};

static void read_picture(const char *name, size_t i, struct assay_buf *text)
{
    char path[SCRATCH_PATH], file[64];

    (void)snprintf(file, sizeof(file), "%s%s", name, pictures[i].ending);
    scratch_path(dir, file, path);
    ck_assert_msg(assay_document_read(path, BYTES, text, &err) == ASSAY_OK, "%s",
                  err.text);
}

START_TEST(a_paper_gets_every_format)
{
    const struct assay_figure_spec spec[] = {overopt_spec(), history_spec()};
    const struct assay_figure_wish wish[] = {{ALL, ASSAY_FIGURE_COLUMN},
                                             {ALL, ASSAY_FIGURE_PAGE}};
    static const char *const names[] = {"overopt", "history"};

    for (size_t k = 0; k < 2; k++) {
        char why[ASSAY_FIGURE_WHY];

        ck_assert_int_eq(assay_figure_export(&spec[k], dir, &wish[k], why, &err),
                         ASSAY_OK);
        same_files(&spec[k], "-paper");
        ck_assert_str_eq(why, has_gnuplot() ? "" : "gnuplot: not installed");
        for (size_t i = 0; i < PICTURES && has_gnuplot(); i++) {
            struct assay_buf text = {0};

            read_picture(names[k], i, &text);
            ck_assert_int_eq(
                strncmp(text.data, pictures[i].magic, strlen(pictures[i].magic)), 0);
            assay_buf_release(&text);
        }
    }
}
END_TEST

START_TEST(the_same_figure_has_the_same_bytes_whenever_it_is_drawn)
{
    const struct assay_figure_spec spec = overopt_spec();
    const struct assay_figure_wish wish = {ALL, ASSAY_FIGURE_COLUMN};
    struct assay_buf first[PICTURES] = {{0}};
    char why[ASSAY_FIGURE_WHY];

    if (!has_gnuplot())
        return;
    ck_assert_int_eq(assay_figure_export(&spec, dir, &wish, why, &err), ASSAY_OK);
    for (size_t i = 0; i < PICTURES; i++)
        read_picture("overopt", i, &first[i]);
    for (size_t i = 0; i < PICTURES; i++) {
        const bool pdf = strncmp(first[i].data, "%PDF", 4) == 0;

        ck_assert(!pdf || assay_str_find(assay_buf_view(&first[i]),
                                         ASSAY_STR("/CreationDate (D:00000000000000")) <
                              first[i].len);
    }
    ck_assert_int_eq(system("sleep 1.1"), 0); // NOLINT(cert-env33-c)
    ck_assert_int_eq(assay_figure_export(&spec, dir, &wish, why, &err), ASSAY_OK);
    for (size_t i = 0; i < PICTURES; i++) {
        struct assay_buf again = {0};

        read_picture("overopt", i, &again);
        ck_assert_msg(assay_str_equal(assay_buf_view(&first[i]), assay_buf_view(&again)),
                      "%s", pictures[i].ending);
        assay_buf_release(&again);
        assay_buf_release(&first[i]);
    }
}
END_TEST

START_TEST(only_formats_that_were_asked_for_are_there)
{
    const struct assay_figure_spec spec = overopt_spec();
    const struct assay_figure_wish all = {ALL, ASSAY_FIGURE_COLUMN};
    const struct assay_figure_wish one = {1U << ASSAY_FIGURE_PNG, ASSAY_FIGURE_COLUMN};
    char why[ASSAY_FIGURE_WHY], path[SCRATCH_PATH];

    if (!has_gnuplot())
        return;
    ck_assert_int_eq(assay_figure_export(&spec, dir, &all, why, &err), ASSAY_OK);
    ck_assert_int_eq(assay_figure_export(&spec, dir, &one, why, &err), ASSAY_OK);
    scratch_path(dir, "overopt.png", path);
    ck_assert(assay_file_exists(path));
    scratch_path(dir, "overopt.pdf", path);
    ck_assert(!assay_file_exists(path));
    scratch_path(dir, "overopt-tikz.tex", path);
    ck_assert(!assay_file_exists(path));
}
END_TEST

START_TEST(what_has_no_place_on_an_axis_is_refused)
{
    struct assay_figure_spec spec = history_spec();
    struct assay_figure_drawn drawn = {0};
    struct assay_series series = {
        .name = ASSAY_STR("s"), .x_scale = ASSAY_SCALE_LOG2, .points = zero, .count = 2};
    struct assay_series many[ASSAY_FIGURE_SERIES + 1];
    char names[ASSAY_FIGURE_SERIES + 1][4];

    spec.category_count = 2;
    ck_assert_int_eq(assay_figure_draw(&spec, dir, &drawn, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "figure \"history\": no category 2");
    spec = overopt_spec();
    spec.series = &series;
    spec.series_count = 1;
    series.y_scale = ASSAY_SCALE_LOG10;
    ck_assert_int_eq(assay_figure_draw(&spec, dir, &drawn, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "figure \"overopt\": (0.5, 0) on a logarithmic axis");
    series.count = 0;
    ck_assert_int_eq(assay_figure_draw(&spec, dir, &drawn, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "figure \"overopt\": a series without points");
    for (size_t i = 0; i <= ASSAY_FIGURE_SERIES; i++) {
        (void)snprintf(names[i], sizeof(names[i]), "%zu", i);
        many[i] = (struct assay_series){
            .name = assay_str_of(names[i]), .points = zero, .count = 2};
    }
    spec.series = many;
    spec.series_count = ASSAY_FIGURE_SERIES + 1;
    ck_assert_int_eq(assay_figure_draw(&spec, dir, &drawn, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "figure \"overopt\": more than 12 colours");
}
END_TEST

START_TEST(what_has_no_room_is_refused)
{
    struct assay_figure_spec spec = overopt_spec();
    struct assay_figure_drawn drawn = {0};
    struct assay_series many[ASSAY_FIGURE_ENTRIES];
    char names[ASSAY_FIGURE_ENTRIES][4];

    for (size_t i = 0; i < ASSAY_FIGURE_ENTRIES; i++) {
        (void)snprintf(names[i], sizeof(names[i]), "%zu", i);
        many[i] = (struct assay_series){.name = assay_str_of(names[i]),
                                        .of = ASSAY_STR("one"),
                                        .points = zero,
                                        .count = 2};
    }
    spec.series = many;
    spec.series_count = ASSAY_FIGURE_ENTRIES;
    ck_assert_int_eq(assay_figure_draw(&spec, dir, &drawn, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "figure \"overopt\": 24 names or more in the legend");
    for (size_t i = 0; i <= ASSAY_FIGURE_PANELS; i++)
        many[i].panel = many[i].name;
    spec.series_count = ASSAY_FIGURE_PANELS + 1;
    ck_assert_int_eq(assay_figure_draw(&spec, dir, &drawn, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "figure \"overopt\": more than 12 panels");
    spec.series_count--;
    ck_assert_int_eq(assay_figure_draw(&spec, dir, &drawn, &err), ASSAY_OK);
    assay_buf_release(&drawn.svg);
}
END_TEST

START_TEST(an_interval_without_bound_does_not_flatten_the_values)
{
    struct assay_figure_extent extent = assay_figure_extent();
    struct assay_figure_axis axis;

    assay_figure_extent_add(&extent, 1.0);
    assay_figure_extent_add(&extent, 3.0);
    assay_figure_extent_band(&extent, -DBL_MAX, DBL_MAX);
    axis = assay_figure_axis_y(&extent, ASSAY_SCALE_LINEAR);
    ck_assert(axis.lo >= -2.0 && axis.lo < 1.0);
    ck_assert(axis.hi <= 6.0 && axis.hi > 3.0);
    axis = assay_figure_axis_x(&extent, ASSAY_SCALE_LOG2);
    ck_assert(axis.lo > 0.2 && axis.lo < 1.0);
    ck_assert(axis.hi < 15.0 && axis.hi > 3.0);
}
END_TEST

START_TEST(an_interval_with_bounds_is_seen_whole_unless_it_is_huge)
{
    struct assay_figure_extent extent = assay_figure_extent();
    struct assay_figure_axis axis;

    assay_figure_extent_add(&extent, 10.0);
    assay_figure_extent_add(&extent, 12.0);
    assay_figure_extent_band(&extent, 6.0, 16.0);
    axis = assay_figure_axis_y(&extent, ASSAY_SCALE_LINEAR);
    ck_assert(axis.lo <= 6.0 && axis.hi >= 16.0);
    assay_figure_extent_band(&extent, -500.0, 500.0);
    axis = assay_figure_axis_y(&extent, ASSAY_SCALE_LINEAR);
    ck_assert(axis.lo > 0.0 && axis.hi < 20.0);
}
END_TEST

static const struct {
    double values[2];
    enum assay_series_scale scale;
    size_t most;
    const char *tics; /* all of them */
} axes[] = {
    {{1, 4096}, ASSAY_SCALE_LOG2, 13, "1 2 4 8 16 32 64 128 256 512 1024 2048 4096"},
    {{1, 4096}, ASSAY_SCALE_LOG2, 5, "1 8 64 512 4096"},
    {{1, 1048576}, ASSAY_SCALE_LOG2, 3, "1 128 16384"},
    {{1e6, 1e9}, ASSAY_SCALE_LOG10, 8, "10\u2076 10\u2077 10\u2078 10\u2079"},
    {{1e-5, 1e-2}, ASSAY_SCALE_LOG10, 8, "10\u207B\u2075 10\u207B\u2074 0.001 0.01"},
    {{0, 5}, ASSAY_SCALE_LINEAR, 6, "0 1 2 3 4 5"},
    {{-3, -1}, ASSAY_SCALE_LINEAR, 5, "\u22123 \u22122.5 \u22122 \u22121.5 \u22121"},
    {{0, 3e6},
     ASSAY_SCALE_LINEAR,
     4,
     "0 1\u00D710\u2076 2\u00D710\u2076 3\u00D710\u2076"},
    {{7, 7}, ASSAY_SCALE_LINEAR, 5, "4 6 8 10"},
};

START_TEST(tics_are_round_numbers)
{
    struct assay_figure_extent extent = assay_figure_extent();
    struct assay_figure_tic tics[ASSAY_FIGURE_TICS];
    struct assay_figure_axis axis;
    struct assay_buf got = {0};
    size_t count;

    assay_figure_extent_add(&extent, axes[_i].values[0]);
    assay_figure_extent_add(&extent, axes[_i].values[1]);
    axis = assay_figure_axis_x(&extent, axes[_i].scale);
    count = assay_figure_axis_tics(&axis, axes[_i].most, tics);
    for (size_t i = 0; i < count; i++)
        assay_buf_printf(&got, "%s%s", i ? " " : "", tics[i].text);
    ck_assert_str_eq(got.data, axes[_i].tics);
    assay_buf_release(&got);
}
END_TEST

START_TEST(formats_and_sizes_are_known_by_name)
{
    enum assay_figure_size size;
    unsigned formats;

    ck_assert_int_eq(assay_figures_formats("tikz,svg", &formats, &err), ASSAY_OK);
    ck_assert_uint_eq(formats, 1U << ASSAY_FIGURE_TIKZ | 1U << ASSAY_FIGURE_SVG);
    ck_assert_int_eq(assay_figures_formats("svg,", &formats, &err), ASSAY_EUSAGE);
    ck_assert_int_eq(assay_figures_formats("", &formats, &err), ASSAY_EUSAGE);
    ck_assert_int_eq(assay_figures_formats("svg,gif", &formats, &err), ASSAY_EUSAGE);
    ck_assert_str_eq(err.text,
                     "figures: \"gif\" is none of svg, pdf, png, cairolatex, tikz");
    ck_assert_int_eq(assay_figures_size("page", &size, &err), ASSAY_OK);
    ck_assert_int_eq(size, ASSAY_FIGURE_PAGE);
    ck_assert_int_eq(assay_figures_size("web", &size, &err), ASSAY_EUSAGE);
}
END_TEST

Suite *unit_figure_curves(void)
{
    Suite *suite = suite_create("figure_curves");
    TCase *files = tcase_create("files");
    TCase *parts = tcase_create("parts");

    tcase_add_checked_fixture(files, set_up, tear_down);
    tcase_set_timeout(files, 60);
    tcase_add_test(files, a_page_shows_looks_and_panels);
    tcase_add_test(files, a_paper_gets_every_format);
    tcase_add_test(files, the_same_figure_has_the_same_bytes_whenever_it_is_drawn);
    tcase_add_test(files, only_formats_that_were_asked_for_are_there);
    tcase_add_test(files, what_has_no_place_on_an_axis_is_refused);
    tcase_add_test(files, what_has_no_room_is_refused);
    tcase_add_test(parts, an_interval_without_bound_does_not_flatten_the_values);
    tcase_add_test(parts, an_interval_with_bounds_is_seen_whole_unless_it_is_huge);
    tcase_add_loop_test(parts, tics_are_round_numbers, 0, sizeof(axes) / sizeof(axes[0]));
    tcase_add_test(parts, formats_and_sizes_are_known_by_name);
    suite_add_tcase(suite, files);
    suite_add_tcase(suite, parts);
    return suite;
}
