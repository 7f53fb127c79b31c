#include "metrics/bandit_distance.h"

#include "harness/core/memory.h"
#include "harness/core/parallel.h"

#include <math.h>
#include <stdlib.h>

enum {
    LANES = ASSAY_BANDIT_LANES,
    TILE = 8 /* models whose blocks stay near while they are held against one another */
};

const char *const assay_bandit_norm_words[ASSAY_BANDIT_NORMS + 1] = {
    "none", "l1", "l2", "linf", "w1", "w2", "winf", "jrange", NULL};

const struct assay_bandit_metric assay_bandit_headline = {
    ASSAY_BANDIT_STARC, ASSAY_BANDIT_JRANGE, ASSAY_BANDIT_JRANGE};

static struct assay_bandit_measure measure_named(enum assay_bandit_norm norm)
{
    static const struct assay_bandit_measure of[ASSAY_BANDIT_NORMS] = {
        [ASSAY_BANDIT_L1] = {.size = ASSAY_BANDIT_ABS},
        [ASSAY_BANDIT_L2] = {.size = ASSAY_BANDIT_SQUARE},
        [ASSAY_BANDIT_LINF] = {.size = ASSAY_BANDIT_PEAK},
        [ASSAY_BANDIT_W1] = {.size = ASSAY_BANDIT_ABS, .weighted = true},
        [ASSAY_BANDIT_W2] = {.size = ASSAY_BANDIT_SQUARE, .weighted = true},
        [ASSAY_BANDIT_WINF] = {.size = ASSAY_BANDIT_PEAK, .weighted = true},
        [ASSAY_BANDIT_JRANGE] = {.size = ASSAY_BANDIT_RANGE, .weighted = true},
    };

    return of[norm];
}

static struct assay_bandit_measure measure_by(const struct assay_bandit_metric *metric,
                                              enum assay_bandit_norm norm)
{
    if (metric->kind != ASSAY_BANDIT_STARC)
        return (struct assay_bandit_measure){.size = ASSAY_BANDIT_SQUARE, .shared = true};
    return measure_named(norm);
}

struct assay_bandit_measure assay_bandit_measure_of(
    const struct assay_bandit_metric *metric)
{
    return measure_by(metric, metric->m);
}

struct assay_bandit_measure assay_bandit_normaliser_of(
    const struct assay_bandit_metric *metric)
{
    return measure_by(metric, metric->n);
}

void assay_bandit_times(const struct assay_bandit *bandit,
                        const struct assay_bandit_measure *measure, double *out)
{
    for (size_t j = 0; j < bandit->blocks * LANES; j++) {
        out[j] = j < bandit->prompts ? 1.0 : 0.0;
        if (measure->weighted || measure->shared)
            out[j] *= bandit->weight[j];
        if (measure->shared && j < bandit->prompts)
            out[j] /= (double)bandit->count[j];
    }
}

/* Adds the lanes of a block to running sums, or to greatest values. */
static inline void add_lanes(const double *size, const double *times, bool peak,
                             double *sum)
{
    for (size_t l = 0; l < LANES; l++) {
        const double part = times[l] * size[l];

        if (peak)
            sum[l] = part > sum[l] ? part : sum[l];
        else
            sum[l] += part;
    }
}

static double all_lanes(const double *sum, bool peak)
{
    double out = 0.0;

    for (size_t l = 0; l < LANES; l++)
        out = peak ? fmax(out, sum[l]) : out + sum[l];
    return out;
}

/* Of means of prompts, what scores have beside val: sum_i w_i (x_i - lambda y_i)^2. */
static double between(const struct assay_bandit *bandit, size_t a, size_t b,
                      double lambda)
{
    const double *x = bandit->mean + a * bandit->blocks * LANES;
    const double *y = bandit->mean + b * bandit->blocks * LANES;
    double sum = 0.0;

    for (size_t j = 0; j < bandit->prompts; j++) {
        const double z = x[j] - lambda * y[j];

        sum += bandit->weight[j] * z * z;
    }
    return sum;
}

/* What is under way. */
struct distances {
    const struct assay_bandit *bandit;
    const struct assay_bandit_metric *metric;
    struct assay_bandit_measure measure;
    const double *times, *norm;
    size_t tiles;
    double *out;
};

/* Two models as x - lambda y, over a number. */
struct pair {
    size_t x, y;
    double lambda, by;
    double sum[LANES];
};

static struct pair pair_of(const double *norm, size_t a, size_t b)
{
    struct pair pair = {.x = a, .y = b, .by = norm[a]};

    if (norm[a] > 0.0 && norm[b] > 0.0) {
        pair.lambda = norm[a] / norm[b];
    } else if (norm[b] > 0.0) {
        pair.x = b;
        pair.by = norm[b];
    }
    return pair;
}

static double finish(const struct distances *d, const struct pair *pair)
{
    double sum = all_lanes(pair->sum, d->measure.size == ASSAY_BANDIT_PEAK);

    if (!(pair->by > 0.0))
        return 0.0;
    if (d->metric->kind == ASSAY_BANDIT_DIRECT)
        sum += between(d->bandit, pair->x, pair->y, pair->lambda);
    if (d->measure.size == ASSAY_BANDIT_SQUARE)
        sum = sqrt(sum);
    return (d->metric->kind == ASSAY_BANDIT_STARC ? sum : 0.5 * sum) / pair->by;
}

