/* bandit_bands.c - intervals of distances and regrets of every pair, replicate by replicate. */
#include "metrics/bandit_counts.h"

#include "harness/core/memory.h"
#include "harness/core/parallel.h"
#include "metrics/bandit_table.h"
#include "metrics/quantile.h"

#include <math.h>
#include <stdlib.h>

enum {
    LANES = ASSAY_BANDIT_LANES,
    BINS_MOST = 64, /* between nodes of a table */
    BINS_LEAST = 8,
    TABLE_ROOM = 1 << 22, /* of numbers, below which it has the most bins */
};

/* Nodes of growing distance on either side of a table's middle. */
static const size_t wings = 10;

/* What is worked out of pairs, a worker's scratch behind that of the one before. */
struct bands {
    const struct assay_bandit_draws *draws;
    const struct assay_bandit_metric *metric;
    struct assay_bandit_measure measure, normaliser;
    const struct assay_bandit_worst *worst;
    double *times;                    /* (lanes,) of the measure */
    double *norm;                     /* (models, replicates) what units are divided by */
    double *square, *mean;            /* (models, replicates) of SQUARE and DIRECT */
    struct assay_bandit_table *table; /* (workers,) */
    double *value;                    /* (workers, 2, replicates) */
    double *lane;                     /* (workers, 2, lanes) */
    struct assay_bandit_range *lo, *hi; /* (models, models) */
};

static struct assay_bandit_range percentile(double *value, size_t n, double level)
{
    assay_quantile_sort(value, n);
    return (struct assay_bandit_range){assay_quantile(value, n, (1.0 - level) / 2.0),
                                       assay_quantile(value, n, (1.0 + level) / 2.0)};
}

/* Sizes of x - lambda y of all prompts, with multipliers. */
static void sizes_of(const struct assay_bandit *bandit, enum assay_bandit_size size,
                     const double *times, const size_t model[2], double lambda,
                     double *out)
{
    for (size_t b = 0; b < bandit->blocks; b++) {
        const double *unit = bandit->unit + bandit->at[b];

        assay_bandit_block_size(size, unit + model[0] * bandit->rows,
                                unit + model[1] * bandit->rows,
                                assay_bandit_depth(bandit, b), lambda, out + b * LANES);
        for (size_t l = 0; l < LANES; l++)
            out[b * LANES + l] *= times[b * LANES + l];
    }
}

static bool averages(const struct assay_bandit_measure *measure)
{
    return measure->weighted || measure->shared;
}

/* Norms of a model's units in every replicate, before any root; 0 where the metric sees nothing in it. */
static void norms_of(const struct bands *b, const struct assay_bandit_measure *measure,
                     const double *times, size_t m, double *lane, double *out)
{
    const struct assay_bandit *bandit = b->draws->bandit;
    const size_t model[2] = {m, m};

    sizes_of(bandit, measure->size, times, model, 0.0, lane);
    if (measure->size == ASSAY_BANDIT_PEAK)
        assay_bandit_counts_peak(b->draws, lane, averages(measure), out);
    else
        assay_bandit_counts_sum(b->draws, lane, averages(measure), out);
}

/* Of DIRECT: the product of two models' means, of every replicate what it adds to that of their scores. */
static void add_means(const struct bands *b, size_t x, size_t y, double *lane,
                      double *scratch, double *out)
{
    const struct assay_bandit *bandit = b->draws->bandit;
    const size_t n = b->draws->how.replicates, lanes = b->draws->lanes;
    const double *mx = bandit->mean + x * lanes, *my = bandit->mean + y * lanes;

    for (size_t j = 0; j < lanes; j++)
        lane[j] = bandit->weight[j] * mx[j] * my[j];
    assay_bandit_counts_sum(b->draws, lane, true, scratch);
    for (size_t r = 0; r < n; r++)
        out[r] += scratch[r] - b->mean[x * n + r] * b->mean[y * n + r];
}

