/*
 * core_calendar.h - the proleptic Gregorian calendar for questions about dates.
 *
 * A day is counted from 1 January 1970. Source: Hinnant (2013), "chrono-Compatible Low-Level
 * Date Algorithms", days_from_civil. Checked in test_core.c against timegm(3).
 */
#ifndef ASSAY_SUITES_CORE_CALENDAR_H
#define ASSAY_SUITES_CORE_CALENDAR_H

#include "suites/core/core.h"

/* The number of a day; year >= 1970, month 1 .. 12, day from 1. */
long assay_core_day_of(long year, long month, long day);

/* 28 .. 31. */
long assay_core_month_length(long year, long month);

/* "Monday" .. "Sunday". */
const char *assay_core_weekday(long day);

/* A day >= 0 as "2024-02-29", in the task's arena. */
const char *assay_core_date(struct assay_core_task *task, long day);

#endif
