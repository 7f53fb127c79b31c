#include "metrics/curve_bootstrap.h"

#include "harness/core/memory.h"
#include "harness/core/parallel.h"
#include "harness/core/rng.h"
#include "metrics/curve_product.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    PANEL = ASSAY_CURVE_PANEL,
    BLOCK = ASSAY_CURVE_BLOCK
};

/* What clusters add: first the points, then the weights by which they are divided. */
struct sums {
    size_t clusters, points;
    size_t weights; /* 0: one each; 1: the same at all points; else of every point */
    size_t panels;
    double *add; /* (panels, clusters, PANEL) */
};

/* What workers share, and scratch of each behind that of the one before. */
struct work {
    const struct sums *sums;
    uint64_t seed;
    const struct assay_curve_replicates *out;
    uint8_t *times;  /* (workers, BLOCK, clusters) */
    double *panel;   /* (workers, panels, BLOCK, PANEL) */
    size_t *missing; /* (workers, points) */
};

static bool is_present(const struct assay_curves *curves, size_t prompt, size_t point)
{
    return !curves->present || curves->present[prompt * curves->points + point];
}

static enum assay_code curves_check(const struct assay_curves *curves,
                                    const struct assay_curve_resampling *how,
                                    struct assay_error *err)
{
    if (curves->prompts < 1 || curves->prompts >= UINT32_MAX || curves->points < 1)
        return assay_fail(err, ASSAY_EDOMAIN, "curves of %zu points over %zu prompts",
                          curves->points, curves->prompts);
    if (how->replicates < 2)
        return assay_fail(err, ASSAY_EDOMAIN, "%zu replicates, at least 2",
                          how->replicates);
    for (size_t i = 0; i < curves->prompts; i++)
        for (size_t p = 0; p < curves->points; p++)
            if (is_present(curves, i, p) &&
                !isfinite(curves->value[i * curves->points + p]))
                return assay_fail(err, ASSAY_EDOMAIN,
                                  "prompt %zu has no number at point %zu", i + 1, p + 1);
    return ASSAY_OK;
}

/* Rows of clusters by ascending label; gives how many there are. */
static size_t rows_numbered(const struct assay_curves *curves, uint32_t *row)
{
    uint32_t *used;
    size_t count = 0;

    if (!curves->cluster) {
        for (size_t i = 0; i < curves->prompts; i++)
            row[i] = (uint32_t)i;
        return curves->prompts;
    }
    used = assay_memory_new(curves->prompts, sizeof(*used));
    for (size_t i = 0; i < curves->prompts; i++) {
        assert(curves->cluster[i] < curves->prompts);
        used[curves->cluster[i]] = 1;
    }
    for (size_t c = 0; c < curves->prompts; c++)
        if (used[c])
            used[c] = (uint32_t)count++;
    for (size_t i = 0; i < curves->prompts; i++)
        row[i] = used[curves->cluster[i]];
    free(used);
    return count;
}

/* How many columns of weights are needed. */
static size_t weights_needed(const struct assay_curves *curves, size_t clusters)
{
    if (curves->present)
        for (size_t i = 0; i < curves->prompts; i++)
            for (size_t p = 1; p < curves->points; p++)
                if (is_present(curves, i, p) != is_present(curves, i, 0))
                    return curves->points;
    if (curves->present)
        return 1;
    return clusters == curves->prompts ? 0 : 1;
}

static double *cell(const struct sums *sums, size_t row, size_t column)
{
    return sums->add + (column / PANEL * sums->clusters + row) * PANEL + column % PANEL;
}

/*
 * To the 45 digits (base 2) that a count below 256 may multiply without rounding: x + (2^8 + 1) x - (2^8 + 1) x,
 * as Dekker (1971) splits a number. Counts of prompts are whole and stay as they are.
 */
static void round_all(const struct sums *sums)
{
    for (size_t i = 0; i < sums->panels * sums->clusters * PANEL; i++) {
        const double large = 257.0 * sums->add[i];

        if (isfinite(large))
            sums->add[i] = large - (large - sums->add[i]);
    }
}

