#include "metrics/standings.h"

#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/bootstrap.h"
#include "metrics/correlation.h"
#include "metrics/ranking.h"
#include "metrics/resample.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static struct assay_figure undefined(const char *why)
{
    return (struct assay_figure){.why = assay_str_of(why)};
}

static struct assay_figure defined(double value)
{
    return (struct assay_figure){.defined = true, .value = value, .why = ASSAY_STR("")};
}

void assay_standings_interval(double *values, size_t n, double level,
                              struct assay_figure *figure)
{
    struct assay_percentile out;
    struct assay_error ignored; /* too few replicates: no interval */

    if (n < 2 || assay_bootstrap_percentile(values, n, level, &out, &ignored))
        return;
    figure->has_bootstrap = true;
    figure->bootstrap_lo = out.lo;
    figure->bootstrap_hi = out.hi;
}

static bool correlate(const double *x, const double *y, size_t n, double *rho,
                      double *tau)
{
    struct assay_error ignored;

    return !assay_correlation_spearman(x, y, n, rho, &ignored) &&
           !assay_correlation_kendall(x, y, n, tau, &ignored);
}

static void resample_models(const double *x, const double *y, size_t n,
                            const struct assay_standings_draws *how,
                            struct assay_standings_pair *out)
{
    struct assay_rng rng = {how->seed};
    double *drawn = assay_memory_new(2 * n, sizeof(*drawn));
    double *rho = assay_memory_new(how->replicates + 1, sizeof(*rho));
    double *tau = assay_memory_new(how->replicates + 1, sizeof(*tau));

    for (size_t r = 0; r < how->replicates; r++) {
        for (size_t i = 0; i < n; i++) {
            const size_t k = (size_t)assay_rng_index(&rng, n);

            drawn[i] = x[k];
            drawn[n + i] = y[k];
        }
        out->used += correlate(drawn, drawn + n, n, &rho[out->used], &tau[out->used]);
    }
    assay_standings_interval(rho, out->used, how->level, &out->spearman);
    assay_standings_interval(tau, out->used, how->level, &out->kendall);
    free(drawn);
    free(rho);
    free(tau);
}

void assay_standings_correlate(const double *x, const double *y, size_t n,
                               const struct assay_standings_draws *how,
                               struct assay_standings_pair *out)
{
    const char *why = n < ASSAY_STANDINGS_FEWEST ? "fewer than 3 models have both"
                                                 : "one side is constant";
    double rho, tau;

    *out = (struct assay_standings_pair){undefined(why), undefined(why), 0};
    if (n < ASSAY_STANDINGS_FEWEST || !correlate(x, y, n, &rho, &tau))
        return;
    out->spearman = defined(rho);
    out->kendall = defined(tau);
    resample_models(x, y, n, how, out);
}

/* wins (models, models) where item i counts times[cluster] times; NULL: once. */
static void count_wins(const struct assay_standings_items *items, const uint32_t *times,
                       double *wins)
{
    const size_t n = items->models;

    memset(wins, 0, n * n * sizeof(*wins));
    for (size_t i = 0; i < items->items; i++) {
        const double *earned = items->earned + i * n;
        const double weight = times ? times[items->cluster[i]] : 1.0;

        for (size_t k = 0; weight > 0.0 && k < n * n; k++) {
            const double a = earned[k / n], b = earned[k % n];

            if (k / n == k % n || !(a >= 0.0) || !(b >= 0.0))
                continue;
            wins[k] += a > b ? weight : a < b ? 0.0 : weight / 2.0;
        }
    }
}

/* reach (n, n): true where j is reached from i along wins (Warshall). */
static bool *reach_of(const double *wins, size_t n)
{
    bool *reach = assay_memory_new(n * n, sizeof(*reach));

    for (size_t k = 0; k < n * n; k++)
        reach[k] = wins[k] > 0.0;
    for (size_t i = 0; i < n; i++)
        reach[i * n + i] = true;
    for (size_t via = 0; via < n; via++)
        for (size_t k = 0; k < n * n; k++)
            reach[k] = reach[k] || (reach[(k / n) * n + via] && reach[via * n + k % n]);
    return reach;
}

/* Models that model i and all of whom reach each other, i among them. */
static size_t set_size(const bool *reach, size_t n, size_t i)
{
    size_t size = 0;

    for (size_t j = 0; j < n; j++)
        size += reach[i * n + j] && reach[j * n + i];
    return size;
}

