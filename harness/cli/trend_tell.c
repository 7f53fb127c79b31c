#include "harness/cli/trend_tell.h"

#include "harness/cli/runs_read.h"
#include "reports/escape.h"
#include "reports/number.h"

#include <string.h>

void assay_trend_name(struct assay_trend_told *told)
{
    const struct assay_courses *all = &told->courses;
    size_t number = 1;

    told->suite = assay_arena_new(told->arena, all->count, sizeof(*told->suite));
    for (size_t i = 0; i < all->count; i++) {
        const struct assay_course *course = &all->at[i], *before = course - (i > 0);

        if (!assay_str_equal(before->suite, course->suite))
            number = 1;
        else if (!assay_str_equal(before->basis, course->basis))
            number++;
        told->suite[i] =
            number == 1
                ? course->suite
                : assay_str_of(assay_arena_printf(told->arena, "%.*s#%zu",
                                                  ASSAY_STR_ARG(course->suite), number));
    }
}

/* The stretch of one level that a point is in. */
static size_t segment_of(const struct assay_course_study *study, size_t point)
{
    size_t k = 0;

    while (k + 1 < study->segments && study->segment[k + 1].first <= point)
        k++;
    return k;
}

static void fill_point(const struct assay_trend_told *told, size_t number, size_t i,
                       struct assay_str *cell)
{
    const struct assay_course *course = &told->courses.at[number];
    const struct assay_course_study *study = &told->study[number];
    const struct assay_course_point *point = &course->point[i];
    const size_t k = segment_of(study, i);

    cell[0] = point->started;
    cell[1] = point->run;
    cell[2] = point->label;
    cell[3] = assay_runs_text(&point->figure, course->unit, told->arena);
    cell[4] = point->counted > 0 ? assay_number_count(told->arena, point->counted)
                                 : ASSAY_STR("-");
    cell[5] = assay_number_text(told->arena, study->segment[k].mean, course->unit);
    if (k > 0 && study->segment[k].first == i)
        cell[6] =
            assay_number_signed(told->arena, study->change[k - 1].size, course->unit);
}

static void add_heading(const struct assay_trend_told *told, size_t number,
                        struct assay_buf *out)
{
    assay_escape_terminal(told->suite[number], true, out);
    if (told->section) {
        assay_buf_puts(out, ", ");
        assay_escape_terminal(assay_str_of(told->section), true, out);
    }
    assay_buf_puts(out, "  ");
    assay_escape_terminal(told->courses.at[number].name, true, out);
    assay_buf_putc(out, '\n');
}

static void add_interval(const struct assay_trend_told *told, double lo, double hi,
                         struct assay_str unit, struct assay_buf *out)
{
    assay_buf_printf(out, "[%.*s, %.*s]",
                     ASSAY_STR_ARG(assay_number_signed(told->arena, lo, unit)),
                     ASSAY_STR_ARG(assay_number_signed(told->arena, hi, unit)));
}

/* "change  2026-11-05T02:00:00Z  fourth: 75.00 to 70.00, -5.00 [-6.00, -4.00]" */
static void add_changes(const struct assay_trend_told *told, size_t number,
                        struct assay_buf *out)
{
    const struct assay_course *course = &told->courses.at[number];
    const struct assay_course_study *study = &told->study[number];

    for (size_t k = 0; k + 1 < study->segments; k++) {
        const struct assay_change_point *change = &study->change[k];
        const struct assay_course_point *point = &course->point[change->at];

        assay_buf_printf(out, "change  %.*s  ", ASSAY_STR_ARG(point->started));
        assay_escape_terminal(point->run, true, out);
        assay_buf_printf(
            out, ": %.*s to %.*s, %.*s ",
            ASSAY_STR_ARG(assay_number_text(told->arena, change->before, course->unit)),
            ASSAY_STR_ARG(assay_number_text(told->arena, change->after, course->unit)),
            ASSAY_STR_ARG(assay_number_signed(told->arena, change->size, course->unit)));
        add_interval(told, change->lo, change->hi, course->unit, out);
        assay_buf_putc(out, '\n');
    }
    if (study->segments == 1)
        assay_buf_puts(out, study->penalty > 0.0
                                ? "change  none was found\n"
                                : "change  none: fewer than three nights\n");
}

