/*
 * best_order.h - exact best-of-n curves of one prompt, of many values at once.
 *
 * The samples of a prompt are put in the order of a proxy once; after that the expectation of any
 * value of the sample taken, at any n, is a product of weights, which depend on N and n alone, with
 * the values in that order. A worker keeps one order and one table of weights from prompt to
 * prompt, and then allocates nothing:
 *
 *   gold, length, ...    values as they are
 *   the proxy's curve    the proxy as a value
 *   oracle               the order of the gold, with the gold as a value
 *   random pick          n = 1
 *   win rate             assay_best_order_shares of the order of the gold, as a value
 *
 * Regret is oracle - gold, normalised by oracle - random pick.
 */
#ifndef ASSAY_METRICS_BEST_ORDER_H
#define ASSAY_METRICS_BEST_ORDER_H

#include "harness/core/attr.h"
#include "harness/core/error.h"
#include "metrics/ascending.h"

#include <stddef.h>
#include <stdint.h>

/* Samples of one prompt by a proxy. Zero bytes are of none. */
struct assay_best_order {
    uint32_t
        *at; /* (count,) samples from the lowest proxy up, equal ones in their order */
    uint32_t *
        block; /* (blocks + 1,) first rank, from 0, of each run of equal proxies; count */
    size_t count, blocks;
    double *value; /* scratch: columns of assay_best_expect */
    struct assay_ascending sort;
    size_t room, values;
};

/*
 * Puts the samples in order; buffers grow where needed.
 *
 *   proxy  (count,) not NaN; -inf (no answer) is the lowest; count < 2^32
 */
void assay_best_order_set(struct assay_best_order *order, const double *proxy,
                          size_t count);
void assay_best_order_release(struct assay_best_order *order);

/* Weights of the ranks for one N and a grid of n. Zero bytes are of none. */
struct assay_best_weights {
    size_t *n; /* (ns,) the grid */
    size_t ns, count;
    size_t kept;    /* the first rows are kept, the others are worked out when used */
    size_t *start;  /* (kept + 1,) of each row */
    double *weight; /* rows, from the highest rank down */
    size_t room;
};

/*
 * The weights of assay_best_of_n,
 *
 *   w_i = C(i-1, n-1) / C(N, n),   w_N = n / N,   w_{i-1} = w_i (i - n) / (i - 1)
 *
 * down to the rank below which 10^-18 of the whole is left: what lies at rank i and below is
 * w_i i / n = C(i, n) / C(N, n). Nothing is done where they are those already held.
 *
 *   count  N, the samples of a prompt
 *   n      (ns,) each >= 1, in any order; one above count has no weights
 *
 * At most 4 million weights (32 MB) are kept. Made weights are read alone and may be shared by
 * threads.
 * Errors: ASSAY_EDOMAIN if an n is 0.
 */
ASSAY_MUST_USE
enum assay_code assay_best_weights_set(struct assay_best_weights *weights, size_t count,
                                       const size_t *n, size_t ns,
                                       struct assay_error *err);
void assay_best_weights_release(struct assay_best_weights *weights);

/*
 * Expected value of the sample with the highest proxy among n drawn of N without replacement, as
 * assay_best_of_n defines it; samples of equal proxy share the sum of their weights.
 *
 *   order    of N = weights->count samples (assert)
 *   value    (values,) of (N,), finite
 *   out      (values, ns) row-major; 0, which means nothing, where n is above N
 *
 * Products are added in eight lanes from the highest rank down, and the lanes pairwise.
 * Source: as assay_best_of_n. Checked in test_best_order.c against all subsets, and in tests/golden,
 *         bon_curve.
 */
void assay_best_expect(struct assay_best_order *order,
                       const struct assay_best_weights *weights,
                       const double *const *value, size_t values, double *out);

/*
 * The two halves of assay_best_expect, for who has values in several orders of as many samples (the
 * proxies of a prompt, prompts of one N): four columns at a time share the reading of the weights.
 *
 *   column of a value   (count,) out: from the highest proxy down, those of a run of equal proxies
 *                       as their mean
 *   products            column (columns, N) row-major, out (columns, ns)
 */
void assay_best_column(const struct assay_best_order *order, const double *value,
                       double *out);
void assay_best_products(const struct assay_best_weights *weights, const double *column,
                         size_t columns, double *out);

/*
 * The chance that a sample is better than an independent draw from all N, itself included, equal
 * ones counting half:
 *
 *   out_i = (midrank_i - 1/2) / N
 *
 * Its expectation is the win rate of the best of n against a draw from the base policy. The draw
 * may be the sample itself, which counts half: 1 / (2 N) towards a half.
 *
 *   order  of the gold
 *   out    (count,) in the order of the samples
 *
 * Source: midranks as of Mann and Whitney (1947). Checked in test_best_order.c by counting.
 */
void assay_best_order_shares(const struct assay_best_order *order, double *out);

/*
 * KL divergence, in nats, of the best of n from the policy, both taken as what the samples are: a
 * policy that answers with each of the N samples with chance 1 / N, of whose n answers, drawn with
 * replacement, the one with the highest proxy is taken, one of equals at random. So it is the
 * divergence from the empirical distribution of this prompt's samples, assay_best_of_n_kl_exact
 * with p_k = size of the k-th run of equal proxies / N. It cannot exceed -log(share of the
 * highest), tends to that for large n, and is below assay_best_of_n_kl by more the coarser the
 * proxy is; where n is not small against N it says more of N than of the policy.
 *
 *   n    (ns,) each >= 1, above N too
 *   out  (ns,)
 *
 * Errors: ASSAY_EDOMAIN if an n is 0 or there are no samples.
 */
ASSAY_MUST_USE
enum assay_code assay_best_order_kl(const struct assay_best_order *order, const size_t *n,
                                    size_t ns, double *out, struct assay_error *err);

#endif
