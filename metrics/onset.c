#include "metrics/onset.h"

#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/quantile.h"

#include <gsl/gsl_cdf.h>

#include <math.h>
#include <stdlib.h>

enum {
    REPLICATES_LEAST = 100
};

static const double dependence_most = 0.95;

/* Least squares of y on (1, x), a point after another. */
struct line {
    double n, x, y;    /* count and means */
    double xx, xy, yy; /* sums about the means */
};

static void line_add(struct line *line, double x, double y)
{
    const double dx = x - line->x, dy = y - line->y;

    line->n += 1.0;
    line->x += dx / line->n;
    line->y += dy / line->n;
    line->xx += dx * (x - line->x);
    line->xy += dx * (y - line->y);
    line->yy += dy * (y - line->y);
}

static struct line line_over(const struct assay_onset_series *series, size_t steps)
{
    struct line line = {0};

    for (size_t t = 0; t < steps; t++)
        line_add(&line, series->proxy[t], series->gold[t]);
    return line;
}

static double line_slope(const struct line *line)
{
    return line->xy / line->xx;
}

/* The error at (x, y) of the line so far, in standard deviations of such an error. */
static double line_error(const struct line *line, double x, double y)
{
    const double off = y - line->y - line_slope(line) * (x - line->x);
    const double rest =
        fmax(line->yy - line->xy * line_slope(line), 0.0) / (line->n - 2.0);
    const double spread =
        sqrt(rest * (1.0 + 1.0 / line->n + (x - line->x) * (x - line->x) / line->xx));

    return off / spread;
}

/* A chart over one run; where it stands after each step. */
struct chart {
    double height, highest;
    size_t since; /* step after the last 0 */
    bool alarmed;
    size_t alarm, onset;
};

static struct chart chart_run(const struct assay_onset_series *series,
                              const struct assay_onset_chart *how, double threshold)
{
    struct line line = {0};
    struct chart chart = {.since = how->warm};

    for (size_t t = 0; t < series->steps; t++) {
        if (t >= how->warm) {
            const double w = line_error(&line, series->proxy[t], series->gold[t]);
            chart.height = fmax(0.0, chart.height - w - how->slack);
            chart.since = chart.height > 0.0 ? chart.since : t + 1;
            chart.highest = fmax(chart.highest, chart.height);
        }
        if (!chart.alarmed && chart.height > threshold) {
            chart.alarmed = true;
            chart.alarm = t;
            chart.onset = chart.since;
        }
        line_add(&line, series->proxy[t], series->gold[t]);
    }
    return chart;
}

/* Slope of a line in standard errors; 0 where the proxy does not vary. */
static double line_steepness(const struct line *line)
{
    const double rest = fmax(line->yy - line->xy * line->xy / line->xx, 0.0);

    if (!(line->xx > 0.0))
        return 0.0;
    return line_slope(line) / sqrt(rest / ((line->n - 2.0) * line->xx));
}

/* Slopes of stretches up to the end. */
struct stretches {
    double rise; /* of that from a step on, in standard errors */
    double after;
    double fall; /* of the surest fall */
};

static struct stretches stretches_of(const struct assay_onset_series *series, size_t warm,
                                     size_t from)
{
    struct stretches out = {0};
    struct line line = {0};

    for (size_t t = series->steps; t-- > warm;) {
        line_add(&line, series->proxy[t], series->gold[t]);
        if (t == from && line.xx > 0.0)
            out.after = line_slope(&line);
        if (line.n < ASSAY_ONSET_STRETCH_LEAST)
            continue;
        if (t == from)
            out.rise = line_steepness(&line);
        out.fall = fmax(out.fall, -line_steepness(&line));
    }
    return out;
}

/* Noise of variance 1 whose lag-1 correlation is rho. */
static void noise_drawn(struct assay_rng *rng, double rho, double *out, size_t n)
{
    for (size_t t = 0; t < n; t++) {
        const double fresh = gsl_cdf_ugaussian_Pinv(assay_rng_uniform(rng) + 0x1p-54);

        out[t] = t == 0 ? fresh : rho * out[t - 1] + sqrt(1.0 - rho * rho) * fresh;
    }
}

/* What a run without anything comes to, in this many runs, ascending. */
struct simulated {
    double *highest; /* (replicates,) of the chart, or surest falls */
    double *rise;    /* (replicates,) NULL: of the chart */
};

/* Runs of the same proxy whose gold is noise. */
static void simulate(const struct assay_onset_series *series,
                     const struct assay_onset_chart *how, double rho, size_t from,
                     struct simulated *out)
{
    double *gold = assay_memory_new(series->steps, sizeof(*gold));
    const struct assay_onset_series noise = {series->proxy, gold, series->steps};
    struct assay_rng rng = {how->seed};

    for (size_t r = 0; r < how->replicates; r++) {
        noise_drawn(&rng, rho, gold, series->steps);
        if (out->rise) {
            const struct stretches drawn = stretches_of(&noise, how->warm, from);

            out->highest[r] = drawn.fall;
            out->rise[r] = drawn.rise;
        } else {
            out->highest[r] = chart_run(&noise, how, HUGE_VAL).highest;
        }
    }
    free(gold);
}

