#include "reports/figure_date.h"

#include <math.h>
#include <stdio.h>

#define DAY   86400.0
#define HOUR  3600.0
#define MONTH (30.44 * DAY)
#define YEAR  (365.25 * DAY)

enum unit {
    HOURS,
    DAYS,
    MONTHS,
    YEARS
};

/* How far tics may lie apart. */
static const struct step {
    enum unit unit;
    int64_t count;
    double seconds;
} steps[] = {
    {HOURS, 3, 3 * HOUR},     {HOURS, 6, 6 * HOUR},       {HOURS, 12, 12 * HOUR},
    {DAYS, 1, DAY},           {DAYS, 2, 2 * DAY},         {DAYS, 5, 5 * DAY},
    {DAYS, 7, 7 * DAY},       {DAYS, 14, 14 * DAY},       {MONTHS, 1, MONTH},
    {MONTHS, 2, 2 * MONTH},   {MONTHS, 3, 3 * MONTH},     {MONTHS, 6, 6 * MONTH},
    {YEARS, 1, YEAR},         {YEARS, 2, 2 * YEAR},       {YEARS, 5, 5 * YEAR},
    {YEARS, 10, 10 * YEAR},   {YEARS, 20, 20 * YEAR},     {YEARS, 50, 50 * YEAR},
    {YEARS, 100, 100 * YEAR}, {YEARS, 1000, 1000 * YEAR},
};

struct assay_figure_date assay_figure_date_of(int64_t day)
{
    const int64_t shifted = day + 719468; /* days since 0000-03-01 */
    const int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    const int64_t of_era = shifted - era * 146097;
    const int64_t year =
        (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    const int64_t month = (5 * of_year + 2) / 153; /* from March */
    const unsigned out = (unsigned)(month < 10 ? month + 3 : month - 9);

    return (struct assay_figure_date){year + era * 400 + (out <= 2), out,
                                      (unsigned)(of_year - (153 * month + 2) / 5 + 1)};
}

int64_t assay_figure_date_day(struct assay_figure_date date)
{
    const int64_t year = date.year - (date.month <= 2);
    const int64_t era = (year >= 0 ? year : year - 399) / 400;
    const int64_t of_era = year - era * 400;
    const int64_t month = date.month > 2 ? date.month - 3 : date.month + 9;
    const int64_t of_year = (153 * month + 2) / 5 + date.day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

/* The k-th moment of a step, in seconds: hours and days from 1970 on (weeks from a Monday). */
static double moment(const struct step *step, int64_t k)
{
    const int64_t months = k * step->count;

    switch (step->unit) {
    case HOURS:
        return (double)(k * step->count) * HOUR;
    case DAYS:
        return (double)(k * step->count + (step->count % 7 == 0 ? 4 : 0)) * DAY;
    case MONTHS:
        return (double)assay_figure_date_day((struct assay_figure_date){
                   1970 + floor_div(months, 12),
                   (unsigned)(months - 12 * floor_div(months, 12)) + 1, 1}) *
               DAY;
    case YEARS:
        break;
    }
    return (double)assay_figure_date_day(
               (struct assay_figure_date){k * step->count, 1, 1}) *
           DAY;
}

/* The number of the first moment at or after a time. */
static int64_t first_of(const struct step *step, double at)
{
    const double zero = moment(step, 0);
    int64_t k = (int64_t)floor((at - zero) / step->seconds) - 2;

    while (moment(step, k) < at)
        k++;
    return k;
}

static const struct step *step_of(const struct assay_figure_axis *axis, size_t most)
{
    const size_t count = sizeof(steps) / sizeof(steps[0]);
    size_t i = 0;

    while (i + 1 < count && (axis->hi - axis->lo) / steps[i].seconds > (double)most)
        i++;
    return &steps[i];
}

/* The year stands where it is another than that of the tic before; hours name their day. */
static void put_text(const struct step *step, double at, double before,
                     struct assay_figure_tic *tic)
{
    static const char *const month[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const int64_t day = (int64_t)floor(at / DAY), last = (int64_t)floor(before / DAY);
    const struct assay_figure_date date = assay_figure_date_of(day);
    const bool same_year = assay_figure_date_of(last).year == date.year;
    const char *name = month[date.month - 1];
    const long long year = (long long)date.year;
    const size_t room = sizeof(tic->text);

    tic->at = at;
    if (step->unit == HOURS && day == last)
        (void)snprintf(tic->text, room, "%02d:00",
                       (int)((at - (double)day * DAY) / HOUR));
    else if (step->unit != MONTHS && step->unit != YEARS && same_year)
        (void)snprintf(tic->text, room, "%u %s", date.day, name);
    else if (step->unit == HOURS || step->unit == DAYS)
        (void)snprintf(tic->text, room, "%u %s %lld", date.day, name, year);
    else if (step->unit == MONTHS)
        (void)snprintf(tic->text, room, "%s %lld", name, year);
    else
        (void)snprintf(tic->text, room, "%lld", year);
}

size_t assay_figure_date_tics(const struct assay_figure_axis *axis, size_t most,
                              struct assay_figure_tic tics[ASSAY_FIGURE_TICS])
{
    const struct step *step = step_of(axis, most);
    int64_t k = first_of(step, axis->lo);
    double before = -1e15;
    size_t count = 0;

    for (; count < ASSAY_FIGURE_TICS && moment(step, k) <= axis->hi; k++) {
        put_text(step, moment(step, k), before, &tics[count]);
        before = tics[count++].at;
    }
    return count;
}

void assay_figure_date_put(double at, struct assay_buf *out)
{
    const int64_t day = (int64_t)floor(at / DAY);
    const struct assay_figure_date date = assay_figure_date_of(day);
    const int second = (int)(at - (double)day * DAY);

    assay_buf_printf(out, "%04lld-%02u-%02uT%02d:%02d:%02dZ", (long long)date.year,
                     date.month, date.day, second / 3600, second / 60 % 60, second % 60);
}
