#include "harness/core/file.h"
#include "reports/figure.h"
#include "reports/figure_style.h"
#include "tests/unit/golden.h"
#include "tests/unit/report_fixture.h"
#include "tests/unit/scratch.h"
#include "tests/unit/unit.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static char dir[SCRATCH_PATH];
static struct assay_arena arena;
static struct assay_result result;

static void set_up(void)
{
    scratch_make(dir);
    fixture_result(&arena, &result);
}

static void tear_down(void)
{
    scratch_remove(dir);
    assay_arena_release(&arena);
}

static const struct assay_point points[2][3] = {
    {{0, 56.5, true, 48, 64, 154},
     {1, 71.4, true, 59, 83, 56},
     {2, 59.4, true, 54, 64, 210}},
    {{0, 55, false, 0, 0, 0}, {1, 53, false, 0, 0, 0}, {2, 51, false, 0, 0, 0}},
};

/* Two sections and the overall value of one model, beside a reference. */
static struct assay_figure_spec sections_spec(struct assay_str name)
{
    static struct assay_series series[2];
    static struct assay_str category[3];

    series[0] = (struct assay_series){.name = name, .points = points[0], .count = 3};
    series[1] = (struct assay_series){
        .name = ASSAY_STR("best null baseline"), .points = points[1], .count = 3};
    category[0] = ASSAY_STR("Knowledge");
    category[1] = name;
    category[2] = ASSAY_STR("Overall");
    return (struct assay_figure_spec){.kind = "sections",
                                      .name = ASSAY_STR("sections"),
                                      .title = name,
                                      .description = name,
                                      .x_label = ASSAY_STR("value, %"),
                                      .y_label = ASSAY_STR(""),
                                      .series = series,
                                      .series_count = 2,
                                      .references = 1,
                                      .category = category,
                                      .category_count = 3,
                                      .apart = 1,
                                      .limited = true,
                                      .hi = 100};
}

static struct assay_figure_spec margins_spec(void)
{
    return (struct assay_figure_spec){.kind = "histogram",
                                      .name = ASSAY_STR("margins"),
                                      .title = ASSAY_STR("Margins"),
                                      .x_label = ASSAY_STR("margin"),
                                      .y_label = ASSAY_STR("items"),
                                      .series = result.series,
                                      .series_count = 3};
}

static struct assay_figure_spec calibration_spec(void)
{
    return (struct assay_figure_spec){.kind = "calibration",
                                      .name = ASSAY_STR("calibration"),
                                      .title = ASSAY_STR("Calibration"),
                                      .series = result.series + 3,
                                      .series_count = 1};
}

static void draw(const struct assay_figure_spec *spec, struct assay_figure_drawn *drawn)
{
    struct assay_error err = {0};

    *drawn = (struct assay_figure_drawn){0};
    ck_assert_msg(assay_figure_draw(spec, dir, drawn, &err) == ASSAY_OK, "%s", err.text);
}

static bool has_gnuplot(void)
{
    return system("gnuplot --version >/dev/null 2>&1") == 0; // NOLINT(cert-env33-c)
}

START_TEST(a_figure_leaves_its_numbers_and_its_script)
{
    struct assay_figure_spec spec[] = {sections_spec(ASSAY_STR("Math")), margins_spec(),
                                       calibration_spec()};
    static const char *const files[] = {"sections.tsv",    "sections.gp",
                                        "margins.tsv",     "margins.gp",
                                        "calibration.tsv", "calibration.gp"};

    for (size_t i = 0; i < 3; i++) {
        struct assay_figure_drawn drawn;

        draw(&spec[i], &drawn);
        ck_assert(!has_gnuplot() || drawn.svg.len > 0);
        assay_buf_release(&drawn.svg);
    }
    for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
        char path[SCRATCH_PATH];

        scratch_path(dir, files[i], path);
        golden_same_file("tests/data/reports", files[i], path);
    }
}
END_TEST

