/*
 * turn_alarms.c - how often do turnover and onset cry wolf, and how often do they see one?
 *
 *     turn_alarms [RUNS]
 *
 * turnover: curves of 20 points, means over 200 prompts whose noise wanders along the curve, or
 * over five seeds. Of the truths "flat", "rising" (log n) and "level" (rising, then flat) none
 * falls: every detection is a false alarm; "hump" falls by a third of its height.
 *
 *   naive     percentile interval of gold[top] - gold[last], top named after looking
 *   turnover  assay_turnover_of on the same replicates
 *   seeds     assay_turnover_of_units on five curves
 *   placed    [first, last] of turnover holds the highest point of the truth
 *
 * onset: series of 40 or 100 steps, noise independent or of lag-1 correlation rho; gold follows, or
 * stops rising half way. Rates in percent. docs/METRICS.md has the outcome.
 */
#include "harness/core/memory.h"
#include "harness/core/rng.h"
#include "metrics/bootstrap.h"
#include "metrics/onset.h"
#include "metrics/turnover.h"

#include <gsl/gsl_cdf.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    RUNS = 1000,
    POINTS = 20,
    LEVEL = 10, /* point from which nothing rises */
    PROMPTS = 200,
    SEEDS = 5,
    REPLICATES = 500,
    STEPS = 100
};

static const double level = 0.95;

static double normal(struct assay_rng *rng)
{
    return gsl_cdf_ugaussian_Pinv(assay_rng_uniform(rng) + 0x1p-54);
}

static void must(enum assay_code code, const struct assay_error *err)
{
    if (!code)
        return;
    (void)fprintf(stderr, "%s\n", err->text);
    exit(EXIT_FAILURE);
}

static double flat(size_t i)
{
    (void)i;
    return 0.0;
}

static double rising(size_t i)
{
    return 0.3 * log2((double)(i + 1));
}

static double level_out(size_t i)
{
    return 0.1 * (double)(i < LEVEL ? i : LEVEL);
}

static double hump(size_t i)
{
    const double x = (double)i / (POINTS - 1);

    return 1.6 * x * (1.0 - x / 1.25);
}

/* Each unit's curve: the truth, a level of its own, and a walk along the points. */
static void units_drawn(double (*truth)(size_t), size_t units, double noise,
                        struct assay_rng *rng, double *out)
{
    for (size_t u = 0; u < units; u++) {
        double walk = noise * normal(rng);

        for (size_t i = 0; i < POINTS; i++) {
            walk += noise / 3.0 * normal(rng);
            out[u * POINTS + i] = truth(i) + walk;
        }
    }
}

/* Means of the units, and of units drawn with replacement. */
static void replicates_drawn(const double *unit, size_t units, struct assay_rng *rng,
                             double *mean, double *replicate)
{
    memset(mean, 0, POINTS * sizeof(*mean));
    memset(replicate, 0, (size_t)REPLICATES * POINTS * sizeof(*replicate));
    for (size_t u = 0; u < units * POINTS; u++)
        mean[u % POINTS] += unit[u] / (double)units;
    for (size_t r = 0; r < REPLICATES; r++) {
        for (size_t u = 0; u < units; u++) {
            const double *drawn = unit + assay_rng_index(rng, units) * POINTS;

            for (size_t i = 0; i < POINTS; i++)
                replicate[r * POINTS + i] += drawn[i] / (double)units;
        }
    }
}

static bool naive_detects(const double *replicate, size_t top)
{
    static double drop[REPLICATES];
    struct assay_percentile interval;
    struct assay_error err;

    for (size_t r = 0; r < REPLICATES; r++)
        drop[r] = replicate[r * POINTS + top] - replicate[r * POINTS + POINTS - 1];
    must(assay_bootstrap_percentile(drop, REPLICATES, level, &interval, &err), &err);
    return interval.lo > 0.0;
}

