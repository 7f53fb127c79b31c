/*
 * core_dates.c - the family about dates, and the calendar that others use too.
 */
#include "suites/core/core_calendar.h"

#include "suites/core/core.h"

static const char *const weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};

long assay_core_day_of(long year, long month, long day)
{
    const long y = month <= 2 ? year - 1 : year; /* years begin in March */
    const long era = y / 400;
    const long year_of_era = y - era * 400;
    const long shifted = month > 2 ? month - 3 : month + 9;
    const long day_of_year = (153 * shifted + 2) / 5 + day - 1;
    const long day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;

    return era * 146097 + day_of_era - 719468;
}

long assay_core_month_length(long year, long month)
{
    const long next_year = month == 12 ? year + 1 : year;
    const long next_month = month == 12 ? 1 : month + 1;

    return assay_core_day_of(next_year, next_month, 1) -
           assay_core_day_of(year, month, 1);
}

const char *assay_core_weekday(long day)
{
    return weekdays[((day + 3) % 7 + 7) % 7]; /* 1 January 1970 was a Thursday */
}

const char *assay_core_date(struct assay_core_task *task, long day)
{
    long year = 1970 + day / 366;
    long month = 1;

    while (assay_core_day_of(year + 1, 1, 1) <= day)
        year++;
    while (month < 12 && assay_core_day_of(year, month + 1, 1) <= day)
        month++;
    return assay_arena_printf(task->arena, "%ld-%02ld-%02ld", year, month,
                              day - assay_core_day_of(year, month, 1) + 1);
}

static void weekday_later(struct assay_core_task *task)
{
    const long today = assay_core_between(task, 0, 6);
    const long later = assay_core_between(task, 2, 30);
    const long off = assay_core_between(task, 0, 1) ? 1 : 6;

    task->prompt = assay_arena_printf(
        task->arena, "Today is a %s. Which day of the week is it in %ld days?",
        weekdays[today], later);
    task->right =
        assay_arena_printf(task->arena, "It is a %s.", weekdays[(today + later) % 7]);
    task->wrong = assay_arena_printf(task->arena, "It is a %s.",
                                     weekdays[(today + later + off) % 7]);
}

static void days_between(struct assay_core_task *task)
{
    const long from = assay_core_between(task, 11000, 20000);
    const long right = assay_core_between(task, 20, 300);
    const long wrong = right + (assay_core_between(task, 0, 1) ? 1 : -1);

    task->prompt = assay_arena_printf(task->arena, "How many days after %s is %s?",
                                      assay_core_date(task, from),
                                      assay_core_date(task, from + right));
    task->right = assay_arena_printf(task->arena, "It is %ld days later.", right);
    task->wrong = assay_arena_printf(task->arena, "It is %ld days later.", wrong);
}

static void date_later(struct assay_core_task *task)
{
    const long from = assay_core_between(task, 11000, 20000);
    const long later = assay_core_between(task, 40, 900);
    const long off = assay_core_between(task, 0, 1) ? 1 : -1;

    task->prompt = assay_arena_printf(task->arena, "Which date is %ld days after %s?",
                                      later, assay_core_date(task, from));
    task->right = assay_arena_printf(task->arena, "The date is %s.",
                                     assay_core_date(task, from + later));
    task->wrong = assay_arena_printf(task->arena, "The date is %s.",
                                     assay_core_date(task, from + later + off));
}

void assay_core_dates(struct assay_core_task *task)
{
    if (task->difficulty == 0)
        weekday_later(task);
    else if (task->difficulty == 1)
        days_between(task);
    else
        date_later(task);
}