/* Pairs of a tile of models with another, of which the first has the lower number. */
static size_t pairs_of(const struct distances *d, size_t tile, struct pair *pair)
{
    const size_t models = d->bandit->models, first = tile / d->tiles * TILE,
                 second = tile % d->tiles * TILE;
    size_t count = 0;

    for (size_t a = first; a < first + TILE && a < models; a++)
        for (size_t b = second; b < second + TILE && b < models; b++)
            if (b > a)
                pair[count++] = pair_of(d->norm, a, b);
    return count;
}

static void measure_tile(void *state, size_t worker, size_t tile)
{
    const struct distances *d = state;
    const struct assay_bandit *bandit = d->bandit;
    const bool peak = d->measure.size == ASSAY_BANDIT_PEAK;
    struct pair pair[TILE * TILE];
    const size_t count = pairs_of(d, tile, pair);
    double size[LANES];

    (void)worker;
    for (size_t b = 0; b < bandit->blocks; b++) {
        const double *unit = bandit->unit + bandit->at[b];

        for (size_t p = 0; p < count; p++) {
            assay_bandit_block_size(d->measure.size, unit + pair[p].x * bandit->rows,
                                    unit + pair[p].y * bandit->rows,
                                    assay_bandit_depth(bandit, b), pair[p].lambda, size);
            add_lanes(size, d->times + b * LANES, peak, pair[p].sum);
        }
    }
    for (size_t p = 0, at = 0; p < count; at++) {
        const size_t a = tile / d->tiles * TILE + at / TILE,
                     b = tile % d->tiles * TILE + at % TILE;

        if (b <= a || b >= bandit->models)
            continue;
        d->out[a * bandit->models + b] = d->out[b * bandit->models + a] =
            finish(d, &pair[p++]);
    }
}

bool assay_bandit_constant(const struct assay_bandit *bandit, size_t model)
{
    static const double zero = 1e-10;
    const double *mean = bandit->mean + model * bandit->blocks * LANES;

    if (!bandit->trivial[model])
        return false;
    for (size_t j = 0; j < bandit->prompts; j++)
        if (fabs(mean[j]) > zero)
            return false;
    return true;
}

/* A norm of one model's units. */
static double norm_of(const struct assay_bandit *bandit,
                      const struct assay_bandit_measure *measure, const double *times,
                      size_t model)
{
    const bool peak = measure->size == ASSAY_BANDIT_PEAK;
    const double *unit = bandit->unit + model * bandit->rows;
    double sum[LANES] = {0.0}, size[LANES], out;

    for (size_t b = 0; b < bandit->blocks; b++) {
        const double *at = unit + bandit->at[b];

        assay_bandit_block_size(measure->size, at, at, assay_bandit_depth(bandit, b), 0.0,
                                size);
        add_lanes(size, times + b * LANES, peak, sum);
    }
    out = all_lanes(sum, peak);
    return measure->size == ASSAY_BANDIT_SQUARE ? sqrt(out) : out;
}

void assay_bandit_norms(const struct assay_bandit *bandit,
                        const struct assay_bandit_metric *metric, double *out)
{
    const struct assay_bandit_measure measure = assay_bandit_normaliser_of(metric);
    double *times = assay_memory_new(bandit->blocks * LANES, sizeof(*times));

    assay_bandit_times(bandit, &measure, times);
    for (size_t m = 0; m < bandit->models; m++) {
        const double within = norm_of(bandit, &measure, times, m);

        if (metric->kind == ASSAY_BANDIT_DIRECT)
            out[m] = assay_bandit_constant(bandit, m)
                         ? 0.0
                         : sqrt(within * within + between(bandit, m, m, 0.0));
        else if (bandit->trivial[m])
            out[m] = 0.0;
        else if (metric->kind == ASSAY_BANDIT_STARC && metric->n == ASSAY_BANDIT_NONE)
            out[m] = 1.0 / bandit->range[m];
        else
            out[m] = within;
    }
    free(times);
}

void assay_bandit_distances(const struct assay_bandit *bandit,
                            const struct assay_bandit_metric *metric, size_t jobs,
                            double *out)
{
    double *times = assay_memory_new(bandit->blocks * LANES, sizeof(*times));
    double *norm = assay_memory_new(bandit->models, sizeof(*norm));
    struct distances d = {bandit, metric, assay_bandit_measure_of(metric),
                          times,  norm,   (bandit->models + TILE - 1) / TILE,
                          out};

    assay_bandit_times(bandit, &d.measure, times);
    assay_bandit_norms(bandit, metric, norm);
    for (size_t m = 0; m < bandit->models; m++)
        out[m * bandit->models + m] = 0.0;
    assay_parallel(jobs, d.tiles * d.tiles, measure_tile, &d);
    free(times);
    free(norm);
}