static void turnover_studied(const char *name, double (*truth)(size_t), size_t runs)
{
    static double unit[PROMPTS * POINTS], mean[POINTS], replicate[REPLICATES * POINTS];
    const struct assay_turnover_curve curve = {mean, replicate, POINTS, REPLICATES};
    const struct assay_turnover_units seeds = {unit, SEEDS, POINTS};
    size_t naive = 0, detected = 0, placed = 0, by_seeds = 0, placed_by_seeds = 0,
           best = 0;

    for (size_t i = 1; i < POINTS; i++)
        best = truth(i) > truth(best) ? i : best;
    for (size_t run = 0; run < runs; run++) {
        struct assay_rng rng = assay_rng_stream(17, run);
        struct assay_turnover got;
        struct assay_error err;

        units_drawn(truth, PROMPTS, 1.0, &rng, unit);
        replicates_drawn(unit, PROMPTS, &rng, mean, replicate);
        must(assay_turnover_of(&curve, level, &got, &err), &err);
        naive += naive_detects(replicate, got.top);
        detected += got.detected;
        placed += got.first <= best && best <= got.last;
        units_drawn(truth, SEEDS, 0.15, &rng, unit);
        must(assay_turnover_of_units(&seeds, REPLICATES, run, level, &got, &err), &err);
        by_seeds += got.detected;
        placed_by_seeds += got.first <= best && best <= got.last;
    }
    printf(
        "turnover %-7s naive %.1f  turnover %.1f  placed %.1f  seeds %.1f  placed %.1f\n",
        name, 100.0 * (double)naive / (double)runs,
        100.0 * (double)detected / (double)runs, 100.0 * (double)placed / (double)runs,
        100.0 * (double)by_seeds / (double)runs,
        100.0 * (double)placed_by_seeds / (double)runs);
}

/* Gold is 0.6 of the proxy in spreads until half way, then stays or goes on. */
static void series_drawn(size_t steps, double rho, bool stops, struct assay_rng *rng,
                         double *proxy, double *gold)
{
    double luck = normal(rng);

    for (size_t t = 0; t < steps; t++) {
        const double half = (double)steps / 2.0;
        const double at = (double)t < half || !stops ? (double)t : half;

        proxy[t] = 3.0 * sqrt((double)t / (double)steps) + 0.02 * normal(rng);
        luck = rho * luck + sqrt(1.0 - rho * rho) * normal(rng);
        gold[t] = 1.8 * sqrt(at / (double)steps) + 0.1 * luck;
        if (stops && (double)t > half)
            gold[t] -= 0.6 * ((double)t - half) / half;
    }
}

static void onset_studied(size_t steps, double rho, bool stops, bool dependent,
                          size_t runs)
{
    static double proxy[STEPS], gold[STEPS];
    const struct assay_onset_series series = {proxy, gold, steps};
    size_t detected = 0, near = 0;
    double late = 0.0, dependence = 0.0;

    for (size_t run = 0; run < runs; run++) {
        const struct assay_onset_chart chart = {steps / 5, 0.05, 0.5,
                                                1000,      run,  dependent};
        struct assay_rng rng = assay_rng_stream(19, run);
        struct assay_onset got;
        struct assay_error err;

        series_drawn(steps, rho, stops, &rng, proxy, gold);
        must(assay_onset_find(&series, &chart, &got, &err), &err);
        detected += got.detected;
        dependence += got.dependence / (double)runs;
        if (!got.detected)
            continue;
        late += (double)got.alarm - (double)steps / 2.0;
        near += fabs((double)got.onset - (double)steps / 2.0) <= (double)steps / 10.0;
    }
    printf("onset %3zu steps  rho %.1f  %-11s %-7s detected %5.1f", steps, rho,
           dependent ? "dependent" : "independent", stops ? "stops" : "follows",
           100.0 * (double)detected / (double)runs);
    if (stops && detected > 0)
        printf("  alarm %.1f steps late  onset within a tenth %.1f",
               late / (double)detected, 100.0 * (double)near / (double)detected);
    printf("  rho estimated %.2f\n", dependence);
}

int main(int argc, char **argv)
{
    const size_t runs = argc > 1 ? strtoul(argv[1], NULL, 10) : RUNS;
    static const double rhos[] = {0.0, 0.3, 0.6};

    printf("%zu runs\n", runs);
    turnover_studied("flat", flat, runs);
    turnover_studied("rising", rising, runs);
    turnover_studied("level", level_out, runs);
    turnover_studied("hump", hump, runs);
    for (size_t steps = 40; steps <= STEPS; steps += 60)
        for (size_t k = 0; k < 6; k++) {
            onset_studied(steps, rhos[k / 2], false, k % 2, runs);
            onset_studied(steps, rhos[k / 2], true, k % 2, runs);
        }
    return EXIT_SUCCESS;
}
