/* bandit_table.c - sizes of x - lambda y for thousands of resamples of the prompts. */
#include "metrics/bandit_table.h"

#include "harness/core/memory.h"
#include "harness/core/wide.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

enum {
    LANES = ASSAY_BANDIT_LANES,
    STEPS_MAX = 100
};

static const double tight = 1e-12;

void assay_bandit_table_init(struct assay_bandit_table *table,
                             const struct assay_bandit *bandit, size_t room)
{
    const size_t lanes = bandit->blocks * LANES;

    *table = (struct assay_bandit_table){.bandit = bandit, .room = room};
    table->node = assay_memory_new(room, sizeof(*table->node));
    table->value = assay_memory_new(room * lanes, sizeof(*table->value));
    table->slope = assay_memory_new(room * lanes, sizeof(*table->slope));
    table->settled = assay_memory_new(room * bandit->blocks, sizeof(*table->settled));
    table->whole = assay_memory_new(room, sizeof(*table->whole));
}

void assay_bandit_table_release(struct assay_bandit_table *table)
{
    free(table->node);
    free(table->value);
    free(table->slope);
    free(table->settled);
    free(table->whole);
    *table = (struct assay_bandit_table){0};
}

/* A block of the two models at lambda. */
static void block_at(const struct assay_bandit_table *table, size_t block, double lambda,
                     struct assay_bandit_lanes *out)
{
    const struct assay_bandit *bandit = table->bandit;
    const double *unit = bandit->unit + bandit->at[block];

    assay_bandit_block(table->size, unit + table->x * bandit->rows,
                       unit + table->y * bandit->rows, assay_bandit_depth(bandit, block),
                       lambda, out);
}

static bool same_slopes(const double *a, const double *b)
{
    bool same = true;

    for (size_t l = 0; l < LANES; l++)
        same = same && a[l] == b[l];
    return same;
}

static void fill_node(struct assay_bandit_table *table, size_t node)
{
    const size_t blocks = table->bandit->blocks, lanes = blocks * LANES;
    double *value = table->value + node * lanes, *slope = table->slope + node * lanes;
    struct assay_bandit_lanes at;

    table->whole[node] = 0.0;
    for (size_t b = 0; b < blocks; b++) {
        block_at(table, b, table->node[node], &at);
        for (size_t l = 0; l < LANES; l++) {
            const size_t j = b * LANES + l;

            value[j] = table->times[j] * at.size[l];
            slope[j] = table->times[j] * at.slope[l];
            table->whole[node] += slope[j];
        }
    }
}

void assay_bandit_table_fill(struct assay_bandit_table *table)
{
    const size_t blocks = table->bandit->blocks, lanes = blocks * LANES;

    assert(table->nodes >= 1 && table->nodes <= table->room);
    for (size_t g = 0; g < table->nodes; g++)
        fill_node(table, g);
    for (size_t g = 0; g + 1 < table->nodes; g++)
        for (size_t b = 0; b < blocks; b++)
            table->settled[g * blocks + b] =
                same_slopes(table->slope + g * lanes + b * LANES,
                            table->slope + (g + 1) * lanes + b * LANES);
}

/* Running sums of lanes. */
struct sums {
    double value[LANES], slope[LANES];
};

static double added(const double *lane)
{
    double sum = 0.0;

    for (size_t l = 0; l < LANES; l++)
        sum += lane[l];
    return sum;
}

/* What one array of lanes adds up to. */
ASSAY_CLONES
static double dot(const uint8_t *restrict count, const double *restrict x, size_t lanes)
{
    double sum[LANES] = {0.0};

    for (size_t j = 0; j < lanes; j += LANES)
        for (size_t l = 0; l < LANES; l++)
            sum[l] += (double)count[j + l] * x[j + l];
    return added(sum);
}

/* Values and slopes of the settled blocks of a bin. */
ASSAY_CLONES
static void add_settled(const struct assay_bandit_table *table, size_t bin,
                        const uint8_t *restrict count, struct sums *restrict out)
{
    const size_t blocks = table->bandit->blocks;
    const double *value = table->value + bin * blocks * LANES,
                 *slope = table->slope + bin * blocks * LANES;
    const bool *settled = table->settled + bin * blocks;

    for (size_t b = 0; b < blocks; b++) {
        if (!settled[b])
            continue;
        for (size_t l = 0; l < LANES; l++) {
            const double times = (double)count[b * LANES + l];

            out->value[l] += times * value[b * LANES + l];
            out->slope[l] += times * slope[b * LANES + l];
        }
    }
}

/* Those of the others, at lambda. */
static void add_unsettled(const struct assay_bandit_table *table, size_t bin,
                          const uint8_t *count, double lambda, struct sums *out)
{
    const size_t blocks = table->bandit->blocks;
    struct assay_bandit_lanes at;

    for (size_t b = 0; b < blocks; b++) {
        if (table->settled[bin * blocks + b])
            continue;
        block_at(table, b, lambda, &at);
        for (size_t l = 0; l < LANES; l++) {
            const size_t j = b * LANES + l;
            const double times = (double)count[j] * table->times[j];

            out->value[l] += times * at.size[l];
            out->slope[l] += times * at.slope[l];
        }
    }
}

/* The bin that lambda is in. */
static size_t bin_of(const struct assay_bandit_table *table, double lambda)
{
    size_t lo = 0, hi = table->nodes - 1;

    while (hi - lo > 1) {
        const size_t middle = lo + (hi - lo) / 2;

        if (table->node[middle] <= lambda)
            lo = middle;
        else
            hi = middle;
    }
    return lo;
}

