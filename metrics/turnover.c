#include "metrics/turnover.h"

#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/quantile.h"
#include "metrics/wild.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

static const double far = 1e100; /* deviation without spread */

/*
 * Where deviations of differences come from: of = gold_j - gold_i. One of both is set; what
 * differs is where a replicate's standard error is from.
 */
struct source {
    const double *gold;      /* (points,) the curve */
    const double *replicate; /* (replicates, points) */
    const double *unit;      /* (units, points) deviations from the curve; NULL: none */
    const double *draw;      /* (replicates, units) */
    size_t points, replicates, units;
};

/* Standard error of gold_j - gold_i over replicates. */
static double spread_over_replicates(const struct source *s, size_t i, size_t j)
{
    double mean = 0.0, sum = 0.0;

    assert(s->replicate);
    for (size_t r = 0; r < s->replicates; r++)
        mean += (s->replicate[r * s->points + j] - s->replicate[r * s->points + i]) /
                (double)s->replicates;
    for (size_t r = 0; r < s->replicates; r++) {
        const double off =
            s->replicate[r * s->points + j] - s->replicate[r * s->points + i] - mean;

        sum += off * off;
    }
    return sqrt(sum / (double)(s->replicates - 1));
}

/* s / sqrt(G) of the units' differences, each times its draw; draw NULL: 1. mean may be NULL. */
static double spread_over_units(const struct source *s, const double *draw, size_t i,
                                size_t j, double *mean)
{
    const double n = (double)s->units;
    double sum = 0.0, squares = 0.0;

    for (size_t g = 0; g < s->units; g++) {
        const double x = (draw ? draw[g] : 1.0) *
                         (s->unit[g * s->points + j] - s->unit[g * s->points + i]);

        sum += x;
        squares += x * x;
    }
    if (mean)
        *mean = sum / n;
    return sqrt(fmax(squares - sum * sum / n, 0.0) / (n * (n - 1.0)));
}

static double spread_of(const struct source *s, size_t i, size_t j)
{
    return s->unit ? spread_over_units(s, NULL, i, j, NULL)
                   : spread_over_replicates(s, i, j);
}

/* How far the difference of replicate r is from the curve's, in standard errors. */
static double deviation(const struct source *s, size_t r, size_t i, size_t j, double se)
{
    double off, t;

    if (s->unit) {
        se = spread_over_units(s, s->draw + r * s->units, i, j, &off);
    } else {
        const double *row = s->replicate + r * s->points;

        off = row[j] - row[i] - (s->gold[j] - s->gold[i]);
    }
    t = off / se;
    return fabs(t) < far ? t : off > 0.0 ? far : off < 0.0 ? -far : 0.0;
}

/*
 * The level-quantile over replicates of the largest deviation of gold_j - gold_i over all j; both
 * says whether deviations downward count too. se (points,) is filled in; most is scratch.
 */
static double critical_at(const struct source *s, size_t i, bool both, double level,
                          double *se, double *most)
{
    for (size_t r = 0; r < s->replicates; r++)
        most[r] = 0.0;
    for (size_t j = 0; j < s->points; j++) {
        se[j] = j == i ? 0.0 : spread_of(s, i, j);
        for (size_t r = 0; r < s->replicates && se[j] > 0.0; r++) {
            const double t = deviation(s, r, i, j, se[j]);

            most[r] = fmax(most[r], both ? fabs(t) : t);
        }
    }
    assay_quantile_sort(most, s->replicates);
    return assay_quantile(most, s->replicates, level);
}

/* True if some point is told to be higher than point i. */
static bool is_beaten(const struct source *s, size_t i, double level, double *se,
                      double *most)
{
    const double c = critical_at(s, i, false, level, se, most);

    for (size_t j = 0; j < s->points; j++)
        if (j != i && s->gold[j] - s->gold[i] > c * se[j])
            return true;
    return false;
}

static void turnover_found(const struct source *s, double level,
                           struct assay_turnover *out)
{
    const size_t end = s->points - 1;
    double *se = assay_memory_new(s->points, sizeof(*se));
    double *most = assay_memory_new(s->replicates, sizeof(*most));

    *out = (struct assay_turnover){
        .drop_range = assay_range_none("gold is highest at the last point"),
        .first = s->points,
    };
    for (size_t i = 1; i < s->points; i++)
        if (s->gold[i] > s->gold[out->top])
            out->top = i;
    out->drop = s->gold[out->top] - s->gold[end];
    out->critical = critical_at(s, end, true, level, se, most);
    if (out->top != end) {
        const double half = out->critical * se[out->top];

        out->drop_range = assay_range_closed(out->drop - half, out->drop + half);
        out->detected = out->drop_range.lo > 0.0;
    }
    for (size_t i = 0; i < s->points; i++) {
        if (is_beaten(s, i, level, se, most))
            continue;
        out->first = out->held == 0 ? i : out->first;
        out->last = i;
        out->held++;
    }
    free(most);
    free(se);
}

static enum assay_code curve_check(const double *value, size_t n, size_t points,
                                   double level, struct assay_error *err)
{
    if (points < 2)
        return assay_fail(err, ASSAY_EDOMAIN, "a turn needs two points, not %zu", points);
    if (!(level > 0.0 && level < 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "confidence level %g not in (0, 1)", level);
    for (size_t i = 0; i < n * points; i++) {
        if (!isfinite(value[i]))
            return assay_fail(err, ASSAY_EDOMAIN, "curve %zu: gold at point %zu is %g",
                              i / points, i % points, value[i]);
    }
    return ASSAY_OK;
}

enum assay_code assay_turnover_of(const struct assay_turnover_curve *curve, double level,
                                  struct assay_turnover *out, struct assay_error *err)
{
    const struct source source = {.gold = curve->gold,
                                  .replicate = curve->replicate,
                                  .points = curve->points,
                                  .replicates = curve->replicates};
    enum assay_code code = curve_check(curve->gold, 1, curve->points, level, err);

    if (!code && curve->replicates < 2)
        return assay_fail(err, ASSAY_EDOMAIN, "%zu replicates of a curve: at least 2",
                          curve->replicates);
    if (!code)
        code =
            curve_check(curve->replicate, curve->replicates, curve->points, level, err);
    if (!code)
        turnover_found(&source, level, out);
    return code;
}

enum assay_code assay_turnover_of_units(const struct assay_turnover_units *units,
                                        size_t replicates, uint64_t seed, double level,
                                        struct assay_turnover *out,
                                        struct assay_error *err)
{
    const size_t n = units->units, points = units->points;
    const enum assay_code code = curve_check(units->gold, n, points, level, err);
    struct assay_rng rng = {seed};
    double *mean, *unit, *draw;

    if (code)
        return code;
    if (n < 3 || replicates < 2)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "%zu curves, %zu replicates: at least 3 and 2", n, replicates);
    mean = assay_memory_new(points, sizeof(*mean));
    unit = assay_memory_new(n * points, sizeof(*unit));
    draw = assay_memory_new(n * replicates, sizeof(*draw));
    for (size_t i = 0; i < n * points; i++)
        mean[i % points] += units->gold[i] / (double)n;
    for (size_t i = 0; i < n * points; i++)
        unit[i] = units->gold[i] - mean[i % points];
    for (size_t i = 0; i < n * replicates; i++)
        draw[i] = assay_wild_draw(&rng);
    turnover_found(&(struct source){.gold = mean,
                                    .unit = unit,
                                    .draw = draw,
                                    .points = points,
                                    .replicates = replicates,
                                    .units = n},
                   level, out);
    free(draw);
    free(unit);
    free(mean);
    return ASSAY_OK;
}
