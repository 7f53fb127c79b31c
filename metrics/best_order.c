#include "metrics/best_order.h"

#include "harness/core/memory.h"
#include "harness/core/wide.h"
#include "metrics/best_of_n.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEPT = 1 << 22, /* weights */
    LANES = 2 * ASSAY_LANES,
    COLUMNS = 4, /* that are multiplied at a time */
    PIECE = 512  /* weights of a row that is not kept */
};

static_assert(PIECE % LANES == 0, "a piece ends where lanes begin anew");

static const double negligible = 1e-18; /* of the whole weight */

static void order_grow(struct assay_best_order *order, size_t count)
{
    if (count <= order->room && order->at)
        return;
    order->room = assay_memory_grow(order->room, count);
    order->at = assay_memory_resize(order->at, order->room, sizeof(*order->at));
    order->block =
        assay_memory_resize(order->block, order->room + 1, sizeof(*order->block));
}

void assay_best_order_set(struct assay_best_order *order, const double *proxy,
                          size_t count)
{
    assert(count <= UINT32_MAX);
    order_grow(order, count + 1);
    assay_ascending_places(&order->sort, proxy, count, order->at);
    order->count = count;
    order->blocks = 0;
    for (size_t i = 0; i < count; i++)
        if (i == 0 || proxy[order->at[i]] != proxy[order->at[i - 1]])
            order->block[order->blocks++] = (uint32_t)i;
    order->block[order->blocks] = (uint32_t)count;
}

void assay_best_order_release(struct assay_best_order *order)
{
    free(order->at);
    free(order->block);
    free(order->value);
    assay_ascending_release(&order->sort);
    *order = (struct assay_best_order){0};
}

/* Weights of one n, from rank N down for as long as they matter. */
struct run {
    size_t n, rank; /* rank 0: nothing is left */
    double weight;
};

static struct run run_start(size_t count, size_t n)
{
    return (struct run){n, n > count ? 0 : count, (double)n / (double)count};
}

/* The next weights, up to room; fewer than that are the last. */
static size_t run_next(struct run *run, double *out, size_t room)
{
    const double least = negligible * (double)run->n;
    size_t terms = 0;

    for (; terms < room && run->rank >= run->n; run->rank--) {
        if (run->weight * (double)run->rank < least) {
            run->rank = 0;
            break;
        }
        out[terms++] = run->weight;
        if (run->rank > 1)
            run->weight *= (double)(run->rank - run->n) / (double)(run->rank - 1);
    }
    return terms;
}

static bool weights_hold(const struct assay_best_weights *weights, size_t count,
                         const size_t *n, size_t ns)
{
    return weights->n && weights->count == count && weights->ns == ns &&
           memcmp(weights->n, n, ns * sizeof(*n)) == 0;
}

static void rows_kept(struct assay_best_weights *weights)
{
    struct run run;
    size_t used = 0;

    weights->start[0] = 0;
    for (weights->kept = 0; weights->kept < weights->ns; weights->kept++) {
        const size_t need = used + weights->count;

        if (used > 0 && need > KEPT)
            return;
        if (need > weights->room) {
            weights->room = assay_memory_grow(weights->room, need);
            weights->weight = assay_memory_resize(weights->weight, weights->room,
                                                  sizeof(*weights->weight));
        }
        run = run_start(weights->count, weights->n[weights->kept]);
        used += run_next(&run, weights->weight + used, weights->count);
        weights->start[weights->kept + 1] = used;
    }
}

enum assay_code assay_best_weights_set(struct assay_best_weights *weights, size_t count,
                                       const size_t *n, size_t ns,
                                       struct assay_error *err)
{
    if (weights_hold(weights, count, n, ns))
        return ASSAY_OK;
    for (size_t k = 0; k < ns; k++)
        if (n[k] < 1)
            return assay_fail(err, ASSAY_EDOMAIN, "the best of 0 samples");
    if (ns > weights->ns || !weights->n) {
        weights->n = assay_memory_resize(weights->n, ns + 1, sizeof(*weights->n));
        weights->start =
            assay_memory_resize(weights->start, ns + 1, sizeof(*weights->start));
    }
    memcpy(weights->n, n, ns * sizeof(*n));
    weights->ns = ns;
    weights->count = count;
    rows_kept(weights);
    return ASSAY_OK;
}

void assay_best_weights_release(struct assay_best_weights *weights)
{
    free(weights->n);
    free(weights->start);
    free(weights->weight);
    *weights = (struct assay_best_weights){0};
}

void assay_best_column(const struct assay_best_order *order, const double *value,
                       double *out)
{
    const uint32_t *at = order->at + order->count;

    for (size_t i = 0; i < order->count; i++)
        out[i] = value[*--at];
    if (order->blocks == order->count)
        return;
    for (size_t b = 0; b < order->blocks; b++) {
        const size_t from = order->count - order->block[b + 1];
        const size_t to = order->count - order->block[b];
        double sum = 0.0;

        for (size_t i = to; i-- > from;)
            sum += out[i];
        for (size_t i = from; i < to; i++)
            out[i] = sum / (double)(to - from);
    }
}

/* The lanes of one column, spelt out so that they stay in registers. */
struct lanes {
    assay_lanes low, high;
};

