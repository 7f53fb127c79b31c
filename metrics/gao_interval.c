#include "metrics/gao_interval.h"

#include "harness/core/memory.h"
#include "metrics/quantile.h"
#include "metrics/wild.h"

#include <gsl/gsl_cdf.h>

#include <math.h>
#include <stdlib.h>

static const double alone_below = 1e-12; /* det / (s11 s22) of the units left */

/* Symmetric 2 x 2: (1,1), (1,2), (2,2). */
struct square {
    double a, b, c;
};

struct pair {
    double x, y;
};

/* What one unit, or all, add to the normal equations. */
struct share {
    struct square s;
    struct pair b;
};

struct state {
    enum assay_gao_form form;
    size_t units;
    struct pair theta;
    struct square inverse; /* of all units' normal equations */
    struct square *left;   /* (units,) inverse without each */
    struct pair *score;    /* (units,) x'(r - fitted) */
};

static struct pair apply(const struct square *m, struct pair v)
{
    return (struct pair){m->a * v.x + m->b * v.y, m->b * v.x + m->c * v.y};
}

static double det_of(const struct square *m)
{
    return m->a * m->c - m->b * m->b;
}

static struct square inverse_of(const struct square *m)
{
    const double det = det_of(m);

    return (struct square){m->c / det, -m->b / det, m->a / det};
}

static void share_add(struct share *to, double w, const double x[2], double r)
{
    to->s.a += w * x[0] * x[0];
    to->s.b += w * x[0] * x[1];
    to->s.c += w * x[1] * x[1];
    to->b.x += w * x[0] * r;
    to->b.y += w * x[1] * r;
}

/* Shares of the units that have points, in their order; returns how many. */
static size_t shares_made(const struct assay_gao_points *points, enum assay_gao_form form,
                          const struct assay_gao_sampling *sampling, struct share *share)
{
    const size_t all = sampling->unit ? sampling->units : points->n;
    size_t *count = assay_memory_new(all, sizeof(*count));
    size_t units = 0;

    for (size_t i = 0; i < points->n; i++) {
        const size_t g = sampling->unit ? sampling->unit[i] : i;
        double x[2];

        assay_gao_features(form, points->d[i], x);
        share_add(&share[g], points->weight ? points->weight[i] : 1.0, x, points->r[i]);
        count[g]++;
    }
    for (size_t g = 0; g < all; g++)
        if (count[g] > 0)
            share[units++] = share[g];
    free(count);
    return units;
}

static struct square without(const struct square *all, const struct square *one)
{
    return (struct square){all->a - one->a, all->b - one->b, all->c - one->c};
}

/* Scores at theta and the inverse without each unit; which unit fails, or units. */
static size_t units_prepared(struct state *state, const struct share *share)
{
    struct square all = {0};

    for (size_t g = 0; g < state->units; g++) {
        all.a += share[g].s.a;
        all.b += share[g].s.b;
        all.c += share[g].s.c;
    }
    state->inverse = inverse_of(&all);
    for (size_t g = 0; g < state->units; g++) {
        const struct square rest = without(&all, &share[g].s);
        const struct pair fitted = apply(&share[g].s, state->theta);

        if (!(det_of(&rest) > alone_below * rest.a * rest.c))
            return g;
        state->left[g] = inverse_of(&rest);
        state->score[g] = (struct pair){share[g].b.x - fitted.x, share[g].b.y - fitted.y};
    }
    return state->units;
}

/*
 * Deviation of the estimate, and its jackknife variance, when unit g's score is v_g times what
 * it is: theta moves by S^-1 sum v u, and without g by S_(g)^-1 (sum v u - v_g u_g).
 */
static struct pair perturbed(const struct state *state, const double *v,
                             struct square *out)
{
    const double factor = (double)(state->units - 1) / (double)state->units;
    struct pair sum = {0, 0}, moved;

    for (size_t g = 0; g < state->units; g++) {
        sum.x += v[g] * state->score[g].x;
        sum.y += v[g] * state->score[g].y;
    }
    moved = apply(&state->inverse, sum);
    *out = (struct square){0};
    for (size_t g = 0; g < state->units; g++) {
        const struct pair rest = {sum.x - v[g] * state->score[g].x,
                                  sum.y - v[g] * state->score[g].y};
        const struct pair at = apply(&state->left[g], rest);
        const struct pair off = {at.x - moved.x, at.y - moved.y};

        out->a += factor * off.x * off.x;
        out->b += factor * off.x * off.y;
        out->c += factor * off.y * off.y;
    }
    return moved;
}

static void variance_set(struct assay_gao_estimate *estimate, const struct square *v)
{
    estimate->variance[0] = v->a;
    estimate->variance[1] = v->b;
    estimate->variance[2] = v->c;
}

