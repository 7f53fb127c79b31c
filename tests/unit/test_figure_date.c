/* test_figure_date.c - dates on an axis, against days counted one by one. */
#include "reports/figure_date.h"
#include "tests/unit/unit.h"

#include <stdio.h>
#include <string.h>

#define DAY 86400.0

static bool is_leap(int64_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* The day after a date, by the rules of the calendar alone. */
static struct assay_figure_date next(struct assay_figure_date date)
{
    static const unsigned days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const unsigned last = days[date.month - 1] + (date.month == 2 && is_leap(date.year));

    if (date.day < last)
        return (struct assay_figure_date){date.year, date.month, date.day + 1};
    if (date.month < 12)
        return (struct assay_figure_date){date.year, date.month + 1, 1};
    return (struct assay_figure_date){date.year + 1, 1, 1};
}

START_TEST(days_are_those_of_the_calendar_from_1600_to_2500)
{
    struct assay_figure_date date = {1600, 1, 1};
    size_t wrong = 0;
    int64_t day = -135140; /* 370 years with 90 leap days before 1970 */

    for (; date.year < 2500; day++, date = next(date)) {
        const struct assay_figure_date got = assay_figure_date_of(day);

        wrong += got.year != date.year || got.month != date.month ||
                 got.day != date.day || assay_figure_date_day(date) != day;
    }
    ck_assert_uint_eq(wrong, 0);
    ck_assert_int_eq(assay_figure_date_day((struct assay_figure_date){1970, 1, 1}), 0);
}
END_TEST

/* 1767225600 is 2026-01-01T00:00:00Z (date -u -d 2026-01-01 +%s). */
#define NEW_YEAR 1767225600.0

static const struct {
    double lo, hi; /* days from 2026-01-01 */
    size_t most;
    const char *text; /* of all tics */
} axes[] = {
    {-0.2, 1.3, 6, "1 Jan 2026|06:00|12:00|18:00|2 Jan|06:00|"},
    {-1, 4, 6, "31 Dec 2025|1 Jan 2026|2 Jan|3 Jan|4 Jan|5 Jan|"},
    {0, 30, 5, "5 Jan 2026|12 Jan|19 Jan|26 Jan|"}, /* Mondays */
    {0, 200, 8, "Jan 2026|Feb 2026|Mar 2026|Apr 2026|May 2026|Jun 2026|Jul 2026|"},
    {0, 700, 5, "Jan 2026|Jul 2026|Jan 2027|Jul 2027|"},
    {-2000, 2000, 6, "2022|2024|2026|2028|2030|"},
    {-800000, 800000, 6, "0|1000|2000|3000|4000|"},
};

START_TEST(tics_stand_at_round_moments)
{
    const struct assay_figure_axis axis = {ASSAY_SCALE_DATE, NEW_YEAR + axes[_i].lo * DAY,
                                           NEW_YEAR + axes[_i].hi * DAY};
    struct assay_figure_tic tics[ASSAY_FIGURE_TICS];
    const size_t count = assay_figure_axis_tics(&axis, axes[_i].most, tics);
    char text[512] = "";

    for (size_t i = 0; i < count; i++) {
        ck_assert(tics[i].at >= axis.lo && tics[i].at <= axis.hi);
        ck_assert(i == 0 || tics[i].at > tics[i - 1].at);
        (void)snprintf(text + strlen(text), sizeof(text) - strlen(text), "%s|",
                       tics[i].text);
    }
    ck_assert_str_eq(text, axes[_i].text);
}
END_TEST

START_TEST(figures_draw_the_years_1_to_9999)
{
    ck_assert_double_eq(
        ASSAY_FIGURE_DATE_FIRST,
        (double)assay_figure_date_day((struct assay_figure_date){1, 1, 1}) * DAY);
    ck_assert_double_eq(
        ASSAY_FIGURE_DATE_END,
        (double)assay_figure_date_day((struct assay_figure_date){10000, 1, 1}) * DAY);
}
END_TEST

START_TEST(a_moment_is_told_to_the_second)
{
    struct assay_buf text = {0};

    assay_figure_date_put(NEW_YEAR + 3661, &text);
    assay_buf_putc(&text, ' ');
    assay_figure_date_put(-1, &text);
    ck_assert_str_eq(text.data, "2026-01-01T01:01:01Z 1969-12-31T23:59:59Z");
    assay_buf_release(&text);
}
END_TEST

START_TEST(an_axis_of_one_moment_is_two_days_long)
{
    struct assay_figure_extent extent = assay_figure_extent();
    struct assay_figure_axis axis;

    assay_figure_extent_add(&extent, NEW_YEAR);
    axis = assay_figure_axis_x(&extent, ASSAY_SCALE_DATE);
    ck_assert_double_eq(axis.lo, NEW_YEAR - DAY);
    ck_assert_double_eq(axis.hi, NEW_YEAR + DAY);
}
END_TEST

Suite *unit_figure_date(void)
{
    Suite *suite = suite_create("figure_date");
    TCase *all = tcase_create("all");

    tcase_add_test(all, days_are_those_of_the_calendar_from_1600_to_2500);
    tcase_add_loop_test(all, tics_stand_at_round_moments, 0,
                        sizeof(axes) / sizeof(axes[0]));
    tcase_add_test(all, figures_draw_the_years_1_to_9999);
    tcase_add_test(all, a_moment_is_told_to_the_second);
    tcase_add_test(all, an_axis_of_one_moment_is_two_days_long);
    suite_add_tcase(suite, all);
    return suite;
}