static const char *per(const struct assay_trend_told *told)
{
    return told->how.by_run ? "run" : "day";
}

/* Slopes are small: significant digits in the unit, "+0.00412 [-0.0011, +0.0093]". */
static void add_slope(double slope, double lo, double hi, struct assay_str unit,
                      struct assay_buf *out)
{
    const double scale = assay_str_equal(unit, ASSAY_STR("percent")) ? 100.0 : 1.0;

    assay_buf_printf(out, "%+.3g [%+.3g, %+.3g]", scale * slope, scale * lo, scale * hi);
}

static void add_trend(const struct assay_trend_told *told, size_t number,
                      struct assay_buf *out)
{
    const struct assay_str unit = told->courses.at[number].unit;
    const struct assay_course_study *study = &told->study[number];
    const struct assay_linear_trend *trend = &study->trend;

    if (!study->has_trend) {
        assay_buf_printf(out, "trend   none: %.*s\n", ASSAY_STR_ARG(study->why));
        return;
    }
    assay_buf_puts(out, "trend   ");
    add_slope(trend->slope, trend->lo, trend->hi, unit, out);
    assay_buf_printf(out, " a %s, p %.4g; Theil-Sen ", per(told), trend->p);
    add_slope(trend->sen, trend->sen_lo, trend->sen_hi, unit, out);
    assay_buf_putc(out, '\n');
}

static void add_course(const struct assay_trend_told *told, size_t number,
                       unsigned format, struct assay_buf *out)
{
    static const char *const headers[] = {"started", "run",   "model", "value",
                                          "n",       "level", "change"};
    const struct assay_course *course = &told->courses.at[number];
    struct assay_grid grid;

    add_heading(told, number, out);
    assay_grid_init(&grid, told->arena, 7, course->count);
    for (size_t k = 0; k < 7; k++)
        grid.column[k] =
            (struct assay_grid_column){.header = headers[k], .number = k >= 3};
    for (size_t i = 0; i < course->count; i++)
        fill_point(told, number, i, assay_grid_add(&grid)->cell);
    assay_runs_grid(&grid, format, out);
    add_changes(told, number, out);
    add_trend(told, number, out);
    assay_buf_putc(out, '\n');
}

/* What stands in no course, and on what the others are. */
static void add_notes(const struct assay_trend_told *told, struct assay_buf *out)
{
    const struct assay_courses *all = &told->courses;

    for (size_t i = 0; i < all->count; i++) {
        if (i > 0 && assay_str_equal(told->suite[i], told->suite[i - 1]))
            continue;
        assay_escape_terminal(told->suite[i], true, out);
        assay_buf_puts(out, ": ");
        assay_escape_terminal(all->at[i].basis, true, out);
        assay_buf_putc(out, '\n');
    }
    if (all->partial > 0)
        assay_buf_printf(out, "left out: %zu results of a part of the benchmark\n",
                         all->partial);
    if (all->undefined > 0)
        assay_buf_printf(out, "left out: %zu results whose value is undefined\n",
                         all->undefined);
    if (all->lacking > 0)
        assay_buf_printf(out, "left out: %zu results without %s\n", all->lacking,
                         told->section);
    if (all->count > 0)
        assay_buf_printf(
            out,
            "changes: a line that has none has %.4g false ones on average in a "
            "year of %zu nights; intervals at %.4g %%, from run to run\n",
            told->how.per_year, told->how.nights, 100.0 * told->how.level);
}

void assay_trend_table(const struct assay_trend_told *told, unsigned format,
                       struct assay_buf *out)
{
    for (size_t i = 0; i < told->courses.count; i++)
        add_course(told, i, format, out);
    add_notes(told, out);
}
