#include "metrics/best_order.h"

#include "harness/core/memory.h"
#include "metrics/best_of_n.h"
#include "metrics/clones.h"

#include <assert.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    KEPT = 1 << 22, /* weights */
    LANES = 2 * ASSAY_LANES
};

static const double negligible = 1e-18; /* of the whole weight */

static void order_grow(struct assay_best_order *order, size_t count)
{
    if (count <= order->room && order->at)
        return;
    order->room = assay_memory_grow(order->room, count);
    order->at = assay_memory_resize(order->at, order->room, sizeof(*order->at));
    order->block =
        assay_memory_resize(order->block, order->room + 1, sizeof(*order->block));
    order->value = assay_memory_resize(order->value, order->room, sizeof(*order->value));
    order->row = assay_memory_resize(order->row, order->room, sizeof(*order->row));
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
    free(order->row);
    assay_ascending_release(&order->sort);
    *order = (struct assay_best_order){0};
}

/* Weights of the ranks from N down, for as long as they matter; how many there are. */
static size_t row_made(size_t count, size_t n, double *row)
{
    double weight = (double)n / (double)count;
    size_t terms = 0;

    if (n > count)
        return 0;
    for (size_t i = count; i >= n; i--) {
        if (weight * (double)i < negligible * (double)n)
            break;
        row[terms++] = weight;
        if (i > 1)
            weight *= (double)(i - n) / (double)(i - 1);
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
        used +=
            row_made(weights->count, weights->n[weights->kept], weights->weight + used);
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

/* Values from the highest proxy down, those of a run of equal proxies as their mean. */
static void values_sorted(struct assay_best_order *order, const double *value)
{
    const uint32_t *at = order->at + order->count;
    double *out = order->value;

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

ASSAY_CLONES
static double product(const double *weight, const double *value, size_t n)
{
    assay_lanes sum[2] = {{0.0}, {0.0}};
    double lane[LANES];
    size_t i = 0;

    for (; i + LANES <= n; i += LANES) {
        assay_lanes w[2], v[2];

        memcpy(w, weight + i, sizeof(w));
        memcpy(v, value + i, sizeof(v));
        sum[0] += w[0] * v[0];
        sum[1] += w[1] * v[1];
    }
    memcpy(lane, sum, sizeof(lane));
    for (size_t k = 0; i < n; i++, k++)
        lane[k] += weight[i] * value[i];
    return ((lane[0] + lane[1]) + (lane[2] + lane[3])) +
           ((lane[4] + lane[5]) + (lane[6] + lane[7]));
}

void assay_best_expect(struct assay_best_order *order,
                       const struct assay_best_weights *weights,
                       const double *const *value, size_t values, double *out)
{
    assert(order->count == weights->count);
    for (size_t v = 0; v < values; v++) {
        values_sorted(order, value[v]);
        for (size_t k = 0; k < weights->ns; k++) {
            const bool kept = k < weights->kept;
            const double *row = kept ? weights->weight + weights->start[k] : order->row;
            const size_t terms = kept ? weights->start[k + 1] - weights->start[k]
                                      : row_made(order->count, weights->n[k], order->row);

            out[v * weights->ns + k] = product(row, order->value, terms);
        }
    }
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