static inline void lanes_add(struct lanes *sum, const double *weight, const double *value)
{
    const assay_lanes_at *w = (const assay_lanes_at *)weight;
    const assay_lanes_at *v = (const assay_lanes_at *)value;

    sum->low += w[0] * v[0];
    sum->high += w[1] * v[1];
}

/* Adds n weights, a multiple of LANES, times as many values of COLUMNS columns to their lanes. */
ASSAY_CLONES
static void add_lanes(const double *weight, const double *const *value, size_t n,
                      double *lane)
{
    const double *v0 = value[0], *v1 = value[1], *v2 = value[2], *v3 = value[3];
    struct lanes s[COLUMNS];
    struct lanes s0, s1, s2, s3;

    memcpy(s, lane, sizeof(s));
    s0 = s[0];
    s1 = s[1];
    s2 = s[2];
    s3 = s[3];
    for (size_t i = 0; i < n; i += LANES) {
        lanes_add(&s0, weight + i, v0 + i);
        lanes_add(&s1, weight + i, v1 + i);
        lanes_add(&s2, weight + i, v2 + i);
        lanes_add(&s3, weight + i, v3 + i);
    }
    s[0] = s0;
    s[1] = s1;
    s[2] = s2;
    s[3] = s3;
    memcpy(lane, s, sizeof(s));
}

/* Sums over n weights of COLUMNS columns from a place on. */
static void add_row(const double *weight, const double *const *column, size_t from,
                    size_t n, double lane[COLUMNS][LANES])
{
    const size_t whole = n - n % LANES;
    const double *value[COLUMNS];

    for (size_t c = 0; c < COLUMNS; c++)
        value[c] = column[c] + from;
    add_lanes(weight, value, whole, &lane[0][0]);
    for (size_t c = 0; c < COLUMNS; c++)
        for (size_t i = whole; i < n; i++)
            lane[c][i - whole] += weight[i] * value[c][i];
}

/* A row that is not kept, in pieces. */
static void add_unkept(const struct assay_best_weights *weights, size_t n,
                       const double *const *column, double lane[COLUMNS][LANES])
{
    struct run run = run_start(weights->count, n);
    double piece[PIECE];

    for (size_t done = 0, terms;; done += terms) {
        terms = run_next(&run, piece, PIECE);
        add_row(piece, column, done, terms, lane);
        if (terms < PIECE)
            return;
    }
}

static double total(const double lane[LANES])
{
    return ((lane[0] + lane[1]) + (lane[2] + lane[3])) +
           ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

/* Up to COLUMNS columns; those that are not there are the last one again. */
static void products(const struct assay_best_weights *weights,
                     const double *const *column, size_t columns, double *out)
{
    for (size_t k = 0; k < weights->ns; k++) {
        double lane[COLUMNS][LANES] = {{0.0}};

        if (k < weights->kept)
            add_row(weights->weight + weights->start[k], column, 0,
                    weights->start[k + 1] - weights->start[k], lane);
        else
            add_unkept(weights, weights->n[k], column, lane);
        for (size_t c = 0; c < columns; c++)
            out[c * weights->ns + k] = total(lane[c]);
    }
}

void assay_best_products(const struct assay_best_weights *weights, const double *column,
                         size_t columns, double *out)
{
    for (size_t from = 0; from < columns; from += COLUMNS) {
        const size_t count = columns - from < COLUMNS ? columns - from : COLUMNS;
        const double *at[COLUMNS];

        for (size_t c = 0; c < COLUMNS; c++)
            at[c] = column + (from + (c < count ? c : count - 1)) * weights->count;
        products(weights, at, count, out + from * weights->ns);
    }
}

void assay_best_expect(struct assay_best_order *order,
                       const struct assay_best_weights *weights,
                       const double *const *value, size_t values, double *out)
{
    assert(order->count == weights->count);
    if (values * order->count > order->values) {
        order->values = assay_memory_grow(order->values, values * order->count);
        order->value =
            assay_memory_resize(order->value, order->values, sizeof(*order->value));
    }
    for (size_t v = 0; v < values; v++)
        assay_best_column(order, value[v], order->value + v * order->count);
    assay_best_products(weights, order->value, values, out);
}

void assay_best_order_shares(const struct assay_best_order *order, double *out)
{
    for (size_t b = 0; b < order->blocks; b++) {
        const size_t from = order->block[b], to = order->block[b + 1];

        for (size_t i = from; i < to; i++)
            out[order->at[i]] = (double)(from + to) / (2.0 * (double)order->count);
    }
}

enum assay_code assay_best_order_kl(const struct assay_best_order *order, const size_t *n,
                                    size_t ns, double *out, struct assay_error *err)
{
    double *share = assay_memory_new(order->blocks + 1, sizeof(*share));
    double *rank = assay_memory_new(order->blocks + 1, sizeof(*rank));
    enum assay_code code;

    for (size_t b = 0; b < order->blocks; b++) {
        share[b] = (double)(order->block[b + 1] - order->block[b]) / (double)order->count;
        rank[b] = (double)b;
    }
    code = assay_best_of_n_kl_exact(
        &(struct assay_best_outcomes){share, rank, order->blocks}, n, ns, out, err);
    free(share);
    free(rank);
    return code;
}