/* The greatest size of the prompts that count. */
static double peak_at(const struct assay_bandit_table *table, const uint8_t *count,
                      size_t bin, double lambda)
{
    const size_t blocks = table->bandit->blocks;
    struct assay_bandit_lanes at;
    double most = 0.0;

    for (size_t b = 0; b < blocks; b++) {
        const bool settled = table->nodes > 1 && table->settled[bin * blocks + b];

        if (!settled)
            block_at(table, b, lambda, &at);
        for (size_t l = 0; l < LANES; l++) {
            const size_t j = b * LANES + l, k = bin * blocks * LANES + j;
            const double size =
                settled ? table->value[k] + (lambda - table->node[bin]) * table->slope[k]
                        : table->times[j] * at.size[l];

            most = count[j] > 0 && size > most ? size : most;
        }
    }
    return most;
}

double assay_bandit_table_at(const struct assay_bandit_table *table, const uint8_t *count,
                             double lambda)
{
    const size_t bin = bin_of(table, lambda);
    struct sums sums = {0};
    double base;

    if (table->size == ASSAY_BANDIT_PEAK)
        return peak_at(table, count, bin, lambda);
    if (table->nodes == 1)
        return dot(count, table->value, table->bandit->blocks * LANES);
    add_settled(table, bin, count, &sums);
    base = added(sums.value) + (lambda - table->node[bin]) * added(sums.slope);
    sums = (struct sums){0};
    add_unsettled(table, bin, count, lambda, &sums);
    return base + added(sums.value);
}

/* A line that touches from below. */
struct line {
    double at, value, slope;
};

/* The line at one end of a bin: what the settled blocks have there, and the others' of the table. */
static struct line line_at(const struct assay_bandit_table *table, const uint8_t *count,
                           size_t bin, size_t node, const struct line *settled)
{
    const size_t blocks = table->bandit->blocks;
    const double *value = table->value + node * blocks * LANES,
                 *slope = table->slope + node * blocks * LANES;
    const double at = table->node[node];
    struct sums sums = {0};

    for (size_t b = 0; b < blocks; b++) {
        if (table->settled[bin * blocks + b])
            continue;
        for (size_t l = 0; l < LANES; l++) {
            const double times = (double)count[b * LANES + l];

            sums.value[l] += times * value[b * LANES + l];
            sums.slope[l] += times * slope[b * LANES + l];
        }
    }
    return (struct line){
        at, settled->value + settled->slope * (at - settled->at) + added(sums.value),
        settled->slope + added(sums.slope)};
}

static double meet(const struct line *left, const struct line *right)
{
    const double at = ((left->value - left->slope * left->at) -
                       (right->value - right->slope * right->at)) /
                      (right->slope - left->slope);

    return fmin(fmax(at, left->at), right->at);
}

/* The least within a bin, at whose ends lines of opposite slope touch. */
static double least_in(const struct assay_bandit_table *table, const uint8_t *count,
                       size_t bin)
{
    struct line left, right, settled = {.at = table->node[bin]};
    struct sums sums = {0};
    double best, enough;

    add_settled(table, bin, count, &sums);
    settled.value = added(sums.value);
    settled.slope = added(sums.slope);
    left = line_at(table, count, bin, bin, &settled);
    right = line_at(table, count, bin, bin + 1, &settled);
    best = fmin(left.value, right.value);
    enough = tight * fmax(left.value, right.value);
    for (size_t i = 0; i < STEPS_MAX; i++) {
        const double lambda = meet(&left, &right);
        struct line line = {.at = lambda};

        if (best - (left.value + left.slope * (lambda - left.at)) <= enough)
            break;
        sums = (struct sums){0};
        add_unsettled(table, bin, count, lambda, &sums);
        line.value =
            settled.value + settled.slope * (lambda - settled.at) + added(sums.value);
        line.slope = settled.slope + added(sums.slope);
        best = fmin(best, line.value);
        if (line.slope < 0.0)
            left = line;
        else
            right = line;
    }
    return best;
}

static double slope_at(const struct assay_bandit_table *table, const uint8_t *count,
                       size_t node)
{
    const size_t lanes = table->bandit->blocks * LANES;

    return dot(count, table->slope + node * lanes, lanes);
}

/* The first node whose slope is not below 0, or the last one: where the prompts themselves have it when their slopes are
   moved by as much as that of the start, then step by step. */
static size_t turn_of(const struct assay_bandit_table *table, const uint8_t *count,
                      size_t start)
{
    const double moved = table->whole[start] - slope_at(table, count, start);
    size_t g = 0;

    while (g + 1 < table->nodes && table->whole[g] < moved)
        g++;
    if (slope_at(table, count, g) < 0.0) {
        while (g + 1 < table->nodes && slope_at(table, count, ++g) < 0.0) {
        }
        return g;
    }
    while (g > 0 && !(slope_at(table, count, g - 1) < 0.0))
        g--;
    return g;
}

double assay_bandit_table_least(const struct assay_bandit_table *table,
                                const uint8_t *count, size_t start)
{
    const size_t lanes = table->bandit->blocks * LANES;
    const size_t g = turn_of(table, count, start);

    if (g == 0 || slope_at(table, count, g) < 0.0)
        return dot(count, table->value + g * lanes, lanes);
    return least_in(table, count, g - 1);
}