/* Mean score of a model in every replicate, and with it the square of all its scores. */
static void find_means(const struct bands *b, size_t m, double *lane)
{
    const struct assay_bandit *bandit = b->draws->bandit;
    const size_t n = b->draws->how.replicates, lanes = b->draws->lanes;

    for (size_t j = 0; j < lanes; j++)
        lane[j] = bandit->weight[j] * bandit->mean[m * lanes + j];
    assay_bandit_counts_sum(b->draws, lane, true, b->mean + m * n);
    add_means(b, m, m, lane, b->value, b->square + m * n);
}

static void normalise_model(const struct bands *b, const double *times, size_t m)
{
    const struct assay_bandit *bandit = b->draws->bandit;
    const size_t n = b->draws->how.replicates;
    double *norm = b->norm + m * n;

    if (b->measure.size == ASSAY_BANDIT_SQUARE)
        norms_of(b, &b->measure, b->times, m, b->lane, b->square + m * n);
    if (b->metric->kind == ASSAY_BANDIT_DIRECT)
        find_means(b, m, b->lane);
    if (b->metric->kind == ASSAY_BANDIT_STARC)
        norms_of(b, &b->normaliser, times, m, b->lane, norm);
    for (size_t r = 0; r < n; r++) {
        if (b->metric->kind != ASSAY_BANDIT_STARC)
            norm[r] = b->square[m * n + r];
        if (b->normaliser.size == ASSAY_BANDIT_SQUARE)
            norm[r] = sqrt(fmax(norm[r], 0.0));
        if (b->metric->kind == ASSAY_BANDIT_STARC && b->metric->n == ASSAY_BANDIT_NONE)
            norm[r] = bandit->trivial[m] ? 0.0 : 1.0 / bandit->range[m];
        if (b->metric->kind == ASSAY_BANDIT_DIRECT ? assay_bandit_constant(bandit, m)
                                                   : bandit->trivial[m])
            norm[r] = 0.0;
    }
}

static void normalise(const struct bands *b)
{
    double *times = assay_memory_new(b->draws->lanes, sizeof(*times));

    assay_bandit_times(b->draws->bandit, &b->normaliser, times);
    for (size_t m = 0; m < b->draws->bandit->models; m++)
        normalise_model(b, times, m);
    free(times);
}

/*
 * Bins of a table: each costs a look at all prompts, and saves each replicate one at those that are no lines in it,
 * so that the root of the replicates is about right; fewer where the table would outgrow what it is made of.
 */
static size_t bins_for(const struct assay_bandit_draws *draws)
{
    const size_t fit = TABLE_ROOM / draws->lanes;
    const size_t bins = (size_t)(2.0 * sqrt((double)draws->how.replicates));
    const size_t most = fit < BINS_MOST ? fit : BINS_MOST;

    return bins < BINS_LEAST || most < BINS_LEAST ? BINS_LEAST
           : bins > most                          ? most
                                                  : bins;
}

/* Least and greatest lambda of the replicates, x over y; false where one of them is trivial in all. */
static bool lambdas_of(const struct bands *b, size_t x, size_t y, double *lo, double *hi)
{
    const size_t n = b->draws->how.replicates;
    const double *nx = b->norm + x * n, *ny = b->norm + y * n;

    *lo = (double)INFINITY;
    *hi = 0.0;
    for (size_t r = 0; r < n; r++)
        if (nx[r] > 0.0 && ny[r] > 0.0) {
            *lo = fmin(*lo, nx[r] / ny[r]);
            *hi = fmax(*hi, nx[r] / ny[r]);
        }
    return *hi > 0.0;
}

/* Nodes at equal steps. */
static void space(struct assay_bandit_table *table, double lo, double hi, size_t bins)
{
    if (hi - lo <= 1e-12 * hi) {
        table->nodes = 1;
        table->node[0] = hi;
        return;
    }
    table->nodes = bins + 1;
    for (size_t g = 0; g <= bins; g++)
        table->node[g] = lo + (hi - lo) * (double)g / (double)bins;
    table->node[bins] = hi;
}

/* What a pair is about. */
struct pair {
    size_t x, y, worker;
};

