#include "metrics/tail_index.h"

#include "harness/core/memory.h"
#include "metrics/quantile.h"
#include "metrics/resample.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_fit.h>

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const double power_from = 0.25; /* xi that matters */

enum assay_code assay_tail_residuals(const double *proxy, const double *gold, size_t n,
                                     double *out, struct assay_error *err)
{
    double c0, c1, cov[3], sse;
    bool varies = false;

    for (size_t i = 0; i < n; i++) {
        if (!isfinite(proxy[i]) || !isfinite(gold[i]))
            return assay_fail(err, ASSAY_EDOMAIN, "sample %zu: proxy %g, gold %g", i,
                              proxy[i], gold[i]);
        varies = varies || gold[i] != gold[0];
    }
    if (n < 3 || !varies)
        return assay_fail(err, ASSAY_EDOMAIN,
                          "gold of %zu samples does not vary: no error of the proxy", n);
    (void)gsl_fit_linear(gold, 1, proxy, 1, n, &c0, &c1, &cov[0], &cov[1], &cov[2], &sse);
    for (size_t i = 0; i < n; i++)
        out[i] = proxy[i] - c0 - c1 * gold[i];
    return ASSAY_OK;
}

/* The k largest over the next: means of l and l^2. sorted ascending, (n,). */
static void moments_of(const double *sorted, size_t n, size_t k, double out[2])
{
    const double base = log(sorted[n - k - 1]);

    out[0] = out[1] = 0.0;
    for (size_t i = 1; i <= k; i++) {
        const double l = log(sorted[n - i]) - base;

        out[0] += l / (double)k;
        out[1] += l * l / (double)k;
    }
}

static size_t tail_size(const double *sorted, size_t n, size_t asked)
{
    size_t above = 0, k = asked;

    while (above < n && sorted[n - 1 - above] > 0.0)
        above++;
    if (k == 0 && n > 3)
        k = (size_t)(pow((double)n, 2.0 / 3.0) / log(log((double)n)));
    if (asked == 0 && k + 1 > above)
        k = above > 0 ? above - 1 : 0;
    return k;
}

/* 1 / hill of items by how often each is drawn; order: their places, ascending by error. */
static double index_redrawn(const struct assay_tail_sample *sample, const size_t *order,
                            const uint32_t *times, size_t k)
{
    size_t left = k;
    double sum = 0.0, base = 0.0;

    for (size_t i = sample->n; i-- > 0;) {
        const size_t at = order[i];
        const size_t drawn = times[sample->cluster ? sample->cluster[at] : at];
        const size_t taken = drawn < left ? drawn : left;

        if (drawn == 0)
            continue;
        if (sample->error[at] <= 0.0)
            return 0.0;
        sum += (double)taken * log(sample->error[at]);
        left -= taken;
        if (drawn > taken) {
            base = log(sample->error[at]);
            return (double)k / (sum - (double)k * base);
        }
    }
    return 0.0;
}

struct ranked {
    double error;
    size_t at;
};

static int ranked_order(const void *left, const void *right)
{
    const struct ranked *a = left;
    const struct ranked *b = right;

    if (a->error != b->error)
        return a->error < b->error ? -1 : 1;
    return a->at < b->at ? -1 : a->at > b->at;
}

static size_t *order_of(const struct assay_tail_sample *sample)
{
    struct ranked *ranked = assay_memory_new(sample->n, sizeof(*ranked));
    size_t *order = assay_memory_new(sample->n, sizeof(*order));

    for (size_t i = 0; i < sample->n; i++)
        ranked[i] = (struct ranked){sample->error[i], i};
    qsort(ranked, sample->n, sizeof(*ranked), ranked_order);
    for (size_t i = 0; i < sample->n; i++)
        order[i] = ranked[i].at;
    free(ranked);
    return order;
}

/* Percentiles of the index over resamples; those without k + 1 errors above 0 are left out. */
static struct assay_range index_bootstrapped(const struct assay_tail_sample *sample,
                                             size_t k)
{
    uint32_t *cell = assay_memory_new(sample->n, sizeof(*cell));
    uint32_t *each = assay_memory_new(sample->n, sizeof(*each));
    const size_t clusters = sample->cluster ? sample->clusters : sample->n;
    uint32_t *times = assay_memory_new(clusters, sizeof(*times));
    double *index = assay_memory_new(sample->replicates, sizeof(*index));
    size_t *order = order_of(sample);
    struct assay_resample *resample;
    size_t got = 0;
    struct assay_range out = assay_range_none("resamples have too few errors above 0");

    for (size_t i = 0; i < sample->n; i++)
        each[i] = (uint32_t)i;
    resample = assay_resample_new(
        &(struct assay_resample_items){cell, sample->cluster ? sample->cluster : each,
                                       sample->n, 1, clusters},
        sample->seed);
    for (size_t r = 0; r < sample->replicates; r++) {
        assay_resample_next(resample, times);
        index[got] = index_redrawn(sample, order, times, k);
        got += index[got] > 0.0 && isfinite(index[got]);
    }
    assay_quantile_sort(index, got);
    if (got > 1)
        out = assay_range_closed(assay_quantile(index, got, 0.5 - sample->level / 2.0),
                                 assay_quantile(index, got, 0.5 + sample->level / 2.0));
    assay_resample_free(resample);
    free(order);
    free(index);
    free(times);
    free(each);
    free(cell);
    return out;
}

