/* figure_date.h - days, months and years on an axis of time: seconds since 1970, UTC. */
#ifndef ASSAY_REPORTS_FIGURE_DATE_H
#define ASSAY_REPORTS_FIGURE_DATE_H

#include "reports/figure_axis.h"

/* The years 1 to 9999: what figures draw. */
#define ASSAY_FIGURE_DATE_FIRST (-62135596800.0)
#define ASSAY_FIGURE_DATE_END   253402300800.0

/* A day of the Gregorian calendar. */
struct assay_figure_date {
    int64_t year;
    unsigned month, day; /* from 1 */
};

/*
 * The day that is so many days after 1970-01-01, and the reverse.
 *
 * Source: Hinnant (2013), "chrono-compatible low-level date algorithms", civil_from_days and
 *         days_from_civil. Checked in test_figure_date.c by counting days.
 */
struct assay_figure_date assay_figure_date_of(int64_t day);
int64_t assay_figure_date_day(struct assay_figure_date date);

/* About most tics or fewer on an axis of dates; at least one. "5 Jan 2026", then "6 Jan"; "Jan
   2026"; "2026"; and of less than two days "14:00". Returns how many. */
size_t assay_figure_date_tics(const struct assay_figure_axis *axis, size_t most,
                              struct assay_figure_tic tics[ASSAY_FIGURE_TICS]);

/* Appends "2026-01-05T14:00:00Z". */
void assay_figure_date_put(double at, struct assay_buf *out);

#endif