/* A replicate's distance where one of the models has no size: that of the other one, 0 of two. */
static double lone_distance(const struct bands *b, const struct pair *pair, size_t r)
{
    const size_t n = b->draws->how.replicates;
    const struct assay_bandit *bandit = b->draws->bandit;
    const size_t m = b->norm[pair->x * n + r] > 0.0 ? pair->x : pair->y;
    const size_t model[2] = {m, m};
    const uint8_t *count = b->draws->count + r * b->draws->lanes;
    double *lane = b->lane + pair->worker * 2 * b->draws->lanes;
    double sum = 0.0;

    if (!(b->norm[m * n + r] > 0.0))
        return 0.0;
    if (b->measure.size == ASSAY_BANDIT_SQUARE)
        return sqrt(fmax(b->square[m * n + r], 0.0)) / b->norm[m * n + r];
    sizes_of(bandit, b->measure.size, b->times, model, 0.0, lane);
    for (size_t j = 0; j < b->draws->lanes; j++)
        if (b->measure.size == ASSAY_BANDIT_PEAK)
            sum = count[j] > 0 ? fmax(sum, lane[j]) : sum;
        else
            sum += (double)count[j] * lane[j];
    return (averages(&b->measure) ? sum / b->draws->all[r] : sum) / b->norm[m * n + r];
}

/* Distances of a pair by squares, which need no table. */
static void square_distances(const struct bands *b, const struct pair *pair, double *out)
{
    const size_t n = b->draws->how.replicates, x = pair->x, y = pair->y;
    const struct assay_bandit *bandit = b->draws->bandit;
    double *lane = b->lane + pair->worker * 2 * b->draws->lanes;

    for (size_t j = 0; j < b->draws->lanes; j++) {
        const double *from = bandit->unit + bandit->at[j / LANES] + j % LANES;

        lane[j] = 0.0;
        for (size_t k = 0; k < bandit->count[j]; k++)
            lane[j] +=
                from[x * bandit->rows + k * LANES] * from[y * bandit->rows + k * LANES];
        lane[j] *= b->times[j];
    }
    assay_bandit_counts_sum(b->draws, lane, averages(&b->measure), out);
    if (b->metric->kind == ASSAY_BANDIT_DIRECT)
        add_means(b, x, y, lane, out + n, out);
    for (size_t r = 0; r < n; r++) {
        const double nx = b->norm[x * n + r], ny = b->norm[y * n + r], lambda = nx / ny;

        out[r] = !(nx > 0.0 && ny > 0.0)
                     ? lone_distance(b, pair, r)
                     : sqrt(fmax(b->square[x * n + r] - 2.0 * lambda * out[r] +
                                     lambda * lambda * b->square[y * n + r],
                                 0.0)) /
                           nx;
        out[r] *= b->metric->kind == ASSAY_BANDIT_STARC ? 1.0 : 0.5;
    }
}

static void table_distances(const struct bands *b, const struct pair *pair, double *out)
{
    const size_t n = b->draws->how.replicates;
    struct assay_bandit_table *table = &b->table[pair->worker];
    double lo, hi;

    if (lambdas_of(b, pair->x, pair->y, &lo, &hi)) {
        table->x = pair->x;
        table->y = pair->y;
        table->size = b->measure.size;
        table->times = b->times;
        space(table, lo, hi, bins_for(b->draws));
        assay_bandit_table_fill(table);
    }
    for (size_t r = 0; r < n; r++) {
        const double nx = b->norm[pair->x * n + r], ny = b->norm[pair->y * n + r];

        if (!(nx > 0.0 && ny > 0.0)) {
            out[r] = lone_distance(b, pair, r);
            continue;
        }
        out[r] =
            assay_bandit_table_at(table, b->draws->count + r * b->draws->lanes, nx / ny) /
            nx;
        if (averages(&b->measure))
            out[r] /= b->draws->all[r];
    }
}