static void sums_made(struct sums *sums, const struct assay_curves *curves)
{
    uint32_t *row = assay_memory_new(curves->prompts, sizeof(*row));

    sums->points = curves->points;
    sums->clusters = rows_numbered(curves, row);
    sums->weights = weights_needed(curves, sums->clusters);
    sums->panels = (sums->points + sums->weights + PANEL - 1) / PANEL;
    sums->add = assay_memory_new(sums->panels * sums->clusters * PANEL, sizeof(double));
    for (size_t i = 0; i < curves->prompts; i++) {
        for (size_t p = 0; p < curves->points; p++) {
            if (!is_present(curves, i, p))
                continue;
            *cell(sums, row[i], p) += curves->value[i * curves->points + p];
            if (p < sums->weights)
                *cell(sums, row[i], sums->points + p) += 1.0;
        }
    }
    free(row);
}

/* The weight of a point, of which sums are given column by column, stride apart in a panel. */
static double weight_of(const struct sums *sums, const double *panel, size_t point)
{
    const size_t column = sums->points + (sums->weights == 1 ? 0 : point);

    if (sums->weights == 0)
        return (double)sums->clusters;
    return panel[column / PANEL * BLOCK * PANEL + column % PANEL];
}

/* The curve of one replicate, or of all clusters once; which points no cluster reaches. */
static void curve_of(const struct sums *sums, const double *panel, const double *mean,
                     double *out, size_t *missing)
{
    for (size_t p = 0; p < sums->points; p++) {
        const double weight = weight_of(sums, panel, p);
        const double sum = panel[p / PANEL * BLOCK * PANEL + p % PANEL];

        if (weight > 0.0) {
            out[p] = sum / weight;
        } else {
            out[p] = mean ? mean[p] : 0.0;
            missing[p]++;
        }
    }
}

/* The curve of the clusters themselves, and how many reach each point. */
static void means_made(const struct sums *sums, struct assay_curve_replicates *out)
{
    uint8_t *times = assay_memory_new(BLOCK * sums->clusters, sizeof(*times));
    double *panel = assay_memory_new(sums->panels * BLOCK * PANEL, sizeof(*panel));

    for (size_t c = 0; c < sums->clusters; c++)
        times[c] = 1;
    assay_curve_product(times, sums->add, sums->clusters, sums->panels, panel);
    curve_of(sums, panel, NULL, out->mean, out->missing);
    memset(out->missing, 0, sums->points * sizeof(*out->missing));
    for (size_t p = 0; p < sums->points; p++)
        for (size_t c = 0; c < sums->clusters; c++)
            out->clusters[p] +=
                sums->weights == 0 ||
                *cell(sums, c, sums->points + (sums->weights == 1 ? 0 : p)) > 0.0;
    free(times);
    free(panel);
}

/* Eight at a time: the loop is no longer than what it does. */
static void count_in(const uint32_t *at, size_t n, uint8_t *times)
{
    size_t i = 0;

    for (; i + 8 <= n; i += 8) {
        times[at[i]]++;
        times[at[i + 1]]++;
        times[at[i + 2]]++;
        times[at[i + 3]]++;
        times[at[i + 4]]++;
        times[at[i + 5]]++;
        times[at[i + 6]]++;
        times[at[i + 7]]++;
    }
    for (; i < n; i++)
        times[at[i]]++;
}

/* Counts are below 256: that of one cluster of K is more with a chance below 1 / 256!, 10^-507. */
static void draw(uint64_t seed, size_t replicate, size_t clusters, uint8_t *times)
{
    struct assay_rng rng = {seed};
    uint32_t at[256];

    assay_rng_skip(&rng, (uint64_t)replicate * clusters);
    memset(times, 0, clusters * sizeof(*times));
    for (size_t left = clusters; left > 0;) {
        const size_t now = left < 256 ? left : 256;

        assay_rng_indices(&rng, (uint32_t)clusters, at, now);
        count_in(at, now, times);
        left -= now;
    }
}

