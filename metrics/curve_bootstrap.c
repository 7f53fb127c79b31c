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

static_assert(ASSAY_CURVE_PROMPTS_MAX == 1 << 26, "counts of prompts have 27 bits");

enum {
    PANEL = ASSAY_CURVE_PANEL,
    BLOCK = ASSAY_CURVE_BLOCK,
    WORDS = 128,        /* drawn at a time */
    EXPONENT_MIN = -900 /* of numbers: those below 2^-900 are rounded like it */
};

/* What clusters add: first the points, then the weights by which they are divided. */
struct sums {
    size_t clusters, points;
    size_t weights; /* 0: one each; 1: the same at all points; else of every point */
    size_t columns; /* with those that fill up the last panel */
    double *add;    /* (clusters, columns), in the end whole numbers */
    double *unit;   /* (columns,) what one of them stands for, a power of two */
    struct assay_curve_factor factor;
};

/* What workers share, and scratch of each behind that of the one before. */
struct work {
    const struct sums *sums;
    uint64_t seed;
    const struct assay_curve_replicates *out;
    uint8_t *times;  /* (workers, BLOCK, stride) */
    double *sum;     /* (workers, BLOCK, columns) */
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
    if (curves->prompts < 1 || curves->prompts > ASSAY_CURVE_PROMPTS_MAX ||
        curves->points < 1)
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

/* The column of a point's weights; none where weights are one each. */
static size_t weight_column(const struct sums *sums, size_t point)
{
    return sums->points + (sums->weights == 1 ? 0 : point);
}

static void sums_made(struct sums *sums, const struct assay_curves *curves)
{
    uint32_t *row = assay_memory_new(curves->prompts, sizeof(*row));

    sums->points = curves->points;
    sums->clusters = rows_numbered(curves, row);
    sums->weights = weights_needed(curves, sums->clusters);
    sums->columns = (sums->points + sums->weights + PANEL - 1) / PANEL * PANEL;
    sums->add = assay_memory_new(sums->clusters * sums->columns, sizeof(*sums->add));
    sums->unit = assay_memory_new(sums->columns, sizeof(*sums->unit));
    for (size_t i = 0; i < curves->prompts; i++) {
        double *add = sums->add + row[i] * sums->columns;

        for (size_t p = 0; p < curves->points; p++) {
            if (!is_present(curves, i, p))
                continue;
            add[p] += curves->value[i * curves->points + p];
            if (p < sums->weights)
                add[sums->points + p] += 1.0;
        }
    }
    free(row);
}

/* The curve of the clusters themselves, and how many reach each point. */
static void means_made(const struct sums *sums, struct assay_curve_replicates *out)
{
    double *sum = assay_memory_new(sums->columns, sizeof(*sum));

    for (size_t c = 0; c < sums->clusters; c++) {
        const double *add = sums->add + c * sums->columns;

        for (size_t j = 0; j < sums->columns; j++)
            sum[j] += add[j];
        for (size_t p = 0; p < sums->points; p++)
            out->clusters[p] += sums->weights == 0 || add[weight_column(sums, p)] > 0.0;
    }
    for (size_t p = 0; p < sums->points; p++)
        if (out->clusters[p] > 0)
            out->mean[p] = sum[p] / (sums->weights == 0 ? (double)sums->clusters
                                                        : sum[weight_column(sums, p)]);
    free(sum);
}

/* Of each point what clusters add beyond its mean; the largest of a column in unit. */
static void centre(struct sums *sums, const double *mean)
{
    for (size_t c = 0; c < sums->clusters; c++) {
        double *add = sums->add + c * sums->columns;

        for (size_t p = 0; p < sums->points; p++)
            add[p] -= mean[p] * (sums->weights == 0 ? 1.0 : add[weight_column(sums, p)]);
        for (size_t j = 0; j < sums->columns; j++)
            if (!(fabs(add[j]) <= sums->unit[j]))
                sums->unit[j] = fabs(add[j]);
    }
}

/*
 * To whole numbers of as many bits as leave sums of all clusters within 2^53: at least 27, so that
 * counts of prompts stay as they are.
 */
static enum assay_code round_all(struct sums *sums, struct assay_error *err)
{
    double *scale = assay_memory_new(sums->columns, sizeof(*scale));
    int bits = ASSAY_CURVE_BITS;