/* A model of the largest set of two or more, or n where there is none or not one alone. */
static size_t largest_set(const bool *reach, size_t n)
{
    size_t best = n, most = 1;
    bool alone = true;

    for (size_t i = 0; i < n; i++) {
        const size_t size = set_size(reach, n, i);

        if (size > most) {
            most = size;
            best = i;
            alone = true;
        } else if (best < n && size == most) {
            alone = alone && reach[best * n + i] && reach[i * n + best];
        }
    }
    return alone ? best : n;
}

/* Models that all reach each other. */
struct set {
    size_t *member; /* (count,) */
    size_t count;
};

/* The members' strengths (count,) from their comparisons; false: not identified. */
static bool fit(const double *wins, size_t n, const struct set *set, double *theta)
{
    double *inside = assay_memory_new(set->count * set->count, sizeof(*inside));
    struct assay_error ignored;
    bool fits;

    for (size_t k = 0; k < set->count * set->count; k++)
        inside[k] = wins[set->member[k / set->count] * n + set->member[k % set->count]];
    fits = !assay_ranking_bradley_terry(inside, set->count, theta, &ignored);
    free(inside);
    return fits;
}

static const char *why_not(const struct assay_standings_model *model)
{
    if (!(model->won + model->lost > 0.0))
        return "not compared with any model";
    if (!(model->lost > 0.0))
        return "only wins";
    if (!(model->won > 0.0))
        return "only losses";
    return "not connected to the others by wins both ways";
}

/* Strengths of every replicate, member after member: (count, replicates); returns those used. */
static size_t resample_prompts(const struct assay_standings_items *items,
                               const struct assay_standings_draws *how,
                               const struct set *set, double *values)
{
    const struct assay_resample_items labels = {items->cell, items->cluster, items->items,
                                                items->cells, items->clusters};
    struct assay_resample *draws = assay_resample_new(&labels, how->seed);
    uint32_t *times = assay_memory_new(items->clusters, sizeof(*times));
    double *wins = assay_memory_new(items->models * items->models, sizeof(*wins));
    double *theta = assay_memory_new(set->count, sizeof(*theta));
    size_t used = 0;

    for (size_t r = 0; r < how->replicates; r++) {
        assay_resample_next(draws, times);
        count_wins(items, times, wins);
        if (!fit(wins, items->models, set, theta))
            continue;
        for (size_t k = 0; k < set->count; k++)
            values[k * how->replicates + used] = theta[k];
        used++;
    }
    assay_resample_free(draws);
    free(times);
    free(wins);
    free(theta);
    return used;
}

static void tell_strengths(const struct assay_standings_items *items,
                           const struct assay_standings_draws *how, const double *wins,
                           const struct set *set, struct assay_standings_model *out,
                           size_t *used)
{
    double *theta = assay_memory_new(set->count, sizeof(*theta));
    double *values = assay_memory_new(set->count * how->replicates + 1, sizeof(*values));

    if (fit(wins, items->models, set, theta)) {
        *used = resample_prompts(items, how, set, values);
        for (size_t k = 0; k < set->count; k++) {
            out[set->member[k]].strength = defined(theta[k]);
            assay_standings_interval(values + k * how->replicates, *used, how->level,
                                     &out[set->member[k]].strength);
        }
    }
    free(theta);
    free(values);
}

void assay_standings_strengths(const struct assay_standings_items *items,
                               const struct assay_standings_draws *how,
                               struct assay_standings_model *out, size_t *used)
{
    const size_t n = items->models;
    double *wins = assay_memory_new(n * n + 1, sizeof(*wins));
    struct set set = {assay_memory_new(n + 1, sizeof(*set.member)), 0};
    size_t best;
    bool *reach;

    *used = 0;
    count_wins(items, NULL, wins);
    for (size_t i = 0; i < n; i++) {
        out[i] = (struct assay_standings_model){0};
        for (size_t j = 0; j < n; j++) {
            out[i].won += wins[i * n + j];
            out[i].lost += wins[j * n + i];
        }
        out[i].strength = undefined(why_not(&out[i]));
    }
    reach = reach_of(wins, n);
    best = largest_set(reach, n);
    for (size_t i = 0; best < n && i < n; i++)
        if (reach[best * n + i] && reach[i * n + best])
            set.member[set.count++] = i;
    if (set.count > 1)
        tell_strengths(items, how, wins, &set, out, used);
    free(reach);
    free(wins);
    free(set.member);
}
