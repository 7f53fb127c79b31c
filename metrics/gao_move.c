#include "metrics/gao_move.h"

#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/quantile.h"

#include <math.h>
#include <stdlib.h>

enum {
    REPLICATES_LEAST = 100,
    SUMS = 5 /* s11, s12, s22, b1, b2 */
};

/* What a unit adds to the normal equations. */
static double *sums_of(const struct assay_gao_side *side,
                       const struct assay_gao_resampling *how)
{
    const struct assay_gao_points *points = &side->points;
    double *sum = assay_memory_new(how->units * SUMS, sizeof(*sum));

    for (size_t i = 0; i < points->n; i++) {
        double *of = sum + (size_t)side->unit[i] * SUMS;
        const double w = points->weight ? points->weight[i] : 1.0;
        double x[2];

        assay_gao_features(how->form, points->d[i], x);
        of[0] += w * x[0] * x[0];
        of[1] += w * x[0] * x[1];
        of[2] += w * x[1] * x[1];
        of[3] += w * x[0] * points->r[i];
        of[4] += w * x[1] * points->r[i];
    }
    return sum;
}

/* d* of the fit to sums; where gold never turns it is beyond all numbers. */
static double peak_of(const double s[SUMS], enum assay_gao_form form)
{
    const double det = s[0] * s[2] - s[1] * s[1];
    const double alpha = (s[3] * s[2] - s[4] * s[1]) / det;
    const double beta = (s[0] * s[4] - s[1] * s[3]) / det;
    const struct assay_gao_peak peak = assay_gao_peak_of(form, alpha, beta);

    if (peak.exists)
        return peak.d;
    return beta > 0.0 && form == ASSAY_GAO_BON && !(alpha > 0.0) ? 0.0 : HUGE_VAL;
}

/* Replicates of the move, ascending; those that are undefined are left out. */
struct moves {
    double *at;
    size_t defined, undefined;
};

static void add(const double *sums, size_t unit, double s[SUMS])
{
    for (size_t k = 0; k < SUMS; k++)
        s[k] += sums[unit * SUMS + k];
}

static void draw(const double *before, const double *after,
                 const struct assay_gao_resampling *how, struct moves *out)
{
    struct assay_rng rng = {how->seed};

    for (size_t r = 0; r < how->replicates; r++) {
        double s[2][SUMS] = {{0.0}};
        double a, b;

        for (size_t i = 0; i < how->units; i++) {
            const size_t unit = (size_t)assay_rng_index(&rng, how->units);

            add(before, unit, s[0]);
            add(after, unit, s[1]);
        }
        a = peak_of(s[0], how->form);
        b = peak_of(s[1], how->form);
        if (isinf(a) && isinf(b))
            out->undefined++;
        else
            out->at[out->defined++] = b - a;
    }
    assay_quantile_sort(out->at, out->defined);
}

static struct assay_range range_of(const struct moves *moves, double level)
{
    const double last = (double)(moves->defined + moves->undefined - 1);
    const double tail = (1.0 - level) / 2.0;
    const size_t lo = (size_t)floor(tail * last);
    const size_t hi = (size_t)ceil((1.0 - tail) * last);
    struct assay_range out = {0};

    out.has_lo = lo >= moves->undefined && isfinite(moves->at[lo - moves->undefined]);
    out.has_hi = hi < moves->defined && isfinite(moves->at[hi]);
    out.lo = out.has_lo ? moves->at[lo - moves->undefined] : 0.0;
    out.hi = out.has_hi ? moves->at[hi] : 0.0;
    if (!out.has_lo || !out.has_hi)
        out.why = "too many resamples have no peak";
    return out;
}

static enum assay_code check(const struct assay_gao_side *side,
                             const struct assay_gao_resampling *how, double *peak,
                             struct assay_error *err)
{
    struct assay_gao_fit fit;
    enum assay_code code;

    if (how->units < ASSAY_GAO_MOVE_UNITS_LEAST || how->replicates < REPLICATES_LEAST ||
        !(how->level > 0.0 && how->level < 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "%zu units, %zu replicates, level %g",
                          how->units, how->replicates, how->level);
    for (size_t i = 0; i < side->points.n; i++)
        if (side->unit[i] >= how->units)
            return assay_fail(err, ASSAY_EDOMAIN, "point %zu: unit %u of %zu", i,
                              (unsigned)side->unit[i], how->units);
    code = assay_gao_fit(&side->points, how->form, NULL, &fit, err);
    if (code)
        return code;
    if (!fit.peak.exists)
        return assay_fail(err, ASSAY_EDOMAIN, "no peak: %s", fit.peak.why);
    *peak = fit.peak.d;
    return ASSAY_OK;
}

enum assay_code assay_gao_move(const struct assay_gao_side *before,
                               const struct assay_gao_side *after,
                               const struct assay_gao_resampling *how, double *move,
                               struct assay_range *range, struct assay_error *err)
{
    struct moves moves = {0};
    double from = 0.0, to = 0.0;
    double *sums[2];
    enum assay_code code = check(before, how, &from, err);

    if (!code)
        code = check(after, how, &to, err);
    if (code)
        return code;
    sums[0] = sums_of(before, how);
    sums[1] = sums_of(after, how);
    moves.at = assay_memory_new(how->replicates, sizeof(*moves.at));
    draw(sums[0], sums[1], how, &moves);
    *move = to - from;
    *range = range_of(&moves, how->level);
    free(moves.at);
    free(sums[1]);
    free(sums[0]);
    return ASSAY_OK;
}
