#include "metrics/drift.h"

#include "harness/core/memory.h"
#include "metrics/quantile.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_statistics.h>

#include <math.h>
#include <stdlib.h>

struct point {
    double step, value;
};

/* The line of one unit, and Sen's interval of its slope. */
struct line {
    double slope, start, end, span;
    double lo, hi;
};

static int point_order(const void *left, const void *right)
{
    const struct point *a = left;
    const struct point *b = right;

    if (a->step != b->step)
        return a->step < b->step ? -1 : 1;
    return (a->value > b->value) - (a->value < b->value);
}

/* Averages neighbours so that at most ASSAY_DRIFT_POINTS are left; returns how many. */
static size_t points_averaged(struct point *point, size_t n)
{
    const size_t each = (n + ASSAY_DRIFT_POINTS - 1) / ASSAY_DRIFT_POINTS;
    size_t kept = 0;

    for (size_t i = 0; i < n && each > 1; i += each, kept++) {
        const size_t end = i + each < n ? i + each : n;
        struct point mean = {0, 0};

        for (size_t k = i; k < end; k++) {
            mean.step += point[k].step / (double)(end - i);
            mean.value += point[k].value / (double)(end - i);
        }
        point[kept] = mean;
    }
    return each > 1 ? kept : n;
}

/* Slopes of all pairs of different steps; returns how many. */
static size_t slopes_made(const struct point *point, size_t n, double *slope)
{
    size_t m = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            if (point[j].step > point[i].step)
                slope[m++] =
                    (point[j].value - point[i].value) / (point[j].step - point[i].step);
    return m;
}

/* sum t (t - 1) (2 t + 5) over sets of equal values in a sorted list */
static double ties_of(const double *sorted, size_t n)
{
    double sum = 0.0;

    for (size_t i = 0; i < n;) {
        size_t end = i + 1;
        double t;

        while (end < n && sorted[end] == sorted[i])
            end++;
        t = (double)(end - i);
        sum += t * (t - 1.0) * (2.0 * t + 5.0);
        i = end;
    }
    return sum;
}

/* Standard deviation of Kendall's S for n points with ties in steps and values. */
static double kendall_sd(const struct point *point, size_t n)
{
    const double m = (double)n;
    double *x = assay_memory_new(n, sizeof(*x));
    double ties;

    for (size_t i = 0; i < n; i++)
        x[i] = point[i].step;
    ties = ties_of(x, n);
    for (size_t i = 0; i < n; i++)
        x[i] = point[i].value;
    assay_quantile_sort(x, n);
    ties += ties_of(x, n);
    free(x);
    return sqrt(fmax(m * (m - 1.0) * (2.0 * m + 5.0) - ties, 0.0) / 18.0);
}

static double median_start(const struct point *point, size_t n, double slope)
{
    double *rest = assay_memory_new(n, sizeof(*rest));
    double median;

    for (size_t i = 0; i < n; i++)
        rest[i] = point[i].value - slope * (point[i].step - point[0].step);
    assay_quantile_sort(rest, n);
    median = assay_quantile(rest, n, 0.5);
    free(rest);
    return median;
}

/* n points sorted by step, three steps different. */
static struct line line_of(const struct point *point, size_t n, double level)
{
    const double z = gsl_cdf_ugaussian_Pinv(0.5 + level / 2.0);
    double *slope = assay_memory_new(n * (n - 1) / 2, sizeof(*slope));
    const size_t m = slopes_made(point, n, slope);
    const double off = z * kendall_sd(point, n);
    const double lower = floor(((double)m - off) / 2.0 + 0.5) - 1.0; /* from 0 */
    const double upper = floor(((double)m + off) / 2.0 + 0.5);
    struct line out = {.span = point[n - 1].step - point[0].step};

    assay_quantile_sort(slope, m);
    out.slope = assay_quantile(slope, m, 0.5);
    out.lo = slope[lower > 0.0 ? (size_t)lower : 0];
    out.hi = slope[upper < (double)m ? (size_t)upper : m - 1];
    out.start = median_start(point, n, out.slope);
    out.end = out.start + out.slope * out.span;
    free(slope);
    return out;
}