static void distance_pair(void *state, size_t worker, size_t i)
{
    const struct bands *b = state;
    const size_t models = b->draws->bandit->models, n = b->draws->how.replicates;
    const struct pair pair = {i / models, i % models, worker};
    double *value = b->value + worker * 2 * n;

    if (pair.y <= pair.x) {
        if (pair.y == pair.x)
            b->lo[i] = (struct assay_bandit_range){0.0, 0.0};
        return;
    }
    if (b->measure.size == ASSAY_BANDIT_SQUARE)
        square_distances(b, &pair, value);
    else
        table_distances(b, &pair, value);
    b->lo[i] = percentile(value, n, b->draws->how.level);
    b->lo[pair.y * models + pair.x] = b->lo[i];
}

/* Nodes around where the least is for the prompts themselves: as wide as replicates spread, and then growing. */
static void surround(struct assay_bandit_table *table, double middle, double spread,
                     double end, size_t bins)
{
    const double lo = fmax(0.0, middle - spread), hi = fmin(end, middle + spread);
    size_t n = 0;

    table->node[n++] = 0.0;
    for (size_t k = wings; k-- > 0;) {
        const double at = lo - spread * (pow(2.0, (double)k) - 1.0);

        if (at > table->node[n - 1])
            table->node[n++] = at;
    }
    for (size_t k = 1; k <= bins; k++) {
        const double at = lo + (hi - lo) * (double)k / (double)bins;

        if (at > table->node[n - 1])
            table->node[n++] = at;
    }
    for (size_t k = 1; k <= wings; k++) {
        const double at = hi + spread * (pow(2.0, (double)k) - 1.0);

        if (at > table->node[n - 1] && at < end)
            table->node[n++] = at;
    }
    if (end > table->node[n - 1])
        table->node[n++] = end;
    table->nodes = n;
}

static size_t nearest(const struct assay_bandit_table *table, double lambda)
{
    size_t g = 0;

    while (g + 1 < table->nodes && table->node[g + 1] <= lambda)
        g++;
    return g;
}

static void worst_values(const struct bands *b, const struct pair *pair, double *out)
{
    const size_t n = b->draws->how.replicates;
    const size_t models = b->draws->bandit->models;
    struct assay_bandit_table *table = &b->table[pair->worker];
    const double middle = b->worst[pair->x * models + pair->y].lambda;
    double lo, hi;
    size_t start = 0;

    if (lambdas_of(b, pair->x, pair->y, &lo, &hi)) {
        table->x = pair->x;
        table->y = pair->y;
        table->size = ASSAY_BANDIT_RANGE;
        table->times = b->times;
        surround(table, middle, fmax((hi - lo) * fmax(middle, 0.25), 1e-3), 2.0 * hi,
                 bins_for(b->draws));
        assay_bandit_table_fill(table);
        start = nearest(table, middle);
    }
    for (size_t r = 0; r < n; r++) {
        const double nx = b->norm[pair->x * n + r], ny = b->norm[pair->y * n + r];

        out[r] = nx > 0.0 ? 1.0 : 0.0;
        if (nx > 0.0 && ny > 0.0)
            out[r] = fmin(1.0, assay_bandit_table_least(
                                   table, b->draws->count + r * b->draws->lanes, start) /
                                   (nx * b->draws->all[r]));
    }
}

static void worst_pair(void *state, size_t worker, size_t i)
{
    const struct bands *b = state;
    const size_t models = b->draws->bandit->models, n = b->draws->how.replicates;
    const struct pair pair = {i / models, i % models, worker};
    double *value = b->value + worker * 2 * n;

    b->lo[i] = (struct assay_bandit_range){0.0, 0.0};
    if (pair.x == pair.y)
        return;
    worst_values(b, &pair, value);
    b->lo[i] = percentile(value, n, b->draws->how.level);
}

/* Shares of a range, of which a trivial model has none. */
static void divide(const struct bands *b, const struct pair *pair, double trivial,
                   double *value)
{
    const size_t n = b->draws->how.replicates;

    for (size_t r = 0; r < n; r++) {
        const double nx = b->norm[pair->x * n + r], ny = b->norm[pair->y * n + r];

        if (!(nx > 0.0))
            value[r] = 0.0;
        else
            value[r] = ny > 0.0 ? value[r] / nx : trivial;
    }
}