static double beyond_chance(const struct assay_onset_chart *how, double *value)
{
    assay_quantile_sort(value, how->replicates);
    return assay_quantile(value, how->replicates, 1.0 - how->false_rate);
}

static double threshold_simulated(const struct assay_onset_series *series,
                                  const struct assay_onset_chart *how, double rho)
{
    struct simulated runs = {
        .highest = assay_memory_new(how->replicates, sizeof(*runs.highest))};
    double threshold;

    simulate(series, how, rho, 0, &runs);
    threshold = beyond_chance(how, runs.highest);
    free(runs.highest);
    return threshold;
}

/* Mean square of r_t - r_(t-lag), r the residuals of a line. */
static double difference_at(const struct assay_onset_series *series, double slope,
                            size_t lag)
{
    double sum = 0.0;

    for (size_t t = lag; t < series->steps; t++) {
        const double off = series->gold[t] - series->gold[t - lag] -
                           slope * (series->proxy[t] - series->proxy[t - lag]);

        sum += off * off;
    }
    return sum / (double)(series->steps - lag);
}

static double dependence_of(const struct assay_onset_series *series)
{
    const struct line all = line_over(series, series->steps);
    const double one = difference_at(series, line_slope(&all), 1);
    const double two = difference_at(series, line_slope(&all), 2);

    return one > 0.0 ? fmax(0.0, fmin(two / one - 1.0, dependence_most)) : 0.0;
}

/* What gold does after the departure. */
static void look_after(const struct assay_onset_series *series,
                       const struct assay_onset_chart *how, double rho,
                       struct assay_onset *out)
{
    const size_t last = series->steps < how->warm + ASSAY_ONSET_STRETCH_LEAST
                            ? how->warm
                            : series->steps - ASSAY_ONSET_STRETCH_LEAST;
    const size_t from = out->alarm < last ? out->alarm : last;
    const struct stretches found = stretches_of(series, how->warm, from);
    struct simulated runs = {
        .highest = assay_memory_new(how->replicates, sizeof(*runs.highest)),
        .rise = assay_memory_new(how->replicates, sizeof(*runs.rise))};

    simulate(series, how, rho, from, &runs);
    out->fall_least = beyond_chance(how, runs.highest);
    out->rise_least = beyond_chance(how, runs.rise);
    out->after = found.after;
    out->rise = found.rise;
    out->fall = found.fall;
    out->stop = out->onset;
    out->kind = ASSAY_ONSET_STOPS;
    if (found.fall > out->fall_least) {
        out->kind = ASSAY_ONSET_FALLS;
        for (size_t t = out->onset; t < series->steps; t++)
            out->stop = series->gold[t] > series->gold[out->stop] ? t : out->stop;
    } else if (found.rise > out->rise_least) {
        out->kind = ASSAY_ONSET_BENDS;
    }
    free(runs.rise);
    free(runs.highest);
}

static enum assay_code onset_check(const struct assay_onset_series *series,
                                   const struct assay_onset_chart *how,
                                   struct assay_error *err)
{
    bool moves = false;

    if (how->warm < ASSAY_ONSET_WARM_LEAST || series->steps <= how->warm)
        return assay_fail(
            err, ASSAY_EDOMAIN,
            "%zu steps, the first %zu believed: at least %d, and more steps "
            "than those",
            series->steps, how->warm, ASSAY_ONSET_WARM_LEAST);
    if (!(how->false_rate > 0.0 && how->false_rate < 1.0) ||
        !(how->slack > 0.0 && isfinite(how->slack)) || how->replicates < REPLICATES_LEAST)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "false alarm rate %g, slack %g, %zu replicates",
                          how->false_rate, how->slack, how->replicates);
    for (size_t t = 0; t < series->steps; t++) {
        if (!isfinite(series->proxy[t]) || !isfinite(series->gold[t]))
            return assay_fail(err, ASSAY_EDOMAIN, "step %zu: proxy %g, gold %g", t,
                              series->proxy[t], series->gold[t]);
        moves = moves || (t < how->warm && series->proxy[t] != series->proxy[0]);
    }
    if (!moves)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "the proxy is constant over the first %zu steps", how->warm);
    return ASSAY_OK;
}

enum assay_code assay_onset_find(const struct assay_onset_series *series,
                                 const struct assay_onset_chart *chart,
                                 struct assay_onset *out, struct assay_error *err)
{
    const enum assay_code code = onset_check(series, chart, err);
    struct line warm;
    struct chart got;

    if (code)
        return code;
    warm = line_over(series, chart->warm);
    *out = (struct assay_onset){.slope = line_slope(&warm),
                                .dependence = dependence_of(series)};
    out->threshold =
        threshold_simulated(series, chart, chart->dependent ? out->dependence : 0.0);
    got = chart_run(series, chart, out->threshold);
    out->detected = got.alarmed;
    out->onset = got.onset;
    out->alarm = got.alarm;
    out->highest = got.highest;
    if (out->detected)
        look_after(series, chart, chart->dependent ? out->dependence : 0.0, out);
    return ASSAY_OK;
}