/* The level-quantiles of the pivots, all quantities from the same replicates. */
static void quantiles_drawn(const struct state *state,
                            const struct assay_gao_estimate *here,
                            const struct assay_gao_sampling *sampling,
                            double out[ASSAY_GAO_QUANTITIES])
{
    const size_t n = sampling->replicates;
    double *pivot = assay_memory_new(ASSAY_GAO_QUANTITIES * n, sizeof(*pivot));
    double *weight = assay_memory_new(state->units, sizeof(*weight));
    struct assay_rng rng = {sampling->seed};

    for (size_t r = 0; r < n; r++) {
        struct assay_gao_estimate there = {.form = here->form};
        struct square spread;
        struct pair moved;

        for (size_t g = 0; g < state->units; g++)
            weight[g] = assay_wild_draw(&rng);
        moved = perturbed(state, weight, &spread);
        there.alpha = here->alpha + moved.x;
        there.beta = here->beta + moved.y;
        variance_set(&there, &spread);
        for (size_t q = 0; q < ASSAY_GAO_QUANTITIES; q++)
            pivot[q * n + r] =
                assay_gao_pivot(&there, (enum assay_gao_quantity)q,
                                assay_gao_ratio(here, (enum assay_gao_quantity)q));
    }
    for (size_t q = 0; q < ASSAY_GAO_QUANTITIES; q++) {
        assay_quantile_sort(pivot + q * n, n);
        out[q] = assay_quantile(pivot + q * n, n, sampling->level);
    }
    free(weight);
    free(pivot);
}

static double student(double level, size_t units)
{
    return gsl_cdf_tdist_Pinv(0.5 + level / 2.0, (double)(units - 1));
}

static enum assay_code intervals_made(struct state *state, const struct share *share,
                                      const struct assay_gao_sampling *sampling,
                                      struct assay_gao_intervals *out,
                                      struct assay_error *err)
{
    const size_t alone = units_prepared(state, share);
    double *ones = assay_memory_new(state->units, sizeof(*ones));
    double quantile[ASSAY_GAO_QUANTITIES];
    struct square v = {0};

    for (size_t g = 0; g < state->units; g++)
        ones[g] = 1.0;
    if (alone == state->units)
        (void)perturbed(state, ones, &v);
    free(ones);
    if (alone < state->units)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "without unit %zu alpha and beta cannot be told apart", alone);
    out->units = state->units;
    out->level = sampling->level;
    out->estimate = (struct assay_gao_estimate){
        .form = state->form, .alpha = out->fit.alpha, .beta = out->fit.beta};
    variance_set(&out->estimate, &v);
    out->bootstrapped = sampling->replicates > 0 && state->units >= ASSAY_GAO_UNITS_LEAST;
    for (size_t q = 0; q < ASSAY_GAO_QUANTITIES; q++)
        quantile[q] = student(sampling->level, state->units);
    if (out->bootstrapped)
        quantiles_drawn(state, &out->estimate, sampling, quantile);
    out->range = assay_gao_ranges_of(&out->estimate, quantile);
    return ASSAY_OK;
}

static enum assay_code sampling_check(const struct assay_gao_points *points,
                                      const struct assay_gao_sampling *sampling,
                                      struct assay_error *err)
{
    if (!(sampling->level > 0.0 && sampling->level < 1.0))
        return assay_fail(err, ASSAY_EDOMAIN, "confidence level %g not in (0, 1)",
                          sampling->level);
    for (size_t i = 0; i < points->n && sampling->unit; i++) {
        if (sampling->unit[i] >= sampling->units)
            return assay_fail(err, ASSAY_EDOMAIN, "point %zu: unit %u of %zu", i,
                              (unsigned int)sampling->unit[i], sampling->units);
    }
    return ASSAY_OK;
}

enum assay_code assay_gao_intervals(const struct assay_gao_points *points,
                                    enum assay_gao_form form,
                                    const struct assay_gao_sampling *sampling,
                                    struct assay_gao_intervals *out,
                                    struct assay_error *err)
{
    struct state state = {.form = form};
    struct share *share;
    enum assay_code code = sampling_check(points, sampling, err);

    *out = (struct assay_gao_intervals){0};
    if (!code)
        code = assay_gao_fit(points, form, NULL, &out->fit, err);
    if (code)
        return code;
    state.theta = (struct pair){out->fit.alpha, out->fit.beta};
    share =
        assay_memory_new(sampling->unit ? sampling->units : points->n, sizeof(*share));
    state.units = shares_made(points, form, sampling, share);
    state.left = assay_memory_new(state.units, sizeof(*state.left));
    state.score = assay_memory_new(state.units, sizeof(*state.score));
    code = state.units < 2
               ? assay_fail(err, ASSAY_EDOMAIN, "one unit: its spread cannot be known")
               : intervals_made(&state, share, sampling, out, err);
    free(state.score);
    free(state.left);
    free(share);
    return code;
}

struct assay_range assay_gao_band(const struct assay_gao_intervals *intervals, double d)
{
    const double *v = intervals->estimate.variance;
    const double q = student(intervals->level, intervals->units);
    double x[2], r, half;

    assay_gao_features(intervals->fit.form, d, x);
    r = intervals->fit.alpha * x[0] + intervals->fit.beta * x[1];
    half =
        q * sqrt(fmax(x[0] * x[0] * v[0] + 2.0 * x[0] * x[1] * v[1] + x[1] * x[1] * v[2],
                      0.0));
    return assay_range_closed(r - half, r + half);
}
