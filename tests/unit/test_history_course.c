/* One number of stored runs over time: which points are one line, where it changed, and its trend. */
#include "harness/run/history_course.h"
#include "tests/unit/history_fixture.h"
#include "tests/unit/unit.h"

#include <string.h>

static struct assay_history_told told;
static struct assay_error err;

static enum assay_code read_courses(const struct assay_option_list *label,
                                    const char *section, struct assay_courses *out)
{
    const struct assay_history_setting where = {.folder = history_folder()};
    const struct assay_history_filter filter = {.label = label};
    const struct assay_course_wish wish = {&filter, section};

    return assay_courses_read(&where, &wish, &runs_kept, out, &told, &err);
}

static void expect_courses(const struct assay_option_list *label, const char *section,
                           struct assay_courses *out)
{
    ck_assert_msg(!read_courses(label, section, out), "%s", err.text);
}

/* Of the fixture: days of even number were measured on other data than odd ones, and results have one label. */
START_TEST(values_of_other_data_are_another_line)
{
    struct assay_courses courses;

    for (unsigned day = 1; day <= 7; day++)
        history_make_run(assay_arena_printf(&runs_kept, "r%u", 8 - day), day);
    expect_courses(NULL, NULL, &courses);
    ck_assert_uint_eq(courses.count, 2);
    ck_assert_uint_eq(courses.at[0].count,
                      4); /* the one whose last point is the latest */
    ck_assert_uint_eq(courses.at[1].count, 3);
    for (size_t i = 0; i < 4; i++) {
        const struct assay_course_point *point = &courses.at[0].point[i];

        ck_assert_double_eq_tol(point->figure.value, 0.501 + 0.002 * (double)i, 1e-12);
        ck_assert_uint_eq(point->counted, 350);
    }
    ck_assert(courses.at[0].point[1].seconds - courses.at[0].point[0].seconds == 172800);
    history_update();
    expect_courses(NULL, NULL, &courses);
    ck_assert_uint_eq(courses.at[0].count, 4);
    ck_assert_uint_eq(told.indexed, 7);
}
END_TEST

START_TEST(patterns_of_labels_are_lines)
{
    const struct assay_option_list two = {{"Sky*", "*"}, 2}, none = {{"x*"}, 1};
    struct assay_courses courses;

    for (unsigned day = 1; day <= 3; day += 2)
        history_make_run(assay_arena_printf(&runs_kept, "r%u", day), day);
    expect_courses(&two, NULL, &courses);
    ck_assert_uint_eq(courses.count, 1);
    ck_assert_uint_eq(courses.at[0].count, 2);
    ck_assert(assay_str_equal(courses.at[0].name, ASSAY_STR("Sky*")) ||
              assay_str_equal(courses.at[0].name, ASSAY_STR("*")));
    expect_courses(&none, NULL, &courses);
    ck_assert_uint_eq(courses.count, 0);
}
END_TEST

START_TEST(sections_subsets_and_measures_are_found_by_name)
{
    struct assay_courses courses;

    history_make_run("r", 1);
    expect_courses(NULL, "Coding", &courses);
    ck_assert_uint_eq(courses.count, 1);
    ck_assert_uint_gt(courses.at[0].point[0].counted, 0);
    expect_courses(NULL, "Codin", &courses);
    ck_assert_uint_eq(courses.count, 0);
    ck_assert_uint_eq(courses.lacking, 1);
    ck_assert(assay_str_equal(courses.like, ASSAY_STR("Coding")));
}
END_TEST

START_TEST(runs_that_are_not_over_are_no_points)
{
    struct assay_courses courses;

    history_make_some();
    expect_courses(NULL, NULL, &courses);
    ck_assert_uint_eq(courses.count, 2);
    ck_assert_uint_eq(courses.at[0].count + courses.at[1].count, 3);
}
END_TEST

/* ---- levels and trend ---- */

static const struct assay_course_how yearly = {
    .per_year = 1, .nights = 365, .level = 0.95};

/* A course of a value a day. */
static struct assay_course course_of(const double *value, size_t n, size_t counted)
{
    struct assay_course course = {.unit = ASSAY_STR("percent"), .count = n};

    course.point = assay_arena_new(&runs_kept, n, sizeof(*course.point));
    for (size_t i = 0; i < n; i++) {
        course.point[i].figure.value = value[i];
        course.point[i].counted = counted;
        course.point[i].seconds = 1.7e9 + 86400.0 * (double)i;
    }
    return course;
}

static struct assay_course_study study_of(struct assay_course *course,
                                          const struct assay_course_how *how)
{
    const struct assay_courses courses = {.at = course, .count = 1};
    struct assay_course_study study;

    ck_assert_msg(!assay_courses_study(&courses, how, &runs_kept, &study, &err), "%s",
                  err.text);
    return study;
}

