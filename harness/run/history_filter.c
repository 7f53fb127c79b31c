#include "harness/run/history_filter.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    NAME_MAX_BYTES = 1024, /* of a text that is held against a pattern */
    AGO_MAX = 100000
};

static bool matches(const char *pattern, struct assay_str text)
{
    char name[NAME_MAX_BYTES];

    if (text.len >= sizeof(name))
        return false;
    if (text.len > 0)
        memcpy(name, text.ptr, text.len);
    name[text.len] = '\0';
    return fnmatch(pattern, name, 0) == 0;
}

bool assay_history_is_like(const struct assay_option_list *patterns,
                           struct assay_str text)
{
    if (!patterns || patterns->count == 0)
        return true;
    for (size_t i = 0; i < patterns->count; i++)
        if (matches(patterns->at[i], text))
            return true;
    return false;
}

/* A suite with its part, or alone. */
static bool wants_suite(const struct assay_history_filter *filter, struct assay_str suite,
                        struct assay_str part)
{
    struct assay_arena arena = {0};
    bool wanted = assay_history_is_like(filter->suite, suite);

    if (!wanted && part.len > 0)
        wanted = assay_history_is_like(
            filter->suite,
            assay_str_of(assay_arena_printf(&arena, "%.*s:%.*s", ASSAY_STR_ARG(suite),
                                            ASSAY_STR_ARG(part))));
    assay_arena_release(&arena);
    return wanted;
}

bool assay_history_wants_result(const struct assay_history_filter *filter,
                                const struct assay_history_result *result)
{
    return assay_history_is_like(filter->label, result->label) &&
           wants_suite(filter, result->suite, result->part);
}

bool assay_history_wants_asked(const struct assay_history_filter *filter,
                               const struct assay_history_run *run)
{
    struct assay_str left = run->asked;

    if (!filter->suite || filter->suite->count == 0)
        return true;
    while (left.len > 0) {
        const size_t end = assay_str_find(left, ASSAY_STR(","));
        const struct assay_str label = {left.ptr, end};
        const size_t colon = assay_str_find(label, ASSAY_STR(":"));
        const size_t skip = end < left.len ? end + 1 : end;

        if (assay_history_is_like(filter->suite, label) ||
            assay_history_is_like(filter->suite, (struct assay_str){label.ptr, colon}))
            return true;
        left = (struct assay_str){left.ptr + skip, left.len - skip};
    }
    return false;
}

bool assay_history_wants_run(const struct assay_history_filter *filter,
                             const struct assay_history_run *run)
{
    if (filter->status && !assay_str_equal(run->status, assay_str_of(filter->status)))
        return false;
    if (filter->since[0] &&
        assay_str_compare(run->started, assay_str_of(filter->since)) < 0)
        return false;
    return assay_history_is_like(filter->model, run->model) &&
           (run->results > 0 || assay_history_is_like(filter->label, run->label));
}

/* Digits where the form has a 9, else the same letters. */
static bool has_form(const char *text, const char *form)
{
    for (; *form; text++, form++)
        if (*form == '9' ? *text < '0' || *text > '9' : *text != *form)
            return false;
    return *text == '\0';
}

static int number_at(const char *text, size_t at, size_t digits)
{
    int number = 0;

    for (size_t i = at; i < at + digits; i++)
        number = 10 * number + (text[i] - '0');
    return number;
}

/* Days from 1970-01-01 in the Gregorian calendar (Howard Hinnant, "chrono-Compatible Low-Level Date
   Algorithms", days_from_civil). */
static long long days_of(int year, int month, int day)
{
    const int y = month <= 2 ? year - 1 : year;
    const long long era = y / 400;
    const long long of_era = y - era * 400;
    const long long of_year =
        (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

double assay_history_seconds(struct assay_str time)
{
    char text[ASSAY_CLOCK_TEXT];

    if (time.len != sizeof(text) - 1)
        return -1.0;
    memcpy(text, time.ptr, time.len);
    text[time.len] = '\0';
    if (!has_form(text, "9999-99-99T99:99:99Z"))
        return -1.0;
    return 86400.0 * (double)days_of(number_at(text, 0, 4), number_at(text, 5, 2),
                                     number_at(text, 8, 2)) +
           3600.0 * number_at(text, 11, 2) + 60.0 * number_at(text, 14, 2) +
           number_at(text, 17, 2);
}

static void tell_time(time_t when, char out[ASSAY_CLOCK_TEXT])
{
    struct tm utc = {0};

    (void)gmtime_r(&when, &utc);
    if (strftime(out, ASSAY_CLOCK_TEXT, "%Y-%m-%dT%H:%M:%SZ", &utc) == 0)
        out[0] = '\0';
}

/* "7d": a whole number and what it counts. */
static bool ago_of(const char *text, long long *seconds)
{
    char *end;
    const long long count = strtoll(text, &end, 10);
    const long long unit = *end == 'h'   ? 3600
                           : *end == 'd' ? 86400
                           : *end == 'w' ? 7 * 86400
                                         : 0;

    if (end == text || text[0] < '0' || text[0] > '9' || unit == 0 || end[1] != '\0' ||
        count > AGO_MAX)
        return false;
    *seconds = count * unit;
    return true;
}

/* A day that the calendar has comes back from it as it is. */
static bool is_date(const char *time)
{
    char again[ASSAY_CLOCK_TEXT];
    const double seconds = assay_history_seconds(assay_str_of(time));

    if (seconds < 0.0)
        return false;
    tell_time((time_t)seconds, again);
    return strcmp(again, time) == 0;
}

enum assay_code assay_history_since(const char *text, const char *now,
                                    char out[ASSAY_CLOCK_TEXT], struct assay_error *err)
{
    long long seconds;

    if (ago_of(text, &seconds)) {
        tell_time((time_t)(assay_history_seconds(assay_str_of(now)) - (double)seconds),
                  out);
        return ASSAY_OK;
    }
    if (has_form(text, "9999-99-99")) {
        memcpy(out, text, 10);
        memcpy(out + 10, "T00:00:00Z", sizeof("T00:00:00Z"));
    } else if (has_form(text, "9999-99-99T99:99:99Z")) {
        memcpy(out, text, ASSAY_CLOCK_TEXT);
    } else {
        out[0] = '\0';
    }
    if (out[0] && is_date(out))
        return ASSAY_OK;
    return assay_fail(err, ASSAY_EUSAGE,
                      "--since=%s: a date as 2026-11-01 or 2026-11-01T06:00:00Z, or how "
                      "long ago as 12h, 7d or 2w",
                      text);
}