static void regret_pair(void *state, size_t worker, size_t i)
{
    const struct bands *b = state;
    const size_t models = b->draws->bandit->models, n = b->draws->how.replicates;
    const struct pair pair = {i / models, i % models, worker};
    double *lo = b->lane + worker * 2 * b->draws->lanes, *hi = lo + b->draws->lanes;
    double *value = b->value + worker * 2 * n;

    b->lo[i] = b->hi[i] = (struct assay_bandit_range){0.0, 0.0};
    if (pair.x == pair.y)
        return;
    assay_bandit_regret_parts(b->draws->bandit, pair.x, pair.y, lo, hi);
    assay_bandit_counts_sum(b->draws, lo, true, value);
    assay_bandit_counts_sum(b->draws, hi, true, value + n);
    divide(b, &pair, 0.0, value);
    divide(b, &pair, 1.0, value + n);
    b->lo[i] = percentile(value, n, b->draws->how.level);
    b->hi[i] = percentile(value + n, n, b->draws->how.level);
}

/* Scratch and norms, then all pairs. */
static void run(struct bands *b, void (*pair)(void *state, size_t worker, size_t i))
{
    const struct assay_bandit *bandit = b->draws->bandit;
    const size_t n = b->draws->how.replicates, jobs = b->draws->how.jobs;
    const bool square = b->measure.size == ASSAY_BANDIT_SQUARE;
    const size_t room =
        pair == regret_pair || square ? 1 : bins_for(b->draws) + 2 * wings + 3;

    b->times = assay_memory_new(b->draws->lanes, sizeof(double));
    b->norm = assay_memory_new(bandit->models * n, sizeof(double));
    b->square = assay_memory_new(square ? bandit->models * n : 1, sizeof(double));
    b->mean = assay_memory_new(square ? bandit->models * n : 1, sizeof(double));
    b->value = assay_memory_new(jobs * 2 * n, sizeof(double));
    b->lane = assay_memory_new(jobs * 2 * b->draws->lanes, sizeof(double));
    b->table = assay_memory_new(jobs, sizeof(*b->table));
    for (size_t w = 0; w < jobs; w++)
        assay_bandit_table_init(&b->table[w], bandit, room);
    assay_bandit_times(bandit, &b->measure, b->times);
    normalise(b);
    assay_parallel(jobs, bandit->models * bandit->models, pair, b);
    for (size_t w = 0; w < jobs; w++)
        assay_bandit_table_release(&b->table[w]);
    free(b->times);
    free(b->norm);
    free(b->square);
    free(b->mean);
    free(b->value);
    free(b->lane);
    free(b->table);
}

static struct bands bands_of(const struct assay_bandit_draws *draws,
                             const struct assay_bandit_metric *metric)
{
    return (struct bands){.draws = draws,
                          .metric = metric,
                          .measure = assay_bandit_measure_of(metric),
                          .normaliser = assay_bandit_normaliser_of(metric)};
}

void assay_bandit_draws_distances(const struct assay_bandit_draws *draws,
                                  const struct assay_bandit_metric *metric,
                                  struct assay_bandit_range *out)
{
    struct bands b = bands_of(draws, metric);

    b.lo = out;
    run(&b, distance_pair);
}

void assay_bandit_draws_worsts(const struct assay_bandit_draws *draws,
                               const struct assay_bandit_worst *worst,
                               struct assay_bandit_range *out)
{
    struct bands b = bands_of(draws, &assay_bandit_headline);

    b.worst = worst;
    b.lo = out;
    run(&b, worst_pair);
}

void assay_bandit_draws_regrets(const struct assay_bandit_draws *draws,
                                struct assay_bandit_range *lo,
                                struct assay_bandit_range *hi)
{
    struct bands b = bands_of(draws, &assay_bandit_headline);

    b.lo = lo;
    b.hi = hi;
    run(&b, regret_pair);
}