/* Mean of (n,) and its t interval; of one value none. */
static double mean_ranged(const double *x, size_t n, double level,
                          struct assay_range *range)
{
    const double mean = gsl_stats_mean(x, 1, n);
    const double half = n < 2 ? 0.0
                              : gsl_cdf_tdist_Pinv(0.5 + level / 2.0, (double)(n - 1)) *
                                    gsl_stats_sd(x, 1, n) / sqrt((double)n);

    *range = assay_range_closed(mean - half, mean + half);
    return mean;
}

static void units_summed(const struct line *line, size_t n, double level,
                         struct assay_drift *out)
{
    double *x = assay_memory_new(3 * n, sizeof(*x));
    double *change = x + n, *relative = x + 2 * n;

    *out = (struct assay_drift){.units = n, .has_relative = true};
    for (size_t g = 0; g < n; g++) {
        out->start += line[g].start / (double)n;
        out->end += line[g].end / (double)n;
        out->has_relative = out->has_relative && line[g].start * line[0].start > 0.0;
        x[g] = line[g].slope;
        change[g] = line[g].end - line[g].start;
        relative[g] = out->has_relative ? change[g] / fabs(line[g].start) : 0.0;
    }
    out->slope = mean_ranged(x, n, level, &out->slope_range);
    out->change = mean_ranged(change, n, level, &out->change_range);
    if (out->has_relative)
        out->relative = mean_ranged(relative, n, level, &out->relative_range);
    else
        out->relative_range =
            assay_range_none("a run starts at 0, or runs on both sides of it");
    free(x);
}

/* Of a single run the intervals are Sen's. */
static void single_ranged(const struct line *line, struct assay_drift *out)
{
    const double lo = line->lo * line->span, hi = line->hi * line->span;

    out->slope_range = assay_range_closed(line->lo, line->hi);
    out->change_range = assay_range_closed(lo, hi);
    if (out->has_relative)
        out->relative_range =
            assay_range_closed(lo / fabs(line->start), hi / fabs(line->start));
}

/* Points of unit g, sorted and averaged; returns how many, 0 if they are on two steps or fewer. */
static size_t unit_gathered(const struct assay_drift_series *series, size_t g,
                            struct point *point)
{
    size_t n = 0, steps = 0;

    for (size_t i = 0; i < series->n; i++)
        if (!series->unit || series->unit[i] == g)
            point[n++] = (struct point){series->step[i], series->value[i]};
    qsort(point, n, sizeof(*point), point_order);
    n = points_averaged(point, n);
    for (size_t i = 0; i < n; i++)
        steps += i == 0 || point[i].step != point[i - 1].step;
    return steps > 2 ? n : 0;
}

static enum assay_code series_check(const struct assay_drift_series *series, double level,
                                    struct assay_error *err)
{
    if (!(level > 0.0 && level < 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "confidence level %g not in (0, 1)", level);
    for (size_t i = 0; i < series->n; i++) {
        if (!isfinite(series->step[i]) || !isfinite(series->value[i]))
            return assay_fail(err, ASSAY_EDOMAIN, "point %zu: step %g, value %g", i,
                              series->step[i], series->value[i]);
        if (series->unit && series->unit[i] >= series->units)
            return assay_fail(err, ASSAY_EDOMAIN, "point %zu: run %u of %zu", i,
                              (unsigned int)series->unit[i], series->units);
    }
    return ASSAY_OK;
}

enum assay_code assay_drift_of(const struct assay_drift_series *series, double level,
                               struct assay_drift *out, struct assay_error *err)
{
    const size_t units = series->unit ? series->units : 1;
    enum assay_code code = series_check(series, level, err);
    struct point *point;
    struct line *line;

    if (code)
        return code;
    point = assay_memory_new(series->n + 1, sizeof(*point));
    line = assay_memory_new(units + 1, sizeof(*line));
    for (size_t g = 0; !code && g < units; g++) {
        const size_t n = unit_gathered(series, g, point);

        if (n > 0)
            line[g] = line_of(point, n, level);
        else
            code =
                assay_fail(err, ASSAY_EDOMAIN, "run %zu has fewer than three steps", g);
    }
    if (!code && units == 0)
        code = assay_fail(err, ASSAY_EDOMAIN, "no runs");
    if (!code)
        units_summed(line, units, level, out);
    if (!code && units == 1)
        single_ranged(&line[0], out);
    free(line);
    free(point);
    return code;
}