    while (ldexp((double)sums->clusters, bits) > 0x1p53)
        bits--;
    for (size_t j = 0; j < sums->columns; j++) {
        int exponent;

        if (!isfinite(sums->unit[j])) {
            free(scale);
            return assay_fail(err, ASSAY_EDOMAIN,
                              "numbers at point %zu are too large to be added up", j + 1);
        }
        (void)frexp(sums->unit[j], &exponent);
        exponent = exponent < EXPONENT_MIN ? EXPONENT_MIN : exponent;
        scale[j] = ldexp(1.0, bits - exponent);
        sums->unit[j] = ldexp(1.0, exponent - bits);
    }
    for (size_t c = 0; c < sums->clusters; c++) {
        double *add = sums->add + c * sums->columns;

        for (size_t j = 0; j < sums->columns; j++)
            add[j] = add[j] * scale[j] + 0x1.8p52 - 0x1.8p52; /* rounds */
    }
    free(scale);
    return ASSAY_OK;
}

/* The curve of one replicate of which sums are given; which points no cluster reaches. */
static void curve_of(const struct sums *sums, const double *sum, const double *mean,
                     double *out, size_t *missing)
{
    for (size_t p = 0; p < sums->points; p++) {
        const size_t w = weight_column(sums, p);
        const double weight =
            sums->weights == 0 ? (double)sums->clusters : sum[w] * sums->unit[w];

        out[p] = mean[p];
        if (weight > 0.0)
            out[p] += sum[p] * sums->unit[p] / weight;
        else
            missing[p]++;
    }
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
    struct assay_rng rng = assay_rng_stream(seed, replicate);
    uint32_t at[2 * WORDS];

    memset(times, 0, clusters * sizeof(*times));
    for (size_t left = clusters; left > 0;) {
        const size_t words = left < 2 * (size_t)WORDS ? (left + 1) / 2 : WORDS;
        const size_t drawn = assay_rng_halves(&rng, (uint32_t)clusters, at, words);
        const size_t now = drawn < left ? drawn : left;

        count_in(at, now, times);
        left -= now;
    }
}

static void block_made(void *state, size_t worker, size_t block)
{
    const struct work *work = state;
    const struct sums *sums = work->sums;
    const struct assay_curve_replicates *out = work->out;
    const size_t stride = assay_curve_stride(sums->clusters);
    uint8_t *times = work->times + worker * BLOCK * stride;
    double *sum = work->sum + worker * BLOCK * sums->columns;
    const size_t from = block * BLOCK;

    for (size_t r = 0; r < BLOCK && from + r < out->replicates; r++)
        draw(work->seed, from + r, sums->clusters, times + r * stride);
    assay_curve_product(&sums->factor, times, sum);
    for (size_t r = 0; r < BLOCK && from + r < out->replicates; r++)
        curve_of(sums, sum + r * sums->columns, out->mean,
                 out->value + (from + r) * sums->points,
                 work->missing + worker * sums->points);
}

static void replicates_made(const struct sums *sums,
                            const struct assay_curve_resampling *how,
                            const struct assay_curve_replicates *out)
{
    const size_t blocks = (how->replicates + BLOCK - 1) / BLOCK;
    const size_t jobs = assay_parallel_jobs(how->threads, blocks);
    struct work work = {.sums = sums, .seed = how->seed, .out = out};

    work.times = assay_memory_new(jobs * BLOCK, assay_curve_stride(sums->clusters));
    work.sum = assay_memory_new(jobs * BLOCK * sums->columns, sizeof(*work.sum));
    work.missing = assay_memory_new(jobs * sums->points, sizeof(*work.missing));
    assay_parallel(jobs, blocks, block_made, &work);
    for (size_t k = 0; k < jobs * sums->points; k++)
        out->missing[k % sums->points] += work.missing[k];
    free(work.times);
    free(work.sum);
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
    enum assay_code code = curves_check(curves, how, err);

    if (code)
        return code;
    sums_made(&sums, curves);
    replicates_new(out, arena, how->replicates, curves->points);
    means_made(&sums, out);
    centre(&sums, out->mean);
    code = round_all(&sums, err);
    if (!code) {
        sums.factor = (struct assay_curve_factor){
            .clusters = sums.clusters, .columns = sums.columns, .whole = sums.add};
        assay_curve_factor_set(&sums.factor);
        replicates_made(&sums, how, out);
        assay_curve_factor_release(&sums.factor);
    }
    free(sums.add);
    free(sums.unit);
    return code;
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