START_TEST(an_evil_name_is_drawn_as_text)
{
    struct assay_figure_spec spec = sections_spec(assay_str_of(fixture_evil));
    struct assay_figure_drawn drawn;
    char path[SCRATCH_PATH];

    if (!has_gnuplot())
        return;
    draw(&spec, &drawn);
    ck_assert_str_eq(drawn.why, "");
    ck_assert_ptr_nonnull(strstr(drawn.svg.data, "&lt;script"));
    ck_assert_ptr_nonnull(strstr(drawn.svg.data,
                                 "system(\"touch pwned\"); \" `touch pwned`"
                                 " @x 'q' %s &lt;script"));
    ck_assert_ptr_null(strstr(drawn.svg.data, "<script"));
    ck_assert_ptr_null(strchr(drawn.svg.data, '\x1B'));
    ck_assert_ptr_nonnull(strstr(drawn.svg.data, "<title>&quot;; system("));
    scratch_path(dir, "pwned", path);
    ck_assert(!assay_file_exists(path));
    ck_assert(!assay_file_exists("pwned"));
    assay_buf_release(&drawn.svg);
}
END_TEST

START_TEST(the_same_figure_gives_the_same_bytes)
{
    struct assay_figure_spec spec = sections_spec(ASSAY_STR("Math"));
    struct assay_figure_drawn first, second;

    draw(&spec, &first);
    ck_assert_int_eq(setenv("LC_ALL", "de_DE.UTF-8", 1), 0);
    ck_assert_int_eq(setenv("GNUTERM", "dumb", 1), 0);
    draw(&spec, &second);
    ck_assert(assay_str_equal(assay_buf_view(&first.svg), assay_buf_view(&second.svg)));
    assay_buf_release(&first.svg);
    assay_buf_release(&second.svg);
}
END_TEST

START_TEST(identifiers_carry_the_name_of_the_figure)
{
    struct assay_figure_spec spec = sections_spec(ASSAY_STR("a ' id='gp' b"));
    struct assay_figure_drawn drawn;

    if (!has_gnuplot())
        return;
    draw(&spec, &drawn);
    ck_assert_int_eq(strncmp(drawn.svg.data, "<svg role=\"img\"", 15), 0);
    ck_assert_ptr_nonnull(strstr(drawn.svg.data, "id='sections-gpPt6'"));
    ck_assert_ptr_nonnull(strstr(drawn.svg.data, "href='#sections-gpPt6'"));
    ck_assert_ptr_null(strstr(drawn.svg.data, "href='#gp"));
    ck_assert_ptr_nonnull(strstr(drawn.svg.data, "a ' id='gp' b")); /* text stays */
    ck_assert_ptr_null(strstr(drawn.svg.data, "GNUPLOT"));
    assay_buf_release(&drawn.svg);
}
END_TEST

START_TEST(without_gnuplot_the_sources_are_there)
{
    struct assay_figure_spec spec = sections_spec(ASSAY_STR("Math"));
    struct assay_figure_drawn drawn;
    char path[SCRATCH_PATH];

    ck_assert_int_eq(setenv("PATH", dir, 1), 0);
    draw(&spec, &drawn);
    ck_assert_uint_eq(drawn.svg.len, 0);
    ck_assert_str_eq(drawn.why, "gnuplot: not installed");
    scratch_path(dir, "sections.tsv", path);
    ck_assert(assay_file_exists(path));
    scratch_path(dir, "sections.gp", path);
    ck_assert(assay_file_exists(path));
    scratch_path(dir, "sections.svg", path);
    ck_assert(!assay_file_exists(path));
}
END_TEST

START_TEST(what_gnuplot_complains_of_is_told_in_one_line)
{
    struct assay_figure_spec spec = sections_spec(ASSAY_STR("Math"));
    struct assay_figure_drawn drawn;
    char path[SCRATCH_PATH];

    scratch_text(dir, "gnuplot",
                 "#!/bin/sh\nprintf '\\n plot x\\n      ^\\n"
                 "\"sections.gp\" line 3: undefined \\033[31m thing\\n'\n"
                 "exit 1\n",
                 path);
    ck_assert_int_eq(chmod(path, 0755), 0);
    ck_assert_int_eq(setenv("PATH", dir, 1), 0);
    draw(&spec, &drawn);
    ck_assert_uint_eq(drawn.svg.len, 0);
    ck_assert_str_eq(drawn.why, "gnuplot: \"sections.gp\" line 3: undefined ?[31m thing");
}
END_TEST