static enum assay_tail_kind kind_of(const struct assay_range *xi)
{
    if (xi->lo > 0.0)
        return ASSAY_TAIL_HEAVY;
    return xi->hi < power_from ? ASSAY_TAIL_NOT_HEAVY : ASSAY_TAIL_UNDECIDED;
}

static enum assay_code sample_check(const struct assay_tail_sample *sample,
                                    struct assay_error *err)
{
    if (!(sample->level > 0.0 && sample->level < 1.0) || sample->replicates < 2)
        return assay_fail(err, ASSAY_EDOMAIN, "level %g, %zu replicates", sample->level,
                          sample->replicates);
    for (size_t i = 0; i < sample->n; i++) {
        if (!isfinite(sample->error[i]))
            return assay_fail(err, ASSAY_EDOMAIN, "error %zu is not finite", i);
        if (sample->cluster && sample->cluster[i] >= sample->clusters)
            return assay_fail(err, ASSAY_EDOMAIN, "error %zu: cluster %u of %zu", i,
                              (unsigned int)sample->cluster[i], sample->clusters);
    }
    return ASSAY_OK;
}

static void tail_measured(const struct assay_tail_sample *sample, const double *sorted,
                          size_t k, struct assay_tail *out)
{
    const double z = gsl_cdf_ugaussian_Pinv(0.5 + sample->level / 2.0);
    const double relative = z / sqrt((double)k);
    double m[2], half;

    moments_of(sorted, sample->n, k, m);
    *out = (struct assay_tail){
        .k = k,
        .threshold = sorted[sample->n - k - 1],
        .hill = m[0],
        .index = 1.0 / m[0],
        .xi = m[0] + 1.0 - 0.5 / (1.0 - m[0] * m[0] / m[1]),
    };
    out->index_asymptotic = assay_range_closed(fmax(out->index * (1.0 - relative), 0.0),
                                               out->index * (1.0 + relative));
    out->index_bootstrap = index_bootstrapped(sample, k);
    half = relative * sqrt(1.0 + out->xi * out->xi);
    out->xi_range = assay_range_closed(out->xi - half, out->xi + half);
    out->kind = kind_of(&out->xi_range);
}

enum assay_code assay_tail_index(const struct assay_tail_sample *sample,
                                 struct assay_tail *out, struct assay_error *err)
{
    const size_t n = sample->n;
    enum assay_code code = sample_check(sample, err);
    double *sorted;
    size_t k;

    if (code)
        return code;
    sorted = assay_memory_new(n + 1, sizeof(*sorted));
    memcpy(sorted, sample->error, n * sizeof(*sorted));
    assay_quantile_sort(sorted, n);
    k = tail_size(sorted, n, sample->k);
    if (k < ASSAY_TAIL_LEAST || k >= n || !(sorted[n - k - 1] > 0.0) ||
        !(sorted[n - ASSAY_TAIL_LEAST] > sorted[n - k - 1]))
        code = assay_fail(err, ASSAY_EDOMAIN,
                          "%zu errors: fewer than %d different ones above 0 make no tail",
                          n, ASSAY_TAIL_LEAST);
    else
        tail_measured(sample, sorted, k, out);
    free(sorted);
    return code;
}

const char *assay_tail_words(enum assay_tail_kind kind)
{
    switch (kind) {
    case ASSAY_TAIL_HEAVY:
        return "the proxy's error has a heavy tail: the proxy can rise without end while "
               "gold "
               "need not rise at all, whatever the KL budget";
    case ASSAY_TAIL_NOT_HEAVY:
        return "no heavy tail is seen in the proxy's error: if it is also independent of "
               "gold, "
               "gold goes on rising with the KL budget";
    case ASSAY_TAIL_UNDECIDED:
        break;
    }
    return "the errors do not tell a heavy tail from a light one";
}