/* The same answers night by night, and other ones from the sixth on: 0.75 to 0.75 - 3 / 100. */
START_TEST(a_deterministic_model_changes_when_its_number_does)
{
    static const double value[] = {0.75, 0.75, 0.75, 0.75, 0.75, 0.72, 0.72, 0.72};
    struct assay_course course = course_of(value, 8, 100);
    const struct assay_course_study study = study_of(&course, &yearly);

    ck_assert(study.noise == 0.0);
    ck_assert(study.se == 0.005); /* half an item of 100 */
    ck_assert_uint_eq(study.segments, 2);
    ck_assert_uint_eq(study.change[0].at, 5);
    ck_assert_double_eq_tol(study.change[0].size, -0.03, 1e-12);
    /* from 5 and 3 values: 0.005 sqrt(1/5 + 1/3) times 1.959964 */
    ck_assert_double_eq_tol(study.change[0].hi, -0.03 + 1.959964 * 0.005 * 0.7302967,
                            1e-7);
}
END_TEST

/* The least change there can be, an item of 100, of one night: it does not stay. */
START_TEST(an_item_of_one_night_is_no_change)
{
    static const double value[] = {0.75, 0.75, 0.75, 0.74, 0.75, 0.75, 0.75, 0.75};
    struct assay_course course = course_of(value, 8, 100);

    ck_assert_uint_eq(study_of(&course, &yearly).segments, 1);
}
END_TEST

/* Noise within 0.01 about a drop of 0.2. */
START_TEST(a_drop_is_found_in_noise)
{
    double value[30];
    struct assay_course course;
    struct assay_course_study study;

    for (size_t i = 0; i < 30; i++)
        value[i] = (i < 20 ? 0.7 : 0.5) + 0.002 * ((double)(7 * i % 11) - 5.0);
    course = course_of(value, 30, 10000);
    study = study_of(&course, &yearly);
    ck_assert_uint_eq(study.segments, 2);
    ck_assert_uint_eq(study.change[0].at, 20);
}
END_TEST

/* 0.001 a day exactly: by day, and by run where two runs are a day apart and the third two. */
START_TEST(slopes_are_per_day_or_per_run)
{
    static const double value[] = {0.5, 0.501, 0.503, 0.504};
    struct assay_course_how by_run = yearly;
    struct assay_course course = course_of(value, 4, 1000);
    struct assay_course_study study;

    course.point[2].seconds += 86400.0;
    course.point[3].seconds += 86400.0;
    study = study_of(&course, &yearly);
    ck_assert(study.has_trend);
    ck_assert_double_eq_tol(study.trend.slope, 0.001, 1e-12);
    ck_assert_double_eq_tol(study.trend.sen, 0.001, 1e-12);
    by_run.by_run = true;
    study = study_of(&course, &by_run);
    /* sum (t - 1.5) v / 5: (-1.5 0.5 - 0.5 0.501 + 0.5 0.503 + 1.5 0.504) / 5 */
    ck_assert_double_eq_tol(study.trend.slope, 0.0014, 1e-12);
}
END_TEST

START_TEST(few_runs_tell_nothing)
{
    static const double value[] = {0.5, 0.9, 0.1};
    struct assay_course course = course_of(value, 2, 1000);
    struct assay_course_study study = study_of(&course, &yearly);

    ck_assert_uint_eq(study.segments, 1);
    ck_assert(study.penalty == 0.0 && !study.has_trend && study.why.len > 0);
    course = course_of(value, 3, 1000); /* three runs of one moment are one night */
    course.point[1].seconds = course.point[2].seconds = course.point[0].seconds;
    study = study_of(&course, &yearly);
    ck_assert_uint_eq(study.segments, 1);
    ck_assert(!study.has_trend && study.why.len > 0);
}
END_TEST

Suite *unit_history_course(void)
{
    Suite *suite = suite_create("history_course");
    TCase *lines = tcase_create("lines");
    TCase *levels = tcase_create("levels");

    tcase_add_checked_fixture(lines, history_set_up, history_tear_down);
    tcase_add_test(lines, values_of_other_data_are_another_line);
    tcase_add_test(lines, patterns_of_labels_are_lines);
    tcase_add_test(lines, sections_subsets_and_measures_are_found_by_name);
    tcase_add_test(lines, runs_that_are_not_over_are_no_points);
    suite_add_tcase(suite, lines);
    tcase_add_checked_fixture(levels, history_set_up, history_tear_down);
    tcase_set_timeout(levels, 60);
    tcase_add_test(levels, a_deterministic_model_changes_when_its_number_does);
    tcase_add_test(levels, an_item_of_one_night_is_no_change);
    tcase_add_test(levels, a_drop_is_found_in_noise);
    tcase_add_test(levels, slopes_are_per_day_or_per_run);
    tcase_add_test(levels, few_runs_tell_nothing);
    suite_add_tcase(suite, levels);
    return suite;
}