START_TEST(what_cannot_be_drawn_is_refused)
{
    struct assay_figure_drawn drawn = {0};
    struct assay_error err;
    struct assay_figure_spec spec = sections_spec(ASSAY_STR("Math"));
    struct assay_series uneven[2];

    spec.kind = "pie";
    ck_assert_int_eq(assay_figure_draw(&spec, dir, &drawn, &err), ASSAY_EUSAGE);
    spec = sections_spec(ASSAY_STR("Math"));
    spec.category_count = 2;
    ck_assert_int_eq(assay_figure_draw(&spec, dir, &drawn, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "figure \"sections\": no category 2");
    spec.references = 2;
    ck_assert_int_eq(assay_figure_draw(&spec, dir, &drawn, &err), ASSAY_EDATA);
    spec.series_count = 0;
    ck_assert_int_eq(assay_figure_draw(&spec, dir, &drawn, &err), ASSAY_EDATA);

    spec = margins_spec();
    uneven[0] = result.series[0];
    uneven[1] = result.series[1];
    uneven[1].count--;
    spec.series = uneven;
    spec.series_count = 2;
    ck_assert_int_eq(assay_figure_draw(&spec, dir, &drawn, &err), ASSAY_EDATA);
    ck_assert_str_eq(err.text, "figure \"margins\": series differ in bins");

    spec = margins_spec();
    ck_assert_int_eq(assay_figure_draw(&spec, "/nonexistent/x", &drawn, &err), ASSAY_EIO);
}
END_TEST

static const struct {
    double lo, hi;
} ranges[] = {
    {48, 83}, {0, 1},         {59, 59.4}, {-3, 4},       {99, 100},
    {0, 350}, {12345, 12345}, {0, 0},     {-1e-9, 1e-9}, {1e15, 1e15 + 4},
};

START_TEST(axes_are_round_and_hold_the_data)
{
    const struct assay_figure_spec spec = {0};
    const struct assay_figure_range got =
        assay_figure_range(&spec, ranges[_i].lo, ranges[_i].hi);
    const double tics = (got.hi - got.lo) / got.step;

    ck_assert(got.lo <= ranges[_i].lo && ranges[_i].hi <= got.hi);
    ck_assert(got.lo < got.hi);
    ck_assert(tics >= 2 && tics <= 12);
}
END_TEST

START_TEST(axes_stay_within_limits)
{
    const struct assay_figure_spec spec = {.limited = true, .lo = 0, .hi = 100};
    const struct assay_figure_range high = assay_figure_range(&spec, 99, 100);
    const struct assay_figure_range low = assay_figure_range(&spec, 0, 0);

    ck_assert_double_eq(high.hi, 100);
    ck_assert(high.lo <= 99);
    ck_assert_double_eq(low.lo, 0);
    ck_assert(low.hi > 0);
}
END_TEST

Suite *unit_figure(void)
{
    Suite *suite = suite_create("figure");
    TCase *files = tcase_create("files");
    TCase *axes = tcase_create("axes");

    tcase_add_checked_fixture(files, set_up, tear_down);
    tcase_set_timeout(files, 60);
    tcase_add_test(files, a_figure_leaves_its_numbers_and_its_script);
    tcase_add_test(files, an_evil_name_is_drawn_as_text);
    tcase_add_test(files, the_same_figure_gives_the_same_bytes);
    tcase_add_test(files, identifiers_carry_the_name_of_the_figure);
    tcase_add_test(files, without_gnuplot_the_sources_are_there);
    tcase_add_test(files, what_gnuplot_complains_of_is_told_in_one_line);
    tcase_add_test(files, what_cannot_be_drawn_is_refused);
    tcase_add_loop_test(axes, axes_are_round_and_hold_the_data, 0,
                        sizeof(ranges) / sizeof(ranges[0]));
    tcase_add_test(axes, axes_stay_within_limits);
    suite_add_tcase(suite, files);
    suite_add_tcase(suite, axes);
    return suite;
}
