#include "metrics/best_of_n.h"

#include "harness/core/memory.h"

#include <math.h>
#include <stdlib.h>

struct sample {
    double proxy, value;
};

static int by_proxy(const void *a, const void *b)
{
    const double x = ((const struct sample *)a)->proxy;
    const double y = ((const struct sample *)b)->proxy;

    return (x > y) - (x < y);
}

/* Means of values over samples of equal proxy, which are neighbours. */
static void share_ties(struct sample *sample, size_t count)
{
    for (size_t from = 0, to; from < count; from = to) {
        double sum = 0.0;

        for (to = from; to < count && sample[to].proxy == sample[from].proxy; to++)
            sum += sample[to].value;
        for (size_t i = from; i < to; i++)
            sample[i].value = sum / (double)(to - from);
    }
}

/* E_n of sorted samples. */
static double expected(const struct sample *sample, size_t count, size_t n)
{
    double weight = (double)n / (double)count, sum = 0.0;

    for (size_t i = count; i >= n; i--) {
        sum += weight * sample[i - 1].value;
        if (i > 1)
            weight *= (double)(i - n) / (double)(i - 1);
    }
    return sum;
}

enum assay_code assay_best_of_n(const struct assay_samples *samples, const size_t *n,
                                size_t ns, double *out, struct assay_error *err)
{
    const size_t count = samples->count;
    struct sample *sample;

    for (size_t k = 0; k < ns; k++)
        if (n[k] < 1 || n[k] > count)
            return assay_fail(err, ASSAY_EDOMAIN, "the best of %zu among %zu samples",
                              n[k], count);
    sample = assay_memory_new(count + 1, sizeof(*sample));
    for (size_t i = 0; i < count; i++)
        sample[i] = (struct sample){samples->proxy[i], samples->value[i]};
    qsort(sample, count, sizeof(*sample), by_proxy);
    share_ties(sample, count);
    for (size_t k = 0; k < ns; k++)
        out[k] = expected(sample, count, n[k]);
    free(sample);
    return ASSAY_OK;
}

enum assay_code assay_pass_at_k(size_t n, size_t c, size_t k, double *out,
                                struct assay_error *err)
{
    double miss = 1.0;

    if (c > n || k < 1 || k > n)
        return assay_fail(err, ASSAY_EDOMAIN, "%zu of %zu samples, %zu of them right", k,
                          n, c);
    *out = 1.0;
    if (n - c < k)
        return ASSAY_OK;
    for (size_t i = n - c + 1; i <= n; i++)
        miss *= 1.0 - (double)k / (double)i;
    *out = 1.0 - miss;
    return ASSAY_OK;
}

double assay_best_of_n_kl(size_t n)
{
    return log((double)n) - ((double)n - 1.0) / (double)n;
}

/* Mass of each reward, ascending, in sample.value; how many rewards there are. */
static size_t masses(const struct assay_best_outcomes *outcomes, struct sample *sample)
{
    size_t kept = 0;

    for (size_t i = 0; i < outcomes->count; i++)
        sample[i] = (struct sample){outcomes->reward[i], outcomes->share[i]};
    qsort(sample, outcomes->count, sizeof(*sample), by_proxy);
    for (size_t i = 0; i < outcomes->count; i++) {
        if (kept > 0 && sample[i].proxy == sample[kept - 1].proxy)
            sample[kept - 1].value += sample[i].value;
        else
            sample[kept++] = sample[i];
    }
    return kept;
}

/* From the highest reward down; q_k = F_k^n (1 - (F_{k-1} / F_k)^n), F_k being 1 less what is above. */
static double divergence(const struct sample *sample, size_t count, double n,
                         double total)
{
    double above = 0.0, sum = 0.0;

    for (size_t k = count; k-- > 0;) {
        const double p = sample[k].value / total, upto = 1.0 - above;
        const double rest = k == 0 ? 0.0 : fmax(0.0, upto - p);
        double q;

        if (!(p > 0.0) || !(upto > 0.0))
            continue;
        q = exp(n * log1p(-above));
        if (rest > 0.0)
            q *= -expm1(n * log1p(-p / upto));
        if (q > 0.0)
            sum += q * log(q / p);
        above += p;
    }
    return fmax(0.0, sum);
}

enum assay_code assay_best_of_n_kl_exact(const struct assay_best_outcomes *outcomes,
                                         const size_t *n, size_t ns, double *out,
                                         struct assay_error *err)
{
    struct sample *sample;
    double total = 0.0;
    size_t count;

    for (size_t i = 0; i < outcomes->count; i++) {
        total += outcomes->share[i];
        if (!(outcomes->share[i] >= 0.0))
            return assay_fail(err, ASSAY_EDOMAIN, "an outcome of mass %g",
                              outcomes->share[i]);
    }
    if (!(fabs(total - 1.0) <= 1e-9))
        return assay_fail(err, ASSAY_EDOMAIN, "masses of %zu outcomes add up to %g",
                          outcomes->count, total);
    for (size_t k = 0; k < ns; k++)
        if (n[k] < 1)
            return assay_fail(err, ASSAY_EDOMAIN, "the best of 0 samples");
    sample = assay_memory_new(outcomes->count, sizeof(*sample));
    count = masses(outcomes, sample);
    for (size_t k = 0; k < ns; k++)
        out[k] = divergence(sample, count, (double)n[k], total);
    free(sample);
    return ASSAY_OK;
}