static void block_made(void *state, size_t worker, size_t block)
{
    const struct work *work = state;
    const struct sums *sums = work->sums;
    const struct assay_curve_replicates *out = work->out;
    uint8_t *times = work->times + worker * BLOCK * sums->clusters;
    double *panel = work->panel + worker * sums->panels * BLOCK * PANEL;
    const size_t from = block * BLOCK;

    for (size_t r = 0; r < BLOCK && from + r < out->replicates; r++)
        draw(work->seed, from + r, sums->clusters, times + r * sums->clusters);
    assay_curve_product(times, sums->add, sums->clusters, sums->panels, panel);
    for (size_t r = 0; r < BLOCK && from + r < out->replicates; r++)
        curve_of(sums, panel + r * PANEL, out->mean,
                 out->value + (from + r) * sums->points,
                 work->missing + worker * sums->points);
}

static void replicates_made(const struct sums *sums,
                            const struct assay_curve_resampling *how,
                            const struct assay_curve_replicates *out)
{
    const size_t blocks = (how->replicates + BLOCK - 1) / BLOCK;
    size_t jobs = how->threads < 1 ? 1 : how->threads;
    struct work work = {.sums = sums, .seed = how->seed, .out = out};

    jobs = jobs > ASSAY_PARALLEL_JOBS_MAX ? ASSAY_PARALLEL_JOBS_MAX : jobs;
    jobs = jobs > blocks ? blocks : jobs;
    work.times = assay_memory_new(jobs * BLOCK * sums->clusters, sizeof(*work.times));
    work.panel =
        assay_memory_new(jobs * sums->panels * BLOCK * PANEL, sizeof(*work.panel));
    work.missing = assay_memory_new(jobs * sums->points, sizeof(*work.missing));
    assay_parallel(jobs, blocks, block_made, &work);
    for (size_t k = 0; k < jobs * sums->points; k++)
        out->missing[k % sums->points] += work.missing[k];
    free(work.times);
    free(work.panel);
    free(work.missing);
}

static void replicates_new(struct assay_curve_replicates *out, struct assay_arena *arena,
                           size_t replicates, size_t points)
{
    *out = (struct assay_curve_replicates){
        .replicates = replicates,
        .points = points,
        .mean = assay_arena_new(arena, points, sizeof(double)),
        .value = assay_arena_new(arena, replicates * points, sizeof(double)),
        .clusters = assay_arena_new(arena, points, sizeof(size_t)),
        .missing = assay_arena_new(arena, points, sizeof(size_t))};
}

enum assay_code assay_curve_bootstrap(const struct assay_curves *curves,
                                      const struct assay_curve_resampling *how,
                                      struct assay_arena *arena,
                                      struct assay_curve_replicates *out,
                                      struct assay_error *err)
{
    struct sums sums = {0};
    const enum assay_code code = curves_check(curves, how, err);

    if (code)
        return code;
    sums_made(&sums, curves);
    replicates_new(out, arena, how->replicates, curves->points);
    means_made(&sums, out);
    round_all(&sums);
    replicates_made(&sums, how, out);
    free(sums.add);
    return ASSAY_OK;
}

void assay_curve_difference(const struct assay_curve_replicates *of, size_t a, size_t b,
                            size_t count, struct assay_arena *arena,
                            struct assay_curve_replicates *out)
{
    assert(a + count <= of->points && b + count <= of->points);
    replicates_new(out, arena, of->replicates, count);
    for (size_t p = 0; p < count; p++) {
        const size_t x = of->clusters[a + p], y = of->clusters[b + p];

        out->mean[p] = of->mean[a + p] - of->mean[b + p];
        out->clusters[p] = x < y ? x : y;
        out->missing[p] = of->missing[a + p] + of->missing[b + p];
    }
    for (size_t r = 0; r < of->replicates; r++) {
        const double *row = of->value + r * of->points;

        for (size_t p = 0; p < count; p++)
            out->value[r * count + p] = row[a + p] - row[b + p];
    }
}

void assay_curve_part(const struct assay_curve_replicates *of, size_t from, size_t count,
                      struct assay_arena *arena, struct assay_curve_replicates *out)
{
    assert(from + count <= of->points);
    replicates_new(out, arena, of->replicates, count);
    memcpy(out->mean, of->mean + from, count * sizeof(*out->mean));
    memcpy(out->clusters, of->clusters + from, count * sizeof(*out->clusters));
    memcpy(out->missing, of->missing + from, count * sizeof(*out->missing));
    for (size_t r = 0; r < of->replicates; r++)
        memcpy(out->value + r * count, of->value + r * of->points + from,
               count * sizeof(*out->value));
}
